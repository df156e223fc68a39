from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audiobrief.errors import SoundError
from audiobrief.mix.model import TIMELINE_HZ
from audiobrief.mix.sounds import sounds_for
from audiobrief.settings import EARCONS, Show, SoundSettings
from audiobrief.sound.clip import Clip
from audiobrief.sound.loudness import Meter


def loudness_lufs(clip: Clip | None) -> float:
    assert clip is not None
    meter = Meter(clip.rate_hz)
    meter.add(clip.samples)
    return meter.result().short_term_lufs


def music(path: Path, seconds: float, *, rate_hz: int = 48_000, level: float = 0.1) -> Path:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    samples = level * np.sin(2 * np.pi * 440 * time) * (1 + 0.5 * np.sin(2 * np.pi * time))
    soundfile.write(path, np.stack([samples, samples], axis=1), rate_hz)
    return path


@pytest.mark.parametrize("target_lufs", [-16.0, -19.0])
def test_made_sounds_lie_a_little_under_the_speech(target_lufs: float) -> None:
    sounds = sounds_for(Show(loudness_lufs=target_lufs, sounds=SoundSettings(earcons=EARCONS)))
    assert set(sounds.earcons) == set(EARCONS)
    for clip in (sounds.ident, sounds.sting, sounds.sign_off, *sounds.earcons.values()):
        assert loudness_lufs(clip) == pytest.approx(target_lufs - 1.5, abs=0.1)
        assert clip is not None
        assert clip.rate_hz == TIMELINE_HZ
    assert sounds.remarks == ()


def test_each_show_has_its_own() -> None:
    one, other = sounds_for(Show(title="Morning")), sounds_for(Show(title="Evening"))
    assert one.ident is not None
    assert other.ident is not None
    assert one.ident.samples.tobytes() != other.ident.samples.tobytes()


def test_every_sound_can_be_switched_off() -> None:
    off = SoundSettings(ident=False, sting=False, sign_off=False, earcons=())
    sounds = sounds_for(Show(sounds=off))
    assert (sounds.ident, sounds.sting, sounds.sign_off) == (None, None, None)
    assert not sounds.earcons


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
def test_a_file_of_the_user_is_levelled_and_faded(tmp_path: Path, ending: str) -> None:
    path = music(tmp_path / f"ours.{ending}", 4.0)
    sounds = sounds_for(Show(sounds=SoundSettings(ident=path)))
    assert sounds.ident is not None
    assert sounds.ident.frames == pytest.approx(4 * TIMELINE_HZ, abs=5)
    assert loudness_lufs(sounds.ident) == pytest.approx(-17.5, abs=0.1)
    assert abs(sounds.ident.samples[-1]) < 0.01
    assert sounds.remarks == ()


def test_a_long_file_is_cut_and_the_user_is_told(tmp_path: Path) -> None:
    """Else the news would begin after four minutes of song."""
    path = music(tmp_path / "song.wav", 14.0)
    sounds = sounds_for(Show(sounds=SoundSettings(ident=path, sting=path)))
    assert sounds.ident is not None
    assert sounds.sting is not None
    assert sounds.ident.frames == 10 * TIMELINE_HZ
    assert sounds.sting.frames == 3 * TIMELINE_HZ
    end = np.abs(sounds.ident.samples[-TIMELINE_HZ // 20 :]).max()
    assert end < np.abs(sounds.ident.samples).max() / 10
    assert len(sounds.remarks) == 2
    assert "song.wav is longer than 10 seconds" in sounds.remarks[0]


def test_a_file_that_is_no_sound_stops_the_build(tmp_path: Path) -> None:
    path = tmp_path / "ident.wav"
    path.write_text("not a sound")
    with pytest.raises(SoundError, match=r"ident\.wav"):
        sounds_for(Show(sounds=SoundSettings(ident=path)))


@pytest.mark.parametrize("subtype", ["PCM_U8", "ALAW", "FLOAT", "DOUBLE"])
def test_a_file_of_any_depth_is_levelled(tmp_path: Path, subtype: str) -> None:
    time = np.arange(2 * 11_025) / 11_025
    path = tmp_path / "old.wav"
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 440 * time), 11_025, subtype=subtype)
    ident = sounds_for(Show(sounds=SoundSettings(ident=path))).ident
    assert ident is not None
    assert ident.frames == pytest.approx(2 * TIMELINE_HZ, abs=5)
    assert loudness_lufs(ident) == pytest.approx(-17.5, abs=0.1)


def test_of_a_huge_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    """An hour of music would take more memory than all the rest."""
    path = tmp_path / "concert.wav"
    rate_hz, minutes = 8_000, 60
    with soundfile.SoundFile(path, "w", rate_hz, 2, "PCM_16") as file:
        minute = np.tile((0.1 * np.sin(np.arange(rate_hz) / 3)).astype(np.float32), 60)
        for _ in range(minutes):
            file.write(np.stack([minute, minute], axis=1))
    tracemalloc.start()
    try:
        sounds = sounds_for(Show(sounds=SoundSettings(ident=path, sting=False, sign_off=False)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sounds.ident is not None
    assert sounds.ident.frames == 10 * TIMELINE_HZ
    assert len(sounds.remarks) == 1
    whole = minutes * 60 * rate_hz * 2 * 4
    assert most < whole / 4
