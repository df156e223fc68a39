"""The tables of the text stage: TOML files beside this one, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

NAMES: Final = (
    "abbreviations",
    "capitals",
    "currencies",
    "days",
    "figures",
    "languages",
    "months",
    "numerals",
    "signs",
    "states",
    "titles",
    "units",
    "web",
)
"""Every table that ships; ``tables/NAME.toml``."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table as TOML gives it."""
    # importlib.resources would cost a third of this package's import.
    file = Path(__file__).with_name("tables") / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def rows(name: str, kind: str) -> tuple[Mapping[str, Any], ...]:
    """Return the rows ``[[kind]]`` of a table, in their order."""
    return tuple(table(name)[kind])


@cache
def spoken_of(name: str, kind: str) -> Mapping[str, str]:
    """Return written -> spoken for the rows of a table."""
    return {written: row["spoken"] for row in rows(name, kind) for written in row["written"]}


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest first."""
    return (
        "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"
    )


def examples() -> Iterator[tuple[str, str, str]]:
    """Yield (table, written, spoken) for every example of every table: each is a test."""
    for name in NAMES:
        for kind in table(name).values():
            if isinstance(kind, list):
                for row in kind:
                    if isinstance(row, dict) and "example" in row:
                        written, spoken = row["example"]
                        yield name, written, spoken
