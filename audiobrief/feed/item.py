"""An item of the feed: what is said of an episode."""

from __future__ import annotations

from urllib.parse import quote

from lxml import etree

from audiobrief.episode.model import Enclosure, Episode
from audiobrief.feed.channel import add_image, add_maker
from audiobrief.feed.elements import add, date, truth, value
from audiobrief.feed.notes import html_notes, plain_notes
from audiobrief.settings import Show

_TIMED = frozenset({"text/vtt", "application/x-subrip"})
"""Transcripts that can be shown as captions."""


def add_item(channel: etree._Element, show: Show, episode: Episode) -> None:
    """Add the item of an episode to the channel."""
    item = add(channel, "item")
    folder = f"{show.address}{quote(episode.slug)}/"
    enclosure = episode.enclosure
    add(item, "title", value(episode.title))
    add(item, "guid", episode.guid, isPermaLink="false")
    add(item, "pubDate", date(episode.published))
    add(
        item,
        "enclosure",
        url=folder + quote(enclosure.path),
        length=str(enclosure.length_bytes),
        type=enclosure.media_type,
    )
    if link := episode.address or _page(show, episode, folder):
        add(item, "link", link)
    add(item, "description", plain_notes(episode))
    add(item, "content:encoded").text = etree.CDATA(html_notes(episode))
    _itunes(item, show, episode, folder)
    for path, media_type in episode.transcripts:
        _transcript(item, folder + quote(path), media_type, episode.language)
    if episode.chapters_path:
        url = folder + quote(episode.chapters_path)
        add(item, "podcast:chapters", url=url, type="application/json+chapters")
    _podcasting(item, show, episode, folder)


def _page(show: Show, episode: Episode, folder: str) -> str:
    """Return the address of the episode's own page, where it has one that can be reached."""
    own = (each.path for each in episode.companions if each.form == "page")
    path = next(own, "")
    return folder + quote(path) if show.base_url and path else ""


def _itunes(item: etree._Element, show: Show, episode: Episode, folder: str) -> None:
    seconds = max(1, round(episode.enclosure.duration_ms / 1000))
    add(item, "itunes:title", value(episode.title))
    add(item, "itunes:duration", str(seconds))
    add(item, "itunes:explicit", truth(show.explicit))
    add(item, "itunes:episodeType", "full")
    if episode.season:
        add(item, "itunes:season", str(episode.season))
        add(item, "podcast:season", str(episode.season))
    if episode.number:
        add(item, "itunes:episode", str(episode.number))
        add(item, "podcast:episode", str(episode.number))
    if episode.cover_path:
        cover = folder + quote(episode.cover_path)
        add(item, "itunes:image", href=cover)
        add_image(item, cover, episode.cover_alt)


def _podcasting(item: etree._Element, show: Show, episode: Episode, folder: str) -> None:
    if episode.soundbite:
        bite = episode.soundbite
        start, duration = f"{bite.start_ms / 1000:.3f}", f"{bite.duration_ms / 1000:.3f}"
        title = value(bite.title, 128)
        add(item, "podcast:soundbite", title, startTime=start, duration=duration)
    for name in episode.people:
        add(item, "podcast:person", value(name, 128), role="author", group="writing")
    if episode.people:
        add_maker(item, show)  # People of an item take the place of the channel's.
    if episode.variants:
        for number, sound in enumerate((episode.enclosure, *episode.variants)):
            _variant(item, sound, folder, episode.language, default=number == 0)
    add(item, "podcast:txt", "true", purpose="ai-content")


def _variant(
    item: etree._Element, sound: Enclosure, folder: str, language: str, *, default: bool
) -> None:
    """Add a form of the sound, with the digest by which an app knows it for whole."""
    element = add(
        item,
        "podcast:alternateEnclosure",
        type=sound.media_type,
        length=str(sound.length_bytes),
        bitrate=str(round(sound.length_bytes * 8000 / max(1, sound.duration_ms))),
        lang=language,
        title=value(sound.title or "Standard", 32),
        default=truth(default),
    )
    add(element, "podcast:source", uri=folder + quote(sound.path))
    if sound.integrity:
        add(element, "podcast:integrity", type="sri", value=sound.integrity)


def _transcript(item: etree._Element, url: str, media_type: str, language: str) -> None:
    timed = {"rel": "captions"} if media_type in _TIMED else {}
    add(item, "podcast:transcript", url=url, type=media_type, language=language, **timed)
