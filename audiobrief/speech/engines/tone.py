"""Beeps of known length, one for each word: for tests, and to hear the shape of an episode.

A word of more than 16 letters counts for several, and so does each sign of a script that writes no
spaces, so that the length stays near that of speech.
"""

from __future__ import annotations

import re
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import SynthesisFailedError
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Mark, Utterance

RATE_HZ: Final = 24_000
BEEP_FRAMES: Final = 7_200
"""300 ms a word with its gap: 200 words a minute, the pace of a fast newsreader."""
GAP_FRAMES: Final = 1_200
"""Silence between two beeps: 50 ms; there is none after the last."""
TONE_HZ: Final = 440.0
_LEVEL: Final = 0.25
_EDGE_FRAMES: Final = 120
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u9fff"
_PIECES: Final = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]{{1,16}}")


def tone_frames(text: str, speed: float = 1.0) -> int:
    """Return the length in frames (24 kHz) of the beeps for this text; 0 without a word."""
    words = len(_beeps(text))
    return words * _step_frames(speed) - GAP_FRAMES if words else 0


class ToneEngine:
    """A beep for each word. The pitch factor moves its tone."""

    name: ClassVar[str] = "tone"
    online: ClassVar[bool] = False

    def __init__(self) -> None:
        self.version = "1"

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the beeps, and a mark at the start of each."""
        words = _beeps(utterance.text)
        if not words:
            raise SynthesisFailedError(
                f"There are no words in {utterance.text!r}; nothing can be spoken.",
                engine=self.name,
            )
        step_frames = _step_frames(utterance.speed)
        beep = _beep(step_frames - GAP_FRAMES, TONE_HZ * utterance.pitch)
        samples = np.zeros(tone_frames(utterance.text, utterance.speed), np.float32)
        starts = [index * step_frames for index in range(len(words))]
        for start in starts:
            samples[start : start + len(beep)] = beep
        marks = tuple(
            Mark(start_frames=start, text=word) for start, word in zip(starts, words, strict=True)
        )
        return Clip(samples=samples, rate_hz=RATE_HZ), marks

    def languages(self) -> frozenset[str] | None:
        """Return None: it beeps in any language."""
        return None


def _beeps(text: str) -> list[str]:
    """Return what each beep stands for."""
    return [piece for piece in _PIECES.findall(text) if re.search(r"\w", piece)]


def _step_frames(speed: float) -> int:
    return GAP_FRAMES + round((BEEP_FRAMES - GAP_FRAMES) / speed)


def _beep(frames: int, tone_hz: float) -> NDArray[np.float32]:
    """Return one beep whose edges rise and fall, so that it does not click."""
    time_s = np.arange(frames) / RATE_HZ
    ramp = np.minimum(1.0, np.arange(frames) / _EDGE_FRAMES)
    beep = _LEVEL * np.sin(2 * np.pi * tone_hz * time_s) * np.minimum(ramp, ramp[::-1])
    return beep.astype(np.float32)
