"""Wires: RSS 0.9 to 2.0, Atom and JSON Feed into entries, hardened against hostile XML.

No entity is resolved but the five of XML and the named characters of HTML, no address is fetched,
and the depth of elements is limited by the parser.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from audiobrief.errors import SourceUnreadableError
from audiobrief.story.dates import parse_moment
from audiobrief.story.language import tag
from audiobrief.story.words import clean, fold

MAX_ENTRIES: Final = 1_000
"""Entries that are looked at; the largest wires of news hold some hundreds."""

_SPACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "http://purl.org/rss/1.0/": "",
        "http://my.netscape.com/rdf/simple/0.9/": "",
        "http://channel.netscape.com/rdf/simple/0.9/": "",
        "http://backend.userland.com/rss2": "",
        "http://www.w3.org/2005/Atom": "atom:",
        "http://purl.org/atom/ns#": "atom:",
        "http://purl.org/rss/1.0/modules/content/": "content:",
        "http://purl.org/dc/elements/1.1/": "dc:",
        "http://purl.org/dc/terms/": "dcterms:",
        "http://search.yahoo.com/mrss/": "media:",
        "http://search.yahoo.com/mrss": "media:",
    }
)
"""Namespace -> the prefix by which its elements are named here."""

MAX_NAME_CHARS: Final = 120
MAX_OF_A_KIND: Final = 50
MAX_PICTURES: Final = 20
"""Children of one name, and pictures of an entry, that are looked at."""

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ENTITY: Final = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
_NOT_XML: Final = re.compile("[\ufffe\uffff]")
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^<>]{1,400}>")
_MAIL: Final = re.compile(r"\s*<?\(?\b[^\s<>()@]+@[^\s<>()@]+\b\)?>?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A picture that an entry carries beside its text.

    Attributes:
        address: Where it is.
        caption: What is printed below it, or ``""``.
        alt: What it shows, or ``""``.
        credit: Whose it is, or ``""``.
    """

    address: str
    caption: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a wire says of one story.

    Attributes:
        title: The headline, plain; ``""`` where there is none.
        content: The whole story as HTML, or ``""`` where the wire has no more than a summary.
        summary: The summary as HTML, or ``""``.
        authors: Names, as stated.
        published: With its zone, or None.
        modified: With its zone, or None.
        address: The page of the story, or ``""``.
        language: BCP 47 tag that is stated, or None.
        publisher: The name of who printed it, or None.
        pictures: Those beside the text.
    """

    title: str
    content: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    address: str = ""
    language: str | None = None
    publisher: str | None = None
    pictures: tuple[Enclosed, ...] = ()

    @property
    def name(self) -> str:
        """What a remark calls it."""
        name = self.title or self.address or "an entry without a title"
        return name if len(name) <= MAX_NAME_CHARS else f"{name[:MAX_NAME_CHARS]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A wire as it was sent.

    Attributes:
        title: Its name, or None.
        entries: In its order, at most ``MAX_ENTRIES``.
        left: How many more there are.
    """

    title: str | None
    entries: tuple[Entry, ...] = field(default=())
    left: int = 0


def parse_xml(text: str, address: str) -> Feed:
    """Return what an RSS or Atom wire holds.

    Args:
        text: The decoded wire.
        address: What an error calls it.

    Raises:
        SourceUnreadableError: It defines entities, or is no wire that can be read.
    """
    if _ENTITY.search(text[: 1 << 16]) or _ENTITY.search(text):
        raise SourceUnreadableError(
            f"{address} defines XML entities of its own, which no wire needs and attacks use; it"
            " is not read."
        )
    root = _root(text)
    if root is None:
        raise SourceUnreadableError(
            f"{address} looks like a wire, but its XML is damaged from the start; try it again"
            " later, or give the page of a story."
        )
    atom = _name(root) in {"atom:feed", "feed"}
    outer = root if atom else _first(_children(root), "channel")
    channel = _channel(root if outer is None else outer, atom=atom)
    every = [each for each in root.iter("{*}item", "{*}entry") if _name(each) in _ENTRY_NAMES]
    entries = [_entry(each, channel) for each in every[:MAX_ENTRIES]]
    return Feed(
        title=channel.title or None,
        entries=tuple(entries),
        left=len(every) - len(entries),
    )


