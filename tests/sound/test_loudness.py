"""The meter against EBU Tech 3341 and 3342, and against a second meter.

The signals are made here from the tables of the two documents; the cases with real programmes are
left out. Allowed: 0.1 LU, +0.2 and -0.4 dB of true peak, 1 LU of range.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip
from audiobrief.sound.loudness import (
    ABSOLUTE_GATE_LUFS,
    SILENT_DBFS,
    Loudness,
    Meter,
    integrated_lufs,
    measure,
)

Samples = NDArray[np.float32]

STEREO = (1.0, 1.0)
SURROUND = (1.0, 1.0, 1.0, 1.41, 1.41)


def steps(*parts: tuple[float, float], rate_hz: int = 48_000) -> Samples:
    """A sine of 1 kHz at (dBFS, seconds), one after the other, in one phase."""
    lengths = [round(seconds * rate_hz) for _, seconds in parts]
    levels = np.repeat([10 ** (level / 20) for level, _ in parts], lengths)
    wave = np.sin(2 * np.pi * 1000 * np.arange(sum(lengths)) / rate_hz)
    return (levels * wave).astype(np.float32)


def read(
    samples: Samples,
    *,
    rate_hz: int = 48_000,
    weights: tuple[float, ...] = STEREO,
    block: int = 30_000,
) -> Loudness:
    meter = Meter(rate_hz, weights=weights)
    if samples.ndim == 1:
        samples = np.repeat(samples[:, None], len(weights), axis=1)
    for at in range(0, len(samples), block):
        meter.add(samples[at : at + block])
    return meter.result()


SILENT = -200.0
INTEGRATED = {
    "3341-1": (steps((-23, 20)), -23),
    "3341-2": (steps((-33, 20)), -33),
    "3341-3": (steps((-36, 10), (-23, 60), (-36, 10)), -23),
    "3341-4": (steps((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23),
    "3341-5": (steps((-26, 20), (-20, 20.1), (-26, 20)), -23),
}


@pytest.mark.parametrize("case", INTEGRATED)
def test_integrated_loudness(case: str) -> None:
    samples, expected = INTEGRATED[case]
    assert read(samples).integrated_lufs == pytest.approx(expected, abs=0.1)


def test_integrated_loudness_of_five_channels() -> None:
    levels = [10 ** (db / 20) for db in (-28, -28, -24, -30, -30)]
    samples = (steps((0, 20))[:, None] * levels).astype(np.float32)
    assert read(samples, weights=SURROUND).integrated_lufs == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 96_000])
def test_one_channel_at_any_rate(rate_hz: int) -> None:
    samples = steps((-23, 10), rate_hz=rate_hz)
    result = read(samples, rate_hz=rate_hz, weights=(1.0,))
    assert result.integrated_lufs == pytest.approx(-26, abs=0.1)


SHORT_TERM = {
    "3341-9": steps(*[(-20, 1.34), (-30, 1.66)] * 5),
    **{f"3341-10, {k}": steps((SILENT, 0.15 * k), (-23, 3), (SILENT, 1)) for k in (0, 7, 13, 19)},
}


@pytest.mark.parametrize("case", SHORT_TERM)
def test_short_term_loudness(case: str) -> None:
    assert read(SHORT_TERM[case]).short_term_lufs == pytest.approx(-23, abs=0.1)


MOMENTARY = {
    "3341-12": steps(*[(-20, 0.18), (-30, 0.22)] * 25),
    **{f"3341-13, {k}": steps((SILENT, 0.02 * k), (-23, 0.4), (SILENT, 1)) for k in (0, 7, 13, 19)},
}


@pytest.mark.parametrize("case", MOMENTARY)
def test_momentary_loudness(case: str) -> None:
    assert read(MOMENTARY[case]).momentary_lufs == pytest.approx(-23, abs=0.1)


TRUE_PEAK = {
    "3341-15": (4, 0.0, 0.5, -6),
    "3341-16": (4, 45.0, 0.5, -6),
    "3341-17": (6, 60.0, 0.5, -6),
    "3341-18": (8, 67.5, 0.5, -6),
    "3341-19": (4, 45.0, 1.41, 3),
}


@pytest.mark.parametrize("case", TRUE_PEAK)
@pytest.mark.parametrize("block", [100, 48_000])
def test_true_peak(case: str, block: int) -> None:
    divisor, phase, level, expected = TRUE_PEAK[case]
    wave = level * np.sin(2 * np.pi * np.arange(48_000) / divisor + math.radians(phase))
    edge = 0.5 - 0.5 * np.cos(np.pi * np.arange(480) / 480)
    wave[:480] *= edge
    wave[-480:] *= edge[::-1]
    result = read(wave.astype(np.float32), block=block)
    assert expected - 0.4 <= result.true_peak_dbtp <= expected + 0.2


RANGE = {
    "3342-1": (steps((-20, 20), (-30, 20)), 10),
    "3342-2": (steps((-20, 20), (-15, 20)), 5),
    "3342-3": (steps((-40, 20), (-20, 20)), 20),
    "3342-4": (steps((-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)), 15),
}


@pytest.mark.parametrize("case", RANGE)
def test_loudness_range(case: str) -> None:
    samples, expected = RANGE[case]
    assert read(samples).range_lu == pytest.approx(expected, abs=1)


def syllables(seconds: int, rate_hz: int) -> Samples:
    """Noise in syllables and pauses of differing loudness."""
    generator = np.random.default_rng(3)
    time = np.arange(seconds * rate_hz) / rate_hz
    envelope = np.abs(np.sin(2 * np.pi * 1.7 * time)) * (0.3 + 0.7 * (time % 5 < 4))
    noise = np.convolve(generator.standard_normal(len(time)), np.hanning(9), "same")
    samples: Samples = (noise * envelope * 0.04).astype(np.float32)
    return samples


@pytest.mark.parametrize("rate_hz", [24_000, 44_100])
def test_a_second_meter_reads_the_same(rate_hz: int) -> None:
    pyebur128 = pytest.importorskip("pyebur128", reason="needs a compiler on this Python")
    samples = syllables(20, rate_hz)
    mode = pyebur128.MeasurementMode
    state = pyebur128.R128State(1, rate_hz, mode.MODE_I | mode.MODE_LRA | mode.MODE_TRUE_PEAK)
    for at in range(0, len(samples), rate_hz // 100):
        piece = samples[at : at + rate_hz // 100]
        state.add_frames(piece, len(piece))
    ours = read(samples, rate_hz=rate_hz, weights=(1.0,))
    assert ours.integrated_lufs == pytest.approx(pyebur128.get_loudness_global(state), abs=0.05)
    assert ours.range_lu == pytest.approx(pyebur128.get_loudness_range(state), abs=0.2)
    theirs = 20 * math.log10(pyebur128.get_true_peak(state, 0))
    assert ours.true_peak_dbtp == pytest.approx(theirs, abs=0.1)


def test_the_blocks_in_which_it_is_fed_do_not_matter() -> None:
    samples = syllables(8, 44_100)
    results = [read(samples, rate_hz=44_100, weights=(1.0,), block=n) for n in (441, 10_007, 10**6)]
    assert len({round(result.integrated_lufs, 4) for result in results}) == 1
    assert len({round(result.true_peak_dbtp, 4) for result in results}) == 1
    assert len({round(result.short_term_lufs, 4) for result in results}) == 1


def test_parts_combine_as_if_they_were_one() -> None:
    loud, soft = steps((-20, 20)), steps((-26, 20))
    together = integrated_lufs([read(loud), read(soft)])
    assert together == pytest.approx(read(np.concatenate([loud, soft])).integrated_lufs, abs=0.05)


def test_silence_has_numbers_that_can_be_written_down() -> None:
    """JSON has no infinity: a silent take would spoil the cache."""
    silent = Clip(samples=np.zeros(30_000, dtype=np.float32), rate_hz=24_000)
    assert measure(silent) == (ABSOLUTE_GATE_LUFS, SILENT_DBFS)
    empty = Clip(samples=np.zeros(0, dtype=np.float32), rate_hz=24_000)
    assert measure(empty) == (ABSOLUTE_GATE_LUFS, SILENT_DBFS)


def test_a_word_of_a_tenth_of_a_second_has_a_loudness() -> None:
    word = Clip(samples=steps((-20, 0.1), rate_hz=24_000), rate_hz=24_000)
    lufs, peak_dbfs = measure(word)
    assert lufs == pytest.approx(-23, abs=0.5)
    assert peak_dbfs == pytest.approx(-20, abs=0.1)


def test_a_meter_that_was_read_takes_no_more() -> None:
    meter = Meter(44_100)
    meter.add(np.zeros(100, dtype=np.float32))
    assert meter.integrated_lufs == ABSOLUTE_GATE_LUFS
    with pytest.raises(ValueError, match="takes no more"):
        meter.add(np.zeros(100, dtype=np.float32))


def test_another_number_of_channels_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="channels"):
        Meter(44_100).add(np.zeros((100, 2), dtype=np.float32))
