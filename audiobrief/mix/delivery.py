"""An MP3 whose decoded peaks are under the ceiling, wherever the codec may have moved them.

How far it moves them does not follow from what the limiter did, so that each file is decoded: that
takes a tenth of the time of encoding. The figures that are told are those of the decoded file, too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from audiobrief.mix.mixdown import mixdown, spliced
from audiobrief.mix.model import Encoding, Excerpt, Master, Timeline
from audiobrief.mix.spool import Spool
from audiobrief.settings import MP3_PRESETS, Show
from audiobrief.sound.clip import factor
from audiobrief.sound.codec import read_blocks
from audiobrief.sound.loudness import Meter, decibels
from audiobrief.sound.truepeak import TruePeak

_TRIES: Final = 8
_EASED_TRIES: Final = 5
"""So often the moments that are over are taken back alone; then the whole is."""

_SPARE_DB: Final = 0.15
"""Is taken beside what is over, and twice as much each time: a codec does not go by decibels."""

_SURE_DB: Final = 0.05
"""Another meter may read so much more."""

_READ_FRAMES: Final = 1 << 17


class Heard(NamedTuple):
    """What a decoded file has.

    Attributes:
        loudness_lufs: Its integrated loudness.
        true_peak_dbtp: Its true peak.
        over_db: Which frames of ``truepeak.FRAME`` samples pass a ceiling -> by how many decibels.
    """

    loudness_lufs: float
    true_peak_dbtp: float
    over_db: dict[int, float]


def encoding_of(show: Show) -> Encoding:
    """Return how a show's MP3s are to be."""
    preset = MP3_PRESETS[show.mp3]
    return Encoding(ceiling_dbtp=show.true_peak_dbtp, kbps=preset.kbps, quality=preset.quality)


def delivered(
    timeline: Timeline,
    path: Path,
    encoding: Encoding,
    *,
    preamble: bytes = b"",
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
            stream = mixdown(
                timeline,
                file,
                replace(encoding, ceiling_dbtp=encoding.ceiling_dbtp - lower_db),
                preamble=preamble,
                eased_db=eased_db,
                spool=spool,
            )
        found = heard(path, encoding.ceiling_dbtp - _SURE_DB, timeline.rate_hz)
        if not found.over_db:
            break
        spare_db = _SPARE_DB * 2 ** (tries - 1)
        if tries > _EASED_TRIES:
            lower_db += max(found.over_db.values()) + _SPARE_DB
        for frame, each_db in found.over_db.items():
            eased_db[frame] = eased_db.get(frame, 0.0) + each_db + spare_db
    return Master(
        frames=stream.frames,
        rate_hz=stream.rate_hz,
        length_bytes=stream.length_bytes,
        reduction_db=stream.reduction_db,
        loudness_lufs=found.loudness_lufs,
        true_peak_dbtp=found.true_peak_dbtp,
        over_db=max(0.0, max(found.over_db.values(), default=0.0) - _SURE_DB),
    )


def delivered_excerpt(  # noqa: PLR0913, as spliced
    timeline: Timeline,
    excerpt: Excerpt,
    spool: Spool,
    path: Path,
    encoding: Encoding,
    *,
    preamble: bytes = b"",
) -> None:
    """Write a timeline as ``spliced`` does, or as ``delivered`` where that passes the ceiling.

    Raises:
        SoundError: A take is missing or damaged, or the encoder failed.
        OSError: A file could not be read or written.
    """
    with path.open("wb") as file:
        spliced(timeline, excerpt, spool, file, encoding, preamble=preamble)
    if decoded_over_db(path, encoding.ceiling_dbtp - _SURE_DB):
        delivered(timeline, path, encoding, preamble=preamble)


def heard(path: Path, ceiling_dbtp: float, rate_hz: int) -> Heard:
    """Decode a mono file of this sample rate, and return what a listener gets.

    Raises:
        SoundError: The file cannot be decoded.
    """
    meter = Meter(rate_hz, true_peak=False)
    peaks = _peaks(path, ceiling_dbtp, meter)
    return Heard(
        loudness_lufs=meter.integrated_lufs,
        true_peak_dbtp=decibels(peaks.value()),
        over_db=_over_db(peaks, ceiling_dbtp),
    )


def decoded_over_db(path: Path, ceiling_dbtp: float) -> dict[int, float]:
    """Return which frames of ``truepeak.FRAME`` samples pass a ceiling -> by how many decibels.

    Raises:
        SoundError: The file cannot be decoded.
    """
    return _over_db(_peaks(path, ceiling_dbtp), ceiling_dbtp)


def _peaks(path: Path, ceiling_dbtp: float, *meters: Meter) -> TruePeak:
    """Return the peaks of the decoded file; let meters hear it too."""
    peaks = TruePeak(factor(ceiling_dbtp))
    for block in read_blocks(path, _READ_FRAMES):
        peaks.add(block)
        for meter in meters:
            meter.add(block)
    return peaks


def _over_db(peaks: TruePeak, ceiling_dbtp: float) -> dict[int, float]:
    return {frame: decibels(peak) - ceiling_dbtp for frame, peak in peaks.over().items()}
