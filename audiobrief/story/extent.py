"""Where the story stands among the lines of a flat text.

A story is the stretch of lines that holds the most prose: sentences count for it, the short lines
of menus and the notices of furniture against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from audiobrief.story.captions import is_credit
from audiobrief.story.datelines import is_dateline
from audiobrief.story.dates import dates_in
from audiobrief.story.furniture import Furniture, furniture
from audiobrief.story.people import is_byline
from audiobrief.story.words import (
    ends_sentence,
    sentence_count,
    word_count,
)

MARKED_WEIGHT: Final = -0.1
"""What a short line speaks for a story where it was marked as a heading or an item of a list."""

KEPT_LOOKS: Final = 1 << 16
"""Lines whose look is kept: more than any text of a size that is read within seconds has."""


@dataclass(frozen=True, slots=True)
class Look:
    """What can be seen of a line by itself; one that is a dateline alone is dated too."""

    text: str
    words: float
    ends: bool
    sentences: int
    kind: Furniture | None
    byline: bool
    dated: bool
    dateline: bool
    credit: bool

    @property
    def prose(self) -> bool:
        """Whether it is written as a paragraph is."""
        return self.kind is None and not self.credit and self.words >= 9 and self.ends

    @property
    def strong(self) -> bool:
        """Whether it is prose beyond doubt."""
        return self.prose and (self.words >= 24 or (self.words >= 16 and self.sentences > 1))


@lru_cache(maxsize=KEPT_LOOKS)
def look(text: str) -> Look:
    """Return what can be seen of a line by itself."""
    words = word_count(text)
    short = len(text) <= 160
    dateline = is_dateline(text)
    return Look(
        text=text,
        words=words,
        ends=ends_sentence(text),
        sentences=sentence_count(text),
        kind=furniture(text),
        byline=short and is_byline(text),
        dated=dateline or (short and words <= 18 and _is_dated(text) and not ends_sentence(text)),
        dateline=dateline,
        credit=is_credit(text),
    )


_STAMP: Final = re.compile(
    r"^\W*(?:published|updated|posted|publié|publicado|actualizado|veröffentlicht|zuerst "
    r"veröffentlicht|"
    r"aktualisiert|stand|pubblicato|atualizado|gepubliceerd|publicerad|publisert|oppdatert)\b.*\d|"
    r"^(?=.{5,70}$)(?=.*\b\d{1,2}[:.]\d{2}\b)(?=.*\b\d{1,2}\b.*\b(?:19|20)\d{2})",
    re.IGNORECASE,
)


def _is_dated(text: str) -> bool:
    """Return whether a line holds a date, or is made like the stamp of one."""
    return any(True for _ in dates_in(text)) or bool(_STAMP.match(text))


_SENTENCE_WEIGHTS: Final = ((40, 4.0), (24, 3.0), (12, 1.6), (7, 0.7), (0, -0.1))
"""Least words -> what a line that ends as a sentence says for a story."""

_OTHER_WEIGHTS: Final = ((30, 1.5), (12, -0.2), (3.01, -0.6), (0, -0.8))
"""Least words -> what any other line says for it."""


def _prose_weight(each: Look) -> float:
    """Return how much a line speaks for (above 0) or against being part of a story."""
    if each.kind is not None:
        return -2.5 if each.kind.ends_story else -1.0
    if each.credit or each.byline or each.dated:
        return -0.3
    table = _SENTENCE_WEIGHTS if each.ends else _OTHER_WEIGHTS
    return next(weight for least, weight in table if each.words >= least)


_TEASER_WEIGHT: Final = -0.6
"""What the sentence under the title of another story says for this one."""


def is_teaser(lines: Sequence[str], place: int) -> bool:
    """Return whether a line is the sentence between two titles: a list of other stories."""
    if not 0 < place < len(lines) - 1:
        return False
    each, before, after = (look(lines[place + step]) for step in (0, -1, 1))
    return (
        each.words <= 40
        and each.ends
        and each.sentences <= 3
        and 4 <= before.words <= 22
        and not (before.ends or before.credit or before.dated or before.byline)
        and before.kind is None
        and not after.ends
        and after.words <= 22
    )


def story_span(lines: Sequence[str], marked: Collection[int] = ()) -> tuple[int, int]:
    """Return the first and last line of the story, as indices; the whole text where unsure.

    Args:
        lines: The paragraphs of the text.
        marked: Indices of headings and items of lists: being short says nothing against them.
    """
    best, best_from, best_to = 0.0, 0, len(lines) - 1
    total, start = 0.0, 0
    for place, text in enumerate(lines):
        weight = _prose_weight(look(text))
        if not marked and is_teaser(lines, place):
            weight = _TEASER_WEIGHT
        if place in marked and look(text).kind is None:
            weight = max(weight, MARKED_WEIGHT)
        if total <= 0:
            total, start = 0.0, place
        total += weight
        if total > best:
            best, best_from, best_to = total, start, place
    return best_from, best_to
