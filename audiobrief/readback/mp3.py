"""Walks the frames of an MP3 file: ISO/IEC 11172-3 and 13818-3, layer III; the Info frame."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from audiobrief.findings import Problem
from audiobrief.readback.filebytes import Content, FileBytes

_RATES_HZ: Final = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}
"""MPEG version of the header -> sample rates."""

_KBPS: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Whether it is MPEG-1 -> bit rates of layer III."""

MIN_RATE_HZ: Final = 44_100
_LOOK_BYTES: Final = 1 << 16
_TAGS_BEHIND: Final = (b"TAG", b"APETAGEX", b"ID3\x04", b"LYRIC")
"""What other tags begin with, which stand behind the sound."""

RUN: Final = 3
"""Frames that must follow one another before sound is believed to have begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp3Read:
    """What the frames of a file say.

    Attributes:
        frames: Sound frames, the Info frame not counted.
        rate_hz: Sample rate.
        channels: 1 or 2.
        duration_ms: How long the frames play.
        kbps: Bit rate of most frames.
        variable: Whether they have several bit rates.
        informed: Whether there is a Xing or Info frame.
        stated: Frames that it states, or None.
        problems: What is wrong.
    """

    frames: int
    rate_hz: int
    channels: int
    duration_ms: int
    kbps: int
    variable: bool
    informed: bool
    stated: int | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    version: int
    rate_hz: int
    kbps: int
    channels: int
    size: int
    samples: int


class _Walked(NamedTuple):
    """How often each head of a frame is met, the first two in order, the gaps, and the end."""

    heads: Counter[_Head]
    first: list[_Head]
    lost: int
    place: int


def read_mp3_file(path: Path) -> Mp3Read | None:
    """Return what ``read_mp3`` does of a file of any length, in little memory.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return read_mp3(FileBytes(file))


def read_mp3(content: Content) -> Mp3Read | None:
    """Return what the frames say; None where there is no run of frames in the file."""
    start = tag_length(content)
    first = _first(content, start)
    if first is None:
        return None
    problems: list[Problem] = []
    if first > start and _holds_more_than_zeros(content, start, first):
        problems.append(("mp3-junk", f"{first - start} bytes stand between the tag and the sound."))
    walked = _walk(content, first)
    informed, stated = _info(content, first, walked.first[0])
    sounding = walked.heads - Counter(walked.first[:1] if informed else [])
    if walked.lost:
        where = "one place" if walked.lost == 1 else f"{walked.lost} places"
        problems.append(("mp3-frames", f"In {where} the sound is no MP3 frame."))
    problems += _ending(content, walked.place)
    problems += _mixed(sounding)
    frames = sounding.total()
    rates: Counter[int] = Counter()
    for head, count in sounding.items():
        rates[head.kbps] += count
    variable = len(rates) > 1
    if variable and not informed:
        told = "The bit rate changes, and there is no Xing frame: players show a wrong length."
        problems.append(("mp3-info", told))
    if stated is not None and abs(stated - frames) > 1:
        told = f"The Info frame states {stated} frames, and there are {frames}."
        problems.append(("mp3-cut", told))
    head = walked.first[-1] if informed else walked.first[0]
    if head.rate_hz < MIN_RATE_HZ:
        problems.append(
            ("sound-rate", f"The sample rate is {head.rate_hz} Hz, not 44100 or 48000.")
        )
    return Mp3Read(
        frames=frames,
        rate_hz=head.rate_hz,
        channels=head.channels,
        duration_ms=frames * head.samples * 1000 // head.rate_hz,
        kbps=rates.most_common(1)[0][0] if rates else head.kbps,
        variable=variable,
        informed=informed,
        stated=stated,
        problems=tuple(problems),
    )


def tag_length(content: Content) -> int:
    """Return how many bytes the ID3v2 tag at the beginning takes, 0 where there is none."""
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if content[5:6][0] & 0x10 else 0)


def _walk(content: Content, place: int) -> _Walked:
    """Go from frame to frame until they end."""
    heads: Counter[_Head] = Counter()
    first: list[_Head] = []
    lost, length = 0, len(content)
    while True:
        head = _head(content, place)
        if head is not None and place + head.size <= length:
            heads[head] += 1
            if len(first) < 2:
                first.append(head)
            place += head.size
            continue
        again = _first(content, place + 1) if head is None else None
        if again is None:
            return _Walked(heads, first, lost, place)
        lost += 1
        place = again


def _ending(content: Content, place: int) -> Iterator[Problem]:
    if content[place : place + 8].startswith(_TAGS_BEHIND):
        return
    if _head(content, place) is not None:
        yield "mp3-cut", "The last frame is cut short."
    elif _holds_more_than_zeros(content, place, len(content)):
        told = f"{len(content) - place} bytes after the last frame are no sound."
        yield "mp3-junk", told


def _holds_more_than_zeros(content: Content, start: int, end: int) -> bool:
    places = range(start, end, _LOOK_BYTES)
    return any(content[at : min(end, at + _LOOK_BYTES)].strip(b"\0") for at in places)


def _mixed(heads: Collection[_Head]) -> Iterator[Problem]:
    if len({(head.version, head.rate_hz) for head in heads}) > 1:
        yield "mp3-mixed", "The sample rate changes inside the file."
    elif len({head.channels for head in heads}) > 1:
        yield "mp3-mixed", "The number of channels changes inside the file."


def _first(content: Content, place: int) -> int | None:
    """Return where the next run of frames begins, or None."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            return None
        at = place
        for _ in range(RUN):
            head = _head(content, at)
            if head is None:
                break
            at += head.size
            if at == len(content):
                return place
        else:
            return place
        place += 1


def _head(content: Content, place: int) -> _Head | None:
    return _read_head(content[place : place + 4])


@functools.lru_cache(maxsize=1024)
def _read_head(four: bytes) -> _Head | None:
    """Return what four bytes say; a file has few different ones, and a million of them."""
    bits = int.from_bytes(four, "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, speed = bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or rate in {0, 15} or speed == 3:
        return None
    first = version == 3
    rate_hz, kbps = _RATES_HZ[version][speed], _KBPS[first][rate]
    samples = 1152 if first else 576
    size = samples // 8 * kbps * 1000 // rate_hz + (bits >> 9 & 1)
    return _Head(version, rate_hz, kbps, 1 if bits >> 6 & 3 == 3 else 2, size, samples)


def _info(content: Content, first: int, head: _Head) -> tuple[bool, int | None]:
    """Return whether the first frame is a Xing, Info or VBRI frame, and the frames it states."""
    side = (
        (17 if head.channels == 1 else 32)
        if head.version == 3
        else (9 if head.channels == 1 else 17)
    )
    frame = content[first : first + head.size]
    for place in {4 + side, 6 + side}:
        if frame[place : place + 4] in {b"Xing", b"Info"}:
            flags = int.from_bytes(frame[place + 4 : place + 8], "big")
            stated = int.from_bytes(frame[place + 8 : place + 12], "big") if flags & 1 else None
            return True, stated
    if frame[36:40] == b"VBRI":
        return True, int.from_bytes(frame[50:54], "big")
    return False, None
