"""Measures, temperatures, percentages and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.fractions import fraction
from audiobrief.rundown.speakable.money import SCALES
from audiobrief.rundown.speakable.numbers import INT, NUMBER
from audiobrief.rundown.speakable.style import Rule, Style, describes_thing, is_attributive, rule
from audiobrief.rundown.speakable.tables import any_of, rows

_UNITS: Final[Mapping[str, Mapping[str, Any]]] = {
    written: row for row in rows("units", "unit") for written in row["written"]
}
_CASELESS: Final = {
    "KM": "km",
    "KG": "kg",
    "KGS": "kgs",
    "MPH": "mph",
    "FT": "ft",
    "LB": "lb",
    "LBS": "lbs",
    "CM": "cm",
    "MM": "mm",
}
"""Units that are also printed in capitals without being another unit."""

_JOINED: Final = {"in": "in."}
"""Units that count only where no space parts them from the figures: "10in" but not "5 in Paris"."""

_ROWS: Final = {
    **_UNITS,
    **{own: _UNITS[unit] for own, unit in {**_CASELESS, **_JOINED}.items()},
}
_AREAS: Final = [unit for unit, row in _UNITS.items() if row["one"].startswith(("square", "cubic"))]
_PAIRS: Final[Mapping[str, tuple[str, str, str]]] = {
    "ft": ("foot", "feet", "inch"),
    "foot": ("foot", "feet", "inch"),
    "feet": ("foot", "feet", "inch"),
    "st": ("stone", "stone", "pound"),
}
"""Larger unit of a height or weight -> its name, its plural, and the name of the smaller unit."""

_LENGTH_WORDS: Final = re.compile(
    r" (?:above|across|away|below|by|backstroke|butterfly|breaststroke|dash|"
    r"deep|final|freestyle|from|gold|heat|heats|"
    r"high|hurdles|long|medal|of|off|pool|race|relay|sprint|tall|wide|title|world)\b"
)
_ANGLES: Final = re.compile(r" (?:angle|bend|camera|heat|rotation|slope|spin|tilt|turn|view)\b")
_PEOPLE: Final = re.compile(r" (?:people|children|men|women|[a-z]{3,}s)\b")


def _name(written: str, style: Style, *, one: bool) -> str:
    name: str = _ROWS[written]["one" if one else "many"]
    return name.replace("meter", "metre").replace("liter", "litre") if style.british else name


def _unit(match: re.Match[str], style: Style, *, one: bool) -> str:
    written = match["unit"]
    name = _name(written, style, one=one)
    # "12 km. Then" ends a sentence; "5 in. of rain" does not.
    ends = written.endswith(".") and re.match(
        r"[\"”’]?\s*$|[\"”’]?\s+[A-Z]", match.string[match.end() : match.end() + 4]
    )
    return name + ("." if ends else "")


def _minus(match: re.Match[str]) -> str:
    return "minus " if match["minus"] else ""


def _scaled(match: re.Match[str], style: Style) -> str:
    scale = match["scale"] or SCALES.get(match["short"] or "", "")
    scale = f" {scale}" if scale else ""
    return _minus(match) + numbers.number(match["figures"], style) + scale


def _measure(match: re.Match[str], style: Style) -> str:
    if _is_millions(match):
        return _scaled(match, style) + " million"
    tail = (match["tail"] or "").replace("-", " ")
    is_joined = match.string[match.start("unit") - 1].isdecimal() and match["unit"].isalpha()
    one = (
        match["figures"] == "1"
        or (is_joined and match["unit"] not in "CF" and describes_thing(match))
        or bool(tail)
        or bool(match["hyphen"])
        or is_attributive(match)
        or (match["unit"] in "°º" and bool(_ANGLES.match(match.string, match.end())))
    )
    spoken = f"{_scaled(match, style)} {_unit(match, style, one=one)}{tail}"
    if match["per"]:
        per = match["per"]
        spoken += f" per {_name(per, style, one=True) if per in _UNITS else _PERIODS.get(per, per)}"
    return spoken


_PERIODS: Final = {"s": "second", "h": "hour"}


def _is_millions(match: re.Match[str]) -> bool:
    """Return whether an "m" means millions: "1.5m", "10m people", but "40 m" and "100m dash"."""
    if match["unit"] != "m" or match.string[match.start("unit") - 1] in " -":
        return False
    if match["tail"] or match["per"] or _LENGTH_WORDS.match(match.string, match.end()):
        return False
    return "." in match["figures"] or bool(_PEOPLE.match(match.string, match.end()))


def _from(match: re.Match[str], style: Style) -> str:
    """Return the first number of a range whose unit stands at the second: "3-4%"."""
    return f"{numbers.number(match['figures'], style)} to "


def _fraction(match: re.Match[str], style: Style) -> str:
    """Return "4 1/2 lbs" as "four and a half pounds"."""
    spoken = fraction(match["whole"], match["above"], match["below"], style)
    return f"{spoken} {_unit(match, style, one=not match['whole'] or bool(match['hyphen']))}"


def _percent(match: re.Match[str], style: Style) -> str:
    percent = "per cent" if style.british else "percent"
    tail = (match["tail"] or "").replace("-", " ")
    return f"{_scaled(match, style)} {percent}{tail}"


def _percent_alone(match: re.Match[str], style: Style) -> str:
    percent = "per cent" if style.british else "percent"
    return f"{_minus(match)}{numbers.number(match['figures'], style)} {percent}"


def _per_unit(match: re.Match[str], style: Style) -> str:
    per = _name(match["unit"], style, one=True)
    return f"{numbers.number(match['figures'], style)} per {per}"


_COUNTED: Final = re.compile(
    r"(?:\d|s|feet|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty|hundred|"
    r"thousand|[mb]illion|half|dozen)$"
)
"""The end of a number or of a counted thing: "forty beats per min"; "per min" alone is no unit."""


def _per_alone(match: re.Match[str], style: Style) -> str:
    """Return the unit of "£50 per m²" or "£50/m²", which has no number of its own."""
    before = match.string[: match.start()].rstrip()
    if match["unit"] in {"min", "sec"} and not _COUNTED.search(before):
        return match[0]
    return f"{' per' if match['per'] == '/' else 'per'} {_name(match['unit'], style, one=True)}"


def _product(match: re.Match[str], style: Style) -> str:
    sign = "times" if match["sign"].strip() == "*" else "by"
    return f"{numbers.number(match['figures'], style)} {sign} "


def _feet_and_inches(match: re.Match[str], style: Style) -> str:
    inches = f" {numbers.whole(match['inches'], style)}" if match["inches"] else ""
    return f"{numbers.whole(match['feet'], style)} {'foot' if inches else 'feet'}{inches}"


def _inches(match: re.Match[str], style: Style) -> str:
    """Return 18" as "eighteen inches" where the sign closes no quotation."""
    before = match.string[: match.start()]
    straight = match["sign"] == '"'
    after = match.string.count('"', match.end()) if _QUOTING.search(match.string) else 0
    is_open = (
        (before.count('"') % 2 or after % 2) if straight else before.count("“") > before.count("”")
    )
    if is_open:
        return match[0]
    one = (
        match["figures"] == "1"
        or is_attributive(match)
        or bool(_INCH_THINGS.match(match.string, match.end()))
    )
    return f"{numbers.number(match['figures'], style)} {'inch' if one else 'inches'}"


