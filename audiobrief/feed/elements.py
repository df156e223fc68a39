"""The namespaces of the feed, and elements with text that XML and directories accept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Final

from lxml import etree

ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"
ATOM: Final = "http://www.w3.org/2005/Atom"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"

NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
)

MAX_VALUE_CHARS: Final = 255
MAX_DESCRIPTION_BYTES: Final = 4000
"""Limits of Apple Podcasts."""

_ILLEGAL: Final = re.compile(
    "[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\ufdd0-\\ufdef]"
)
"""Characters that XML 1.0 cannot hold, escaped or not (section 2.2), or advises against."""


def add(
    parent: etree._Element, name: str, content: str | None = None, **attributes: str
) -> etree._Element:
    """Add an element; a prefix of the name stands for its namespace.

    An underscore in the name of an attribute stands for a hyphen.
    """
    prefix, _, bare = name.rpartition(":")
    element = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{bare}" if prefix else bare)
    for key, value in attributes.items():
        element.set(key.replace("_", "-"), legal(value))
    if content is not None:
        element.text = legal(content)
    return element


def legal(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


def value(text: str, limit: int = MAX_VALUE_CHARS) -> str:
    """Return the text on one line, at most 255 characters, cut between words."""
    folded = " ".join(legal(text).split())
    if len(folded) <= limit:
        return folded
    return folded[: limit - 1].rsplit(" ", 1)[0] + "…"


def limited(text: str, limit_bytes: int = MAX_DESCRIPTION_BYTES) -> str:
    """Return the text, cut between words where it passes the limit."""
    whole = legal(text).strip()
    if len(whole.encode()) <= limit_bytes:
        return whole
    part = whole.encode()[: max(0, limit_bytes - 3)].decode(errors="ignore")
    return (part.rsplit(None, 1) or [""])[0] + "…"


def truth(statement: bool) -> str:  # noqa: FBT001, the one value there is
    """Return a statement as Apple Podcasts writes it."""
    return "true" if statement else "false"


def date(moment: datetime) -> str:
    """Return the moment as RFC 2822 has it, with its own zone as a number."""
    return format_datetime(moment)
