"""Numbered tracks: an MP3 for each story or section, for players that know files and nothing else.

Talking-newspaper players and car radios play the files of a stick in the order of their names, or
in the order in which they were written: here both are the running order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from audiobrief.episode.chapters import chapters as chapters_of
from audiobrief.episode.chapters import within_limit
from audiobrief.episode.companions.model import Manuscript, Part, parts_of
from audiobrief.episode.id3 import track_tag
from audiobrief.episode.model import Chapter, Companion, TranscriptLine, author_of
from audiobrief.episode.transcript import transcript
from audiobrief.errors import EpisodeError
from audiobrief.mix.model import Excerpt, Layer, Placement, Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show
from audiobrief.storage import slug
from audiobrief.story.model import Role
from audiobrief.words import Words, words

FOLDER: Final = "tracks"
PLAYLIST: Final = "playlist.m3u"
MAX_TRACKS: Final = 999
"""Three figures are what players sort by; MegaVoice's Envoy takes as many files in a folder."""

LEAD_MS: Final = 250
GAP_MS: Final = 3_000
"""Between the last words of a track and the first of the next: "time to adjust to a new voice and
a new topic" (Sheffield Talking News). The lead is a part of it."""

EDGE_MS: Final = 20
"""Silence around the words that is taken from the episode with them, where there is so much."""

NAME_CHARS: Final = 40
_NAMELESS: Final = re.compile("x-[0-9a-f]{10}")

_LEFT_OUT: Final = frozenset({Layer.IDENT, Layer.STING, Layer.SIGN_OFF, Layer.BED})
"""What belongs between tracks, and music: the gap is between them, and words are what is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A track before it is written: its title, and the lines that are heard in it.

    Attributes:
        title: Headline of its story, or title of its chapter.
        lines: In time order.
        label: What is said before them; ``""`` where they say themselves what the track is.
    """

    title: str
    lines: tuple[TranscriptLine, ...]
    label: str = ""


def write_tracks(stage: Path, manuscript: Manuscript) -> Companion:
    """Write tracks/001_….mp3 and so on in running order, then the playlist.

    Raises:
        EpisodeError: There are more tracks than three figures can count.
        SoundError: A take is missing or damaged.
        OSError: A file could not be written.
    """
    tracks = tracks_of(manuscript)
    if len(tracks) > MAX_TRACKS:
        raise EpisodeError(
            f"The episode has {len(tracks)} tracks, and players take {MAX_TRACKS} at most; make "
            "editions of fewer stories, or leave tracks out of --with."
        )
    (stage / FOLDER).mkdir()
    show, names = manuscript.show, []
    before = 0
    for number, track in enumerate(tracks, start=1):
        name = track_name(number, track.title)
        tag = track_tag(
            title=track.title,
            album=f"{show.title}: {manuscript.episode.title}",
            artist=author_of(show),
            number=number,
            count=len(tracks),
        )
        label = manuscript.labels.get(track.label)
        part, excerpt = _slice(manuscript.timeline, track, before, label)
        if manuscript.cut is not None and excerpt is not None:
            manuscript.cut(part, excerpt, stage / FOLDER / name, tag)
        else:
            manuscript.mix(part, stage / FOLDER / name, tag)
        before = track.lines[-1].end_frames
        names.append(name)
    (stage / FOLDER / PLAYLIST).write_bytes(playlist(names))
    ui = words(manuscript.episode.language, show.language)
    return Companion(
        form="tracks",
        path=f"{FOLDER}/{PLAYLIST}",
        media_type="audio/mpegurl",
        title=ui.page["numbered_tracks"],
        parts=tuple(f"{FOLDER}/{name}" for name in names),
    )


def tracks_of(manuscript: Manuscript) -> tuple[Track, ...]:
    """Return the tracks: of an edition its opening, stories and closing, else the chapters."""
    episode = manuscript.episode
    ours = words(episode.language, manuscript.show.language)
    return _tracks(manuscript.parts, episode.chapters, ours)


def labels_wanted(rundown: Rundown, timeline: Timeline, show: Show) -> tuple[str, ...]:
    """Return the labels that the tracks of a rundown need, each once."""
    chapters = within_limit(chapters_of(rundown, timeline))
    parts = parts_of(rundown, transcript(rundown, timeline))
    tracks = _tracks(parts, chapters, words(rundown.language, show.language))
    return tuple(dict.fromkeys(track.label for track in tracks if track.label))


