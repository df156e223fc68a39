"""Printed figures: for each, where it ends and what it may sound like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
_TO: Final = one_of("to|through|until|till")
_POINT: Final = one_of("point|dot")
_NO_GOALS: Final = one_of("|".join(table("numbers")["no_goals"]))


def number(figures: str, *, named: bool = False) -> Pattern:
    """Return the readings of a number as printed: "1,204.5", "1984", "007", ".5".

    Args:
        figures: As printed.
        named: Whether it may be the name of a flight or a road: 370 as "three seventy".
    """
    whole, point, part = figures.partition(".")
    if not point:
        return _whole(whole, named=named)
    start = reader.amount(int(whole.replace(",", ""))) if whole else silence
    if whole and not whole.strip("0"):
        start = one_of("zero|oh|nought|naught|o")
    return seq(start, _POINT, reader.digit_by_digit(part))


def _whole(figures: str, *, named: bool = False) -> Pattern:
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
        minutes = said("hundred") if plain[2:] == "00" else _minutes(plain[2:])
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
        short = _whole(str(int(figures))) if figures != "00" else said("hundred")
        oh = reader.digit_by_digit(figures)
        return either(short, oh, _whole("20" + figures), _whole("19" + figures))
    return _whole(figures)


def _numbers(text: str, at: int) -> Iterator[Edge]:
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


# Dates

_MONTHS: Final = tuple(table("months"))
_MONTH_OF: Final = {
    **{name: name for name in _MONTHS},
    **{short: name for name, row in table("months").items() for short in row},
}
_SMALL: Final = [
    month.lower() for month in _MONTH_OF if month not in {"May", "March", "Mar", "Dec"}
]
_SPELT: Final = sorted(
    [*_MONTH_OF, *(month.upper() for month in _MONTH_OF), *_SMALL], key=len, reverse=True
)
_MONTH: Final = rf"(?P<month>{'|'.join(_SPELT)})\b\.?"
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_LAST: Final = r"(?:\s?[-–—]\s?(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)?"
_NO_DAY: Final = (
    r"(?![\d:%]|[.,/]\d|[^\W\d_]|\s?(?:%|percent|per cent|million|billion|thousand|hundred|"
    r"people|others|men|women|children|more)\b)(?P<own>'s)?"
)
_MONTH_FIRST: Final = re.compile(rf"{_MONTH}[ -]{_DAY}(?:-(?P<year>\d{{4}})\b|{_LAST}{_NO_DAY})")
_DAY_FIRST: Final = re.compile(rf"(?:[Tt]he )?{_DAY}{_LAST}(?: of|-)? ?(?<=[ -]){_MONTH}(?![\w])")
_FIGURES: Final = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/]|[.-]\d)")


def _day(figures: str) -> Pattern:
    return seq(maybe(said("the")), reader.rank(int(figures)))


def _dates(text: str, at: int) -> Iterator[Edge]:
    """Yield the date of month and day that stands there, in either order."""
    found = _MONTH_FIRST.match(text, at) or _DAY_FIRST.match(text, at)
    if not found:
        return
    month = said(_MONTH_OF.get(found["month"]) or _MONTH_OF[found["month"].capitalize()])
    day = _day(found["day"])
    if "own" in found.re.groupindex and found["own"]:
        day = inflected(day, reader.without_ending, 4)
    if found["last"]:
        day = seq(day, _TO, maybe(month), _day(found["last"]))
    counted = reader.amount(int(found["day"]))
    is_day_first = found.start("day") < found.start("month")
    of = maybe(said("of")) if is_day_first else said("of")
    if "year" in found.re.groupindex and found["year"]:
        yield (
            found.end(),
            seq(either(seq(month, day), seq(day, of, month)), year(found["year"])),
        )
        return
    yield (
        found.end(),
        either(
            seq(month, day),
            seq(day, of, month),
            *([seq(counted, month)] if not found["last"] and found.start("day") == at else []),
        ),
    )


def _dates_in_figures(text: str, at: int, *, british: bool) -> Iterator[Edge]:
    """Yield 12/10/2024 and 2024-10-12; a date that is none is a row of numbers."""
    found = _FIGURES.match(text, at)
    if not found:
        return
    a, sign, b, c = found.groups()
    if len(a) == 4:
        stated, month, day = a, int(b), int(c)
        if len(c) == 4:
            return
    elif len(a) < 3:
        day_first = (british or sign != "/") if int(a) < 13 and int(b) < 13 else int(a) > 12
        day, month = (int(a), int(b)) if day_first else (int(b), int(a))
        stated = c
    else:
        return
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    name, ranked, spoken_year = said(_MONTHS[month - 1]), _day(str(day)), year(stated)
    yield (
        found.end(),
        seq(
            either(seq(name, ranked), seq(ranked, maybe(said("of")), name)),
            spoken_year,
        ),
    )


# Times

_CLOCK: Final = re.compile(
    r"(\d{1,2})([:.h])([0-5]\d)(?![\d:]|\.\d)(?P<half>\s?[aApP]\.?\s?[mM]\b)?"
)
_TO_HALF: Final = re.compile(r"\s?[-–—]\s?\d{1,2}(?::[0-5]\d)?\s?[aApP]\.?\s?[mM]\b")
_WATCH: Final = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d(?:\.\d{1,3})?)(?!\d|[:])")
_MILITARY: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?=\s?(?:GMT|UTC|h\b|hrs?\b|hours\b|Z\b))")
_OCLOCK: Final = one_of("o'clock|hundred|hundred hours|zero zero|sharp|hours")


def _minutes(figures: str) -> Pattern:
    if figures == "00":
        return maybe(_OCLOCK)
    if figures[0] == "0":
        return reader.digit_by_digit(figures)
    return reader.amount(int(figures))


def _times(text: str, at: int) -> Iterator[Edge]:
    """Yield the time of day or of a stopwatch that stands there."""
    clock = _CLOCK.match(text, at)
    if clock and int(clock[1]) <= 24 and (clock[2] != "." or clock["half"]):
        hour, end = int(clock[1]), clock.end(3)
        is_bare = clock[3] == "00" and not clock["half"] and not _TO_HALF.match(text, end)
        yield end, seq(reader.amount(hour), _OCLOCK if is_bare else _minutes(clock[3]))
        if not clock["half"] and hour > 12:
            yield end, seq(reader.amount(hour - 12), _minutes(clock[3]), said("P M"))
    watch = _WATCH.match(text, at)
    if watch:
        hours, minutes, seconds = watch.groups()
        plain = seconds.lstrip("0") or "0"
        parts = [(hours, "hour|hours")] if hours else []
        parts += [(minutes, "minute|minutes"), ("0" * (plain[0] == ".") + plain, "second|seconds")]
        patterns: list[Pattern] = []
        for position, (figures, unit) in enumerate(parts):
            joined = maybe(said("and")) if position else silence
            stripped = figures.lstrip("0") or "0"
            shown = stripped if stripped[0] != "." else "0" + stripped
            patterns.append(seq(joined, number(shown), one_of(unit)))
        yield watch.end(), seq(*patterns)
        if hours and "." not in seconds:
            parts_read = [reader.amount(int(hours)), _minutes(minutes), _minutes(seconds)]
            yield watch.end(), seq(*parts_read)
    military = _MILITARY.match(text, at)
    if military:
        hour_read = either(
            reader.digit_by_digit(military[1])
            if military[1][0] == "0"
            else reader.amount(int(military[1]))
        )
        full = military[2] == "00"
        yield military.end(), seq(hour_read, said("hundred") if full else _minutes(military[2]))


# Fractions, rows of figures

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
            name, ranked = said(_MONTHS[month - 1]), _day(str(day))
            spoken += [seq(name, ranked), seq(ranked, maybe(said("of")), name)]
    yield found.end(), either(*spoken)


_STAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T([0-2]\d):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|([+-])\d\d:?\d\d)?"
)


def _stamp(text: str, at: int) -> Iterator[Edge]:
    """Yield the time stamp of a machine; its seconds and its zone need not be said."""
    found = _STAMP.match(text, at)
    if not found or not 1 <= int(found[2]) <= 12:
        return
    month, day = said(_MONTHS[int(found[2]) - 1]), _day(str(int(found[3])))
    seconds = maybe(_minutes(found[6])) if found[6] else silence
    yield (
        found.end(),
        seq(
            either(seq(month, day), seq(day, said("of"), month)),
            year(found[1]),
            maybe(said("at")),
            reader.amount(int(found[4])),
            _minutes(found[5]),
            seconds,
            maybe(one_of("U T C|Z|G M T")),
        ),
    )


def _rows(text: str, at: int) -> Iterator[Edge]:
    """Yield versions, addresses of networks, telephone numbers and chains of figures."""
    dotted = _DOTTED.match(text, at)
    if dotted:
        groups = [number(group, named=True) for group in dotted[0].split(".")]
        # A lineage such as B.1.1.7 is read without its points.
        point = maybe(_POINT) if re.search(r"[A-Za-z]\.?$", text[max(0, at - 2) : at]) else _POINT
        yield dotted.end(), seq(groups[0], *(seq(point, group) for group in groups[1:]))
    lineage = _LINEAGE.match(text, at)
    if lineage and _LINEAGE_NAME.search(text[max(0, at - 5) : at]):
        groups = [number(group) for group in lineage[0].split(".")]
        yield (
            lineage.end(),
            seq(groups[0], *(seq(maybe(_POINT), group) for group in groups[1:])),
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
        parts.append(seq(sign if position else silence, _whole(group, named=True)))
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
    dates = list(_dates(text, at))
    if dates:
        return dates
    whole = list(_dates_in_figures(text, at, british=british)) or list(_arcs(text, at))
    if whole:
        return whole
    return [
        *_stamp(text, at),
        *_numbers(text, at),
        *_times(text, at),
        *_fractions(text, at, british=british),
        *_rows(text, at),
    ]


def dates(text: str, at: int) -> list[Edge]:
    """Return the date that a month, a day or "the" begins there."""
    return list(_dates(text, at))


# Money

_MONEY: Final = table("money")
_SCALES: Final = table("scales")
_SIGNS: Final = sorted((sign for sign in _MONEY if sign not in {"p", "c"}), key=len, reverse=True)
_LONG_SCALES: Final = sorted((each for each in _SCALES if len(each) > 1), key=len, reverse=True)
_SCALE: Final = (
    rf"(?:\s?-?(?P<{{0}}>{'|'.join(_LONG_SCALES)})\b\.?(?<!\.)"
    r"|(?P<{0}_short>[kKmMbBtT](?![^\W_])|\s[kKmMbBtT](?![\w-])))?"
)
_PRICE: Final = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _SIGNS))})\s?(?P<figures>{NUMBER}){_SCALE.format('scale')}"
)
_PRICES: Final = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _SIGNS))})\s?(?P<first>{NUMBER}){_SCALE.format('own')}"
    rf"\s?[-–—]\s?(?P<twice>{'|'.join(map(re.escape, _SIGNS))})?\s?"
    rf"(?P<figures>{NUMBER}){_SCALE.format('scale')}(?![\w-]|[.,]\d)"
)


def _sum(figures: str, scale: str | None, sign: str, *, unnamed: bool = False) -> Pattern:
    """Return the readings of an amount: "one dollar and fifty cents", "two billion euros"."""
    name = one_of(_MONEY[sign][0])
    named = maybe(name) if unnamed else name
    if scale:
        return seq(number(figures), said(_SCALES[scale]), named)
    whole, _, part = figures.partition(".")
    if not part.strip("0"):
        readings = [seq(reader.amount(int(whole.replace(",", "") or "0")), named)]
        return either(*readings, *([seq(number(figures), named)] if part else []))
    readings = [seq(number(figures), named)]
    if part.strip("0") != part:
        readings.append(seq(number(f"{whole}.{part.rstrip('0')}"), named))
    cents = part.rstrip("0") if len(part) > 2 else part
    if len(cents) <= 2:
        minor = seq(reader.amount(int(cents.ljust(2, "0"))), one_of(_MONEY[sign][1]))
        if whole.strip("0,"):
            bare = reader.amount(int(cents.ljust(2, "0")))
            coins = either(seq(maybe(said("and")), minor), bare)
            readings.append(seq(reader.amount(int(whole.replace(",", ""))), name, coins))
        else:
            readings.append(minor)
    return either(*readings)


def _scale_of(found: re.Match[str], group: str) -> str | None:
    return found[group] or (found[f"{group}_short"] or "").strip() or None


_MIXED: Final = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _SIGNS))})\s?(?:(?P<whole>{INT}) )?"
    rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?![\d/]){_SCALE.format('scale')}"
)


_PART_OF_CENT: Final = re.compile(
    rf"(?P<sign>{'|'.join(map(re.escape, _SIGNS))})(?P<major>{INT})\.(?P<cents>\d\d) "
    r"(?P<a>\d)/(?P<b>\d)(?![\d/])"
)


def _part_of_cent(found: re.Match[str]) -> Pattern:
    """Return the readings of $5.62 1/2: "five dollars and sixty two and a half cents"."""
    major, minor = _MONEY[found["sign"]]
    part = reader.fraction(int(found["a"]), int(found["b"]))
    return seq(
        reader.amount(int(found["major"].replace(",", ""))),
        one_of(major),
        maybe(said("and")),
        reader.amount(int(found["cents"])),
        said("and"),
        part,
        one_of(minor),
    )


def _mixed(found: re.Match[str]) -> Pattern:
    """Return the readings of money with a fraction: "two and a half billion dollars"."""
    scale = _scale_of(found, "scale")
    part = reader.fraction(int(found["a"]), int(found["b"]))
    if found["whole"]:
        part = seq(number(found["whole"]), maybe(said("and")), part)
    elif scale:
        part = seq(part, maybe(one_of("a|of a")))
    scaled = seq(part, said(_SCALES[scale])) if scale else part
    return seq(scaled, one_of(_MONEY[found["sign"]][0]))


def prices(text: str, at: int) -> list[Edge]:
    """Return the amount of money, or the range of two, that a sign begins there."""
    cents = _PART_OF_CENT.match(text, at)
    if cents and int(cents["b"]):
        return [(cents.end(), _part_of_cent(cents))]
    mixed = _MIXED.match(text, at)
    if mixed and int(mixed["b"]) and not text[at - 1 : at].isalnum():
        return [(mixed.end(), _mixed(mixed))]
    found: list[Edge] = []
    both = _PRICES.match(text, at)
    if both:
        sign, own, scale = both["sign"], _scale_of(both, "own"), _scale_of(both, "scale")
        last = _sum(both["figures"], scale, both["twice"] or sign)
        firsts: list[Callable[[], Pattern]] = [lambda: _sum(both["first"], own, sign, unnamed=True)]
        if scale and not own:
            firsts.append(lambda: _sum(both["first"], scale, sign, unnamed=True))
        found.append((both.end(), seq(either(*(first() for first in firsts)), _TO, last)))
    one = _PRICE.match(text, at)
    if one and not text[at - 1 : at].isalnum():
        found.append((one.end(), _sum(one["figures"], _scale_of(one, "scale"), one["sign"])))
    return found
