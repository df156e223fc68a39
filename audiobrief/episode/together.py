"""Holds the files of one published episode against each other, where there is no record of it.

A folder that was published, or a server, has no episode.json: sound, tag, chapters and transcripts
must then agree among themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from audiobrief.episode.id3 import TagsRead, plain, read_tags
from audiobrief.episode.stray import check_sound
from audiobrief.errors import EpisodeError
from audiobrief.findings import Finding, finding, in_order
from audiobrief.readback.captions import Caption, is_timed, read_captions
from audiobrief.readback.chapters import read_chapters

_CUT_CHARS = 240
"""Titles near the limit of directories are cut in the feed, and whole in the tag."""


def check_together(  # noqa: PLR0913, each is another file or word of the feed
    sound: Path,
    *,
    title: str,
    guid: str,
    ours: bool,
    chapters: Path | None,
    transcripts: Sequence[tuple[Path, str]],
) -> tuple[Finding, ...]:
    """Return what is wrong with the files of an episode that a feed names, errors first.

    Args:
        sound: The MP3 file.
        title: Title in the feed.
        guid: Identity in the feed.
        ours: Whether audiobrief made it: then tag, chapters and transcripts have the same
            words and times, to the millisecond. Others may mean what differs.
        chapters: The chapters of Podcasting 2.0, or None.
        transcripts: Path and media type of each transcript.
    """
    found = list(check_sound(sound))
    if ours:
        try:
            tags = read_tags(sound)
        except EpisodeError as failed:
            return in_order([*found, finding("tag-missing", sound, str(failed))])
        captions = list(_captions(transcripts))
        found += _named(sound, tags, title, guid)
        if chapters is not None:
            found += _same_chapters(chapters, tags, captions)
        found += _same_captions(captions)
    return in_order(list(dict.fromkeys(found)))


def _named(sound: Path, tags: TagsRead, title: str, guid: str) -> Iterator[Finding]:
    said = tags.texts.get("TIT2", "")
    if len(title) < _CUT_CHARS and " ".join(said.split()) != plain(title):
        yield finding("tag-text", sound, f"The tag has the title {said!r}, and the feed {title!r}.")
    said = tags.texts.get("TGID", "")
    if said != plain(guid):
        yield finding("tag-text", sound, f"The tag has the guid {said!r}, and the feed {guid!r}.")


def _same_chapters(
    path: Path, tags: TagsRead, captions: list[tuple[Path, tuple[Caption, ...]]]
) -> Iterator[Finding]:
    read = read_chapters(_text(path)).chapters
    listed = [(each.start_ms, each.end_ms) for each in read]
    if listed != [(each.start_ms, each.end_ms) for _, each in tags.chapters]:
        told = "Its chapters are not those of the tag of the sound."
        yield finding("chapters-episode", path, told)
    shown = captions[0][1] if captions else ()
    for each in read:
        if any(caption.start_ms < each.start_ms < caption.end_ms for caption in shown):
            told = f"The chapter {each.title!r} begins in the middle of a sentence."
            yield finding("chapters-speech", path, told)


def _captions(
    transcripts: Sequence[tuple[Path, str]],
) -> Iterator[tuple[Path, tuple[Caption, ...]]]:
    for path, media_type in transcripts:
        if is_timed(media_type):
            yield path, read_captions(_text(path), media_type).captions


def _same_captions(captions: list[tuple[Path, tuple[Caption, ...]]]) -> Iterator[Finding]:
    for (one, mine), (other, theirs) in itertools.pairwise(captions):
        if [(c.start_ms, c.end_ms) for c in mine] != [(c.start_ms, c.end_ms) for c in theirs]:
            told = f"Its times are not those of {one.name}."
            yield finding("transcript-episode", other, told)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace")
