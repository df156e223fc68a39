"""English words to phonemes (the alphabet of misaki), as the embedded voice and Kokoro take them.

The work is done by the package of the embedded voice; what is ours is the care: rows of the lexicon
come first, the brackets of a story are not obeyed, endless words are cut.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audiobrief.errors import SynthesisFailedError
from audiobrief.phonemes.american import CONSONANTS, VOWELS, to_ipa
from audiobrief.rundown.model import Pronunciation
from audiobrief.speech.engines.dictionary import lexicon, tagger
from audiobrief.speech.model import Reading, Utterance
from audiobrief.speech.pronunciation import american_of, substitute

MAX_PHONEMES: Final = 400
"""Longest text a model sees at once; the package cuts there too (hibari.tts.MAX_PHONEMES)."""
MAX_WORD_CHARS: Final = 40
"""The longest words that people print are shorter; beyond it stand addresses and mischief."""

_CLAUSE_ENDS: Final = (",", ";", ":", "—", ".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its punctuation, its phonemes, and whether a dictionary or a row has them."""

    text: str
    phonemes: str
    known: bool = True

    @property
    def sounds(self) -> bool:
        """Whether there is anything to hear of it."""
        return any(each in _SPOKEN for each in self.phonemes)


class Speller:
    """Turns sentences into words with phonemes, and these into the numbers that models take."""

    def __init__(self, *, british: bool) -> None:
        from hibari import tts
        from hibari.g2p.normalize import normalize

        self._g2p: Any = _g2p(Path(tts.ASSETS), british=british)
        self._normalize: Any = normalize
        self._split: Any = tts.Hibari.split_sentences
        vocabulary = Path(tts.ASSETS, "vocab.json").read_text(encoding="utf-8")
        self._vocabulary: dict[str, int] = json.loads(vocabulary)
        self._lock = threading.Lock()

    def sentences(self, utterance: Utterance) -> tuple[tuple[Word, ...], ...]:
        """Return the words of each sentence with their phonemes.

        The package reads ``[word](/phonemes/)`` as markup. Brackets of the story are turned into
        parentheses first, so that only ours are left when it looks.
        """
        with self._lock:
            return tuple(self._spelt(utterance))

    def readings(self, utterance: Utterance) -> tuple[Reading, ...]:
        """Return how each word will be said, and whether it is known or guessed from letters."""
        return tuple(
            Reading(
                text=word.text,
                ipa=to_ipa("".join(sound for sound in word.phonemes if sound in _IN_WORDS)),
                known=word.known,
            )
            for sentence in self.sentences(utterance)
            for word in sentence
            if _has_letters(word.text)
        )

    def numbers(self, chunk: list[Word]) -> tuple[list[int], list[int]]:
        """Return a chunk as the numbers of its phonemes, and where in them each word begins."""
        ids, first = [0], []
        for word in chunk:
            if len(ids) > 1:
                ids.append(self._vocabulary[" "])
            first.append(len(ids))
            ids += [self._vocabulary[each] for each in word.phonemes if each in self._vocabulary]
        ids.append(0)
        return ids, first

    def _spelt(self, utterance: Utterance) -> Iterator[tuple[Word, ...]]:
        rows = utterance.pronunciations
        for sentence in self._split(utterance.text.translate(_BRACKETS)):
            plain = _LONG.sub(_with_spaces, self._normalize(sentence))
            marked = substitute(plain, rows, _markup)
            yield tuple(_words(self._g2p.phonemize_tokens(self._g2p.tokenize(marked))))


def _g2p(assets: Path, *, british: bool) -> Any:  # noqa: ANN401, the package has no types
    """Return the package's letters to phonemes, whose dictionaries are read as far as is needed.

    Its own ``__init__`` parses them whole; this is what it does besides.
    """
    from hibari.g2p import G2P
    from hibari.g2p.lexicon import Lexicon
    from hibari.g2p.tagger import Tagger
    from hibari.g2p.tokenize import Tokenizer

    accent = "gb" if british else "us"
    gold, silver = (lexicon(assets / f"lexicon_{accent}_{each}.json.gz") for each in _LEXICONS)
    exceptions = (assets / "tokenizer_exceptions.json").read_text(encoding="utf-8")
    g2p: Any = object.__new__(G2P)
    g2p.lexicon = Lexicon(gold, silver, british)
    g2p.tokenizer = Tokenizer(json.loads(exceptions))
    g2p.tagger = Tagger(tagger(assets))
    g2p.british = british
    g2p.unk = ""
    g2p._oov = None  # noqa: SLF001, it loads its net when a word needs it
    return g2p


