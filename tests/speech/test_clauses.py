"""Pieces of at most 100 characters, of which nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.speech.engines.clauses import split_clauses

TEXT = (
    "The ferries, which were stopped on Sunday, will run again from Tuesday, the owners said; Anna"
    " Maria Lindqvist, who takes one every day, was glad. She had missed the sea — and the coffee."
)


@given(st.text(), st.integers(10, 120))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, max_chars: int) -> None:
    pieces = split_clauses(text, max_chars)
    assert all(0 < len(piece) <= max_chars for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.lists(st.sampled_from(["Anna", "met", "Bo,", "then;", "left."]), min_size=1))
def test_words_stay_whole(words: list[str]) -> None:
    assert " ".join(split_clauses(" ".join(words), 40)) == " ".join(words)


def test_a_short_text_is_one_piece() -> None:
    assert split_clauses("  Ferries run  again. ", 100) == ("Ferries run again.",)


def test_cuts_are_where_a_reader_would_breathe() -> None:
    pieces = split_clauses(TEXT, 100)
    assert [piece[-1] for piece in pieces] == [";", ".", "."] or all(
        piece[-1] in ",;." for piece in pieces
    )


def test_names_stay_whole() -> None:
    text = "It was said yesterday in the town by the harbour that the mayor Anna Maria Lind goes"
    for max_chars in range(40, 90):
        for piece in split_clauses(text, max_chars):
            assert not piece.endswith(("Anna", "Maria"))


@pytest.mark.parametrize("text", ["新闻" * 90, "ข่าว" * 60, "x" * 250])
def test_texts_without_spaces(text: str) -> None:
    pieces = split_clauses(text, 100)
    assert "".join(pieces) == text
    assert len(pieces) <= 4
