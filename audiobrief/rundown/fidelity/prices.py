"""Printed sums of money: where one ends, and what it may sound like."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from audiobrief.rundown.fidelity import reader
from audiobrief.rundown.fidelity.match import (
    Pattern,
    either,
    maybe,
    one_of,
    said,
    seq,
)
from audiobrief.rundown.fidelity.numbers import INT, NUMBER, TO, Edge, number
from audiobrief.rundown.fidelity.tables import table

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
        found.append((both.end(), seq(either(*(first() for first in firsts)), TO, last)))
    one = _PRICE.match(text, at)
    if one and not text[at - 1 : at].isalnum():
        found.append((one.end(), _sum(one["figures"], _scale_of(one, "scale"), one["sign"])))
    return found
