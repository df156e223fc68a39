"""All files of an episode, or none.

Production writes the sound into the staged folder, with ``preamble`` in front of it; ``publish``
writes everything else beside it. When the block ends, the folder takes the place of the old one::

    with staged(place.folder) as stage:
        master = delivered(timeline, stage / AUDIO_FILE, preamble=preamble(draft), ...)
        episode = publish(stage, draft, master)
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from audiobrief.episode import chapters as chapter_list
from audiobrief.episode import pieces as timed
from audiobrief.episode import transcript as transcripts
from audiobrief.episode.companions import write_companions
from audiobrief.episode.companions.model import Cut, Manuscript, Mix, parts_of
from audiobrief.episode.draft import Draft, Paced, preamble
from audiobrief.episode.model import (
    AUDIO_FILE,
    CHAPTERS_FILE,
    EPISODE_FILE,
    SEGMENTS_FILE,
    TRANSCRIPTS,
    Episode,
    TranscriptLine,
    Variant,
    foreign_files,
    variant_file,
)
from audiobrief.episode.record import record_of
from audiobrief.errors import EpisodeError
from audiobrief.mix.model import Master, Timeline
from audiobrief.storage import folder_replaced, write_atomically


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes the episode's when the block ends without error.

    Raises:
        EpisodeError: A file or the folder could not be written; the earlier episode is untouched.
    """
    try:
        with folder_replaced(folder) as stage:
            yield stage
            _keep_foreign(folder, stage)
    except OSError as failed:
        raise EpisodeError(
            f"The episode in {folder} cannot be written: {failed.strerror or failed}; what was "
            "there before is untouched."
        ) from failed


def _keep_foreign(folder: Path, stage: Path) -> None:
    """Copy what others put into the earlier episode's folder: a correction is no reason to lose it.

    Raises:
        OSError: A file could not be copied; the earlier folder stays as it is.
    """
    if not folder.is_dir():
        return
    for name in foreign_files(folder):
        if not (stage / name).exists():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, stage / name, follow_symlinks=False)


def publish(  # noqa: PLR0913, each has been made by another stage
    stage: Path,
    draft: Draft,
    master: Master,
    *,
    slug: str,
    mix: Mix,
    cut: Cut | None = None,
    paced: Sequence[Master] = (),
) -> Episode:
    """Write chapters, transcripts, segments.json, companions and episode.json beside the sound.

    The cover goes into the show's folder, where the feed names it, unless it is there already.

    Args:
        stage: The folder from ``staged``; it holds the sound and those of the variants already.
        draft: What is known of the episode.
        master: The sound as the mixdown left it.
        slug: Name that the folder will have.
        mix: Writes another timeline as an MP3, for companions with sounds of their own.
        cut: Writes one of which a part sounds as it does in the episode, where that is at hand.
        paced: The sounds of the draft's variants, in their order.

    Returns:
        The episode, as ``model.read_episode`` will read it.

    Raises:
        EpisodeError: The sound is not as long as the timeline, or its file is not whole.
        OSError: A file could not be written; ``staged`` turns it into an ``EpisodeError``.
    """
    integrity = _integrity_of_whole(stage / AUDIO_FILE, master, draft.timeline)
    variants = tuple(
        _variant(stage, draft.at(each), each, sound)
        for each, sound in zip(draft.paced, paced, strict=True)
    )
    episode = draft.episode(slug, master.length_bytes, integrity, variants)
    if draft.own_cover is not None:
        (stage / draft.own_cover.name).write_bytes(draft.own_cover.jpeg)
    lines = transcripts.transcript(draft.rundown, draft.timeline)
    told: list[str] = []
    manuscript = Manuscript(
        show=draft.show,
        episode=episode,
        parts=parts_of(draft.rundown, lines, draft.pictures),
        timeline=draft.timeline,
        audio=stage / AUDIO_FILE,
        cover=draft.own_cover or draft.cover,
        preamble=preamble(draft),
        mix=mix,
        cut=cut,
        labels=draft.labels,
        remark=told.append,
    )
    episode = replace(episode, companions=write_companions(stage, manuscript))
    draft = replace(draft, remarks=(*draft.remarks, *told))
    for name, content in _files(draft, episode, lines, (master, *paced)):
        # Half a surrogate pair, from a hand-edited rundown, has no place in UTF-8.
        (stage / name).write_bytes(content.encode(errors="replace"))
    # The last one, as it is no part of the stage: what fails before it leaves nothing behind.
    if draft.cover is not None and not (stage.parent / draft.cover.name).is_file():
        write_atomically(stage.parent / draft.cover.name, draft.cover.jpeg)
    return episode


def integrity_of(path: Path) -> str:
    """Return the digest of a file in the form of W3C Subresource Integrity."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha384").digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _integrity_of_whole(path: Path, master: Master, timeline: Timeline) -> str:
    """Return the digest of a sound that is what the mixdown wrote, and as long as its timeline."""
    length_bytes = path.stat().st_size
    if length_bytes != master.length_bytes or master.frames != timeline.frames:
        raise EpisodeError(
            f"The sound {path.name} is not whole: {length_bytes} bytes and {master.frames} frames, "
            f"not {master.length_bytes} bytes and {timeline.frames} frames; make it again."
        )
    return integrity_of(path)


def _variant(stage: Path, draft: Draft, paced: Paced, master: Master) -> Variant:
    """Return what the feed and the check need to know of a variant whose sound is there."""
    return Variant(
        path=paced.sound_path,
        media_type="audio/mpeg",
        length_bytes=master.length_bytes,
        duration_ms=draft.timeline.ms(draft.timeline.frames),
        title=paced.title,
        integrity=_integrity_of_whole(stage / paced.sound_path, master, draft.timeline),
        pace=paced.pace,
        chapters=draft.chapters(),
    )


def _files(
    draft: Draft,
    episode: Episode,
    lines: tuple[TranscriptLine, ...],
    masters: tuple[Master, ...],
) -> Iterator[tuple[str, str]]:
    """Yield name and content of every file but the sound; episode.json is the last one."""
    timeline = draft.timeline
    yield SEGMENTS_FILE, transcripts.segments_json(draft.rundown, timeline)
    for each in draft.paced:
        name = variant_file(SEGMENTS_FILE, each.pace)
        yield name, transcripts.segments_json(draft.rundown, each.timeline)
    names = [name for name, _ in TRANSCRIPTS]
    pieces = timed.pieces(lines, timeline)
    page = {"title": episode.title, "language": episode.language}
    forms = (
        timed.to_vtt(pieces),
        timed.to_srt(pieces),
        timed.to_json(pieces),
        timed.to_html(lines, episode.chapters, timeline, **page),
        transcripts.to_text(lines),
    )
    yield from zip(names, forms, strict=True)
    yield (
        CHAPTERS_FILE,
        chapter_list.to_json(
            episode.chapters, timeline, title=episode.title, show=draft.show.title
        ),
    )
    record = json.dumps(record_of(draft, episode, *masters), ensure_ascii=False, indent=1)
    yield EPISODE_FILE, record + "\n"
