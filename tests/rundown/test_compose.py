"""What is said, in which order: the part of the work that a listener notices first."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.rundown.compose import OPTIONAL, compose, left_out
from audiobrief.rundown.continuity import without_words
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.settings import Show
from audiobrief.story.model import Block, Role, Story

DAY = dt.date(2026, 3, 14)
SHOW = Show(title="Coast News")


def _block(role: Role, text: str, credit: str | None = None) -> Block:
    return Block(role=role, text=text, credit=credit)


STORY = Story(
    blocks=(
        _block(Role.SECTION, "Local News"),
        _block(Role.HEADLINE, "Bridge Reopens"),
        _block(Role.BYLINE, "Ada Moss and Ben Hart"),
        _block(Role.CAPTION, "Drivers wait at the bridge.", credit="Photo: C. Dow"),
        _block(Role.SUMMARY, "The detour is over."),
        _block(Role.DATELINE, "LANNING, Oregon"),
        _block(Role.BODY, "The bridge opened. About 2,000 people came."),
        _block(Role.CAPTION, "A ribbon is cut."),
        _block(Role.QUOTE, "We can have breakfast first."),
        _block(Role.SUBHEAD, "What comes next"),
        _block(Role.CREDITS, "Some information came from the Courier."),
        _block(Role.BODY, "Trucks must wait."),
    ),
    language="en",
    publisher="The Lanning Post",
    published=dt.datetime(2026, 3, 14, 6, 0, tzinfo=dt.UTC),
)


def _printed(cues: tuple[Cue, ...]) -> list[str]:
    return [cue.print_text for cue in cues]


def test_the_order_is_that_of_a_newsreader() -> None:
    rundown = compose([STORY], SHOW, on=DAY)
    assert _printed(rundown.opening) == ["Coast News, March 14, 2026."]
    assert _printed(rundown.items[0].cues) == [
        "Bridge Reopens",
        "From The Lanning Post, March 14, 2026.",
        "By Ada Moss and Ben Hart.",
        "The detour is over.",
        "Photo caption:",
        "Drivers wait at the bridge.",
        "End of caption.",
        "LANNING, Oregon",
        "The bridge opened.",
        "About 2,000 people came.",
        "Photo caption:",
        "A ribbon is cut.",
        "End of caption.",
        "Quote:",
        "We can have breakfast first.",
        "End of quote.",
        "What comes next",
        "Trucks must wait.",
        "Some information came from the Courier.",
    ]
    assert _printed(rundown.closing) == ["This episode was read by a synthetic voice."]
    assert rundown.title == "Bridge Reopens"


def test_pauses_tell_sentences_from_paragraphs() -> None:
    cues = {cue.print_text: cue for cue in compose([STORY], SHOW, on=DAY).cues}
    assert cues["The bridge opened."].pause_after_ms == 250
    assert cues["About 2,000 people came."].pause_after_ms == 600
    assert cues["Bridge Reopens"].pause_after_ms == 600
    assert cues["Drivers wait at the bridge."].pause_after_ms == 250
    assert cues["End of caption."].pause_after_ms == 600


def test_print_and_speech_are_kept_apart() -> None:
    cue = next(c for c in compose([STORY], SHOW, on=DAY).cues if "2,000" in c.print_text)
    assert "2,000" in cue.print_text
    assert not any(map(str.isdigit, cue.spoken_text))


def test_nothing_with_a_digit_reaches_an_engine() -> None:
    for cue in compose([STORY], SHOW, on=DAY).cues:
        assert not any(map(str.isdigit, cue.spoken_text)), cue.spoken_text


def test_an_edition_begins_with_all_headlines_and_numbers_its_stories() -> None:
    other = replace(STORY, blocks=(_block(Role.HEADLINE, "Rain Ahead"), _block(Role.BODY, "Rain.")))
    rundown = compose([STORY, other], SHOW, on=DAY, title="Morning news")
    assert rundown.title == "Morning news"
    assert _printed(rundown.opening) == [
        "Coast News, March 14, 2026.",
        "Morning news.",
        "The headlines.",
        "Bridge Reopens",
        "Rain Ahead",
    ]
    assert [item.cues[0].print_text for item in rundown.items] == ["Story 1 of 2.", "Story 2 of 2."]
    assert all(cue.block is None for cue in rundown.opening)


def test_labels_are_continuity_and_belong_to_the_block_that_they_announce() -> None:
    """A chapter begins with the label; without its block the label would end the one before."""
    cues = compose([STORY], SHOW, on=DAY).items[0].cues
    label = next(number for number, cue in enumerate(cues) if cue.print_text == "Photo caption:")
    assert cues[label].role is Role.CONTINUITY
    assert {cue.block for cue in cues[label : label + 3]} == {3}


@pytest.mark.parametrize("role", sorted(OPTIONAL))
def test_a_role_can_be_left_out_with_its_labels(role: Role) -> None:
    with_it = {cue.print_text for cue in compose([STORY], SHOW, on=DAY).cues}
    without = compose([STORY], SHOW, on=DAY, leave_out={role})
    assert role not in {cue.role for cue in without.cues}
    assert {cue.print_text for cue in without.cues} < with_it


def test_what_is_not_spoken_is_told() -> None:
    item = compose([STORY], SHOW, on=DAY).items[0]
    assert [block.text for block in left_out(STORY, item)] == ["Local News", "Photo: C. Dow"]


def test_ids_survive_a_moved_paragraph_and_tell_repeated_words_apart() -> None:
    """An id that changed would lose the producer's edits and the take in the cache."""
    first = compose([STORY], SHOW, on=DAY)
    moved = compose([replace(STORY, blocks=STORY.blocks[::-1])], SHOW, on=DAY)
    names = {cue.print_text: cue.id for cue in first.cues}
    again = {cue.print_text: cue.id for cue in moved.cues}
    labels = {"Photo caption:", "End of caption."}
    assert {k: v for k, v in names.items() if k not in labels} == {
        k: v for k, v in again.items() if k not in labels
    }
    assert len({cue.id for cue in first.cues}) == len(first.cues)


