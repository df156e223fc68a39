"""Reads an episode back and says what is wrong or missing.

Nothing is taken from the makers of the files: what they wrote is parsed anew, and compared with
segments.json and the decoded sound.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audiobrief.episode.bookcheck import (
    Heard,
    braille_findings,
    daisy_findings,
    epub_findings,
)
from audiobrief.episode.listening import Span, sound_findings
from audiobrief.episode.model import (
    EPISODE_FILE,
    SEGMENTS_FILE,
    Companion,
    Episode,
    Variant,
    at_pace,
    episode_of,
    read_record,
)
from audiobrief.episode.tagcheck import tag_findings
from audiobrief.episode.transcriptcheck import bare, read_text, transcript_findings
from audiobrief.errors import AudiobriefError, EpisodeError
from audiobrief.findings import Finding, finding, in_order
from audiobrief.mix.model import Layer
from audiobrief.readback.chapters import read_chapters
from audiobrief.readback.mp3 import read_mp3_file
from audiobrief.readback.picture import cover_problems

DAISY_FOLDER: Final = "daisy"
"""Where a DAISY book lies in the folder of its episode."""

LONGEST_PAUSE_MS: Final = 15_000
"""The longest pause that a rundown takes is 10 seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """An episode as it lies in its folder, read back."""

    folder: Path
    record: Mapping[str, Any]
    episode: Episode
    segments: tuple[Span, ...]
    sounds: tuple[Span, ...]
    texts: tuple[str, ...]
    table: Path

    @property
    def sound(self) -> Path:
        return self.folder / self.episode.enclosure.path


