"""Sound files in and out: the room of soundfile and of pydub.

libsndfile reads WAV, FLAC, MP3 and Ogg by itself. Any other format goes through pydub, which asks
ffmpeg; where there is no ffmpeg, the user is told so.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.sound.clip import Clip

if TYPE_CHECKING:
    from pydub import AudioSegment

SILENT_LEVEL: Final = 10 ** (-80 / 20)
"""A file whose greatest sample lies below it (-80 dBFS) is taken to be silent."""

MAX_RATE_HZ: Final = 768_000
"""Highest sample rate that is believed; what states more is no sound file."""

_LOUDEST: Final = 8.0
"""Float files may pass 1.0 and are turned down; beyond 18 dB more they are taken for damage."""

_SURROUND: Final = (0.5, 0.5, 0.7071, 0.0, 0.35355, 0.35355)
"""Left, right, centre, low, two surrounds to mono (ITU-R BS.775), without the low channel."""

_FLAC_LEVEL: Final = 0.25
"""FLAC's level 2 of 8: files 5 % larger than at its usual 5, for a fifth less work (measured)."""

_FULL_SCALE: Final = 32768
"""What 1.0 is in a file of 16 bits, as libsndfile reads it."""


def decode(path: Path, *, max_ms: int | None = None) -> Clip:
    """Read a user's sound file as mono at its own rate.

    Args:
        path: WAV, FLAC, MP3 or Ogg; any other format where ffmpeg is installed.
        max_ms: Read no more than this from its beginning.

    Raises:
        SoundError: The file is missing, empty, silent, damaged or no sound.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise SoundError(f"The sound file {path} cannot be read: {reason}.") from error
    with file:
        return _decode(file, f"The sound file {path}", max_ms)


def decode_bytes(content: bytes, hint: str) -> Clip:
    """Read a sound that is in memory as mono at its own rate.

    Args:
        content: What a file would hold.
        hint: Where it came from, as the beginning of a sentence: ``"The answer of gtts"``.

    Raises:
        SoundError: It is empty, silent, damaged or no sound.
    """
    return _decode(io.BytesIO(content), hint, None)


def flac_bytes(clip: Clip) -> bytes:
    """Return the clip as a FLAC file of 16 bits: the same clip gives the same bytes.

    Samples beyond full scale are cut off.

    Raises:
        SoundError: The encoder refused the clip: it has no frames, or a rate that FLAC lacks.
    """
    return _encoded(clip, "FLAC", compression_level=_FLAC_LEVEL)


def wav_bytes(clip: Clip) -> bytes:
    """Return the clip as a WAV file of 16 bits; samples beyond full scale are cut off.

    Raises:
        SoundError: The encoder refused the clip.
    """
    return _encoded(clip, "WAV")


def write_flac(clip: Clip, path: Path) -> None:
    """Write the clip as ``flac_bytes`` gives it.

    Raises:
        SoundError: The encoder refused the clip.
        OSError: The file could not be written.
    """
    path.write_bytes(flac_bytes(clip))


def read_blocks(path: Path, block_frames: int) -> Iterator[NDArray[np.float32]]:
    """Yield a mono sound file of ours in blocks, shape (block_frames,), the last one shorter.

    Raises:
        SoundError: The file is missing or damaged, or has more than one channel.
    """
    try:
        with soundfile.SoundFile(path) as file:
            if file.channels != 1:
                raise SoundError(
                    f"The sound file {path} has {file.channels} channels, not one; make the "
                    "episode again."
                )
            while len(block := file.read(block_frames, dtype="float32")):
                yield block
    except (soundfile.LibsndfileError, OSError) as error:
        raise SoundError(
            f"The sound file {path} cannot be read, as it is missing or damaged; make the episode "
            "again."
        ) from error


def read_channels(path: Path, block_frames: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield the sample rate and blocks of any sound file, shape (block_frames, channels).

    Raises:
        SoundError: The file is missing or damaged, or of a form that is not known.
    """
    try:
        with soundfile.SoundFile(path) as file:
            while len(block := file.read(block_frames, dtype="float32", always_2d=True)):
                yield file.samplerate, block
    except (soundfile.LibsndfileError, OSError) as error:
        raise SoundError(
            f"The sound file {path} cannot be read: it is missing or damaged."
        ) from error


def edit(
    clip: Clip, *, max_ms: int | None = None, gain_db: float = 0.0, in_ms: int = 0, out_ms: int = 0
) -> Clip:
    """Return a user's clip cut, normalised, faded and set louder or softer, in that order.

    Normalised to 0.1 dB under full scale, so that the 16 bits of an ``AudioSegment`` are used.

    Args:
        clip: Any clip that is not silent.
        max_ms: Cut it after this time.
        gain_db: Gain after normalising; not above 0 if nothing is to be cut off.
        in_ms: Length of the fade at its beginning.
        out_ms: Length of the fade at its end.
    """
    segment_type = _audio_segment()
    from pydub.effects import normalize

    segment = segment_type(
        _sixteen_bits(clip.samples).tobytes(),
        frame_rate=clip.rate_hz,
        sample_width=2,
        channels=1,
    )
    segment = normalize(segment if max_ms is None else segment[:max_ms])
    segment = segment.fade_in(in_ms).fade_out(out_ms).apply_gain(gain_db)
    return Clip(samples=_samples(segment)[:, 0], rate_hz=segment.frame_rate)