def parse_json(text: str, address: str) -> Feed:
    """Return what a JSON Feed holds.

    Raises:
        SourceUnreadableError: It is not valid JSON, or no JSON Feed.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as failed:
        raise SourceUnreadableError(f"{address} is a JSON Feed that is not valid JSON.") from failed
    items = table.get("items") if isinstance(table, dict) else None
    if not isinstance(items, list):
        raise SourceUnreadableError(f"{address} is a JSON Feed without the list items.")
    found = [each for each in items if isinstance(each, dict)]
    return Feed(
        title=_plain(_stated(table, "title")) or None,
        entries=tuple(_json_entry(each, table) for each in found[:MAX_ENTRIES]),
        left=max(len(found) - MAX_ENTRIES, 0),
    )


_ENTRY_NAMES: Final = frozenset({"item", "atom:entry", "entry"})


def _root(text: str) -> etree._Element | None:
    """Return the root element; a damaged wire gives what stands before the damage."""
    whole = _NAMED.sub(lambda found: html.unescape(found[0]).replace("&", "&amp;"), clean(text))
    whole = _DECLARATION.sub("", _NOT_XML.sub(" ", whole)).strip()
    root = _parsed(whole, recover=False)
    return _parsed(whole, recover=True) if root is None else root


def _parsed(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: etree._Element) -> str:
    """Return the name of an element with the prefix that its namespace has here."""
    whole = str(element.tag)
    if not whole.startswith("{"):
        return whole
    space, _, local = whole[1:].partition("}")
    return _SPACES.get(space, f"{space}:") + local


_Children = Mapping[str, list[etree._Element]]  # noqa: SLF001, it has no public name


def _children(element: etree._Element) -> _Children:
    """Return name -> children of an element; a hostile wire has a million of one name."""
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        row = found.setdefault(_name(child), [])
        if len(row) < MAX_OF_A_KIND:
            row.append(child)
    return found


def _all(children: _Children, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names, by the order of the names."""
    for name in names:
        yield from children.get(name, ())


def _first(children: _Children, *names: str) -> etree._Element | None:
    return next(_all(children, *names), None)


def _text(children: _Children, *names: str) -> str:
    """Return the text of the first child of these names that has one."""
    for child in _all(children, *names):
        text = "".join(map(str, child.itertext())).strip()
        if text:
            return text
    return ""


def _plain(text: str) -> str:
    """Return text without mark-up; many wires escape it twice."""
    return fold(html.unescape(_TAGS.sub(" ", html.unescape(text))))


def _markup(element: etree._Element | None) -> str:
    """Return the HTML of an element: escaped, in CDATA, as elements, or plain text."""
    if element is None:
        return ""
    stated = (element.get("type") or "").lower()
    if len(element):
        inner = [element.text or ""]
        inner += [etree.tostring(child, encoding="unicode") for child in element]
        return "".join(inner).strip()
    text = (element.text or "").strip()
    if _name(element).startswith("atom:") and stated in {"", "text", "text/plain"}:
        return paragraphs_of(text)
    return text if "<" in text else paragraphs_of(html.unescape(text))


