"""What directories, standards and apps ask of a feed: channel and items, element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from lxml import etree

from audiobrief.categories import CATEGORIES
from audiobrief.feed.core import core_problems
from audiobrief.feed.elements import MAX_DESCRIPTION_BYTES, MAX_VALUE_CHARS, NAMESPACES
from audiobrief.feed.moments import date_problems
from audiobrief.feed.podcasting import podcasting_problems
from audiobrief.findings import Problem
from audiobrief.languages import UNKNOWN, iso_639_2

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHANNEL: Final = (
    ("channel-title", "title"),
    ("channel-link", "link"),
    ("channel-description", "description"),
    ("channel-language", "language"),
    ("channel-category", "itunes:category"),
    ("channel-explicit", "itunes:explicit"),
    ("channel-image", "itunes:image"),
    ("channel-items", "item"),
    ("self-link", "atom:link[@rel='self']"),
    ("channel-author", "itunes:author"),
    ("channel-guid", "podcast:guid"),
    ("channel-locked", "podcast:locked"),
)
_ITEM: Final = (
    ("item-title", "title"),
    ("item-enclosure", "enclosure"),
    ("item-guid", "guid"),
    ("item-date", "pubDate"),
    ("item-description", "description"),
    ("item-duration", "itunes:duration"),
    ("item-transcript", "podcast:transcript"),
)
"""Rule that asks for an element, and the element."""

_ONCE: Final = MappingProxyType(
    {
        "channel": (
            "title", "link", "description", "language", "copyright", "image", "itunes:author",
            "itunes:explicit", "itunes:type", "itunes:owner", "itunes:image", "podcast:guid",
            "podcast:locked", "podcast:medium", "podcast:license", "generator", "lastBuildDate",
        ),
        "item": (
            "title", "link", "description", "guid", "pubDate", "content:encoded", "itunes:title",
            "itunes:duration", "itunes:explicit", "itunes:image", "itunes:season", "itunes:episode",
            "itunes:episodeType", "podcast:chapters", "podcast:season", "podcast:episode",
            "podcast:license",
        ),
    }
)  # fmt: skip
"""Elements that stand once in a channel or an item."""

_SHORT: Final = ("title", "itunes:title", "itunes:author", "itunes:subtitle", "copyright")
_TYPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "audio/mpeg": ("mp3",),
        "audio/x-m4a": ("m4a",),
        "audio/mp4": ("m4a", "mp4"),
        "audio/m4a": ("m4a",),
        "audio/aac": ("aac", "m4a"),
        "video/mp4": ("mp4",),
        "video/m4v": ("m4v",),
        "video/x-m4v": ("m4v",),
        "video/quicktime": ("mov",),
        "application/pdf": ("pdf",),
    }
)
"""Media type of an enclosure -> endings that go with it."""

_MIN_ENCLOSURE_BYTES: Final = 16_384
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EMAIL: Final = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>().]+")
_MOJIBAKE: Final = re.compile("\ufffd|[\x80-\x9f]|Ã[\x80-\xbf©¨¤¶¼Ÿ±]|â€[™œ\x9d“”˜¦]")
_MARKUP: Final = re.compile(
    r"</?(?:p|br|b|i|em|strong|a|ul|ol|li|span|div|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_ESCAPED: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_TWICE: Final = re.compile(r"&amp;(?:amp|lt|gt|quot|#\d+);")
_COPYRIGHT: Final = re.compile(r"©|\(c\)|\bcopyright\b|\b(?:19|20)\d\d\b", re.IGNORECASE)


def channel_problems(channel: etree._Element) -> Iterator[Problem]:
    """Yield what is wrong with the channel, its items aside."""
    name = "The feed"
    yield from _required(channel, _CHANNEL, name)
    yield from _once(channel, _ONCE["channel"], name)
    for check in _CHANNEL_CHECKS:
        yield from check(channel, name)
    yield from core_problems(channel, name)
    yield from podcasting_problems(channel, name)


def item_problems(item: etree._Element, *, serial: bool) -> Iterator[Problem]:
    """Yield what is wrong with an item."""
    name = f"The episode {shown(item)!r}"
    yield from _required(item, _ITEM, name)
    yield from _once(item, _ONCE["item"], name)
    for check in _ITEM_CHECKS:
        yield from check(item, name)
    yield from core_problems(item, name)
    yield from podcasting_problems(item, name)
    if serial and not text(item, "itunes:episode"):
        yield "serial-number", f"{name} has no itunes:episode, and the show is serial."


def shown(item: etree._Element) -> str:
    """Return what a reader knows an item by."""
    return text(item, "title")[:60] or text(item, "guid")[:60]


def text(parent: etree._Element, element: str) -> str:
    """Return the text of an element, without the white space round it, or ``""``."""
    return (parent.findtext(element, "", dict(NAMESPACES)) or "").strip()


def is_address(address: str) -> bool:
    """Return whether it is an absolute address of the web without white space."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not re.search(r"\s", address)


