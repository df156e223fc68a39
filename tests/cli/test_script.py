"""``audiobrief script``: the words before they are spoken."""

from __future__ import annotations

import json
import re
from pathlib import Path

from click.testing import CliRunner, Result

from audiobrief.cli import main

STORY = """Ferry Returns to Elm Harbor

The ferry leaves the pier in Elm Harbor, May 2, 2026.

The ferry to Elm Harbor sailed on Monday for the first time in two years, with 400 aboard.

It will sail every day from now on, the company said, except in storms.
"""


def _script(*arguments: str) -> Result:
    Path("a.txt").write_text(STORY, encoding="utf-8")
    command = ["script", "a.txt", "--date", "2026-05-04", *arguments]
    return CliRunner(mix_stderr=False).invoke(main, command)


def test_text_shows_roles_voices_and_spoken_words() -> None:
    result = _script()
    assert result.exit_code == 0
    assert "Headline, anchor: Ferry Returns to Elm Harbor" in result.stdout
    assert "four hundred aboard" in result.stdout
    assert "cues, about" in result.stderr


def test_json_goes_back_into_script_and_make() -> None:
    Path("r.json").write_text(_script("--json").stdout, encoding="utf-8")
    again = CliRunner(mix_stderr=False).invoke(main, ["script", "r.json", "--format", "json"])
    assert again.stdout == Path("r.json").read_text(encoding="utf-8")
    made = CliRunner(mix_stderr=False).invoke(main, ["make", "r.json", "--voice", "tone"])
    assert made.exit_code == 0, made.stderr


def test_a_file_is_written_wholly() -> None:
    result = _script("--json", "-o", "rundown.json")
    assert result.stdout == ""
    assert json.loads(Path("rundown.json").read_text(encoding="utf-8"))["items"]


def test_parts_can_be_left_out() -> None:
    assert "Caption" not in _script("--leave-out", "caption").stdout


def test_voices_of_another_language_are_told_in_one_sentence_with_who_will_speak() -> None:
    """The rundown named a voice that nobody would hear, and make told it of each voice apart."""
    story = "Fähre fährt\n\nDie Fähre fährt seit Montag wieder, sagte der Bürgermeister heute.\n"
    Path("de.txt").write_text(story, encoding="utf-8")
    result = CliRunner(mix_stderr=False).invoke(main, ["script", "de.txt"])
    (told,) = [line for line in result.stderr.splitlines() if "not speak" in line]
    assert told == (
        "Remark: The voices continuity and anchor do not speak German; espeak-continuity and espeak"
        " speak instead in “Fähre fährt”."
    )
    assert "not speak" not in _script().stderr


def test_a_language_that_nobody_speaks_is_told_before_anything_is_made() -> None:
    Path("r.json").write_text(
        _script("--json").stdout.replace('"en-US"', '"tlh"').replace('"en"', '"tlh"'), "utf-8"
    )
    result = CliRunner(mix_stderr=False).invoke(main, ["script", "r.json"])
    assert result.exit_code == 0
    assert "Remark: No voice speaks Klingon" in result.stderr


def test_nothing_is_made() -> None:
    _script()
    assert [path.name for path in Path().iterdir()] == ["a.txt"]


def test_a_choice_among_stories_is_told_where_there_is_one_story() -> None:
    """A producer who gave the page in place of the wire would wait for stories that never come."""
    result = _script("--newest", "3", "--since", "2026-05-01")
    assert "--newest and --since count for wires and books alone" in result.stderr
    assert "--newest" not in _script().stderr


def test_pictures_without_a_name_in_the_language_are_no_cues() -> None:
    """An engine would fail on them, or name them in English."""
    Path("brücke.md").write_text(
        "# 🔥🔥\n\n> 😀\n\nDie neue Brücke über den Hafen wurde am Dienstag eröffnet 🎉, sagte die"
        " Bürgermeisterin.\n\nDer Bau dauerte drei Jahre und kostete weniger als geplant.\n",
        encoding="utf-8",
    )
    result = CliRunner(mix_stderr=False).invoke(main, ["script", "brücke.md", "--json"])
    assert result.exit_code == 0, result.stderr
    spoken = [cue["spoken_text"] for cue in json.loads(result.stdout)["items"][0]["cues"]]
    assert len(spoken) == 2
    assert all(re.fullmatch(r"[\w ,.]+", each) for each in spoken)
