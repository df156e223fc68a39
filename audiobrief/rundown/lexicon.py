"""How names are said: rows of TOML files, found again in spoken text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from audiobrief.errors import SettingsError
from audiobrief.rundown.model import Pronunciation
from audiobrief.rundown.speakable.tables import table

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_KEYS: Final = ("written", "respelling", "ipa", "language", "match", "note", "source")
_MATCHES: Final = ("word", "case")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a lexicon.

    Attributes:
        written: The word or words as they stand in spoken text.
        respelling: In ordinary letters, lower case ("toh kah yef"), or ``""``.
        ipa: In the International Phonetic Alphabet, without slashes, or ``""``.
        language: Language of the text in which the row counts; ``""`` for every one.
        match: "case" where capitals must agree, else "word".
        note: For the producer.
        source: Who says so; "own" where we do.
    """

    written: str
    respelling: str = ""
    ipa: str = ""
    language: str = ""
    match: str = "word"
    note: str = ""
    source: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """The words of ``written``, in small letters."""
        return tuple(word.lower() for word in _TOKEN.findall(self.written))


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
            index.setdefault(entry.tokens[0], []).append(entry)
        # Longest first; sorting is stable, so the earlier file still wins.
        ready = {
            word: tuple(sorted(rows, key=lambda entry: -len(entry.tokens)))
            for word, rows in index.items()
        }
        object.__setattr__(self, "_index", MappingProxyType(ready))

    def touching(self, text: str, language: str) -> tuple[Pronunciation, ...]:
        """Return how the words of a spoken text are to be said, each form once, the longest first.

        A row counts for its possessive and its simple plural too ("Tokayev's", "Uyghurs"); the
        returned row then has that form in ``written``, and the ending in its sound. In English
        a letter A beside another single letter ("A P", "I A E A") is given as the letter: engines
        take it for the article.
        """
        primary = _primary(language)
        found: dict[str, Pronunciation] = {}
        words = list(_TOKEN.finditer(text))
        position = 0
        while position < len(words):
            entry, length = self._at(words, position, text, primary)
            if entry is not None:
                written = text[words[position].start() : words[position + length - 1].end()]
                found.setdefault(written, _form(entry, written))
            position += length
        if primary == "en":
            for run in _LETTER_RUN.findall(text):
                letters = _without_article(run)
                if "A" in letters:
                    found.setdefault(letters, _spelt(letters))
        return tuple(sorted(found.values(), key=lambda each: (-len(each.written), each.written)))

    def _at(
        self, words: list[re.Match[str]], position: int, text: str, language: str
    ) -> tuple[Entry | None, int]:
        """Return the row that begins at a word, or None, and how many words it takes."""
        for first in _stems(words[position][0].lower()):
            for entry in self._index.get(first, ()):
                length = len(entry.tokens)
                if entry.language and _primary(entry.language) != language:
                    continue
                spoken = [word[0] for word in words[position : position + length]]
                if _agrees(entry, spoken) and _is_unbroken(words, position, length, text):
                    return entry, length
        return None, 1


def load_lexicon(paths: Iterable[Path]) -> Lexicon:
    """Return the rows of the files; of two rows for the same words the earlier file's wins.

    Raises:
        SettingsError: A file cannot be read, is no TOML, or has a row that is wrong; the sentence
            names file, row, key and value.
    """
    kept: dict[tuple[tuple[str, ...], str, str], Entry] = {}
    for path in paths:
        for entry in _read(path):
            case = entry.written if entry.match == "case" else ""
            kept.setdefault((entry.tokens, _primary(entry.language), case), entry)
    return Lexicon(entries=tuple(kept.values()))


