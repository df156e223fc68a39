"""Puts pronunciations into the text of an utterance, in the form that an engine understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from audiobrief.phonemes.american import from_ipa
from audiobrief.phonemes.respelling import RespellingError, ipa_of
from audiobrief.rundown.model import Pronunciation

Form = Callable[[Pronunciation, str], str | None]
"""(pronunciation, the word as it stands in the text) -> what takes its place; None leaves it."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'"})


def substitute(text: str, pronunciations: tuple[Pronunciation, ...], form: Form) -> str:
    """Return the text with each word that has a pronunciation replaced by its form.

    Whole words only; the longest entry wins where two could apply; either apostrophe matches the
    other. What was put in is not looked at again.
    """
    out, at = [], 0
    for start, end, new in replacements(text, pronunciations, form):
        out += [text[at:start], new]
        at = end
    return "".join((*out, text[at:]))


def replacements(
    text: str, pronunciations: tuple[Pronunciation, ...], form: Form
) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what takes its place) of the words that ``substitute`` replaces."""
    rows = sorted(pronunciations, key=lambda row: -len(row.written))
    if not rows:
        return
    pattern = "|".join(f"({_whole(row)})" for row in rows)
    for found in re.finditer(pattern, text):
        new = form(rows[(found.lastindex or 1) - 1], found.group())
        if new is not None:
            yield found.start(), found.end(), new


def respelled(text: str, pronunciations: tuple[Pronunciation, ...]) -> str:
    """Return the text with respellings in place of words, for engines that read letters alone."""
    return substitute(text, pronunciations, in_letters)


def in_letters(row: Pronunciation, _word: str = "") -> str | None:
    """Return the row's form for an engine that reads letters: capitals would be spelt out."""
    return row.alias.strip() or row.respelling.strip().lower() or None


def american_of(row: Pronunciation) -> str | None:
    """Return the row's sound in the alphabet of ``phonemes.american``; None where it has none."""
    phonemes = from_ipa(row.ipa) if row.ipa else None
    if phonemes or not row.respelling.strip():
        return phonemes
    try:
        return from_ipa(ipa_of(row.respelling, row.written))
    except RespellingError:
        return None  # It is for engines that read letters, in another language's spelling.


def _whole(row: Pronunciation) -> str:
    words = re.escape(row.written.translate(_APOSTROPHES).strip()).replace("'", "['’‘]")
    words = re.sub(r"(\\ )+", r"\\s+", words)
    flags = "-i" if row.match_case else "i"
    return rf"(?{flags}:(?<!\w){words}(?!\w))"
