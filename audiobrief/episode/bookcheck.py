"""Reads books back, EPUB and DAISY and braille, and says where they are not what is heard.

Nothing is taken from the makers of the books: their files are parsed anew, and text and clips are
held against segments.json and the sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname
from typing import Final

from audiobrief.episode.bookfiles import XHTML, Broken, Files, Node, at, bare, body, clock, unzipped
from audiobrief.episode.listening import Span
from audiobrief.findings import Finding, finding
from audiobrief.readback.mp3 import read_mp3, tag_length

NEAR_MS: Final = 10
"""How far a clip may begin from its sentence; nobody hears less."""

NEAR_SUM_MS: Final = 1000
"""How far stated lengths may be from the sum of the clips (EPUB 3.3, media overlays)."""

BRF_CELLS: Final = 40
BRF_LINES: Final = 25

_OPF: Final = "{http://www.idpf.org/2007/opf}"
_SMIL: Final = "{http://www.w3.org/ns/SMIL}"

_ACCESS: Final = (
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
)

_NCC_ONCE: Final = (
    "dc:date",
    "dc:format",
    "dc:identifier",
    "dc:publisher",
    "dc:title",
    "ncc:charset",
    "ncc:pageFront",
    "ncc:pageNormal",
    "ncc:pageSpecial",
    "ncc:tocItems",
    "ncc:totalTime",
)
"""What a DAISY book says of itself exactly once (DAISY 2.02, 2.1.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is heard, as segments.json tells it.

    Attributes:
        segments: When each cue is spoken.
        texts: Its printed words, bare of spaces.
        sounds: The show's own sounds, without the bed.
        sound: The file of the episode's sound.
    """

    segments: tuple[Span, ...]
    texts: tuple[str, ...]
    sounds: tuple[Span, ...]
    sound: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clip:
    """A pair of an overlay: bare words, and the part of a sound file that goes with them."""

    text: str
    begin_ms: int
    end_ms: int


def epub_findings(path: Path, heard: Heard) -> Iterator[Finding]:
    """Yield what is wrong with an EPUB book."""
    try:
        files = unzipped(path)
        for rule, told in _epub(Files(files), heard):
            yield finding(rule, path, told)
    except Broken as broken:
        yield finding(broken.rule, path, str(broken))


def daisy_findings(folder: Path, packed: Path, heard: Heard) -> Iterator[Finding]:
    """Yield what is wrong with a DAISY book in a folder, and in a ZIP file beside it."""
    try:
        files = {each.name: each.read_bytes() for each in sorted(folder.iterdir())}
        unpacked = {name.rpartition("/")[2]: each for name, each in unzipped(packed).items()}
        if unpacked != files:
            yield finding("book-files", packed, "What is packed is not what is in its folder.")
        for rule, told in _daisy(Files(files), heard):
            yield finding(rule, folder / "ncc.html", told)
    except OSError as failed:
        yield finding("book-files", folder, f"The folder {folder.name} cannot be read: {failed}.")
    except Broken as broken:
        yield finding(broken.rule, folder, str(broken))


def braille_findings(path: Path, heard: Heard) -> Iterator[Finding]:
    """Yield what is wrong with a text for braille displays, or with BRF."""
    content = path.read_bytes()
    if path.suffix == ".brf":
        pages = content.replace(b"\r\n", b"\n").split(b"\f")
        lines = [line for page in pages for line in page.split(b"\n")]
        wide = any(len(line) > BRF_CELLS for line in lines)
        long = any(page.count(b"\n") > BRF_LINES for page in pages)
        if wide or long or not content.isascii():
            told = (
                f"A page of it is not {BRF_CELLS} cells by {BRF_LINES} lines of braille in ASCII."
            )
            yield finding("braille-page", path, told)
        return
    said = re.sub(r"^(?:#{1,2}|-) ", "", content.decode("utf-8", "replace"), flags=re.MULTILINE)
    if bare(said) != "".join(map(bare, heard.texts)):
        yield finding("book-words", path, "Its words are not those of segments.json.")


def _epub(files: Files, heard: Heard) -> Iterator[tuple[str, str]]:
    first = next(iter(files.content.items()), None)
    if first != ("mimetype", b"application/epub+zip"):
        raise Broken("book-container", "Its first entry is not the media type of EPUB.")
    rootfile = next(
        (e.get("full-path") for e in files.tree("META-INF/container.xml").iter("{*}rootfile")),
        None,
    )
    if rootfile is None:
        raise Broken("book-container", "META-INF/container.xml names no package.")
    package, base = files.tree(rootfile), dirname(rootfile)
    items = {e.get("id", ""): e for e in package.iter(f"{_OPF}item")}
    listed = {at(base, e.get("href", "")) for e in items.values()}
    for name in sorted(listed - files.content.keys()):
        yield "book-files", f"It names {name}, and that is not in it."
    for name in sorted(files.content.keys() - listed - {"mimetype", rootfile}):
        if not name.startswith("META-INF/"):
            yield "book-files", f"{name} is in it, and its manifest does not name it."
    yield from _access(package)
    clips: list[_Clip] = []
    sounds: set[str] = set()
    stated = _durations(package)
    for itemref in package.iter(f"{_OPF}itemref"):
        item = items.get(itemref.get("idref", ""))
        overlay = items.get(item.get("media-overlay", "")) if item is not None else None
        if item is None or overlay is None:
            name = at(base, item.get("href", "")) if item is not None else ""
            if item is None or files.words(name):
                yield "overlay-text", f"{itemref.get('idref')} in its spine has no sound."
            continue
        page, smil = (at(base, each.get("href", "")) for each in (item, overlay))
        own = list(_overlay(files, smil, sounds, clip=("clipBegin", "clipEnd")))
        clips += own
        shown = files.words(page)
        if shown != "".join(clip.text for clip in own):
            yield "overlay-text", f"Words of {page} are without sound, or out of order."
        yield from _sum(stated.get(overlay.get("id", "")), own, smil)
    yield from _sum(stated.get(""), clips, "the book")
    yield from _clips(clips, heard)
    yield from _sounds(files, sounds, clips, heard)


def _access(package: Node) -> Iterator[tuple[str, str]]:
    """Yield what the package does not say of how the book can be read."""
    metas = [(e.get("property", ""), (e.text or "").strip()) for e in package.iter(f"{_OPF}meta")]
    said = dict(metas)
    for name in _ACCESS:
        if not said.get(name):
            yield "book-access", f"It does not state its {name.removeprefix('schema:')}."
    if said.get("dcterms:conformsTo") and not said.get("a11y:certifiedBy"):
        yield "book-access", "It claims to conform, and does not say who found that."
    if not package.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "book-access", "Its package has no language."


def _durations(package: Node) -> dict[str, int]:
    """Return id of an overlay (``""`` for the book) -> its stated length in milliseconds."""
    return {
        e.get("refines", "#")[1:]: clock(e.text or "")
        for e in package.iter(f"{_OPF}meta")
        if e.get("property") == "media:duration"
    }


def _daisy(files: Files, heard: Heard) -> Iterator[tuple[str, str]]:
    ncc = files.tree("ncc.html")
    headings = list(body(ncc).iterchildren("*"))
    metas = _metas(ncc)
    yield from _control_centre(files, metas, headings)
    clips: list[_Clip] = []
    sounds: set[str] = set()
    for name in _presentations(headings):
        own = list(_overlay(files, name, sounds, clip=("clip-begin", "clip-end")))
        stated = _metas(files.tree(name)).get("ncc:timeInThisSmil", [])
        yield from _sum(clock(stated[0]) if stated else None, own, name)
        clips += own
    total = metas.get("ncc:totalTime", [])
    yield from _sum(clock(total[0]) if total else None, clips, "the book")
    if files.words("content.html") != "".join(clip.text for clip in clips):
        yield "overlay-text", "Words of content.html are without sound, or out of order."
    yield from _clips(clips, heard)
    yield from _sounds(files, sounds, clips, heard)
    if any(tag_length(files.content[name]) for name in sounds & files.content.keys()):
        yield "daisy-sound", "Its sound begins with an ID3v2 tag, at which players stumble."


def _control_centre(
    files: Files, metas: Mapping[str, list[str]], headings: Sequence[Node]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the NCC: what it states, and where its headings lead."""
    for name in _NCC_ONCE:
        if len(metas.get(name, ())) != 1:
            yield "daisy-ncc", f"Its NCC does not state {name} once."
    if metas.get("dc:format") != ["Daisy 2.02"]:
        yield "daisy-ncc", "Its NCC is not of DAISY 2.02."
    first = [(each.tag, each.get("class")) for each in headings[:1]]
    if first != [(f"{XHTML}h1", "title")]:
        yield "daisy-ncc", "Its NCC does not begin with the title of the book."
    if metas.get("ncc:tocItems") != [str(len(headings))]:
        yield "daisy-ncc", f"Its NCC states another number of headings than {len(headings)}."
    for link in (a for heading in headings for a in heading.iter(f"{XHTML}a")):
        name, _, fragment = link.get("href", "").partition("#")
        if fragment not in files.ids(name):
            yield "daisy-ncc", f"A heading leads to {link.get('href')}, which is not there."


def _presentations(headings: Sequence[Node]) -> dict[str, None]:
    """Return the SMIL files in the order in which the headings name them."""
    links = (a.get("href", "") for each in headings for a in each.iter(f"{XHTML}a"))
    return dict.fromkeys(link.partition("#")[0] for link in links)


def _metas(root: Node) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in root.iter("{*}meta"):
        if each.get("name"):
            found.setdefault(each.get("name", ""), []).append(each.get("content", ""))
    return found


def _overlay(
    files: Files, name: str, sounds: set[str], *, clip: tuple[str, str]
) -> Iterator[_Clip]:
    """Yield the pairs of an overlay in the order in which they play; note the sounds it names."""
    base = dirname(name)
    for par in files.tree(name).iter("{*}par"):
        text, audio = par.find("{*}text"), par.find(".//{*}audio")
        if text is None or audio is None:
            raise Broken("overlay-text", f"A pair in {name} lacks its text or its sound.")
        page, _, fragment = text.get("src", "").partition("#")
        element = files.ids(at(base, page)).get(fragment)
        if element is None:
            raise Broken("overlay-text", f"{name} names the text {fragment}, which is not there.")
        sounds.add(at(base, audio.get("src", "")))
        yield _Clip(
            text=bare("".join(map(str, element.itertext()))),
            begin_ms=clock(audio.get(clip[0], "")),
            end_ms=clock(audio.get(clip[1], "")),
        )


def _sum(stated_ms: int | None, clips: Sequence[_Clip], name: str) -> Iterator[tuple[str, str]]:
    played = sum(clip.end_ms - clip.begin_ms for clip in clips)
    if stated_ms is None or abs(stated_ms - played) > NEAR_SUM_MS:
        told = "no length" if stated_ms is None else f"{stated_ms} ms"
        yield "overlay-duration", f"For {name}, {told} is stated, and its clips play {played} ms."


def _clips(clips: Sequence[_Clip], heard: Heard) -> Iterator[tuple[str, str]]:
    """Yield the sentences whose words or times are not those of segments.json."""
    place = 0
    for span, text in zip(heard.segments, heard.texts, strict=True):
        printed, said, first = bare(text), "", place
        while place < len(clips) and (place == first or len(said) < len(printed)):
            said, place = said + clips[place].text, place + 1
        own = clips[first:place]
        if not own or said != printed:
            yield "book-words", f"The words of {span.name} are not as segments.json has them."
            return
        if abs(own[0].begin_ms - span.start_ms) > NEAR_MS or own[-1].end_ms < span.end_ms - NEAR_MS:
            yield "book-times", f"The clip of {span.name} is not where it is spoken."
        edges = [edge for clip in own for edge in (clip.begin_ms, clip.end_ms)]
        if edges != sorted(edges) or edges[1:-1:2] != edges[2:-1:2]:
            yield "book-times", f"The words of {span.name} do not follow one another."
        last = own[-1]
        if place < len(clips) and last.end_ms > clips[place].begin_ms:
            yield "book-times", f"The clip of {span.name} ends after the next one begins."
        for sound in heard.sounds:
            if span.end_ms <= sound.start_ms and sound.start_ms < last.end_ms - NEAR_MS:
                yield "book-times", f"The clip of {span.name} holds a sound of the show."
    if place < len(clips):
        yield "book-words", f"It has {len(clips) - place} clips after the last sentence."


def _sounds(
    files: Files, names: set[str], clips: Sequence[_Clip], heard: Heard
) -> Iterator[tuple[str, str]]:
    """Yield where the sound is not that of the episode, or is too short."""
    episode = heard.sound.read_bytes() if heard.sound.is_file() else b""
    for name in sorted(names):
        content = files.content.get(name)
        read = read_mp3(content) if content is not None else None
        if content is None or read is None:
            yield "book-files", f"Its overlays name the sound {name}, which is not there."
            continue
        if episode and content[tag_length(content) :] != episode[tag_length(episode) :]:
            yield "book-sound", f"The sound {name} is not that of the episode."
        latest = max((clip.end_ms for clip in clips), default=0)
        if latest > read.duration_ms:
            told = f"A clip ends at {latest} ms, and {name} plays {read.duration_ms} ms."
            yield "book-times", told
