"""The identity of a feed, and what it must not forget: show.json beside it.

podcast:guid is set once and never changes, wherever the show moves. It is kept here, because a
feed without ``base_url`` does not carry it. What was retracted stays retracted, and what was
adopted from an earlier feed stays in the feed.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from audiobrief.errors import FeedError, RetractedError
from audiobrief.languages import SENTENCE_ENDS
from audiobrief.settings import Show
from audiobrief.storage import write_atomically

SHOW_FILE: Final = "show.json"
FEED_FILE: Final = "feed.xml"

_NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of podcast:guid; source: guid.md of the podcast namespace."""

_IN_FEED: Final = re.compile(rb"<podcast:guid>\s*([0-9a-fA-F-]{36})\s*</podcast:guid>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of an episode that was taken out: it is not published again by mistake.

    Attributes:
        guid: Its identity.
        title: Its title.
        when: When it was taken out, in ISO 8601.
        why: The reason that was given.
    """

    guid: str
    title: str
    when: str
    why: str

    @property
    def reason(self) -> str:
        """The reason as a sentence that ends."""
        why = self.why.strip()
        return why if why.endswith(tuple(SENTENCE_ENDS)) else f"{why}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The content of show.json.

    Attributes:
        podcast_guid: The show's podcast:guid, or ``""`` before the first feed with ``base_url``.
        retracted: Episodes that were taken out.
        adopted: Address or path of the feed that the show was taken over from, or ``""``.
        items: Items of that feed as XML.
    """

    podcast_guid: str = ""
    retracted: tuple[Tombstone, ...] = ()
    adopted: str = ""
    items: tuple[str, ...] = ()


def feed_address(show: Show) -> str:
    """Return the address of the show's feed."""
    return f"{show.address}{FEED_FILE}"


def podcast_guid(address: str) -> str:
    """Return the UUIDv5 of a feed's address, taken without scheme and trailing slashes."""
    _, _, bare = address.partition("://")
    return str(uuid.uuid5(_NAMESPACE, bare.rstrip("/")))


def read_identity(show_folder: Path) -> Identity:
    """Return what show.json keeps; nothing where there is none yet.

    Raises:
        FeedError: show.json is damaged: to make a new guid would part the show from its listeners.
        OSError: It could not be read.
    """
    path = show_folder / SHOW_FILE
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        guid = record["podcast_guid"]
        return Identity(
            podcast_guid=str(uuid.UUID(guid)) if guid else "",
            retracted=tuple(Tombstone(**_texts(each)) for each in record.get("retracted", ())),
            adopted=str(record.get("adopted", "")),
            items=_items(record.get("items", ())),
        )
    except FileNotFoundError:
        return Identity()
    except (AttributeError, KeyError, TypeError, ValueError) as failed:
        raise FeedError(
            f"{path} is damaged: it holds no podcast_guid; put the one from the published feed "
            "back, or delete the file if the show was never published."
        ) from failed


def keep_identity(show_folder: Path, identity: Identity) -> None:
    """Write show.json.

    Raises:
        OSError: It could not be written.
    """
    record: dict[str, Any] = {"version": 1, **asdict(identity)}
    for key in ("retracted", "adopted", "items"):
        if not record[key]:
            del record[key]
    content = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    write_atomically(show_folder / SHOW_FILE, content.encode(errors="replace"))


def kept_guid(show_folder: Path, show: Show) -> str | None:
    """Return the show's podcast:guid, made and kept when ``base_url`` is first set; else None.

    Where show.json was lost, the guid of the feed that lies there is taken over.

    Raises:
        FeedError: show.json is damaged.
        OSError: show.json could not be read or written.
    """
    if not show.base_url:
        return None
    identity = read_identity(show_folder)
    if not identity.podcast_guid:
        guid = _published_guid(show_folder) or podcast_guid(feed_address(show))
        identity = replace(identity, podcast_guid=guid)
        keep_identity(show_folder, identity)
    return identity.podcast_guid


def refuse_retracted(show_folder: Path, guid: str) -> None:
    """Do nothing, unless the episode of this guid was taken out.

    Raises:
        RetractedError: It was; the sentence says when and why.
        FeedError: show.json is damaged.
    """
    for stone in read_identity(show_folder).retracted:
        if stone.guid == guid:
            raise RetractedError(
                f"The episode {stone.title!r} was retracted on {stone.when[:10]}. "
                f"Reason: {stone.reason} To publish it again, take its entry out of "
                f"{show_folder / SHOW_FILE}, or give it another --guid."
            )


def _items(listed: Sequence[object]) -> tuple[str, ...]:
    if not all(isinstance(each, str) for each in listed):
        raise TypeError("an item is no text")
    return tuple(str(each) for each in listed)


def _texts(row: dict[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in row.items()}


def _published_guid(show_folder: Path) -> str | None:
    """Return the podcast:guid in the feed that is there, or None."""
    feed = show_folder / FEED_FILE
    found = _IN_FEED.search(feed.read_bytes()) if feed.is_file() else None
    return str(uuid.UUID(found[1].decode())) if found else None
