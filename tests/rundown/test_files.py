"""A rundown goes out as JSON, is edited by a producer, and comes back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from audiobrief.errors import SettingsError
from audiobrief.rundown.compose import compose
from audiobrief.rundown.files import from_json, is_rundown, to_json, to_text
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show
from audiobrief.story.model import Block, Role, Story

STORY = Story(
    blocks=(
        Block(role=Role.HEADLINE, text="Bridge Reopens"),
        Block(role=Role.CAPTION, text="Drivers wait."),
        Block(role=Role.BODY, text="The bridge opened. About 2,000 people came."),
    ),
    language="en",
    address="https://example.org/bridge",
)


@pytest.fixture
def rundown() -> Rundown:
    return compose([STORY], Show(), on=dt.date(2026, 3, 14))


def _edited(rundown: Rundown) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(to_json(rundown))
    return value


def test_json_there_and_back_is_the_same(rundown: Rundown) -> None:
    assert from_json(to_json(rundown), "r.json") == rundown
    assert is_rundown(json.loads(to_json(rundown)))
    assert not is_rundown({})
    assert not is_rundown(["audiobrief rundown"])


def test_a_sentence_can_be_added_with_two_keys(rundown: Rundown) -> None:
    value = _edited(rundown)
    value["items"][0]["cues"].append({"role": "body", "print_text": "It cost $5."})
    added = from_json(json.dumps(value), "r.json").items[0].cues[-1]
    assert added.print_text == "It cost $5."
    assert added.spoken_text == "It cost five dollars."
    assert added.voice == "anchor"


def test_a_cue_that_was_copied_gets_an_id_of_its_own(rundown: Rundown) -> None:
    value = _edited(rundown)
    cues = value["items"][0]["cues"]
    cues.append(cues[0])
    names = [cue.id for cue in from_json(json.dumps(value), "r.json").items[0].cues]
    assert len(set(names)) == len(names) == len(cues)


def test_digits_typed_by_hand_reach_no_engine(rundown: Rundown) -> None:
    value = _edited(rundown)
    value["items"][0]["cues"][0]["spoken_text"] = "Bridge 66 Reopens"
    edited = from_json(json.dumps(value), "r.json")
    assert edited.items[0].cues[0].spoken_text == "Bridge sixty six Reopens"


def test_deleted_spoken_text_is_made_again(rundown: Rundown) -> None:
    value = _edited(rundown)
    for cue in value["items"][0]["cues"]:
        del cue["spoken_text"]
    assert from_json(json.dumps(value), "r.json") == rundown


@pytest.mark.parametrize(
    ("path", "wrong", "named"),
    [
        (["title"], 7, "rundown.title"),
        (["title"], " ", "title"),
        (["items"], {}, "items must be a list"),
        (["items", 0, "cues", 0, "role"], "anthem", "items[0].cues[0].role is 'anthem'"),
        (["items", 0, "cues", 1, "pause_after_ms"], -1, "pause_after_ms is -1"),
        (["items", 0, "cues", 1, "pause_after_ms"], 0.6, "must be a whole number"),
        (["items", 0, "cues", 1, "print_text"], "", "items[0].cues[1]"),
        (["items", 0, "cues", 1, "colour"], "red", "unknown key 'colour'"),
        (["items", 0, "cues"], [], "needs a title and a cue"),
        (["version"], 2, "no rundown of version 1"),
        (["published"], "soon", "rundown.published is 'soon'"),
        (["published"], "2026-03-14T06:00:00", "has no zone"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    rundown: Rundown, path: list[Any], wrong: object, named: str
) -> None:
    value = _edited(rundown)
    target: Any = value
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = wrong
    with pytest.raises(SettingsError) as told:
        from_json(json.dumps(value), "r.json")
    assert "r.json" in str(told.value)
    assert named in str(told.value)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version": ' + "9" * 5000 + "}"])
def test_json_that_no_rundown_needs_is_one_sentence(text: str) -> None:
    with pytest.raises(SettingsError, match=r"r\.json"):
        from_json(text, "r.json")


def test_identity_and_date_travel_with_the_rundown(rundown: Rundown) -> None:
    moment = dt.datetime(2026, 3, 14, 6, 0, tzinfo=dt.UTC)
    known = replace(rundown, guid="coast/bridge", published=moment)
    assert from_json(to_json(known), "r.json") == known


def test_broken_json_is_told_with_its_line() -> None:
    with pytest.raises(SettingsError, match="line 2"):
        from_json('{"kind": "audiobrief rundown",\n oops}', "r.json")


def test_the_text_tells_who_says_what_and_how(rundown: Rundown) -> None:
    text = to_text(rundown)
    assert "Headline, anchor: Bridge Reopens" in text
    assert "  Spoken: About two thousand people came." in text


def test_how_long_japanese_takes_is_told_by_its_signs(rundown: Rundown) -> None:
    """It was counted as one word a sentence, because no space parts its words."""
    cue = replace(rundown.cues[0], spoken_text="港の橋は土曜日に再開されたと市長は述べた。")
    alone = replace(
        rundown, opening=(), closing=(), items=(replace(rundown.items[0], cues=(cue,)),)
    )
    assert 3_000 < alone.estimated_ms() - cue.pause_after_ms < 6_000
