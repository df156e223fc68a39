"""Scores the story segmenter beside trafilatura and "long lines" on annotated pages, in one run.

    python benchmarks/segmentation.py CASES SCORER [--by-publisher] [--worst 10]

CASES is a folder of annotated pages, SCORER the folder of score.py. With --by-publisher, the
learned weights for the pages of each publisher come from the other publishers alone (five parts);
it needs numpy. Times are processor seconds per page in one warm process.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import trafilatura
from lxml.html import document_fromstring

from audiobrief.errors import AudiobriefError
from audiobrief.story import captionsigns, ending, headlines
from audiobrief.story.files import as_table
from audiobrief.story.model import Document
from audiobrief.story.plain import read_plain
from audiobrief.story.sources import story_of

TRACKS = ("html", "seed", "full")
COLUMNS = (
    "h_near_any",
    "cap_p",
    "cap_r",
    "cap_f1",
    "body_p",
    "body_r",
    "body_f1",
    "par_f1",
    "leak_micro",
    "cap_leak",
    "title_leak",
)
FOLDS = 5
LONG_LINE_WORDS = 9

Found = dict[str, Any]
Reader = Callable[[bytes, str], Found]
Learned = tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]


def ours(content: bytes, track: str) -> Found:
    """Return what audiobrief finds."""
    if track == "html":
        story = story_of(Document(content=content, media_type="text/html", address="story.html"))
    else:
        story = read_plain(content.decode(), address="story.txt")
    table = as_table(story)
    captions = [each["text"] for each in table["captions"]]
    return {"headline": table["headline"], "captions": captions, "body": table["body"]}


def extractor(content: bytes, track: str) -> Found:
    """Return what trafilatura finds in a page; it reads no flat text and offers no captions."""
    if track != "html":
        return {}
    found = trafilatura.bare_extraction(content, include_comments=False, with_metadata=True)
    body = (getattr(found, "text", None) or "").splitlines()
    return {"headline": getattr(found, "title", None) or "", "captions": [], "body": body}


def long_lines(content: bytes, track: str) -> Found:
    """Return the first line as the headline, and long lines with an end sign as the body."""
    text = content.decode("utf-8", "replace")
    if track == "html":
        tree = document_fromstring(content)
        tags = ("title", "h1", "h2", "p", "li", "blockquote")
        text = "\n".join(
            " ".join("".join(map(str, each.itertext())).split()) for each in tree.iter(*tags)
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    body = [
        line
        for line in lines
        if len(line.split()) >= LONG_LINE_WORDS and line.rstrip("\"”’')»")[-1:] in {*".?!…"}
    ]
    return {"headline": lines[0] if lines else "", "captions": [], "body": body}


READERS: dict[str, Reader] = {
    "audiobrief": ours,
    "trafilatura": extractor,
    "long lines": long_lines,
}


def learned_elsewhere(cases: Path, score: Any) -> tuple[Callable[[str], int], list[Learned]]:  # noqa: ANN401, a module
    """Return the part that a publisher belongs to, and weights for each part from all others."""
    training = importlib.import_module("train_segmentation")
    titles, lines, ends = training.learn(cases, score)
    found: list[Learned] = []
    for part in range(FOLDS):

        def others(samples: list[Any], part: int = part) -> list[Any]:
            return [each for each in samples if training.fold_of(each.family) != part]

        head = training.train_headlines(others(titles))
        caption = training.train_captions(others(lines))
        end = training.train_endings(others(ends))
        found.append(
            (
                dict(zip(headlines.SIGNS, map(float, head), strict=True)),
                dict(zip(captionsigns.SIGNS, map(float, caption), strict=True)),
                dict(zip((*ending.INSIDE, *ending.EDGE), map(float, end), strict=True)),
            )
        )
    return training.fold_of, found


@contextmanager
def weighed(weights: Learned | None) -> Iterator[None]:
    """Let the segmenter use other weights than its own for a while; None leaves it alone."""
    if weights is None:
        yield
        return
    with (
        patch.object(headlines, "HEADLINE", weights[0]),
        patch.object(captionsigns, "CAPTION", weights[1]),
        patch.object(ending, "ENDING", weights[2]),
    ):
        yield


def main() -> None:
    """Run every reader over every page and print the tables."""
    parser = argparse.ArgumentParser(description="Score the story segmenter beside its peers.")
    parser.add_argument("cases", type=Path, help="folder of annotated pages")
    parser.add_argument("scorer", type=Path, help="folder of score.py")
    parser.add_argument("--by-publisher", action="store_true", help="weights from other publishers")
    parser.add_argument("--tracks", nargs="+", choices=TRACKS, default=TRACKS)
    parser.add_argument("--worst", type=int, default=10, help="how many of the worst pages to list")
    asked = parser.parse_args()
    sys.path[:0] = [str(asked.scorer), str(Path(__file__).parent)]
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    score = importlib.import_module("score")
    part_of, weights = learned_elsewhere(asked.cases, score) if asked.by_publisher else (None, ())
    for track in asked.tracks:
        print(f"\n{track}\n{'':24}" + "".join(f"{name:>11}" for name in (*COLUMNS, "CPU s")))
        for name, reader in READERS.items():
            if name == "trafilatura" and track != "html":
                continue
            rows, seconds = [], []
            for folder in sorted(asked.cases.iterdir()):
                gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
                if track != "html" and not gold["text_tracks"][track]["usable"]:
                    continue
                part = part_of(gold.get("family") or gold["id"]) if part_of else None
                with weighed(weights[part] if part is not None else None):
                    found, spent = timed(reader, content_of(folder, track), track)
                rows.append(score.score_page(gold, found, track))
                seconds.append(spent)
            show(name, score.agg(rows), seconds)
            other = [row for row in rows if row["lang"] != "en"]
            show(f"{name}, not English", score.agg(other), [])
            other = [row for row in other if row["lang"] != "de"]
            show(f"{name}, nor German", score.agg(other), [])
            if name == "audiobrief":
                worst = sorted(rows, key=lambda row: row["body_f1"])[: asked.worst]
                shown = ", ".join(f"{row['id']} {row['body_f1']:.2f}" for row in worst)
                print(f"  worst bodies: {shown}")


def content_of(folder: Path, track: str) -> bytes:
    """Return the input of a case, unpacked."""
    if track == "html":
        return gzip.decompress((folder / "input.html.gz").read_bytes())
    return (folder / f"input.{track}.txt").read_bytes()


def timed(reader: Reader, content: bytes, track: str) -> tuple[Found, float]:
    """Return what a reader finds, nothing where it refuses, and its processor seconds."""
    began = time.process_time()
    try:
        found = reader(content, track)
    except AudiobriefError as refused:
        print(f"  refused: {refused}")
        found = {}
    return found, time.process_time() - began


def show(name: str, figures: Mapping[str, Any], seconds: list[float]) -> None:
    """Print one row of the table."""
    cells = [figures[column] for column in COLUMNS]
    cells += [statistics.fmean(seconds)] if seconds else []
    row = "".join(f"{cell:>11.4f}" if cell is not None else f"{'none':>11}" for cell in cells)
    print(f"{name:24}{row}  n={figures['pages']}")


if __name__ == "__main__":
    main()
