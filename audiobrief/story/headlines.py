"""Which line of a flat text is its headline: signs, each with a weight that was learned.

The weights stand in ``weights.py``; ``benchmarks/train_segmentation.py`` makes them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from audiobrief.story.captions import (
    ends_in_credit,
    is_picture_mark,
    shows_picture,
    split_credit,
)
from audiobrief.story.extent import Look, look
from audiobrief.story.people import is_person
from audiobrief.story.weights import HEADLINE
from audiobrief.story.words import capitalised, letters, tokens

REACH: Final = 150
"""How many lines before the story a headline may stand: menus may lie between."""

NEAR: Final = 12
"""Lines after a headline within which the story begins, mostly."""

_CLOCK: Final = re.compile(r"\b\d{1,2}:\d{2}\b")
_LISTED: Final = re.compile(r"^(?:o|\d{1,2}\.|[-*•·])\s")
_END_QUOTES: Final = "”’\"'»“ "


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A flat text as the signs see it.

    Attributes:
        lines: Its paragraphs.
        story: How often each word of content stands in the story.
        opening: The words of content of the first paragraphs of the story.
        repeats: Letters of a line -> how often it stands in the text.
        told: Words of prose before each line, and in all of them last.
        first: First line of the story.
        last: Last line of the story.
        prose: The first line of it that is a paragraph beyond doubt.
        start: The first line that is no furniture.
    """

    lines: Sequence[str]
    story: Counter[str]
    opening: frozenset[str]
    repeats: Counter[str]
    told: Sequence[float]
    first: int
    last: int
    prose: int
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that may be the headline of a text."""

    text: str
    place: int
    whole: Text

    @property
    def look(self) -> Look:
        """What can be seen of it by itself."""
        return look(self.text)

    def after(self, count: int) -> tuple[Look, ...]:
        """Return what can be seen of the lines that follow."""
        lines = self.whole.lines[self.place + 1 : self.place + 1 + count]
        return tuple(map(look, lines))

    def before(self, count: int) -> tuple[Look, ...]:
        """Return what can be seen of the lines before it, the nearest first."""
        lines = self.whole.lines[max(0, self.place - count) : self.place]
        return tuple(map(look, reversed(lines)))

    @property
    def known(self) -> float:
        """The share of its words of content that the story tells again."""
        inside = self.whole.first <= self.place <= self.whole.last
        found = content(self.text)
        return sum(self.whole.story[word] > inside for word in found) / max(3, len(found))

    @property
    def opened(self) -> float:
        """The share of its words of content that the first paragraphs tell again."""
        found = content(self.text)
        return sum(word in self.whole.opening for word in found) / max(3, len(found))

    @property
    def prose_after(self) -> float:
        """The share of the prose of the text that follows within reach of a headline."""
        told = self.whole.told
        end = min(len(told) - 1, self.place + 1 + NEAR)
        return min(1.0, (told[end] - told[self.place + 1]) / 200)

    @property
    def prose_before(self) -> float:
        """The share of the prose of the text that stands before it."""
        told = self.whole.told
        return told[self.place] / max(1.0, told[-1])


def content(text: str) -> tuple[str, ...]:
    """Return the words that carry meaning: four letters and more, or signs of other scripts."""
    return tuple(word for word in tokens(text) if len(word) >= 4 or word > "\u0dff")


def topics(text: str) -> frozenset[str]:
    """Return what a line tells of: the first six letters of its long words, pairs of signs."""
    found = tokens(text)
    long = {word[:6] for word in found if len(word) >= 6}
    if not text or max(text) <= "\u0dff":
        return frozenset(long)
    pairs = {
        one + other
        for one, other in pairwise(found)
        if len(one) == len(other) == 1 and one > "\u0dff" and other > "\u0dff"
    }
    return frozenset(long | pairs)


def is_title_like(each: Look) -> bool:
    """Return whether a line is made as headlines are: some words, no full stop."""
    return 5 <= each.words <= 22 and not each.ends and each.kind is None and not each.dated


def _in_words(least: float, most: float) -> Callable[[Candidate], float]:
    return lambda line: float(least <= line.look.words < most)


def _steps(line: Candidate) -> int:
    """Return how many lines lie between it and the next paragraph beyond doubt."""
    following = line.after(30)
    return next((n for n, each in enumerate(following) if each.strong), 30)


SIGNS: Final[dict[str, Callable[[Candidate], float]]] = {
    "one word": _in_words(0, 1.6),
    "two words": _in_words(1.6, 2.6),
    "three or four words": _in_words(2.6, 4.6),
    "five to seven words": _in_words(4.6, 7.6),
    "eight to fifteen words": _in_words(7.6, 15.6),
    "sixteen to twenty words": _in_words(15.6, 20.6),
    "twenty-one to thirty words": _in_words(20.6, 30.6),
    "more words": _in_words(30.6, 1e9),
    "told again in the story": lambda line: line.known,
    "told again at its opening": lambda line: line.opened,
    "printed twice": lambda line: float(
        line.whole.repeats[letters(line.text)] > 1 and line.look.words >= 4
    ),
    "ends in a full stop": lambda line: float(
        line.text.rstrip(_END_QUOTES).endswith((".", "。", "।"))
    ),
    "ends in dots, colon or comma": lambda line: float(
        line.text.rstrip(_END_QUOTES).endswith(("…", "...", ":", ","))
    ),
    "asks": lambda line: float(line.text.rstrip(_END_QUOTES).endswith("?")),
    "several sentences": lambda line: float(line.look.sentences > 1 and line.look.words > 14),
    "furniture by its wording": lambda line: float(line.look.kind is not None),
    "a byline": lambda line: float(line.look.byline),
    "a credit": lambda line: float(line.look.credit or split_credit(line.text)[1] is not None),
    "a date": lambda line: float(line.look.dated),
    "a person": lambda line: float(is_person(line.text) and line.look.words <= 3),
    "of a picture": lambda line: float(is_picture_mark(line.text) or shows_picture(line.text)),
    "a time of day": lambda line: float(bool(_CLOCK.search(line.text))),
    "an item of a list": lambda line: float(bool(_LISTED.match(line.text))),
    "in capitals": lambda line: float(line.text.isupper()),
    "each word with a capital": lambda line: float(
        capitalised(line.text) > 0.7 and line.look.words >= 4
    ),
    "date or byline in the next four lines": lambda line: float(
        any(each.dated or each.byline for each in line.after(4))
    ),
    "date or byline in the two lines before": lambda line: float(
        any(each.dated or each.byline for each in line.before(2))
    ),
    "a sentence follows": lambda line: float(any(each.prose for each in line.after(1))),
    "titles before and after": lambda line: float(
        any(map(is_title_like, line.before(1))) and any(map(is_title_like, line.after(1)))
    ),
    "titles round it": lambda line: sum(map(is_title_like, (*line.before(3), *line.after(3)))) / 6,
    "short lines before": lambda line: sum(each.words <= 3 for each in line.before(4)) / 4,
    "furniture just before": lambda line: float(
        any(each.kind is not None for each in line.before(2))
    ),
    "furniture in the next six lines": lambda line: float(
        any(each.kind is not None for each in line.after(6))
    ),
    "prose follows": lambda line: line.prose_after,
    "prose stands before": lambda line: math.sqrt(line.prose_before),
    "lines to the next paragraph": lambda line: math.log1p(_steps(line)),
    "lines to the opening": lambda line: math.log1p(max(0, line.whole.prose - line.place - 1)),
    "behind the opening": lambda line: float(line.place >= line.whole.prose),
    "the first line": lambda line: float(line.place == line.whole.start),
    "at the top of a short text": lambda line: float(
        line.place <= line.whole.start + 2 and len(line.whole.lines) <= 60
    ),
}
"""Name -> measure, 0 to about 1 (logarithms of counts apart)."""

CREDITED: Final = -6.0
"""Weight of a credit with its label at the end: that is a caption."""

MARKED_HEADING: Final = 6.0
"""Weight of a heading of the first level in Markdown: nothing says more."""


def text_of(lines: Sequence[str], span: tuple[int, int]) -> Text:
    """Return what the signs need to know of a text.

    Args:
        lines: Its paragraphs.
        span: First and last line of the story, as ``story_span`` gives them.
    """
    first, last = span
    strong = [i for i in range(first, last + 1) if look(lines[i]).strong]
    words = [look(line).words if look(line).prose else 0.0 for line in lines]
    return Text(
        lines=lines,
        story=Counter(content(" ".join(lines[first : last + 1]))),
        opening=frozenset(content(" ".join(lines[i] for i in strong[:3]))),
        repeats=Counter(map(letters, lines)),
        told=tuple(accumulate(words, initial=0.0)),
        first=first,
        last=last,
        prose=strong[0] if strong else first,
        start=next((i for i, line in enumerate(lines) if _may_start(line)), 0),
    )


def _may_start(line: str) -> bool:
    return look(line).kind is None and not ends_in_credit(line)


def candidates(whole: Text) -> Iterator[Candidate]:
    """Yield the lines that may be the headline: most of the story has to follow them."""
    inside = range(whole.first, whole.last + 1)
    prose = [i for i in inside if look(whole.lines[i]).prose] or [whole.last]
    latest = min(max(whole.prose + 2, whole.first), prose[(len(prose) - 1) // 2])
    latest = min(latest, whole.first + REACH)
    for place in range(max(0, whole.first - REACH), latest + 1):
        yield Candidate(text=whole.lines[place], place=place, whole=whole)


def measures(line: Candidate) -> tuple[float, ...]:
    """Return the value of each sign, in the order of ``SIGNS``."""
    return tuple(measure(line) for measure in SIGNS.values())


def _is_never(line: Candidate) -> bool:
    """Return whether a line is a caption with its credit, a dateline, or a message's sender."""
    kind = line.look.kind
    if line.look.dateline or ends_in_credit(line.text):
        return True
    return kind is not None and kind.name == "mail-head"


def headline_place(lines: Sequence[str], span: tuple[int, int], heads: Sequence[int]) -> int:
    """Return the index of the line that is most likely the headline.

    Args:
        lines: The paragraphs of the text.
        span: What ``story_span`` gave.
        heads: Level of the heading that each line was marked as; 0 where it was not.
    """
    whole = text_of(lines, span)
    weights = [HEADLINE[name] for name in SIGNS]
    best, best_score = whole.start, float("-inf")
    for line in candidates(whole):
        score = sum(map(float.__mul__, weights, measures(line)))
        score += MARKED_HEADING * (heads[line.place] == 1) + CREDITED * _is_never(line)
        if score > best_score:
            best, best_score = line.place, score
    return best
