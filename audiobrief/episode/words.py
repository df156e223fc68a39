"""When each printed word is heard: the marks of a take, laid upon the words as printed.

An engine marks the words that it says ("two thousand"); a transcript shows those that were printed
("2,000"). Words that are the same on both sides hold the two together; what lies between two such
words is shared out among the printed ones.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from audiobrief.episode.model import WordTime
from audiobrief.mix.model import Placement

DIGIT_LETTERS: Final = 4
"""A digit takes about as long to say as so many letters: "7" is "seven"."""

MAX_PAIRS: Final = 10_000
"""So many pairs of words between two anchors are compared; of more, time is shared out."""

MAX_AHEAD: Final = 60
"""How far the next word that is the same on both sides is looked for."""

_UNSPACED: Final = "\u3040-\u30ff\u3400-\u9fff\U00020000-\U0002ffff\u0e00-\u0e7f"
"""Kana, Chinese characters and Thai: scripts that are written without spaces between words."""
_TOKEN: Final = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


class _Spoken(NamedTuple):
    """A word that was said; ``key`` holds its letters, and is never empty."""

    key: str
    start_frames: int


class _Printed(NamedTuple):
    """A printed word; ``key`` holds its letters and digits, and is never empty."""

    key: str
    start_char: int


def printed_words(text: str, placement: Placement) -> tuple[WordTime, ...]:
    """Return when the words of a printed text are heard; nothing where the engine gave no marks.

    Each entry begins at a moment of its own and ends where the next one begins. Words that cannot
    be told apart in time are one entry, and so are a word and the signs around it. Together they
    cover the whole text and the whole placement.

    Args:
        text: The printed words as the transcript has them.
        placement: The cue as it is heard.
    """
    spoken = list(_spoken(placement))
    printed = list(_printed(text))
    if not spoken or not printed:
        return ()
    begins: dict[int, int] = {0: 0}
    for index, start_frames in sorted(_paired(printed, spoken).items()):
        # The first word begins with its cue, whatever the engine says of it.
        if index and max(begins.values()) < start_frames < placement.frames:
            begins[printed[index].start_char] = start_frames
    chars = sorted(begins)
    return tuple(
        WordTime(
            start_char=char,
            end_char=next_char,
            start_frames=placement.start_frames + begins[char],
            end_frames=placement.start_frames + begins.get(next_char, placement.frames),
        )
        for char, next_char in itertools.pairwise([*chars, len(text)])
    )


def moment_frames(words: Sequence[WordTime], char: int) -> int:
    """Return when a character is heard: exactly where a word begins there, else by its share."""
    word = words[max(0, bisect_right(words, char, key=lambda each: each.start_char) - 1)]
    inside = min(1.0, (char - word.start_char) / max(1, word.end_char - word.start_char))
    return word.start_frames + round(inside * (word.end_frames - word.start_frames))


def _spoken(placement: Placement) -> Iterator[_Spoken]:
    """Yield the words of the marks; of several in one mark, the later ones by their letters."""
    starts = [*(mark.start_frames for mark in placement.marks), placement.frames]
    for mark, end in zip(placement.marks, starts[1:], strict=True):
        keys = [key for found in _TOKEN.finditer(mark.text) if (key := _key(found[0]))]
        whole, told = sum(map(len, keys)), 0
        for key in keys:
            share = (end - mark.start_frames) * told // whole
            yield _Spoken(key, mark.start_frames + max(0, share))
            told += len(key)


def _printed(text: str) -> Iterator[_Printed]:
    for found in _TOKEN.finditer(text):
        key = _key(found[0])
        if key:
            yield _Printed(key, found.start())


def _key(word: str) -> str:
    """Return the letters and digits of a word, without case and accents; currency signs stay."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in apart if each.isalnum() or unicodedata.category(each) == "Sc")


def _paired(printed: Sequence[_Printed], spoken: Sequence[_Spoken]) -> dict[int, int]:
    """Return index of a printed word -> when it begins, in order; some have no time."""
    begins: dict[int, int] = {}
    edges = [(-1, -1), *_equal(printed, spoken), (len(printed), len(spoken))]
    for (before, said_before), (after, said_after) in itertools.pairwise(edges):
        inside, between = range(before + 1, after), spoken[said_before + 1 : said_after]
        if inside and between:
            begins.update(_between(printed, inside, between))
        if after < len(printed):
            begins[after] = spoken[said_after].start_frames
    return begins


