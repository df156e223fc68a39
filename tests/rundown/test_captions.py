"""Which words of a picture a listener hears, and where; what is not heard is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from audiobrief.rundown.captions import NO_DESCRIPTION, POLICY, REPEATS, picture
from audiobrief.rundown.compose import compose, left_out
from audiobrief.settings import CaptionPlace, CaptionWords, Show
from audiobrief.story.model import Block, Role, Story

DAY = dt.date(2026, 3, 14)
CAPTION = "Drivers wait at the bridge on Saturday."
ALT = "A long row of cars stands before a green steel bridge in fog."
STORY = Story(
    blocks=(
        Block(role=Role.HEADLINE, text="Bridge Reopens"),
        Block(role=Role.CAPTION, text=CAPTION, image_alt=ALT, credit="C. Dow"),
        Block(role=Role.BODY, text="The bridge opened."),
        Block(role=Role.CREDITS, text="Written by the newsroom."),
    ),
    language="en",
)


def _heard(words: str, place: str = "in place", story: Story = STORY) -> list[str]:
    show = Show(captions_read=CaptionWords(words), captions_place=CaptionPlace(place))
    return [cue.print_text for cue in compose([story], show, on=DAY).items[0].cues]


def _told(words: str, story: Story = STORY) -> dict[str, str]:
    show = Show(captions_read=CaptionWords(words))
    item = compose([story], show, on=DAY).items[0]
    return {block.text: block.reason for block in left_out(story, item, show)}


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("caption", ["Photo caption:", CAPTION, "End of caption."]),
        ("alt", ["Picture description:", ALT, "End of description."]),
        (
            "both",
            [
                *("Photo caption:", CAPTION, "End of caption."),
                *("Picture description:", ALT, "End of description."),
            ],
        ),
        ("neither", []),
    ],
)
def test_the_show_decides_which_words_of_a_picture_are_read(words: str, heard: list[str]) -> None:
    last = ["The bridge opened.", "Written by the newsroom."]
    assert _heard(words) == ["Bridge Reopens", *heard, *last]
    head, body, credit = "Bridge Reopens", *last
    assert _heard(words, "after") == [head, body, *heard, credit]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("caption", {"C. Dow": "a caption's credit", ALT: POLICY}),
        ("alt", {CAPTION: POLICY}),
        ("both", {"C. Dow": "a caption's credit"}),
        ("neither", {CAPTION: POLICY, ALT: POLICY}),
    ],
)
def test_what_the_policy_leaves_out_is_told(words: str, told: dict[str, str]) -> None:
    """A producer who reads episode.json finds every word that a listener does not hear."""
    assert _told(words) == told


@pytest.mark.parametrize(
    ("alt", "why"),
    [
        ("Drivers wait at the bridge", REPEATS),
        ("Saturday: drivers wait at the bridge. Photo", REPEATS),
        ("IMG_2026-03.jpg", NO_DESCRIPTION),
        ("Bridge", NO_DESCRIPTION),
        ("The mayor cuts a blue ribbon while children cheer", ""),
    ],
)
def test_both_does_not_say_the_same_twice(alt: str, why: str) -> None:
    block = replace(STORY.blocks[1], image_alt=alt)
    found = picture(block, CaptionWords.BOTH)
    assert (found.caption, found.why_no_description) == (CAPTION, why)
    assert found.description == (None if why else alt)


def test_a_caption_that_is_the_alternative_text_is_read_once() -> None:
    """A picture in Markdown has nothing but its alternative text."""
    block = replace(STORY.blocks[1], text=ALT)
    story = replace(STORY, blocks=(STORY.blocks[0], block, *STORY.blocks[2:]))
    for words in ("caption", "alt", "both"):
        assert _heard(words, story=story).count(ALT) == 1
    assert _told("neither", story) == {ALT: POLICY}


def test_a_summary_that_is_all_there_is_says_so() -> None:
    """Without it a listener would wait for a story that does not come."""
    summary = Block(role=Role.SUMMARY, text="The detour is over.")
    story = replace(STORY, blocks=(STORY.blocks[0], summary), excerpt=True)
    assert _heard("caption", story=story) == [
        "Bridge Reopens",
        "Summary only.",
        "The detour is over.",
    ]
