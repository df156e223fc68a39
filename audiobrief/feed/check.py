"""Reads a feed back and says what is wrong: rules of RSS 2.0, Apple Podcasts and PSP-1.

Files that the feed names are looked at where they lie in the feed's own folder.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from audiobrief.categories import CATEGORIES
from audiobrief.episode.model import Finding
from audiobrief.feed.rss import MAX_DESCRIPTION_BYTES, MAX_VALUE_CHARS, NAMESPACES

MAX_FEED_BYTES: Final = 200_000_000
"""Larger than any feed of words; a file of this size is something else."""

_CHANNEL_RULES: Final = (
    ("error", "title", "RSS 2.0"),
    ("error", "link", "RSS 2.0"),
    ("error", "description", "RSS 2.0"),
    ("error", "language", "Apple Podcasts"),
    ("error", "itunes:category", "Apple Podcasts"),
    ("error", "itunes:explicit", "Apple Podcasts"),
    ("error", "itunes:image", "Apple Podcasts"),
    ("error", "item", "Apple Podcasts"),
    ("error", "atom:link[@rel='self']", "PSP-1"),
    ("warning", "itunes:author", "PSP-1"),
    ("warning", "podcast:guid", "PSP-1"),
    ("warning", "podcast:locked", "PSP-1"),
)
"""Level, element and the standard that asks for it."""

_ITEM_RULES: Final = (
    ("error", "title", "RSS 2.0"),
    ("error", "enclosure", "Apple Podcasts"),
    ("error", "guid", "PSP-1"),
    ("error", "pubDate", "Spotify"),
    ("warning", "description", "PSP-1"),
    ("warning", "itunes:duration", "PSP-1"),
    ("warning", "podcast:transcript", "PSP-1"),
)

_SHORT_VALUES: Final = ("title", "itunes:title", "itunes:author", "itunes:subtitle", "copyright")
_ENCLOSURE_TYPES: Final = frozenset(
    {"audio/mpeg", "audio/x-m4a", "audio/m4a", "video/mp4", "video/m4v"}
)
_TRUTHS: Final = frozenset({"true", "false"})
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ZONE: Final = re.compile(r"([+-]\d{4}|GMT|UT|Z)$")

_ADDRESSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "enclosure": "url",
        "itunes:image": "href",
        "podcast:transcript": "url",
        "podcast:chapters": "url",
    }
)
"""Element that names a file -> the attribute that holds its address."""


def check_feed(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with a feed file, errors first; nothing for a good one."""
    try:
        root = _parsed(path)
    except (OSError, ValueError, etree.XMLSyntaxError) as failed:
        reason = failed.strerror if isinstance(failed, OSError) else failed
        return (_finding("error", path, f"The feed cannot be read: {reason}."),)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return (_finding("error", path, "This is no RSS 2.0 feed: it has no rss 2.0 channel."),)
    items = channel.findall("item")
    found = [
        *_required(path, channel, _CHANNEL_RULES, "The feed"),
        *_channel(path, channel),
        *_unique(path, items),
    ]
    for item in items:
        name = f"The episode {_shown(item)!r}"
        found += _required(path, item, _ITEM_RULES, name)
        found += _item(path, item, name)
    found += _files(path, channel)
    return tuple(sorted(found, key=lambda finding: finding.level != "error"))


def _parsed(path: Path) -> etree._Element:
    if path.stat().st_size > MAX_FEED_BYTES:
        raise ValueError(f"it is larger than {MAX_FEED_BYTES} bytes")
    # No entity is resolved and no address opened: a feed may come from anywhere.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(path.read_bytes(), parser)


def _required(
    path: Path, parent: etree._Element, rules: Iterable[tuple[str, str, str]], name: str
) -> Iterator[Finding]:
    for level, element, source in rules:
        found = parent.find(element, dict(NAMESPACES))
        bare = element.partition("[")[0]
        if found is None:
            yield _finding(level, path, f"{name} has no {bare}, which {source} asks for.")
        elif not (found.text or "").strip() and not found.attrib and not len(found):
            yield _finding(level, path, f"{name} has an empty {bare}, which {source} asks for.")


def _channel(path: Path, channel: etree._Element) -> Iterator[Finding]:
    language = _text(channel, "language")
    if language and not _LANGUAGE.fullmatch(language):
        yield _finding("error", path, f"The language {language!r} is no language tag.")
    explicit = _text(channel, "itunes:explicit")
    if explicit and explicit not in _TRUTHS:
        yield _finding("error", path, f"itunes:explicit is {explicit!r}, not true or false.")
    yield from _categories(path, channel)
    yield from _lengths(path, channel, "The feed")
    if _text(channel, "lastBuildDate"):
        yield from _date(path, channel, "lastBuildDate", "The feed")


