"""Timeline -> chapters, and the chapters file of Podcasting 2.0."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from audiobrief.episode.model import Chapter
from audiobrief.mix.model import Layer, Placement, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role
from audiobrief.words import words

MAX_CHAPTERS: Final = 255
"""An ID3 table of contents counts its entries in one byte (ID3v2 Chapter Frame Addendum)."""

MAX_TITLE_CHARS: Final = 120
"""What players show of a title; longer subheads and headlines are cut between words."""

LONG_QUOTE_WORDS: Final = 60
"""From about 25 seconds on, a quote is something that a listener may want to skip."""

LEAD_MS: Final = 50
"""Start before the first sound: an MP3 player seeks to frames of 26 ms, never to a sample."""

_SIGNS: Final = frozenset({Layer.EARCON})
"""Sounds that belong to what follows. A sting does not: who jumps to a story wants its words."""


class _Kind(StrEnum):
    """What a part is; the values are keys of the table of titles in audiobrief/words."""

    OPENING = "opening"
    HEADLINE = "headline"
    CAPTION = "caption"
    STORY = "story"
    QUOTE = "quote"
    SUBHEAD = "subhead"
    CREDITS = "credits"


_KINDS: Final[Mapping[Role, _Kind]] = MappingProxyType(
    {
        Role.SECTION: _Kind.HEADLINE,
        Role.HEADLINE: _Kind.HEADLINE,
        Role.BYLINE: _Kind.HEADLINE,
        Role.SUMMARY: _Kind.HEADLINE,
        Role.CAPTION: _Kind.CAPTION,
        Role.DATELINE: _Kind.STORY,
        Role.BODY: _Kind.STORY,
        Role.QUOTE: _Kind.STORY,
        Role.FURNITURE: _Kind.STORY,
        Role.SUBHEAD: _Kind.SUBHEAD,
        Role.CREDITS: _Kind.CREDITS,
    }
)
"""Role -> the part of the story that it belongs to; continuity stays where it stands."""


@dataclass(kw_only=True)
class _Part:
    """A chapter to be: what it is, its title, and the cues that are heard in it."""

    kind: _Kind
    title: str
    in_contents: bool = True
    image: str = ""
    link: str = ""
    cues: list[Cue] = field(default_factory=list)


Images = Mapping[tuple[int, int | None], str]
"""(Index of the story, index of the block in it) -> address of the picture."""

_NO_IMAGES: Final[Images] = MappingProxyType({})


def chapters(
    rundown: Rundown, timeline: Timeline, images: Images = _NO_IMAGES
) -> tuple[Chapter, ...]:
    """Return the chapters of an episode, from frame 0 to the end of the timeline without gaps.

    A chapter starts in the pause before its first sting, earcon or cue: on a whole second where the
    pause holds one (some players drop fractions of a second), else shortly before the sound. In an
    edition a story's own chapter bears its headline; the parts inside it are not in the contents.
    Pictures are those of secure addresses only: players show no others.
    """
    heard = [placement for placement in timeline.placements if placement.layer is not Layer.BED]
    place = {p.cue.id: number for number, p in enumerate(heard) if p.cue is not None}
    titles = words(rundown.language).parts
    starts: list[tuple[int, _Part]] = []
    for part in _parts(rundown, images):
        first = next((place[cue.id] for cue in part.cues if cue.id in place), None)
        if first is not None:
            starts.append((_start_frames(heard, first, timeline.rate_hz), part))
    if starts and starts[0][1].kind is not _Kind.OPENING and heard[0].layer is Layer.IDENT:
        starts.insert(0, (0, _Part(kind=_Kind.OPENING, title=titles[_Kind.OPENING])))
    edges = [0, *(start for start, _ in starts[1:]), timeline.frames]
    return tuple(
        Chapter(
            start_frames=start,
            end_frames=end,
            title=part.title,
            in_contents=part.in_contents,
            image=part.image,
            link=part.link,
        )
        for (start, end), (_, part) in zip(itertools.pairwise(edges), starts, strict=False)
    )


def within_limit(every: Sequence[Chapter], limit: int = MAX_CHAPTERS) -> tuple[Chapter, ...]:
    """Return at most ``limit`` chapters: inner ones go first, then the last ones.

    What a chapter held that goes is added to the chapter before it, so no gap opens.
    """
    kept = tuple(every)
    if len(kept) > limit:
        kept = _joined(kept, {n for n, chapter in enumerate(kept) if n and not chapter.in_contents})
    return _joined(kept, set(range(limit, len(kept))))


def to_json(every: Iterable[Chapter], timeline: Timeline, *, title: str, show: str) -> str:
    """Return the chapters as Podcasting 2.0 JSON chapters 1.2; times are in seconds there.

    Times are the whole milliseconds that the ID3 chapters have. Source: jsonChapters.md of the
    podcast namespace.
    """
    listed = [
        {
            "startTime": timeline.ms(chapter.start_frames) / 1000,
            "endTime": timeline.ms(chapter.end_frames) / 1000,
            "title": chapter.title,
            **({"img": chapter.image} if chapter.image else {}),
            **({"url": chapter.link} if chapter.link else {}),
            **({} if chapter.in_contents else {"toc": False}),
        }
        for chapter in every
    ]
    content = {"version": "1.2.0", "title": title, "podcastName": show, "chapters": listed}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _joined(every: tuple[Chapter, ...], gone: set[int]) -> tuple[Chapter, ...]:
    kept: list[Chapter] = []
    for number, chapter in enumerate(every):
        if number in gone and kept:
            kept[-1] = replace(kept[-1], end_frames=chapter.end_frames)
        else:
            kept.append(chapter)
    return tuple(kept)


def _start_frames(heard: Sequence[Placement], first: int, rate_hz: int) -> int:
    """Return where a chapter starts whose first cue is the placement of this number."""
    while first and heard[first - 1].layer in _SIGNS:
        first -= 1
    sound = heard[first].start_frames
    silence = min(max((placement.end_frames for placement in heard[:first]), default=0), sound)
    second = sound // rate_hz * rate_hz
    return second if second >= silence else max(silence, sound - LEAD_MS * rate_hz // 1000)


def _parts(rundown: Rundown, images: Images) -> Iterator[_Part]:
    """Yield the parts of the episode in the order in which they are heard."""
    titles = words(rundown.language).parts
    if rundown.opening:
        yield _Part(kind=_Kind.OPENING, title=titles[_Kind.OPENING], cues=list(rundown.opening))
    parts = []
    for index, item in enumerate(rundown.items):
        own = {block: image for (owner, block), image in images.items() if owner == index}
        titles_in = words(_language(item), rundown.language).parts
        parts += _story_parts(item, own, titles_in, edition=rundown.is_edition)
    if rundown.closing:
        if rundown.is_edition or parts[-1].kind is not _Kind.CREDITS:
            parts.append(_Part(kind=_Kind.CREDITS, title=titles[_Kind.CREDITS]))
        parts[-1].cues.extend(rundown.closing)
    yield from parts


def _language(item: Item) -> str:
    """Return the language of a story: that of its first words."""
    return next((cue.language for cue in item.cues if cue.role is not Role.CONTINUITY), "")


def _story_parts(
    item: Item, images: Mapping[int | None, str], titles: Mapping[str, str], *, edition: bool
) -> list[_Part]:
    """Return the parts of one story; in an edition the first one bears its headline."""
    parts: list[_Part] = []
    section = titles[_Kind.STORY]
    seen: set[str] = set()
    for cues in _groups(item.cues):
        role = next((cue.role for cue in cues if cue.role is not Role.CONTINUITY), None)
        kind = _kind(role, parts, edition=edition)
        if kind is _Kind.STORY and role is Role.QUOTE and _is_long(cues):
            kind = _Kind.QUOTE
        if kind is _Kind.SUBHEAD:
            section = " ".join(cue.print_text for cue in cues if cue.role is role)
        if not parts or (role is not None and _opens(kind, parts[-1].kind)):
            title = section if kind in {_Kind.STORY, _Kind.SUBHEAD} else titles[kind]
            title = _cut(title)
            again = kind is _Kind.STORY and title in seen
            seen.add(title)
            part = _Part(
                kind=kind, title=titles["continued"].format(title=title) if again else title
            )
            if images.get(cues[0].block, "").startswith("https://"):
                part.image = images[cues[0].block]
            parts.append(part)
        parts[-1].cues.extend(cues)
    _number_captions(parts, titles)
    if edition:
        parts[0].title = _cut(item.title)
        parts[0].link = item.address if item.address.startswith(("http://", "https://")) else ""
        for part in parts[1:]:
            part.in_contents = False
    return parts


def _kind(role: Role | None, parts: Sequence[_Part], *, edition: bool) -> _Kind:
    """Return the part that a group of cues belongs to, after the parts that there are."""
    if not parts:
        return _Kind.HEADLINE if edition or role is None else _KINDS[role]
    if role is None:
        return parts[-1].kind
    kind = _KINDS[role]
    # A summary that stands below the picture is heard as the beginning of the story.
    late = kind is _Kind.HEADLINE and parts[-1].kind is not _Kind.HEADLINE
    return _Kind.STORY if late else kind


def _is_long(cues: Iterable[Cue]) -> bool:
    """Return whether a quote has a chapter of its own."""
    printed = (cue.print_text for cue in cues if cue.role is Role.QUOTE)
    return sum(len(text.split()) for text in printed) >= LONG_QUOTE_WORDS


def _opens(kind: _Kind, current: _Kind) -> bool:
    """Return whether a group of this kind opens a part, after a part of the current kind."""
    if kind is _Kind.STORY:
        return current not in {_Kind.STORY, _Kind.SUBHEAD}
    return kind is not current or kind in {_Kind.SUBHEAD, _Kind.CAPTION, _Kind.QUOTE}


def _groups(cues: Iterable[Cue]) -> Iterator[list[Cue]]:
    """Yield runs of cues of one printed block; where there is no block, of one role."""
    for _, run in itertools.groupby(
        cues, key=lambda cue: (cue.block, cue.role if cue.block is None else None)
    ):
        yield list(run)


def _number_captions(parts: Iterable[_Part], titles: Mapping[str, str]) -> None:
    captions = [part for part in parts if part.kind is _Kind.CAPTION]
    if len(captions) > 1:
        for number, part in enumerate(captions, start=1):
            part.title = titles["caption_number"].format(number=number)


def _cut(title: str) -> str:
    """Return the title on one line, cut between words where it is too long."""
    folded = " ".join(title.split())
    if len(folded) <= MAX_TITLE_CHARS:
        return folded
    return folded[: MAX_TITLE_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
