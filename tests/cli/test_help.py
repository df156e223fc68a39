"""The help of the program: what a screen reader speaks of it are whole sentences."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import COMMANDS, main


def test_the_list_of_commands_has_whole_sentences() -> None:
    """A listener heard "the folder of one dot dot dot": Click had cut the sentences off."""
    result = CliRunner(mix_stderr=False).invoke(main, ["--help"])
    listed = result.stdout.partition("Commands:\n")[2]
    assert "..." not in listed
    assert "the folder of one show." in " ".join(listed.split())
    assert [row.split()[0] for row in listed.splitlines() if row[2:3].strip()] == list(COMMANDS)


def _run(*words: str) -> str:
    result = CliRunner(mix_stderr=False).invoke(main, list(words), terminal_width=60)
    return str(result.stdout + result.stderr)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_no_columns_and_no_broken_words(name: str) -> None:
    """A listener heard "aes-", and "speech" far later, beside another option."""
    told = _run(name, "--help")
    for line in told.splitlines():
        assert not re.search(r"\S {2,}\S", line), line
        assert not line.rstrip().endswith("-") or line.rstrip().endswith(" -"), line
    assert not re.search(r"<=|>=|\[default|\w\|\w", told), told


def test_ranges_choices_and_variables_are_sentences() -> None:
    told = " ".join(_run("make", "--help").split())
    assert "--mp3 WORD How the sound is encoded" in told
    assert "One of: compact, speech, archive." in told
    assert "From 0.5 to 2.0." in told
    assert "Environment variable: AUDIOBRIEF_SPEED." in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("make", "--speed", "9", "x"), "9.0 is out of range: from 0.5 to 2.0."),
        (("chek", "x"), "Did you mean check or cache? audiobrief help lists all commands."),
        (("make", "--sped", "1", "x"), "Did you mean --speed or --since?"),
        (("make", "--mp3", "big", "x"), "is not one of 'compact', 'speech', 'archive'."),
        (("say",), "Error: Missing argument 'TEXT'.\n"),
        (("say", "x"), "Error: Missing option '-o' / '--output'.\n"),
        (("make", "--speed", "fast", "x"), "'fast' is no number."),
        (("make", "--threads", "many", "x"), "'many' is no whole number."),
        (("voices", "list"), "'list' is not understood; voices alone lists them all"),
        (("publish", "no-folder", "--to", "x"), "There is no folder no-folder; "),
        (("help", "chek"), "There is no command 'chek'; audiobrief help lists them."),
    ],
)
def test_a_wrong_command_line_is_told_in_words(words: tuple[str, ...], told: str) -> None:
    said = _run(*words)
    assert " ".join(told.split()) in " ".join(said.split())
    if told.endswith("\n"):
        assert said.endswith(told)


def test_help_of_a_command_is_the_same_both_ways() -> None:
    told = " ".join(_run("help", "check").split())
    assert (
        told.partition(" PATH... ")[2]
        == " ".join(_run("check", "-h").split()).partition(" PATH... ")[2]
    )
    assert "Commands:" in _run("help")


class _Outline(HTMLParser):
    """Gathers headings, ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value for key, value in attrs if key == "id" and value]
        if tag == "a":
            self.links.append(named.get("href") or "")


def test_help_as_html_has_a_heading_for_each_command() -> None:
    page = _run("help", "--html", "-")
    outline = _Outline()
    outline.feed(page)
    assert outline.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(outline.levels))
    assert set(COMMANDS) <= set(outline.ids)
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    for option in ("--allow-unfaithful", "--mp3 WORD", "--html FILE"):
        assert f"<code>{option}</code>" in page
    Path("help.html").write_text("", encoding="utf-8")
    assert _run("help", "--html", "help.html") == "help.html\n"
    assert Path("help.html").read_text(encoding="utf-8") == page
