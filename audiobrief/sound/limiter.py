"""A look-ahead limiter for the true peak, as a stream.

Speech that is brought to -16 LUFS would pass the ceiling by 5 to 10 dB for moments. The limiter
finds the gain that each frame of 1 ms needs, lets it recover at a steady slope, and averages the
result over a window that opens before the peak arrives. What is under the ceiling, and not beside a
peak, passes bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip, factor
from audiobrief.sound.loudness import power_lufs, weighted_power
from audiobrief.sound.truepeak import FRAME, MARGIN, REACH, frame_peaks, frames_over, sample_peaks

_REACH_SECONDS: Final = 0.0055
"""The gain is averaged over so much time on either side."""

_RELEASE_DB_PER_SECOND: Final = 120.0
"""How fast the gain comes back: 6 dB in 50 ms, slower than a period of the lowest voice."""

_STEPS_PER_DB: Final = 20
_AT_WORK_DB: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """How much a limiter took away while it was at work, in decibels, not negative."""

    median_db: float = 0.0
    percentile_95_db: float = 0.0
    greatest_db: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """The limiter's times in frames of ``FRAME`` samples, at one sample rate.

    Attributes:
        release_db: How much of the gain comes back in a frame.
        reach: Frames on either side over which the gain is averaged.
        hold: Frames on either side of which the lowest gain is taken: one more than is averaged, as
            the gain slides from one frame's to the next's.
        beyond: Frames that must be known beyond the one that is let through.
    """

    release_db: float
    reach: int
    hold: int
    beyond: int


def _times(rate_hz: int) -> _Times:
    reach = max(1, round(_REACH_SECONDS * rate_hz / FRAME))
    return _Times(
        release_db=_RELEASE_DB_PER_SECOND * FRAME / rate_hz,
        reach=reach,
        hold=reach + 1,
        beyond=2 * reach + 2,
    )


class Limiter:
    """Keeps the true peak of a mono stream under a ceiling.

    Frames go in and the same number come out; ``add`` lags behind, and ``rest`` gives what is held.

    Args:
        ceiling_dbtp: Ceiling of the true peak.
        rate_hz: Sample rate.
        eased_db: Number of a frame of ``FRAME`` samples -> decibels, not negative, that are taken
            off there beside what the ceiling asks for.
    """

    def __init__(
        self, ceiling_dbtp: float, rate_hz: int, eased_db: Mapping[int, float] | None = None
    ) -> None:
        self._ceiling = np.float32(factor(ceiling_dbtp))
        self._times = _times(rate_hz)
        self._beyond = self._times.beyond
        # Samples from REACH before the frame that is judged next; zeros stand before the start.
        self._ahead = np.zeros(REACH, dtype=np.float32)
        # Samples of frames that are judged and not yet let through, and the gains in decibels of
        # those frames and of as many before them as the window looks back to.
        self._held = np.zeros(0, dtype=np.float32)
        self._gains_db = np.zeros(self._beyond, dtype=np.float32)
        self._last_db = 0.0
        self._eased_db = eased_db or {}
        self._judged = 0
        self._taken = 0
        self._given = 0
        self._counts = np.zeros(120 * _STEPS_PER_DB, dtype=np.int64)
        self._greatest_db = 0.0

    def add(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next samples, shape (n,), and return those that are ready."""
        self._taken += len(samples)
        return self._passed(samples)

    def rest(self) -> NDArray[np.float32]:
        """Return the samples that are still held; the stream ends here."""
        tail = np.zeros((self._beyond + 2) * FRAME + REACH, dtype=np.float32)
        return self._passed(tail)[: self._taken - self._given]

    @property
    def reduction(self) -> Reduction:
        """Gain reduction so far, over the frames in which there was any."""
        ranks = np.cumsum(self._counts)
        if not ranks[-1]:
            return Reduction()
        median, high = (
            float(np.searchsorted(ranks, math.ceil(ranks[-1] * part))) / _STEPS_PER_DB
            for part in (0.5, 0.95)
        )
        return Reduction(
            median_db=median, percentile_95_db=high, greatest_db=round(self._greatest_db, 2)
        )

    def _passed(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Judge the frames that are whole, and return those whose neighbours are known."""
        ahead = np.concatenate([self._ahead, samples])
        count = max(0, (len(ahead) - 2 * REACH) // FRAME)
        fresh = ahead[REACH : REACH + count * FRAME]
        judged = ahead[: 2 * REACH + count * FRAME]
        gains_db = np.concatenate([self._gains_db, self._needed_db(judged, count)])
        held = np.concatenate([self._held, fresh])
        self._ahead = ahead[count * FRAME :].copy()
        ready = max(0, len(held) // FRAME - self._beyond)
        let_through = self._limited(held[: ready * FRAME], gains_db)
        self._held = held[ready * FRAME :].copy()
        self._gains_db = gains_db[ready:].copy()
        self._given += len(let_through)
        return let_through

    def _needed_db(self, ahead: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        """Return the gain in decibels, not above 0, that each fresh frame may have at most."""
        needed = np.zeros(count, dtype=np.float32)
        if count:
            over, peaks = frames_over(ahead, float(self._ceiling))
            needed[over] = 20 * np.log10(self._ceiling / peaks)
        needed -= self._easing(len(needed))
        if not len(needed) or (not needed.any() and not self._last_db):
            return needed
        gains = _recovering(needed, self._last_db, self._times.release_db)
        self._last_db = float(gains[-1])
        return gains

    def _easing(self, count: int) -> NDArray[np.float32]:
        """Return what is taken off the next frames beside what they need."""
        first, self._judged = self._judged, self._judged + count
        if not self._eased_db:
            return np.zeros(count, dtype=np.float32)
        frames = range(first, first + count)
        return np.array([self._eased_db.get(each, 0.0) for each in frames], dtype=np.float32)

    def _limited(
        self, samples: NDArray[np.float32], gains_db: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the samples of whole frames under their gains.

        The gains start earlier than the samples, by the frames that are looked back to.
        """
        count = len(samples) // FRAME
        near = gains_db[: count + 2 * self._beyond]
        if not count or not near.min():
            return samples
        smooth = _smoothed(near, self._times)
        edges = (smooth[:-1] + smooth[1:]) * np.float32(0.5)
        slide = ((np.arange(FRAME) + 0.5) / FRAME).astype(np.float32)
        start, step = edges[:count, None], np.diff(edges)[:count, None]
        self._note(smooth[1 : count + 1])
        factors: NDArray[np.float32] = (start + step * slide).astype(np.float32, copy=False)
        return (samples.reshape(count, FRAME) * factors).reshape(-1)

    def _note(self, gains: NDArray[np.float32]) -> None:
        """Count the reduction of these frames."""
        reduced_db = -20 * np.log10(gains)
        at_work = reduced_db[reduced_db > _AT_WORK_DB]
        if len(at_work):
            cells = np.minimum((at_work * _STEPS_PER_DB).astype(np.intp), len(self._counts) - 1)
            np.add.at(self._counts, cells, 1)
            self._greatest_db = max(self._greatest_db, float(at_work.max()))


class Rehearsal:
    """What the limiter would take from a sound at one gain or another, without limiting it.

    The sound is analysed once; then the answer for a gain takes little more than a look at each
    frame. The gain moves so slowly against the weighting that it may be applied to the weighted
    power: the answer differs from that of ``Limiter`` and ``Meter`` by less than 0.02 LU.
    """

    def __init__(self, sound: Clip) -> None:
        count = -(-sound.frames // FRAME)
        self._rate_hz = sound.rate_hz
        self._samples = np.zeros(count * FRAME + 2 * REACH, dtype=np.float32)
        self._samples[REACH : REACH + sound.frames] = sound.samples
        self._power = weighted_power(sound, FRAME)
        self._at_samples = sample_peaks(self._samples[REACH:-REACH])
        self._peaks = np.zeros(count, dtype=np.float32)

    def limited_lufs(self, gain_db: float, ceiling_dbtp: float) -> float:
        """Return the integrated loudness of the sound after this gain and a limiter."""
        level = np.float32(factor(gain_db))
        smooth = self._gains(np.float32(factor(ceiling_dbtp)) / level)
        powers = self._power * np.square(smooth * level)
        return power_lufs(powers, self._rate_hz, together=FRAME)

    def _gains(self, ceiling: np.float32) -> NDArray[np.float32]:
        """Return the factor of each frame under a ceiling for the sound as it is."""
        hot = self._at_samples > ceiling * np.float32(MARGIN)
        unknown = np.nonzero(hot & (self._peaks == 0))[0]
        if len(unknown):
            self._peaks[unknown] = frame_peaks(self._samples, REACH + unknown * FRAME)
        needed = np.zeros(len(hot), dtype=np.float32)
        needed[hot] = np.minimum(0.0, 20 * np.log10(ceiling / self._peaks[hot]))
        times = _times(self._rate_hz)
        gains = _recovering(needed, 0.0, times.release_db)
        return _smoothed(np.pad(gains, times.beyond), times)[1:-1]


def _recovering(
    needed_db: NDArray[np.float32], last_db: float, release_db: float
) -> NDArray[np.float32]:
    """Return gains that fall at once and come back slowly: min(needed, the last one + release)."""
    slope = np.arange(1, len(needed_db) + 1) * release_db
    lowest = np.minimum.accumulate(np.minimum(needed_db - slope, last_db))
    gains: NDArray[np.float32] = np.minimum(lowest + slope, 0.0).astype(np.float32)
    return gains


def _smoothed(gains_db: NDArray[np.float32], times: _Times) -> NDArray[np.float32]:
    """Return factors without steps, none above a gain near it; ``beyond - 1`` fewer at each end."""
    gains = np.power(np.float32(10), gains_db * np.float32(0.05))
    held = _slid(np.minimum, gains, 2 * times.hold + 1)
    return _slid(np.add, held, 2 * times.reach + 1) / np.float32(2 * times.reach + 1)


def _slid(join: np.ufunc, values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Return ``join`` over each run of ``width`` values, in a few passes: by runs of 1, 2, 4, 8."""
    runs = {1: values}
    size = 1
    while 2 * size <= width:
        runs[2 * size] = join(runs[size][:-size], runs[size][size:])
        size *= 2
    joined, done = runs[size], size
    for size in sorted(runs, reverse=True):
        if done + size <= width:
            count = len(values) - done - size + 1
            joined, done = join(joined[:count], runs[size][done:][:count]), done + size
    return joined
