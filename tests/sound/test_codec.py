from __future__ import annotations

import contextlib
import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.sound import codec
from audiobrief.sound.clip import Clip, factor

RATE_HZ = 44_100


def sine(seconds: float = 1.0, level: float = 0.5) -> NDArray[np.float32]:
    count = round(seconds * RATE_HZ)
    return (level * np.sin(2 * np.pi * 440 * np.arange(count) / RATE_HZ)).astype(np.float32)


@pytest.mark.parametrize(
    ("ending", "subtype", "closeness"),
    [
        ("wav", "PCM_U8", 0.01),
        ("wav", "PCM_16", 1e-4),
        ("wav", "PCM_24", 1e-6),
        ("wav", "FLOAT", 1e-7),
        ("flac", "PCM_16", 1e-4),
        ("ogg", "VORBIS", 0.05),
        ("mp3", "MPEG_LAYER_III", 0.05),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_the_promised_formats_are_read(
    tmp_path: Path, ending: str, subtype: str, closeness: float, channels: int
) -> None:
    path = tmp_path / f"ident.{ending}"
    soundfile.write(path, np.repeat(sine()[:, None], channels, axis=1), RATE_HZ, subtype=subtype)
    clip = codec.decode(path)
    assert clip.rate_hz == RATE_HZ
    assert clip.frames == RATE_HZ
    assert np.abs(clip.samples - sine()).max() < closeness


def test_the_ending_of_the_name_does_not_matter(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", sine(), RATE_HZ)
    (tmp_path / "a.wav").rename(tmp_path / "ident.mp3")
    assert codec.decode(tmp_path / "ident.mp3").frames == RATE_HZ


def test_samples_without_a_header_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ident.raw").write_bytes(sine().tobytes())
    with pytest.raises(SoundError, match=r"holds no sound|not installed"):
        codec.decode(tmp_path / "ident.raw")


def test_five_channels_and_a_low_one_keep_the_voice_in_the_middle(tmp_path: Path) -> None:
    channels = np.zeros((RATE_HZ, 6), dtype=np.float32)
    channels[:, 2] = sine()
    channels[:, 3] = sine(level=0.9)
    soundfile.write(tmp_path / "a.wav", channels, RATE_HZ, subtype="FLOAT")
    clip = codec.decode(tmp_path / "a.wav")
    assert np.abs(clip.samples).max() == pytest.approx(0.5 * 0.7071, abs=0.001)


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.flac", sine(3.0), RATE_HZ)
    assert codec.decode(tmp_path / "long.flac", max_ms=1_500).frames == RATE_HZ * 3 // 2


def test_damaged_floats_are_cleaned(tmp_path: Path) -> None:
    samples = sine(level=1.6)
    samples[100:110] = np.nan
    samples[200] = np.inf
    soundfile.write(tmp_path / "a.wav", samples, RATE_HZ, subtype="FLOAT")
    clip = codec.decode(tmp_path / "a.wav")
    assert np.isfinite(clip.samples).all()
    assert np.abs(clip.samples).max() <= 1.0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"This is a story and not a sound. " * 40, "holds no sound|not installed"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "holds no sound|no sample|not installed"),
        (bytes(5000), "holds no sound|not installed"),
    ],
)
def test_what_is_no_sound_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "ident.wav"
    path.write_bytes(content)
    with pytest.raises(SoundError, match=says) as caught:
        codec.decode(path)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"nothing\.wav cannot be read: No such file"):
        codec.decode(tmp_path / "nothing.wav")


def test_silence_is_refused() -> None:
    silent = Clip(samples=np.zeros(RATE_HZ, dtype=np.float32), rate_hz=RATE_HZ)
    with pytest.raises(SoundError, match="The answer of a voice is silent"):
        codec.decode_bytes(codec.wav_bytes(silent), "The answer of a voice")


def test_a_cut_off_flac_is_never_taken_for_whole(tmp_path: Path) -> None:
    clip = Clip(samples=sine(3.0), rate_hz=RATE_HZ)
    content = codec.flac_bytes(clip)
    path = tmp_path / "take.flac"
    path.write_bytes(content[: len(content) // 2])
    with contextlib.suppress(SoundError):
        assert sum(map(len, codec.read_blocks(path, 10_000))) < clip.frames


def test_other_formats_go_through_pydub_and_ffmpeg(
    tmp_path: Path, judge: Callable[[str], str]
) -> None:
    soundfile.write(tmp_path / "a.wav", sine(2.0), RATE_HZ)
    command = [judge("ffmpeg"), "-v", "error", "-i", "a.wav", "-c:a", "aac", "ident.m4a"]
    subprocess.run(command, cwd=tmp_path, check=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        clip = codec.decode(tmp_path / "ident.m4a", max_ms=1_000)
    assert clip.rate_hz == RATE_HZ
    assert clip.frames == pytest.approx(RATE_HZ, abs=2048)
    assert np.abs(clip.samples).max() == pytest.approx(0.5, abs=0.05)


def test_without_ffmpeg_the_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ident.m4a"
    path.write_bytes(b"\x00\x00\x00\x20ftypM4A " + bytes(200))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("ffmpeg") is None
    with pytest.raises(SoundError, match="convert the sound to WAV, or install ffmpeg"):
        codec.decode(path)


def test_flac_gives_back_what_was_put_in(tmp_path: Path) -> None:
    clip = Clip(samples=sine(), rate_hz=RATE_HZ)
    codec.write_flac(clip, tmp_path / "take.flac")
    blocks = list(codec.read_blocks(tmp_path / "take.flac", 10_000))
    assert [len(block) for block in blocks] == [10_000] * 4 + [4_100]
    assert np.abs(np.concatenate(blocks) - clip.samples).max() <= 0.5 / 32768 + 1e-9
    assert codec.flac_bytes(clip) == (tmp_path / "take.flac").read_bytes()


def test_takes_are_mono(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "take.flac", np.zeros((100, 2)), RATE_HZ)
    with pytest.raises(SoundError, match="2 channels"):
        list(codec.read_blocks(tmp_path / "take.flac", 100))


def test_a_clip_that_flac_cannot_hold_is_refused() -> None:
    with pytest.raises(SoundError, match="cannot be written as FLAC"):
        codec.flac_bytes(Clip(samples=sine(), rate_hz=10_000_000))


def test_an_ident_is_cut_normalised_and_faded() -> None:
    clip = codec.edit(
        Clip(samples=sine(3.0, level=0.1), rate_hz=RATE_HZ),
        max_ms=2_000,
        gain_db=-6.0,
        in_ms=10,
        out_ms=500,
    )
    assert clip.frames == 2 * RATE_HZ
    assert np.abs(clip.samples).max() == pytest.approx(factor(-6.1), abs=0.01)
    assert abs(clip.samples[0]) < 0.001
    assert np.abs(clip.samples[-200:]).max() < 0.02
