"""Takes over the feed of a show that was published elsewhere: identity and episodes stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from audiobrief.errors import FeedError
from audiobrief.feed.check import read_feed
from audiobrief.feed.elements import NAMESPACES
from audiobrief.feed.identity import Identity, keep_identity, podcast_guid, read_identity
from audiobrief.feed.moments import moment
from audiobrief.feed.remote import fetched
from audiobrief.feed.rules import is_address, text
from audiobrief.storage import one_at_a_time


def adopt(show_folder: Path, source: str) -> tuple[int, tuple[str, ...]]:
    """Keep podcast:guid and items of a feed in show.json; return how many items, and remarks.

    The items keep their guids, dates and addresses, so that no app takes them for new ones. Where
    the feed has no podcast:guid, it is made of its address, as the namespace asks.

    Args:
        show_folder: Folder of the show; made where there is none.
        source: Path or address of the feed.

    Raises:
        FeedError: It cannot be read, is no feed, or the show has another identity already.
    """
    content = _content(source)
    channel, problems = read_feed(content)
    if channel is None:
        raise FeedError(f"{source} cannot be adopted: {problems[0][1]}")
    own = channel.find("atom:link[@rel='self']", dict(NAMESPACES))
    address = source if is_address(source) else "" if own is None else own.get("href", "")
    stated = text(channel, "podcast:guid").lower()
    if not stated and not address:
        raise FeedError(
            f"{source} has neither a podcast:guid nor its own address; give the address of the "
            "published feed."
        )
    guid = stated or podcast_guid(address)
    remarks: list[str] = []
    items = tuple(_items(channel, remarks))
    try:
        show_folder.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(show_folder):
            identity = read_identity(show_folder)
            if identity.podcast_guid not in {"", guid}:
                raise FeedError(
                    f"The show in {show_folder} has the podcast:guid {identity.podcast_guid} "
                    f"already, and {source} has {guid}; one of them would lose its listeners."
                )
            keep_identity(show_folder, _adopting(identity, guid, source, items))
    except OSError as failed:
        raise FeedError(
            f"{show_folder} cannot be written: {failed.strerror or failed}."
        ) from failed
    if address:
        remarks.append(
            f"Have {address} redirect to the new feed for good (status 301), so that listeners "
            "follow."
        )
    return len(items), tuple(remarks)


def _adopting(identity: Identity, guid: str, source: str, items: tuple[str, ...]) -> Identity:
    return replace(identity, podcast_guid=guid, adopted=source, items=items)


def _content(source: str) -> bytes:
    if is_address(source):
        answer = fetched(source)
        if isinstance(answer, str):
            raise FeedError(f"{source} cannot be read: {answer}.")
        return answer
    try:
        return Path(source).read_bytes()
    except OSError as failed:
        raise FeedError(f"{source} cannot be read: {failed.strerror}.") from failed


def _items(channel: etree._Element, remarks: list[str]) -> Iterator[str]:
    """Yield the items with elements of our namespaces alone, under our prefixes."""
    seen: set[str] = set()
    for item in channel.findall("item"):
        guid = text(item, "guid")
        if not guid or guid in seen or moment(text(item, "pubDate")) is None:
            shown = text(item, "title") or guid
            remarks.append(f"Left out, as it has no guid of its own or no date: {shown!r}.")
            continue
        seen.add(guid)
        yield _renewed(item)


def _renewed(item: etree._Element) -> str:
    root = etree.Element("rss", nsmap=dict(NAMESPACES))
    copy = etree.SubElement(root, "item")
    known = {*NAMESPACES.values(), ""}
    for child in item.iterchildren("*"):
        if (etree.QName(child).namespace or "") in known:
            copy.append(_bare(child))
    made = etree.tostring(root, encoding="unicode")
    return made[made.index("<item>") : made.rindex("</item>") + len("</item>")]


def _bare(element: etree._Element) -> etree._Element:
    """Return a copy without the namespaces that the old feed declared."""
    copy = etree.Element(element.tag)
    for key, value in element.attrib.items():
        if not str(key).startswith("{"):
            copy.set(key, value)
    words = element.text
    html = str(element.tag).endswith("}encoded")
    copy.text = etree.CDATA(words) if html and words and "]]>" not in words else words
    for child in element.iterchildren("*"):
        copy.append(_bare(child))
    return copy
