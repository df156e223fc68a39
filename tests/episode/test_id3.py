from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.episode.draft import Draft, preamble
from audiobrief.episode.id3 import ChapterTag, Tags, plain, read_tags, tag_bytes
from audiobrief.episode.model import DISCLOSURE, read_episode
from audiobrief.errors import EpisodeError
from audiobrief.languages import iso_639_2

TAGS = Tags(
    title="Lowmoor Pier Opens",
    artist="Lowmoor Radio",
    album="Pier Talk",
    published=datetime(2026, 1, 31, 6, 30, tzinfo=UTC),
    language="en-GB",
    duration_ms=61_000,
    description="A pier.",
    transcript="One.\n\nTwo.",
    chapters=(
        ChapterTag(start_ms=0, end_ms=1_000, title="A title that is longer than the next"),
        ChapterTag(start_ms=1_000, end_ms=60_000, title="B"),
        ChapterTag(start_ms=60_000, end_ms=61_000, title="Schluß"),
    ),
    guid="https://post.example/pier",
    address="https://post.example/pier?a=1&b=ü",
    feed_address="https://radio.example/pier/feed.xml",
    rights="Lowmoor Radio",
)


def _written(tags: Tags, folder: Path) -> Path:
    path = folder / "tag.mp3"
    path.write_bytes(tag_bytes(tags))
    return path


def test_frames_say_what_players_show(tmp_path: Path) -> None:
    found = read_tags(_written(TAGS, tmp_path))
    assert found.version[:2] == (2, 3)
    wanted = {
        "TIT2": "Lowmoor Pier Opens",
        "TPE1": "Lowmoor Radio",
        "TALB": "Pier Talk",
        "TCON": "Podcast",
        "TYER": "2026",
        "TDAT": "3101",
        "TDRL": "2026-01-31",
        "TLAN": "eng",
        "TLEN": "61000",
        "TCOP": "2026 Lowmoor Radio",
        "TGID": "https://post.example/pier",
        "WFED": "https://radio.example/pier/feed.xml",
        "WOAS": "https://post.example/pier?a=1&b=%C3%BC",
        "COMM": "A pier.",
        "USLT": "One.\n\nTwo.",
    }
    assert {name: found.texts[name] for name in wanted} == wanted


def test_chapters_stand_in_time_order_and_the_contents_name_them_all(tmp_path: Path) -> None:
    """mutagen sorts frames by size: players that list file order had shown "B" first."""
    found = read_tags(_written(TAGS, tmp_path))
    assert tuple(chapter for _, chapter in found.chapters) == TAGS.chapters
    assert found.contents == ("chp0", "chp1", "chp2")


def test_the_same_tags_give_the_same_bytes() -> None:
    assert tag_bytes(TAGS) == tag_bytes(replace(TAGS))


def test_a_tag_can_be_as_full_as_a_table_of_contents(tmp_path: Path) -> None:
    every = tuple(
        ChapterTag(start_ms=n * 10, end_ms=n * 10 + 10, title=f"{'long ' * (n % 7)}{n}")
        for n in range(255)
    )
    found = read_tags(_written(replace(TAGS, chapters=every), tmp_path))
    assert tuple(chapter for _, chapter in found.chapters) == every
    assert len(found.contents) == 255


def test_readers_are_spared_emoji_and_slashes(tmp_path: Path) -> None:
    found = read_tags(_written(replace(TAGS, title="Fire 🔥️ out", artist="VOA/AP"), tmp_path))
    assert found.texts["TIT2"] == "Fire out"
    assert found.texts["TPE1"] == "VOA, AP"


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("Sun ☀️ and wind 🌬", "Sun and wind"),
        ("🌬 Half of the power ☀. Cover", "Half of the power. Cover"),
        ("Family 👩\u200d👩\u200d👧 day", "Family day"),
        ("Press 1️⃣ now", "Press 1 now"),
        ("क्\u200dष", "क्\u200dष"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("£5 – ½ price… № 7", "£5 – ½ price… № 7"),
    ],
)
def test_emoji_go_whole_and_letters_stay(printed: str, kept: str, tmp_path: Path) -> None:
    """exiftool had shown the words of a cover cut off at the sun of its headline."""
    path = _written(replace(TAGS, title=printed), tmp_path)
    assert read_tags(path).texts["TIT2"] == kept


def test_a_title_of_emoji_alone_still_names_something(tmp_path: Path) -> None:
    found = read_tags(_written(replace(TAGS, title="🔥🔥"), tmp_path))
    assert found.texts["TIT2"] == "Pier Talk"


