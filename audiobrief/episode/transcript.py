"""Timeline -> the lines of the transcript, its text, and segments.json.

The words are the printed ones; the times are those of the timeline, to the millisecond. The timed
forms are made in ``pieces``.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from audiobrief.episode.model import TranscriptLine
from audiobrief.episode.words import printed_words
from audiobrief.mix.model import Layer, Placement, Timeline
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.story.model import Role

SEGMENTS_VERSION: Final = 1


def transcript(rundown: Rundown, timeline: Timeline) -> tuple[TranscriptLine, ...]:
    """Return a line for each cue that is heard, in time order.

    Lines of one printed block share a paragraph number, and so do the words that announce it.
    """
    return tuple(transcript_lines(rundown, timeline))


def transcript_lines(rundown: Rundown, timeline: Timeline) -> Iterator[TranscriptLine]:
    """Yield the lines of ``transcript``: those of ten hours need not be in memory together."""
    owners = rundown.item_of()
    paragraph, last = 0, None
    for placement in timeline.speech:
        cue = _cue(placement)
        place = (owners.get(cue.id), cue.block, cue.id if cue.block is None else None)
        if place != last:
            paragraph, last = paragraph + 1, place
        text = _folded(cue.print_text)
        yield TranscriptLine(
            start_frames=placement.start_frames,
            end_frames=placement.end_frames,
            role=cue.role,
            speaker=speaker(placement.voice or cue.voice),
            text=text,
            paragraph=paragraph,
            cue=cue.id,
            language=cue.language,
            words=printed_words(text, placement),
        )


def speaker(voice: str) -> str:
    """Return the name that is shown for a voice profile: "night-reader" is "Night reader"."""
    words = " ".join(voice.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def to_text(lines: Iterable[TranscriptLine]) -> str:
    """Return the transcript as paragraphs, one for each printed block.

    Words that the show adds stand in brackets, so that a reader can tell them from the print.
    """
    paragraphs = itertools.groupby(lines, key=lambda line: line.paragraph)
    return "\n\n".join(" ".join(map(_as_read, group)) for _, group in paragraphs) + "\n"


def segments_json(rundown: Rundown, timeline: Timeline) -> str:
    """Return segments.json: where each cue and each sound is, in milliseconds.

    ``segments`` holds one entry for each cue, speech only, with its words where their times are
    known; ``sounds`` holds the rest. Other tools
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
        "words": list(_words(placement, timeline)),
    }


def _words(placement: Placement, timeline: Timeline) -> Iterator[dict[str, Any]]:
    """Yield each printed word with its times; nothing where the engine told none."""
    text = _folded(_cue(placement).print_text)
    for word in printed_words(text, placement):
        yield {
            "start_ms": timeline.ms(word.start_frames),
            "end_ms": timeline.ms(word.end_frames),
            "text": text[word.start_char : word.end_char].strip(),
        }


def _cue(placement: Placement) -> Cue:
    """Return the cue of a speech placement, which has one."""
    if placement.cue is None:
        raise ValueError(f"a {placement.layer} has no cue")
    return placement.cue


def _span(placement: Placement, timeline: Timeline) -> dict[str, int]:
    start, end = timeline.ms(placement.start_frames), timeline.ms(placement.end_frames)
    return {"start_ms": start, "end_ms": end}


def _folded(text: str) -> str:
    """Return the text on one line, without controls and lone surrogates: no format holds them."""
    kept = (" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join("".join(kept).split())


def _as_read(line: TranscriptLine) -> str:
    return f"[{line.text}]" if line.role is Role.CONTINUITY else line.text


def _json(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    # One word a line: four would make the file three times as long to read.
    return _WORD_ROW.sub(lambda row: f"{{{' '.join(row[1].split())}}}", text)


_WORD_ROW: Final = re.compile(r'\{(\n {10}"start_ms": \d+,\n {10}"end_ms": \d+,\n[^\n]*)\n {8}\}')
