"""Any story becomes a rundown: signs of every script, marks of engines, and words without end."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiobrief.rundown.compose import compose
from audiobrief.rundown.files import from_json, to_json
from audiobrief.settings import Show
from audiobrief.story.model import Block, Role, Story

DAY = dt.date(2026, 3, 14)
SHOW = Show(title="Coast News")
MARKS = st.sampled_from(
    (
        *(
            "[[pause 900]]",
            "[a](/b/)",
            "<speak>",
            "{slow}",
            "|x|",
            "<break time='9s'/>",
            "\\pau=1\\",
        ),
        *(
            "\u202eabc\u202c",
            "\ue000",
            "👩‍👩‍👧‍👦",
            "🏳️‍🌈",
            "e\u0301\u0302",
            "\u2028",
            "\ufffc",
            "ﷺ",
            "No. 5",
        ),
        *("$1,000.50", "March 14, 2026", "10:30 a.m.", "1/2", "XIV", "Dr. A. Moss", "3.5%", "AP"),
    )
)
TEXTS = st.lists(MARKS | st.text(max_size=30), min_size=1, max_size=6).map(" ".join)
BLOCKS = st.lists(
    st.tuples(st.sampled_from([role for role in Role if role is not Role.HEADLINE]), TEXTS),
    max_size=8,
)


def _story(blocks: list[tuple[Role, str]], language: str = "en") -> Story:
    made = [Block(role=role, text=text) for role, text in blocks if text.strip()]
    headline = Block(role=Role.HEADLINE, text="Ferry late again")
    return Story(blocks=(headline, *made), language=language)


@settings(max_examples=40)
@given(BLOCKS, st.sampled_from(["en", "de", "fr", "es", "ja", "ar", "xx"]))
@example([(Role.BYLINE, "[[pause 900]] \ufffc \ufffc \ufffc")], "de")  # It took four passes.
def test_any_story_becomes_a_rundown_that_its_file_gives_back(
    blocks: list[tuple[Role, str]], language: str
) -> None:
    rundown = compose([_story(blocks, language)], SHOW, on=DAY)
    assert rundown.items[0].cues
    assert from_json(to_json(rundown), where="it") == rundown


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    ["1234567890", "12 ", ". ", "(", "“", "A-B-", "$1,000.50 ", "XIV. ", "e\u0301", "a/b/", "Dr. "],
)
def test_a_paragraph_of_one_sign_ends(unit: str) -> None:
    story = _story([(Role.BODY, unit * (12_000 // len(unit)))])
    assert compose([story], SHOW, on=DAY).items[0].cues
