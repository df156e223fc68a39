"""Takes are spoken once and read after that; what is damaged is spoken again."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import SoundError
from audiobrief.rundown.model import Pronunciation
from audiobrief.sound.codec import decode
from audiobrief.speech.cache import CacheStore, Stored, take_key
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Utterance

WORDS = Utterance(text="Ferries run again.", language="en-US")
ENGINE = ToneEngine()


def _kept(folder: Path) -> tuple[CacheStore, str, Stored]:
    store = CacheStore(folder)
    key = take_key(ENGINE, WORDS)
    clip, marks = ENGINE.speak(WORDS)
    return store, key, store.put(key, clip, marks, ENGINE)


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    store, key, put = _kept(tmp_path / "takes")
    got = store.get(key)
    assert got == put
    assert got.engine == "tone 1"
    assert [mark.text for mark in got.marks] == ["Ferries", "run", "again."]
    clip, _ = ENGINE.speak(WORDS)
    np.testing.assert_allclose(decode(got.path).samples, clip.samples, atol=1e-4)
    assert got.frames == clip.frames
    assert got.peak_dbfs == pytest.approx(-12.04, abs=0.1)


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """Unpublished stories lie in it."""
    if os.name == "nt":
        pytest.skip("Windows has no modes")
    store, _, put = _kept(tmp_path / "takes")
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(put.path.stat().st_mode) == 0o600


def test_everything_that_is_heard_is_in_the_key() -> None:
    row = Pronunciation(written="Ferries", respelling="feh reez")
    others = [
        replace(WORDS, text="Ferries run again!"),
        replace(WORDS, language="en-GB"),
        replace(WORDS, engine_voice="low"),
        replace(WORDS, speed=1.1),
        replace(WORDS, pitch=1.1),
        replace(WORDS, formants=1.1),
        replace(WORDS, pronunciations=(row,)),
        replace(WORDS, pronunciations=(replace(row, match_case=True),)),
    ]
    newer = ToneEngine()
    newer.version = "2"
    keys = [take_key(ENGINE, each) for each in (WORDS, *others)] + [take_key(newer, WORDS)]
    assert len(set(keys)) == len(keys)
    assert take_key(ToneEngine(), replace(WORDS)) == keys[0]


@pytest.mark.parametrize("name", ["row", "sound"])
@pytest.mark.parametrize("damage", ["cut", "emptied", "removed", "altered", "other"])
def test_damage_is_a_miss_and_is_mended(tmp_path: Path, name: str, damage: str) -> None:
    """A listener would have heard noise, or an old sentence, in the middle of a story."""
    store, key, put = _kept(tmp_path)
    path = put.path if name == "sound" else store._row_path(key)
    content = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(content[: len(content) // 2])
        case "emptied":
            path.write_bytes(b"")
        case "removed":
            path.unlink()
        case "altered":
            path.write_bytes(content[:60] + bytes([content[60] ^ 1]) + content[61:])
        case _:
            path.write_bytes(b'["another", "list"]')
    assert store.get(key) is None
    assert _kept(tmp_path)[2] == put
    assert store.get(key) == put


@pytest.mark.parametrize(
    "change", [{"frames": 0}, {"frames": "many"}, {"marks": [1]}, {"sha256": "../../etc/passwd"}]
)
def test_a_row_that_makes_no_sense_is_a_miss(tmp_path: Path, change: dict[str, object]) -> None:
    store, key, _ = _kept(tmp_path)
    path = store._row_path(key)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | change))
    assert store.get(key) is None


def test_a_full_disk_is_told_with_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fdopen", full)
    with pytest.raises(SoundError, match="No space left on device; free some space"):
        _kept(tmp_path / "takes")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_written_is_not_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkstemp", read_only)
    with pytest.raises(SoundError) as told:
        _kept(tmp_path / "takes")
    assert "space" not in str(told.value)
    assert str(told.value).endswith("set AUDIOBRIEF_CACHE to a folder that can be written.")


def _fill(folder: str) -> None:
    for _ in range(30):
        store, key, put = _kept(Path(folder))
        got = store.get(key)
        if got != put:
            raise AssertionError(f"{got} is not {put}")


def test_two_processes_share_it(tmp_path: Path) -> None:
    """Two builds at once must not hear each other's half-written takes."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        pool.map(_fill, [str(tmp_path)] * 2)
    assert sorted(path.suffix for path in tmp_path.rglob("*.*")) == [".flac", ".json"]


def test_a_temporary_store_goes_with_its_process() -> None:
    code = (
        "from audiobrief.speech.cache import CacheStore as C;"
        "s = C.temporary(); (s.folder / 'x').write_bytes(b'x'); print(s.folder)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not Path(done.stdout.strip()).exists()
