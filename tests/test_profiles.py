"""Voices: what is right is taken, what is wrong is named with file, key and value."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from audiobrief.errors import SettingsError
from audiobrief.languages import tag_fault
from audiobrief.profiles import VoiceProfile, fallbacks, load_voices, voice_folders
from audiobrief.rundown.voice_lexicons import load_lexicons
from audiobrief.settings import DEFAULT_CAST, DEFAULT_VOICE, Show
from audiobrief.story.model import Role

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


def test_the_cast_is_told_apart_by_ear_in_every_language() -> None:
    """With one voice for all, headline, caption and body run together for who cannot see them."""
    profiles = load_voices()
    cast = [profiles[name] for name in (DEFAULT_VOICE, *sorted(set(DEFAULT_CAST.values())))]
    for language in ("en", "es"):
        readers = [
            next(each for each in fallbacks(voice.name, profiles) if each.speaks(language))
            for voice in cast
        ]
        assert len({reader.engine for reader in readers}) == 1
        pitches = sorted(reader.pitch for reader in readers)
        assert all(high / low >= 1.1 for low, high in itertools.pairwise(pitches))
        assert len({reader.speed for reader in readers}) == len(readers)
    sizes = sorted(voice.formants for voice in cast)
    assert all(high / low >= 1.05 for low, high in itertools.pairwise(sizes))


def test_roles_have_their_voice_until_the_show_says_otherwise() -> None:
    show = Show()
    assert show.voice_for(Role.BODY) == show.voice_for(Role.HEADLINE) == "anchor"
    assert show.voice_for(Role.CAPTION) == show.voice_for(Role.CREDITS) == "reporter"
    assert show.voice_for(Role.CONTINUITY) == "continuity"
    own = Show(voices={Role.CAPTION: "espeak"})
    assert own.voice_for(Role.CAPTION) == "espeak"
    assert own.voice_for(Role.CREDITS) == "reporter"


def test_voices_of_the_current_folder_come_first() -> None:
    _voice("anchor", 'engine = "tone"')
    assert load_voices()["anchor"].engine == "tone"
    assert len(voice_folders()) >= 2


def test_every_key_is_taken() -> None:
    _voice(
        "mine",
        """
        engine = "espeak"
        engine_voice = "en-gb"
        language = "en-GB"
        speed = 0.9
        pitch = 1
        formants = 0.95
        gain_db = -1.5
        sentence_pause_ms = 400
        paragraph_pause_ms = 0
        lexicon = "names/scots.toml"
        fallback = "espeak"
        description = "Mine."
        licence = "CC0-1.0"
        attribution = "Ada Example."
        """,
    )
    Path("voices/names").mkdir()
    row = '[[word]]\nwritten = "Milngavie"\nrespelling = "mull-GUY"\n'
    Path("voices/names/scots.toml").write_text(row, encoding="utf-8")
    mine = load_voices()["mine"]
    assert (mine.speed, mine.pitch, mine.formants, mine.gain_db) == (0.9, 1.0, 0.95, -1.5)
    assert (mine.sentence_pause_ms, mine.paragraph_pause_ms) == (400, 0)
    assert mine.credit == "Ada Example (CC0-1.0)."
    lexicons = load_lexicons((), load_voices())
    assert lexicons.touching("To Milngavie.", "en-GB", "mine")
    assert not lexicons.touching("To Milngavie.", "en-GB", "anchor")


@pytest.mark.parametrize(
    ("licence", "attribution", "credit"),
    [("", "", ""), ("CC0-1.0", "", "CC0-1.0"), ("", "Ada", "Ada"), ("MIT", "Ada", "Ada (MIT).")],
)
def test_who_is_named_for_a_voice(licence: str, attribution: str, credit: str) -> None:
    profile = VoiceProfile(name="x", engine="tone", licence=licence, attribution=attribution)
    assert profile.credit == credit


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("language = 'en'", "'engine' is missing"),
        ("engine = ' '", "'engine' is missing"),
        (ANCHOR + "tempo = 2", "'tempo' (its value is 2)"),
        (ANCHOR + "name = 'x'", "'name'"),
        (ANCHOR + "file = 'x'", "'file'"),
        (ANCHOR + "speed = 9", "speed is 9"),
        (ANCHOR + "speed = nan", "speed is nan"),
        (ANCHOR + "speed = 'fast'", "speed is 'fast'"),
        (ANCHOR + "pitch = 0.4", "pitch is 0.4"),
        (ANCHOR + "formants = 0.7", "formants is 0.7, not within 0.8 to 1.25"),
        (ANCHOR + "gain_db = 90", "gain_db is 90"),
        (ANCHOR + "sentence_pause_ms = 0.3", "sentence_pause_ms is 0.3; it must be a whole number"),
        (ANCHOR + "paragraph_pause_ms = -1", "paragraph_pause_ms is -1"),
        (ANCHOR + "language = 'english'", "language is 'english'"),
        (ANCHOR + "language = 'qq'", "no language has the code 'qq'"),
        (ANCHOR + "language = 'en-UK'", "the United Kingdom is GB"),
        (ANCHOR + "lexicon = 'none.toml'", "lexicon is 'none.toml'"),
        ('engine = "tone"\nfallback = "nobody"', "fallback is 'nobody'"),
        ('engine = "tone"\nfallback = "mine"', "mine to mine"),
    ],
)
def test_a_wrong_voice_is_named(text: str, named: str) -> None:
    _voice("mine", text)
    with pytest.raises(SettingsError) as told:
        load_voices()
    assert "mine.toml" in str(told.value)
    assert named in str(told.value)
    assert str(told.value).endswith(".")


def test_a_loop_of_several_names_the_way_round() -> None:
    for name, after in (("one", "two"), ("two", "three"), ("three", "one")):
        _voice(name, f'engine = "tone"\nfallback = "{after}"')
    with pytest.raises(SettingsError, match="one to two to three to one"):
        load_voices()


@pytest.mark.parametrize("tag", ["en", "en-GB", "pt-br", "zh-Hant-TW", "es-419", "grc", "de-1996"])
def test_right_tags_are_right(tag: str) -> None:
    assert not tag_fault(tag)


@pytest.mark.parametrize("tag", ["", "e", "en_GB", "eng", "en-", "xx", "en-ZZZZZ-é", "en-QX"])
def test_wrong_tags_are_told(tag: str) -> None:
    assert tag_fault(tag)


def test_an_unknown_voice_lists_those_that_are_here() -> None:
    with pytest.raises(SettingsError, match="anchor"):
        fallbacks("nobody", load_voices())


def test_a_folder_of_voices_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        load_voices(Path("nowhere"))
