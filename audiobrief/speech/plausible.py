"""Is this sound the speech of these words? Catches engines that fail without saying so."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np

from audiobrief.sound.clip import Clip

QUIETEST_PEAK: Final = 0.01
"""-40 dBFS: speech whose greatest sample lies lower is silence or hum."""
MIN_MS_PER_SOUND: Final = 18
"""About 50 letters a second: three times the pace of the fastest intelligible speech."""
MAX_MS_PER_SOUND: Final = 600
"""A letter that takes longer is not being read, even where initials are spelt out."""
ALLOWANCE_MS: Final = 2_500
"""Any text may take this much more: single letters, and names of signs, are long."""
SHORT_MS: Final = 400
"""No text is held to its least length for less than this: short words may be swallowed."""
MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 192_000

_SYLLABIC: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]")
"""Scripts of which one character is a whole syllable: it counts for three letters."""


def fault(clip: Clip, text: str, speed: float = 1.0) -> str:
    """Return what is wrong with a trimmed take, as the end of a sentence; ``""`` if nothing is.

    The bounds are wide on purpose: they catch silence, truncation and a wrong sample rate (a factor
    of two or more in time), not bad speech.
    """
    if not MIN_RATE_HZ <= clip.rate_hz <= MAX_RATE_HZ:
        return f"its sample rate is {clip.rate_hz} Hz"
    if not clip.frames or float(np.abs(clip.samples).max()) < QUIETEST_PEAK:
        return "it is silent"
    length_ms = clip.frames * 1000 * speed / clip.rate_hz
    sounds = _sounds(text)
    if length_ms < sounds * MIN_MS_PER_SOUND - SHORT_MS:
        return f"{len(text.split())} words in {length_ms / 1000:.1f} seconds are too few"
    if length_ms > sounds * MAX_MS_PER_SOUND + ALLOWANCE_MS:
        return f"{len(text.split())} words in {length_ms / 1000:.1f} seconds are too many"
    return ""


def _sounds(text: str) -> int:
    letters = sum(unicodedata.category(each)[0] in "LN" for each in text)
    return letters + 2 * len(_SYLLABIC.findall(text))
