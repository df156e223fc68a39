"""Cuts a text into pieces that a service accepts, without losing a sign of it."""

from __future__ import annotations

import re
from typing import Final

_BREAKS: Final = (
    re.compile(r"[.!?…。！？][\"'”’)\]»]*(?=\s)|[。！？…]"),
    re.compile(r"[;:](?=\s)|[；：]|\s(?=[—–])|[—–](?=\s)"),
    re.compile(r",[\"'”’)\]»]*(?=\s)|[，、،]"),
    re.compile(r"\s(?=(?:and|but|or|because|which|who|while|that|when|after|before)\s)"),
    re.compile(r"\s(?![A-Z])|(?<=[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f])"),
    re.compile(r"\s"),
)
"""Where a cut is least heard, best first: sentence, clause, comma, conjunction, and then any space
that does not stand before a capital, so that names stay whole; between ideographs; any space."""


def split_clauses(text: str, max_chars: int) -> tuple[str, ...]:
    """Return the text in pieces of at most this many characters.

    Put together with spaces folded, the pieces are the text: no punctuation is lost. Pieces without
    a letter or digit are joined to the one before, so that no request holds nothing to say.
    """
    left = " ".join(text.split())
    pieces: list[str] = []
    while len(left) > max_chars:
        cut = _cut(left, max_chars)
        pieces.append(left[:cut].strip())
        left = left[cut:].strip()
    pieces.append(left)
    return tuple(piece for piece in _joined(pieces, max_chars) if piece)


def _cut(text: str, max_chars: int) -> int:
    """Return after how many characters to cut: at the last of the best breaks that fit.

    A break in the first third is passed over for a weaker one: short pieces sound chopped.
    """
    ends: list[int] = []
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, 0, max_chars + 1)]
        ends = [end for end in ends if max_chars // 3 < end <= max_chars]
        if ends:
            return ends[-1]
    anywhere = [found.end() for found in re.finditer(r"\s", text[:max_chars]) if found.end() > 1]
    return anywhere[-1] if anywhere else max_chars


def _joined(pieces: list[str], max_chars: int) -> list[str]:
    out: list[str] = []
    for piece in pieces:
        if out and not re.search(r"\w", piece) and len(out[-1]) + 1 + len(piece) <= max_chars:
            out[-1] = f"{out[-1]} {piece}"
        else:
            out.append(piece)
    return out