_QUOTING: Final = re.compile(r"(?<!\d)\"")
_INCH_THINGS: Final = re.compile(
    r" (?:TVs?|[a-z]*screens?|displays?|pipes?|guns?|wheels?|tires?|records?|pizzas?)\b"
)


def _pair(match: re.Match[str], style: Style) -> str:
    """Return "5ft 10in" as "five feet ten inches", before a noun as "five foot ten inch"."""
    one, many, small = _PAIRS[match["large"]]
    joined = bool(match["hyphen"]) or is_attributive(match) or describes_thing(match)
    large = one if joined or match["first"] == "1" else many
    spoken = (
        f"{numbers.whole(match['first'], style)} {large} {numbers.number(match['last'], style)}"
    )
    plural = "" if joined or match["last"] == "1" else "es" if small == "inch" else "s"
    return f"{spoken} {small}{plural}"


def _telephone(match: re.Match[str], style: Style) -> str:
    """Return a telephone number in its groups, each digit by digit; "800" is "eight hundred"."""
    groups = re.findall(r"\d+", match[0])
    spoken = [
        numbers.whole(group, style) if group in {"800", "900"} else _free(group) for group in groups
    ]
    return ("plus " if match[0].startswith("+") else "") + ", ".join(spoken)


def _free(group: str) -> str:
    """Return the digits of a group; the British "0800" is "zero eight hundred"."""
    if group in {"0800", "0300", "0500"}:
        return f"zero {numbers.digits(group[1])} hundred"
    return numbers.digits(group)