def _equal(printed: Sequence[_Printed], spoken: Sequence[_Spoken]) -> Iterator[tuple[int, int]]:
    """Yield pairs of the same word on both sides, in order: after a difference the nearest one."""
    places: dict[str, list[int]] = {}
    for said, word in enumerate(spoken):
        places.setdefault(word.key, []).append(said)
    index = said = 0
    while index < len(printed) and said < len(spoken):
        nearest: tuple[int, int, int] | None = None
        for ahead in range(min(MAX_AHEAD, len(printed) - index)):
            if nearest is not None and ahead >= nearest[0]:
                break
            where = places.get(printed[index + ahead].key, [])
            at = bisect_left(where, said)
            if at < len(where) and where[at] - said < MAX_AHEAD:
                found = (ahead + where[at] - said, index + ahead, where[at])
                nearest = found if nearest is None else min(nearest, found)
        if nearest is None:
            index, said = index + MAX_AHEAD, said + MAX_AHEAD
            continue
        yield nearest[1], nearest[2]
        index, said = nearest[1] + 1, nearest[2] + 1


def _between(
    printed: Sequence[_Printed], indexes: range, spoken: Sequence[_Spoken]
) -> dict[int, int]:
    """Return the times of printed words that are said in other words."""
    likely = _alike([printed[index].key for index in indexes], [word.key for word in spoken])
    begins: dict[int, int] = {}
    edges = [(-1, -1), *likely, (len(indexes), len(spoken))]
    for (before, said_before), (after, said_after) in itertools.pairwise(edges):
        between = spoken[said_before + 1 : said_after]
        begins.update(_shared(printed, indexes[before + 1 : after], between))
        if after < len(indexes):
            begins[indexes[after]] = spoken[said_after].start_frames
    return begins


def _alike(printed: Sequence[str], spoken: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of words of which one begins the other ("jan", "january"), in order."""
    if len(printed) * len(spoken) > MAX_PAIRS:
        return []
    best: list[list[tuple[int, tuple[tuple[int, int], ...]]]] = [[(0, ())] * (len(spoken) + 1)]
    for row, word in enumerate(printed):
        line: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]
        for column, said in enumerate(spoken):
            score = _likeness(word, said)
            above, left = best[row][column + 1], line[column]
            kept = above if above[0] >= left[0] else left
            points, pairs = best[row][column]
            if score and points + score > kept[0]:
                kept = (points + score, (*pairs, (row, column)))
            line.append(kept)
        best.append(line)
    return list(best[-1][-1][1])


def _likeness(printed: str, spoken: str) -> int:
    """Return how many letters two words share at their beginning, if they are likely the same."""
    same = 0
    for one, other in zip(printed, spoken, strict=False):
        if one != other:
            break
        same += 1
    short = min(len(printed), len(spoken))
    return same if same >= 2 and (same == short or 2 * same > max(len(printed), len(spoken))) else 0


def _shared(
    printed: Sequence[_Printed], indexes: range, spoken: Sequence[_Spoken]
) -> Iterator[tuple[int, int]]:
    """Yield (printed word, its time): each takes its share of the spoken ones, in their order."""
    if not indexes or not spoken:
        return
    weights = [_weight(printed[index].key) for index in indexes]
    lengths = [len(word.key) for word in spoken]
    starts = list(itertools.accumulate(lengths, initial=0))[:-1]
    whole, heavy = sum(lengths), sum(weights)
    told, at = 0, -1
    for place, (index, weight) in enumerate(zip(indexes, weights, strict=True)):
        # Each has at least one word, as long as there are enough of them.
        least, most = at + 1, max(at + 1, len(spoken) - (len(indexes) - place))
        if least >= len(spoken):
            return
        wanted = whole * told / heavy
        at = min(max(bisect_right(starts, wanted) - 1, least), most)
        if at < most and starts[at + 1] - wanted < wanted - starts[at]:
            at += 1
        yield index, spoken[at].start_frames
        told += weight


def _weight(key: str) -> int:
    return sum(DIGIT_LETTERS if each.isdigit() else 1 for each in key)
