"""Dates, times and ordinal numbers in languages other than English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.speaker import Say, Speaker


def _day(it: Speaker, match: re.Match[str]) -> str:
    value = int(match["day"])
    if it.row["code"] == "de":
        before = match.string[max(0, match.start() - 12) : match.start()].split()
        return _german(value, before[-1].lower() if before else "", it.language)
    if it.row["code"] == "ru":
        return numbers.ordinal(value, it.language, case="g", gender="n")
    if it.row["code"] in _GENITIVE_ENDS:
        return _genitive(numbers.ordinal(value, it.language), it.row["code"])
    if value == 1 and "first" in it.row:
        return str(it.row["first"])
    if it.row.get("ordinal_days"):
        return numbers.ordinal(value, it.language)
    return numbers.cardinal(value, it.language)


_GENITIVE_ENDS: Final = {
    "uk": (("ій", "ього"), ("ий", "ого")),
    "pl": (("y", "ego"), ("i", "iego")),
}
"""Ending of an ordinal number -> its genitive, in which Slavic dates are said."""


def _genitive(words: str, code: str) -> str:
    """Return an ordinal number in the genitive: "dwunasty" is "dwunastego"."""
    said = []
    for word in words.split():
        for ending, other in _GENITIVE_ENDS[code]:
            if word.endswith(ending):
                said.append(word.removesuffix(ending) + other)
                break
        else:
            said.append(word)
    return " ".join(said)


def _russian_year(it: Speaker) -> Say:
    """Return the year of "2024 года", "в 2024 году" as the ordinal number that it is."""

    def say(match: re.Match[str]) -> str:
        case = {"год": "n", "года": "g", "году": "p"}[match["noun"]]
        try:
            return (
                numbers.ordinal(int(match["year"]), it.language, case=case, gender="m")
                + " "
                + match["noun"]
            )
        except ValueError:
            return match[0]

    return say


OWN_STEPS: Final[Mapping[str, Callable[[Speaker], tuple[tuple[str, Say], ...]]]] = {
    "ru": lambda it: (
        (r"(?<![\w.,-])(?P<year>\d{4}) (?P<noun>год[ау]?)(?!\w)", _russian_year(it)),
    ),
    "de": lambda it: ((r"(?<![\w.,])(?P<figures>\d{1,3})\.(?= [a-zäöü])", _ordinal(it)),),
}
"""Rules that one language has beside those of its table."""


def _german(value: int, before: str, language: str) -> str:
    """Return a German ordinal number with the ending that the word before asks for."""
    ordinal = numbers.ordinal(value, language)
    if before in {"der", "die", "das"}:
        return ordinal
    return ordinal + (
        "n"
        if before in {"am", "vom", "zum", "dem", "den", "bis", "des", "im", "beim", "seit"}
        else "r"
    )


def _joint(it: Speaker) -> str:
    return f" {it.row['of']} " if "of" in it.row else " "


def date(it: Speaker) -> Say:
    """Return the rule for a date in figures, such as 2024-03-12 or 12.03.2024."""

    def say(match: re.Match[str]) -> str:
        day, month = int(match["day"]), int(match["month"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        joint = _joint(it)
        return (
            f"{_day(it, match)}{joint}{it.row['months'][month - 1]}"
            f"{joint}{it.number(match['year'])}"
        )

    return say


def named_date(it: Speaker) -> Say:
    """Return the rule for a day before the name of a month, with or without a year."""

    def say(match: re.Match[str]) -> str:
        if not 1 <= int(match["day"]) <= 31:
            return match[0]
        of = match["of"] or ("de " if "of" in it.row else "")
        of_year = match["of_year"] or ("de " if "of" in it.row else "")
        year = f" {of_year}{it.number(match['year'])}" if match["year"] else ""
        return f"{_day(it, match)} {of}{match['name']}{year}"

    return say


def time(it: Speaker) -> Say:
    """Return the rule for a time of day, such as 19:30."""

    def say(match: re.Match[str]) -> str:
        return _clock(it, match["hour"] or match["hour2"], match["minute"] or match["minute2"])

    return say


def signed_hours(it: Speaker) -> tuple[tuple[str, Say], ...]:
    """Return the rule for "8 h 30", "8h30" and "20 h", where the language writes hours so."""
    if "hour_sign" not in it.row:
        return ()
    pattern = (
        rf"(?<![\w.,:/-])(?P<hour>[01]?\d|2[0-4])\s?{it.row['hour_sign']}"
        r"(?:\s?(?P<minute>[0-5]\d)(?:\s?min\b)?)?(?![\w:])"
    )
    return ((pattern, lambda match: _clock(it, match["hour"], match["minute"] or "00")),)


def _clock(it: Speaker, hour: str, minute: str) -> str:
    """Return a time of day: the hour, its word where the language has one, and the minutes."""
    count = it.number(str(int(hour)))
    head, space, last = count.rpartition(" ")
    count = head + space + it.row.get("feminine", {}).get(last, last)
    word = it.row.get("hour_one", it.row["hour"]) if int(hour) == 1 else it.row["hour"]
    minutes = "" if minute == "00" else f" {it.number(minute.lstrip('0'))}"
    return f"{count}{' ' if word else ''}{word}{minutes}"


def _ordinal(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 12) : match.start()].split()
        return _german(int(match["figures"]), before[-1].lower() if before else "", it.language)

    return say
