"""Loudness by ITU-R BS.1770-4 and EBU R 128, as a stream, in constant memory."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip
from audiobrief.sound.truepeak import TruePeak
from audiobrief.sound.weighting import Weighting

ABSOLUTE_GATE_LUFS: Final = -70.0
"""Blocks below it do not count (BS.1770-4, annex 1); also what a silent clip reads here."""

SILENT_DBFS: Final = -120.0
"""What the peak of digital silence reads, in place of minus infinity."""

_RELATIVE_GATE_LU: Final = 10.0
_RANGE_GATE_LU: Final = 20.0
_RANGE_PERCENT: Final = (10, 95)
_STEPS_PER_LU: Final = 100
_CELLS: Final = 90 * _STEPS_PER_LU
_OFFSET_LU: Final = -0.691

_POWER_FRAMES: Final = 96_000
"""Frames that are weighted at once: a clip that is whole in memory would be there several times."""

_BINS_PER_SECOND: Final = 100
_HOP_BINS: Final = 10
_MOMENTARY_BINS: Final = 40
_SHORT_TERM_BINS: Final = 300


def _lufs(power: float) -> float:
    return _OFFSET_LU + 10 * math.log10(power) if power > 0 else -math.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


def decibels(level: float) -> float:
    """Return a linear level as decibels, ``SILENT_DBFS`` for what is lower still."""
    return max(SILENT_DBFS, 20 * math.log10(level)) if level > 0 else SILENT_DBFS


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How often blocks had which power, in steps of 0.01 LU: combines exactly, never grows.

    Attributes:
        counts: Blocks in each cell above the absolute gate, shape (cells,).
        powers: Sum of their mean squares, shape (cells,).
    """

    counts: NDArray[np.int64]
    powers: NDArray[np.float64]

    @classmethod
    def empty(cls) -> Distribution:
        """Return one without any block."""
        return cls(np.zeros(_CELLS, dtype=np.int64), np.zeros(_CELLS))

    def add(self, powers: NDArray[np.float64]) -> None:
        """Count blocks of these mean squares, shape (n,); those under the gate are left out."""
        powers = powers[powers >= _power(ABSOLUTE_GATE_LUFS)]
        above_gate = _OFFSET_LU + 10 * np.log10(powers) - ABSOLUTE_GATE_LUFS
        cells = np.clip((above_gate * _STEPS_PER_LU).astype(np.intp), 0, _CELLS - 1)
        np.add.at(self.counts, cells, 1)
        np.add.at(self.powers, cells, powers)

    def above(self, gate_lufs: float) -> tuple[int, float]:
        """Return how many blocks lie above a gate, and the sum of their powers (10 to LUFS/10)."""
        cell = max(0, round((gate_lufs - ABSOLUTE_GATE_LUFS) * _STEPS_PER_LU))
        scale = 10 ** (_OFFSET_LU / 10)
        return int(self.counts[cell:].sum()), float(self.powers[cell:].sum()) * scale

    def gated_mean(self, gate_lu: float) -> tuple[float, int]:
        """Return the mean square above a gate that lies so far under the mean, and its cell."""
        total = int(self.counts.sum())
        if not total:
            return 0.0, 0
        gate = _lufs(float(self.powers.sum()) / total) - gate_lu
        cell = max(0, round((gate - ABSOLUTE_GATE_LUFS) * _STEPS_PER_LU))
        return float(self.powers[cell:].sum()) / max(1, int(self.counts[cell:].sum())), cell


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loudness:
    """What a meter read.

    Attributes:
        momentary_lufs: Loudest 0.4 s.
        short_term_lufs: Loudest 3 s; of a shorter sound, its mean.
        mean_lufs: Mean over the whole sound without any gate.
        true_peak_dbtp: Greatest true peak.
        peak_dbfs: Greatest sample.
        blocks: Gating blocks of 0.4 s, for the integrated loudness.
        ranges: Blocks of 3 s, for the loudness range.
    """

    momentary_lufs: float
    short_term_lufs: float
    mean_lufs: float
    true_peak_dbtp: float
    peak_dbfs: float
    blocks: Distribution
    ranges: Distribution

    @property
    def integrated_lufs(self) -> float:
        """Gated loudness of the whole; of a sound too short for one block, its mean."""
        power, _ = self.blocks.gated_mean(_RELATIVE_GATE_LU)
        return max(ABSOLUTE_GATE_LUFS, _lufs(power) if power else self.mean_lufs)

    @property
    def range_lu(self) -> float:
        """Loudness range (EBU Tech 3342): from the 10th to the 95th percentile of 3 s blocks."""
        _, cell = self.ranges.gated_mean(_RANGE_GATE_LU)
        ranks = np.cumsum(self.ranges.counts[cell:])
        if not len(ranks) or not ranks[-1]:
            return 0.0
        low, high = (
            int(np.searchsorted(ranks, 1 + round((ranks[-1] - 1) * percent / 100)))
            for percent in _RANGE_PERCENT
        )
        return (high - low) / _STEPS_PER_LU


