"""Entries of a wire into stories: the whole text where the wire has it, else the summary."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from lxml.etree import LxmlError
from lxml.html import HtmlElement, fragment_fromstring

from audiobrief.errors import NoStoryError, SourceError
from audiobrief.story.html import read_html
from audiobrief.story.language import detect
from audiobrief.story.model import Block, Role, Story, Wire
from audiobrief.story.wire import Enclosed, Entry, Feed
from audiobrief.story.words import fold, letters, word_count

NEWEST: Final = 10
"""How many stories of a wire are read where nobody says how many."""

WHOLE_WORDS: Final = 120
"""A description with fewer words is a summary, whatever the wire calls it."""

MAX_CHARS: Final = 1_000_000
"""Longest text of an entry, mark-up included."""

MAX_TOLD: Final = 5
"""Entries that a remark names one by one."""

_GOES_ON: Final = (
    r"(?:continue reading|keep reading|read (?:more|on|the (?:rest|full|whole))"
    r"|full (?:story|article)|weiterlesen|lire la suite|leer más|seguir leyendo"
    r"|lees (?:verder|meer)|leggi tutto|continua a leggere|läs mer|leia mais"
    r"|czytaj (?:dalej|więcej)|читать (?:далее|дальше))"
)
_CUT_OFF: Final = re.compile(
    rf"(?:…|\.{{3}}|\[\s*(?:…|\.{{3}})\s*\])\W*$|\b{_GOES_ON}\b[^.?!]{{0,120}}$", re.IGNORECASE
)
"""The end of a text that goes on elsewhere."""

_INVITATION: Final = re.compile(
    rf"^\W*{_GOES_ON}\b.{{0,120}}$|^the post .{{3,300}} appeared first on .{{2,100}}$|^comments?$",
    re.IGNORECASE,
)
"""A paragraph that leads elsewhere and tells nothing."""

_INVITED: Final = re.compile(
    rf"(?<=[.?!…\]\"”])\s+{_GOES_ON}\b[^.?!…]{{0,60}}\W{{0,5}}$", re.IGNORECASE
)
"""The same at the end of a paragraph."""

_BREAK: Final = ("p", "div", "li", "br", "h1", "h2", "h3", "h4", "blockquote", "tr", "figcaption")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which stories of a wire are read, and how.

    Attributes:
        newest: How many, the newest; None for ``NEWEST``, with a remark on the others.
        since: Older ones are passed over; those without a date are not.
        page: Returns the story on the page of an entry; None where pages are not fetched.
    """

    newest: int | None = None
    since: datetime | None = None
    page: Callable[[str], Story] | None = None


def stories_of(feed: Feed, address: str, wanted: Wanted) -> Wire:
    """Return the stories of a wire; an entry that holds none does not stop the others.

    Raises:
        NoStoryError: None of its entries is a story, or none is as new as was asked for.
    """
    if not feed.entries:
        raise NoStoryError(f"{address} is a wire without entries; try it again later.")
    chosen, remarks = _chosen(feed, address, wanted)
    stories: list[Story] = []
    failed: list[str] = []
    retry = False
    for entry in chosen:
        try:
            story, remark = _story(entry, wanted)
        except SourceError as failure:
            failed.append(f"Not read: “{entry.name}”: {failure}")
            continue
        stories.append(story)
        remarks += [remark] if remark else []
        retry = retry or bool(remark)
    remarks += failed[:MAX_TOLD]
    if len(failed) > MAX_TOLD:
        remarks.append(f"{len(failed) - MAX_TOLD} more entries could not be read.")
    if not stories:
        raise NoStoryError(
            f"{address} is a wire, and none of its {len(chosen)} entries can be read. {failed[0]}"
        )
    return Wire(
        stories=tuple(stories),
        title=feed.title,
        address=address,
        remarks=tuple(remarks),
        retry=retry,
    )


