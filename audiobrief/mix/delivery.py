"""An MP3 whose decoded peaks are under the ceiling, wherever the codec may have moved them.

Where the limiter does little, the margin of ``model.CODEC_MARGINS_DB`` holds, and nothing is
decoded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from audiobrief.mix.mixdown import mixdown
from audiobrief.mix.model import NARROW_KBPS, Master, Timeline
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.loudness import decibels
from audiobrief.sound.truepeak import TruePeak

HARD_DB: Final = 10.0
"""Gain reduction (95th percentile) from which on the codec may move peaks by more than its margin:
at 6 dB it moves them by 0.4 dB, at 18 dB by 1.3 (measured)."""

_TRIES: Final = 3
_SPARE_DB: Final = 0.15
_READ_FRAMES: Final = 1 << 17


def delivered(  # noqa: PLR0913, as mixdown
    timeline: Timeline,
    path: Path,
    *,
    ceiling_dbtp: float,
    preamble: bytes = b"",
    kbps: int = 96,
    quality: int = 5,
) -> Master:
    """Write the timeline as ``mixdown`` does, and lower where the decoded file passes the ceiling.

    Raises:
        SoundError: A take is missing or damaged, or the encoder failed.
        OSError: The file could not be written.
    """
    lower_db = 0.0
    for _ in range(_TRIES):
        with path.open("wb") as file:
            master = mixdown(
                timeline,
                file,
                ceiling_dbtp=ceiling_dbtp - lower_db,
                preamble=preamble,
                kbps=kbps,
                quality=quality,
            )
        _, often_db, _ = master.reduction_db
        if often_db <= HARD_DB and kbps > NARROW_KBPS:
            break
        over_db = decoded_peak_dbtp(path) - ceiling_dbtp
        if over_db <= 0:
            break
        lower_db += over_db + _SPARE_DB
    return master


def decoded_peak_dbtp(path: Path) -> float:
    """Return the true peak of a sound file.

    Raises:
        SoundError: It cannot be decoded.
    """
    peak = TruePeak()
    for block in read_blocks(path, _READ_FRAMES):
        peak.add(block)
    return decibels(peak.value())
