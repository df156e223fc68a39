"""Episodes that a feed names and whose files are here, without a record of how they were made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from audiobrief.episode.model import EPISODE_FILE
from audiobrief.feed.check import read_feed
from audiobrief.feed.elements import NAMESPACES
from audiobrief.feed.named import base_of
from audiobrief.feed.rules import text

Place = Callable[[str], Path | None]
"""Address -> where the file lies here, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEpisode:
    """An episode as a feed names it, with the files that are here.

    Attributes:
        title: Its title in the feed.
        guid: Its identity in the feed.
        ours: Whether audiobrief made it.
        sound: The MP3 file.
        chapters: The chapters of Podcasting 2.0, or None.
        transcripts: Path and media type of each transcript.
    """

    title: str
    guid: str
    ours: bool
    sound: Path
    chapters: Path | None
    transcripts: tuple[tuple[Path, str], ...]


def published_beside(feed: Path) -> Iterator[PublishedEpisode]:
    """Yield the episodes whose sound lies beside the feed, but for those that have a record."""
    try:
        channel, _ = read_feed(feed.read_bytes())
    except OSError:
        return  # The check of the feed tells.
    if channel is None:
        return
    base, root = base_of(channel), feed.parent.resolve()

    def place(address: str) -> Path | None:
        if not base or not address.startswith(base):
            return None
        path = feed.parent / unquote(address.removeprefix(base))
        return path if root in path.resolve().parents and path.is_file() else None

    for episode in published_at(channel, place):
        if not (episode.sound.parent / EPISODE_FILE).exists():
            yield episode


def published_at(
    channel: etree._Element, place: Place, newest: int | None = None
) -> Iterator[PublishedEpisode]:
    """Yield the newest items whose MP3 files the place knows."""
    base = base_of(channel)
    made_here = text(channel, "generator").startswith("audiobrief ")
    for item in channel.findall("item")[:newest]:
        address = _attribute(item, "enclosure", "url")
        sound = place(address)
        if sound is None or _attribute(item, "enclosure", "type") != "audio/mpeg":
            continue
        listed = item.findall("podcast:transcript", dict(NAMESPACES))
        transcripts = [(place(each.get("url", "")), each.get("type", "")) for each in listed]
        yield PublishedEpisode(
            title=text(item, "title"),
            guid=text(item, "guid"),
            # Episodes that were taken over from another feed lie elsewhere.
            ours=made_here and address.startswith(base),
            sound=sound,
            chapters=place(_attribute(item, "podcast:chapters", "url")),
            transcripts=tuple((path, kind) for path, kind in transcripts if path is not None),
        )


def _attribute(item: etree._Element, element: str, name: str) -> str:
    found = item.find(element, dict(NAMESPACES))
    return "" if found is None else found.get(name, "").strip()
