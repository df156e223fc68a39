"""How loud each voice is: the gain that brings it to the target in each story.

Sentences are not levelled one by one: that would take away the difference between a headline and
an aside. As synthetic speech has peaks 20 dB above its loudness, the limiter bites, and takes some
of the loudness away; so the gain is found by trial on a part of the takes.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from audiobrief.errors import SoundError
from audiobrief.rundown.model import Rundown
from audiobrief.sound.clip import Clip, frames_in
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.limiter import Rehearsal
from audiobrief.sound.loudness import ABSOLUTE_GATE_LUFS
from audiobrief.speech.model import Take
from audiobrief.storage import cache_advice, write_atomically

SCHEMA: Final = 2
"""Raised when the same takes would now get another gain: the limiter or the trials changed."""

MIN_GROUP_MS: Final = 3_000
"""A voice that says less than this in a story is levelled by all that it says anywhere."""

TRIAL_MS: Final = 40_000
"""How much of a group is tried at most."""

MAX_GAIN_DB: Final = 40.0
"""No take is raised by more: it would be noise."""

_TRIALS: Final = 6
_CLOSE_LU: Final = 0.05
_USUAL_SLOPE: Final = 0.85
_LEAST_SLOPE: Final = 0.2

_BLOCK_FRAMES: Final = 96_000
_LONGEST_PAUSE_MS: Final = 1_000


class Group(NamedTuple):
    """What is levelled together: a voice in a story, or in the whole (``item`` is None)."""

    item: int | None
    voice: str
    engine: str
    rate_hz: int


def levels(
    rundown: Rundown,
    takes: Sequence[Take],
    target_lufs: float,
    *,
    limit_dbtp: float = -2.2,
    found: Path | None = None,
) -> dict[str, float]:
    """Return cue id -> gain in decibels.

    Every voice in every story is brought to the target (and the voice profile's own gain added),
    as it will be heard: limited to the ceiling. Opening and closing go with all that the voice
    says, and so does a voice that says less than 3 s in a story.

    Args:
        rundown: Tells to which story a cue belongs.
        takes: One for each cue.
        target_lufs: Integrated loudness of each group.
        limit_dbtp: The true peak to which the mixdown limits (``mix.model.Encoding``).
        found: Folder in which gains are kept by the takes they were found from: the same takes are
            not tried again.

    Raises:
        SoundError: A take cannot be read, or the folder cannot be written.
    """
    groups = _groups(rundown, takes)
    return {
        take.cue.id: gain_db + take.gain_db
        for members, group in groups
        for gain_db in (_kept_gain_db(group, target_lufs, limit_dbtp, found),)
        for take in members
    }


def _kept_gain_db(
    takes: Sequence[Take], target_lufs: float, limit_dbtp: float, found: Path | None
) -> float:
    """Return the gain from the folder, else by trial; what is kept is never changed."""
    audible = [take for take in takes if take.loudness_lufs > ABSOLUTE_GATE_LUFS]
    if not audible:
        return 0.0
    if found is None:
        return _group_gain_db(audible, target_lufs, limit_dbtp)
    sounds = [[take.path.stem, take.cue.pause_after_ms] for take in audible]
    asked = [SCHEMA, target_lufs, limit_dbtp, sounds]
    name = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
    path = found / name[:2] / f"{name}.json"
    try:
        gain_db = float(json.loads(path.read_bytes())["gain_db"])
    except (OSError, ValueError, TypeError, LookupError):
        gain_db = math.nan  # Missing or damaged: it is found anew.
    if not -MAX_GAIN_DB <= gain_db <= MAX_GAIN_DB:
        gain_db = _group_gain_db(audible, target_lufs, limit_dbtp)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(path, json.dumps({"gain_db": gain_db}).encode())
        except OSError as failed:
            raise SoundError(
                f"The cache {found} cannot be written: {failed.strerror or failed};"
                f" {cache_advice(failed)}."
            ) from failed
    return gain_db


def _group_gain_db(audible: Sequence[Take], target_lufs: float, limit_dbtp: float) -> float:
    """Return the gain that brings these takes, limited, to the target together."""
    tried = _spread(audible)
    # What is tried may be a little louder or softer than the whole, and is to stay so.
    want_lufs = target_lufs + _together_lufs(tried) - _together_lufs(audible)
    return _tried_gain_db(_heard(tried), _together_lufs(tried), want_lufs, limit_dbtp)


def _groups(
    rundown: Rundown, takes: Sequence[Take]
) -> list[tuple[tuple[Take, ...], tuple[Take, ...]]]:
    """Return pairs: takes that share a gain, and the takes from which it is found."""
    item_of = rundown.item_of()
    by_voice: dict[Group, list[Take]] = defaultdict(list)
    by_story: dict[Group, list[Take]] = defaultdict(list)
    for take in takes:
        item = item_of[take.cue.id] if rundown.is_edition else None
        by_voice[Group(None, take.voice, take.engine, take.rate_hz)].append(take)
        by_story[Group(item, take.voice, take.engine, take.rate_hz)].append(take)
    pairs: dict[Group, tuple[tuple[Take, ...], tuple[Take, ...]]] = {}
    for group, members in by_story.items():
        alone = group.item is not None and _length_ms(members) >= MIN_GROUP_MS
        source = group if alone else group._replace(item=None)
        found_from = members if alone else by_voice[source]
        shared, _ = pairs.get(source, ((), ()))
        pairs[source] = ((*shared, *members), tuple(found_from))
    return list(pairs.values())


def _length_ms(takes: Iterable[Take]) -> int:
    return sum(take.frames * 1000 // take.rate_hz for take in takes)


def _spread(takes: Sequence[Take]) -> Sequence[Take]:
    """Return the takes, or some from beginning to end, no longer than ``TRIAL_MS`` in the mean."""
    return takes[:: max(1, math.ceil(_length_ms(takes) / TRIAL_MS))]


def _together_lufs(takes: Sequence[Take]) -> float:
    """Return the loudness of the takes together: the mean of their powers over time."""
    powers = sum(10 ** (take.loudness_lufs / 10) * take.frames / take.rate_hz for take in takes)
    return 10 * math.log10(powers / sum(take.frames / take.rate_hz for take in takes))


def _heard(takes: Sequence[Take]) -> Clip:
    """Return the takes of one rate with their pauses as one sound, each at its own level.

    The rate is kept: at 24 kHz a trial costs half of what it would at the timeline's rate, and the
    loudness is the same.
    """
    rate_hz = takes[0].rate_hz
    pauses = [frames_in(min(each.cue.pause_after_ms, _LONGEST_PAUSE_MS), rate_hz) for each in takes]
    samples = np.zeros(sum(each.frames for each in takes) + sum(pauses), dtype=np.float32)
    at = 0
    for take, pause in zip(takes, pauses, strict=True):
        for block in read_blocks(take.path, _BLOCK_FRAMES):
            samples[at : at + len(block)] = block
            at += len(block)
        at += pause
    return Clip(samples=samples, rate_hz=rate_hz)


def _tried_gain_db(sound: Clip, own_lufs: float, want_lufs: float, limit_dbtp: float) -> float:
    """Return the gain with which the sound, limited, is as loud as wanted.

    The step to the next trial follows from the last two (the secant): where the limiter bites, a
    decibel of gain gives less than a decibel of loudness.
    """
    rehearsal = Rehearsal(sound)
    gain_db = min(MAX_GAIN_DB, want_lufs - own_lufs)
    slope, step_db, missing_lu = _USUAL_SLOPE, 0.0, 0.0
    for _ in range(_TRIALS):
        missing_before = missing_lu
        missing_lu = want_lufs - rehearsal.limited_lufs(gain_db, limit_dbtp)
        if abs(missing_lu) < _CLOSE_LU:
            break
        if missing_before:
            slope = min(1.0, max(_LEAST_SLOPE, (missing_before - missing_lu) / step_db))
        step_db = min(MAX_GAIN_DB - gain_db, missing_lu / slope)
        if not step_db:
            break
        gain_db += step_db
    # In whole hundredths: where two machines differ in the last bit, the episode is the same.
    return round(gain_db, 2)
