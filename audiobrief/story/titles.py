"""The headline of a page: what it prints as one, checked against what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from audiobrief.story.chunks import Chunk
from audiobrief.story.extent import look
from audiobrief.story.pageinfo import PageInfo
from audiobrief.story.words import alike, letters, word_count

SAME: Final = 0.72
"""Share of words from which a printed heading and a stated title are the same headline."""

_SITE: Final = re.compile(r"\s+(?:[|–—·•»-]|::|\\)\s+")
_HEADING_WEIGHTS: Final = {"h1": 0.3, "h2": 0.1, "h3": 0.05}

_CUT: Final = re.compile(r"[:|–—/,-]\s")
"""How a heading begins whose label stands elsewhere."""

_MAX_TITLE_CHARS: Final = 1000

_JOINT: Final = r"\s*(?:--|[|｜ㅣ丨–—_·•»:：-])\s*"
"""What stands between a title and the name of its site; in some scripts without spaces."""

_BESIDE: Final = ("nav", "notice", "related", "footer")
"""A line marked so repeats the headline (a trail of crumbs, a share bar); it seldom is it."""

MAX_KICKER_WORDS: Final = 6
"""A longer opening is no label over the headline, but part of it."""


def title_forms(info: PageInfo) -> tuple[str, ...]:
    """Return the stated titles, each also without the name of the site behind or before it."""
    forms: list[str] = []
    for title in (without_name(each, info) for each in info.headlines):
        parts = _SITE.split(title)
        forms.append(title)
        if len(parts) > 1:
            cuts = [found.start() for found in _SITE.finditer(title)]
            ends = [found.end() for found in _SITE.finditer(title)]
            cut = (title[: cuts[-1]], title[: cuts[0]], title[ends[0] :])
            # The name of the site is the shorter part; alone it is never the headline.
            forms.extend(form for form in cut if word_count(form) * 2 >= word_count(title))
    return tuple(dict.fromkeys(form.strip() for form in forms if word_count(form) >= 2))


def find_headline(
    found: Sequence[Chunk], info: PageInfo, core: frozenset[int]
) -> tuple[int | None, str]:
    """Return the index of the chunk that prints the headline, or None, and the headline.

    Args:
        found: The chunks of the page.
        info: What the page says of itself.
        core: Indices of the chunks of the story.
    """
    forms = title_forms(info)
    first = min(core, default=len(found))
    best, best_score = None, SAME
    for place, chunk in enumerate(found):
        if not _may_be_headline(chunk):
            continue
        score = max((alike(chunk.text, form) for form in forms), default=0.0)
        if score < SAME:
            continue
        score += _HEADING_WEIGHTS.get(_heading(chunk), 0.0) - 0.2 * (place > first + 3)
        score -= 0.25 * (chunk.shares.get("link", 0.0) > 0.5)
        score -= 0.35 * any(mark in chunk.marks for mark in _BESIDE)
        if score > best_score:
            best, best_score = place, score
    if best is not None:
        return best, _without_kicker(found[best], forms)
    ones = [
        place
        for place, chunk in enumerate(found)
        if _heading(chunk) == "h1"
        and 3 <= look(chunk.text).words <= 30
        and chunk.shares.get("link", 0.0) <= 0.5
    ]
    stated = _without_site(info)
    if word_count(stated) >= 4:
        for place in ones:
            if letters(stated) in letters(found[place].text):
                return place, stated
    early = [place for place in ones if place <= first + 3]
    if len(ones) != 1 or not early or "nav" in found[ones[0]].marks:
        return None, stated
    return ones[0], _printed_or_stated(found[ones[0]], stated, info)


def _printed_or_stated(chunk: Chunk, stated: str, info: PageInfo) -> str:
    """Return the one heading of a page, or the title that it states where they differ.

    A title is believed where several places state one and all say the same, or where what is
    printed is only the end of it.
    """
    forms = title_forms(info)
    printed = _without_kicker(chunk, forms)
    if word_count(stated) < 4 or info.only_head_title:
        return printed
    if letters(stated).endswith(letters(printed)):
        return stated
    one = info.stated_titles > 1 and all(
        alike(stated, without_name(each, info)) >= SAME for each in info.headlines
    )
    return stated if one else printed


def _without_kicker(chunk: Chunk, forms: Sequence[str]) -> str:
    """Return a printed headline without the label that stands over it in the same heading.

    It is one if a stated title is what follows it, or if the page marks it so. What the most
    trusted of the titles that fit states as it is printed stays whole.
    """
    for form in forms:
        if letters(chunk.text) == letters(form):
            return chunk.text
        if _CUT.match(chunk.text) and letters(form).endswith(letters(chunk.text)):
            return form
        most = min(MAX_KICKER_WORDS, word_count(form))
        if chunk.text.endswith(form) and 0 < word_count(chunk.text[: -len(form)]) <= most:
            return form
    marked = bool(chunk.kicker) and chunk.text.startswith(chunk.kicker)
    if marked and word_count(chunk.unkicked) >= 2 and not chunk.kicker.endswith(":"):
        closest = max((alike(chunk.unkicked, form) for form in forms), default=1.0)
        if closest > max((alike(chunk.text, form) for form in forms), default=0.0):
            return chunk.unkicked
    return chunk.text


def without_name(title: str, info: PageInfo) -> str:
    """Return a title without the name of the publisher or the site at its end or beginning."""
    host = (urlsplit(info.address or "").hostname or "").removeprefix("www.")
    names = [info.publisher or "", info.site or "", host, host.rpartition(".")[0]]
    name = "|".join(re.escape(each) for each in names if len(each) >= 2)
    if not name or len(title) > _MAX_TITLE_CHARS:
        return title
    bare = re.sub(rf"{_JOINT}(?:{name})\W*$", "", title, flags=re.IGNORECASE)
    if bare == title:
        bare = re.sub(rf"^\W*(?:{name}){_JOINT}", "", title, flags=re.IGNORECASE)
    return bare if word_count(bare) >= 2 else title


def _without_site(info: PageInfo) -> str:
    """Return the most trusted stated title without the name of a site; ``""`` for none."""
    if not info.headlines:
        return ""
    title = without_name(info.headlines[0], info)
    parts = _SITE.split(title)
    site = letters(info.publisher or "")
    told = [part for part in parts if letters(part) != site]
    if len(told) == len(parts) > 1 and info.only_head_title:
        told = [max(parts, key=word_count)]
    return title if len(told) in {0, len(parts)} else max(told, key=word_count)


def _may_be_headline(chunk: Chunk) -> bool:
    return (
        len(chunk.text) <= 300
        and look(chunk.text).words <= 45
        and not chunk.marks.keys() & {"control"}
    )


def _heading(chunk: Chunk) -> str:
    return chunk.tag if chunk.tag in _HEADING_WEIGHTS else ""
