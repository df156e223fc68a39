"""Writes the feed: RSS 2.0 with the iTunes, Podcasting 2.0, Atom and content namespaces.

Rules: RSS 2.0; Apple Podcasts, "RSS feed requirements"; PSP-1; the podcast namespace. Everything in
the feed comes from the episodes' own records, so the same folder gives the same bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from lxml import etree

from audiobrief import __version__
from audiobrief.episode.model import (
    DISCLOSURE,
    Episode,
    author_of,
    cover_name,
    episode_folders,
    read_episode,
)
from audiobrief.errors import FeedError
from audiobrief.feed.identity import FEED_FILE, feed_address, kept_guid
from audiobrief.settings import Show
from audiobrief.storage import one_at_a_time, write_atomically

ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"
ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"

NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
)

MAX_VALUE_CHARS: Final = 255
MAX_DESCRIPTION_BYTES: Final = 4000
"""Limits of Apple Podcasts."""

_ILLEGAL: Final = re.compile(
    "[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\ufdd0-\\ufdef]"
)
"""Characters that XML 1.0 cannot hold, escaped or not (section 2.2), or advises against."""


def write_feed(show_folder: Path, show: Show) -> Path:
    """Write feed.xml for all episodes in the folder, and return its path.

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
            episodes = read_episodes(show_folder)
            _require_files(show_folder, show, episodes)
            content = feed_xml(show, episodes, guid=kept_guid(show_folder, show))
            if not path.is_file() or path.read_bytes() != content:
                write_atomically(path, content)
    except OSError as failed:
        raise FeedError(f"{path} cannot be written: {failed.strerror or failed}.") from failed
    return path


def read_episodes(show_folder: Path) -> tuple[Episode, ...]:
    """Return the episodes in a show's folder, the newest one first."""
    found = [read_episode(folder) for folder in episode_folders(show_folder)]
    found.sort(key=lambda episode: episode.guid)
    return tuple(sorted(found, key=lambda episode: episode.published, reverse=True))


def feed_xml(show: Show, episodes: tuple[Episode, ...], *, guid: str | None = None) -> bytes:
    """Return the feed of these episodes, the newest one first, as UTF-8 with a declaration."""
    root = etree.Element("rss", nsmap=dict(NAMESPACES), version="2.0")
    channel = _add(root, "channel")
    _channel(channel, show, guid)
    moments = [moment for each in episodes for moment in (each.published, each.modified) if moment]
    _add(channel, "pubDate", _date(max(each.published for each in episodes)))
    _add(channel, "lastBuildDate", _date(max(moments)))
    for episode in episodes:
        _item(_add(channel, "item"), show, episode)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _require_files(show_folder: Path, show: Show, episodes: tuple[Episode, ...]) -> None:
    """Refuse to name files that are not there: a directory would drop the episode."""
    if not episodes:
        raise FeedError(f"There is no episode in {show_folder}; audiobrief make makes one.")
    if not (show_folder / cover_name(show)).is_file():
        raise FeedError(
            f"The cover {cover_name(show)} is not in {show_folder}; audiobrief feed makes it."
        )
    seen: dict[str, str] = {}
    for episode in episodes:
        if episode.guid in seen:
            raise FeedError(
                f"{seen[episode.guid]} and {episode.slug} in {show_folder} have the same guid "
                f"{episode.guid!r}; delete one of the two folders."
            )
        seen[episode.guid] = episode.slug
        _require_episode(show_folder / episode.slug, episode)


def _require_episode(folder: Path, episode: Episode) -> None:
    sound = folder / episode.enclosure.path
    if not sound.is_file() or sound.stat().st_size != episode.enclosure.length_bytes:
        raise FeedError(
            f"{sound} is missing or not the file that was published; make the episode again, "
            "or delete its folder."
        )
    for name in filter(None, (episode.chapters_path, *map(itemgetter(0), episode.transcripts))):
        if not (folder / name).is_file():
            raise FeedError(f"{folder / name} is missing; make the episode again.")


def _channel(channel: etree._Element, show: Show, guid: str | None) -> None:
    link = show.link or show.address
    cover = show.address + cover_name(show)
    _add(channel, "title", _value(show.title))
    _add(channel, "link", link)
    _add(channel, "description", _limited(show.description or f"{show.title}. {DISCLOSURE}"))
    _add(channel, "language", show.language.lower())
    if show.copyright:
        _add(channel, "copyright", _value(show.copyright))
    _add(channel, "generator", f"audiobrief {__version__}")
    _add(channel, "atom:link", href=feed_address(show), rel="self", type="application/rss+xml")
    image = _add(channel, "image")
    for name, text in (("url", cover), ("title", _value(show.title)), ("link", link)):
        _add(image, name, text)
    _add(channel, "itunes:author", _value(author_of(show)))
    _add(channel, "itunes:image", href=cover)
    _categories(channel, show)
    _add(channel, "itunes:explicit", _truth(show.explicit))
    _add(channel, "itunes:type", "episodic")
    _podcasting(channel, show, guid)