def check_episode(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the episode in a folder, errors first; nothing for a good one."""
    try:
        copy = _copy(folder)
    except EpisodeError as wrong:
        rule = "segments" if SEGMENTS_FILE in str(wrong) else "record"
        return (finding(rule, folder / EPISODE_FILE, str(wrong)),)
    found = list(_files(copy))
    missing = {each.file for each in found}
    for path, rule, check in _checks(copy):
        if path in missing:
            continue
        try:
            found.extend(check(copy))
        except AudiobriefError as wrong:
            found.append(finding(rule, path, str(wrong)))
    return in_order(found)


def _checks(copy: _Copy) -> Iterator[tuple[Path, str, Callable[[_Copy], Iterator[Finding]]]]:
    """Yield each file, the rule that it breaks where it cannot be read, and what checks it."""
    yield copy.folder / SEGMENTS_FILE, "segments", _times
    yield copy.folder / SEGMENTS_FILE, "segments", _pauses
    yield copy.folder / EPISODE_FILE, "record", _record
    yield copy.folder / EPISODE_FILE, "record", _fidelity
    yield copy.sound, "mp3-frames", _frames
    yield copy.sound, "sound-decodes", _sound
    yield copy.sound, "tag-missing", _tags
    for variant in copy.episode.variants:
        yield copy.folder / variant.segments_path, "segments", _variant(variant)
    if copy.episode.chapters_path:
        yield copy.folder / copy.episode.chapters_path, "chapters-json", _chapters
    for name, media_type in copy.episode.transcripts:
        yield copy.folder / name, "transcript-episode", _transcript(name, media_type)
    if copy.episode.cover_path:
        yield copy.folder / copy.episode.cover_path, "artwork-format", _cover
    for companion in copy.episode.companions:
        yield copy.folder / companion.path, "book-files", _book(companion)


def _copy(folder: Path) -> _Copy:
    record = read_record(folder)
    return _timed(folder, record, episode_of(record, folder), folder / SEGMENTS_FILE)


def _timed(folder: Path, record: Mapping[str, Any], episode: Episode, path: Path) -> _Copy:
    """Return an episode with its table of cues, read from this path."""
    table = _json(path)
    try:
        _require_version(table["version"])
        segments = tuple(map(_segment, table["segments"]))
        sounds = tuple(
            Span(name=each["kind"], start_ms=int(each["start_ms"]), end_ms=int(each["end_ms"]))
            for each in table["sounds"]
        )
        texts = tuple(bare(each["print_text"]) for each in table["segments"])
    except (AttributeError, KeyError, TypeError, ValueError) as failed:
        raise EpisodeError(f"{path} is damaged: {failed!r}; make the episode again.") from failed
    return _Copy(
        folder=folder,
        record=record,
        episode=episode,
        segments=segments,
        sounds=sounds,
        texts=texts,
        table=path,
    )


def _require_version(version: object) -> None:
    if version != 1:
        raise ValueError(f"its version is {version!r}")


def _segment(row: Mapping[str, Any]) -> Span:
    for key in ("role", "spoken_text", "language", "voice", "engine"):
        if not isinstance(row[key], str):
            raise TypeError(f"{key} is no text")
    return Span(name=row["id"], start_ms=int(row["start_ms"]), end_ms=int(row["end_ms"]))


def _variant(variant: Variant) -> Callable[[_Copy], Iterator[Finding]]:
    """Return what checks a variant: as an episode of its own, in the words of this one."""

    def check(copy: _Copy) -> Iterator[Finding]:
        path = copy.folder / variant.segments_path
        own = _timed(copy.folder, copy.record, at_pace(copy.episode, variant), path)
        if not own.sound.is_file():
            return  # Told already: it is one of the episode's files.
        if own.texts != copy.texts:
            told = f"The words of {variant.path} are not those of the episode."
            yield finding("words-segments", path, told)
        yield from _size(own)
        for part in (_times, _pauses, _frames, _sound, _tags):
            yield from part(own)

    return check


def _files(copy: _Copy) -> Iterator[Finding]:
    for name in copy.episode.files:
        if not (copy.folder / name).is_file():
            yield finding("file-missing", copy.folder / name, f"The file {name} is missing.")
    for each in copy.episode.companions:
        for name in (each.path, *each.parts):
            path = copy.folder / name
            if not path.is_file() or not path.stat().st_size:
                told = f"The file {name} of {each.title!r} is missing or empty."
                yield finding("file-missing", path, told)
    if copy.sound.is_file():
        yield from _size(copy)


def _size(copy: _Copy) -> Iterator[Finding]:
    """Yield that a sound is not the one of the record."""
    size = copy.sound.stat().st_size
    stated = copy.episode.enclosure.length_bytes
    if size != stated:
        # Told of the record, not of the sound: the sound is still to be decoded.
        told = f"The sound has {size} bytes, and the feed states {stated}; the file was changed."
        yield finding("file-size", copy.folder / EPISODE_FILE, told)
    elif copy.episode.enclosure.integrity not in {"", _digest(copy.sound)}:
        told = "The sound is not the one that was published: its digest is another."
        yield finding("file-digest", copy.folder / EPISODE_FILE, told)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha384").digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _times(copy: _Copy) -> Iterator[Finding]:
    path, end = copy.table, copy.episode.enclosure.duration_ms
    if not copy.segments:
        yield finding("times-segments", path, "There is no segment in it, so nothing is spoken.")
    names = [span.name for span in copy.segments]
    if len(set(names)) != len(names):
        yield finding("times-segments", path, "Two segments in it have the same id.")
    for one, other in itertools.pairwise(copy.segments):
        if other.start_ms < one.end_ms:
            told = f"The segment {other.name} begins before {one.name} ends."
            yield finding("times-segments", path, told)
    for span in (*copy.segments, *copy.sounds):
        if not 0 <= span.start_ms < span.end_ms <= end:
            told = f"{span.name} is not within the episode, which ends at {end} ms."
            yield finding("times-segments", path, told)
    for text, span in zip(copy.texts, copy.segments, strict=True):
        if not text:
            yield finding("words-segments", path, f"The segment {span.name} has no words.")


def _pauses(copy: _Copy) -> Iterator[Finding]:
    heard = sorted((*copy.segments, *copy.sounds), key=lambda span: span.start_ms)
    for one, other in itertools.pairwise(heard):
        if other.start_ms - one.end_ms > LONGEST_PAUSE_MS:
            silent = (other.start_ms - one.end_ms) // 1000
            told = f"Nothing is heard for {silent} seconds after {one.name}."
            yield finding("sound-silence", copy.table, told)


def _record(copy: _Copy) -> Iterator[Finding]:
    """Yield where the record contradicts itself."""
    path, episode = copy.folder / EPISODE_FILE, copy.episode
    for key in ("guid", "title", "language"):
        if not getattr(episode, key).strip():
            yield finding("record", path, f"Its {key} is blank.")
    if episode.modified is not None and episode.modified < episode.published:
        told = "It was made anew before it was first published: the clock was set back."
        yield finding("date-order", path, told)
    if episode.published.year < 1993:
        told = f"It was published in {episode.published.year}, before there were podcasts."
        yield finding("date-past", path, told)
    bite, end = episode.soundbite, episode.enclosure.duration_ms
    if bite and not (0 <= bite.start_ms < end and bite.start_ms + bite.duration_ms <= end):
        yield finding("soundbite-times", path, "The soundbite is not within the episode.")


def _fidelity(copy: _Copy) -> Iterator[Finding]:
    """Yield that the episode was published though it does not say what is printed."""
    kept = copy.record.get("fidelity")
    unfaithful = kept.get("unfaithful") if isinstance(kept, Mapping) else None
    if isinstance(unfaithful, list) and unfaithful:
        count = len(unfaithful)
        what = "One passage is" if count == 1 else f"{count} passages are"
        told = f"{what} not said as printed; the episode was made with --allow-unfaithful."
        yield finding("words-unfaithful", copy.folder / EPISODE_FILE, told)


def _frames(copy: _Copy) -> Iterator[Finding]:
    read = read_mp3_file(copy.sound)
    if read is None:
        yield finding("mp3-frames", copy.sound, "It holds no MP3 frames.")
        return
    for rule, told in read.problems:
        yield finding(rule, copy.sound, told)
    if read.rate_hz != copy.episode.rate_hz:
        told = f"The sample rate is {read.rate_hz} Hz, and the record says {copy.episode.rate_hz}."
        yield finding("sound-stream", copy.sound, told)
    if not read.informed:
        yield finding("mp3-info", copy.sound, "There is no Info frame: players start late.")


def _sound(copy: _Copy) -> Iterator[Finding]:
    yield from sound_findings(copy.sound, copy.episode, copy.record, copy.segments, copy.sounds)


def _tags(copy: _Copy) -> Iterator[Finding]:
    made = {key: str(copy.record.get(key, "")) for key in ("show", "author")}
    yield from tag_findings(copy.sound, copy.episode, made, copy.folder)


def _cover(copy: _Copy) -> Iterator[Finding]:
    path = copy.folder / (copy.episode.cover_path or "")
    for rule, told in cover_problems(path.read_bytes(), path.name):
        yield finding(rule, path, told)
    if not copy.episode.cover_alt.strip():
        yield finding("image-alt", path, "The cover has no words for those who do not see it.")


def _book(companion: Companion) -> Callable[[_Copy], Iterator[Finding]]:
    """Return what checks a book; other companions have checks of their own."""

    def check(copy: _Copy) -> Iterator[Finding]:
        heard = Heard(
            segments=copy.segments,
            texts=copy.texts,
            sounds=tuple(sound for sound in copy.sounds if sound.name != Layer.BED),
            sound=copy.sound,
        )
        path = copy.folder / companion.path
        if companion.form == "epub":
            yield from epub_findings(path, heard)
        elif companion.form == "daisy":
            yield from daisy_findings(copy.folder / DAISY_FOLDER, path, heard)
        elif companion.form == "braille":
            for name in (companion.path, *companion.parts):
                yield from braille_findings(copy.folder / name, heard)

    return check


def _chapters(copy: _Copy) -> Iterator[Finding]:
    episode, path = copy.episode, copy.folder / (copy.episode.chapters_path or "")
    read = read_chapters(read_text(path))
    for rule, told in read.problems:
        yield finding(rule, path, told)
    found = [(each.start_ms, each.end_ms, each.title, each.shown) for each in read.chapters]
    wanted = [
        (episode.ms(each.start_frames), episode.ms(each.end_frames), each.title, each.in_contents)
        for each in episode.chapters
    ]
    if found != wanted:
        told = "Its chapters are not those of the episode and its tag."
        yield finding("chapters-episode", path, told)
    for start, end, title, _ in found:
        if start >= episode.enclosure.duration_ms or (end or 0) > episode.enclosure.duration_ms:
            yield finding("chapters-end", path, f"The chapter {title!r} is not within the episode.")
        if any(span.start_ms < start < span.end_ms for span in copy.segments):
            told = f"The chapter {title!r} begins in the middle of a sentence."
            yield finding("chapters-speech", path, told)
        elif _behind_its_sign(copy, start):
            told = f"The chapter {title!r} begins behind the earcon that announces it."
            yield finding("chapters-speech", path, told)


def _behind_its_sign(copy: _Copy, start_ms: int) -> bool:
    """Return whether an earcon is the last thing that was begun before the moment."""
    heard = (each for each in (*copy.segments, *copy.sounds) if each.name != "bed")
    before = [each for each in heard if each.start_ms < start_ms]
    return bool(before) and max(before, key=lambda each: each.start_ms).name == "earcon"


def _transcript(name: str, media_type: str) -> Callable[[_Copy], Iterator[Finding]]:
    """Return what checks the transcript of this name and type."""
    return lambda copy: transcript_findings(
        copy.folder / name, media_type, copy.segments, copy.texts
    )


def _json(path: Path) -> Any:  # noqa: ANN401, any JSON value
    try:
        return json.loads(read_text(path))
    except (ValueError, RecursionError) as failed:
        raise EpisodeError(
            f"{path} is not valid JSON: {failed}; make the episode again."
        ) from failed
