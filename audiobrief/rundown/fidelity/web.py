"""Addresses of the web and of e-mail, handles and hashtags."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.fidelity import numbers
from audiobrief.rundown.fidelity.match import Pattern, either, maybe, one_of, said, seq, silence
from audiobrief.rundown.fidelity.tables import table

_ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>[a-z]{3,5})://)?/?[\w.+%~-]+(?P<at>@)?[\w-]*(?:\.[\w-]+)*"
    r"(?::\d+)?(?:[/?#][^\s<>\"()\[\]{}]*)?"
)
_LOOKS_LIKE_ONE: Final = re.compile(
    r"[a-z]{3,5}://|www\.|[\w.+%-]+@[\w-]+\.\w|(?:[A-Za-z0-9][\w-]*\.)+[A-Za-z]{2,6}(?![\w])"
)
_PIECE: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_CAMEL: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z\d_]+|\d+|[^\W_]")
_HANDLE: Final = re.compile(r"[@#](\w{1,200})('s)?")
_SURE: Final = re.compile(
    r"[a-z]{3,5}://|www\.|.*@|.*[/?]|.*\.(?:com|org|net|edu|gov|mil|info|int|co|uk|eu|de|fr|ca|au|nz|io)$"
)
_FAR: Final = 300
_LONGEST: Final = 2000
"""Characters within which an address shows what it is, and of the longest one."""
_END: Final = ".,;:!?'\"”"


def handle(text: str, at: int) -> tuple[int, Pattern] | None:
    """Return the handle or hashtag there: "at City Desk", "hashtag Flood Watch"."""
    found = _HANDLE.match(text, at)
    if not found or (at and text[at - 1].isalnum()) or found[1].isdigit():
        return None
    sign = said("at") if text[at] == "@" else one_of("hashtag|hash|number")
    pieces = _CAMEL.findall(found[1].replace("_", " _ "))
    if found[2]:
        last = pieces.pop() + found[2]
        tail = either(said(last), said(" ".join(last[:-2]) + "'s"))
        return found.end(), seq(sign, *map(_name, pieces), tail)
    return found.end(), seq(sign, *map(_name, pieces))


def _name(part: str) -> Pattern:
    if part == "_":
        return maybe(said("underscore"))
    if part.isdigit():
        return numbers.number(part)
    if part.isupper() and len(part) > 1:
        return either(said(part), said(" ".join(part)))
    return said(part)


def address(text: str, at: int) -> tuple[int, Pattern, bool] | None:
    """Return the address there and whether it surely is one, or None.

    "https://" and a closing stroke need not be said.
    """
    if at and (text[at - 1].isalnum() or text[at - 1] in "@."):
        return None
    if not _LOOKS_LIKE_ONE.match(text, at, at + _FAR):
        return None
    found = _ADDRESS.match(text, at, at + _LONGEST)
    if not found:
        return None
    written = found[0].rstrip(_END)
    end = at + len(written)
    scheme = f"{found['scheme']}://" if found["scheme"] else ""
    patterns: list[Pattern] = []
    if scheme:
        spelt = " ".join(found["scheme"])
        patterns.append(maybe(seq(one_of(f"{spelt}|{found['scheme']}"), said("colon slash slash"))))
    pieces = _PIECE.findall(written[len(scheme) :].rstrip("/"))
    patterns += map(_piece, pieces)
    if written.endswith("/"):
        patterns.append(maybe(said("slash")))
    return end, seq(*patterns), bool(_SURE.match(written))


def _piece(piece: str) -> Pattern:
    if piece.isdigit():
        return numbers.number(piece)
    if piece == "www":
        return one_of("W W W|triple W|double U double U double U")
    if piece.isalpha():
        parts = _CAMEL.findall(piece)
        camel = [seq(*map(_name, parts))] if len(parts) > 1 else []
        return either(said(piece), said(" ".join(piece)), *camel)
    return one_of(table("web")[piece]) if piece in table("web") else silence
