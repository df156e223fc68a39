"""EPUB 3.3 with Media Overlays: the words of the episode, and each sentence of its sound with them.

A section of the episode is one content document with one overlay. Equal episodes give equal bytes.
Sources: EPUB 3.3 (packages, overlays) and EPUB Accessibility 1.1, W3C.
"""

from __future__ import annotations

import importlib.resources
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from audiobrief.episode.companions.archive import add_file, entry_of
from audiobrief.episode.companions.clocks import seconds
from audiobrief.episode.companions.markup import (
    XHTML,
    XML_LANG,
    Maker,
    Node,
    add,
    in_language,
    written,
)
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.companions.reading import (
    Group,
    Kind,
    Run,
    Section,
    Sentence,
    Tag,
    Word,
    languages,
    sections,
    xml_text,
)
from audiobrief.episode.model import Companion, author_of
from audiobrief.episode.pictures import book_picture
from audiobrief.errors import EpisodeError
from audiobrief.story.model import Role
from audiobrief.words import direction, words

MEDIA_TYPE: Final = "application/epub+zip"

ACTIVE_CLASS: Final = "-epub-media-overlay-active"
"""Class that a reader gives to the words that it speaks; book.css knows it."""

FEATURES: Final = (
    "synchronizedAudioText",
    "tableOfContents",
    "readingOrder",
    "structuralNavigation",
    "displayTransformability",
    "unlocked",
)
"""schema.org accessibilityFeature: what holds for every book that is made here."""

_OPS: Final = "http://www.idpf.org/2007/ops"
_TYPE: Final = f"{{{_OPS}}}type"
_TEXTREF: Final = f"{{{_OPS}}}textref"
_DC: Final = "http://purl.org/dc/elements/1.1/"

_html: Final = Maker({None: XHTML, "epub": _OPS})
_smil: Final = Maker({None: "http://www.w3.org/ns/SMIL", "epub": _OPS})
_opf: Final = Maker({None: "http://www.idpf.org/2007/opf", "dc": _DC})
_dc: Final = Maker({None: _DC})

_AUDIO: Final = "audio.mp3"
_COVER: Final = "cover.jpg"
_COVER_PAGE: Final = "cover.xhtml"
_PICTURE: Final = "picture-{number}"
_STYLE: Final = "book.css"
_FOLDER: Final = "EPUB"
_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""

_TYPES: Final = {Kind.CAPTION: "figure", Kind.LIST: "list"}
"""What a listener may leave in the middle (EPUB 3.3, escapability)."""


def write_epub(stage: Path, manuscript: Manuscript) -> Companion:
    """Write the book into the stage and return what it is.

    Raises:
        OSError: The file could not be written.
    """
    episode = manuscript.episode
    name = f"{episode.slug}.epub"
    book = sections(manuscript)
    pictures: dict[str, _Picture] = {}
    with zipfile.ZipFile(stage / name, "w") as file:
        _add(file, "mimetype", MEDIA_TYPE.encode(), packed=False)
        _add(file, "META-INF/container.xml", _CONTAINER.encode())
        for picture, jpeg in _pictures(manuscript, book):
            pictures[picture.group] = picture
            _add(file, f"{_FOLDER}/{picture.file}", jpeg, packed=False)
        _add(file, f"{_FOLDER}/package.opf", _package(manuscript, book, [*pictures.values()]))
        _add(file, f"{_FOLDER}/nav.xhtml", _navigation(manuscript, book))
        style = importlib.resources.files(__package__) / _STYLE
        _add(file, f"{_FOLDER}/{_STYLE}", style.read_bytes())
        for section in book:
            _add(file, f"{_FOLDER}/{section.name}.xhtml", _document(section, book, pictures))
            _add(file, f"{_FOLDER}/{section.name}.smil", _overlay(section))
        if manuscript.cover is not None:
            page = _cover_page(manuscript, xml_text(manuscript.cover.alt))
            _add(file, f"{_FOLDER}/{_COVER_PAGE}", page)
            _add(file, f"{_FOLDER}/{_COVER}", manuscript.cover.small_jpeg, packed=False)
        start = len(manuscript.preamble)
        add_file(file, f"{_FOLDER}/{_AUDIO}", manuscript.audio, start=start)
    title = words(episode.language).page["book"]
    return Companion(form="epub", path=name, media_type=MEDIA_TYPE, title=title)


