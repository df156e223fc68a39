"""The gate that holds speech against print: what it accepts, what it refuses, what it needs."""

from __future__ import annotations

import ast
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.rundown.compose import compose
from audiobrief.rundown.fidelity import audit, faults, left_out
from audiobrief.rundown.model import Rundown
from audiobrief.rundown.speakable import speakable
from audiobrief.rundown.speakable.tables import rows as speller_rows
from audiobrief.settings import Show
from audiobrief.story.model import Block, Role, Story

GATE = Path(__file__).parents[2] / "audiobrief" / "rundown" / "fidelity"

DATA = Path(__file__).parents[1] / "data" / "fidelity"


def rows(name: str) -> list[list[str]]:
    """Return the columns of a table of pairs of our own: printed, spoken."""
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


FAITHFUL = rows("faithful")

UNFAITHFUL = rows("unfaithful")


@pytest.mark.parametrize(("printed", "spoken"), FAITHFUL)
def test_faithful_speech_passes(printed: str, spoken: str) -> None:
    assert faults(printed, spoken) == ()


@pytest.mark.parametrize(("printed", "spoken"), UNFAITHFUL)
def test_what_was_lost_or_changed_is_caught(printed: str, spoken: str) -> None:
    """A listener once heard "more than two, people" and had no way to know better."""
    assert faults(printed, spoken)


@pytest.mark.parametrize(
    ("printed", "spoken", "sentence"),
    [
        ("Some 2,000 left.", "Some two left.", "“2,000” is printed but “two” is said"),
        ("He did not go.", "He did go.", "“not” is printed but not said"),
        ("He did go.", "He did not go.", "“not” is said but not printed"),
    ],
)
def test_the_words_are_named(printed: str, spoken: str, sentence: str) -> None:
    assert faults(printed, spoken)[0].sentence == sentence


def test_the_day_comes_before_the_month_in_britain() -> None:
    spoken = "On the fifth of June twenty twenty four it fell."
    assert faults("On 05/06/2024 it fell.", spoken, "en-GB") == ()
    assert faults("On 05/06/2024 it fell.", spoken, "en-US")


def test_every_fault_of_a_cue_is_told() -> None:
    found = faults(
        "The mayor paid $5 and the council paid £7 in all.",
        "The mayor paid six dollars and the council paid eight pounds in all.",
    )
    assert [fault.printed for fault in found] == ["$5", "£7"]


def test_signs_that_say_nothing_are_listed_as_left_out() -> None:
    assert [sign for sign, _ in left_out("Acme™ won* it.", "Acme won it.")] == ["™", "*"]
    printed, spoken = "The \ufffcferry\ufffcsank \ufffc.", "The ferry sank."
    assert faults(printed, spoken) == ()
    assert [sign for sign, _ in left_out(printed, spoken)] == ["\ufffc"]
    assert left_out("Acme™ won.", "Acme trademark won.") == ()


def _forms() -> Iterator[tuple[str, str]]:
    """Yield (form, sentence) for every way in which a title, abbreviation or unit is written."""
    for kind, name in (
        ("titles", "title"),
        ("abbreviations", "abbreviation"),
        ("units", "unit"),
        ("currencies", "currency"),
    ):
        for row in speller_rows(kind, name):
            sentence = row["example"][0]
            shown = next((form for form in row["written"] if form in sentence), None)
            if shown is not None:
                yield from ((form, sentence.replace(shown, form, 1)) for form in row["written"])
    yield from ((unit, f"It took 1 {unit} of it.") for unit in ("km/s", "ft/s", "fps", "boe"))
    yield from ((sign, f"It cost 500 {sign} a day.") for sign in "€£₪₫₦₱฿₡₲₵₭₮₼₾")
    yield from (
        (form, f"He saw {form} on Monday.") for form in ("Apt. B", "Exh. A", "Rm. C", "Sched. D")
    )


def test_the_gate_knows_every_form_that_the_speller_knows() -> None:
    """A story with "Mme Dupont", "MoM" or "500 ₫" was refused whole."""
    refused = [
        (form, sentence, speakable(sentence))
        for form, sentence in _forms()
        if faults(sentence, speakable(sentence))
    ]
    assert refused == []


def test_a_letter_that_is_said_as_a_numeral_is_refused() -> None:
    assert faults("She filed Schedule C in May.", "She filed Schedule one hundred in May.")
    assert not faults("She filed Schedule C in May.", "She filed Schedule C in May.")


