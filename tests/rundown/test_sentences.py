"""Sentences: a cue is one of them, and a listener hears a pause after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.rundown.speakable import sentences
from audiobrief.rundown.speakable.fold import seen
from audiobrief.rundown.speakable.sentences import MAX_CHARS

CASES = (
    "U.S. Secretary of State Antony J. Blinken spoke.|He left at 5 p.m.|The talks went on.",
    "Sen. Mark Lee, R-Utah, voted no on Jan. 5, 2022.|Rep. Ann Dole did not vote.",
    "“No. 1 is good,” he said.|No. 2 is not.",
    "He lives in the U.S.|The house is old.",
    '"We won!" he said.|"It is over."|Then he left... and came back.|He paused...|Then he ran.',
    "Acme Inc. Chairman Bob Ross Jr. resigned.|What?|Yes!",
    "J.K. Rowling and C. S. Moss wrote it.|Plan A failed.",
    "It began in Reno, Nev.|It ended in St. Paul, Minn., at dawn.",
    "She said: “I came. I saw. I left,” and then sat.|He (the boss. The big one.) left.",
    "Dr. Nell Abbott and Lt. Gen. Ray Hale met Gov. Ortiz.|They talked.",
    "Prices rose 3.5 percent.|Wages rose 2.1 percent.",
    "In Roe v. Wade the court ruled.|It was art vs. Money.",
    "LONDON (Reuters) - Stocks fell.|U.K. stocks fell too.",
    "The plan, i.e. The Plan, failed.|Etc. is no word.",
    "Cllr. Anne Dunn met the Rt. Hon. Bo Hall.|Supt. Ray Poe, Det. Insp. Lee and Const. Moss came.",
    "Dr. Ray and Sgt. Hall left.|Insp. Cole did not.",
    "They live in the U.S.|How about you?|We stay, you and I.|Did you see Al I. Moss?",
    "1.) The first item.|2.) The second item.",
    "• 9. The first item|• 10. The second item",
    "It is kept at N°. 1026.253.|There it is.",
    "He was born Sept. 3.|On Oct. 4 he left.",
)


SPLITS = (
    (Path(__file__).parents[1] / "data" / "spoken" / "sentences.en.txt")
    .read_text(encoding="utf-8")
    .splitlines()
)


@pytest.mark.parametrize("case", CASES)
def test_news_is_split_where_a_newsreader_breathes(case: str) -> None:
    wanted = tuple(case.split("|"))
    assert sentences(" ".join(wanted)) == wanted


@pytest.mark.parametrize("case", SPLITS)
def test_splits_of_news_and_of_the_golden_rules_ideas(case: str) -> None:
    """A cue that ends after "U.S." or "Sen." is heard as a stumble."""
    wanted = tuple(case.split("|"))
    assert sentences(" ".join(wanted)) == wanted


@pytest.mark.parametrize(
    ("language", "case"),
    [
        ("de", "Er kam am 3. Mai an, z.B. mit dem Zug.|Sie blieb."),
        ("fr", "M. Dupont est venu.|Il est parti."),
        ("es", "El Sr. López llegó.|¿Quién lo vio?|Nadie."),
        ("ru", "Он пришёл.|Она ушла."),
        ("xx", "First one.|Second one."),
    ],
)
def test_other_languages_are_split(language: str, case: str) -> None:
    wanted = tuple(case.split("|"))
    assert sentences(" ".join(wanted), language) == wanted


def test_chinese_is_split_without_spaces() -> None:
    assert sentences("这是一句。那是二。", "zh") == ("这是一句。", "那是二。")


def test_blank_text_has_no_sentence() -> None:
    assert sentences("") == sentences(" \n\t\u200b") == ()


TOKENS = """
U.S. Sen. Jan. 5, No. 1 The he said. “Yes.” (Ok.) ... … ? ! A. Inc. a.m. and
— ; : \" ' 3. é ß St. [x]
"""
WORDS = st.sampled_from(TOKENS.split())
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS)
def test_no_word_is_lost_or_changed(text: str) -> None:
    parts = sentences(text)
    assert all(part == part.strip() and part for part in parts)
    assert "".join("".join(parts).split()) == "".join(seen(text).split())


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_sentences_joined_by_spaces_are_the_paragraph(text: str) -> None:
    assert " ".join(sentences(text)) == seen(text)


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    clause = "the council met and talked for many hours about the budget of the town"
    text = ", ".join([clause] * 20) + "."
    parts = sentences(text)
    assert " ".join(parts) == text
    assert max(map(len, parts)) <= MAX_CHARS
    assert all(part.endswith((",", ".")) for part in parts)


def test_a_long_sentence_without_clauses_is_cut_between_words() -> None:
    text = " ".join(["word"] * 1000)
    parts = sentences(text)
    assert " ".join(parts) == text
    assert max(map(len, parts)) <= MAX_CHARS


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "a. " * 33_000,
        "“A b. " * 16_000,
        '"' * 100_000,
        "Mr. " * 25_000,
        "A. " * 33_000,
    ],
    ids=lambda text: text[:4],
)
@pytest.mark.timeout(30)
def test_a_long_text_is_split_in_linear_time(text: str) -> None:
    parts = sentences(text)
    assert max(map(len, parts)) <= MAX_CHARS
