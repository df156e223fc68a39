"""``audiobrief feed``: the feed of a folder, and what is said when there is none."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main

RECORD = {
    "version": 1,
    "guid": "pier-talk/pier-opens",
    "title": "Pier Opens",
    "summary": "The pier opens again.",
    "published": "2026-01-31T06:30:00+01:00",
    "modified": None,
    "language": "en-GB",
    "address": None,
    "credits": [],
    "enclosure": {
        "path": "episode.mp3",
        "media_type": "audio/mpeg",
        "length_bytes": 3,
        "duration_ms": 61_000,
    },
    "rate_hz": 44_100,
    "chapters_path": None,
    "chapters": [],
    "transcripts": [],
}


def _feed(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["feed", *arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    episode = tmp_path / "pier-talk" / "2026-01-31-pier-opens"
    episode.mkdir(parents=True)
    (episode / "episode.mp3").write_bytes(b"mp3")
    (episode / "episode.json").write_text(json.dumps(RECORD), encoding="utf-8")
    return episode.parent


def test_it_writes_the_feed_and_prints_its_path(folder: Path) -> None:
    result = _feed(str(folder))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip() == str(folder / "feed.xml")
    assert "set base_url in show.toml" in result.stderr
    assert "got the feed of the show 'Audiobrief'" in result.stderr
    found = feedparser.parse((folder / "feed.xml").read_bytes())
    assert [entry.id for entry in found.entries] == ["pier-talk/pier-opens"]
    (cover,) = folder.glob("cover-*.jpg")
    assert found.feed.image.href.endswith(cover.name)


def test_the_settings_of_the_show_are_taken_from_its_file(folder: Path) -> None:
    settings = 'title = "Pier Talk"\nbase_url = "https://radio.example/pier"\n'
    Path("pier.toml").write_text(settings, encoding="utf-8")
    result = _feed(str(folder), "--show", "pier.toml")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    found = feedparser.parse((folder / "feed.xml").read_bytes())
    assert found.feed.title == "Pier Talk"
    assert found.entries[0].enclosures[0].href == (
        "https://radio.example/pier/2026-01-31-pier-opens/episode.mp3"
    )


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_without_an_episode_it_says_so(name: str) -> None:
    Path("empty").mkdir()
    result = _feed(name)
    assert result.exit_code == 8
    assert result.stdout == ""
    assert result.stderr.startswith("Error: There is no ")
    assert len(result.stderr.splitlines()) == 1
    assert not Path("nothing").exists()


def test_a_damaged_episode_is_named(folder: Path) -> None:
    record = folder / "2026-01-31-pier-opens" / "episode.json"
    record.write_text("{", encoding="utf-8")
    result = _feed(str(folder))
    assert result.exit_code == 7
    assert str(record) in result.stderr
