"""Archives (Word documents, EPUB books) opened with limits: nothing grows without end."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from audiobrief.errors import SourceUnreadableError
from audiobrief.zipped import UNREADABLE

MAX_NAMES: Final = 5_000
MAX_PART_BYTES: Final = 10_000_000
MAX_ALL_BYTES: Final = 15_000_000
"""Limits after decompression: of one part, and of all that are read."""


class Archive:
    """An archive in memory, of which parts are read by name.

    Raises:
        SourceUnreadableError: It is damaged, encrypted or too large.
    """

    def __init__(self, content: bytes, address: str) -> None:
        self._address = address
        self._left = MAX_ALL_BYTES
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except UNREADABLE as failed:
            raise SourceUnreadableError(
                f"{address} is a damaged archive; save or download it again."
            ) from failed
        self._parts = {each.filename: each for each in self._archive.infolist()[:MAX_NAMES]}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """Return the content of a part, empty where there is none of this name."""
        part = self._parts.get(name)
        if part is None:
            return b""
        if part.flag_bits & 1:
            raise SourceUnreadableError(
                f"{self._address} is encrypted; save it without a password and give that."
            )
        limit = min(MAX_PART_BYTES, self._left)
        try:
            with self._archive.open(part) as file:
                content = file.read(limit + 1)
        except UNREADABLE as failed:
            raise SourceUnreadableError(
                f"{self._address} is a damaged archive; save or download it again."
            ) from failed
        if len(content) > limit:
            raise SourceUnreadableError(
                f"{self._address} holds more than {limit // 1_000_000} MB of text when it is"
                " unpacked, which no story does; it is not read."
            )
        self._left -= len(content)
        return content

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of an XML part, or None where there is none; entities are refused."""
        content = self.read(name)
        if not content.strip():
            return None
        if b"<!ENTITY" in content:
            raise SourceUnreadableError(
                f"{self._address} defines XML entities of its own, which attacks use; it is not"
                " read."
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as failed:
            raise SourceUnreadableError(
                f"{self._address} is damaged: its part {name} is not valid XML; save it again."
            ) from failed