def _tracks(parts: Sequence[Part], chapters: Sequence[Chapter], ours: Words) -> tuple[Track, ...]:
    if sum(part.item is not None for part in parts) < 2:
        return tuple(_chapters(parts, chapters, ours.language))
    titles = (
        part.title or ours.parts["credits" if n else "opening"] for n, part in enumerate(parts)
    )
    # "Story 3 of 9." is in the episode already.
    return tuple(
        Track(
            title=title,
            lines=part.lines,
            label=_label(title, part.lines, ours.language) if part.item is None else "",
        )
        for title, part in zip(titles, parts, strict=True)
    )


def track_name(number: int, title: str) -> str:
    """Return the file name of a track: three figures and ASCII words, safe on FAT."""
    name = slug(title, max_chars=NAME_CHARS)
    return f"{number:03}_{'track' if _NAMELESS.fullmatch(name) else name}.mp3"


def playlist(names: Sequence[str]) -> bytes:
    """Return a playlist of files that lie beside it: ASCII and CRLF, which every player reads."""
    return "".join(f"{line}\r\n" for line in ("#EXTM3U", *names)).encode("ascii")


def _chapters(parts: Sequence[Part], chapters: Sequence[Chapter], language: str) -> Iterator[Track]:
    """Yield a track for each chapter in which something is said."""
    lines = [line for part in parts for line in part.lines]

    def chapter_of(line: TranscriptLine) -> int:
        begun = sum(chapter.start_frames <= line.start_frames for chapter in chapters)
        return max(0, begun - 1)

    for number, heard in itertools.groupby(lines, key=chapter_of):
        title, own = chapters[number].title, tuple(heard)
        yield Track(title=title, lines=own, label=_label(title, own, language))


def _label(title: str, lines: Sequence[TranscriptLine], language: str) -> str:
    """Return the title, or ``""`` where the first words say it: a subhead, "Photo caption:"."""
    first = lines[0]
    spoken = words(first.language or language).spoken
    signs = {spoken.get(each, ("",))[0] for each in ("caption", "description", "quote")}
    if first.role is Role.CONTINUITY and first.text in signs:
        return ""
    said = _letters(" ".join(line.text for line in lines))
    return "" if said.startswith(_letters(title)) else title


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _slice(
    timeline: Timeline, track: Track, before: int, label: Placement | None = None
) -> tuple[Timeline, Excerpt | None]:
    """Return the timeline of a track: its words and the signs before them, lead and gap around.

    The label comes first, with its pause after it. All behind it sounds as it does in the episode,
    unless a sound that is left out is heard there too.
    """
    end = track.lines[-1].end_frames
    kept = [
        each
        for each in timeline.placements
        if each.layer not in _LEFT_OUT and before <= each.start_frames < end
    ]
    lead = LEAD_MS * timeline.rate_hz // 1000
    first = lead
    opened: tuple[Placement, ...] = ()
    if label is not None and label.cue is not None:
        opened = (_moved(label, lead),)
        first += label.frames + label.cue.pause_after_ms * timeline.rate_hz // 1000
    shift = first - kept[0].start_frames
    moved = (*opened, *(_moved(each, shift) for each in kept))
    last = max(each.end_frames for each in moved)
    gap = GAP_MS * timeline.rate_hz // 1000 - lead
    made = Timeline(rate_hz=timeline.rate_hz, placements=moved, frames=last + gap)
    silent = first - max((each.end_frames for each in opened), default=0)
    return made, _excerpt(timeline, kept, shift, silent_frames=min(silent, gap))


def _excerpt(
    timeline: Timeline, kept: Sequence[Placement], shift: int, *, silent_frames: int
) -> Excerpt | None:
    """Return where the kept placements are in the episode; None where others are heard with them.

    Some of the silence around them is a part of it: a filter rings before a sound and behind it.
    """
    start, end = kept[0].start_frames, max(each.end_frames for each in kept)
    free_from, free_to = 0, timeline.frames
    for each in timeline.placements:
        if each.layer is Layer.BED:
            continue
        if each.end_frames <= start:
            free_from = max(free_from, each.end_frames)
        elif each.start_frames >= end:
            free_to = min(free_to, each.start_frames)
        elif each.layer in _LEFT_OUT:
            return None
    edge = min(silent_frames, EDGE_MS * timeline.rate_hz // 1000)
    start, end = max(free_from, start - edge), min(free_to, end + edge)
    return Excerpt(at_frames=start + shift, start_frames=start, frames=end - start)


def _moved(placement: Placement, frames: int) -> Placement:
    return replace(placement, start_frames=placement.start_frames + frames)
