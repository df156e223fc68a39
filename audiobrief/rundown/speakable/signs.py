"""The last sweep: every sign, figure and picture that no other rule has spoken."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.style import Style
from audiobrief.rundown.speakable.tables import rows, table

PUNCTUATION: Final = frozenset(".,;:?!'\"“”‘’-… ")
"""What may stand in English spoken text beside letters: marks that every engine takes for a pause,
a tone or a joint, and none for a word or a command."""

_FLAGS: Final = table("signs")["flags"]
_SIGNS: Final = {row["written"]: row["spoken"] for row in rows("signs", "sign")}
_RARE_MARKS: Final = {
    "«": "“",
    "»": "”",
    "„": "“",
    "‟": "“",
    "‹": "‘",
    "›": "’",
    "‚": "‘",
    "‛": "‘",
    "¿": "",
    "¡": "",
    "।": ".",
    "。": ".",
    "、": ", ",
    "，": ", ",
    "؟": "?",
    "،": ", ",
    "؛": ";",
    "۔": ".",
    "‥": "…",
    "⁇": "?",
    "‼": "!",
    "‽": "?",
    "̦": "",
}
_SAID: Final = {
    **_RARE_MARKS,
    **{sign: f" {said} " if said[:1].isalpha() else said for sign, said in _SIGNS.items()},
}
_KNOWN: Final = frozenset(
    {
        *_SAID,
        *"^<>~¢²³",
        *(
            sign
            for row in rows("currencies", "currency")
            for each in row["written"]
            for sign in each
        ),
        *map(chr, range(0x1F1E6, 0x1F200)),
        *map(chr, range(0x1F3FB, 0x1F400)),
    }
)
_TONE_LETTERS: Final = frozenset(
    character
    for first, last in ((0x02B0, 0x02FF), (0x0640, 0x0640), (0x1D2C, 0x1D6A), (0xA700, 0xA721))
    for character in map(chr, range(first, last + 1))
    if unicodedata.category(character) == "Lm"
)
"""Letters that only modify: phonetic marks, tone marks and the Arabic stretch. Other letters of
their class are said: ー, 々, ゝ, ๆ."""

_OTHER: Final = re.compile(r"[^a-zA-Z.,;:?!'\"“”‘’\-… ]")
_FLAG: Final = re.compile(r"[\U0001f1e6-\U0001f1ff]{2}")
_SKIN: Final = re.compile(r"[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_DRAWN: Final = (
    "BOX DRAWINGS",
    "BLOCK",
    "BULLET",
    "GEOMETRIC",
    "BLACK ",
    "WHITE ",
    "DINGBAT",
    "DOTTED",
)
"""Beginnings of the names of signs that decorate a line and say nothing."""


def sweep(text: str, style: Style) -> str:
    """Return text in which nothing but letters and ``PUNCTUATION`` is left."""
    text = _FLAG.sub(_flag, _SKIN.sub("", text))
    return _OTHER.sub(lambda match: _spoken(match[0], style), text)


def is_unknown(character: str) -> bool:
    """Return whether a sign is in no table: it is spoken by its Unicode name."""
    return character not in _KNOWN and unicodedata.category(character)[0] == "S"


def _flag(match: re.Match[str]) -> str:
    """Return the flag of two regional letters: "flag U A"."""
    first, second = (chr(ord(each) - 0x1F1E6 + ord("A")) for each in match[0])
    country = _FLAGS.get(first + second)
    return f", flag of {country}, " if country else f", flag {first} {second}, "


@cache
def _spoken(character: str, style: Style) -> str:
    if character in _SAID:
        return _SAID[character]
    kind = unicodedata.category(character)
    if kind[0] in "LM":
        return "" if character in _TONE_LETTERS else character
    if kind[0] == "N":
        return f" {_figure(character, style)} "
    if kind[0] == "S":
        return _named(character)
    # Brackets and dashes have been made pauses; what is left of punctuation is a pause too.
    return " " if kind in {"Ps", "Pe", "Pc", "Zs"} else ", "


def _figure(character: str, style: Style) -> str:
    if character.isdecimal():
        return numbers.digits(str(unicodedata.digit(character)))
    value = unicodedata.numeric(character)
    return numbers.number(f"{value:g}" if value != int(value) else str(int(value)), style)


def _named(character: str) -> str:
    """Return a sign by its Unicode name, a pause where it only decorates."""
    name = unicodedata.name(character, "")
    if not name or name.startswith(_DRAWN):
        return ", "
    words = re.sub(r"[^A-Z0-9 ]+", " ", name)
    words = re.sub(r"\d+", lambda figures: numbers.digits(figures[0]), words)
    is_picture = unicodedata.category(character) == "So"
    said = re.sub(r"^(?:MODIFIER LETTER|COMBINING) ", "", words)
    said = re.sub(r" SIGN$|^HEAVY BLACK ", "", said).lower() if is_picture else said.lower()
    return f", {said}, " if is_picture else f" {said} "
