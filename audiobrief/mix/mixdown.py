"""The timeline as one MP3, written as a stream in constant memory."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.mix.model import (
    Encoding,
    Excerpt,
    Layer,
    Placement,
    Stream,
    Timeline,
)
from audiobrief.mix.spool import Spool
from audiobrief.sound.clip import Clip, factor, ramp
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.limiter import Limiter
from audiobrief.sound.loudness import decibels
from audiobrief.sound.mp3 import Mp3Writer
from audiobrief.sound.resample import Resampler

_BLOCK_FRAMES: Final = 2 * 44_100
"""Frames that are mixed at once. The same blocks give the same bytes."""

_READ_FRAMES: Final = 48_000

_USUAL: Final = Encoding()


def mixdown(  # noqa: PLR0913, each is of another kind
    timeline: Timeline,
    into: BinaryIO,
    encoding: Encoding = _USUAL,
    *,
    preamble: bytes = b"",
    eased_db: Mapping[int, float] | None = None,
    spool: Spool | None = None,
) -> Stream:
    """Write the timeline as mono MP3 of constant bit rate, and return what was written.

    The levels are those of the placements (``level.levels`` finds them); here the true peak is
    limited. The decoded file has exactly the timeline's frames.

    Args:
        timeline: What is heard when.
        into: A file that can seek, open for writing in binary.
        encoding: How the MP3 is to be.
        preamble: Bytes before the stream: the ID3 tag.
        eased_db: What the limiter takes off at some frames besides (``limiter.Limiter``).
        spool: Keeps the limited sound without the bed, in the place of what it kept before.

    Raises:
        SoundError: A take is missing or damaged, or the encoder failed.
        OSError: The file could not be written.
    """
    bed = _Under(timeline)
    ceiling = factor(encoding.limit_dbtp) - bed.peak
    limiter = Limiter(decibels(ceiling), timeline.rate_hz, eased_db)
    writer = _writer(timeline, into, encoding, preamble)
    if spool is not None:
        spool.clear()
    for limited in _limited(timeline, limiter, narrow=encoding.is_narrow):
        samples = bed.added(limited)
        pcm = writer.pcm(samples)
        writer.write_pcm(pcm)
        if spool is not None:
            spool.add(pcm if samples is limited else writer.pcm(limited))
    writer.close()
    return _stream(writer, limiter)


def spliced(  # noqa: PLR0913, each is of another kind
    timeline: Timeline,
    excerpt: Excerpt,
    spool: Spool,
    into: BinaryIO,
    encoding: Encoding = _USUAL,
    *,
    preamble: bytes = b"",
) -> Stream:
    """Write a timeline as ``mixdown`` does, with an excerpt taken from a spool as it is.

    What comes before the excerpt is made; behind it is silence.

    Args:
        timeline: What is heard when, without a bed.
        excerpt: Its placements are those of the timeline from which the spool was written.
        spool: What the mixdown kept at the same bit rate.
        into: A file that can seek, open for writing in binary.
        encoding: How the MP3 is to be.
        preamble: Bytes before the stream: the ID3 tag.

    Raises:
        SoundError: A take is missing or damaged, the excerpt passes the end of the spool, or the
            encoder failed.
        OSError: A file could not be read or written.
        ValueError: A placement passes a border of the excerpt, or comes after it.
    """
    limiter = Limiter(encoding.limit_dbtp, timeline.rate_hz)
    writer = _writer(timeline, into, encoding, preamble)
    for limited in _limited(_until(timeline, excerpt), limiter, narrow=encoding.is_narrow):
        writer.write(limited)
    for pcm in spool.read(excerpt):
        writer.write_pcm(pcm)
    writer.write(np.zeros(timeline.frames - excerpt.end_frames, dtype=np.float32))
    writer.close()
    return _stream(writer, limiter)


def _until(timeline: Timeline, excerpt: Excerpt) -> Timeline:
    """Return the timeline as far as the excerpt."""
    last = max((each.end_frames for each in timeline.placements), default=0)
    if not last <= excerpt.end_frames <= timeline.frames:
        raise ValueError(f"an excerpt ends at {excerpt.end_frames}, and what is heard at {last}")
    before = tuple(each for each in timeline.placements if each.start_frames < excerpt.at_frames)
    return Timeline(rate_hz=timeline.rate_hz, placements=before, frames=excerpt.at_frames)


def _writer(timeline: Timeline, into: BinaryIO, encoding: Encoding, preamble: bytes) -> Mp3Writer:
    return Mp3Writer(
        into,
        rate_hz=timeline.rate_hz,
        kbps=encoding.kbps,
        quality=encoding.quality,
        preamble=preamble,
    )


def _stream(writer: Mp3Writer, limiter: Limiter) -> Stream:
    """Return what was written."""
    reduction = limiter.reduction
    return Stream(
        frames=writer.frames,
        rate_hz=writer.rate_hz,
        length_bytes=writer.length_bytes,
        reduction_db=(reduction.median_db, reduction.percentile_95_db, reduction.greatest_db),
    )


def _limited(
    timeline: Timeline, limiter: Limiter, *, narrow: bool
) -> Iterator[NDArray[np.float32]]:
    """Yield the whole timeline, limited."""
    blocks = _blocks(timeline)
    for block in _without_treble(blocks, timeline.rate_hz) if narrow else blocks:
        yield limiter.add(block)
    yield limiter.rest()


def _without_treble(
    blocks: Iterator[NDArray[np.float32]], rate_hz: int
) -> Iterator[NDArray[np.float32]]:
    """Yield as many samples, without what lies above 10 kHz: through half the rate and back."""
    down, up = Resampler(rate_hz, rate_hz // 2), Resampler(rate_hz // 2, rate_hz)
    taken = given = 0
    for block in blocks:
        taken += len(block)
        narrowed = up.add(down.add(block))
        given += len(narrowed)
        yield narrowed
    rest = np.concatenate([up.add(down.rest()), up.rest(), np.zeros(1, dtype=np.float32)])
    yield rest[: taken - given]


def _blocks(timeline: Timeline) -> Iterator[NDArray[np.float32]]:
    """Yield the sum of all placements, in blocks."""
    waiting = deque(each for each in timeline.placements if each.layer is not Layer.BED)
    sounding: list[_Source] = []
    for start in range(0, timeline.frames, _BLOCK_FRAMES):
        mix = np.zeros(min(_BLOCK_FRAMES, timeline.frames - start), dtype=np.float32)
        while waiting and waiting[0].start_frames < start + len(mix):
            sounding.append(_Source(waiting.popleft(), timeline.rate_hz))
        for source in sounding:
            source.add_to(mix, start)
        sounding = [source for source in sounding if not source.ended]
        yield mix


class _Under:
    """The bed. It is added behind the limiter: else it would dip with each loud syllable."""

    def __init__(self, timeline: Timeline) -> None:
        beds = [each for each in timeline.placements if each.layer is Layer.BED]
        self._sources = [_Source(each, timeline.rate_hz) for each in beds]
        self._at = 0
        self.peak = sum(
            float(np.abs(each.sound.samples).max()) * factor(each.gain_db)
            for each in beds
            if isinstance(each.sound, Clip)
        )

    def added(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the next samples with the bed under them."""
        end = self._at + len(samples)
        sounding = [each for each in self._sources if each.begins < end and not each.ended]
        if sounding:
            samples = samples.copy()
            for source in sounding:
                source.add_to(samples, self._at)
        self._at += len(samples)
        return samples


