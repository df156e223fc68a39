"""Printed dates and times: where one ends, and what it may sound like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.fidelity import reader
from audiobrief.rundown.fidelity.match import (
    Pattern,
    either,
    inflected,
    maybe,
    one_of,
    said,
    seq,
    silence,
)
from audiobrief.rundown.fidelity.numbers import (
    OCLOCK,
    TO,
    Edge,
    clock_minutes,
    number,
    year,
)
from audiobrief.rundown.fidelity.tables import table

MONTHS: Final = tuple(table("months"))
_MONTH_OF: Final = {
    **{name: name for name in MONTHS},
    **{short: name for name, row in table("months").items() for short in row},
}
_SMALL: Final = [
    month.lower() for month in _MONTH_OF if month not in {"May", "March", "Mar", "Dec"}
]
_SPELT: Final = sorted(
    [*_MONTH_OF, *(month.upper() for month in _MONTH_OF), *_SMALL], key=len, reverse=True
)
_MONTH: Final = rf"(?P<month>{'|'.join(_SPELT)})\b\.?"
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_LAST: Final = r"(?:\s?[-–—]\s?(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?"
_NO_DAY: Final = (
    r"(?![\d:%]|[.,/]\d|[^\W\d_]|\s?(?:%|percent|per cent|million|billion|thousand|hundred|"
    r"people|others|men|women|children|more)\b)(?P<own>'s)?"
)
_MONTH_FIRST: Final = re.compile(rf"{_MONTH}[ -]{_DAY}(?:-(?P<year>\d{{4}})\b|{_LAST}{_NO_DAY})")
_DAY_FIRST: Final = re.compile(rf"(?:[Tt]he )?{_DAY}{_LAST}(?: of|-)? ?(?<=[ -]){_MONTH}(?![\w])")
_FIGURES: Final = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/]|[.-]\d)")


def month_day(figures: str) -> Pattern:
    """Return the readings of the day of a month: "the third", "third"."""
    return seq(maybe(said("the")), reader.rank(int(figures)))


def _dates(text: str, at: int) -> Iterator[Edge]:
    """Yield the date of month and day that stands there, in either order."""
    found = _MONTH_FIRST.match(text, at) or _DAY_FIRST.match(text, at)
    if not found:
        return
    month = said(_MONTH_OF.get(found["month"]) or _MONTH_OF[found["month"].capitalize()])
    day = month_day(found["day"])
    if "own" in found.re.groupindex and found["own"]:
        day = inflected(day, reader.without_ending, 4)
    if found["last"]:
        day = seq(day, TO, maybe(month), month_day(found["last"]))
    counted = reader.amount(int(found["day"]))
    is_day_first = found.start("day") < found.start("month")
    of = maybe(said("of")) if is_day_first else said("of")
    if "year" in found.re.groupindex and found["year"]:
        yield (
            found.end(),
            seq(either(seq(month, day), seq(day, of, month)), year(found["year"])),
        )
        return
    yield (
        found.end(),
        either(
            seq(month, day),
            seq(day, of, month),
            *([seq(counted, month)] if not found["last"] and found.start("day") == at else []),
        ),
    )


def dates_in_figures(text: str, at: int, *, british: bool) -> Iterator[Edge]:
    """Yield 12/10/2024 and 2024-10-12; a date that is none is a row of numbers."""
    found = _FIGURES.match(text, at)
    if not found:
        return
    a, sign, b, c = found.groups()
    if len(a) == 4:
        stated, month, day = a, int(b), int(c)
        if len(c) == 4:
            return
    elif len(a) < 3:
        day_first = (british or sign != "/") if int(a) < 13 and int(b) < 13 else int(a) > 12
        day, month = (int(a), int(b)) if day_first else (int(b), int(a))
        stated = c
    else:
        return
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    name, ranked, spoken_year = said(MONTHS[month - 1]), month_day(str(day)), year(stated)
    yield (
        found.end(),
        seq(
            either(seq(name, ranked), seq(ranked, maybe(said("of")), name)),
            spoken_year,
        ),
    )


_CLOCK: Final = re.compile(
    r"(\d{1,2})([:.h])([0-5]\d)(?![\d:]|\.\d)(?P<half>\s?[aApP]\.?\s?[mM]\b)?"
)
_TO_HALF: Final = re.compile(r"\s?[-–—]\s?\d{1,2}(?::[0-5]\d)?\s?[aApP]\.?\s?[mM]\b")
_WATCH: Final = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d(?:\.\d{1,3})?)(?!\d|[:])")
_MILITARY: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?=\s?(?:GMT|UTC|h\b|hrs?\b|hours\b|Z\b))")


def times(text: str, at: int) -> Iterator[Edge]:
    """Yield the time of day or of a stopwatch that stands there."""
    clock = _CLOCK.match(text, at)
    if clock and int(clock[1]) <= 24 and (clock[2] != "." or clock["half"]):
        hour, end = int(clock[1]), clock.end(3)
        is_bare = clock[3] == "00" and not clock["half"] and not _TO_HALF.match(text, end)
        yield end, seq(reader.amount(hour), OCLOCK if is_bare else clock_minutes(clock[3]))
        if not clock["half"] and hour > 12:
            yield end, seq(reader.amount(hour - 12), clock_minutes(clock[3]), said("P M"))
    watch = _WATCH.match(text, at)
    if watch:
        hours, minutes, seconds = watch.groups()
        plain = seconds.lstrip("0") or "0"
        parts = [(hours, "hour|hours")] if hours else []
        parts += [(minutes, "minute|minutes"), ("0" * (plain[0] == ".") + plain, "second|seconds")]
        patterns: list[Pattern] = []
        for position, (figures, unit) in enumerate(parts):
            joined = maybe(said("and")) if position else silence
            stripped = figures.lstrip("0") or "0"
            shown = stripped if stripped[0] != "." else "0" + stripped
            patterns.append(seq(joined, number(shown), one_of(unit)))
        yield watch.end(), seq(*patterns)
        if hours and "." not in seconds:
            parts_read = [reader.amount(int(hours)), clock_minutes(minutes), clock_minutes(seconds)]
            yield watch.end(), seq(*parts_read)
    military = _MILITARY.match(text, at)
    if military:
        hour_read = either(
            reader.digit_by_digit(military[1])
            if military[1][0] == "0"
            else reader.amount(int(military[1]))
        )
        full = military[2] == "00"
        yield (
            military.end(),
            seq(hour_read, said("hundred") if full else clock_minutes(military[2])),
        )


_STAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T([0-2]\d):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|([+-])\d\d:?\d\d)?"
)


def stamp(text: str, at: int) -> Iterator[Edge]:
    """Yield the time stamp of a machine; its seconds and its zone need not be said."""
    found = _STAMP.match(text, at)
    if not found or not 1 <= int(found[2]) <= 12:
        return
    month, day = said(MONTHS[int(found[2]) - 1]), month_day(str(int(found[3])))
    seconds = maybe(clock_minutes(found[6])) if found[6] else silence
    yield (
        found.end(),
        seq(
            either(seq(month, day), seq(day, said("of"), month)),
            year(found[1]),
            maybe(said("at")),
            reader.amount(int(found[4])),
            clock_minutes(found[5]),
            seconds,
            maybe(one_of("U T C|Z|G M T")),
        ),
    )


def dates(text: str, at: int) -> list[Edge]:
    """Return the date that a month, a day or "the" begins there."""
    return list(_dates(text, at))
