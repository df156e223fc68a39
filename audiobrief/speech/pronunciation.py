"""Puts pronunciations into the text of an utterance, in the form that an engine understands."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobrief.rundown.model import Pronunciation

Form = Callable[[Pronunciation, str], str | None]
"""(pronunciation, the word as it stands in the text) -> what takes its place; None leaves it."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


def substitute(text: str, pronunciations: tuple[Pronunciation, ...], form: Form) -> str:
    """Return the text with each word that has a pronunciation replaced by its form.

    Whole words only; the longest entry wins where two could apply; either apostrophe matches the
    other. What was put in is not looked at again.
    """
    rows = sorted(pronunciations, key=lambda row: -len(row.written))
    if not rows:
        return text
    pattern = "|".join(f"({_whole(row)})" for row in rows)

    def replaced(found: re.Match[str]) -> str:
        row = rows[(found.lastindex or 1) - 1]
        new = form(row, found.group())
        return found.group() if new is None else new

    return re.sub(pattern, replaced, text)


def respelled(text: str, pronunciations: tuple[Pronunciation, ...]) -> str:
    """Return the text with respellings in place of words, for engines that read letters alone."""
    return substitute(text, pronunciations, lambda row, _: row.respelling.strip() or None)


def _whole(row: Pronunciation) -> str:
    words = re.escape(row.written.translate(_APOSTROPHES).strip()).replace("'", "['’‘]")
    words = re.sub(r"(\\ )+", r"\\s+", words)
    flags = "-i" if row.match_case else "i"
    return rf"(?{flags}:(?<!\w){words}(?!\w))"
