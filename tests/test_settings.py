"""Voices: what is right is taken, what is wrong is named with file, key and value."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import SettingsError
from audiobrief.settings import fallbacks, load_voices, loudness_target, voice_folders

ANCHOR = 'engine = "hibari"\nfallback = "espeak"\n'


def _voice(name: str, text: str) -> None:
    Path("voices").mkdir(exist_ok=True)
    Path("voices", f"{name}.toml").write_text(text, encoding="utf-8")


def test_the_voices_that_ship_are_right() -> None:
    profiles = load_voices()
    assert {"anchor", "espeak", "gtts", "tone"} <= profiles.keys()
    assert [each.name for each in fallbacks("gtts", profiles)] == ["gtts", "anchor", "espeak"]
    assert profiles["anchor"].speaks("en-GB")
    assert not profiles["anchor"].speaks("de")
    assert profiles["espeak"].speaks("de")


def test_voices_of_the_current_folder_come_first() -> None:
    _voice("anchor", 'engine = "tone"')
    assert load_voices()["anchor"].engine == "tone"
    assert len(voice_folders()) >= 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("language = 'en'", "'engine' is missing"),
        (ANCHOR + "tempo = 2", "'tempo'"),
        (ANCHOR + "speed = 9", "speed is 9"),
        (ANCHOR + "speed = 'fast'", "speed is 'fast'"),
        (ANCHOR + "gain_db = 90", "gain_db is 90"),
        ('engine = "tone"\nfallback = "nobody"', "'nobody'"),
        ('engine = "tone"\nfallback = "mine"', "leads back"),
    ],
)
def test_a_wrong_voice_is_named(text: str, named: str) -> None:
    _voice("mine", text)
    with pytest.raises(SettingsError) as told:
        load_voices()
    assert "mine" in str(told.value)
    assert named in str(told.value)


def test_an_unknown_voice_lists_those_that_are_here() -> None:
    with pytest.raises(SettingsError, match="anchor"):
        fallbacks("nobody", load_voices())


def test_a_folder_of_voices_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        load_voices(Path("nowhere"))


@pytest.mark.parametrize(("stated", "lufs"), [("apple", -16.0), ("-18.5", -18.5), (-19, -19.0)])
def test_loudness_is_a_name_or_a_number(stated: object, lufs: float) -> None:
    assert loudness_target(stated, "--loudness") == lufs
