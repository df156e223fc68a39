"""How a language other than English says a number, and which form of a noun follows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from audiobrief.rundown.speakable import numbers

Say = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One language: its table and its patterns.

    Attributes:
        language: The tag that was asked for.
        row: Its row of ``tables/languages.toml``.
        steps: (pattern, what is said), in order.
    """

    language: str
    row: Mapping[str, Any]
    steps: tuple[tuple[re.Pattern[str], Say], ...] = ()

    def number(self, written: str) -> str:
        """Return a printed number as words; ``written`` where the language has none for it."""
        figures = re.sub(
            r"[.  '’](?=\d{3})" if self.row["decimal"] == "," else r",(?=\d{3})", "", written
        )
        whole, point, part = figures.partition(self.row["decimal"])
        try:
            words = self.whole(whole)
            if not point:
                return words
            return f"{words}{self.gap}{self.row['point']}{self.gap}{self._decimals(part)}"
        except ValueError:
            return written

    @property
    def gap(self) -> str:
        """What is written between two words."""
        return "" if self.row.get("unspaced") else " "

    def whole(self, figures: str) -> str:
        """Return a whole number as words; a very long one, or one after a zero, by its digits.

        Raises:
            ValueError: The language has no words for it.
        """
        if len(figures) > numbers.MAX_DIGITS or (len(figures) > 1 and figures[0] == "0"):
            return " ".join(numbers.cardinal(int(each), self.language) for each in figures)
        return numbers.cardinal(int(figures), self.language)

    def _decimals(self, part: str) -> str:
        """Return decimals digit by digit; two or fewer without a zero in front as a number."""
        if len(part) > 2 or part.startswith("0") or self.row.get("by_digit"):
            return self.gap.join(self.whole(each) for each in part)
        return self.whole(part)

    def form(self, forms: list[str], written: str) -> str:
        """Return the form of a noun that a number takes: one, few or many in Slavic languages."""
        decimal = self.row["decimal"]
        if self.row.get("slavic"):
            if decimal in written:
                return forms[1]
            return forms[_slavic(int(re.sub(r"\D", "", written) or "0"), self.row["code"])]
        return forms[0] if written in {"1", "1" + decimal + "0"} else forms[min(1, len(forms) - 1)]


_WEST_SLAVIC: Final = frozenset({"cs", "sk"})
"""Slavic languages whose nouns look at the whole number, not at its last figure."""


def _slavic(value: int, code: str) -> int:
    if code in _WEST_SLAVIC:
        return 0 if value == 1 else 1 if value in {2, 3, 4} else 2
    if value % 10 == 1 and value % 100 != 11:
        return 0 if code != "pl" or value == 1 else 2
    return 1 if value % 10 in {2, 3, 4} and value % 100 not in {12, 13, 14} else 2
