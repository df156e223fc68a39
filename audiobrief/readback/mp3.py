"""Walks the frames of an MP3 file: ISO/IEC 11172-3 and 13818-3, layer III; the Info frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from audiobrief.findings import Problem

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


def read_mp3(content: bytes) -> Mp3Read | None:
    """Return what the frames say; None where there is no run of frames in the file."""
    start = tag_length(content)
    first = _first(content, start)
    if first is None:
        return None
    problems: list[Problem] = []
    if first > start and content[start:first].strip(b"\0"):
        problems.append(("mp3-junk", f"{first - start} bytes stand between the tag and the sound."))
    heads, lost, place = _walk(content, first)
    informed, stated = _info(content, first, heads[0])
    sounding = heads[1:] if informed else heads
    if lost:
        where = "one place" if lost == 1 else f"{lost} places"
        problems.append(("mp3-frames", f"In {where} the sound is no MP3 frame."))
    problems += _ending(content, place)
    problems += _mixed(sounding)
    rates = Counter(head.kbps for head in sounding)
    variable = len(rates) > 1
    if variable and not informed:
        told = "The bit rate changes, and there is no Xing frame: players show a wrong length."
        problems.append(("mp3-info", told))
    if stated is not None and abs(stated - len(sounding)) > 1:
        told = f"The Info frame states {stated} frames, and there are {len(sounding)}."
        problems.append(("mp3-cut", told))
    head = sounding[0] if sounding else heads[0]
    if head.rate_hz < MIN_RATE_HZ:
        problems.append(
            ("sound-rate", f"The sample rate is {head.rate_hz} Hz, not 44100 or 48000.")
        )
    return Mp3Read(
        frames=len(sounding),
        rate_hz=head.rate_hz,
        channels=head.channels,
        duration_ms=len(sounding) * head.samples * 1000 // head.rate_hz,
        kbps=rates.most_common(1)[0][0] if rates else head.kbps,
        variable=variable,
        informed=informed,
        stated=stated,
        problems=tuple(problems),
    )


def tag_length(content: bytes) -> int:
    """Return how many bytes the ID3v2 tag at the beginning takes, 0 where there is none."""
    if content[:3] != b"ID3" or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + (10 if content[5] & 0x10 else 0)


def _walk(content: bytes, place: int) -> tuple[list[_Head], int, int]:
    """Return the heads of the frames, how often they broke off, and where they end."""
    heads: list[_Head] = []
    lost = 0
    while True:
        head = _head(content, place)
        if head is not None and place + head.size <= len(content):
            heads.append(head)
            place += head.size
            continue
        again = _first(content, place + 1) if head is None else None
        if again is None:
            return heads, lost, place
        lost += 1
        place = again


def _ending(content: bytes, place: int) -> Iterator[Problem]:
    rest = content[place:]
    while (
        rest[:3] == b"TAG"
        or rest[:8] == b"APETAGEX"
        or rest[:4] == b"ID3\x04"
        or rest[:5] == b"LYRIC"
    ):
        return
    if _head(content, place) is not None:
        yield "mp3-cut", "The last frame is cut short."
    elif rest.strip(b"\0"):
        yield "mp3-junk", f"{len(rest)} bytes after the last frame are no sound."


def _mixed(heads: list[_Head]) -> Iterator[Problem]:
    if len({(head.version, head.rate_hz) for head in heads}) > 1:
        yield "mp3-mixed", "The sample rate changes inside the file."
    elif len({head.channels for head in heads}) > 1:
        yield "mp3-mixed", "The number of channels changes inside the file."


def _first(content: bytes, place: int) -> int | None:
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


def _head(content: bytes, place: int) -> _Head | None:
    bits = int.from_bytes(content[place : place + 4], "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, speed = bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or rate in {0, 15} or speed == 3:
        return None
    first = version == 3
    rate_hz, kbps = _RATES_HZ[version][speed], _KBPS[first][rate]
    samples = 1152 if first else 576
    size = samples // 8 * kbps * 1000 // rate_hz + (bits >> 9 & 1)
    return _Head(version, rate_hz, kbps, 1 if bits >> 6 & 3 == 3 else 2, size, samples)


def _info(content: bytes, first: int, head: _Head) -> tuple[bool, int | None]:
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
