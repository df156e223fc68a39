"""Entries of ZIP files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can hold: equal books have equal bytes."""

_BLOCK: Final = 1 << 20


def entry_of(name: str, *, packed: bool = True) -> zipfile.ZipInfo:
    """Return an entry with neither the time of day nor the system that it was made on."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.create_system = 3  # Unix, wherever it is made.
    entry.external_attr = 0o644 << 16
    return entry


def add_file(file: zipfile.ZipFile, name: str, path: Path, *, start: int = 0) -> None:
    """Add a file from a byte on, in blocks and not packed: readers jump about in a sound."""
    entry = entry_of(name, packed=False)
    entry.file_size = path.stat().st_size - start
    with path.open("rb") as source, file.open(entry, "w") as into:
        source.seek(start)
        shutil.copyfileobj(source, into, _BLOCK)
