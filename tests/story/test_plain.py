"""Flat text: every letter is in blocks or dropped, and any text ends as a story or one error."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import NoStoryError
from audiobrief.story.model import Role, Story
from audiobrief.story.plain import read_plain
from audiobrief.story.words import letters

BODY = (
    (
        "The clock of the town hall struck thirteen on Monday, and nobody in Port Lanning could say"
        " why, although three clockmakers had looked at it."
    ),
    (
        "“It has been right for 120 years,” said Ida Brandt, who winds it every morning before "
        "breakfast."
    ),
)
LINES = st.lists(
    st.sampled_from(
        [
            "Menu",
            "Share",
            "By Jane Doe, City Reporter",
            "Clock Strikes Thirteen in Port Lanning",
            "Clouds over the town hall in Port Lanning, Monday, Feb. 2, 2026. (AP Photo/Jane Doe)",
            "Photo caption: The clock.",
            "Photo: Jane Doe",
            "PORT LANNING, Ore. (AP) — The clock struck again in the night, the police said.",
            "Reporting by Jane Doe",
            "© 2026 The Herald. All rights reserved.",
            "Posted May 24, 2026 10:05 am",
            "What happens next",
            "1 2 3",
            "***",
        ]
    )
    | st.text(alphabet="abc DEF.,!", max_size=50),
    max_size=14,
)


def _told(story: Story) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in (*story.blocks, *story.dropped):
        found.update(letters(f"{block.text} {block.credit or ''}"))
    return found


@settings(max_examples=150, deadline=None)
@given(LINES, LINES)
def test_no_letter_is_lost(before: list[str], after: list[str]) -> None:
    text = "\n\n".join([*before, *BODY, *after])
    assert _told(read_plain(text)) == Counter(letters(text))


@settings(deadline=None)
@given(st.text(max_size=500))
def test_any_text_is_a_story_or_one_clear_error(text: str) -> None:
    told = ""
    try:
        told = read_plain(text).headline
    except NoStoryError as error:
        told = str(error).removesuffix(".") + "."
    assert told


def _roles(*lines: str) -> list[Role]:
    return [block.role for block in read_plain("\n\n".join(lines)).blocks]


def test_dateline_is_split_off_once() -> None:
    story = read_plain(
        "\n\n".join(["Clock Strikes Thirteen", f"PORT LANNING, Ore. (AP) — {BODY[0]}", BODY[1]])
    )
    assert list(story.texts(Role.DATELINE)) == ["PORT LANNING, Ore. (AP)"]
    assert next(story.texts(Role.BODY)) == BODY[0]


@pytest.mark.parametrize(
    "opening",
    [
        "BERLIN (dpa) - ",
        "Berlin (dpa) – ",
        "WASHINGTON — ",
        "NEW YORK, Feb. 3 (Reuters) - ",
        "KYIV, Ukraine (AP) — ",
    ],
)
def test_datelines(opening: str) -> None:
    story = read_plain("\n\n".join(["Clock Strikes Thirteen", opening + BODY[0], BODY[1]]))
    assert list(story.texts(Role.DATELINE)) == [opening.rstrip(" —–-")]


@pytest.mark.parametrize(
    "opening",
    ["Nobody — not even the mayor — knew it. ", "NATO said it. ", "The clock - old - stopped. "],
)
def test_no_dateline(opening: str) -> None:
    story = read_plain("\n\n".join(["Clock Strikes Thirteen", opening + BODY[0], BODY[1]]))
    assert not list(story.texts(Role.DATELINE))


def test_publisher_only_where_it_is_stated() -> None:
    assert read_plain("\n\n".join(["Clock Strikes Thirteen", *BODY])).publisher is None
    stated = read_plain("\n\n".join(["Clock Strikes Thirteen", *BODY, "© 2026 The Lanning Herald"]))
    assert stated.publisher == "The Lanning Herald"


def test_paragraphs_before_and_after_are_never_lost() -> None:
    """When in doubt, body: a lost paragraph is worse than a line too many."""
    assert _roles("Clock Strikes Thirteen", BODY[0], "It was odd.", BODY[1], "So it goes.") == [
        Role.HEADLINE,
        *[Role.BODY] * 4,
    ]


def test_headline_of_two_same_lines_is_read_once() -> None:
    story = read_plain("\n\n".join(["Clock Strikes Thirteen", "Clock Strikes Thirteen", *BODY]))
    assert _told(story)["k"] >= 2
    assert [block.role for block in story.blocks] == [Role.HEADLINE, Role.BODY, Role.BODY]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["A-", "Aa-", "A.", "A, A ", "A ", "(A"])
def test_no_line_can_hang_the_reader(part: str) -> None:
    """A line of 400 characters such as A-A-A… once took 24 seconds, a longer one for ever."""
    text = f"Ferry Returns\n\nThe ferry to Elm Harbor sailed on Monday.\n\n{part * 20_000}x"
    assert read_plain(text).headline == "Ferry Returns"


def test_a_scene_with_place_and_full_date_is_a_caption() -> None:
    """The agencies' own form; without its label it would run into the story."""
    story = read_plain(
        "Ferry Returns to Elm Harbor\n\nThe ferry leaves the pier in Elm Harbor, May 2, 2026.\n\n"
        "The ferry to Elm Harbor sailed on Monday for the first time in two years.\n\n"
        "It will sail every day from now on, the company said on Monday."
    )
    assert [block.text for block in story.blocks if block.role is Role.CAPTION] == [
        "The ferry leaves the pier in Elm Harbor, May 2, 2026."
    ]


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("BERLIN (dpa) – ", "BERLIN (dpa)"),
        ("Berlin/Hamburg (dpa/AFP) – ", "Berlin/Hamburg (dpa/AFP)"),
        ("MOSKAU, 3. Mai (TASS) – ", "MOSKAU, 3. Mai (TASS)"),
        ("Paris, 3 mars (AFP) – ", "Paris, 3 mars (AFP)"),
        ("Madrid, 12 may (EFE).- ", "Madrid, 12 may (EFE)"),
        ("Roma, 3 mag. (askanews) - ", "Roma, 3 mag. (askanews)"),
        ("LISBOA, 3 de maio (Lusa) - ", "LISBOA, 3 de maio (Lusa)"),
        ("LONDON, May 3 (Reuters) - ", "LONDON, May 3 (Reuters)"),
    ],
)
def test_datelines_of_many_agencies(printed: str, place: str) -> None:
    """A listener heard "Paris 3 mars AFP" as the beginning of the first sentence."""
    story = read_plain(
        f"Ferry stops\n\n{printed}The ferry stopped on Monday, and nobody there could say"
        " when it would run again.\n\nIts captain said that the ferry needed a new engine.\n"
    )
    assert list(story.texts(Role.DATELINE)) == [place]
    assert next(story.texts(Role.BODY)).startswith("The ferry stopped")
