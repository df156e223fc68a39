"""The server that a feed is tried with: what apps and web players ask of it."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.errors import FeedError
from audiobrief.feed.remote import check_address
from audiobrief.feed.rss import write_feed
from audiobrief.feed.serve import PodcastServer
from audiobrief.settings import Show

SOUND = "/2026-01-31-pier/episode.mp3"
Ask = tuple[http.client.HTTPResponse, bytes]


@pytest.fixture
def server(show_folder: Path, show: Show) -> Iterator[PodcastServer]:
    write_feed(show_folder, show)
    (show_folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (show_folder / ".hidden").write_text("secret", encoding="utf-8")
    (show_folder / "way-out").symlink_to(show_folder.parent / "secret.txt")
    with PodcastServer(show_folder, "127.0.0.1", 0) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def _ask(server: PodcastServer, path: str, method: str = "GET", **headers: str) -> Ask:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=5-", 5, 21_002),
        ("bytes=-4", 20_998, 21_002),
        ("bytes=21000-99999", 21_000, 21_002),
        ("bytes=-99999", 0, 21_002),
    ],
)
def test_a_part_is_sent_as_it_is_asked_for(
    asked: str, start: int, end: int, server: PodcastServer, show_folder: Path
) -> None:
    """Without byte ranges no app can seek, and Apple refuses the feed."""
    answer, body = _ask(server, SOUND, Range=asked)
    whole = (show_folder / SOUND[1:]).read_bytes()
    assert answer.status == 206
    assert body == whole[start:end]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(whole)}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "bytes=9-3", "lines=1-2", "bytes=-", "bytes=a-b"]
)
def test_what_is_no_single_range_gets_the_whole(asked: str, server: PodcastServer) -> None:
    answer, body = _ask(server, SOUND, Range=asked)
    assert (answer.status, len(body)) == (200, 21_002)


@pytest.mark.parametrize("asked", ["bytes=21002-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(asked: str, server: PodcastServer) -> None:
    answer, _ = _ask(server, SOUND, Range=asked)
    assert (answer.status, answer.headers["Content-Range"]) == (416, "bytes */21002")


def test_head_says_what_get_sends(server: PodcastServer) -> None:
    head, nothing = _ask(server, SOUND, "HEAD")
    get, body = _ask(server, SOUND)
    assert nothing == b""
    assert int(head.headers["Content-Length"]) == len(body)
    for name in ("Content-Type", "ETag", "Accept-Ranges", "Access-Control-Allow-Origin"):
        assert head.headers[name] == get.headers[name] is not None


def test_what_did_not_change_is_not_sent_again(server: PodcastServer) -> None:
    for path in (SOUND, "/feed.xml"):
        first, _ = _ask(server, path)
        again, body = _ask(server, path, If_None_Match=f'"x", {first.headers["ETag"]}')
        assert (again.status, body) == (304, b"")
        since, _ = _ask(server, path, If_Modified_Since=first.headers["Last-Modified"])
        assert since.status == 304
        other, _ = _ask(server, path, If_None_Match='"other"')
        assert other.status == 200
    first, _ = _ask(server, SOUND)
    stale, body = _ask(server, SOUND, Range="bytes=0-1", If_Range='"old"')
    assert (stale.status, len(body)) == (200, 21_002)


TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "2026-01-31-pier/transcript.vtt": "text/vtt; charset=utf-8",
    "2026-01-31-pier/transcript.srt": "application/x-subrip; charset=utf-8",
    "2026-01-31-pier/chapters.json": "application/json+chapters; charset=utf-8",
    "2026-01-31-pier/transcript.html": "text/html; charset=utf-8",
    SOUND[1:]: "audio/mpeg",
}


@pytest.mark.parametrize("name", TYPES)
def test_types_are_true_and_web_players_may_read(name: str, server: PodcastServer) -> None:
    answer, _ = _ask(server, f"/{name}", Origin="https://player.example")
    assert answer.headers["Content-Type"] == TYPES[name]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/2026-01-31-pier/..%2f..%2f..%2fsecret.txt",
        "/way-out",
        "/.hidden",
        "/2026-01-31-pier/",
        "/nothing.mp3",
        "/a%00b",
        "/c:%5csecret",
        "//secret.txt",
        "/" + "x" * 5000,
    ],
)
def test_nothing_outside_and_nothing_hidden_is_seen(path: str, server: PodcastServer) -> None:
    answer, body = _ask(server, path)
    assert answer.status == 404
    assert b"secret" not in body


def test_the_feed_has_the_addresses_of_the_server(server: PodcastServer) -> None:
    """A feed for another place could not be tried: its sounds are not there yet."""
    _, body = _ask(server, "/feed.xml")
    port = server.server_address[1]
    assert b"radio.example/pier/" not in body
    assert f'url="http://127.0.0.1:{port}{SOUND}"'.encode() in body
    _, named = _ask(server, "/feed.xml", Host='x"><script>')
    assert b"<script>" not in named


def test_the_server_passes_our_own_check_of_servers(server: PodcastServer) -> None:
    found = check_address(server.addresses[0], newest=5)
    # The sounds of this fixture are stand-ins without a single MP3 frame.
    assert {each.rule for each in found} <= {"file-type"}, found


def test_a_request_that_never_ends_does_not_stop_the_others(server: PodcastServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=5) as slow:
        slow.sendall(b"GET / HT")
        answer, body = _ask(server, "/")
        assert answer.status == 200
        assert b"/feed.xml" in body


def test_a_port_that_is_taken_is_told(server: PodcastServer, show_folder: Path) -> None:
    with pytest.raises(FeedError, match="--port"):
        PodcastServer(show_folder, "127.0.0.1", server.server_address[1])
    with pytest.raises(FeedError, match="There is no folder"):
        PodcastServer(show_folder / "none", "127.0.0.1", 0)