def _add(file: zipfile.ZipFile, name: str, content: bytes, *, packed: bool = True) -> None:
    file.writestr(entry_of(name, packed=packed), content)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture in the book: its name, the id of the caption that it belongs to, and its words."""

    name: str
    group: str
    alt: str

    @property
    def file(self) -> str:
        return f"{self.name}.jpg"


def _pictures(manuscript: Manuscript, book: Sequence[Section]) -> Iterator[tuple[_Picture, bytes]]:
    """Yield the pictures that lie beside their stories; those on the web stay there.

    A book that fetched them would tell whoever has them when it is read.
    """
    unnamed = words(manuscript.episode.language).page["photo"]
    number = 1
    for group in (each for section in book for each in section.groups):
        if group.picture is None or group.picture.file is None:
            continue
        try:
            jpeg = book_picture(group.picture.file)
        except EpisodeError as failed:
            manuscript.remark(f"A caption in the book has no picture: {failed}")
            continue
        alt = xml_text(group.picture.alt) or unnamed
        yield _Picture(_PICTURE.format(number=number), group.id, alt), jpeg
        number += 1


def _page(language: str, title: str, *body: Node) -> bytes:
    """Return a page in a language, with the style of the book."""
    head = _html(
        "head",
        _html("meta", charset="utf-8"),
        _html("title", title),
        _html("link", rel="stylesheet", type="text/css", href=_STYLE),
    )
    root = in_language(_html("html", head, _html("body", *body)), language, direction(language))
    return written(root, "<!DOCTYPE html>")


def _cover_page(manuscript: Manuscript, alt: str) -> bytes:
    """Return the page of the cover: a picture, and no words that would need a sound.

    Books begin with such a page, and a reader was found (foliate-js 1.0.1) that marks nothing on
    the first page of a book, whatever that is.
    """
    picture = _html("img", src=_COVER, alt=alt, class_="cover", role="doc-cover")
    top = _html("section", picture, id="cover-page", aria_label=alt)
    top.set(_TYPE, "cover")
    return _page(manuscript.episode.language, alt, top)


def _document(section: Section, book: Sequence[Section], pictures: Mapping[str, _Picture]) -> bytes:
    """Return the content document of a section."""
    top = _html("section", id=section.name, role="doc-chapter")
    top.set(_TYPE, "chapter")
    heading = next((run for run in section.runs if run.tag is Tag.HEADING), None)
    if heading is None:
        top.set("aria-label", section.title)
    else:
        top.set("aria-labelledby", _heading_id(heading))
    for group in section.groups:
        for element in _group(group, section, book, pictures.get(group.id)):
            add(top, element)
    return _page(section.language, section.title, top)


def _heading_id(run: Run) -> str:
    return f"{run.sentences[0].id}-heading"


def _group(
    group: Group, section: Section, book: Sequence[Section], picture: _Picture | None
) -> Iterator[Node]:
    runs = [_run(run, section, book) for run in group.runs]
    if group.kind is Kind.PLAIN:
        yield from runs
    elif picture is not None:
        # It has no clip: its words are heard where the show reads them, and else a screen reader's.
        image = _html("img", src=picture.file, alt=picture.alt)
        yield _html(group.kind, image, _html("figcaption", *runs), id=group.id)
    else:
        yield _html(group.kind, *runs, id=group.id)


def _run(run: Run, section: Section, book: Sequence[Section]) -> Node:
    told = "narration" if run.role is Role.CONTINUITY else str(run.role)
    element = _html(run.tag, class_=told)
    if run.tag is Tag.HEADING:
        element.set("id", _heading_id(run))
    into = element
    if run.section is not None and any(each.name == run.section for each in book):
        into = _html("a", href=f"{run.section}.xhtml")
        add(element, into)
    for number, sentence in enumerate(run.sentences):
        if number and not sentence.joined:
            add(into, " ")
        add(into, _sentence(sentence, section.language))
    return element


def _sentence(sentence: Sentence, around: str) -> Node:
    element = _html("span", id=sentence.id, class_="sentence")
    for word in sentence.words:
        add(element, _html("span", word.text.rstrip(), id=word.id))
        add(element, " " * (word.text != word.text.rstrip()))
    if not sentence.words:
        add(element, sentence.text)
    if sentence.language != around:
        turned = direction(sentence.language) != direction(around)
        in_language(element, sentence.language, direction(sentence.language) if turned else "")
    return element


def _overlay(section: Section) -> bytes:
    """Return the overlay of a section: a pair of text and clip for each sentence, in order."""
    page = f"{section.name}.xhtml"
    top = _sequence(f"{section.name}-seq", f"{page}#{section.name}", "chapter")
    for group in section.groups:
        into = top
        if group.kind is not Kind.PLAIN:
            into = _sequence(f"{group.id}-seq", f"{page}#{group.id}", _TYPES.get(group.kind, ""))
            add(top, into)
        for run in group.runs:
            for sentence in run.sentences:
                add(into, _sounding(sentence, page))
    return written(_smil("smil", _smil("body", top), version="3.0"), lines=8)


def _sequence(name: str, textref: str, kind: str) -> Node:
    element = _smil("seq", id=name)
    element.set(_TEXTREF, textref)
    if kind:
        element.set(_TYPE, kind)
    return element


def _sounding(sentence: Sentence, page: str) -> Node:
    """Return a sentence as one pair, or as a sequence of its words."""
    if not sentence.words:
        return _pair(sentence, page)
    words_of = _sequence(f"{sentence.id}-seq", f"{page}#{sentence.id}", "")
    for word in sentence.words:
        add(words_of, _pair(word, page))
    return words_of


def _pair(spoken: Sentence | Word, page: str) -> Node:
    clip = {"clipBegin": seconds(spoken.begin_ms), "clipEnd": seconds(spoken.end_ms)}
    text = _smil("text", src=f"{page}#{spoken.id}")
    return _smil("par", text, _smil("audio", src=_AUDIO, **clip), id=f"{spoken.id}-par")


def _navigation(manuscript: Manuscript, book: Sequence[Section]) -> bytes:
    """Return the navigation document: stories and what is in them; landmarks."""
    language = manuscript.episode.language
    shown = words(language).page
    heading = _html("h1", shown["chapters"], id="toc-heading")
    entries = _html("ol", *(_contents(section, language) for section in book))
    contents = _html("nav", heading, entries, id="toc", role="doc-toc")
    contents.set(_TYPE, "toc")
    contents.set("aria-labelledby", "toc-heading")
    start = next((each for each in book if each.name != "opening"), book[0])
    link = _html("a", start.title, href=f"{start.name}.xhtml")
    link.set(_TYPE, "bodymatter")
    landmarks = _html("nav", _html("ol", _html("li", link)), id="landmarks", hidden="hidden")
    landmarks.set(_TYPE, "landmarks")
    landmarks.set("aria-label", shown["about"])
    return _page(language, xml_text(manuscript.episode.title), contents, landmarks)


def _contents(section: Section, around: str) -> Node:
    page = f"{section.name}.xhtml"
    link = _html("a", section.title, href=page)
    if section.language != around and section.name.startswith("story-"):
        in_language(link, section.language, direction(section.language))
    item = _html("li", link)
    if section.entries:
        links = (_html("a", e.title, href=f"{page}#{e.sentence}") for e in section.entries)
        add(item, _html("ol", *(_html("li", link) for link in links)))
    return item


def _package(
    manuscript: Manuscript, book: Sequence[Section], pictures: Sequence[_Picture]
) -> bytes:
    """Return the package document: metadata, manifest, spine."""
    language = manuscript.episode.language
    pages = [*(["cover-page"] if manuscript.cover else []), *(section.name for section in book)]
    root = _opf(
        "package",
        _opf("metadata", *_metadata(manuscript, book, pictured=bool(pictures))),
        _opf("manifest", *_manifest(manuscript, book, pictures)),
        _opf(
            "spine",
            *(_opf("itemref", idref=name) for name in pages),
            page_progression_direction=direction(language),
        ),
        version="3.0",
        unique_identifier="book-id",
        dir=direction(language),
        prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/#",
    )
    root.set(XML_LANG, language)
    return written(root, lines=2)


def _meta(name: str, value: str, **more: str) -> Node:
    return _opf("meta", value, property=name, **more)


def _metadata(manuscript: Manuscript, book: Sequence[Section], *, pictured: bool) -> Iterator[Node]:
    episode, show = manuscript.episode, manuscript.show
    yield _dc("identifier", xml_text(episode.guid), id="book-id")
    yield _dc("title", xml_text(episode.title))
    every = dict.fromkeys((episode.language, *languages(book)))
    yield from (_dc("language", tag) for tag in every)
    authors = episode.people or (author_of(show),)
    yield from (_dc("creator", xml_text(name)) for name in authors)
    yield _dc("publisher", xml_text(author_of(show)))
    yield _dc("date", _moment(episode.published))
    yield _dc("description", xml_text(episode.description))
    if show.copyright:
        yield _dc("rights", xml_text(f"© {episode.published.year} {show.copyright}"))
    yield from (_dc("source", xml_text(address)) for _, address in episode.sources)
    yield _meta("dcterms:modified", _moment(episode.modified or episode.published))
    yield _meta("belongs-to-collection", xml_text(show.title), id="show")
    yield _meta("collection-type", "series", refines="#show")
    if episode.number:
        yield _meta("group-position", str(episode.number), refines="#show")
    yield from _overlay_metadata(book)
    yield from _accessibility(manuscript, pictured=pictured)
    if manuscript.cover is not None:
        # Readers made for EPUB 2, and many others, look for the cover here.
        yield _opf("meta", name="cover", content="cover")


def _moment(moment: datetime) -> str:
    """Return a time as EPUB has it: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _overlay_metadata(book: Sequence[Section]) -> Iterator[Node]:
    for section in book:
        refined = f"#{section.name}-overlay"
        yield _meta("media:duration", seconds(section.duration_ms), refines=refined)
    yield _meta("media:duration", seconds(sum(section.duration_ms for section in book)))
    yield _meta("media:active-class", ACTIVE_CLASS)


