"""The peak between the samples: four-fold interpolation (ITU-R BS.1770-4, annex 2)."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

FRAME: Final = 48
"""Samples whose peak is found together: about 1 ms at 44.1 kHz."""

REACH: Final = 12
"""Samples on either side that take part in an interpolated value."""

MARGIN: Final = 0.5
"""Under this part of a level, samples of sound hide no peak of that level between them (6 dB: a
sine at a quarter of the sample rate hides 3, only signs that follow the kernel would hide 7)."""


_Numbers = NDArray[np.intp]
_Levels = NDArray[np.float32]


def _weights(phase: int) -> NDArray[np.float64]:
    """Return the weights of 2 * REACH samples in the value ``phase`` quarters behind the middle."""
    distance = np.arange(1 - REACH, REACH + 1) - phase / 4
    weights: NDArray[np.float64] = np.sinc(distance)
    weights *= 0.5 + 0.5 * np.cos(np.pi * distance / (REACH + 0.5))
    weights /= weights.sum()
    return weights


def _kernel() -> NDArray[np.float32]:
    """Return the matrix that takes FRAME samples and their neighbours to 3 * FRAME values.

    The values lie at a quarter, a half and three quarters of the way to the next sample; each
    column is a sinc under a raised-cosine window.
    """
    kernel = np.zeros((FRAME + 2 * REACH, 3 * FRAME))
    for phase in (1, 2, 3):
        weights = _weights(phase)
        for sample in range(FRAME):
            rows = slice(sample + 1, sample + 1 + 2 * REACH)
            kernel[rows, (phase - 1) * FRAME + sample] = weights
    return kernel.astype(np.float32)


def _bulge() -> float:
    """Return by how much of the greatest bend beside it a value may leave the line.

    Each interpolated value is a point on the line between its two neighbours, and a sum over the
    second differences of the samples: what is left when the line's weights are taken from its own
    has neither a sum nor a moment, and so is the second difference of something. The sum of that
    something's absolute values is the bound; no signal passes it.
    """
    most = 0.0
    for phase in (1, 2, 3):
        left = _weights(phase)
        along = float(left @ np.arange(1 - REACH, REACH + 1))
        left[REACH - 1 : REACH + 1] -= 1 - along, along
        most = max(most, float(np.abs(np.cumsum(np.cumsum(left))).sum()))
    return most


_KERNEL: Final = _kernel()
_WINDOW: Final = np.arange(-REACH, FRAME + REACH)
_AT_ONCE: Final = 512
"""Frames that are interpolated at once: their values take 0.3 MB, and stay in the cache."""
_BULGE: Final = np.float32(_bulge())


def frames_over(samples: NDArray[np.float32], level: float) -> tuple[_Numbers, _Levels]:
    """Return which frames have a true peak over a level, and these peaks.

    Args:
        samples: Shape (2 * REACH + frames * FRAME,): whole frames, and ``REACH`` samples on both
            sides.
        level: Linear, not negative.

    Returns:
        Numbers of frames, rising, and a peak for each, linear; shapes (frames over the level,).
    """
    size = sample_peaks(samples[REACH:-REACH])
    numbers = np.nonzero(size > level * MARGIN)[0]
    if len(numbers):
        windows = samples[(REACH + numbers * FRAME)[:, None] + _WINDOW]
        numbers, windows = _suspects(numbers, windows, size[numbers], level)
    if not len(numbers):
        return numbers, np.zeros(0, dtype=np.float32)
    peaks = np.maximum(size[numbers], _between(windows))
    over = peaks > level
    return numbers[over], peaks[over]


def _suspects(
    numbers: _Numbers, windows: NDArray[np.float32], size: _Levels, level: float
) -> tuple[_Numbers, NDArray[np.float32]]:
    """Return those frames, and their windows, that bend enough to have a peak over the level.

    Most of loud speech goes so straight from sample to sample that nothing can hide between: this
    look spares most of the interpolation.
    """
    bends = windows[:, 1:-1] * np.float32(-2)
    bends += windows[:, 2:]
    bends += windows[:, :-2]
    most = np.maximum(size, np.abs(windows[:, REACH + FRAME]))
    most += np.abs(bends, out=bends).max(axis=1) * _BULGE
    suspect = most > level
    return numbers[suspect], windows[suspect]


def sample_peaks(samples: NDArray[np.float32]) -> _Levels:
    """Return the greatest absolute sample of each frame; shape (frames * FRAME,) -> (frames,)."""
    if not len(samples):
        return np.zeros(0, dtype=np.float32)
    starts = np.arange(0, len(samples), FRAME)
    peaks: _Levels = np.maximum.reduceat(np.abs(samples), starts)
    return peaks


def frame_peaks(samples: NDArray[np.float32], starts: _Numbers) -> _Levels:
    """Return the true peak of each frame of ``FRAME`` samples that begins at these indexes.

    Args:
        samples: Shape (n,); it reaches ``REACH`` samples beyond the frames on both sides.
        starts: Indexes into it, shape (frames,).

    Returns:
        Shape (frames,), linear, not negative.
    """
    windows = samples[starts[:, None] + _WINDOW]
    at = np.abs(windows[:, REACH : REACH + FRAME]).max(axis=1)
    peaks: _Levels = np.maximum(_between(windows), at)
    return peaks


def _between(windows: NDArray[np.float32]) -> _Levels:
    """Return the greatest absolute value between the samples of each window's frame."""
    between = np.empty(len(windows), dtype=np.float32)
    for start in range(0, len(windows), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        between[some] = np.abs(windows[some] @ _KERNEL).max(axis=1)
    return between


class TruePeak:
    """The greatest true peak of a stream, and which of its frames are over a level.

    Args:
        level: Linear; without it no frame is told.
    """

    def __init__(self, level: float = math.inf) -> None:
        self._level = level
        self._peak = 0.0
        self._held = np.zeros(REACH, dtype=np.float32)
        self._first = 0
        self._over: dict[int, float] = {}

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, shape (n,)."""
        held = np.concatenate([self._held, samples])
        count = max(0, (len(held) - 2 * REACH) // FRAME)
        if count:
            self._judge(held[: 2 * REACH + count * FRAME])
        self._first += count
        self._held = held[count * FRAME :].copy()

    def value(self) -> float:
        """Return the greatest true peak of all that was added, linear; the stream ends here."""
        self.add(np.zeros(FRAME + 2 * REACH, dtype=np.float32))
        return self._peak

    def over(self) -> dict[int, float]:
        """Return number of the frame (of ``FRAME`` samples) -> its peak; the stream ends here."""
        self.value()
        return self._over

    def _judge(self, held: NDArray[np.float32]) -> None:
        # No peak is under the greatest sample, so that few frames of the first block are judged.
        self._peak = self._peak or float(np.abs(held).max())
        numbers, peaks = frames_over(held, min(self._level, self._peak))
        self._peak = float(peaks.max(initial=self._peak))
        over = peaks > self._level
        found = zip((self._first + numbers[over]).tolist(), peaks[over].tolist(), strict=True)
        self._over.update(found)