def paragraphs_of(text: str) -> str:
    """Return plain text as HTML, a paragraph for each run of lines."""
    parts = (fold(part) for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(part)}</p>\n" for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """What a wire says of itself, for entries that say less."""

    title: str
    language: str | None
    authors: tuple[str, ...]


def _channel(element: etree._Element, *, atom: bool) -> _Channel:
    children = _children(element)
    return _Channel(
        title=_plain(_text(children, "title", "atom:title")),
        language=_text(children, "language", "dc:language") or element.get(_LANGUAGE),
        authors=_people(children, "atom:author") if atom else (),
    )


def _entry(whole: etree._Element, channel: _Channel) -> Entry:
    element = _children(whole)
    out_of_line = [each.get("src") for each in _all(element, "atom:content")]
    content = "" if any(out_of_line) else _markup(_first(element, "atom:content", "content"))
    source = _first(element, "source", "atom:source")
    printed = _text(_children(source), "atom:title", "title") if source is not None else ""
    if source is not None and not printed and not len(source):
        printed = source.text or ""
    return Entry(
        title=_plain(_text(element, "title", "atom:title", "dc:title", "media:title")),
        content=_markup(_first(element, "content:encoded")) or content,
        summary=_markup(
            _first(element, "description", "atom:summary", "summary", "dc:description")
        ),
        authors=_people(element, "dc:creator", "author", "atom:author") or channel.authors,
        published=moment_of(
            _text(element, "pubDate", "atom:published", "atom:issued", "dc:date", "dcterms:created")
        ),
        modified=moment_of(_text(element, "atom:updated", "atom:modified", "dcterms:modified")),
        address=_address(element),
        language=tag(whole.get(_LANGUAGE) or _text(element, "dc:language"))
        or tag(channel.language),
        publisher=_plain(printed) or channel.title or None,
        pictures=tuple(_pictures(whole, element)),
    )


def _people(children: _Children, *names: str) -> tuple[str, ...]:
    """Return the people that the children of these names name, each once."""
    stated = (
        _text(_children(each), "atom:name", "name") or each.text or ""
        for each in _all(children, *names)
    )
    return tuple(dict.fromkeys(name for text in stated if (name := _person(text))))


def _person(text: str) -> str:
    """Return the name in "jane@example.org (Jane Doe)", or ``""`` where there is none."""
    return _MAIL.sub(" ", _plain(text)).strip(" ()<>,;")


def _address(element: _Children) -> str:
    """Return the page of the entry: its link, else its guid where that is an address."""
    for each in _all(element, "link"):
        if (each.text or "").strip().startswith(("http://", "https://")):
            return (each.text or "").strip()
    for each in _all(element, "atom:link"):
        href = (each.get("href") or "").strip()
        if each.get("rel", "alternate") == "alternate" and href.startswith(("http://", "https://")):
            return href
    for each in _all(element, "guid", "atom:id"):
        text = (each.text or "").strip()
        if text.startswith(("http://", "https://")) and each.get("isPermaLink") != "false":
            return text
    return ""


def _pictures(whole: etree._Element, element: _Children) -> Iterator[Enclosed]:
    """Yield the pictures of an entry, each once."""
    seen: set[str] = set()
    last_group: etree._Element | None = None
    of_group: _Children = {}
    found = itertools.islice(whole.iter("{*}content", "{*}thumbnail"), MAX_PICTURES)
    media = [each for each in found if _name(each) in {"media:content", "media:thumbnail"}]
    for each in (*media, *_all(element, "enclosure"), *_all(element, "atom:link")):
        address = (each.get("url") or each.get("href") or "").strip()
        wanted = each.get("rel", "enclosure") == "enclosure" and _is_picture(each, address)
        if not wanted or address in seen:
            continue
        seen.add(address)
        group = each.getparent()
        places = [_children(each)]
        if group is not None and _name(group) == "media:group":
            if group is not last_group:
                last_group, of_group = group, _children(group)
            places.append(of_group)
        places += [element] if len(media) == 1 else []
        words = [
            [_plain(_text(place, name)) for place in places]
            for name in ("media:description", "media:title", "media:credit")
        ]
        caption, title, credit = (next(filter(None, found), "") for found in words)
        yield Enclosed(address=address, caption=caption, alt=title, credit=credit)


def _is_picture(element: etree._Element, address: str) -> bool:
    stated = f"{element.get('medium') or ''} {element.get('type') or ''}".lower()
    if _name(element) == "media:thumbnail" or "image" in stated:
        return True
    return not stated.strip() and bool(_PICTURE.search(address))


def moment_of(text: str) -> datetime | None:
    """Return the moment of RFC 822 or RFC 3339, with its zone; a time without one is a day."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return parse_moment(fold(text))
    if moment.tzinfo is None:  # "-0000", or the name of a zone that the standard does not know.
        unknown = text.rstrip().endswith("-0000")
        return moment.replace(tzinfo=UTC) if unknown else parse_moment(fold(text))
    return moment


def _json_entry(table: Mapping[str, Any], feed: Mapping[str, Any]) -> Entry:
    people = [
        each.get("name")
        for place in (table, feed)
        for each in (*_list(place, "authors"), *_list({"author": [place.get("author")]}, "author"))
        if isinstance(each, dict)
    ]
    own = len([each for each in (*_list(table, "authors"), table.get("author")) if each])
    pictures = [(_stated(table, "image"), "")]
    pictures += [
        (_stated(each, "url"), _stated(each, "title"))
        for each in _list(table, "attachments")
        if isinstance(each, dict) and _stated(each, "mime_type").startswith("image/")
    ]
    names = [name for name in people if isinstance(name, str)]
    link = _stated(table, "url") or _stated(table, "id")
    return Entry(
        title=_plain(_stated(table, "title")),
        content=_stated(table, "content_html") or paragraphs_of(_stated(table, "content_text")),
        summary=paragraphs_of(_stated(table, "summary")),
        authors=tuple(dict.fromkeys(filter(None, map(_person, names[: own or None])))),
        published=moment_of(_stated(table, "date_published")),
        modified=moment_of(_stated(table, "date_modified")),
        address=link if link.startswith(("http://", "https://")) else "",
        language=tag(_stated(table, "language") or _stated(feed, "language")),
        publisher=_plain(_stated(feed, "title")) or None,
        pictures=tuple(Enclosed(address=url, alt=_plain(alt)) for url, alt in pictures if url),
    )


def _stated(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    return value.strip() if isinstance(value, str) else ""


def _list(table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key)
    return value if isinstance(value, list) else []
