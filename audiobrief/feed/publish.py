"""Brings a show to where it is published: sounds before the feed, each file read back.

``Store`` is the seam: a folder that a web server offers today; what else takes files may follow.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote

from audiobrief.episode.model import EPISODE_FILE, companion_files, cover_name, read_episode
from audiobrief.errors import FeedError, SettingsError
from audiobrief.feed.check import read_feed
from audiobrief.feed.identity import FEED_FILE
from audiobrief.feed.named import base_of, files_of
from audiobrief.feed.rss import STYLES
from audiobrief.settings import Show
from audiobrief.storage import one_at_a_time

MANIFEST: Final = ".audiobrief.json"
"""Names what was published here, so that nothing of others is ever deleted."""


PROGRESS_EVERY_S: Final = 15.0
"""A few times a minute: more is noise to those who hear it."""

SHOW_PAGE: Final = "index.html"
"""Page of the show, in its folder."""


class Store(Protocol):
    """Where a show is published."""

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file that is there, read back; None where there is none."""

    def put(self, name: str, path: Path) -> None:
        """Bring a file, so that a reader sees the old one or the new one."""

    def delete(self, name: str) -> None:
        """Take a file away, and folders that are empty then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was done.

    Attributes:
        copied: Names of the files that were brought.
        unchanged: How many were there already.
        deleted: Names of the files that were taken away.
    """

    copied: tuple[str, ...]
    unchanged: int
    deleted: tuple[str, ...]


class FolderStore:
    """A folder that a web server offers."""

    def __init__(self, folder: Path) -> None:
        """Use the folder; it is made with the first file."""
        self.folder = folder

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file that is there, read back; None where there is none."""
        path = self.folder / name
        return file_digest(path) if path.is_file() else None

    def put(self, name: str, path: Path) -> None:
        """Copy a file beside its place and rename it, so that no half of it is ever seen."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as out, path.open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
            Path(made).chmod(0o644)  # The web server is another user.
            Path(made).replace(target)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise

    def delete(self, name: str) -> None:
        """Take a file away, and its folders where they are empty then."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        for folder in path.relative_to(self.folder).parents[:-1]:
            place = self.folder / folder
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()


def publish_show(
    show_folder: Path,
    show: Show,
    store: Store,
    *,
    delete: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Bring everything that the feed names, and the companions, to the store, and the feed last.

    What is there already is not brought again, so a publication that broke off goes on where it
    stopped. With ``delete``, files that an earlier publication brought and the feed names no more
    are taken away after the feed.

    Raises:
        SettingsError: The show has no ``base_url``.
        FeedError: The feed is not right, was written for another address, names a file that is not
            there, or a file did not arrive whole.
    """
    if not show_folder.is_dir():
        raise FeedError(f"There is no folder {show_folder}; audiobrief make makes it.")
    if not show.base_url:
        raise SettingsError(
            "The show has no base_url, so nobody could reach what is published: set it in show.toml"
            " and write the feed anew with audiobrief feed."
        )
    try:
        with one_at_a_time(show_folder):
            names = _names(show_folder, show)
            known = _manifest(store, show_folder)
            if SHOW_PAGE in names and SHOW_PAGE not in known and store.digest(SHOW_PAGE):
                names.remove(SHOW_PAGE)
                progress(f"Left alone: {SHOW_PAGE}, which is there and is somebody else's.")
            copied = list(_copied(names, show_folder, store, progress))
            gone = sorted(set(known) - set(names)) if delete else []
            for name in gone:
                store.delete(name)
            kept = dict.fromkeys([*names, *(() if delete else known)])
            _keep_manifest(store, list(kept))
    except OSError as failed:
        place = failed.filename or show_folder
        raise FeedError(
            f"{place} cannot be published: {failed.strerror or failed}; run it again, and it goes "
            "on where it stopped."
        ) from failed
    return Published(copied=tuple(copied), unchanged=len(names) - len(copied), deleted=tuple(gone))


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _names(show_folder: Path, show: Show) -> list[str]:
    """Return the files of the show in the order in which they are brought; the feed is the last."""
    feed = show_folder / FEED_FILE
    if not feed.is_file():
        raise FeedError(f"There is no {feed}; audiobrief feed writes it.")
    channel, problems = read_feed(feed.read_bytes())
    if channel is None:
        raise FeedError(f"{feed} is damaged: {problems[0][1]} Write it anew with audiobrief feed.")
    base = base_of(channel)
    if base != show.base_url:
        raise FeedError(
            f"{feed} was written for {base}, and base_url is {show.base_url}; write it anew with "
            "audiobrief feed."
        )
    named = list(_local(show_folder, base, [each.address for each in files_of(channel)]))
    rest = [cover_name(show), *(name for name, _ in STYLES), *_pages(show_folder)]
    companions = _companions(show_folder, named)
    names = dict.fromkeys([*named, *companions, *rest, FEED_FILE])
    for name in names:
        if not (show_folder / name).is_file():
            raise FeedError(f"The show names {name}, and it is not in {show_folder}.")
    return list(names)


