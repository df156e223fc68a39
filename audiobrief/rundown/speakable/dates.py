"""Dates, years and decades."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.style import Rule, Style, rule
from audiobrief.rundown.speakable.tables import any_of, rows

_MONTHS: Final[tuple[str, ...]] = tuple(row["spoken"] for row in rows("months", "month"))
_MONTH_OF: Final[Mapping[str, str]] = {
    written.lower(): row["spoken"] for row in rows("months", "month") for written in row["written"]
}
_DAY_OF: Final[Mapping[str, str]] = {
    written: row["spoken"] for row in rows("days", "day") for written in row["written"]
}
_MONTH: Final = rf"(?P<month>(?i:{any_of(_MONTH_OF)}))\b(?:\.(?![\"”’)]*\s*$))?"
"""The stop of an abbreviation goes, but not where it ends the sentence too."""
_FULL_MONTH: Final = rf"\b{any_of(_MONTHS)}\b"
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|ST|ND|RD|TH)?"
_LAST: Final = r"(?P<last>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_TO: Final = r"\s?(?:-|–|—|/)\s?"
_YEAR: Final = r"(?P<comma>,? ?(?<=[, ]))(?P<year>1[0-9]\d\d|2[01]\d\d)(?![\d,.]\d|\d|\s?%)"
_END: Final = r"(?![\w%]|[.,:/]\d|-\d)"


def _day_of_month(day: str, style: Style) -> str:
    return numbers.rank(day, style)


def _tail(match: re.Match[str], style: Style) -> str:
    """Return the year of a date, with the comma that is printed before it."""
    found = match.groupdict()
    if not found.get("year"):
        return ""
    comma = ", " if "," in (found["comma"] or "") else " "
    following = match.string[match.end() : match.end() + 1]
    return comma + numbers.year(found["year"], style) + (" " if following.isalpha() else "")


def _month_first(match: re.Match[str], style: Style) -> str:
    month, day = _MONTH_OF[match["month"].lower()], _day_of_month(match["day"], style)
    article = "the " if style.british else ""
    last = f" to {article}{_day_of_month(match['last'], style)}" if match["last"] else ""
    return f"{month} {article}{day}{last}{_tail(match, style)}"


def _day_first(match: re.Match[str], style: Style) -> str:
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    article = "" if before.endswith("the ") else "the "
    day = _day_of_month(match["day"], style)
    last = f" to {article}{_day_of_month(match['last'], style)}" if match["last"] else ""
    month = _MONTH_OF[match["month"].lower()]
    return f"{article}{day}{last} of {month}{_tail(match, style)}"


def _month_and_year(match: re.Match[str], style: Style) -> str:
    return _MONTH_OF[match["month"].lower()] + _tail(match, style)


def _two_figures(year: str, style: Style) -> str:
    """Return the 24 of 6/30/24 as "twenty four", the 05 of 11/17/05 as "oh five"."""
    return f"oh {numbers.digits(year[1])}" if year[0] == "0" else numbers.whole(year, style)


def _whole_date(year: str, month: str, day: str, style: Style) -> str:
    named, ranked = _MONTHS[int(month) - 1], _day_of_month(day, style)
    spoken_year = numbers.year(year, style) if len(year) == 4 else _two_figures(year, style)
    if style.british:
        return f"the {ranked} of {named} {spoken_year}"
    return f"{named} {ranked}, {spoken_year}"


def _year_first(match: re.Match[str], style: Style) -> str:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    return _whole_date(match["year"], match["m"], match["d"], style)


def _figures(match: re.Match[str], style: Style) -> str:
    """Return 12/10/2024 by the custom of the language; where only one order makes a date, by that.

    Dates with full stops or hyphens have the day first wherever they are written.
    """
    first, second = match["a"], match["b"]
    day_first = style.british or match["sign"] != "/"
    if int(second) > 12:
        day_first = False
    elif int(first) > 12:
        day_first = True
    day, month = (first, second) if day_first else (second, first)
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return match[0]
    return _whole_date(match["year"], month, day, style)


def _short_date(match: re.Match[str], style: Style) -> str:
    """Return "by 6/15" as "by June fifteenth" where the figures make no common fraction."""
    first, second = int(match["a"]), int(match["b"])
    day, month = (
        (first, second) if style.british or second <= _MONTHS_A_YEAR < first else (second, first)
    )
    if second in _COMMON_BELOW or not (1 <= month <= _MONTHS_A_YEAR and 1 <= day <= _LONGEST):
        return match[0]
    ranked = _day_of_month(str(day), style)
    named = _MONTHS[month - 1]
    return match["before"] + (f"the {ranked} of {named}" if style.british else f"{named} {ranked}")


_COMMON_BELOW: Final = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 20})
_MONTHS_A_YEAR: Final = 12
_LONGEST: Final = 31


def _weekday(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return _DAY_OF[match["name"]]


def _full_day(written: str) -> str:
    bare = written.removesuffix(".")
    return _DAY_OF.get(bare, bare)


def _month_alone(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return _MONTH_OF[match["month"].lower()]


def _decade(match: re.Match[str], style: Style) -> str:
    figures = match["figures"]
    words = numbers.year(figures, style) if len(figures) == 4 else numbers.whole(figures, style)
    return numbers.plural(words)


def _short_year(match: re.Match[str], style: Style) -> str:
    return numbers.whole(match["figures"], style)


def _span(match: re.Match[str], style: Style) -> str:
    """Return 2019-20 as "twenty nineteen to twenty"; where it cannot be years, leave it."""
    first, last = match["first"], match["last"]
    full = last if len(last) == 4 else first[:2] + last
    if full <= first:
        return match[0]
    if len(last) == 4:
        spoken = numbers.year(last, style)
    elif last[0] == "0":
        spoken = "oh " + numbers.digits(last[1])
    else:
        spoken = numbers.whole(last, style)
    return f"{numbers.year(first, style)} to {spoken}"


def _era(match: re.Match[str], style: Style) -> str:
    era = " ".join(match["era"].replace(".", "").replace(" ", ""))
    stop = "." if match["era"].endswith(".") and match.end() == len(match.string) else ""
    figures = match["figures"]
    words = numbers.year(figures, style) if len(figures) == 4 else numbers.whole(figures, style)
    return f"{words} {era}{stop}"


_ABBREVIATED_DAY: Final = rf"(?P<name>{any_of(day for day in _DAY_OF if len(day) < 6)})"
_SHORT_MONTHS: Final = ("Jan", "Feb", "Apr", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_ABBREVIATED_MONTH: Final = rf"(?P<month>{any_of(_SHORT_MONTHS)})"

RULES: Final[tuple[Rule, ...]] = (
    rule(
        r"(?<![\w.,/-])(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?"
        r"(?P<zone>Z)?(?:[+-]\d\d:?\d\d)?(?!\w)",
        lambda match, style: f"{match['day']} {match['time']}" + (" UTC" if match["zone"] else ""),  # noqa: ARG005
    ),
    rule(
        r"(?<![\w.,/-])(?P<year>1\d{3}|2[01]\d\d)"
        r"(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?![\w/-]|\.\d)",
        _year_first,
    ),
    rule(
        r"(?<![\w.,/-])(?P<a>\d{1,2})(?P<sign>[/.-])"
        r"(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)(?![\w/-]|\.\d)",
        _figures,
    ),
    rule(
        rf"(?<![\w.]){_MONTH}-(?P<day>\d\d?)(?P<last>)-(?P<comma>)(?P<year>\d{{4}})(?!\w)",
        _month_first,
    ),
    rule(
        rf"(?<![\w.]){_MONTH}[ -]?(?<=[ .-]){_DAY}(?:{_TO}{_LAST})?(?:{_YEAR})?{_END}", _month_first
    ),
    rule(
        rf"(?<![\w.,:/$£€-])(?:the )?{_DAY}(?:"
        rf"{_TO}{_LAST})?(?: of)? {_MONTH}(?:{_YEAR})?(?!\w)",
        _day_first,
    ),
    rule(
        r"(?<![\w-])(?P<before>(?i:on|by|before|after|since|until|due) )"
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\w/%]|[.,-]\d| of\b)",
        _short_date,
    ),
    rule(rf"(?<![\w.]){_MONTH}(?:{_YEAR})(?!\w)", _month_and_year),
    rule(r"(?<![\w.,])(?:['’‘](?=\d\ds))?(?P<figures>1\d\d0|20\d0|[2-9]0)['’]?s(?!\w)", _decade),
    rule(r"(?<=\b(?:in|of) )['’‘](?P<figures>[2-9]\d)(?![\w'’])", _short_year),
    rule(
        r"(?<![\w.,$£€-])(?P<first>1[1-9]\d\d|20\d\d)[-–/]"
        r"(?P<last>(?:1[1-9]|20)\d\d|\d\d)(?![\w%-]|[.,]\d)",
        _span,
    ),
    rule(r"(?<![\w.,])(?P<figures>\d{1,4}) (?P<era>B\.?C\.?E?\.?|A\.?D\.?|C\.?E\.?)(?!\w)", _era),
)
"""For text with figures, in this order."""

_ANY_MONTH: Final = rf"(?:{any_of(_MONTHS)}|{any_of(_SHORT_MONTHS)}\.?)"
_ANY_DAY: Final = (
    rf"(?:{any_of(set(_DAY_OF.values()))}|{any_of(day for day in _DAY_OF if len(day) < 6)}\.?)"
)

SPAN_RULES: Final[tuple[Rule, ...]] = (
    rule(rf"(?<=\d)\s?[-–—]\s?(?={_ANY_MONTH} \d)", " to "),
    rule(
        rf"(?<!\w)(?P<from>{_ANY_MONTH})\s?[-–—]\s?(?={_ANY_MONTH}(?!\w))",
        lambda match, style: f"{match['from']} to ",  # noqa: ARG005, the form of a rule
    ),
    rule(
        rf"(?<!\w)(?P<from>{_ANY_DAY})\s?[-–—]\s?(?P<last>{_ANY_DAY})(?!\w)",
        lambda match, style: f"{_full_day(match['from'])} to {_full_day(match['last'])}",  # noqa: ARG005
    ),
    rule(r"(?<=\d)\s?[-–]\s?(?=(?:noon|midnight)\b)", " to "),
)
"""Spans of days and months, before their abbreviations are read."""

DAY_RULES: Final[tuple[Rule, ...]] = (
    rule(
        rf"(?<![\w.]){_ABBREVIATED_DAY}\.(?=,|\s"
        rf"(?:{any_of(_MONTHS)}|morning|afternoon|evening|night|at|and|to|through)\b|\s\d|[-–])",
        _weekday,
    ),
    rule(rf"(?<![\w.]){_ABBREVIATED_DAY}(?=, {_ANY_MONTH} \d)", _weekday),
    rule(rf"(?<=\d ){_ABBREVIATED_DAY}\b(?:\.(?!\s*$))?", _weekday),
    rule(rf"(?<![\w.]){_ABBREVIATED_DAY}(?=[-–]{any_of(_DAY_OF)}\b)", _weekday),
    rule(
        rf"(?<=day)[-–]{_ABBREVIATED_DAY}\b\.?",
        lambda match, style: f" to {_weekday(match, style)}",
    ),
    rule(rf"(?<![\w.]){_ABBREVIATED_MONTH}\.(?!\w)", _month_alone),
)
"""Abbreviated days and months that stand without figures."""
