"""The look that spares interpolation misses no peak, whatever the sound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audiobrief.sound.truepeak import FRAME, MARGIN, REACH, TruePeak, frame_peaks, frames_over


def _sound(seed: int, frames: int, smooth: int) -> NDArray[np.float32]:
    """Return noise that is the smoother the longer the mean, as loud as full scale."""
    noise = np.random.default_rng(seed).standard_normal(frames * FRAME + 2 * REACH + smooth)
    mean = np.convolve(noise, np.hanning(smooth + 2)[1:-1], "valid")[: frames * FRAME + 2 * REACH]
    samples: NDArray[np.float32] = (mean / np.abs(mean).max()).astype(np.float32)
    return samples


@given(
    seed=st.integers(0, 10_000),
    frames=st.integers(1, 40),
    smooth=st.integers(1, 30),
    level=st.floats(0.0, 1.5),
)
def test_no_frame_over_a_level_is_missed(seed: int, frames: int, smooth: int, level: float) -> None:
    samples = _sound(seed, frames, smooth)
    every = frame_peaks(samples, REACH + np.arange(frames) * FRAME)
    loud = np.abs(samples[REACH:-REACH]).reshape(-1, FRAME).max(axis=1) > level * MARGIN
    numbers, peaks = frames_over(samples, level)
    assert numbers.tolist() == np.nonzero(loud & (every > level))[0].tolist()
    assert peaks == pytest.approx(every[numbers], rel=1e-6)


@given(seed=st.integers(0, 10_000), smooth=st.integers(1, 30), cuts=st.lists(st.integers(0, 2_000)))
def test_a_stream_has_the_peak_and_the_frames_of_the_whole(
    seed: int, smooth: int, cuts: list[int]
) -> None:
    samples = _sound(seed, 40, smooth)
    whole, pieces = TruePeak(0.7), TruePeak(0.7)
    whole.add(samples)
    for piece in np.split(samples, sorted(cuts)):
        pieces.add(piece)
    assert pieces.value() == pytest.approx(whole.value(), rel=1e-6)
    assert pieces.over() == pytest.approx(whole.over(), rel=1e-6)
    assert whole.value() >= np.abs(samples).max() * (1 - 1e-6)
