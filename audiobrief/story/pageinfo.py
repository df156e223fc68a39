"""What a page says of itself: JSON-LD, Open Graph, microdata and the links in its head."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

from lxml.html import HtmlElement

from audiobrief.story.dates import parse_moment
from audiobrief.story.language import tag
from audiobrief.story.words import fold, letters

_STORY_TYPES: Final = re.compile(
    r"(?:News|Blog|Reportage|Analysis|Opinion|Review|Background|Live|Scholarly|Tech|Advertiser\w*)?"
    r"(?:Article|Posting|NewsArticle|BlogPosting|Report)$"
)
_MAX_SCRIPT_CHARS: Final = 2_000_000
_MAX_NODES: Final = 5_000
"""Objects of a script of JSON-LD that are looked at."""

_MAX_TITLE_CHARS: Final = 1_000
"""What is longer is no title."""

_MAX_LINKS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """What a page says of itself; empty or None where it says nothing.

    Attributes:
        headlines: Its titles, the most trusted first.
        descriptions: Its summaries.
        authors: Names of people, each as stated.
        publisher: Who printed it.
        site: The name of the site, which may differ from the publisher's.
        section: The label of its section.
        published: With its zone.
        modified: With its zone.
        language: BCP 47 tag.
        address: The canonical address.
        captions: Captions of its pictures.
        body: The text of its story, a line for each paragraph, or ``""``.
        types: What its objects are, in the words of schema.org.
        kind: What it is in the words of Open Graph, or ``""``.
        story: Whether an object of it is a story.
        free: Whether everybody may read all of it; None where it says nothing.
        stated_words: How many words its story has, or 0.
        stated_titles: In how many places a title is stated, that in the head of the page aside.
        only_head_title: Whether no title is stated but the one in the head of the page, which often
            ends in the name of the site.
    """

    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]
    authors: tuple[str, ...]
    publisher: str | None
    site: str | None
    section: str | None
    published: datetime | None
    modified: datetime | None
    language: str | None
    address: str | None
    captions: tuple[str, ...]
    body: str
    types: frozenset[str]
    kind: str
    story: bool
    free: bool | None
    stated_words: int
    stated_titles: int
    only_head_title: bool

    @property
    def article(self) -> bool:
        """Whether it says of itself that it is a story."""
        return self.story or self.kind == "article" or self.published is not None

    @property
    def people(self) -> tuple[str, ...]:
        """The authors without the publisher, and each once: pages state both again as one."""
        own = {letters(self.publisher or ""), letters(self.site or ""), ""}
        told = [name for name in self.authors if letters(name) not in own]
        told = [name for name in told if not letters(name).isdigit()]
        return tuple(
            name
            for name in told
            if not any(other != name and letters(other) in letters(name) for other in told)
        )


def page_info(tree: HtmlElement, address: str) -> PageInfo:
    """Return what a page says of itself.

    Args:
        tree: The page.
        address: From which it came; relative links are taken from there.
    """
    metas = _metas(tree)
    nodes = list(_nodes(tree))
    story = _story_node(nodes)
    printers = _distinct([metas.get("og:site_name", ""), *_names(story.get("publisher"))])
    titles = [
        *_texts(story.get("headline")),
        metas.get("og:title", ""),
        metas.get("twitter:title", ""),
        *_texts(story.get("name")),
        fold("".join(tree.xpath("//head/title[1]//text()"))),
    ]
    return PageInfo(
        headlines=_distinct([title for title in titles if len(title) <= _MAX_TITLE_CHARS]),
        descriptions=_distinct(
            [
                *_texts(story.get("description")),
                metas.get("og:description", ""),
                metas.get("description", ""),
                *_texts(story.get("alternativeHeadline")),
            ]
        ),
        authors=_distinct([*_names(_people(story.get("author"))), *_author_metas(metas)]),
        publisher=printers[0] if printers else None,
        site=printers[-1] if printers else None,
        section=next(
            iter(
                _distinct([metas.get("article:section", ""), *_texts(story.get("articleSection"))])
            ),
            None,
        ),
        published=_moment(
            story.get("datePublished"),
            metas.get("article:published_time"),
            metas.get("datepublished"),
            metas.get("date"),
        ),
        modified=_moment(story.get("dateModified"), metas.get("article:modified_time")),
        language=tag(tree.get("lang") or tree.get("xml:lang"))
        or tag(next(iter(_texts(story.get("inLanguage"))), None))
        or tag(metas.get("og:locale")),
        address=_canonical(tree, metas, address),
        captions=_distinct(_image_captions(story.get("image"))),
        body=_body(story.get("articleBody")),
        types=frozenset(kind for node in nodes for kind in _texts(node.get("@type"))),
        kind=metas.get("og:type", "").lower(),
        story=bool(story),
        free=_is_free(nodes, metas),
        stated_words=_number(story.get("wordCount")),
        stated_titles=sum(map(bool, titles[:-1])),
        only_head_title=not any(titles[:-1]),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return name, property or itemprop -> content, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = fold(html.unescape(element.get("content") or ""))
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD, graphs opened; broken scripts are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "")[:_MAX_SCRIPT_CHARS]
        try:
            found = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue  # Many pages carry JSON-LD that is none; what they print is then all there is.
        stack = deque([found])
        for _ in range(_MAX_NODES):
            if not stack:
                break
            node = stack.popleft()
            if isinstance(node, list):
                stack.extendleft(reversed(node[:_MAX_NODES]))
            elif isinstance(node, dict):
                yield node
                stack.extend(
                    node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node
                )


def _story_node(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that tells of the story, or an empty one."""
    stories = [
        node
        for node in nodes
        if any(_STORY_TYPES.match(kind) for kind in _texts(node.get("@type")))
        and _texts(node.get("headline") or node.get("name"))
    ]
    return stories[0] if stories else {}


