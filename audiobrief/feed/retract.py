"""Takes an episode out of a show: tombstone, then feed, then files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lxml import etree

from audiobrief.catalogue import Entry, read_catalogue
from audiobrief.episode.model import EPISODE_FILE, foreign_files, read_episode
from audiobrief.errors import EpisodeError, FeedError
from audiobrief.feed.elements import NAMESPACES
from audiobrief.feed.identity import Tombstone, keep_identity, read_identity
from audiobrief.feed.rss import write_feed_locked
from audiobrief.settings import Show
from audiobrief.storage import one_at_a_time


def retract(  # noqa: PLR0913, each says another thing
    show_folder: Path, show: Show, guid: str, *, why: str, now: datetime, keep_files: bool = False
) -> Tombstone:
    """Take the episode of this guid out of the feed, and then delete its folder.

    The tombstone in show.json keeps it from being published again by mistake. The files go after
    the feed, so that the feed never names what is not there.

    Raises:
        EpisodeError: There is no such episode.
        FeedError: show.json is damaged, or the feed or a file cannot be changed.
    """
    try:
        with one_at_a_time(show_folder):
            identity = read_identity(show_folder)
            entry = next((e for e in read_catalogue(show_folder) if e.guid == guid), None)
            title = _title(show_folder, entry, identity.items, guid)
            buried = next((stone for stone in identity.retracted if stone.guid == guid), None)
            if title is None and buried is None:
                raise EpisodeError(
                    f"There is no episode with the guid {guid!r} in {show_folder}; the feed and "
                    "each episode.json tell them."
                )
            stone = buried or Tombstone(guid=guid, title=title or "", when=now.isoformat(), why=why)
            if buried is None:
                keep_identity(
                    show_folder, replace(identity, retracted=(*identity.retracted, stone))
                )
            write_feed_locked(show_folder, show)
            if entry is not None and not keep_files:
                _delete(show_folder / entry.slug)
    except OSError as failed:
        raise FeedError(
            f"{failed.filename or show_folder} cannot be changed: {failed.strerror or failed}."
        ) from failed
    return stone


def _delete(folder: Path) -> None:
    """Delete an episode's folder; files of others stay in it."""
    foreign = foreign_files(folder)
    if not foreign:
        gone = folder.parent / f".{folder.name}.new"  # Cleared away, should this be stopped.
        folder.rename(gone)
        shutil.rmtree(gone)
        return
    (folder / EPISODE_FILE).unlink()  # From now on it is no episode.
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in foreign:
            path.unlink()


def _title(
    show_folder: Path, entry: Entry | None, adopted: tuple[str, ...], guid: str
) -> str | None:
    if entry is not None:
        return read_episode(show_folder / entry.slug).title
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    for text in adopted:
        item = etree.fromstring(f"<rss {declared}>{text}</rss>")[0]
        if (item.findtext("guid") or "").strip() == guid:
            return (item.findtext("title") or guid).strip()
    return None
