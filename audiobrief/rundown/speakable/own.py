"""A show's own rows as rules: they stand before every rule of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from audiobrief.rundown.speakable.money import SCALES
from audiobrief.rundown.speakable.numbers import NUMBER
from audiobrief.rundown.speakable.style import AMERICAN, Rule, apply, ended, rule
from audiobrief.rundown.speakable.tables import any_of
from audiobrief.settings import TextKind, TextRow

_FIGURES: Final = r"\d[\d.,]*(?<=\d)|\d"
_SCALE: Final = rf"(?:\s?(?P<scale>{any_of(SCALES)})(?!\w))?"


def with_own_rows(text: str, rows: tuple[TextRow, ...], code: str) -> str:
    """Return text after the show's rows for this language (a primary tag)."""
    return apply(_rules(rows, code), text, AMERICAN)


@lru_cache(maxsize=8)
def _rules(rows: tuple[TextRow, ...], code: str) -> tuple[Rule, ...]:
    own = [row for row in rows if row.language in {"", code}]
    return tuple(each for row in own for each in _RULES_OF[row.kind](row))


def _title(row: TextRow) -> Iterator[Rule]:
    yield rule(rf"(?<![\w.]){any_of(row.written)}(?=\s+[A-ZÀ-Þ])", row.spoken)


def _abbreviation(row: TextRow) -> Iterator[Rule]:
    after = {"any": r"(?!\w)", "name": r"(?=\s+[A-ZÀ-Þ])", "figure": r"(?=\s?\d)"}[row.where]
    yield rule(
        rf"(?<![\w.]){any_of(row.written)}{after}",
        lambda match, style: ended(match, row.spoken),  # noqa: ARG005, the form of a rule
    )


def _initialism(row: TextRow) -> Iterator[Rule]:
    """Yield the rule of an initialism; a word is written as a name is, and so stays a word."""

    def said(match: re.Match[str]) -> str:
        word: str = match["word"]
        if not row.by_letters:
            return word.capitalize() + ("s" if match["many"] else "")
        return " ".join(word) + ("'s" if match["many"] else "")

    yield rule(
        rf"(?<!\w)(?P<word>{any_of(row.written)})(?P<many>s)?(?!\w)",
        lambda match, style: said(match),  # noqa: ARG005, the form of a rule
    )


def _unit(row: TextRow) -> Iterator[Rule]:
    def said(match: re.Match[str]) -> str:
        scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
        one = bool(match["hyphen"]) or (match["figures"] == "1" and not scale)
        return f"{match['figures']}{scale} {row.spoken if one else row.many}"

    yield rule(
        rf"(?<![\w.,])(?P<figures>{_FIGURES}){_SCALE}(?P<hyphen>-)?\s?{any_of(row.written)}(?!\w)",
        lambda match, style: said(match),  # noqa: ARG005, the form of a rule
    )


def _currency(row: TextRow) -> Iterator[Rule]:
    def said(match: re.Match[str]) -> str:
        scale = f" {SCALES[match['scale']]}" if match["scale"] else ""
        one = match["figures"] == "1" and not scale
        return f"{match['figures']}{scale} {row.spoken if one else row.many}"

    signs = any_of(row.written)
    yield rule(
        rf"(?<!\w){signs}\s?(?P<figures>{NUMBER}){_SCALE}(?!\w)",
        lambda match, style: said(match),  # noqa: ARG005, the form of a rule
    )
    yield rule(
        rf"(?<![\w.,])(?P<figures>{NUMBER}){_SCALE}\s?{signs}(?!\w)",
        lambda match, style: said(match),  # noqa: ARG005, the form of a rule
    )


def _sign(row: TextRow) -> Iterator[Rule]:
    yield rule(rf"\s?{any_of(row.written)}\s?", f" {row.spoken} ")


_RULES_OF: Final = {
    TextKind.TITLE: _title,
    TextKind.ABBREVIATION: _abbreviation,
    TextKind.INITIALISM: _initialism,
    TextKind.UNIT: _unit,
    TextKind.CURRENCY: _currency,
    TextKind.SIGN: _sign,
}
