"""Whether each form of the transcript has the words and times of segments.json."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Final

from audiobrief.episode.listening import Span
from audiobrief.errors import EpisodeError
from audiobrief.findings import Finding, finding
from audiobrief.readback.captions import Caption, read_captions

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def transcript_findings(
    path: Path, media_type: str, segments: Sequence[Span], texts: Sequence[str]
) -> Iterator[Finding]:
    """Yield where a transcript does not have the words and times of the episode.

    Args:
        path: The transcript.
        media_type: Of it.
        segments: What is spoken when.
        texts: The printed words of each segment, as ``bare`` gives them.

    Raises:
        EpisodeError: It cannot be read.
    """
    text = read_text(path)
    if media_type in {"text/plain", "text/html"}:
        words = _html_words(text) if media_type == "text/html" else text
        if bare(words) != "".join(texts):
            told = "Its words are not those of segments.json."
            yield finding("transcript-episode", path, told)
        if media_type == "text/html" and ("<p" not in text or "lang=" not in text):
            yield finding("transcript-html", path, "It has no paragraphs, or no language.")
        return
    read = read_captions(text, media_type)
    for rule, told in read.problems:
        yield finding(rule, path, told)
    if not read.problems or read.captions:
        yield from _against_segments(path, list(read.captions), segments, texts)


def _against_segments(
    path: Path, captions: list[Caption], segments: Sequence[Span], texts: Sequence[str]
) -> Iterator[Finding]:
    """Yield the segments whose captions do not have their words and times."""
    waiting = captions
    for span, text in zip(segments, texts, strict=True):
        own = list(itertools.takewhile(lambda each: each.start_ms < span.end_ms, waiting))  # noqa: B023
        waiting = waiting[len(own) :]
        edges = [edge for each in own for edge in (each.start_ms, each.end_ms)]
        whole = bool(own) and (edges[0], edges[-1]) == (span.start_ms, span.end_ms)
        joined = edges[1:-1:2] == edges[2:-1:2]
        if not whole or not joined or bare("".join(each.text for each in own)) != text:
            shown = own[0].text if own else span.name
            told = f"The words or times of {_short(shown)!r} are not as segments.json has them."
            yield finding("transcript-episode", path, told)
    if waiting:
        told = f"It has {len(waiting)} captions after the last segment."
        yield finding("transcript-episode", path, told)


class _Words(HTMLParser):
    """Gathers the words of the paragraphs of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._inside = self._inside or tag == "p"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words.append(data)


def _html_words(text: str) -> str:
    parser = _Words()
    parser.feed(text)
    return " ".join(parser.words)


def read_text(path: Path) -> str:
    """Return the text of a file of an episode.

    Raises:
        EpisodeError: It cannot be read, or is no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failed:
        raise EpisodeError(f"{path} cannot be read: {failed}.") from failed


_SAME: Final = MappingProxyType(str.maketrans({"→": "-->", "[": None, "]": None}))
"""What a form of the transcript may write otherwise."""


def bare(text: str) -> str:
    """Return the letters and signs alone: forms differ in where they break lines."""
    return "".join(_CONTROLS.sub(" ", text.translate(dict(_SAME))).split())


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 60 else folded[:59] + "…"
