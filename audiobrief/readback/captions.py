"""Reads transcripts with times: WebVTT, SubRip and the JSON of Podcasting 2.0."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from audiobrief.findings import Problem

MAX_VTT_LINE: Final = 65
MAX_SRT_LINE: Final = 42
MAX_SRT_LINES: Final = 2
"""32 is what transcripts.md asks for; lines of up to 42, as broadcasters have them, harm nobody."""

_VTT_TIMES: Final = re.compile(
    r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+"
    r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
    r"(?:[ \t]+\S.*)?"
)
_SRT_TIMES: Final = re.compile(
    r"()(\d{2,}):([0-5]\d):([0-5]\d),(\d{3}) --> ()(\d{2,}):([0-5]\d):([0-5]\d),(\d{3})\s*"
)
_TAG: Final = re.compile(
    r"</?(?:(?:c|i|b|u|v|ruby|rt|lang)(?:\.[^\s<>&.]+)*(?:[ \t][^<>]*)?|[\d:.]+)?>"
)
_ESCAPE: Final = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d+|#x[0-9a-fA-F]+);")
_OPEN: Final = re.compile(r"<(/?)(c|i|b|u|v|ruby|rt|lang)\b[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A caption as it was read: name where it has one, times, speaker, words on one line."""

    name: str
    start_ms: int
    end_ms: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read, and what is wrong with it."""

    captions: tuple[Caption, ...]
    problems: tuple[Problem, ...]


def read_captions(text: str, media_type: str) -> Read:
    """Return the captions of a transcript of this type, and what is wrong with it."""
    captions: list[Caption] = []
    problems: list[Problem] = []
    reader = _READERS[media_type]
    for each in reader(text):
        if isinstance(each, Caption):
            captions.append(each)
        else:
            problems.append(each)
    prefix = {"text/vtt": "vtt", "application/x-subrip": "srt"}.get(media_type, "transcript")
    problems += _timing(captions, prefix)
    if not captions and not problems:
        problems.append(
            (
                f"{prefix}-form" if prefix != "transcript" else "transcript-json",
                "It holds no caption.",
            )
        )
    return Read(captions=tuple(captions), problems=tuple(problems))


def is_timed(media_type: str) -> bool:
    """Return whether ``read_captions`` knows the type."""
    return media_type in _READERS


def _timing(captions: list[Caption], prefix: str) -> Iterator[Problem]:
    times, order = (
        ("transcript-json", "transcript-json")
        if prefix == "transcript"
        else (f"{prefix}-times", f"{prefix}-order")
    )
    for each in captions:
        if each.end_ms <= each.start_ms:
            yield times, f"The caption at {_at(each.start_ms)} does not end after it begins."
    for one, other in itertools.pairwise(captions):
        if other.start_ms < one.start_ms:
            yield order, f"The caption at {_at(other.start_ms)} stands after a later one."


def _vtt(text: str) -> Iterator[Caption | Problem]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, _, rest = text.partition("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", head):
        yield "vtt-form", "It does not begin with WEBVTT."
        return
    first, _, body = f"\n{rest}".partition("\n\n")
    if "-->" in first:
        yield "vtt-form", "There is no blank line after WEBVTT."
        body = rest
    for block in re.split(r"\n{2,}", body.strip("\n")):
        lines = block.split("\n")
        if (re.match(r"(NOTE|STYLE|REGION)\b", lines[0]) and "-->" not in lines[0]) or not block:
            continue
        name = ""
        if "-->" not in lines[0]:
            name, lines = lines[0], lines[1:]
        times = _VTT_TIMES.fullmatch(lines[0]) if lines else None
        if times is None:
            yield "vtt-form", f"The block {_short(block)} has no line of times as WebVTT has them."
            continue
        payload = "\n".join(lines[1:])
        yield from _vtt_problems(payload, _milliseconds(times.groups()[:4]))
        speaker = re.search(r"<v(?:\.[^\s>]+)?[ \t]+([^>]+)>", payload)
        yield Caption(
            name=name,
            start_ms=_milliseconds(times.groups()[:4]),
            end_ms=_milliseconds(times.groups()[4:8]),
            speaker=html.unescape(speaker[1]) if speaker else "",
            text=_folded(html.unescape(_TAG.sub("", payload))),
        )


def _vtt_problems(payload: str, start_ms: int) -> Iterator[Problem]:
    at = _at(start_ms)
    if "-->" in payload:
        yield "vtt-form", f"The caption at {at} holds the arrow of a line of times."
    bare = _TAG.sub("", payload)
    if "<" in bare:
        yield "vtt-escapes", f"The caption at {at} has a < that is not escaped."
    if "&" in _ESCAPE.sub("", bare):
        yield "vtt-escapes", f"The caption at {at} has a & that is not escaped."
    opened: list[str] = []
    for closing, tag in _OPEN.findall(payload):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            yield "vtt-escapes", f"The caption at {at} ends a {tag} that was not begun."
            return
    if [tag for tag in opened if tag != "v"]:
        yield "vtt-escapes", f"The caption at {at} does not end a {opened[-1]}."
    if any(len(line) > MAX_VTT_LINE for line in bare.split("\n")):
        yield (
            "caption-lines",
            f"The caption at {at} has a line of more than {MAX_VTT_LINE} characters.",
        )


def _srt(text: str) -> Iterator[Caption | Problem]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, block in enumerate(re.split(r"\n{2,}", text.strip("\n")), start=1):
        lines = block.split("\n")
        times = _SRT_TIMES.fullmatch(lines[1]) if len(lines) > 1 else None
        if times is None:
            yield "srt-form", f"The block {_short(block)} has no number and line of times."
            continue
        if lines[0].strip() != str(number):
            yield "srt-form", f"The caption {_short(lines[0])} should have the number {number}."
        start_ms = _milliseconds(times.groups()[1:5])
        words = lines[2:]
        if not "".join(words).strip():
            yield "srt-form", f"The caption at {_at(start_ms)} has no words."
        if "-->" in "".join(words):
            yield "srt-form", f"The caption at {_at(start_ms)} holds a line of times."
        if len(words) > MAX_SRT_LINES or any(len(line) > MAX_SRT_LINE for line in words):
            yield "caption-lines", f"The caption at {_at(start_ms)} is too long for two lines."
        joined = _folded(" ".join(words))
        if joined.count(": ") > 1:
            yield (
                "srt-colon",
                f"The caption at {_at(start_ms)} has two colons; words would be lost.",
            )
        yield Caption(
            name=lines[0].strip(),
            start_ms=start_ms,
            end_ms=_milliseconds(times.groups()[6:]),
            speaker="",
            text=joined,
        )


def _json(text: str) -> Iterator[Caption | Problem]:
    try:
        value = json.loads(text)
        segments = list(value["segments"])
    except (KeyError, TypeError, ValueError, RecursionError) as failed:
        yield "transcript-json", f"It is no transcript in JSON: {type(failed).__name__}: {failed}."
        return
    if not isinstance(value.get("version"), str):
        yield "transcript-json", "It states no version."
    for number, each in enumerate(segments):
        try:
            start, end = each["startTime"], each["endTime"]
            yield Caption(
                name=str(number),
                start_ms=round(float(start) * 1000),
                end_ms=round(float(end) * 1000),
                speaker=str(each.get("speaker", "")),
                text=_folded(str(each["body"])),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as failed:
            told = f"{type(failed).__name__}: {failed}"
            yield "transcript-json", f"The segment {number} lacks times or words ({told})."


_READERS: Final = {
    "text/vtt": _vtt,
    "application/x-subrip": _srt,
    "application/srt": _srt,
    "application/json": _json,
}


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, ms = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _at(moment_ms: int) -> str:
    return f"{moment_ms / 1000:g} seconds"


def _folded(text: str) -> str:
    # A no-break space stays: apps tell it from a space.
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _short(text: str) -> str:
    folded = _folded(text)
    return repr(folded if len(folded) <= 40 else folded[:39] + "…")
