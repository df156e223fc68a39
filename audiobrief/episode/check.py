"""Reads an episode back and says what is wrong or missing.

Nothing is taken from the makers of the files: what they wrote is parsed anew, and compared with
segments.json and the decoded sound.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from audiobrief.episode.id3 import TagsRead, plain, read_tags
from audiobrief.episode.listening import Span, sound_findings
from audiobrief.episode.model import (
    DISCLOSURE,
    EPISODE_FILE,
    SEGMENTS_FILE,
    TEXT_FILE,
    Episode,
    Finding,
    episode_of,
    read_record,
)
from audiobrief.errors import AudiobriefError, EpisodeError
from audiobrief.languages import iso_639_2

_CAPTION: Final = re.compile(
    r"^(\d{2,}):(\d\d):(\d\d)[.,](\d{3}) --> (\d{2,}):(\d\d):(\d\d)[.,](\d{3})$", re.MULTILINE
)
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_VOICE_SPAN: Final = re.compile(r"</?v[^>]*>")
_VTT_ESCAPES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A cue as segments.json or a transcript has it; the text on one line."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """An episode as it lies in its folder, read back."""

    folder: Path
    record: Mapping[str, Any]
    episode: Episode
    segments: tuple[Span, ...]
    sounds: tuple[Span, ...]
    lines: tuple[_Line, ...]

    @property
    def sound(self) -> Path:
        return self.folder / self.episode.enclosure.path


def check_episode(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the episode in a folder, errors first; nothing for a good one."""
    try:
        copy = _copy(folder)
    except EpisodeError as wrong:
        return (Finding(level="error", file=folder / EPISODE_FILE, sentence=str(wrong)),)
    found = list(_files(copy))
    missing = {finding.file for finding in found}
    for path, check in _checks(copy):
        if path in missing:
            continue
        try:
            found.extend(check(copy))
        except AudiobriefError as wrong:
            found.append(Finding(level="error", file=path, sentence=str(wrong)))
    return tuple(sorted(found, key=lambda finding: finding.level != "error"))


def _checks(copy: _Copy) -> Iterator[tuple[Path, Callable[[_Copy], Iterator[Finding]]]]:
    """Yield each file and what checks it."""
    yield copy.folder / SEGMENTS_FILE, _times
    yield copy.sound, _sound
    yield copy.sound, _tags
    if copy.episode.chapters_path:
        yield copy.folder / copy.episode.chapters_path, _chapters
    for name, _ in copy.episode.transcripts:
        yield copy.folder / name, _transcript(name)


def _copy(folder: Path) -> _Copy:
    record = read_record(folder)
    episode = episode_of(record, folder)
    path = folder / SEGMENTS_FILE
    table = _json(path)
    try:
        segments = tuple(
            Span(name=each["id"], start_ms=int(each["start_ms"]), end_ms=int(each["end_ms"]))
            for each in table["segments"]
        )
        sounds = tuple(
            Span(name=each["kind"], start_ms=int(each["start_ms"]), end_ms=int(each["end_ms"]))
            for each in table["sounds"]
        )
        texts = [_folded(each["print_text"]) for each in table["segments"]]
    except (AttributeError, KeyError, TypeError, ValueError) as failed:
        raise EpisodeError(f"{path} is damaged: {failed!r}; make the episode again.") from failed
    lines = tuple(
        _Line(start_ms=span.start_ms, end_ms=span.end_ms, text=text)
        for span, text in zip(segments, texts, strict=True)
    )
    return _Copy(
        folder=folder,
        record=record,
        episode=episode,
        segments=segments,
        sounds=sounds,
        lines=lines,
    )


def _files(copy: _Copy) -> Iterator[Finding]:
    episode = copy.episode
    names = [episode.enclosure.path, *(name for name, _ in episode.transcripts)]
    names += [episode.chapters_path] if episode.chapters_path else []
    for name in names:
        if not (copy.folder / name).is_file():
            yield _error(copy.folder / name, f"The file {name} is missing.")
    if copy.sound.is_file():
        size = copy.sound.stat().st_size
        stated = episode.enclosure.length_bytes
        if size != stated:
            # Told of the record, not of the sound: the sound is still to be decoded.
            yield _error(
                copy.folder / EPISODE_FILE,
                f"The sound has {size} bytes, and the feed states {stated}; the file was changed.",
            )


