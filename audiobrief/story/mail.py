"""Messages and saved pages (.eml, .mhtml) into stories: the part that tells the most, and its head.

The subject is the headline where the text prints none, the sender the byline, the date the date.
"""

from __future__ import annotations

import email.policy
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from typing import Final

from audiobrief.errors import NoStoryError, SourceUnreadableError
from audiobrief.story.encoding import HTML, PLAIN, decode
from audiobrief.story.html import read_html
from audiobrief.story.model import Block, Document, Role, Story
from audiobrief.story.people import is_person
from audiobrief.story.plain import read_plain
from audiobrief.story.wire import moment_of
from audiobrief.story.words import fold, word_count

MAX_PARTS: Final = 200
"""Parts of a message that are looked at."""

MAX_HEADER_CHARS: Final = 2_000

MAX_HEAD_BYTES: Final = 300_000

_BOUNDARIES: Final = re.compile(rb"^--\S", re.MULTILINE)
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_FIELDS: Final = re.compile(
    rb"^Content-(?:Type|Disposition):[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+",
    re.MULTILINE | re.IGNORECASE,
)
_ANSWER: Final = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)\s*:\s*)+", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^<>]*>")


def read_mail(document: Document) -> Story:
    """Return the story in a message; the names of attachments are told, their content is not read.

    Raises:
        SourceUnreadableError: It is no message, or is encrypted.
        NoStoryError: It holds no news story.
    """
    message = _message(document)
    parts = [part for part in message.walk() if not part.is_multipart()][:MAX_PARTS]
    if message.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime"}:
        raise SourceUnreadableError(
            f"{document.address} is an encrypted message; open it in a mail program and save it"
            " unencrypted."
        )
    told = [part for part in parts if _is_text(part)]
    texts = {kind: _content(told, kind, document) for kind in ("text/html", "text/plain")}
    if not any(texts.values()):
        raise NoStoryError(f"{document.address} is a message without text; give the story itself.")
    page, text = texts["text/html"], texts["text/plain"]
    # A part with a little less is the same text without its links; the page has the structure.
    if page and word_count(_TAGS.sub(" ", page)) >= 0.8 * word_count(text):
        story = read_html(_headed(page, message), address=document.address)
    else:
        story = read_plain(_front(message) + text, address=document.address)
    attached = [part for part in parts if part not in told and part.get_filename()]
    return replace(
        story,
        published=_date(message) or story.published,
        address=document.address,
        dropped=(*story.dropped, *_attachments(attached)),
    )


def read_saved_page(document: Document) -> Story:
    """Return the story of a page that a browser saved as one file (.mhtml).

    Raises:
        SourceUnreadableError: It holds no page.
        NoStoryError: The page holds no news story.
    """
    message = _message(document)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise SourceUnreadableError(
            f"{document.address} is a saved page without a page in it; save it again as HTML."
        )
    stated = message.get("Snapshot-Content-Location") or pages[0].get("Content-Location") or ""
    address = str(stated).strip()
    from_web = address.startswith(("http://", "https://"))
    text = _content(pages[:1], "text/html", document)
    return read_html(text, address=address if from_web else document.address)


def _message(document: Document) -> Message[str, str]:
    """Return the message, by the lenient rules: the strict ones fail on what is common in news."""
    content = document.content
    many = len(_BOUNDARIES.findall(content)) > MAX_PARTS * 5
    endless = not _HEAD_END.search(content[:MAX_HEAD_BYTES])
    long = any(len(each[0]) > MAX_HEADER_CHARS for each in _FIELDS.finditer(content))
    if many or endless or long:
        raise SourceUnreadableError(
            f"{document.address} is a message with more parts or longer fields than any story has;"
            " save the story as a file of its own."
        )
    return BytesParser(policy=email.policy.compat32).parsebytes(content)


def _is_text(part: Message[str, str]) -> bool:
    kind = part.get_content_type() in {"text/plain", "text/html"}
    return kind and part.get_content_disposition() != "attachment"


def _content(parts: list[Message[str, str]], kind: str, document: Document) -> str:
    """Return the text of the parts of a kind, one below the other."""
    texts = []
    for part in parts:
        if part.get_content_type() == kind:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            own = Document(
                content=content,
                media_type=HTML if kind == "text/html" else PLAIN,
                address=document.address,
                charset=part.get_content_charset(),
            )
            texts.append(decode(own) if content.strip() else "")
    return "\n\n".join(filter(str.strip, texts))


def _header(message: Message[str, str], name: str) -> str:
    stated = str(message.get(name) or "")[:MAX_HEADER_CHARS]
    try:
        return fold(str(make_header(decode_header(stated))))
    except (MessageError, ValueError, LookupError):
        return fold(stated)


def _subject(message: Message[str, str]) -> str:
    return _ANSWER.sub("", _header(message, "Subject"))


def _date(message: Message[str, str]) -> datetime | None:
    return moment_of(_header(message, "Date"))


def _sender(message: Message[str, str]) -> str:
    """Return the name of the sender where it is that of a person, else ``""``."""
    try:
        names = [fold(name) for name, _ in getaddresses([_header(message, "From")])]
    except RecursionError:
        return ""  # Comments in comments in comments; no person is called so.
    return next((name for name in names if is_person(name)), "")


def _front(message: Message[str, str]) -> str:
    """Return the head of a message as metadata before its text."""
    stated = {"title": _subject(message), "author": _sender(message)}
    rows = [f"{key}: {value}" for key, value in stated.items() if value]
    return "\n".join(["---", *rows, "---", "", ""]) if rows else ""


def _headed(page: str, message: Message[str, str]) -> str:
    """Return the page with what the head of the message says of it."""
    subject = html.escape(_subject(message))
    metas = [f'<meta property="og:title" content="{subject}">' if subject else ""]
    if _sender(message):
        metas.append(f'<meta name="author" content="{html.escape(_sender(message))}">')
    head = re.search(r"<head\b[^<>]*>", page, re.IGNORECASE)
    place = head.end() if head else 0
    return page[:place] + "".join(metas) + page[place:]


def _attachments(parts: list[Message[str, str]]) -> Iterator[Block]:
    for part in parts:
        name = fold(part.get_filename() or "")
        if name:
            yield Block(
                role=Role.FURNITURE,
                text=name,
                rule="attachment",
                reason="the name of an attachment, which is not read",
            )
