"""The page of an episode, read back by lxml: its words and times, and what it keeps from others."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest
from lxml import html

from audiobrief.episode.companions.page import first_words
from audiobrief.episode.draft import Draft
from audiobrief.episode.model import Companion, Picture, read_episode
from audiobrief.mix.model import Timeline
from audiobrief.pages.values import downloads
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.story.model import Role
from audiobrief.words import words

Arrange = Callable[..., Timeline]
MakeCue = Callable[..., Cue]
Write = Callable[[Draft], Path]

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
ALONE: Final[Mapping[str, Any]] = MappingProxyType({"opening": (), "closing": ()})


def _page(folder: Path) -> html.HtmlElement:
    return html.document_fromstring((folder / "index.html").read_bytes())


def _name(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def write(write_page_of: Write) -> Write:
    return write_page_of


@pytest.fixture(scope="module")
def page(published: Path) -> html.HtmlElement:
    return _page(published)


@pytest.fixture(scope="module")
def edition_page(
    edition: Rundown,
    draft: Draft,
    arrange: Arrange,
    write: Write,
) -> html.HtmlElement:
    told = replace(
        draft,
        rundown=edition,
        timeline=arrange(edition),
        pictures={(1, 4): Picture(address="https://post.example/pier.jpg", alt="A wet pier")},
    )
    return _page(write(told))


def _with(
    draft: Draft,
    arrange: Arrange,
    cues: tuple[Cue, ...],
    title: str = "",
    changes: Mapping[str, Any] = NOTHING,
) -> Draft:
    item = replace(draft.rundown.items[0], cues=cues, title=title or draft.rundown.title)
    rundown = replace(draft.rundown, items=(item,), title=title or draft.rundown.title, **changes)
    return replace(draft, rundown=rundown, timeline=arrange(rundown))


def test_every_sentence_has_the_id_the_words_and_the_times_of_segments_json(
    published: Path, page: html.HtmlElement
) -> None:
    """A sentence that is marked while another is heard misleads who reads and listens at once."""
    segments = json.loads((published / "segments.json").read_text("utf-8"))["segments"]
    shown = [
        (each.get("id"), int(each.get("data-start")), int(each.get("data-end")), each.text)
        for each in page.xpath("//*[@data-start]")
    ]
    told = [(s["id"], s["start_ms"], s["end_ms"], s["print_text"]) for s in segments]
    assert shown == told


def test_the_page_has_one_heading_of_the_first_level_and_skips_none(
    page: html.HtmlElement, edition_page: html.HtmlElement
) -> None:
    for each in (page, edition_page):
        levels = [int(found.tag[1]) for found in each.xpath("//h1|//h2|//h3|//h4")]
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_headings_tell_the_roles_and_no_words_are_printed_twice(
    page: html.HtmlElement, edition_page: html.HtmlElement
) -> None:
    titles = [_name(found) for found in page.xpath("//section[@aria-labelledby='transcript']//h3")]
    assert titles[:4] == ["Opening", "Headline", "Story", "Photo caption"]
    assert "What comes next" in titles
    words = _name(page.xpath("//section[@aria-labelledby='transcript']")[0])
    assert words.count("What comes next") == 2  # The heading, and the name of its control.
    stories = [_name(found) for found in edition_page.xpath("//h3[.//*[@data-start]]")]
    assert stories == ["Story 1 of 2. Pier Opens", "Story 2 of 2. Ferry Delayed"]


def test_each_paragraph_has_one_control_whose_name_holds_its_time_and_first_words(
    page: html.HtmlElement,
) -> None:
    paragraphs = page.xpath("//div[contains(concat(' ', @class, ' '), ' paragraph ')]")
    assert len(paragraphs) > 8
    names = []
    for paragraph in paragraphs:
        (control,) = paragraph.xpath("./a[@data-at]")
        first = paragraph.xpath(".//*[@data-start]")[0]
        assert control.get("data-at") == first.get("data-start")
        visible = "".join(control.xpath("./text()")).strip()
        name = _name(control)
        assert re.fullmatch(r"\d+:\d\d", visible)
        assert name.startswith(f"Play from {visible}: ")
        assert first.text.split()[0] in name
        names.append(name)
        assert float(control.get("href").partition("#t=")[2]) * 1000 == int(control.get("data-at"))
    assert len(set(names)) == len(names)


def test_chapters_are_links_into_the_sound_where_no_script_runs(
    published: Path, page: html.HtmlElement
) -> None:
    episode = read_episode(published)
    links = page.xpath("//nav[@aria-labelledby='chapters']//a")
    assert [int(each.get("data-at")) for each in links] == [
        episode.ms(chapter.start_frames) for chapter in episode.chapters
    ]
    assert all(each.get("href").startswith("episode.mp3#t=") for each in links)
    assert _name(links[1]).startswith("Headline")


def test_an_edition_lists_its_stories_alone(edition_page: html.HtmlElement) -> None:
    """Forty inner parts in the list of chapters would be forty keys to press for who cannot see."""
    links = edition_page.xpath("//nav//a")
    titles = [_name(each).rpartition(" ")[0] for each in links]
    assert titles == ["Opening", "Pier Opens", "Ferry Delayed", "Credits"]


def test_the_page_asks_for_nothing_from_elsewhere(published: Path) -> None:
    """It works from a stick, offline, and tells nobody who listens."""
    page = _page(published)
    asked = page.xpath("//@src") + page.xpath("//link[@rel='stylesheet']/@href")
    assert asked == ["episode.mp3"]
    style = page.xpath("string(//style)")
    assert "url(" not in style
    assert "@import" not in style
    assert not page.xpath("//iframe|//object|//embed|//img")


def test_all_forms_are_offered(published: Path, page: html.HtmlElement) -> None:
    episode = read_episode(published)
    offered = page.xpath("//section[@aria-labelledby='downloads']//a/@href")
    assert offered == ["episode.mp3", *(path for path, _ in episode.transcripts)]
    (companion,) = episode.companions
    assert (companion.path, companion.parts) == ("index.html", ("embed.html",))


@pytest.mark.parametrize(
    ("book", "told"),
    [
        ("Book with sound (EPUB)", "Book with sound"),
        ("音声付き電子書籍（EPUB）", "音声付き電子書籍"),
    ],
)
def test_each_file_is_offered_with_its_form_and_size_once(
    draft: Draft, tmp_path: Path, book: str, told: str
) -> None:
    """Who pays for each megabyte asks first; and nothing is heard twice."""
    sizes = {
        "a.epub": 2_400_000,
        "a-daisy.zip": 1_500_000,
        "a.brf": 3_000,
        "a.txt": 2_600,
        "tracks/playlist.m3u": 40,
        "tracks/001_a.mp3": 1_000_000,
        "tracks/002_b.mp3": 1_200_000,
    }
    (tmp_path / "tracks").mkdir()
    for name, size in sizes.items():
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    tracks = tuple(name for name in sizes if name.endswith(".mp3"))
    made = (
        ("epub", "a.epub", book, ()),
        ("daisy", "a-daisy.zip", "Talking book (DAISY)", ("daisy/ncc.html",)),
        ("braille", "a.brf", "Braille", ("a.txt",)),
        ("tracks", "tracks/playlist.m3u", "Numbered tracks", tracks),
    )
    episode = replace(
        draft.episode("pier", 1),
        companions=tuple(
            Companion(form=form, path=path, media_type="", title=title, parts=parts)
            for form, path, title, parts in made
        ),
        transcripts=(),
    )
    offered = downloads(episode, words("en"), "", tmp_path)
    assert [f"{each['title']} ({each['form']}, {each['size']})" for each in offered[1:]] == [
        f"{told} (EPUB, 2 MB)",
        "Talking book (DAISY, ZIP, 2 MB)",
        "Braille (BRF, 3 kB)",
        "Braille (TXT, 3 kB)",
        "Numbered tracks (M3U, 2 MB)",
    ]
    assert [each["whole"] for each in offered] == [True, True, True, True, True, False]


def test_markup_in_titles_and_words_stays_words(
    draft: Draft, arrange: Arrange, make_cue: MakeCue, write: Write
) -> None:
    evil = "</title></script><script>alert('1')</script> \"Q\" & 'A' \x0b\ufffe"
    cues = (make_cue(Role.HEADLINE, evil, 0), make_cue(Role.BODY, f"{evil} it said.", 1))
    told = replace(_with(draft, arrange, cues, title=evil), changes=(evil,), people=(evil,))
    folder = write(told)
    page = _page(folder)
    assert len(page.xpath("//script")) == 2
    assert "alert('1')" in page.xpath("string(//h1)")
    assert json.loads(page.xpath("string(//script[1])"))["headline"].startswith("</title>")
    text = (folder / "index.html").read_text("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe]", text)
    snippet = html.fragments_fromstring((folder / "embed.html").read_text("utf-8"))
    assert [each.tag for each in snippet] == ["figure", "script"]


def test_foreign_words_bear_their_language_and_direction(
    draft: Draft, arrange: Arrange, make_cue: MakeCue, write: Write
) -> None:
    """A screen reader would read Arabic with an English voice: silence, or spelled names."""
    arabic = replace(make_cue(Role.QUOTE, "هذا هو اليوم", 1), language="ar")
    cues = (make_cue(Role.HEADLINE, "A Quote", 0), arabic, make_cue(Role.BODY, "So she said.", 2))
    page = _page(write(_with(draft, arrange, cues)))
    (quote,) = page.xpath(f"//*[@id='{arabic.id}']")
    assert (quote.get("lang"), quote.get("dir")) == ("ar", "rtl")
    assert page.get("lang") == "en-US"
    assert len(page.xpath("//*[@data-start and @lang]")) == 1


def test_a_page_in_arabic_runs_from_right_to_left_and_its_own_words_are_arabic(
    draft: Draft, arrange: Arrange, make_cue: MakeCue, write: Write
) -> None:
    cues = tuple(
        replace(make_cue(role, "افتتاح الجسر", block), language="ar")
        for block, role in enumerate((Role.HEADLINE, Role.BODY))
    )
    told = _with(draft, arrange, cues, title="افتتاح الجسر", changes={**ALONE, "language": "ar"})
    page = _page(write(told))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert _name(page.xpath("//h2[@id='chapters']")[0]) == "الفصول"
    assert not page.xpath("//*[@data-start and @lang]")
    assert page.xpath("//header/a/@lang") == ["en-US"]


def test_a_language_without_words_of_ours_is_marked_inside_a_page_in_the_shows(
    draft: Draft, arrange: Arrange, make_cue: MakeCue, write: Write
) -> None:
    cues = (replace(make_cue(Role.HEADLINE, "Brúin opnuð", 0), language="is"),)
    told = _with(draft, arrange, cues, title="Brúin opnuð", changes={**ALONE, "language": "is"})
    page = _page(write(told))
    assert page.get("lang") == "en-US"
    assert page.xpath("//h1/@lang") == ["is"]
    assert page.xpath("//*[@data-start]/@lang") == ["is"]


def test_a_caption_says_what_its_picture_shows_and_where_it_is(
    edition_page: html.HtmlElement,
) -> None:
    first, second = edition_page.xpath("//figure")
    assert "Picture description" not in _name(first)
    assert "Picture description: A wet pier" in _name(second)
    assert second.xpath(".//a/@href") == ["https://post.example/pier.jpg"]


def test_a_newsroom_gets_a_snippet_with_metadata_where_the_show_has_an_address(
    published: Path, draft: Draft, write: Write
) -> None:
    snippet = (published / "embed.html").read_text("utf-8")
    figure = html.fragment_fromstring(snippet, create_parent=True).xpath("./figure")[0]
    folder = f"https://radio.example/pier/{published.name}/"
    assert figure.xpath(".//audio/@src") == [f"{folder}episode.mp3"]
    data = json.loads(figure.xpath("string(following-sibling::script)"))
    assert data["@type"] == "NewsArticle"
    assert data["audio"]["@type"] == "AudioObject"
    assert data["audio"]["contentUrl"] == f"{folder}episode.mp3"
    assert data["speakable"]["@type"] == "SpeakableSpecification"
    shown = _page(published).xpath("//textarea")[0].text
    assert shown.strip() == snippet.strip()
    alone = write(replace(draft, show=replace(draft.show, base_url="")))
    assert not (alone / "embed.html").exists()
    assert not _page(alone).xpath("//textarea")


def test_what_can_be_spoken_of_the_page_are_sentences_that_it_has(page: html.HtmlElement) -> None:
    data = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    ids = page.xpath("//*[@data-start]/@id")
    chosen = [each.removeprefix("#") for each in data["speakable"]["cssSelector"]]
    assert chosen
    assert set(chosen) <= set(ids)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It opened.", "It opened."),
        ("The old bridge opened to walkers today.", "The old bridge opened to walkers today."),
        ("The old bridge opened to walkers, and more.", "The old bridge opened to walkers, and…"),
        ("港" * 60, "港" * 48 + "…"),
    ],
)
def test_first_words(text: str, first: str) -> None:
    assert first_words(text) == first
