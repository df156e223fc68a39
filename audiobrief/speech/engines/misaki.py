"""The phoneme alphabet of the embedded voice, made from IPA and from respellings.

The alphabet is misaki's for American English (hexgrad/misaki, EN_PHONES.md): one character a sound,
diphthongs as capitals, and the stress mark directly before the vowel, where IPA puts it before the
syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

VOWELS: Final = "AIOWYaiuæɑɐɔəɛɜɪʊʌᵻᵊ"
CONSONANTS: Final = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθT"
PRIMARY: Final = "ˈ"
SECONDARY: Final = "ˌ"

_SOUNDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Diphthongs and affricates: two characters of IPA, one here.
        "eɪ": "A", "ei": "A", "ɛɪ": "A", "aɪ": "I", "ai": "I", "aj": "I", "oʊ": "O", "ou": "O",
        "əʊ": "O", "aʊ": "W", "au": "W", "ɔɪ": "Y", "ɔi": "Y", "oi": "Y", "tʃ": "ʧ", "dʒ": "ʤ",
        "tɕ": "ʧ", "dʑ": "ʤ", "tʂ": "ʧ", "dʐ": "ʤ",
        # Vowels before r, as American English says them.
        "ɜːɹ": "ɜɹ", "ɜːr": "ɜɹ", "ɜː": "ɜɹ", "ɝ": "ɜɹ", "ɚ": "əɹ", "ɪə": "ɪɹ",
        "eə": "ɛɹ", "ʊə": "ʊɹ",
        # Vowels that American English lacks: the nearest.
        "e": "ɛ", "o": "O", "a": "ɑ", "ɒ": "ɑ", "y": "u", "ʏ": "ʊ", "ø": "ɜ", "œ": "ɜ", "ɨ": "ɪ",
        "ʉ": "u", "ɯ": "u", "ɤ": "ʌ", "ɵ": "ə", "ɘ": "ə", "ä": "ɑ", "ɞ": "ɜ",
        # Nasal vowels, once the tilde is split off.
        "ɑ\u0303": "ɑn", "a\u0303": "ɑn", "ɔ\u0303": "ɔn", "o\u0303": "On", "ɛ\u0303": "æn",
        "e\u0303": "An", "œ\u0303": "ʌn", "u\u0303": "un", "i\u0303": "in",
        # Consonants.
        "g": "ɡ", "r": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "ɻ": "ɹ", "ɽ": "ɹ", "ɾ": "ɹ", "ɫ": "l",
        "ɬ": "l", "ɭ": "l", "ʎ": "lj", "ɲ": "nj", "ɴ": "ŋ", "ɳ": "n", "ɱ": "m", "β": "v", "ʋ": "v",
        "ɸ": "f",
        "ɣ": "ɡ", "ɢ": "ɡ",
        "ħ": "h", "ɦ": "h", "q": "k", "c": "k", "ɟ": "ɡ", "ʂ": "ʃ", "ɕ": "ʃ", "ʐ": "ʒ", "ʑ": "ʒ",
        "ʈ": "t", "ɖ": "d", "ʍ": "w", "ɥ": "w", "ɰ": "w", "ʦ": "ts", "ʣ": "dz",
        # Signs without a sound of their own in English.
        "ʔ": "", "ʕ": "", "ː": "", "ˑ": "", ".": "", "ʰ": "", "ʲ": "", "ʷ": "w", "ˠ": "",
        "ˤ": "", "‿": "",
        "'": PRIMARY, "ˈ": PRIMARY, "ˌ": SECONDARY, ",": SECONDARY, " ": " ", "-": "",
    }
)  # fmt: skip
"""IPA -> this alphabet; the longest key wins. What is in the alphabet already stays."""

_FRICATIVES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"x": ("h", "k"), "χ": ("h", "k"), "ç": ("h", "ʃ")}
)
"""Sounds that English newsreaders say in one way before a vowel, in another elsewhere."""

_FULL_VOWELS: Final = frozenset(VOWELS) - frozenset("əɐᵊᵻ")
_KEYS: Final = sorted(_SOUNDS, key=len, reverse=True)


def from_ipa(ipa: str) -> str | None:
    """Return phonemes for a word or words in IPA; None where a sign is unknown or none is left."""
    text = unicodedata.normalize("NFD", ipa.strip().strip("/[]")).replace("c\u0327", "ç")
    text = re.sub(r"[\u0361\u035c\u0329\u032f\u031a\u032a\u0325\u030a\u02de]", "", text)
    out: list[str] = []
    at = 0
    while at < len(text):
        key = next((key for key in _KEYS if text.startswith(key, at)), text[at])
        if key in _FRICATIVES:
            before_vowel = text[at + 1 : at + 2].strip("ːˈˌ") in {*VOWELS, *"eoøyœwj"} - {""}
            sound = _FRICATIVES[key][0 if before_vowel else 1]
        elif key in _SOUNDS:
            sound = _SOUNDS[key]
        elif key in VOWELS + CONSONANTS:
            sound = key
        else:
            return None
        out.append(sound)
        at += len(key)
    marks = f"[{PRIMARY}{SECONDARY}]"
    text = re.sub(rf"({marks}){marks}+", r"\1", "".join(out))
    text = re.sub(rf"{marks}(?=\s|$)", "", text)
    mark = SECONDARY if PRIMARY in text else PRIMARY
    words = [_stressed(word, mark) for word in text.split()]
    return " ".join(words) if any(letter in VOWELS for word in words for letter in word) else None


def join_syllables(syllables: Sequence[str], stressed: int | None = None) -> str:
    """Return one word made of the phonemes of its syllables, each as if it stood alone.

    Args:
        syllables: Phonemes of each, which may carry stress marks.
        stressed: Index of the syllable with the main stress; None for the last but one, where most
            of the foreign names that the news brings have it.
    """
    bare = [re.sub(f"[{PRIMARY}{SECONDARY}]", "", each) for each in syllables]
    main = max(len(bare) - 2, 0) if stressed is None else stressed
    marked = [
        re.sub(f"([{VOWELS}])", rf"{PRIMARY}\1", each, count=1) if index == main else each
        for index, each in enumerate(bare)
    ]
    return "".join(marked)


def _stressed(word: str, mark: str) -> str:
    """Return a word whose stress marks stand before the vowel; one without gets this mark.

    It goes to the last vowel but one, as in ``join_syllables``. A word of schwas alone stays weak
    where the others have the stress.
    """
    moved = re.sub(rf"([{PRIMARY}{SECONDARY}])([^{VOWELS}{PRIMARY}{SECONDARY}]+)", r"\2\1", word)
    vowels = [found.start() for found in re.finditer(f"[{VOWELS}]", moved)]
    if PRIMARY in moved or not vowels:
        return moved
    if mark == SECONDARY and (SECONDARY in moved or not set(moved) & _FULL_VOWELS):
        return moved
    main = vowels[max(len(vowels) - 2, 0)]
    return f"{moved[:main].removesuffix(SECONDARY)}{mark}{moved[main:]}"
