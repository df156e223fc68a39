"""The page of an episode: one file that plays, shows and offers all of it, even without script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from audiobrief import __version__
from audiobrief.episode.companions.metadata import article_data, page_data
from audiobrief.episode.companions.model import Manuscript, Paragraph, Part
from audiobrief.episode.model import Chapter, Companion, TranscriptLine
from audiobrief.pages import as_data, clean, render, script, style
from audiobrief.pages.values import Tongue, clock, downloads, of_time
from audiobrief.story.model import Role
from audiobrief.words import Words, words

PAGE_FILE: Final = "index.html"
EMBED_FILE: Final = "embed.html"

SPEEDS: Final = ("0.75", "1", "1.25", "1.5", "1.75", "2", "2.25", "2.5")
STEP_S: Final = 10

FIRST_WORDS: Final = 7
FIRST_CHARS: Final = 48
"""How much of a paragraph names its control: who goes from one to the next hears it each time."""


def write_page(stage: Path, manuscript: Manuscript) -> Companion:
    """Write index.html, and embed.html where the show has an address; return what they are."""
    episode, show = manuscript.episode, manuscript.show
    ui = words(episode.language, show.language)
    values = _values(stage, manuscript, ui)
    embed = None
    if show.base_url:
        embed = render("embed.html", **values)
        (stage / EMBED_FILE).write_bytes(embed.encode())
    page = render("episode.html", **values, embed=embed)
    (stage / PAGE_FILE).write_bytes(page.encode())
    return Companion(
        form="page",
        path=PAGE_FILE,
        media_type="text/html",
        title=ui.page["page"],
        parts=(EMBED_FILE,) if embed else (),
    )


def _values(stage: Path, manuscript: Manuscript, ui: Words) -> dict[str, Any]:
    """Return what the templates of page and snippet are filled with."""
    episode, show = manuscript.episode, manuscript.show
    tongue = Tongue.between(ui.language, episode.language)
    canonical = f"{show.base_url}{quote(episode.slug)}/" if show.base_url else ""
    own = tongue.of(episode.language)
    back, forward = (ui.page[key].format(seconds=STEP_S) for key in ("back", "forward"))
    return {
        "ui": ui.page,
        "version": __version__,
        "language": tongue.page,
        "direction": tongue.direction,
        "title": episode.title,
        "title_language": own,
        "show": show.title,
        "show_language": tongue.of(show.language),
        "summary": episode.summary,
        "canonical": canonical,
        "publishers": _publishers(manuscript.parts),
        "published": episode.published.isoformat(timespec="seconds"),
        "date": ui.date(episode.published.date()),
        "duration": ui.duration(episode.enclosure.duration_ms),
        "style": style(),
        "script": script(),
        "metadata": as_data(page_data(manuscript, canonical)),
        "embed_metadata": as_data(article_data(manuscript, canonical, embedded=True)),
        "sound": {"href": episode.enclosure.path, "title": ui.page["sound_file"]},
        "sound_address": canonical + quote(episode.enclosure.path),
        "back": back,
        "forward": forward,
        "speeds": SPEEDS,
        "chapters": [
            _chapter(each, manuscript, tongue) for each in episode.chapters if each.in_contents
        ],
        "blocks": list(_blocks(manuscript, ui, tongue)),
        "files": downloads(episode, ui, "", stage),
        "changes": episode.changes,
        "sources": [
            {"title": part.title, "address": part.address, "language": tongue.of(_language(part))}
            for part in manuscript.parts
            if part.address.startswith(("http://", "https://"))
        ],
        "credits": episode.credits,
        "disclosure": episode.disclosure,
        "feed_address": f"{show.address}feed.xml",
    }


def _publishers(parts: Iterable[Part]) -> str:
    return ", ".join(dict.fromkeys(part.publisher for part in parts if part.publisher))


def _language(part: Part) -> str:
    """Return the language of a story: that of its first printed words."""
    printed = (line.language for line in part.lines if line.role is not Role.CONTINUITY)
    return next(printed, part.lines[0].language)


def _chapter(chapter: Chapter, manuscript: Manuscript, tongue: Tongue) -> dict[str, Any]:
    part = _part_at(manuscript.parts, chapter)
    at = manuscript.ms(chapter.start_frames)
    return {
        "title": chapter.title,
        "language": tongue.of(_title_language(chapter.title, part, manuscript)),
        "at": at,
        "time": clock(at),
        "href": of_time(manuscript.episode.enclosure.path, at),
    }


def _part_at(parts: Iterable[Part], chapter: Chapter) -> Part:
    """Return the part whose words are the first to be heard in a chapter."""
    every = tuple(parts)
    later = (part for part in every if part.lines[-1].start_frames >= chapter.start_frames)
    return next(later, every[-1])


def _title_language(title: str, part: Part, manuscript: Manuscript) -> str:
    """Return the language of a chapter's title: the story's if printed there, else our words'."""
    printed = title.removesuffix("…")
    if printed and (
        part.title.startswith(printed)
        or any(paragraph.text.startswith(printed) for paragraph in part.paragraphs)
    ):
        return _language(part)
    return words(_language(part), manuscript.episode.language).language


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """A heading over paragraphs."""

    text: str
    level: int
    part: Part


