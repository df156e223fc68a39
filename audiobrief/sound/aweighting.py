"""Sound levels as a person hears them in a quiet room: A-weighted decibels (IEC 61672-1).

WCAG 2.2 compares speech with what lies under it by ordinary decibels of sound level, which meters
give A-weighted.
"""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip, frames_in
from audiobrief.sound.loudness import decibels

_POLES_HZ: Final = (20.598997, 107.65265, 737.86223, 12194.217)
_AT_1_KHZ_DB: Final = 2.0
"""What the curve is raised by, so that 1 kHz is left as it is."""


def a_weighted_db(clip: Clip, window_ms: int) -> NDArray[np.float64]:
    """Return the A-weighted level of each window of a clip in dBFS, shape (windows,), one at least.

    A full-scale sine of 1 kHz reads -3 dB. What is left over at the end counts as a window of its
    own where it is longer than half of one, and the whole of a shorter clip is one window.
    """
    size = frames_in(window_ms, clip.rate_hz)
    count = max(1, (clip.frames + size // 2) // size)
    padded = np.zeros(count * size, dtype=np.float32)
    kept = clip.samples[: len(padded)]
    padded[: len(kept)] = kept
    spectra = np.fft.rfft(padded.reshape(count, size))
    powers = np.square(np.abs(spectra)) * _curve(size, clip.rate_hz)
    lengths = np.full(count, size)
    lengths[-1] = max(1, len(kept) - (count - 1) * size)
    squares = 2 * powers.sum(axis=1) / (size * lengths)
    return np.array([decibels(float(np.sqrt(square))) for square in squares])


@functools.cache
def _curve(size: int, rate_hz: int) -> NDArray[np.float64]:
    """Return the factor of each bin's power."""
    squared = np.square(np.fft.rfftfreq(size, 1 / rate_hz))
    low, second, third, high = (pole**2 for pole in _POLES_HZ)
    response = (
        high
        * np.square(squared)
        / ((squared + low) * np.sqrt((squared + second) * (squared + third)) * (squared + high))
    )
    curve: NDArray[np.float64] = np.square(response) * 10 ** (_AT_1_KHZ_DB / 10)
    return curve
