"""One MP3 stream of constant bit rate, exact to the sample: the room of lameenc.

The encoder writes no Info frame. Without one, players start 1105 samples late and run past the end,
and some guess the length. The frame is written here: a silent frame that holds the length, a
seek table, and the encoder's delay and padding (LAME Tag revision 1).
"""

from __future__ import annotations

import io
import struct
from typing import BinaryIO, Final

import lameenc
import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.sound.clip import Clip
from audiobrief.sound.crc import CHUNK_BYTES, crc16
from audiobrief.sound.resample import resample

RATE_HZ: Final = 44_100
"""Sample rate of what we publish (Apple asks for 44.1 or 48 kHz)."""

SCALES: Final = {64: 0.95, 96: 0.95, 128: 0.95, 192: 0.97, 256: 1.0, 320: 1.0}
"""Bit rate in kb/s -> the factor by which LAME turns down the sound (measured; CBR presets)."""

_SAMPLES_PER_FRAME: Final = 1152
_DELAY: Final = 576
_SIDE_INFO_BYTES: Final = 17
_RATES_HZ: Final = (44_100, 48_000, 32_000)
_BIT_RATES: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LOWPASS_HZ: Final = {64: 11_000, 96: 15_100, 128: 17_000, 192: 18_600, 256: 20_000, 320: 20_500}


