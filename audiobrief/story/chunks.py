"""A page as the visible pieces of text in it, in order, each with what its place in the page says.

Every visible word is in exactly one chunk: this is how no word of a page is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from audiobrief.story.elements import (
    BLOCK_TAGS,
    HEADINGS,
    HIDDEN_TAGS,
    LANGUAGE_MARK,
    WORDLESS_TAGS,
    is_shown,
    own_marks,
    picture_address,
)
from audiobrief.story.reach import NEAR_CHARS
from audiobrief.story.words import clean, fold

_LISTED: Final = frozenset(
    ["ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr"]
)
"""An item or a row stands where its list or table does."""

_MAX_ROW_CHARS: Final = 400
_MAX_BOX_CHARS: Final = 600
"""A picture with more text than this round it is no box of picture and caption."""

_BOX_LEVELS: Final = 6
_COUNTED: Final = frozenset({"link", "credit", "date", "byline", "hidden", "caption", "cite"})
"""Marks that often sit inside a line, so that their share of its letters is what tells."""

NEAR_ELEMENTS: Final = 5_000
"""Elements of a page that are looked at closely; few pages have two thousand."""

NEAR_CHUNKS: Final = 2_500
"""Pieces of text that are looked at closely; few pages have five hundred."""

_PICTURE_LEVELS: Final = 4
"""How many elements up from a caption its picture may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture near a chunk: its address as written, and its alternative text."""

    address: str | None
    alt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of visible text between two borders of blocks.

    Attributes:
        text: Its words, white space folded.
        line: Line of the source, counted from 1.
        tag: The block element that holds it.
        marks: Mark (``"caption"``, ``"nav"``, ``"related"`` …) -> number of the innermost element
            that sets it.
        trail: Numbers of the elements round it, the outermost first.
        shares: Mark -> share of the letters in elements with this mark, 0.0 to 1.0.
        credit: The words in elements marked as credit, where they are not all of it.
        uncredited: The words outside of those.
        kicker: The words of a heading marked as a label over it, where they are not all of it.
        unkicked: The words outside of those.
        picture: The nearest picture, or None.
        home: Number of the element among whose children it stands; that of a list or a table for
            what stands in one.
        boxed: Whether it stands in a small box with a picture, and little else.
    """

    text: str
    line: int
    tag: str
    marks: Mapping[str, int]
    trail: tuple[int, ...]
    shares: Mapping[str, float]
    credit: str | None = None
    uncredited: str = ""
    kicker: str = ""
    unkicked: str = ""
    picture: Picture | None = None
    home: int = 0
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """What holds for everything inside an element; ``block`` is the last block element.

    ``home`` is the element among whose children that block stands, lists and tables aside.
    """

    tag: str
    marks: Mapping[str, int]
    trail: tuple[int, ...]
    block: str
    block_marks: Mapping[str, int]
    home: int = 0