def _required(
    parent: etree._Element, rules: tuple[tuple[str, str], ...], name: str
) -> Iterator[Problem]:
    for rule, element in rules:
        found = parent.find(element, dict(NAMESPACES))
        bare = element.partition("[")[0]
        if found is None:
            yield rule, f"{name} has no {bare}."
        elif not (found.text or "").strip() and not found.attrib and not len(found):
            yield rule, f"{name} has an empty {bare}."


def _once(parent: etree._Element, elements: tuple[str, ...], name: str) -> Iterator[Problem]:
    for element in elements:
        count = len(parent.findall(element, dict(NAMESPACES)))
        if count > 1:
            yield "element-once", f"{name} has {count} elements {element}, and may have one."


def _language(channel: etree._Element, name: str) -> Iterator[Problem]:
    tag = text(channel, "language")
    if tag and (not _LANGUAGE.fullmatch(tag) or iso_639_2(tag) == UNKNOWN):
        yield "language-tag", f"{name} has the language {tag!r}, which is no language tag."


def _explicit(parent: etree._Element, name: str) -> Iterator[Problem]:
    explicit = text(parent, "itunes:explicit")
    if explicit and explicit not in {"true", "false"}:
        # Apple has taken yes, clean and no for years, and still does.
        rule = "switch-value" if explicit.lower() in {"yes", "no", "clean"} else "explicit-value"
        yield rule, f"{name} has itunes:explicit {explicit!r}, not true or false."


def _switches(channel: etree._Element, name: str) -> Iterator[Problem]:
    for element in ("itunes:block", "itunes:complete"):
        word = text(channel, element)
        if word and word != "Yes":
            yield "switch-value", f"{name} has {element} {word!r}; only Yes has a meaning."
    kind = text(channel, "itunes:type")
    if kind and kind.lower() not in {"episodic", "serial"}:
        yield "type-value", f"{name} has itunes:type {kind!r}, not episodic or serial."
    new = text(channel, "itunes:new-feed-url")
    if new and not is_address(new):
        yield "address-absolute", f"{name} has itunes:new-feed-url {new!r}, which is no address."


def _categories(channel: etree._Element, name: str) -> Iterator[Problem]:
    for category in channel.findall("itunes:category", dict(NAMESPACES)):
        word = category.get("text", "")
        if word not in CATEGORIES:
            yield "category-known", f"{name} is in the category {word!r}, which Apple has not."
            continue
        for inner in category.findall("itunes:category", dict(NAMESPACES)):
            below = inner.get("text", "")
            if below not in CATEGORIES[word]:
                yield "category-known", f"Apple's category {word} has no {below!r} in it."


def _owner(channel: etree._Element, name: str) -> Iterator[Problem]:
    email = text(channel, "itunes:owner/itunes:email")
    if email and not _EMAIL.fullmatch(email):
        yield (
            "owner-email",
            f"{name} has the owner's address {email!r}, which is no e-mail address.",
        )
    notice = text(channel, "copyright")
    if _COPYRIGHT.search(notice):
        yield "copyright-words", f"{name} has a copyright with a sign, word or year: {notice!r}."


def _addresses(parent: etree._Element, name: str) -> Iterator[Problem]:
    found = [("link", each.text or "") for each in parent.findall("link")]
    found += [
        (element, each.get(attribute, ""))
        for element, attribute in (("itunes:image", "href"), ("atom:link", "href"))
        for each in parent.findall(element, dict(NAMESPACES))
    ]
    found += [("image/url", each.text or "") for each in parent.findall("image/url")]
    for element, address in found:
        if element == "link" and not address.strip():
            continue  # The rule on the element itself tells.
        if not is_address(address.strip()):
            yield "address-absolute", f"{name} has the {element} {address!r}, no web address."
        elif address != address.strip():
            yield "address-spaces", f"{name} has white space round its {element}."
    for image in parent.findall("itunes:image", dict(NAMESPACES)):
        ending = urlsplit(image.get("href", "")).path.lower().rpartition(".")[2]
        if ending in {"gif", "webp", "svg", "bmp", "tif", "tiff", "avif"}:
            yield "artwork-format", f"{name} has a picture that ends in {ending}, not jpg or png."


