"""Reads words in Morse code (ITU-R M.1677-1), as an engine for audiobrief."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import SynthesisFailedError
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.pronunciation import respelled

RATE_HZ = 24_000
TONE_HZ = 600.0
DOT_FRAMES = round(RATE_HZ * 1.2 / 50)
"""Length of a dot at 50 words a minute (PARIS is 50 dots long)."""
EDGE_FRAMES = 96
"""Each tone rises and falls in 4 ms, so that it does not click."""

_SIGNS = """
a .-    b -...  c -.-.  d -..   e .     f ..-.  g --.   h ....  i ..    j .---  k -.-   l .-..
m --    n -.    o ---   p .--.  q --.-  r .-.   s ...   t -     u ..-   v ...-  w .--   x -..-
y -.--  z --..  0 ----- 1 .---- 2 ..--- 3 ...-- 4 ....- 5 ..... 6 -.... 7 --... 8 ---.. 9 ----.
""".split()  # noqa: SIM905, pairs in rows are a table that can be read
CODES = dict(zip(_SIGNS[::2], _SIGNS[1::2], strict=True))
LANGUAGES = "af ca cs da de en es et eu fi fr ga hr hu id it lt lv ms nl no pl pt ro sk sl sv sw tr"


class MorseEngine:
    """A letter is dots and dashes; a pace of 2 is 100 words a minute."""

    name: ClassVar[str] = "morse"
    online: ClassVar[bool] = False

    def __init__(self) -> None:
        # Part of the cache's keys: raise it when the same words will sound different.
        self.version = "1.0"

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the code, and a mark at the start of each word.

        Raises:
            SynthesisFailedError: There is no letter in the text that has a code.
        """
        text = respelled(utterance.text, utterance.pronunciations)
        dot = max(1, round(DOT_FRAMES / utterance.speed))
        pieces: list[NDArray[np.float32]] = []
        marks: list[Mark] = []
        frames = 0
        for word in text.split():
            code = " ".join(CODES[letter] for letter in _plain(word) if letter in CODES)
            if not code:
                continue
            marks.append(Mark(start_frames=frames, text=word))
            sound = _keyed(code, dot, TONE_HZ * utterance.pitch)
            pieces += [sound, np.zeros(7 * dot, np.float32)]
            frames += len(sound) + 7 * dot
        if not pieces:
            raise SynthesisFailedError(
                f"The voice morse has no code for {utterance.text[:60]!r}.", engine=self.name
            )
        return Clip(samples=np.concatenate(pieces), rate_hz=RATE_HZ), tuple(marks)

    def languages(self) -> frozenset[str] | None:
        """Return the languages that are written in these letters, with or without accents."""
        return frozenset(
            [
                "af",
                "ca",
                "cs",
                "da",
                "de",
                "en",
                "es",
                "et",
                "eu",
                "fi",
                "fr",
                "ga",
                "hr",
                "hu",
                "id",
                "it",
                "lt",
                "lv",
                "ms",
                "nl",
                "no",
            ]
        )


def _plain(word: str) -> str:
    """Return the letters without accents, in lower case."""
    parts = unicodedata.normalize("NFKD", word.lower())
    return re.sub(r"[^a-z0-9]", "", parts)


def _keyed(code: str, dot: int, tone_hz: float) -> NDArray[np.float32]:
    """Return the sound of dots, dashes and the spaces between letters."""
    pieces: list[NDArray[np.float32]] = []
    for sign in code:
        if sign == " ":
            pieces.append(np.zeros(2 * dot, np.float32))
            continue
        frames = dot if sign == "." else 3 * dot
        time_s = np.arange(frames) / RATE_HZ
        edge = np.minimum(1.0, np.minimum(np.arange(frames), np.arange(frames)[::-1]) / EDGE_FRAMES)
        tone = 0.3 * np.sin(2 * np.pi * tone_hz * time_s) * edge
        pieces += [tone.astype(np.float32), np.zeros(dot, np.float32)]
    return np.concatenate(pieces)
