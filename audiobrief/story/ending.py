"""Where the story ends among the lines of a flat text: signs, each with a weight that was learned.

Comments, other stories and notices follow a story without a border, written in sentences as it is.
Every line that might be its last is weighed by all lines up to it and by what stands at the border.
The weights stand in ``weights.py``; ``benchmarks/train_segmentation.py`` makes them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from typing import Final

from audiobrief.story.captionwords import has_speech
from audiobrief.story.extent import Look, is_teaser, look
from audiobrief.story.headlines import is_title_like, topics
from audiobrief.story.tailwords import about
from audiobrief.story.weights import ENDING
from audiobrief.story.words import letters

REACH: Final = 900
"""Lines of a story that are weighed; no newspaper prints longer ones."""

GAP: Final = 25
"""Lines without a sentence that a story has at most behind its densest stretch: a table."""

LOST: Final = 2.5
"""How much worse a lost word is than one too many: in doubt, body."""

MAX_CHARS: Final = 1500
"""Letters of a line of which the words are looked at."""

LOST_OF_TIDY: Final = 8.0
"""The same in a text that is a story with little round it: a producer pasted it on purpose."""

_HANDLE: Final = re.compile(r"(?<!\w)@\w{2,}|https?://|www\.\w|\w@\w+\.\w")
_ELLIPSIS: Final = re.compile(r"(?:…|\.\.\.|\[…\]|»|›|→)\W*$")
_AGO: Final = re.compile(
    r"\b(?:\d+ (?:min(?:ute)?s?|hours?|days?|weeks?|months?) ago|\d+ min(?:ute)?s? read"
    r"|vor \d+ \w+|il y a \d+|hace \d+|\d+ \w+ fa|há \d+|\d{1,2}:\d{2})\b",
    re.IGNORECASE,
)
_ANSWERS: Final = re.compile(
    r"^\W*\d+\s+(?:\w+\s+)?(?:comments?|repl(?:y|ies)|responses?|thoughts?|kommentare?"
    r"|ergänzungen|antworten|reaktionen|commentaires?|comentarios?|commenti|comentários?|reacties)"
    r"\b|^(?:comments?|kommentare?|commentaires?|comentarios?|commenti|comentários?|reacties"
    r"|kommentarer|komentarze|комментарии|コメント|댓글|评论)\W*\d*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """The lines of a text from the first paragraph of its story on.

    Attributes:
        lines: All lines of the text.
        first: The line with which the story opens.
        span: Its last line as ``story_span`` gave it.
        title: What the headline tells of.
        opening: What headline and first paragraphs tell of.
        repeats: Letters of a line -> how often it stands in the text.
        comments: The line from which on the readers speak.
        closed: The line from which on furniture says that the story is over.
        stop: The line behind the last one that may end the story.
    """

    lines: Sequence[str]
    first: int
    span: int
    title: frozenset[str]
    opening: frozenset[str]
    repeats: Counter[str]
    comments: int
    closed: int
    stop: int


@dataclass(frozen=True, kw_only=True)
class Border:
    """A line of a tail, which may be the last of the story."""

    tail: Tail
    place: int

    @cached_property
    def text(self) -> str:
        """The words of the line."""
        return self.tail.lines[self.place]

    @cached_property
    def look(self) -> Look:
        """What can be seen of it by itself."""
        return look(self.text)

    @cached_property
    def about(self) -> Mapping[str, int]:
        """How many of its words are about what."""
        return about(self.text[:MAX_CHARS])

    def near(self, step: int) -> Look:
        """Return what can be seen of a line near it; of an empty one beyond the text."""
        place = self.place + step
        return look(self.tail.lines[place] if 0 <= place < len(self.tail.lines) else "")

    def after(self, count: int) -> tuple[Look, ...]:
        """Return what can be seen of the lines that follow."""
        return tuple(map(look, islice(self.tail.lines, self.place + 1, self.place + 1 + count)))

    @cached_property
    def topics(self) -> frozenset[str]:
        """What it tells of."""
        return topics(self.text)

    def told(self, known: frozenset[str]) -> float:
        """Return the share of what it tells that is known."""
        return len(self.topics & known) / max(4, len(self.topics))

    @cached_property
    def afterwards(self) -> tuple[float, ...]:
        """How much of the opening each of the next sentences tells again."""
        rows = self.tail.lines[self.place + 1 : self.place + 9]
        found = [topics(row) for row in rows if look(row).prose][:4]
        return tuple(len(each & self.tail.opening) / max(4, len(each)) for each in found)


def _told_of(what: str) -> Callable[[Border], float]:
    """Return a sign of lines with a word about something; in a long one, it takes two."""
    return lambda line: min(1.0, line.about[what] / (1 if line.look.words <= 12 else 2))


INSIDE: Final[dict[str, Callable[[Border], float]]] = {
    "behind a heading of comments": lambda line: float(line.place >= line.tail.comments),
    "behind furniture behind stories": lambda line: float(line.place > line.tail.closed),
    "a sentence behind furniture behind stories": lambda line: float(
        line.place > line.tail.closed and line.look.prose
    ),
    "a paragraph": lambda line: float(line.look.strong),
    "a sentence": lambda line: float(line.look.prose and not line.look.strong),
    "a title": lambda line: float(is_title_like(line.look)),
    "one to four words": lambda line: float(line.look.words <= 4.5 and not line.look.ends),
    "furniture": lambda line: float(line.look.kind is not None),
    "furniture behind stories": lambda line: float(
        line.look.kind is not None and line.look.kind.ends_story
    ),
    "a credit": lambda line: float(line.look.credit),
    "a byline": lambda line: float(line.look.byline),
    "a date": lambda line: float(line.look.dated),
    "a teaser": lambda line: float(is_teaser(line.tail.lines, line.place)),
    "a sentence under a title": lambda line: float(
        line.look.prose and is_title_like(line.near(-1))
    ),
    "a title among titles": lambda line: float(
        is_title_like(line.look) and is_title_like(line.near(-1)) and is_title_like(line.near(1))
    ),
    "words of the headline": lambda line: line.told(line.tail.title),
    "words of the opening": lambda line: line.told(line.tail.opening),
    "a sentence of the same words": lambda line: float(
        line.look.prose and line.told(line.tail.opening) >= 0.25
    ),
    "a sentence of other words": lambda line: float(
        line.look.prose and len(line.topics) >= 5 and not line.told(line.tail.opening)
    ),
    "it breaks off": lambda line: float(bool(_ELLIPSIS.search(line.text[-20:]))),
    "a question": lambda line: float(line.text.rstrip('”"’ ').endswith(("?", "？"))),
    "a cry": lambda line: float(line.text.rstrip('”"’ ').endswith(("!", "！"))),
    "speech": lambda line: float(has_speech(line.text)),
    "an address": lambda line: float(bool(_HANDLE.search(line.text[-300:]))),
    "a time": lambda line: float(line.look.words <= 12 and bool(_AGO.search(line.text[:200]))),
    "printed twice": lambda line: float(
        line.look.words >= 3 and line.tail.repeats[letters(line.text)] > 1
    ),
    "to the reader": _told_of("reader"),
    "of the house": _told_of("house"),
    "of the writer": _told_of("self"),
    "of accounts": _told_of("account"),
    "of donations": _told_of("donation"),
    "of comments": _told_of("comments"),
    "of rights": _told_of("rights"),
    "of writers": _told_of("person"),
    "of other stories": _told_of("more"),
}
"""Name -> measure of a line that speaks, below 0, for the story being over before it."""

EDGE: Final[dict[str, Callable[[Border], float]]] = {
    "ends in a paragraph": lambda line: float(line.look.strong),
    "ends in a sentence": lambda line: float(line.look.prose and not line.look.strong),
    "ends in a short line": lambda line: float(not line.look.ends),
    "ends in furniture": lambda line: float(line.look.kind is not None),
    "at the end of the text": lambda line: float(line.place == len(line.tail.lines) - 1),
    "at the end of the densest stretch": lambda line: float(line.place == line.tail.span),
    "before the end of the densest stretch": lambda line: math.log1p(
        max(0, line.tail.span - line.place)
    ),
    "behind the densest stretch": lambda line: math.log1p(max(0, line.place - line.tail.span)),
    "before furniture": lambda line: float(line.near(1).kind is not None),
    "before furniture behind stories": lambda line: float(
        any(each.kind is not None and each.kind.ends_story for each in line.after(3))
    ),
    "before a title": lambda line: float(is_title_like(line.near(1))),
    "before a short line": lambda line: float(line.near(1).words <= 4.5 and not line.near(1).ends),
    "before a date or byline": lambda line: float(
        any(each.dated or each.byline for each in line.after(2))
    ),
    "before a credit": lambda line: float(line.near(1).credit),
    "before comments": lambda line: float(line.place + 1 == line.tail.comments),
    "before a sentence": lambda line: float(line.near(1).prose),
    "before a sentence of other words": lambda line: float(
        bool(line.afterwards) and not line.afterwards[0]
    ),
    "before sentences of other words": lambda line: float(
        len(line.afterwards) >= 2 and not any(line.afterwards)
    ),
    "words of the opening afterwards": lambda line: (
        sum(line.afterwards) / len(line.afterwards) if line.afterwards else 0.0
    ),
    "sentences among the next six": lambda line: sum(each.prose for each in line.after(6)) / 6,
}
"""Name -> measure of the border behind a line."""


def tail_of(lines: Sequence[str], head: int, opening: int, last: int) -> Tail:
    """Return what the signs need to know of a text.

    Args:
        lines: Its paragraphs.
        head: Which of them is the headline.
        opening: The first paragraph of the story.
        last: The last line of the story as ``story_span`` gave it.
    """
    strong = (text for text in lines[opening : last + 1] if look(text).strong)
    title = topics(lines[head])
    behind = range(opening, len(lines))
    closing = (i for i in behind if (kind := look(lines[i]).kind) is not None and kind.ends_story)
    comments = (i for i in reversed(behind) if _ANSWERS.match(lines[i][:80]))
    return Tail(
        comments=next(comments, len(lines)),
        closed=next(closing, len(lines)),
        stop=_stop(lines, opening, last),
        lines=lines,
        first=opening,
        span=last,
        title=title,
        opening=title | topics(" ".join(islice(strong, 5))),
        repeats=Counter(map(letters, lines)),
    )


def _stop(lines: Sequence[str], opening: int, last: int) -> int:
    """Return the line behind which no sentence follows for so long that the story is over."""
    found = last
    for place in range(last + 1, min(len(lines), opening + REACH)):
        if place - found > GAP:
            break
        if look(lines[place]).prose:
            found = place
    return min(len(lines), found + GAP + 1, opening + REACH)


def measures(tail: Tail) -> list[tuple[list[float], list[float]]]:
    """Return the values of ``INSIDE`` and of ``EDGE`` for each line that may end the story."""
    lines = (Border(tail=tail, place=place) for place in range(tail.first, tail.stop))
    return [
        (
            [measure(line) for measure in INSIDE.values()],
            [measure(line) for measure in EDGE.values()],
        )
        for line in lines
    ]


def story_end(tail: Tail, lost: float = LOST) -> int:
    """Return the last line of the story: that with which the least is lost or too much, at a guess.

    A lost word weighs ``lost`` times as much as one too many.
    """
    if tail.stop <= tail.first:
        return tail.span
    inside = [ENDING[name] for name in INSIDE]
    edge = [ENDING[name] for name in EDGE]
    found = measures(tail)
    totals = accumulate(sum(map(float.__mul__, inside, lines)) for lines, _ in found)
    scores = [
        total + sum(map(float.__mul__, edge, border))
        for total, (_, border) in zip(totals, found, strict=True)
    ]
    looks = map(look, tail.lines[tail.first : tail.stop])
    words = [each.words if each.kind is None else 0.0 for each in looks]
    return tail.first + likeliest(scores, words, lost)


def likeliest(scores: Sequence[float], words: Sequence[float], lost: float = LOST) -> int:
    """Return the place at which the expected loss is least.

    Args:
        scores: Logarithms of how likely each place is.
        words: How many words stand in each line.
        lost: How much worse a lost word is than one too many.
    """
    most = max(scores)
    chances = [math.exp(score - most) for score in scores]
    total = math.fsum(chances)
    over = 0.0
    loss, least, best = 0.0, 0.0, 0
    for place in range(1, len(scores)):
        over += chances[place - 1] / total
        loss += words[place] * (over - lost * (1 - over))
        if loss < least:
            least, best = loss, place
    return best
