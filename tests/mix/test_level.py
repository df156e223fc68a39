from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.errors import SoundError
from audiobrief.mix.level import MAX_GAIN_DB, levels
from audiobrief.rundown.model import Rundown
from audiobrief.speech.model import Take

MakeRundown = Callable[..., Rundown]
MakeTakes = Callable[..., Sequence[Take]]
MakeTake = Callable[..., Take]


def test_one_voice_in_one_story_has_one_gain(
    make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    """Sentences keep their own loudness: an aside stays softer than a headline."""
    rundown = make_rundown(sentences=4)
    gains = levels(rundown, make_takes(rundown), -16.0)
    assert set(gains) == {cue.id for cue in rundown.cues}
    assert len(set(gains.values())) == 1


def test_a_soft_story_is_raised_to_the_others(
    make_rundown: MakeRundown, make_take: MakeTake
) -> None:
    rundown = make_rundown(2)
    item_of = rundown.item_of()
    takes = [make_take(cue, level=0.1 if item_of[cue.id] == 1 else 0.4) for cue in rundown.cues]
    gains = levels(rundown, takes, -23.0)
    difference = gains["story-1-headline"] - gains["story-0-headline"]
    assert difference == pytest.approx(12.04, abs=0.3)


def test_a_voice_with_few_words_is_levelled_by_all_it_says(
    make_rundown: MakeRundown, make_take: MakeTake
) -> None:
    """A label of one second cannot be measured well: its level would jump from story to story."""
    rundown = make_rundown(2)
    takes = [
        make_take(cue, ms=900, voice="second", level=0.1 if "0" in cue.id else 0.4)
        if cue.id.endswith("label")
        else make_take(cue)
        for cue in rundown.cues
    ]
    gains = levels(rundown, takes, -20.0)
    assert gains["story-0-label"] == gains["story-1-label"]


def test_the_gain_of_a_voice_profile_is_added(
    make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    rundown = make_rundown()
    takes = make_takes(rundown)
    plain = levels(rundown, takes, -16.0)
    softer = levels(rundown, [replace(take, gain_db=-3.0) for take in takes], -16.0)
    assert {round(plain[name] - softer[name], 6) for name in plain} == {3.0}


def test_noise_is_not_raised_without_end(make_rundown: MakeRundown, make_takes: MakeTakes) -> None:
    rundown = make_rundown()
    takes = make_takes(rundown, level=0.002)
    assert max(levels(rundown, takes, -16.0).values()) <= MAX_GAIN_DB


def test_a_silent_take_is_left_alone(make_rundown: MakeRundown, make_takes: MakeTakes) -> None:
    rundown = make_rundown()
    takes = make_takes(rundown, level=0.0)
    assert set(levels(rundown, takes, -16.0).values()) == {0.0}


def test_a_missing_take_is_told_in_a_sentence(
    make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    rundown = make_rundown()
    takes = [replace(take, path=Path("gone.flac")) for take in make_takes(rundown)]
    with pytest.raises(SoundError, match=r"gone\.flac cannot be read"):
        levels(rundown, takes, -16.0)


def test_gains_that_were_found_are_kept_until_a_take_changes(
    make_rundown: MakeRundown, make_take: MakeTake, tmp_path: Path
) -> None:
    """A rebuild costs no trials; another sound under the same words is tried anew."""
    rundown, found = make_rundown(), tmp_path / "levels"
    takes = [make_take(cue) for cue in rundown.cues]
    first = levels(rundown, takes, -16.0, found=found)
    kept = list(found.rglob("*.json"))
    assert len(kept) == 1
    kept[0].write_text('{"gain_db": 3.25}')
    assert set(levels(rundown, takes, -16.0, found=found).values()) == {3.25}
    kept[0].write_text("{")
    assert levels(rundown, takes, -16.0, found=found) == first
    other = [
        replace(take, path=take.path.rename(tmp_path / f"x-{place}.flac"))
        for place, take in enumerate(takes)
    ]
    levels(rundown, other, -16.0, found=found)
    assert len(list(found.rglob("*.json"))) == 2
