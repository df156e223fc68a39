"""Languages without a reader of numbers: their plain words are checked, and nothing else.

A chunk of print with a figure, a sign, capitals inside or a full stop may be said in any words;
what stands between such chunks must be said as it is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from audiobrief.rundown.fidelity.fault import Fault, shortened
from audiobrief.rundown.fidelity.fold import fold, norm, spoken_words
from audiobrief.settings import TextRow

MOST_WORDS: Final = 60
"""Most words that one chunk may become: a number of 36 figures in a language of small words."""

_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PER: Final = frozenset(("pro", "per", "par", "por", "za", "на"))
"""Before a unit that stands without a figure: "9,99 zł za kg"."""
_CLOCK: Final = re.compile(r"\d:[0-5]\d:[0-5]\d$")
_MONEY: Final = re.compile(r"[$€£¥₽₴₺₹₩][\d.,]*\d")
MOST_UNITS: Final = 2
MOST_OF_A_UNIT: Final = 4
"""A word of so few letters, so near behind figures, may be a unit that is said in full."""

_NEGATIONS: Final = frozenset(
    re.findall(
        r"\w+",
        "no non ne pas nie не ні ни нет inte ikke ej nej niet geen nee nem não nao nein kein ohne "
        "sans sin sem bez без yok",
    )
)
_AND_SO_ON: Final = frozenset(("etc", "usw", "osv", "ecc", "enz", "itd", "itp", "atd", "stb"))
_ANY, _SOME = "", "…"
"""Stand for a chunk that may be said in any words, or in none; and in at least one."""


def faults(
    printed: str, spoken: str, rows: Sequence[TextRow] = (), language: str = ""
) -> tuple[Fault, ...]:
    """Return the first place where plain words are not said, or others are; empty where none is.

    What a show's own row is for may be said in any words.
    """
    code = language.replace("_", "-").partition("-")[0].lower()
    own = frozenset(
        piece
        for row in rows
        if row.language in {"", code}
        for written in row.written
        for piece in written.split()
    )
    tokens = list(_tokens(fold(printed), own))
    raw = spoken_words(spoken)
    words = [norm(word) for word in raw]
    places = {0}
    for number, (expected, shown) in enumerate(tokens):
        if expected in {_ANY, _SOME}:
            places = _anywhere(places, len(words), least=int(expected == _SOME))
            if not places:
                return (Fault(printed=shortened(shown), spoken=""),)
            continue
        after = {place + 1 for place in places if words[place : place + 1] == [expected]}
        if not after:
            heard = min(max(places), len(words))
            near = [each for _, each in tokens[number : number + 4]]
            told = " ".join(raw[heard : heard + 4])
            return (Fault(printed=shortened(" ".join(near) or shown), spoken=shortened(told)),)
        places = after
    if len(words) in places:
        return ()
    return (Fault(printed="", spoken=shortened(" ".join(raw[max(places) :]))),)


def _anywhere(places: set[int], last: int, *, least: int) -> set[int]:
    """Return the places that any words after these may end at, at least so many."""
    found: set[int] = set()
    begin = 0
    for place in sorted(places):
        begin = max(begin, place + least)
        end = min(place + MOST_WORDS, last)
        found.update(range(begin, end + 1))
        begin = max(begin, end + 1)
    return found


def _tokens(text: str, own: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield each plain word, folded and as shown, and one mark for each run of other chunks."""
    chunks = _CHUNK.findall(text)
    was_free, since_figure = False, MOST_UNITS
    for position, chunk in enumerate(chunks, start=1):
        has_figure = any(map(str.isdigit, chunk))
        since_figure = 0 if has_figure else since_figure + 1
        is_unit = since_figure <= MOST_UNITS and _may_be_unit(chunk)
        is_unit = is_unit or (bool(own) and _is_own(chunk, own))
        before = chunks[position - 2] if position > 1 else ""
        is_unit = is_unit or (before in _PER and _may_be_unit(chunk) and chunk[0].islower())
        if is_unit or not _is_plain(chunk, last=position == len(chunks)):
            if not was_free:
                yield _SOME if any(map(str.isalnum, chunk)) else _ANY, chunk
            was_free = True
            continue
        found = _WORD.findall(chunk)
        for word in found:
            yield norm(word), word
        was_free = was_free and not found
        if since_figure == 1 and _CLOCK.search(chunks[position - 2]):
            yield _ANY, chunk  # "2:03:45 Stunden" has its hours in the middle.
            was_free = True
        if since_figure == 1 and _MONEY.search(chunks[position - 2]):
            yield _ANY, chunk  # "$2 miljoner" is "två miljoner dollar": the currency comes last.
            was_free = True


def _is_own(chunk: str, own: frozenset[str]) -> bool:
    return chunk in own or chunk.strip(".,;:!?()\"'") in own


def _may_be_unit(chunk: str) -> bool:
    """Return whether a chunk beside figures may be a unit or a scale: "kg", "mln zł", "Uhr"."""
    word = chunk.strip(".,;:!?)\"'")
    return len(word) <= MOST_OF_A_UNIT and norm(word) not in _NEGATIONS


def _is_plain(chunk: str, *, last: bool) -> bool:
    """Return whether a chunk is words and punctuation alone; the last one may end in a stop."""
    inner = chunk.strip(".,;:!?\"'()[]{}…-–—¿¡、。，")
    if chunk.rstrip("\"')»").endswith(".") and (
        inner.lower() in _AND_SO_ON or (len(inner) < 5 and not last)
    ):
        return False  # It may be an abbreviation.
    letters = [each for each in inner if each.isalpha()]
    if not letters or any(not _is_said(each) for each in inner):
        return False
    capitals = sum(map(str.isupper, letters))
    return capitals == 0 or (capitals == 1 and len(letters) > 1)


def _is_said(character: str) -> bool:
    """Return whether a character inside a word belongs to it: a letter, a mark, an apostrophe."""
    return character in "'-–—()\"«»" or unicodedata.category(character)[0] in "LMC"
