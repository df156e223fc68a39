"""A producer's role wins over the rules, and no word is lost by it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import NoStoryError, SettingsError
from audiobrief.story.files import from_json, to_json
from audiobrief.story.model import Block, Role, Story
from audiobrief.story.overrides import parse_role, with_roles
from audiobrief.story.plain import read_plain

LINES = (
    "Menu",
    "Clock strikes thirteen",
    (
        "The clock of the town hall struck thirteen on Monday, and nobody in Port Lanning could say"
        " why, although three clockmakers had looked at it."
    ),
    "“It has been right for 120 years,” said Ida Brandt, who winds it before breakfast.",
)
TEXT = "\n\n".join(LINES)


def _words(story: Story) -> Counter[str]:
    return Counter(block.text for block in (*story.blocks, *story.dropped))


def test_a_paragraph_becomes_a_caption_at_its_place() -> None:
    story = with_roles(read_plain(TEXT), [(5, Role.CAPTION)])
    assert list(story.texts(Role.CAPTION)) == [LINES[2]]
    assert list(story.texts(Role.BODY)) == [LINES[3]]
    assert _words(story) == _words(read_plain(TEXT))


def test_what_was_left_out_comes_back_at_its_place() -> None:
    story = with_roles(read_plain(TEXT), [(1, Role.SECTION)])
    assert next(block.role for block in story.blocks) is Role.SECTION
    assert not story.dropped


def test_what_is_left_out_says_by_whom() -> None:
    story = with_roles(read_plain(TEXT), [(7, Role.FURNITURE)])
    assert [block.reason for block in story.dropped if block.line == 7] == [
        "the producer left it out"
    ]


def test_a_new_headline_makes_a_subhead_of_the_old_one() -> None:
    story = with_roles(read_plain(TEXT), [(1, Role.HEADLINE)])
    assert story.headline == "Menu"
    assert list(story.texts(Role.SUBHEAD)) == [LINES[1]]


def test_a_story_keeps_a_headline_and_a_body() -> None:
    with pytest.raises(SettingsError, match="is the headline"):
        with_roles(read_plain(TEXT), [(3, Role.BODY)])
    with pytest.raises(NoStoryError, match="no paragraph left"):
        with_roles(read_plain(TEXT), [(5, Role.FURNITURE), (7, Role.CAPTION)])


def test_a_line_on_which_nothing_begins_is_told() -> None:
    with pytest.raises(SettingsError, match="Nothing of the story begins on line 99"):
        with_roles(read_plain(TEXT), [(99, Role.BODY)])


@pytest.mark.parametrize("stated", ["caption", "x=caption", "3=title", "3=continuity", "="])
def test_what_is_no_line_and_role_is_told(stated: str) -> None:
    with pytest.raises(SettingsError, match="is not understood"):
        parse_role(stated)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 3, 5, 7]),
            st.sampled_from([role for role in Role if role is not Role.CONTINUITY]),
        ),
        max_size=4,
    )
)
def test_any_roles_keep_every_word_and_survive_the_json(given: list[tuple[int, Role]]) -> None:
    """What a producer changes is what make gets, and nothing is lost on the way."""
    before = read_plain(TEXT)
    try:
        story = with_roles(before, given)
    except (SettingsError, NoStoryError) as failed:
        assert str(failed).endswith(".")  # noqa: PT017, either is right
        return
    assert _words(story) == _words(before)
    assert all(block.reason for block in story.dropped)
    assert not any(block.reason for block in story.blocks)
    assert from_json(to_json(story)) == story


def test_a_summary_that_is_all_there_is_can_be_overruled() -> None:
    blocks = (
        Block(role=Role.HEADLINE, text="Rain", line=1),
        Block(role=Role.SUMMARY, text="Rain is near.", line=2),
        Block(role=Role.BYLINE, text="Ann", line=3),
    )
    story = Story(blocks=blocks, language="en", excerpt=True)
    assert with_roles(story, [(3, Role.CREDITS)]).blocks[2].role is Role.CREDITS
    with pytest.raises(NoStoryError):
        with_roles(story, [(2, Role.FURNITURE)])


def test_line_and_role() -> None:
    assert parse_role("12=Caption") == (12, Role.CAPTION)
