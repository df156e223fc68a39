"""DAISY 2.02: a talking book with full text and full sound, for players that libraries lend.

The book lies in a folder, as players read it, and in a ZIP file, as the web can give it. Source:
DAISY 2.02 Specification, DAISY Consortium, 2001.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from audiobrief import __version__
from audiobrief.episode.companions.archive import add_file, entry_of
from audiobrief.episode.companions.clocks import clock, seconds
from audiobrief.episode.companions.markup import XHTML, Maker, Node, add, in_language, written
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.companions.reading import (
    Group,
    Kind,
    Run,
    Section,
    Sentence,
    languages,
    sections,
    xml_text,
)
from audiobrief.episode.model import Companion, author_of
from audiobrief.story.model import Role
from audiobrief.words import direction, words

FOLDER: Final = "daisy"
"""Of the book, in the episode's."""

NCC: Final = "ncc.html"
CONTENT: Final = "content.html"
AUDIO: Final = "audio.mp3"

_html: Final = Maker({None: XHTML})
_smil: Final = Maker({})

_XHTML_TYPE: Final = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_SMIL_TYPE: Final = (
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">'
)
_FORMAT: Final = "Daisy 2.02"


def write_daisy(stage: Path, manuscript: Manuscript) -> Companion:
    """Write the book into the stage, as a folder and as a ZIP file, and return what it is.

    Raises:
        OSError: A file could not be written.
    """
    episode = manuscript.episode
    book = sections(manuscript)
    files = {CONTENT: _content(manuscript, book)}
    files |= {
        _smil_name(number): _presentation(manuscript, book, number) for number in range(len(book))
    }
    folder = stage / FOLDER
    folder.mkdir()
    with manuscript.audio.open("rb") as sound, (folder / AUDIO).open("wb") as into:
        # Players of this format stumble over ID3v2: the frames begin at once, the Info frame first.
        sound.seek(len(manuscript.preamble))
        shutil.copyfileobj(sound, into, 1 << 20)
    whole = sum(map(len, files.values())) + (folder / AUDIO).stat().st_size
    files[NCC] = _control_centre(manuscript, book, whole)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    packed = f"{episode.slug}-daisy.zip"
    with zipfile.ZipFile(stage / packed, "w") as file:
        for name in (NCC, *(name for name in files if name != NCC)):
            file.writestr(entry_of(f"{episode.slug}/{name}"), files[name])
        add_file(file, f"{episode.slug}/{AUDIO}", folder / AUDIO)
    return Companion(
        form="daisy",
        path=packed,
        media_type="application/zip",
        title=words(episode.language).page["talking_book"],
        parts=tuple(f"{FOLDER}/{name}" for name in (NCC, *sorted({*files, AUDIO} - {NCC}))),
    )


def _smil_name(number: int) -> str:
    return f"s{number + 1:04}.smil"


def _page(
    language: str,
    title: str,
    metas: Sequence[tuple[str, str]],
    body: Node,
    *,
    lines: int = 0,
) -> bytes:
    head = _html("head", _html("meta", http_equiv="Content-type", content=_CONTENT_TYPE))
    add(head, _html("title", title))
    for name, content in metas:
        add(head, _html("meta", name=name, content=content))
    root = in_language(_html("html", head, body), language)
    return written(root, _XHTML_TYPE, lines=lines)


_CONTENT_TYPE: Final = "text/html; charset=utf-8"


def _content(manuscript: Manuscript, book: Sequence[Section]) -> bytes:
    """Return the text of the whole book; each sentence has the id of segments.json."""
    episode = manuscript.episode
    body = _html("body")
    for section in book:
        part = in_language(
            _html("div", id=section.name, class_="section"),
            section.language,
            direction(section.language),
        )
        for group in section.groups:
            for element in _group(group, section):
                add(part, element)
        add(body, part)
    metas = (("dc:format", _FORMAT), ("ncc:generator", f"audiobrief {__version__}"))
    return _page(episode.language, xml_text(episode.title), metas, body)


_ELEMENTS: Final = {Kind.CAPTION: "div", Kind.QUOTE: "blockquote", Kind.LIST: "ul"}


def _group(group: Group, section: Section) -> Iterator[Node]:
    runs = [_run(run, section) for run in group.runs]
    if group.kind is Kind.PLAIN:
        yield from runs
    else:
        yield _html(_ELEMENTS[group.kind], *runs, id=group.id, class_=group.kind)


def _run(run: Run, section: Section) -> Node:
    element = _html(run.tag, class_="narration" if run.role is Role.CONTINUITY else str(run.role))
    for number, sentence in enumerate(run.sentences):
        if number and not sentence.joined:
            add(element, " ")
        span = _html("span", sentence.text, id=sentence.id)
        if sentence.language != section.language:
            in_language(span, sentence.language, direction(sentence.language))
        add(element, span)
    return element


