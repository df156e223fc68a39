"""Learned signs: each is seen on its own example, and their sums choose what a reader would."""

from __future__ import annotations

import math

import pytest

from audiobrief.story import captionsigns, headlines
from audiobrief.story.captionsigns import Sign, caption_odds, may_be_caption
from audiobrief.story.extent import story_span
from audiobrief.story.headlines import headline_place
from audiobrief.story.lineview import Line, Place
from audiobrief.story.weights import CAPTION, HEADLINE

PARAGRAPHS = (
    (
        "The ferry between the two towns of Port Lanning stopped on Monday, and nobody on the quay"
        " could say when it would run again."
    ),
    (
        "Its captain, who has crossed the bay for thirty years, said that the ferry needed a new"
        " engine, and that neither town wanted to pay for one."
    ),
    (
        "A vote of both councils on the ferry is planned for the spring. Until then, people have to"
        " drive round the bay, which takes them two hours."
    ),
)


@pytest.mark.parametrize("name", captionsigns.SIGNS)
def test_sign_is_seen_on_its_example(name: str) -> None:
    sign: Sign = captionsigns.SIGNS[name]
    assert sign.holds(sign.example)


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert set(CAPTION) == set(captionsigns.SIGNS)
    assert set(HEADLINE) == set(headlines.SIGNS)
    assert all(math.isfinite(each) for each in (*CAPTION.values(), *HEADLINE.values()))


@pytest.mark.parametrize(
    "line",
    [
        Line(text="Riders wait for the ferry at dawn. (AP Photo/Jane Doe)"),
        Line(text="The ferry in the harbor of Port Lanning", after="Photo: Jane Doe"),
        Line(
            text="The ferry in the harbor of Port Lanning on March 14, 2026.",
            place=Place.TOP,
            before="By Jane Doe",
            after=PARAGRAPHS[0],
            headline="Ferry stops",
            usual=24,
        ),
    ],
)
def test_captions(line: Line) -> None:
    assert may_be_caption(line)
    assert caption_odds(line)[0] > 0


@pytest.mark.parametrize(
    "line",
    [
        Line(text="But the ferry was late, and she had to wait."),
        Line(text=PARAGRAPHS[0], headline="Ferry stops"),
        Line(text=PARAGRAPHS[1], place=Place.TOP, headline="Ferry stops"),
        Line(text="“We are tired,” she said.", before=PARAGRAPHS[0], after=PARAGRAPHS[1]),
    ],
)
def test_in_doubt_it_is_no_caption(line: Line) -> None:
    """A lost paragraph is worse for a listener than a line too many."""
    assert caption_odds(line)[0] < 0


MENU = ("Home", "News", "Sports", "Council votes on new school", "Bakery wins prize", "Weather")


@pytest.mark.parametrize("before", [(), MENU, (*MENU, *MENU)])
def test_headline_is_found_behind_menus(before: tuple[str, ...]) -> None:
    lines = (*before, "Ferry of Port Lanning stops", "By Jane Doe", "May 4, 2026", *PARAGRAPHS)
    found = headline_place(lines, story_span(lines), [0] * len(lines))
    assert lines[found] == "Ferry of Port Lanning stops"


def test_a_marked_heading_is_the_headline() -> None:
    lines = ("Two towns, one boat and no engine", "The long wait", *PARAGRAPHS)
    assert headline_place(lines, story_span(lines), [0, 1, 0, 0, 0]) == 1
