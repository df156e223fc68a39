"""What is known of every episode of a show, kept between runs: a show of thousands stays quick.

The catalogue lies in the cache and can be lost: then every record is read once more. A record is
read again when its file is another one, or was changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from audiobrief.episode.model import EPISODE_FILE, Episode, episode_folders, read_episode
from audiobrief.storage import cache_folder, write_atomically

_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is kept of an episode.

    Attributes:
        slug: Name of its folder.
        stamp: Time of change, size and number of its record's file.
        guid: Identity.
        published: First publication, in ISO 8601 with its zone.
        modified: When it was last made anew, or ``""``.
        sound: File name of its sound.
        length_bytes: Size of its sound.
        files: Names of all files that the feed names.
        season: Number of its season, or 0.
        number: Its number in the season, or 0.
    """

    slug: str
    stamp: str
    guid: str
    published: str
    modified: str
    sound: str
    length_bytes: int
    files: tuple[str, ...]
    season: int = 0
    number: int = 0

    @property
    def moment(self) -> datetime:
        """First publication."""
        return datetime.fromisoformat(self.published)

    @property
    def changed(self) -> datetime:
        """When it was last made."""
        return datetime.fromisoformat(self.modified) if self.modified else self.moment


def read_catalogue(show_folder: Path) -> tuple[Entry, ...]:
    """Return every episode of the show, the newest one first; those of one moment by their guid.

    Raises:
        EpisodeError: A record is damaged; the sentence names it.
        OSError: A folder could not be read.
    """
    kept = dict(_kept(show_folder))
    found = {}
    for folder in episode_folders(show_folder):
        stamp = stamp_of(folder)
        entry = kept.get(folder.name)
        if entry is None or entry.stamp != stamp:
            entry = entry_of(read_episode(folder), stamp)
        found[folder.name] = entry
    if found != kept:
        _keep(show_folder, found)
    entries = sorted(found.values(), key=lambda entry: entry.guid)
    return tuple(sorted(entries, key=lambda entry: entry.moment, reverse=True))


def other_guids(show_folder: Path) -> dict[str, tuple[str, str]]:
    """Return folder name -> (stamp, guid) of what is kept, without reading any record."""
    return {slug: (entry.stamp, entry.guid) for slug, entry in _kept(show_folder)}


def stamp_of(folder: Path) -> str:
    """Return what tells one state of a folder's record from another.

    Raises:
        OSError: The record cannot be looked at.
    """
    status = (folder / EPISODE_FILE).stat()
    return f"{status.st_mtime_ns} {status.st_size} {status.st_ino}"


def entry_of(episode: Episode, stamp: str) -> Entry:
    """Return what is kept of an episode."""
    return Entry(
        slug=episode.slug,
        stamp=stamp,
        guid=episode.guid,
        published=episode.published.isoformat(),
        modified=episode.modified.isoformat() if episode.modified else "",
        sound=episode.enclosure.path,
        length_bytes=episode.enclosure.length_bytes,
        files=episode.files,
        season=episode.season,
        number=episode.number,
    )


def catalogue_path(show_folder: Path, name: str) -> Path:
    """Return where the cache keeps something of a show."""
    named = hashlib.sha256(str(show_folder.resolve()).encode()).hexdigest()[:16]
    return cache_folder() / "shows" / f"{named}.{name}.json"


def _kept(show_folder: Path) -> Iterator[tuple[str, Entry]]:
    """Yield what an earlier run kept; nothing where it is lost, damaged or of another version."""
    try:
        content = json.loads(catalogue_path(show_folder, "catalogue").read_bytes())
        if content["version"] != _VERSION:
            return
        rows = [Entry(**{**row, "files": tuple(row["files"])}) for row in content["episodes"]]
    except (OSError, KeyError, TypeError, ValueError):
        return
    yield from ((entry.slug, entry) for entry in rows)


def _keep(show_folder: Path, found: dict[str, Entry]) -> None:
    content = {"version": _VERSION, "episodes": [asdict(entry) for entry in found.values()]}
    try:
        text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
        write_atomically(catalogue_path(show_folder, "catalogue"), text.encode())
    except OSError:
        return  # A cache that cannot be written costs time and nothing else.
