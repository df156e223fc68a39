"""Cover art: drawn from the show's title, or the user's picture checked and converted.

The only file that knows Pillow. Rules for the picture (Apple Podcasts, show cover): square, 1400 to
3000 pixels, JPEG, RGB without transparency, 72 dpi; the bottom fifth is left free because players
draw over it.
"""

from __future__ import annotations

import colorsys
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from audiobrief.episode.model import cover_alt, cover_name
from audiobrief.errors import EpisodeError, SettingsError
from audiobrief.settings import Show
from audiobrief.storage import write_atomically

FEED_PX: Final = 3000
TAG_PX: Final = 1000
"""Sides of the two pictures; a large one in every MP3 would cost each listener its download."""

MIN_PX: Final = 1400
MAX_BYTES: Final = 500_000
"""What a phone on a slow line still loads; Apple Podcasts sets no limit of its own."""

MIN_CONTRAST: Final = 7.0
"""WCAG 2.2, success criterion 1.4.6 (enhanced contrast)."""

_WHITE: Final = (255, 255, 255)
_MARGIN_PX: Final = 240
_TEXT_PX: Final = 1600
_SIZES_PX: Final = range(560, 119, -20)
_BOLD: Final = 40
"""Part of the letters' size by which their strokes are made stronger: Pillow has no bold face."""

_ASCII_SIGNS: Final = str.maketrans("‘’“”–—", "''\"\"--")
"""Signs that Pillow's typeface lacks, and titles often have."""

_DRAWING: Final = "1"
"""Rises when the drawn cover of an episode changes its looks, so that it gets a new address."""

_NAME_PX: Final = 130
_NAME_TOP_PX: Final = 1720
"""The show's name below the title of an episode, in smaller letters."""

_BARS: Final = 21
_BARS_TOP_PX: Final = 1960
_BARS_BOTTOM_PX: Final = 2340
"""The bars of sound end above the bottom fifth, which begins at 2400."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover of a show.

    Attributes:
        name: File name for the feed's picture; another picture has another name.
        jpeg: For the feed, 1400 to 3000 pixels square.
        small_jpeg: For the tags, 1000 pixels square.
        alt: What it shows, in words.
    """

    name: str
    jpeg: bytes
    small_jpeg: bytes
    alt: str


def cover(show: Show) -> Cover:
    """Return the show's cover: its artwork, else a drawn one.

    Raises:
        SettingsError: The artwork is no picture that directories accept; the sentence says why.
    """
    jpegs = _drawing(show.title) if show.artwork is None else _jpegs(_artwork(show.artwork))
    return Cover(name=cover_name(show), jpeg=jpegs[0], small_jpeg=jpegs[1], alt=cover_alt(show))


def episode_cover(show: Show, title: str) -> Cover | None:
    """Return a cover with the title of an episode; None where the show has a picture of its own.

    Another title has another file name, as apps keep a picture by its address.
    """
    if show.artwork is not None:
        return None
    words = " ".join(title.split()) or show.title
    digest = hashlib.sha256(f"{_DRAWING}\0{show.title}\0{words}".encode(errors="replace"))
    jpeg, small_jpeg = _drawing(words, show.title)
    return Cover(
        name=f"cover-{digest.hexdigest()[:10]}.jpg",
        jpeg=jpeg,
        small_jpeg=small_jpeg,
        alt=f"{words}. {cover_alt(show)}",
    )


def _drawing(title: str, show_title: str = "") -> tuple[bytes, bytes]:
    """Return a drawn cover as JPEG, for the feed and for the tags."""
    return _jpegs(_drawn(title, show_title))


def _jpegs(picture: Image.Image) -> tuple[bytes, bytes]:
    """Return the picture as JPEG, for the feed and for the tags."""
    factor, rest = divmod(picture.width, TAG_PX)
    if rest:
        small = picture.resize((TAG_PX, TAG_PX), Image.Resampling.LANCZOS)
    else:
        small = picture.reduce(factor)  # Ten times as quick, and as good for whole factors.
    return _light(picture), _jpeg(small)


def _light(picture: Image.Image) -> bytes:
    """Return the picture in the best quality that keeps it under ``MAX_BYTES``, if any does."""
    jpeg = b""
    for quality in (88, 75, 60, 45):
        jpeg = _jpeg(picture, quality)
        if len(jpeg) <= MAX_BYTES:
            break
    return jpeg


def place_cover(show: Show, show_folder: Path) -> Path:
    """Write the show's cover into its folder unless it is there, and return its path.

    Covers of earlier titles stay: a directory may still ask for them.

    Raises:
        SettingsError: The artwork is no picture that directories accept.
        EpisodeError: The cover could not be written.
    """
    path = show_folder / cover_name(show)
    if not path.is_file():
        try:
            write_atomically(path, cover(show).jpeg)
        except OSError as failed:
            raise EpisodeError(f"{path} cannot be written: {failed.strerror}.") from failed
    return path


def _jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, dpi=(72, 72), optimize=True)
    return buffer.getvalue()


