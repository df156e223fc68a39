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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import NoStoryError
from audiobrief.story import captionsigns, headlines, plain
from audiobrief.story.extent import story_span
from audiobrief.story.lines import paragraphs
from audiobrief.story.lineview import Line
from audiobrief.story.roles import verdict
from audiobrief.story.words import letters

TRACKS = ("seed", "full")
FOLDS = 5
HEADLINE_PENALTY = 1.0
CAPTION_PENALTY = 2.0
CAPTION_SHIFT = 2.3
"""Captions are rare among lines, and one that is read as a paragraph is worse than the reverse
for the few words that it has: this is added to the odds. Chosen under cross-validation."""

HEADER = '''"""Weights of the signs of headlines and captions.

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
    """Return weights with which the right line of each text is the likeliest (a softmax)."""
    usable = [sample for sample in samples if sample.wanted.any()]

    def slope(weights: Floats) -> Floats:
        total = 2 * HEADLINE_PENALTY * weights
        for sample in usable:
            odds = sample.signs @ weights
            chance = np.exp(odds - odds.max())
            chance /= chance.sum()
            right = chance * sample.wanted
            total = total + sample.signs.T @ (chance - right / max(right.sum(), 1e-12))
        return total

    return _descend(slope, usable[0].signs.shape[1], 400)


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
    penalty = np.full(signs.shape[1], CAPTION_PENALTY)
    penalty[0] = 0.01

    def slope(weights: Floats) -> Floats:
        chance = 1 / (1 + np.exp(-signs @ weights))
        total: Floats = signs.T @ (share * (chance - wanted)) + 2 * penalty * weights
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
        if label == "headline":
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
    titles = list(headline_samples(asked.cases, score))
    report("headline", titles, train_headlines)
    captions = list(caption_samples(asked.cases, score))
    report("caption", captions, train_captions)
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
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
