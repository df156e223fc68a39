"""English: every rule in its order, until nothing changes."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable import (
    capitals,
    clock,
    dates,
    figures,
    measures,
    money,
    names,
    notations,
    punctuation,
    signs,
    web,
)
from audiobrief.rundown.speakable.fold import fold, without_lone_marks
from audiobrief.rundown.speakable.style import Style, apply

MAX_PASSES: Final = 4
"""A second pass finds nothing in ordinary text; odd text may need one more."""

_LETTER_Z: Final = re.compile(r"(?<![\w.'’&-])Z(?![\w'’&-]|\.\w)")
"""The letter as British English names it."""
_FIGURE: Final = re.compile(r"\d")
_MAY_BE_WEB: Final = re.compile(r"[@#]|\w[.]\w|://")
_MAY_BE_PER: Final = re.compile(r"\bper |/")
_FIGURE_RULES: Final = (
    *notations.RULES,
    *dates.RULES,
    *clock.RULES,
    *money.RULES,
    *measures.RULES,
    *figures.RULES,
)

_SPAN_RULES: Final = (*dates.SPAN_RULES, *dates.DAY_RULES)


def spoken(text: str, style: Style) -> str:
    """Return English text as it is said; see ``speakable``."""
    text = fold(text)
    for _ in range(MAX_PASSES):
        said = _one_pass(text, style)
        if said == text:
            break
        text = said
    return text


def _one_pass(text: str, style: Style) -> str:
    if _MAY_BE_WEB.search(text):
        text = apply(web.RULES, text, style)
    text = apply(names.RULES, text, style)
    text = apply(figures.ROMAN_RULES, text, style)
    text = apply(_SPAN_RULES, text, style)
    if _FIGURE.search(text):
        text = apply(_FIGURE_RULES, text, style)
    if _MAY_BE_PER.search(text):
        text = apply(measures.PER_RULES, text, style)
    text = apply(notations.LETTER_RULES, text, style)
    text = apply(dates.DAY_RULES, text, style)
    text = capitals.part_letters(capitals.spell_capitals(text))
    if style.british:
        text = _LETTER_Z.sub("Zed", text)
    text = punctuation.pauses(text)
    return punctuation.tidied(without_lone_marks(signs.sweep(text, style)))
