"""How much of a source is looked at closely: several times what a story with its page holds.

What lies beyond is kept whole, in large pieces: no word of it is lost, and it costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from audiobrief.story.model import Block, Role
from audiobrief.story.words import fold

NEAR_CHARS: Final = 150_000
"""Signs of a text that are looked at closely: 25 000 words; a long story has three thousand."""

NEAR_LINES: Final = 2_000
"""Lines that are looked at closely; the whole page of a story seldom has a thousand."""

PIECE_CHARS: Final = 2_000
"""The least length of the pieces that the rest is parted into."""

_LINE_CHARS: Final = 20_000
"""A piece ends with a line, or with a word where no line ends so soon."""

_ENDS: Final = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_LINE: Final = re.compile(rf"\S[^\S{_ENDS}]*[{_ENDS}]")
_LINE_END: Final = re.compile(rf"\r\n|[{_ENDS}]")
_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\S")

_TOLD: Final = frozenset({Role.BODY, Role.QUOTE, Role.SUBHEAD, Role.CAPTION})
_LAST: Final = 10
"""Blocks by which is judged whether a story goes on."""

MAX_ATTRIBUTES: Final = 5_000
_ATTRIBUTE: Final = (
    r"=?[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+)?+"
)
_TAG: Final = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+|<script[\s>](?:[^<]++|<(?!/script))*+|"
    rf"(?P<tag><[a-z][^\s/>]*+(?:[\s/]++|{_ATTRIBUTE}|=)*+(?:>|\Z))",
    re.IGNORECASE,
)
"""A tag as the HTML standard reads one; what stands in comments and scripts is none."""

_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)


def split_far(text: str) -> tuple[str, str]:
    """Return the part of a text that is looked at closely, and the rest, cut between two lines.

    The first is empty where the text begins with a line that is longer than any story.
    """
    word = _WORD.search(text)
    limit = NEAR_CHARS + (word.start() if word else 0)
    ends = [found.end() for found in islice(_LINE.finditer(text, 0, limit), NEAR_LINES)]
    if len(text) <= limit and len(ends) < NEAR_LINES:
        return text, ""
    cut = ends[-1] if ends else 0
    return text[:cut], text[cut:]


def far_blocks(text: str, near: Sequence[Block], *, line: int = 0) -> Iterator[Block]:
    """Yield what lies beyond reach: as body where the story goes on there, else as furniture.

    Args:
        text: What lies beyond.
        near: The blocks before it.
        line: Line of the source on which it begins; 0 where that is not known.
    """
    before = near[-_LAST:]
    told = sum(block.role in _TOLD for block in before) * 2 > len(before)
    start = 0
    while word := _WORD.search(text, start):
        line += len(_LINE_END.findall(text, start, word.start())) if line else 0
        start = word.start()
        least = start + PIECE_CHARS
        found = _LINE_END.search(text, least, start + _LINE_CHARS) or _SPACE.search(text, least)
        end = found.end() if found else len(text)
        piece = fold(text[start:end])
        if piece:
            yield Block(
                role=Role.BODY if told else Role.FURNITURE,
                text=piece,
                line=line,
                confidence=0.5,
                rule="beyond-reach",
                reason="" if told else "it stands beyond the length of any news story",
            )
        line += len(_LINE_END.findall(text, start, end)) if line else 0
        start = end


def has_endless_tag(text: str) -> bool:
    """Return whether a tag may have more attributes than any page needs.

    A parser compares each attribute of a tag with all others: ten million signs of them take hours.
    """
    tags = (found["tag"] or "" for found in _TAG.finditer(text))
    return any(
        len(_ATTRIBUTES.findall(tag)) > MAX_ATTRIBUTES
        for tag in tags
        if len(tag) > MAX_ATTRIBUTES * 2
    )
