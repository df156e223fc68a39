"""Print beside speech: every printed token is said, in its order, and nothing else is."""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.fidelity import figures, signs, web, words
from audiobrief.rundown.fidelity.fault import Fault, shortened
from audiobrief.rundown.fidelity.fold import fold, norm, spoken_words
from audiobrief.rundown.fidelity.match import Pattern, Words, one_of, said, silence
from audiobrief.rundown.fidelity.numbers import Edge
from audiobrief.rundown.fidelity.stated import Stated
from audiobrief.rundown.fidelity.tables import table

MAX_FAULTS: Final = 5
"""Faults of one cue that are told; one is enough to refuse it."""

_REACH: Final = 12
"""Tokens on either side among which the thread is taken up again after a fault."""

_MOST_PLACES: Final = 64
"""Places that are followed at a time: a row of pictures could be said in any number of ways."""

_BLANK: Final = re.compile(r"[\s.,;:!?\"'()\[\]{}¿¡。、，]+")
_SIMPLE: Final = re.compile(r"""[A-Za-z]?[a-z]+(?![^\W_]|['/(@&+*$]|\.(?!["')\]]*$)|://)""")
_LANDMARK: Final = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)*")
_DASHES: Final = "-–—−"


def faults(
    printed: str, spoken: str, *, british: bool, stated: Stated | None = None
) -> tuple[Fault, ...]:
    """Return where the spoken English is not what is printed; empty where it is."""
    said_words = Words(spoken_words(spoken))
    return tuple(_Alignment(fold(printed), said_words, british=british, stated=stated).faults())


def left_out(printed: str, spoken: str) -> tuple[tuple[str, str], ...]:
    """Return (sign, reason) for the signs that are printed and, rightly, not said."""
    found: dict[str, str] = {}
    said_words = Words(spoken_words(spoken))
    for sign in dict.fromkeys(printed):
        if sign.isalnum() or sign.isspace():
            continue
        names = table("silent").get(sign)
        if names is not None:
            pattern = one_of(names)
            if not any(pattern(said_words, place) for place in range(len(said_words))):
                found[sign] = "a sign that says nothing by itself"
        elif sign == "\ufffd":
            found[sign] = "a character that was unreadable in the source"
        elif sign == "\ufffc":
            found[sign] = "the place of something that is no text"
    return tuple(found.items())


