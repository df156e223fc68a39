"""Every block of a story is in the cues of its item, or was left out by a policy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from audiobrief.rundown.captions import picture
from audiobrief.rundown.model import Item
from audiobrief.settings import Show
from audiobrief.story.model import Block, Role, Story

NEVER_READ: Final = frozenset({Role.SECTION})
"""Roles that no rundown reads: the name of the section stands over every story of the page."""


def lost_blocks(
    story: Story, item: Item, show: Show, leave_out: AbstractSet[Role]
) -> Iterator[tuple[int, Block]]:
    """Yield index and block where the cues of the item do not read the block letter by letter.

    Args:
        story: What was printed.
        item: What is said of it.
        show: Its policy decides which words of a picture are read.
        leave_out: Roles that the producer does not want to hear.
    """
    for index, block in enumerate(story.blocks):
        if block.role in leave_out or block.role in NEVER_READ:
            continue
        read = [cue for cue in item.cues if cue.block == index]
        if block.role is Role.BYLINE:
            is_there = any(_letters(block.text) in _letters(cue.print_text) for cue in read)
        else:
            own = (cue.print_text for cue in read if cue.role is block.role)
            is_there = _letters("".join(own)) == _letters(_wanted(block, show))
        if not is_there:
            yield index, block


def _wanted(block: Block, show: Show) -> str:
    """Return the words of a block that are to be read."""
    if block.role is not Role.CAPTION:
        return block.text
    chosen = picture(block, show.captions_read)
    return (chosen.caption or "") + (chosen.description or "")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))
