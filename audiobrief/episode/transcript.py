"""Timeline -> transcripts (WebVTT, SubRip, Podcasting 2.0 JSON, text) and segments.json.

The words are the printed ones; the times are those of the timeline, to the millisecond and alike in
every form.
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from audiobrief.episode.model import TranscriptLine
from audiobrief.mix.model import Layer, Placement, Timeline
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.story.model import Role

MAX_LINE_CHARS: Final = 65
"""Longest line of a caption; source: transcripts.md of the podcast namespace."""

SEGMENTS_VERSION: Final = 1

_VTT_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""WebVTT, section 4.2.2: these three alone are special in the text of a cue."""


def transcript(rundown: Rundown, timeline: Timeline) -> tuple[TranscriptLine, ...]:
    """Return a line for each cue that is heard, in time order.

    Lines of one printed block share a paragraph number, and so do the words that announce it.
    """
    owners = rundown.item_of()
    lines: list[TranscriptLine] = []
    paragraph, last = 0, None
    for placement in timeline.speech:
        cue = _cue(placement)
        place = (owners.get(cue.id), cue.block, cue.id if cue.block is None else None)
        if place != last:
            paragraph, last = paragraph + 1, place
        lines.append(
            TranscriptLine(
                start_frames=placement.start_frames,
                end_frames=placement.end_frames,
                role=cue.role,
                speaker=speaker(placement.voice or cue.voice),
                text=_folded(cue.print_text),
                paragraph=paragraph,
            )
        )
    return tuple(lines)


def speaker(voice: str) -> str:
    """Return the name that is shown for a voice profile: "night-reader" is "Night reader"."""
    words = " ".join(voice.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def to_vtt(lines: Iterable[TranscriptLine], timeline: Timeline) -> str:
    """Return the transcript as WebVTT, each cue in a voice span."""
    cues = ["WEBVTT"]
    for line in lines:
        name = line.speaker.translate(_VTT_ESCAPES)
        words = "\n".join(_wrapped(line.text)).translate(_VTT_ESCAPES)
        cues.append(f"{_times(line, timeline, '.')}\n<v {name}>{words}</v>")
    return "\n\n".join(cues) + "\n"


def to_srt(lines: Iterable[TranscriptLine], timeline: Timeline) -> str:
    """Return the transcript as SubRip: plain text without speakers.

    A colon is followed by a no-break space: AntennaPod takes what stands before ": " for the name
    of a speaker, and drops what follows a second colon.
    """
    blocks = (
        f"{number}\n{_times(line, timeline, ',')}\n" + "\n".join(_wrapped(_unnamed(line.text)))
        for number, line in enumerate(lines, start=1)
    )
    return "\n\n".join(blocks) + "\n"


def to_json(lines: Iterable[TranscriptLine], timeline: Timeline) -> str:
    """Return the transcript in the JSON form of Podcasting 2.0; times are in seconds there."""
    segments = [
        {
            "speaker": line.speaker,
            "startTime": timeline.ms(line.start_frames) / 1000,
            "endTime": timeline.ms(line.end_frames) / 1000,
            "body": line.text,
        }
        for line in lines
    ]
    return _json({"version": "1.0.0", "segments": segments})


def to_text(lines: Iterable[TranscriptLine]) -> str:
    """Return the transcript as paragraphs, one for each printed block.

    Words that the show adds stand in brackets, so that a reader can tell them from the print.
    """
    paragraphs = itertools.groupby(lines, key=lambda line: line.paragraph)
    return "\n\n".join(" ".join(map(_as_read, group)) for _, group in paragraphs) + "\n"


def segments_json(rundown: Rundown, timeline: Timeline) -> str:
    """Return segments.json: where each cue and each sound is, in milliseconds.

    ``segments`` holds one entry for each cue, speech only; ``sounds`` holds the rest. Other tools
    rely on this form: version 1 only ever gains keys.
    """
    owners = rundown.item_of()
    segments = [
        _segment(placement, owners.get(_cue(placement).id), timeline)
        for placement in timeline.speech
    ]
    sounds = [
        {"kind": str(placement.layer), **_span(placement, timeline)}
        for placement in timeline.placements
        if placement.layer is not Layer.SPEECH
    ]
    return _json({"version": SEGMENTS_VERSION, "segments": segments, "sounds": sounds})


def _segment(placement: Placement, item: int | None, timeline: Timeline) -> dict[str, Any]:
    cue = _cue(placement)
    return {
        "id": cue.id,
        "item": item,
        "block": cue.block,
        "role": str(cue.role),
        **_span(placement, timeline),
        "print_text": cue.print_text,
        "spoken_text": cue.spoken_text,
        "language": cue.language,
        "voice": placement.voice or cue.voice,
        "engine": placement.engine,
    }


def _cue(placement: Placement) -> Cue:
    """Return the cue of a speech placement, which has one."""
    if placement.cue is None:
        raise ValueError(f"a {placement.layer} has no cue")
    return placement.cue


def _span(placement: Placement, timeline: Timeline) -> dict[str, int]:
    start, end = timeline.ms(placement.start_frames), timeline.ms(placement.end_frames)
    return {"start_ms": start, "end_ms": end}


def _times(line: TranscriptLine, timeline: Timeline, point: str) -> str:
    """Return the time line of a caption; the point parts seconds and milliseconds."""
    start = timeline.ms(line.start_frames)
    # A caption of no length is an error in WebVTT; a take shorter than 1 ms is no speech anyway.
    end = max(start + 1, timeline.ms(line.end_frames))
    return f"{_clock(start, point)} --> {_clock(end, point)}"


def _clock(moment_ms: int, point: str) -> str:
    seconds, ms = divmod(moment_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _wrapped(text: str) -> Sequence[str]:
    """Return the words in lines of at most ``MAX_LINE_CHARS``; a longer word has its own line."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= MAX_LINE_CHARS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _folded(text: str) -> str:
    """Return the text on one line, without controls and lone surrogates: no format holds them."""
    kept = (" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join("".join(kept).split())


def _unnamed(text: str) -> str:
    return text.replace(": ", ":\u00a0").replace("-->", "→")


def _as_read(line: TranscriptLine) -> str:
    return f"[{line.text}]" if line.role is Role.CONTINUITY else line.text


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