def _times(copy: _Copy) -> Iterator[Finding]:
    path, end = copy.folder / SEGMENTS_FILE, copy.episode.enclosure.duration_ms
    if not copy.segments:
        yield _error(path, "There is no segment in it, so nothing is spoken.")
    for one, other in itertools.pairwise(copy.segments):
        if other.start_ms < one.end_ms:
            yield _error(path, f"The segment {other.name} begins before {one.name} ends.")
    for span in (*copy.segments, *copy.sounds):
        if not 0 <= span.start_ms < span.end_ms <= end:
            yield _error(path, f"{span.name} is not within the episode, which ends at {end} ms.")


def _sound(copy: _Copy) -> Iterator[Finding]:
    yield from sound_findings(copy.sound, copy.episode, copy.record, copy.segments, copy.sounds)


def _tags(copy: _Copy) -> Iterator[Finding]:
    episode, path = copy.episode, copy.sound
    tags = read_tags(path)
    if tags.version[:2] != (2, 3):
        yield _error(path, f"The tag is ID3v2.{tags.version[1]}; players read version 2.3 best.")
    wanted = {
        "TIT2": plain(episode.title),
        "TALB": plain(str(copy.record.get("show", ""))),
        "TGID": plain(episode.guid),
        "TLAN": iso_639_2(episode.language),
        "TLEN": str(episode.enclosure.duration_ms),
        "TYER": f"{episode.published:%Y}",
        "COMM": plain(episode.description),
    }
    if (copy.folder / TEXT_FILE).is_file():
        wanted["USLT"] = plain(_read(copy.folder / TEXT_FILE))
    for frame, text in wanted.items():
        if text and tags.texts.get(frame) != text:
            shown = _short(tags.texts.get(frame, ""))
            yield _error(path, f"The frame {frame} says {shown!r}, not {_short(text)!r}.")
    if DISCLOSURE not in tags.texts.get("COMM", ""):
        yield _error(path, "The tag does not disclose that the voice is synthetic.")
    yield from _pictures(path, tags)
    yield from _tag_chapters(copy, tags)


def _pictures(path: Path, tags: TagsRead) -> Iterator[Finding]:
    covers = [picture for picture in tags.pictures if picture.kind == 3]
    if not covers:
        yield Finding(level="warning", file=path, sentence="The tag holds no cover.")
    for picture in covers:
        if not picture.alt:
            yield Finding(level="warning", file=path, sentence="The cover has no text in words.")


def _tag_chapters(copy: _Copy, tags: TagsRead) -> Iterator[Finding]:
    wanted = [(_ms(copy, c.start_frames), _ms(copy, c.end_frames)) for c in copy.episode.chapters]
    found = [(chapter.start_ms, chapter.end_ms) for _, chapter in tags.chapters]
    if found != wanted:
        yield _error(copy.sound, "The chapters of the tag are not those of the episode, in order.")
    if list(tags.contents) != [name for name, _ in tags.chapters]:
        yield _error(copy.sound, "The table of contents of the tag does not name every chapter.")
    for name, chapter in tags.chapters:
        if not chapter.title:
            yield _error(copy.sound, f"The chapter {name} of the tag has no title.")


def _chapters(copy: _Copy) -> Iterator[Finding]:
    path = copy.folder / (copy.episode.chapters_path or "")
    try:
        found = [
            (round(each["startTime"] * 1000), round(each["endTime"] * 1000), str(each["title"]))
            for each in _json(path)["chapters"]
        ]
    except (KeyError, TypeError, ValueError) as failed:
        raise EpisodeError(f"{path} is damaged: {failed!r}; make the episode again.") from failed
    wanted = [
        (_ms(copy, each.start_frames), _ms(copy, each.end_frames), each.title)
        for each in copy.episode.chapters
    ]
    if found != wanted:
        yield _error(path, "Its chapters are not those of the episode and its tag.")
    for (one, _, _), (other, _, title) in itertools.pairwise(found):
        if other <= one:
            yield _error(path, f"The chapter {title!r} is not in the order of time.")
    for start, end, title in found:
        if not 0 <= start < end <= copy.episode.enclosure.duration_ms:
            yield _error(path, f"The chapter {title!r} is not within the episode.")
        if any(span.start_ms < start < span.end_ms for span in copy.segments):
            yield _error(path, f"The chapter {title!r} begins in the middle of a sentence.")


