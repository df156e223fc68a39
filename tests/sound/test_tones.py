from __future__ import annotations

import hashlib
import itertools

import numpy as np
import pytest

from audiobrief.sound import tones
from audiobrief.sound.clip import Clip

SEEDS = [f"show {number}" for number in range(24)]
ROLES = ("caption", "quote", "story")


def in_band(clip: Clip) -> float:
    """Part of the energy between 300 Hz and 3 kHz."""
    power = np.abs(np.fft.rfft(clip.samples)) ** 2
    pitch_hz = np.fft.rfftfreq(clip.frames, 1 / clip.rate_hz)
    return float(power[(pitch_hz > 300) & (pitch_hz < 3000)].sum() / power.sum())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_show_gets_an_ident_and_a_sting_that_can_be_heard(seed: str) -> None:
    ident, sting = tones.ident(seed), tones.sting(seed)
    assert 3.0 <= ident.frames / ident.rate_hz <= 6.0
    assert sting.frames / sting.rate_hz < 1.0
    for clip in (ident, sting):
        assert in_band(clip) > 0.95
        assert 0.4 < np.abs(clip.samples).max() <= 0.5
        assert abs(clip.samples[0]) < 0.01
        assert abs(clip.samples[-1]) < 0.001


def test_shows_differ() -> None:
    sounds = {hashlib.sha256(tones.ident(seed).samples.tobytes()).digest() for seed in SEEDS}
    assert len(sounds) >= len(SEEDS) - 1


def test_the_same_seed_gives_the_same_sound() -> None:
    assert (tones.ident("Daily").samples == tones.ident("Daily").samples).all()


@pytest.mark.parametrize("role", ROLES)
def test_an_earcon_is_short(role: str) -> None:
    clip = tones.earcon(role)
    assert clip.frames / clip.rate_hz < 0.5
    assert in_band(clip) > 0.95
    assert abs(clip.samples[-1]) < 0.001


def test_earcons_are_told_apart() -> None:
    """Two signs that sound alike would be none."""
    for one, other in itertools.combinations(ROLES, 2):
        a, b = tones.earcon(one).samples, tones.earcon(other).samples
        alike = np.abs(np.correlate(a[::4], b[::4], "full")).max()
        assert alike / np.sqrt((a[::4] @ a[::4]) * (b[::4] @ b[::4])) < 0.6


def test_there_is_no_sign_for_an_unknown_role() -> None:
    with pytest.raises(KeyError):
        tones.earcon("weather")
