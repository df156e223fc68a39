from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import fromstring

from audiobrief.episode.model import (
    DISCLOSURE,
    TRANSCRIPTS,
    Chapter,
    Enclosure,
    Episode,
    Soundbite,
    Variant,
    cover_name,
    read_episode,
)
from audiobrief.errors import EpisodeError, FeedError
from audiobrief.feed import rss
from audiobrief.feed.check import check_feed
from audiobrief.feed.elements import MAX_DESCRIPTION_BYTES, MAX_VALUE_CHARS, NAMESPACES, legal
from audiobrief.feed.rss import feed_xml, read_episodes, write_feed
from audiobrief.settings import Show
from audiobrief.storage import one_at_a_time

BASE = "https://radio.example/pier/"
PutEpisode = Callable[..., Path]


def _channel(path: Path) -> etree._Element:
    channel = etree.parse(path).getroot().find("channel")
    assert channel is not None
    return channel


def _find(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(name, dict(NAMESPACES))
    assert found is not None, name
    return found


def test_the_channel_has_what_directories_ask_for(show_folder: Path, show: Show) -> None:
    channel = _channel(write_feed(show_folder, show))
    texts = {
        "title": show.title,
        "link": "https://radio.example/about",
        "description": show.description,
        "language": "en-gb",
        "copyright": "Lowmoor Radio",
        "itunes:author": "Lowmoor Radio",
        "itunes:explicit": "false",
        "itunes:type": "episodic",
        "podcast:locked": "yes",
        "podcast:medium": "podcast",
        "podcast:txt": "true",
        "lastBuildDate": "Sun, 01 Feb 2026 00:00:00 +0000",
    }
    assert {name: _find(channel, name).text for name in texts} == texts
    assert _find(channel, "atom:link").get("href") == f"{BASE}feed.xml"
    assert _find(channel, "itunes:image").get("href") == BASE + cover_name(show)
    assert _find(channel, "itunes:owner/itunes:email").text == "desk@radio.example"
    category = _find(channel, "itunes:category")
    assert category.get("text") == "News"
    assert _find(category, "itunes:category").get("text") == "Daily News"
    assert _find(channel, "podcast:txt").get("purpose") == "ai-content"


def test_feedparser_reads_the_feed_without_complaint(show_folder: Path, show: Show) -> None:
    found = feedparser.parse(write_feed(show_folder, show).read_bytes())
    assert not found.bozo
    assert found.feed.title == show.title
    newest, oldest = found.entries
    assert newest.id == "https://post.example/2026-02-01-ferry"
    assert oldest.title == "Lowmoor <Pier> Opens & Closes"
    assert oldest.guidislink is False
    assert oldest.enclosures[0].href == f"{BASE}2026-01-31-pier/episode.mp3"
    assert oldest.itunes_duration == "61"
    assert oldest.published_parsed[:5] == (2026, 1, 31, 5, 30)
    assert oldest.link == "https://post.example/2026-01-31-pier?a=1&b=2"
    assert DISCLOSURE in oldest.summary
    assert "<p>Ben Oar contributed.</p>" in oldest.content[0].value


def test_an_item_without_a_printed_page_leads_to_its_own(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    page = {"form": "page", "path": "index.html", "media_type": "text/html", "title": "Web page"}
    folder = put_episode(
        show_folder,
        "2026-02-02-tram",
        published="2026-02-02T00:00:00+00:00",
        address=None,
        companions=[{**page, "parts": []}],
    )
    (folder / "index.html").write_text("<!DOCTYPE html><title>Tram</title>", encoding="utf-8")
    path = write_feed(show_folder, show)
    newest, second, _ = feedparser.parse(path.read_bytes()).entries
    assert newest.link == f"{BASE}2026-02-02-tram/index.html"
    assert "link" not in second
    assert check_feed(path) == ()
    style = etree.XSLT(etree.parse(show_folder / "feed.xsl"))
    shown = etree.tostring(style(etree.parse(path)), encoding="unicode")
    assert f'<a href="{newest.link}">Page of the episode</a>' in shown
    (folder / "index.html").unlink()
    (missing,) = check_feed(path)
    assert (missing.rule, missing.file) == ("file-missing", folder / "index.html")


def test_a_printed_page_on_the_site_of_the_feed_is_not_looked_for_beside_it(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    """Papers publish feeds on their own sites."""
    address, published = f"{BASE}sport/index.html", "2026-02-02T00:00:00+00:00"
    put_episode(show_folder, "2026-02-02-tram", published=published, address=address)
    path = write_feed(show_folder, show)
    assert feedparser.parse(path.read_bytes()).entries[0].link == address
    assert check_feed(path) == ()
    style = etree.XSLT(etree.parse(show_folder / "feed.xsl"))
    shown = etree.tostring(style(etree.parse(path)), encoding="unicode")
    assert f'<a href="{address}">Printed story</a>' in shown
    assert "Page of the episode" not in shown


def test_a_show_without_an_address_leads_nowhere(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    page = {"form": "page", "path": "index.html", "media_type": "text/html", "title": "Web page"}
    put_episode(
        show_folder,
        "2026-02-02-tram",
        published="2026-02-02T00:00:00+00:00",
        address=None,
        companions=[{**page, "parts": []}],
    )
    newest = feedparser.parse(write_feed(show_folder, replace(show, base_url="")).read_bytes())
    assert "link" not in newest.entries[0]


def test_podcastparser_reads_the_feed(show_folder: Path, show: Show) -> None:
    path = write_feed(show_folder, show)
    with path.open("rb") as file:
        found = podcastparser.parse(f"{BASE}feed.xml", file)
    assert found["title"] == show.title
    assert found["cover_url"] == BASE + cover_name(show)
    assert found["explicit"] is False
    (enclosure,) = found["episodes"][1]["enclosures"]
    sound = show_folder / "2026-01-31-pier" / "episode.mp3"
    assert enclosure["file_size"] == sound.stat().st_size
    assert enclosure["mime_type"] == "audio/mpeg"
    assert found["episodes"][1]["total_time"] == 61
    assert [each["guid"][-5:] for each in found["episodes"]] == ["ferry", "-pier"]


def test_each_item_names_transcripts_and_chapters(show_folder: Path, show: Show) -> None:
    item = _find(_channel(write_feed(show_folder, show)), "item")
    transcripts = item.findall("podcast:transcript", dict(NAMESPACES))
    kinds = [each.get("type") for each in transcripts]
    assert kinds == [kind for _, kind in TRANSCRIPTS]
    assert transcripts[0].get("url") == f"{BASE}2026-02-01-ferry/transcript.vtt"
    chapters = _find(item, "podcast:chapters")
    assert chapters.get("type") == "application/json+chapters"
    assert chapters.get("url") == f"{BASE}2026-02-01-ferry/chapters.json"
    assert _find(item, "itunes:episodeType").text == "full"


def test_a_complete_show_passes_our_own_check(show_folder: Path, show: Show) -> None:
    assert check_feed(write_feed(show_folder, show)) == ()


def test_without_an_address_nothing_claims_the_show(show_folder: Path, show: Show) -> None:
    channel = _channel(write_feed(show_folder, replace(show, base_url="", link="")))
    own = _find(channel, "atom:link").get("href")
    assert own == f"https://{show.slug}.invalid/feed.xml"
    for name in ("podcast:guid", "itunes:owner"):
        assert channel.find(name, dict(NAMESPACES)) is None
    assert not (show_folder / "show.json").exists()


def test_the_same_folder_gives_the_same_bytes_and_is_not_written_again(
    show_folder: Path, show: Show
) -> None:
    path = write_feed(show_folder, show)
    content, when = path.read_bytes(), path.stat().st_mtime_ns
    assert write_feed(show_folder, show).stat().st_mtime_ns == when
    assert path.read_bytes() == content


def test_a_correction_is_seen_in_the_feed_but_not_as_a_new_episode(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    before = feedparser.parse(write_feed(show_folder, show).read_bytes())
    put_episode(show_folder, "2026-01-15-old", modified="2026-02-03T09:00:00+00:00")
    after = feedparser.parse(write_feed(show_folder, show).read_bytes())
    assert after.feed.updated == "Tue, 03 Feb 2026 09:00:00 +0000"
    assert after.feed.published == before.feed.published


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda f: (f / "2026-01-31-pier" / "episode.mp3").unlink(), "is missing"),
        (lambda f: (f / "2026-01-31-pier" / "episode.mp3").write_bytes(b"x"), "not the file"),
        (lambda f: (f / "2026-01-31-pier" / "transcript.srt").unlink(), "srt is missing"),
        (lambda f: (f / "2026-01-31-pier" / "chapters.json").unlink(), "json is missing"),
        (lambda f: next(f.glob("cover-*")).unlink(), "cover"),
        (lambda f: (f / "2026-01-31-pier" / "episode.json").write_text("{"), "damaged"),
        (
            lambda f: (f / "2026-02-01-ferry" / "episode.json").write_bytes(
                (f / "2026-01-31-pier" / "episode.json").read_bytes()
            ),
            "is missing or not|same guid",
        ),
    ],
)
def test_a_feed_that_would_mislead_is_not_written(
    spoil: Callable[[Path], object], told: str, show_folder: Path, show: Show
) -> None:
    """A feed that names a missing file makes a directory drop the episode, or the show."""
    before = write_feed(show_folder, show).read_bytes()
    spoil(show_folder)
    with pytest.raises((FeedError, EpisodeError), match=told):
        write_feed(show_folder, show)
    assert (show_folder / "feed.xml").read_bytes() == before


def test_a_folder_without_an_episode_has_no_feed(tmp_path: Path, show: Show) -> None:
    with pytest.raises(FeedError, match="no episode"):
        write_feed(tmp_path, show)
    with pytest.raises(FeedError, match="There is no folder"):
        write_feed(tmp_path / "none", show)
    assert not (tmp_path / "none").exists()


def test_what_is_hidden_or_foreign_is_left_out(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    put_episode(show_folder, ".2026-03-01-half.abc.new")
    (show_folder / "notes").mkdir()
    (show_folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert len(read_episodes(show_folder)) == 2
    write_feed(show_folder, show)
    assert (show_folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_leaves_the_feed_that_was_there(
    show_folder: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write_feed(show_folder, show).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rss, "write_atomically", full)
    with pytest.raises(FeedError, match="No space left on device"):
        write_feed(show_folder, replace(show, description="Other."))
    assert (show_folder / "feed.xml").read_bytes() == before


def test_two_at_once_lose_no_episode(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    def add(number: int) -> None:
        with one_at_a_time(show_folder):
            put_episode(show_folder, f"2026-03-{number:02}-x")
        write_feed(show_folder, show)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(feedparser.parse((show_folder / "feed.xml").read_bytes()).entries) == 10


def test_long_words_are_cut_to_what_directories_take(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    place = put_episode(
        show_folder,
        "2026-04-01-x",
        title="word " * 200,
        summary="ünd " * 3000,
        credits=["c " * 9000],
    )
    content = feed_xml(show, (read_episode(place),))
    item = _find(etree.fromstring(content), "channel/item")
    title, description = _find(item, "title").text, _find(item, "description").text
    assert title is not None
    assert description is not None
    assert len(title) <= MAX_VALUE_CHARS
    assert title.endswith("word…")
    assert len(description.encode()) <= MAX_DESCRIPTION_BYTES
    notes = _find(item, "content:encoded").text
    assert notes is not None
    assert notes.count("<p>") == notes.count("</p>")
    assert DISCLOSURE in notes
    assert DISCLOSURE in description


@given(text=st.text(alphabet=st.characters(), max_size=300))
def test_any_words_make_a_feed_that_parses(text: str) -> None:
    """Titles hold markup, emoji, controls: one bad character would have taken the show off air."""
    show = Show(title=text or "x", description=text, author=text, copyright=text)
    episode = _episode(title=text, summary=text, guid=text, credits=(text,))
    content = feed_xml(show, (episode,), guid=None)
    root = etree.fromstring(content)
    found = feedparser.parse(content)
    assert not found.bozo
    title = _find(root, "channel/item/title").text or ""
    assert title == " ".join(legal(text).split()) or title.endswith("…")


def _episode(**changes: Any) -> Episode:  # noqa: ANN401, fields of Episode
    values: dict[str, Any] = {
        "guid": "g",
        "slug": "s",
        "title": "t",
        "summary": "s",
        "published": datetime(2026, 1, 31, tzinfo=UTC),
        "language": "en",
        "enclosure": Enclosure(
            path="episode.mp3", media_type="audio/mpeg", length_bytes=1, duration_ms=1
        ),
    }
    return Episode(**{**values, **changes})


def test_the_feed_names_the_newest_and_the_setting_says_how_many(
    show_folder: Path, show: Show
) -> None:
    def guids(count: int) -> list[str]:
        path = write_feed(show_folder, replace(show, feed_episodes=count))
        return [each.id[-5:] for each in feedparser.parse(path.read_bytes()).entries]

    assert guids(1) == ["ferry"]
    assert guids(0) == guids(2) == ["ferry", "-pier"]


def test_a_changed_episode_is_not_taken_from_the_cache(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    write_feed(show_folder, show)
    put_episode(show_folder, "2026-01-31-pier", title="Corrected")
    path = write_feed(show_folder, show)
    assert "<title>Corrected</title>" in path.read_text(encoding="utf-8")
    again = write_feed(show_folder, replace(show, explicit=True))
    assert "<itunes:explicit>false" not in again.read_text(encoding="utf-8")


def test_a_lost_or_damaged_cache_costs_nothing_but_time(
    show_folder: Path, show: Show, shared_cache: Path
) -> None:
    content = write_feed(show_folder, show).read_bytes()
    for path in (shared_cache / "shows").glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert write_feed(show_folder, show).read_bytes() == content


def test_show_notes_have_chapters_links_and_corrections(show: Show) -> None:
    """Apple makes chapters of times in the notes; a correction must be seen by who heard it."""
    episode = _episode(
        summary="In short.",
        changes=("Corrected on 3 February 2026: the text.",),
        sources=(("Pier <opens>", "https://post.example/?a=1&b=2"),),
        chapters=tuple(
            Chapter(start_frames=n * 44_100 * 61, end_frames=n * 44_100 * 61 + 9, title=f"Part {n}")
            for n in range(3)
        ),
    )
    item = _find(etree.fromstring(feed_xml(show, (episode,))), "channel/item")
    notes = _find(item, "content:encoded").text
    assert notes is not None
    page = fromstring(f"<div>{notes}</div>")
    assert [each.text for each in page.iterfind(".//li")] == [
        "00:00:00 Part 0",
        "00:01:01 Part 1",
        "00:02:02 Part 2",
    ]
    (link,) = page.iterfind(".//a")
    assert (link.get("href"), link.text) == ("https://post.example/?a=1&b=2", "Pier <opens>")
    assert "Corrected on 3 February 2026: the text." in notes
    assert "Corrected on 3 February 2026: the text." in (_find(item, "description").text or "")


def test_tags_of_podcasting_2_are_complete(show: Show) -> None:
    episode = _episode(
        people=("Ada Quill",),
        soundbite=Soundbite(start_ms=1500, duration_ms=17_250, title="t"),
        season=2,
        number=7,
        cover_path="cover.jpg",
        cover_alt="A pier.",
        variants=(
            Variant(
                path="small.mp3",
                media_type="audio/mpeg",
                length_bytes=9000,
                duration_ms=1000,
                title="Small",
                integrity="sha384-QQ==",
                pace=1.5,
            ),
        ),
    )
    full = replace(show, licence="cc-by-4.0", serial=True, season=2)
    root = etree.fromstring(feed_xml(full, (episode,)))
    channel, item = _find(root, "channel"), _find(root, "channel/item")
    licence = _find(channel, "podcast:license")
    assert (licence.text, licence.get("url")) == (
        "cc-by-4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert _find(channel, "itunes:type").text == "serial"
    assert _find(channel, "podcast:person").text == "Lowmoor Radio"
    people = item.findall("podcast:person", dict(NAMESPACES))
    assert [each.text for each in people] == ["Ada Quill", "Lowmoor Radio"]
    bite = _find(item, "podcast:soundbite")
    assert (bite.get("startTime"), bite.get("duration")) == ("1.500", "17.250")
    numbers = ("itunes:season", "podcast:season", "itunes:episode", "podcast:episode")
    assert [_find(item, name).text for name in numbers] == ["2", "2", "7", "7"]
    assert _find(item, "podcast:image").get("alt") == "A pier."
    forms = item.findall("podcast:alternateEnclosure", dict(NAMESPACES))
    assert [form.get("default") for form in forms] == ["true", "false"]
    assert _find(forms[1], "podcast:integrity").get("value") == "sha384-QQ=="
    assert _find(forms[1], "podcast:source").get("uri") == f"{BASE}s/small.mp3"


def test_a_browser_shows_a_page_with_headings_and_words_for_pictures(
    show_folder: Path, show: Show
) -> None:
    path = write_feed(show_folder, show)
    style = etree.XSLT(etree.parse(path.parent / "feed.xsl"))
    page = style(etree.parse(path)).getroot()
    assert page.get("lang") == "en-gb"
    assert page.findtext(".//h1") == show.title
    assert len(page.findall(".//h3")) == 2
    (image,) = page.iterfind(".//img")
    assert image.get("alt")
    address = page.find(".//input")
    assert address is not None
    assert address.get("value") == f"{BASE}feed.xml"
    labels = {each.get("for") for each in page.iterfind(".//label")}
    assert address.get("id") in labels
    assert (path.parent / "feed.css").is_file()


NASTY = [
    "“Quotes” & 'others' <b>bold</b>",
    "x" * 500,
    "word " * 100,
    "日本語の見出し",
    "عنوان بالعربية",
    "Emoji 🐦👩‍👩‍👧 in it",
    "&amp; &lt;tag&gt;",
    "\u202eright to left\u202c",
]


@pytest.mark.parametrize("title", NASTY)
def test_a_nasty_title_passes_the_check(
    title: str, show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    put_episode(show_folder, "2026-01-31-pier", title=title, summary=title)
    found = check_feed(write_feed(show_folder, show))
    assert [each for each in found if each.level == "error"] == []
