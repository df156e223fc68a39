from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audiobrief.sound.clip import (
    MARGIN_MS,
    Clip,
    fade,
    frames_before,
    frames_in,
    gain,
    join,
    silence,
    trim_silence,
    without_offset,
)

RATE_HZ = 24_000


def tone(ms: int, *, level: float = 0.5, pitch_hz: float = 440.0, rate_hz: int = RATE_HZ) -> Clip:
    samples = level * np.sin(2 * np.pi * pitch_hz * np.arange(ms * rate_hz // 1000) / rate_hz)
    return Clip(samples=samples.astype(np.float32), rate_hz=rate_hz)


def quiet(ms: int) -> Clip:
    return silence(frames=frames_in(ms, RATE_HZ), rate_hz=RATE_HZ)


def hiss(ms: int, level: float) -> Clip:
    noise = np.random.default_rng(1).standard_normal(frames_in(ms, RATE_HZ)) * level
    return Clip(samples=np.diff(noise, prepend=0.0).astype(np.float32), rate_hz=RATE_HZ)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(4, dtype=np.float64),
        np.zeros((4, 2), dtype=np.float32),
        np.array([0.0, np.nan], dtype=np.float32),
        np.array([0.0, np.inf], dtype=np.float32),
    ],
)
def test_a_clip_refuses_what_is_no_mono_sound(samples: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="samples"):
        Clip(samples=samples, rate_hz=RATE_HZ)


def test_a_clip_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        tone(10).samples[0] = 1.0


def test_trimming_keeps_a_margin_and_the_whole_sound() -> None:
    trimmed = trim_silence(join([quiet(700), tone(500), quiet(900)]))
    assert trimmed.frames == frames_in(500 + 2 * MARGIN_MS, RATE_HZ)


@given(
    before=st.integers(0, 400),
    after=st.integers(0, 400),
    length=st.integers(20, 300),
    level=st.floats(0.01, 1.0),
)
def test_trimming_cuts_silence_only(before: int, after: int, length: int, level: float) -> None:
    whole = join([quiet(before), tone(length, level=level), quiet(after)])
    trimmed = trim_silence(whole)
    assert frames_in(length, RATE_HZ) <= trimmed.frames <= whole.frames
    assert trimmed.frames <= frames_in(length + 2 * MARGIN_MS + 10, RATE_HZ)
    assert np.square(trimmed.samples).sum() == pytest.approx(np.square(whole.samples).sum())


def test_trimming_keeps_a_soft_fricative() -> None:
    """Else a listener would hear "an" for "fan": the f lies 40 dB under the vowel."""
    vowel, fricative = tone(300, level=0.5), hiss(90, 0.5 / 100 / np.sqrt(2) / np.sqrt(2))
    trimmed = trim_silence(join([quiet(200), fricative, vowel, fricative, quiet(200)]))
    assert trimmed.frames >= frames_in(480, RATE_HZ)


def test_trimming_sees_through_a_constant_offset() -> None:
    whole = join([quiet(500), tone(300), quiet(500)])
    shifted = Clip(samples=whole.samples + np.float32(0.05), rate_hz=RATE_HZ)
    assert trim_silence(shifted).frames == trim_silence(whole).frames


def test_a_click_alone_at_an_end_is_trimmed_and_a_late_release_is_not() -> None:
    """An engine's click half a second before the words was kept, and the silence behind it."""
    tone = (0.3 * np.sin(np.arange(24_000) * 0.05)).astype(np.float32)
    quiet, click = np.zeros(12_000, np.float32), np.full(40, 0.2, np.float32)
    noisy = np.concatenate([click, quiet, tone, quiet, click, quiet])
    kept = trim_silence(Clip(samples=noisy, rate_hz=24_000))
    assert kept.frames == pytest.approx(24_000 + 2 * 720, abs=240)
    release = np.concatenate([tone, np.zeros(3_000, np.float32), click])  # After 125 ms.
    assert trim_silence(Clip(samples=release, rate_hz=24_000)).frames == len(release)


def test_nothing_is_left_of_silence() -> None:
    assert trim_silence(quiet(500)).frames == 0
    assert trim_silence(quiet(0)).frames == 0


def test_fades_touch_the_edges_only_and_start_near_zero() -> None:
    steady = Clip(samples=np.ones(RATE_HZ, dtype=np.float32), rate_hz=RATE_HZ)
    faded = fade(steady, in_ms=5, out_ms=10).samples
    assert abs(faded[0]) < 0.001
    assert abs(faded[-1]) < 0.001
    assert (faded[frames_in(5, RATE_HZ) : -frames_in(10, RATE_HZ)] == 1.0).all()
    assert fade(tone(1), in_ms=50, out_ms=50).frames == tone(1).frames


def test_gain_is_in_decibels() -> None:
    assert np.abs(gain(tone(100), 6.0206).samples).max() == pytest.approx(1.0, abs=1e-3)


def test_only_clips_of_one_rate_are_joined() -> None:
    with pytest.raises(ValueError, match="one rate"):
        join([tone(10), tone(10, rate_hz=44_100)])
    with pytest.raises(ValueError, match="one rate"):
        join([])


@pytest.mark.parametrize("pitch_hz", [3_000.0, 6_000.0, 440.0])
def test_a_tone_has_no_offset_whatever_its_pitch(pitch_hz: float) -> None:
    """At an eighth of the rate every eighth sample is the same: it was shifted by its own peak."""
    at = np.arange(RATE_HZ)
    wave = (0.5 * np.cos(2 * np.pi * pitch_hz * at / RATE_HZ)).astype(np.float32)
    assert without_offset(Clip(samples=wave, rate_hz=RATE_HZ)).samples == pytest.approx(wave)
    shifted = without_offset(Clip(samples=wave * 0.5 + np.float32(0.1), rate_hz=RATE_HZ))
    assert shifted.samples == pytest.approx(wave * 0.5, abs=0.002)


def test_of_silence_nothing_is_kept_and_nothing_lies_before_it() -> None:
    clip = silence(frames=RATE_HZ, rate_hz=RATE_HZ)
    assert frames_before(clip, trim_silence(clip)) == 0
