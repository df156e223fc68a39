"""The files of a book, read for a check: unpacked, parsed, their words and times."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from typing import Final
from urllib.parse import unquote

from lxml import etree

from audiobrief.zipped import UNREADABLE

XHTML: Final = "{http://www.w3.org/1999/xhtml}"

Node = etree._Element  # noqa: SLF001, lxml has no public name for its elements


class Broken(Exception):  # noqa: N818, becomes a finding
    """The book cannot be read on; the message is the finding's sentence, its rule comes first."""

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(sentence)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a book, each parsed once."""

    content: Mapping[str, bytes]
    trees: dict[str, Node] = field(default_factory=dict)
    elements: dict[str, dict[str, Node]] = field(default_factory=dict)

    def tree(self, name: str) -> Node:
        """Return the root of a file.

        Raises:
            Broken: It is missing, or not well-formed.
        """
        if name not in self.trees:
            content = self.content.get(name)
            if content is None:
                raise Broken("book-files", f"The file {name} is missing.")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            try:
                self.trees[name] = etree.fromstring(content, parser)
            except etree.XMLSyntaxError as failed:
                raise Broken("book-xml", f"{name} is not well-formed: {failed}.") from failed
        return self.trees[name]

    def ids(self, name: str) -> Mapping[str, Node]:
        """Return id -> element of a file."""
        if name not in self.elements:
            self.elements[name] = {each.get("id", ""): each for each in self.tree(name).iter("*")}
        return self.elements[name]

    def words(self, name: str) -> str:
        """Return the words of a page, bare of spaces."""
        return bare("".join(map(str, body(self.tree(name)).itertext())))


def unzipped(path: Path) -> dict[str, bytes]:
    """Return name -> content of a ZIP file, in its order.

    Raises:
        Broken: It cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(path) as file:
            return {name: file.read(name) for name in file.namelist()}
    except UNREADABLE as failed:
        why = str(failed) or "a file of it ends too soon"  # An EOFError tells nothing.
        raise Broken("book-container", f"It cannot be unpacked: {why}.") from failed


def body(root: Node) -> Node:
    """Return the body of a page.

    Raises:
        Broken: There is none.
    """
    found = root.find(f"{XHTML}body")
    if found is None:
        raise Broken("book-xml", "A page of it has no body.")
    return found


def at(base: str, href: str) -> str:
    """Return the path in the book that an address in one of its files means."""
    return normpath(join(base, unquote(href)))


def clock(text: str) -> int:
    """Return a SMIL clock value in milliseconds.

    Raises:
        Broken: It is none.
    """
    found = _CLOCK.fullmatch(text.strip().removeprefix("npt="))
    if found is None:
        raise Broken("overlay-duration", f"{text!r} is no time.")
    hours, minutes, seconds = (float(found[n] or 0) for n in (1, 2, 3))
    unit = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 0.001}[found[4] or "s"]
    return round((hours * 3600 + minutes * 60 + seconds) * unit * 1000)


_CLOCK: Final = re.compile(r"(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+)?)(h|min|s|ms)?")


def bare(text: str) -> str:
    """Return the signs that XML takes, without spaces and brackets: forms differ in those."""
    return "".join(_LOST.sub("", text.replace("→", "-->")).split())


_LOST: Final = re.compile("[\\[\\]\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
