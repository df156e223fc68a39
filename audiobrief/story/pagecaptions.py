"""Credits of pictures as a page marks them: in the caption, or on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from audiobrief.story.captions import is_credit, split_credit
from audiobrief.story.chunks import Chunk
from audiobrief.story.model import Block, Role
from audiobrief.story.people import is_person
from audiobrief.story.words import ends_sentence, word_count

_MAX_CREDIT_WORDS: Final = 12
_TAIL: Final = re.compile(r"\s*(?:[/|,;]|via\b|für\b|for\b|[-–—]\s*\S)")
"""What goes on after a marked credit: "/AFP via Getty Images"."""

_MAX_TAIL_CHARS: Final = 60
_BOX_LEVELS: Final = 3
_JOINTS: Final = " /|,;–—-"


def marked_credit(chunk: Chunk) -> tuple[str, str | None]:
    """Return a caption without the credit that its page marks, and that credit or None."""
    if not chunk.credit:
        return chunk.text, None
    credit = chunk.credit.strip(" ()[]")
    start = chunk.text.rfind(chunk.credit)
    tail = chunk.text[start + len(chunk.credit) :] if start > 0 else ""
    if tail and len(tail) <= _MAX_TAIL_CHARS and _TAIL.match(tail) and not ends_sentence(tail):
        return chunk.text[:start].rstrip(_JOINTS + "("), credit + tail.rstrip(" )]")
    return chunk.uncredited.rstrip(_JOINTS + "(") or chunk.uncredited, credit or None


def is_credit_of(chunk: Chunk, above: Chunk, block: Block) -> bool:
    """Return whether a line is the credit of the caption above it: it stands in the same picture.

    Args:
        chunk: The line.
        above: The chunk that the caption came from.
        block: That caption.
    """
    if block.role is not Role.CAPTION or split_credit(block.text)[1]:
        return False
    figure = above.marks.get("figure") or above.marks.get("caption")
    same = figure is not None and figure in {
        chunk.marks.get("figure"),
        chunk.marks.get("caption"),
    }
    if not (same or chunk.home == above.home) or word_count(chunk.text) > _MAX_CREDIT_WORDS:
        return False
    if is_credit(chunk.text) or chunk.shares.get("credit", 0.0) > 0.7:
        return True
    return same and not ends_sentence(chunk.text) and _is_named(chunk.text)


def with_credits(
    labelled: Sequence[tuple[int, Block]], found: Sequence[Chunk]
) -> list[tuple[int, Block]]:
    """Return the blocks of a page, with loose credits of pictures at the captions beside them.

    A credit belongs to the nearest caption without one, if both stand in one small box.
    """
    told = list(labelled)
    taken: set[int] = set()
    for at, (place, block) in enumerate(told):
        if block.role is not Role.CAPTION or block.credit or split_credit(block.text)[1]:
            continue
        for near in _beside(at, len(told)):
            other, loose = told[near]
            if near in taken or loose.role is not Role.FURNITURE or not is_credit(loose.text):
                continue
            if set(found[place].trail[-_BOX_LEVELS:]) & set(found[other].trail[-_BOX_LEVELS:]):
                told[at] = place, replace(block, credit=loose.text)
                taken.add(near)
                break
    return [each for at, each in enumerate(told) if at not in taken]


def _beside(at: int, size: int) -> list[int]:
    """Return the indices of the blocks beside one, the nearest first."""
    return [at + step for step in (1, -1, 2, -2) if 0 <= at + step < size]


def _is_named(text: str) -> bool:
    """Return whether a line holds nothing but names: "Jane Doe/Daily Planet", "Jane Doe"."""
    parts = [part.strip() for part in re.split(r"\s*[/|]\s*|\s+via\s+|\s+[-–—]\s+", text)]
    capital = [part for part in parts if part[:1].isupper() or "." in part]
    return (len(parts) > 1 and len(capital) * 2 > len(parts)) or is_person(text)
