"""A path, an address or standard input, as a document and as a story."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, Final

from audiobrief.errors import NoStoryError, SourceUnreachableError, SourceUnreadableError
from audiobrief.story.encoding import decode, media_type
from audiobrief.story.model import Document, Story

MAX_SOURCE_BYTES: Final = 10_000_000
"""No printed story comes near this; what does is a mistake or an attack."""


def read_story(source: str, *, stdin: BinaryIO | None = None, offline: bool = False) -> Story:
    """Return the story at a path or address, or on standard input.

    Args:
        source: A path, an address that begins with http:// or https://, or ``"-"``.
        stdin: What ``"-"`` reads; the standard input of the process where it is None.
        offline: Refuse addresses instead of fetching them.

    Raises:
        SourceUnreachableError: Nothing is there, or an address was given while offline.
        SourceUnreadableError: It is no text, too large, or in an unknown encoding.
        NoStoryError: It is text, and holds no news story.
    """
    return story_of(read_document(source, stdin=stdin, offline=offline))


def read_document(source: str, *, stdin: BinaryIO | None = None, offline: bool = False) -> Document:
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
        from audiobrief.story.fetch import fetch

        return fetch(source)
    content = _read_stream(stdin) if source == "-" else _read_file(source)
    name = "standard input" if source == "-" else source
    if not content.strip():
        raise SourceUnreadableError(f"{name} is empty; give a file that holds the text of a story.")
    return Document(content=content, media_type=media_type(content, source), address=source)


def story_of(document: Document) -> Story:
    """Return the story that a document holds.

    Raises:
        SourceUnreadableError: It is no text, or in an unknown encoding.
        NoStoryError: It is text, and holds no news story.
    """
    text = decode(document)
    if not text.strip():
        raise NoStoryError(f"{document.address} holds no words; give the text of one story.")
    if document.media_type in {"text/html", "application/xhtml+xml"}:
        from audiobrief.story.html import read_html

        return read_html(text, address=document.address)
    from audiobrief.story.plain import read_plain

    return read_plain(text, address=document.address)


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
