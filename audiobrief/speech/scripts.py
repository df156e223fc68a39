"""Letters outside the scripts of a language: a voice spells them one by one, or leaves them out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from audiobrief.languages import primary_subtag

_HAN: Final = ("CJK", "IDEOGRAPHIC", "BOPOMOFO")
_KANA: Final = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH")
_SCRIPTS: Final[Mapping[tuple[str, ...], str]] = MappingProxyType(
    {
        ("CYRILLIC",): "ab av ba be bg ce cu cv kk kv ky mk mn os ru sr tg tt uk uz az bs",
        ("GREEK", "COPTIC"): "el grc",
        ("ARABIC",): "ar az ckb fa kk ks ku ms pa ps sd ug ur uz",
        ("HEBREW",): "he yi",
        ("SYRIAC",): "syr",
        ("THAANA",): "dv",
        ("DEVANAGARI",): "bho hi kok ks mai mr ne sa sd",
        ("BENGALI",): "as bn bpy mni",
        ("GURMUKHI",): "pa",
        ("GUJARATI",): "gu",
        ("ORIYA",): "or",
        ("TAMIL",): "ta",
        ("TELUGU",): "te",
        ("KANNADA",): "kn",
        ("MALAYALAM",): "ml",
        ("SINHALA",): "si",
        ("THAI",): "th",
        ("LAO",): "lo",
        ("TIBETAN",): "bo dz",
        ("MYANMAR",): "my shn",
        ("KHMER",): "km",
        ("GEORGIAN",): "ka",
        ("ARMENIAN",): "hy",
        ("ETHIOPIC",): "am ti",
        ("CHEROKEE",): "chr",
        ("CANADIAN",): "cr iu oj",
        ("MONGOLIAN",): "mn",
        ("NKO",): "nqo",
        ("TIFINAGH",): "ber kab zgh",
        ("HANGUL", *_HAN): "ko",
        _KANA: "ja",
        _HAN: "cmn hak ja nan wuu yue zh",
    }
)
"""First words of the letters' names in Unicode -> the languages written in that script. All voices
read Latin letters; where a language has several scripts, a voice may read them all."""

_ALL: Final = frozenset(first for firsts in _SCRIPTS for first in firsts)


def without_foreign_letters(text: str, language: str) -> str:
    """Return the text without letters of scripts other than Latin and those of the language.

    Args:
        text: What is said.
        language: BCP 47 tag, or ``""``: then all letters are its own.
    """
    if text.isascii() or not language:
        return text
    primary = primary_subtag(language)
    own = {
        first for firsts, tags in _SCRIPTS.items() if primary in tags.split() for first in firsts
    }
    foreign = _ALL - own
    return "".join(each for each in text if _first(each) not in foreign)


def _first(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0] if character > "\u02ff" else ""