def _artwork(path: Path) -> Image.Image:
    """Return the user's picture as RGB, at most 3000 pixels square."""
    try:
        with Image.open(path) as picture:
            if picture.format not in {"JPEG", "PNG"}:
                raise SettingsError(
                    f"The artwork {path} is {picture.format}; podcast directories take JPEG or PNG."
                )
            width, height = picture.size
            if width != height:
                raise SettingsError(
                    f"The artwork {path} is {width} by {height} pixels; it must be square."
                )
            if width < MIN_PX:
                raise SettingsError(
                    f"The artwork {path} has {width} pixels a side; directories ask for {MIN_PX} "
                    f"to {FEED_PX}."
                )
            flat = _flattened(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError) as failed:
        raise SettingsError(f"The artwork {path} is no picture that can be read.") from failed
    except OSError as failed:
        raise SettingsError(f"The artwork {path} cannot be read: {failed}.") from failed
    if width > FEED_PX:
        return flat.resize((FEED_PX, FEED_PX), Image.Resampling.LANCZOS)
    return flat


def _flattened(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB; what was transparent is white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", picture.size, (*_WHITE, 255))
    return Image.alpha_composite(ground, seen).convert("RGB")


def _drawn(title: str, show_title: str = "") -> Image.Image:
    """Return a cover with the title in large letters over bars of sound; the show's name below it.

    Where the typeface lacks a letter of the title, no text is drawn: boxes would say nothing, and
    the alternative text carries the name.
    """
    digest = hashlib.sha256(title.encode(errors="replace")).digest()
    ground = _ground(digest[0])
    picture = Image.new("RGB", (FEED_PX, FEED_PX), ground)
    pen = ImageDraw.Draw(picture)
    name, below = _drawable(title), _drawable(show_title)
    room = _TEXT_PX - (2 * _NAME_PX if below else 0)
    lines = _set_type(name, room) if name and _can_draw(name) else None
    top = _BARS_TOP_PX
    if lines is None:
        top = _MARGIN_PX + FEED_PX // 8
    else:
        text, face = lines
        pen.multiline_text(
            (_MARGIN_PX, _MARGIN_PX), text, _WHITE, face, stroke_width=int(face.size) // _BOLD
        )
        if below and _can_draw(below):
            small = _typeface(_NAME_PX)
            first = next(_lines(below.split(" "), small, FEED_PX - 2 * _MARGIN_PX))
            pen.text((_MARGIN_PX, _NAME_TOP_PX), first, _WHITE, small, stroke_width=3)
    for left, height, width in _bars(digest, _BARS_BOTTOM_PX - top):
        middle = (top + _BARS_BOTTOM_PX) // 2
        box = (left, middle - height // 2, left + width, middle + height // 2)
        pen.rounded_rectangle(box, radius=width // 2, fill=_WHITE)
    return picture


def _drawable(text: str) -> str:
    """Return the text as it is drawn: without emoji that the typeface lacks."""
    plain = unicodedata.normalize("NFC", text).translate(_ASCII_SIGNS)
    kept = "".join(
        char
        for char in plain
        if unicodedata.category(char) not in {"So", "Sk", "Cf", "Cs"} or _has_glyph(char)
    )
    return " ".join(kept.split())


def _ground(seed: int) -> tuple[int, int, int]:
    """Return a dark colour of the seed's hue on which white has at least ``MIN_CONTRAST``."""
    for lightness in range(34, 0, -2):
        red, green, blue = colorsys.hls_to_rgb(seed / 256, lightness / 100, 0.6)
        colour = (round(red * 255), round(green * 255), round(blue * 255))
        if contrast(colour, _WHITE) >= MIN_CONTRAST:
            return colour
    return (0, 0, 0)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = (value / 255 for value in colour)
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _bars(digest: bytes, tallest_px: int) -> Iterator[tuple[int, int, int]]:
    """Yield left edge, height and width of each bar, in pixels."""
    step = (FEED_PX - 2 * _MARGIN_PX) // _BARS
    for number in range(_BARS):
        share = 0.2 + 0.8 * digest[1 + number] / 255
        yield _MARGIN_PX + number * step + step // 5, round(tallest_px * share), step * 3 // 5


def _can_draw(text: str) -> bool:
    """Return whether the typeface has every letter, and they run from left to right one by one."""
    return all(
        char == " " or (unicodedata.bidirectional(char) not in {"R", "AL"} and _has_glyph(char))
        for char in text
    )


@lru_cache(maxsize=512)
def _has_glyph(char: str) -> bool:
    face = _typeface(100)
    missing = face.getmask("\U0010fffd")
    drawn = face.getmask(char)
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


@lru_cache(maxsize=32)
def _typeface(size_px: int) -> ImageFont.FreeTypeFont:
    """Return Pillow's own typeface, so that covers do not depend on what is installed."""
    face = ImageFont.load_default(size_px)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise EpisodeError("This Pillow has no FreeType, so no cover can be drawn; set artwork.")
    return face


def _set_type(text: str, room_px: int) -> tuple[str, ImageFont.FreeTypeFont] | None:
    """Return the text in lines, and the typeface in the greatest size in which it fits the room."""
    width = FEED_PX - 2 * _MARGIN_PX
    for size in _SIZES_PX:
        face = _typeface(size)
        lines = list(_lines(text.split(" "), face, width))
        fits = all(face.getlength(line) <= width for line in lines)
        if fits and len(lines) * size * 1.25 <= room_px:
            return "\n".join(lines), face
    return None


def _lines(words: Iterable[str], face: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".lstrip()
        if line and face.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line