def _categories(path: Path, channel: etree._Element) -> Iterator[Finding]:
    category = channel.find("itunes:category", dict(NAMESPACES))
    if category is None:
        return
    name = category.get("text", "")
    if name not in CATEGORIES:
        yield _finding("error", path, f"Apple Podcasts has no category {name!r}.")
        return
    inner = category.find("itunes:category", dict(NAMESPACES))
    if inner is not None and inner.get("text", "") not in CATEGORIES[name]:
        inner_name = inner.get("text", "")
        yield _finding("error", path, f"Apple's category {name} has no {inner_name!r} in it.")


def _item(path: Path, item: etree._Element, name: str) -> Iterator[Finding]:
    if _text(item, "pubDate"):
        yield from _date(path, item, "pubDate", name)
    duration = _text(item, "itunes:duration")
    if duration and not re.fullmatch(r"\d+(:[0-5]?\d){0,2}", duration):
        yield _finding("error", path, f"{name} has the duration {duration!r}; write seconds.")
    yield from _lengths(path, item, name)
    enclosure = item.find("enclosure")
    if enclosure is None:
        return
    if not re.fullmatch(r"[1-9]\d*", enclosure.get("length", "")):
        yield _finding("error", path, f"{name} has an enclosure without its length in bytes.")
    media_type = enclosure.get("type", "")
    if media_type not in _ENCLOSURE_TYPES:
        yield _finding("error", path, f"{name} has an enclosure of the type {media_type!r}.")


def _lengths(path: Path, parent: etree._Element, name: str) -> Iterator[Finding]:
    for element in _SHORT_VALUES:
        value = _text(parent, element)
        if len(value) > MAX_VALUE_CHARS:
            yield _finding(
                "warning",
                path,
                f"{name} has a {element} of more than {MAX_VALUE_CHARS} characters.",
            )
    if len(_text(parent, "description").encode()) > MAX_DESCRIPTION_BYTES:
        yield _finding(
            "warning", path, f"{name} has a description over {MAX_DESCRIPTION_BYTES} bytes."
        )


def _date(path: Path, parent: etree._Element, element: str, name: str) -> Iterator[Finding]:
    text = _text(parent, element)
    try:
        parsedate_to_datetime(text)
    except ValueError:
        yield _finding("error", path, f"{name} has the {element} {text!r}: no RFC 2822 date.")
        return
    if not _ZONE.search(text):
        yield _finding("error", path, f"{name} has a {element} without a time zone.")


def _unique(path: Path, items: Iterable[etree._Element]) -> Iterator[Finding]:
    """Yield guids and enclosures that several items share: directories drop all but one."""
    guids: Counter[str] = Counter()
    addresses: Counter[str] = Counter()
    for item in items:
        guids[_text(item, "guid")] += 1
        enclosure = item.find("enclosure")
        addresses["" if enclosure is None else enclosure.get("url", "")] += 1
    for what, counts in (("guid", guids), ("enclosure", addresses)):
        for value, count in counts.items():
            if value and count > 1:
                yield _finding("error", path, f"{count} episodes have the {what} {value!r}.")


def _files(path: Path, channel: etree._Element) -> Iterator[Finding]:
    """Yield files of the feed's own folder that it names and that are not as it says."""
    own = channel.find("atom:link[@rel='self']", dict(NAMESPACES))
    base = "" if own is None else own.get("href", "").rpartition("/")[0] + "/"
    for element, attribute in _ADDRESSES.items():
        for named in channel.iterfind(f".//{element}", dict(NAMESPACES)):
            address = named.get(attribute, "")
            if urlsplit(address).scheme not in {"http", "https"}:
                yield _finding("error", path, f"The {element} {address!r} is no web address.")
            elif base != "/" and address.startswith(base):
                local = path.parent / unquote(address.removeprefix(base))
                yield from _file(element, named, local)


def _file(element: str, named: etree._Element, local: Path) -> Iterator[Finding]:
    if not local.is_file():
        yield _finding(
            "error", local, f"The feed names it as {element}, and there is no such file."
        )
        return
    size, stated = local.stat().st_size, named.get("length")
    if stated is not None and stated != str(size):
        yield _finding("error", local, f"It has {size} bytes, and the feed says {stated}.")
    if element == "podcast:chapters":
        try:
            json.loads(local.read_text(encoding="utf-8"))["chapters"]
        except (KeyError, OSError, TypeError, ValueError) as failed:
            yield _finding("error", local, f"It is no file of chapters: {failed!r}.")


def _shown(item: etree._Element) -> str:
    return _text(item, "title")[:60] or _text(item, "guid")[:60]


def _text(parent: etree._Element, element: str) -> str:
    return (parent.findtext(element, "", dict(NAMESPACES)) or "").strip()


def _finding(level: str, path: Path, sentence: str) -> Finding:
    return Finding(level="error" if level == "error" else "warning", file=path, sentence=sentence)
