"""Days of the week and "today" in an old story, said with their date.

A listener who hears a story of last spring cannot tell which Thursday was meant. The date is put
behind the day where it is certain: the last such day before the story, or, where the sentence looks
ahead, the next one. Quotations are left as they are; so is a day that could be either.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

OLD_AFTER: Final = dt.timedelta(days=7)
"""A story that is no older is heard in the week that it tells of."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_WORD: Final = re.compile(
    r"(?<![\w'’-])(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow)(?P<part> (?:morning|afternoon|evening|night))?"
    r"(?![\w'’-])(?!,? (?:the )?\d)(?!,? [A-Z]\w+\.? \d)(?! [A-Z])"
)
_NOT_BEFORE: Final = re.compile(
    r"\b(?:every|each|any|some|most|last|next|previous|following|coming|another|black|good|super|"
    r"palm|easter|ash|holy|cyber|bloody|shrove|since|from|until|one|a|an|that|this) $",
    re.IGNORECASE,
)
"""After these a day is none of the week of the story, or a name."""

_PAST: Final = re.compile(
    r"\b(?:[a-z]{2,}ed|said|told|was|were|had|took|came|began|met|won|lost|left|held|made|hit|fell|"
    r"rose|went|gave|struck|broke|saw|sent|put|cut|shot|spoke|wrote|found|got|ran|led|sank|swore)"
    r"(?: [a-z]+){0,3}(?: on)? $"
)
_AHEAD: Final = re.compile(
    r"\b(?:will|would|won['’]t|shall|going to|is to|are to|set to|set for|due|scheduled|expected|"
    r"plans?|planned|planning|upcoming|later|hopes?|intends?|may|might|could|should|must|until|by)\b"
)
_OPEN: Final = frozenset("“«„")
_CLOSE: Final = frozenset("”»")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedDay:
    """A day that is said with its date.

    Attributes:
        printed: As it stands in the print: "Thursday".
        date: The day that it was.
    """

    printed: str
    date: dt.date


def is_old(published: dt.datetime | None, on: dt.date) -> bool:
    """Return whether a story is so old on a day that its "Thursday" has to be told by its date."""
    return published is not None and on - published.date() > OLD_AFTER


def with_dates(
    sentences: Sequence[str], published: dt.date
) -> tuple[tuple[str, tuple[DatedDay, ...]], ...]:
    """Return each English sentence with the date behind its relative days, and which they were.

    Args:
        sentences: Those of one block, in their order: a quotation may go on over several.
        published: The day on which they were printed.
    """
    found = []
    depth, is_quoted = 0, False
    for sentence in sentences:
        text, dated, last = "", [], 0
        place = 0
        for match in _WORD.finditer(sentence):
            depth, is_quoted = _quoted(sentence[place : match.start()], depth, is_quoted)
            place = match.start()
            day = None if depth or is_quoted else _meant(match, published)
            if day is None:
                continue
            comma = "" if sentence[match.end() : match.end() + 1] in ",.;:!?)" else ","
            text += f"{sentence[last : match.end()]}, {_MONTHS[day.month - 1]} {day.day}{comma}"
            last = match.end()
            dated.append(DatedDay(printed=match[0], date=day))
        depth, is_quoted = _quoted(sentence[place:], depth, is_quoted)
        found.append((text + sentence[last:], tuple(dated)))
    return tuple(found)


def _quoted(text: str, depth: int, is_quoted: bool) -> tuple[int, bool]:  # noqa: FBT001, a state
    for sign in text:
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif sign == '"':
            is_quoted = not is_quoted
    return depth, is_quoted


def _meant(match: re.Match[str], published: dt.date) -> dt.date | None:
    """Return the date of a day, None where it could be more than one."""
    word = match["day"].lower()
    if word in _NEAR:
        return published + dt.timedelta(_NEAR[word])
    before = match.string[: match.start()]
    if _NOT_BEFORE.search(before):
        return None
    back = (published.weekday() - _DAYS.index(word)) % len(_DAYS)
    is_past = bool(_PAST.search(before)) and not _AHEAD.search(before[-_CLOSE_BY:])
    looks_ahead = bool(_AHEAD.search(match.string))
    if not looks_ahead or is_past:
        return published - dt.timedelta(back)
    if _AHEAD.search(before) and not _PAST.search(before):
        return published + dt.timedelta(len(_DAYS) - back if back else 0)
    return None


_CLOSE_BY: Final = 24
"""Characters before a day in which a word such as "will" belongs to it."""