def _read(path: Path) -> Iterator[Entry]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"The lexicon {path} cannot be read ({error.strerror}); check its name and permissions."
        ) from error
    except ValueError as error:
        raise SettingsError(
            f"The lexicon {path} is not a TOML file: {error}; correct it."
        ) from error
    unknown = [key for key in content if key != "word"]
    if unknown:
        raise SettingsError(f"{path}: there is no key {unknown[0]!r}; write rows under [[word]].")
    rows = content.get("word", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(
            f"{path}: word must be an array of tables; write [[word]] before each row."
        )
    for position, row in enumerate(rows, start=1):
        yield _entry(f"{path}: row {position}", row)


def _entry(place: str, row: Mapping[str, object]) -> Entry:
    for key, value in row.items():
        if key not in _KEYS:
            raise SettingsError(f"{place} has no key {key!r}; there are {', '.join(_KEYS)}.")
        if not isinstance(value, str):
            raise SettingsError(f"{place}: {key} is {value!r}; write it in quotation marks.")
    texts = {key: str(value).strip() for key, value in row.items()}
    entry = Entry(**{"written": "", **texts})
    if not entry.tokens:
        raise SettingsError(
            f"{place}: written is {entry.written!r}; give the word as it is printed."
        )
    if not entry.respelling and not entry.ipa:
        raise SettingsError(f"{place} ({entry.written}): give a respelling or an ipa form.")
    if entry.match not in _MATCHES:
        raise SettingsError(f'{place}: match is {entry.match!r}; it is "word" or "case".')
    return entry


def _stems(word: str) -> Iterator[str]:
    """Yield a word, and what it may be a possessive or plural of."""
    yield word
    for ending in ("'s", "’s", "s'", "s’", "'", "’", "s"):
        if word.endswith(ending) and len(word) > len(ending):
            yield word.removesuffix(ending)


def _agrees(entry: Entry, spoken: list[str]) -> bool:
    """Return whether spoken words are those of a row; the last one may have an ending."""
    if len(spoken) != len(entry.tokens):
        return False
    if entry.match == "case":
        wanted = tuple(_TOKEN.findall(entry.written))
        return tuple(spoken[:-1]) == wanted[:-1] and wanted[-1] in _cased_stems(spoken[-1])
    lower = [word.lower() for word in spoken]
    return tuple(lower[:-1]) == entry.tokens[:-1] and entry.tokens[-1] in _stems(lower[-1])


def _cased_stems(word: str) -> tuple[str, ...]:
    return tuple(_stems(word))


def _is_unbroken(words: list[re.Match[str]], position: int, length: int, text: str) -> bool:
    """Return whether only single spaces or hyphens part the words: no full stop or comma."""
    pairs = zip(words[position:], words[position + 1 : position + length], strict=False)
    return all(text[before.end() : after.start()] in {" ", "-"} for before, after in pairs)


_HISSING: Final = ("s", "z", "ʃ", "ʒ", "tʃ", "dʒ")
_VOICELESS: Final = ("p", "t", "k", "f", "θ")


def _form(entry: Entry, written: str) -> Pronunciation:
    """Return the row for a form of its words, the sound of the ending added."""
    ending = written[len(entry.written) :] if len(written) > len(entry.written) else ""
    has_ending = ending.lower().strip("'’") == "s"
    ipa, respelling = entry.ipa, entry.respelling
    if has_ending:
        if ipa:
            ipa += "ɪz" if ipa.endswith(_HISSING) else "s" if ipa.endswith(_VOICELESS) else "z"
        if respelling:
            respelling += "iz" if respelling.endswith(("s", "z", "sh", "ch", "x")) else "s"
    return Pronunciation(
        written=written, respelling=respelling, ipa=ipa, match_case=entry.match == "case"
    )


_LETTER_RUN: Final = re.compile(
    r"(?<![\w'’-])(?=(?:[B-Z] )*A\b)[A-Z](?: [A-Z])+(?:['’]s)?(?![\w'’-])"
)
_LETTERS: Final = {
    "A": ("ay", "eɪ"),
    "B": ("bee", "biː"),
    "C": ("see", "siː"),
    "D": ("dee", "diː"),
    "E": ("ee", "iː"),
    "F": ("eff", "ɛf"),
    "G": ("jee", "dʒiː"),
    "H": ("aych", "eɪtʃ"),
    "I": ("eye", "aɪ"),
    "J": ("jay", "dʒeɪ"),
    "K": ("kay", "keɪ"),
    "L": ("ell", "ɛl"),
    "M": ("em", "ɛm"),
    "N": ("en", "ɛn"),
    "O": ("oh", "oʊ"),
    "P": ("pee", "piː"),
    "Q": ("kyoo", "kjuː"),
    "R": ("ar", "ɑːɹ"),
    "S": ("ess", "ɛs"),
    "T": ("tee", "tiː"),
    "U": ("yoo", "juː"),
    "V": ("vee", "viː"),
    "W": ("double yoo", "ˈdʌbəljuː"),
    "X": ("ex", "ɛks"),
    "Y": ("wy", "waɪ"),
    "Z": ("zee", "ziː"),
}
"""Letter -> respelling and IPA of its American name."""


def _without_article(letters: str) -> str:
    """Return "U S" for "A U S", which begins a sentence; an initialism of its own stays whole."""
    joined = letters.replace(" ", "").partition("'")[0]
    known = table("capitals")["letters"]
    if joined.startswith("A") and joined not in known and joined[1:] in known:
        return letters[2:]
    return letters


@cache
def _spelt(letters: str) -> Pronunciation:
    """Return the sound of letters one by one, the last one stressed: "A P", "I A E A's"."""
    plain, possessive, _ = letters.replace("’", "'").partition("'")
    names = [_LETTERS[letter] for letter in plain.split()]
    sounds = [sound for _, sound in names]
    sounds[-1] = sounds[-1] if sounds[-1].startswith("ˈ") else "ˈ" + sounds[-1]
    ending = ("s", "z") if possessive else ("", "")
    if possessive and sounds[-1].endswith(_HISSING):
        ending = ("iz", "ɪz")
    return Pronunciation(
        written=letters,
        respelling=" ".join(name for name, _ in names) + ending[0],
        ipa=" ".join(sounds) + ending[1],
        match_case=True,
    )


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