class _Alignment:
    """Places of the print, each with the places of the speech that may belong to it."""

    def __init__(
        self, text: str, said_words: Words, *, british: bool, stated: Stated | None = None
    ) -> None:
        self.text, self.words, self.british, self.stated = text, said_words, british, stated
        self.silent = figures.silent_signs(text, british=british)

    def faults(self) -> Iterator[Fault]:
        at, place = 0, 0
        for _ in range(MAX_FAULTS):
            reached, heard = self._follow(at, place)
            if reached == len(self.text) and heard == len(self.words):
                return
            skipped = self._taken_up(reached, heard)
            yield self._fault(reached, heard, *skipped)
            at, place = skipped
            if at >= len(self.text) and place >= len(self.words):
                return

    def _follow(self, at: int, place: int) -> tuple[int, int]:
        """Return the furthest place in print, and in speech, to which the two agree."""
        states: dict[int, set[int]] = {at: {place}}
        queue = [at]
        furthest = (at, place)
        end, last = len(self.text), len(self.words)
        while queue:
            now = heapq.heappop(queue)
            places = states.pop(now)
            here = (now, last if now == end and last in places else max(places))
            furthest = max(furthest, here)
            if now == end:
                continue
            for after, pattern in self._edges(now):
                ends = {each for heard in places for each in pattern(self.words, heard)}
                if ends:
                    if len(ends) > _MOST_PLACES:
                        ends = set(heapq.nlargest(_MOST_PLACES, ends))
                    if after not in states:
                        states[after] = ends
                        heapq.heappush(queue, after)
                    else:
                        states[after] |= ends
        return furthest

    def _edges(self, at: int) -> list[Edge]:
        """Return every way in which the print may be taken at a place."""
        if self.stated is None:
            return self._printed(at)
        own = self.stated.rows(self.text, at)
        return own or [*self.stated.days(self.text, at), *self._printed(at)]

    def _printed(self, at: int) -> list[Edge]:
        """Return every way in which the print may be taken that needs no statement."""
        text, sign = self.text, self.text[at]
        blank = _BLANK.match(text, at)
        if blank:
            return self._after_blank(at, blank.end())
        if sign.isalnum() and sign not in "¹²³":
            return self._token(at)
        if sign in _DASHES:
            return [(at + 1, self._dash(at))]
        return signs.sign_edges(text, at)

    def _token(self, at: int) -> list[Edge]:
        """Return every way in which a word, a number or an address may be taken."""
        text = self.text
        simple = _SIMPLE.match(text, at)
        if simple and not self._is_special(simple[0], at):
            return [(simple.end(), said(simple[0]))]
        address = web.address(text, at)
        if address and address[2]:
            return [address[:2]]
        if text[at].isalpha():
            edges = words.word_edges(text, at)
        else:
            edges = figures.edges(text, at, british=self.british)
        return [address[:2], *edges] if address else edges

    def _after_blank(self, at: int, end: int) -> list[Edge]:
        """Return the end of a blank; a point that begins a number is none, nor a sign in one."""
        text = self.text
        if text[at] == '"' and text[at - 1 : at].isdigit():
            return [(end, silence), (at + 1, one_of("inch|inches"))]
        if not text[end : end + 1].isdigit():
            return [(end, silence)]
        if end == at + 1 and text[at] == ":" and text[at - 1 : at].isdigit():
            return signs.sign_edges(text, at)
        if text[end - 2 : end - 1].isdigit():
            return [(end, silence)]
        if text[end - 1] == "." and not text[end - 2 : end - 1].isalpha():
            number = figures.edges(text, end - 1, british=self.british)
            return number if end - 1 == at else [(end - 1, silence)]
        return [(end, silence)]

    def _is_special(self, word: str, at: int) -> bool:
        """Return whether a simple word may be a unit, an abbreviation or part of a date."""
        if len(word) > 9:
            return False
        before = self.text[max(0, at - 2) : at]
        if any(map(str.isdigit, before)) or word in _SPECIAL:
            return True
        if before[-1:] in ("-", "/") or self.text[max(0, at - 4) : at] == "per ":
            return True
        return word[0].isupper() and (len(word) < 3 or not _VOWELS.intersection(word.lower()))

    def _dash(self, at: int) -> Pattern:
        """Return what a hyphen, a dash or a minus may sound like where it stands."""
        text, sign = self.text, self.text[at]
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        near = text[max(0, at - 12) : at]
        if at in self.silent:
            return one_of("to|")
        if before.isdigit() and _MODEL.search(near):
            return one_of("to|through|")
        if sign != "—" and _is_minus(text, at, before):
            joins = near.rstrip()[-1:].isdigit()
            return one_of("minus|negative|to") if joins else one_of("minus|negative")
        far = text[at + 1 : at + 3].lstrip()[:1]
        if (far.isdigit() or (far and far in _MONEY_SIGNS)) and _AMOUNT_BEFORE.search(near):
            return _range(text, at, before, after)
        is_tight = sign in "–—" and after.strip() and before.strip()
        if _FROM.search(near) and _UNTIL.match(text, at + 1):
            return _range(text, at, before, after)
        return one_of("to|through|until|till|and|") if is_tight else silence

    def _taken_up(self, at: int, place: int) -> tuple[int, int]:
        """Return where print and speech meet again: at the nearest two words that both have."""
        begin = at
        while begin > 0 and self.text[begin - 1].isalnum():
            begin -= 1
        found = itertools.islice(_LANDMARK.finditer(self.text, begin), _REACH + 2)
        marks = [(mark.start(), norm(mark[0])) for mark in found if mark.start() >= at]
        heard = self.words.norm[place : place + 3 * _REACH]
        best, nearest = (len(self.text), len(self.words)), 4 * _REACH
        for distance, (start, word) in enumerate(marks):
            following = marks[distance + 1][1] if distance + 1 < len(marks) else ""
            for further, spoken in enumerate(heard):
                if spoken != word or (start, further) == (at, 0):
                    continue
                agree = following in heard[further + 1 : further + 2] or not following
                cost = distance + further + (0 if agree else _REACH)
                if cost < nearest:
                    best, nearest = (start, place + further), cost
        return best

    def _fault(self, at: int, place: int, after: int, later: int) -> Fault:
        printed = " ".join(self.text[at:after].split()).strip(' .,;:"()-–—')
        spoken = " ".join(self.words.raw[place:later])
        return Fault(printed=shortened(printed), spoken=shortened(spoken))


