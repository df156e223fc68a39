"""What its neighbourhood says against a chunk: repeated words, boxes of furniture, teasers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from audiobrief.story.chunks import Chunk
from audiobrief.story.extent import look
from audiobrief.story.words import covered, letters, runs, tokens

_REPEATED_SHARE: Final = 0.95
"""Share of three-word runs from which a chunk repeats what the story says elsewhere."""

_LEAST_REPEATED_WORDS: Final = 8
_LABEL_WORDS: Final = 4
_LABEL_TIMES: Final = 3
"""A short line that stands so often on a page is a label, not a sentence of the story."""

_BOX_KINDS: Final = frozenset({"newsletter", "account", "comments", "related", "privacy"})
"""Kinds of furniture that speak for a whole box: a label of an advertisement may stand anywhere."""

_OFFERS: Final = frozenset({"newsletter", "account"})
"""Kinds whose boxes hold whole paragraphs of their own; a link stands beside the story's too."""

_MAX_BOX_WORDS: Final = 160
_MAX_TEASER_CHUNKS: Final = 4


@dataclass(slots=True)
class _Box:
    """An element that is not round the story: how much is in it, and of what kind."""

    chunks: int = 0
    words: float = 0.0
    titles: int = 0
    reason: str = ""
    offers: bool = False


def repeats(
    found: Sequence[Chunk], core: Collection[int], beside: Callable[[Chunk], bool]
) -> dict[int, str]:
    """Return the indices of chunks of the story that say again what it says elsewhere, with why.

    A quotation that is pulled out may stand before the paragraph that it is taken from; any other
    chunk has to follow what it repeats.

    Args:
        found: The chunks of the page.
        core: Indices of those of the story.
        beside: Whether a chunk stands among its paragraphs: only those can be repeated.
    """
    told: dict[int, str] = {}
    order = sorted(core)
    apart = {place: runs(iter([found[place].text])) for place in order}
    often = Counter(run for each in apart.values() for run in each)
    before: set[tuple[str, ...]] = set()
    for place in order:
        chunk, own = found[place], apart[place]
        pulled = bool(chunk.marks.keys() & {"pull", "quote", "aside"})
        if len(tokens(chunk.text)) >= _LEAST_REPEATED_WORDS:
            other = {run for run in own if often[run] > 1} if pulled else before
            if covered(chunk.text, frozenset(other & own)) >= _REPEATED_SHARE:
                told[place] = "it repeats what the story says"
                continue
        if beside(chunk):
            before |= own
    return told


def labels(found: Sequence[Chunk]) -> frozenset[str]:
    """Return the letters of short lines that a page prints again and again."""
    times = Counter(letters(chunk.text) for chunk in found if len(chunk.text) <= 40)
    return frozenset(key for key, count in times.items() if key and count >= _LABEL_TIMES)


def is_label(chunk: Chunk, often: Collection[str]) -> bool:
    """Return whether a chunk is one of those lines."""
    return (
        chunk.tag != "tr"
        and letters(chunk.text) in often
        and look(chunk.text).words <= _LABEL_WORDS
    )


def boxed_out(
    found: Sequence[Chunk], around: Collection[int], beside: Callable[[Chunk], bool]
) -> dict[int, str]:
    """Return the indices of chunks in boxes beside the story that are furniture as a whole.

    Args:
        found: The chunks of the page.
        around: Numbers of the elements that hold most of the story.
        beside: Whether a chunk stands among its paragraphs.
    """
    boxes = _boxes(found, around, beside)
    told: dict[int, str] = {}
    for place, chunk in enumerate(found):
        for number in chunk.trail:
            box = boxes.get(number)
            if box is None or box.words > _MAX_BOX_WORDS:
                continue
            if box.reason and (box.offers or not look(chunk.text).strong):
                told[place] = box.reason
            elif box.titles and 1 < box.chunks <= _MAX_TEASER_CHUNKS:
                told[place] = "it stands under the title of another story"
    return told


def _boxes(
    found: Sequence[Chunk], around: Collection[int], beside: Callable[[Chunk], bool]
) -> Mapping[int, _Box]:
    """Return number -> box, for every element that neither holds the story nor is round it."""
    apart = {number for chunk in found if beside(chunk) for number in chunk.trail}.union(around)
    boxes: dict[int, _Box] = {}
    for chunk in found:
        each = look(chunk.text)
        title = chunk.shares.get("link", 0.0) > 0.8 and each.words >= 4 and not each.ends
        title = title and not each.text.startswith("http")
        for number in chunk.trail:
            if number in apart:
                continue
            box = boxes.setdefault(number, _Box())
            box.chunks += 1
            box.words += each.words
            box.titles += title
            if each.kind is not None and each.kind.name in _BOX_KINDS:
                box.reason = each.kind.reason
                box.offers = box.offers or each.kind.name in _OFFERS
    return boxes
