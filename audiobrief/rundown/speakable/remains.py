"""What no table knows: it is said in the safest way, and the producer is told of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.speakable import capitals, signs
from audiobrief.rundown.speakable.fold import fold, seen
from audiobrief.rundown.speakable.tables import rows

_MIXED: Final = re.compile(r"(?<![^\W_])(?=[A-Z]*\d+[A-Za-z]+\d|[A-Za-z]+\d+[A-Za-z])\w{3,30}+")
_KNOWN_MIXED: Final = re.compile(
    r"[A-Za-z]{1,4}\d+s?|\d+x\d+m?|\d{1,2}h\d{2}m?|\d{4}-?\d\d-?\d\dT\w+|(?:mid|MID)\d+s|\d+[ap]m|"
    r"(?=.{2,5}$)(?:[A-Z][a-z]?\d{0,2})+|\d\dT\d\d"
)
_ABBREVIATION: Final = re.compile(r"(?<![\w.'’-])[A-Za-z][a-z]{0,5}\.(?=[,;]| [a-z])")
_KEPT: Final = frozenset({"Mr.", "Mrs.", "Ms.", "Mx."})
_PICTURES: Final = frozenset({"So", "Sk", "Co", "Cn"})


def of_english(printed: str, spoken: str) -> Iterator[str]:
    """Yield the signs, tokens and abbreviations of an English text that no table knows."""
    text = fold(printed)
    for character in text:
        if signs.is_unknown(character):
            yield character
    for token in _MIXED.findall(text):
        if not _KNOWN_MIXED.fullmatch(token):
            yield token
    for word in _ABBREVIATION.findall(spoken):
        if word not in _KEPT:
            yield word
    yield from capitals.unknown(text)


def of_other(printed: str, code: str) -> Iterator[str]:
    """Yield the signs of a text of another language that its table has no word for."""
    row = next((row for row in rows("languages", "language") if row["code"] == code), None)
    known = set() if row is None else {*row.get("signs", ()), *row.get("currencies", ()), "%"}
    for character in seen(printed):
        kind = unicodedata.category(character)
        if (kind[0] == "S" or character in "#@&*_\\|§") and character not in known | set("°<>−"):
            yield character


def swept(text: str, *, has_speller: bool) -> str:
    """Return text without the signs that no table of its language knows.

    A language without any speller keeps the signs of figures, which its engine may know.
    """
    return "".join(_swept(each, has_speller=has_speller) for each in text)


_FIGURE_SIGNS: Final = frozenset("%+=&@#/€$£¥°−٪‰")


def _swept(character: str, *, has_speller: bool) -> str:
    if character <= "~" and (character.isalnum() or character in " .,;:?!'\"-"):
        return character
    if not has_speller and character in _FIGURE_SIGNS:
        return character
    kind = unicodedata.category(character)
    if kind in _PICTURES:
        return ", "
    if (
        (has_speller and kind in {"No", "Nl"})
        or kind[0] == "S"
        or character in "#@&*_\\|/^~`%§¶†‡•"
    ):
        return " "
    return character
