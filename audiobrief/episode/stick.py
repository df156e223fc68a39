"""Numbered tracks of several episodes, in order, on a stick or a card for a talking-book player.

The order in which files are written is the order in which many players play them (that of the FAT
directory), so each file is written under its own name, one after the other, and nothing is renamed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.episode.companions.tracks import MAX_TRACKS, PLAYLIST, playlist
from audiobrief.episode.model import EPISODE_FILE, Episode, episode_folders, read_episode
from audiobrief.errors import EpisodeError
from audiobrief.storage import size_in_words

WRITTEN: Final = "audiobrief.txt"
"""Names what was written here, a file a line, so that nothing of others is ever deleted."""

CLUSTER_BYTES: Final = 32_768
"""What a file takes on a stick is rounded up to this: the usual cluster of FAT32."""

_COPIED_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A track to be copied: where it is, and its name on the stick."""

    source: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """What was written.

    Attributes:
        names: Of the tracks, in order.
        length_bytes: Size of all of them.
        free_bytes: What is free on the stick now.
        deleted: Names of the files of an earlier time that were taken away.
    """

    names: tuple[str, ...]
    length_bytes: int
    free_bytes: int
    deleted: tuple[str, ...]


def episodes_in(folders: Iterable[Path], newest: int | None = None) -> tuple[Path, ...]:
    """Return the folders of the episodes in the order given; those of a show by their time.

    Args:
        folders: Folders of episodes or of shows.
        newest: How many of the newest of each show, or None for all.

    Raises:
        EpisodeError: There is no episode in one of them, or a record is damaged.
    """
    found: list[Path] = []
    for folder in folders:
        if (folder / EPISODE_FILE).is_file():
            found.append(folder)
            continue
        dated = sorted((read_episode(each).published, each) for each in episode_folders(folder))
        if not dated:
            raise EpisodeError(f"There is no episode in {folder}; audiobrief make makes one.")
        found += [each for _, each in (dated[-newest:] if newest else dated)]
    return tuple(found)


def copies(folders: Iterable[Path]) -> tuple[Copy, ...]:
    """Return the tracks of the episodes, numbered through all of them.

    Raises:
        EpisodeError: An episode has no tracks, one is missing, or there are too many.
    """
    sources = [path for folder in folders for path in _tracks(folder, read_episode(folder))]
    if len(sources) > MAX_TRACKS:
        raise EpisodeError(
            f"These are {len(sources)} tracks, and players take {MAX_TRACKS} at most; name fewer "
            "episodes, or take the newest with --newest."
        )
    return tuple(
        Copy(source=path, name=f"{number:03}_{path.name.partition('_')[2]}")
        for number, path in enumerate(sources, start=1)
    )


def _tracks(folder: Path, episode: Episode) -> Iterator[Path]:
    tracks = next((each for each in episode.companions if each.form == "tracks"), None)
    if tracks is None:
        raise EpisodeError(
            f"{folder} has no tracks; make the episode again with --with tracks, or set companions "
            "in show.toml."
        )
    for name in tracks.parts:
        if not (folder / name).is_file():
            raise EpisodeError(f"{folder / name} is missing; make the episode again.")
        yield folder / name


def write_stick(
    wanted: Iterable[Copy],
    target: Path,
    *,
    replace: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Stick:
    """Write the tracks into a folder in running order, the playlist after them.

    Args:
        wanted: The tracks, in order.
        target: Folder on the stick; it is made where it is missing.
        replace: Whether files that an earlier time wrote here are taken away first.
        progress: Is told each file, in a whole sentence.

    Raises:
        EpisodeError: There is not enough space, a file of that name is there, or it cannot be
            written; what this time wrote is taken away again.
    """
    every = tuple(wanted)
    names = [copy.name for copy in every]
    written: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        old = _written_before(target)
        if not replace:
            _refuse_others(target, [*names, PLAYLIST, WRITTEN])
        elif not old and (taken := [n for n in (*names, PLAYLIST) if (target / n).exists()]):
            raise EpisodeError(
                f"{taken[0]} in {target} was not written by audiobrief stick, so it is not "
                "replaced; choose another folder."
            )
        length = sum(copy.source.stat().st_size for copy in every)
        _require_space(target, every, old if replace else [])
        if replace:
            for path in old:
                path.unlink(missing_ok=True)
        for number, copy in enumerate(every, start=1):
            progress(f"Track {number} of {len(every)}: {copy.name}.")
            written.append(target / copy.name)
            _copy(copy.source, written[-1])
        listed = "".join(f"{name}\r\n" for name in (*names, PLAYLIST))
        for name, content in ((PLAYLIST, playlist(names)), (WRITTEN, listed.encode("ascii"))):
            written.append(target / name)
            _write([content], written[-1])
        free = shutil.disk_usage(target).free
    except OSError as failed:
        for path in written:
            path.unlink(missing_ok=True)
        raise EpisodeError(
            f"{failed.filename or target} cannot be written: {failed.strerror or failed}; what was "
            "begun on the stick is taken away again."
        ) from failed
    return Stick(
        names=tuple(names),
        length_bytes=length,
        free_bytes=free,
        deleted=tuple(path.name for path in old) if replace else (),
    )


def _copy(source: Path, path: Path) -> None:
    """Copy a file, as ``_write`` does, in little memory."""
    with source.open("rb") as sound:
        _write(iter(lambda: sound.read(_COPIED_BYTES), b""), path)


def _write(pieces: Iterable[bytes], path: Path) -> None:
    """Write a file under its own name and see to it that it is on the stick, not in a cache."""
    with path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _written_before(target: Path) -> list[Path]:
    """Return the files that an earlier time wrote here and that are still there."""
    try:
        names = (target / WRITTEN).read_text(encoding="ascii").split()
    except (FileNotFoundError, UnicodeDecodeError):
        return []
    safe = (name for name in names if Path(name).name == name)
    return [target / name for name in (*safe, WRITTEN) if (target / name).is_file()]


def _refuse_others(target: Path, names: Iterable[str]) -> None:
    taken = [name for name in names if (target / name).exists()]
    if taken:
        raise EpisodeError(
            f"{taken[0]} is in {target} already; choose another folder, or take away what "
            "audiobrief stick wrote there before with --replace."
        )


def _require_space(target: Path, every: Iterable[Copy], old: Iterable[Path]) -> None:
    needed = sum(_on_stick(copy.source.stat().st_size) for copy in every) + 2 * CLUSTER_BYTES
    free = shutil.disk_usage(target).free + sum(_on_stick(each.stat().st_size) for each in old)
    if needed > free:
        raise EpisodeError(
            f"The tracks need {size_in_words(needed)}, and {target} has {size_in_words(free)}"
            " free; nothing was written. Take fewer episodes with --newest, or another stick."
        )


def _on_stick(length_bytes: int) -> int:
    return -(-length_bytes // CLUSTER_BYTES) * CLUSTER_BYTES
