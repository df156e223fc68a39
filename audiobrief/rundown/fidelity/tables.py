"""The gate's own tables, read once; it shares none with the text stage."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table of english.toml."""
    found: Mapping[str, Any] = _whole()[name]
    return found


@cache
def _whole() -> Mapping[str, Any]:
    file = resources.files(__package__) / "english.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Prefixes:
    """Finds the longest key that a text has at a place."""

    def __init__(self, keys: Iterable[str]) -> None:
        lengths: dict[str, set[int]] = {}
        self.keys = frozenset(keys)
        for key in self.keys:
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def longest(self, text: str, at: int) -> str:
        """Return the longest key there that does not end inside a word, or ``""``."""
        for length in self._lengths.get(text[at : at + 1], ()):
            key = text[at : at + length]
            if key in self.keys and not (
                key[-1].isalnum() and text[at + length : at + length + 1].isalnum()
            ):
                return key
        return ""


@cache
def prefixes(name: str) -> Prefixes:
    """Return the finder of the keys of a table."""
    return Prefixes(table(name))


def plurals(readings: str) -> str:
    """Return readings with their plurals and their British spellings."""
    found: dict[str, None] = {}
    for reading in readings.split("|"):
        for form in (reading, reading + "s", reading + "es" if reading.endswith("ch") else ""):
            if form:
                found[form] = None
                found[form.replace("meter", "metre").replace("liter", "litre")] = None
    return "|".join(found)
