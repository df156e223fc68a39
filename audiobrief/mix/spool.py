"""The limited sound of an episode, kept while its files are made: tracks are cut out of it.

Otherwise each track would be read, resampled and limited once more. It lies in a file, as nothing
grows in memory with the length of the sound; 16 bits are what the encoder gets anyhow.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.mix.model import Excerpt

_READ_FRAMES: Final = 2 * 44_100
_FRAME_BYTES: Final = 2


class Spool:
    """Samples as they went into the encoder, in a file that is gone when the block ends.

    Args:
        folder: Where the file lies; about 5 megabytes a minute.
    """

    def __init__(self, folder: Path) -> None:
        # It is closed by the block, of which type checkers and linters know nothing.
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._frames = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Delete the file."""
        self._file.close()

    def clear(self) -> None:
        """Forget what was kept: the sound is made anew.

        Raises:
            OSError: The file could not be written.
        """
        self._file.seek(0)
        self._file.truncate()
        self._frames = 0

    def add(self, pcm: NDArray[np.int16]) -> None:
        """Keep the next samples, shape (n,).

        Raises:
            OSError: The file could not be written.
        """
        self._file.write(pcm.tobytes())
        self._frames += len(pcm)

    def read(self, excerpt: Excerpt) -> Iterator[NDArray[np.int16]]:
        """Yield the samples of an excerpt in blocks.

        Raises:
            SoundError: It passes the end of what was kept.
            OSError: The file could not be read.
        """
        if excerpt.start_frames + excerpt.frames > self._frames:
            raise SoundError(
                f"A track ends {excerpt.start_frames + excerpt.frames} frames into an episode of "
                f"{self._frames}; make the episode again with --rebuild."
            )
        self._file.seek(excerpt.start_frames * _FRAME_BYTES)
        left = excerpt.frames
        while left:
            content = self._file.read(min(left, _READ_FRAMES) * _FRAME_BYTES)
            block = np.frombuffer(content, dtype="<i2")
            yield block
            left -= len(block)