def _presentation(manuscript: Manuscript, book: Sequence[Section], number: int) -> bytes:
    """Return the SMIL file of a section: a pair of text and clip for each sentence."""
    section = book[number]
    metas = {
        "dc:format": _FORMAT,
        "dc:identifier": xml_text(manuscript.episode.guid),
        "dc:title": xml_text(manuscript.episode.title),
        "title": section.title,
        "ncc:generator": f"audiobrief {__version__}",
        "ncc:totalElapsedTime": clock(sum(each.duration_ms for each in book[:number])),
        "ncc:timeInThisSmil": clock(section.duration_ms),
    }
    head = _smil("head", *(_smil("meta", name=key, content=value) for key, value in metas.items()))
    add(head, _smil("layout", _smil("region", id="textView")))
    pairs = (_pair(sentence) for sentence in section.sentences)
    whole = _smil("seq", *pairs, id=f"{section.name}-seq", dur=seconds(section.duration_ms))
    return written(_smil("smil", head, _smil("body", whole)), _SMIL_TYPE, lines=6)


def _pair(sentence: Sentence) -> Node:
    name = sentence.id
    text = _smil("text", id=f"{name}-text", src=f"{CONTENT}#{name}")
    clip = {
        "clip-begin": f"npt={seconds(sentence.begin_ms)}",
        "clip-end": f"npt={seconds(sentence.end_ms)}",
    }
    # The sequence of one is what books of this format have, and some readers look for no other.
    sound = _smil("seq", _smil("audio", id=f"{name}-audio", src=AUDIO, **clip))
    return _smil("par", text, sound, id=_par(name), endsync="last")


def _par(sentence: str) -> str:
    return f"{sentence}-par"


def _control_centre(manuscript: Manuscript, book: Sequence[Section], other_bytes: int) -> bytes:
    """Return the NCC: the headings through which a listener moves, and what the book is."""
    episode = manuscript.episode
    headings = list(_headings(manuscript, book))
    body = _html("body", *headings)
    metas = list(_metas(manuscript, book, headings))
    title = xml_text(episode.title)
    page = _page(episode.language, title, metas, body, lines=2)
    size = ("ncc:kByteSize", str((other_bytes + len(page)) // 1024 + 1))
    return _page(episode.language, title, [*metas, size], body, lines=2)


def _headings(manuscript: Manuscript, book: Sequence[Section]) -> Iterator[Node]:
    """Yield the headings; the first one names the book, as the format wants it."""
    for number, section in enumerate(book):
        page = _smil_name(number)
        title = xml_text(manuscript.episode.title) if number == 0 else section.title
        heading = _heading("h1", f"{section.name}-heading", title, page, section.sentences[0].id)
        if number == 0:
            heading.set("class", "title")
        yield heading
        for entry in section.entries:
            name = f"{entry.sentence}-heading"
            yield _heading("h2", name, entry.title, page, entry.sentence)


def _heading(level: str, name: str, title: str, page: str, sentence: str) -> Node:
    return _html(level, _html("a", title, href=f"{page}#{_par(sentence)}"), id=name)


def _metas(
    manuscript: Manuscript, book: Sequence[Section], headings: Sequence[Node]
) -> Iterator[tuple[str, str]]:
    """Yield name and content of what the format asks for; it has no pages."""
    episode, show = manuscript.episode, manuscript.show
    day = episode.published.date().isoformat()
    yield "dc:title", xml_text(episode.title)
    for name in episode.people or (author_of(show),):
        yield "dc:creator", xml_text(name)
    yield "dc:publisher", xml_text(author_of(show))
    yield "dc:date", day
    yield "dc:format", _FORMAT
    yield "dc:identifier", xml_text(episode.guid)
    for tag in dict.fromkeys((episode.language, *languages(book))):
        yield "dc:language", tag
    yield "dc:description", xml_text(episode.description)
    if show.copyright:
        yield "dc:rights", xml_text(f"© {episode.published.year} {show.copyright}")
    if episode.address:
        yield "dc:source", xml_text(episode.address)
    yield "ncc:charset", "utf-8"
    yield "ncc:depth", "2" if any(section.entries for section in book) else "1"
    yield "ncc:files", str(len(book) + 3)
    yield "ncc:generator", f"audiobrief {__version__}"
    yield "ncc:maxPageNormal", "0"
    yield "ncc:multimediaType", "audioFullText"
    for kind in ("Front", "Normal", "Special"):
        yield f"ncc:page{kind}", "0"
    yield "ncc:producedDate", (episode.modified or episode.published).date().isoformat()
    yield "ncc:producer", xml_text(author_of(show))
    yield "ncc:setInfo", "1 of 1"
    yield "ncc:tocItems", str(len(headings))
    yield "ncc:totalTime", clock(sum(section.duration_ms for section in book))
