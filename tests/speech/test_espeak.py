"""eSpeak NG: the right voice for a language, and honest refusals."""

from __future__ import annotations

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.rundown.model import Pronunciation
from audiobrief.sound.clip import trim_silence
from audiobrief.speech.engines import espeak as room
from audiobrief.speech.engines import kana as kana_room
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


def test_kanji_are_read_by_their_words(engine: EspeakEngine) -> None:
    """eSpeak NG alone calls each of them "Chinese letter"."""
    pytest.importorskip("janome", reason="the extra japanese is not installed")
    kanji, marks = engine.speak(Utterance(text="今日は日本の新聞です。", language="ja"))
    kana, _ = engine.speak(Utterance(text="キョーワニッポンノシンブンデス。", language="ja"))
    assert 0.8 < kanji.frames / kana.frames < 1.25
    assert marks[0].text == "今日"
    assert "tʃˈaɪniːz" not in _ipa(engine, "今日は日本の新聞です。", language="ja")


def test_without_their_readings_kanji_are_refused(
    engine: EspeakEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kana_room, "_tokenizer", lambda: None)
    with pytest.raises(SynthesisFailedError, match=r"audiobrief\[japanese\].* --voice gtts"):
        engine.speak(Utterance(text="日本の新聞です。", language="ja"))


def test_at_least_a_hundred_languages(engine: EspeakEngine) -> None:
    """Counted by their primary subtags, each of them spoken: what cannot speak does not count."""
    known = engine.languages()
    assert known is not None
    spoken = set()
    for language in sorted(known):
        text = "一二三" if language in {"zh", "cmn", "yue", "hak"} else "radio, 1 2 3"
        clip, _ = engine.speak(Utterance(text=text, language=language))
        if np.abs(clip.samples).max() > 0.01 and clip.frames > clip.rate_hz // 4:
            spoken.add(language)
    assert len(spoken) >= 100
    assert spoken == known


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


def _ipa(engine: EspeakEngine, text: str, *rows: Pronunciation, language: str = "en-US") -> str:
    (reading,) = engine.readings(Utterance(text=text, language=language, pronunciations=rows))
    return reading.ipa


@pytest.mark.parametrize(
    "row",
    [
        Pronunciation(written="Tokayev", ipa="toʊˈkaɪɛf"),
        Pronunciation(written="Tokayev", respelling="toh-KY-ef"),
        Pronunciation(written="Tokayev", respelling="no-letters-KXZ", ipa="toʊˈkaɪɛf"),
    ],
)
def test_english_voices_are_told_in_phonemes(engine: EspeakEngine, row: Pronunciation) -> None:
    """In capitals it spelt "toh-KY-ef" out: "toh K Y ef"."""
    assert _ipa(engine, "Mr Tokayev said", row) == "mˈɪstɚ toʊkˈaɪɛf sˈɛd"
    clip, marks = engine.speak(
        Utterance(text="Mr Tokayev said so.", language="en-US", pronunciations=(row,))
    )
    assert [mark.text for mark in marks] == ["Mr", "Tokayev", "said", "so"]
    steps = np.diff([mark.start_frames for mark in marks] + [clip.frames])
    assert (steps > 0.05 * clip.rate_hz).all()


def test_two_words_of_a_row_are_one_mark(engine: EspeakEngine) -> None:
    row = Pronunciation(written="Xi Jinping", ipa="ʃiː dʒɪnˈpɪŋ")
    _, marks = engine.speak(
        Utterance(text="So Xi Jinping left.", language="en", pronunciations=(row,))
    )
    assert [mark.text for mark in marks] == ["So", "Xi Jinping", "left"]


@pytest.mark.parametrize(
    ("ipa", "said"),
    [
        ("ˈɛɹdoʊɑn", "ˈɛɹdoʊɑːn"),
        ("ˈɔɹbɑn", "ˈɔːɹbɑːn"),
        ("lɑˈɡɑɹd", "lɑːɡˈɑːɹd"),
        ("ˈwɪntəɹ", "wˈɪntɚ"),
        ("ˈmɜɹkəl", "mˈɜːkəl"),
        ("ˈhaʊɹ", "hˈaʊɚ"),
        ("ˈmaɪɹ", "mˈaɪɚ"),
        ("bɹɑˈzɪliɑ", "bɹɑːzˈɪliːɑː"),
        ("ˈθɪɹ ˈðɛɹ ˈbɔɪ ˈtʃʌŋk", "θˈɪɹ ðˈɛɹ bˈɔɪ tʃˈʌŋk"),
        ("ˈvjuʒ ˈpʊt ˈdʒæʃ", "vjˈuːʒ pˈʊt dʒˈæʃ"),
    ],
)
def test_each_sound_has_its_name(engine: EspeakEngine, ipa: str, said: str) -> None:
    """It leaves out, without a word, what it has no name for."""
    assert _ipa(engine, "Name", Pronunciation(written="Name", ipa=ipa)) == said


def test_other_languages_are_told_in_letters(engine: EspeakEngine) -> None:
    row = Pronunciation(written="Tokayev", respelling="to-KA-jeff")
    heard = _ipa(engine, "Tokayev", row, language="de")
    assert heard == _ipa(engine, "to-ka-jeff", language="de")


def test_phonemes_of_the_story_are_never_obeyed(engine: EspeakEngine) -> None:
    """Not even beside ours, with which the library is told to expect them."""
    row = Pronunciation(written="Tokayev", ipa="toʊˈkaɪɛf")
    assert "həlˈoʊ" not in _ipa(engine, "Tokayev [[[h@l'oU]]]", row)
    beside = _ipa(engine, "Tokayev [[h@l'oU]]", row).split()
    assert beside[0] == "toʊkˈaɪɛf"
    assert len(beside) > 3
    alias = Pronunciation(written="Tokayev", alias="[[h@l'oU]]")
    assert "həlˈoʊ" not in _ipa(engine, "Tokayev spoke", row, alias)
    assert "həlˈoʊ" not in _ipa(engine, "Tokayev spoke", alias)


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
