"""Elements of RSS 2.0 that podcasts seldom use, misspelled elements, and the HTML of show notes.

What the W3C's feed validation service asks beyond what directories do. It cannot be run here, so
its rules were written from what its documentation says of them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from audiobrief.feed.elements import ATOM, CONTENT, ITUNES, NAMESPACES, PODCAST
from audiobrief.findings import Problem


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RSS: Final = MappingProxyType(
    {
        "channel": _names(
            "title link description language copyright managingEditor webMaster pubDate "
            "lastBuildDate category generator docs cloud ttl image rating textInput skipHours "
            "skipDays item"
        ),
        "item": _names(
            "title link description author category comments enclosure guid pubDate source"
        ),
    }
)
"""Elements without a namespace; source: RSS 2.0."""

_KNOWN: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        ITUNES: _names(
            "author block category complete duration email episode episodeType explicit image "
            "isClosedCaptioned keywords name new-feed-url order owner season subtitle summary "
            "title type applepodcastsverify"
        ),
        PODCAST: _names(
            "locked transcript funding chapters soundbite person location season episode trailer "
            "license alternateEnclosure source integrity guid value valueRecipient "
            "valueTimeSplit medium images image liveItem contentLink socialInteract block txt "
            "remoteItem podroll updateFrequency podping chat publisher"
        ),
        CONTENT: frozenset({"encoded"}),
        ATOM: _names(
            "link id author name email uri title subtitle updated published contributor category "
            "content summary rights generator icon logo source"
        ),
    }
)
"""Namespace -> its elements."""

_NEAR: Final = 0.82
"""How alike a name is that is a known one misspelled; others may be newer than this table."""

_MAIL: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]+")
_DAYS: Final = frozenset(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)
_LARGEST_PX: Final = MappingProxyType({"width": 144, "height": 400})

_RUNS: Final = _names("script iframe object embed applet form input meta base frame frameset")
"""Elements that readers take out of show notes, or that do harm where they do not."""

_HTML: Final = _names(
    "a abbr article aside b blockquote br cite code dd del details div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture pre q s "
    "section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var"
)
"""Elements of show notes; what else stands in angle brackets in a plain description is a word."""

_VOID: Final = _names("br hr img area col wbr source track")
_END_MAY_LACK: Final = _names("p li dt dd tr td th thead tbody tfoot option colgroup")
"""Elements of HTML whose end tag may be left out."""


def core_problems(parent: etree._Element, name: str) -> Iterator[Problem]:
    """Yield what is wrong with the plain RSS elements and the HTML of a channel or an item."""
    for check in (_spelling, _contacts, _values, _image, _notes):
        yield from check(parent, name)


def _spelling(parent: etree._Element, name: str) -> Iterator[Problem]:
    told: set[str] = set()
    for child in parent.iterchildren("*"):
        tag = etree.QName(child)
        known = _KNOWN.get(tag.namespace or "") if tag.namespace else _RSS[str(parent.tag)]
        word = tag.localname
        if known is None or word in known or word in told:
            continue
        told.add(word)
        lower = {each.lower(): each for each in known}
        near = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=_NEAR)
        if near:
            told_as = f"{name} has an element {word}; it must be {lower[near[0]]}."
            yield "element-unknown", told_as
        elif not tag.namespace:
            yield "element-unknown", f"{name} has an element {word}, which RSS 2.0 does not know."


def _contacts(parent: etree._Element, name: str) -> Iterator[Problem]:
    for element in ("managingEditor", "webMaster", "author"):
        for found in parent.findall(element):
            words = (found.text or "").strip()
            if words and not _MAIL.search(words):
                yield "contact-form", f"{name} has the {element} {words!r}, without e-mail address."


def _values(parent: etree._Element, name: str) -> Iterator[Problem]:
    for element, good in _VALUES.items():
        for found in parent.findall(element):
            words = (found.text or "").strip()
            if not good(words):
                yield "value-form", f"{name} has the {element} {words!r}, which is none."
    for source in parent.findall("source"):
        if not _is_web(source.get("url", "")):
            yield "value-form", f"{name} has a source without its address."


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", text)


_VALUES: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "ttl": lambda words: words.isdigit() and int(words) > 0,
        "docs": _is_web,
        "comments": _is_web,
        "skipHours/hour": lambda words: words.isdigit() and int(words) <= 24,
        "skipDays/day": lambda words: words in _DAYS,
    }
)
"""Element -> whether its value is good."""


def _image(parent: etree._Element, name: str) -> Iterator[Problem]:
    image = parent.find("image")
    if image is None:
        return
    for element in ("url", "title", "link"):
        if not (image.findtext(element) or "").strip():
            yield "image-parts", f"{name} has an image without {element}."
    for element, most in _LARGEST_PX.items():
        stated = (image.findtext(element) or "").strip()
        if stated and not (stated.isdigit() and 0 < int(stated) <= most):
            yield "image-parts", f"{name} has an image with the {element} {stated!r}, over {most}."
    link = (image.findtext("link") or "").strip()
    if link and link != (parent.findtext("link") or "").strip():
        yield "image-match", f"{name} has an image with another link than its own: {link!r}."


def _notes(parent: etree._Element, name: str) -> Iterator[Problem]:
    for element in ("description", "content:encoded", "itunes:summary"):
        words = parent.findtext(element, "", dict(NAMESPACES)) or ""
        if "<" in words:
            for rule, told in dict.fromkeys(html_problems(words)):
                yield rule, f"{name} has HTML in its {element} {told}."


def html_problems(text: str) -> Iterator[Problem]:
    """Yield what is wrong with a piece of HTML, as the end of a sentence."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    yield from reader.problems
    unclosed = [tag for tag in reader.opened if tag not in _END_MAY_LACK]
    if unclosed:
        yield "html-form", f"in which {', '.join(dict.fromkeys(unclosed))} is not closed"


class _Reader(HTMLParser):
    """Gathers what is wrong while it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[Problem] = []
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag in _HTML - _VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _HTML or tag in _VOID:
            return
        if tag not in self.opened:
            if tag != "p":  # A lone end of a paragraph is an empty paragraph.
                self.problems.append(("html-form", f"in which {tag} is closed and was not opened"))
            return
        while self.opened[-1] != tag:
            inner = self.opened.pop()
            if inner not in _END_MAY_LACK:
                told = f"in which {inner} is not closed before {tag}"
                self.problems.append(("html-form", told))
        self.opened.pop()

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RUNS:
            self.problems.append(("html-unsafe", f"with the element {tag}, which apps take out"))
        for key, value in attrs:
            address = (value or "").strip()
            if key.startswith("on") and key[2:].isalpha():
                self.problems.append(("html-unsafe", f"that runs a script by {key}"))
            elif (tag, key) in {("a", "href"), ("img", "src")}:
                self._address(address)

    def _address(self, address: str) -> None:
        scheme, colon, _ = address.partition(":")
        if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
            if scheme.lower() in {"javascript", "vbscript"}:
                self.problems.append(("html-unsafe", "with an address that runs a script"))
        elif address and not address.startswith("#"):
            told = f"with the address {address[:60]!r}, which is none outside of its own page"
            self.problems.append(("html-relative", told))
