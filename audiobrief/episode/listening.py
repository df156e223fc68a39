"""Listens to a published episode: is speech where segments.json says, and silence between?"""

from __future__ import annotations

import math
import statistics
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audiobrief.episode.model import Episode
from audiobrief.errors import EpisodeError
from audiobrief.findings import Finding, finding
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.loudness import Meter

_STEP_MS: Final = 10
_FLOOR_DB: Final = -120.0

LOUDNESS_WARNING_LU: Final = 0.5
LOUDNESS_ERROR_LU: Final = 1.0
"""Apple Podcasts asks for plus or minus 1 dB; we aim at half of that."""

PEAK_TOLERANCE_DB: Final = 0.05
"""What two meters of true peak may differ by."""

MP3_FRAME_FRAMES: Final = 1152
"""A decoder without the Info frame is off by as much as this, and more is a fault."""

QUIET_DB: Final = 25.0
"""What lies so far under the usual speech is silence to a listener."""

_EDGE_MS: Final = 40
"""Kept clear of the edges of a pause: an MP3 smears a sound over a frame of 26 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something that is heard from one millisecond to another."""

    name: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard in the decoded file.

    Attributes:
        frames: Its length.
        loudness_lufs: Integrated loudness.
        true_peak_dbtp: True peak.
        levels_db: Level of each 10 ms, shape (n,), in dBFS.
    """

    frames: int
    loudness_lufs: float
    true_peak_dbtp: float
    levels_db: Sequence[float]

    def greatest_db(self, start_ms: int, end_ms: int) -> float:
        """Return the highest level from one millisecond to another."""
        levels = self.levels_db[start_ms // _STEP_MS : math.ceil(end_ms / _STEP_MS)]
        return max(levels, default=_FLOOR_DB)


def listen(path: Path, rate_hz: int) -> Heard:
    """Decode a sound file from end to end, in little memory.

    Raises:
        SoundError: It cannot be decoded, or has more than one channel.
    """
    meter, frames = Meter(rate_hz), 0
    # Four bytes for 10 ms: as floats of Python those of ten hours would take 150 MB.
    levels_db = array("f")
    step = rate_hz * _STEP_MS // 1000
    for block in read_blocks(path, step * 400):
        meter.add(block)
        frames += len(block)
        whole = len(block) // step * step
        powers = (block[:whole].reshape(-1, step) ** 2).mean(axis=1).tolist()
        levels_db.extend(10 * math.log10(each) if each > 1e-12 else _FLOOR_DB for each in powers)
    return Heard(
        frames=frames,
        loudness_lufs=meter.integrated_lufs,
        true_peak_dbtp=meter.true_peak_dbtp,
        levels_db=levels_db,
    )


def sound_findings(
    path: Path,
    episode: Episode,
    record: Mapping[str, Any],
    segments: tuple[Span, ...],
    sounds: tuple[Span, ...],
) -> Iterator[Finding]:
    """Yield what is wrong with the sound, measured on the decoded file.

    Raises:
        EpisodeError: The record does not say what loudness was asked for.
        SoundError: The file cannot be decoded.
    """
    heard = listen(path, episode.rate_hz)
    yield from _length(path, episode, heard)
    yield from _loudness(path, record, heard)
    yield from _speech(path, heard, segments, sounds)


def _length(path: Path, episode: Episode, heard: Heard) -> Iterator[Finding]:
    if not episode.chapters:
        return
    wanted = episode.chapters[-1].end_frames
    if heard.frames != wanted:
        grave = abs(heard.frames - wanted) > MP3_FRAME_FRAMES
        yield finding(
            "sound-length" if grave else "sound-length-near",
            path,
            f"The sound decodes to {heard.frames} sample frames, and its chapters end at {wanted}.",
        )


def _loudness(path: Path, record: Mapping[str, Any], heard: Heard) -> Iterator[Finding]:
    try:
        target = float(record["asked_for"]["integrated_lufs"])
        ceiling = float(record["asked_for"]["true_peak_dbtp"])
    except (KeyError, TypeError, ValueError) as failed:
        raise EpisodeError(
            f"The record of {path.parent} does not say what loudness was asked for; make the "
            "episode again."
        ) from failed
    off = abs(heard.loudness_lufs - target)
    if off > LOUDNESS_WARNING_LU:
        yield finding(
            "sound-loudness" if off > LOUDNESS_ERROR_LU else "sound-loudness-near",
            path,
            f"The loudness is {heard.loudness_lufs:.1f} LUFS, and {target:.1f} was asked for.",
        )
    if heard.true_peak_dbtp > ceiling + PEAK_TOLERANCE_DB:
        yield finding(
            "sound-peak",
            path,
            f"The true peak is {heard.true_peak_dbtp:.1f} dBTP, over the limit of {ceiling:.1f}.",
        )


def _speech(
    path: Path, heard: Heard, segments: tuple[Span, ...], sounds: tuple[Span, ...]
) -> Iterator[Finding]:
    levels = [heard.greatest_db(each.start_ms, each.end_ms) for each in segments]
    quiet = max(_FLOOR_DB / 2, statistics.median(levels) - QUIET_DB) if levels else _FLOOR_DB
    for segment, level in zip(segments, levels, strict=True):
        if level < quiet:
            told = f"The cue {segment.name} at {_moment(segment.start_ms)} is silent."
            yield finding("sound-silent", path, told)
    for start_ms, end_ms in _pauses((*segments, *sounds), round(len(heard.levels_db) * _STEP_MS)):
        if heard.greatest_db(start_ms + _EDGE_MS, end_ms - _EDGE_MS) > quiet:
            yield finding(
                "sound-noise",
                path,
                f"There is sound from {_moment(start_ms)} to {_moment(end_ms)}, where "
                "segments.json has a pause.",
            )


def _pauses(spans: Iterable[Span], whole_ms: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the silences that are long enough to be judged."""
    reached = 0
    for span in sorted(spans, key=lambda each: each.start_ms):
        if span.start_ms - reached > 2 * _EDGE_MS + _STEP_MS:
            yield reached, span.start_ms
        reached = max(reached, span.end_ms)
    if whole_ms - reached > 2 * _EDGE_MS + _STEP_MS:
        yield reached, whole_ms


def _moment(moment_ms: int) -> str:
    minutes, ms = divmod(moment_ms, 60_000)
    return f"{minutes} minutes {ms / 1000:.1f} seconds" if minutes else f"{ms / 1000:.1f} seconds"
