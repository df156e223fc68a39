"""What is published: an episode, its chapters and its transcript; how an episode is read back.

Imported by the feed, so it needs the standard library alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from audiobrief.errors import EpisodeError, SettingsError
from audiobrief.settings import Show
from audiobrief.story.model import Role
from audiobrief.words import words

AUDIO_FILE: Final = "episode.mp3"
EPISODE_FILE: Final = "episode.json"
CHAPTERS_FILE: Final = "chapters.json"
SEGMENTS_FILE: Final = "segments.json"
TEXT_FILE: Final = "transcript.txt"

TRANSCRIPTS: Final = (
    ("transcript.vtt", "text/vtt"),
    ("transcript.srt", "application/x-subrip"),
    ("transcript.json", "application/json"),
    ("transcript.html", "text/html"),
    (TEXT_FILE, "text/plain"),
)
"""File name and media type of each transcript, the one that apps show best first."""

EPISODE_VERSION: Final = 1
"""Of the form of episode.json; a file of a later version is refused, not misread."""

DISCLOSURE: Final = "The voice in this episode is synthetic: it was made by a computer."
"""Apple's content guidelines ask that synthetic voices are disclosed in sound and in metadata.

Episodes say it in their own language; this is what those of the first release said."""

_COVER_VERSION: Final = "1"
"""Rises when the drawn cover changes its looks, so that it gets a new address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the episode that a listener can jump to.

    Attributes:
        start_frames: Where it begins, in sample frames of the timeline.
        end_frames: Where it ends; the next chapter begins there or later.
        title: As it is shown.
        in_contents: Whether it stands in the table of contents; False for the inner parts of a
            story of an edition (``toc`` of Podcasting 2.0).
        image: Address of the picture that a caption belongs to, or ``""``.
        link: Page of the story that begins here, in an edition, or ``""``.
    """

    start_frames: int
    end_frames: int
    title: str
    in_contents: bool = True
    image: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start_frames < self.end_frames:
            raise ValueError(f"chapter {self.title!r} ends before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTime:
    """When a printed word is heard.

    Attributes:
        start_char: Its first character in the text of its line.
        end_char: The character after its last one; a space before the next word is in it.
        start_frames: First sample frame of it, in frames of the timeline.
        end_frames: Frame after the last one; the next word begins there.
    """

    start_char: int
    end_char: int
    start_frames: int
    end_frames: int

    def __post_init__(self) -> None:
        if self.start_char >= self.end_char or self.start_frames >= self.end_frames:
            raise ValueError(f"a word has no letter or no time: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """One cue as it stands in the transcript.

    Attributes:
        start_frames: First sample frame of its speech.
        end_frames: Frame after the last one of its speech.
        role: What it reads.
        speaker: Name shown for the voice.
        text: The words as printed.
        paragraph: Number that lines of one printed block share; it rises through the episode.
        cue: Id of the cue.
        language: BCP 47 tag of the words, or ``""`` where it is the episode's.
        words: When each word of ``text`` is heard: they cover the text and the time of the line
            without a gap. Empty where the engine told no times of words.
    """

    start_frames: int
    end_frames: int
    role: Role
    speaker: str
    text: str
    paragraph: int
    cue: str = ""
    language: str = ""
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """The sound file as the feed names it.

    Attributes:
        path: File name, relative to the episode's folder.
        media_type: Such as ``"audio/mpeg"``.
        length_bytes: Its size.
        duration_ms: How long it plays.
        title: What sets it apart from the others of the episode, or ``""`` for the first one.
        integrity: Digest in the form of W3C Subresource Integrity, or ``""``.
    """

    path: str
    media_type: str
    length_bytes: int
    duration_ms: int
    title: str = ""
    integrity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture that a caption belongs to.

    Attributes:
        address: Where it is on the web.
        alt: What it shows, in words, as the page states it, or ``""``.
        file: Where it lies on this machine, beside its story; None where it does not.
    """

    address: str
    alt: str = ""
    file: Path | None = None


Pictures = Mapping[tuple[int, int | None], Picture]
"""(Index of the story, index of the block in it) -> its picture."""

