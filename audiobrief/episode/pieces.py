"""Lines of the transcript -> pieces short enough for a caption, and the forms made of them.

WebVTT, SubRip and the JSON of Podcasting 2.0 share one list of pieces, so that they cannot differ
in words or times. Sizes: transcripts.md of the podcast namespace.
"""

from __future__ import annotations

import html
import itertools
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from audiobrief.episode.model import Chapter, TranscriptLine
from audiobrief.episode.words import moment_frames
from audiobrief.mix.model import Timeline
from audiobrief.story.model import Role

MAX_LINE_CHARS: Final = 32
MAX_LINES: Final = 2
"""Of a SubRip caption; WebVTT allows 65 characters, and shows the same pieces."""

MIN_SHARE: Final = 0.5
"""A piece ends at a comma only where it is at least so full: shorter ones flicker by."""

MIN_REST_CHARS: Final = 16
"""What is left of a cue is not shown alone where it is so short: half a second cannot be read."""

NARRATION: Final = "narration"
"""How words are marked that the show adds to the printed ones."""

_VTT_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""WebVTT, section 4.2.2: these three alone are special in the text of a cue."""

_BREAKS: Final = tuple(",;:.!?…)”»–—、。，")
_WIDE: Final = frozenset("WF")
"""East Asian widths of the letters that a line may be broken between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a cue that is shown at once.

    Attributes:
        id: Id of the cue, with the number of the piece in it.
        start_ms: The first piece begins with its cue; the others where the one before ends.
        end_ms: The last piece ends with its cue.
        role: What it reads.
        speaker: Name shown for the voice.
        lines: The words as printed, in one line or two.
    """

    id: str
    start_ms: int
    end_ms: int
    role: Role
    speaker: str
    lines: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Name of what it reads: narration is what the show adds."""
        return NARRATION if self.role is Role.CONTINUITY else str(self.role)

    @property
    def text(self) -> str:
        """The words on one line."""
        text = self.lines[0]
        for line in self.lines[1:]:
            # Chinese and Japanese know no space between words.
            text += line if _is_wide(text[-1:] or " ") and _is_wide(line[:1]) else f" {line}"
        return text


def pieces(lines: Iterable[TranscriptLine], timeline: Timeline) -> tuple[Piece, ...]:
    """Return the pieces of all lines.

    Inside a cue a piece begins with its first word where the times of words are known; else time is
    shared out by characters.
    """
    return tuple(piece for line in lines for piece in _of_line(line, timeline))


def to_vtt(every: Iterable[Piece]) -> str:
    """Return the pieces as WebVTT, each in a voice span; the class says what it reads."""
    cues = ["WEBVTT"]
    for piece in every:
        name = piece.speaker.translate(_VTT_ESCAPES)
        words = "\n".join(piece.lines).translate(_VTT_ESCAPES)
        if piece.role is not Role.BODY:
            words = f"<c.{piece.mark}>{words}</c>"
        cues.append(f"{piece.id}\n{_times(piece, '.')}\n<v {name}>{words}</v>")
    return "\n\n".join(cues) + "\n"


def to_srt(every: Iterable[Piece]) -> str:
    """Return the pieces as SubRip: plain text without speakers, narration in brackets.

    A colon is followed by a no-break space: AntennaPod takes what stands before ": " for the name
    of a speaker, and drops what follows a second colon.
    """
    every = tuple(every)
    blocks = (
        f"{number}\n{_times(piece, ',')}\n" + _unnamed("\n".join(_bracketed(every, number - 1)))
        for number, piece in enumerate(every, start=1)
    )
    return "\n\n".join(blocks) + "\n"


def to_json(every: Iterable[Piece]) -> str:
    """Return the pieces in the JSON form of Podcasting 2.0; times are in seconds there."""
    segments = [
        {
            "speaker": piece.speaker,
            "startTime": piece.start_ms / 1000,
            "endTime": piece.end_ms / 1000,
            "body": piece.text,
            **({"role": piece.mark} if piece.role is not Role.BODY else {}),
        }
        for piece in every
    ]
    content = {"version": "1.0.0", "segments": segments}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def to_html(
    lines: Iterable[TranscriptLine],
    chapters: Sequence[Chapter],
    timeline: Timeline,
    *,
    title: str,
    language: str,
) -> str:
    """Return the transcript as a page: a heading a chapter; speaker, time and words a paragraph."""
    parts = [f"<h1>{_escaped(title)}</h1>"]
    waiting = list(chapters)
    speaker = ""
    for _, group in itertools.groupby(lines, key=lambda line: line.paragraph):
        spoken = list(group)
        while waiting and waiting[0].start_frames <= spoken[0].start_frames:
            chapter = waiting.pop(0)
            if waiting and waiting[0].start_frames <= spoken[0].start_frames:
                continue  # Nothing is said in it.
            parts.append(f"<h2>{_escaped(chapter.title)}</h2>")
        if spoken[0].speaker != speaker:
            speaker = spoken[0].speaker
            parts.append(f"<cite>{_escaped(speaker)}:</cite>")
        parts += _paragraph(spoken, timeline, language)
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{_escaped(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_escaped(title)}</title>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n"
        "</html>\n"
    )