def _short_telephone(match: re.Match[str], style: Style) -> str:
    """Return "the hotline is 116 123" digit by digit, where the words say that it is called."""
    before = match.string[max(0, match.start() - 100) : match.start()]
    counts = _COUNTED_AFTER.match(match.string, match.end())
    return match[0] if counts or not _CALLED.search(before) else _telephone(match, style)


_CALLED: Final = re.compile(
    r"\b(?:call|called|calling|ring|ringing|dial|dialling|phone|phoning|text|texting|"
    r"(?:line|number) (?:is|on|at)) (?:[^.,;]{1,20} )?(?:or |on |at )?$|"
    r"(?:line|number) is [^.;]{1,70} or $",
    re.IGNORECASE,
)
_COUNTED_AFTER: Final = re.compile(
    r" (?!(?:for|or|and|from|to|in|now|if|by|free|any|at|with|when|anytime)\b)[a-z]"
)


def _vanity(match: re.Match[str], style: Style) -> str:
    """Return 1-800-FLOWERS with its figures spoken and its words left."""
    return f"one, {_telephone(match, style).removeprefix('one, ')}, "


_MINUS: Final = r"(?P<minus>(?<![\w.)’'])(?:[-−]))?"
_SCALE: Final = (
    rf"(?:(?: (?P<scale>{any_of(word for word in SCALES.values())}))"
    r"|(?: ?(?P<short>bn|tn|trn|mn|mln)(?= )))?"
)
"""The long scale, or a short one that a unit follows: "3.7bn km"."""
_TAIL: Final = r"(?P<tail>(?:-[^\W\d_]++)+)?"
_PER: Final = any_of(
    [
        *(
            "km²",
            "m²",
            "cm²",
            "km³",
            "m³",
            "cm³",
            "kg",
            "kWh",
            "mL",
            "ml",
            "dL",
            "L",
            "l",
            "km",
            "m",
        ),
        *("h", "hr", "s", "min", "day", "year", "person", "hour", "second", "week", "month", "ha"),
    ]
)
_SAFE: Final = any_of([*(unit for unit in _UNITS if unit not in {"C", "F"}), *_CASELESS])

