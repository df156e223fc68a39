"""American English, one character a sound: made from IPA, and turned back into it.

The alphabet is that of the embedded voice, misaki's for American English (hexgrad/misaki,
EN_PHONES.md): diphthongs and affricates are one character, and the stress mark stands directly
before the vowel, where IPA puts it before the syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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

_IPA: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "Y": "ɔɪ", "ʧ": "tʃ", "ʤ": "dʒ", "T": "t",
        "ɾ": "t", "ɐ": "ə", "ᵊ": "ə", "ᵻ": "ɪ",
    }
)  # fmt: skip
"""This alphabet -> IPA; the other letters are IPA already."""

_ONSETS: Final = frozenset(
    "pl pr bl br tr dr kl kr ɡl ɡr fl fr θr ʃr sl sw sp st sk sm sn sf tw dw kw ɡw θw hw vl vr"
    " pj bj kj ɡj mj nj fj vj hj lj sj tj dj"
    " ʃj ʧj ʤj vw spl spr str skr skw spj skj ts".replace("r", "ɹ").split()
)
"""Groups of consonants that a syllable may begin with; a single one always may, but for ŋ."""

_FULL_VOWELS: Final = frozenset(VOWELS) - frozenset("əɐᵊᵻ")
_SIGN: Final = re.compile(
    "|".join(map(re.escape, sorted(_SOUNDS, key=len, reverse=True))) + "|.", re.DOTALL
)
_PLAIN: Final = re.compile(
    rf"(?=[^{VOWELS}]*[{VOWELS}])["
    rf"{re.escape(''.join({*VOWELS, *CONSONANTS, *(key for key in _SOUNDS if len(key) == 1)}))}]+"
)
"""What is read for certain: known signs alone, a vowel among them."""
_BEFORE_VOWEL: Final = frozenset(VOWELS + "eoøyœwj")


def from_ipa(ipa: str) -> str | None:
    """Return phonemes for a word or words in IPA; None where a sign is unknown or none is left."""
    text = unicodedata.normalize("NFD", ipa.strip().strip("/[]")).replace("c\u0327", "ç")
    text = re.sub(r"[\u0361\u035c\u0329\u032f\u031a\u032a\u0325\u030a\u02de]", "", text)
    out: list[str] = []
    for found in _SIGN.finditer(text):
        key = found.group()
        if key in _FRICATIVES:
            following = text[found.end() : found.end() + 1].strip("ːˈˌ")
            sound = _FRICATIVES[key][0 if following and following in _BEFORE_VOWEL else 1]
        elif key in _SOUNDS:
            sound = _SOUNDS[key]
        elif key in VOWELS + CONSONANTS:
            sound = key
        else:
            return None
        out.append(sound)
    marks = f"[{PRIMARY}{SECONDARY}]"
    text = re.sub(rf"({marks}){marks}+", r"\1", "".join(out))
    text = re.sub(rf"{marks}(?=\s|$)", "", text).replace("ɹɹ", "ɹ")
    mark = SECONDARY if PRIMARY in text else PRIMARY
    words = [_stressed(word, mark) for word in text.split()]
    return " ".join(words) if any(letter in VOWELS for word in words for letter in word) else None


def is_ipa(ipa: str) -> bool:
    """Return whether ``from_ipa`` can read it; a lexicon of a thousand rows asks at every start."""
    return _PLAIN.fullmatch(ipa) is not None or from_ipa(ipa) is not None


@dataclass(frozen=True, slots=True)
class Syllable:
    """A vowel with the consonants around it, in this alphabet; ``stress`` is a mark or ``""``."""

    onset: str
    vowel: str
    coda: str
    stress: str


def syllables(word: str) -> tuple[Syllable, ...]:
    """Return the syllables of one word in this alphabet; nothing for a word without a vowel.

    Consonants between two vowels go to the second one as far as English words can begin with them.
    The vowel of "trap", which English never ends a syllable with, keeps one of them.
    """
    pieces = re.findall(rf"([{PRIMARY}{SECONDARY}]?)([{VOWELS}])([{CONSONANTS}]*)", word)
    first = re.match(rf"[{CONSONANTS}]*", word)
    onset = first.group() if first else ""
    out: list[Syllable] = []
    for number, (stress, vowel, after) in enumerate(pieces, start=1):
        cut = len(after) if number == len(pieces) else _coda_length(vowel, after)
        out.append(Syllable(onset, vowel, after[:cut], stress))
        onset = after[cut:]
    return tuple(out)


def _coda_length(vowel: str, between: str) -> int:
    """Return how many of the consonants before the next vowel belong to this one."""
    fewest = 1 if between and (vowel == "æ" or (vowel == "ɜ" and between[0] == "ɹ")) else 0
    for cut in range(fewest, len(between)):
        rest = between[cut:]
        if rest in _ONSETS or (len(rest) == 1 and rest != "ŋ"):
            return cut
    return len(between)


def to_ipa(phonemes: str) -> str:
    """Return words of this alphabet in IPA, stress marks before the syllable."""
    words = phonemes.split()
    return " ".join(_word_ipa(word, several=len(words) > 1) for word in words)


def _word_ipa(word: str, *, several: bool) -> str:
    parts = syllables(word)
    alone = len(parts) == 1 and parts[0].stress != SECONDARY and not several
    text = "".join(
        f"{'' if alone else each.stress}{each.onset}{each.vowel}{each.coda}" for each in parts
    )
    return "".join(_IPA.get(letter, letter) for letter in text or word)


_BEFORE_R: Final[Mapping[str, str]] = MappingProxyType(
    {"i": "ɪ", "A": "ɛ", "æ": "ɛ", "O": "ɔ", "u": "ʊ", "ʌ": "ɜ"}
)
"""Vowels that American English does not tell apart before r."""


def alike(one: str, other: str, *, loose: bool = False) -> bool:
    """Return whether two words in this alphabet sound the same to an American listener.

    Not told apart: secondary stress; the weak vowels of "comma", "roses" and "cut" without stress;
    the vowels of "cot" and "caught"; those of "mirror" and "nearer", "merry", "Mary" and "marry",
    "horse" and "hoarse" before r; a tapped t.

    Args:
        one: A word or words.
        other: What it is compared with.
        loose: Whether short vowels without stress are not told apart at all: what a newsreader
            may do without saying a name wrong.
    """
    return _heard(one, loose=loose) == _heard(other, loose=loose)


def _heard(phonemes: str, *, loose: bool) -> tuple[str, ...]:
    return tuple("".join(_sounds(word, loose=loose)) for word in phonemes.split())


def _sounds(word: str, *, loose: bool) -> Iterator[str]:
    parts = syllables(word.replace("T", "t").replace("ɾ", "t").replace("hw", "w"))
    weak = "əɐᵊᵻɪʌɛæɑɔʊi" if loose else "əɐᵊᵻɪʌ"
    for number, each in enumerate(parts):
        following = parts[number + 1].onset if number + 1 < len(parts) else ""
        before_r = (each.coda or following).startswith("ɹ")
        vowel = _BEFORE_R.get(each.vowel, each.vowel) if before_r else each.vowel
        main = each.stress == PRIMARY or len(parts) == 1
        if not main and vowel in ("əɐᵊɜ" if before_r else weak):
            vowel = "ə"
        elif vowel == "ɔ" and not before_r:
            vowel = "ɑ"
        elif vowel in "əɐᵊ":  # With stress it is the vowel of "cut", or of "nurse".
            vowel = "ɜ" if before_r else "ʌ"
        yield f"{each.onset}{PRIMARY if main else ''}{vowel}{each.coda}"


def _stressed(word: str, mark: str) -> str:
    """Return a word whose stress marks stand before the vowel; one without gets this mark.

    It goes to the last vowel but one, where most of the foreign names that the news brings have it.
    A word of schwas alone stays weak
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
