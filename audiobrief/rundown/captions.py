"""Which words of a picture are read: its caption, its alternative text, both, or none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from audiobrief.settings import CaptionWords
from audiobrief.story.model import Block

NEW_SHARE: Final = 0.4
MIN_NEW_WORDS: Final = 3
"""An alternative text with fewer words that the caption does not have says the same again."""

REPEATS: Final = "it says again what the caption says"
NO_DESCRIPTION: Final = "it is the name of a file or a single word, and describes no picture"
POLICY: Final = "the show's policy for captions leaves it out"

_TOKEN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|\w+")
_FILE: Final = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is read of a picture.

    Attributes:
        caption: Its caption, or None where that is not read.
        description: Its alternative text, or None where that is not read.
        why_no_description: Why an alternative text that there is is not read, else ``""``.
    """

    caption: str | None
    description: str | None
    why_no_description: str = ""


def picture(block: Block, words: CaptionWords) -> Picture:
    """Return what is read of the picture of a caption block.

    Where the caption is nothing but the alternative text, it is one text, and read once.
    """
    caption = block.text
    alt = block.image_alt or ""
    same = _words(alt) == _words(caption)
    if words is CaptionWords.NEITHER:
        return Picture(caption=None, description=None, why_no_description="" if same else POLICY)
    if same:
        only_alt = words is CaptionWords.ALT
        return Picture(caption=None if only_alt else caption, description=alt if only_alt else None)
    why = _why_not(alt, caption, words)
    return Picture(
        caption=None if words is CaptionWords.ALT else caption,
        description=alt if alt.strip() and not why else None,
        why_no_description=why,
    )


def _why_not(alt: str, caption: str, words: CaptionWords) -> str:
    """Return why the alternative text is not read, ``""`` where it is."""
    found = _words(alt)
    if not found:
        return ""
    if words is CaptionWords.CAPTION:
        return POLICY
    if len(found) < 2 or _FILE.fullmatch(alt.strip()):
        return NO_DESCRIPTION
    there = set(_words(caption))
    new = [word for word in found if word not in there]
    few = len(new) < MIN_NEW_WORDS or len(new) < NEW_SHARE * len(found)
    return REPEATS if few and words is CaptionWords.BOTH else ""


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())
