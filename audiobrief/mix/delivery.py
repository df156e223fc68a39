"""An MP3 whose decoded peaks are under the ceiling, wherever the codec may have moved them.

Where the limiter does little, the margin of ``model.CODEC_MARGINS_DB`` holds, and nothing is
decoded.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from audiobrief.mix.mixdown import mixdown, spliced
from audiobrief.mix.model import NARROW_KBPS, Excerpt, Master, Timeline
from audiobrief.mix.spool import Spool
from audiobrief.sound.clip import factor
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.loudness import decibels
from audiobrief.sound.truepeak import FramesOver

HARD_DB: Final = 6.0
"""Gain reduction (95th percentile) from which on the codec may move peaks by more than its margin:
at 6 dB it moves them by 0.4 dB, at 9.75 dB by 0.9, at 18 dB by 1.3 (measured)."""

_TRIES: Final = 8
_EASED_TRIES: Final = 5
"""So often the moments that are over are taken back alone; then the whole is."""

_SPARE_DB: Final = 0.15
"""Is taken beside what is over, and twice as much each time: a codec does not go by decibels."""

_SURE_DB: Final = 0.05
"""Another meter may read so much more."""

_READ_FRAMES: Final = 1 << 17


def delivered(  # noqa: PLR0913, as mixdown
    timeline: Timeline,
    path: Path,
    *,
    ceiling_dbtp: float,
    preamble: bytes = b"",
    kbps: int = 96,
    quality: int = 5,
    metered: bool = True,
    spool: Spool | None = None,
) -> Master:
    """Write the timeline as ``mixdown`` does, and again while the decoded file passes the ceiling.

    Only the moments that are over it are taken back, by a few decibels for some milliseconds: were
    the whole limited lower, it would be softer than was asked for. ``Master.over_db`` tells what is
    left where that was not enough.

    Raises:
        SoundError: A take is missing or damaged, or the encoder failed.
        OSError: The file could not be written.
    """
    lower_db = 0.0
    eased_db: dict[int, float] = {}
    for tries in range(1, _TRIES + 1):
        with path.open("wb") as file:
            master = mixdown(
                timeline,
                file,
                ceiling_dbtp=ceiling_dbtp - lower_db,
                preamble=preamble,
                kbps=kbps,
                quality=quality,
                eased_db=eased_db,
                metered=metered,
                spool=spool,
            )
        hard = _is_hard(master, kbps)
        if spool is not None:
            spool.hard = hard
        if not hard:
            break
        over_db = decoded_over_db(path, ceiling_dbtp - _SURE_DB)
        if not over_db:
            break
        spare_db = _SPARE_DB * 2 ** (tries - 1)
        if tries > _EASED_TRIES:
            lower_db += max(over_db.values()) + _SPARE_DB
        for frame, each_db in over_db.items():
            eased_db[frame] = eased_db.get(frame, 0.0) + each_db + spare_db
    else:
        master = replace(master, over_db=max(0.0, max(over_db.values()) - _SURE_DB))
    return master


def delivered_excerpt(  # noqa: PLR0913, as spliced
    timeline: Timeline,
    excerpt: Excerpt,
    spool: Spool,
    path: Path,
    *,
    ceiling_dbtp: float,
    preamble: bytes = b"",
    kbps: int = 96,
    quality: int = 5,
) -> None:
    """Write a timeline as ``spliced`` does, or as ``delivered`` where that passes the ceiling.

    Raises:
        SoundError: A take is missing or damaged, or the encoder failed.
        OSError: A file could not be read or written.
    """
    with path.open("wb") as file:
        master = spliced(
            timeline,
            excerpt,
            spool,
            file,
            ceiling_dbtp=ceiling_dbtp,
            preamble=preamble,
            kbps=kbps,
            quality=quality,
        )
    hard = spool.hard or _is_hard(master, kbps)
    if hard and decoded_over_db(path, ceiling_dbtp - _SURE_DB):
        delivered(
            timeline,
            path,
            ceiling_dbtp=ceiling_dbtp,
            preamble=preamble,
            kbps=kbps,
            quality=quality,
            metered=False,
        )


def _is_hard(master: Master, kbps: int) -> bool:
    """Return whether the codec may have moved peaks by more than its margin."""
    _, often_db, _ = master.reduction_db
    return often_db > HARD_DB or kbps <= NARROW_KBPS


def decoded_over_db(path: Path, ceiling_dbtp: float) -> dict[int, float]:
    """Return which frames of ``truepeak.FRAME`` samples pass a ceiling -> by how many decibels.

    Raises:
        SoundError: The file cannot be decoded.
    """
    found = FramesOver(factor(ceiling_dbtp))
    for block in read_blocks(path, _READ_FRAMES):
        found.add(block)
    return {frame: decibels(peak) - ceiling_dbtp for frame, peak in found.over().items()}
