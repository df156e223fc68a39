"""Sample rates: the room of soxr."""

from __future__ import annotations

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip

QUALITY: Final = "HQ"
"""98 dB of signal to noise and more up to 10 kHz; it costs no more than the lower grades."""


def resampled_frames(frames: int, from_hz: int, to_hz: int) -> int:
    """Return how long a sound is at another rate, rounded to the nearest frame."""
    return (2 * frames * to_hz + from_hz) // (2 * from_hz)


class Resampler:
    """Takes a mono stream from one rate to another; its length is exact to the frame.

    The output has neither delay nor tail: its first frame stands for the first of the input, and in
    all there are ``resampled_frames`` of the input's frames.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._from_hz = from_hz
        self._to_hz = to_hz
        self._taken = 0
        self._given = 0
        self._stream = (
            None
            if from_hz == to_hz
            else soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality=QUALITY)
        )

    def add(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next samples, shape (n,), and return those that are ready."""
        self._taken += len(samples)
        if self._stream is None:
            return samples
        return self._counted(self._stream.resample_chunk(samples))

    def rest(self) -> NDArray[np.float32]:
        """Return the samples that are still to come; the stream ends here."""
        empty = np.zeros(0, dtype=np.float32)
        if self._stream is None:
            return empty
        last = self._counted(self._stream.resample_chunk(empty, last=True))
        missing = resampled_frames(self._taken, self._from_hz, self._to_hz) - self._given
        return np.concatenate([last, np.zeros(missing, dtype=np.float32)]) if missing else last

    def _counted(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return no more samples than the input so far accounts for."""
        due = resampled_frames(self._taken, self._from_hz, self._to_hz) - self._given
        kept = samples[:due]
        self._given += len(kept)
        return kept


def resample(clip: Clip, rate_hz: int) -> Clip:
    """Return the clip at another sample rate, ``resampled_frames`` long."""
    if clip.rate_hz == rate_hz:
        return clip
    stream = Resampler(clip.rate_hz, rate_hz)
    samples = np.concatenate([stream.add(clip.samples), stream.rest()])
    return Clip(samples=samples, rate_hz=rate_hz)
