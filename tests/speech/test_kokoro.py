"""Kokoro: what is missing or wrong is told; with a real voice it keeps the contract."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError
from audiobrief.speech.engines import kokoro as room
from audiobrief.speech.engines.kokoro import PACKAGES, STYLE_SIZE, STYLES, KokoroEngine
from audiobrief.speech.model import Utterance
from audiobrief.testing import EngineContract

VOICES = Path(os.environ.get("KOKORO_STYLES", "no-such-folder"))
"""Folder of style files, such as those of npm's kokoro-js; the weights come from data packages."""


def _asked(voice: Path | str, text: str = "Good evening.", **more: float) -> Utterance:
    return Utterance(text=text, language="en-US", engine_voice=str(voice), **more)  # type: ignore[arg-type]  # speed and pitch


def _style(path: Path, value: float = 0.01) -> Path:
    np.full((STYLES, STYLE_SIZE), value, "<f4").tofile(path)
    return path


def test_without_a_voice_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="engine_voice is not set"):
        KokoroEngine().speak(_asked(""))
    with pytest.raises(EngineUnavailableError, match=r"none\.bin cannot be read"):
        KokoroEngine().speak(_asked(tmp_path / "none.bin"))


def test_a_pitch_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match=r"cannot change the pitch.*0\.9"):
        KokoroEngine().speak(_asked(_style(tmp_path / "a.bin"), pitch=0.9))


def test_what_is_no_style_is_told(tmp_path: Path) -> None:
    short = tmp_path / "short.bin"
    short.write_bytes(b"x" * 100)
    with pytest.raises(EngineUnavailableError, match=r"no voice of Kokoro: it has 100 bytes"):
        KokoroEngine().speak(_asked(short))
    with pytest.raises(EngineUnavailableError, match="none of a style"):
        KokoroEngine().speak(_asked(_style(tmp_path / "wild.bin", np.inf)))


def test_without_its_data_packages_it_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "PACKAGES", ("kokoro_that_is_not_there",))
    with pytest.raises(EngineUnavailableError, match=r'pip install "audiobrief\[kokoro\]"'):
        KokoroEngine().speak(_asked(_style(tmp_path / "af_x.bin")))


def test_changed_data_packages_are_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kokoro_part_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('it was run')", encoding="utf-8")
    (package / "part.bin").write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(room, "PACKAGES", ("kokoro_part_of_a_test",))
    with pytest.raises(EngineUnavailableError, match="another checksum"):
        KokoroEngine().speak(_asked(_style(tmp_path / "af_x.bin")))


def test_a_model_beside_the_voice_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "kokoro-v1.onnx").write_bytes(b"no model")
    with pytest.raises(EngineUnavailableError, match=r"The voice kokoro cannot be used"):
        KokoroEngine().speak(_asked(_style(tmp_path / "af_x.bin")))


def test_a_changed_voice_has_another_version(tmp_path: Path) -> None:
    """Takes of the old voice would else be found in the cache, and the story speak with both."""
    engine, path = KokoroEngine(), tmp_path / "af_x.bin"
    first = engine.voice_version(str(_style(path)))
    assert engine.voice_version(str(_style(path))) == first
    assert engine.voice_version(str(_style(path, 0.02))) != first


_here = all(importlib.util.find_spec(package) for package in PACKAGES) and VOICES.is_dir()


@pytest.fixture(scope="module", autouse=True)
def _in_ci() -> None:
    if os.environ.get("CI") and os.environ.get("KOKORO_STYLES") and not _here:
        pytest.fail("CI has not brought Kokoro's packages and voices")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not _here, reason="Kokoro's packages or KOKORO_STYLES are not here")
class TestKokoro(EngineContract):
    engine_name = "kokoro"
    engine_voice = str(VOICES / "am_michael.bin")
    text = "The old harbour opens again on Tuesday, said the mayor of the town."
    texts = ("It is Monday.", "It is Friday.")
    marks_are_words = True


@pytest.mark.slow
@pytest.mark.skipif(not _here, reason="Kokoro's packages or KOKORO_STYLES are not here")
def test_voices_differ_and_a_model_beside_them_is_taken(tmp_path: Path) -> None:
    """A second reader that sounds like the first is none."""
    engine = KokoroEngine()
    own = shutil.copy(VOICES / "am_michael.bin", tmp_path / "am_michael.bin")
    (tmp_path / "kokoro-v1.0.onnx").write_bytes(engine._packaged())
    man = engine.speak(_asked(VOICES / "am_michael.bin"))[0]
    np.testing.assert_array_equal(engine.speak(_asked(own))[0].samples, man.samples)
    briton = engine.speak(_asked(VOICES / "bf_emma.bin"))[0]
    assert man.frames != briton.frames or not np.allclose(man.samples, briton.samples)
