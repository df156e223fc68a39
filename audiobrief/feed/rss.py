"""Writes the feed: RSS 2.0 with the iTunes, Podcasting 2.0, Atom and content namespaces.

Rules: RSS 2.0; Apple Podcasts, "RSS feed requirements"; PSP-1; the podcast namespace. All in the
feed comes from the episodes' own records, so the same folder gives the same bytes. Items that
did not change are taken from the cache: a show of thousands costs little more than a small one.
"""

from __future__ import annotations

import importlib.resources
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from lxml import etree

from audiobrief.catalogue import Entry, read_catalogue
from audiobrief.episode.model import Episode, cover_name, episode_folders, read_episode
from audiobrief.errors import FeedError
from audiobrief.feed.channel import add_channel
from audiobrief.feed.elements import NAMESPACES, add, date
from audiobrief.feed.identity import FEED_FILE, Identity, kept_guid, read_identity
from audiobrief.feed.item import add_item
from audiobrief.feed.kept import rows, show_key
from audiobrief.feed.showpage import write_show_page
from audiobrief.settings import Show
from audiobrief.storage import one_at_a_time, write_atomically

STYLES: Final = (("feed.xsl", "text/xsl"), ("feed.css", "text/css"))
"""What makes a page of the feed in a browser; the second one is for those without XSLT."""


def write_feed(show_folder: Path, show: Show) -> Path:
    """Write feed.xml for the newest episodes in the folder, and return its path.

    The old feed stays until the new one is whole. Two makers at once take turns, so that the last
    one sees the episodes of both.

    Raises:
        FeedError: There is no episode or no cover, or a file that the feed would name is missing.
        EpisodeError: The record of an episode is damaged; the sentence names it.
    """
    path = show_folder / FEED_FILE
    if not show_folder.is_dir():
        raise FeedError(f"There is no folder {show_folder}; audiobrief make makes it.")
    try:
        with one_at_a_time(show_folder):
            write_feed_locked(show_folder, show)
    except OSError as failed:
        raise FeedError(f"{path} cannot be written: {failed.strerror or failed}.") from failed
    return path


def write_feed_locked(show_folder: Path, show: Show) -> None:
    """Write the feed for one who holds the folder's lock already.

    Raises:
        FeedError: As ``write_feed``.
        OSError: A file could not be written.
    """
    identity = read_identity(show_folder)
    gone = {stone.guid for stone in identity.retracted}
    entries = tuple(each for each in read_catalogue(show_folder) if each.guid not in gone)
    named = entries[: show.feed_episodes or None]
    _require_files(show_folder, show, entries, named, identity)
    guid = kept_guid(show_folder, show)
    items = _items(show_folder, show, named)
    moments = [entry.moment for entry in entries] + [entry.changed for entry in entries]
    dated = [(entry.moment, item) for entry, item in zip(named, items, strict=True)]
    dated += [(_moment(text), text) for text in _adopted(identity, entries)]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    moments += [moment for moment, _ in dated]
    moments += [datetime.fromisoformat(stone.when) for stone in identity.retracted]
    content = _document(
        show,
        [text for _, text in dated][: show.feed_episodes or None],
        guid=guid,
        newest=dated[0][0] if dated else max(moments),
        changed=max(moments),
    )
    for name, _ in STYLES:
        style = importlib.resources.files("audiobrief.feed") / name
        _write_changed(show_folder / name, style.read_bytes())
    write_show_page(show_folder, show, named, map(_element, _adopted(identity, entries)))
    _write_changed(show_folder / FEED_FILE, content)


def read_episodes(show_folder: Path) -> tuple[Episode, ...]:
    """Return the episodes in a show's folder, the newest one first."""
    found = [read_episode(folder) for folder in episode_folders(show_folder)]
    found.sort(key=lambda episode: episode.guid)
    return tuple(sorted(found, key=lambda episode: episode.published, reverse=True))


