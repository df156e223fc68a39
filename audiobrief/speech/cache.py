"""Takes by content: the same words, voice and engine version are spoken once, then read.

A folder of two kinds of file: ``AB/KEY.json`` says what a take is and names its sound,
``AB/SOUND.flac``, by the sound's own checksum. Nothing in it is ever changed, so two processes can
share it; what is damaged is as good as missing. A file's time of change is that of its last use.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from audiobrief.errors import SoundError
from audiobrief.sound.clip import Clip
from audiobrief.sound.codec import flac_bytes
from audiobrief.sound.loudness import measure
from audiobrief.speech.asking import besides
from audiobrief.speech.engine import Engine, full_version
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.plausible import end_db
from audiobrief.storage import cache_advice, cache_folder

SCHEMA: Final = 4
"""Raised when the same key would now hold another sound: trimming, fades, an adapter changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A take in the cache.

    Attributes:
        path: The sound: mono FLAC, not to be changed.
        frames: Its length in sample frames.
        rate_hz: Its sample rate.
        loudness_lufs: Integrated loudness of the take alone (ITU-R BS.1770).
        peak_dbfs: Sample peak.
        end_db: How far its last moment lies above its loud ones (``plausible.end_db``).
        marks: Word times.
        engine: Name and version of the engine that spoke.
    """

    path: Path
    frames: int
    rate_hz: int
    loudness_lufs: float
    peak_dbfs: float
    end_db: float
    marks: tuple[Mark, ...]
    engine: str


def take_key(engine: Engine, utterance: Utterance) -> str:
    """Return the SHA-256, in hex, of everything that decides how a take sounds."""
    version = full_version(engine, utterance.engine_voice)
    asked = [SCHEMA, engine.name, version, asdict(utterance), *besides(engine, utterance)]
    content = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


class CacheStore:
    """The folder of takes. Safe for several threads and processes at once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = cache_folder() / "takes" if folder is None else folder

    @classmethod
    def temporary(cls) -> CacheStore:
        """Return an empty store that goes when the process ends: nothing of the words stays."""
        folder = Path(tempfile.mkdtemp(prefix="audiobrief-takes-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return cls(folder)

    def get(self, key: str) -> Stored | None:
        """Return the take of this key; None where there is none, or it is damaged."""
        try:
            row = json.loads(self._row_path(key).read_bytes())
            if row.pop("row_sha256") != _row_sha256(row):
                return None
            path = self._sound_path(row["sha256"])
            if hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
                return None
            stored = Stored(
                path=path,
                frames=int(row["frames"]),
                rate_hz=int(row["rate_hz"]),
                loudness_lufs=float(row["loudness_lufs"]),
                peak_dbfs=float(row["peak_dbfs"]),
                end_db=float(row["end_db"]),
                marks=tuple(
                    Mark(start_frames=int(at), text=str(text)) for at, text in row["marks"]
                ),
                engine=str(row["engine"]),
            )
        except (OSError, ValueError, TypeError, LookupError):
            # A miss by definition: the words are spoken again, and the entry is replaced.
            return None
        if stored.frames <= 0 or stored.rate_hz <= 0:
            return None
        for used in (self._row_path(key), stored.path):
            # A cache on a read-only disk is a cache all the same.
            with contextlib.suppress(OSError):
                os.utime(used)
        return stored

    def put(self, key: str, clip: Clip, marks: tuple[Mark, ...], engine: Engine) -> Stored:
        """Keep a take, and return it.

        Raises:
            SoundError: The folder cannot be written, or FLAC cannot hold the clip.
        """
        content = flac_bytes(clip)
        sha256 = hashlib.sha256(content).hexdigest()
        loudness_lufs, peak_dbfs = measure(clip)
        stored = Stored(
            path=self._sound_path(sha256),
            frames=clip.frames,
            rate_hz=clip.rate_hz,
            loudness_lufs=loudness_lufs,
            peak_dbfs=peak_dbfs,
            end_db=round(end_db(clip), 2),
            marks=marks,
            engine=f"{engine.name} {engine.version}",
        )
        row: dict[str, Any] = {
            "schema": SCHEMA,
            "sha256": sha256,
            "frames": stored.frames,
            "rate_hz": stored.rate_hz,
            "loudness_lufs": loudness_lufs,
            "peak_dbfs": peak_dbfs,
            "end_db": stored.end_db,
            "marks": [[mark.start_frames, mark.text] for mark in marks],
            "engine": stored.engine,
        }
        row["row_sha256"] = _row_sha256(row)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _place(stored.path, content)
            _place(self._row_path(key), json.dumps(row, ensure_ascii=False).encode())
        except OSError as failed:
            raise SoundError(
                f"The cache {self.folder} cannot be written: {failed.strerror or failed};"
                f" {cache_advice(failed)}."
            ) from failed
        return stored

    def _row_path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _sound_path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is no SHA-256")
        return self.folder / sha256[:2] / f"{sha256}.flac"


def _row_sha256(row: dict[str, Any]) -> str:
    """Return the checksum of a row: a wrong length in it would move every sound after it."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def _place(path: Path, content: bytes) -> None:
    """Write a file under its name in one step, unless it stands there whole already.

    It is not forced to the disk as ``storage.write_atomically`` does, which would cost more time
    than the speech: what a power cut damages is found by its checksum, and made again.
    """
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
