"""``audiobrief names``: what the radar tells, and what it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main

STORY = """Lighthouse Opens

The lighthouse was opened on Monday by Oyelaran Quist, who keeps it, and by Mara Lind.

It had been closed since the storm of last year.
"""


def _names(*arguments: str) -> Result:
    Path("story.txt").write_text(STORY, encoding="utf-8")
    return CliRunner(mix_stderr=False).invoke(main, ["names", *arguments])


def test_it_reads_well_aloud() -> None:
    result = _names("story.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    first, *rest = result.stdout.strip().split("\n\n")
    assert first.endswith("that no lexicon knows, in “Lighthouse Opens”.")
    lines = next(block for block in rest if "Oyelaran" in block).splitlines()
    assert lines[0] == "Name: Oyelaran. Once."
    assert lines[1].startswith("anchor says: ")
    assert lines[2].startswith("espeak, its fallback, says: ")
    assert lines[3].startswith("Sentence: The lighthouse was opened on Monday")


def test_json_has_the_same_facts() -> None:
    value = json.loads(_names("story.txt", "--json").stdout)
    word = next(word for word in value["words"] if word["written"] == "Oyelaran")
    assert set(word) == {"written", "is_name", "count", "sentence", "spoken"}
    assert set(word["spoken"][0]) == {"voice", "fallback", "ipa", "respelling"}


def test_a_correction_with_and_without_a_source() -> None:
    result = _names("--set", "Oyelaran=oh-yeh-LAH-rahn")
    path = Path("voices", "lexicon", "show.toml")
    assert result.stdout == f"Oyelaran: anchor says oh-yeh-LAH-rahn. Written to {path}.\n"
    assert path.is_file()
    result = _names("story.txt", "--set", "Quist=KWIST")
    assert "Name: " not in result.stdout.replace("Name: Mara", "").replace("Name: Lind", "")


def test_rows_of_other_houses_come_in_and_go_out() -> None:
    assert _names("--set", "Quist=KWIST", "--export-pls", "out.pls").exit_code == 0
    assert "<grapheme>Quist</grapheme>" in Path("out.pls").read_text(encoding="utf-8")
    result = _names("--import-pls", "out.pls", "--voices", str(Path("voices")))
    assert result.exit_code == 0
    assert "written to" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 2, "Give a SOURCE"),
        (("--set", "Quist=KWKST"), 2, "'KWKST'"),
        (("--set", "Quist"), 2, "not understood"),
        (("--audition", "a.mp3", "--set", "Quist=KWIST"), 2, "needs a SOURCE"),
        (("story.txt", "--audition", "a.wav"), 2, "must end in .mp3"),
        (("story.txt", "--voice", "tenor"), 2, "no voice 'tenor'"),
        (("story.txt", "--voices", "nowhere", "--set", "Quist=KWIST"), 2, "nowhere"),
        (("none.txt",), 4, "none.txt"),
    ],
)
def test_mistakes_are_one_sentence(arguments: tuple[str, ...], status: int, said: str) -> None:
    result = _names(*arguments)
    assert result.exit_code == status
    assert said in result.stderr
    assert not Path("voices").exists()


def test_names_of_several_stories_are_told_so() -> None:
    Path("rain.txt").write_text(
        "Rain Is Coming\n\nIt will rain on Monday in the north of the country.\n\nBe careful.\n",
        encoding="utf-8",
    )
    head = _names("rain.txt", "story.txt").stdout.splitlines()[0]
    assert head.endswith(", in “Rain Is Coming” and 1 other story.")


def test_what_was_written_to_be_heard_is_told() -> None:
    result = _names("story.txt", "--audition", "a.mp3", "--voice", "tone")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == "Done: a.mp3."


def test_nothing_to_hear_is_told() -> None:
    Path("plain.txt").write_text(
        "Rain Is Coming\n\nIt will rain on Monday in the north of the country.\n\nBe careful.\n",
        encoding="utf-8",
    )
    result = CliRunner(mix_stderr=False).invoke(
        main, ["names", "plain.txt", "--audition", "a.mp3", "--voice", "tone"]
    )
    assert result.exit_code == 0
    assert result.stdout == "Every name in “Rain Is Coming” is in a lexicon or a dictionary.\n"
    assert "was not written" in result.stderr
    assert not Path("a.mp3").exists()
