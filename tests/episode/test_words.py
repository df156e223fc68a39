"""Times of printed words: a reader who follows the text word by word must not be led astray."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.episode.pieces import pieces
from audiobrief.episode.transcript import segments_json, transcript
from audiobrief.episode.words import moment_frames, printed_words
from audiobrief.mix.model import Layer, Placement, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.speech.model import Mark
from audiobrief.story.model import Role

FRAMES = 100_000


def _placement(text: str, spoken: str | Sequence[tuple[int, str]], start: int = 500) -> Placement:
    """Return a cue of which a word is said every 1,000 frames."""
    if isinstance(spoken, str):
        spoken = [(1_000 * number, word) for number, word in enumerate(spoken.split())]
    cue = Cue(
        id="c1",
        block=0,
        role=Role.BODY,
        language="en-US",
        print_text=text,
        spoken_text="As it is said.",
        voice="anchor",
    )
    return Placement(
        sound=Path("x.flac"),
        rate_hz=44_100,
        start_frames=start,
        frames=FRAMES,
        layer=Layer.SPEECH,
        cue=cue,
        marks=tuple(Mark(start_frames=at, text=word) for at, word in spoken),
    )


def _times(text: str, spoken: str | Sequence[tuple[int, str]]) -> dict[str, int]:
    words = printed_words(text, _placement(text, spoken, start=0))
    return {text[word.start_char : word.end_char].strip(): word.start_frames for word in words}


@pytest.mark.parametrize(
    ("text", "spoken", "times"),
    [
        ("Rain fell.", "Rain fell.", {"Rain": 0, "fell.": 1000}),
        (
            "About 2,000 people came.",
            "About two thousand people came.",
            {"About": 0, "2,000": 1000, "people": 3000, "came.": 4000},
        ),
        (
            "It cost $5 million in all.",
            "It cost five million dollars in all.",
            {"It": 0, "cost": 1000, "$5": 2000, "million": 3000, "in": 5000, "all.": 6000},
        ),
        (
            "Sen. Ray left on Jan. 6.",
            "Senator Ray left on January sixth.",
            {"Sen.": 0, "Ray": 1000, "left": 2000, "on": 3000, "Jan.": 4000, "6.": 5000},
        ),
        (
            "From 5 p.m. Jan. 12 on.",
            "From five P M January twelfth on.",
            {"From": 0, "5": 1000, "p.m.": 2000, "Jan.": 4000, "12": 5000, "on.": 6000},
        ),
        (
            "Well — yes, he said.",
            "Well, yes, he said.",
            {"Well —": 0, "yes,": 1000, "he": 2000, "said.": 3000},
        ),
        ("“Go,” he said.", "Go, he said.", {"“Go,”": 0, "he": 1000, "said.": 2000}),
        ("NATO (@nato) met.", "Nato met.", {"NATO (@nato)": 0, "met.": 1000}),
        ("The U.N. met.", "The U N met.", {"The": 0, "U.N.": 1000, "met.": 3000}),
        ("Café Müller", "cafe muller", {"Café": 0, "Müller": 1000}),
        ("下雨了", [(0, "下雨"), (2000, "了")], {"下": 0, "雨": 1000, "了": 2000}),
    ],
)
def test_printed_words_get_the_time_of_the_spoken_ones(
    text: str, spoken: str | list[tuple[int, str]], times: dict[str, int]
) -> None:
    assert _times(text, spoken) == times


def test_no_marks_no_times() -> None:
    assert printed_words("Rain fell.", _placement("Rain fell.", [])) == ()


def test_a_very_long_sentence_is_no_trouble() -> None:
    """Five thousand words without a stop, half of them numbers."""
    text = "the 17 " * 2_500
    words = printed_words(text, _placement(text, [(10 * n, "the") for n in range(9_000)]))
    assert words[-1].end_frames == 500 + FRAMES


_PRINTED = st.sampled_from(["the", "2,000", "Jan.", "—", "rain", "5", "Café", "了", "…"])
_SPOKEN = st.sampled_from(["the", "two", "thousand", "January", "rain", "", "了"])


@given(
    st.lists(_PRINTED, max_size=12),
    st.lists(st.tuples(st.integers(0, FRAMES), _SPOKEN), max_size=14),
)
def test_words_cover_text_and_time_without_a_gap(
    printed: list[str], said: list[tuple[int, str]]
) -> None:
    text = " ".join(printed) or "x"
    words = printed_words(text, _placement(text, said))
    if words:
        assert (words[0].start_char, words[-1].end_char) == (0, len(text))
        assert (words[0].start_frames, words[-1].end_frames) == (500, 500 + FRAMES)
        for one, following in itertools.pairwise(words):
            assert one.end_char == following.start_char
            assert one.end_frames == following.start_frames
        moments = [moment_frames(words, char) for char in range(len(text) + 1)]
        assert moments == sorted(moments)


def test_captions_begin_with_their_words() -> None:
    """By letters alone the second caption came two seconds before its words, which were slow."""
    text = "One two three four five six seven, and then at last eight nine ten eleven twelve."
    spoken = [(100 * n, word) for n, word in enumerate(text.split())]
    late = [(at + (60_000 if n > 6 else 0), word) for n, (at, word) in enumerate(spoken)]
    timeline = Timeline(rate_hz=44_100, placements=(_placement(text, late),), frames=FRAMES + 600)
    cue = timeline.placements[0].cue
    assert cue is not None
    rundown = Rundown(title="T", language="en-US", items=(Item(title="T", cues=(cue,)),))
    first, second = pieces(transcript(rundown, timeline), timeline)
    assert first.text.endswith("seven,")
    assert second.start_ms == first.end_ms == timeline.ms(500 + 60_700)
    (segment,) = json.loads(segments_json(rundown, timeline))["segments"]
    assert [word["text"] for word in segment["words"]] == text.split()
    assert segment["words"][7] == {
        "start_ms": timeline.ms(500 + 60_700),
        "end_ms": timeline.ms(500 + 60_800),
        "text": "and",
    }
    plain = replace(timeline, placements=(replace(timeline.placements[0], marks=()),))
    assert json.loads(segments_json(rundown, plain))["segments"][0]["words"] == []
