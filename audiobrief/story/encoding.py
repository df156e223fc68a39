"""Bytes into text: what a source is, and in which encoding; only what is plausible is guessed."""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import Final

from audiobrief.errors import SourceUnreadableError
from audiobrief.story.model import Document

PLAIN: Final = "text/plain"
HTML: Final = "text/html"
XML_WIRE: Final = "application/rss+xml"
"""RSS or Atom; which one, its root element tells."""

JSON_FEED: Final = "application/feed+json"
MAIL: Final = "message/rfc822"
MHTML: Final = "multipart/related"
EPUB: Final = "application/epub+zip"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP: Final = "application/zip"

_KINDS: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, film or WebP picture (RIFF)"),
    (b"ID3", "an MP3 sound file"),
    (b"OggS", "an Ogg sound or film"),
    (b"fLaC", "a FLAC sound file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a Windows program"),
    (b"SQLite format 3", "a database"),
)
"""First bytes -> what the file is."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order mark -> encoding; UTF-32 before UTF-16, whose mark it begins with."""

_META: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|"
    rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_META_BYTES: Final = 4096
"""The HTML standard wants the encoding within 1024 bytes; pages are late with it."""

_NEVER_STATED: Final = ("utf-16", "utf-32", "utf-7")
"""A page that can state these is not in them, and UTF-7 is read by nobody (WHATWG Encoding)."""

_LATIN: Final = frozenset({"ascii", "iso8859-1", "iso8859-15"})
"""Browsers read these names as Windows-1252, and so do we (WHATWG Encoding)."""

_COMMENTS: Final = rb"(?:<!--(?:(?!-->).)*+-->\s*+)*+"
_HTML: Final = re.compile(
    rb"^\s*+" + _COMMENTS + rb"(?:<\?xml[^>]*>\s*+)?" + _COMMENTS + rb"<(?:!doctype\s+html|html"
    rb"|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
"""Nothing in it is read in two ways: a row of comments could be parted in more ways than there are
seconds, and each would be tried."""

_TAGS: Final = re.compile(
    rb"</(?:p|div|h1|h2|article|section|span|a|li|body|html|figure|blockquote)>", re.IGNORECASE
)
_WIRE: Final = re.compile(
    rb"\s*+(?>(?:<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+"
    rb"<(?:rss|rdf:RDF|(?:atom:)?feed)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_JSON_FEED: Final = re.compile(rb"https?:\\?/\\?/jsonfeed\.org\\?/version")
_MAIL: Final = re.compile(
    rb"^(?:From \S+ [^\r\n]{5,80}\r?\n)?[A-Z][A-Za-z-]{2,40}:[ \t][^\r\n]{0,1000}\r?\n"
    rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:|[ \t])"
)
_MAIL_MARK: Final = re.compile(
    rb"^(?:MIME-Version|Received|Message-ID|Return-Path|DKIM-Signature):[ \t]",
    re.MULTILINE | re.IGNORECASE,
)
_MHTML: Final = re.compile(
    rb"^(?:Snapshot-Content-Location:|"
    rb"Content-Type:\s*multipart/related;(?:[^\r\n]|\r?\n[ \t]){0,300}type=\"?text/html)",
    re.MULTILINE | re.IGNORECASE,
)
_MAIL_ENDINGS: Final = (".eml", ".mht", ".mhtml")
_ESCAPED: Final = re.compile("[\udc80-\udcff]+")
"""What ``surrogateescape`` makes of bytes that are no UTF-8."""

_BEYOND_ASCII: Final = re.compile("[\x80-\ud7ff\ue000-\uffff\U00010000-\U0010ffff]")
_ASCII: Final = bytes(range(0x80))
_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NO_PRINT: Final = re.compile(r"[^\s\x20-\x7eÀ-ÿŒœŠšŽžŸ‘’“”–—…€•£§°«»¡¿ºª©®™´·½¼¾²³„‚‹›¢¥]+")
"""Signs that no print in a language of Western Europe holds."""

_HTML_ENDINGS: Final = (".html", ".htm", ".xhtml", ".xht")


def media_type(content: bytes, address: str) -> str:
    """Return what a source is, by its content and by the ending of its name: a name from above."""
    head = content[: 1 << 16]
    if head.startswith(b"PK\x03\x04"):
        return _packed(content)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\x00", b"")[2:]
    head = head.removeprefix(codecs.BOM_UTF8)
    ending = address.partition("?")[0].lower()
    if _WIRE.match(head[:4096]):
        return XML_WIRE
    if head.lstrip()[:1] == b"{" and _JSON_FEED.search(head + content[-2048:]):
        return JSON_FEED
    if _MAIL.match(head[:4096]):
        fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
        if ending.endswith(_MAIL_ENDINGS) or _MAIL_MARK.search(fields):
            return MHTML if _MHTML.search(fields) else MAIL
    if _HTML.match(head[:4096]) or ending.endswith(_HTML_ENDINGS):
        return HTML
    return HTML if len(_TAGS.findall(head)) >= 6 and head.lstrip()[:1] == b"<" else PLAIN


def _packed(content: bytes) -> str:
    """Return what an archive is: the first names in it tell."""
    if content[30:58] == b"mimetypeapplication/epub+zip":
        return EPUB
    names = content[:4096] + content[-65_536:]
    if b"word/document" in names or b"word/_rels" in names:
        return DOCX
    return EPUB if b"META-INF/container.xml" in names else ZIP


def decode(document: Document) -> str:
    """Return the text of a document.

    A byte order mark decides; then UTF-8 where all of it is that, as no other text is so by chance;
    then what the transport states, then what the page states; then UTF-8 with some bytes of
    Windows-1252 in it, as editors paste them; then Windows-1252 where the result looks like print.

    Raises:
        SourceUnreadableError: It is not text, or in an encoding that cannot be told.
    """
    content = document.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, document.address)
    wide = _wide(content)
    if wide is not None:
        return wide
    _refuse_binary(document)
    if not content.isascii():
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode("utf-8")
    for stated in (document.charset, _stated(content)):
        encoding_name = _known(stated)
        if encoding_name is not None:
            try:
                return content.decode(encoding_name)
            except UnicodeDecodeError:
                continue  # The statement was wrong, which is common; the content itself decides.
    return _mixed(content) or _windows(content, document)


