"""Heteronyms: right where the context is clear, left to the engine where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from audiobrief.rundown import heteronyms
from audiobrief.rundown.lexicon import Entry, Lexicon


@pytest.mark.parametrize("row", heteronyms.table(), ids=lambda row: f"{row['word']}-{row['ipa']}")
def test_each_row_has_a_context_that_it_knows(row: dict[str, Any]) -> None:
    """Both engines said "the leed pipes" and "a roe over the budget"."""
    sentence, written = row["example"]
    found = {each.written: each.ipa for each in heteronyms.heteronyms(sentence)}
    assert found == {written: row["ipa"]}


@pytest.mark.parametrize(
    "sentence",
    [
        "She will lead the talks and took the lead.",
        "It won for the third year in a row.",
        "He wants to read it; did he read it?",
        "They live in Boston.",
        "A close race was close to the border.",
        "It took a minute.",
        "He signed a contract for the project.",
        "Talks will resume on Monday.",
        "He used a bow and arrow in the wind.",
        "The wound was deep, and she shed a tear.",
        "They met at a nice place, reading by a mobile home.",
        "A white dove was released.",
        "A plain sentence without any of them.",
    ],
)
def test_the_common_reading_is_left_to_the_engine(sentence: str) -> None:
    assert list(heteronyms.heteronyms(sentence)) == []


def test_two_sounds_of_one_word_in_one_sentence_are_left_to_the_engine() -> None:
    """A row counts for the whole utterance: it would mend one place and spoil the other."""
    assert list(heteronyms.heteronyms("They lead the talks on lead pipes.")) == []


def test_a_row_of_the_lexicon_stands_above() -> None:
    lexicon = Lexicon(entries=(Entry(written="lead", ipa="liːd"),))
    (row,) = lexicon.touching("The lead pipes were old.", "en-US")
    assert row.ipa == "liːd"


def test_the_lexicon_gives_heteronyms_in_english_alone() -> None:
    text = "Tests found lead in the water."
    assert [row.ipa for row in Lexicon().touching(text, "en-GB")] == ["ˈlɛd"]
    assert Lexicon().touching(text, "de") == ()
