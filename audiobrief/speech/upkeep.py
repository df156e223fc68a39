"""The cache of takes over the weeks: how large it is, what is damaged in it, and what has to go.

A take that was used within the hour is never taken away: a build that is running may need it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.errors import SettingsError, SoundError
from audiobrief.speech.cache import CacheStore
from audiobrief.storage import one_at_a_time

LIMIT_VARIABLE: Final = "AUDIOBRIEF_CACHE_LIMIT"
USUAL_LIMIT_MB: Final = 2_000
"""About 25 hours of speech."""

IN_USE_S: Final = 3_600
LOOK_EVERY_S: Final = 24 * 3_600
"""The folder is walked no more often on its own account: with 100,000 takes that takes a second."""

_KEPT_PART: Final = 0.8
"""What has to go goes until so much of the limit is left, so that it does not go every day."""
_LOOKED: Final = ".looked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the cache holds.

    Attributes:
        takes: Number of sounds.
        size_bytes: Size of all files.
        limit_bytes: What it may hold.
    """

    takes: int
    size_bytes: int
    limit_bytes: int


def limit_bytes() -> int:
    """Return what the cache may hold: ``$AUDIOBRIEF_CACHE_LIMIT`` in megabytes, else 2 gigabytes.

    Raises:
        SettingsError: The variable is no number of megabytes.
    """
    stated = os.environ.get(LIMIT_VARIABLE, str(USUAL_LIMIT_MB))
    if not stated.isdecimal():
        raise SettingsError(f"{LIMIT_VARIABLE} is {stated!r}; it must be a number of megabytes.")
    return int(stated) * 1_000_000


def holdings(store: CacheStore) -> Holdings:
    """Return how much the cache holds."""
    sizes = {path: _stat(path).st_size for path in _files(store)}
    sounds = sum(path.suffix == ".flac" for path in sizes)
    return Holdings(takes=sounds, size_bytes=sum(sizes.values()), limit_bytes=limit_bytes())


def clear(store: CacheStore) -> Holdings:
    """Take everything out, and return what that was.

    Raises:
        SoundError: A file cannot be deleted.
    """
    held = holdings(store)
    with one_at_a_time(store.folder):
        _delete(store, list(_files(store)))
    return held


def verify(store: CacheStore) -> tuple[int, int]:
    """Take out what is damaged; return how many takes were read, and how many of them went.

    Raises:
        SoundError: A file cannot be deleted.
    """
    rows = [path for path in _files(store) if path.suffix == ".json"]
    damaged = [path for path in rows if store.get(path.stem) is None]
    with one_at_a_time(store.folder):
        _delete(store, damaged)
        wanted = {path.name for row in rows for path in _sound_of(store, row)}
        orphans = [
            path for path in _files(store) if path.suffix == ".flac" and path.name not in wanted
        ]
        _delete(store, [path for path in orphans if not _in_use(path)])
    return len(rows), len(damaged)


def evict(store: CacheStore, *, now_s: float | None = None) -> int:
    """Take out what was not used for longest, where the limit is passed; return how many bytes.

    Looks once a day at most.

    Raises:
        SoundError: A file cannot be deleted.
        SettingsError: The limit that was set is no number.
    """
    most = limit_bytes()
    now_s = time.time() if now_s is None else now_s
    looked = store.folder / _LOOKED
    try:
        if now_s - looked.stat().st_mtime < LOOK_EVERY_S:
            return 0
    except OSError:
        pass  # It was never looked at: it is now.
    if not store.folder.is_dir():
        return 0
    with one_at_a_time(store.folder):
        looked.touch()
        os.utime(looked, (now_s, now_s))
        oldest_first = sorted((_stat(path).st_mtime, path) for path in _files(store))
        size = sum(_stat(path).st_size for _, path in oldest_first)
        if size <= most:
            return 0
        gone: list[Path] = []
        left = size
        for used_s, path in oldest_first:
            if left <= most * _KEPT_PART or now_s - used_s < IN_USE_S:
                break
            left -= _stat(path).st_size
            gone.append(path)
        _delete(store, gone)
    return size - left


def _files(store: CacheStore) -> Iterator[Path]:
    yield from (path for path in store.folder.glob("??/*") if path.suffix in {".json", ".flac"})


def _sound_of(store: CacheStore, row: Path) -> Iterator[Path]:
    stored = store.get(row.stem)
    if stored is not None:
        yield stored.path


def _in_use(path: Path) -> bool:
    return time.time() - _stat(path).st_mtime < IN_USE_S


def _stat(path: Path) -> os.stat_result:
    """Return a file's facts; of one that another process has just deleted, empty ones."""
    try:
        return path.stat()
    except FileNotFoundError:
        return os.stat_result((0,) * 10)


def _delete(store: CacheStore, paths: list[Path]) -> None:
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as failed:
        raise SoundError(
            f"The cache {store.folder} cannot be cleared: {failed.strerror or failed}."
        ) from failed
