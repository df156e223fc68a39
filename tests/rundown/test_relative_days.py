""" "Thursday" of an old story is told by its date, where that is certain and nobody is quoted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from audiobrief.rundown.compose import compose
from audiobrief.rundown.fidelity import audit, faults
from audiobrief.rundown.relative_days import with_dates
from audiobrief.settings import RelativeDays, Show
from audiobrief.story.model import Block, Role, Story

PRINTED = dt.date(2024, 10, 4)  # A Friday.


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("He died Thursday.", "He died Thursday, October 3."),
        ("He died on Thursday at home.", "He died on Thursday, October 3, at home."),
        ("On Friday the court met.", "On Friday, October 4, the court met."),
        ("It fell Saturday night.", "It fell Saturday night, September 28."),
        ("The vote is today.", "The vote is today, October 4."),
        ("Yesterday, they left.", "Yesterday, October 3, they left."),
        ("They will meet on Tuesday.", "They will meet on Tuesday, October 8."),
        ("He said Monday he would go.", "He said Monday, September 30, he would go."),
        (
            "The race, due to start Sunday, is off.",
            "The race, due to start Sunday, October 6, is off.",
        ),
    ],
)
def test_a_day_gets_its_date(printed: str, said: str) -> None:
    ((text, days),) = with_dates([printed], PRINTED)
    assert text == said
    assert len(days) == 1


@pytest.mark.parametrize(
    "printed",
    [
        "He wrote “I go Thursday,” and left.",
        '"Today is a good day," she said.',
        "They fast every Friday.",
        "Shops opened for Black Friday.",
        "The Sunday Times and Monday Night Football said so.",
        "On Thursday, Oct. 3, he died.",
        "Thursday's vote was close.",
        "Last Thursday was cold.",
        "Monday could bring rain, he said.",
    ],
)
def test_quotations_names_and_uncertain_days_stay(printed: str) -> None:
    assert with_dates([printed], PRINTED) == ((printed, ()),)


def test_a_quotation_goes_on_over_sentences() -> None:
    told = with_dates(["“I left Monday.", "I came back Tuesday,” he said Friday."], PRINTED)
    assert [[day.printed for day in days] for _, days in told] == [[], ["Friday"]]


def _story(text: str) -> Story:
    return Story(
        blocks=(
            Block(role=Role.HEADLINE, text="Ferry sank"),
            Block(role=Role.BODY, text=text),
            Block(role=Role.QUOTE, text="I saw it Thursday."),
        ),
        language="en",
        published=dt.datetime(2024, 10, 4, 6, tzinfo=dt.UTC),
    )


DATED = Show(relative_days=RelativeDays.WITH_DATE)


def test_old_stories_alone_are_dated_and_the_transcript_keeps_the_print() -> None:
    story = _story("The ferry sank Thursday.")
    old = compose([story], DATED, on=dt.date(2024, 12, 1))
    spoken = [cue.spoken_text for cue in old.items[0].cues]
    assert "The ferry sank Thursday, October third." in spoken
    assert "I saw it Thursday." in spoken
    assert "The ferry sank Thursday." in [cue.print_text for cue in old.items[0].cues]
    assert audit(old, [story], DATED).status == "verified"
    fresh = compose([story], DATED, on=dt.date(2024, 10, 6))
    assert "The ferry sank Thursday." in [cue.spoken_text for cue in fresh.items[0].cues]
    plain = compose([story], Show(), on=dt.date(2024, 12, 1))
    assert "The ferry sank Thursday." in [cue.spoken_text for cue in plain.items[0].cues]


def test_british_shows_say_the_date_their_way() -> None:
    show = replace(DATED, language="en-GB")
    story = _story("The ferry sank on Thursday.")
    cues = compose([story], show, on=dt.date(2024, 12, 1)).items[0].cues
    assert "The ferry sank on Thursday, October the third." in [cue.spoken_text for cue in cues]
    assert audit(compose([story], show, on=dt.date(2024, 12, 1)), [story], show).refusals == ()


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("He died Thursday.", "He died Thursday, October second."),
        ("He died Thursday.", "He died Thursday, October tenth, nineteen ninety nine."),
        ("“He died Thursday,” she said.", "“He died Thursday, October third,” she said."),
        ("He died today.", "He died today, October third."),
    ],
)
def test_the_gate_refuses_a_wrong_date_and_one_in_a_quotation(printed: str, spoken: str) -> None:
    assert faults(printed, spoken, published=PRINTED)
    assert faults(printed, spoken)
