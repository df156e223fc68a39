"""Wires that are polled: only as their servers wish, and never a story lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from audiobrief.errors import NoStoryError, SourceUnreachableError
from audiobrief.story import fetch as fetching
from audiobrief.story import robots, sources
from audiobrief.story.kept import kept_file, read_kept
from audiobrief.story.model import Role, Wire
from audiobrief.story.poll import fetch_polled, is_made, note_made
from audiobrief.story.sources import Reading, read_source

WIRE: Final = (
    "<rss version='2.0'><channel><title>Post</title><item><title>Rain ahead</title>"
    "<link>{page}</link><description>Rain is expected.</description></item></channel></rss>"
)
WORDS: Final = "The rain that is expected on the coast from Sunday on will last for a week or more."
PAGE: Final = (
    "<!doctype html><html><body><article><h1>Rain is ahead on the coast</h1>"
    f"<p>{WORDS} The farmers of Port Lanning are glad of it, they say.</p>"
    "<p>In the hills it may snow, and drivers should take chains with them when they go.</p>"
    "</article></body></html>"
)


@dataclass
class Site:
    """What a site answers, path by path, and what it was asked."""

    address: str = ""
    answers: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOBRIEF_ALLOW_LOCAL", "1")
    monkeypatch.setattr(fetching, "BACKOFF_S", 0.01)
    here = Site()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            status, kind, text = here.answers.get(self.path, (404, "text/plain", "none"))
            if status == 200 and self.headers.get("If-None-Match") == here.fields.get("ETag", "-"):
                status, text = 304, ""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in here.fields.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        here.address = f"http://127.0.0.1:{server.server_address[1]}"
        here.answers["/wire"] = (200, "application/rss+xml", WIRE.format(page=f"{here.address}/a"))
        here.answers["/a"] = (200, "text/html", PAGE)
        yield here
        server.shutdown()
        thread.join()


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    site.fields = {"ETag": '"one"', "Last-Modified": "Sat, 14 Mar 2026 09:30:00 GMT"}
    first = fetch_polled(f"{site.address}/wire")
    again = fetch_polled(f"{site.address}/wire")
    assert again == first
    assert site.paths == ["/wire", "/robots.txt", "/wire"]
    _, headers = site.asked[-1]
    assert headers["If-None-Match"] == '"one"'
    assert headers["If-Modified-Since"] == "Sat, 14 Mar 2026 09:30:00 GMT"
    site.fields = {"ETag": '"two"'}
    assert fetch_polled(f"{site.address}/wire").etag == '"two"'


def test_a_page_is_fetched_without_asking_robots_and_is_not_kept(site: Site) -> None:
    """Somebody asked for this page; programs are not at work here."""
    fetch_polled(f"{site.address}/a")
    fetch_polled(f"{site.address}/a")
    assert site.paths == ["/a", "/a"]


def test_a_damaged_record_is_asked_for_anew(site: Site) -> None:
    site.fields = {"ETag": '"one"'}
    found = fetch_polled(f"{site.address}/wire")
    path = kept_file("wires", f"{site.address}/wire")
    for text in ("{", "[]", "{}", path.read_text().replace('"content": "', '"content": "AAAA')):
        path.write_text(text)
        assert fetch_polled(f"{site.address}/wire").content == found.content
        assert "If-None-Match" not in site.asked[-1][1] or "robots" in site.asked[-1][0]


@pytest.mark.parametrize("agent", ["*", "audiobrief", "AudioBrief"])
def test_robots_that_forbid_a_wire_are_obeyed(site: Site, agent: str) -> None:
    rules = f"User-agent: {agent}\nDisallow: /wire\n"
    site.answers["/robots.txt"] = (200, "text/plain", rules)
    with pytest.raises(SourceUnreachableError, match=r"robots\.txt does not allow"):
        fetch_polled(f"{site.address}/wire")
    assert read_kept(kept_file("wires", f"{site.address}/wire")) is None


def test_a_known_wire_is_not_asked_for_once_robots_forbid_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch_polled(f"{site.address}/wire")
    site.answers["/robots.txt"] = (200, "text/plain", "User-agent: *\nDisallow: /")
    monkeypatch.setattr(robots, "MAX_AGE_S", 0)
    site.asked.clear()
    with pytest.raises(SourceUnreachableError, match="does not allow"):
        fetch_polled(f"{site.address}/wire")
    assert site.paths == ["/robots.txt"]


def test_robots_are_asked_for_once_a_day(site: Site) -> None:
    site.answers["/robots.txt"] = (200, "text/plain", "User-agent: other\nDisallow: /")
    for _ in range(3):
        fetch_polled(f"{site.address}/wire")
    assert site.paths.count("/robots.txt") == 1


def test_robots_that_cannot_be_read_forbid_for_now(site: Site) -> None:
    """RFC 9309, 2.3.1.4: a server in trouble has not allowed anything."""
    site.answers["/robots.txt"] = (500, "text/plain", "")
    with pytest.raises(SourceUnreachableError, match="HTTP status 500"):
        fetch_polled(f"{site.address}/wire")
    site.answers["/robots.txt"] = (200, "text/plain", "")
    assert fetch_polled(f"{site.address}/wire").content


def test_the_page_of_a_summary_is_fetched_where_that_is_allowed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = WIRE.partition("<item>")[2].partition("</channel>")[0]
    wires = WIRE.replace("</channel>", f"<item>{item}</channel>").format(page=f"{site.address}/a")
    site.answers["/wire"] = (200, "application/rss+xml", wires)
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    wire = read_source(f"{site.address}/wire", reading=Reading(fetch_full=True))
    assert isinstance(wire, Wire)
    assert waited == [sources.PAGE_PAUSE_S]
    assert wire.stories[0].headline == "Rain is ahead on the coast"
    assert not wire.stories[0].excerpt
    plain = read_source(f"{site.address}/wire")
    assert isinstance(plain, Wire)
    assert plain.stories[0].excerpt
    assert list(plain.stories[0].texts(Role.SUMMARY)) == ["Rain is expected."]


def test_the_page_of_a_summary_is_left_where_robots_forbid_it(site: Site) -> None:
    site.answers["/robots.txt"] = (200, "text/plain", "User-agent: *\nDisallow: /a")
    wire = read_source(f"{site.address}/wire", reading=Reading(fetch_full=True))
    assert isinstance(wire, Wire)
    assert wire.stories[0].excerpt
    assert "robots.txt does not allow" in wire.remarks[0]
    assert "/a" not in site.paths


def test_a_wire_that_was_made_is_known_while_its_episodes_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "episode"
    folder.mkdir()
    note_made("https://x.example/w", "digest", "order", [folder])
    assert is_made("https://x.example/w", "digest", "order")
    assert not is_made("https://x.example/w", "changed", "order")
    assert not is_made("https://x.example/w", "digest", "another order")
    folder.rmdir()
    assert not is_made("https://x.example/w", "digest", "order")


def test_an_empty_wire_says_so(site: Site) -> None:
    site.answers["/wire"] = (200, "text/xml", "<rss version='2.0'><channel></channel></rss>")
    with pytest.raises(NoStoryError, match="without entries"):
        read_source(f"{site.address}/wire")
