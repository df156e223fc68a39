"""The timeline: the one clock from which chapters, transcripts and sound are all derived."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from audiobrief.rundown.model import Cue
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Mark

TIMELINE_HZ: Final = 44_100
"""Sample rate of every timeline."""

CODEC_MARGINS_DB: Final[Mapping[int, float]] = MappingProxyType(
    {64: 1.2, 96: 1.2, 128: 0.5, 192: 0.5, 256: 0.5, 320: 0.5}
)
"""Bit rate in kb/s -> how far under the ceiling of the decoded file the sound is limited before it
is encoded. MP3 moves the peaks of limited speech. The greatest move in 12 s, of 51 voices and
languages that were limited by 2 to 8 dB: 0.3 dB in the median and 0.9 at most at 96 kb/s, 0.1 and
0.2 at 128 kb/s; in ten hours at 96 kb/s, 41 moments by more than 0.5 dB, 3 by more than 0.8 and one
by more than 0.95 (measured). So ``delivery`` looks at what was written; with this margin even hours
are hardly ever written twice."""

NARROW_KBPS: Final = 64
"""At this bit rate LAME leaves out what lies above 11 kHz, and without it peaks are higher: it is
left out before they are limited, which takes 1.5 of 2.5 dB off what the codec adds (measured)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How an MP3 is to be.

    Attributes:
        ceiling_dbtp: Ceiling of the true peak in the decoded file.
        kbps: Bit rate in kilobits per second.
        quality: LAME's scale, 0 (best) to 9 (fastest).
    """

    ceiling_dbtp: float = -1.0
    kbps: int = 96
    quality: int = 5

    @property
    def limit_dbtp(self) -> float:
        """The true peak to limit to, that the decoded file may stay under the ceiling."""
        return self.ceiling_dbtp - CODEC_MARGINS_DB[self.kbps]

    @property
    def is_narrow(self) -> bool:
        """Whether treble is left out before peaks are limited."""
        return self.kbps <= NARROW_KBPS


class Layer(StrEnum):
    """What a placement is for; the values are the kinds in segments.json."""

    SPEECH = "speech"
    IDENT = "ident"
    STING = "sting"
    SIGN_OFF = "sign-off"
    EARCON = "earcon"
    BED = "bed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounds:
    """The show's own sounds at ``TIMELINE_HZ``, levelled and faded; None where there is none.

    Attributes:
        ident: Opens the episode.
        sting: Comes between stories.
        sign_off: Closes the episode.
        earcons: Role of ``settings.EARCONS`` -> the sign before it.
        ident_overlap_ms: How long before the ident's end the first words begin.
        bed: Music to lie under the speech, not yet at its level.
        remarks: Whole sentences for the user: what was done to a sound of theirs.
    """

    ident: Clip | None = None
    sting: Clip | None = None
    sign_off: Clip | None = None
    earcons: Mapping[str, Clip] = field(default_factory=lambda: MappingProxyType({}))
    ident_overlap_ms: int = 0
    bed: Clip | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A sound at a moment.

    Attributes:
        sound: A clip in memory (a sound of the show) or the file of a take. On the bed's layer it
            is repeated to the end.
        rate_hz: Sample rate of the sound itself; the mixdown resamples it.
        start_frames: Where it begins, in frames of the timeline.
        frames: Its length, in frames of the timeline.
        gain_db: Gain in decibels.
        fade_in_frames: Length of the fade at its beginning, in frames of the timeline.
        fade_out_frames: Length of the fade at its end, in frames of the timeline.
        layer: What it is for.
        cue: The cue that is spoken, on the speech layer; None on the others.
        voice: Name of the profile that really spoke; ``""`` on the other layers.
        engine: Name and version of the engine that really spoke; ``""`` on the other layers.
        marks: Times of the spoken words from the start of the placement, in frames of the timeline;
            none where the engine does not tell them.
    """

    sound: Clip | Path
    rate_hz: int
    start_frames: int
    frames: int
    gain_db: float = 0.0
    fade_in_frames: int = 0
    fade_out_frames: int = 0
    layer: Layer
    cue: Cue | None = None
    voice: str = ""
    engine: str = ""
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        if self.start_frames < 0 or self.frames <= 0:
            raise ValueError(f"a placement starts at {self.start_frames} for {self.frames} frames")
        if (self.layer is Layer.SPEECH) != (self.cue is not None):
            raise ValueError("a cue belongs to the speech layer, and to no other")

    @property
    def end_frames(self) -> int:
        """The frame after its last one, in frames of the timeline."""
        return self.start_frames + self.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything that is heard, in time order.

    Attributes:
        rate_hz: Sample rate of all frames in it.
        placements: Ordered by start; speech never overlaps speech.
        frames: Whole length, with the silence after the last sound.

    Raises:
        ValueError: Placements are out of order, overlap in speech, or pass the end.
    """

    rate_hz: int
    placements: tuple[Placement, ...]
    frames: int

    def __post_init__(self) -> None:
        starts = [placement.start_frames for placement in self.placements]
        if starts != sorted(starts):
            raise ValueError("placements are not in time order")
        if any(placement.end_frames > self.frames for placement in self.placements):
            raise ValueError("a placement passes the end of the timeline")
        spoken = self.speech
        if any(a.end_frames > b.start_frames for a, b in itertools.pairwise(spoken)):
            raise ValueError("speech overlaps speech")

    @property
    def speech(self) -> tuple[Placement, ...]:
        """The placements of the speech layer, in time order."""
        return tuple(p for p in self.placements if p.layer is Layer.SPEECH)

    def ms(self, frames: int) -> int:
        """Return frames as whole milliseconds, rounded to the nearest."""
        return (frames * 1000 + self.rate_hz // 2) // self.rate_hz


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of a timeline that sounds as one of another, from which it was taken, did.

    Attributes:
        at_frames: Where it begins in the timeline.
        start_frames: Where it begins in the one that it was taken from.
        frames: Its length.
    """

    at_frames: int
    start_frames: int
    frames: int

    @property
    def end_frames(self) -> int:
        """The frame after its last one in the timeline."""
        return self.at_frames + self.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """The stream that a mixdown wrote.

    Attributes:
        frames: Its length in sample frames.
        rate_hz: Its sample rate.
        length_bytes: Size of the whole file, tags included.
        reduction_db: (median, 95th percentile, greatest) gain reduction of the limiter while it
            was at work, in decibels; zeros where it never was.
    """

    frames: int
    rate_hz: int
    length_bytes: int
    reduction_db: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Master(Stream):
    """A stream that was decoded and listened to.

    Attributes:
        loudness_lufs: Integrated loudness of the decoded file.
        true_peak_dbtp: True peak of the decoded file.
        over_db: By how much it still passes the ceiling, after all that was tried.
    """

    loudness_lufs: float
    true_peak_dbtp: float
    over_db: float = 0.0
