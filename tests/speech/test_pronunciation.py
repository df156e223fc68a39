"""Words of the lexicon in a text."""

from __future__ import annotations

from audiobrief.rundown.model import Pronunciation
from audiobrief.speech.pronunciation import respelled, substitute


def test_whole_words_only_and_the_longest_first() -> None:
    rows = (
        Pronunciation(written="Nice", respelling="neess", match_case=True),
        Pronunciation(written="Nice Matin", respelling="neess mah tan"),
    )
    assert respelled("Nice! A nice day, said Nice  Matin; Niceties.", rows) == (
        "neess! A nice day, said neess mah tan; Niceties."
    )


def test_apostrophes_and_signs_are_no_obstacle() -> None:
    rows = (Pronunciation(written="N'Djamena", respelling="en jah may nah"),)
    assert respelled("In N’Djamena (Chad).", rows) == "In en jah may nah (Chad)."
    assert respelled("C++ won.", (Pronunciation(written="C++", respelling="see plus plus"),)) == (
        "see plus plus won."
    )


def test_a_word_without_the_wanted_form_stays() -> None:
    rows = (Pronunciation(written="Kyiv", ipa="ˈkɪjiu"),)
    assert respelled("To Kyiv.", rows) == "To Kyiv."
    assert substitute("To kyiv.", rows, lambda row, word: f"<{word}:{row.ipa}>") == (
        "To <kyiv:ˈkɪjiu>."
    )