def integrated_lufs(parts: Iterable[Loudness]) -> float:
    """Return the integrated loudness of several sounds as if they were one."""
    whole = Distribution.empty()
    for part in parts:
        np.add(whole.counts, part.blocks.counts, out=whole.counts)
        np.add(whole.powers, part.blocks.powers, out=whole.powers)
    power, _ = whole.gated_mean(_RELATIVE_GATE_LU)
    return max(ABSOLUTE_GATE_LUFS, _lufs(power))


class Meter:
    """Reads the loudness and the true peak of a stream of one channel or several.

    Args:
        rate_hz: Sample rate.
        weights: Weight of each channel's power; 1.41 for the surround channels (BS.1770-4).
        true_peak: Whether the true peak is wanted; without, it reads as the sample peak.
    """

    def __init__(
        self, rate_hz: int, *, weights: tuple[float, ...] = (1.0,), true_peak: bool = True
    ) -> None:
        self._rate_hz = rate_hz
        self._weights = weights
        self._filters = [Weighting(rate_hz) for _ in weights]
        self._peaks = [TruePeak() for _ in weights] if true_peak else []
        self._sample_peak = 0.0
        self._bins = _Bins(rate_hz)
        self._result: Loudness | None = None

    def add(self, samples: NDArray[np.float32]) -> None:
        """Take the next samples, shape (frames,) or (frames, channels).

        Raises:
            ValueError: The result was read already, or the channels are not those expected.
        """
        if self._result is not None:
            raise ValueError("a meter that was read takes no more samples")
        channels = np.atleast_2d(samples.T)
        if len(channels) != len(self._weights):
            raise ValueError(f"{len(channels)} channels, not {len(self._weights)}")
        if not len(samples):
            return
        self._sample_peak = max(self._sample_peak, float(np.abs(samples).max()))
        for peak, channel in zip(self._peaks, channels, strict=False):
            peak.add(channel)
        self._count([f.add(c) for f, c in zip(self._filters, channels, strict=True)])

    def result(self) -> Loudness:
        """Return what was read; the stream ends here."""
        if self._result is None:
            self._count([f.rest() for f in self._filters])
            true_peak = max([self._sample_peak, *(peak.value() for peak in self._peaks)])
            self._result = self._bins.loudness(decibels(true_peak), decibels(self._sample_peak))
        return self._result

    @property
    def integrated_lufs(self) -> float:
        """Integrated loudness of the whole stream, which ends here."""
        return self.result().integrated_lufs

    @property
    def true_peak_dbtp(self) -> float:
        """Greatest true peak of the whole stream, which ends here."""
        return self.result().true_peak_dbtp

    def _count(self, weighted: list[NDArray[np.float32]]) -> None:
        power = np.square(weighted[0]) * np.float32(self._weights[0])
        for weight, channel in zip(self._weights[1:], weighted[1:], strict=True):
            power += np.square(channel) * np.float32(weight)
        self._bins.add(power)


def measure(clip: Clip) -> tuple[float, float]:
    """Return the integrated loudness in LUFS and the sample peak in dBFS of a clip."""
    meter = Meter(clip.rate_hz, true_peak=False)
    meter.add(clip.samples)
    result = meter.result()
    return result.integrated_lufs, result.peak_dbfs