def _pages(show_folder: Path) -> Iterator[str]:
    """Yield the page of the show, where there is one."""
    if (show_folder / SHOW_PAGE).is_file():
        yield SHOW_PAGE


def _companions(show_folder: Path, named: list[str]) -> Iterator[str]:
    """Yield the companions of the episodes whose files are named: pages, books, tracks."""
    root = show_folder.resolve()
    for slug in dict.fromkeys(Path(name).parent for name in named):
        if not (show_folder / slug / EPISODE_FILE).is_file():
            continue
        for name in companion_files(read_episode(show_folder / slug)):
            if root not in (show_folder / slug / name).resolve().parents:
                raise FeedError(f"The episode {slug} names {name}, which is not in {show_folder}.")
            yield (slug / name).as_posix()


def _local(show_folder: Path, base: str, addresses: list[str]) -> Iterator[str]:
    root = show_folder.resolve()
    for address in addresses:
        if address.startswith(base):
            name = unquote(address.removeprefix(base))
            if root not in (show_folder / name).resolve().parents:
                raise FeedError(f"The feed names {address}, which is not in {show_folder}.")
            yield name


def _copied(
    names: list[str], show_folder: Path, store: Store, progress: Callable[[str], None]
) -> Iterator[str]:
    """Bring the files and yield the names of those that were not there; tell how far it is."""
    progress(f"Files: {len(names)}.")
    until_s = time.monotonic() + PROGRESS_EVERY_S
    for number, name in enumerate(names, start=1):
        if _brought(name, show_folder, store):
            yield name
        if time.monotonic() >= until_s:
            until_s = time.monotonic() + PROGRESS_EVERY_S
            progress(f"Done so far: {number} of {len(names)} files.")


def _brought(name: str, show_folder: Path, store: Store) -> bool:
    """Bring the file unless it is there; return whether it was brought, and is whole."""
    path = show_folder / name
    wanted = file_digest(path)
    if store.digest(name) == wanted:
        return False
    store.put(name, path)
    if store.digest(name) != wanted:
        raise FeedError(f"{name} did not arrive whole; the feed was not published. Run it again.")
    return True


def _manifest(store: Store, show_folder: Path) -> list[str]:
    """Return the names that an earlier publication brought."""
    if not isinstance(store, FolderStore):
        return []
    path = store.folder / MANIFEST
    if store.folder.resolve() == show_folder.resolve():
        raise FeedError(f"{store.folder} is the show's own folder; give another with --to.")
    try:
        names = json.loads(path.read_text(encoding="utf-8"))["files"]
        return [str(name) for name in names if ".." not in Path(str(name)).parts]
    except (OSError, KeyError, TypeError, ValueError):
        return []


def _keep_manifest(store: Store, names: list[str]) -> None:
    if isinstance(store, FolderStore):
        content = json.dumps({"version": 1, "files": names}, ensure_ascii=False, indent=1)
        (store.folder / MANIFEST).write_text(content + "\n", encoding="utf-8")
