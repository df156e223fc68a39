"""Pauses: brackets, dashes and slashes become what every engine reads alike."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable.style import AMERICAN, Rule, apply, rule

_OPENING_RULES: Final[tuple[Rule, ...]] = (
    # "chair(s)" is one word; brackets around words are pauses, but square ones
    # are an editor's insertion.
    rule(r"(?<=[^\W\d_])\((e?s|d|ed)\)", lambda match, style: match[1]),  # noqa: ARG005
    # A space that the page has lost: "left.The vote".
    rule(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])", " "),
    rule(r"[\[\]{}]+", " "),
    rule(r"\s*\(+\s*", ", "),
    rule(r"\s*\)+", ", "),
    rule(r"\s*(?:—|--+)\s*|\s+[–-]+(?=\s|$)\s*|(?:^|(?<=\s))[–-]+\s+|–(?=\s|$)|(?<=\s)–", ", "),
    rule(r"–", " to "),
    rule(r"(?<=\w)\s*(?://+|/)\s*(?=\w)", lambda match, style: _slash(match)),  # noqa: ARG005
)

_CLOSING_RULES: Final[tuple[Rule, ...]] = (
    rule(r"\s+", " "),
    rule(r"(?:\s*,)+(?:\s|(?=[^\s,\"”’']))", ", "),
    rule(r"(?:\s*,)+\s*(?=[”’]|[\"'](?:\s|$)|$)", ","),
    rule(r",\s*(?=[.;:?!…])", ""),
    rule(r"(?<=[.;:?!…])(?:\s*,)+(?=\s|$)", ""),
    rule(r"^[\s,;:]+", ""),
    rule(r"[\s,]+$", ""),
    rule(r"(?:(?<=^[“‘])|(?<=[\s(][“‘]))[\s,]+", ""),
    rule(r"\s+(?=[,.;:?!…](?:\s|$|[\"”’]))", ""),
    rule(r"\s+", " "),
)


def _slash(match: re.Match[str]) -> str:
    """Return a pause between long names, nothing between single words; "slash" between letters."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    after = match.string[match.end() : match.end() + 60]
    if _TWO_NAMES_BEFORE.search(before) or _TWO_NAMES_AFTER.match(after):
        return ", "
    return " slash " if match[0].count("/") > 1 else " "


_TWO_NAMES_BEFORE: Final = re.compile(r"[A-Z][\w'’-]+ [A-Z][\w'’-]+$")
_TWO_NAMES_AFTER: Final = re.compile(r"[A-Z][\w'’-]+ [A-Z]")


def pauses(text: str) -> str:
    """Return text with brackets, dashes and slashes as commas, spaces or words."""
    return apply(_OPENING_RULES, text, AMERICAN)


def tidied(text: str) -> str:
    """Return text without doubled or stray commas and spaces, as the other rules leave them."""
    return apply(_CLOSING_RULES, text, AMERICAN)
