"""Golden pairs: a story beside what it must be read as; a new case is two files and no code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from audiobrief.story.files import as_table
from audiobrief.story.sources import read_story

STORIES: Final = Path(__file__).parents[1] / "data" / "stories"
SOURCES: Final = sorted(path for path in STORIES.iterdir() if path.suffix in {".txt", ".html"})
SCORED: Final = (
    "headline",
    "section",
    "publisher",
    "byline",
    "dateline",
    "summary",
    "body",
    "subheads",
    "quotes",
    "credits",
    "published",
    "modified",
    "language",
)


def _expected(source: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        source.with_suffix(".story.json").read_text(encoding="utf-8")
    )
    return found


def test_there_are_stories() -> None:
    assert len(SOURCES) >= 6


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_story_is_read_as_expected(source: Path) -> None:
    expected = _expected(source)
    found = as_table(read_story(str(source)))
    assert {key: found[key] for key in SCORED} == {key: expected[key] for key in SCORED}
    captions = [(each["text"], each["credit"], each["alt"]) for each in found["captions"]]
    assert captions == [
        (each["text"], each["credit"], each["alt"]) for each in expected["captions"]
    ]
    assert [each["text"] for each in found["dropped"]] == expected["dropped"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_everything_dropped_says_why(source: Path) -> None:
    for block in read_story(str(source)).dropped:
        assert block.reason, block
        assert block.rule, block