def _range(text: str, at: int, before: str, after: str) -> Pattern:
    """Return what a dash between two numbers may sound like: "to", in a sum "minus"."""
    if before != " " and _EQUATION.match(text, at + 1):
        return said("minus")
    is_spaced = " " in (before, after) or text[at] == "—"
    return one_of("to|through|until|till|minus|" if is_spaced else "to|through|until|till")


_AMOUNT_BEFORE: Final = re.compile(r"\d(?:[%°'smkMt]|[bmt]n|°[CF]|km|st|nd|rd|th)?\s?$")
_VOWELS: Final = frozenset("aeiouy")
_MONEY_SIGNS: Final = frozenset(sign[0] for sign in table("money") if not sign[0].isalnum())
_MODEL: Final = re.compile(r"(?:[A-Za-z]\d{1,4}|[A-Z]{2}-\d{1,4}|\b7[0-8]7|\bNos?\. ?\d+)$")
_EQUATION: Final = re.compile(r"\s?\d+\s?=")
_SPECIAL: Final = frozenset(
    word
    for name in ("abbreviations", "states")
    for key in table(name)
    for word in [key.rstrip(".")]
    if word.isalpha()
) | frozenset(
    (
        *table("months"),
        *map(str.lower, table("months")),
        *(short for row in table("months").values() for short in row),
        *(short.lower() for row in table("months").values() for short in row),
        *(short for row in table("days").values() for short in row),
        *(sign for sign in table("money") if sign.isalpha()),
        *(unit for unit in table("units") if unit.isalpha()),
        "the",
        "The",
        "et",
        "sq",
    )
)
_MONTHS: Final = "|".join(
    name for month, short in table("months").items() for name in (month, *short)
)
_FROM: Final = re.compile(
    r"(?:\d(?:\s?[apAP]\.?\s?[mM])?|\b(?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)|[a-z]day|"
    r"\d (?:(?:second|minute|hour|day|week|month|year|mile|inche|degree|meter|metre|acre|ton|"
    r"pound)s|"
    rf"feet|percent|per cent)|\b(?:{_MONTHS}))\.?\s?$"
)
_UNTIL: Final = re.compile(rf"\s?(?:\d|noon|midnight|Mon|Tue|Wed|Thu|Fri|Sat|Sun|(?:{_MONTHS})\b)")
"""A number, half of a day, a day of the week or a month, that a dash joins to another."""
_MINUS: Final = re.compile(r"[-–−](?=[$£€¥₹]?\.?\d)")
_MEASURED: Final = re.compile(r".[$£€¥₹]?[\d.,]+\s?(?:%|°|percent|per cent|degrees|[$£€])|.[$£€¥₹]")


def _is_minus(text: str, at: int, before: str) -> bool:
    """Return whether a dash before a figure is a sign: "-5", "−3", "(–2%)"."""
    if not _MINUS.match(text, at) or (before and before not in ' (["'):
        return False
    return text[at] in "-−" or bool(_MEASURED.match(text, at))
