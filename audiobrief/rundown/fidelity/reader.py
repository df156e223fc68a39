"""Reads spoken numbers back into values; it knows nothing of how they were made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from audiobrief.rundown.fidelity.match import NOWHERE, Pattern, Words
from audiobrief.rundown.fidelity.tables import table

MAX_WORDS: Final = 60
"""More words than the largest number that is said as an amount has."""

_TABLE: Final = table("numbers")
_ONES: Final = {word: value for value, word in enumerate(_TABLE["ones"])}
_TENS: Final = {word: 10 * tens for tens, word in enumerate(_TABLE["tens"], start=2)}
_SCALES: Final = {word: 10**zeros for word, zeros in _TABLE["scales"].items()}
_HUNDRED: Final = 100
_DIGITS: Final = {str(value): {word} for word, value in _ONES.items() if value < 10}
_DIGITS["0"] |= set(_TABLE["nothing"])


def _rank_of(word: str) -> str:
    """Return the word of a rank: "four" is "fourth", "twenty" is "twentieth"."""
    stated: str | None = _TABLE["ranks"].get(word)
    return stated or (word[:-1] + "ieth" if word.endswith("y") else word + "th")


_CARDINALS: Final = frozenset((*_ONES, *_TENS, *_SCALES, "hundred"))
_BY_RANK: Final = {_rank_of(word): word for word in _CARDINALS if word != "zero"}
_BY_RANK["zeroth"] = "zero"


class _Count:
    """A number while it is read: what it is so far, and what may still be added."""

    __slots__ = ("group", "room", "scale", "total")

    def __init__(self) -> None:
        self.total = self.group = 0
        self.room, self.scale = 1000, 10 ** (max(_TABLE["scales"].values()) + 3)

    @property
    def value(self) -> int:
        return self.total + self.group

    def take(self, word: str, *, joined: bool) -> bool:
        """Add a word of a number; return whether it may stand there.

        Args:
            word: Such as "forty" or "hundred".
            joined: "and" stood before it.
        """
        if word in _TENS or word in _ONES:
            value = _TENS.get(word) or _ONES[word]
            if not 0 < value < self.room:
                return False
            self.group += value
            self.room = 10 if word in _TENS else 1
            return True
        size = _HUNDRED if word == "hundred" else _SCALES.get(word, 0)
        if joined or not size or self.group < 1:
            return False
        if size == _HUNDRED:
            self.group, self.room = self.group * _HUNDRED, _HUNDRED
            return self.group < _HUNDRED * _HUNDRED
        if size >= self.scale:
            return False
        self.total, self.scale = self.total + self.group * size, size
        self.group, self.room = 0, min(1000, size)
        return True


def _scan(words: Words, at: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (end, value, is a rank) of every whole number that begins at a place."""
    count, joined = _Count(), False
    heard = words.norm[at : at + MAX_WORDS]
    if heard and heard[0] in {"zero", "zeroth"}:
        yield at + 1, 0, heard[0] == "zeroth"
        return
    for end, word in enumerate(heard, start=at + 1):
        if word == "and":
            if joined or end == at + 1 or count.group % _HUNDRED:
                return
            joined = True
            continue
        if word == "a" and end == at + 1:
            count.group, count.room = 1, 1
            continue
        base = _BY_RANK.get(word, word)
        if not count.take(base, joined=joined):
            return
        joined = False
        yield end, count.value, base != word
        if base != word:
            return


def amount(value: int) -> Pattern:
    """Match a whole number that is counted: "two thousand four"."""

    def match(words: Words, at: int) -> Collection[int]:
        return [end for end, read, is_rank in _scan(words, at) if read == value and not is_rank]

    return match


def rank(value: int) -> Pattern:
    """Match an ordinal number: "one hundred first"."""

    def match(words: Words, at: int) -> Collection[int]:
        return [end for end, read, is_rank in _scan(words, at) if read == value and is_rank]

    return match


def digit_by_digit(figures: str) -> Pattern:
    """Match each figure by itself; "double" and "triple" stand for two and three of a kind."""

    def match(words: Words, at: int) -> Collection[int]:
        place, done = at, 0
        while done < len(figures):
            if place >= len(words):
                return NOWHERE
            word = words.norm[place]
            many = {"double": 2, "triple": 3}.get(word, 1)
            run = figures[done : done + many]
            place += many > 1
            if len(set(run)) != 1 or len(run) < many or place >= len(words):
                return NOWHERE
            if words.norm[place] not in _DIGITS[run[0]]:
                return NOWHERE
            place, done = place + 1, done + many
        return (place,)

    return match


def in_pairs(figures: str) -> Pattern:
    """Match "nineteen oh five", "three seventy", "twelve hundred" for three or four figures."""
    head, tail = amount(int(figures[:-2])), figures[-2:]

    def ends(words: Words, at: int) -> Collection[int]:
        if tail == "00":
            return (at + 1,) if words.norm[at : at + 1] == ["hundred"] else NOWHERE
        if tail[0] == "0":
            return digit_by_digit(tail)(words, at)
        return amount(int(tail))(words, at)

    def match(words: Words, at: int) -> Collection[int]:
        return {end for middle in head(words, at) for end in ends(words, middle)}

    return match


def fraction(above: int, below: int, *, joined: bool = False) -> Pattern:
    """Match "two thirds", "a half", "three quarters"; "two third" where a hyphen joins it on."""
    top, bottom = amount(above), _part(below, one=above == 1, many=above != 1)
    if joined:
        bottom = _part(below, one=True, many=True)

    def match(words: Words, at: int) -> Collection[int]:
        starts = set(top(words, at))
        if above == 1 and words.norm[at : at + 1] in (["a"], ["an"]):
            starts.add(at + 1)
        found = {end for middle in starts for end in bottom(words, middle)}
        return found | set(bottom(words, at)) if (above, below) == (1, 2) else found

    return match


def _part(below: int, *, one: bool, many: bool) -> Pattern:
    """Match the part that a fraction counts: "third" for one, "thirds" for many."""

    def match(words: Words, at: int) -> Collection[int]:
        word = words.norm[at] if at < len(words) else ""
        if word in {2: {"half", "halves"}, 4: {"quarter", "quarters"}}.get(below, ()):
            return (at + 1,)
        if many and word == {100: "hundredths", 1000: "thousandths"}.get(below):
            return (at + 1,)
        found = set(rank(below)(words, at)) if one else set()
        for last in range(at, min(at + 8, len(words)) if many else at):
            if words.norm[last].endswith("s"):
                view = Words((*words.raw[at:last], words.norm[last][:-1]))
                if last + 1 - at in rank(below)(view, 0):
                    found.add(last + 1)
        return found

    return match


@cache
def without_ending(word: str) -> tuple[str, ...]:
    """Return what a plural or a possessive of a number word may be without its ending."""
    word = word.removesuffix("'s")
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("xes"):
        return (word[:-2],)
    return (word.removesuffix("s"),) if word.endswith("s") else (word,)
