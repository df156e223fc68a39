"""The contract that third parties run, on each engine of ours; and on engines that break it."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError
from audiobrief.sound.clip import Clip
from audiobrief.speech import engine as engine_room
from audiobrief.speech.engine import Engine, engine_names, find_engine
from audiobrief.speech.engines.gtts import TEST_URL
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Mark, Utterance
from audiobrief.testing import EngineContract


class TestEspeak(EngineContract):
    engine_name = "espeak"
    marks_are_words = True


class TestHibari(EngineContract):
    engine_name = "hibari"
    marks_are_words = True


class TestTone(EngineContract):
    engine_name = "tone"
    marks_are_words = True


class TestGtts(EngineContract):
    """The online engine speaks to a server on this machine, which knows one pace."""

    engine_name = "gtts"
    heeds_speed = False

    @pytest.fixture(autouse=True)
    def _here(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(TEST_URL, request.getfixturevalue("translator").url)


EXTRAS = {"kokoro", "piper"}
"""They speak only with a voice that is no part of audiobrief: test_kokoro.py and test_piper.py."""


def test_every_engine_that_is_registered_is_held_to_the_contract() -> None:
    held = {each.engine_name for each in EngineContract.__subclasses__()}
    assert held | EXTRAS >= set(engine_names())


class _Sloppy:
    """Breaks one promise after the other."""

    name: ClassVar[str] = "tone"
    online: ClassVar[bool] = False

    def __init__(self, fault: str) -> None:
        self.fault = fault
        self.version = "" if fault == "version" else "1"
        self.asked = 0

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        self.asked += 1
        if self.fault == "silence":
            return Clip(samples=np.zeros(24_000, np.float32), rate_hz=24_000), ()
        if self.fault == "crash" and not any(map(str.isalnum, utterance.text)):
            raise KeyError(utterance.text)
        clip, marks = ToneEngine().speak(utterance)
        if self.fault == "chance":
            clip = Clip(samples=clip.samples * np.float32(0.9**self.asked), rate_hz=clip.rate_hz)
        if self.fault == "limit":
            clip = Clip(samples=clip.samples[:400_000].copy(), rate_hz=clip.rate_hz)
        if self.fault == "marks":
            marks = marks[::-1]
        return clip, marks

    def languages(self) -> frozenset[str] | None:
        return frozenset({"en-US"}) if self.fault == "languages" else None


@pytest.mark.parametrize(
    ("fault", "test"),
    [
        ("version", "test_it_is_registered"),
        ("languages", "test_its_languages_are_primary_subtags"),
        ("silence", "test_it_speaks_plausibly"),
        ("chance", "test_the_same_words_give_the_same_samples"),
        ("chance", "test_threads_do_not_mix_their_words"),
        ("marks", "test_marks_are_in_order_and_inside"),
        ("silence", "test_text_without_words_is_an_error_not_silence"),
        ("crash", "test_its_errors_are_sentences"),
        ("limit", "test_a_long_paragraph_is_spoken_whole"),
    ],
)
def test_an_engine_that_breaks_a_promise_is_found(
    monkeypatch: pytest.MonkeyPatch, fault: str, test: str
) -> None:
    sloppy: Engine = _Sloppy(fault)
    monkeypatch.setitem(engine_room._MADE, "tone", sloppy)
    with pytest.raises(AssertionError, match="breaks its contract"):
        getattr(TestTone(), test)()


def test_an_unknown_engine_is_told_with_those_that_are_here() -> None:
    with pytest.raises(EngineUnavailableError, match="espeak, gtts, hibari"):
        find_engine("marconi")
