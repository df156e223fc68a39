"""What pages say in the same way: times, languages that differ, files to load."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from audiobrief.episode.model import Episode
from audiobrief.languages import primary_subtag
from audiobrief.words import direction

if TYPE_CHECKING:
    from audiobrief.words import Words

_TRANSCRIPT_NAMES: Final = MappingProxyType({"text/html": "transcript", "text/plain": "plain_text"})
"""Media type -> key of its name; the others are timed texts."""

_FOR_PROGRAMS: Final = frozenset({"text/vtt", "application/x-subrip", "application/json"})

_FORM_AT_END: Final = re.compile(r"\s*[(\uff08]([^()\uff08\uff09]+)[)\uff09]$")
"""Such as "(EPUB)" in the title of a book, in either kind of brackets."""


@dataclass(frozen=True, slots=True)
class TongueMark:
    """What an element in another language than the page's bears.

    Attributes:
        tag: BCP 47 tag, for ``lang``.
        dir: ``"rtl"`` or ``"ltr"`` where it differs from the page's, else ``""``.
    """

    tag: str
    dir: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language of a page, against which others are marked.

    Attributes:
        page: BCP 47 tag of the page: that of its main text where the page's own words are in the
            same language, else that of the words.
    """

    page: str

    @classmethod
    def between(cls, ours: str, main: str) -> Tongue:
        """Return the language of a page from those of our words and of its main text."""
        same = primary_subtag(ours) == primary_subtag(main)
        return cls(page=main if same else ours)

    @property
    def direction(self) -> str:
        """``"rtl"`` or ``"ltr"``."""
        return direction(self.page)

    def of(self, language: str) -> TongueMark | None:
        """Return what marks a text in this language; None for one in the page's."""
        if not language or language == self.page:
            return None
        way = direction(language)
        return TongueMark(tag=language, dir="" if way == self.direction else way)


def clock(moment_ms: int) -> str:
    """Return a moment as it is shown: "0:07", "12:30", "1:02:03"."""
    minutes, seconds = divmod(moment_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def of_time(path: str, moment_ms: int) -> str:
    """Return the address of a moment of a sound file (W3C Media Fragments, section 4.2.1)."""
    seconds = f"{moment_ms // 1000}.{moment_ms % 1000:03}".rstrip("0").rstrip(".")
    return f"{quote(path)}#t={seconds}"


def iso_duration(duration_ms: int) -> str:
    """Return a length of time in the form of ISO 8601, in whole seconds."""
    return f"PT{round(duration_ms / 1000)}S"


def file_size(length_bytes: int) -> str:
    """Return a size as it is shown: whole kilobytes or megabytes, tenths of a gigabyte."""
    if length_bytes < 999_500:
        return f"{max(1, round(length_bytes / 1000))} kB"
    if length_bytes < 999_500_000:
        return f"{round(length_bytes / 1_000_000)} MB"
    return f"{length_bytes / 1_000_000_000:.1f} GB"


def downloads(  # noqa: PLR0913, what a list of files is made of
    episode: Episode,
    ui: Words,
    base: str,
    folder: Path,
    of: str = "",
    *,
    of_the_most_use: bool = False,
) -> list[dict[str, Any]]:
    """Return the files of an episode that a listener may want, for the macro ``file``.

    Args:
        episode: Whose sounds, transcripts and companions these are.
        ui: The words that name them.
        base: What their addresses begin with.
        folder: Where they lie; the size of what is not there yet is not told.
        of: What tells them from those of another episode on the same page, for the ear.
        of_the_most_use: Whether timed texts are left out, which are for programs.
    """
    return [
        _file(each, base, folder, of)
        for each in _offered(episode, ui)
        if not of_the_most_use or each.media_type not in _FOR_PROGRAMS
    ]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A file that is offered.

    Attributes:
        path: The file, relative to the episode's folder.
        title: What it is.
        media_type: Of the file.
        whole: Whether it is of use by itself, on the disk of a listener.
        parts: Files that are loaded with it.
    """

    path: str
    title: str
    media_type: str
    whole: bool = True
    parts: tuple[str, ...] = ()


def _offered(episode: Episode, ui: Words) -> Iterator[_Offer]:
    for sound in (episode.enclosure, *episode.variants):
        title = ui.page["sound_file"] + (f": {sound.title}" if sound.title else "")
        yield _Offer(sound.path, title, sound.media_type)
    for each in episode.companions:
        if each.form == "tracks":
            yield _Offer(each.path, each.title, each.media_type, whole=False, parts=each.parts)
        elif each.form != "page":
            yield _Offer(each.path, each.title, each.media_type)
        if each.form == "braille":
            # Displays that make their own braille take the text.
            yield from (_Offer(path, each.title, each.media_type) for path in each.parts)
    for path, media_type in episode.transcripts:
        title = ui.page[_TRANSCRIPT_NAMES.get(media_type, "timed_text")]
        yield _Offer(path, title, media_type, whole=media_type != "text/html")


def _file(offer: _Offer, base: str, folder: Path, of: str) -> dict[str, Any]:
    """Return a file as the macro shows it; a form that its title ends with is told once."""
    form = offer.path.rpartition(".")[2].upper()
    named = _FORM_AT_END.search(offer.title)
    if named:
        form = form if named[1] == form else f"{named[1]}, {form}"
    return {
        "href": base + quote(offer.path),
        "title": _FORM_AT_END.sub("", offer.title),
        "form": form,
        "size": _size([folder / path for path in (offer.path, *offer.parts)]),
        "media_type": offer.media_type,
        "whole": offer.whole,
        "of": of,
    }


def _size(paths: Sequence[Path]) -> str:
    """Return the size of files together; ``""`` while one of them is not there yet."""
    if not all(path.is_file() for path in paths):
        return ""
    return file_size(sum(path.stat().st_size for path in paths))
