"""The tags of the Podcasting 2.0 namespace: what each asks for."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from audiobrief.feed.elements import PODCAST
from audiobrief.findings import Problem
from audiobrief.licences import LICENCES

_MEDIA: Final = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course")
MEDIA: Final = frozenset({*_MEDIA, *(f"{word}L" for word in _MEDIA), "mixed", "publisher"})

_TRANSCRIPTS: Final = frozenset(
    {
        "text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip",
        "application/srt", "text/srt",
    }
)  # fmt: skip
_CHAPTERS: Final = frozenset({"application/json+chapters", "application/json"})
_GROUPS: Final = frozenset(
    {
        "creative direction", "cast", "writing", "audio production", "audio post-production",
        "administration", "visuals", "community", "misc.", "video production",
        "video post-production",
    }
)  # fmt: skip
"""Of the Podcast Taxonomy, in lower case: it tells no case apart."""

_SPDX: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{1,40}")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def podcasting_problems(parent: etree._Element, name: str) -> Iterator[Problem]:
    """Yield what is wrong with the podcast tags of a channel or an item."""
    for child in parent:
        if str(child.tag).startswith(f"{{{PODCAST}}}"):
            check = _CHECKS.get(child.tag.partition("}")[2])
            if check is not None:
                yield from check(child, name)


def _words(element: etree._Element) -> str:
    return (element.text or "").strip()


def _absolute(address: str | None) -> bool:
    known = address or ""
    return urlsplit(known).scheme in {"http", "https"} and not re.search(r"\s", known)


def _guid(element: etree._Element, name: str) -> Iterator[Problem]:
    try:
        good = str(uuid.UUID(_words(element))) == _words(element).lower()
    except ValueError:
        good = False
    if not good:
        yield (
            "podcast-guid-form",
            f"{name} has the podcast:guid {_words(element)!r}, which is no UUID.",
        )


def _locked(element: etree._Element, name: str) -> Iterator[Problem]:
    if _words(element) not in {"yes", "no"}:
        yield "locked-value", f"{name} has podcast:locked {_words(element)!r}, not yes or no."
    owner = element.get("owner")
    if owner is not None and "@" not in owner:
        yield "locked-owner", f"{name} is locked by {owner!r}, which is no e-mail address."


def _medium(element: etree._Element, name: str) -> Iterator[Problem]:
    if _words(element) not in MEDIA:
        yield "medium-value", f"{name} has podcast:medium {_words(element)!r}, which is not known."


def _transcript(element: etree._Element, name: str) -> Iterator[Problem]:
    if not _absolute(element.get("url")):
        told = f"{name} has a transcript at {element.get('url')!r}, which is no web address."
        yield "transcript-address", told
    if element.get("type") not in _TRANSCRIPTS:
        yield "transcript-type", f"{name} has a transcript of the type {element.get('type')!r}."
    language = element.get("language")
    if language is not None and not _TAG.fullmatch(language):
        yield "transcript-language", f"{name} has a transcript in {language!r}: no language tag."
    if element.get("rel") not in {None, "captions"}:
        yield "transcript-type", f"{name} has a transcript with rel {element.get('rel')!r}."


def _chapters(element: etree._Element, name: str) -> Iterator[Problem]:
    if not _absolute(element.get("url")):
        told = f"{name} has chapters at {element.get('url')!r}, which is no web address."
        yield "chapters-address", told
    if element.get("type") not in _CHAPTERS:
        yield "chapters-type", f"{name} has chapters of the type {element.get('type')!r}."


def _person(element: etree._Element, name: str) -> Iterator[Problem]:
    words = _words(element)
    if not words or len(words) > 128:
        yield "person-name", f"{name} has a podcast:person without a name, or with a long one."
    group = element.get("group")
    if group is not None and group.lower() not in _GROUPS:
        yield "person-taxonomy", f"{name} has a person in {group!r}, which the taxonomy has not."


def _soundbite(element: etree._Element, name: str) -> Iterator[Problem]:
    try:
        start, duration = float(element.get("startTime", "")), float(element.get("duration", ""))
    except ValueError:
        yield "soundbite-times", f"{name} has a soundbite without startTime and duration."
        return
    if start < 0 or not 15 <= duration <= 120:
        yield "soundbite-times", f"{name} has a soundbite of {duration:g} seconds, not 15 to 120."


def _license(element: etree._Element, name: str) -> Iterator[Problem]:
    words = _words(element)
    known = words.lower() in LICENCES or bool(_SPDX.fullmatch(words.lower()))
    if not words or (not known and not _absolute(element.get("url"))):
        yield "license-known", f"{name} has the licence {words!r}, without an address of its text."


def _alternate(element: etree._Element, name: str) -> Iterator[Problem]:
    sources = element.findall(f"{{{PODCAST}}}source")
    if not element.get("type") or not sources or not all(each.get("uri") for each in sources):
        yield "alternate-enclosure", f"{name} has an alternateEnclosure without type or source."
    integrity = element.findall(f"{{{PODCAST}}}integrity")
    if len(integrity) > 1:
        yield "alternate-enclosure", f"{name} has an alternateEnclosure with several integrities."
    for each in integrity:
        digest = each.get("value", "")
        sri = each.get("type") == "sri" and re.fullmatch(
            r"sha(256|384|512)-[A-Za-z0-9+/]+=*", digest
        )
        if not sri and each.get("type") != "pgp-signature":
            yield "integrity-form", f"{name} has a podcast:integrity of no known form."


def _image(element: etree._Element, name: str) -> Iterator[Problem]:
    if not _absolute(element.get("href")):
        yield "image-address", f"{name} has a podcast:image at {element.get('href')!r}."
    if not element.get("alt", "").strip():
        yield "image-alt", f"{name} has a podcast:image without words for those who do not see it."


def _txt(element: etree._Element, name: str) -> Iterator[Problem]:
    if len(_words(element)) > 4000 or len(element.get("purpose", "")) > 128:
        yield "txt-length", f"{name} has a podcast:txt that is too long."


def _number(element: etree._Element, name: str) -> Iterator[Problem]:
    tag = element.tag.partition("}")[2]
    form = r"\d+" if tag == "season" else r"\d+(\.\d+)?"
    if not re.fullmatch(form, _words(element)):
        yield "number-form", f"{name} has podcast:{tag} {_words(element)!r}, which is no number."


_CHECKS: Final[Mapping[str, Callable[[etree._Element, str], Iterator[Problem]]]] = MappingProxyType(
    {
        "guid": _guid,
        "locked": _locked,
        "medium": _medium,
        "transcript": _transcript,
        "chapters": _chapters,
        "person": _person,
        "soundbite": _soundbite,
        "license": _license,
        "alternateEnclosure": _alternate,
        "image": _image,
        "txt": _txt,
        "season": _number,
        "episode": _number,
    }
)
"""Tag -> what checks it."""
