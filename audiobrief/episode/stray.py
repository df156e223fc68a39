"""Checks an MP3 of any maker by itself: its frames, its tag and how it sounds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.episode.id3 import TagsRead, read_tags
from audiobrief.errors import EpisodeError, SoundError
from audiobrief.findings import Finding, finding, in_order
from audiobrief.readback.filebytes import FileBytes
from audiobrief.readback.mp3 import read_mp3, tag_length
from audiobrief.sound.clip import factor
from audiobrief.sound.codec import read_channels
from audiobrief.sound.loudness import Meter
from audiobrief.sound.pauses import LongestSilence

LOUDNESS_LUFS: Final = (-24.0, -11.0)
"""Outside of it listeners reach for the volume; inside, makers differ: -14, -16, -19 for mono."""

PEAK_DBTP: Final = 1.0
"""What a decoder may pass full scale by before it can be heard; many good makers stop at 0."""

QUIET_DB: Final = -60.0
LONGEST_SILENCE_S: Final = 12.0
NEAR_MS: Final = 2_500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sound:
    duration_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    longest_silence_s: float


def check_sound(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with an MP3 file, errors first; nothing for a good one."""
    try:
        with path.open("rb") as file:
            content = FileBytes(file)
            tagged, read = tag_length(content) > 0, read_mp3(content)
    except OSError as failed:
        return (finding("path", path, f"It cannot be read: {failed.strerror or failed}."),)
    if read is None:
        return (finding("mp3-frames", path, "It holds no MP3 frames."),)
    found = [finding(rule, path, told) for rule, told in read.problems]
    found += _heard(path)
    if tagged:
        try:
            found += _tag(path, read_tags(path), read.duration_ms)
        except EpisodeError as failed:
            found.append(finding("tag-missing", path, str(failed)))
    return in_order(found)


def _heard(path: Path) -> Iterator[Finding]:
    try:
        sound = _listen(path)
    except SoundError as failed:
        yield finding("sound-decodes", path, str(failed))
        return
    low, high = LOUDNESS_LUFS
    if sound.loudness_lufs < QUIET_DB:
        yield finding("sound-silent", path, "There is nothing to be heard in it.")
    elif not low <= sound.loudness_lufs <= high:
        told = f"The loudness is {sound.loudness_lufs:.1f} LUFS; podcasts have about -16."
        yield finding("sound-loudness-near", path, told)
    if sound.true_peak_dbtp > PEAK_DBTP:
        told = f"The true peak is {sound.true_peak_dbtp:.1f} dBTP: it is distorted."
        yield finding("sound-peak", path, told)
    if sound.longest_silence_s > LONGEST_SILENCE_S and sound.loudness_lufs >= QUIET_DB:
        told = f"It is silent for {sound.longest_silence_s:.0f} seconds in one place."
        yield finding("sound-silence", path, told)


def _listen(path: Path) -> _Sound:
    """Decode the file from end to end, in constant memory."""
    meters: list[Meter] = []
    frames, rate, silence = 0, 44_100, LongestSilence(factor(QUIET_DB))
    for rate_hz, block in read_channels(path, 1 << 16):
        rate = rate_hz
        while len(meters) < block.shape[1]:
            meters.append(Meter(rate_hz))
        for meter, channel in zip(meters, block.T, strict=False):
            meter.add(channel.copy())
        frames += len(block)
        silence.add(block)
    powers = sum(10 ** (meter.integrated_lufs / 10) for meter in meters)
    return _Sound(
        duration_ms=frames * 1000 // rate,
        loudness_lufs=10 * math.log10(powers) if powers > 0 else -120.0,
        true_peak_dbtp=max((meter.true_peak_dbtp for meter in meters), default=-120.0),
        longest_silence_s=silence.frames / rate,
    )


def _tag(path: Path, tags: TagsRead, duration_ms: int) -> Iterator[Finding]:
    names = [name for name, _ in tags.chapters]
    if names and not tags.contents:
        yield finding("tag-contents", path, "There are chapters, and no table of contents.")
    elif unknown := set(tags.contents) - set(names):
        told = f"The table of contents names {', '.join(sorted(unknown))}, which is not there."
        yield finding("tag-contents", path, told)
    starts = [chapter.start_ms for _, chapter in tags.chapters]
    if starts != sorted(starts):
        yield finding("tag-order", path, "The chapters do not stand in the order of time.")
    for name, chapter in tags.chapters:
        if chapter.end_ms < chapter.start_ms or chapter.start_ms > duration_ms + NEAR_MS:
            yield finding("tag-chapters", path, f"The chapter {name} is not within the sound.")
        if not chapter.title:
            yield finding("tag-chapter-title", path, f"The chapter {name} has no title.")
    for frame, language in tags.languages.items():
        bare = language.strip("\0 ")
        if bare and not (len(bare) == 3 and bare.isascii() and bare.isalpha()):
            yield finding("tag-language", path, f"The frame {frame} has the language {language!r}.")
    stated = tags.texts.get("TLEN", "")
    if stated.isdigit() and int(stated) and abs(int(stated) - duration_ms) > NEAR_MS:
        told = f"The frame TLEN says {stated} milliseconds, and it plays {duration_ms}."
        yield finding("tag-duration", path, told)
