from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3, BitrateMode
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.sound.clip import Clip
from audiobrief.sound.crc import crc16
from audiobrief.sound.mp3 import SCALES, Mp3Writer, mp3_bytes

RATE_HZ = 44_100

Samples = NDArray[np.float32]


def write(path: Path, samples: Samples, *, kbps: int = 96, preamble: bytes = b"") -> Mp3Writer:
    with path.open("wb") as file:
        writer = Mp3Writer(file, kbps=kbps, preamble=preamble)
        for at in range(0, len(samples), 7_001):
            writer.write(samples[at : at + 7_001])
        writer.close()
    return writer


def impulse(frames: int, at: int) -> Samples:
    samples = np.zeros(frames, dtype=np.float32)
    samples[at] = 0.7
    return samples


@pytest.mark.parametrize("kbps", [64, 96, 128, 320])
@pytest.mark.parametrize("frames", [1_000, 44_100, 99_999])
@pytest.mark.parametrize("decoder", ["libsndfile", "ffmpeg", "mpg123", "lame"])
def test_length_and_moment_are_exact_in_every_decoder(
    tmp_path: Path,
    decoded_by: Callable[[str, Path], NDArray[np.float64]],
    decoder: str,
    frames: int,
    kbps: int,
) -> None:
    """Without the Info frame all would be heard 1105 samples late, and chapters with it."""
    path = tmp_path / "impulse.mp3"
    write(path, impulse(frames, frames // 3), kbps=kbps)
    heard = decoded_by(decoder, path)
    assert len(heard) == frames
    assert int(np.abs(heard).argmax()) == frames // 3


@pytest.mark.parametrize("kbps", SCALES)
def test_the_level_is_not_turned_down(tmp_path: Path, kbps: int) -> None:
    """LAME takes 0.45 dB off at low bit rates; the episode would miss its loudness by that."""
    sine = (0.3 * np.sin(2 * np.pi * 700 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
    write(tmp_path / "sine.mp3", sine, kbps=kbps)
    heard, _ = soundfile.read(tmp_path / "sine.mp3")
    middle = slice(10_000, 34_000)
    assert 20 * np.log10(heard[middle].std() / sine[middle].std()) == pytest.approx(0, abs=0.01)


def test_mutagen_reads_a_constant_bit_rate_and_the_length(tmp_path: Path) -> None:
    write(tmp_path / "a.mp3", impulse(RATE_HZ * 3, 5))
    info: Any = MP3(tmp_path / "a.mp3").info  # type: ignore[no-untyped-call]  # partly typed
    assert info.length == pytest.approx(3.0, abs=1e-4)
    assert info.bitrate_mode is BitrateMode.CBR
    assert info.bitrate == pytest.approx(96_000, abs=2)


def test_mp3val_finds_nothing_wrong(tmp_path: Path, judge: Callable[[str], str]) -> None:
    write(tmp_path / "a.mp3", impulse(RATE_HZ * 3, 5))
    result = subprocess.run(
        [judge("mp3val"), str(tmp_path / "a.mp3")], capture_output=True, text=True, check=True
    )
    remarks = [line for line in result.stdout.splitlines() if line.startswith(("WARN", "ERR"))]
    assert all("No supported tags" in line for line in remarks), remarks


def test_preamble_comes_first_and_the_size_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    writer = write(path, impulse(RATE_HZ, 5), preamble=b"tag" * 50)
    content = path.read_bytes()
    assert content.startswith(b"tag" * 50 + b"\xff\xfb")
    assert writer.length_bytes == len(content)
    assert writer.frames == RATE_HZ


def test_both_checksums_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    write(path, impulse(RATE_HZ * 2, 5))
    content = path.read_bytes()
    lame = content.index(b"LAME3.100")
    assert int.from_bytes(content[lame + 34 : lame + 36], "big") == crc16(content[: lame + 34])
    stream = content[144_000 * 96 // RATE_HZ :]
    assert int.from_bytes(content[lame + 32 : lame + 34], "big") == crc16(stream)


def test_the_same_sound_gives_the_same_bytes() -> None:
    clip = Clip(samples=impulse(20_000, 99), rate_hz=RATE_HZ)
    assert mp3_bytes(clip) == mp3_bytes(clip)


def test_too_loud_is_cut_off_and_not_wrapped_round(tmp_path: Path) -> None:
    """A wrapped sample would be the loudest crack that sixteen bits can make."""
    loud = np.full(RATE_HZ, 3.0, dtype=np.float32)
    write(tmp_path / "loud.mp3", loud)
    heard, _ = soundfile.read(tmp_path / "loud.mp3")
    assert heard[10_000:30_000].min() > 0.5


def test_a_clip_of_another_rate_is_brought_to_ours() -> None:
    clip = Clip(samples=impulse(24_000, 99), rate_hz=24_000)
    samples, rate_hz = soundfile.read(io.BytesIO(mp3_bytes(clip)))
    assert (len(samples), rate_hz) == (44_100, 44_100)


def test_an_empty_stream_is_refused() -> None:
    with pytest.raises(SoundError, match="no sound"):
        Mp3Writer(io.BytesIO()).close()


@pytest.mark.parametrize(
    ("rate_hz", "kbps", "quality"), [(24_000, 96, 5), (44_100, 97, 5), (44_100, 96, 10)]
)
def test_settings_that_do_not_exist_are_our_mistake(rate_hz: int, kbps: int, quality: int) -> None:
    with pytest.raises(ValueError, match="no MP3"):
        Mp3Writer(io.BytesIO(), rate_hz=rate_hz, kbps=kbps, quality=quality)
