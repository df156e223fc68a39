"""Dates, times and ordinal numbers in languages other than English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.speaker import Say, Speaker, genitive
from audiobrief.rundown.speakable.tables import any_of


def _full(year: str) -> str:
    """Return the year of 31.01.06 in four figures."""
    if len(year) == 4:
        return year
    return f"{'20' if int(year) < _THIS_CENTURY else '19'}{year}"


_THIS_CENTURY: Final = 60


def _day(it: Speaker, match: re.Match[str], value: int | None = None) -> str:
    value = int(match["day"]) if value is None else value
    if it.row["code"] == "de":
        before = match.string[max(0, match.start() - 12) : match.start()].split()
        return _german(value, before[-1].lower() if before else "", it.language)
    if it.row["code"] == "ru":
        return numbers.ordinal(value, it.language, case="g", gender="n")
    if it.row["code"] in {"uk", "pl"}:
        return genitive(numbers.ordinal(value, it.language), it.row["code"])
    if value == 1 and "first" in it.row:
        return str(it.row["first"])
    if it.row.get("ordinal_days"):
        return numbers.ordinal(value, it.language)
    return numbers.cardinal(value, it.language)


def _russian_year(it: Speaker) -> Say:
    """Return the year of "2024 года", "в 2024 году" as the ordinal number that it is."""

    def say(match: re.Match[str]) -> str:
        noun = match["noun"]
        if noun == "г.":
            before = match.string[max(0, match.start() - 3) : match.start()].lower()
            noun = "году" if before.strip() in {"в", "о"} else "года"
        case = {"год": "n", "года": "g", "году": "p"}[noun]
        try:
            return (
                numbers.ordinal(int(match["year"]), it.language, case=case, gender="m") + " " + noun
            )
        except ValueError:
            return match[0]

    return say


_BEFORE_RANKS: Final = frozenset(
    {
        *("der", "die", "das", "den", "dem", "des", "am", "im", "vom", "zum", "zur", "beim"),
        *("seit", "ihr", "ihre", "ihren", "ihrem", "ihrer", "sein", "seine", "seinen", "seinem"),
        *("seiner", "jeder", "jeden", "jedem", "unser", "unseren", "einen", "ein", "eine"),
        *("einem", "einer"),
    }
)
"""Words between which and a noun a figure with a full stop is a rank: "am 3. Spieltag"."""


def _german_ranks(it: Speaker) -> str:
    return (
        r"(?<![\w.,])(?P<figures>\d{1,3})\.(?= [a-zäöü])|"
        r"^(?P<lone>\d{1,7})\.(?= ?$| [A-ZÄÖÜ][a-zäöü])|"
        rf"(?<= )(?P<noun>\d{{1,3}})\.(?= (?!{any_of(it.row['months'])})[A-ZÄÖÜ][a-zäöü])"
    )


OWN_STEPS: Final[Mapping[str, Callable[[Speaker], tuple[tuple[str, Say], ...]]]] = {
    "ru": lambda it: (
        (r"(?<![\w.,-])(?P<year>\d{4}) (?P<noun>год[ау]?|г\.)(?!\w)", _russian_year(it)),
    ),
    "de": lambda it: (
        (_german_ranks(it), _ordinal(it)),
        (r"(?<![\w.,-])(?P<year>1[1-9]\d\d)(?![\w%]|[.,]\d|\s?[-–/])", _year(it)),
    ),
    "nl": lambda it: ((r"(?<![\w.,-])(?P<year>1[1-9]\d\d)(?![\w%]|[.,]\d|\s?[-–/])", _year(it)),),
    "sv": lambda it: (
        (
            (
                r"(?:(?<=\bår )|(?<=\bsedan )|(?<=\bi )|(?<=\bfrån ))"
                r"(?P<year>1[1-9]\d\d)(?![\w%:]|[.,]\d)"
            ),
            _year(it),
        ),
    ),
    "uk": lambda it: (
        (r"(?<![\w.,-])(?P<year>\d{4}) (?P<noun>рік|року|році)(?!\w)", _ukrainian_year(it)),
    ),
    "pl": lambda it: ((r"(?<![\w.,-])(?P<year>\d{4}) (?P<noun>roku|r\.)(?!\w)", _polish_year(it)),),
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


def _year(it: Speaker) -> Say:
    return lambda match: it.year(match["year"])


def _polish_year(it: Speaker) -> Say:
    """Return the year of "w 2024 roku" in the locative, of "2024 r." in the genitive."""

    def say(match: re.Match[str]) -> str:
        words = it.year(match["year"])
        before = match.string[max(0, match.start() - 4) : match.start()].split()
        if before and before[-1].lower() in {"w", "po", "o"}:
            words = re.sub(r"ego(?= |$)", "ym", words).replace("iym", "im")
        return f"{words} roku"

    return say


def _ukrainian_year(it: Speaker) -> Say:
    """Return the year of "у 2024 році", "2024 року" as the ordinal number that it is."""

    def say(match: re.Match[str]) -> str:
        words, noun = it.year(match["year"]), match["noun"]
        if noun == "році":
            words = re.sub(r"ого$", "ому", words)
        elif noun == "рік":
            words = re.sub(r"ого$", "ий", words)
        return f"{words} {noun}"

    return say


def _joint(it: Speaker) -> str:
    return f" {it.row['of']} " if "of" in it.row else " "


def date(it: Speaker) -> Say:
    """Return the rule for a date in figures, such as 2024-03-12 or 12.03.2024."""

    def say(match: re.Match[str]) -> str:
        day, month = int(match["day"]), int(match["month"])
        if month > 12 >= day:
            day, month = month, day
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        joint = _joint(it)
        return (
            f"{_day(it, match, day)}{joint}{it.row['months'][month - 1]}"
            f"{joint}{it.year(_full(match['year']))}"
        )

    return say


def named_date(it: Speaker) -> Say:
    """Return the rule for a day before the name of a month, with or without a year."""

    def say(match: re.Match[str]) -> str:
        if not 1 <= int(match["day"]) <= 31:
            return match[0]
        of = match["of"] or ("de " if "of" in it.row else "")
        of_year = match["of_year"] or ("de " if "of" in it.row else "")
        year = f" {of_year}{it.year(match['year'])}" if match["year"] else ""
        return f"{_day(it, match)} {of}{match['name']}{year}"

    return say


def time(it: Speaker) -> Say:
    """Return the rule for a time of day, such as 19:30."""

    def say(match: re.Match[str]) -> str:
        hour = match["hour"] or match["hour2"] or match["hour3"] or match["hour4"]
        words = match.string[max(0, match.start() - 4) : match.start()].split()
        minute = match["minute"] or match["minute2"] or match["minute3"] or match["minute4"]
        return _clock(it, hour, minute, words[-1].lower() if words else "")

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


def _clock(it: Speaker, hour: str, minute: str, before: str = "") -> str:
    """Return a time of day: the hour, its word where the language has one, and the minutes."""
    value, row = int(hour), it.row
    if "hour_forms" in row:
        return _counted_clock(it, value, int(minute))
    if row.get("ranked_hours"):
        rank = re.sub("(?:y|i)(?= |$)", "a", numbers.ordinal(value or 24, it.language))
        rank = re.sub("ій(?= |$)", "я", re.sub("ий(?= |$)", "а", rank))
        if before in {"o", "о", "об", "do", "po", "od", "до", "по", "від", "з"}:
            rank = re.sub("a(?= |$)", "ej", rank)
            rank = re.sub("[ая](?= |$)", "ій" if before in {"о", "об", "по"} else "ої", rank)
        return rank if minute == "00" else f"{rank} {_minutes(it, minute)}"
    count = it.number(str(value))
    head, space, last = count.rpartition(" ")
    count = head + space + row.get("feminine", {}).get(last, last)
    word = row.get("hour_one", row["hour"]) if value == 1 else row["hour"]
    spoken = f"{count}{' ' if word else ''}{word}"
    return (
        spoken
        if minute == "00"
        else f"{spoken}{row.get('minute_joint', ' ')}{_minutes(it, minute)}"
    )


def _minutes(it: Speaker, minute: str) -> str:
    if minute == "15" and "quarter" in it.row:
        return str(it.row["quarter"])
    return it.number(minute.lstrip("0"))


def _counted_clock(it: Speaker, hour: int, minute: int) -> str:
    """Return "тринадцать часов пять минут"."""
    hours = f"{it.whole(str(hour))} {it.form(it.row['hour_forms'], str(hour))}"
    if not minute:
        return hours
    noun = it.form(it.row["minute_forms"], str(minute))
    return f"{hours} {it.count(str(minute), it.row['minute_forms'][0])} {noun}"


def _ordinal(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        before = match.string[max(0, match.start() - 12) : match.start()].split()
        figures = match["figures"] or match["lone"] or match["noun"]
        if match["noun"] and (not before or before[-1].lower() not in _BEFORE_RANKS):
            return match[0]
        return _german(int(figures), before[-1].lower() if before else "", it.language)

    return say