@dataclass(slots=True)
class _Walk:
    """What is held while the tree is walked."""

    pieces: list[tuple[str, Mapping[str, int]]] = field(default_factory=list)
    line: int = 0
    count: int = 0
    broken: bool = False
    in_row: bool = False
    pictures: dict[int, Picture] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)
    sizes: dict[int, int] = field(default_factory=dict)
    found: list[Chunk] = field(default_factory=list)
    unseen: list[tuple[int, str]] = field(default_factory=list)
    signs: int = 0

    def pass_by(self, element: HtmlElement) -> None:
        """Keep the words of an element whose text is not read with that of the page."""
        text = _unseen(element)
        if text:
            self.unseen.append((element.sourceline or 0, text))

    def reaches(self, text: str | None) -> bool:
        """Return whether a text is within what is looked at closely."""
        self.signs += len(text or "")
        return (
            self.signs <= NEAR_CHARS
            and self.count <= NEAR_ELEMENTS
            and len(self.found) <= NEAR_CHUNKS
        )

    def add(self, text: str | None, frame: _Frame, line: int) -> None:
        if not text:
            return
        if text.strip():
            self.broken = False
            self.line = self.line or line
        self.pieces.append((text, frame.marks))

    def flush(self, frame: _Frame) -> None:
        if not self.pieces:
            self.line, self.broken = 0, False
            return
        text = fold("".join([piece for piece, _ in self.pieces]))
        if text:
            self.found.append(_chunk(text, self.line, frame, self.pieces))
            for number in frame.trail:
                self.sizes[number] = self.sizes.get(number, 0) + len(text)
        self.pieces, self.line, self.broken = [], 0, False

    def is_block(self, element: HtmlElement) -> bool:
        """Return whether words inside an element are apart from those before and after it."""
        return element.tag in BLOCK_TAGS and not (self.in_row and element.tag in {"td", "th"})

    def open(self, element: HtmlElement, frame: _Frame) -> None:
        """End the chunk before an element; the cells of a row are told as one, with commas."""
        if self.in_row and element.tag in {"td", "th"}:
            while self.pieces and not self.pieces[-1][0].strip():
                self.pieces.pop()
            if self.pieces:
                text, marks = self.pieces[-1]
                self.pieces[-1] = f"{text.rstrip()}, ", marks
        elif element.tag in BLOCK_TAGS and element.tag != "img":
            self.flush(frame)
            self.in_row = element.tag == "tr" and _is_row(element)

    def enter(self, element: HtmlElement, frame: _Frame) -> _Frame:
        self.count += 1
        own = own_marks(element)
        marks = frame.marks
        if own:
            marks = MappingProxyType({**marks, **dict.fromkeys(own, self.count)})
        if not self.is_block(element):
            return _Frame(
                element.tag, marks, frame.trail, frame.block, frame.block_marks, frame.home
            )
        home = frame.home if frame.block in _LISTED else (frame.trail or (0,))[-1]
        return _Frame(element.tag, marks, (*frame.trail, self.count), element.tag, marks, home)

    def see(self, element: HtmlElement, frame: _Frame) -> None:
        address = picture_address(element)
        alt = fold(element.get("alt") or "") or None
        if address:
            for number in frame.trail[-_PICTURE_LEVELS:]:
                self.pictures[number] = Picture(address=address, alt=alt)
        if is_shown(element):
            self.shown.update(frame.trail[-_BOX_LEVELS:])

    def line_break(self, frame: _Frame) -> None:
        """One break is a space, two are the end of a paragraph."""
        if self.broken:
            self.flush(frame)
        else:
            self.pieces.append(("\n", frame.marks))
            self.broken = True


