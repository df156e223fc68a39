"""Figures in notations that mean more than an amount: powers, coordinates, verses, odds, signs."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.fractions import fraction
from audiobrief.rundown.speakable.money import CURRENCIES, CURRENCY_SIGNS, SCALES
from audiobrief.rundown.speakable.numbers import NUMBER
from audiobrief.rundown.speakable.style import Rule, Style, rule
from audiobrief.rundown.speakable.tables import any_of, table

_TABLE: Final = table("numerals")
_QUARTERS: Final = {"N": "north", "S": "south", "E": "east", "W": "west"}
_SQUARED: Final = {"2": "squared", "3": "cubed", "²": "squared", "³": "cubed"}
MIN_OVER: Final = 20
"""A figure over another one above this is no fraction where the first is larger: 130/80."""


def _power(match: re.Match[str], style: Style) -> str:
    """Return 10^6 as "ten to the sixth", x^2 as "x squared"."""
    base, power = match["base"], match["power"]
    spoken = numbers.number(base, style) if base[0].isdecimal() else base
    if not match["minus"] and power in _SQUARED:
        return f"{spoken} {_SQUARED[power]}"
    minus = "minus " if match["minus"] else ""
    rank = numbers.whole(power, style) if minus else numbers.rank(power, style)
    return f"{spoken} to the {minus}{rank}"


def _square(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return " " + _SQUARED[match[0]]


def _coordinate(match: re.Match[str], style: Style) -> str:
    """Return 40°26′N as "forty degrees twenty six minutes north"."""
    parts = []
    for group, unit in (("degrees", "degree"), ("minutes", "minute"), ("seconds", "second")):
        if match[group]:
            end = "" if match[group] == "1" else "s"
            parts.append(f"{numbers.number(match[group].lstrip('0') or '0', style)} {unit}{end}")
    if match["quarter"]:
        parts.append(_QUARTERS[match["quarter"]])
    return " ".join(parts)


def _verse(match: re.Match[str], style: Style) -> str:
    """Return "Psalm 23:4" as "Psalm twenty three four": chapter and verse are no ratio."""
    nth = f"{numbers.rank(match['nth'], style)} " if match["nth"] else ""
    spoken = (
        f"{nth}{match['book']} {numbers.whole(match['chapter'], style)} "
        f"{numbers.whole(match['verse'], style)}"
    )
    return spoken + (f" to {numbers.whole(match['last'], style)}" if match["last"] else "")


def _over(match: re.Match[str], style: Style) -> str:
    """Return a blood pressure of 130/80 as "one hundred thirty over eighty"."""
    above, below = match["above"], match["below"]
    if int(below) < MIN_OVER or int(above) < int(below):
        return match[0]
    return f"{numbers.whole(above, style)} over {numbers.whole(below, style)}"


def _shares(match: re.Match[str], style: Style) -> str:
    """Return the shares of a whole, "80/20", as "eighty twenty"."""
    above, below = match["above"], match["below"]
    if int(above) + int(below) != _WHOLE:
        return match[0]
    return f"{numbers.whole(above, style)} {numbers.whole(below, style)}"


_WHOLE: Final = 100


def _odds(match: re.Match[str], style: Style) -> str:
    return f"{numbers.whole(match['above'], style)} to {numbers.whole(match['below'], style)}"


def _lettered(match: re.Match[str], style: Style) -> str:
    """Return "Runway 27L" as "Runway twenty seven L": the letter is no unit."""
    figures = match["figures"]
    spoken = numbers.pairs(figures, style) if len(figures) > 2 else numbers.whole(figures, style)
    return f"{match['before']}{spoken} {match['letter']}"


def _lineage(match: re.Match[str], style: Style) -> str:
    """Return the lineage "B.1.1.7" as "B one one seven", "BA.2" as "B A two"."""
    letters, *groups = match[0].split(".")
    return " ".join([*letters, *(numbers.whole(group, style) for group in groups)])


def _mixed(match: re.Match[str], style: Style) -> str:
    """Return "6 1/2%" as "six and a half percent", "$2 1/2 bn" as "two and a half billion"."""
    spoken = fraction(match["whole"], match["above"], match["below"], style)
    what = match["what"].strip()
    if what == "%":
        return f"{spoken} {'per cent' if style.british else 'percent'}"
    return f"{spoken} {SCALES[what]}"


def _mixed_money(match: re.Match[str], style: Style) -> str:
    spoken = fraction(match["whole"], match["above"], match["below"], style)
    scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
    return f"{spoken}{scale} {CURRENCIES[match['sign']]['many']}"


def _part_of_cent(match: re.Match[str], style: Style) -> str:
    """Return $5.62 1/2 as "five dollars and sixty two and a half cents"."""
    row = CURRENCIES[match["sign"]]
    major = match["major"]
    spoken = fraction(match["whole"].lstrip("0") or None, match["above"], match["below"], style)
    name = row["one"] if major == "1" else row["many"]
    return f"{numbers.whole(major, style)} {name} and {spoken} {row['minor_many'] or ''}".rstrip()


def _compared(words: str) -> Rule:
    """Return the rule for a sign of comparison before a figure or an amount of money."""
    signs = {"less than": "<", "more than": ">", "about": "[~≈∼]"}
    return rule(
        rf"(?<![^\s(\[\"“‘']){signs[words]}\s?(?=[$€£¥]?[.]?\d)",
        words + " ",
    )


_ODDS: Final = r"(?P<above>\d{1,3})/(?P<below>\d{1,2})(?![\w/]|\.\d)"

_FRACTION: Final = (
    r"(?:(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,6}) )?(?P<above>\d{1,2})/(?P<below>\d{1,2})"
)
_BARE_FRACTION: Final = r"\d{1,2}/\d{1,2}(?![\d/])"
_LONG_SCALES: Final = any_of(scale for scale in SCALES if len(scale) > 1)

RULES: Final[tuple[Rule, ...]] = (
    # A flight of the shuttle: STS-51-L.
    rule(
        r"(?<=[A-Z])-(?P<figures>\d{1,3})-(?P<letter>[A-Z])(?![\w.])",
        lambda match, style: f" {numbers.whole(match['figures'], style)} {match['letter']}",
    ),
    rule(rf"(?<![\w.)\]’'\"”-])[-−](?=\d{{1,6}} {_BARE_FRACTION})", "minus "),
    rule(r"(?<=\d/\d)\s?[-–—]\s?(?=\d)", " to "),
    rule(r"(?<=\d/\d)\s?[x×]\s?(?=\d)", " by "),
    rule(rf"(?<=\d)(?<!/\d)\s?[-–—]\s?(?=\d{{1,6}} {_BARE_FRACTION})", " to "),
    rule(
        rf"(?<![\w.,])(?P<sign>{CURRENCY_SIGNS})\s?{_FRACTION}(?:\s?(?P<scale>{any_of(SCALES)}))?(?![\w/])",
        _mixed_money,
    ),
    rule(
        rf"(?<![\w.,])(?P<sign>{CURRENCY_SIGNS})(?P<major>\d{{1,3}}(?:,\d{{3}})+|\d++)"
        r"\.(?P<whole>\d\d) "
        r"(?P<above>\d)/(?P<below>\d)(?![\w/])",
        _part_of_cent,
    ),
    rule(rf"(?<![\w.,/]){_FRACTION}(?P<what>\s?%|\s{_LONG_SCALES}(?!\w))", _mixed),
    _compared("less than"),
    _compared("more than"),
    _compared("about"),
    rule(
        rf"(?<![\w.,^])(?P<base>{NUMBER}|[A-Za-z])\^(?P<minus>[-−])?\+?(?P<power>\d{{1,3}})(?![\w^])",
        _power,
    ),
    rule(
        r"(?<![\w.,])(?P<degrees>\d{1,3}(?:\.\d+)?)°\s?"
        r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)['’]\s?)?"
        r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)[\"”]\s?)?(?P<quarter>[NSEW])(?![\w°])\.?(?!\s?[CF]\b)",
        _coordinate,
    ),
    rule(
        rf"(?<!\w)(?:(?P<nth>[1-3]) )?(?P<book>{any_of(_TABLE['books'])}) "
        r"(?P<chapter>\d{1,3}):(?P<verse>\d{1,3})(?:[-–](?P<last>\d{1,3}))?(?![\w:]|\s?[ap]\.?m)",
        _verse,
    ),
    rule(
        rf"(?:(?<=\bodds of )|(?<=\bodds at )|(?<=\boff at )|(?<=\bpriced at )){_ODDS}",
        _odds,
    ),
    rule(
        rf"(?<![\w./,]){_ODDS}(?=[ -](?:favou?rite|outsider|shot|joint|second favou?rite|odds)\b)",
        _odds,
    ),
    rule(r"(?<![\w./,$£€])(?P<above>\d\d)/(?P<below>\d\d)(?![\w/]|[.,]\d)", _shares),
    rule(r"(?<![\w./,])(?P<above>\d{2,3})/(?P<below>\d{2,3})(?![\w/]|[.,]\d)", _over),
    rule(
        rf"(?P<before>(?<!\w){any_of(_TABLE['lettered'])} )(?P<figures>\d{{1,3}})"
        r"(?P<letter>[A-Z])(?!\w|[.'’]\w)",
        _lettered,
    ),
    rule(r"(?<![\w.])[A-Z]{1,3}(?:\.\d{1,3}){1,6}(?![\w]|\.\d)", _lineage),
)
"""For text with figures, before any other rule."""

LETTER_RULES: Final[tuple[Rule, ...]] = (
    rule(r"§§\s?", " sections "),
    rule(r"(?<=\b[A-Za-z])[²³]|(?<=\bmc)[²³]", _square),
)
"""What is left of signs after single letters."""
