"""Compares the tag of an episode with its record and its transcript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from audiobrief.episode.id3 import TagsRead, day_of, plain, read_tags
from audiobrief.episode.model import TEXT_FILE, Episode
from audiobrief.findings import Finding, finding
from audiobrief.languages import iso_639_2

MAX_CHAPTERS = 255
_FRONT = 3
_SAFE = "%/:=&?~#+!$,;'@()*[]"


def tag_findings(
    path: Path, episode: Episode, made: Mapping[str, str], folder: Path
) -> Iterator[Finding]:
    """Yield what is wrong with the tag of an episode's sound; ``made`` says by whom it was made.

    Raises:
        EpisodeError: There is no tag that can be read.
    """
    tags = read_tags(path)
    if tags.version[:2] != (2, 3):
        told = f"The tag is ID3v2.{tags.version[1]}; players read version 2.3 best."
        yield finding("tag-version", path, told)
    yield from _texts(path, tags, episode, made, folder)
    yield from _languages(path, tags, episode)
    yield from _pictures(path, tags)
    yield from _chapters(path, tags, episode)


def _texts(
    path: Path, tags: TagsRead, episode: Episode, made: Mapping[str, str], folder: Path
) -> Iterator[Finding]:
    wanted = {
        "TIT2": plain(episode.title),
        "TALB": plain(made["show"]),
        "TPE1": plain(made["author"].replace("/", ", ")),
        "TCON": "Podcast",
        "TGID": plain(episode.guid),
        "TLAN": iso_639_2(episode.language),
        "TLEN": str(episode.enclosure.duration_ms),
        "TYER": f"{episode.published:%Y}",
        "TDAT": f"{episode.published:%d%m}",
        "TDRL": day_of(episode.published),
        "COMM": plain(episode.description_of_sound),
        "TDES": plain(episode.description_of_sound),
        "WOAF": quote(episode.address, safe=_SAFE) if episode.address else "",
    }
    if (folder / TEXT_FILE).is_file():
        written = (folder / TEXT_FILE).read_bytes()
        wanted["USLT"] = plain(written.decode(errors="replace"))
    for frame, text in wanted.items():
        if text and tags.texts.get(frame) != text:
            rule = "tag-duration" if frame == "TLEN" else "tag-text"
            found = _short(tags.texts.get(frame, ""))
            told = f"The frame {frame} says {found!r}, not {_short(text)!r}."
            yield finding(rule, path, told)
    if not tags.texts.get("TPE1", "").strip():
        yield finding("tag-text", path, "The frame TPE1 is empty: nobody made it.")
    if "/" in tags.texts.get("TPE1", ""):
        yield finding("tag-split", path, "The frame TPE1 has a slash; some readers split it there.")
    if episode.disclosure not in tags.texts.get("COMM", ""):
        told = "The tag does not disclose that the voice is synthetic."
        yield finding("disclosure", path, told)
    rights = tags.texts.get("TCOP", "")
    if rights and not rights[:4].isdigit():
        yield finding("tag-text", path, "The frame TCOP does not begin with a year.")


def _languages(path: Path, tags: TagsRead, episode: Episode) -> Iterator[Finding]:
    for frame, language in tags.languages.items():
        if language != iso_639_2(episode.language):
            told = f"The frame {frame} is in {language!r}, not {iso_639_2(episode.language)!r}."
            yield finding("tag-language", path, told)


def _pictures(path: Path, tags: TagsRead) -> Iterator[Finding]:
    covers = [picture for picture in tags.pictures if picture.kind == _FRONT]
    if not covers:
        yield finding("tag-cover", path, "The tag holds no cover.")
    for picture in covers:
        if not picture.alt:
            yield finding("tag-cover-words", path, "The cover has no text in words.")
        if picture.media_type not in {"image/jpeg", "image/png"} or not picture.whole:
            told = f"The cover is {picture.media_type!r}, or no picture that can be read."
            yield finding("tag-cover", path, told)


def _chapters(path: Path, tags: TagsRead, episode: Episode) -> Iterator[Finding]:
    wanted = [
        (episode.ms(each.start_frames), episode.ms(each.end_frames)) for each in episode.chapters
    ]
    found = [(chapter.start_ms, chapter.end_ms) for _, chapter in tags.chapters]
    if found != wanted:
        rule = "tag-order" if sorted(found) == wanted else "tag-chapters"
        told = "The chapters of the tag are not those of the episode, in order."
        yield finding(rule, path, told)
    else:
        for (_, chapter), each in zip(tags.chapters, episode.chapters, strict=True):
            if chapter.title and chapter.title != plain(each.title) and plain(each.title):
                told = f"The tag has the chapter {chapter.title!r}, not {each.title!r}."
                yield finding("tag-chapter-title", path, told)
    if list(tags.contents) != [name for name, _ in tags.chapters]:
        told = "The table of contents of the tag does not name every chapter."
        yield finding("tag-contents", path, told)
    if tags.chapters and tags.contents_flags != (True, True):
        told = "The table of contents is not marked as the top one and ordered."
        yield finding("tag-contents", path, told)
    if tags.chapters and not tags.contents_title:
        told = "The table of contents has no title: Apple Podcasts may show no chapters."
        yield finding("tag-contents", path, told)
    for name, chapter in tags.chapters:
        if not chapter.title:
            yield finding("tag-chapter-title", path, f"The chapter {name} of the tag has no title.")


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 60 else folded[:59] + "…"
