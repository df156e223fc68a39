"""The last tenths: what ident, stings and signs do to the loudness of the whole.

Each voice is at the target. The show's own sounds lie under the speech, so they pull the loudness
of a short episode down; where words begin before the ident has ended, they add to it. All is then
moved together: the whole reads what was asked for, and nothing changes against anything else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from audiobrief.mix.model import Layer, Placement, Timeline
from audiobrief.sound.clip import Clip
from audiobrief.sound.loudness import Meter
from audiobrief.speech.model import Take

MAX_TRIM_DB: Final = 6.0

_GATE_LU: Final = 10.0
_FELT: Final = 0.85
"""A decibel of gain gives about so much loudness where the limiter is at work."""

_AROUND_MS: Final = 400
"""Silence around a sound: blocks of 0.4 s reach into it."""

_BLOCK_S: Final = 0.1
"""Blocks begin so far apart (BS.1770-4)."""


def trimmed(timeline: Timeline, takes: Sequence[Take], target_lufs: float) -> Timeline:
    """Return the timeline with all gains moved by what the whole would be off the target.

    It is worked out from levels and times, to about 0.1 LU, without a sound being mixed.

    Args:
        timeline: Each voice at the target (and its profile's own gain), sounds at their levels.
        takes: What is spoken in it.
        target_lufs: Integrated loudness of the whole.
    """
    change_db = _change_db(timeline, takes, target_lufs)
    moved = (replace(each, gain_db=each.gain_db + change_db) for each in timeline.placements)
    return replace(timeline, placements=tuple(moved))


def _change_db(timeline: Timeline, takes: Sequence[Take], target_lufs: float) -> float:
    """Return the change in whole hundredths of a decibel: on every machine the same."""
    own_db = {take.cue.id: take.gain_db for take in takes}
    power = seconds = 0.0
    for placement in timeline.placements:
        if placement.cue is not None:
            spoken = placement.frames / timeline.rate_hz
            power += spoken * 10 ** ((target_lufs + own_db[placement.cue.id]) / 10)
            seconds += spoken
        elif isinstance(placement.sound, Clip) and placement.layer is not Layer.BED:
            own_power, own_seconds = _gated(placement.sound, placement.gain_db, target_lufs)
            power += own_power
            seconds += own_seconds * (1 - _under_speech(placement, timeline))
    if not power:
        return 0.0
    off_lu = target_lufs - 10 * math.log10(power / seconds)
    return round(min(MAX_TRIM_DB, max(-MAX_TRIM_DB, off_lu / _FELT)), 2)


def _gated(clip: Clip, gain_db: float, target_lufs: float) -> tuple[float, float]:
    """Return power times seconds, and seconds, of the blocks of a sound that count."""
    around = np.zeros(clip.rate_hz * _AROUND_MS // 1000, dtype=np.float32)
    meter = Meter(clip.rate_hz, true_peak=False)
    meter.add(np.concatenate([around, clip.samples, around]))
    counts, power = meter.result().blocks.above(target_lufs - _GATE_LU - gain_db)
    return power * _BLOCK_S * 10 ** (gain_db / 10), counts * _BLOCK_S


def _under_speech(placement: Placement, timeline: Timeline) -> float:
    """Return which part of a sound is heard together with speech."""
    shared = sum(
        max(
            0,
            min(each.end_frames, placement.end_frames)
            - max(each.start_frames, placement.start_frames),
        )
        for each in timeline.speech
    )
    return shared / placement.frames