def _words(parent: etree._Element, name: str) -> Iterator[Problem]:
    for element in _SHORT:
        words = text(parent, element)
        if len(words) > MAX_VALUE_CHARS:
            yield "text-length", f"{name} has over {MAX_VALUE_CHARS} characters in its {element}."
        if _MARKUP.search(words):
            yield "text-markup", f"{name} has markup in its {element}."
        if _ESCAPED.search(words):
            yield "text-escaped-twice", f"{name} has signs in its {element}, escaped twice."
    if len(text(parent, "description").encode()) > MAX_DESCRIPTION_BYTES:
        told = f"{name} has a description over {MAX_DESCRIPTION_BYTES} bytes."
        yield "description-length", told


def _letters(parent: etree._Element, name: str) -> Iterator[Problem]:
    for element in (*_SHORT, "description", "content:encoded"):
        words = text(parent, element)
        if _MOJIBAKE.search(words):
            yield "text-damaged", f"{name} has letters in its {element} that were decoded wrongly."
        if _TWICE.search(words):
            yield "text-escaped-twice", f"{name} has signs in its {element}, escaped twice."
    for element in ("title", "guid"):
        raw = parent.findtext(element) or ""
        if raw != raw.strip():
            yield "outer-spaces", f"{name} has white space round its {element}."


def _numbers(item: etree._Element, name: str) -> Iterator[Problem]:
    for element in ("itunes:season", "itunes:episode"):
        number = text(item, element)
        if number and not re.fullmatch(r"[1-9]\d*", number):
            yield "number-form", f"{name} has {element} {number!r}; write a whole number from 1."
    kind = text(item, "itunes:episodeType")
    if kind and kind.lower() not in {"full", "trailer", "bonus"}:
        yield "episode-type", f"{name} has itunes:episodeType {kind!r}: not full, trailer or bonus."
    duration = text(item, "itunes:duration")
    if duration and not re.fullmatch(r"\d+(:[0-5]?\d){0,2}", duration):
        yield "duration-form", f"{name} has the duration {duration!r}; write seconds."
    elif duration and not int(duration.replace(":", "")):
        yield "duration-form", f"{name} has a duration of zero."


def _guid(item: etree._Element, name: str) -> Iterator[Problem]:
    for guid in item.findall("guid"):
        if not (guid.text or "").strip() and guid.attrib:
            yield "item-guid", f"{name} has an empty guid."
        stated = guid.get("isPermaLink", "true")
        if stated not in {"true", "false"}:
            yield "guid-permalink", f"The guid {guid.text!r} has isPermaLink {stated!r}."
        elif (
            stated == "true"
            and (guid.text or "").strip()
            and not is_address((guid.text or "").strip())
        ):
            yield (
                "guid-permalink",
                f"The guid {guid.text!r} is no address; set isPermaLink to false.",
            )


def _enclosure(item: etree._Element, name: str) -> Iterator[Problem]:
    enclosures = item.findall("enclosure")
    if len(enclosures) > 1:
        yield "enclosure-count", f"{name} has {len(enclosures)} enclosures, and may have one."
    for enclosure in enclosures[:1]:
        address, length = enclosure.get("url", ""), enclosure.get("length", "")
        if not re.fullmatch(r"[1-9]\d*", length):
            yield "enclosure-length", f"{name} has an enclosure without its length in bytes."
        elif int(length) < _MIN_ENCLOSURE_BYTES:
            yield "enclosure-small", f"{name} has a sound of {length} bytes, too small to be shown."
        media_type = enclosure.get("type", "")
        if media_type not in _TYPES:
            yield "enclosure-type", f"{name} has an enclosure of the type {media_type!r}."
        if not is_address(address):
            yield (
                "address-absolute",
                f"{name} has the enclosure {address!r}, which is no web address.",
            )
            continue
        if not address.isascii():
            yield "enclosure-address", f"{name} has letters in its enclosure that are not quoted."
        ending = urlsplit(address).path.rpartition("/")[2].rpartition(".")[2].lower()
        known = {each for endings in _TYPES.values() for each in endings}
        if media_type in _TYPES and ending not in _TYPES[media_type] and ending in known | {
            "wav", "ogg", "flac", "opus", "wma"
        }:  # fmt: skip
            yield "enclosure-extension", f"{name} is {media_type}, and its file ends in {ending}."


_Check = Callable[["_Element", str], Iterator[Problem]]

_CHANNEL_CHECKS: Final[tuple[_Check, ...]] = (
    _language, _explicit, _switches, _categories, _owner, _addresses, _words,
    _letters, date_problems,
)  # fmt: skip
_ITEM_CHECKS: Final[tuple[_Check, ...]] = (
    _explicit, _addresses, _words, _letters, _numbers, _guid, _enclosure, date_problems,
)  # fmt: skip
