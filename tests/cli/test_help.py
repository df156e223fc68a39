"""The help of the program: what a screen reader speaks of it are whole sentences."""

from __future__ import annotations

from click.testing import CliRunner

from audiobrief.cli import COMMANDS, main


def test_the_list_of_commands_has_whole_sentences() -> None:
    """A listener heard "the folder of one dot dot dot": Click had cut the sentences off."""
    result = CliRunner(mix_stderr=False).invoke(main, ["--help"])
    listed = result.stdout.partition("Commands:\n")[2]
    assert "..." not in listed
    assert "the folder of one show." in " ".join(listed.split())
    assert [row.split()[0] for row in listed.splitlines() if row[2:3].strip()] == list(COMMANDS)
