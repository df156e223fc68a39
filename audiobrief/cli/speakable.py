"""``audiobrief speakable``: lines in, the same lines as they are said."""

from __future__ import annotations

import sys
from typing import Final

import click

from audiobrief.errors import SourceUnreadableError

MAX_TOLD: Final = 20
"""Figures and signs that are told by name; of a longer list the rest is "and more"."""


@click.command()
@click.option(
    "--lang",
    "language",
    default="en-US",
    show_default=True,
    metavar="TAG",
    help="Language of the text, such as en-GB or de.",
)
def speakable(language: str) -> None:
    """Read lines from standard input and print each as it is said, one line for one line.

    Numbers, dates, money, abbreviations and signs become words. The text is UTF-8. Figures and
    signs for which a language has no rules stay, and a last line on standard error tells which.
    """
    from audiobrief.rundown.speakable import speakable as spoken
    from audiobrief.rundown.speakable import unspoken

    left: dict[str, None] = {}
    source = sys.stdin.buffer
    target = click.get_binary_stream("stdout")
    for position, line in enumerate(source, start=1):
        words = spoken(_decoded(line, position), language)
        target.write((words + "\n").encode("utf-8"))
        target.flush()
        if len(left) <= MAX_TOLD:
            left.update(dict.fromkeys(unspoken(words, language)))
    if left:
        told = " ".join(list(left)[:MAX_TOLD]) + (" and more" if len(left) > MAX_TOLD else "")
        click.echo(f"Left for the engine to say in {language}: {told}.", err=True)


def _decoded(line: bytes, position: int) -> str:
    try:
        return line.decode("utf-8-sig" if position == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise SourceUnreadableError(
            f"Line {position} of standard input is not UTF-8 text (byte {error.start + 1} of the "
            "line); save the text as UTF-8 and try again."
        ) from error
