"""Numbers as words: the only file that knows num2words."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Final

from audiobrief.rundown.speakable.style import BRITISH, Style

INT: Final = r"(?>\d{1,3}(?:,\d{3})++(?!\d)|\d{1,2}(?:,\d{2}(?=,))++,\d{3}(?!\d)|\d++)"
"""A whole number as it is printed in English: 1,204 or 1204; in India 12,34,567."""

_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")

NUMBER: Final = rf"(?>{INT}(?:\.\d++)?|(?<![\w.])\.\d++)"
"""A number as it is printed in English: 1,204.5 or .5."""

MAX_DIGITS: Final = 36
"""Longest number that is read as an amount; a longer one is read digit by digit."""

_DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_UNFIT: Final = frozenset({"am"})
"""Languages that num2words has but does not end with: Amharic numbers above 100,000."""

_ORDINAL_ENDS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def digits(figures: str) -> str:
    """Return each digit as a word; what is no digit is left out."""
    return " ".join(_DIGITS[int(figure)] for figure in figures if figure.isdecimal())


def whole(figures: str, style: Style) -> str:
    """Return a whole number as words: "1,204" is "one thousand two hundred four".

    A number that begins with a zero, or has more than ``MAX_DIGITS`` digits, is a name rather than
    an amount, and is read digit by digit.
    """
    plain = figures.replace(",", "")
    if _INDIAN.fullmatch(figures):
        return re.sub("[,-]", " ", cardinal(int(plain), "en_IN")).replace("  ", " ")
    if len(plain) > MAX_DIGITS or (len(plain) > 1 and plain[0] == "0"):
        return digits(plain)
    return _whole(int(plain), style is BRITISH)


@functools.lru_cache(maxsize=4096)
def _whole(value: int, british: bool) -> str:  # noqa: FBT001, a cached function takes it by position
    if value < 10:
        return _DIGITS[value]
    words = cardinal(value, "en").replace(",", "").replace("-", " ")
    return words if british else words.replace(" and ", " ")


def number(figures: str, style: Style) -> str:
    """Return a number with or without a decimal part as words: "0.5" is "zero point five"."""
    before, point, after = figures.partition(".")
    if not point:
        return whole(before, style)
    # "007.5" is an amount after all.
    units = whole(before.lstrip("0") or "0", style) + " " if before else ""
    return f"{units}point {digits(after)}"


def rank(figures: str, style: Style) -> str:
    """Return an ordinal number as words: "101" is "one hundred first"."""
    plain = figures.replace(",", "").lstrip("0") or "0"
    words = whole(plain, style)
    head, space, last = words.rpartition(" ")
    if last in _ORDINAL_ENDS:
        last = _ORDINAL_ENDS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return head + space + last


def year(figures: str, style: Style) -> str:
    """Return a year as words: "1905" is "nineteen oh five", "2024" is "twenty twenty four"."""
    if len(figures) != 4 or figures[0] == "0" or "2000" <= figures < "2010" or figures[1:] == "000":
        return whole(figures, style)
    return pairs(figures, style)


def pairs(figures: str, style: Style) -> str:
    """Return three or four figures as they are read in names: "370" is "three seventy"."""
    head, tail = figures[:-2], figures[-2:]
    if tail == "00":
        end = "hundred"
    elif tail[0] == "0":
        end = "oh " + digits(tail[1])
    else:
        end = whole(tail, style)
    return f"{whole(head, style)} {end}"


def plural(words: str) -> str:
    """Return number words as a plural: "eighty" is "eighties", "six" is "sixes"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def speller(language: str) -> str | None:
    """Return num2words' own name for a language tag, or None where it has no such language."""
    from num2words import CONVERTER_CLASSES

    region = language.replace("-", "_")
    primary = region.split("_")[0].lower()
    if primary in _UNFIT:
        return None
    if primary == "pt" and not region.upper().endswith("_PT"):
        # Without a region it is the Portuguese of most speakers.
        return "pt_BR"
    for name in (region, {"nb": "no", "nn": "no", "kk": "kz", "iw": "he"}.get(primary, primary)):
        if name in CONVERTER_CLASSES:
            return name
    return None


def cardinal(value: int, language: str) -> str:
    """Return a whole number as num2words has it.

    Raises:
        ValueError: The language has no word for it.
    """
    return _spelt(value, language, "cardinal")


def ordinal(value: int, language: str, *, plural: bool = False, **form: str) -> str:
    """Return an ordinal number as num2words has it.

    Args:
        value: The number.
        language: BCP 47 tag.
        plural: Whether the form of several things is wanted; Russian alone has it.
        form: Case and gender for the languages in which num2words takes them.

    Raises:
        ValueError: The language has no word for it.
    """
    return _spelt(value, language, "ordinal", plural=plural, **form)


_SWEDISH_TWENTY: Final = 2010
"""From here on Swedish says "tjugotjugotvå"; before it, "tjugohundraett"."""


def by_hundreds(value: int, language: str) -> str:
    """Return a year as num2words has it, in languages that count it by hundreds.

    Raises:
        ValueError: The language has no word for it.
    """
    if language == "sv" and value >= _SWEDISH_TWENTY:
        return f"tjugo{_spelt(value % 100, language, 'cardinal')}"
    if language == "sv":
        rest = _spelt(value % 100, language, "cardinal") if value % 100 else ""
        return f"{_spelt(value // 100, language, 'cardinal')}hundra{rest}"
    return _spelt(value, language, "year")


@functools.lru_cache(maxsize=4096)
def _spelt(value: int, language: str, kind: str, *, plural: bool = False, **form: str) -> str:
    from num2words import num2words

    more = {"plural": True} if plural else {}

    try:
        words: str = num2words(value, lang=speller(language) or language, to=kind, **form, **more)
    except (ArithmeticError, LookupError, NotImplementedError, TypeError, ValueError) as error:
        raise ValueError(f"num2words has no {kind} of {value} in {language!r}") from error
    words = re.sub(r"\s+", " ", words).strip()
    mended = _MENDED.get(language.replace("_", "-").split("-")[0].lower())
    return re.sub(mended[0], mended[1], words) if mended else words


_MENDED: Final[Mapping[str, tuple[str, Callable[[re.Match[str]], str]]]] = {
    "sv": (
        r"\bett(?=hundra|tusen)|(?<=f)ör(?=tio)",
        lambda match: "" if match[0] == "ett" else "yr",
    ),
    "it": (r"(?<=ili)(on[ei]|ard[oi]) e (?=\w)", lambda match: f"{match[1]} "),
}
"""Words of num2words that are seldom said so: "etthundra", "förtio"."""
