"""Elements of XML, written with less ado; nothing that is put in can break out of its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

XHTML: Final = "http://www.w3.org/1999/xhtml"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

Node = etree._Element  # noqa: SLF001, lxml has no public name for its elements


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the elements of one namespace.

    Attributes:
        prefixes: Prefix -> namespace; that of None is the elements' own.
    """

    prefixes: Mapping[Any, str]

    def __call__(self, name: str, /, *content: Node | str, **attributes: str) -> Node:
        """Return an element; an attribute's ``_`` stands for ``-``, ``class_`` for ``class``."""
        own = self.prefixes.get(None)
        element = etree.Element(f"{{{own}}}{name}" if own else name, nsmap=self.prefixes)
        for key, value in attributes.items():
            element.set(key.rstrip("_").replace("_", "-"), value)
        for each in content:
            add(element, each)
        return element


def add(element: Node, content: Node | str) -> None:
    """Put an element or text behind what an element holds."""
    if not isinstance(content, str):
        element.append(content)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + content
    else:
        element.text = (element.text or "") + content


def in_language(element: Node, language: str, direction: str = "") -> Node:
    """Give an element its language, and its direction where one is stated."""
    element.set("lang", language)
    element.set(XML_LANG, language)
    if direction:
        element.set("dir", direction)
    return element


def written(root: Node, doctype: str = "", *, lines: int = 0) -> bytes:
    """Return the document in UTF-8, with its declarations and a line end.

    Args:
        root: Its outermost element.
        doctype: The document type declaration, or ``""``.
        lines: On how many levels elements have lines of their own: small players read lines of
            some length only. In running text a line end would be a space.
    """
    _part(root, lines)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    body: str = etree.tostring(root, encoding="unicode")
    return f"{head}{body}\n".encode()


def _part(element: Node, lines: int) -> None:
    if lines and len(element):
        element.text = "\n"
        for each in element:
            each.tail = "\n"
            _part(each, lines - 1)
