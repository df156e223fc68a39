"""Reads the head of a picture: JPEG (ITU-T T.81) and PNG (W3C)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from audiobrief.findings import Problem

MIN_PX: Final = 1400
MAX_PX: Final = 3000

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_COLOURS: Final = {0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"}
"""Colour types of PNG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRead:
    """A picture: ``"JPEG"`` or ``"PNG"``, its sides in pixels, and its colours in a word."""

    form: str
    width: int
    height: int
    colours: str


def read_picture(content: bytes) -> PictureRead | None:
    """Return what the head of a picture says; None where it is neither JPEG nor PNG, or cut."""
    try:
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
    except (IndexError, struct.error):
        return None
    return None


def cover_problems(content: bytes, name: str) -> Iterator[Problem]:
    """Yield what Apple Podcasts would say of a cover with this file name."""
    picture = read_picture(content)
    if picture is None:
        yield "artwork-format", "The picture is neither JPEG nor PNG, or it is damaged."
        return
    width, height = picture.width, picture.height
    if width != height:
        yield "artwork-square", f"The picture has {width} by {height} pixels; it must be square."
    elif not MIN_PX <= width <= MAX_PX:
        yield "artwork-size", f"The picture has {width} pixels a side, not {MIN_PX} to {MAX_PX}."
    if picture.colours not in {"RGB", "palette"}:
        yield "artwork-colour", f"The picture is in {picture.colours}; directories ask for RGB."
    endings = (".jpg", ".jpeg") if picture.form == "JPEG" else (".png",)
    if "." in name and not name.lower().endswith(endings):
        yield "artwork-extension", f"The picture is {picture.form}, and its name ends otherwise."
    whole = content.rstrip(b"\0").endswith(
        b"\xff\xd9" if picture.form == "JPEG" else b"IEND\xaeB`\x82"
    )
    if not whole:
        yield "artwork-format", "The picture was cut short."


def _png(content: bytes) -> PictureRead:
    width, height, _, colour = struct.unpack(">IIBB", content[16:26])
    return PictureRead(
        form="PNG", width=width, height=height, colours=_COLOURS.get(colour, "unknown colours")
    )


def _jpeg(content: bytes) -> PictureRead | None:
    place = 2
    while place + 9 < len(content):
        if content[place] != 0xFF:
            return None
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        size = int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width, parts = struct.unpack(">HHB", content[place + 5 : place + 10])
            colours = {1: "grey", 3: "RGB", 4: "CMYK"}.get(parts, "unknown colours")
            return PictureRead(form="JPEG", width=width, height=height, colours=colours)
        place += 2 + size
    return None
