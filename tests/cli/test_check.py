"""``audiobrief check``: findings as sentences or JSON, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief import inspection
from audiobrief.cli import main
from audiobrief.findings import Finding

FEED = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>Pier Talk</title></channel></rss>"""


def _check(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["check", *arguments])


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    """Return a folder that is taken for an episode; it is not a good one."""
    folder = tmp_path / "pier-talk" / "2026-01-31-pier"
    folder.mkdir(parents=True)
    (folder / "episode.json").write_text("{}", encoding="utf-8")
    return folder


def test_an_episode_with_an_error_has_its_status(episode: Path) -> None:
    result = _check(str(episode))
    assert result.exit_code == 7
    first, last = result.stdout.splitlines()
    assert first.startswith(f"Error: {episode / 'episode.json'}: ")
    assert last == "Checked: 1. Errors: 1. Warnings: 0. Advice: 0."


def test_a_feed_with_an_error_has_its_status() -> None:
    Path("feed.xml").write_text(FEED, encoding="utf-8")
    result = _check("feed.xml")
    assert result.exit_code == 8
    assert (
        "The feed has no language. Rule channel-language: Apple Podcasts, RSS feed requirements."
        in result.stdout
    )


def test_a_show_is_its_episodes_and_its_feed(episode: Path) -> None:
    (episode.parent / "feed.xml").write_text(FEED, encoding="utf-8")
    result = _check(str(episode.parent), "--json")
    assert result.exit_code == 7
    told = json.loads(result.stdout)
    assert told["checked"] == 2
    assert {Path(each["file"]).name for each in told["findings"]} == {"episode.json", "feed.xml"}
    assert all(
        set(each) == {"level", "file", "sentence", "rule", "source"} for each in told["findings"]
    )


def test_a_show_without_a_feed_is_not_right(episode: Path) -> None:
    result = _check(str(episode.parent))
    assert "The feed cannot be read" in result.stdout


@pytest.mark.parametrize("level", ["warning", "error"])
def test_warnings_alone_are_no_failure(
    level: str, episode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding(
        level="error" if level == "error" else "warning", file=episode, sentence="Listen."
    )
    monkeypatch.setattr(inspection, "check_episode", lambda _: (finding,))
    result = _check(str(episode))
    assert result.exit_code == (7 if level == "error" else 0)
    assert f"{level.capitalize()}: {episode}: Listen." in result.stdout


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_what_is_neither_is_an_error_beside_the_others(name: str, episode: Path) -> None:
    """A wrong path must not hide what is wrong with the other ones."""
    Path("empty").mkdir()
    result = _check(name, str(episode))
    assert result.exit_code == 7
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"Error: {name}: ")
    assert lines[-1].startswith("Checked: ")
    assert not lines[-1].startswith("Checked: 1.")


def test_it_needs_a_path() -> None:
    assert _check().exit_code == 2


def test_strict_lets_warnings_fail(episode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding(level="warning", file=episode, sentence="Listen.")
    monkeypatch.setattr(inspection, "check_episode", lambda _: (finding,))
    assert _check(str(episode), "--strict").exit_code == 7


def test_each_finding_names_its_rule_and_who_asks_for_it() -> None:
    Path("feed.xml").write_text(FEED, encoding="utf-8")
    told = json.loads(_check("feed.xml", "--json").stdout)["findings"]
    assert told
    assert all(each["rule"] and each["source"] for each in told)


def test_decoders_add_no_lines_of_their_own(tmp_path: Path) -> None:
    """A screen reader had read "Illegal Audio-MPEG-Header 0x00000000 at offset 355577"."""
    frame = b"\xff\xfb\x50\xc4" + b"\0" * 204
    path = tmp_path / "broken.mp3"
    path.write_bytes(frame * 60 + b"\0" * 20_000 + frame * 60)
    command = [sys.executable, "-m", "audiobrief", "check", str(path)]
    ran = subprocess.run(command, capture_output=True, check=False, text=True)
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[-1].startswith("Checked: 1.")
