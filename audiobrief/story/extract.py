"""What a well-kept extractor takes for the story of a page, on pages of a size it is made for."""

from __future__ import annotations

import logging
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, tostring

from audiobrief.story.chunks import NEAR_ELEMENTS

_MOST_CHILDREN: Final = 1_500
"""Children of one element: the extractor's time grows with their square; lists have hundreds."""

_UNSEEN: Final = ("script", "style", "template", "noscript", "svg", "math", "object", "iframe")
"""Elements that only make the extractor's work longer."""


def extracted(text: str, tree: HtmlElement, *, whole: bool) -> tuple[str, ...]:
    """Return the paragraphs that the extractor takes for the story; none where it finds none.

    Args:
        text: The page.
        tree: The same, as far as it is looked at closely; it may be changed.
        whole: Whether that is all of it.
    """
    if not whole or _size(tree) > NEAR_ELEMENTS:
        etree.strip_elements(tree, *_UNSEEN, with_tail=False)
        text = tostring(tree, encoding="unicode")
        if _size(tree) > NEAR_ELEMENTS:
            return ()
    if max(map(len, tree.iter())) > _MOST_CHILDREN:
        return ()
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = trafilatura.bare_extraction(
        text, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "text", None) or ""
    return tuple(line for line in body.splitlines() if line.strip())


def _size(tree: HtmlElement) -> int:
    return sum(1 for _ in tree.iter())
