"""Phonemes from IPA and from respellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.speech.engines.misaki import (
    CONSONANTS,
    PRIMARY,
    SECONDARY,
    VOWELS,
    from_ipa,
    join_syllables,
)


@pytest.mark.parametrize(
    ("ipa", "phonemes"),
    [
        ("həˈloʊ", "həlˈO"),
        ("/ˈtʃaɪnə/", "ʧˈInə"),
        ("dʒɔɪ", "ʤˈY"),
        ("bɜːrd", "bˈɜɹd"),
        ("t͡ʃɛk", "ʧˈɛk"),
        ("ˌzaporˈiʒʒja", "zˌɑpOɹˈiʒʒjɑ"),
        ("xwan", "hwˈɑn"),
        ("bax", "bˈɑk"),
        ("bɔ̃ʒuʁ", "bˈɔnʒuɹ"),
        ("seˈɲoɾ", "sɛnjˈOɹ"),
        ("ˈruːt ˈbiːr", "ɹˈut bˈiɹ"),
        ("ʃi tɕinˈpʰiŋ", "ʃˌi ʧinpˈiŋ"),
        ("də ˈɡoːl", "də ɡˈOl"),
        ("eɪ ˈpiː", "ˌA pˈi"),
        ("iɾan", "ˈiɹɑn"),
    ],
)
def test_ipa(ipa: str, phonemes: str) -> None:
    assert from_ipa(ipa) == phonemes


@pytest.mark.parametrize("ipa", ["", "!ʘ", "b", "ka5"])
def test_what_is_no_ipa_is_refused(ipa: str) -> None:
    assert from_ipa(ipa) is None


@given(st.text(st.sampled_from("ptkbdɡmnszʃlɹwjhaeiouəɛɪʊʌæɑɔyøʁxçʲːˈˌ ʰ")))
def test_only_known_phonemes_come_out(ipa: str) -> None:
    """A sign that the model does not know is dropped by it, and the word with it."""
    phonemes = from_ipa(ipa)
    if phonemes is not None:
        assert set(phonemes) <= {*VOWELS, *CONSONANTS, PRIMARY, SECONDARY, " "}
        assert PRIMARY in phonemes


def test_syllables_are_stressed_on_the_last_but_one() -> None:
    assert join_syllables(["tˈO", "kˈɑ", "jˈɛf"]) == "tOkˈɑjɛf"
    assert join_syllables(["tˈO", "kˈɑ", "jˈɛf"], 2) == "tOkɑjˈɛf"
    assert join_syllables(["jˈɛf"]) == "jˈɛf"
