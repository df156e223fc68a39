from __future__ import annotations

import pytest

from audiobrief.story.people import is_byline, is_person, names, split_byline


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("BY JANE DOE", ("JANE DOE",)),
        ("Jane Doe, City Reporter", ("Jane Doe",)),
        ("By Jane Doe, John Roe and Ada Poe", ("Jane Doe", "John Roe", "Ada Poe")),
        ("Von Greta Sommerfeld und Jonas Weller", ("Greta Sommerfeld", "Jonas Weller")),
        ("Par Jeanne Dupont", ("Jeanne Dupont",)),
        ("By Jane Doe The Associated Press", ("Jane Doe",)),
        ("By Jane Doe, jane@example.org", ("Jane Doe",)),
        ("By Jane Doe (Foreign Correspondent)", ("Jane Doe",)),
    ],
)
def test_names(printed: str, people: tuple[str, ...]) -> None:
    assert names(printed) == people
    assert is_byline(printed)


@pytest.mark.parametrize(
    "text",
    [
        "By Monday the water had gone.",
        "By the end of the year, the bridge will be open again.",
        "The mayor, a former reporter, resigned.",
        "Jane Doe was here.",
        "Who stands by the mayor?",
    ],
)
def test_a_sentence_is_no_byline(text: str) -> None:
    assert not is_byline(text)


def test_no_word_of_a_byline_is_lost() -> None:
    parts = split_byline("By Jane Doe, City Reporter, jane@example.org")
    assert parts.names == "Jane Doe"
    assert sorted(parts.rest) == ["By", "City Reporter", "jane@example.org"]


def test_person() -> None:
    assert is_person("Ludwig van Beethoven")
    assert is_person("Jane O’Hara-Smith")
    assert not is_person("Latest news")
    assert not is_person("Jane")