class _Source:
    """A placement that is being heard."""

    def __init__(self, placement: Placement, rate_hz: int) -> None:
        self._at = placement.start_frames
        self._end = placement.end_frames
        self._pieces = _pieces(placement, rate_hz)
        self._rest = np.zeros(0, dtype=np.float32)

    @property
    def begins(self) -> int:
        """The frame at which its next sample is heard."""
        return self._at

    @property
    def ended(self) -> bool:
        """Whether all of it was heard."""
        return self._at >= self._end

    def add_to(self, mix: NDArray[np.float32], start: int) -> None:
        """Add what is heard in this block, which begins at frame ``start``."""
        until = min(self._end, start + len(mix))
        while self._at < until:
            if not len(self._rest):
                self._rest = next(self._pieces)
            piece = self._rest[: until - self._at]
            self._rest = self._rest[len(piece) :]
            mix[self._at - start :][: len(piece)] += piece
            self._at += len(piece)


def _pieces(placement: Placement, rate_hz: int) -> Iterator[NDArray[np.float32]]:
    """Yield a placement's sound at the timeline's rate with gain and fades, to the exact frame."""
    given = 0
    for piece in _resampled(placement, rate_hz):
        due = piece[: placement.frames - given]
        yield _faded(due, given, placement)
        given += len(due)
        if given == placement.frames:
            return
    if given < placement.frames:
        raise SoundError(
            f"The take {placement.sound} ends after {given} of {placement.frames} frames; "
            "make the episode again, and it is spoken anew."
        )


def _resampled(placement: Placement, rate_hz: int) -> Iterator[NDArray[np.float32]]:
    """Yield a placement's sound with its gain at the timeline's rate."""
    level = np.float32(factor(placement.gain_db))
    resampler = Resampler(placement.rate_hz, rate_hz)
    sound = placement.sound
    blocks: Iterator[NDArray[np.float32]]
    if isinstance(sound, Clip):
        once = (sound.samples,)
        blocks = itertools.cycle(once) if placement.layer is Layer.BED else iter(once)
    else:
        blocks = read_blocks(sound, _READ_FRAMES)
    for block in blocks:
        yield resampler.add(block * level)
    yield resampler.rest()


def _faded(piece: NDArray[np.float32], at: int, placement: Placement) -> NDArray[np.float32]:
    """Return a piece that begins ``at`` frames into the placement, with its part of the fades."""
    fade_in, fade_out = placement.fade_in_frames, placement.fade_out_frames
    from_end = placement.frames - at - len(piece)
    if at >= fade_in and from_end >= fade_out:
        return piece
    piece = piece.copy()
    opening = ramp(fade_in)[at : at + len(piece)]
    piece[: len(opening)] *= opening
    closing = ramp(fade_out)[from_end : from_end + len(piece)][::-1]
    if len(closing):
        piece[-len(closing) :] *= closing
    return piece
