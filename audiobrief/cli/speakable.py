"""``audiobrief speakable``: lines in, the same lines as they are said."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from audiobrief.cli.options import language_tag
from audiobrief.errors import SourceUnreadableError

if TYPE_CHECKING:
    from audiobrief.settings import TextRow

MAX_TOLD: Final = 20
"""Figures and signs that are told by name; of a longer list the rest is "and more"."""


@click.command()
@click.option(
    "--lang",
    "language",
    default="en-US",
    show_default=True,
    metavar="TAG",
    callback=language_tag,
    help="Language of the text, such as en-GB or de.",
)
@click.option(
    "--show",
    "show_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A show.toml whose own rows for titles, units and the like are tried.",
)
def speakable(language: str, show_file: Path | None) -> None:
    """Read lines from standard input and print each as it is said, one line for one line.

    Numbers, dates, money, abbreviations and signs become words. The text is UTF-8. Figures and
    signs for which a language has no rules stay, and a last line on standard error tells which.
    Another line tells what no table knows and is said in the safest way.
    """
    from audiobrief.rundown.speakable import residue, unspoken
    from audiobrief.rundown.speakable import speakable as spoken

    rows: tuple[TextRow, ...] = ()
    if show_file is not None:
        from audiobrief.show_file import load_show

        rows = load_show(show_file).text_rows
    left: dict[str, None] = {}
    unknown: dict[str, None] = {}
    source = sys.stdin.buffer
    target = click.get_binary_stream("stdout")
    for position, line in enumerate(source, start=1):
        printed = _decoded(line, position)
        words = spoken(printed, language, rows)
        target.write((words + "\n").encode("utf-8"))
        target.flush()
        if len(left) <= MAX_TOLD:
            left.update(dict.fromkeys(unspoken(words, language)))
        if len(unknown) <= MAX_TOLD:
            unknown.update(dict.fromkeys(residue(printed, language, rows)))
    if left:
        click.echo(f"Left for the engine to say in {language}: {_told(left)}.", err=True)
    if unknown:
        click.echo(f"In no table, and said in the safest way: {_told(unknown)}.", err=True)


def _told(tokens: dict[str, None]) -> str:
    return " ".join(list(tokens)[:MAX_TOLD]) + (" and more" if len(tokens) > MAX_TOLD else "")


def _decoded(line: bytes, position: int) -> str:
    try:
        return line.decode("utf-8-sig" if position == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise SourceUnreadableError(
            f"Line {position} of standard input is not UTF-8 text (byte {error.start + 1} of the "
            "line); save the text as UTF-8 and try again."
        ) from error
