"""Reads the chapters of Podcasting 2.0 (jsonChapters.md)."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from audiobrief.findings import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterRead:
    """A chapter as it was read; the end is None where it is not stated."""

    start_ms: int
    end_ms: int | None
    title: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaptersRead:
    """What was read, and what is wrong with it."""

    chapters: tuple[ChapterRead, ...]
    problems: tuple[Problem, ...]


def read_chapters(text: str) -> ChaptersRead:
    """Return the chapters of a file, and what is wrong with it."""
    try:
        value = json.loads(text)
        listed = list(value["chapters"])
    except (KeyError, TypeError, ValueError, RecursionError) as failed:
        told = f"It is no file of chapters: {type(failed).__name__}: {failed}."
        return ChaptersRead(chapters=(), problems=(("chapters-json", told),))
    problems: list[Problem] = []
    version = value.get("version")
    if not isinstance(version, str) or not version.startswith("1."):
        problems.append(("chapters-version", f"Its version is {version!r}, not 1.2 as text."))
    chapters = []
    for number, each in enumerate(listed):
        try:
            chapters.append(_chapter(each))
            problems += _addresses(each, number)
        except (AttributeError, KeyError, TypeError, ValueError) as failed:
            told = f"The chapter {number} is not as the form asks: {failed!r}."
            problems.append(("chapters-json", told))
    return ChaptersRead(chapters=tuple(chapters), problems=(*problems, *_order(chapters)))


def _chapter(each: dict[str, Any]) -> ChapterRead:
    start, end = each["startTime"], each.get("endTime")
    for moment in (start, end):
        if isinstance(moment, bool) or not isinstance(moment, int | float | None):
            raise TypeError(f"{moment!r} is no number of seconds")
        if moment is not None and not math.isfinite(moment):
            raise ValueError(f"{moment!r} is no moment")
    if not isinstance(each.get("toc", True), bool):
        raise TypeError("toc is neither true nor false")
    return ChapterRead(
        start_ms=round(start * 1000),
        end_ms=None if end is None else round(end * 1000),
        title=str(each.get("title", "")).strip(),
        shown=each.get("toc", True),
    )


def _addresses(each: dict[str, Any], number: int) -> Iterator[Problem]:
    for key in ("img", "url"):
        address = each.get(key)
        if address is not None and urlsplit(str(address)).scheme not in {"http", "https"}:
            yield "chapters-json", f"The {key} of the chapter {number} is no web address."


def _order(chapters: list[ChapterRead]) -> Iterator[Problem]:
    if not chapters:
        yield "chapters-json", "It holds no chapter."
        return
    if chapters[0].start_ms > 0:
        yield "chapters-first", "The first chapter does not begin with the episode."
    for each in chapters:
        if each.start_ms < 0 or (each.end_ms is not None and each.end_ms <= each.start_ms):
            yield "chapters-times", f"The chapter {each.title!r} does not end after it begins."
        if not each.title and each.shown:
            yield "chapters-title", f"The chapter at {each.start_ms / 1000:g} seconds has no title."
    for one, other in itertools.pairwise(chapters):
        if other.start_ms < one.start_ms:
            yield "chapters-order", f"The chapter {other.title!r} is not in the order of time."
        elif other.start_ms == one.start_ms and one.shown and other.shown:
            yield "chapters-order", f"The chapter {other.title!r} begins with the one before it."
        elif one.end_ms is not None and one.shown and other.shown and one.end_ms > other.start_ms:
            yield "chapters-times", f"The chapter {one.title!r} ends after the next one begins."
