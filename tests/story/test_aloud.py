"""What audiobrief segment prints, as somebody hears it from a screen reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from audiobrief.story.aloud import to_text, wire_to_text
from audiobrief.story.model import Block, Role, Story, Wire

STORY = Story(
    blocks=(
        Block(role=Role.HEADLINE, text="Ferry strike ends", line=3),
        Block(role=Role.CAPTION, text="Riders wait.", image_alt="A pier", line=5, confidence=0.52),
        Block(role=Role.BODY, text="The strike is over.", line=7, rule="paragraph"),
    ),
    dropped=(
        Block(role=Role.FURNITURE, text="Home", reason="a menu", line=1),
        Block(role=Role.FURNITURE, text="Sport", reason="a menu", line=2),
        Block(role=Role.FURNITURE, text="Share", reason="a share bar", line=9),
    ),
    language="en",
    publisher="The Herald Co.",
    published=datetime(2026, 3, 14, 9, 30, tzinfo=timezone(timedelta(hours=-7))),
    address="https://x.example/a",
)


def test_every_line_is_a_label_or_a_sentence() -> None:
    assert to_text(STORY) == (
        "Headline: Ferry strike ends\n\n"
        "Photo caption: Riders wait.\nThe picture shows: A pier\n\n"
        "Paragraph: The strike is over.\n\n"
        "Parts: 1 headline, 1 paragraph, 1 photo caption; 3 pieces were left out.\n"
        "Publisher: The Herald Co.\n"
        "Published: 14 March 2026, 09:30 UTC-07:00.\n"
        "Language: en.\n"
        "Address: https://x.example/a.\n\n"
        "Left out: 2 pieces.\nReason: a menu.\nHome\nSport\n\n"
        "Left out: Share\nReason: a share bar.\n"
    )


def test_explain_tells_each_block_and_what_is_best_looked_at() -> None:
    text = to_text(STORY, explain=True)
    assert text.count("Role: ") == 6
    assert "Line 7. Role: body. Rule: paragraph. Confidence: 100 percent." in text
    assert "Least sure; --role LINE=ROLE changes it:\nLine 5: caption, 52 percent.\n" in text


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 14, tzinfo=UTC), "14 March 2026."),
        (datetime(2026, 3, 14, 0, 0, tzinfo=timezone(timedelta(hours=1))), "00:00 UTC+01:00."),
        (datetime(2026, 12, 1, 18, 5, tzinfo=UTC), "1 December 2026, 18:05 UTC."),
    ],
)
def test_a_day_without_a_clock_time_is_a_day(moment: datetime, said: str) -> None:
    story = Story(blocks=STORY.blocks, language="en", published=moment)
    assert said in to_text(story)


def test_a_summary_alone_says_so() -> None:
    story = Story(blocks=STORY.blocks, language="en", excerpt=True)
    assert "This is a summary only" in to_text(story)
    assert "nothing was left out" in to_text(story)


def test_the_stories_of_a_wire_are_counted() -> None:
    text = wire_to_text(Wire(stories=(STORY, STORY), title="Post"))
    assert text.startswith("Post: 2 stories.\n\nStory 1 of 2.\n\nHeadline: ")
    assert text.count("Story 2 of 2.") == 1
