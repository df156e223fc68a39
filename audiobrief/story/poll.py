"""Wires at addresses: asked for again only as their servers wish, and told when nothing is new.

A server that names the state of its wire (ETag, Last-Modified) is asked only for what changed. What
was made of a wire is noted after it was made, so that nothing is lost where that failed.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from audiobrief.story.encoding import JSON_FEED, XML_WIRE
from audiobrief.story.fetch import fetch
from audiobrief.story.kept import kept_file, read_kept, write_kept
from audiobrief.story.model import Document
from audiobrief.story.robots import require_allowed

_FOLDER = "wires"


def fetch_polled(address: str, *, allow_local: bool | None = None) -> Document:
    """Return what is at an address; a wire comes from the cache where it did not change.

    A page that somebody asks for is fetched. A wire is polled by programs, so the site's robots.txt
    decides: of a known wire before it is asked for, of an unknown one before it is used.

    Raises:
        SourceUnreachableError: Nothing answers, or programs are not allowed to poll the wire.
        SourceUnreadableError: The answer is too large, or of a kind that is not read.
    """
    known = _known(address)
    if known is not None:
        require_allowed(address, allow_local=allow_local)
    found = fetch(address, allow_local=allow_local, known=known)
    if found.media_type not in {XML_WIRE, JSON_FEED}:
        return found
    if known is None:
        require_allowed(address, allow_local=allow_local)
    if found.address != address.partition("#")[0]:
        require_allowed(found.address, allow_local=allow_local)
    if found is not known:
        _keep(address, found)
    return found


def digest(document: Document) -> str:
    """Return what is equal for equal content of a wire."""
    return sha256(document.content).hexdigest()


def is_made(address: str, content: str, asked_for: str) -> bool:
    """Return whether everything in this state of a wire was made already, and is still there.

    Args:
        address: The wire.
        content: From ``digest``.
        asked_for: Equal for equal orders.
    """
    made = (read_kept(kept_file("made", address)) or {}).get("made")
    last = made.get(asked_for) if isinstance(made, dict) else None
    if not isinstance(last, list) or last[:1] != [content]:
        return False
    return all(isinstance(folder, str) and Path(folder).is_dir() for folder in last[1:])


def note_made(address: str, content: str, asked_for: str, folders: Iterable[Path]) -> None:
    """Note that everything in this state of a wire was made; the last order is the newest."""
    path = kept_file("made", address)
    made = (read_kept(path) or {}).get("made")
    others = made if isinstance(made, dict) else {}
    others.pop(asked_for, None)
    last = dict([*others.items(), (asked_for, [content, *map(str, folders)])][-50:])
    write_kept(path, json.dumps({"address": address, "made": last}))


def _keep(address: str, found: Document) -> None:
    table = {
        "asked": address,
        "address": found.address,
        "media_type": found.media_type,
        "charset": found.charset,
        "etag": found.etag,
        "last_modified": found.last_modified,
        "digest": digest(found),
        "content": base64.b64encode(found.content).decode(),
    }
    write_kept(kept_file(_FOLDER, address), json.dumps(table))


def _known(address: str) -> Document | None:
    """Return what the wire was the last time, or None."""
    kept = read_kept(kept_file(_FOLDER, address))
    if kept is None or kept.get("asked") != address:
        return None
    with contextlib.suppress(KeyError, TypeError, ValueError):
        document = Document(
            content=base64.b64decode(kept["content"], validate=True),
            media_type=str(kept["media_type"]),
            address=str(kept["address"]),
            charset=kept["charset"],
        )
        if digest(document) != kept["digest"]:
            return None
        return replace(document, etag=kept["etag"], last_modified=kept["last_modified"])
    return None
