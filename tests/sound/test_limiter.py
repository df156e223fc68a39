from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip
from audiobrief.sound.limiter import Limiter, Reduction, Rehearsal
from audiobrief.sound.loudness import Meter

RATE_HZ = 44_100
CEILING_DBTP = -1.5

Samples = NDArray[np.float32]


def limited(samples: Samples, block: int = 10_000) -> tuple[Samples, Reduction]:
    limiter = Limiter(CEILING_DBTP, RATE_HZ)
    pieces = [limiter.add(samples[at : at + block]) for at in range(0, len(samples), block)]
    return np.concatenate([*pieces, limiter.rest()]), limiter.reduction


def true_peak_dbtp(samples: Samples) -> float:
    meter = Meter(RATE_HZ)
    meter.add(samples)
    return meter.true_peak_dbtp


def speechlike(seconds: int, level: float) -> Samples:
    """Pulses at 110 Hz under a syllable's envelope: as peaky as synthetic speech."""
    time = np.arange(seconds * RATE_HZ) / RATE_HZ
    pulses = sum(np.cos(2 * np.pi * 110 * k * time) / k for k in range(1, 30))
    return (level * pulses * np.abs(np.sin(2 * np.pi * 2 * time))).astype(np.float32)


LOUD = {
    "speech": speechlike(3, 0.6),
    "noise": (np.random.default_rng(2).standard_normal(RATE_HZ) * 0.5).astype(np.float32),
    "between the samples": (2.0 * np.sin(np.pi / 2 * np.arange(RATE_HZ) + np.pi / 4)).astype(
        np.float32
    ),
    "lone impulses": np.where(np.arange(RATE_HZ) % 4410 == 7, 4.0, 0.01).astype(np.float32),
    "first sample": np.where(np.arange(5000) == 0, 3.0, 0.0).astype(np.float32),
    "last sample": np.where(np.arange(5000) == 4999, 3.0, 0.0).astype(np.float32),
}


@pytest.mark.parametrize("name", LOUD)
def test_no_true_peak_passes_the_ceiling(name: str) -> None:
    result, _ = limited(LOUD[name])
    assert len(result) == len(LOUD[name])
    assert true_peak_dbtp(result) <= CEILING_DBTP + 0.02


def test_what_is_under_the_ceiling_passes_bit_for_bit() -> None:
    soft = speechlike(2, 0.05)
    result, reduction = limited(soft)
    assert (result == soft).all()
    assert reduction == Reduction()


@pytest.mark.parametrize("frames", [0, 1, 47, 48, 49, 1000, 4801])
@pytest.mark.parametrize("block", [1, 37, 5000])
def test_as_many_frames_come_out_as_went_in(frames: int, block: int) -> None:
    result, _ = limited(LOUD["noise"][:frames], block)
    assert len(result) == frames


def test_nothing_is_moved_in_time() -> None:
    result, _ = limited(LOUD["lone impulses"])
    assert np.nonzero(result > 0.5)[0].tolist() == list(range(7, RATE_HZ, 4410))


def test_the_result_does_not_hang_on_the_blocks() -> None:
    one, _ = limited(LOUD["speech"], 100_000)
    other, _ = limited(LOUD["speech"], 777)
    assert np.abs(one - other).max() < 1e-5


def test_the_gain_never_jumps() -> None:
    """A jump of the gain would be heard as a click beside each stressed syllable."""
    carrier = np.full(RATE_HZ, 0.1, dtype=np.float32)
    carrier[20_000] = 3.0
    result, _ = limited(carrier)
    gains = np.delete(result / carrier, 20_000)
    assert np.abs(np.diff(gains)).max() < 0.02
    assert gains.min() < 0.5


def test_reduction_is_told() -> None:
    steady = (2.0 * np.sin(2 * np.pi * 441 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
    _, reduction = limited(steady)
    assert reduction.median_db == pytest.approx(7.5, abs=0.1)
    assert reduction.percentile_95_db == pytest.approx(7.5, abs=0.1)
    assert reduction.greatest_db == pytest.approx(7.52, abs=0.05)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100])
@pytest.mark.parametrize("gain_db", [0.0, 6.0, 14.0])
def test_a_rehearsal_tells_what_the_limiter_will_leave(rate_hz: int, gain_db: float) -> None:
    """The level of a voice is found by rehearsal; were it wrong, stories would differ in level."""
    rng = np.random.default_rng(7)
    syllables = np.repeat(rng.uniform(0, 1, 60) ** 3, rate_hz // 8)
    pulses = np.where(np.arange(len(syllables)) % (rate_hz // 110) < 4, 1.0, 0.02)
    voice = (syllables * pulses * rng.standard_normal(len(syllables)) * 0.2).astype(np.float32)
    limiter, meter = Limiter(-1.8, rate_hz), Meter(rate_hz, true_peak=False)
    meter.add(limiter.add(voice * np.float32(10 ** (gain_db / 20))))
    meter.add(limiter.rest())
    rehearsal = Rehearsal(Clip(samples=voice, rate_hz=rate_hz))
    assert rehearsal.limited_lufs(gain_db, -1.8) == pytest.approx(meter.integrated_lufs, abs=0.02)


def test_moments_that_are_eased_are_softer_and_the_rest_is_as_before() -> None:
    soft = speechlike(2, 0.05)
    limiter = Limiter(CEILING_DBTP, RATE_HZ, {900: 6.0, 901: 6.0})
    eased = np.concatenate([limiter.add(soft[:30_000]), limiter.add(soft[30_000:]), limiter.rest()])
    there = slice(900 * 48, 902 * 48)
    assert eased[there] == pytest.approx(soft[there] / 2, rel=0.01, abs=1e-6)
    assert (eased[: 880 * 48] == soft[: 880 * 48]).all()
    assert (eased[1000 * 48 :] == soft[1000 * 48 :]).all()
