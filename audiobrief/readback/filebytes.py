"""The bytes of a file as if it were read whole: those of ten hours of sound need no memory."""

from __future__ import annotations

import io
from typing import BinaryIO, Final, Protocol

_BLOCK: Final = 1 << 20


class Content(Protocol):
    """What ``bytes`` and ``FileBytes`` have in common."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...

    def find(self, sought: bytes, start: int, /) -> int:
        """Return where a single byte stands first from ``start`` on, or -1."""


class FileBytes:
    """The bytes of an open file, of which one block is in memory.

    Args:
        file: Open for reading in binary; it stays so as long as this is used.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = file.seek(0, io.SEEK_END)
        self._at = 0
        self._block = b""

    def __len__(self) -> int:
        """Return the size of the file."""
        return self._length

    def __getitem__(self, part: slice, /) -> bytes:
        """Return a piece of it; a step is not known.

        Raises:
            OSError: It cannot be read.
        """
        start, end, _ = part.indices(self._length)
        self._hold(start, end)
        return self._block[start - self._at : max(start, end) - self._at]

    def find(self, sought: bytes, start: int, /) -> int:
        """Return where a single byte stands first from ``start`` on, or -1.

        Raises:
            OSError: It cannot be read.
        """
        while start < self._length:
            self._hold(start, start + 1)
            found = self._block.find(sought, start - self._at)
            if found >= 0:
                return self._at + found
            if self._at + len(self._block) <= start:
                break  # The file has become shorter.
            start = self._at + len(self._block)
        return -1

    def _hold(self, start: int, end: int) -> None:
        """See to it that a piece is in memory."""
        if start < self._at or end > self._at + len(self._block):
            self._file.seek(start)
            self._block = self._file.read(max(_BLOCK, end - start))
            self._at = start
