"""Small measurements of a text: its words, whether it ends as a sentence, its letters alone.

Works for scripts written without spaces: there two signs count as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from audiobrief.languages import SENTENCE_ENDS

_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f"
"""Kana, Han and Thai: one token a sign."""

_TOKEN: Final = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphen, zero-width space, direction controls, word joiner, byte order mark: no words."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffc]")
"""Control characters, half characters, and the place of a picture in text that was copied."""

_CLOSERS: Final = "\"'”’»›)]}*_“"


def clean(text: str) -> str:
    """Return text without invisible signs; control characters become spaces, line ends stay.

    The place of a picture (U+FFFC) is one too: a screen reader would read out its name.
    """
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """Return clean text with every run of white space as one space."""
    bare = " ".join(text.split())
    # What is printable holds neither invisible signs nor control characters, but for a picture's.
    return bare if bare.isprintable() and "\ufffc" not in bare else " ".join(clean(text).split())


_PIECE_CHARS: Final = 500
"""Longer texts are normalised in pieces: the time for a row of accents grows with its square."""

_NORMALISED_CHARS: Final = 20_000
"""A longer paragraph is not normalised at all: one sign may become eighteen."""


@lru_cache(maxsize=1 << 13)
def tokens(text: str) -> tuple[str, ...]:
    """Return the words in case-folded form; every sign of an unspaced script is one."""
    return tuple(_TOKEN.findall(_normal(text).casefold()))


def _normal(text: str) -> str:
    """Return the text with ligatures, wide and composed signs in their plain form (NFKC)."""
    if text.isascii() or len(text) > _NORMALISED_CHARS:
        return text
    if len(text) <= _PIECE_CHARS:
        return unicodedata.normalize("NFKC", text)
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = start + _PIECE_CHARS
        if end < len(text):
            # A word is not cut, unless it is longer than any word.
            end = max(text.rfind(" ", start, end) + 1, 0) or end
        pieces.append(unicodedata.normalize("NFKC", text[start:end]))
        start = end
    return "".join(pieces)


def word_count(text: str) -> float:
    """Return the number of words; two signs of an unspaced script make one."""
    found = tokens(text)
    signs = sum(len(word) == 1 and word > "\u0dff" for word in found)
    return len(found) - signs / 2


def few_words(count: float) -> str:
    """Return how an error says that there are too few words: "there is only 1 word"."""
    number = round(count)
    if number == 0:
        return "there are no words"
    return "there is only 1 word" if number == 1 else f"there are only {number} words"


def letters(text: str) -> str:
    """Return letters and digits alone, case-folded: equal for texts that differ in signs."""
    return "".join(tokens(text))


def ends_sentence(text: str) -> bool:
    """Return whether the text ends as a sentence does, closing quotes and brackets aside."""
    bare = text.rstrip(_CLOSERS + " ")
    return bool(bare) and bare[-1] in SENTENCE_ENDS


def sentence_count(text: str) -> int:
    """Return a rough number of sentences, at least 1."""
    return 1 + len(
        re.findall(r"[.?!…]['\"”’»)]*\s+(?=[\"'“‘«(]*[^\W\d_a-zа-я])|[。？！](?=.)", text)
    )


def alike(one: str, other: str) -> float:
    """Return how far two texts share their words: 0.0 none, 1.0 the same words (F1 of tokens)."""
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    few, many = (one, other) if len(first) < len(second) else (other, one)
    left = _counted(many)
    shared = 0
    for token, count in _counted(few).items():
        most = left.get(token)
        if most is not None:
            shared += min(count, most)
    return 2 * shared / (len(first) + len(second))


@lru_cache(maxsize=1 << 12)
def _counted(text: str) -> dict[str, int]:
    return dict(Counter(tokens(text)))


def covered(part: str, whole: frozenset[tuple[str, ...]]) -> float:
    """Return the share of a text's words that stand in three-word runs of ``whole``.

    Args:
        part: The text.
        whole: What ``runs`` gave for the text that may hold it.
    """
    found = tokens(part)
    if len(found) < 3:
        return 0.0
    hit = [False] * len(found)
    for start in range(len(found) - 2):
        if found[start : start + 3] in whole:
            hit[start : start + 3] = [True] * 3
    return sum(hit) / len(found)


def runs(texts: Iterator[str]) -> frozenset[tuple[str, ...]]:
    """Return every run of three words in the texts."""
    every: set[tuple[str, ...]] = set()
    for text in texts:
        found = tokens(text)
        every.update(found[start : start + 3] for start in range(len(found) - 2))
    return frozenset(every)


def capitalised(text: str) -> float:
    """Return the share of words of four letters and more that begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= 4]
    return sum(word[0].isupper() for word in long) / len(long) if long else 0.0
