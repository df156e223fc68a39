"""Reads a feed back and says what is wrong with it, and with the files that it names.

Files are looked at where they lie in the feed's own folder; ``remote`` asks a server for them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from audiobrief.episode.model import EPISODE_FILE, Episode, episode_folders, read_episode
from audiobrief.errors import EpisodeError, FeedError
from audiobrief.feed.elements import ITUNES, NAMESPACES, PODCAST, value
from audiobrief.feed.identity import SHOW_FILE, read_identity
from audiobrief.feed.moments import moment
from audiobrief.feed.named import SOUNDS, Named, base_of, content_problems, files_of
from audiobrief.feed.rules import channel_problems, item_problems, shown, text
from audiobrief.findings import Finding, Problem, finding, in_order

MAX_FEED_BYTES: Final = 200_000_000
"""Larger than any feed of words; a file of this size is something else."""

LARGE_FEED_BYTES: Final = 10_000_000
"""Directories give up on feeds that take too long."""

PODCAST_LONG: Final = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""The other name that the podcast namespace allows for itself."""


def check_feed(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with a feed file, errors first; nothing for a good one."""
    try:
        large = path.stat().st_size > MAX_FEED_BYTES
        content = b"" if large else path.read_bytes()
    except OSError as failed:
        return (finding("nothing", path, f"The feed cannot be read: {failed.strerror}."),)
    if large:
        told = f"The feed cannot be read: it is larger than {MAX_FEED_BYTES} bytes."
        return (finding("nothing", path, told),)
    channel, problems = read_feed(content)
    found = [finding(rule, path, told) for rule, told in problems]
    if channel is not None:
        found += _local_files(path, channel)
        found += _show(path, channel)
    return in_order(found)


def read_feed(content: bytes) -> tuple[etree._Element | None, list[Problem]]:
    """Return the channel of a feed, None where there is none, and what is wrong with it."""
    try:
        root = etree.fromstring(content, _parser())
    except (ValueError, etree.XMLSyntaxError) as failed:
        why = failed.msg if isinstance(failed, etree.XMLSyntaxError) else failed
        return None, [("xml-well-formed", f"The feed cannot be read: {why}.")]
    problems = list(_namespaces(root))
    encoding = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if encoding not in {"UTF-8", "ASCII", "US-ASCII"}:
        problems.append(("feed-encoding", f"The feed is in {encoding}, not UTF-8."))
    if len(content) > LARGE_FEED_BYTES:
        problems.append(("feed-size", f"The feed has {len(content)} bytes; name fewer episodes."))
    root = _renamed(root)
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1:
        problems.append(("rss-version", "This is no RSS 2.0 feed: it has no rss 2.0 channel."))
        return None, problems
    (channel,) = channels
    problems += channel_problems(channel)
    items = channel.findall("item")
    serial = text(channel, "itunes:type").lower() == "serial"
    problems += itertools.chain.from_iterable(item_problems(item, serial=serial) for item in items)
    problems += [*_unique(items), *_order(items), *_disclosure(channel)]
    return channel, problems


def _parser() -> etree.XMLParser:
    # No entity is resolved and no address opened: a feed may come from anywhere.
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _namespaces(root: etree._Element) -> Iterator[Problem]:
    uris = {uri for element in root.iter() for uri in element.nsmap.values() if uri}
    for uri in sorted(uris):
        low = uri.lower()
        if "itunes.com/dtds" in low and uri != ITUNES:
            yield "itunes-namespace", f"The namespace {uri} is not the one of Apple, {ITUNES}."
        own = "podcastindex.org" in low or "podcast-namespace" in low
        if own and uri not in {PODCAST, PODCAST_LONG}:
            yield "podcast-namespace", f"The namespace {uri} is not the podcast one, {PODCAST}."


def _renamed(root: etree._Element) -> etree._Element:
    """Return the feed with the podcast namespace under its canonical name."""
    for element in root.iter(f"{{{PODCAST_LONG}}}*"):
        element.tag = element.tag.replace(PODCAST_LONG, PODCAST)
    return root


def _unique(items: Iterable[etree._Element]) -> Iterator[Problem]:
    """Yield guids and enclosures that several items share: directories drop all but one."""
    guids: Counter[str] = Counter()
    addresses: Counter[str] = Counter()
    for item in items:
        guids[text(item, "guid")] += 1
        addresses[_sound_of(item)] += 1
    for what, counts in (("guid", guids), ("enclosure", addresses)):
        for shared, count in counts.items():
            if shared and count > 1:
                yield f"{what}-unique", f"{count} episodes have the {what} {shared!r}."


def _order(items: Iterable[etree._Element]) -> Iterator[Problem]:
    dated = [(moment(text(item, "pubDate")), item) for item in items]
    known = [(when, item) for when, item in dated if when is not None]
    if len(known) > 2 and known == sorted(known, key=itemgetter(0)):
        return  # The oldest one first is an order too, and some serial shows have it.
    for (one, _), (other, item) in itertools.pairwise(known):
        if other > one:
            yield "feed-order", f"The episode {shown(item)!r} stands after an older one."


def _disclosure(channel: etree._Element) -> Iterator[Problem]:
    """Yield where a feed of ours does not say that its voices are synthetic."""
    if not text(channel, "generator").startswith("audiobrief "):
        return
    base = base_of(channel)
    # Episodes that were taken over from another feed may have human voices.
    own = [item for item in channel.findall("item") if _sound_of(item).startswith(base)]
    for parent in (channel, *own):
        tags = parent.findall("podcast:txt[@purpose='ai-content']", dict(NAMESPACES))
        if not any((tag.text or "").strip() == "true" for tag in tags):
            name = "The feed" if parent is channel else f"The episode {shown(parent)!r}"
            yield (
                "disclosure",
                f"{name} does not disclose in podcast:txt that its voice is synthetic.",
            )


def _sound_of(item: etree._Element) -> str:
    enclosure = item.find("enclosure")
    return "" if enclosure is None else enclosure.get("url", "")


def _local_files(path: Path, channel: etree._Element) -> Iterator[Finding]:
    """Yield files of the feed's own folder that it names and that are not as it says."""
    base = base_of(channel)
    named_here = [each for each in files_of(channel) if base and each.address.startswith(base)]
    places = [path.parent / unquote(each.address.removeprefix(base)) for each in named_here]
    if not _is_home(path.parent) and not any(place.is_file() for place in places):
        return  # A feed that was saved alone: its files are elsewhere.
    for named, local in zip(named_here, places, strict=True):
        if path.parent.resolve() not in local.resolve().parents:
            told = f"The feed names {named.address} as {named.element}, outside of its folder."
            yield finding("file-missing", path, told)
            continue
        yield from _file(named, local)


def _is_home(folder: Path) -> bool:
    """Return whether the folder is a show of ours."""
    return (folder / SHOW_FILE).exists() or any(episode_folders(folder))


def _file(named: Named, local: Path) -> Iterator[Finding]:
    if not local.is_file():
        told = f"The feed names it as {named.element}, and there is no such file."
        yield finding("file-missing", local, told)
        return
    size = local.stat().st_size
    if named.length is not None and named.length != str(size):
        yield finding("file-size", local, f"It has {size} bytes, and the feed says {named.length}.")
    # The sound of an episode of ours is listened to by the check of the episode.
    if named.element not in SOUNDS or not (local.parent / EPISODE_FILE).exists():
        for rule, told in content_problems(named, local.read_bytes()):
            yield finding(rule, local, told)


def _show(path: Path, channel: etree._Element) -> Iterator[Finding]:
    """Yield where the feed is not what the folder's own records say."""
    folder = path.parent
    try:
        identity = read_identity(folder)
    except (FeedError, OSError) as failed:
        yield finding("show-record", folder / SHOW_FILE, str(failed))
        return
    stated = text(channel, "podcast:guid")
    if identity.podcast_guid and stated and stated.lower() != identity.podcast_guid:
        told = f"The feed has the podcast:guid {stated}, and show.json {identity.podcast_guid}."
        yield finding("show-record", path, told)
    items = {text(item, "guid"): item for item in channel.findall("item")}
    for stone in identity.retracted:
        if stone.guid in items:
            yield finding(
                "feed-episode", path, f"The feed names {stone.title!r}, which was retracted."
            )
    try:
        episodes = [read_episode(each) for each in episode_folders(folder)]
    except EpisodeError:
        return  # The check of the episode tells.
    gone = {stone.guid for stone in identity.retracted}
    there = [episode for episode in episodes if episode.guid not in gone]
    oldest = min(
        (moment(text(item, "pubDate")) or _NEVER for item in items.values()), default=_NEVER
    )
    for episode in there:
        if episode.guid in items:
            for told in _differences(items[episode.guid], episode):
                yield finding("feed-episode", path, told)
        elif not items or episode.published > oldest:
            told = f"The feed does not name {episode.title!r}; write it anew with audiobrief feed."
            yield finding("feed-episode", path, told)


_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def _differences(item: etree._Element, episode: Episode) -> Iterator[str]:
    name = f"The feed has for the episode {shown(item)!r}"
    if text(item, "title") != value(episode.title):
        yield f"{name} another title than its record."
    if moment(text(item, "pubDate")) != episode.published:
        yield f"{name} another date than its record."
    seconds = text(item, "itunes:duration")
    if seconds and seconds != str(max(1, round(episode.enclosure.duration_ms / 1000))):
        yield f"{name} another duration than its record."
    enclosure = item.find("enclosure")
    if enclosure is not None and enclosure.get("type") != episode.enclosure.media_type:
        yield f"{name} another type of sound than its record."
    listed = {each.get("type") for each in item.findall("podcast:transcript", dict(NAMESPACES))}
    missing = {media_type for _, media_type in episode.transcripts} - listed
    if missing:
        yield f"{name} no transcript of the type {', '.join(sorted(missing))}."
    if episode.chapters_path and item.find("podcast:chapters", dict(NAMESPACES)) is None:
        yield f"{name} no chapters."