def chunks(
    sentences: tuple[tuple[Word, ...], ...], utterance: Utterance, engine: str
) -> Iterator[list[Word]]:
    """Yield what a model is given at a time: a sentence; a long one in pieces, best cut at a comma.

    Raises:
        SynthesisFailedError: A word, or the whole, has no sound in English.
    """
    words = [word for sentence in sentences for word in sentence]
    mute = [word.text for word in words if _has_letters(word.text) and not word.sounds]
    if mute or not any(word.sounds for word in words):
        what = mute[0] if mute else utterance.text
        raise SynthesisFailedError(
            f"The English voice {engine} cannot say {what[:60]!r}; choose a voice of another"
            " engine for it, such as espeak.",
            engine=engine,
        )
    for sentence in sentences:
        yield from cut(sentence)


def cut(sentence: tuple[Word, ...]) -> Iterator[list[Word]]:
    """Yield the sentence in runs of at most ``MAX_PHONEMES``."""
    chunk: list[Word] = []
    size = 0
    for word in _short(sentence):
        length = len(word.phonemes) + 1
        while chunk and size + length > MAX_PHONEMES:
            ends = [n for n, each in enumerate(chunk, 1) if each.phonemes.endswith(_CLAUSE_ENDS)]
            at = ends[-1] if ends else len(chunk)
            yield chunk[:at]
            chunk = chunk[at:]
            size = sum(len(each.phonemes) + 1 for each in chunk)
        chunk.append(word)
        size += length
    if any(word.sounds for word in chunk):
        yield chunk


def _short(words: tuple[Word, ...]) -> Iterator[Word]:
    """Yield the words that have phonemes; one that is too long alone comes in pieces."""
    for word in words:
        for start in range(0, len(word.phonemes), MAX_PHONEMES - 1):
            piece = word.phonemes[start : start + MAX_PHONEMES - 1]
            yield Word(word.text if start == 0 else "", piece)


def _with_spaces(found: re.Match[str]) -> str:
    """Return a very long word as several: the package's time rises with the cube of its parts."""
    apart = re.sub(r"([^\w'’])(?=\w)", r"\1 ", found.group())
    return re.sub(rf"(\S{{{MAX_WORD_CHARS}}})(?=\S)", r"\1 ", apart)


def _words(tokens: list[Any]) -> Iterator[Word]:
    """Yield the words that the package's tokens make up: what stands between two spaces."""
    text = phonemes = ""
    known = True
    for token in tokens:
        text += token.text
        phonemes += token.phonemes or ""
        known = known and (token.rating != _GUESSED or not _has_letters(token.text))
        if token.whitespace:
            yield Word(text, phonemes.strip(), known)
            text = phonemes = ""
            known = True
    if text:
        yield Word(text, phonemes.strip(), known)


def _markup(row: Pronunciation, word: str) -> str | None:
    """Return the word as markup with its phonemes, or other words; None where no form helps."""
    phonemes = american_of(row)
    return f"[{word}](/{phonemes}/)" if phonemes else row.alias or None


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


_LEXICONS: Final = ("gold", "silver")
_BRACKETS: Final = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})
_SPOKEN: Final = frozenset(VOWELS + CONSONANTS + "ɒQɚ")
"""Those of American English, and three more vowels that British voices have."""
_IN_WORDS: Final = _SPOKEN | set("ˈˌ ")
_GUESSED: Final = 2
"""The package's rating of phonemes that its net made of letters; its dictionaries have 3 and 4."""
_LONG: Final = re.compile(rf"\S{{{MAX_WORD_CHARS},}}")