def _body(value: object) -> str:
    """Return a stated text with a line for each paragraph, as far as they can be told apart."""
    if not isinstance(value, str):
        return "\n".join(_texts(value))
    lines = re.split(r"\n|</p>|<br\s*/?>", html.unescape(value))
    return "\n".join(text for line in lines for text in _texts(line))


def _is_free(nodes: list[dict[str, Any]], metas: dict[str, str]) -> bool | None:
    """Return whether everybody may read all of the page; None where it does not say."""
    stated = [str(node["isAccessibleForFree"]).lower() for node in nodes if _says_free(node)]
    tier = metas.get("article:content_tier", "").lower()
    if "false" in stated or tier in {"locked", "metered"}:
        return False
    return True if "true" in stated or tier == "free" else None


def _says_free(node: dict[str, Any]) -> bool:
    return isinstance(node.get("isAccessibleForFree"), bool | str)


def _number(value: object) -> int:
    found = re.fullmatch(r"\d{1,6}", str(value).strip()) if value is not None else None
    return int(found[0]) if found else 0


def _texts(value: object) -> list[str]:
    """Return the texts in a value that may be a text, a list or nothing."""
    if isinstance(value, str):
        text = fold(re.sub(r"<[^<>]{1,200}>", " ", html.unescape(value)))
        return [text] if text else []
    if isinstance(value, list):
        return [text for each in value[:50] for text in _texts(each)]
    if isinstance(value, dict):
        return _texts(value.get("name") or value.get("@value"))
    return []


def _people(value: object) -> object:
    """Return the authors that are people, where some are; an agency alone is one too."""
    if not isinstance(value, list):
        return value
    people = [each for each in value if isinstance(each, dict) and each.get("@type") == "Person"]
    return people or value


def _names(value: object) -> list[str]:
    return [
        name
        for name in _texts(value)
        if not name.startswith(("http://", "https://")) and len(name) <= 120
    ]


def _author_metas(metas: dict[str, str]) -> Iterator[str]:
    for key in ("author", "article:author", "parsely-author", "dc.creator", "byl"):
        name = metas.get(key, "")
        if name and not name.startswith(("http", "/", "@")) and len(name) <= 120:
            yield name


def _moment(*stated: object) -> datetime | None:
    for value in stated:
        for text in _texts(value):
            moment = parse_moment(text)
            if moment is not None:
                return moment
    return None


def _canonical(tree: HtmlElement, metas: dict[str, str], address: str) -> str | None:
    found = [
        element.get("href") or ""
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    for stated in (*found[:_MAX_LINKS], metas.get("og:url", "")):
        try:
            whole = urljoin(address, stated.strip()) if stated.strip() else ""
        except ValueError:
            continue  # A link that is none cannot be the canonical one.
        if whole.startswith(("http://", "https://")):
            return whole.partition("#")[0]
    return None


def _image_captions(value: object) -> Iterator[str]:
    images = value if isinstance(value, list) else [value]
    for image in images[:50]:
        if isinstance(image, dict):
            yield from _texts(image.get("caption") or image.get("description"))
            yield from _texts(image.get("name"))


def _distinct(found: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in found if text))
