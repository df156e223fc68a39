"""What reading a ZIP archive may raise: books and documents come from anywhere, and are damaged."""

from __future__ import annotations

import zipfile
import zlib
from typing import Final

UNREADABLE: Final = (
    OSError,
    EOFError,  # A part ends too soon.
    NotImplementedError,  # It was packed in a way that is not known here.
    RuntimeError,  # It is encrypted.
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""All that ``zipfile`` was seen to raise over damaged, encrypted and unknown archives."""
