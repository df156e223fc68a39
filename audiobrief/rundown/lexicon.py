"""How names are said: the rows of a lexicon, found again in spoken text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from audiobrief.rundown.heteronyms import heteronyms
from audiobrief.rundown.letters import letter_runs
from audiobrief.rundown.model import Pronunciation

_LETTERS: Final = r"(?:[^\W_][\u0300-\u036f]*)+"
_TOKEN: Final = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a lexicon.

    Attributes:
        written: The word or words as they stand in spoken text.
        respelling: Hyphens between syllables, the stressed one in capitals ("toh-KAH-yef"), or
            ``""``.
        ipa: In the International Phonetic Alphabet, without slashes, or ``""``.
        alias: Ordinary words to say in its place, or ``""``.
        language: Language of the text in which the row counts; ``""`` for every one.
        match: "case" where capitals must agree, else "word".
        note: For the producer.
        source: Who says so; "ours" where we do.
    """

    written: str
    respelling: str = ""
    ipa: str = ""
    alias: str = ""
    language: str = ""
    match: str = "word"
    note: str = ""
    source: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of ``written``."""
        return tuple(_TOKEN.findall(unicodedata.normalize("NFC", self.written)))

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words of ``written``, in small letters."""
        return tuple(word.lower() for word in self.words)

    @property
    def key(self) -> tuple[tuple[str, ...], str, str]:
        """What two rows for the same words share."""
        case = " ".join(self.words) if self.match == "case" else ""
        return self.tokens, primary(self.language), case


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Pronunciations, the first of two rows for the same words winning.

    Attributes:
        entries: In order of precedence.
    """

    entries: tuple[Entry, ...] = ()
    _index: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            index.setdefault(_plain(entry.tokens[0]), []).append(entry)
        # Longest first; sorting is stable, so the earlier file still wins.
        ready = {
            word: tuple(sorted(rows, key=lambda entry: -len(entry.tokens)))
            for word, rows in index.items()
        }
        object.__setattr__(self, "_index", MappingProxyType(ready))

    def touching(self, text: str, language: str) -> tuple[Pronunciation, ...]:
        """Return how the words of a spoken text are to be said, each form once, the longest first.

        A row counts for its possessive and its simple plural too ("Tokayev's", "Uyghurs"); the
        returned row then has that form in ``written``, and the ending in its sound. A row for a
        name counts with and without accents ("Erdogan", "Erdoğan"), unless another row has the
        very form. In English a letter A beside another single letter ("A P", "I A E A") is given as
        the letter: engines take it for the article; and a heteronym whose context is clear has its
        sound, unless a row of the lexicon has the word.
        """
        found: dict[str, Pronunciation] = {}
        for entry, written in self.rows_in(text, language):
            found.setdefault(written, _form(entry, written))
        if primary(language) == "en":
            for letters in letter_runs(text):
                found.setdefault(letters.written, letters)
            for sound in heteronyms(text):
                found.setdefault(sound.written, sound)
        return tuple(sorted(found.values(), key=lambda each: (-len(each.written), each.written)))

    def rows_in(self, text: str, language: str) -> Iterator[tuple[Entry, str]]:
        """Yield the rows that count in a text, in its order, each with the words that it found."""
        words = list(_TOKEN.finditer(text))
        position = 0
        while position < len(words):
            entry, length = self._at(words, position, text, primary(language))
            if entry is not None:
                yield entry, text[words[position].start() : words[position + length - 1].end()]
            position += length

    def _at(
        self, words: list[re.Match[str]], position: int, text: str, language: str
    ) -> tuple[Entry | None, int]:
        """Return the row that begins at a word, or None, and how many words it takes."""
        for first in _stems(words[position][0].lower()):
            best: tuple[Entry | None, int] = (None, 1)
            for entry in self._index.get(_plain(first), ()):
                length = len(entry.tokens)
                if entry.language and primary(entry.language) != language:
                    continue
                if best[0] is not None and length < best[1]:
                    break
                spoken = [word[0] for word in words[position : position + length]]
                if not _is_unbroken(words, position, length, text):
                    continue
                if _agrees(entry, spoken):
                    return entry, length
                if best[0] is None and _agrees_but_for_accents(entry, spoken):
                    best = (entry, length)
            if best[0] is not None:
                return best
        return None, 1


def primary(language: str) -> str:
    """Return the primary subtag of a language tag."""
    return language.replace("_", "-").split("-")[0].lower()


_UNACCENTED: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d"})


def _plain(word: str) -> str:
    """Return a word in small letters without accents."""
    apart = unicodedata.normalize("NFD", word.lower().translate(_UNACCENTED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _stems(word: str) -> Iterator[str]:
    """Yield a word, and what it may be a possessive or plural of."""
    yield word
    for ending in ("'s", "’s", "s'", "s’", "'", "’", "s"):
        if word.lower().endswith(ending) and len(word) > len(ending):
            yield word[: -len(ending)]


def _agrees(entry: Entry, spoken: list[str]) -> bool:
    """Return whether spoken words are those of a row; the last one may have an ending."""
    if len(spoken) != len(entry.tokens):
        return False
    spoken = [unicodedata.normalize("NFC", word) for word in spoken]
    wanted = entry.words
    if entry.match != "case":
        spoken, wanted = [word.lower() for word in spoken], entry.tokens
    return tuple(spoken[:-1]) == wanted[:-1] and wanted[-1] in _stems(spoken[-1])


def _agrees_but_for_accents(entry: Entry, spoken: list[str]) -> bool:
    """Return the same of a name whose accents are written or left out; small words keep theirs."""
    if not entry.written[:1].isupper() or not spoken or not spoken[0][:1].isupper():
        return False
    if entry.match == "case" and [word[:1] for word in spoken] != [w[:1] for w in entry.words]:
        return False
    folded = replace(entry, written=_plain(entry.written), match="word")
    return _agrees(folded, [_plain(word) for word in spoken])


def _is_unbroken(words: list[re.Match[str]], position: int, length: int, text: str) -> bool:
    """Return whether only single spaces or hyphens part the words: no full stop or comma."""
    pairs = zip(words[position:], words[position + 1 : position + length], strict=False)
    return all(text[before.end() : after.start()] in {" ", "-"} for before, after in pairs)


_HISSING: Final = ("s", "z", "ʃ", "ʒ", "tʃ", "dʒ")
_VOICELESS: Final = ("p", "t", "k", "f", "θ", "x")
_HISSING_LETTERS: Final = ("s", "z", "sh", "zh", "ch", "j", "x", "ce", "se", "ze", "dge")
_VOICELESS_LETTERS: Final = ("p", "t", "k", "kh", "f", "ph", "th")


def _form(entry: Entry, written: str) -> Pronunciation:
    """Return the row for a form of its words, the sound of the ending added."""
    bare = _plain(_TOKEN.findall(written)[-1]).removeprefix(_plain(entry.tokens[-1]))
    ending = bare.strip("'’")
    ipa, respelling, alias = entry.ipa, entry.respelling, entry.alias
    if ending == "s":
        if ipa:
            ipa += "ɪz" if ipa.endswith(_HISSING) else "s" if ipa.endswith(_VOICELESS) else "z"
        if respelling:
            respelling += _ending_letters(respelling)
        if alias:
            alias += bare
    return Pronunciation(
        written=written,
        respelling=respelling,
        ipa=ipa,
        alias=alias,
        match_case=entry.match == "case",
    )


def _ending_letters(respelling: str) -> str:
    """Return the letters of -s after a respelling, in capitals where its last syllable has them."""
    last = re.split(r"[\s-]", respelling)[-1]
    if last.lower().endswith(_HISSING_LETTERS):
        return "-iz"
    letter = "s" if last.lower().endswith(_VOICELESS_LETTERS) else "z"
    return letter.upper() if last.isupper() else letter
