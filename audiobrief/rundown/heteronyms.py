"""Heteronyms: the sound of "lead", "row" or "close" where the words beside them make it certain."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.rundown.model import Pronunciation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    ipa: str
    pattern: re.Pattern[str]


def heteronyms(text: str) -> Iterator[Pronunciation]:
    """Yield the sound of each heteronym of an English text whose context is clear.

    A word that stands there twice is given only where both places have the same sound: a row counts
    for the whole utterance.
    """
    if not _any_word().search(text):
        return
    found: dict[str, dict[int, str]] = {}
    for row in _readings():
        for match in row.pattern.finditer(text):
            found.setdefault(match["word"], {}).setdefault(match.start("word"), row.ipa)
    for written, places in found.items():
        count = len(re.findall(rf"(?<!\w){re.escape(written)}(?!\w)", text))
        if len(places) == count and len(set(places.values())) == 1:
            ipa = next(iter(places.values()))
            yield Pronunciation(written=written, ipa=ipa, match_case=True)


@cache
def table() -> tuple[dict[str, Any], ...]:
    """Return the rows of ``heteronyms.toml``, each with an example that is a test."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["heteronym"])


@cache
def _readings() -> tuple[_Reading, ...]:
    """Return a reading for each context, compiled once."""
    return tuple(
        _Reading(ipa=row["ipa"], pattern=_pattern(row["word"], context))
        for row in table()
        for context in row["contexts"]
    )


def _pattern(word: str, context: str) -> re.Pattern[str]:
    flags = re.NOFLAG if word[0].isupper() else re.IGNORECASE
    spoken = context.replace("~", rf"(?P<word>{word})(?!\w)", 1)
    return re.compile(rf"(?<![\w'’]){spoken}(?!\w)", flags)


@cache
def _any_word() -> re.Pattern[str]:
    words = {row["word"].lower() for row in table()}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words))})(?!\w)", re.IGNORECASE)
