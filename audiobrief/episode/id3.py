"""ID3v2.3 tags: made as bytes before the sound is, and read back for the check.

Version 2.3, because players read it best: with 2.4 some lose every chapter whose title is long. The
only file that knows mutagen.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import mutagen
import mutagen.id3

from audiobrief import __version__
from audiobrief.errors import EpisodeError
from audiobrief.languages import iso_639_2
from audiobrief.readback.picture import read_picture

id3: Any = mutagen.id3
"""The attributes of mutagen's frames are set at run time, where no type checker sees them."""

_Frame: TypeAlias = Any
"""A frame, or a tag, of mutagen."""

_HEADER_BYTES: Final = 10
"""Of a tag and of a frame alike (ID3v2.3, sections 3.1 and 3.3)."""

_NO_OFFSET: Final = 0xFFFFFFFF
"""Offset of a CHAP frame that is placed by its times alone."""

_ORDER: Final = ("TIT2", "TPE1", "TALB", "TCON", "TYER", "TDAT", "TDRL", "TLAN", "TLEN", "CTOC")
"""Frames that stand first; CHAP follows, then the rest, the picture and the transcript last."""

_LAST: Final = ("COMM", "APIC", "USLT")

_ADDRESS_SIGNS: Final = "%/:=&?~#+!$,;'@()*[]"
"""What stays as it is in an address; the rest of Unicode is quoted, as URL frames are Latin-1."""

_EMOJI_SET: Final = (
    "[\U0001f000-\U0001faff\U000e0000-\U000e0fff"
    "\u231a\u231b\u23e9-\u23f3\u2600-\u27bf\u2b50\u2b55\u20e3\ufe0e\ufe0f]"
)
"""Signs that readers show as rubbish, and what asks for the picture of a sign."""