NO_PICTURES: Final[Pictures] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Another form of the episode, beside sound and transcripts: a page, a book, tracks.

    Attributes:
        form: Name of one of ``settings.COMPANIONS``.
        path: The file to open first, relative to the episode's folder, with ``/``.
        media_type: Of that file, such as ``"application/epub+zip"``.
        title: What a listener reads where it is offered, in the language of the episode.
        parts: Further files that it needs, relative to the episode's folder.
    """

    form: str
    path: str
    media_type: str
    title: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Enclosure):
    """The same episode at another pace, in a sound file of its own.

    Attributes:
        pace: How many times as fast as the first one.
        chapters: Its chapters in time order; titles and pictures are those of the episode.
    """

    pace: float
    chapters: tuple[Chapter, ...] = ()

    @property
    def segments_path(self) -> str:
        """File name of its table of cues."""
        return variant_file(SEGMENTS_FILE, self.pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A short part that stands for the episode: its headline and first sentences."""

    start_ms: int
    duration_ms: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """What the feed, the companions and later commands need to know of an episode.

    Attributes:
        guid: Identity that outlives every change of the words.
        slug: Name of its folder below the show's folder.
        title: As printed.
        summary: A few sentences of plain text.
        published: First publication, with its zone.
        language: BCP 47 tag.
        enclosure: The sound file.
        chapters: In time order.
        transcripts: (file name, media type) of each transcript, the best one first.
        chapters_path: File name of the chapters of Podcasting 2.0.
        credits: Printed credits of its stories, and of the voices.
        address: Canonical address of the story's page, or None.
        modified: When it was last made anew, with its zone; None where it is as first published.
        rate_hz: Sample rate of the frames in its chapters.
        changes: What was corrected since it was first published: a sentence for each time.
        sources: (headline, address) of each story that came from the web.
        people: Names of those who wrote the stories, as printed.
        soundbite: What stands for the episode where only a part of it is played, or None.
        cover_path: File name of its own cover, or None where it has the show's.
        cover_alt: What its own cover shows, in words.
        season: Number of its season, or 0.
        number: Its number in the season, or 0.
        variants: The same episode at other paces.
        companions: The same episode in other forms than sound and transcript.
        disclosure: The sentence that says that the voice is synthetic.
    """

    guid: str
    slug: str
    title: str
    summary: str
    published: datetime
    language: str
    enclosure: Enclosure
    chapters: tuple[Chapter, ...] = ()
    transcripts: tuple[tuple[str, str], ...] = ()
    chapters_path: str | None = None
    credits: tuple[str, ...] = ()
    address: str | None = None
    modified: datetime | None = None
    rate_hz: int = 44_100
    changes: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    soundbite: Soundbite | None = None
    cover_path: str | None = None
    cover_alt: str = ""
    season: int = 0
    number: int = 0
    variants: tuple[Variant, ...] = ()
    companions: tuple[Companion, ...] = ()
    disclosure: str = DISCLOSURE

    def __post_init__(self) -> None:
        for moment in (self.published, self.modified):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"the time {moment} has no zone")

    @property
    def description(self) -> str:
        """Plain text for directories: summary, corrections, credits, the word on the voice."""
        parts = (self.summary, *self.changes, *self.credits, self.disclosure)
        return "\n\n".join(part for part in parts if part)

    @property
    def description_of_sound(self) -> str:
        """Plain text for the tags of the MP3: the description without the corrections.

        A story that is edited back gives the same file to the last byte; what was corrected when
        is told where the episode is: in feed, page and record.
        """
        return replace(self, changes=()).description

    @property
    def files(self) -> tuple[str, ...]:
        """Names of all files that the feed names."""
        named = (self.chapters_path, self.cover_path, *(path for path, _ in self.transcripts))
        sounds = (self.enclosure, *self.variants)
        return (*(each.path for each in sounds), *(name for name in named if name))

    def ms(self, frames: int) -> int:
        """Return frames of a chapter as whole milliseconds, rounded to the nearest."""
        return (frames * 1000 + self.rate_hz // 2) // self.rate_hz


def variant_file(name: str, pace: float) -> str:
    """Return the name of a file of an episode for a variant: ``episode-1.5x.mp3``."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{pace:g}x{dot}{ending}"


def at_pace(episode: Episode, variant: Variant) -> Episode:
    """Return the episode as it is in a variant: its sound, its chapters and its title."""
    return replace(
        episode,
        title=f"{episode.title} ({variant.title})",
        enclosure=variant,
        chapters=variant.chapters,
        variants=(),
    )


def foreign_files(folder: Path) -> tuple[str, ...]:
    """Return the names of files in an episode's folder that audiobrief did not make, with ``/``."""
    known = {AUDIO_FILE, EPISODE_FILE, CHAPTERS_FILE, SEGMENTS_FILE, *(n for n, _ in TRANSCRIPTS)}
    try:
        episode = read_episode(folder)
    except EpisodeError:
        pass  # What its record would name is kept with the rest, rather than lost.
    else:
        known |= {*episode.files, *companion_files(episode)}
        known |= {each.segments_path for each in episode.variants}
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return tuple(
        sorted(name for name in names if name not in known and not _OWN_NAME.fullmatch(name))
    )


_OWN_NAME: Final = re.compile(r"cover-[0-9a-f]{10}\.jpg|(?:episode|segments)-[\d.]+x\.(?:mp3|json)")


def companion_files(episode: Episode) -> tuple[str, ...]:
    """Return the names of all files of the companions; the feed names none of them."""
    return tuple(name for each in episode.companions for name in (each.path, *each.parts))


def cover_name(show: Show) -> str:
    """Return the file name of the show's cover; another picture gets another name.

    Directories keep a picture by its address, so a new picture needs a new one (Apple Podcasts).

    Raises:
        SettingsError: The artwork cannot be read.
    """
    try:
        art = show.artwork.read_bytes() if show.artwork else show.title.encode(errors="replace")
    except OSError as failed:
        raise SettingsError(f"The artwork {show.artwork} cannot be read: {failed}.") from failed
    kind = b"art" if show.artwork else b"drawn"
    digest = hashlib.sha256(b"\0".join([_COVER_VERSION.encode(), kind, art])).hexdigest()
    return f"cover-{digest[:10]}.jpg"


def cover_alt(show: Show) -> str:
    """Return what the show's cover shows, in words."""
    if show.artwork_alt:
        return show.artwork_alt
    notes = words(show.language).notes
    return notes["cover" if show.artwork else "cover_drawn"].format(show=show.title)


def disclosure(show: Show, language: str = "") -> str:
    """Return the sentence that says that the voice is synthetic: the show's, or the language's."""
    if isinstance(show.disclosure, str):
        return show.disclosure
    return words(language or show.language, show.language).notes["disclosure"]


def author_of(show: Show) -> str:
    """Return who makes the show: tags and feed name the same; without an author, its title."""
    return show.author or show.title


def episode_folders(show_folder: Path) -> Iterator[Path]:
    """Yield the folders of a show that hold an episode, in the order of their names.

    Hidden ones are passed over: they are being written, or were left by a crash.
    """
    for path in sorted(show_folder.glob(f"*/{EPISODE_FILE}")):
        if not path.parent.name.startswith("."):
            yield path.parent


def read_record(folder: Path) -> dict[str, Any]:
    """Return episode.json of a folder as it is written there.

    Raises:
        EpisodeError: It cannot be read, is damaged, or is of a later version.
    """
    path = folder / EPISODE_FILE
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as failed:
        raise EpisodeError(f"{path} cannot be read: {failed.strerror or failed}.") from failed
    except (ValueError, RecursionError) as failed:
        raise EpisodeError(
            f"{path} is damaged: it is not valid JSON; make the episode again."
        ) from failed
    if not isinstance(record, dict) or not isinstance(record.get("version"), int):
        raise EpisodeError(f"{path} is damaged: it holds no version; make the episode again.")
    if record["version"] > EPISODE_VERSION:
        raise EpisodeError(
            f"{path} was written by a later audiobrief: its version is {record['version']}, and "
            f"this one reads {EPISODE_VERSION}; update audiobrief."
        )
    return record


def read_episode(folder: Path) -> Episode:
    """Read the episode in a folder from its episode.json.

    Raises:
        EpisodeError: The file cannot be read, is damaged, or is of a later version.
    """
    return episode_of(read_record(folder), folder)


def episode_of(record: Mapping[str, Any], folder: Path) -> Episode:
    """Return the episode that a record of ``read_record`` tells of.

    Raises:
        EpisodeError: A key is missing or has a wrong value; the sentence names folder and key.
    """
    try:
        return Episode(
            slug=folder.name,
            published=datetime.fromisoformat(record["published"]),
            modified=datetime.fromisoformat(record["modified"]) if record["modified"] else None,
            enclosure=Enclosure(**record["enclosure"]),
            chapters=tuple(Chapter(**each) for each in record["chapters"]),
            transcripts=tuple((each["path"], each["media_type"]) for each in record["transcripts"]),
            credits=tuple(_text(record, "credits", each) for each in record["credits"]),
            chapters_path=record["chapters_path"],
            address=record["address"],
            rate_hz=int(record["rate_hz"]),
            **_later_keys(record),
            **_texts(record),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as failed:
        raise EpisodeError(
            f"{folder / EPISODE_FILE} is damaged: {failed!r}; make the episode again."
        ) from failed


def _later_keys(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that records of the first release do not have yet."""
    soundbite = record.get("soundbite")
    return {
        "changes": tuple(_text(record, "changes", each) for each in record.get("changes", ())),
        "people": tuple(_text(record, "people", each) for each in record.get("people", ())),
        "sources": tuple((each["title"], each["address"]) for each in record.get("sources", ())),
        "soundbite": Soundbite(**soundbite) if soundbite else None,
        "cover_path": record.get("cover_path"),
        "cover_alt": _text(record, "cover_alt", record.get("cover_alt", "")),
        "season": int(record.get("season", 0)),
        "number": int(record.get("number", 0)),
        "variants": tuple(map(_variant, record.get("variants", ()))),
        "companions": tuple(
            Companion(**{**each, "parts": tuple(each["parts"])})
            for each in record.get("companions", ())
        ),
        "disclosure": _text(record, "disclosure", record.get("disclosure", DISCLOSURE)),
    }


def _variant(row: Mapping[str, Any]) -> Variant:
    chapters = tuple(Chapter(**each) for each in row["chapters"])
    return Variant(**{**row, "chapters": chapters, "pace": float(row["pace"])})


def _texts(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _text(record, key, record[key]) for key in _TEXT_KEYS}


_TEXT_KEYS: Final = ("guid", "title", "summary", "language")


def _text(record: Mapping[str, Any], key: str, value: object) -> str:
    """Return the value where it is text; the record is only for the message."""
    if not isinstance(value, str):
        raise TypeError(f"{key} of {record.get('guid')!r} is {value!r}, not text")
    return value
