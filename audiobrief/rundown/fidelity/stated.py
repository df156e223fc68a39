"""What a producer has stated: the show's own rows, and the day of the story.

Both are facts from outside, as the print is. The readings are made here anew, so that a fault of
the text stage in using them is still caught.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from audiobrief.rundown.fidelity import numbers, reader
from audiobrief.rundown.fidelity.match import (
    Pattern,
    either,
    maybe,
    one_of,
    said,
    seq,
)
from audiobrief.rundown.fidelity.numbers import NUMBER, Edge
from audiobrief.rundown.fidelity.tables import table
from audiobrief.settings import TextKind, TextRow

_SCALES: Final = table("scales")
_AMOUNT: Final = re.compile(
    rf"(?P<figures>{NUMBER})(?:\s?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})"
    r"(?![^\W_]))?"
)
_DAYS: Final = tuple(table("days"))
_NEAR: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_WORD: Final = re.compile(rf"(?:{'|'.join((*_DAYS, *_NEAR))})\b(?!')", re.IGNORECASE)
_PART: Final = re.compile(r" (?:morning|afternoon|evening|night)\b")
_MONTHS: Final = tuple(table("months"))
_WEEK: Final = 7


class Stated:
    """The show's rows, and the day on which a story was printed."""

    __slots__ = ("_lengths", "_rows", "published")

    def __init__(self, rows: Sequence[TextRow] = (), published: dt.date | None = None) -> None:
        self._rows: dict[str, list[TextRow]] = {}
        for row in rows:
            if row.language in {"", "en"}:
                for written in row.written:
                    self._rows.setdefault(written, []).append(row)
        self._lengths = sorted({len(written) for written in self._rows}, reverse=True)
        self.published = published

    def rows(self, text: str, at: int) -> list[Edge]:
        """Return the readings of the longest row that counts there; none other is right then."""
        if at and text[at - 1].isalpha() and text[at].isalpha():
            return []
        for length in self._lengths:
            end = at + length
            rows = self._rows.get(text[at:end], ())
            if rows and not (text[end - 1].isalpha() and text[end : end + 1].isalpha()):
                return [edge for row in rows for edge in _of_row(row, text, at, end)]
            if rows and re.match(r"s(?![^\W_])", text[end : end + 2]):
                return [edge for row in rows for edge in _of_row(row, text, at, end)]
        return []

    def days(self, text: str, at: int) -> list[Edge]:
        """Return the day with its date, which may also be said as it is printed."""
        if self.published is None or (at and text[at - 1].isalnum()):
            return []
        return list(_days(text, at, self.published))


def _of_row(row: TextRow, text: str, at: int, end: int) -> Iterator[Edge]:
    key = text[at:end]
    if row.kind is TextKind.INITIALISM:
        if row.by_letters:
            spelt = " ".join(key)
            yield end, said(spelt)
            if re.match(r"s(?![^\W_])", text[end : end + 2]):
                yield end + 1, one_of(f"{spelt}'s|{spelt}s")
        else:
            many = text[end : end + 1] == "s"
            yield end + many, said(key + "s" * many)
    elif row.kind is TextKind.UNIT:
        if re.search(r"(?:\d|[a-z]{2})[\s-]?$", text[max(0, at - 4) : at]):
            yield end, one_of(f"{row.spoken}|{row.many}")
    elif row.kind is TextKind.CURRENCY:
        name = one_of(f"{row.spoken}|{row.many}")
        yield end, name
        amount = _AMOUNT.match(text, end + (text[end : end + 1] == " "))
        if amount:
            scale = [said(_SCALES[amount["scale"]])] if amount["scale"] else []
            yield amount.end(), seq(numbers.number(amount["figures"]), *scale, name)
    elif _counts(row, text, end):
        yield end, said(row.spoken)


def _counts(row: TextRow, text: str, end: int) -> bool:
    """Return whether a title or an abbreviation stands where its row wants it."""
    where = "name" if row.kind is TextKind.TITLE else row.where
    if where == "any" or row.kind is TextKind.SIGN:
        return True
    following = _FOLLOWING.match(text, end)
    if following is None:
        return False
    return following[1].isupper() if where == "name" else following[1].isdigit()


_FOLLOWING: Final = re.compile(r"\s*(\S)")


def _days(text: str, at: int, published: dt.date) -> Iterator[Edge]:
    """Yield a day of the week, or "today", with the date that it was; never in a quotation."""
    found = _WORD.match(text, at)
    if found is None or text.count('"', 0, at) % 2:
        return
    word = found[0].lower()
    if word in _NEAR:
        days = [published + dt.timedelta(_NEAR[word])]
    else:
        wanted = [day.lower() for day in _DAYS].index(word)
        nearby = (published + dt.timedelta(n) for n in range(-_WEEK, _WEEK + 1))
        days = [day for day in nearby if day.weekday() == wanted]
    part = _PART.match(text, found.end())
    end = part.end() if part else found.end()
    named = said(text[at:end])
    yield end, seq(named, either(*map(_date, days)))


def _date(day: dt.date) -> Pattern:
    """Return the readings of a date, its year included or not."""
    month, ranked = said(_MONTHS[day.month - 1]), reader.rank(day.day)
    first = seq(month, maybe(said("the")), ranked)
    last = seq(maybe(said("the")), ranked, maybe(said("of")), month)
    return seq(either(first, last), maybe(numbers.year(str(day.year))))