def _accessibility(manuscript: Manuscript, *, pictured: bool) -> Iterator[Node]:
    """Yield what EPUB Accessibility 1.1 asks for; a claim only where the show states one.

    Full text with full sound is textual, and either of them is enough by itself (Techniques).
    """
    show, language = manuscript.show, manuscript.episode.language
    described = pictured or manuscript.cover is not None
    features = (*FEATURES, *(("alternativeText",) if described else ()))
    yield _meta("schema:accessMode", "textual")
    if pictured:
        yield _meta("schema:accessMode", "visual")
    yield from (_meta("schema:accessModeSufficient", mode) for mode in ("textual", "auditory"))
    yield from (_meta("schema:accessibilityFeature", each) for each in features)
    yield _meta("schema:accessibilityHazard", "none")
    yield _meta("schema:accessibilitySummary", words(language).page["book_summary"])
    if show.certified_by:
        yield _meta("dcterms:conformsTo", show.conforms_to, id="conformance")
        yield _meta("a11y:certifiedBy", xml_text(show.certified_by), refines="#conformance")


def _manifest(
    manuscript: Manuscript, book: Sequence[Section], pictures: Sequence[_Picture]
) -> Iterator[Node]:
    xhtml, smil = "application/xhtml+xml", "application/smil+xml"
    yield _item("nav", "nav.xhtml", xhtml, properties="nav")
    yield _item("style", _STYLE, "text/css")
    for section in book:
        name = section.name
        yield _item(name, f"{name}.xhtml", xhtml, media_overlay=f"{name}-overlay")
        yield _item(f"{name}-overlay", f"{name}.smil", smil)
    if manuscript.cover is not None:
        yield _item("cover", _COVER, "image/jpeg", properties="cover-image")
        yield _item("cover-page", _COVER_PAGE, xhtml)
    yield from (_item(each.name, each.file, "image/jpeg") for each in pictures)
    yield _item("audio", _AUDIO, "audio/mpeg")


def _item(name: str, href: str, kind: str, **more: str) -> Node:
    return _opf("item", id=name, href=href, media_type=kind, **more)
