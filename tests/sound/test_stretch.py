"""Faster and slower at the same pitch."""

from __future__ import annotations

import numpy as np
import pytest

from audiobrief.sound.clip import Clip
from audiobrief.sound.stretch import stretched, stretcher

RATE_HZ = 24_000


def _tone(seconds: float, hz: float = 220.0) -> Clip:
    at = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
    return Clip(samples=(0.3 * np.sin(2 * np.pi * hz * at)).astype(np.float32), rate_hz=RATE_HZ)


@pytest.mark.parametrize("pace", [0.5, 1.25, 1.5, 2.0])
def test_length_follows_the_pace_and_the_pitch_stays(pace: float) -> None:
    clip = stretched(_tone(3.0), pace)
    assert abs(clip.frames - 3.0 * RATE_HZ / pace) <= 1
    middle = clip.samples[clip.frames // 4 :][:8192]
    loudest = np.argmax(np.abs(np.fft.rfft(middle * np.hanning(8192))))
    assert abs(loudest * RATE_HZ / 8192 - 220.0) < 4.0


def test_a_sound_stays_where_it_was_in_proportion() -> None:
    samples = np.zeros(2 * RATE_HZ, dtype=np.float32)
    samples[RATE_HZ] = 1.0
    clip = stretched(Clip(samples=samples, rate_hz=RATE_HZ), 1.5)
    assert abs(int(np.argmax(np.abs(clip.samples))) - RATE_HZ / 1.5) < 24


def test_it_is_the_same_each_time() -> None:
    noise = np.random.default_rng(1).standard_normal(RATE_HZ).astype(np.float32) * 0.1
    clip = Clip(samples=noise, rate_hz=RATE_HZ)
    assert np.array_equal(stretched(clip, 1.5).samples, stretched(clip, 1.5).samples)
    assert stretcher().startswith("python-stretch ")