def test_a_story_in_another_language_keeps_it_and_is_labelled_in_it() -> None:
    german = Story(
        blocks=(_block(Role.HEADLINE, "Brücke offen"), _block(Role.CAPTION, "Die Brücke.")),
        language="de",
    )
    rundown = compose([german], SHOW, on=DAY)
    assert {cue.language for cue in rundown.items[0].cues} == {"de"}
    assert rundown.items[0].cues[1].print_text == "Bildunterschrift:"
    assert rundown.language == rundown.opening[0].language == rundown.closing[0].language == "de"


def test_an_edition_in_several_languages_speaks_that_of_the_show_between_them() -> None:
    other = replace(STORY, language="de")
    rundown = compose([STORY, other], SHOW, on=DAY)
    assert {rundown.language, rundown.opening[0].language, rundown.closing[0].language} == {"en-US"}


def test_a_story_in_a_language_without_words_has_no_english_labels() -> None:
    """An English "Photo caption" read by a Swahili voice could not be understood."""
    blocks = (_block(Role.HEADLINE, "Daraja lafunguliwa"), _block(Role.CAPTION, "Daraja jipya."))
    story = Story(blocks=blocks, language="sw", publisher="Taifa")
    (item,) = compose([story], SHOW, on=DAY).items
    assert {cue.language for cue in item.cues} == {"sw"}
    labels = [cue.print_text for cue in item.cues if cue.role is Role.CONTINUITY]
    assert labels == ["Taifa."]
    assert without_words(compose([story], SHOW, on=DAY)) == ("sw",)


def test_the_last_words_are_the_shows_choice() -> None:
    (usual,) = compose([STORY], SHOW, on=DAY).closing
    assert "synthetic voice" in usual.print_text
    assert compose([STORY], replace(SHOW, disclosure=False), on=DAY).closing == ()
    own = replace(SHOW, disclosure="Our computer read this to you.")
    (said,) = compose([replace(STORY, language="de")], own, on=DAY).closing
    assert (said.print_text, said.language) == ("Our computer read this to you.", "en-US")


def test_an_english_story_is_read_in_the_english_of_the_show() -> None:
    rundown = compose([STORY], replace(SHOW, language="en-GB"), on=DAY)
    assert {cue.language for cue in rundown.cues} == {"en-GB"}
    assert "14 March 2026" in rundown.opening[0].print_text


def test_a_line_without_a_word_is_no_cue() -> None:
    story = replace(STORY, blocks=(*STORY.blocks, _block(Role.BODY, "* * *")))
    rundown = compose([story], SHOW, on=DAY)
    assert "* * *" not in {cue.print_text for cue in rundown.cues}
    assert "* * *" in {block.text for block in left_out(story, rundown.items[0])}


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=80),
        min_size=1,
        max_size=4,
    )
)
def test_every_printed_word_is_in_a_cue_or_told(paragraphs: list[str]) -> None:
    blocks = [_block(Role.BODY, " ".join(text.split())) for text in paragraphs if text.strip()]
    story = Story(blocks=(_block(Role.HEADLINE, "Head"), *blocks), language="en")
    rundown: Rundown = compose([story], SHOW, on=DAY)
    item = rundown.items[0]
    silent = {block.text for block in left_out(story, item)}
    for index, block in enumerate(story.blocks):
        said = "".join(cue.print_text for cue in item.cues if cue.block == index)
        if block.text not in silent and block.role is Role.BODY:
            whole = unicodedata.normalize("NFC", block.text)  # Print is kept in this form.
            letters = [char for char in whole if char.isalnum()]
            assert [char for char in said if char.isalnum()] == letters


def test_words_in_another_language_change_the_voice_when_that_is_asked_for() -> None:
    quote = replace(_block(Role.QUOTE, "We are open."), language="en")
    blocks = (_block(Role.HEADLINE, "Abierto"), _block(Role.BODY, "El puerto abre."), quote)
    story = Story(blocks=blocks, language="es")
    for asked, language in ((False, "es"), (True, "en-US")):
        show = replace(SHOW, foreign_voices=asked)
        (item,) = compose([story], show, on=DAY).items
        spoken = {cue.role: cue.language for cue in item.cues}
        assert spoken[Role.QUOTE] == language
        assert spoken[Role.CONTINUITY] == spoken[Role.BODY] == "es"
