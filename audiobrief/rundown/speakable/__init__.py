"""Printed text as it is said: numbers, dates, money, abbreviations and signs become words.

English has rules of its own (``english.py``); other languages say numbers, money, percentages and
dates through num2words (``other.py``). Spoken English holds letters, spaces and the marks
``. , ; : ? ! ' " “ ” ‘ ’ - …`` alone: brackets and dashes become commas, which every engine reads
alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from audiobrief.rundown.speakable.sentences import sentences

if TYPE_CHECKING:
    from audiobrief.settings import TextRow

__all__ = ["residue", "sentences", "speakable", "unspoken"]

_BRITISH_REGIONS: Final = frozenset({"GB", "AU", "NZ", "IE", "ZA", "IN"})
"""Regions of English that say the day before the month and "two hundred and five"."""


def speakable(text: str, language: str = "en-US", rows: tuple[TextRow, ...] = ()) -> str:
    """Return text as it is said, in one line.

    Any text will do: controls, private characters and lone surrogates are taken out, pictures are
    spoken by their names, and nothing that looks like an engine's markup is left. Saying it twice
    changes nothing: ``speakable(speakable(x)) == speakable(x)``. The time grows with the length
    alone.

    Args:
        text: As printed.
        language: BCP 47 tag; its region chooses American or British English.
        rows: The show's own, which stand before those of the house.

    Returns:
        The spoken words; ``""`` where nothing of the text can be said, such as a line of dashes.
    """
    code = _primary(language)
    if rows:
        from audiobrief.rundown.speakable.fold import seen
        from audiobrief.rundown.speakable.own import with_own_rows

        text = with_own_rows(seen(text), rows, code)
    if code == "en":
        from audiobrief.rundown.speakable import english
        from audiobrief.rundown.speakable.style import AMERICAN, BRITISH

        region = language.replace("_", "-").upper().split("-")[-1]
        return english.spoken(text, BRITISH if region in _BRITISH_REGIONS else AMERICAN)
    from audiobrief.rundown.speakable import other

    return other.spoken(text, language)


def unspoken(text: str, language: str = "en-US") -> tuple[str, ...]:
    """Return the figures and signs of spoken text that were left to the engine, each once.

    Empty for English. A language without a speller keeps its figures; they are told here so that a
    producer hears of them.
    """
    from audiobrief.rundown.speakable import other

    return other.unspoken(text, english=_primary(language) == "en")


def residue(
    printed: str, language: str = "en-US", rows: tuple[TextRow, ...] = ()
) -> tuple[str, ...]:
    """Return what no table knows of a printed text, each once, in its order.

    Odd signs, unknown abbreviations, tokens of letters and figures mixed, words in capitals that
    are in no list: each is said in the safest way, and a producer should hear it once.
    """
    from audiobrief.rundown.speakable import remains as left

    code = _primary(language)
    if rows:
        from audiobrief.rundown.speakable.own import with_own_rows

        printed = with_own_rows(printed, rows, code)
    if code == "en":
        return tuple(dict.fromkeys(left.of_english(printed, speakable(printed, language))))
    return tuple(dict.fromkeys(left.of_other(printed, code)))


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
