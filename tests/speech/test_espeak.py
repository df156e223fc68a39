"""eSpeak NG: the right voice for a language, and honest refusals."""

from __future__ import annotations

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.rundown.model import Pronunciation
from audiobrief.sound.clip import trim_silence
from audiobrief.speech.engines import espeak as room
from audiobrief.speech.engines.espeak import EspeakEngine
from audiobrief.speech.model import Utterance


@pytest.fixture(scope="module")
def engine() -> EspeakEngine:
    return EspeakEngine()


@pytest.mark.parametrize(
    ("tag", "voice"),
    [
        ("en-US", "gmw/en-US"),
        ("en", "gmw/en-US"),
        ("en-GB", "gmw/en"),
        ("pt-BR", "roa/pt-BR"),
        ("pt", "roa/pt"),
        ("zh-CN", "sit/cmn"),
        ("zh-Hant-HK", "sit/yue"),
        ("zh_TW", "sit/cmn"),
        ("nn-NO", "gmq/nb"),
        ("es-MX", "roa/es-419"),
        ("sr-Latn-RS", "zls/sr"),
        ("de-AT", "gmw/de"),
    ],
)
def test_the_voice_for_a_language(engine: EspeakEngine, tag: str, voice: str) -> None:
    assert engine._voice_for(tag) == voice


def test_more_than_a_hundred_languages(engine: EspeakEngine) -> None:
    known = engine.languages()
    assert known is not None
    assert len(known) >= 100
    assert {"en", "es", "fr", "de", "ru", "uk", "ar", "fa", "zh", "hi", "ko", "no"} <= known


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Добрый вечер, это новости."),
        ("ar", "مساء الخير وهذه هي الأخبار"),
        ("hi", "नमस्ते, ये समाचार हैं।"),
        ("zh", "晚上好，这里是新闻。"),
        ("ko", "안녕하세요, 뉴스입니다."),
        ("ja", "こんばんは。"),
    ],
)
def test_it_reads_other_scripts(engine: EspeakEngine, language: str, text: str) -> None:
    clip, marks = engine.speak(Utterance(text=text, language=language))
    assert clip.frames > clip.rate_hz // 2
    assert marks
    assert all(mark.text in text for mark in marks)


def test_marks_stand_where_the_words_begin(engine: EspeakEngine) -> None:
    """The silence of a full stop lies before the mark of the next word, not behind it."""
    clip, marks = engine.speak(Utterance(text="First. Second.", language="en"))
    assert [mark.text for mark in marks] == ["First", "Second"]
    before = clip.samples[: marks[1].start_frames]
    assert (
        before.size - trim_silence(type(clip)(samples=before, rate_hz=clip.rate_hz)).frames > 2000
    )


def test_kanji_are_refused_rather_than_called_chinese_letters(engine: EspeakEngine) -> None:
    with pytest.raises(SynthesisFailedError, match=r"kanji.*gtts"):
        engine.speak(Utterance(text="日本の新聞です。", language="ja"))


def test_unknown_language_and_voice(engine: EspeakEngine) -> None:
    with pytest.raises(EngineUnavailableError, match="language xx"):
        engine.speak(Utterance(text="Hello", language="xx"))
    with pytest.raises(EngineUnavailableError, match="'tenor'"):
        engine.speak(Utterance(text="Hello", language="en", engine_voice="tenor"))


def test_a_variant_can_be_named(engine: EspeakEngine) -> None:
    plain, other = (
        engine.speak(Utterance(text="Hello there.", language="en", engine_voice=voice))[0]
        for voice in ("en-gb", "en-gb+f3")
    )
    assert not np.array_equal(plain.samples, other.samples)


def test_respellings_are_said(engine: EspeakEngine) -> None:
    row = Pronunciation(written="Kyiv", respelling="kee yiv")
    said, written = (
        engine.speak(Utterance(text=text, language="en", pronunciations=rows))[0]
        for text, rows in (("To Kyiv.", (row,)), ("To kee yiv.", ()))
    )
    np.testing.assert_array_equal(said.samples, written.samples)


def test_without_a_library_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("espeakng_loader.get_library_path", lambda: "/nowhere/libespeak-ng.so")
    monkeypatch.setattr("ctypes.util.find_library", lambda _: None)
    with pytest.raises(EngineUnavailableError, match="pip install --force-reinstall"):
        EspeakEngine()


def test_a_path_that_the_library_would_cut_off_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("espeakng_loader.get_data_path", lambda: "/x" * 100)
    reasons: list[str] = []
    monkeypatch.setattr("ctypes.util.find_library", lambda _: "libespeak-ng.so.1")
    assert list(room._places(reasons)) == [("libespeak-ng.so.1", "")]
    assert "longer than" in reasons[0]
