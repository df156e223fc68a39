"""The identity of a feed: podcast:guid is set once and never changes, wherever the show moves.

Kept in show.json beside the feed, because a feed without ``base_url`` does not carry it.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Final

from audiobrief.errors import FeedError
from audiobrief.settings import Show
from audiobrief.storage import write_atomically

SHOW_FILE: Final = "show.json"
FEED_FILE: Final = "feed.xml"

_NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of podcast:guid; source: guid.md of the podcast namespace."""


_IN_FEED: Final = re.compile(rb"<podcast:guid>\s*([0-9a-fA-F-]{36})\s*</podcast:guid>")


def feed_address(show: Show) -> str:
    """Return the address of the show's feed."""
    return f"{show.address}{FEED_FILE}"


def podcast_guid(address: str) -> str:
    """Return the UUIDv5 of a feed's address, taken without scheme and trailing slashes."""
    _, _, bare = address.partition("://")
    return str(uuid.uuid5(_NAMESPACE, bare.rstrip("/")))


def kept_guid(show_folder: Path, show: Show) -> str | None:
    """Return the show's podcast:guid, made and kept when ``base_url`` is first set; else None.

    Where show.json was lost, the guid of the feed that lies there is taken over.

    Raises:
        FeedError: show.json is damaged: to make a new guid would part the show from its listeners.
        OSError: show.json could not be read or written.
    """
    if not show.base_url:
        return None
    path = show_folder / SHOW_FILE
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return str(uuid.UUID(record["podcast_guid"]))
    except FileNotFoundError:
        guid = _published_guid(show_folder) or podcast_guid(feed_address(show))
        record = {"version": 1, "podcast_guid": guid}
        write_atomically(path, (json.dumps(record, indent=2) + "\n").encode())
        return guid
    except (AttributeError, KeyError, TypeError, ValueError) as failed:
        raise FeedError(
            f"{path} is damaged: it holds no podcast_guid; put the one from the published feed "
            "back, or delete the file if the show was never published."
        ) from failed


def _published_guid(show_folder: Path) -> str | None:
    """Return the podcast:guid in the feed that is there, or None."""
    feed = show_folder / FEED_FILE
    found = _IN_FEED.search(feed.read_bytes()) if feed.is_file() else None
    return str(uuid.UUID(found[1].decode())) if found else None
