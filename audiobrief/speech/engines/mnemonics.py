"""eSpeak NG's own names of English sounds: it takes no IPA, only these, between [[ and ]]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from audiobrief.phonemes.american import CONSONANTS, PRIMARY, VOWELS

_VOWELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "eI", "I": "aI", "O": "oU", "W": "aU", "Y": "OI", "a": "a", "i": "i:", "u": "u:",
        "æ": "a", "ɑ": "A:", "ɐ": "@", "ɔ": "O:", "ə": "@", "ɛ": "E", "ɜ": "3:", "ɪ": "I",
        "ʊ": "U", "ʌ": "V", "ᵻ": "I2", "ᵊ": "@",
    }
)  # fmt: skip
_BEFORE_R: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ɑ": "A@", "ɔ": "o@", "O": "o@", "ɛ": "e@", "æ": "e@", "A": "e@", "ɪ": "i@3", "i": "i@3",
        "ʊ": "U@", "u": "U@", "ʌ": "3:", "ɜ": "3:", "ə": "3", "ɐ": "3", "ᵊ": "3", "ᵻ": "i@3",
        "I": "aI3", "W": "aU3",
    }
)  # fmt: skip
"""Vowel -> the name of its sound together with the r after it."""

_CONSONANTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{each: each for each in "bdfhjklmnpstvwz"},
        "ð": "D", "ŋ": "N", "ɡ": "g", "ɹ": "r", "ɾ": "t#", "T": "t", "ʃ": "S", "ʒ": "Z",
        "ʤ": "dZ", "ʧ": "tS", "θ": "T",
    }
)  # fmt: skip
_STRESS: Final = {PRIMARY: "'", "ˌ": ","}
_PIECES: Final = re.compile(rf"([{VOWELS}])(ɹ?)|([{CONSONANTS}])|([ˈˌ])|(\s)")


def mnemonics(phonemes: str) -> str:
    """Return words in the alphabet of ``phonemes.american`` in eSpeak NG's, between its brackets.

    They are the names of the English voices; other languages have other sounds.
    """
    out = []
    for found in _PIECES.finditer(phonemes):
        vowel, with_r, consonant, stress, _ = found.groups()
        if vowel:
            out.append(_vowel(vowel, with_r, phonemes[found.end() : found.end() + 2]))
        elif consonant:
            out.append(_CONSONANTS[consonant])
        else:
            out.append(_STRESS[stress] if stress else " ")
    return f"[[{''.join(out)}]]"


def _vowel(vowel: str, with_r: str, after: str) -> str:
    """Return the name of a vowel; an r before another vowel is heard for itself too."""
    if not with_r:
        return _VOWELS[vowel]
    next_sound = after.lstrip("ˈˌ")[:1]
    linked = "r" if next_sound and next_sound in VOWELS else ""
    return _BEFORE_R.get(vowel, _VOWELS[vowel] + "r" * (not linked)) + linked
