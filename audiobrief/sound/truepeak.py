"""The peak between the samples: four-fold interpolation (ITU-R BS.1770-4, annex 2)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FRAME: Final = 48
"""Samples whose peak is found together: about 1 ms at 44.1 kHz."""

REACH: Final = 12
"""Samples on either side that take part in an interpolated value."""

MARGIN: Final = 0.5
"""Under this part of a level, samples cannot hide a peak of that level between them (6 dB: a sine
at a quarter of the sample rate hides 3 dB)."""


def _kernel() -> NDArray[np.float32]:
    """Return the matrix that takes FRAME samples and their neighbours to 3 * FRAME values.

    The values lie at a quarter, a half and three quarters of the way to the next sample; each
    column is a sinc under a raised-cosine window.
    """
    kernel = np.zeros((FRAME + 2 * REACH, 3 * FRAME))
    taps = np.arange(1 - REACH, REACH + 1)
    for phase in (1, 2, 3):
        distance = taps - phase / 4
        weights = np.sinc(distance) * (0.5 + 0.5 * np.cos(np.pi * distance / (REACH + 0.5)))
        weights /= weights.sum()
        for sample in range(FRAME):
            rows = slice(sample + 1, sample + 1 + 2 * REACH)
            kernel[rows, (phase - 1) * FRAME + sample] = weights
    return kernel.astype(np.float32)


_KERNEL: Final = _kernel()
_WINDOW: Final = np.arange(-REACH, FRAME + REACH)


def frame_peaks(samples: NDArray[np.float32], starts: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the true peak of each frame of ``FRAME`` samples that begins at these indexes.

    Args:
        samples: Shape (n,); it reaches ``REACH`` samples beyond the frames on both sides.
        starts: Indexes into it, shape (frames,).

    Returns:
        Shape (frames,), linear, not negative.
    """
    windows = samples[starts[:, None] + _WINDOW]
    between = np.abs(windows @ _KERNEL).max(axis=1)
    at = np.abs(windows[:, REACH : REACH + FRAME]).max(axis=1)
    peaks: NDArray[np.float32] = np.maximum(between, at)
    return peaks


class TruePeak:
    """The greatest true peak of a stream; interpolates only where it could be."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._held = np.zeros(REACH, dtype=np.float32)

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, shape (n,)."""
        if not len(samples):
            return
        self._peak = max(self._peak, float(np.abs(samples).max()))
        held = np.concatenate([self._held, samples])
        count = (len(held) - 2 * REACH) // FRAME
        if count > 0:
            self._judge(held, count)
            held = held[count * FRAME :]
        self._held = held.copy()

    def value(self) -> float:
        """Return the greatest true peak of all that was added, linear."""
        held = np.concatenate([self._held, np.zeros(FRAME + 2 * REACH, dtype=np.float32)])
        self._judge(held, (len(held) - 2 * REACH) // FRAME)
        return self._peak

    def _judge(self, held: NDArray[np.float32], count: int) -> None:
        frames = np.abs(held[REACH : REACH + count * FRAME]).reshape(count, FRAME).max(axis=1)
        hot = np.nonzero(frames > self._peak * MARGIN)[0]
        if len(hot):
            self._peak = max(self._peak, float(frame_peaks(held, REACH + hot * FRAME).max()))


class FramesOver(TruePeak):
    """Finds the frames of a stream whose true peak is over a level, and the greatest of all.

    Args:
        level: Linear.
    """

    def __init__(self, level: float) -> None:
        super().__init__()
        self._level = level
        self._first = 0
        self._over: dict[int, float] = {}

    def over(self) -> dict[int, float]:
        """Return number of the frame (of ``FRAME`` samples) -> its peak; the stream ends here."""
        self.value()
        return self._over

    def _judge(self, held: NDArray[np.float32], count: int) -> None:
        super()._judge(held, count)
        frames = np.abs(held[REACH : REACH + count * FRAME]).reshape(count, FRAME).max(axis=1)
        hot = np.nonzero(frames > self._level * MARGIN)[0]
        if len(hot):
            peaks = frame_peaks(held, REACH + hot * FRAME)
            found = zip((self._first + hot).tolist(), peaks.tolist(), strict=True)
            self._over.update({number: peak for number, peak in found if peak > self._level})
        self._first += count
