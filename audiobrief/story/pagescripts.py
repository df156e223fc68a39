"""Stories that a page holds for its scripts alone: the text stands in their data, not on the page.

It is looked for where a page shows nothing to read, and taken only where everybody may read it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from audiobrief.story.pageinfo import PageInfo
from audiobrief.story.words import word_count

_MAX_SCRIPT_CHARS: Final = 2_000_000
_LEAST_WORDS: Final = 60
_LEAST_PARAGRAPHS: Final = 2
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.){400,})"', re.DOTALL)
"""A long text in the data of a script."""

_PARAGRAPH: Final = re.compile(r"<p[\s>]", re.IGNORECASE)
_SPLIT: Final = re.compile(r"\s*\n\s*")


def scripted_page(tree: HtmlElement, info: PageInfo, text: str) -> str | None:
    """Return a page with the story that its scripts hold, before all else; None for none.

    Args:
        tree: The page.
        info: What it says of itself.
        text: The page as text.
    """
    if info.free is False or not info.headlines:
        return None
    story = _told(info) or max(_markup(tree), key=word_count, default="")
    if word_count(re.sub(r"<[^<>]*>", " ", story)) < _LEAST_WORDS:
        return None
    told = f"<h1>{html.escape(info.headlines[0])}</h1><article>{story}</article>"
    opened = re.search(r"<body[^>]*>", text, re.IGNORECASE)
    if opened is None:
        return f"{text}<body>{told}</body>"
    return f"{text[: opened.end()]}{told}{text[opened.end() :]}"


def _told(info: PageInfo) -> str:
    """Return the body that the page states, as paragraphs."""
    parts = [part for part in _SPLIT.split(info.body) if part]
    return "".join(f"<p>{html.escape(part)}</p>" for part in parts)


def _markup(tree: HtmlElement) -> Iterator[str]:
    """Yield the long texts with paragraphs in the data of the page's scripts."""
    for script in tree.iter("script"):
        data = (script.text or "")[:_MAX_SCRIPT_CHARS]
        if "<p" not in data and "003cp" not in data.lower():
            continue
        for found in _TEXT.finditer(data):
            try:
                text = json.loads(f'"{found[1]}"', strict=False)
            except ValueError:
                continue  # A text of a language that only looks like JSON holds nothing for us.
            if len(_PARAGRAPH.findall(text)) >= _LEAST_PARAGRAPHS:
                yield text
