"""Flat text into paragraphs: wrapped lines are joined, Markdown marks are taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from audiobrief.story.people import is_byline
from audiobrief.story.words import clean, ends_sentence, fold

MAX_WRAP_CHARS: Final = 120
"""Lines that are longer were not wrapped by hand or by a mail program."""

_LIST_MARK: Final = re.compile(r"^\s{0,4}(?:[-*•‣▪·]|\d{1,2}[.)])\s+")
_NUMBER_MARK: Final = re.compile(r"\s{0,4}\d")
_HEADING: Final = re.compile(r"^\s{0,3}(#{1,6})\s+(.*)$", re.DOTALL)
_UNDERLINE: Final = re.compile(r"^\s*(={3,}|-{3,})\s*$")
_RULE: Final = re.compile(r"^\s*([-*_=~]\s?){3,}\s*$")
_QUOTE_MARK: Final = re.compile(r"^\s{0,3}>\s?")
_EMPHASIS: Final = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_STRESSED: Final = re.compile(r"\s*([*_]{1,3})(?=\S)[^*_]+(?<=\S)\1\s*$")
_MAX_MARKED_CHARS: Final = 20_000
"""Marks are not looked for in longer paragraphs: nobody wrote those by hand."""

_MAX_STRESS_MARKS: Final = 200
"""Nor are marks of emphasis where there are more of them: each one is compared with all others."""

_MAX_RULE_CHARS: Final = 1000

_STAMP: Final = re.compile(r"^\W*(?:Published|Updated|Posted)\b.*\d")
_CONTINUED_SHARE: Final = 0.2
"""Share of full lines after which a wrapped text goes on in small letters, at least."""

_DIVIDED: Final = re.compile(r"[^\W\d_]{2}-$")
_IMAGE: Final = re.compile(r"^\s*!\[([^\]\n]*)\]\(<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)\s*$")
_LINK: Final = re.compile(r"!?\[([^\[\]\n]+)\]\((?:https?:|/|#|mailto:)[^)\s]{0,1000}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of flat text.

    Attributes:
        text: Its words, white space folded to single spaces, Markdown marks taken off.
        line: Line of the source on which it begins, counted from 1.
        heading: Level of a Markdown heading, 1 to 6; 0 for any other paragraph.
        quoted: Whether it was marked as a quotation (``>``).
        listed: Whether it is an item of a list; a number before it stays, a dot does not.
        stressed: Whether all of it was emphasised (``*so*``).
        bold: Whether all of it was emphasised strongly (``**so**``).
        image: Address of the picture that it is in Markdown; the text is its alternative text, or
            the address again where it has none. None for any other paragraph.
    """

    text: str
    line: int
    heading: int = 0
    quoted: bool = False
    listed: bool = False
    stressed: bool = False
    bold: bool = False
    image: str | None = None


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in order; none of its words is lost.

    A blank line ends a paragraph. Where lines follow each other without one, they are joined if the
    text was wrapped: if the next word would not have fitted on the line.
    """
    rows = clean(text).splitlines()
    width = _wrap_width(rows)
    found: list[Paragraph] = []
    held: list[str] = []
    began = 0
    for number, row in enumerate([*rows, ""], start=1):
        if held and not _joins(held[-1], row, width):
            found.extend(_paragraph(held, began))
            held = []
        if row.strip():
            held.append(row)
            began = began if len(held) > 1 else number
    return tuple(_with_underlines(found))


def _wrap_width(rows: list[str]) -> int:
    """Return the width at which lines were wrapped, or 0 where they were not."""
    pairs = [
        (row, after)
        for row, after in pairwise(rows)
        if row.strip() and after.strip() and not _LIST_MARK.match(after)
    ]
    lengths = sorted(len(row.rstrip()) for row, _ in pairs)
    if not lengths or not 40 <= lengths[-1] <= MAX_WRAP_CHARS:
        return 0
    width = lengths[-1]
    full = [row for row, after in pairs if _was_full(row, after, width)]
    running = [row for row in full if row.rstrip()[-1] not in '.?!:"”']
    continued = sum(_goes_on(after) for row, after in pairs if _was_full(row, after, width))
    enough = len(full) * 10 >= len(pairs) * 6 and len(running) * 10 >= len(full) * 4
    return width if enough and continued >= len(full) * _CONTINUED_SHARE else 0


def _goes_on(row: str) -> bool:
    """Return whether a line begins as the middle of a sentence does: not with a capital."""
    first = row.strip().lstrip("\"'“”„«»‘’([")[:1]
    return first.isalpha() and not first.isupper()


def _stands_alone(row: str) -> bool:
    """Return whether a line is never joined: a heading, a picture, a byline, a stamp."""
    bare = row.strip()
    marked = any(mark.match(row) for mark in (_HEADING, _IMAGE, _STAMP))
    return marked or (bare[:1].isupper() and is_byline(bare))


def _was_full(row: str, after: str, width: int) -> bool:
    first = after.split(maxsplit=1)[0]
    return len(row.rstrip()) + 1 + len(first) > width - 4


def _joins(row: str, after: str, width: int) -> bool:
    if not after.strip() or not width:
        return False
    if any(mark.match(after) for mark in (_LIST_MARK, _UNDERLINE)):
        return False
    if _stands_alone(row) or _stands_alone(after):
        return False
    if bool(_QUOTE_MARK.match(row)) != bool(_QUOTE_MARK.match(after)):
        return False
    if _DIVIDED.search(row.rstrip()) is not None or _was_full(row, after, width):
        return True
    return _goes_on(after) and not ends_sentence(row) and not row.rstrip().endswith(":")


def _is_rule(row: str) -> bool:
    return len(row) <= _MAX_RULE_CHARS and _RULE.match(row) is not None


def _paragraph(rows: list[str], line: int) -> Iterator[Paragraph]:
    first = rows[0]
    heading = _HEADING.match(first)
    if heading:
        title = heading[2].rstrip().rstrip("#")
        yield from _made(title, line, heading=len(heading[1]))
        return
    image = _IMAGE.match(first)
    if image:
        yield Paragraph(text=fold(image[1]) or image[2], line=line, image=image[2])
        return
    if len(rows) == 1 and _is_rule(first):
        yield Paragraph(text=fold(first), line=line)
        return
    quoted = bool(_QUOTE_MARK.match(first))
    if quoted:
        rows = [_QUOTE_MARK.sub("", row) for row in rows]
    listed = bool(_LIST_MARK.match(first))
    if listed and not _NUMBER_MARK.match(first):
        rows = [_LIST_MARK.sub("", rows[0]), *rows[1:]]
    yield from _made(_joined(rows), line, quoted=quoted, listed=listed)


def _made(
    text: str, line: int, *, heading: int = 0, quoted: bool = False, listed: bool = False
) -> Iterator[Paragraph]:
    stressed = _STRESSED.match(text) if len(text) <= _MAX_MARKED_CHARS else None
    if len(text) <= _MAX_MARKED_CHARS:
        text = _LINK.sub(r"\1", text)
    if len(text) <= _MAX_MARKED_CHARS and sum(map(text.count, "*_`")) <= _MAX_STRESS_MARKS:
        text = _EMPHASIS.sub(r"\2", text)
    bare = fold(text)
    if bare:
        yield Paragraph(
            text=bare,
            line=line,
            heading=heading,
            quoted=quoted,
            listed=listed,
            stressed=stressed is not None,
            bold=stressed is not None and len(stressed[1]) >= 2,
        )


def _joined(rows: list[str]) -> str:
    """Join the lines of a paragraph; a word that was divided at the line end is made whole."""
    parts = [rows[0].strip()]
    for row in rows[1:]:
        part = row.strip()
        if _DIVIDED.search(parts[-1][-3:]) and part[:1].islower():
            parts[-1] = parts[-1][:-1] + part
        else:
            parts.append(part)
    return " ".join(parts)


def _with_underlines(found: list[Paragraph]) -> Iterator[Paragraph]:
    """Turn a line that is underlined with ``===`` or ``---`` into a heading; drop bare rules."""
    for place, each in enumerate(found):
        if _is_rule(each.text) or _UNDERLINE.match(each.text):
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        marked = after is not None and after.line == each.line + 1 and _UNDERLINE.match(after.text)
        if marked and after is not None and not each.heading:
            level = 1 if after.text.startswith("=") else 2
            yield Paragraph(text=each.text, line=each.line, heading=level)
        else:
            yield each
