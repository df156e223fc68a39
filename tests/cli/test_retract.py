"""``audiobrief retract``: an episode goes, with a reason, and is not made again by mistake."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from audiobrief.cli import main

STORY = "Pier opens again\n\nThe pier at Lowmoor opened again on Monday, the mayor said.\n"


def _run(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, list(arguments))


def test_an_episode_is_taken_out_and_refused_afterwards() -> None:
    Path("story.txt").write_text(STORY, encoding="utf-8")
    made = _run("make", "story.txt", "--voice", "tone", "--guid", "pier-1", "--offline", "-q")
    assert made.exit_code == 0, made.stderr
    result = _run("retract", "pier-1", "--why", "It was wrong")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.endswith("Reason: It was wrong.\n")
    assert result.stdout.strip() == str(Path("output/audiobrief/feed.xml"))
    record = json.loads(Path("output/audiobrief/show.json").read_text(encoding="utf-8"))
    assert record["retracted"][0]["why"] == "It was wrong"
    assert not Path(made.stdout.strip()).exists()
    again = _run("make", "story.txt", "--voice", "tone", "--guid", "pier-1", "--offline", "-q")
    assert again.exit_code == 7
    assert "was retracted" in again.stderr
    assert ". Reason: It was wrong. To publish it again" in again.stderr
    assert not Path(made.stdout.strip()).exists()


def test_it_needs_a_reason_and_a_show() -> None:
    assert _run("retract", "pier-1").exit_code == 2
    assert _run("retract", "pier-1", "--why", " ").exit_code == 2
    assert _run("retract", "pier-1", "--why", "Wrong.").exit_code == 8
