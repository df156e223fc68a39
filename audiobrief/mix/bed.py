"""Music under the speech: constant, and far enough below it for people who hear with effort.

WCAG 2.2, success criterion 1.4.7 (level AAA), wants 20 dB between speech and background. The bed
is set by the softest voice, and the loudest moment of the bed is held against the softest cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from audiobrief.errors import SoundError
from audiobrief.mix.model import TIMELINE_HZ, Layer, Placement, Timeline
from audiobrief.sound.aweighting import a_weighted_db
from audiobrief.sound.clip import Clip, factor, frames_in, gain, ramp
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.loudness import decibels
from audiobrief.speech.model import Take

WCAG_DB: Final = 20.0

_WINDOW_MS: Final = 400
_SPEAKING_DB: Final = 15.0
"""Windows of a take so far under its loudest one are pauses, and do not count as speech."""
_FADE_MS: Final = 2_000
_JOIN_MS: Final = 1_000
_READ_FRAMES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """Music that is ready to lie under the speech.

    Attributes:
        clip: A piece that can be repeated without a seam, at its level, at ``TIMELINE_HZ``.
        under_db: How far it lies under the softest voice, A-weighted, in the mean of both.
        least_db: How far its loudest moment lies under the softest cue.
    """

    clip: Clip
    under_db: float
    least_db: float


def bed_under(
    clip: Clip, takes: Sequence[Take], gains_db: Mapping[str, float], under_db: float
) -> Bed:
    """Return the clip as a bed so far under the softest voice of these takes.

    Args:
        clip: Music at ``TIMELINE_HZ``, longer than a second or two.
        takes: All that is spoken.
        gains_db: Cue id -> gain in decibels, as ``level.levels`` gives them.
        under_db: Distance of the means, A-weighted, in decibels.

    Raises:
        SoundError: The bed's loudest moment would come nearer than 20 dB to the softest cue: music
            with such swells is no bed. Or a take cannot be read.
    """
    looped = _without_seam(clip)
    moments_db = a_weighted_db(looped, _WINDOW_MS)
    cues = [(take.voice, _spoken_db(take) + gains_db[take.cue.id]) for take in takes]
    voices = {name: _mean_db(level for each, level in cues if each == name) for name, _ in cues}
    wanted_db = min(voices.values()) - under_db
    change_db = wanted_db - _mean_db(moments_db)
    least_db = min(level for _, level in cues) - (float(moments_db.max()) + change_db)
    if least_db < WCAG_DB:
        raise SoundError(
            f"The bed would come within {least_db:.0f} decibels of the softest cue, and 20 are"
            " needed to understand it with ease (WCAG 1.4.7): set bed_under_db higher, or choose"
            " music without swells."
        )
    return Bed(clip=gain(looped, change_db), under_db=under_db, least_db=round(least_db, 1))


def ceiling_beside(bed: Bed, limit_dbtp: float) -> float:
    """Return the true peak to which the rest is limited, so that with the bed it stays under one.

    The bed is added behind the limiter (``mixdown``), and its peak has to find room.
    """
    return decibels(factor(limit_dbtp) - float(np.abs(bed.clip.samples).max()))


def with_bed(timeline: Timeline, bed: Bed) -> Timeline:
    """Return the timeline with the bed from the first word to the last, with slow fades."""
    spoken = timeline.speech
    start = spoken[0].start_frames
    frames = min(timeline.frames, spoken[-1].end_frames + _frames(_FADE_MS)) - start
    fade = min(_frames(_FADE_MS), frames // 2)
    under = Placement(
        sound=bed.clip,
        rate_hz=TIMELINE_HZ,
        start_frames=start,
        frames=frames,
        fade_in_frames=fade,
        fade_out_frames=fade,
        layer=Layer.BED,
    )
    placements = sorted((under, *timeline.placements), key=lambda each: each.start_frames)
    return Timeline(rate_hz=timeline.rate_hz, placements=tuple(placements), frames=timeline.frames)


def _spoken_db(take: Take) -> float:
    """Return the level of a take while it speaks, A-weighted."""
    samples = np.concatenate(list(read_blocks(take.path, _READ_FRAMES)))
    levels_db = a_weighted_db(Clip(samples=samples, rate_hz=take.rate_hz), _WINDOW_MS)
    return _mean_db(levels_db[levels_db >= levels_db.max() - _SPEAKING_DB])


def _mean_db(levels_db: Iterable[float]) -> float:
    """Return the mean of levels as powers."""
    return float(10 * np.log10(np.mean([10 ** (level / 10) for level in levels_db])))


def _without_seam(clip: Clip) -> Clip:
    """Return the clip with its end faded over its beginning, so that it can be repeated."""
    join = min(_frames(_JOIN_MS), clip.frames // 3)
    # Two unlike pieces of music keep their power where their factors are sine and cosine.
    up = np.sqrt(ramp(join))
    samples = clip.samples[: clip.frames - join].copy()
    samples[:join] = samples[:join] * up + clip.samples[clip.frames - join :] * up[::-1]
    return Clip(samples=samples, rate_hz=clip.rate_hz)


def _frames(ms: int) -> int:
    return frames_in(ms, TIMELINE_HZ)
