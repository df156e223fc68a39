"""Wires, messages, documents and books with damaged bytes: a story, or one sentence."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from typing import Final

import pytest

from audiobrief.errors import SourceError
from audiobrief.story.encoding import media_type
from audiobrief.story.model import Document
from audiobrief.story.sources import understood

WORDS: Final = (
    "The ferry to Elm Harbor sailed on Monday for the first time in two years, with many aboard."
    " It will sail every day from now on, the company said, except in storms and on holidays."
)
WIRE: Final = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Post</title><item>'
    "<title>Ferry returns to the harbour</title><link>https://x.example/a</link>"
    "<pubDate>Sat, 14 Mar 2026 09:30:00 GMT</pubDate><content:encoded><![CDATA[<p>"
    f"{WORDS}</p><figure><img src='a.jpg'><figcaption>A ferry.</figcaption></figure>]]>"
    '</content:encoded><media:content url="a.jpg" medium="image"><media:description>A pier.'
    "</media:description></media:content></item></channel></rss>"
).encode()
FEED: Final = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [{"id": "1",'
    f' "title": "Ferry returns", "content_text": "{WORDS}", "authors": [{{"name": "Ann Poe"}}],'
    ' "date_published": "2026-03-14T09:30:00Z"}]}'
).encode()
MAIL: Final = (
    "From: Ann Poe <a@b.example>\nMIME-Version: 1.0\nSubject: =?utf-8?q?Ferry_returns?=\n"
    "Date: Sat, 14 Mar 2026 09:30:00 -0700\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"
    f"Content-Type: text/plain; charset=utf-8\n\n{WORDS}\n\n--a\n"
    'Content-Disposition: attachment; filename="a.txt"\n\nx\n--a--\n'
).encode()


def _zip(parts: dict[str, str]) -> bytes:
    return _packed({name: text.encode() for name, text in parts.items()})


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _word() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(
        f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in ("Ferry returns", WORDS, WORDS)
    )
    text = f'<w:document xmlns:w="{space}"><w:body>{rows}</w:body></w:document>'
    return _zip({"word/document.xml": text})


def _book() -> bytes:
    page = f"<html><body><h1>Ferry returns to the harbour</h1><p>{WORDS}</p></body></html>"
    book = (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    parts = {"META-INF/container.xml": container, "b.opf": book, "a.xhtml": page}
    return _zip({"mimetype": "application/epub+zip", **parts})


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """Return the content with some bytes changed, cut out, doubled or moved."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(made) + 1)
        end = min(len(made), start + chance.choice((1, 2, 8, 60)))
        piece = bytes(made[start:end])
        noise = bytes(chance.choice(b"<>&;:=\x00\xff\xc3 \n\"'/]x0") for _ in range(len(piece)))
        made[start:end] = chance.choice((b"", noise, piece * 2, piece[::-1]))
    return bytes(made)


def _damaged_inside(content: bytes, chance: random.Random) -> bytes:
    """Return an archive that is whole, with damaged bytes in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    return _packed({**parts, name: _damaged(parts[name], chance)})


SOURCES: Final[dict[str, Callable[[], bytes]]] = {
    "wire.xml": lambda: WIRE,
    "feed.json": lambda: FEED,
    "mail.eml": lambda: MAIL,
    "story.docx": _word,
    "book.epub": _book,
}


def _try(name: str, rounds: int) -> int:
    chance = random.Random(name)  # noqa: S311, not for secrets
    whole = SOURCES[name]()
    read = 0
    for _ in range(rounds):
        inside = whole.startswith(b"PK") and chance.random() < 0.7
        content = _damaged_inside(whole, chance) if inside else _damaged(whole, chance)
        document = Document(content=content, media_type=media_type(content, name), address=name)
        try:
            understood(document)
            read += 1
        except SourceError as failed:
            assert str(failed).endswith("."), failed  # noqa: PT017, either is right
    return read


@pytest.mark.parametrize("name", SOURCES)
def test_damaged_bytes_are_a_story_or_one_sentence(name: str) -> None:
    whole = SOURCES[name]()
    understood(Document(content=whole, media_type=media_type(whole, name), address=name))
    assert _try(name, 25)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SOURCES)
def test_many_damaged_bytes_are_a_story_or_one_sentence(name: str) -> None:
    assert _try(name, 2_000)
