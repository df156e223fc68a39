"""A path, an address or standard input, as a document and as a story or several."""

from __future__ import annotations

import html
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import urljoin

from audiobrief.errors import NoStoryError, SourceUnreachableError, SourceUnreadableError
from audiobrief.story.encoding import (
    DOCX,
    EPUB,
    HTML,
    JSON_FEED,
    MAIL,
    MHTML,
    XML_WIRE,
    decode,
    media_type,
)
from audiobrief.story.model import Document, Story, Wire

MAX_SOURCE_BYTES: Final = 10_000_000
"""No printed story comes near this; what does is a mistake or an attack."""


_LINK: Final = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_FEED_LINK: Final = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_HREF: Final = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)

PAGE_PAUSE_S: Final = 1.0
"""Pause between two pages of one wire: a program that fetches several is a guest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How sources are read.

    Attributes:
        offline: Refuse addresses instead of fetching them.
        allow_local: Whether machines of the local network may be asked; None asks the variable
            ``AUDIOBRIEF_ALLOW_LOCAL``.
        newest: How many stories of a wire are read, the newest; None for the usual number.
        since: Stories of a wire that are older are passed over, or None.
        fetch_full: Whether the page is fetched where a wire has a summary only.
        allow_stub: Whether a page is read too that seems to hold only a part of a story.
    """

    offline: bool = False
    allow_local: bool | None = None
    newest: int | None = None
    since: datetime | None = None
    fetch_full: bool = False
    allow_stub: bool = False


def read_story(source: str, *, stdin: BinaryIO | None = None, offline: bool = False) -> Story:
    """Return the story at a path or address, or on standard input.

    Args:
        source: A path, an address that begins with http:// or https://, or ``"-"``.
        stdin: What ``"-"`` reads; the standard input of the process where it is None.
        offline: Refuse addresses instead of fetching them.

    Raises:
        SourceUnreachableError: Nothing is there, or an address was given while offline.
        SourceUnreadableError: It is no text, too large, or in an unknown encoding.
        NoStoryError: It is text, and holds no news story, or several.
    """
    return story_of(read_document(source, stdin=stdin, offline=offline))


def read_source(
    source: str, *, stdin: BinaryIO | None = None, reading: Reading | None = None
) -> Story | Wire:
    """Return what is at a path or address, or on standard input: a story, or those of a wire.

    Raises:
        SourceError: It cannot be read, or holds no story.
        SettingsError: It is an edited story that is wrong.
    """
    how = reading or Reading()
    document = read_document(source, stdin=stdin, offline=how.offline, allow_local=how.allow_local)
    return understood(document, how)


def read_document(
    source: str,
    *,
    stdin: BinaryIO | None = None,
    offline: bool = False,
    allow_local: bool | None = None,
) -> Document:
    """Return the bytes at a path or address, or on standard input, with their media type.

    Raises:
        SourceUnreachableError: Nothing is there, or an address was given while offline.
        SourceUnreadableError: It is a folder, is empty, too large or cannot be read.
    """
    if source.lower().startswith(("http://", "https://")):
        if offline:
            raise SourceUnreachableError(
                f"{source} is an address, and fetching is switched off by --offline; save "
                f"the page to a"
                " file and give that."
            )
        from audiobrief.story.poll import fetch_polled

        return fetch_polled(source, allow_local=allow_local)
    content = _read_stream(stdin) if source == "-" else _read_file(source)
    name = "standard input" if source == "-" else source
    if not content.strip():
        raise SourceUnreadableError(f"{name} is empty; give a file that holds the text of a story.")
    return Document(content=content, media_type=media_type(content, source), address=source)


def story_of(document: Document) -> Story:
    """Return the one story that a document holds.

    Raises:
        SourceUnreadableError: It is no text, or in an unknown encoding.
        NoStoryError: It is text, and holds no news story, or several.
    """
    found = understood(document)
    if isinstance(found, Story):
        return found
    if len(found.stories) > 1:
        raise NoStoryError(
            f"{document.address} holds {len(found.stories)} stories, and one is wanted; give the"
            " address of one of them."
        )
    return found.stories[0]


def understood(document: Document, reading: Reading | None = None) -> Story | Wire:
    """Return the story that a document holds, or those of a wire or book.

    Raises:
        SourceError: It is no text, or holds no news story.
        SettingsError: It is an edited story that is wrong.
    """
    reader = _READERS.get(document.media_type)
    if reader is not None:
        return reader(document, reading or Reading())
    text = decode(document)
    if not text.strip():
        raise NoStoryError(f"{document.address} holds no words; give the text of one story.")
    if document.media_type == HTML:
        from audiobrief.story.html import read_html

        try:
            stub = reading is not None and reading.allow_stub
            return read_html(text, address=document.address, allow_stub=stub)
        except NoStoryError as failed:
            raise _with_wire(failed, text, document.address) from failed
    edited = _edited(text, document.address)
    if edited is not None:
        return edited
    from audiobrief.story.plain import read_plain

    return read_plain(text, address=document.address)


