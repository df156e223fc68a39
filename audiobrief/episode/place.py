"""Which episode this is, and where it lies: both outlive every change of its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiobrief.catalogue import other_guids, read_catalogue, stamp_of
from audiobrief.episode.model import EPISODE_FILE, Episode, episode_folders, read_episode
from audiobrief.errors import EpisodeError
from audiobrief.storage import distinct_slug, slug, stable_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an episode goes.

    Attributes:
        folder: Its folder; it exists only where the episode was published before.
        published: Its first publication.
        previous: The episode that is there now, or None.
        number: Its number in the season, kept once it has one; 0 where none is asked for.
    """

    folder: Path
    published: datetime
    previous: Episode | None = None
    number: int = 0


def guid_for(*, stated: str | None, page: str | None, show_key: str, headline: str) -> str:
    """Return the identity of an episode.

    The stated one, else the canonical address of the story's page, so that a corrected headline is
    the same episode; else show and headline, as ``show/headline``. In other scripts than Latin
    these are digests: apps that keep an episode by its guid would take it for a new one if a later
    table of letters wrote it otherwise.
    """
    return (stated or "").strip() or page or f"{show_key}/{distinct_slug(headline)}"


def former_guid(*, show_key: str, headline: str) -> str:
    """Return what the guid of a headline was when letters of other scripts had no part in it.

    Where only a date was left of a headline, all of that day were one. What was published so keeps
    its guid, if its title is the same.
    """
    return f"{show_key}/{stable_slug(headline)}"


def episode_place(
    show_folder: Path, *, guid: str, published: datetime, title: str, season: int | None = None
) -> Place:
    """Return where the episode of this guid lies, or where a new one goes.

    An episode that was published before keeps its folder, its first date and its number. A new one
    gets ``DATE-SLUG``, with a number where a folder of that name is another's. With a season it
    gets the number after the highest one in it.

    Raises:
        EpisodeError: The folder cannot be read, or the episode.json of this guid is damaged.
    """
    try:
        for folder in _naming(show_folder, guid):
            episode = read_episode(folder)
            if episode.guid == guid:
                number = episode.number or _number(show_folder, season)
                return Place(
                    folder=folder, published=episode.published, previous=episode, number=number
                )
    except OSError as failed:
        raise EpisodeError(f"{show_folder} cannot be read: {failed.strerror}.") from failed
    name = f"{published:%Y-%m-%d}-{slug(title)}"
    folder, number = next(_free(show_folder, name)), _number(show_folder, season)
    return Place(folder=folder, published=published, number=number)


def _number(show_folder: Path, season: int | None) -> int:
    """Return the number of the next episode of a season, or 0 where there are no numbers."""
    if season is None:
        return 0
    entries = read_catalogue(show_folder)
    return 1 + max((entry.number for entry in entries if entry.season == season), default=0)


def _naming(show_folder: Path, guid: str) -> Iterator[Path]:
    """Yield folders whose episode.json holds the guid: a search is quicker than to parse all.

    What the catalogue knows to be another's is not opened.
    """
    wanted = json.dumps(guid, ensure_ascii=False).encode()
    known = other_guids(show_folder)
    for folder in episode_folders(show_folder):
        stamp, other = known.get(folder.name, ("", guid))
        if other != guid and stamp == stamp_of(folder):
            continue
        if wanted in (folder / EPISODE_FILE).read_bytes():
            yield folder


def put_back(show_folder: Path) -> None:
    """Give folders their names back that a crash left between two renames.

    To be called by the one process that may change the folder (``storage.one_at_a_time``): for
    another one these may be the renames of an exchange that is under way.

    Raises:
        OSError: A folder could not be renamed.
    """
    for old in sorted(show_folder.glob(".*.old")):
        name = old.name.removeprefix(".").removesuffix(".old")
        if not (show_folder / name).exists():
            old.rename(show_folder / name)


def _free(show_folder: Path, name: str) -> Iterator[Path]:
    """Yield the folder names that nothing has yet; what lies in the way may not be ours."""
    number = 1
    while True:
        folder = show_folder / (name if number == 1 else f"{name}-{number}")
        if not folder.exists():
            yield folder
        number += 1
