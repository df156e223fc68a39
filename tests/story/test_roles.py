"""Every rule and every kind of furniture recognises its own example."""

from __future__ import annotations

import re

import pytest

from audiobrief.story.furniture import TABLE, Furniture, furniture
from audiobrief.story.lineview import Line, Place
from audiobrief.story.model import Role
from audiobrief.story.rolerules import RULES, Rule
from audiobrief.story.roles import verdict


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_holds_for_its_example(rule: Rule) -> None:
    assert rule.holds(rule.example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_only_furniture_has_a_reason(rule: Rule) -> None:
    assert bool(rule.reason) == (rule.role is Role.FURNITURE)


def test_names_of_rules_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("kind", "example"),
    [(kind, example) for kind in TABLE for example in kind.examples],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_furniture_is_recognised(kind: Furniture, example: str) -> None:
    found = furniture(example)
    assert found is not None
    assert found.name == kind.name


@pytest.mark.parametrize(
    "paragraph",
    [
        "She shared the prize with two colleagues from Port Lanning.",
        "The menu of the restaurant has not changed since 1974.",
        "Cookies and milk were served to the firefighters after the blaze was out.",
        "Related crimes have fallen by a third since the station opened.",
        "Advertising on buses was banned by the council last spring.",
        "Comments by the mayor on Monday made the strikers angry.",
        "“Watch the water,” the captain told his crew that night.",
        "More than 400 people came to the meeting.",
        "The latest storm was the third this month.",
        "Home prices in the valley fell for the first time in nine years.",
        "Back in 1962, the town had two cinemas.",
    ],
)
def test_a_sentence_of_the_story_is_no_furniture(paragraph: str) -> None:
    """A listener would have missed this paragraph."""
    assert furniture(paragraph) is None
    assert verdict(Line(text=paragraph)).role is Role.BODY


def test_in_doubt_a_line_is_body() -> None:
    found = verdict(Line(text="perhaps", place=Place.INSIDE))
    assert found.role in {Role.BODY, Role.SUBHEAD}
    assert 0 <= found.confidence <= 1


def test_a_long_paragraph_with_a_photo_word_in_it_stays_body() -> None:
    text = (
        "The photographer was seen here for the last time on a Monday in May, his sister said, and"
        " although the police searched the harbor, the hills and both islands for three weeks, they"
        " found neither the man nor his camera, and closed the case in the autumn of that year."
    )
    assert verdict(Line(text=text)).role is Role.BODY


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.name)
def test_furniture_within_a_line_is_written_in_small_letters(kind: Furniture) -> None:
    """It is sought in the line in small letters: with a capital it would never be found."""
    bare = re.sub(r"\\.", "", kind.within)
    assert bare == bare.lower()