def parse(text: str) -> HtmlElement | None:
    """Return the tree of a page, or None where there is nothing in it."""
    # lxml refuses text with a declared encoding, and cuts it at a NUL: clean() took those out.
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", clean(text), count=1)
    if not bare.strip():
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(bare.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A page in pieces.

    Attributes:
        chunks: Every visible piece of text within reach, in order.
        far: The visible text beyond that, a line end between blocks; ``""`` on any usual page.
        deepest: The largest number of elements in one another.
        unseen: Words in drawings, formulas and players, each with its line: no part of the text.
    """

    chunks: tuple[Chunk, ...]
    far: str = ""
    deepest: int = 0
    unseen: tuple[tuple[int, str], ...] = ()


def chunks(tree: HtmlElement) -> tuple[Chunk, ...]:
    """Return the visible pieces of text of a page, in order, as far as a page with a story goes."""
    return pieces(tree).chunks


def pieces(tree: HtmlElement) -> Pieces:
    """Return the visible text of a page; what lies beyond reach is cut off from the tree.

    It walks without recursion: pages are nested deeper than Python's stack allows.
    """
    walk = _Walk()
    frames = [_Frame("", MappingProxyType({}), (), "", MappingProxyType({}))]
    deepest = 0
    far = ""
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        line = element.sourceline or 0
        if event == "start":
            frame = frames[-1]
            if element.tag in HIDDEN_TAGS:
                events.skip_subtree()
                frames.append(frame)
                walk.pass_by(element)
                continue
            if not walk.reaches(element.text):
                far, below = _far(element, events)
                deepest = max(deepest, len(frames) + below)
                _cut_off(element)
                break
            walk.open(element, frame)
            frames.append(walk.enter(element, frame))
            deepest = max(deepest, len(frames))
            walk.add(element.text, frames[-1], line)
            continue
        inner = frames.pop()
        outer = frames[-1]
        if element.tag in {"img", "amp-img"}:
            walk.see(element, outer)
        elif element.tag == "br":
            walk.line_break(outer)
        elif walk.is_block(element) and element.tag not in HIDDEN_TAGS:
            walk.flush(inner)
        walk.in_row = walk.in_row and element.tag != "tr"
        tail = element.tail
        if tail and not walk.reaches(tail):
            far, below = _far(None, events, tail)
            deepest = max(deepest, len(frames) + below)
            _cut_off(element, keep=True)
            break
        walk.add(tail, outer, line)
    walk.flush(frames[-1])
    found = tuple(_placed(chunk, walk) for chunk in walk.found)
    return Pieces(chunks=found, far=far, deepest=deepest, unseen=tuple(walk.unseen))


def _far(start: HtmlElement | None, events: etree.iterwalk, text: str = "") -> tuple[str, int]:
    """Return the visible text from an element on, or after a text, and how deep it is nested."""
    parts = [text]
    depth = deepest = 0
    rest = events if start is None else chain([("start", start)], events)
    for event, element in rest:
        tag = element.tag
        if tag in BLOCK_TAGS or tag == "br":
            parts.append("\n")
        if event == "end":
            depth -= 1
            parts.append(element.tail or "")
            continue
        depth += 1
        if tag in HIDDEN_TAGS:
            events.skip_subtree()
            parts.append(_unseen(element))
            continue
        deepest = max(deepest, depth)
        parts.append(element.text or "")
    return "".join(parts), deepest


_UNSEEN_TEXTS: Final = etree.XPath(
    "descendant-or-self::*[not(self::script or self::style or self::template)]/text()"
    "[not(ancestor::script or ancestor::style or ancestor::template)]",
    smart_strings=False,
)


def _unseen(element: HtmlElement) -> str:
    """Return the words of a drawing, a formula, a player or a notice for browsers without scripts.

    Code is no words, and the title in the head is told elsewhere.
    """
    if element.tag in WORDLESS_TAGS or not (len(element) or element.text):
        return ""
    found = _UNSEEN_TEXTS(element)
    return fold(" ".join(map(str, found))) if isinstance(found, list) else ""


def _cut_off(element: HtmlElement, *, keep: bool = False) -> None:
    """Take an element and all that follows it out of the tree; or only what follows."""
    if keep:
        element.tail = None
    inner, outer = element, element.getparent()
    first = 1 if keep else 0
    while outer is not None:
        place = outer.index(inner) + first
        del outer[place:]
        if first:
            inner.tail = None
        inner, outer, first = outer, outer.getparent(), 1


def _chunk(
    text: str, line: int, frame: _Frame, pieces: list[tuple[str, Mapping[str, int]]]
) -> Chunk:
    count = sum(len(piece.strip()) for piece, _ in pieces) or 1
    shares: dict[str, float] = {}
    for piece, marks in pieces:
        for mark in marks:
            if mark in _COUNTED or mark.startswith(LANGUAGE_MARK):
                shares[mark] = shares.get(mark, 0.0) + len(piece.strip()) / count
    credit, rest = _parted(pieces, "credit")
    kicker, title = _parted(pieces, "kicker") if frame.block in HEADINGS else ("", "")
    return Chunk(
        text=text,
        line=line,
        tag=frame.block,
        marks=frame.block_marks,
        trail=frame.trail,
        shares=shares,
        credit=credit if credit and rest else None,
        uncredited=rest,
        kicker=kicker if title else "",
        unkicked=title if kicker else "",
        home=frame.home,
    )


def _parted(pieces: list[tuple[str, Mapping[str, int]]], mark: str) -> tuple[str, str]:
    """Return the words in elements with this mark, and the words outside of them."""
    if not any(mark in marks for _, marks in pieces):
        return "", fold("".join([piece for piece, _ in pieces]))
    inside = fold(" ".join(piece for piece, marks in pieces if mark in marks))
    return inside, fold("".join(piece if mark not in marks else " " for piece, marks in pieces))


def _is_row(element: HtmlElement) -> bool:
    """Return whether a row of a table holds data: some cells, each with a few words and no more."""
    cells = [each for each in element if each.tag in {"td", "th"}]
    if len(cells) < 2 or len(list(element)) != len(cells):
        return False
    if any(each.tag in BLOCK_TAGS for cell in cells for each in cell.iterdescendants()):
        return False
    texts = ["".join(cell.itertext()).strip() for cell in cells]
    return sum(map(bool, texts)) >= 2 and sum(map(len, texts)) <= _MAX_ROW_CHARS


def _placed(chunk: Chunk, walk: _Walk) -> Chunk:
    """Return a chunk with its picture, and whether the two stand in a box of their own."""
    levels = chunk.trail[: -_PICTURE_LEVELS - 1 : -1]
    number = next((each for each in levels if each in walk.pictures), None)
    boxed = any(each in walk.shown and walk.sizes.get(each, 0) <= _MAX_BOX_CHARS for each in levels)
    if number is None and not boxed:
        return chunk
    return replace(chunk, picture=walk.pictures.get(number or 0), boxed=boxed)