def _categories(channel: etree._Element, show: Show) -> None:
    parent = channel
    for name in show.category:
        parent = _add(parent, "itunes:category", text=_value(name))


def _podcasting(channel: etree._Element, show: Show, guid: str | None) -> None:
    """Add who owns the show, and what Podcasting 2.0 says of it."""
    owned = bool(show.base_url and show.owner_email)
    if owned:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", _value(author_of(show)))
        _add(owner, "itunes:email", show.owner_email)
        _add(channel, "podcast:locked", "yes", owner=show.owner_email)
    else:
        _add(channel, "podcast:locked", "no")
    if guid:
        _add(channel, "podcast:guid", guid)
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:txt", "true", purpose="ai-content")


def _item(item: etree._Element, show: Show, episode: Episode) -> None:
    folder = f"{show.address}{quote(episode.slug)}/"
    enclosure = episode.enclosure
    _add(item, "title", _value(episode.title))
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", _date(episode.published))
    _add(
        item,
        "enclosure",
        url=folder + quote(enclosure.path),
        length=str(enclosure.length_bytes),
        type=enclosure.media_type,
    )
    if episode.address:
        _add(item, "link", episode.address)
    _add(item, "description", _fitted(episode, _plain))
    _add(item, "content:encoded").text = etree.CDATA(_fitted(episode, _html))
    _add(item, "itunes:duration", str(max(1, round(enclosure.duration_ms / 1000))))
    _add(item, "itunes:explicit", _truth(show.explicit))
    _add(item, "itunes:episodeType", "full")
    for path, media_type in episode.transcripts:
        _transcript(item, folder + quote(path), media_type, episode.language)
    if episode.chapters_path:
        url = folder + quote(episode.chapters_path)
        _add(item, "podcast:chapters", url=url, type="application/json+chapters")
    _add(item, "podcast:txt", "true", purpose="ai-content")


def _transcript(item: etree._Element, url: str, media_type: str, language: str) -> None:
    timed = {"rel": "captions"} if media_type in {"text/vtt", "application/x-subrip"} else {}
    _add(item, "podcast:transcript", url=url, type=media_type, language=language, **timed)


def _add(
    parent: etree._Element, name: str, content: str | None = None, **attributes: str
) -> etree._Element:
    """Add an element; a prefix of the name stands for its namespace."""
    prefix, _, bare = name.rpartition(":")
    element = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{bare}" if prefix else bare)
    for key, value in attributes.items():
        element.set(key, _legal(value))
    if content is not None:
        element.text = _legal(content)
    return element


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _value(text: str) -> str:
    """Return the text on one line, at most 255 characters, cut between words."""
    folded = " ".join(_legal(text).split())
    if len(folded) <= MAX_VALUE_CHARS:
        return folded
    return folded[: MAX_VALUE_CHARS - 1].rsplit(" ", 1)[0] + "…"


def _limited(text: str, limit_bytes: int = MAX_DESCRIPTION_BYTES) -> str:
    """Return the text, cut between words where it passes the limit."""
    legal = _legal(text).strip()
    if len(legal.encode()) <= limit_bytes:
        return legal
    part = legal.encode()[: limit_bytes - 3].decode(errors="ignore")
    return part.rsplit(None, 1)[0] + "…"


def _fitted(episode: Episode, form: Callable[[list[str]], str]) -> str:
    """Return the description in a form, within Apple's limit.

    Where it is too long the story's words are cut, never the word on the synthetic voice.
    """
    words, _, disclosure = episode.description.rpartition("\n\n")
    limit = MAX_DESCRIPTION_BYTES
    while True:
        paragraphs = [part for part in _limited(words, limit).split("\n\n") if part.strip()]
        made = form([*paragraphs, disclosure])
        if len(made.encode()) <= MAX_DESCRIPTION_BYTES:
            return made
        limit = limit * 3 // 4


def _plain(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def _html(paragraphs: list[str]) -> str:
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs)


def _truth(value: bool) -> str:  # noqa: FBT001, the one value there is
    return "true" if value else "false"


def _date(moment: datetime) -> str:
    """Return the moment as RFC 2822 has it, with its own zone as a number."""
    return format_datetime(moment)