def feed_xml(show: Show, episodes: tuple[Episode, ...], *, guid: str | None = None) -> bytes:
    """Return the feed of these episodes, the newest one first, as UTF-8 with a declaration."""
    moments = [moment for each in episodes for moment in (each.published, each.modified) if moment]
    return _document(
        show,
        [_item_text(show, episode) for episode in episodes],
        guid=guid,
        newest=max(episode.published for episode in episodes),
        changed=max(moments),
    )


def _document(
    show: Show, items: Iterable[str], *, guid: str | None, newest: datetime, changed: datetime
) -> bytes:
    root = etree.Element("rss", nsmap=dict(NAMESPACES), version="2.0")
    channel = add(root, "channel")
    add_channel(channel, show, guid)
    add(channel, "pubDate", date(newest))
    add(channel, "lastBuildDate", date(changed))
    etree.indent(root)
    head, end, tail = etree.tostring(root, encoding="unicode").rpartition("\n  </channel>")
    styles = "".join(
        f'<?xml-stylesheet href="{name}" type="{media_type}"?>\n' for name, media_type in STYLES
    )
    declared = f'<?xml version="1.0" encoding="UTF-8"?>\n{styles}'
    listed = "".join(f"\n    {text}" for text in items)
    return f"{declared}{head}{listed}{end}{tail}\n".encode()


def _item_text(show: Show, episode: Episode) -> str:
    """Return the item alone; the namespaces of its prefixes are declared by the feed."""
    root = etree.Element("rss", nsmap=dict(NAMESPACES))
    channel = add(root, "channel")
    add_item(channel, show, episode)
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    return text[text.index("<item>") : text.rindex("</item>") + len("</item>")]


def _items(show_folder: Path, show: Show, named: Iterable[Entry]) -> list[str]:
    """Return the items of these episodes: those that are not as they were are made anew."""
    key = show_key(show, *((__package__, f"{name}.py") for name in ("item", "notes", "channel")))
    return rows(show_folder, "items", key, named, lambda episode: _item_text(show, episode))


def _adopted(identity: Identity, entries: Iterable[Entry]) -> list[str]:
    """Return the items of the feed that was taken over, but for those that are made here now."""
    if not identity.items:
        return []
    known = {entry.guid for entry in entries} | {stone.guid for stone in identity.retracted}
    return [text for text in identity.items if _element(text).findtext("guid") not in known]


def _moment(text: str) -> datetime:
    return parsedate_to_datetime(_element(text).findtext("pubDate") or "")


def _element(text: str) -> etree._Element:
    """Return the item of a text whose namespaces the feed declares."""
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    return etree.fromstring(f"<rss {declared}>{text}</rss>")[0]


def _require_files(
    show_folder: Path,
    show: Show,
    entries: tuple[Entry, ...],
    named: tuple[Entry, ...],
    identity: Identity,
) -> None:
    """Refuse to name files that are not there: a directory would drop the episode."""
    if not entries and not identity.items and not identity.retracted:
        raise FeedError(f"There is no episode in {show_folder}; audiobrief make makes one.")
    if not (show_folder / cover_name(show)).is_file():
        raise FeedError(
            f"The cover {cover_name(show)} is not in {show_folder}; audiobrief feed makes it."
        )
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.guid in seen:
            first, second = sorted((seen[entry.guid], entry.slug))
            raise FeedError(
                f"{first} and {second} in {show_folder} have the same guid "
                f"{entry.guid!r}; delete one of the two folders."
            )
        seen[entry.guid] = entry.slug
    for entry in named:
        _require_episode(show_folder / entry.slug, entry)


def _require_episode(folder: Path, entry: Entry) -> None:
    with os.scandir(folder) as listing:
        there: Mapping[str, os.DirEntry[str]] = {each.name: each for each in listing}
        sound = there.get(entry.sound)
        size = sound.stat().st_size if sound is not None and sound.is_file() else -1
    if size != entry.length_bytes:
        raise FeedError(
            f"{folder / entry.sound} is missing or not the file that was published; make the "
            "episode again, or delete its folder."
        )
    for name in entry.files:
        if name not in there and not (folder / name).is_file():
            raise FeedError(f"{folder / name} is missing; make the episode again.")


def _write_changed(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)
