"""Printed figures: for each, where it ends and what it may sound like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.fidelity import reader
from audiobrief.rundown.fidelity.match import (
    Pattern,
    either,
    maybe,
    one_of,
    said,
    seq,
    silence,
)
from audiobrief.rundown.fidelity.moments import (
    MONTHS,
    dates,
    dates_in_figures,
    month_day,
    stamp,
    times,
)
from audiobrief.rundown.fidelity.numbers import (
    INT,
    POINT,
    Edge,
    number,
    numbers,
    whole_number,
)

_FRACTION: Final = re.compile(
    rf"(?:(?P<whole>{INT})[ -])?(?P<a>\d{{1,4}})\s?/\s?(?P<b>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})"
    r"(?:(?:st|nd|rds?|ths?|RD|TH|s)(?![^\W_]))?(?![\d/]|\.\d)"
)
_DOTTED: Final = re.compile(r"\d{1,4}(?:\.\d{1,4}){2,7}(?!\w|\.\d)")
_TELEPHONE: Final = re.compile(
    r"(?:\+\d{1,3}[ .-]?)(?:\(?\d{1,5}\)?[ .-]?){1,6}(?<=\d)(?!\w)"
    r"|(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .–-]\d{4}(?:-\d{1,4})?(?![\w-])"
    r"|\d{3}-\d{4}(?![\w-])|\d{3}-\d\d-\d{4}(?![\w-])|\d{5}-\d{4}(?![\w-])"
    r"|0\d{2,4} \d{3,4} \d{3,4}(?![\w-])|0\d{3,4} \d{6}(?![\w-])|0\d{2} \d{4} \d{4}(?![\w-])"
    r"|1-8\d\d-(?=[A-Z0-9-]*[A-Z])"
)
_CHAIN: Final = re.compile(r"\d{1,20}(?:-\d{1,20}){2,9}(?!\d|\.\d)")
_LINEAGE: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})+(?![\w.]*\d)")
_LINEAGE_NAME: Final = re.compile(r"(?<![^\W_])[A-Z]{1,3}\.$")
_FEET: Final = re.compile(
    r"(\d)'\s?(?:(\d{1,2}(?:\.\d)?)(?:\"|''|in\b)?|(?=\s(?:tall|high)))(?!\w)"
)
_ALL: Final = 100
"""Two shares of a whole: "80/20"."""
_JUXTAPOSED: Final = {("24", "7"), ("9", "11"), ("7", "7"), ("20", "20"), ("50", "50")}
_SETS: Final = re.compile(
    r"(?<![\w.,-])[0-7][-–][0-7](?:\s?\(\d+(?:[-–]\d+)?\))?"
    r"(?:(?:, |,? and )[0-7][-–][0-7](?:\s?\(\d+(?:[-–]\d+)?\))?)+(?![\w-])"
)


def _fractions(text: str, at: int, *, british: bool) -> Iterator[Edge]:
    found = _FRACTION.match(text, at)
    if not found:
        return
    above, below, whole = found["a"], found["b"], found["whole"]
    a, b = int(above), int(below.replace(",", ""))
    mixed = seq(number(whole), maybe(said("and"))) if whole else silence
    readings = [seq(reader.amount(a), said("over"), reader.amount(b))]
    if b:
        joined = text[found.end() : found.end() + 1] == "-"
        readings.append(reader.fraction(a, b, joined=joined))
    spoken = [seq(mixed, either(*readings))]
    if not whole:
        either_way = number(above), number(below)
        spoken.append(seq(either_way[0], one_of("slash|out of|to"), either_way[1]))
        if (above, below) in _JUXTAPOSED or (len(above) == len(below) == 2 and a + b == _ALL):
            spoken.append(seq(*either_way))
        month, day = (b, a) if british or a > 12 else (a, b)
        if 1 <= month <= 12 and 1 <= day <= 31:
            name, ranked = said(MONTHS[month - 1]), month_day(str(day))
            spoken += [seq(name, ranked), seq(ranked, maybe(said("of")), name)]
    yield found.end(), either(*spoken)


def _rows(text: str, at: int) -> Iterator[Edge]:
    """Yield versions, addresses of networks, telephone numbers and chains of figures."""
    dotted = _DOTTED.match(text, at)
    if dotted:
        groups = [number(group, named=True) for group in dotted[0].split(".")]
        # A lineage such as B.1.1.7 is read without its points.
        point = maybe(POINT) if re.search(r"[A-Za-z]\.?$", text[max(0, at - 2) : at]) else POINT
        yield dotted.end(), seq(groups[0], *(seq(point, group) for group in groups[1:]))
    lineage = _LINEAGE.match(text, at)
    if lineage and _LINEAGE_NAME.search(text[max(0, at - 5) : at]):
        groups = [number(group) for group in lineage[0].split(".")]
        yield (
            lineage.end(),
            seq(groups[0], *(seq(maybe(POINT), group) for group in groups[1:])),
        )
    feet = _FEET.match(text, at)
    if feet:
        inches = seq(number(feet[2]), maybe(one_of("inch|inches"))) if feet[2] else silence
        yield feet.end(), seq(number(feet[1]), one_of("foot|feet"), inches)
    for row, sign in ((_TELEPHONE, silence), (_CHAIN, maybe(one_of("to|dash|hyphen")))):
        found = row.match(text, at)
        if found:
            yield found.end(), _groups(found[0], sign)


def telephone(text: str, at: int) -> list[Edge]:
    """Return the telephone number that a plus begins there."""
    found = _TELEPHONE.match(text, at)
    return [(found.end(), _groups(found[0], silence))] if found else []


def _groups(row: str, sign: Pattern) -> Pattern:
    parts = [said("plus")] if row[0] == "+" else []
    for position, group in enumerate(re.findall(r"\d+", row)):
        parts.append(seq(sign if position else silence, whole_number(group, named=True)))
    return seq(*parts)


def silent_signs(text: str, *, british: bool) -> frozenset[int]:
    """Return the places of hyphens that are not said: those of "6-4, 7-6", in Britain of "3-1"."""
    places = {
        found.start() + offset
        for found in _SETS.finditer(text)
        for offset, sign in enumerate(found[0])
        if sign in "-–"
    }
    if british:
        places |= {found.start(1) for found in _GOALS.finditer(text)}
    return frozenset(places | {found.start(1) for found in _EVEN.finditer(text)})


_GOALS: Final = re.compile(r"(?<![\w.,-])\d([-–])\d(?![\w%-]|[.,]\d| (?:percent|per cent))")
_EVEN: Final = re.compile(r"(?<![\w.,-])(?:50(-)50|24(-)7|20(-)20|60(-)40)(?![\w-])")


_ARC: Final = re.compile(
    r"(\d{1,3})°\s?(\d{1,2}(?:\.\d+)?)'(?:\s?(\d{1,2}(?:\.\d+)?)(?:\"|''))?(?:\s?([NSEW])(?!\w))?"
)
_COMPASS: Final = {"N": "north|N", "S": "south|S", "E": "east|E", "W": "west|W"}


def _arcs(text: str, at: int) -> Iterator[Edge]:
    """Yield a place on the globe: degrees, minutes, seconds and a letter of the compass."""
    found = _ARC.match(text, at)
    if not found:
        return
    parts = [number(found[1]), one_of("degree|degrees"), number(found[2]), one_of("minute|minutes")]
    if found[3]:
        parts += [number(found[3]), one_of("second|seconds")]
    if found[4]:
        parts.append(one_of(_COMPASS[found[4]]))
    yield found.end(), seq(*parts)


def edges(text: str, at: int, *, british: bool) -> list[Edge]:
    """Return every way in which a figure that begins at a place may be taken."""
    dated = dates(text, at)
    if dated:
        return dated
    whole = list(dates_in_figures(text, at, british=british)) or list(_arcs(text, at))
    if whole:
        return whole
    return [
        *stamp(text, at),
        *numbers(text, at),
        *times(text, at),
        *_fractions(text, at, british=british),
        *_rows(text, at),
    ]
