from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import SettingsError
from audiobrief.story.aloud import to_text
from audiobrief.story.files import from_json, to_json
from audiobrief.story.model import Block, Role, Story

TEXT = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
MAYBE = st.none() | TEXT
BLOCKS = st.builds(
    Block,
    role=st.sampled_from([role for role in Role if role is not Role.HEADLINE]),
    text=TEXT,
    line=st.integers(0, 9999),
    language=MAYBE,
    image=MAYBE,
    image_alt=MAYBE,
    credit=MAYBE,
    confidence=st.floats(0, 1),
    rule=st.text(max_size=9),
)
MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))
STORIES = st.builds(
    lambda blocks, **rest: Story(blocks=(Block(role=Role.HEADLINE, text="H"), *blocks), **rest),
    blocks=st.lists(BLOCKS, max_size=5),
    dropped=st.lists(
        st.builds(Block, role=st.just(Role.FURNITURE), text=TEXT, reason=TEXT), max_size=3
    ).map(tuple),
    language=TEXT,
    publisher=MAYBE,
    published=MOMENTS,
    modified=MOMENTS,
    address=TEXT,
    excerpt=st.booleans(),
)

STORY = Story(
    blocks=(
        Block(role=Role.HEADLINE, text="Ferry strike ends"),
        Block(role=Role.CAPTION, text="Riders wait.", credit="Jane Doe", image_alt="A pier"),
        Block(role=Role.BODY, text="The strike is over."),
        Block(role=Role.SUBHEAD, text="What comes next"),
        Block(role=Role.QUOTE, text="We are glad."),
        Block(role=Role.CREDITS, text="Reporting by Jane Doe"),
    ),
    dropped=(Block(role=Role.FURNITURE, text="Menu", reason="a menu or a control"),),
    language="en",
    publisher="The Herald",
    published=datetime(2026, 3, 14, tzinfo=UTC),
)


@given(STORIES)
def test_there_and_back_is_the_same(story: Story) -> None:
    assert from_json(to_json(story)) == story


def test_a_list_that_was_edited_in_vain_is_told() -> None:
    """A producer who corrects the headline there would hear the old one."""
    table = json.loads(to_json(STORY))
    for key, value in (("headline", "New"), ("body", []), ("captions", [])):
        with pytest.raises(SettingsError, match=f"{key} was changed"):
            from_json(json.dumps({**table, key: value}), name="a.json")


def test_blocks_that_were_edited_decide_over_the_lists() -> None:
    table = json.loads(to_json(STORY))
    table["blocks"][0]["text"] = "Strike over"
    assert from_json(json.dumps(table)).headline == "Strike over"
    table["dropped"] = [{"text": "Menu", "role": "furniture", "reason": "a menu"}]
    del table["headline"]
    assert from_json(json.dumps(table)).headline == "Strike over"


def test_the_contract_with_other_tools() -> None:
    table = json.loads(to_json(STORY))
    assert table["headline"] == "Ferry strike ends"
    assert table["captions"] == [
        {"text": "Riders wait.", "credit": "Jane Doe", "alt": "A pier", "image": None, "line": 0}
    ]
    assert table["body"] == ["The strike is over.", "We are glad."]
    assert table["section"] is None
    assert table["publisher"] == "The Herald"
    assert table["byline"] is None
    assert table["summary"] is None
    assert table["credits"] == ["Reporting by Jane Doe"]
    assert table["dropped"][0]["text"] == "Menu"
    assert table["dropped"][0]["reason"] == "a menu or a control"
    assert table["published"] == "2026-03-14T00:00:00+00:00"


def test_text_reads_well_aloud() -> None:
    text = to_text(STORY)
    assert text.startswith("Headline: Ferry strike ends\n\nPhoto caption: Riders wait.\n")
    assert text.rstrip().endswith("Left out: Menu\nReason: a menu or a control.")


def _without(key: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(to_json(STORY))
    del table[key]
    return table


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not valid JSON"),
        ("[]", "one JSON object"),
        ("[" * 100_000, "nested too deeply"),
        (json.dumps(_without("blocks")), "'blocks' is missing"),
        (json.dumps(_without("language")), "'language' is missing"),
        (json.dumps({**_without("blocks"), "blocks": []}), "one headline, not 0"),
        (json.dumps({**_without("blocks"), "blocks": ["x"]}), r"blocks\[0\] must be an object"),
        (
            json.dumps({**_without("blocks"), "blocks": [{"role": "hero", "text": "x"}]}),
            "no role 'hero'",
        ),
        (
            json.dumps({**_without("blocks"), "blocks": [{"role": "body", "text": " "}]}),
            "has no words",
        ),
        (
            json.dumps(
                {**_without("blocks"), "blocks": [{"role": "body", "text": "x", "line": "1"}]}
            ),
            "line is '1'",
        ),
        (json.dumps({**_without("language"), "language": "en", "titel": 1}), "no key 'titel'"),
        (json.dumps({**_without("excerpt"), "excerpt": "yes"}), "excerpt is 'yes'"),
        (
            json.dumps(
                {**_without("blocks"), "blocks": [{"role": "body", "text": "x", "rolle": "y"}]}
            ),
            r"blocks\[0\]: there is no key 'rolle'",
        ),
        (json.dumps({**_without("published"), "published": "soon"}), "published is 'soon'"),
        (json.dumps({**_without("published"), "published": "2026-03-14"}), "has no zone"),
    ],
)
def test_what_is_wrong_is_named(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        from_json(text, name="edited.json")
    assert str(caught.value).startswith("edited.json")