def _with_wire(failed: NoStoryError, text: str, address: str) -> NoStoryError:
    """Return the error, with the wire that the page names: a front page mostly has one."""
    for found in _LINK.findall(text[:200_000]):
        href = _HREF.search(found)
        if _FEED_LINK.search(found) and href is not None:
            wire = urljoin(address, html.unescape(href[1]))
            if wire.startswith(("http://", "https://")):
                return NoStoryError(f"{str(failed).rstrip('.')}. It names a wire: {wire}.")
    return failed


def _edited(text: str, address: str) -> Story | Wire | None:
    """Return what ``audiobrief segment --json`` wrote, or None for any other text."""
    from audiobrief.story.files import from_value, wire_from_value

    bare = text.lstrip("\ufeff \t\r\n")
    if not bare.startswith("{"):
        return None
    try:
        value: Any = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    name = "standard input" if address == "-" else address
    if isinstance(value, dict) and "blocks" in value:
        return from_value(value, name=name)
    if isinstance(value, dict) and "stories" in value:
        return wire_from_value(value, name=name)
    return None


def _wire(document: Document, reading: Reading) -> Wire:
    from audiobrief.story.entries import Wanted, stories_of
    from audiobrief.story.poll import digest
    from audiobrief.story.wire import parse_json, parse_xml

    text = decode(document)
    parse = parse_json if document.media_type == JSON_FEED else parse_xml
    wanted = Wanted(
        newest=reading.newest,
        since=reading.since,
        page=_pages(reading) if reading.fetch_full and not reading.offline else None,
    )
    wire = stories_of(parse(text, document.address), document.address, wanted)
    return replace(wire, digest=digest(document))


def _pages(reading: Reading) -> Callable[[str], Story]:
    """Return what fetches the page of an entry, as far as the site allows that to programs."""
    asked: list[str] = []

    def page(address: str) -> Story:
        from audiobrief.story.fetch import fetch
        from audiobrief.story.robots import require_allowed

        require_allowed(address, allow_local=reading.allow_local)
        if asked:
            time.sleep(PAGE_PAUSE_S)
        asked.append(address)
        return story_of(fetch(address, allow_local=reading.allow_local))

    return page


def _mail(document: Document, _: Reading) -> Story:
    from audiobrief.story.mail import read_mail, read_saved_page

    return read_mail(document) if document.media_type == MAIL else read_saved_page(document)


def _word(document: Document, _: Reading) -> Story:
    from audiobrief.story.word import read_word

    return read_word(document)


def _epub(document: Document, reading: Reading) -> Wire:
    from audiobrief.story.epub import read_epub

    return read_epub(document, first=reading.newest)


_READERS: Final[dict[str, Callable[[Document, Reading], Story | Wire]]] = {
    XML_WIRE: _wire,
    JSON_FEED: _wire,
    MAIL: _mail,
    MHTML: _mail,
    DOCX: _word,
    EPUB: _epub,
}
"""Media type -> the reader of documents that are not simply decoded."""


def _read_file(source: str) -> bytes:
    if "://" in source:
        raise SourceUnreachableError(
            f"{source} is no address that can be read; only http and https addresses are."
        )
    if not source or "\x00" in source:
        raise SourceUnreachableError("The name of the source is empty or no path; give a file.")
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceUnreadableError(f"{source} is a folder; give the file of one story in it.")
        with path.open("rb") as file:
            content = file.read(MAX_SOURCE_BYTES + 1)
    except FileNotFoundError as failed:
        raise SourceUnreachableError(
            f"There is no file {source}; check the name, or the folder that you are in."
        ) from failed
    except OSError as failed:
        why = failed.strerror or "the system refused it"
        raise SourceUnreadableError(
            f"{source} cannot be read: {why}; check that it is a file that you may read."
        ) from failed
    return _within_limit(content, source)


def _read_stream(stdin: BinaryIO | None) -> bytes:
    stream = sys.stdin.buffer if stdin is None else stdin
    try:
        content = stream.read(MAX_SOURCE_BYTES + 1)
    except OSError as failed:
        raise SourceUnreadableError(
            f"Standard input cannot be read: {failed.strerror}; give the story as a file."
        ) from failed
    return _within_limit(content, "Standard input")


def _within_limit(content: bytes, name: str) -> bytes:
    if len(content) > MAX_SOURCE_BYTES:
        raise SourceUnreadableError(
            f"{name} is larger than {MAX_SOURCE_BYTES // 1_000_000} MB, which no story is; "
            f"give the text"
            " of one story."
        )
    return content
