"""``audiobrief check``: reads an episode, a feed or a server back and says what is wrong."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from audiobrief.findings import Finding


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
@click.option("--strict", is_flag=True, help="Let warnings have the exit status of errors.")
@click.option(
    "--newest",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Episodes of a feed at an address whose files are asked for, the newest ones.",
)
def check(paths: tuple[str, ...], *, as_json: bool, strict: bool, newest: int) -> None:
    """Read each PATH back and say what is wrong with it.

    PATH is the folder of an episode or a file in it, the folder of a show or of several shows, a
    folder that was published, a feed file, an MP3 file of any maker, or the address of a feed. Each
    finding is one line on standard output, with the name of its rule and who asks for it. An error
    lets listeners or directories down, a warning some of them; advice names what is good to have.
    The exit status is 7 where an episode has an error, 8 where only a feed has one, and 0 where
    there are none.
    """
    from audiobrief.errors import EpisodeError, FeedError
    from audiobrief.inspection import inspect

    grave = {"error", "warning"} if strict else {"error"}
    findings: list[Finding] = []
    statuses: set[int] = set()
    checked = 0
    with _decoders_silenced():
        for each in itertools.chain.from_iterable(inspect(path, newest=newest) for path in paths):
            checked += 1
            findings += each.findings
            if any(finding.level in grave for finding in each.findings):
                statuses.add(each.status)
    click.echo(_json(checked, findings) if as_json else _sentences(checked, findings))
    for status in (EpisodeError.exit_code, FeedError.exit_code):
        if status in statuses:
            raise click.exceptions.Exit(status)


@contextlib.contextmanager
def _decoders_silenced() -> Iterator[None]:
    """Send the notes of native decoders nowhere: what is wrong is told as findings."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _sentences(checked: int, findings: list[Finding]) -> str:
    lines = [
        f"{each.level.capitalize()}: {each.file}: {each.sentence} Rule {each.rule}: {each.source}."
        for each in findings
    ]
    counts = {level: sum(each.level == level for each in findings) for level in _LEVELS}
    told = " ".join(f"{_LEVELS[level]}: {count}." for level, count in counts.items())
    return "\n".join([*lines, f"Checked: {checked}. {told}"])


_LEVELS: Final = {"error": "Errors", "warning": "Warnings", "advice": "Advice"}


def _json(checked: int, findings: list[Finding]) -> str:
    listed = [
        {
            "level": each.level,
            "file": str(each.file),
            "sentence": each.sentence,
            "rule": each.rule,
            "source": each.source,
        }
        for each in findings
    ]
    return json.dumps({"checked": checked, "findings": listed}, ensure_ascii=False, indent=2)