class Mp3Writer:
    """Writes mono sound as MP3 into a file that can seek.

    Args:
        file: Open for writing, at the place where the first byte is to go.
        rate_hz: 44,100, 48,000 or 32,000.
        kbps: One of ``SCALES``.
        quality: LAME's scale, 0 (best) to 9 (fastest).
        preamble: Bytes before the stream: the ID3 tag.

    Raises:
        ValueError: Rate, bit rate or quality is none of these.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        rate_hz: int = RATE_HZ,
        kbps: int = 96,
        quality: int = 5,
        preamble: bytes = b"",
    ) -> None:
        if rate_hz not in _RATES_HZ or kbps not in SCALES or not 0 <= quality <= 9:
            raise ValueError(f"no MP3 of {rate_hz} Hz, {kbps} kb/s, quality {quality}")
        self._file = file
        self._rate_hz = rate_hz
        self._kbps = kbps
        self._scale = np.float32(32767 / SCALES[kbps])
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(1)
        self._encoder.set_in_sample_rate(rate_hz)
        self._encoder.set_bit_rate(kbps)
        self._encoder.set_quality(quality)
        self._frames = 0
        self._stream_bytes = 0
        self._crc = 0
        self._unchecked = bytearray()
        file.write(preamble)
        self._info_at = file.tell()
        self._preamble_bytes = len(preamble)
        file.write(bytes(self._info_bytes))

    @property
    def rate_hz(self) -> int:
        """Sample rate of the stream."""
        return self._rate_hz

    @property
    def frames(self) -> int:
        """Sample frames that were written so far."""
        return self._frames

    @property
    def length_bytes(self) -> int:
        """Size of all that was written so far: preamble, Info frame and stream."""
        return self._preamble_bytes + self._info_bytes + self._stream_bytes

    def write(self, samples: NDArray[np.float32]) -> None:
        """Encode the next samples, shape (n,); what passes full scale is cut off.

        Raises:
            SoundError: The encoder failed.
            OSError: The file could not be written.
        """
        self.write_pcm(self.pcm(samples))

    def pcm(self, samples: NDArray[np.float32]) -> NDArray[np.int16]:
        """Return samples as the encoder gets them: in 16 bits, and raised by what it turns down."""
        turned = np.clip(np.rint(samples * self._scale), -32768, 32767)
        pcm: NDArray[np.int16] = turned.astype("<i2")
        return pcm

    def write_pcm(self, pcm: NDArray[np.int16]) -> None:
        """Encode the next samples, shape (n,), that are as ``pcm`` gives them.

        Raises:
            SoundError: The encoder failed.
            OSError: The file could not be written.
        """
        if not len(pcm):
            return
        self._frames += len(pcm)
        try:
            encoded = self._encoder.encode(pcm.tobytes())
        except RuntimeError as error:
            raise SoundError(f"The MP3 encoder failed: {error}.") from error
        self._put(bytes(encoded))

    def close(self) -> None:
        """End the stream and fill in the Info frame; the file stays open, at its end.

        Raises:
            SoundError: Nothing was written, or the encoder failed.
            OSError: The file could not be written.
        """
        if not self._frames:
            raise SoundError("There is no sound to encode; the episode would be empty.")
        try:
            last = self._encoder.flush()
        except RuntimeError as error:
            raise SoundError(f"The MP3 encoder failed: {error}.") from error
        self._put(bytes(last))
        self._check(len(self._unchecked))
        end = self._file.tell()
        self._file.seek(self._info_at)
        self._file.write(self._info_frame())
        self._file.seek(end)

    def _put(self, encoded: bytes) -> None:
        if encoded and not self._stream_bytes and encoded[:2] != self._header()[:2]:
            raise SoundError("The MP3 encoder gave a stream of another kind than was asked for.")
        self._file.write(encoded)
        self._stream_bytes += len(encoded)
        self._unchecked += encoded
        whole = len(self._unchecked) // CHUNK_BYTES * CHUNK_BYTES
        if whole:
            self._check(whole)

    def _check(self, count: int) -> None:
        """Take the next bytes into the checksum: whole chunks, as a part costs as much."""
        self._crc = crc16(bytes(self._unchecked[:count]), self._crc)
        del self._unchecked[:count]

    @property
    def _info_bytes(self) -> int:
        return 144_000 * self._kbps // self._rate_hz

    def _header(self) -> bytes:
        """Return a frame header: MPEG-1 layer III, no CRC, no padding, mono, original."""
        rates = _BIT_RATES.index(self._kbps) << 4 | _RATES_HZ.index(self._rate_hz) << 2
        return bytes([0xFF, 0xFB, rates, 0xC4])

    def _info_frame(self) -> bytes:
        """Return the Info frame for what was written, with the LAME tag (revision 1) in it."""
        # A frame's bytes vary by one padding byte; the sum is exact to less than a frame.
        exact, unit = self._stream_bytes * self._rate_hz, 144_000 * self._kbps
        count = (exact + unit // 2) // unit
        padding = count * _SAMPLES_PER_FRAME - _DELAY - self._frames
        length = self._stream_bytes + self._info_bytes
        seek_table = bytes(percent * 256 // 100 for percent in range(100))
        info = b"Info" + struct.pack(">III", 0xF, count, length) + seek_table + bytes(4)
        lame = struct.pack(
            ">9sBB8sBB3sBBHIH",
            b"LAME3.100",
            0x01,  # revision 0 of the tag's layout, method 1: constant bit rate
            _LOWPASS_HZ[self._kbps] // 100,
            bytes(8),  # no ReplayGain: players of podcasts would double what is levelled already
            0,
            min(255, self._kbps),
            (_DELAY << 12 | padding).to_bytes(3, "big"),
            0,  # mono, source rate unknown
            0,  # no MP3 gain
            0,  # no preset
            length,
            self._crc,
        )
        frame = self._header() + bytes(_SIDE_INFO_BYTES) + info + lame
        frame += struct.pack(">H", crc16(frame))
        return frame + bytes(self._info_bytes - len(frame))


def mp3_bytes(clip: Clip, *, kbps: int = 96) -> bytes:
    """Return a clip as an MP3 file at ``RATE_HZ``.

    Raises:
        SoundError: The clip has no frames, or the encoder failed.
    """
    file = io.BytesIO()
    writer = Mp3Writer(file, kbps=kbps)
    writer.write(resample(clip, RATE_HZ).samples)
    writer.close()
    return file.getvalue()
