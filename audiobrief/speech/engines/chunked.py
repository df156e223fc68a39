"""What voices share whose models take phonemes: chunks in, one sound and the times of words out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import SynthesisFailedError
from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.misaki import Speller, Word, chunks
from audiobrief.speech.model import Mark, Utterance

DURATION_FRAMES: Final = 600
"""Unit of the durations: 25 ms at 24 kHz (two spectrum frames of 300 samples)."""
LEAD_FRAMES: Final = 1_200
"""A word is heard 50 ms before its first phoneme begins by the durations: the median over 200 words
after pauses, at several paces and pitches; half of them lie within 20 ms of it."""

Synthesize = Callable[[list[Word]], tuple[NDArray[np.float32], list[int]]]
"""Takes a chunk; returns its samples, and the frame at which each word begins (if it is known)."""


def speak_chunks(
    utterance: Utterance, speller: Speller, synthesize: Synthesize, *, engine: str, rate_hz: int
) -> tuple[Clip, tuple[Mark, ...]]:
    """Return the speech, and a mark at the start of each word whose time is known.

    Raises:
        SynthesisFailedError: The text holds nothing, or something, that the voice cannot say.
    """
    parts: list[NDArray[np.float32]] = []
    marks: list[Mark] = []
    start_frames = 0
    for chunk in chunks(speller.sentences(utterance), utterance, engine):
        samples, starts = synthesize(chunk)
        parts.append(samples)
        marks += [
            Mark(start_frames=start_frames + frames, text=word.text)
            for word, frames in zip(chunk, starts, strict=False)
            if word.sounds
        ]
        start_frames += len(samples)
    samples = np.concatenate(parts)
    if not np.isfinite(samples).all():
        raise SynthesisFailedError(
            f"The voice {engine} gave no sound for {utterance.text[:60]!r}.", engine=engine
        )
    return Clip(samples=samples, rate_hz=rate_hz), tuple(marks)


def word_starts(durations: NDArray[np.float32] | None, first: list[int], frames: int) -> list[int]:
    """Return the frame at which each word begins; nothing where the durations do not fit the sound.

    Args:
        durations: Of each phoneme, in units of ``DURATION_FRAMES``; None where they are not known.
        first: Place of each word's first phoneme.
        frames: Length of the sound.
    """
    if durations is None or int(durations.sum()) * DURATION_FRAMES != frames:
        return []  # No time is better than a wrong one.
    begins = np.concatenate([[0], np.cumsum(durations)]) * DURATION_FRAMES
    return [max(0, int(begins[index]) - LEAD_FRAMES) for index in first]