def _wide(content: bytes) -> str | None:
    """Return the text of UTF-16 without its mark, or None: every other byte of it is zero."""
    head = content[:4096]
    if head.count(0) * 5 < len(head) * 2:
        return None
    for order, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if 0 not in head[1 - order :: 2]:
            with contextlib.suppress(UnicodeDecodeError):
                return content.decode(encoding)
    return None


def _mixed(content: bytes) -> str | None:
    """Return the text of UTF-8 with a few bytes of Windows-1252 in it, or None where it is none."""
    text = content.decode("utf-8", errors="surrogateescape")
    strange = _ESCAPED.findall(text)
    if sum(map(len, strange)) * 3 > len(_BEYOND_ASCII.findall(text)):
        return None
    return _ESCAPED.sub(
        lambda found: (
            found[0].encode("utf-8", errors="surrogateescape").decode("cp1252", errors="replace")
        ),
        text,
    )


def _strict(content: bytes, encoding: str, address: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as failed:
        raise SourceUnreadableError(
            f"{address} begins as {encoding.upper()} but is damaged at byte {failed.start}; save it"
            " again as UTF-8."
        ) from failed


def _refuse_binary(document: Document) -> None:
    content = document.content
    for first, kind in _KINDS:
        if content.startswith(first):
            raise SourceUnreadableError(
                f"{document.address} is {kind}, not text; give a text file, an HTML page, an"
                " e-mail, a Word document (.docx) or an EPUB book."
            )
    if len(content) > 2 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0:
        raise SourceUnreadableError(
            f"{document.address} is an MP3 sound file, not text; give a text file or an HTML page."
        )
    if b"\x00" in content:
        raise SourceUnreadableError(
            f"{document.address} is a binary file (it holds NUL bytes), not text; give a "
            f"text file or"
            " an HTML page."
        )


def _stated(content: bytes) -> str | None:
    found = _META.search(content[:_META_BYTES])
    return (found[1] or found[2]).decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """Return Python's name of an encoding that the source states, or None where there is none."""
    if not name:
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a NUL byte in the name.
        return None
    # "hex", "rot13" and others are codecs but no encodings of text.
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(_NEVER_STATED):
        return None
    return "cp1252" if found.name in _LATIN else found.name


def _windows(content: bytes, document: Document) -> str:
    """Read Windows-1252, if what comes out can be print in a language of Western Europe."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    strange = sum(map(len, _NO_PRINT.findall(text)))
    high = len(content.translate(None, _ASCII))
    letters = len(content) - len(content.translate(None, _LETTERS))
    if strange * 50 > len(text) or high * 4 > letters or strange * 4 > high + 3:
        raise SourceUnreadableError(
            f"{document.address} is in an encoding that cannot be told (it is neither "
            f"UTF-8 nor Windows"
            " Western); save it as UTF-8."
        )
    return text
