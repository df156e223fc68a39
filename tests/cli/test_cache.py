from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import main

STORY = """The bridge is open

The bridge opened on Saturday. Nobody was hurt when the first cars went over it at noon.
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))


def run(*arguments: str) -> str:
    result = CliRunner(mix_stderr=False).invoke(main, list(arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_it_tells_what_is_kept_and_clears_it() -> None:
    assert "Takes: 0\n" in run("cache")
    Path("story.txt").write_text(STORY)
    run("make", "story.txt", "--voice", "tone")
    facts = json.loads(run("cache", "--json"))
    assert facts["takes"] > 2
    assert facts["bytes"] > 1_000
    assert re.search(r"^Size: [\d.]+ kilobytes\nLimit: 2 gigabytes$", run("cache"), re.MULTILINE)
    assert f"Read takes: {facts['takes']}\nDamaged takes: 0\n" in run("cache", "--verify")
    assert f"Deleted takes: {facts['takes']}\n" in run("cache", "--clear")
    assert json.loads(run("cache", "--json"))["takes"] == 0


def test_what_is_cleared_is_spoken_again_to_the_same_episode() -> None:
    Path("story.txt").write_text(STORY)
    run("make", "story.txt", "--voice", "tone")
    (sound,) = Path("output").glob("*/*/episode.mp3")
    before = sound.read_bytes()
    run("cache", "--clear")
    run("make", "story.txt", "--voice", "tone", "--rebuild")
    assert sound.read_bytes() == before


def test_two_orders_at_once_are_a_usage_error() -> None:
    result = CliRunner(mix_stderr=False).invoke(main, ["cache", "--clear", "--verify"])
    assert result.exit_code == 2
