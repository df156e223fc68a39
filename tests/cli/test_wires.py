"""Wires on the command line: an episode for each story, one edition of all, or nothing new."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main

ITEM: Final = (
    "<item><title>{title}</title><link>https://lanning.example/{title}</link>"
    "<description>{text}</description></item>"
)
ITEMS: Final = "".join(
    ITEM.format(title=title, text=f"{title} is expected on the coast from Sunday on.")
    for title in ("Rain", "Snow")
)
EMPTY: Final = "<item><title>Title alone</title></item>"


def _wire(items: str = ITEMS) -> str:
    return f"<rss version='2.0'><channel><title>Lanning Post</title>{items}</channel></rss>"


def _run(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, list(arguments))


def _make(*arguments: str) -> Result:
    return _run("make", "--voice", "tone", *arguments)


@pytest.fixture(autouse=True)
def _without_sounds() -> None:
    """Let episodes be short: the sounds of a show are not what is looked at here."""
    sounds = "[sounds]\nident = false\nsting = false\nsign_off = false\nearcons = []"
    Path("show.toml").write_text(sounds, encoding="utf-8")


@pytest.fixture
def wire() -> str:
    Path("wire.xml").write_text(_wire(ITEMS + EMPTY), encoding="utf-8")
    return "wire.xml"


def test_each_story_of_a_wire_is_an_episode(wire: str) -> None:
    result = _make(wire)
    assert result.exit_code == 0, result.stderr
    rain, snow = result.stdout.splitlines()
    assert "rain" in rain
    assert "snow" in snow
    assert "Story 2 of 2: Snow" in result.stderr
    assert "Remark: Not read: “Title alone”" in result.stderr
    assert "Remark: Only a part was printed of “Rain”" in result.stderr


def test_an_edition_holds_the_stories_of_a_wire(wire: str) -> None:
    result = _make(wire, "--edition", "Morning news", "--newest", "2")
    (folder,) = result.stdout.splitlines()
    record = json.loads((Path(folder) / "episode.json").read_text(encoding="utf-8"))
    assert [item["title"] for item in record["rundown"]["items"]] == ["Rain", "Snow"]
    assert any("Only a part" in remark for remark in record["remarks"])


def test_a_retracted_story_does_not_fail_the_rest_of_its_wire(wire: str) -> None:
    """A nightly job would fail until the story has left the wire."""
    rain, _ = _make(wire).stdout.splitlines()
    guid = json.loads((Path(rain) / "episode.json").read_text(encoding="utf-8"))["guid"]
    assert _run("retract", guid, "--why", "It was wrong.").exit_code == 0
    result = _make(wire)
    assert result.exit_code == 0, result.stderr
    assert "snow" in result.stdout
    assert "Remark: Not made: wire.xml, “Rain”: The episode 'Rain' was retracted" in result.stderr


def test_one_identity_is_not_given_to_several_episodes(wire: str) -> None:
    result = _make(wire, "--guid", "x")
    assert result.exit_code == 2
    assert "--edition" in result.stderr
    assert not Path("output").exists()


def test_a_role_is_for_one_story(wire: str) -> None:
    result = _make(wire, "--role", "1=body")
    assert result.exit_code == 2
    assert "2 stories" in result.stderr
    assert _run("segment", wire, "--role", "1=body").exit_code == 2
    assert _make("a.txt", "b.txt", "--role", "1=body").exit_code == 2


def test_segment_shows_each_story_and_its_json_is_a_source(wire: str) -> None:
    shown = _run("segment", wire)
    assert "Lanning Post: 2 stories." in shown.stdout
    assert "Story 2 of 2.\n\nHeadline: Snow" in shown.stdout
    assert "Title alone" in shown.stderr
    written = _run("segment", wire, "--json", "-o", "stories.json")
    assert written.exit_code == 0
    table = json.loads(Path("stories.json").read_text(encoding="utf-8"))
    table["stories"][0]["blocks"][0]["text"] = "Rain at last"
    Path("stories.json").write_text(json.dumps(table), encoding="utf-8")
    told = _run("script", "stories.json")
    assert "Rain at last" in told.stdout
    assert "Snow is expected" in told.stdout


def test_since_is_a_date(wire: str) -> None:
    assert _run("segment", wire, "--since", "soon").exit_code == 2
    assert _run("segment", wire, "--newest", "0").exit_code == 2


@pytest.fixture
def address() -> Iterator[str]:
    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("If-None-Match") == "one"
            status = 404 if self.path == "/robots.txt" else 304 if known else 200
            self.send_response(status)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("ETag", "one")
            self.end_headers()
            self.wfile.write(_wire().encode() if status == 200 else b"")

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/wire"
        server.shutdown()
        thread.join()


def test_a_wire_without_news_makes_nothing_and_says_so(address: str) -> None:
    """A nightly job must not publish the same edition each night."""
    first = _make(address, "--allow-local", "--edition", "Morning", "--date", "2026-03-14")
    assert first.exit_code == 0, first.stderr
    again = _make(address, "--allow-local", "--edition", "Morning", "--date", "2026-03-15")
    assert again.exit_code == 0
    assert again.stdout == ""
    assert "Nothing new in http://127.0.0.1" in again.stderr
    forced = _make(
        *(address, "--allow-local", "--edition", "Morning", "--date", "2026-03-16", "--rebuild")
    )
    assert len(forced.stdout.splitlines()) == 1


def test_a_wire_is_made_again_where_making_it_failed(address: str) -> None:
    """Its stories would be lost if the wire counted as read."""
    failed = _run("make", address, "--allow-local", "--voice", "nobody")
    assert failed.exit_code == 2
    Path("output").write_text("in the way")
    assert _make(address, "--allow-local").exit_code != 0
    Path("output").unlink()
    assert len(_make(address, "--allow-local").stdout.splitlines()) == 2


def test_local_addresses_need_to_be_allowed(address: str) -> None:
    result = _run("segment", address)
    assert result.exit_code == 4
    assert "--allow-local" in result.stderr
