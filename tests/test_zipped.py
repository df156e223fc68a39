"""Archives that lie about themselves are told as damaged, wherever they are read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from audiobrief.episode.bookfiles import Broken, unzipped
from audiobrief.errors import SourceUnreadableError
from audiobrief.story.packed import Archive


def _changed(at: int, number: int, *, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive of one file with a number changed in its central directory."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as file:
        file.writestr("a.xml", "<a>Ferries run again.</a>" * 9)
    content = bytearray(into.getvalue())
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + at, number)
    return bytes(content)


def _too_short() -> bytes:
    """Return an archive whose file is said to be longer than the archive is."""
    content = bytearray(_changed(20, 1 << 20))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 1 << 20)
    return bytes(content)


WRONG = {
    "ends too soon": _too_short(),
    "encrypted": _changed(8, 1),
    "unknown method": _changed(10, 99),
    "other checksum": _changed(16, 7),
    "broken stream": _changed(20, 9, method=zipfile.ZIP_DEFLATED),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_damaged_archive_is_told(name: str, tmp_path: Path) -> None:
    """The check of a book once ended with a traceback over the first of them."""
    book = tmp_path / "book.epub"
    book.write_bytes(WRONG[name])
    with pytest.raises(Broken, match=r"cannot be unpacked: \S"):
        unzipped(book)
    with pytest.raises(SourceUnreadableError):
        Archive(WRONG[name], "story.docx").read("a.xml")
