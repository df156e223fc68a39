"""Where a listener could not tell who speaks, a show may have the quotation announced."""

from __future__ import annotations

import datetime as dt

import pytest

from audiobrief.rundown.compose import compose
from audiobrief.rundown.fidelity import audit
from audiobrief.rundown.quotations import unclear_quotes
from audiobrief.settings import QuoteMarks, Show
from audiobrief.story.model import Block, Role, Story

ON = dt.date(2026, 3, 14)


def _story(*paragraphs: str) -> Story:
    blocks = [Block(role=Role.HEADLINE, text="Ferry sank")]
    blocks += [Block(role=Role.BODY, text=text) for text in paragraphs]
    blocks.append(Block(role=Role.QUOTE, text="We heard a bang."))
    return Story(blocks=tuple(blocks), language="en")


def _heard(story: Story, quotes: QuoteMarks) -> list[str]:
    show = Show(quotes=quotes)
    rundown = compose([story], show, on=ON)
    assert audit(rundown, [story], show).refusals == ()
    return [cue.print_text for cue in rundown.items[0].cues][1:]


def test_block_quotes_alone_are_announced_unless_a_show_says_otherwise() -> None:
    story = _story("“We all ran to the boats at once.”")
    words = "“We all ran to the boats at once.”"
    block = ["Quote:", "We heard a bang.", "End of quote."]
    assert _heard(story, QuoteMarks.BLOCK) == [words, *block]
    assert _heard(story, QuoteMarks.NONE) == [words, "We heard a bang."]
    assert _heard(story, QuoteMarks.UNCLEAR) == ["Quote:", words, "End of quote.", *block]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("“We all ran to the boats,” said Ann Dole. “It was dark and cold.”",),
        ("Ann Dole was on board. She said:", "“We all ran to the boats at once.”"),
        ("The ferry, the “Star of the Sea”, sank.",),
        ("“Star of Hope”",),
        ("The ferry sank.",),
    ],
)
def test_where_the_speaker_is_plain_nothing_is_added(paragraphs: tuple[str, ...]) -> None:
    assert unclear_quotes(_story(*paragraphs)) == {}


def test_a_quotation_over_paragraphs_is_begun_and_ended_once() -> None:
    story = _story(
        "“We all ran to the boats at once. It was dark.",
        "“Then the second bang came from below.”",
        "The ferry sank.",
        '"Nobody told us what to do."',
    )
    assert unclear_quotes(story) == {1: (True, False), 2: (False, True), 4: (True, True)}
