"""EPUB books into stories: each chapter file is one, as newspapers make their EPUB editions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from lxml import etree

from audiobrief.errors import NoStoryError, SourceUnreadableError
from audiobrief.story.encoding import HTML, decode
from audiobrief.story.entries import NEWEST
from audiobrief.story.html import read_html
from audiobrief.story.language import tag
from audiobrief.story.model import Document, Story, Wire
from audiobrief.story.packed import Archive
from audiobrief.story.words import fold

MAX_CHAPTERS: Final = 2_000

_FONTS: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to obscure fonts, which leave the text readable (EPUB 3.3, 4.4)."""

_PAGES: Final = frozenset({"application/xhtml+xml", "text/html"})


def read_epub(document: Document, *, first: int | None = None) -> Wire:
    """Return the stories of a book in reading order; chapters without one are told of.

    Args:
        document: The book.
        first: How many stories are read; None for ``NEWEST``, with a remark on the others.

    Raises:
        SourceUnreadableError: It is damaged, encrypted or too large.
        NoStoryError: None of its chapters holds a story.
    """
    archive = Archive(document.content, document.address)
    _refuse_encrypted(archive, document.address)
    book, folder = _book(archive, document.address)
    limit = NEWEST if first is None else first
    stories: list[Story] = []
    empty = more = 0
    for name in dict.fromkeys(_chapters(book, folder)):
        if len(stories) >= limit:
            more += 1
            continue
        story = _story(archive, name, document.address)
        if story is None:
            empty += 1
        else:
            stories.append(_with_facts(story, book, document.address))
    if not stories:
        raise NoStoryError(
            f"{document.address} is a book, and none of its chapters holds a story that can be"
            " read; it may be made of pictures."
        )
    remarks = []
    if empty:
        remarks.append(f"Of {document.address} {_count(empty)} without a story not read.")
    if more and first is None:
        remarks.append(
            f"{document.address} has {more} more chapters; the first {limit} stories are read, and"
            " --newest says how many."
        )
    return Wire(
        stories=tuple(stories),
        title=_fact(book, "title"),
        address=document.address,
        remarks=tuple(remarks),
    )


def _count(number: int) -> str:
    return "1 chapter was" if number == 1 else f"{number} chapters were"


def _refuse_encrypted(archive: Archive, address: str) -> None:
    root = archive.xml("META-INF/encryption.xml")
    methods = root.iter("{*}EncryptionMethod") if root is not None else ()
    locked = any(each.get("Algorithm") not in _FONTS for each in methods)
    if locked or "META-INF/rights.xml" in archive or "META-INF/license.lcpl" in archive:
        raise SourceUnreadableError(
            f"{address} is encrypted by its publisher (DRM), so its text cannot be read; ask for an"
            " edition without DRM."
        )


def _book(archive: Archive, address: str) -> tuple[etree._Element, str]:
    """Return the package document of the book, and the folder that its names are relative to."""
    container = archive.xml("META-INF/container.xml")
    files = container.iter("{*}rootfile") if container is not None else ()
    for each in files:
        name = each.get("full-path") or ""
        book = archive.xml(name)
        if book is not None:
            return book, posixpath.dirname(name)
    raise SourceUnreadableError(f"{address} is a damaged EPUB book; download it again.")


def _chapters(book: etree._Element, folder: str) -> Iterator[str]:
    """Yield the names of the chapter files in reading order, without the table of contents."""
    listed = {
        each.get("id"): posixpath.normpath(posixpath.join(folder, unquote(each.get("href") or "")))
        for each in book.iter("{*}item")
        if each.get("media-type") in _PAGES and "nav" not in (each.get("properties") or "").split()
    }
    for each in list(book.iter("{*}itemref"))[:MAX_CHAPTERS]:
        if each.get("idref") in listed and each.get("linear") != "no":
            yield listed[each.get("idref")]


def _story(archive: Archive, name: str, address: str) -> Story | None:
    content = archive.read(name)
    if not content.strip():
        return None
    page = Document(content=content, media_type=HTML, address=f"{address}, chapter {name}")
    try:
        return read_html(decode(page), address=address)
    except NoStoryError:
        return None


def _with_facts(story: Story, book: etree._Element, address: str) -> Story:
    """Return the story with what the book says where its chapter says nothing."""
    return replace(
        story,
        publisher=story.publisher or _fact(book, "publisher") or _fact(book, "title"),
        language=tag(_fact(book, "language")) or story.language,
        address=address if not story.page else story.address,
    )


def _fact(book: etree._Element, name: str) -> str | None:
    found = (fold("".join(map(str, each.itertext()))) for each in book.iter(f"{{*}}{name}"))
    return next(filter(None, found), None)