def test_the_gate_shares_nothing_with_the_speller() -> None:
    """A wrong table would agree with itself."""
    for path in GATE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{each.name}" for each in node.names]
            for name in names:
                assert "speakable" not in name, path
                assert "num2words" not in name, path
    code = (
        "import sys; from audiobrief.rundown.fidelity import faults;"
        "assert not faults('At 10:30 on 5 May', 'At ten thirty on the fifth of May');"
        "assert not faults('In 5 Tagen', 'In fünf Tagen', 'de');"
        "print([name for name in sys.modules if 'speakable' in name or 'num2words' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("language", "printed", "spoken"), rows("other-languages"))
def test_words_of_other_languages_are_checked(language: str, printed: str, spoken: str) -> None:
    assert faults(printed, spoken, language) == ()
    words = spoken.split()
    assert faults(printed, " ".join(words[1:]), language)


def test_a_lost_negation_is_heard_in_german_too() -> None:
    assert faults("Er hat das nicht gesagt.", "Er hat das gesagt.", "de")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_failing(text: str) -> None:
    faults(text, text)
    faults(text, "one two", "en-GB")
    faults(text, text, "de")


@given(
    st.lists(
        st.sampled_from(
            ["The", "old", "mayor", "of", "Salem", "did", "not", "say", "why", "she", "left"]
        ),
        min_size=1,
    )
)
@settings(max_examples=60, deadline=None)
def test_plain_words_are_their_own_speech(words: list[str]) -> None:
    text = " ".join(words)
    assert faults(text, unicodedata.normalize("NFD", text)) == ()
    assert faults(text, text + " again")
    assert faults(text + " again", text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text", ["a" * 100_000, "no " * 8_000, "a." * 4_000, "1," * 4_000, "*" * 50_000]
)
def test_long_text_takes_time_by_its_length(text: str) -> None:
    """A word of 100 kB once would have held up a newsroom."""
    faults(text, text)
    faults(text, "")


def story(*blocks: Block, language: str = "en-US") -> Story:
    headline = Block(role=Role.HEADLINE, text="Ferry returns")
    return Story(
        blocks=(headline, *blocks), language=language, published=datetime(2026, 5, 4, tzinfo=UTC)
    )


FERRY = story(
    Block(role=Role.SECTION, text="Coast"),
    Block(role=Role.BYLINE, text="Mara Lind"),
    Block(role=Role.BODY, text="Some 2,000 people came. It did not rain."),
    Block(role=Role.CAPTION, text="The ferry on 3 May", credit="AP"),
)


def composed(one: Story = FERRY, show: Show | None = None) -> Rundown:
    return compose([one], show or Show(title="Coast News"), on=date(2026, 5, 4))


def without(rundown: Rundown, words: str) -> Rundown:
    (item,) = rundown.items
    cues = tuple(cue for cue in item.cues if words not in cue.print_text)
    return replace(rundown, items=(replace(item, cues=cues),))


def test_a_composed_story_is_verified() -> None:
    found = audit(composed(), [FERRY], Show())
    assert found.refusals == ()
    record = found.record()
    assert record["status"] == "verified"
    assert record["blocks"] == "verified"
    assert record["languages"]["en-US"]["numbers"] == "verified"


@pytest.mark.parametrize(
    "lost", ["It did not rain", "Some 2,000", "By Mara Lind", "The ferry on", "Ferry returns"]
)
def test_a_block_or_sentence_without_a_cue_is_refused(lost: str) -> None:
    """A sentence that the splitter loses is in no cue, so no cue can be wrong about it."""
    (refusal,) = audit(without(composed(), lost), [FERRY], Show()).refusals
    assert refusal.cue == ""
    assert refusal.block is not None
    assert FERRY.blocks[refusal.block].text in refusal.sentence


def test_a_sentence_that_is_read_twice_is_refused() -> None:
    rundown = composed()
    (item,) = rundown.items
    twice = next(cue for cue in item.cues if cue.role is Role.BODY)
    cues = (*item.cues, replace(twice, id="again"))
    doubled = replace(rundown, items=(replace(item, cues=cues),))
    assert audit(doubled, [FERRY], Show()).refusals


def test_what_policy_leaves_out_is_no_fault() -> None:
    show = Show(title="Coast News")
    quiet = compose([FERRY], show, on=date(2026, 5, 4), leave_out={Role.CAPTION, Role.BYLINE})
    assert audit(quiet, [FERRY], show, {Role.CAPTION, Role.BYLINE}).refusals == ()


def test_a_language_without_a_reader_never_passes_silently() -> None:
    german = story(Block(role=Role.BODY, text="Es kamen 2.000 Menschen."), language="de")
    found = audit(composed(german), [german], Show())
    assert found.refusals == ()
    assert found.status == "not verified"
    assert found.record()["languages"]["de"]["numbers"] == "not verified"


def test_the_blocks_of_an_edited_rundown_are_not_verified() -> None:
    assert audit(composed(), [], Show()).record()["blocks"] == "not verified"


def test_saying_it_twice_is_as_faithful_as_saying_it_once() -> None:
    for printed, _ in FAITHFUL:
        said = speakable(printed)
        assert faults(said, speakable(said)) == ()
