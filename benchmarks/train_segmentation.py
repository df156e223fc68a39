"""Learns the weights of audiobrief/story/weights.py, and says how well they do on new publishers.

    python benchmarks/train_segmentation.py CASES SCORER [--write audiobrief/story/weights.py]

CASES is a folder of annotated pages, SCORER the folder of score.py, whose notion of a match is
used.
Every figure it prints comes from cross-validation by publisher: no publisher is in both halves.

Licence note: only weights, some hundred numbers, come out of this. No word of a page is kept, and
none can be won back from them; the pages belong to their publishers and are no part of audiobrief.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import NoStoryError
from audiobrief.story import captionsigns, ending, headlines, plain
from audiobrief.story.extent import look, story_span
from audiobrief.story.lines import paragraphs
from audiobrief.story.lineview import Line
from audiobrief.story.roles import verdict
from audiobrief.story.weights import CAPTION, ENDING, HEADLINE
from audiobrief.story.words import letters

TRACKS = ("seed", "full")
FOLDS = 5
HEADLINE_PENALTY = 1.0
CAPTION_PENALTY = 4.0
ENDING_PENALTY = 2.0
ENDING_PRIOR = {
    "before comments": 2.0,
    "behind a heading of comments": -1.0,
    "furniture behind stories": -1.0,
    "of rights": -0.8,
    "a teaser": -0.6,
    "of comments": -0.5,
    "of accounts": -0.5,
    "of donations": -0.5,
    "it breaks off": -0.5,
    "to the reader": -0.2,
    "of other stories": -0.2,
}
"""What is known of the signs before any page is seen: few pages have comments, but then many."""

CAPTION_PRIOR = {
    "several credits": 2.0,
    "between the mark of a picture and a credit": 2.0,
    "at the top between a credit and what is no sentence": 2.0,
    "credit at its end": 2.0,
    "credit follows": 1.0,
    "credit follows a plain line": 1.0,
    "credit follows what is told": -1.0,
    "credit follows few words": 0.4,
    "a stroke and a name at its end": 1.5,
    "an abbreviation in brackets at its end": 1.5,
    "an agency in its last words": 1.0,
    "wording of a caption": 1.0,
    "left or right": 1.0,
    "from the archive": 1.0,
    "a plain line with a full date at its end": 1.5,
    "a plain line with a date": 0.7,
    "a plain line with a year or day at its end": 0.7,
    "a scene that ends in its full date": 3.2,
    "a scene in the present": 1.0,
    "words for pictures": 0.5,
    "no end sign, between sentences, no credit": -1.0,
    "a number before it": -0.7,
    "speech": -0.5,
    "a linking opening": -0.5,
    "told as past or future": -0.7,
}
"""What is known of the signs before any page is seen: how agencies and papers write captions."""

CAPTION_SHIFT = 2.6
"""Captions are rare among lines, and one that is read as a paragraph is worse than the reverse
for the few words that it has: this is added to the odds. Chosen under cross-validation."""

HEADER = '''"""Weights of the signs of headlines, captions and the ends of stories.

