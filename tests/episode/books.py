"""Reads books back for the tests, with none of the code that writes them."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

OPF: Final = "{http://www.idpf.org/2007/opf}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
XHTML: Final = "{http://www.w3.org/1999/xhtml}"
SMIL: Final = "{http://www.w3.org/ns/SMIL}"
OPS: Final = "{http://www.idpf.org/2007/ops}"


@dataclass(frozen=True, kw_only=True)
class Clip:
    page: str
    fragment: str
    text: str
    begin_ms: int
    end_ms: int
    figure: bool


@dataclass(kw_only=True)
class Book:
    names: list[str]
    package: ET.Element
    pages: dict[str, ET.Element] = field(default_factory=dict)
    clips: list[Clip] = field(default_factory=list)

    def meta(self, name: str) -> list[str]:
        return [m.text or "" for m in self.package.iter(f"{OPF}meta") if m.get("property") == name]

    def durations(self) -> dict[str, int]:
        """Return manifest id (``""`` for the whole) -> stated duration in milliseconds."""
        return {
            (m.get("refines") or "#")[1:]: ms_of(m.text or "")
            for m in self.package.iter(f"{OPF}meta")
            if m.get("property") == "media:duration"
        }


def ms_of(clock: str) -> int:
    found = re.fullmatch(r"(\d+)\.(\d{3})s", clock)
    assert found, clock
    return int(found[1]) * 1000 + int(found[2])


def epub_in(folder: Path) -> Path:
    (path,) = folder.glob("*.epub")
    return path


def read_book(path: Path) -> Book:
    """Return a book by its spine: pages, and clips in the order in which they play."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        files = {name: file.read(name) for name in file.namelist()}
    package = _tree(files["EPUB/package.opf"])
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    book = Book(names=list(files), package=package)
    for itemref in package.iter(f"{OPF}itemref"):
        item = items[itemref.get("idref")]
        href = item.get("href") or ""
        book.pages[href] = page = _tree(files[f"EPUB/{href}"])
        if item.get("media-overlay") is None:
            continue
        overlay = items[item.get("media-overlay")]
        smil = _tree(files[f"EPUB/{overlay.get('href')}"])
        book.clips += _clips(smil, page)
    return book


def _tree(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314, written by the test itself


def _clips(smil: ET.Element, page: ET.Element) -> list[Clip]:
    ids = {each.get("id"): each for each in page.iter()}
    figures = {
        id(par)
        for seq in smil.iter(f"{SMIL}seq")
        if seq.get(f"{OPS}type") == "figure"
        for par in seq.iter(f"{SMIL}par")
    }
    for seq in smil.iter(f"{SMIL}seq"):
        assert (seq.get(f"{OPS}textref") or "").partition("#")[2] in ids
    found = []
    for par in smil.iter(f"{SMIL}par"):
        text, audio = par
        href, _, fragment = (text.get("src") or "").partition("#")
        assert audio.get("src") == "audio.mp3"
        found.append(
            Clip(
                page=href,
                fragment=fragment,
                text="".join(ids[fragment].itertext()),
                begin_ms=ms_of(audio.get("clipBegin") or ""),
                end_ms=ms_of(audio.get("clipEnd") or ""),
                figure=id(par) in figures,
            )
        )
    return found


def bare(text: str) -> str:
    return "".join(text.split())


def visible(page: ET.Element) -> str:
    """Return the words of a page, without white space."""
    body = page.find(f"{XHTML}body")
    assert body is not None
    return bare("".join(body.itertext()))


def segments_of(folder: Path) -> list[dict[str, Any]]:
    table: dict[str, Any] = json.loads((folder / "segments.json").read_text("utf-8"))
    return list(table["segments"])


def sounds_of(folder: Path) -> list[dict[str, Any]]:
    table: dict[str, Any] = json.loads((folder / "segments.json").read_text("utf-8"))
    return list(table["sounds"])