def _transcript(name: str) -> Callable[[_Copy], Iterator[Finding]]:
    """Return what checks the transcript of this file name, by its ending."""
    read = _FORMS[Path(name).suffix]

    def check(copy: _Copy) -> Iterator[Finding]:
        path = copy.folder / name
        found = read(path)
        if read is _read_text:
            words = " ".join(line.text for line in found).replace("[", "").replace("]", "")
            spoken = " ".join(line.text for line in copy.lines).replace("[", "").replace("]", "")
            if _folded(words) != _folded(spoken):
                yield _error(path, "Its words are not those of segments.json.")
            return
        if len(found) != len(copy.lines):
            yield _error(path, f"It has {len(found)} cues, and segments.json {len(copy.lines)}.")
        for line, wanted in zip(found, copy.lines, strict=False):
            if line != wanted:
                shown = _short(line.text)
                yield _error(path, f"The cue {shown!r} is not as segments.json has it.")

    return check


def _read_vtt(path: Path) -> tuple[_Line, ...]:
    text = _read(path)
    if not text.startswith("WEBVTT"):
        raise EpisodeError(f"{path} does not begin with WEBVTT; make the episode again.")
    return tuple(_captions(text, unescape=True))


def _read_srt(path: Path) -> tuple[_Line, ...]:
    return tuple(_captions(_read(path), unescape=False))


def _read_json(path: Path) -> tuple[_Line, ...]:
    try:
        return tuple(
            _Line(
                start_ms=round(each["startTime"] * 1000),
                end_ms=round(each["endTime"] * 1000),
                text=_folded(each["body"]),
            )
            for each in _json(path)["segments"]
        )
    except (AttributeError, KeyError, TypeError, ValueError) as failed:
        raise EpisodeError(f"{path} is damaged: {failed!r}; make the episode again.") from failed


def _read_text(path: Path) -> tuple[_Line, ...]:
    return (_Line(start_ms=0, end_ms=0, text=_folded(_read(path))),)


def _captions(text: str, *, unescape: bool) -> Iterator[_Line]:
    """Yield the cues of WebVTT or SubRip: a line of times, then text up to a blank line."""
    for block in text.split("\n\n"):
        times = _CAPTION.search(block)
        if times is None:
            continue
        numbers = [int(part) for part in times.groups()]
        start, end = (
            ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
            for hours, minutes, seconds, ms in (numbers[:4], numbers[4:])
        )
        words = block[times.end() :]
        if unescape:
            words = _VOICE_SPAN.sub("", words)
            for escape, sign in _VTT_ESCAPES:
                words = words.replace(escape, sign)
        else:
            words = words.replace("→", "-->")
        yield _Line(start_ms=start, end_ms=end, text=_folded(words))


_FORMS: Final[Mapping[str, Callable[[Path], tuple[_Line, ...]]]] = MappingProxyType(
    {".vtt": _read_vtt, ".srt": _read_srt, ".json": _read_json, ".txt": _read_text}
)
"""Ending of a transcript -> what reads it."""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failed:
        raise EpisodeError(f"{path} cannot be read: {failed}.") from failed


def _json(path: Path) -> Any:  # noqa: ANN401, any JSON value
    try:
        return json.loads(_read(path))
    except (ValueError, RecursionError) as failed:
        raise EpisodeError(
            f"{path} is not valid JSON: {failed}; make the episode again."
        ) from failed


def _ms(copy: _Copy, frames: int) -> int:
    rate = copy.episode.rate_hz
    return (frames * 1000 + rate // 2) // rate


def _folded(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text.replace("→", "-->")).split())


def _short(text: str) -> str:
    folded = _folded(text)
    return folded if len(folded) <= 60 else folded[:59] + "…"


def _error(path: Path, sentence: str) -> Finding:
    return Finding(level="error", file=path, sentence=sentence)
