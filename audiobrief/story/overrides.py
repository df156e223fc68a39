"""A producer's word against the rules: what stands on a line is given another role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from audiobrief.errors import NoStoryError, OptionError
from audiobrief.story.model import Block, Role, Story

RULE: Final = "producer"
"""What ``Block.rule`` says of a block whose role was given."""


def parse_role(stated: str) -> tuple[int, Role]:
    """Return the line and the role in ``LINE=ROLE``.

    Raises:
        OptionError: It is not written so, or there is no such role.
    """
    line, _, name = stated.partition("=")
    roles = [role for role in Role if role is not Role.CONTINUITY]
    if not line.strip().isdecimal() or name.strip().lower() not in set(roles):
        raise OptionError(
            f"--role {stated!r} is not understood; write a line and a role as in 12=caption, with"
            f" one of {', '.join(roles)}."
        )
    return int(line), Role(name.strip().lower())


def with_roles(story: Story, given: Iterable[tuple[int, Role]]) -> Story:
    """Return the story with other roles for what begins on some lines; no word is lost.

    A line that becomes the headline makes a subhead of the headline before.

    Args:
        story: As it was read.
        given: Line and role; ``Role.FURNITURE`` leaves it out.

    Raises:
        OptionError: Nothing begins on the line, or no headline would be left.
        NoStoryError: Nothing would be left to read.
    """
    for line, role in given:
        story = _with_role(story, line, role)
    telling = {Role.BODY, Role.QUOTE, Role.SUMMARY} if story.excerpt else {Role.BODY, Role.QUOTE}
    if not any(block.role in telling for block in story.blocks):
        raise NoStoryError(
            "With these roles there is no paragraph left to read; leave one as body."
        )
    return story


def _with_role(story: Story, line: int, role: Role) -> Story:
    every = (*story.blocks, *story.dropped)
    if not any(block.line == line for block in every):
        lines = sorted({block.line for block in every if block.line})
        raise OptionError(
            f"Nothing of the story begins on line {line}; lines that do are"
            f" {', '.join(map(str, lines[:12]))}{' and more' if len(lines) > 12 else ''}."
        )
    heading = role is Role.HEADLINE
    if not heading and all(block.line == line for block in every if block.role is Role.HEADLINE):
        raise OptionError(
            f"Line {line} is the headline, and a story needs one; first give that role to another."
        )
    kept: list[Block] = []
    dropped: list[Block] = []
    chosen = False
    for block in every:
        changed = block
        if block.line == line and not (heading and chosen):
            reason = "the producer left it out" if role is Role.FURNITURE else ""
            changed = replace(block, role=role, rule=RULE, confidence=1.0, reason=reason)
            chosen = True
        elif heading and block.role is Role.HEADLINE:
            changed = replace(block, role=Role.SUBHEAD, rule=RULE, confidence=1.0)
        if changed.role is Role.FURNITURE:
            dropped.append(changed)
        elif block.role is Role.FURNITURE:
            _insert(kept, changed)
        else:
            kept.append(changed)
    return replace(story, blocks=tuple(kept), dropped=tuple(dropped))


def _insert(kept: list[Block], block: Block) -> None:
    """Put a block that was left out at its place among those that are read."""
    place = next((i for i, each in enumerate(kept) if each.line > block.line), len(kept))
    kept.insert(place, block)