def _blocks(manuscript: Manuscript, ui: Words, tongue: Tongue) -> Iterator[dict[str, Any]]:
    """Yield what the transcript consists of: a paragraph each, with the heading above it."""
    waiting = list(manuscript.episode.chapters)
    edition = sum(part.item is not None for part in manuscript.parts) > 1
    for part in manuscript.parts:
        for paragraph in part.paragraphs:
            label = None
            while waiting and waiting[0].start_frames <= paragraph.lines[0].start_frames:
                begun = waiting.pop(0)  # In all but the last one nothing is said.
                level = 3 if begun.in_contents or not edition else 4
                label = _Label(text=begun.title, level=level, part=part)
            yield _block(paragraph, label, manuscript, ui, tongue, level=4 if edition else 3)


def _block(  # noqa: PLR0913, what a paragraph is shown with
    paragraph: Paragraph,
    label: _Label | None,
    manuscript: Manuscript,
    ui: Words,
    tongue: Tongue,
    *,
    level: int,
) -> dict[str, Any]:
    lines = paragraph.lines
    heads = _heads(paragraph, label)
    if heads and label:
        level = label.level
    at = manuscript.ms(lines[0].start_frames)
    before, _, after = ui.page["play_from"].partition("{time}")
    block: dict[str, Any] = {
        "kind": "heading" if heads else str(paragraph.role),
        "level": label.level if label and not heads else level,
        "label": label.text if label and not heads else "",
        "label_language": None,
        "lines": [_line(line, manuscript, tongue) for line in lines[: heads or None]],
        "rest": [_line(line, manuscript, tongue) for line in lines[heads:]] if heads else [],
        "at": at,
        "href": of_time(manuscript.episode.enclosure.path, at),
        "time": clock(at),
        "before": before,
        "after": after,
        "first": first_words(paragraph.text),
        "language": tongue.of(_printed_language(paragraph)),
    }
    if label and not heads:
        block["label_language"] = tongue.of(_title_language(label.text, label.part, manuscript))
    if paragraph.role is Role.CAPTION:
        block |= _picture(paragraph)
    return block


def _heads(paragraph: Paragraph, label: _Label | None) -> int:
    """Return how many lines of a paragraph are a heading by themselves, 0 for none.

    A subhead is one, and so is the headline of a story of an edition with the words before it
    ("Story 3 of 9."): they are not shown twice, as the title of a chapter and as its words.
    """
    printed = [n for n, line in enumerate(paragraph.lines) if line.role is not Role.CONTINUITY]
    if not printed:
        return 0
    text = " ".join(paragraph.lines[n].text for n in printed)
    same = label is not None and text.startswith(label.text.removesuffix("…"))
    if paragraph.role is Role.SUBHEAD or (paragraph.role is Role.HEADLINE and same):
        return printed[-1] + 1
    return 0


def _printed_language(paragraph: Paragraph) -> str:
    """Return the language of the first words of a paragraph."""
    return paragraph.lines[0].language


def _line(line: TranscriptLine, manuscript: Manuscript, tongue: Tongue) -> dict[str, Any]:
    return {
        "id": line.cue,
        "start": manuscript.ms(line.start_frames),
        "end": manuscript.ms(line.end_frames),
        "narration": line.role is Role.CONTINUITY,
        "language": tongue.of(line.language),
        "text": line.text,
    }


def _picture(paragraph: Paragraph) -> dict[str, str]:
    """Return what a caption's picture shows, where that is not in the caption, and where it is."""
    picture = paragraph.picture
    if picture is None:
        return {"alt": "", "picture": ""}
    alt = " ".join(clean(picture.alt).split())
    return {
        "alt": "" if alt in paragraph.text else alt,
        "picture": picture.address if picture.address.startswith(("http://", "https://")) else "",
    }


def first_words(text: str) -> str:
    """Return the beginning of a text, cut between words, with an ellipsis where it goes on."""
    first = " ".join(text.split()[:FIRST_WORDS])
    if len(first) > FIRST_CHARS:
        first = first[:FIRST_CHARS].rpartition(" ")[0] or first[:FIRST_CHARS]
    return first if first == text else first.rstrip(" ,;:.、。，") + "…"