@pytest.mark.parametrize("title", ["“Typographic”", "Новости", "日本のニュース", "خبر عاجل", "É"])
def test_titles_in_any_script_are_read_back(title: str, tmp_path: Path) -> None:
    tags = replace(TAGS, title=title, chapters=(replace(TAGS.chapters[0], title=title),))
    found = read_tags(_written(tags, tmp_path))
    assert found.texts["TIT2"] == title
    assert found.chapters[0][1].title == title


@settings(max_examples=25)
@given(text=st.text(max_size=200))
def test_any_text_can_stand_in_every_frame(text: str, tmp_path: Path) -> None:
    tags = replace(TAGS, title=text, artist=text, description=text, transcript=text, guid=text)
    tags = replace(tags, chapters=(ChapterTag(start_ms=0, end_ms=1, title=text),), cover_alt=text)
    found = read_tags(_written(replace(tags, cover=b"jpeg"), tmp_path))
    assert found.texts["TIT2"] == (plain(text) or "Pier Talk")
    assert found.texts.get("USLT", "") == plain(text)
    assert found.pictures[0].alt == plain(text)


def test_a_file_without_a_tag_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp3"
    path.write_bytes(b"\xff\xfb" * 100)
    with pytest.raises(EpisodeError, match=r"^The tags of .*noise\.mp3 cannot be read: .+\.$"):
        read_tags(path)


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "eng"), ("de-AT", "deu"), ("pt_BR", "por"), ("haw", "haw"), ("qq", "XXX"), ("", "XXX")],
)
def test_languages_have_three_letters(tag: str, code: str) -> None:
    assert iso_639_2(tag) == code


def _probed(path: Path, judge: Callable[[str], str]) -> dict[str, object]:
    command = [judge("ffprobe"), "-v", "error", "-show_chapters", "-show_format", "-of", "json"]
    ran = subprocess.run([*command, path], capture_output=True, check=True, text=True)
    probed: dict[str, object] = json.loads(ran.stdout)
    return probed


def test_ffprobe_lists_the_chapters_of_the_published_sound(
    published: Path, judge: Callable[[str], str]
) -> None:
    episode = read_episode(published)
    probed = _probed(published / "episode.mp3", judge)
    chapters = probed["chapters"]
    assert isinstance(chapters, list)
    assert [each["tags"]["title"] for each in chapters] == [c.title for c in episode.chapters]
    for each, chapter in zip(chapters, episode.chapters, strict=True):
        assert round(float(each["start_time"]) * 1000) == round(chapter.start_frames / 44.1)
    form = probed["format"]
    assert isinstance(form, dict)
    assert form["tags"]["title"] == episode.title
    assert form["tags"]["language"] == "eng"
    assert DISCLOSURE in form["tags"]["comment"]


def test_eyed3_reads_the_tag_of_the_published_sound(published: Path) -> None:
    eyed3 = pytest.importorskip("eyed3", reason="eyeD3 is not installed")
    episode = read_episode(published)
    tag = eyed3.load(published / "episode.mp3").tag
    assert tag.version == (2, 3, 0)
    assert (tag.title, tag.album, tag.artist) == (episode.title, "Pier Talk", "Lowmoor Radio")
    assert tag.genre.name == "Podcast"
    assert tag.images[0].description.startswith("Cover of Pier Talk")
    assert tag.images[0].picture_type == 3
    assert tag.lyrics[0].text == (published / "transcript.txt").read_text("utf-8").strip()
    (contents,) = tag.table_of_contents
    assert contents.toplevel
    assert contents.ordered
    titles = [tag.chapters[name].title for name in contents.child_ids]
    assert titles == [chapter.title for chapter in episode.chapters]


def test_a_show_without_an_address_writes_none(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "tag.mp3"
    path.write_bytes(preamble(replace(draft, show=replace(draft.show, base_url=""))))
    assert "WFED" not in read_tags(path).texts


@pytest.mark.parametrize(
    ("reader", "arguments", "wanted"),
    [
        (
            "mediainfo",
            (),
            ("Lowmoor Pier Opens", "Pier Talk", "Lowmoor Radio", "Podcast", "English"),
        ),
        ("exiftool", ("-a",), ("Lowmoor Pier Opens", "Pier Talk", "Lowmoor Radio", "eng", "Front")),
    ],
)
def test_other_readers_show_the_same(
    reader: str,
    arguments: tuple[str, ...],
    wanted: tuple[str, ...],
    published: Path,
    judge: Callable[[str], str],
) -> None:
    command = [judge(reader), *arguments, str(published / "episode.mp3")]
    told = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    shown = told.decode(errors="replace")
    for words in (*wanted, "Cover of Pier Talk", "Walkers on the pier"):
        assert words in shown, words
    assert "??" not in shown
