"""How a language other than English says a number, and which form of a noun follows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.other_forms import agreed, russian_decimal

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
            if self.row["code"] == "ru" and point:
                said = russian_decimal(whole, part)
                if said is not None:
                    return said
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

    def year(self, figures: str) -> str:
        """Return a year: "neunzehnhundertsiebenundachtzig"; in Slavic dates, its genitive."""
        code, value = self.row["code"], int(figures)
        try:
            if code in _BY_HUNDREDS and 1100 <= value < _LAST_BY_HUNDREDS.get(code, 2000):
                return numbers.by_hundreds(value, code)
            if code == "ru":
                return numbers.ordinal(value, "ru", case="g", gender="m")
        except ValueError:
            return figures
        if code in _GENITIVE_ENDS:
            hundreds, rest = value - value % 100, value % 100
            if rest:
                ranked = genitive(numbers.ordinal(rest, code), code)
                return f"{self.whole(str(hundreds))} {ranked}"
        return self.number(figures)

    def plain(self, figures: str) -> str:
        """Return a number of a range, a year where four figures may be one."""
        if self.row["code"] in _BY_HUNDREDS and re.fullmatch(r"1[1-9]\d\d", figures):
            return self.year(figures)
        return self.number(figures)

    def count(self, figures: str, noun: str) -> str:
        """Return a number as it stands before a noun: "un dólar", "una libra"."""
        words = self.number(figures)
        if self.row["decimal"] in figures:
            return words
        return agreed(words, self.row["code"], self._gender(noun))

    def _gender(self, noun: str) -> str:
        head = noun.partition(" ")[0]
        if head in self.row.get("feminine_nouns", ()):
            return "f"
        return "n" if head in self.row.get("neuter_nouns", ()) else "m"

    def form(self, forms: list[str], written: str) -> str:
        """Return the form of a noun that a number takes: one, few or many in Slavic languages."""
        decimal = self.row["decimal"]
        if self.row.get("slavic"):
            if decimal in written:
                part: str = self.row.get("part_forms", {}).get(forms[1], forms[1])
                return part
            return forms[_slavic(int(re.sub(r"\D", "", written) or "0"), self.row["code"])]
        return forms[0] if written in {"1", "1" + decimal + "0"} else forms[min(1, len(forms) - 1)]


_LAST_BY_HUNDREDS: Final = {"sv": 2100}
"""Swedish counts the years of this century by hundreds too: "tjugohundraett"."""

_BY_HUNDREDS: Final = frozenset({"de", "nl", "sv"})
"""Languages that say "nineteen hundred eighty seven"."""

_GENITIVE_ENDS: Final = {
    "uk": (("ій", "ього"), ("ий", "ого")),
    "pl": (("gi", "giego"), ("ci", "ciego"), ("y", "ego"), ("i", "iego")),
}
"""Ending of an ordinal number -> its genitive, in which Slavic dates are said."""


def genitive(words: str, code: str) -> str:
    """Return an ordinal number in the genitive: "dwunasty" is "dwunastego"."""
    said = []
    for word in words.split():
        for ending, other in _GENITIVE_ENDS[code]:
            if word.endswith(ending):
                said.append(word.removesuffix(ending) + other)
                break
        else:
            said.append(word)
    return " ".join(said)


_WEST_SLAVIC: Final = frozenset({"cs", "sk"})
"""Slavic languages whose nouns look at the whole number, not at its last figure."""


def _slavic(value: int, code: str) -> int:
    if code in _WEST_SLAVIC:
        return 0 if value == 1 else 1 if value in {2, 3, 4} else 2
    if value % 10 == 1 and value % 100 != 11:
        return 0 if code != "pl" or value == 1 else 2
    return 1 if value % 10 in {2, 3, 4} and value % 100 not in {12, 13, 14} else 2
