"""A clip of sound in memory, and the few things that are done to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MARGIN_MS: Final = 30
"""Silence that trimming leaves at each end: the release of a final plosive and a soft onset."""

QUIET_DBFS: Final = -62.0
"""Below this a stretch counts as silent in any clip: the noise floor of the embedded voice."""

QUIET_BELOW_PEAK_DB: Final = 50.0
"""Below the loudest stretch by this much a stretch counts as silent. The weakest speech sounds,
the fricatives of "thin" and "fan", lie 30 to 45 dB below the vowels."""

_STRETCH_MS: Final = 5

_CLICK_MS, _CLICK_ALONE_MS = 10, 200
"""What is no longer, and stands so far from all else at an end, is a click: the release of a final
plosive comes within 150 ms."""

_OFFSET: Final = 0.001
"""A constant offset above it (-60 dBFS) is taken out."""

_MEDIAN_OF_EVERY: Final = 8
"""The median of every eighth sample of speech is that of all to a hundredth of the noise, for a
tenth of the work."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """Mono sound in memory.

    Attributes:
        samples: float32, shape (frames,), nominally -1.0 to 1.0; made read-only.
        rate_hz: Sample rate.

    Raises:
        ValueError: The samples have another type or shape, or hold NaN or infinity.
    """

    samples: NDArray[np.float32]
    rate_hz: int

    def __post_init__(self) -> None:
        if self.samples.dtype != np.float32 or self.samples.ndim != 1:
            raise ValueError(f"samples are {self.samples.dtype}, {self.samples.ndim} dimensions")
        if self.rate_hz <= 0:
            raise ValueError(f"rate_hz is {self.rate_hz}")
        if not np.isfinite(self.samples).all():
            raise ValueError("samples hold NaN or infinity")
        self.samples.setflags(write=False)

    @property
    def frames(self) -> int:
        """Length in sample frames."""
        return len(self.samples)


def frames_in(ms: int, rate_hz: int) -> int:
    """Return milliseconds as whole sample frames, rounded to the nearest."""
    return (ms * rate_hz + 500) // 1000


def factor(gain_db: float) -> float:
    """Return decibels as the factor by which samples are multiplied."""
    return float(10.0 ** (gain_db / 20.0))


def silence(*, frames: int, rate_hz: int) -> Clip:
    """Return a clip of zeros."""
    return Clip(samples=np.zeros(frames, dtype=np.float32), rate_hz=rate_hz)


def join(clips: Sequence[Clip]) -> Clip:
    """Return the clips one after the other.

    Raises:
        ValueError: There is no clip, or their rates differ.
    """
    rates = {clip.rate_hz for clip in clips}
    if len(rates) != 1:
        raise ValueError(f"clips to be joined share one rate, not {sorted(rates)}")
    return Clip(samples=np.concatenate([clip.samples for clip in clips]), rate_hz=rates.pop())


def gain(clip: Clip, gain_db: float) -> Clip:
    """Return the clip louder (or softer, below 0) by this many decibels; nothing is cut off."""
    return Clip(samples=clip.samples * np.float32(factor(gain_db)), rate_hz=clip.rate_hz)


def fade(clip: Clip, *, in_ms: int = 5, out_ms: int = 5) -> Clip:
    """Return the clip with raised-cosine fades, shortened where they would meet."""
    samples = clip.samples.copy()
    for ms, piece in ((in_ms, samples), (out_ms, samples[::-1])):
        frames = min(frames_in(ms, clip.rate_hz), clip.frames // 2)
        piece[:frames] *= ramp(frames)
    return Clip(samples=samples, rate_hz=clip.rate_hz)


def ramp(frames: int) -> NDArray[np.float32]:
    """Return the factors of a raised-cosine fade-in, between 0.0 and 1.0, shape (frames,)."""
    phase = (np.arange(frames) + 0.5) / max(frames, 1)
    return (0.5 - 0.5 * np.cos(np.pi * phase)).astype(np.float32)


def trim_silence(clip: Clip, margin_ms: int = MARGIN_MS) -> Clip:
    """Return the clip without the silence at its ends, but for a margin.

    A stretch of 5 ms is silent below ``QUIET_DBFS``, or where it lies ``QUIET_BELOW_PEAK_DB`` under
    the loudest one; a constant offset is not counted as sound. Only the ends are cut. Of a clip
    without any sound nothing is left: it comes back with no frames. A click that stands alone at an
    end is silence too.
    """
    sounding = _without_clicks(_sounding_stretches(clip))
    if not len(sounding):
        return Clip(samples=clip.samples[:0], rate_hz=clip.rate_hz)
    stretch = _stretch_frames(clip.rate_hz)
    margin = frames_in(margin_ms, clip.rate_hz)
    start = max(0, int(sounding[0]) * stretch - margin)
    end = min(clip.frames, (int(sounding[-1]) + 1) * stretch + margin)
    return Clip(samples=clip.samples[start:end], rate_hz=clip.rate_hz)


def frames_before(clip: Clip, kept: Clip) -> int:
    """Return how much ``trim_silence`` cut off the beginning of a clip; 0 where nothing is left.

    Raises:
        ValueError: The samples are copies: where they began is not known.
    """
    if not kept.frames:
        return 0
    if not np.shares_memory(clip.samples, kept.samples):
        raise ValueError("trimmed samples are a copy: where they began is not known")
    starts = [each.samples.__array_interface__["data"][0] for each in (clip, kept)]
    return int(starts[1] - starts[0]) // clip.samples.itemsize


def without_offset(clip: Clip) -> Clip:
    """Return the clip without a constant offset, which would click where it begins and ends."""
    # Some samples rule an offset out at little cost; of a tone they may be all alike, so that what
    # is taken out is the median of all.
    if not clip.frames or abs(float(np.median(clip.samples[::_MEDIAN_OF_EVERY]))) <= _OFFSET:
        return clip
    offset = np.median(clip.samples)
    if abs(float(offset)) <= _OFFSET:
        return clip
    return Clip(samples=clip.samples - np.float32(offset), rate_hz=clip.rate_hz)


def _without_clicks(sounding: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the stretches without a click before the first and after the last of the others."""
    for _ in range(2):
        gaps = np.nonzero(np.diff(sounding) * _STRETCH_MS > _CLICK_ALONE_MS)[0]
        if len(gaps) and (int(gaps[0]) + 1) * _STRETCH_MS <= _CLICK_MS:
            sounding = sounding[int(gaps[0]) + 1 :]
        sounding = sounding[::-1] * -1
    return sounding


def _sounding_stretches(clip: Clip) -> NDArray[np.intp]:
    """Return the indexes of the stretches of 5 ms that hold sound."""
    stretch = _stretch_frames(clip.rate_hz)
    count = -(-clip.frames // stretch)
    if not count:
        return np.zeros(0, dtype=np.intp)
    padded = np.zeros(count * stretch, dtype=np.float32)
    padded[: clip.frames] = clip.samples - np.median(clip.samples[::_MEDIAN_OF_EVERY])
    stretches = padded.reshape(count, stretch)
    power = np.einsum("ij,ij->i", stretches, stretches) / stretch
    threshold = max(10.0 ** (QUIET_DBFS / 10), power.max() * 10.0 ** (-QUIET_BELOW_PEAK_DB / 10))
    return np.nonzero(power > threshold)[0]


def _stretch_frames(rate_hz: int) -> int:
    return max(1, frames_in(_STRETCH_MS, rate_hz))
