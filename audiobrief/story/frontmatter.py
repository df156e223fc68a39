"""Metadata before a text: the block between two lines of dashes that editors of Markdown write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from audiobrief.story.words import clean, fold

MAX_ROWS: Final = 80
"""A longer block is no metadata."""

_KEY: Final = re.compile(r"^(?P<key>[A-Za-z_][\w -]{0,40}):(?:\s+(?P<value>.*))?$")
_MORE: Final = re.compile(r"^(?:\s+\S|-\s+\S|#|\s*$)")
_FENCE: Final = re.compile(r"^(?:---|\.\.\.)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the metadata.

    Attributes:
        key: Its name, in lower case.
        value: Without quotation marks; the items of a list with commas between them.
        line: Line of the source, counted from 1.
    """

    key: str
    value: str
    line: int


def split_front(text: str) -> tuple[tuple[Field, ...], str]:
    """Return the metadata before a text, and the text with blank lines in its place.

    Where the text does not begin with such a block, there are no fields and the text is unchanged.
    """
    rows = clean(text).splitlines()
    start = next((place for place, row in enumerate(rows) if row.strip()), len(rows))
    if start >= len(rows) or rows[start].rstrip() != "---":
        return (), text
    inside = range(start + 1, min(len(rows), start + MAX_ROWS))
    end = next((place for place in inside if _FENCE.match(rows[place])), None)
    if end is None or end == start + 1 or not _KEY.match(rows[start + 1]):
        return (), text
    if not all(_KEY.match(row) or _MORE.match(row) for row in rows[start + 1 : end]):
        return (), text
    return _fields(rows, start + 1, end), "\n".join([*[""] * (end + 1), *rows[end + 1 :]])


def _fields(rows: list[str], start: int, end: int) -> tuple[Field, ...]:
    found: list[Field] = []
    for place in range(start, end):
        named = _KEY.match(rows[place])
        if named:
            value = _bare(named["value"] or "")
            found.append(Field(key=named["key"].lower(), value=value, line=place + 1))
        elif rows[place].strip():
            last = found[-1]
            more = _bare(rows[place].strip().removeprefix("-"))
            value = ", ".join(filter(None, (last.value, more)))
            found[-1] = Field(key=last.key, value=value, line=last.line)
    return tuple(found)


def _bare(value: str) -> str:
    return fold(value).strip("[]\"'|> ")
