"""Respelling as broadcasters write it, read into IPA and written from sounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.phonemes.american import alike, from_ipa
from audiobrief.phonemes.respelling import (
    RespellingError,
    examples,
    ipa_of,
    respelling_of,
    respelling_of_ipa,
)


@pytest.mark.parametrize(("respelling", "ipa"), examples())
def test_every_row_of_the_table_is_at_work_in_its_example(respelling: str, ipa: str) -> None:
    assert ipa_of(respelling) == ipa


@pytest.mark.parametrize(
    ("respelling", "ipa"),
    [
        ("toh-KAH-yef", "toʊˈkɑjɛf"),
        ("zheh-LEN-skee", "ʒɛˈlɛnski"),
        ("kah-SIM joh-MART toh-KAH-yef", "kɑˈsɪm dʒoʊˈmɑɹt toʊˈkɑjɛf"),
        ("GWAHNG-JOH", "ˌɡwɑŋˈdʒoʊ"),
        ("shee jin-PING", "ʃi dʒɪnˈpɪŋ"),
        ("toh-kah-yef", "toʊˈkɑjɛf"),
        ("keev", "ˈkiv"),
        ("MYAHN-mahr", "ˈmjɑnmɑɹ"),
        ("  toh‑KAH‑yef ", "toʊˈkɑjɛf"),
    ],
)
def test_words_as_producers_write_them(respelling: str, ipa: str) -> None:
    assert ipa_of(respelling) == ipa


def test_spaces_part_syllables_where_the_name_is_one_word() -> None:
    assert ipa_of("toh kah yef", "Tokayev") == "toʊˈkɑjɛf"
    assert ipa_of("shee jin-PING", "Xi Jinping") == "ʃi dʒɪnˈpɪŋ"


@pytest.mark.parametrize(
    ("respelling", "syllable"),
    [
        ("toh-KXQ-yef", "'KXQ'"),
        ("toh-KÄH-yef", "'KÄH'"),
        ("toh-kaheef-yef", "'kaheef'"),
        ("toh--yef", "an empty syllable"),
        ("toh-K4H", "'K4H'"),
        ("[[toh", "'[[toh'"),
        ("", "no respelling"),
        ("ah" * 200, "no respelling"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_syllable(respelling: str, syllable: str) -> None:
    with pytest.raises(RespellingError) as caught:
        ipa_of(respelling)
    assert syllable in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("ipa", "respelling"),
    [
        ("toʊˈkaɪɛf", "toh-KY-ef"),
        ("zəˈlɛnski", "zuh-LEN-skee"),
        ("ˈɛɹdoʊɑn", "AIR-doh-ahn"),
        ("ˈbæləns", "BAL-uhns"),
        ("ʃi dʒɪnˈpɪŋ", "shee jin-PING"),
        ("ˈaɪlənd", "EYE-luhnd"),
        ("kiv", "KEEV"),
        ("ka5", ""),
    ],
)
def test_sounds_are_shown_in_letters(ipa: str, respelling: str) -> None:
    assert respelling_of_ipa(ipa) == respelling


_SYLLABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(("", "b", "tɹ", "st", "k", "ʃ", "ʤ", "nj", "ʒ", "θ", "ð", "sl", "w", "j")),
        st.sampled_from(("ˈ", "")),
        st.sampled_from("AIOWYiuɑɔɛɪʊʌə"),
        st.sampled_from(("", "n", "f", "ŋ", "st", "ɹ", "z", "ŋk", "nd", "l", "ʧ")),
    ),
)


@given(st.lists(_SYLLABLES, min_size=1, max_size=5))
def test_what_is_shown_reads_back_as_the_same_sound(parts: list[str]) -> None:
    """A producer copies what the radar shows, changes a syllable, and means all the others."""
    phonemes = from_ipa("".join(parts).replace("jI", "jA").replace("ŋɹ", "n"))
    assert phonemes is not None
    word = (
        phonemes if phonemes.count("ˈ") == 1 else phonemes.replace("ˈ", "", phonemes.count("ˈ") - 1)
    )
    again = from_ipa(ipa_of(respelling_of(word)))
    assert again is not None
    assert alike(again, word), respelling_of(word)
