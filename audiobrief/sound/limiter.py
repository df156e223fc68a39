"""A look-ahead limiter for the true peak, as a stream.

Speech that is brought to -16 LUFS would pass the ceiling by 5 to 10 dB for moments. The limiter
finds the gain that each frame of 1 ms needs, lets it recover at a steady slope, and averages the
result over a window that opens before the peak arrives. What is under the ceiling, and not beside a
peak, passes bit for bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.sound.clip import factor
from audiobrief.sound.truepeak import FRAME, MARGIN, REACH, frame_peaks

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


class Limiter:
    """Keeps the true peak of a mono stream under a ceiling.

    Frames go in and the same number come out; ``add`` lags behind, and ``rest`` gives what is held.

    Args:
        ceiling_dbtp: Ceiling of the true peak.
        rate_hz: Sample rate.
    """

    def __init__(self, ceiling_dbtp: float, rate_hz: int) -> None:
        self._ceiling = np.float32(factor(ceiling_dbtp))
        self._release_db = _RELEASE_DB_PER_SECOND * FRAME / rate_hz
        self._reach = max(1, round(_REACH_SECONDS * rate_hz / FRAME))
        # The lowest gain is held one frame longer than is averaged, as the gain slides from one
        # frame's to the next's.
        self._hold = self._reach + 1
        # Frames that must be known beyond the one that is let through.
        self._beyond = self._reach + self._hold + 1
        # Samples from REACH before the frame that is judged next; zeros stand before the start.
        self._ahead = np.zeros(REACH, dtype=np.float32)
        # Samples of frames that are judged and not yet let through, and the gains in decibels of
        # those frames and of as many before them as the window looks back to.
        self._held = np.zeros(0, dtype=np.float32)
        self._gains_db = np.zeros(self._beyond, dtype=np.float32)
        self._last_db = 0.0
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
        gains_db = np.concatenate([self._gains_db, self._needed_db(ahead, fresh)])
        held = np.concatenate([self._held, fresh])
        self._ahead = ahead[count * FRAME :].copy()
        ready = max(0, len(held) // FRAME - self._beyond)
        let_through = self._limited(held[: ready * FRAME], gains_db)
        self._held = held[ready * FRAME :].copy()
        self._gains_db = gains_db[ready:].copy()
        self._given += len(let_through)
        return let_through

    def _needed_db(
        self, ahead: NDArray[np.float32], fresh: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the gain in decibels, not above 0, that each fresh frame may have at most."""
        frames = np.abs(fresh).reshape(-1, FRAME).max(axis=1) if len(fresh) else fresh
        needed = np.zeros(len(frames), dtype=np.float32)
        hot = np.nonzero(frames > self._ceiling * np.float32(MARGIN))[0]
        if len(hot):
            peaks = frame_peaks(ahead, REACH + hot * FRAME)
            needed[hot] = np.minimum(0.0, 20 * np.log10(self._ceiling / peaks))
        if not len(needed) or (not len(hot) and not self._last_db):
            return needed
        # The slope as a running minimum: g[k] = min(needed[k], g[k - 1] + release).
        slope = np.arange(1, len(needed) + 1) * self._release_db
        lowest = np.minimum.accumulate(np.minimum(needed - slope, self._last_db))
        gains: NDArray[np.float32] = np.minimum(lowest + slope, 0.0).astype(np.float32)
        self._last_db = float(gains[-1])
        return gains

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
        gains = np.power(np.float32(10), near * np.float32(0.05))
        held = np.lib.stride_tricks.sliding_window_view(gains, 2 * self._hold + 1).min(axis=1)
        windows = np.lib.stride_tricks.sliding_window_view(held, 2 * self._reach + 1)
        smooth = windows.mean(axis=1, dtype=np.float32)
        edges = (smooth[:-1] + smooth[1:]) / 2
        slide = ((np.arange(FRAME) + 0.5) / FRAME).astype(np.float32)
        start, step = edges[:count, None], np.diff(edges)[:count, None]
        self._note(smooth[1 : count + 1])
        limited: NDArray[np.float32] = samples.reshape(count, FRAME) * (start + step * slide)
        return limited.reshape(-1)

    def _note(self, gains: NDArray[np.float32]) -> None:
        """Count the reduction of these frames."""
        reduced_db = -20 * np.log10(gains)
        at_work = reduced_db[reduced_db > _AT_WORK_DB]
        if len(at_work):
            cells = np.minimum((at_work * _STEPS_PER_DB).astype(np.intp), len(self._counts) - 1)
            np.add.at(self._counts, cells, 1)
            self._greatest_db = max(self._greatest_db, float(at_work.max()))
