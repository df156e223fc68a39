"""Languages without a reader of numbers: their plain words are checked, and nothing else.

A chunk of print with a figure, a sign, capitals inside or a full stop may be said in any words;
what stands between such chunks must be said as it is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.fidelity.fault import Fault, shortened
from audiobrief.rundown.fidelity.fold import fold, norm, spoken_words

MOST_WORDS: Final = 60
"""Most words that one chunk may become: a number of 36 figures in a language of small words."""

_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ANY: Final = ""
"""Stands for a chunk that may be said in any words."""


def faults(printed: str, spoken: str) -> tuple[Fault, ...]:
    """Return the first place where plain words are not said, or others are; empty where none is."""
    tokens = list(_tokens(fold(printed)))
    raw = spoken_words(spoken)
    words = [norm(word) for word in raw]
    places = {0}
    for number, (expected, shown) in enumerate(tokens):
        if expected == _ANY:
            places = _anywhere(places, len(words))
            continue
        after = {place + 1 for place in places if words[place : place + 1] == [expected]}
        if not after:
            heard = min(max(places), len(words))
            near = [each for _, each in tokens[number : number + 4]]
            told = " ".join(raw[heard : heard + 4])
            return (Fault(printed=shortened(" ".join(near) or shown), spoken=shortened(told)),)
        places = after
    if len(words) in places:
        return ()
    return (Fault(printed="", spoken=shortened(" ".join(raw[max(places) :]))),)


def _anywhere(places: set[int], last: int) -> set[int]:
    """Return the places that any words after these may end at."""
    found: set[int] = set()
    begin = 0
    for place in sorted(places):
        begin = max(begin, place)
        end = min(place + MOST_WORDS, last)
        found.update(range(begin, end + 1))
        begin = max(begin, end + 1)
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield each plain word, folded and as shown, and one ``_ANY`` for each run of other chunks."""
    chunks = _CHUNK.findall(text)
    was_free = False
    for position, chunk in enumerate(chunks, start=1):
        if not _is_plain(chunk, last=position == len(chunks)):
            if not was_free:
                yield _ANY, chunk
            was_free = True
            continue
        found = _WORD.findall(chunk)
        for word in found:
            yield norm(word), word
        was_free = was_free and not found


def _is_plain(chunk: str, *, last: bool) -> bool:
    """Return whether a chunk is words and punctuation alone; the last one may end in a stop."""
    inner = chunk.strip(".,;:!?\"'()[]{}…-–—¿¡")
    if chunk.endswith(".") and len(inner) < 5 and not last:
        return False  # It may be an abbreviation.
    if any(each.isdigit() or unicodedata.category(each)[0] == "S" for each in inner):
        return False
    if "." in inner or "/" in inner or "@" in inner or "&" in inner or "%" in inner:
        return False
    letters = [each for each in inner if each.isalpha()]
    return (
        bool(letters)
        and not (len(letters) == 1 and letters[0].isupper())
        and not (sum(map(str.isupper, letters)) > 1)
    )