def _paragraph(
    spoken: Sequence[TranscriptLine], timeline: Timeline, language: str
) -> Iterator[str]:
    start_ms = timeline.ms(spoken[0].start_frames)
    clock = _clock(start_ms, ".")
    yield f'<time datetime="PT{start_ms / 1000:g}S">{clock.removesuffix(clock[-4:])}</time>'
    words = " ".join(
        f'<span class="{NARRATION}">{_escaped(line.text)}</span>'
        if line.role is Role.CONTINUITY
        else _escaped(line.text)
        for line in spoken
    )
    role = next((line.role for line in spoken if line.role is not Role.CONTINUITY), None)
    other = {line.language for line in spoken} - {language, ""}
    tongue = f' lang="{_escaped(other.pop())}"' if len(other) == 1 else ""
    yield f'<p class="{role or NARRATION}"{tongue}>{words}</p>'


def _of_line(line: TranscriptLine, timeline: Timeline) -> Iterator[Piece]:
    start, end = timeline.ms(line.start_frames), timeline.ms(line.end_frames)
    # A caption of no length is an error in WebVTT; a take shorter than 1 ms is no speech anyway.
    end = max(start + 1, end)
    # The brackets of narration take two places.
    room = MAX_LINE_CHARS - (2 if line.role is Role.CONTINUITY else 0)
    parts = list(_parts(line.text, room))
    if end - start < len(parts):
        parts = [tuple(itertools.chain.from_iterable(parts))]
    ends = list(_ends(line, parts, timeline))
    edge = start
    for number, part in enumerate(parts, start=1):
        left = len(parts) - number
        until = min(max(ends[number - 1], edge + 1), end - left)
        yield Piece(
            id=f"{line.cue or 'cue'}.{number}",
            start_ms=edge,
            end_ms=until if left else end,
            role=line.role,
            speaker=line.speaker,
            lines=part,
        )
        edge = until


def _ends(
    line: TranscriptLine, parts: Sequence[tuple[str, ...]], timeline: Timeline
) -> Iterator[int]:
    """Yield when each part ends, in milliseconds."""
    if line.words:
        inked = [at for at, letter in enumerate(line.text) if not letter.isspace()]
        told = 0
        for part in parts[:-1]:
            told += sum(not letter.isspace() for words in part for letter in words)
            yield timeline.ms(moment_frames(line.words, inked[told]))
        yield timeline.ms(line.end_frames)
        return
    start, end = timeline.ms(line.start_frames), timeline.ms(line.end_frames)
    whole = sum(map(_chars, parts)) or 1
    told = 0
    for part in parts:
        told += _chars(part)
        yield start + (end - start) * told // whole


def _parts(text: str, room: int) -> Iterator[tuple[str, ...]]:
    """Yield the words as parts of at most two lines; where it can be, a part ends at a comma."""
    words = list(_words(text, room))
    while words:
        count = _fitting(words, room)
        if count < len(words):
            least = round(count * MIN_SHARE)
            ends = (n for n in range(count, least, -1) if words[n - 1].endswith(_BREAKS))
            count = next(ends, count)
        if 0 < _chars(words[count:]) <= MIN_REST_CHARS:
            count = _middle(words)
        yield tuple(_lines(words[:count], room))
        words = words[count:]


def _middle(words: Sequence[str]) -> int:
    """Return after how many words the text is cut in two parts that are alike in length."""
    whole = _chars(words)
    return min(range(1, len(words)), key=lambda n: abs(2 * _chars(words[:n]) - whole), default=1)


def _fitting(words: Sequence[str], room: int) -> int:
    """Return how many of the words fit in one piece, at least 1."""
    for count in range(2, len(words) + 1):
        if len(_lines(words[:count], room)) > MAX_LINES:
            return count - 1
    return len(words)


def _lines(words: Sequence[str], room: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _words(text: str, room: int) -> Iterator[str]:
    """Yield what stands between spaces; a run of wide letters is cut to what fits in a line."""
    for word in text.split(" "):
        if len(word) > room and any(map(_is_wide, word)):
            for start in range(0, len(word), room):
                yield word[start : start + room]
        else:
            yield word


def _is_wide(letter: str) -> bool:
    return bool(letter) and unicodedata.east_asian_width(letter) in _WIDE


def _chars(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _bracketed(every: Sequence[Piece], number: int) -> tuple[str, ...]:
    """Return the lines of a piece; a cue of narration stands in brackets from end to end."""
    piece = every[number]
    if piece.role is not Role.CONTINUITY:
        return piece.lines
    first = piece.id.endswith(".1")
    last = number + 1 == len(every) or every[number + 1].id.endswith(".1")
    text = "\n".join(piece.lines)
    return ((f"[{text}" if first else text) + ("]" if last else ""),)


def _times(piece: Piece, point: str) -> str:
    """Return the time line of a caption; the point parts seconds and milliseconds."""
    return f"{_clock(piece.start_ms, point)} --> {_clock(piece.end_ms, point)}"


def _clock(moment_ms: int, point: str) -> str:
    seconds, ms = divmod(moment_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _unnamed(text: str) -> str:
    # The second sign is for a colon at the end of a line: players join the two lines.
    return text.replace(": ", ":\u00a0").replace(":\n", ":\u00a0\n").replace("-->", "→")


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)
