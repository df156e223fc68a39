"""Music under the speech: constant, and far below it."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audiobrief.errors import SoundError
from audiobrief.mix.arrange import arrange
from audiobrief.mix.bed import bed_under, with_bed
from audiobrief.mix.level import levels
from audiobrief.mix.mixdown import mixdown
from audiobrief.mix.model import TIMELINE_HZ, Layer, Sounds, Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.sound.aweighting import a_weighted_db
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Take

MakeRundown = Callable[..., Rundown]
MakeTakes = Callable[..., Sequence[Take]]


def rustling(seconds: float, *, swell: float = 0.0) -> Clip:
    """Rustling, steady or swelling to so many times its level; its seam has no phase to betray."""
    time = np.arange(round(seconds * TIMELINE_HZ)) / TIMELINE_HZ
    rustle = np.random.default_rng(8).standard_normal(len(time))
    level = 0.05 * (1 + swell * np.sin(2 * np.pi * time / seconds) ** 8)
    return Clip(samples=(level * rustle).astype(np.float32), rate_hz=TIMELINE_HZ)


def tone(hz: float) -> Clip:
    time = np.arange(TIMELINE_HZ) / TIMELINE_HZ
    return Clip(samples=np.sin(2 * np.pi * hz * time).astype(np.float32), rate_hz=TIMELINE_HZ)


@pytest.mark.parametrize(
    ("hz", "db"), [(100, -19.1), (1_000, 0.0), (4_000, 1.0), (8_000, -1.1), (250, -8.7)]
)
def test_levels_follow_the_table_of_the_standard(hz: float, db: float) -> None:
    """IEC 61672-1, table 3."""
    assert a_weighted_db(tone(hz), 1_000)[0] == pytest.approx(db - 3.01, abs=0.15)


def level_db(samples: np.ndarray) -> float:
    clip = Clip(samples=np.ascontiguousarray(samples), rate_hz=TIMELINE_HZ)
    return float(a_weighted_db(clip, len(samples) * 1000 // TIMELINE_HZ)[0])


def made(rundown: Rundown, takes: Sequence[Take], clip: Clip) -> tuple[Timeline, Timeline]:
    """The timeline without a bed, and with one."""
    gains_db = levels(rundown, takes, -19.0)
    bare = arrange(rundown, takes, Sounds(), gains_db)
    return bare, with_bed(bare, bed_under(clip, takes, gains_db, 26.0))


def decoded(timeline: Timeline) -> np.ndarray:
    file = io.BytesIO()
    mixdown(timeline, file)
    file.seek(0)
    samples, _ = soundfile.read(file, dtype="float32")
    return np.asarray(samples)


def test_the_bed_is_steady_and_26_db_down(make_rundown: MakeRundown, make_takes: MakeTakes) -> None:
    """Heard in the decoded file: alike in every pause, however loud the words around it."""
    rundown = make_rundown(sentences=6)
    bare, bedded = made(rundown, make_takes(rundown), rustling(3.0))
    heard = decoded(bedded)
    assert len(heard) == bare.frames
    inside = bare.speech[2:-2]
    # Not next to the words: there an MP3 holds a trace of them.
    near = TIMELINE_HZ // 20
    pauses = [
        heard[a.end_frames + near : b.start_frames - near] for a, b in itertools.pairwise(inside)
    ]
    words = [heard[each.start_frames : each.end_frames] for each in inside]
    bed_db = [level_db(pause) for pause in pauses]
    assert max(bed_db) - min(bed_db) < 1.0
    assert 24.0 < min(level_db(spoken) for spoken in words) - max(bed_db) < 30.0


def test_the_bed_lies_between_the_first_word_and_the_last(
    make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    rundown = make_rundown()
    bare, bedded = made(rundown, make_takes(rundown), rustling(3.0))
    (bed,) = [each for each in bedded.placements if each.layer is Layer.BED]
    assert bed.start_frames == bare.speech[0].start_frames
    assert bare.speech[-1].end_frames <= bed.end_frames <= bare.frames
    assert bedded.frames == bare.frames


def test_music_that_swells_over_the_words_stops_the_build(
    make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    """Who hears with effort would lose the words (WCAG 2.2, 1.4.7)."""
    rundown = make_rundown()
    with pytest.raises(SoundError, match=r"within \d+ decibels.*WCAG 1\.4\.7"):
        made(rundown, make_takes(rundown), rustling(6.0, swell=30.0))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