def _decode(file: IO[bytes], subject: str, max_ms: int | None) -> Clip:
    """Read by libsndfile, else by pydub; check and mix down what they give."""
    read: Callable[[IO[bytes], str, int | None], tuple[NDArray[np.float32], int]]
    if not file.read(1):
        raise SoundError(f"{subject} is empty; name a file that holds sound.")
    for read in (_read_natively, _read_by_pydub):
        file.seek(0)
        try:
            channels, rate_hz = read(file, subject, max_ms)
        except (soundfile.LibsndfileError, TypeError):
            continue  # TypeError: soundfile takes a name in .raw for samples without a header
        return _clean(channels, rate_hz, subject)
    raise AssertionError("the second reader gives an answer or a SoundError")


def _read_natively(
    file: IO[bytes], subject: str, max_ms: int | None
) -> tuple[NDArray[np.float32], int]:
    """Return samples of shape (frames, channels) and the rate, by libsndfile."""
    with soundfile.SoundFile(file) as sound:
        rate_hz = int(sound.samplerate)
        if not 0 < rate_hz <= MAX_RATE_HZ:
            raise SoundError(f"{subject} states a sample rate of {rate_hz} Hz; it is damaged.")
        frames = -1 if max_ms is None else max_ms * rate_hz // 1000
        return sound.read(frames, dtype="float32", always_2d=True), rate_hz


def _read_by_pydub(
    file: IO[bytes], subject: str, max_ms: int | None
) -> tuple[NDArray[np.float32], int]:
    """Return samples of shape (frames, channels) and the rate, by pydub and ffmpeg."""
    segment_type = _audio_segment()
    from pydub.exceptions import CouldntDecodeError

    try:
        with warnings.catch_warnings():
            # pydub leaves files open, and warns of a missing ffmpeg that we tell of better.
            warnings.simplefilter("ignore")
            segment = segment_type.from_file(
                file, duration=None if max_ms is None else max_ms / 1000
            )
    except FileNotFoundError as error:
        raise SoundError(
            f"{subject} is not WAV, FLAC, MP3 or Ogg, and ffmpeg, which reads other formats, is "
            "not installed; convert the sound to WAV, or install ffmpeg."
        ) from error
    except (CouldntDecodeError, OSError, ValueError, KeyError, IndexError) as error:
        raise SoundError(
            f"{subject} is damaged or holds no sound; name a WAV, FLAC, MP3 or Ogg file."
        ) from error
    return _samples(segment), int(segment.frame_rate)


def _audio_segment() -> type[AudioSegment]:
    """Import pydub, which warns of its own age and of a missing ffmpeg."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment_type: type[AudioSegment] = AudioSegment
    return segment_type


def _samples(segment: Any) -> NDArray[np.float32]:  # noqa: ANN401, pydub carries no types
    """Return the samples of an AudioSegment, shape (frames, channels)."""
    whole = np.array(segment.get_array_of_samples()).reshape(-1, segment.channels)
    scale = np.float32(1.0 / (1 << (8 * segment.sample_width - 1)))
    return whole.astype(np.float32) * scale


def _clean(channels: NDArray[np.float32], rate_hz: int, subject: str) -> Clip:
    """Mix down to mono; take out NaN and what passes full scale; refuse silence."""
    if not channels.size:
        raise SoundError(f"{subject} holds no sound: it has no sample.")
    sane = np.clip(np.nan_to_num(channels, nan=0.0), -_LOUDEST, _LOUDEST)
    count = sane.shape[1]
    mono: NDArray[np.float32] = (
        sane @ np.array(_SURROUND, dtype=np.float32)
        if count == len(_SURROUND)
        else sane.mean(axis=1, dtype=np.float32)
    )
    peak = float(np.abs(mono).max())
    if peak < SILENT_LEVEL:
        raise SoundError(f"{subject} is silent from beginning to end; name one that can be heard.")
    if peak > 1.0:
        mono = mono / np.float32(peak)
    return Clip(samples=np.ascontiguousarray(mono, dtype=np.float32), rate_hz=rate_hz)


def _encoded(clip: Clip, container: str, **how: float) -> bytes:
    """Return the clip as a file of 16 bits."""
    file = io.BytesIO()
    try:
        soundfile.write(
            file,
            _sixteen_bits(clip.samples),
            clip.rate_hz,
            subtype="PCM_16",
            format=container,
            **how,
        )
    except soundfile.LibsndfileError as error:
        raise SoundError(
            f"A clip of {clip.frames} frames at {clip.rate_hz} Hz cannot be written as "
            f"{container}: {_reason(error)}."
        ) from error
    return file.getvalue()


def _sixteen_bits(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return samples as 16-bit numbers, rounded to the nearest, cut off at full scale."""
    return np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)


def _reason(error: Exception) -> str:
    """Return a library's own words without its full stop, to stand inside a sentence."""
    return str(error).strip().rstrip(".")
