from __future__ import annotations

import re
from pathlib import Path

import pytest

from audiobrief.categories import CATEGORIES
from audiobrief.feed.check import check_feed
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show


@pytest.fixture
def feed(show_folder: Path, show: Show) -> Path:
    return write_feed(show_folder, show)


FAULTS = {
    "not well-formed": ("</rss>", "</rs>", "cannot be read"),
    "another version of RSS": ('version="2.0"', 'version="0.92"', "no RSS 2.0"),
    "no channel": ("channel>", "chanel>", "no RSS 2.0"),
    "no language": ("<language>en-gb</language>", "", "has no language"),
    "a wrong language": (">en-gb<", ">English!<", "no language tag"),
    "no description": ("<description>News", "<x>News", "cannot be read"),
    "an empty title": (
        "<title>Lowmoor &lt;Pier&gt; Opens &amp; Closes</title>",
        "<title/>",
        "empty title",
    ),
    "no image": ("<itunes:image href", "<itunes:picture href", "has no itunes:image"),
    "no address of its own": ('rel="self"', 'rel="via"', "no atom:link"),
    "explicit is yes": (
        "<itunes:explicit>false</itunes:explicit>",
        "<itunes:explicit>yes</itunes:explicit>",
        "not true or false",
    ),
    "an unknown category": ('text="News"', 'text="news"', "the category 'news'"),
    "an unknown subcategory": ('text="Daily News"', 'text="Books"', "no 'Books' in it"),
    "no guid": (
        '<guid isPermaLink="false">https://post.example/2026-01-31-pier</guid>',
        "",
        "no guid",
    ),
    "a guid twice": ("2026-02-01-ferry</guid>", "2026-01-31-pier</guid>", "episodes have the guid"),
    "no date": ("<pubDate>Sat, 31 Jan 2026 06:30:00 +0100</pubDate>", "", "has no pubDate"),
    "a date of another kind": ("Sat, 31 Jan 2026 06:30:00 +0100", "2026-01-31", "no RFC 2822"),
    "a date without a zone": (
        "Sat, 31 Jan 2026 06:30:00 +0100",
        "Sat, 31 Jan 2026 06:30:00",
        "zone",
    ),
    "an enclosure of no length": (' length="21002"', ' length="0"', "length in bytes"),
    "a wrong length": (
        ' length="21002"',
        ' length="21001"',
        "21002 bytes, and the feed says 21001",
    ),
    "a wrong type": ('type="audio/mpeg"', 'type="audio/mp3"', "type 'audio/mp3'"),
    "a relative address": (
        'url="https://radio.example/pier/2026-01-31-pier/episode.mp3"',
        'url="x.mp3"',
        "no web address",
    ),
    "a missing transcript": (
        "2026-01-31-pier/transcript.vtt",
        "2026-01-31-pier/other.vtt",
        "no such file",
    ),
    "a missing cover": ("pier/cover-", "pier/kover-", "no such file"),
    "a wrong duration": ("<itunes:duration>61<", "<itunes:duration>1m1s<", "write seconds"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_told(fault: str, feed: Path) -> None:
    old, new, told = FAULTS[fault]
    text = feed.read_text(encoding="utf-8")
    assert old in text, fault
    feed.write_text(text.replace(old, new), encoding="utf-8")
    sentences = [f.sentence for f in check_feed(feed) if f.level != "advice"]
    assert any(told in sentence for sentence in sentences), sentences
    assert all(sentence.endswith(".") for sentence in sentences)


def test_chapters_that_are_none_are_found(feed: Path) -> None:
    (feed.parent / "2026-01-31-pier" / "chapters.json").write_text("[]", encoding="utf-8")
    (finding,) = check_feed(feed)
    assert Path(finding.file).name == "chapters.json"


def test_what_an_app_can_do_without_is_advice(feed: Path) -> None:
    text = feed.read_text(encoding="utf-8")
    feed.write_text(re.sub(r"<podcast:locked.*?/podcast:locked>", "", text), encoding="utf-8")
    assert [finding.level for finding in check_feed(feed)] == ["advice"]


def test_a_feed_that_is_not_there_is_told(tmp_path: Path) -> None:
    (finding,) = check_feed(tmp_path / "feed.xml")
    assert finding.sentence == "The feed cannot be read: No such file or directory."


def test_a_file_that_is_no_feed_is_told_with_its_line_once(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("title = 1", encoding="utf-8")
    (finding,) = check_feed(tmp_path / "feed.xml")
    assert finding.sentence.endswith("not found, line 1, column 1.")


def test_no_entity_is_opened(tmp_path: Path) -> None:
    """A feed from elsewhere must not make the check read files of this machine."""
    (tmp_path / "secret").write_text("hidden", encoding="utf-8")
    path = tmp_path / "feed.xml"
    path.write_text(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        '<rss version="2.0"><channel><title>&x;</title></channel></rss>',
        encoding="utf-8",
    )
    assert not any("hidden" in finding.sentence for finding in check_feed(path))


def test_the_categories_are_all_there() -> None:
    assert (len(CATEGORIES), sum(map(len, CATEGORIES.values()))) == (19, 91)
