"""What a printed token may sound like, as small patterns over spoken words.

A pattern is a function: given the words and a place among them, it returns the places where a
reading that begins there may end; nothing where none does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Final

from audiobrief.rundown.fidelity.fold import norm

NOWHERE: Final[tuple[int, ...]] = ()


class Words:
    """Spoken words: as they stand, and as they are compared."""

    __slots__ = ("norm", "raw")

    def __init__(self, raw: tuple[str, ...]) -> None:
        self.raw = raw
        self.norm = [norm(word) for word in raw]

    def __len__(self) -> int:
        return len(self.raw)


Pattern = Callable[[Words, int], Collection[int]]


def silence(words: Words, at: int) -> Collection[int]:  # noqa: ARG001, the form of a pattern
    """Match nothing: what is printed need not be said."""
    return (at,)


@cache
def said(phrase: str) -> Pattern:
    """Match these words, without regard to capitals."""
    expected = [norm(word) for word in phrase.replace("-", " ").split()]
    if len(expected) == 1:
        (only,) = expected
        return lambda words, at: (
            (at + 1,) if at < len(words) and words.norm[at] == only else NOWHERE
        )
    length = len(expected)
    return lambda words, at: (at + length,) if words.norm[at : at + length] == expected else NOWHERE


@cache
def one_of(phrases: str) -> Pattern:
    """Match any of the phrases that "|" parts."""
    return either(*(said(phrase) if phrase else silence for phrase in phrases.split("|")))


def seq(*patterns: Pattern) -> Pattern:
    """Match the patterns one after another."""

    def match(words: Words, at: int) -> Collection[int]:
        places: Collection[int] = (at,)
        for pattern in patterns:
            if len(places) == 1:
                (place,) = places
                places = pattern(words, place)
            else:
                places = {end for place in places for end in pattern(words, place)}
            if not places:
                return NOWHERE
        return places

    return match


def either(*patterns: Pattern) -> Pattern:
    """Match any of the patterns."""
    if len(patterns) == 1:
        return patterns[0]

    def match(words: Words, at: int) -> Collection[int]:
        return {end for pattern in patterns for end in pattern(words, at)}

    return match


def maybe(pattern: Pattern) -> Pattern:
    """Match the pattern, or nothing."""

    def match(words: Words, at: int) -> Collection[int]:
        return {at, *pattern(words, at)}

    return match


def capital(word: str) -> Pattern:
    """Match the word where it is said as a name: "US" must not become the "us" of "tell us"."""
    expected = norm(word)
    return lambda words, at: (
        (at + 1,)
        if at < len(words) and words.norm[at] == expected and not words.raw[at][0].islower()
        else NOWHERE
    )


def inflected(pattern: Pattern, singulars: Callable[[str], Collection[str]], reach: int) -> Pattern:
    """Match the pattern with its last word inflected: "the nineteen eighties" for 1980s.

    Args:
        pattern: What is matched without the ending.
        singulars: Returns what a word may be without its ending; nothing where it has none.
        reach: Most words that the reading may have.
    """

    def match(words: Words, at: int) -> Collection[int]:
        found = set()
        for last in range(at, min(at + reach, len(words))):
            for singular in singulars(words.norm[last]):
                view = Words((*words.raw[at:last], singular))
                if last + 1 - at in pattern(view, 0):
                    found.add(last + 1)
        return found

    return match
