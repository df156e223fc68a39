"""The show notes of an episode: plain for directories, and as clean HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Final

from audiobrief.episode.model import Episode
from audiobrief.feed.elements import MAX_DESCRIPTION_BYTES, limited, value
from audiobrief.words import words

MIN_CHAPTERS: Final = 3
"""Fewer times in show notes are no chapters for Apple Podcasts."""

MAX_CHAPTERS: Final = 40
"""More make notes that nobody scrolls through; the chapters file has them all."""


def plain_notes(episode: Episode) -> str:
    """Return summary, corrections, credits and the word on the voice, within Apple's limit.

    Where it is too long the story's words are cut, never the word on the synthetic voice.
    """
    told, _, _ = episode.description.rpartition(episode.disclosure)
    room = MAX_DESCRIPTION_BYTES - len(episode.disclosure.encode()) - 2
    cut = limited(told, room)
    return f"{cut}\n\n{episode.disclosure}" if cut else episode.disclosure


def html_notes(episode: Episode) -> str:
    """Return the notes with links to the stories and a list of chapters, within Apple's limit.

    What does not fit is left out whole: first the chapters, then the links, then words.
    """
    room = MAX_DESCRIPTION_BYTES
    links, chapters = "".join(_links(episode)), "".join(_chapters(episode))
    while True:
        told = "".join(f"<p>{_escaped(part)}</p>" for part in _paragraphs(episode, room))
        for extra in (links + chapters, links, ""):
            if len((told + extra).encode()) <= MAX_DESCRIPTION_BYTES:
                return told + extra
        room = room * 3 // 4


def _paragraphs(episode: Episode, room: int) -> Iterator[str]:
    told, _, _ = episode.description.rpartition(episode.disclosure)
    for part in limited(told, room).split("\n\n"):
        if part.strip():
            yield part.strip()
    yield episode.disclosure


def _links(episode: Episode) -> Iterator[str]:
    sources = episode.sources or ((episode.title, episode.address or ""),)
    listed = [
        f'<a href="{_escaped(address)}">{_escaped(value(title))}</a>'
        for title, address in sources
        if address.startswith(("http://", "https://"))
    ]
    notes = words(episode.language).notes
    if len(listed) == 1:
        yield f"<p>{_escaped(notes['read_story'])} {listed[0]}</p>"
    elif listed:
        rows = "".join(f"<li>{each}</li>" for each in listed)
        yield f"<p>{_escaped(notes['read_stories'])}</p><ul>{rows}</ul>"


def _chapters(episode: Episode) -> Iterator[str]:
    shown = [chapter for chapter in episode.chapters if chapter.in_contents]
    if not MIN_CHAPTERS <= len(shown) <= MAX_CHAPTERS:
        return
    rows = "".join(
        f"<li>{_clock(episode.ms(chapter.start_frames))} {_escaped(value(chapter.title))}</li>"
        for chapter in shown
    )
    yield f"<p>{_escaped(words(episode.language).notes['chapters'])}</p><ul>{rows}</ul>"


def _clock(moment_ms: int) -> str:
    """Return hours, minutes and seconds; parts of a second go, so that nothing is missed."""
    minutes, seconds = divmod(moment_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _escaped(text: str) -> str:
    return html.escape(text, quote=True).replace("&#x27;", "'")
