"""MP3 files of other makers: what is right is not blamed, what is wrong is found."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mutagen.id3
import pytest

from audiobrief.episode.stray import check_sound

CHAPTERS = """;FFMETADATA1
title=A talk
artist=Ann & Bob
album=Talks
[CHAPTER]
TIMEBASE=1/1000
START=0
END=4000
title=One
[CHAPTER]
TIMEBASE=1/1000
START=4000
END=8000
title=Two
"""
MAKERS = {
    "stereo, ID3v2.3": ("-b:a", "128k", "-id3v2_version", "3"),
    "mono, ID3v2.4": ("-ac", "1", "-b:a", "64k"),
    "variable": ("-q:a", "4"),
    "joint stereo with ID3v1": ("-b:a", "192k", "-write_id3v1", "1"),
    "48 kHz without Xing": ("-ac", "1", "-ar", "48000", "-b:a", "96k", "-write_xing", "0"),
    "no tag": ("-b:a", "96k", "-map_metadata", "-1", "-id3v2_version", "0"),
}
Judge = Callable[[str], str]


@pytest.fixture(scope="module")
def made(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("made")
    (folder / "chapters.txt").write_text(CHAPTERS, encoding="utf-8")

    def make(maker: str) -> Path:
        path = folder / f"{maker}.mp3"
        sound = "anoisesrc=color=pink:duration=8:amplitude=0.7:seed=1"
        start = [judge("ffmpeg"), "-v", "error", "-f", "lavfi", "-i", sound, "-i"]
        chapters = [str(folder / "chapters.txt"), "-map_metadata", "1"]
        command = [*start, *chapters, *MAKERS[maker], "-y", str(path)]
        subprocess.run(command, check=True, timeout=60)
        return path

    return make


@pytest.mark.parametrize("maker", MAKERS)
def test_good_sounds_of_other_makers_are_not_blamed(
    maker: str, made: Callable[[str], Path]
) -> None:
    assert [each for each in check_sound(made(maker)) if each.level != "advice"] == []


def _without_contents(path: Path) -> None:
    reader: Any = mutagen.id3  # without types
    tag = reader.ID3(path)
    tag.delall("CTOC")
    tag.save(path, v2_version=3)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:-200]), "mp3-cut"),
    "half": (lambda path: path.write_bytes(path.read_bytes()[:60_000]), "mp3-cut"),
    "a page": (lambda path: path.write_bytes(b"<html>"), "mp3-frames"),
    "rubbish at its end": (
        lambda path: path.write_bytes(path.read_bytes() + b"x" * 99),
        "mp3-junk",
    ),
    "no contents": (_without_contents, "tag-contents"),
    "gone": (Path.unlink, "path"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_sound_is_found(fault: str, made: Callable[[str], Path]) -> None:
    path = made("stereo, ID3v2.3")
    spoil, rule = FAULTS[fault]
    spoil(path)
    assert rule in {each.rule for each in check_sound(path) if each.level != "advice"}


def test_silence_and_a_low_rate_are_found(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "silent.mp3"
    sound = ["-f", "lavfi", "-i", "anullsrc=r=22050:cl=mono:d=2"]
    subprocess.run([judge("ffmpeg"), "-v", "error", *sound, str(path)], check=True, timeout=60)
    assert {each.rule for each in check_sound(path)} >= {"sound-silent", "sound-rate"}
