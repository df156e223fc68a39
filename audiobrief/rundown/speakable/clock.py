"""Times of day and times on a stopwatch."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.style import Rule, Style, ended, rule

_NOON: Final = r"(?P<half>[ap]\.? ?m\b\.?|[AP]\.? ?M\b\.?)"


def _half(match: re.Match[str]) -> str:
    """Return "A M", with the full stop that ended the sentence too."""
    half = match["half"]
    letters = " ".join(half.replace(".", "").replace(" ", "").upper())
    return ended(match, letters) if half.endswith(".") else letters


def _minutes(figures: str, style: Style) -> str:
    if figures == "00":
        return ""
    if figures[0] == "0":
        return " oh " + numbers.digits(figures[1])
    return " " + numbers.whole(figures, style)


def _hour(figures: str, style: Style) -> str:
    return numbers.whole(str(int(figures)), style)


def _with_half(match: re.Match[str], style: Style) -> str:
    """Return "7:05 a.m." as "seven oh five A M"."""
    minutes = _minutes(match["minutes"] or "00", style)
    spoken = f"{_hour(match['hour'], style)}{minutes} "
    if match["to"]:
        return spoken + " ".join(match["half"].replace(".", "").replace(" ", "").upper()) + " to "
    return spoken + _half(match)


def _range(match: re.Match[str], style: Style) -> str:
    """Return the first time of "9-11 a.m.", whose half of the day stands at the second."""
    return f"{_hour(match['hour'], style)}{_minutes(match['minutes'] or '00', style)} to "


def _by_24(match: re.Match[str], style: Style) -> str:
    """Return 19:30 as "nineteen thirty", 20:00 as "twenty hundred", 7:00 as "seven o'clock"."""
    hour, minutes = int(match["hour"]), match["minutes"]
    if hour > 24 or int(minutes) > 59:
        return match[0]
    spoken = _hour(match["hour"], style)
    if minutes != "00":
        return spoken + _minutes(minutes, style)
    return f"{spoken} hundred" if hour > 12 or hour == 0 else f"{spoken} o'clock"


def _military(match: re.Match[str], style: Style) -> str:
    """Return "2200 GMT" as "twenty two hundred GMT"."""
    hour, minutes = match["hour"], match["minutes"]
    spoken = "zero " + numbers.digits(hour[1]) if hour[0] == "0" else numbers.whole(hour, style)
    return spoken + (_minutes(minutes, style) or " hundred")


def _stopwatch(match: re.Match[str], style: Style) -> str:
    """Return 2:03:45 as "two hours three minutes and forty five seconds"."""
    parts = []
    for unit in ("hour", "minute", "second"):
        figures = match[unit]
        count = figures.lstrip("0") or "0"
        if count.startswith("."):
            count = "0" + count
        parts.append(f"{numbers.number(count, style)} {unit}{'' if count == '1' else 's'}")
    return f"{parts[0]} {parts[1]} and {parts[2]}"


def _duration(match: re.Match[str], style: Style) -> str:
    """Return "1h 45m" as "one hour forty five minutes"."""
    parts = []
    for unit in ("hour", "minute", "second"):
        if match[unit]:
            count = match[unit].lstrip("0") or "0"
            parts.append(f"{numbers.number(count, style)} {unit}{'' if count == '1' else 's'}")
    return " ".join(parts)


def _long_minutes(match: re.Match[str], style: Style) -> str:
    """Return 59:59 as minutes and seconds; 60:40, whose sum is a hundred, stays a ratio."""
    minutes, seconds = match["a"], match["b"]
    if int(minutes) <= _LAST_HOUR or int(minutes) + int(seconds) == _WHOLE:
        return match[0]
    second = "second" if seconds == "01" else "seconds"
    return (
        f"{numbers.whole(minutes, style)} minutes "
        f"{numbers.whole(str(int(seconds)), style)} {second}"
    )


_LAST_HOUR: Final = 24
_WHOLE: Final = 100


def _split_time(match: re.Match[str], style: Style) -> str:
    """Return 1:59.4 as "one minute fifty nine point four seconds"."""
    minutes, seconds = match["minute"], match["second"].lstrip("0")
    seconds = "0" + seconds if seconds.startswith(".") else seconds
    unit = "minute" if minutes == "1" else "minutes"
    return f"{numbers.whole(minutes, style)} {unit} {numbers.number(seconds, style)} seconds"


def _zone(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return ended(match, " ".join(match[0].replace(".", "").upper()))


# The second time of "3pm-5pm" follows a hyphen.
_HOUR: Final = r"(?:(?<![\w.,:/$£€-])|(?<=[\d][aApP][mM]-)|(?<=[mM]\.-))(?P<hour>[01]?\d|2[0-4])"

RULES: Final[tuple[Rule, ...]] = (
    rule(
        r"(?<![\w.,:-])(?P<hour>\d{1,2})\s?h(?:ou)?rs?\s?(?P<minute>[0-5]?\d)\s?m(?:in)?s?(?P<second>)(?!\w)",
        _duration,
    ),
    rule(
        r"(?<![\w.,:-])(?P<hour>\d{1,2})h\s?(?P<minute>[0-5]?\d)m(?:in)?s?"
        r"(?:\s?(?P<second>[0-5]?\d)s)?(?!\w)",
        _duration,
    ),
    rule(
        r"(?<![\w.,:-])(?P<hour>)(?P<minute>\d{1,3})m(?:in)?\s?(?P<second>[0-5]?\d(?:\.\d+)?)s(?!\w)",
        _duration,
    ),
    rule(r"(?<![\w.,:-])(?P<hour>[01]?\d|2[0-4])h(?P<minutes>[0-5]\d)(?!\w)", _by_24),
    rule(
        r"(?<![\w.,:])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d):"
        r"(?P<second>[0-5]\d(?:\.\d{1,3})?)(?![\w:])(?!\s?[ap]\.?m)",
        _stopwatch,
    ),
    rule(
        r"(?<![\w.,:])(?P<minute>\d{1,2}):(?P<second>[0-5]\d\.\d{1,3})"
        r"(?![\w:])(?!\s?[ap]\.?m)",
        _split_time,
    ),
    rule(
        rf"{_HOUR}(?:[:.](?P<minutes>[0-5]\d))?\s?"
        rf"(?:-|–|—)\s?(?=\d{{1,2}}(?:[:.][0-5]\d)?\s?[apAP]\.?\s?[mM]\b)",
        _range,
    ),
    rule(
        rf"{_HOUR}(?:[:.](?P<minutes>[0-5]\d))?"
        rf"(?::[0-5]\d)?\s?{_NOON}(?!\w)(?P<to>\s?(?:-|–|—)\s?(?=\d|noon\b|midnight\b))?",
        _with_half,
    ),
    rule(r"(?<=\b[AP] M )[a-z]\.[a-z]\.t\b\.?", _zone),
    rule(r"(?<=\d:[0-5]\d)\s?[-–—]\s?(?=\d{1,2}:[0-5]\d(?![\d:]))", " to "),
    rule(rf"{_HOUR}:(?P<minutes>[0-5]\d)(?!\d|[.:]\d)", _by_24),
    rule(
        r"(?<![\w.,:/$£€-])(?P<hour>[01]\d|2[0-3])"
        r"(?P<minutes>[0-5]\d)(?=\s?(?:GMT|UTC|Z|E[SD]?T|P[SD]?T|C[ES]T|BST|hrs?|hours|local)\b)",
        _military,
    ),
    rule(r"(?<![\w.,:])(?P<a>\d\d):(?P<b>[0-5]\d)(?![\w:])", _long_minutes),
    rule(
        r"(?<=\b(?:at|by|to) )(?P<hour>0\d)(?P<minutes>[0-5]\d)(?![\w:.,-]*\d|\w)",
        _military,
    ),
    rule(
        r"(?<![\w.,:])(?P<a>\d{1,4}):(?P<b>\d{1,4})(?![\w:])",
        lambda match, style: (
            f"{numbers.whole(match['a'], style)} to {numbers.whole(match['b'], style)}"
        ),
    ),
)