def _chosen(feed: Feed, address: str, wanted: Wanted) -> tuple[list[Entry], list[str]]:
    """Return the entries that are wanted, in the order of the wire, and what is to be said."""
    new = [each for each in feed.entries if not _is_old(each, wanted.since)]
    if not new:
        raise NoStoryError(
            f"{address} has nothing new: none of its {len(feed.entries)} entries is as new as"
            f" {wanted.since:%Y-%m-%d %H:%M %Z}."
        )
    limit = NEWEST if wanted.newest is None else wanted.newest
    places = list(range(len(new)))
    if all(each.published or each.modified for each in new):
        places.sort(key=lambda place: _moment(new[place]), reverse=True)
    kept = sorted(places[:limit])
    passed = len(new) - len(kept) + feed.left
    remarks = []
    if passed and wanted.newest is None:
        remarks.append(
            f"{address} holds {passed} more entries; the newest {len(kept)} are read, and --newest"
            " says how many."
        )
    return [new[place] for place in kept], remarks


def _is_old(entry: Entry, since: datetime | None) -> bool:
    stated = entry.published or entry.modified
    return since is not None and stated is not None and stated < since


def _moment(entry: Entry) -> datetime:
    return entry.published or entry.modified or datetime.min.replace(tzinfo=UTC)


def _story(entry: Entry, wanted: Wanted) -> tuple[Story, str]:
    """Return the story of an entry, and a sentence on what is less good, or ``""``."""
    if len(entry.content) + len(entry.summary) > MAX_CHARS:
        raise NoStoryError(f"it is longer than {MAX_CHARS // 1_000_000} MB, which no story is.")
    whole = _whole(entry)
    if whole:
        story = _of_page(entry, whole)
        return (story or _brief(entry, whole, excerpt=False)), ""
    remark = ""
    if wanted.page is not None and entry.address:
        try:
            return wanted.page(entry.address), ""
        except SourceError as failed:
            remark = f"Of “{entry.name}” there is the summary alone: {failed}"
    return _brief(entry, entry.content or entry.summary, excerpt=True), remark


def _whole(entry: Entry) -> str:
    """Return the text of the whole story as HTML, or ``""`` where the wire does not have it."""
    if entry.content and not _is_cut_off(entry.content):
        return entry.content
    if entry.content or _is_cut_off(entry.summary):
        return ""
    parts = _paragraphs(entry.summary)
    long = sum(word_count(part) for part in parts) >= WHOLE_WORDS
    return entry.summary if long and len(parts) > 1 else ""


def _is_cut_off(text: str) -> bool:
    told = [part for part in _paragraphs(text) if not part.lower().startswith("the post ")]
    return bool(told) and _CUT_OFF.search(told[-1][-400:]) is not None


def _of_page(entry: Entry, text: str) -> Story | None:
    """Return the story by the reader of pages, or None where the text is too short for it."""
    try:
        story = read_html(_page(entry, text), address=entry.address or "-")
    except NoStoryError:
        return None
    left = [each for each in story.blocks if _leads_away(each)]
    return replace(
        story,
        blocks=tuple(each for each in story.blocks if not _leads_away(each)),
        dropped=(*story.dropped, *map(_left_out, left)),
        publisher=entry.publisher or story.publisher,
        published=entry.published or story.published or entry.modified,
        modified=entry.modified or story.modified,
        address=entry.address or story.address,
        language=entry.language or story.language,
    )


def _leads_away(block: Block) -> bool:
    return block.role is not Role.HEADLINE and _INVITATION.match(block.text) is not None


def _left_out(block: Block, reason: str = "it leads to a page and tells nothing") -> Block:
    return replace(block, role=Role.FURNITURE, rule="wire-invitation", reason=reason)