Made by benchmarks/train_segmentation.py; not to be edited by hand.
Learned from annotated news pages of many publishers; nothing of their text is in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
'''

Floats = NDArray[np.float64]
Train = Callable[[Sequence["Sample"]], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The lines of one text: a row of signs for each, and which of them are what is looked for."""

    family: str
    track: str
    signs: Floats
    wanted: Floats


@contextmanager
def new_signs() -> Iterator[None]:
    """Let signs that have no weight yet weigh nothing."""
    with (
        patch.object(headlines, "HEADLINE", {**dict.fromkeys(headlines.SIGNS, 0.0), **HEADLINE}),
        patch.object(
            captionsigns, "CAPTION", {**dict.fromkeys(captionsigns.SIGNS, 0.0), **CAPTION}
        ),
        patch.object(
            ending,
            "ENDING",
            {**dict.fromkeys((*ending.INSIDE, *ending.EDGE), 0.0), **ENDING},
        ),
    ):
        yield


def _with_all(known: Mapping[str, float], signs: Iterable[str]) -> dict[str, float]:
    return {**dict.fromkeys(signs, 0.0), **known}


def learn(cases: Path, score: Any) -> tuple[list[Sample], list[Sample], list[Sample]]:  # noqa: ANN401, a module
    """Return what headlines, captions and the ends of stories are learned from."""
    with new_signs():
        return (
            list(headline_samples(cases, score)),
            list(caption_samples(cases, score)),
            list(ending_samples(cases, score)),
        )


def _texts(cases: Path) -> Iterator[tuple[dict[str, Any], str, str]]:
    for folder in sorted(cases.iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        for track in TRACKS:
            if gold["text_tracks"][track]["usable"]:
                text = (folder / f"input.{track}.txt").read_text(encoding="utf-8")
                yield gold, track, text


def headline_samples(cases: Path, score: Any) -> Iterator[Sample]:  # noqa: ANN401, a module
    """Yield the candidates for the headline of each text in which it stands on a line."""
    for gold, track, text in _texts(cases):
        titles = [gold["title"], *gold["title_alternates"]]
        if not gold["title"] or not gold["text_tracks"][track]["title_visible"]:
            continue
        lines = [each.text for each in paragraphs(text)]
        found = list(headlines.candidates(headlines.text_of(lines, story_span(lines))))
        wanted = [any(score.tokf1(line.text, title) >= 0.9 for title in titles) for line in found]
        signs = np.array([headlines.measures(line) for line in found])
        yield Sample(
            family=gold.get("family") or gold["id"],
            track=track,
            signs=signs,
            wanted=np.array(wanted, float),
        )


def caption_samples(cases: Path, score: Any) -> Iterator[Sample]:  # noqa: ANN401, a module
    """Yield the lines of each text that may be captions.

    Where the annotation lists no captions, only paragraphs of the body are known not to be any.
    """
    for gold, track, text in _texts(cases):
        found = [line for line in _lines(text) if captionsigns.may_be_caption(line)]
        rows = [_caption_row(line, gold, score) for line in found]
        known = [row for row in rows if row is not None]
        if known:
            yield Sample(
                family=gold.get("family") or gold["id"],
                track=track,
                signs=np.array([signs for signs, _ in known]),
                wanted=np.array([wanted for _, wanted in known], float),
            )


def _lines(text: str) -> list[Line]:
    """Return the lines of a text as the rules see them; none where there is no story."""
    watched = Mock(wraps=verdict)
    try:
        with patch.object(plain, "verdict", watched):
            plain.read_plain(text)
    except NoStoryError:
        return []
    return [call.args[0] for call in watched.call_args_list]


def _caption_row(line: Line, gold: dict[str, Any], score: Any) -> tuple[list[float], bool] | None:  # noqa: ANN401, a module
    wanted = any(score.cap_sim(line.text, each) >= 0.85 for each in gold["captions"] or [])
    if not wanted:
        if any(score.near_same(line.text, each) for each in gold.get("captions_neutral") or []):
            return None
        body = "".join(map(letters, gold["paragraphs"]))
        if gold["caption_gold"] != "fundus" and letters(line.text) not in body:
            return None
    return [float(sign.holds(line)) for sign in captionsigns.SIGNS.values()], wanted


def ending_samples(cases: Path, score: Any) -> Iterator[Sample]:  # noqa: ANN401, a module
    """Yield the lines of each text with which its story may end, and the right ones.

    It ends with its last paragraph, or anywhere before the next words that are not the story's.
    """
    for gold, track, text in _texts(cases):
        watched = Mock(wraps=ending.story_end)
        with patch.object(plain, "story_end", watched), suppress(NoStoryError):
            plain.read_plain(text)
        for call in watched.call_args_list:
            tail = call.args[0]
            wanted = _endings(tail.lines[tail.first : tail.stop], gold, score)
            if wanted.any():
                rows = ending.measures(tail)
                inside = np.cumsum([row for row, _ in rows], axis=0)
                yield Sample(
                    family=gold.get("family") or gold["id"],
                    track=track,
                    signs=np.hstack([inside, np.array([row for _, row in rows])]),
                    wanted=wanted,
                )


def _endings(lines: Sequence[str], gold: dict[str, Any], score: Any) -> Floats:  # noqa: ANN401, a module
    body = score.gramset(gold["paragraphs"])
    captions = [each["text"] for each in gold["captions"] or []] + gold["captions_neutral"]
    neutral = [*gold["summary"], *gold["subheads"], gold["title"] or "", *(gold["authors"] or [])]
    known = score.gramset([*gold["paragraphs"], *captions, *neutral])
    own = [place for place, line in enumerate(lines) if _share(line, body, score) > 0.6]
    wanted = np.zeros(len(lines))
    if own:
        behind = range(own[-1] + 1, len(lines))
        foreign = (i for i in behind if _read(lines[i]) and _share(lines[i], known, score) < 1)
        wanted[own[-1] : next(foreign, len(lines))] = 1.0
    return wanted


def _share(line: str, known: Any, score: Any) -> float:  # noqa: ANN401, a module and its sets
    found = score.toks(line)
    return sum(score.coverage(found, known)) / len(found) if len(found) >= 3 else 0.0


def _read(line: str) -> bool:
    """Return whether a line would be read aloud if it stood in the story."""
    each = look(line)
    loose = each.kind is not None or each.credit or each.byline or each.dated
    return not loose and (each.words >= 12 or (each.ends and each.words >= 4))


def _descend(slope: Callable[[Floats], Floats], size: int, steps: int) -> Floats:
    """Return the weights at which a convex loss is least (Adam, without chance)."""
    weights, mean, spread = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        found = slope(weights)
        mean = 0.9 * mean + 0.1 * found
        spread = 0.99 * spread + 0.01 * found * found
        scale = np.sqrt(spread / (1 - 0.99**step)) + 1e-8
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / scale
    return weights


def train_headlines(samples: Sequence[Sample]) -> Floats:
    """Return weights with which the right line of each text is the likeliest."""
    return _softmax(samples, HEADLINE_PENALTY, np.zeros(samples[0].signs.shape[1]), 400)


def train_endings(samples: Sequence[Sample]) -> Floats:
    """Return weights with which the right end of each story is the likeliest."""
    prior = np.array([ENDING_PRIOR.get(name, 0.0) for name in (*ending.INSIDE, *ending.EDGE)])
    return _softmax(samples, ENDING_PENALTY, prior, 300)


def _softmax(samples: Sequence[Sample], penalty: float, prior: Floats, steps: int) -> Floats:
    usable = [sample for sample in samples if sample.wanted.any()]

    def slope(weights: Floats) -> Floats:
        total = 2 * penalty * (weights - prior)
        for sample in usable:
            odds = sample.signs @ weights
            chance = np.exp(odds - odds.max())
            chance /= chance.sum()
            right = chance * sample.wanted
            total = total + sample.signs.T @ (chance - right / max(right.sum(), 1e-12))
        return total

    return _descend(slope, len(prior), steps)


def train_captions(samples: Sequence[Sample]) -> Floats:
    """Return weights of a logistic regression; a page with many captions does not drown others."""
    signs = np.vstack([sample.signs for sample in samples])
    wanted = np.concatenate([sample.wanted for sample in samples])
    share = np.concatenate(
        [
            np.where(each.wanted > 0, 1 / np.sqrt(max(1.0, each.wanted.sum())), 1.0)
            * (1.0 if each.track == "seed" else 0.5)
            for each in samples
        ]
    )
    prior = np.array([CAPTION_PRIOR.get(name, 0.0) for name in captionsigns.SIGNS])
    penalty = np.full(signs.shape[1], CAPTION_PENALTY)
    penalty[0] = 0.01

    def slope(weights: Floats) -> Floats:
        chance = 1 / (1 + np.exp(-signs @ weights))
        total: Floats = signs.T @ (share * (chance - wanted)) + 2 * penalty * (weights - prior)
        return total

    found = _descend(slope, signs.shape[1], 500)
    found[0] += CAPTION_SHIFT
    return found


def fold_of(family: str) -> int:
    """Return in which part of the cross-validation a publisher is cross-validated."""
    return int(hashlib.md5(family.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def by_publisher(samples: Sequence[Sample], train: Train) -> Iterator[tuple[Sample, Floats]]:
    """Yield each text with the scores of its lines by weights that never saw its publisher."""
    for part in range(FOLDS):
        weights = train([sample for sample in samples if fold_of(sample.family) != part])
        for sample in samples:
            if fold_of(sample.family) == part:
                yield sample, sample.signs @ weights


def report(label: str, samples: Sequence[Sample], train: Train) -> None:
    """Print how well the weights do on publishers that were cross-validated."""
    results = list(by_publisher(samples, train))
    for track in TRACKS:
        own = [(each.wanted, scores) for each, scores in results if each.track == track]
        if label != "caption":
            right = sum(bool(wanted[int(np.argmax(scores))]) for wanted, scores in own)
            print(f"{label} {track}: right {right / len(own):.3f} of {len(own)} texts")
            continue
        wanted = np.concatenate([each for each, _ in own]) > 0
        told = np.concatenate([scores for _, scores in own]) > 0
        hits = int((wanted & told).sum())
        precision, recall = hits / max(1, told.sum()), hits / max(1, wanted.sum())
        print(
            f"{label} {track}: lines {len(wanted)}, captions {wanted.sum()},"
            f" precision {precision:.3f}, recall {recall:.3f}"
        )


def table(name: str, what: str, signs: Sequence[str], weights: Floats) -> str:
    """Return the source of one table of weights."""
    rows = "".join(
        f'        "{sign}": {weight:.2f},\n' for sign, weight in zip(signs, weights, strict=True)
    )
    return (
        f"\n{name}: Final[Mapping[str, float]] = MappingProxyType(\n    {{\n{rows}    }}\n)\n"
        f'"""Sign -> {what}."""\n'
    )


def main() -> None:
    """Cross-validate, and write the weights where that was asked for."""
    parser = argparse.ArgumentParser(description="Learn the weights of headlines and captions.")
    parser.add_argument("cases", type=Path, help="folder of annotated pages")
    parser.add_argument("scorer", type=Path, help="folder of score.py")
    parser.add_argument("--write", type=Path, help="file for the weights of all publishers")
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.scorer))
    score = importlib.import_module("score")
    titles, captions, endings = learn(asked.cases, score)
    report("headline", titles, train_headlines)
    report("caption", captions, train_captions)
    report("end", endings, train_endings)
    if asked.write:
        asked.write.write_text(
            HEADER
            + table(
                "HEADLINE",
                "how strongly it speaks for a headline",
                list(headlines.SIGNS),
                train_headlines(titles),
            )
            + table(
                "CAPTION",
                "what it adds to the odds for a caption, as a logarithm",
                list(captionsigns.SIGNS),
                train_captions(captions),
            )
            + table(
                "ENDING",
                "how strongly it speaks for the story to have gone on until here, or to end here",
                [*ending.INSIDE, *ending.EDGE],
                train_endings(endings),
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
