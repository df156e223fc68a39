from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.mix.arrange import arrange
from audiobrief.mix.model import TIMELINE_HZ, Layer, Placement, Sounds, Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Take

MakeRundown = Callable[..., Rundown]


def noise(ms: int) -> Clip:
    samples = np.random.default_rng(4).standard_normal(ms * TIMELINE_HZ // 1000) * 0.1
    return Clip(samples=samples.astype(np.float32), rate_hz=TIMELINE_HZ)


ALL = Sounds(ident=noise(3_500), sting=noise(900), earcons={"caption": noise(400)})


def takes_of(rundown: Rundown, *, rate_hz: int = 24_000, frames: int = 30_001) -> Sequence[Take]:
    return [
        Take(
            cue=cue,
            path=Path(f"{cue.id}.flac"),
            frames=frames,
            rate_hz=rate_hz,
            loudness_lufs=-20.0,
            peak_dbfs=-3.0,
            engine="pulses 1",
            voice="anchor",
        )
        for cue in rundown.cues
    ]


def arranged(rundown: Rundown, sounds: Sounds = ALL) -> Timeline:
    return arrange(rundown, takes_of(rundown), sounds, dict.fromkeys(rundown.item_of(), 0.0))


def gaps_ms(timeline: Timeline) -> list[tuple[str, str, float]]:
    """Silences as (what ends, what begins, milliseconds)."""

    def name(placement: Placement) -> str:
        return placement.cue.id if placement.cue else placement.layer.value

    return [
        (name(a), name(b), (b.start_frames - a.end_frames) * 1000 / TIMELINE_HZ)
        for a, b in itertools.pairwise(timeline.placements)
    ]


def test_one_story_is_heard_in_order(make_rundown: MakeRundown) -> None:
    assert gaps_ms(arranged(make_rundown())) == [
        ("ident", "welcome", 500),
        ("welcome", "story-0-headline", 600),
        ("story-0-headline", "earcon", 600),
        ("earcon", "story-0-label", 200),
        ("story-0-label", "story-0-caption", 250),
        ("story-0-caption", "story-0-end", 250),
        ("story-0-end", "story-0-body-0", 600),
        ("story-0-body-0", "story-0-body-1", 300),
        ("story-0-body-1", "sign-off", 300),
    ]


def test_stories_are_parted_by_a_sting_between_seconds_of_silence(
    make_rundown: MakeRundown,
) -> None:
    silences = gaps_ms(arranged(make_rundown(2, sentences=1, caption=0)))
    assert silences == [
        ("ident", "welcome", 500),
        ("welcome", "sting", 1000),
        ("sting", "story-0-headline", 1000),
        ("story-0-headline", "story-0-body-0", 600),
        ("story-0-body-0", "sting", 1000),
        ("sting", "story-1-headline", 1000),
        ("story-1-headline", "story-1-body-0", 600),
        ("story-1-body-0", "sign-off", 300),
    ]


def test_an_edition_without_an_opening_does_not_begin_with_a_sting(
    make_rundown: MakeRundown,
) -> None:
    timeline = arranged(make_rundown(2, opening=False), Sounds(sting=noise(900)))
    assert timeline.placements[0].layer is Layer.SPEECH
    assert sum(placement.layer is Layer.STING for placement in timeline.placements) == 1


def test_sounds_can_be_left_out(make_rundown: MakeRundown) -> None:
    timeline = arranged(make_rundown(2), Sounds())
    assert {placement.layer for placement in timeline.placements} == {Layer.SPEECH}
    assert timeline.placements[0].start_frames == 0
    assert ("story-0-body-1", "story-1-headline", 1000) in gaps_ms(timeline)


def test_it_ends_half_a_second_after_the_last_word(make_rundown: MakeRundown) -> None:
    timeline = arranged(make_rundown())
    assert timeline.frames - timeline.placements[-1].end_frames == TIMELINE_HZ // 2


@given(
    shape=st.fixed_dictionaries(
        {"stories": st.integers(1, 4), "sentences": st.integers(1, 5), "caption": st.integers(0, 1)}
    ),
    frames=st.integers(1, 100_000),
    rate_hz=st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000]),
)
def test_nothing_overlaps_and_every_cue_is_heard_once(
    make_rundown: MakeRundown, shape: dict[str, int], frames: int, rate_hz: int
) -> None:
    rundown = make_rundown(**shape)
    takes = takes_of(rundown, rate_hz=rate_hz, frames=frames)
    timeline = arrange(rundown, takes, ALL, dict.fromkeys(rundown.item_of(), 0.0))
    for one, other in itertools.pairwise(timeline.placements):
        assert one.end_frames < other.start_frames
    assert [placement.cue for placement in timeline.speech] == list(rundown.cues)
    for placement in timeline.speech:
        assert abs(placement.frames - frames * TIMELINE_HZ / rate_hz) <= 1


def test_the_voice_that_really_spoke_is_kept(make_rundown: MakeRundown) -> None:
    rundown = make_rundown()
    takes = [replace(take, voice="stand-in", engine="espeak 1") for take in takes_of(rundown)]
    timeline = arrange(rundown, takes, ALL, {cue.id: 2.5 for cue in rundown.cues})
    assert {(p.voice, p.engine, p.gain_db) for p in timeline.speech} == {
        ("stand-in", "espeak 1", 2.5)
    }


def test_a_cue_without_a_take_is_our_mistake(make_rundown: MakeRundown) -> None:
    rundown = make_rundown()
    with pytest.raises(ValueError, match="no take"):
        arrange(rundown, takes_of(rundown)[1:], ALL, dict.fromkeys(rundown.item_of(), 0.0))
    with pytest.raises(ValueError, match="no gain"):
        arrange(rundown, takes_of(rundown), ALL, {})


def test_sounds_have_the_rate_of_the_timeline(make_rundown: MakeRundown) -> None:
    wrong = Clip(samples=noise(100).samples, rate_hz=48_000)
    with pytest.raises(ValueError, match="48000"):
        arranged(make_rundown(), Sounds(ident=wrong))


def test_signs_come_before_captions_and_where_the_story_goes_on(make_rundown: MakeRundown) -> None:
    """Who does not see the page hears where the picture ends and the story goes on."""
    signs = {"caption": noise(400), "story": noise(300)}
    heard = [name for name, _, _ in gaps_ms(arranged(make_rundown(), Sounds(earcons=signs)))]
    assert heard[:6] == [
        "welcome",
        "story-0-headline",
        "earcon",
        "story-0-label",
        "story-0-caption",
        "story-0-end",
    ]
    assert heard[6:] == ["earcon", "story-0-body-0", "story-0-body-1"]


def test_the_sign_off_is_the_last_sound(make_rundown: MakeRundown) -> None:
    timeline = arranged(make_rundown(), Sounds(sign_off=noise(2_000)))
    assert gaps_ms(timeline)[-1] == ("sign-off", "sign-off", 700)
    assert timeline.placements[-1].layer is Layer.SIGN_OFF


def test_the_ident_overlaps_the_first_words_only_if_asked(make_rundown: MakeRundown) -> None:
    sounds = Sounds(ident=noise(3_500), ident_overlap_ms=1_200)
    assert gaps_ms(arranged(make_rundown(), sounds))[0] == ("ident", "welcome", -1200)
    short = Sounds(ident=noise(500), ident_overlap_ms=1_200)
    assert arranged(make_rundown(), short).speech[0].start_frames == 0
