"""Words in capitals: which are spelt by letters, and which are words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.speakable.style import Rule, Style, rule
from audiobrief.rundown.speakable.tables import table

_TABLE: Final = table("capitals")
_LETTERS: Final = frozenset(_TABLE["letters"])
_WORDS: Final = frozenset(_TABLE["words"])
_SHOUTED: Final = frozenset(_TABLE["shouted"])
_ALWAYS_LETTERS: Final = frozenset(_TABLE["letters_in_headlines"])
_VOWEL: Final = re.compile("[AEIOUYÀ-Þ]")
_HYPHEN_AFTER_LETTERS: Final = re.compile(r"(?<=\b[A-Z] [A-Z])-(?=[^\W\d_])")
_CAPITAL_WORD: Final = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-Þ]{2,}+(?![^\W_])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_DATELINE: Final = re.compile(r"(?: [A-Z]{2,20}){0,3}(?:, [^()—–]{1,40}?)? ?(?:\(|—|–|- |--)")
_CAPITALS_BEFORE: Final = re.compile(r"(?:[A-Z]{2,20} ){1,3}")


def is_headline(text: str) -> bool:
    """Return whether a line is set in capitals, so that they mark no initialism.

    It is where at least two words of four letters or more, and six letters of ten, are capitals.
    """
    long_words = [word for word in _CAPITAL_WORD.findall(text) if len(word) > 3]
    if sum(word not in _LETTERS and word not in _WORDS for word in long_words) < 2:
        return False
    letters = sum(map(len, _WORD.findall(text)))
    capitals = sum(map(str.isupper, text))
    return capitals * 10 >= letters * 6


def spell_capitals(text: str) -> str:
    """Return text with initialisms as single capitals, and shouted words as ordinary ones.

    Engines spell some words in capitals ("KILLED" as six letters), so a headline in capitals is
    given small letters.
    """
    if not _CAPITAL_WORD.search(text) and not _PLURAL.pattern.search(text):
        return text
    headline = is_headline(text)
    text = _CONTRACTION.sub(lambda match: match[0].capitalize(), text)
    text = _PLURAL.pattern.sub(_plural, text)
    return _CAPITAL_WORD.sub(lambda match: _said(match, headline=headline), text)


def unknown(text: str) -> Iterator[str]:
    """Yield the words in capitals that no list has and that are read as words all the same."""
    if is_headline(text):
        return
    for match in _CAPITAL_WORD.finditer(text):
        word = match[0]
        if word in _WORDS or word in _LETTERS or word in _SHOUTED or len(word) < _SHORTEST_UNKNOWN:
            continue
        if _opens_dateline(match):
            continue
        if _said(match, headline=False) in {word, word.capitalize()}:
            yield word


_SHORTEST_UNKNOWN: Final = 4


def part_letters(text: str) -> str:
    """Return text with a space for the hyphen after letters: "U S-led" is "U S led"."""
    return _HYPHEN_AFTER_LETTERS.sub(" ", text)


def _said(match: re.Match[str], *, headline: bool) -> str:
    word = match[0]
    if headline:
        spelt = word in _ALWAYS_LETTERS or not _VOWEL.search(word)
        return " ".join(word) if spelt or _is_bracketed_letters(match) else _small(word)
    if word in _WORDS:
        return word
    if word in _LETTERS:
        return " ".join(word)
    if word in _SHOUTED or len(word) > 5:
        spelt = len(word) < _SHORTEST_NAME and not is_pronounceable(word)
        return " ".join(word) if spelt and word not in _SHOUTED else _small(word)
    if len(word) < 4 or not is_pronounceable(word):
        return " ".join(word)
    return _small(word) if _opens_dateline(match) or _beside_shouted(match) else word


def _is_bracketed_letters(match: re.Match[str]) -> bool:
    """Return whether letters stand in brackets, as an agency does: "SALT LAKE CITY (AP)"."""
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    return match[0] in _LETTERS and around == f"({match[0]})"


def is_pronounceable(word: str) -> bool:
    """Return whether a word in capitals can be said as one: NATO, but not RSPCA.

    Its consonants must be such as begin, part and end syllables of English.
    """
    clusters = _VOWELS.split(word.lower())
    if len(clusters) == 1:
        return False
    first, *inner, last = clusters
    return (
        (len(first) < 2 or first in _ONSETS)
        and (len(last) < 2 or last.removesuffix("s") in _CODAS or last in _CODAS)
        and all(map(_may_part, inner))
    )


def _may_part(cluster: str) -> bool:
    """Return whether consonants between two vowels end one syllable and begin another."""
    return any(
        (at < 2 or cluster[:at] in _CODAS) and (len(cluster) - at < 2 or cluster[at:] in _ONSETS)
        for at in range(len(cluster) + 1)
    )


_SHORTEST_NAME: Final = 7
"""A word in capitals of so many letters is a name, whatever its letters are."""
_VOWELS: Final = re.compile("[aeiouyà-öø-ÿ]+")
_ONSETS: Final = frozenset(_TABLE["onsets"])
_CODAS: Final = frozenset(_TABLE["codas"])


def _opens_dateline(match: re.Match[str]) -> bool:
    """Return whether a word opens a line such as "SIOUX FALLS, S.D. (AP) - ", its FALLS too."""
    before = match.string[: match.start()][:64]
    if before and not _CAPITALS_BEFORE.fullmatch(before):
        return False
    return _DATELINE.match(match.string, match.end()) is not None


def _small(word: str) -> str:
    return word if word in _WORDS else word.capitalize()


def _beside_shouted(match: re.Match[str]) -> bool:
    """Return whether the word before is a shouted one: the YORK of "NEW YORK"."""
    before = match.string[max(0, match.start() - 12) : match.start()].split()
    return bool(before) and before[-1] in _SHOUTED and len(before[-1]) > 1


def _plural(match: re.Match[str]) -> str:
    """Return "MPs" as "M P's": engines read a bare "Ps" as two letters; "SEALs" is a word."""
    if match[0] in _WORDS or match[1] in _WORDS:
        return match[0]
    return " ".join(match[1]) + "'s"


def _letters(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return _plural(match)


_CONTRACTION: Final = re.compile(
    r"(?<!\w)(?:(?:DO|DID|IS|ARE|WAS|WERE|HAS|HAVE|HAD|DOES|COULD|WOULD|SHOULD|MUST|AI|CA|WO)N|"
    r"(?:CAN|WON)|(?:IT|THAT|WHAT|WHO|HE|SHE|LET|THERE|HERE)(?=['’][SD])|"
    r"(?:WE|YOU|THEY)(?=['’](?:RE|LL|VE|D)))['’](?:T|S|D|RE|LL|VE)(?!\w)"
)
"""A shouted contraction: "DON'T MISS" is no D, O, N."""

_PLURAL: Final[Rule] = rule(r"(?<![^\W_])([A-Z]{2,5}+)s(?![^\W_])", _letters)
