"""Readings of Japanese words in kana, for eSpeak NG, which knows no kanji; through Janome.

Janome divides a sentence into words by the IPA dictionary and knows how each is said, particles
among them ("は" is said "ワ"). It is an extra: ``pip install 'audiobrief[japanese]'``.
"""

from __future__ import annotations

import functools
import re
import warnings
from typing import Any, Final

KANJI: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff々〆]")


def readings_of(text: str) -> tuple[tuple[str, str], ...] | None:
    """Return the text as (word, the word in katakana); None where Janome is not here.

    What has no reading, such as a rare name, stays as it is written.
    """
    tokenizer = _tokenizer()
    if tokenizer is None:
        return None
    words: list[tuple[str, str]] = []
    at = 0
    for token in tokenizer.tokenize(text):
        start = text.index(token.surface, at)
        if start > at:
            words.append((text[at:start], text[at:start]))
        at = start + len(token.surface)
        known = token.phonetic not in {"*", ""}
        words.append((token.surface, token.phonetic if known else token.surface))
    if at < len(text):
        words.append((text[at:], text[at:]))
    return tuple(words)


@functools.cache
def _tokenizer() -> Any | None:  # noqa: ANN401, the package has no types
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # Its expressions have escapes that Python 3.12 warns of.
            from janome.tokenizer import Tokenizer

            return Tokenizer()
    except ImportError:
        return None
