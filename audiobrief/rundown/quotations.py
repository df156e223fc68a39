"""Quotations of which a listener could not tell that they are any.

Print has marks for them, and a voice has none. Where the sentence names who speaks, nothing is
lost; a paragraph that is nothing but somebody's words sounds like the newsroom's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from audiobrief.rundown.speakable import sentences
from audiobrief.story.model import Role, Story

MIN_WORDS: Final = 4
"""Shorter quoted paragraphs are titles and slogans."""

_OPEN: Final = "“«„"
_CLOSE: Final = "”»"
_PROSE: Final = frozenset({Role.BODY, Role.SUMMARY})


def unclear_quotes(story: Story) -> dict[int, tuple[bool, bool]]:
    """Return index of a block -> whether a quotation has to be begun and ended there in words.

    A block is one where all of its words are quoted and nobody before it hands over to the speaker
    with a colon. A quotation that goes on over several paragraphs is begun and ended once.
    """
    found: dict[int, tuple[bool, bool]] = {}
    is_running = False
    handed_over = False
    for index, block in enumerate(story.blocks):
        if block.role not in _PROSE:
            is_running = handed_over = False
            continue
        text = block.text.strip()
        wholly = _is_wholly_quoted(sentences(text, block.language or story.language))
        is_open = _stays_open(text)
        if wholly and len(text.split()) >= MIN_WORDS and not (handed_over and not is_running):
            found[index] = (not is_running, not is_open)
            is_running = is_open
        else:
            is_running = False
        handed_over = text.rstrip("\"”»' ").endswith(":") or (is_open and not wholly)
    return found


def _is_wholly_quoted(printed: Sequence[str]) -> bool:
    """Return whether no word of the sentences stands outside quotation marks."""
    depth, straight = 0, False
    seen_mark = False
    for sentence in printed:
        for sign in sentence:
            if sign == '"':
                straight, seen_mark = not straight, True
            elif sign in _OPEN:
                depth, seen_mark = depth + 1, True
            elif sign in _CLOSE:
                depth = max(0, depth - 1)
            elif sign.isalnum() and not (depth or straight):
                return False
    return seen_mark


def _stays_open(text: str) -> bool:
    """Return whether a paragraph ends inside a quotation, which the next one then goes on with."""
    if text.count('"') % 2:
        return True
    return sum(text.count(sign) for sign in _OPEN) > sum(text.count(sign) for sign in _CLOSE)