RULES: Final[tuple[Rule, ...]] = (
    rule(
        r"(?<![\w.$£€+-])(?:\+\d{1,3}[ -]?)?"
        r"(?:1[ -])?\(?\d{3}\)?[ -]\d{3}[-–]\d{4}(?:-\d{1,4})?(?![\w-])",
        _telephone,
    ),
    rule(r"(?<![\w.$£€-])\+\d{1,3}(?:[ -]\d{2,5}){2,5}(?![\w-])", _telephone),
    rule(
        r"(?<![\w.$£€-])(?:\d{3}-\d{4}|\d{3}-\d\d-\d{4}|0\d{2,4} \d{3,4} \d{3,4})(?![\w-])",
        _telephone,
    ),
    rule(
        r"(?<![\w.$£€-])(?:\d{1,3}-\d{2,4}-\d{3,4}[ -]\d{3,4}|\d{3}\.\d{3}\.\d{4})(?![\w-]|\.\d)",
        _telephone,
    ),
    rule(
        r"(?P<amount>(?<![\w.,-])\d[\d.,]*+ (?:second|minute|hour|day|week|month|year|mile|inche|"
        r"degree|meter|metre|acre|ton|pound)s|(?<![\w.,-])\d[\d.,]*+ (?:feet|percent|per cent))"
        r"\s?[-–]\s?(?=\d)",
        lambda match, style: f"{match['amount']} to ",  # noqa: ARG005, the form of a rule
    ),
    rule(r"(?<=[a-z] )\d{3} \d{3}(?: \d{3,4})?(?![\w,.-]*\d|\w)", _short_telephone),
    rule(r"(?<![\w.$£€-])1-8\d\d-(?=[A-Z0-9-]*[A-Z])", _vanity),
    rule(
        r"(?<![\w.,])(?P<first>\d{1,2})(?P<hyphen>-)?\s?(?P<large>ft|foot|feet)\.?[ -]?"
        r"(?P<last>\d{1,2}(?:\.\d)?)[ -]?(?P<small>in(?:s|ch|ches)?)\b(?:\.(?=,|\s[a-z]))?",
        _pair,
    ),
    rule(
        r"(?<![\w.,])(?P<first>\d{1,2})(?P<hyphen>)(?P<large>st) ?"
        r"(?P<last>\d{1,2})(?P<small>lbs?)\b",
        _pair,
    ),
    rule(
        r"(?<![\w.,])(?P<feet>\d)[’'](?P<inches>\d{1,2})?"
        r"(?:[”\"]|(?<=[’'])(?= (?:tall|high)))",
        _feet_and_inches,
    ),
    rule(rf"(?<![\w.,])(?P<figures>{NUMBER})(?P<sign>[\"”])(?=[\s,.;)-])", _inches),
    rule(
        rf"(?<![\w.,-])(?P<figures>{NUMBER})\s?[-–]\s?(?={NUMBER}x(?!\w))",
        _from,
    ),
    rule(rf"(?<![\w.,])(?P<figures>{NUMBER})(?P<sign>\s?[×x*]\s?)(?=\d)", _product),
    rule(r"(?<=[a-z]) x (?=\d+(?![\w.,-]*[\w-]))", " times "),
    rule(
        rf"(?<![\w.,-])(?P<figures>{NUMBER})\s?[-–—]\s?"
        rf"(?={NUMBER}{_SCALE.replace('?P<scale>', '?:').replace('?P<short>', '?:')}\s?"
        rf"(?:%|percent\b|per cent\b|{_SAFE}(?![\w/])|(?<=\d)in\b|(?<=\d)[CF](?![\w/])))",
        _from,
    ),
    rule(
        rf"(?<![\w.,/])(?:(?P<whole>{INT})[ -])?"
        rf"(?P<above>\d{{1,2}})/(?P<below>\d{{1,2}})(?P<hyphen>-)?\s?(?P<unit>{_SAFE})(?![\w/])",
        _fraction,
    ),
    rule(
        rf"{_MINUS}(?<![\w.,])(?P<figures>{NUMBER})\s?%\s?[-–—]\s?(?={NUMBER}\s?%)",
        lambda match, style: f"{_percent_alone(match, style)} to ",
    ),
    rule(
        rf"{_MINUS}(?<![\w.,])(?P<figures>{NUMBER}){_SCALE}\s?(?:%|percent(?=-)){_TAIL}", _percent
    ),
    rule(
        rf"{_MINUS}(?<![\w.,])(?P<figures>{NUMBER})"
        rf"{_SCALE}(?P<hyphen>) ?(?P<unit>[CF])"
        rf"(?P<tail>)(?P<per>)(?=$|[\s.,;:!?)\"”])(?!\.\w)",
        _measure,
    ),
    rule(
        rf"(?<![\w.,])(?P<figures>{NUMBER})\+\s?(?P<unit>{_SAFE})(?![\w/²³°])",
        lambda match, style: (
            f"{numbers.number(match['figures'], style)} plus {_unit(match, style, one=False)}"
        ),
    ),
    rule(rf"(?<![\w.,])(?P<figures>{NUMBER})/(?P<unit>kg|km|ml|mL|g|hr|h)(?!\w)", _per_unit),
    rule(
        rf"{_MINUS}(?<![\w.,])(?P<figures>{NUMBER})"
        rf"{_SCALE}(?P<hyphen>-)?\s?(?P<unit>"
        rf"{_SAFE}|(?<=\d)in)(?:/(?P<per>{_PER})(?![\w²³]))?"
        rf"(?![\w/²³°]){_TAIL}",
        _measure,
    ),
)

PER_RULES: Final[tuple[Rule, ...]] = (
    rule(rf"(?P<per>\bper) (?P<unit>{_SAFE})(?![\w/²³°'’])", _per_alone),
    rule(rf"(?<=[a-z])\s?(?P<per>/)\s?(?P<unit>{any_of(_AREAS)})(?![\w/²³°])", _per_alone),
)
"""Units after "per", in text with or without figures."""
