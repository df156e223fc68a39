"""The page of a show, read back by lxml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from audiobrief.episode.model import read_episode
from audiobrief.feed import showpage
from audiobrief.feed.retract import retract
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show

PutEpisode = Callable[..., Path]
PAGE = {
    "form": "page",
    "path": "index.html",
    "media_type": "text/html",
    "title": "Web page",
    "parts": [],
}


def _page(folder: Path) -> html.HtmlElement:
    return html.document_fromstring((folder / "index.html").read_bytes())


def _links(folder: Path) -> list[str]:
    return list(map(str, _page(folder).xpath("//article/h3/a/@href")))


def test_it_lists_the_episodes_newest_first_with_page_files_and_feed(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    put_episode(show_folder, "2026-02-02-tram", published="2026-02-02T00:00:00Z", companions=[PAGE])
    write_feed(show_folder, show)
    page = _page(show_folder)
    assert _links(show_folder) == [
        "2026-02-02-tram/index.html",
        "2026-02-01-ferry/transcript.html",
        "2026-01-31-pier/transcript.html",
    ]
    assert page.xpath("string(//h1)") == "Pier & Quay “Talk”"
    assert page.xpath("//a[@href='feed.xml']/text()") == ["https://radio.example/pier/feed.xml"]
    first = page.xpath("//article")[0]
    assert first.xpath(".//ul//a/@href") == [
        "2026-02-02-tram/episode.mp3",
        "2026-02-02-tram/transcript.html",
        "2026-02-02-tram/transcript.txt",
    ]
    assert "Lowmoor <Pier> Opens & Closes" in first.xpath("string(.//ul//a)")
    assert not page.xpath("//@src")


def test_the_site_of_the_show_is_named_in_words(show_folder: Path, show: Show) -> None:
    """A screen reader spells an address that is read as a link, sign by sign."""
    write_feed(show_folder, replace(show, link="https://radio.example/about?pier=1"))
    (site,) = _page(show_folder).xpath("//section[@aria-labelledby='subscribe']/p[2]/a")
    assert (site.get("href"), site.text) == (
        "https://radio.example/about?pier=1",
        "Website of the show",
    )


def test_a_retracted_episode_leaves_the_page(show_folder: Path, show: Show) -> None:
    write_feed(show_folder, show)
    guid = read_episode(show_folder / "2026-02-01-ferry").guid
    retract(show_folder, show, guid, why="Wrong.", now=datetime(2026, 3, 1, tzinfo=UTC))
    assert _links(show_folder) == ["2026-01-31-pier/transcript.html"]


def test_a_page_that_is_there_just_so_is_not_made_again(
    show_folder: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unchanged episode costs no template; a page that was damaged is mended all the same."""
    write_feed(show_folder, show)
    whole = (show_folder / "index.html").read_bytes()
    made: list[Show] = []

    def make(show: Show, _rows: object) -> str:
        made.append(show)
        return whole.decode()

    monkeypatch.setattr(showpage, "_page", make)
    write_feed(show_folder, show)
    assert made == []
    (show_folder / "index.html").write_bytes(whole[:100])
    write_feed(show_folder, show)
    assert len(made) == 1
    assert (show_folder / "index.html").read_bytes() == whole
    write_feed(show_folder, replace(show, description="Other words."))
    assert len(made) == 2


def test_episodes_of_the_feed_that_was_taken_over_are_listed(show_folder: Path, show: Show) -> None:
    from audiobrief.feed.identity import keep_identity, read_identity

    item = (
        "<item><title>Old &amp; good</title><guid>old</guid>"
        '<enclosure url="https://old.example/a.mp3?x=1&amp;y=2" length="9" type="audio/mpeg"/>'
        "<pubDate>Mon, 05 Jan 2026 06:00:00 +0000</pubDate><link>javascript:alert(1)</link></item>"
    )
    keep_identity(show_folder, replace(read_identity(show_folder), items=(item,)))
    write_feed(show_folder, show)
    assert _links(show_folder)[-1] == "https://old.example/a.mp3?x=1&y=2"


def test_an_arabic_show_has_a_page_from_right_to_left(show_folder: Path, show: Show) -> None:
    write_feed(show_folder, replace(show, language="ar"))
    page = _page(show_folder)
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//article/h3/@dir") == ["ltr", "ltr"]