def weighted_power(clip: Clip, together: int) -> NDArray[np.float32]:
    """Return the K-weighted squares of a clip's samples, each so many of them summed.

    Returns:
        Shape (frames / together,), rounded up.
    """
    weighting = Weighting(clip.rate_hz)
    sums = np.zeros(-(-clip.frames // together), dtype=np.float32)
    held, at = np.zeros(0, dtype=np.float32), 0
    for start in range(0, clip.frames + _POWER_FRAMES, _POWER_FRAMES):
        samples = clip.samples[start : start + _POWER_FRAMES]
        weighted = weighting.add(samples) if len(samples) else weighting.rest()
        held = np.concatenate([held, np.square(weighted)])
        whole = len(held) // together
        sums[at : at + whole] = held[: whole * together].reshape(whole, together).sum(axis=1)
        held, at = held[whole * together :], at + whole
    sums[at:] = held.sum()
    return sums


def power_lufs(power: NDArray[np.float32], rate_hz: int, *, together: int = 1) -> float:
    """Return the integrated loudness of K-weighted squares, as ``weighted_power`` gives them.

    Args:
        power: Sums of as many squares as are taken ``together``; shape (frames / together,).
        rate_hz: Sample rate.
        together: At 48 samples (1 ms) the loudness of speech is the same to 0.01 LU.
    """
    bins = _Bins(rate_hz, together)
    bins.add(power)
    return bins.loudness(SILENT_DBFS, SILENT_DBFS).integrated_lufs


class _Bins:
    """Sums powers over bins of 10 ms and blocks of these over 0.4 s and 3 s.

    Args:
        rate_hz: Sample rate.
        together: How many squares are summed in each value that is added.
    """

    def __init__(self, rate_hz: int, together: int = 1) -> None:
        self._rate_hz = rate_hz
        self._together = together
        self._rest = np.zeros(0, dtype=np.float32)
        self._recent = np.zeros(0)
        self._seen = 0
        self._frames = 0
        self._total = 0.0
        self._greatest = {_MOMENTARY_BINS: 0.0, _SHORT_TERM_BINS: 0.0}
        self._blocks = {
            _MOMENTARY_BINS: Distribution.empty(),
            _SHORT_TERM_BINS: Distribution.empty(),
        }

    def add(self, power: NDArray[np.float32]) -> None:
        """Take the weighted squares of the next samples."""
        self._frames += len(power) * self._together
        self._total += float(power.sum(dtype=np.float64))
        held = np.concatenate([self._rest, power])
        first = int(self._edges(np.array([self._seen]))[0])
        known = (first + len(held)) * self._together * _BINS_PER_SECOND // self._rate_hz
        count = known - self._seen
        edges = self._edges(np.arange(self._seen, self._seen + count + 1)) - first
        self._rest = held[edges[-1] :].copy()
        if not count:
            return
        fresh = np.add.reduceat(held[: edges[-1]], edges[:-1]).astype(np.float64)
        bins = np.concatenate([self._recent, fresh])
        sums = np.concatenate([[0.0], np.cumsum(bins)])
        for length in self._blocks:
            self._count(sums, length, self._seen - len(self._recent), self._seen)
        self._recent = bins[-_SHORT_TERM_BINS:]
        self._seen += count

    def _count(self, sums: NDArray[np.float64], length: int, first: int, seen: int) -> None:
        """Count the blocks of this length that end after bin ``seen``; ``sums`` start at one."""
        ends = np.arange(max(length, seen - first + 1), len(sums))
        means = (sums[ends] - sums[ends - length]) * _BINS_PER_SECOND / (length * self._rate_hz)
        if len(means):
            self._greatest[length] = max(self._greatest[length], float(means.max()))
            self._blocks[length].add(means[(first + ends) % _HOP_BINS == 0])

    def _edges(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the values with which these bins begin."""
        values: NDArray[np.int64] = -(
            -numbers * self._rate_hz // (_BINS_PER_SECOND * self._together)
        )
        return values

    def loudness(self, true_peak_dbtp: float, peak_dbfs: float) -> Loudness:
        """Return the result for all that was added."""
        mean = self._total / max(1, self._frames)
        momentary = self._greatest[_MOMENTARY_BINS] or mean
        short_term = self._greatest[_SHORT_TERM_BINS] or mean
        return Loudness(
            momentary_lufs=max(ABSOLUTE_GATE_LUFS, _lufs(momentary)),
            short_term_lufs=max(ABSOLUTE_GATE_LUFS, _lufs(short_term)),
            mean_lufs=max(ABSOLUTE_GATE_LUFS, _lufs(mean)),
            true_peak_dbtp=true_peak_dbtp,
            peak_dbfs=peak_dbfs,
            blocks=self._blocks[_MOMENTARY_BINS],
            ranges=self._blocks[_SHORT_TERM_BINS],
        )
