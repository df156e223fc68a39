"""Amounts of money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.numbers import NUMBER
from audiobrief.rundown.speakable.style import Rule, Style, describes_head, is_attributive, rule
from audiobrief.rundown.speakable.tables import any_of, rows

CURRENCIES: Final[Mapping[str, Mapping[str, Any]]] = {
    written: row for row in rows("currencies", "currency") for written in row["written"]
}
SCALES: Final = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "mn": "million",
    "mln": "million",
    "mil": "million",
    "b": "billion",
    "B": "billion",
    "bn": "billion",
    "bln": "billion",
    "t": "trillion",
    "T": "trillion",
    "tn": "trillion",
    "trn": "trillion",
    "cr": "crore",
    **{
        written: word
        for word in ("hundred", "thousand", "million", "billion", "trillion", "crore", "lakh")
        for written in (word, word.capitalize(), word.upper())
    },
}
"""Written scale -> spoken; the short ones count only after an amount of money. Headlines print the
long ones with a capital, and some whole in capitals."""

_SCALE: Final = rf"(?:[ -]?(?P<scale>{any_of(SCALES)})\b\.?(?<!\.))?"
_SYMBOLS: Final = any_of(sign for sign in CURRENCIES if not sign[-1].isalnum())
_CODES: Final = any_of(sign for sign in CURRENCIES if sign[-1].isalnum())
_SIGN: Final = rf"(?P<sign>(?<![A-Za-z$]){_SYMBOLS}|(?<!\w)(?:{_CODES})(?=\s?[\d.])|\$)"
CURRENCY_SIGNS: Final = rf"(?:{_SYMBOLS}|{_CODES})"
_TAIL: Final = r"(?P<tail>(?:-[^\W\d_]++)+)?"
_LONE_SIGNS: Final = any_of(sign for sign in CURRENCIES if len(sign) == 1 and not sign.isalnum())
_AFTER: Final = rf"(?P<sign>{_LONE_SIGNS}|(?:USD|EUR|GBP|CHF|JPY|SEK|NOK|DKK|zł|Kč|kr)(?!\w))"


def amount(
    figures: str, scale: str | None, row: Mapping[str, Any], style: Style, *, one: bool
) -> str:
    """Return an amount as words, with the name of its currency.

    Args:
        figures: As printed, such as "1,204.50".
        scale: "million" and the like, or None.
        row: Names of the currency.
        style: American or British.
        one: The name stands in the singular: "a forty million dollar bridge".
    """
    whole, point, part = figures.partition(".")
    if scale:
        return f"{numbers.number(figures, style)} {scale} {row['one' if one else 'many']}"
    if len(part) > 2:
        part = part[:2] + part[2:].rstrip("0")
    if not point or not part.strip("0"):
        name = row["one"] if one or whole.replace(",", "") == "1" else row["many"]
        return f"{numbers.whole(whole or '0', style)} {name}"
    if len(part) != 2 or not row["minor_many"]:
        return f"{numbers.number(figures, style)} {row['one' if one else 'many']}"
    minor = (
        f"{numbers.whole(part.lstrip('0'), style)} "
        f"{row['minor_one' if part == '01' else 'minor_many']}"
    )
    if not whole.strip("0,"):
        return minor
    name = row["one"] if whole == "1" else row["many"]
    return f"{numbers.whole(whole, style)} {name} and {minor}"


def _scale(match: re.Match[str], group: str = "scale") -> str | None:
    return SCALES[match[group]] if match[group] else None


def _minus(match: re.Match[str]) -> str:
    return "minus " if match["minus"] else ""


def _describes(match: re.Match[str]) -> bool:
    return is_attributive(match) or describes_head(match)


def _prefixed(match: re.Match[str], style: Style) -> str:
    tail = (match["tail"] or "").replace("-", " ")
    hyphenated = match["scale"] and match.string[match.start("scale") - 1] == "-"
    one = bool(tail) or bool(hyphenated) or _describes(match)
    spoken = amount(match["figures"], _scale(match), CURRENCIES[match["sign"]], style, one=one)
    return _minus(match) + spoken + tail


def _suffixed(match: re.Match[str], style: Style) -> str:
    row = CURRENCIES[match["sign"]]
    return _minus(match) + amount(
        match["figures"], _scale(match), row, style, one=_describes(match)
    )


def _range(match: re.Match[str], style: Style) -> str:
    """Return "$3-$4 billion" as "three to four billion dollars".

    The currency is named twice only where it stands twice and the first amount is whole without a
    scale: "$20-$30".
    """
    row, scale = CURRENCIES[match["sign"]], _scale(match)
    last = amount(match["figures"], scale, row, style, one=_describes(match))
    if match["twice"] and (not scale or match["own_scale"]):
        own = _scale(match, "own_scale")
        return f"{amount(match['first'], own, row, style, one=False)} to {last}"
    own_scale = f" {_scale(match, 'own_scale')}" if match["own_scale"] else ""
    return f"{numbers.number(match['first'], style)}{own_scale} to {last}"


def _per(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return " per " + _PERIODS[match["period"].lower()]


_PERIODS: Final = {
    "yr": "year",
    "year": "year",
    "mo": "month",
    "month": "month",
    "wk": "week",
    "week": "week",
    "day": "day",
    "hr": "hour",
    "hour": "hour",
    "h": "hour",
    "bbl": "barrel",
    "barrel": "barrel",
    "kg": "kilogram",
    "lb": "pound",
    "oz": "ounce",
    "ton": "ton",
    "person": "person",
    "kwh": "kilowatt hour",
    "mwh": "megawatt hour",
    "gal": "gallon",
    "tonne": "tonne",
    "litre": "litre",
    "liter": "liter",
    "acre": "acre",
    "head": "head",
    "night": "night",
    "w": "watt",
}

_MINUS: Final = r"(?P<minus>(?<![\w.)])[-−])?"
_TWICE: Final = r"(?P<twice>(?P=sign))?"


def _without_stroke(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    """Return "Rs 500/-" without its end, which says that there is no small money."""
    return match["amount"]


def _shillings(match: re.Match[str], style: Style) -> str:
    """Return "500/-", which names no currency, in shillings."""
    scale = _scale(match, "scale")
    scaled = f" {scale}" if scale else ""
    return f"{numbers.number(match['figures'], style)}{scaled} shillings"


RULES: Final[tuple[Rule, ...]] = (
    rule(rf"(?P<amount>{_SIGN}\s?{NUMBER}(?:\s?[a-zA-Z]{{1,8}})?)/[-=](?!\w)", _without_stroke),
    rule(rf"(?<![\w.,/])(?P<figures>{NUMBER}){_SCALE}/[-=](?!\w)", _shillings),
    rule(
        rf"{_SIGN}\s?(?P<first>{NUMBER})(?:\s?"
        rf"(?P<own_scale>{any_of(SCALES)})\b)?\s?"
        rf"(?:-|–|—)\s?{_TWICE}(?P<figures>{NUMBER}){_SCALE}(?![\w-])",
        _range,
    ),
    # Two amounts in different currencies: "€5-£6".
    rule(rf"(?<=\d)\s?[-–—]\s?(?={CURRENCY_SIGNS}\s?\d)", " to "),
    rule(rf"{_MINUS}{_SIGN}\s?(?P<figures>{NUMBER}){_SCALE}{_TAIL}(?!\w)", _prefixed),
    rule(rf"{_MINUS}(?<![\w.,])(?P<figures>{NUMBER}){_SCALE}\s?{_AFTER}(?!\w)", _suffixed),
    rule(rf"(?<=[a-z])\s?/\s?(?P<period>(?i:{any_of(_PERIODS)}))(?!\w)", _per),
)
