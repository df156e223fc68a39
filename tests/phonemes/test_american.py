"""American English from IPA and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.phonemes.american import (
    CONSONANTS,
    PRIMARY,
    SECONDARY,
    VOWELS,
    alike,
    from_ipa,
    is_ipa,
    to_ipa,
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
    assert not is_ipa(ipa)


@given(st.text(st.sampled_from("ptkbdɡmnszʃlɹwjhaeiouəɛɪʊʌæɑɔyøʁxçʲːˈˌ ʰ")))
def test_only_known_phonemes_come_out(ipa: str) -> None:
    """A sign that the model does not know is dropped by it, and the word with it."""
    phonemes = from_ipa(ipa)
    assert is_ipa(ipa) is (phonemes is not None)
    if phonemes is not None:
        assert set(phonemes) <= {*VOWELS, *CONSONANTS, PRIMARY, SECONDARY, " "}
        assert PRIMARY in phonemes


@pytest.mark.parametrize(
    ("phonemes", "ipa"),
    [
        ("tOkˈIɛf", "toʊˈkaɪɛf"),
        ("zəlˈɛnski", "zəˈlɛnski"),
        ("ʧˈInə", "ˈtʃaɪnə"),
        ("bˈæləns", "ˈbæləns"),
        ("ˈɜɹdOɑn", "ˈɜɹdoʊɑn"),
        ("ʃˌi ʤɪnpˈɪŋ", "ˌʃi dʒɪnˈpɪŋ"),
        ("bˈɪtəɹ", "ˈbɪtəɹ"),
        ("kˈin", "kin"),
        ("lˌI ʧˌɪŋ dˈʌ", "ˌlaɪ ˌtʃɪŋ ˈdʌ"),
    ],
)
def test_back_to_ipa(phonemes: str, ipa: str) -> None:
    """IPA has the stress before the syllable: what is shown must be what can be written again."""
    assert to_ipa(phonemes) == ipa
    again = from_ipa(ipa)
    assert again is not None
    assert alike(again, phonemes)


@pytest.mark.parametrize(
    ("one", "other", "strictly", "loosely"),
    [
        ("pˈutɪn", "pˈutᵊn", True, True),
        ("lˈɑt", "lˈɔt", True, True),
        ("mˈɛɹi", "mˈæɹi", True, True),
        ("ʌɹˈA", "əɹˈA", True, True),
        ("tɜɹzˈA", "təɹzˈA", True, True),
        ("kˌɑɹəkˈɑs", "kɑɹəkˈɑs", True, True),
        ("bɑlˈi", "bəlˈi", False, True),
        ("tOkˈIɛf", "tˈOkIɛf", False, False),
        ("kˈiv", "kˈiɛv", False, False),
        ("kˈɑɡAm", "kɑɡˈɑmA", False, False),
        ("nˈis", "nˈIs", False, False),
        ("ʃi ʤɪnpˈɪŋ", "ʃiʤɪnpˈɪŋ", False, False),
    ],
)
def test_what_a_listener_tells_apart(one: str, other: str, strictly: bool, loosely: bool) -> None:  # noqa: FBT001, a table
    assert alike(one, other) is strictly
    assert alike(one, other, loose=True) is loosely
