"""Printed numbers and years: where one ends, and what it may sound like."""

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
from audiobrief.rundown.fidelity.tables import table

Edge = tuple[int, Pattern]
"""Where a printed token ends, and what it may sound like."""

INT: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d+)"
NUMBER: Final = rf"(?:{INT}(?:\.\d+)?|\.\d+)"

_NUMBER: Final = re.compile(NUMBER)
_ENDING: Final = re.compile(r"(st|nd|rd|th|ST|ND|RD|TH|'?s|ers)(?![^\W_])")
_NAME_BEFORE: Final = re.compile(
    r"(?:[^\W\d_]-?|\b[A-Z][\w.]*[ -]|\bNos?\. ?\d+-|\b(?:route|flight|room|bus|line|bill)[ -])$"
)
_NAME_AFTER: Final = re.compile(r" (?:[A-Z]|\d+(?:st|nd|rd|th) )|\(")
_AIRLINER: Final = re.compile(r"7[0-8]7")
_BOOK: Final = re.compile(
    r" (?:Samuel|Kings|Chronicles|Maccabees|Corinthians|Thessalonians|Timothy|Peter|John)\b"
)
TO: Final = one_of("to|through|until|till")
POINT: Final = one_of("point|dot")
_NO_GOALS: Final = one_of("|".join(table("numbers")["no_goals"]))
OCLOCK: Final = one_of("o'clock|hundred|hundred hours|zero zero|sharp|hours")


def number(figures: str, *, named: bool = False) -> Pattern:
    """Return the readings of a number as printed: "1,204.5", "1984", "007", ".5".

    Args:
        figures: As printed.
        named: Whether it may be the name of a flight or a road: 370 as "three seventy".
    """
    whole, point, part = figures.partition(".")
    if not point:
        return whole_number(whole, named=named)
    start = reader.amount(int(whole.replace(",", ""))) if whole else silence
    if whole and not whole.strip("0"):
        start = one_of("zero|oh|nought|naught|o")
    return seq(start, POINT, reader.digit_by_digit(part))


def whole_number(figures: str, *, named: bool = False) -> Pattern:
    """Return the readings of a whole number as ``number`` does."""
    plain = figures.replace(",", "")
    if len(plain) > 40:
        return reader.digit_by_digit(plain)
    if "," in figures:
        return reader.amount(int(plain))
    if plain[0] == "0" and len(plain) > 1:
        by_digit = reader.digit_by_digit(plain)
        if len(plain) != 4:
            return by_digit
        hour = reader.digit_by_digit(plain[:2])
        minutes = said("hundred") if plain[2:] == "00" else clock_minutes(plain[2:])
        return either(by_digit, seq(hour, minutes))
    readings = [reader.amount(int(plain))]
    if len(plain) > 2 or (named and len(plain) == 2):
        readings.append(reader.digit_by_digit(plain))
    if len(plain) == 4 or (len(plain) == 3 and named):
        readings.append(reader.in_pairs(plain))
    return either(*readings)


def year(figures: str) -> Pattern:
    """Return the readings of a year of four figures, or of its last two."""
    if len(figures) == 2:
        short = whole_number(str(int(figures))) if figures != "00" else said("hundred")
        oh = reader.digit_by_digit(figures)
        return either(short, oh, whole_number("20" + figures), whole_number("19" + figures))
    return whole_number(figures)


def numbers(text: str, at: int) -> Iterator[Edge]:
    """Yield the number that stands there, with its ending."""
    found = _NUMBER.match(text, at)
    if not found:
        return
    figures, end = found[0], found.end()
    ending = _ENDING.match(text, end)
    if ending is None:
        near = text[max(0, at - 24) : at]
        named = bool(
            _AIRLINER.fullmatch(figures)
            or _NAME_BEFORE.search(near)
            or _NAME_AFTER.match(text, end)
        )
        yield end, number(figures, named=named)
        if figures in {"1", "2", "3", "4"} and _BOOK.match(text, end):
            yield end, reader.rank(int(figures))
        if figures == "0" and (text[at - 1 : at] in "-–(" or text[end : end + 1] in "-–"):
            yield end, _NO_GOALS
        return
    whole = figures.replace(",", "")
    if ending[1].lower() in {"st", "nd", "rd", "th"}:
        if whole.isdigit():
            yield ending.end(), reader.rank(int(whole))
        if ending[1] == "st" and (whole[-1] != "1" or whole[-2:] == "11"):
            yield end, number(figures)  # "11st" is a weight.
    elif ending[1] == "ers":
        yield (
            ending.end(),
            inflected(number(figures), lambda word: (word[:-2], word[:-3], word[:-1]), 4),
        )
    else:
        plural = inflected(number(figures, named=True), reader.without_ending, reader.MAX_WORDS)
        yield ending.end(), plural
        if ending[1] == "s":  # "5s" may be five seconds: a unit follows.
            yield end, number(figures)


def clock_minutes(figures: str) -> Pattern:
    """Return the readings of the minutes of a time, as printed: "00", "05", "30"."""
    if figures == "00":
        return maybe(OCLOCK)
    if figures[0] == "0":
        return reader.digit_by_digit(figures)
    return reader.amount(int(figures))
