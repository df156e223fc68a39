"""Printed signs and pictures: where each ends, what it may sound like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

from audiobrief.rundown.fidelity import figures, prices, reader, web
from audiobrief.rundown.fidelity.fold import norm
from audiobrief.rundown.fidelity.match import (
    Pattern,
    Words,
    either,
    maybe,
    one_of,
    said,
    seq,
    silence,
)
from audiobrief.rundown.fidelity.numbers import Edge
from audiobrief.rundown.fidelity.tables import prefixes, table


def sign_edges(text: str, at: int) -> list[Edge]:
    """Return every way in which a sign at a place may be taken; none where it is a pause."""
    sign = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    found = _joined_sign(text, at)
    if found:
        return found
    if sign in table("signs"):
        return [(at + 1, one_of(table("signs")[sign]))]
    if sign in table("silent"):
        return [(at + 1, either(silence, one_of(table("silent")[sign])))]
    if sign == "/":
        return [_stroke(text, at, before, after)]
    if sign == ":" and before.isdigit() and after.isdigit():
        return [(at + 1, one_of("to" if _is_ratio(text, at) else "to|"))]
    is_drawn = unicodedata.category(sign)[0] == "S"
    return _picture(text, at) if is_drawn else [(at + 1, silence)]


def _is_ratio(text: str, at: int) -> bool:
    """Return whether a colon stands in "3:1" and not in a verse or in figures run together."""
    near = text[max(0, at - 20) : at]
    return bool(_RATIO.search(near) and _RATIO_END.match(text, at + 1) and not _VERSE.search(near))


_SHILLINGS: Final = re.compile(r"/[-=](?!\w)")
_NAMED_SUM: Final = re.compile(r"(?:Rs\.?|₹|[A-Z]{3}|K?[Ss]h\.?)\s?[\d,.]+\s?[a-zA-Z]{0,5}$")
_CENTRAL: Final = re.compile(r"/\d{1,2}c\b")
_RATIO: Final = re.compile(r"(?<![\w.:])\d{1,4}$")
_VERSE: Final = re.compile(r"[A-Z]\w*\.? \d+$")
_RATIO_END: Final = re.compile(r"\d{1,4}(?![\w:])")
_MARKED: Final = re.compile(r"[^\W\d_]{3}[.,]?$")
"""A word of the text, before the figure of a footnote."""
_BOUND: Final = re.compile(r"(?<![-<>=])[<>](?=\s?[$£€]?\.?\d)")
_BOUNDS: Final = {"<": "less than|fewer than|under|below", ">": "more than|greater than|over|above"}
_POWER: Final = re.compile(r"\^([-−]?)(\d+)")


def _power(text: str, at: int) -> Iterator[Edge]:
    """Yield "10^6" as "ten to the sixth" or "ten to the power of six"."""
    found = _POWER.match(text, at)
    if not found:
        return
    value = int(found[2])
    sign = one_of("minus|negative") if found[1] else silence
    power = seq(said("power of"), sign, reader.amount(value))
    ranked = seq(sign, reader.rank(value), maybe(said("power")))
    short = {2: [said("squared")], 3: [said("cubed")]}.get(0 if found[1] else value, [])
    if found[1]:
        short.append(seq(said("to the"), sign, reader.amount(value)))
    if _MARKED.search(text[max(0, at - 4) : at]):
        short.append(silence)
    yield found.end(), either(seq(said("to the"), either(power, ranked)), *short)


def _by_place(text: str, at: int) -> Edge | None:
    """Return the mark of a footnote, a bound such as "<10", or a name such as "@ferry"."""
    sign = text[at]
    if sign in "²³" and _MARKED.search(text[max(0, at - 4) : at]):
        return at + 1, either(silence, one_of(table("signs")[sign]))
    if _BOUND.match(text, at):
        return at + 1, one_of(_BOUNDS[sign])
    return web.handle(text, at) if sign in "#@" else None


def _joined_sign(text: str, at: int) -> list[Edge]:
    """Return how a sign is taken with what stands beside it: "@name", "$5", "12°C", "m²"."""
    sign = text[at]
    if text.startswith("§§", at):
        return [(at + 2, said("sections"))]
    if sign in "^+":
        plus = [*figures.telephone(text, at), (at + 1, said("plus"))]
        return plus if sign == "+" else list(_power(text, at))
    if sign in "°º":
        key = prefixes("units").longest(text, at)
        return [(at + len(key), one_of(table("units")[key]))] if key else []
    by_place = _by_place(text, at)
    if by_place:
        return [by_place]
    price = prices.prices(text, at) if sign in _CODE_SIGNS else []
    if not price and sign in table("money") and _SUM_BEFORE.search(text[max(0, at - 3) : at]):
        return [(at + 1, one_of(table("money")[sign][0]))]
    return price


_SUM_BEFORE: Final = re.compile(r"(?:\d|[kmbtn])\s?$")
_CODE_SIGNS: Final = frozenset(sign[0] for sign in table("money") if not sign[0].isalnum())


def _stroke(text: str, at: int, before: str, after: str) -> Edge:
    """Return how a stroke is taken: "/-" after money, "8/7c" of two time zones, or as such."""
    if before.isalnum() and _SHILLINGS.match(text, at):
        named = _NAMED_SUM.search(text[max(0, at - 24) : at])
        return at + 2, one_of("shilling|shillings|rupee|rupees" + "|" * bool(named))
    if _CENTRAL.match(text, at):
        return at + 1, silence
    if before.isdigit() and prefixes("periods").longest(text, at + 1):
        return at + 1, one_of("per|a|an|slash")
    return at + 1, _slash(before, after)


def _slash(before: str, after: str) -> Pattern:
    """Return the readings of a slash: a pause, "per", or its name."""
    if before.isdigit() and after.isdigit():
        return one_of("slash|over|to|out of|per")
    return one_of("slash|per|")


def _picture(text: str, at: int) -> list[Edge]:
    """Return an emoji or another drawn sign: its name, or nothing where it only decorates."""
    end = at + 1
    first = text[at]
    if (
        "\U0001f1e6" <= first <= "\U0001f1ff"
        and "\U0001f1e6" <= text[end : end + 1] <= "\U0001f1ff"
    ):
        letters = " ".join(chr(ord(each) - 0x1F1E6 + ord("A")) for each in text[at : end + 1])
        return [(end + 1, _flag(letters))]
    if unicodedata.category(first) == "Sk":
        return [(end, silence)]
    name = unicodedata.name(first, "").lower().replace("-", " ")
    plain = " ".join(re.sub(r"[^a-z0-9 ]+", " ", name).split())
    content = frozenset(plain.split()) - _DULL
    exact = said(plain) if plain and not any(map(str.isdigit, plain)) else silence
    named = [_few_words(exact, *content)] if content else []
    silent = [silence] if not plain or _is_drawn(plain, first) else []
    return [(end, either(exact, *named, *silent))]


def _flag(letters: str) -> Pattern:
    """Return the readings of a flag: its letters, or the name of its country."""
    name = table("flags").get(letters.replace(" ", ""))
    country = maybe(seq(said("flag"), maybe(said("of"))))
    known = [seq(country, maybe(said("the")), one_of(name), maybe(said("flag")))] if name else []
    return either(said(f"flag {letters}"), *(known or [_country]))


def _country(words: Words, at: int) -> Collection[int]:
    """Match the name of a country that the table does not know: words with capitals."""
    ends: list[int] = []
    for place in range(at, min(at + _MOST_WORDS, len(words))):
        if words.raw[place][0].isupper():
            ends.append(place + 1)
        elif words.norm[place] not in {"the", "of", "and", "flag"}:
            break
    return ends


_DULL: Final = frozenset(("with", "of", "and", "the", "sign", "symbol", "mark", "face"))
_MOST_WORDS: Final = 5


def _is_drawn(name: str, sign: str) -> bool:
    """Return whether a sign belongs to the layout: lines, boxes, bullets, dingbats."""
    words = ("box", "block", "bullet", "dingbat", "dotted", "geometric", "replacement", "square")
    return name.startswith(("black ", "white ", *words)) or sign == "\ufffd"


def _few_words(exact: Pattern, *wanted: str) -> Pattern:
    """Match another name of a picture: up to five words, half of them of its Unicode name."""
    some = frozenset(map(norm, wanted))

    def match(words: Words, at: int) -> Collection[int]:
        ends, known = [], 0
        for place in range(at, min(at + _MOST_WORDS, len(words))):
            if exact(words, place):
                break
            known += words.norm[place] in some
            if 2 * known >= place + 1 - at:
                ends.append(place + 1)
        return ends

    return match
