"""Common fractions as words."""

from __future__ import annotations

from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.style import Style

MAX_DENOMINATOR: Final = 100
"""Above it a fraction is read as "one over one hundred one"."""

_NAMES: Final = {"2": ("half", "halves"), "4": ("quarter", "quarters")}


def fraction(whole: str | None, above: str, below: str, style: Style) -> str:
    """Return a fraction as words: 2/3 is "two thirds", 1 1/2 is "one and a half"."""
    mixed = f"{numbers.whole(whole, style)} and " if whole else ""
    if not 2 <= int(below) <= MAX_DENOMINATOR:
        return f"{mixed}{numbers.whole(above, style)} over {numbers.whole(below, style)}"
    one = above == "1"
    if below in _NAMES:
        name = _NAMES[below][0 if one else 1]
    else:
        name = numbers.rank(below, style)
        # "ninety nine hundredths", not "one hundredths".
        name = name if one else numbers.plural(name).removeprefix("one ")
    count = ("an" if name[0] in "aeiou" else "a") if one and mixed else numbers.whole(above, style)
    return f"{mixed}{count} {name}"
