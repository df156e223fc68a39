"""How help is laid out: for ears and braille first.

No columns, which a screen reader reads across; no line that ends inside a word; ranges, choices and
defaults as sentences. An option stands on its line, and what it does below it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import click

_EXTRA: Final = re.compile(r"\s*\[(?P<extra>[^\[\]]+)\]$")
"""What Click adds to a help text: default, range, whether it is required."""

_CHOICES: Final = re.compile(r"\[(?P<words>[^\]|]+(?:\|[^\]|]+)+)\]")
_RANGE: Final = re.compile(r"(?:(?P<least>[\d.]+)<=)?x(?:<=(?P<most>[\d.]+)|>=(?P<from>[\d.]+))?")

_METAVARS: Final = (
    ("INTEGER RANGE", "NUMBER"),
    ("FLOAT RANGE", "NUMBER"),
    ("INTEGER", "NUMBER"),
    ("DIRECTORY", "FOLDER"),
)
"""Click's word for a value -> the word that users have for it."""


class SpokenFormatter(click.HelpFormatter):
    """Writes help without columns."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped between words only."""
        width = max(20, self.width - self.current_indent)
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
            if number:
                self.write("\n")
            self._write_wrapped(" ".join(paragraph.split()), width, self.current_indent)

    def write_dl(
        self,
        rows: Sequence[tuple[str, str]],
        col_max: int = 30,  # noqa: ARG002, Click's signature
        col_spacing: int = 2,  # noqa: ARG002
    ) -> None:
        """Write each option or command on its line, and below it what it does."""
        for number, record in enumerate(rows):
            if number:
                self.write("\n")
            name, told = option_told(record)
            self.write(f"{'':>{self.current_indent}}{name}\n")
            indent = self.current_indent + 2
            self._write_wrapped(told, max(20, self.width - indent), indent)

    def _write_wrapped(self, text: str, width: int, indent: int) -> None:
        wrapped = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        for line in wrapped:
            self.write(f"{'':>{indent}}{line}\n")


class SpokenContext(click.Context):
    """A context whose help a screen reader can read."""

    formatter_class = SpokenFormatter


_NO_NUMBER: Final = re.compile(r"is not a valid (?:float|(?P<whole>integer))(?: range)?\.?$")
"""What Click says of a value that is no number, in the words of a programmer."""

_OUTSIDE: Final = re.compile(r"is not in the range (?P<range>[\d.<=x>]+)\.$")


def usage_told(message: str) -> str:
    """Return Click's message on a wrong command line without signs in place of words."""
    if not message:
        return ""  # Click makes the whole sentence itself where an argument or option is missing.
    message = _NO_NUMBER.sub(
        lambda found: f"is no {'whole number' if found['whole'] else 'number'}.", message
    )
    outside = _OUTSIDE.search(message)
    if outside is None:
        return message if message.endswith((".", "?")) else f"{message}."
    (limits,) = _sentences([outside["range"]])
    return f"{message[: outside.start()]}is out of range: {limits[0].lower()}{limits[1:]}"


def spoken(command: click.Command) -> click.Command:
    """Return the command, with its help laid out for ears and the variables of its options told."""
    command.context_class = SpokenContext
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.envvar:
            parameter.show_envvar = True
    return command


def option_told(record: tuple[str, str]) -> tuple[str, str]:
    """Return an option with its value, and what it does in sentences, from Click's record of it."""
    name, told = record
    choices = _CHOICES.search(name)
    name = _CHOICES.sub("WORD", name)
    for word, users in _METAVARS:
        name = name.replace(word, users)
    extra = _EXTRA.search(told)
    sentences = [_EXTRA.sub("", told)]
    if choices:
        sentences.append(f"One of: {', '.join(choices['words'].split('|'))}.")
    sentences += _sentences(extra["extra"].split("; ") if extra else ())
    return name, " ".join(filter(None, sentences))


def _sentences(parts: Iterable[str]) -> Iterator[str]:
    for part in sorted(parts, key=lambda each: each.startswith("env var")):
        key, _, value = part.partition(": ")
        limits = _RANGE.fullmatch(part)
        if key == "default":
            yield f"Default: {value}."
        elif key == "env var":
            yield f"Environment variable: {value}."
        elif limits and limits["least"] and limits["most"]:
            yield f"From {limits['least']} to {limits['most']}."
        elif limits and (limits["from"] or limits["most"]):
            yield f"At least {limits['from']}." if limits["from"] else f"At most {limits['most']}."
        else:
            yield f"{part.capitalize()}."
