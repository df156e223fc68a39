"""The whole reads what was asked for, however much of it is not speech."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audiobrief.mix.arrange import arrange
from audiobrief.mix.bed import bed_under, ceiling_beside, with_bed
from audiobrief.mix.level import levels
from audiobrief.mix.mixdown import mixdown
from audiobrief.mix.model import Encoding, Sounds, Timeline
from audiobrief.mix.sounds import sounds_for
from audiobrief.mix.trim import trimmed
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show, SoundSettings
from audiobrief.sound import tones
from audiobrief.speech.model import Take

TARGET_LUFS = -16.0

MakeRundown = Callable[..., Rundown]
MakeTakes = Callable[..., Sequence[Take]]
Read = Callable[..., Any]


def _laid_out(rundown: Rundown, takes: Sequence[Take], sounds: Sounds, *, bed: bool) -> Timeline:
    """Lay out as ``performance.perform`` does."""
    limit = Encoding().limit_dbtp
    gains_db = levels(rundown, takes, TARGET_LUFS, limit_dbtp=limit)
    if not bed:
        return arrange(rundown, takes, sounds, gains_db)
    music = tones.ident("music")
    limit = ceiling_beside(bed_under(music, takes, gains_db, 30.0), limit)
    gains_db = levels(rundown, takes, TARGET_LUFS, limit_dbtp=limit)
    under = bed_under(music, takes, gains_db, 30.0)
    return with_bed(arrange(rundown, takes, sounds, gains_db), under)


@pytest.mark.parametrize(
    "case",
    [(0, False, 0.0), (3_000, True, 0.0), (1_500, False, -2.0)],
    ids=["plain", "overlap and bed", "overlap and a soft voice"],
)
def test_a_short_story_is_as_loud_as_was_asked_for(
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_takes: MakeTakes,
    read: Read,
    case: tuple[int, bool, float],
) -> None:
    """A story of half a minute with a bed was 0.6 LU too soft, one with an overlap 0.4 too loud."""
    overlap_ms, bed, gain_db = case
    rundown = make_rundown(sentences=1, caption=0, opening=False)
    takes = make_takes(rundown, gain_db=gain_db)
    show = Show(sounds=SoundSettings(ident_overlap_ms=overlap_ms))
    timeline = _laid_out(rundown, takes, sounds_for(show), bed=bed)
    timeline = trimmed(timeline, takes, TARGET_LUFS)
    with (tmp_path / "episode.mp3").open("wb") as file:
        mixdown(timeline, file)
    whole = read(tmp_path / "episode.mp3")
    assert whole.integrated_lufs == pytest.approx(TARGET_LUFS, abs=0.3)
    assert whole.true_peak_dbtp <= -1.0


def test_everything_is_moved_together(make_rundown: MakeRundown, make_takes: MakeTakes) -> None:
    rundown = make_rundown(sentences=1)
    takes = make_takes(rundown)
    before = _laid_out(rundown, takes, sounds_for(Show()), bed=False)
    after = trimmed(before, takes, TARGET_LUFS)
    moved = {
        round(late.gain_db - early.gain_db, 6)
        for early, late in zip(before.placements, after.placements, strict=True)
    }
    assert len(moved) == 1
    assert 0 < moved.pop() < 1
    speech = replace(before, placements=before.speech)
    assert trimmed(speech, takes, TARGET_LUFS) == speech