_EMOJI: Final = re.compile(f" ?{_EMOJI_SET}\u200d*|\u200d+(?={_EMOJI_SET})")
"""With the space before it and the joiner of two; between letters a joiner belongs to Hindi."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterTag:
    """A CHAP frame: times in milliseconds, title, and the page that it tells of or ``""``."""

    start_ms: int
    end_ms: int
    title: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What the tag of an episode says.

    Attributes:
        title: Of the episode.
        artist: Who made it, or who printed it.
        album: Title of the show.
        published: First publication, with its zone.
        language: BCP 47 tag.
        duration_ms: How long it plays.
        description: Summary, credits and the word on the synthetic voice.
        transcript: The whole text.
        chapters: In time order, at most 255.
        guid: Identity of the episode.
        cover: JPEG, or None for no picture.
        cover_alt: What the picture shows, in words.
        address: Page of the printed story, or None.
        feed_address: Address of the feed, or None where none is set.
        rights: Who holds the rights, without sign or year, or ``""``.
    """

    title: str
    artist: str
    album: str
    published: datetime
    language: str
    duration_ms: int
    description: str
    transcript: str
    chapters: tuple[ChapterTag, ...]
    guid: str
    cover: bytes | None = None
    cover_alt: str = ""
    address: str | None = None
    feed_address: str | None = None
    rights: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An APIC frame: media type, kind (3 is the front cover), alt text, size, is it a picture."""

    media_type: str
    kind: int
    alt: str
    length_bytes: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsRead:
    """A tag as it was read back.

    Attributes:
        version: Such as ``(2, 3, 0)``.
        texts: Frame id -> text of text and address frames; COMM and USLT included.
        chapters: CHAP frames in the order of the file, each with its element id.
        contents: Element ids that the top-level table of contents names, in its order.
        pictures: APIC frames.
        languages: Frame id of COMM and USLT -> its language.
        contents_title: Title of the table of contents, or ``""``.
        contents_flags: Whether the table is the top one, and whether it is ordered.
    """

    version: tuple[int, ...]
    texts: Mapping[str, str]
    chapters: tuple[tuple[str, ChapterTag], ...]
    contents: tuple[str, ...]
    pictures: tuple[Picture, ...]
    languages: Mapping[str, str]
    contents_title: str
    contents_flags: tuple[bool, bool]


def tag_bytes(tags: Tags) -> bytes:
    """Return a whole ID3v2.3 tag, to be written before the sound; same tags, same bytes.

    mutagen sorts frames by their size, and players list chapters in the order of the file, so the
    frames are put in order afterwards.
    """
    made = id3.ID3()
    for frame in (*_frames(tags), *_chapter_frames(tags)):
        made.add(frame)
    buffer = io.BytesIO()
    made.save(buffer, v1=0, v2_version=3, padding=lambda _info: 0)
    return _in_order(buffer.getvalue())


def track_tag(*, title: str, album: str, artist: str, number: int, count: int) -> bytes:
    """Return the small ID3v2.3 tag of a numbered track: what simple players show, and no more."""
    made = id3.ID3()
    for frame in (
        _text(id3.TIT2, plain(title) or plain(album)),
        _text(id3.TPE1, artist.replace("/", ", ")),
        _text(id3.TALB, album),
        _text(id3.TRCK, f"{number}/{count}"),
    ):
        made.add(frame)
    buffer = io.BytesIO()
    made.save(buffer, v1=0, v2_version=3, padding=lambda _info: 0)
    return buffer.getvalue()


def read_tags(path: Path) -> TagsRead:
    """Return the ID3v2 tag of a sound file.

    Raises:
        EpisodeError: The file cannot be read, or has no such tag.
    """
    try:
        found = id3.ID3(path, translate=False)
    except (mutagen.MutagenError, OSError) as failed:
        raise EpisodeError(f"The tags of {path} cannot be read: {failed}.") from failed
    chapters = ((frame.element_id, _chapter_read(frame)) for frame in found.getall("CHAP"))
    tables = found.getall("CTOC")
    top = next((table for table in tables if table.flags & 2), next(iter(tables), None))
    return TagsRead(
        version=tuple(found.version),
        texts=MappingProxyType({name: text for name, text in _texts(found) if text}),
        chapters=tuple(chapters),
        contents=tuple(top.child_element_ids) if top else (),
        contents_title=next((str(part) for part in top.sub_frames.getall("TIT2")), "")
        if top
        else "",
        contents_flags=(bool(top.flags & 2), bool(top.flags & 1)) if top else (False, False),
        languages=MappingProxyType(
            {
                frame.FrameID: str(frame.lang)
                for name in ("COMM", "USLT")
                for frame in found.getall(name)
            }
        ),
        pictures=tuple(
            Picture(
                media_type=frame.mime,
                kind=int(frame.type),
                alt=frame.desc,
                length_bytes=len(frame.data),
                whole=read_picture(frame.data) is not None,
            )
            for frame in found.getall("APIC")
        ),
    )


def plain(text: str) -> str:
    """Return the text without what tag readers show as rubbish: emoji, controls, lone surrogates.

    Line feeds stay.
    """
    kept = "".join(char for char in _EMOJI.sub("", text) if char == "\n" or not _is_control(char))
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def day_of(moment: datetime) -> str:
    """Return the day in ISO 8601, with four digits of the year."""
    return f"{moment.year:04}-{moment:%m-%d}"


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"}


def _text(make: Callable[..., _Frame], text: str, **more: object) -> _Frame:
    """Return a frame with the text: in Latin-1 where that holds it, else in UTF-16."""
    clean = plain(text)
    joined = clean + str(more.get("desc", ""))
    latin = all(ord(char) < 256 for char in joined)
    encoding = id3.Encoding.LATIN1 if latin else id3.Encoding.UTF16
    return make(encoding=encoding, text=clean, **more)


def _frames(tags: Tags) -> Iterator[_Frame]:
    """Yield every frame but those of the chapters."""
    language = iso_639_2(tags.language)
    yield _text(id3.TIT2, plain(tags.title) or plain(tags.album) or "Episode")
    # Some readers split the artist at a slash.
    yield _text(id3.TPE1, tags.artist.replace("/", ", "))
    yield _text(id3.TALB, tags.album)
    yield _text(id3.TCON, "Podcast")
    yield _text(id3.TYER, f"{tags.published:%Y}".zfill(4))
    yield _text(id3.TDAT, f"{tags.published:%d%m}")
    # Several readers take the day from the frame of iTunes alone, and the year from TYER.
    yield id3.TDRL(encoding=id3.Encoding.LATIN1, text=[day_of(tags.published)])
    yield _text(id3.TLAN, language)
    yield _text(id3.TLEN, str(tags.duration_ms))
    yield _text(id3.TENC, f"audiobrief {__version__}")
    yield _text(id3.TSSE, "LAME, constant bit rate")
    yield _text(id3.TDES, tags.description)
    yield _text(id3.TGID, tags.guid)
    yield id3.PCST(value=1)
    if tags.rights:
        yield _text(id3.TCOP, f"{tags.published:%Y} {tags.rights}")
    if tags.address:
        yield id3.WOAF(url=_quoted(tags.address))
        yield id3.WOAS(url=_quoted(tags.address))
    if tags.feed_address:
        yield id3.WFED(url=_quoted(tags.feed_address))
    yield _text(id3.COMM, tags.description, lang=language, desc="")
    yield _text(id3.USLT, tags.transcript, lang=language, desc="")
    if tags.cover is not None:
        yield _picture(tags.cover, tags.cover_alt)


def _picture(cover: bytes, alt: str) -> _Frame:
    clean = plain(alt)
    latin = all(ord(char) < 256 for char in clean)
    encoding = id3.Encoding.LATIN1 if latin else id3.Encoding.UTF16
    kind = id3.PictureType.COVER_FRONT
    return id3.APIC(encoding=encoding, mime="image/jpeg", type=kind, desc=clean, data=cover)


def _chapter_frames(tags: Tags) -> Iterator[_Frame]:
    """Yield a CHAP frame for each chapter, and the one table of contents that names them all."""
    names = [f"chp{number}" for number in range(len(tags.chapters))]
    if not names:
        return
    for name, chapter in zip(names, tags.chapters, strict=True):
        yield id3.CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=list(_inside(chapter, name)),
        )
    yield id3.CTOC(
        element_id="toc",
        flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
        child_element_ids=names,
        # Without a title of its own, Apple Podcasts has shown no chapters.
        sub_frames=[_text(id3.TIT2, "Chapters")],
    )


def _inside(chapter: ChapterTag, name: str) -> Iterator[_Frame]:
    """Yield the frames inside a CHAP frame."""
    yield _text(id3.TIT2, plain(chapter.title) or name)
    if chapter.link:
        yield id3.WXXX(encoding=id3.Encoding.LATIN1, desc="", url=_quoted(chapter.link))


def _in_order(tag: bytes) -> bytes:
    """Return the tag with its frames in the order of ``_ORDER``, and its chapters in time order."""
    frames: list[bytes] = []
    start = _HEADER_BYTES
    while start < len(tag):
        size = int.from_bytes(tag[start + 4 : start + 8], "big")
        end = start + _HEADER_BYTES + size
        frames.append(tag[start:end])
        start = end
    frames.sort(key=_rank)
    return tag[:_HEADER_BYTES] + b"".join(frames)


def _rank(frame: bytes) -> tuple[int, int]:
    name = frame[:4].decode("ascii")
    if name == "CHAP":
        times = frame.index(b"\0", _HEADER_BYTES) + 1
        return len(_ORDER), int.from_bytes(frame[times : times + 4], "big")
    if name in _ORDER:
        return _ORDER.index(name), 0
    later = _LAST.index(name) + 1 if name in _LAST else 0
    return len(_ORDER) + 1 + later, int.from_bytes(name.encode(), "big")


def _quoted(address: str) -> str:
    return quote(address, safe=_ADDRESS_SIGNS)


def _texts(found: _Frame) -> Iterator[tuple[str, str]]:
    for frame in found.values():
        if isinstance(frame, id3.UrlFrame):
            yield frame.FrameID, frame.url
        elif isinstance(frame, id3.USLT):
            yield frame.FrameID, frame.text
        elif isinstance(frame, id3.TextFrame):
            yield frame.FrameID, "\n".join(map(str, frame.text))


def _chapter_read(frame: _Frame) -> ChapterTag:
    title = next((str(part) for part in frame.sub_frames.getall("TIT2")), "")
    link = next((str(part.url) for part in frame.sub_frames.getall("WXXX")), "")
    return ChapterTag(start_ms=frame.start_time, end_ms=frame.end_time, title=title, link=link)
