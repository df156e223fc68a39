"""Any Unicode text as plain text: one form of each letter and figure, nothing that is not seen."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

MAX_MARKS: Final = 4
"""Combining marks that a letter keeps; Vietnamese needs two, some Indic clusters three or four."""

_PRINTABLE_ASCII: Final = re.compile(r"[ -~]*")
_SPACES: Final = re.compile(r"\s+")
_PILED_MARKS: Final = re.compile(
    rf"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{{"
    rf"{MAX_MARKS}}})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_LONE_MARKS: Final = re.compile(r"(^|[“”‘’…\s\d!-/:-@\[-`{-~])[\u0300-\u036f\u20d0-\u20ff]+")
_RAISED_FIGURES: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER: Final = re.compile(r"(?<![\d.,])(\d{1,2})([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
_NOTE_MARK: Final = re.compile(r"(?<=[\d.,;:!?\"”’)])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻])")
_FIXED_SPACE: Final = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
"""A space that holds the groups of one number together."""
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = {
    "Cc": " ",
    "Cf": "",
    "Cs": "",
    "Co": "",
    "Cn": "",
    "Zl": " ",
    "Zp": " ",
    "Zs": " ",
    "Me": "",
}

_FOLDED: Final = {
    "\u00ad": "",
    "\ufe0e": "",
    "\ufe0f": "",
    "\ufffd": "",
    "\ufffc": " ",
    "‐": "-",
    "‑": "-",
    "‒": "–",
    "―": "—",
    "﹘": "—",
    "﹣": "-",
    "－": "-",
    "⁃": "•",
    "־": "-",
    "֊": "-",
    "゠": "-",
    "➖": "−",
    "ʼ": "’",
    "ʻ": "‘",
    "′": "'",
    "″": '"',
    "´": "’",
    "＇": "'",
    "❛": "‘",
    "❜": "’",
    "❝": "“",
    "❞": "”",
    "⁄": "/",
    "∕": "/",
    "／": "/",
    "∗": "*",
    "⋅": "·",
    "∙": "·",
    "‧": "·",
    "‣": "•",
    "◦": "•",
    "▪": "•",
    "●": "•",
    "■": "•",
    "№": "No. ",
    "℃": "°C",
    "℉": "°F",
    "º": "°",
    "✕": "×",
    "✖": "×",
    "➕": "+",
    "➗": "÷",
    "㎞": "km",
    "㎏": "kg",
    "㎡": "m²",
    "²": "²",
    "³": "³",
    "¹": "",
    "µ": "µ",
    "ª": "a",
    "…": "…",
    "№.": "No. ",
}
"""What a character is folded to where Unicode's own compatibility form would not do."""

_PLAIN_SIGNS: Final = frozenset("²³µ°…™®©¢£¥§¶·¨¯´¸")
"""Compatibility characters that the rules know; the text keeps them."""


def fold(text: str) -> str:
    """Return text in one line, composed (NFC), white space folded to single spaces.

    Controls, bidirectional marks, zero-width and private characters go; fullwidth, mathematical and
    circled letters and figures become plain ones; ½ becomes 1/2. Never raises.

    Args:
        text: Anything, lone surrogates included.
    """
    if not _PRINTABLE_ASCII.fullmatch(text):
        text = unicodedata.normalize("NFC", text)
        text = _FIXED_SPACE.sub(",", _POWER.sub(_raised, text))
        text = _NOTE_MARK.sub("", text)
        text = "".join(map(_folded, text))
        text = _LETTERS.sub(_in_one_script, text)
        text = without_lone_marks(_PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", text).strip()


_LOOKALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνϲ",
    "ABESIJKMHOPCTXYaesijopcyxhdqwABEZHIKMNOPTYXopvc",
)
"""Cyrillic and Greek letters that are drawn as Latin ones."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TWO_SCRIPTS: Final = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
"""Looked for in each run of letters: in one expression with it, a long word took for ever."""


def _in_one_script(match: re.Match[str]) -> str:
    """Return a word with a lookalike in it ("pаypal") as the word that is read."""
    if not _TWO_SCRIPTS.search(match[0]):
        return match[0]
    plain = match[0].translate(_LOOKALIKES)
    return plain if plain.isascii() else match[0]


def _raised(match: re.Match[str]) -> str:
    """Return 10⁶ as 10^6: a raised figure on a short number is a power, not another figure."""
    return f"{match[1]}^{match[2].translate(_RAISED_FIGURES)}"


def without_lone_marks(text: str) -> str:
    """Return text without the combining marks that stand on no letter."""
    return _LONE_MARKS.sub(r"\1", text)


def seen(text: str) -> str:
    """Return text in one line without what is not seen; every character that is seen stays.

    The zero-width joiners stay too: some scripts (Persian, Hindi) are spelt with them.
    """
    if not _PRINTABLE_ASCII.fullmatch(text):
        text = "".join(map(_seen, unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", text).strip()


@cache
def _seen(character: str) -> str:
    if character in _JOINERS:
        return character
    if character == "\ufffc":  # The place of a picture; Unicode calls it a sign that is seen.
        return " "
    return _UNSEEN.get(unicodedata.category(character), character)


@cache
def _folded(character: str) -> str:
    if character < "\x7f":
        return max(character, " ")
    if character in _FOLDED:
        return _FOLDED[character]
    kind = unicodedata.category(character)
    if kind in _UNSEEN:
        return _UNSEEN[kind]
    if kind[0] == "N" and kind != "Nl":
        return _folded_number(character)
    if kind[0] in "LNSP" and character not in _PLAIN_SIGNS:
        return _compatible(character)
    return character


def _folded_number(character: str) -> str:
    """Return a digit as 0 to 9, a fraction as " 1/2", any other number sign as its figures."""
    if character.isdecimal():
        return str(unicodedata.digit(character))
    plain = unicodedata.normalize("NFKC", character).replace("⁄", "/")
    if "/" in plain:
        return " " + plain
    value = unicodedata.numeric(character)
    return f" {int(value)} " if value == int(value) else f" {value} "


def _compatible(character: str) -> str:
    """Return the compatibility form where that is plain letters, figures or punctuation."""
    plain = unicodedata.normalize("NFKC", character)
    if plain == character or plain.startswith(" "):
        return character
    return "".join(each if each < "\x7f" else _FOLDED.get(each, each) for each in plain)
