"""The name radar: what a producer hears before the listeners do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.episode.id3 import read_tags
from audiobrief.errors import SettingsError
from audiobrief.names import corrected, find_names, heard
from audiobrief.names_aloud import audition
from audiobrief.order import Order
from audiobrief.production import make_episode
from audiobrief.settings import Show
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Utterance
from audiobrief.story.model import Role

STORY = """Fireflies Return to Vellimoor

By Tamsin Orlebar

VELLIMOOR, May 2, 2026 - Fireflies came back to Vellimoor on Monday, said Kestutis Oyelaran.

“We microfilmed Oyelaran's Vellimoor-backed walkouts,” the mayor said. The vlisquel was ordinary.

It was Tokayev who unrolled the carpet in Paris for President Macron, he added.
"""


def _order(**voices: str) -> Order:
    return Order(show=Show(voices={Role(role): name for role, name in voices.items()}))


def _story(text: str = STORY) -> str:
    Path("story.txt").write_text(text, encoding="utf-8")
    return "story.txt"


def test_names_come_first_by_count_and_ordinary_words_not_at_all() -> None:
    radar = find_names([_story()], _order())
    words = [(word.written, word.count, word.is_name) for word in radar.words]
    assert words[0] == ("Vellimoor", 4, True)
    assert words[1] == ("Oyelaran", 2, True)
    assert {written for written, _, is_name in words if is_name} == {
        "Vellimoor",
        "Oyelaran",
        "Kestutis",
        "Tamsin",
        "Orlebar",
    }
    assert words[-1] == ("vlisquel", 1, False)


def test_a_plural_counts_as_its_name() -> None:
    """Both were listed, as if they were two names to correct."""
    (word,) = [
        word
        for word in find_names([_story(f"{STORY}\nThe Oyelarans waved.\n")], _order()).words
        if word.written.startswith("Oyelaran")
    ]
    assert (word.written, word.count) == ("Oyelaran", 3)


def test_each_voice_says_how_it_will_say_a_name() -> None:
    radar = find_names([_story()], _order())
    word = next(word for word in radar.words if word.written == "Oyelaran")
    assert [(each.voice, each.fallback) for each in word.spoken] == [
        ("anchor", False),
        ("espeak", True),
    ]
    assert all(each.ipa and "-" in each.respelling for each in word.spoken)
    assert word.sentence.startswith("VELLIMOOR")


def test_a_voice_without_a_dictionary_is_judged_by_one_that_has_it() -> None:
    with_its_own = [word.written for word in find_names([_story()], _order()).words]
    everywhere = dict.fromkeys(Role, "espeak")
    order = Order(show=Show(voices=everywhere))
    assert [word.written for word in find_names([_story()], order).words] == with_its_own


def test_a_correction_takes_a_name_off_the_radar() -> None:
    before = {word.written for word in find_names([_story()], _order()).words}
    path, rows = corrected(["Oyelaran=oh-yeh-LAH-rahn", "Vellimoor=/ˈvɛlɪmʊɹ/"], _order())
    assert path == Path("voices", "lexicon", "show.toml")
    after = {word.written for word in find_names([_story()], _order()).words}
    assert before - after == {"Oyelaran", "Vellimoor"}
    assert heard(rows, _order()) == (
        "Oyelaran: anchor says oh-yeh-LAH-rahn.",
        "Vellimoor: anchor says VEH-lih-moor.",
    )


def test_a_correction_stands_above_the_house() -> None:
    _, rows = corrected(["Tokayev=TOH-kuh-yef"], _order())
    assert heard(rows, _order()) == ("Tokayev: anchor says TOH-kuh-yef.",)


@pytest.mark.parametrize("setting", ["Tokayev", "=toh", "Tokayev=", "Tokayev=//", "G7=JEE"])
def test_a_correction_that_is_none_is_told(setting: str) -> None:
    with pytest.raises(SettingsError, match=r"not understood|ipa form|cannot be heard"):
        corrected([setting], _order())
    assert not Path("voices").exists()


def test_of_several_corrections_all_or_none_are_set() -> None:
    with pytest.raises(SettingsError, match="'KXH'"):
        corrected(["Oslo=OZ-loh", "Tokayev=toh-KXH"], _order())
    assert not Path("voices").exists()


def test_after_a_correction_only_its_sentences_are_spoken_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A producer who mends a name a minute before the broadcast cannot wait for all the rest."""
    spoken: list[str] = []
    speak = ToneEngine.speak

    def told(engine: ToneEngine, utterance: Utterance) -> object:
        spoken.append(utterance.text)
        return speak(engine, utterance)

    monkeypatch.setattr(ToneEngine, "speak", told)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", "cache")
    order = replace(_order(), show=Show(title="Coast", voices=dict.fromkeys(Role, "tone")))
    made = make_episode([_story()], order)
    before, transcript = len(spoken), (made.folder / "transcript.txt").read_text(encoding="utf-8")
    assert before > 5
    assert make_episode([_story()], order).unchanged
    corrected(["Kestutis=keh-STOO-tis"], order)
    again = make_episode([_story()], order)
    assert not again.unchanged
    assert [text for text in spoken[before:] if "Kestutis" not in text] == []
    assert len(spoken) == before + 1
    assert (again.folder / "transcript.txt").read_text(encoding="utf-8") == transcript


def test_names_of_a_language_without_a_dictionary_are_its_capitals() -> None:
    text = "Un pont rouvre à Lyon\n\nLe pont a été rouvert par Zoé Quenneville, la maire.\n"
    radar = find_names([_story(text + "\nElle a remercié les ouvriers de la ville.\n")], _order())
    assert {word.written for word in radar.words} >= {"Zoé", "Quenneville"}
    assert all(word.is_name for word in radar.words)
    assert radar.remarks == (
        "No voice here has a dictionary of fr: words with a capital are listed, known or not.",
    )


def test_the_audition_has_a_chapter_for_each_name() -> None:
    order = replace(_order(), show=Show(voices=dict.fromkeys(Role, "tone")))
    radar = find_names([_story()], order)
    assert audition(radar, order, Path("names.mp3")) == ()
    tags = read_tags(Path("names.mp3"))
    assert [tag.title for _, tag in tags.chapters] == [word.written for word in radar.words]
    starts = [tag.start_ms for _, tag in tags.chapters]
    assert starts == sorted(starts)
    assert starts[-1] > starts[0]