def _page(entry: Entry, text: str) -> str:
    """Return the entry as a page of its own, with all that the wire says of it."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": entry.title,
        "author": [{"@type": "Person", "name": name} for name in entry.authors],
    }
    if entry.publisher:
        said["publisher"] = {"@type": "Organization", "name": entry.publisher}
    summary = " ".join(_paragraphs(entry.summary)) if entry.summary != text else ""
    if letters(summary)[:80] in letters(" ".join(_paragraphs(text))):
        summary = ""  # Most wires begin the story again as its summary.
    if _CUT_OFF.search(summary[-400:]):
        summary = ""
    said["description"] = summary
    parts = [
        f'<!doctype html><html lang="{entry.language or ""}"><head>',
        f"<title>{html.escape(entry.title)}</title>",
        f'<script type="application/ld+json">{json.dumps(said).replace("<", chr(92) + "u003c")}',
        f"</script></head><body><article><h1>{html.escape(entry.title)}</h1>\n",
        f'<p class="standfirst">{html.escape(summary)}</p>\n' if summary else "",
        *(_figure(each) for each in _unprinted(entry, text)),
        f"<div>\n{text}\n</div></article></body></html>",
    ]
    return "".join(parts)


def _unprinted(entry: Entry, text: str) -> list[Enclosed]:
    """Return the pictures beside the text whose words the text does not hold."""
    there = letters(" ".join(_paragraphs(text)))
    return [
        each
        for each in entry.pictures
        if (each.caption or each.alt) and letters(each.caption or each.alt) not in there
    ]


def _figure(each: Enclosed) -> str:
    caption = html.escape(each.caption or each.alt)
    credit = f' <span class="credit">{html.escape(each.credit)}</span>' if each.credit else ""
    alt = html.escape(each.alt)
    source = html.escape(each.address)
    return (
        f'<figure><img src="{source}" alt="{alt}"><figcaption>{caption}{credit}</figcaption>'
        "</figure>\n"
    )


def _brief(entry: Entry, text: str, *, excerpt: bool) -> Story:
    """Return a story of few words: a brief that is whole, or the summary of a longer one.

    Raises:
        NoStoryError: There is no headline, or nothing below it.
    """
    if not entry.title:
        raise NoStoryError("it has no headline.")
    blocks = [Block(role=Role.HEADLINE, text=entry.title, rule="wire-title")]
    if entry.authors:
        blocks.append(Block(role=Role.BYLINE, text=", ".join(entry.authors), rule="wire-author"))
    blocks += [_picture(each) for each in _unprinted(entry, text)]
    role, rule = (Role.SUMMARY, "wire-summary") if excerpt else (Role.BODY, "wire-content")
    told: list[Block] = []
    dropped: list[Block] = []
    for part in _parts(text):
        block = Block(role=role, text=part, rule=rule)
        if letters(part) == letters(entry.title):
            dropped.append(_left_out(block, "it repeats the headline"))
        elif _leads_away(block):
            dropped.append(_left_out(block))
        else:
            told.append(block)
    if not told:
        raise NoStoryError("it has a headline and no text; --fetch-full fetches its page.")
    blocks += told
    return Story(
        blocks=tuple(blocks),
        dropped=tuple(dropped),
        language=entry.language or detect(" ".join([entry.title, *(each.text for each in told)])),
        publisher=entry.publisher,
        published=entry.published or entry.modified,
        modified=entry.modified,
        address=entry.address or "-",
        excerpt=excerpt,
    )


def _parts(text: str) -> list[str]:
    """Return the paragraphs, an invitation at the end of one as a paragraph of its own."""
    parts: list[str] = []
    for part in _paragraphs(text):
        found = _INVITED.search(part)
        place = found.start() if found else len(part)
        parts += [piece for piece in (part[:place].strip(), part[place:].strip()) if piece]
    return parts


def _picture(each: Enclosed) -> Block:
    return Block(
        role=Role.CAPTION,
        text=each.caption or each.alt,
        image=each.address,
        image_alt=each.alt or None,
        credit=each.credit or None,
        rule="wire-picture",
    )


@lru_cache(maxsize=8)
def _paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of HTML as plain texts; scripts and styles hold none."""
    if not text.strip():
        return ()
    try:
        tree: HtmlElement = fragment_fromstring(text.replace("\n", " "), create_parent="div")
    except (ValueError, AssertionError, LxmlError):
        part = fold(re.sub(r"<[^<>]{1,400}>", " ", text))
        return (part,) if part else ()
    for hidden in tree.xpath("//script|//style|//template|//noscript"):
        hidden.drop_tree()
    for each in tree.iter(*_BREAK):
        each.tail = f"\n{each.tail or ''}"
        each.text = f"\n{each.text or ''}"
    found: Sequence[str] = str(tree.text_content()).split("\n")
    return tuple(part for line in found if (part := fold(line)))
