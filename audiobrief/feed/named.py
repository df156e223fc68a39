"""The files that a feed names, and what is wrong with what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from audiobrief.feed.elements import NAMESPACES
from audiobrief.feed.rules import text
from audiobrief.findings import Problem
from audiobrief.readback.captions import is_timed, read_captions
from audiobrief.readback.chapters import read_chapters
from audiobrief.readback.mp3 import read_mp3
from audiobrief.readback.picture import cover_problems

_NEAR_MS: Final = 2_500
"""What a stated length may be off by: whole seconds, and players that round up."""

_ADDRESSES: Final = (
    ("enclosure", "url"),
    ("itunes:image", "href"),
    ("podcast:transcript", "url"),
    ("podcast:chapters", "url"),
    ("podcast:image", "href"),
)
"""Element that names a file, and the attribute that holds its address."""


SOUNDS: Final = frozenset({"enclosure", "podcast:source"})
"""Elements that name a sound."""

_OWN_PAGE: Final = "index.html"

_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file as the feed names it.

    Attributes:
        element: Such as ``"enclosure"``.
        address: Where it is.
        media_type: As stated, or ``""``.
        length: As stated, or None.
        duration_ms: Stated length of the episode that it belongs to, or None.
    """

    element: str
    address: str
    media_type: str
    length: str | None
    duration_ms: int | None


def base_of(channel: etree._Element) -> str:
    """Return the address of the folder in which the feed lies, or ``""``."""
    own = channel.find("atom:link[@rel='self']", dict(NAMESPACES))
    cover = channel.find("itunes:image", dict(NAMESPACES))
    for element in (own, cover):
        base = "" if element is None else element.get("href", "").rpartition("/")[0]
        if base:
            return f"{base}/"
    return ""


def files_of(channel: etree._Element, newest: int | None = None) -> Iterator[Named]:
    """Yield the files of the channel and of its first items, each address once."""
    seen: set[str] = set()
    base = base_of(channel)
    for parent in (channel, *channel.findall("item")[:newest]):
        duration_ms = _duration_ms(parent)
        for element, attribute in _ADDRESSES:
            for found in parent.findall(element, dict(NAMESPACES)):
                address = found.get(attribute, "").strip()
                if not address or (address in seen and element != "enclosure"):
                    continue
                seen.add(address)
                yield Named(
                    element=element,
                    address=address,
                    media_type=found.get("type", ""),
                    length=found.get("length") if element == "enclosure" else None,
                    duration_ms=duration_ms,
                )
        page = text(parent, "link")
        sound = parent.find("enclosure")
        folder = "" if sound is None else sound.get("url", "").rpartition("/")[0]
        # The page of a story is its publisher's, maybe on the same site; one beside the sound is
        # the episode's own.
        if base and folder.startswith(base) and page == f"{folder}/{_OWN_PAGE}":
            yield Named(
                element="link",
                address=page,
                media_type="text/html",
                length=None,
                duration_ms=duration_ms,
            )
        for other in parent.findall("podcast:alternateEnclosure", dict(NAMESPACES)):
            for source in other.findall("podcast:source", dict(NAMESPACES)):
                address = source.get("uri", "").strip()
                if not address.startswith(_WEB) or address in seen:
                    continue  # The episode's own sound stands among them; so may IPFS.
                seen.add(address)
                yield Named(
                    element="podcast:source",
                    address=address,
                    media_type=source.get("contentType", "") or other.get("type", ""),
                    length=other.get("length"),
                    duration_ms=None,  # At another pace it plays for another time.
                )


def content_problems(named: Named, content: bytes) -> Iterator[Problem]:
    """Yield what is wrong with what is in a file."""
    if named.element == "itunes:image":
        yield from cover_problems(content, named.address.rpartition("/")[2].partition("?")[0])
    elif named.element == "podcast:chapters":
        yield from _chapters(named, content)
    elif named.element == "podcast:transcript":
        yield from _transcript(named, content)
    elif named.element in SOUNDS and named.media_type == "audio/mpeg":
        yield from _sound(named, content)


def _chapters(named: Named, content: bytes) -> Iterator[Problem]:
    read = read_chapters(content.decode("utf-8-sig", errors="replace"))
    yield from read.problems
    for chapter in read.chapters:
        if named.duration_ms and chapter.start_ms > named.duration_ms + _NEAR_MS:
            yield "chapters-end", f"The chapter {chapter.title!r} begins after the episode's end."


def _transcript(named: Named, content: bytes) -> Iterator[Problem]:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "text-damaged", "The transcript is not in UTF-8."
        return
    if not words.strip():
        yield "file-type", "The transcript is empty."
    elif is_timed(named.media_type):
        read = read_captions(words, named.media_type)
        yield from read.problems
        last = max((each.end_ms for each in read.captions), default=0)
        if named.duration_ms and last > named.duration_ms + _NEAR_MS:
            yield "transcript-end", "The transcript goes on after the episode's end."
    elif named.media_type == "text/html" and "<" not in words:
        yield "transcript-html", "The transcript is said to be HTML, and holds no element."


def _sound(named: Named, content: bytes) -> Iterator[Problem]:
    read = read_mp3(content)
    if read is None:
        yield "file-type", "It is said to be audio/mpeg, and holds no MP3 frames."
        return
    yield from read.problems
    if named.duration_ms and abs(read.duration_ms - named.duration_ms) > max(
        _NEAR_MS, named.duration_ms // 100
    ):
        plays, says = read.duration_ms / 1000, named.duration_ms / 1000
        yield "sound-length-near", f"It plays {plays:.0f} seconds, and the feed says {says:.0f}."


def _duration_ms(parent: etree._Element) -> int | None:
    total = 0
    stated = text(parent, "itunes:duration")
    for part in stated.split(":"):
        if not part.isdigit():
            return None
        total = total * 60 + int(part)
    return total * 1000 or None
