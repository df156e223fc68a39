"""Any Unicode text in one plain form, in which print and speech can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_AS_IT_IS: Final = frozenset("™℠©®°²³¹…´")
"""Signs whose compatibility form would be read as letters, figures or blanks."""

_OWN: Final = {
    **dict.fromkeys("‐‑﹣－־֊゠⁃", "-"),
    **dict.fromkeys("‒", "–"),
    **dict.fromkeys("―﹘", "—"),
    **dict.fromkeys("➖", "−"),
    **dict.fromkeys("’‘ʼʻ′＇❛❜‛‚", "'"),
    **dict.fromkeys("“”„‟«»″❝❞", '"'),
    **dict.fromkeys("∕⁄／", "/"),
    **dict.fromkeys("∙⋅‧", "·"),
    **dict.fromkeys("‣◦▪●■", "•"),
    "º": "°",
    "№": "No. ",
    "…": "...",
    "\ufffc": " ",
    "➕": "+",
    "➗": "÷",
    "✕": "×",
    "✖": "×",
    "∗": "*",
    "ª": "a",
}

_RAISED: Final = re.compile("(?<=[^\\W_])([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]*)([⁺⁻]?)")
_LEVEL: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def fold(text: str) -> str:
    """Return text in one line: letters composed, figures as 0 to 9, one form of dash and quote.

    Controls, private and unseen characters go, and so do combining marks that no composed letter
    takes up. Never raises; linear in time.
    """
    if not text.isascii():
        text = _RAISED.sub(_raised, unicodedata.normalize("NFC", text))
        text = "".join(map(_folded, text))
    return _SPACES.sub(" ", text.replace("\x00", " ")).strip()


def spoken_words(text: str) -> tuple[str, ...]:
    """Return the words of spoken text as they stand; hyphens part words, inner apostrophes stay."""
    return tuple(_WORD.findall(fold(text)))


def norm(word: str) -> str:
    """Return a word as it is compared: without regard to capitals."""
    return word.lower() if word.isascii() else word.casefold()


def _raised(found: re.Match[str]) -> str:
    """Return raised figures as "^6", the charge of an ion as " 2 plus"; ¹, ² and ³ alone stay."""
    figures, charge = found[1], found[2]
    if figures == "⁻":
        figures, charge = "", figures
    if charge:
        return f" {figures.translate(_LEVEL)} {'plus' if charge == '⁺' else 'minus'} "
    is_mark = figures in {"", "²", "³"} or (
        figures == "¹" and not found.string[found.start() - 1].isdigit()
    )
    return figures if is_mark else "^" + figures.translate(_LEVEL)


@cache
def _folded(character: str) -> str:
    if character in _OWN:
        return _OWN[character]
    if character in _AS_IT_IS or character < "\x7f":
        return character
    kind = unicodedata.category(character)
    if kind[0] in "CZ":
        return " " if kind in {"Cc", "Zs", "Zl", "Zp"} else ""
    if kind[0] == "M":
        return ""
    if kind[0] == "N":
        return _figure(character, kind)
    plain = unicodedata.normalize("NFKC", character)
    if plain != character:
        plain = "".join(_folded(each) if each != character else each for each in plain)
    return plain if plain.strip() else ""


def _figure(character: str, kind: str) -> str:
    """Return a digit as 0 to 9, a fraction as " 1/2", another number sign as its figures."""
    if kind == "Nd":
        return str(unicodedata.digit(character))
    plain = unicodedata.normalize("NFKC", character).replace("⁄", "/")
    if "/" in plain:
        return " " + plain
    if kind == "Nl" and plain.isascii():
        return plain
    value = unicodedata.numeric(character)
    return f" {int(value) if value == int(value) else value} "
