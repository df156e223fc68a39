"""The contract: what every registered engine promises, each of ours held to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.sound.clip import Clip, trim_silence
from audiobrief.speech.engine import Engine, engine_names, find_engine, speaks
from audiobrief.speech.engines.gtts import TEST_URL
from audiobrief.speech.model import Utterance
from audiobrief.speech.plausible import fault

WORDS = "The old harbour opens again on Tuesday, said the mayor, after two quiet years."


@pytest.fixture(params=engine_names())
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Return each engine that is registered; the online one speaks to this machine."""
    if request.param == "gtts":
        monkeypatch.setenv(TEST_URL, request.getfixturevalue("translator").url)
    return find_engine(request.param)


def _ask(engine: Engine, text: str = WORDS, **more: float) -> Clip:
    return engine.speak(Utterance(text=text, language="en-US", **more))[0]  # type: ignore[arg-type]  # speed and pitch


def test_it_says_what_it_is(engine: Engine) -> None:
    assert engine.name in engine_names()
    assert engine.version
    assert isinstance(engine.online, bool)
    assert find_engine(engine.name) is engine


def test_it_speaks_plausibly(engine: Engine) -> None:
    clip = trim_silence(_ask(engine))
    assert fault(clip, WORDS) == ""
    assert clip.samples.dtype == np.float32


def test_the_same_words_give_the_same_samples(engine: Engine) -> None:
    """Otherwise an unchanged story would be a changed file, and be downloaded again."""
    first = _ask(engine)
    _ask(engine, "Something else in between.")
    again = _ask(engine)
    np.testing.assert_array_equal(first.samples, again.samples)


def test_threads_do_not_mix_their_words(engine: Engine) -> None:
    texts = [f"Here is the news of {day}." for day in ("Monday", "Wednesday", "Friday")] * 2
    alone = [_ask(engine, text) for text in texts]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda text: _ask(engine, text), texts))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one.samples, other.samples)


def test_marks_are_in_order_and_inside(engine: Engine) -> None:
    clip, marks = engine.speak(Utterance(text=WORDS, language="en-US"))
    starts = [mark.start_frames for mark in marks]
    assert starts == sorted(starts)
    assert all(0 <= start < clip.frames for start in starts)
    if marks:
        assert [mark.text.strip(",.") for mark in marks] == WORDS.replace(",", "").strip(
            "."
        ).split()


def test_text_without_words_is_an_error_not_silence(engine: Engine) -> None:
    with pytest.raises(SynthesisFailedError) as failed:
        _ask(engine, "... !!")
    assert failed.value.engine == engine.name
    assert str(failed.value).endswith(".")


def test_speed_is_heard(engine: Engine) -> None:
    """gTTS has two paces only; the server here does not speak slowly at all."""
    if engine.name == "gtts":
        pytest.skip("the server decides")
    normal, fast = _ask(engine), _ask(engine, speed=1.5)
    assert 1.25 < normal.frames / fast.frames < 1.75


def test_languages_are_primary_subtags(engine: Engine) -> None:
    known = engine.languages()
    assert speaks(engine, "en-GB")
    assert known is None or all(tag == tag.lower() and "-" not in tag for tag in known)


def test_brackets_and_commands_in_a_story_are_never_obeyed(engine: Engine) -> None:
    """A story could otherwise make the voice say what it does not print."""
    for text in (
        "The [mayor](/kwˈin/) spoke.",
        "The [[kw'i:n]] spoke.",
        "\x01400S The mayor spoke.",
    ):
        assert 0.8 < trim_silence(_ask(engine, text)).frames / _ask(engine).frames * 4.0 < 8


def test_an_unknown_engine_is_told_with_those_that_are_here() -> None:
    with pytest.raises(EngineUnavailableError, match="espeak, gtts, hibari, tone"):
        find_engine("marconi")
