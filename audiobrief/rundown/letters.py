"""Initialisms with the letter A in them, said letter by letter: engines take it for the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from audiobrief.rundown.model import Pronunciation
from audiobrief.rundown.speakable.tables import table


def letter_runs(text: str) -> Iterator[Pronunciation]:
    """Yield the sound of each run of single letters with an A, as in "the A P", "I A E A's"."""
    for run in _LETTER_RUN.findall(text):
        letters = _without_article(run)
        if "A" in letters:
            yield _spelt(letters)


_LETTER_RUN: Final = re.compile(
    r"(?<![\w'’-])(?=(?:[B-Z] )*A\b)[A-Z](?: (?:[A-Z]|Zed))+(?:['’]s)?(?![\w'’-])"
)
_LETTERS: Final = {
    "A": ("ay", "eɪ"),
    "B": ("bee", "biː"),
    "C": ("see", "siː"),
    "D": ("dee", "diː"),
    "E": ("ee", "iː"),
    "F": ("eff", "ɛf"),
    "G": ("jee", "dʒiː"),
    "H": ("aych", "eɪtʃ"),
    "I": ("eye", "aɪ"),
    "J": ("jay", "dʒeɪ"),
    "K": ("kay", "keɪ"),
    "L": ("ell", "ɛl"),
    "M": ("em", "ɛm"),
    "N": ("en", "ɛn"),
    "O": ("oh", "oʊ"),
    "P": ("pee", "piː"),
    "Q": ("kyoo", "kjuː"),
    "R": ("ar", "ɑːɹ"),
    "S": ("ess", "ɛs"),
    "T": ("tee", "tiː"),
    "U": ("yoo", "juː"),
    "V": ("vee", "viː"),
    "W": ("double yoo", "ˈdʌbəljuː"),
    "X": ("ex", "ɛks"),
    "Y": ("wy", "waɪ"),
    "Z": ("zee", "ziː"),
    "Zed": ("zed", "zɛd"),
}
"""Letter -> respelling and IPA of its American name; "Zed" stands in British spoken text."""


def _without_article(letters: str) -> str:
    """Return "U S" for "A U S", which begins a sentence; an initialism of its own stays whole."""
    joined = letters.replace(" ", "").partition("'")[0]
    known = table("capitals")["letters"]
    if joined.startswith("A") and joined not in known and joined[1:] in known:
        return letters[2:]
    return letters


@cache
def _spelt(letters: str) -> Pronunciation:
    """Return the sound of letters one by one, the last one stressed: "A P", "I A E A's"."""
    plain, possessive, _ = letters.replace("’", "'").partition("'")
    names = [_LETTERS[letter] for letter in plain.split()]
    sounds = [sound for _, sound in names]
    sounds[-1] = sounds[-1] if sounds[-1].startswith("ˈ") else "ˈ" + sounds[-1]
    ending = ("s", "z") if possessive else ("", "")
    if possessive and sounds[-1].endswith("s"):
        ending = ("iz", "ɪz")
    return Pronunciation(
        written=letters,
        respelling=" ".join(name for name, _ in names) + ending[0],
        ipa=" ".join(sounds) + ending[1],
        match_case=True,
    )
