"""Stories as text that reads well aloud: a label before each part, one fact a line."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from audiobrief.story.model import Block, Role, Story, Wire

SURE: Final = 0.7
"""Confidence below which a block is worth a look."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

_COUNTED: Final[Mapping[Role, tuple[str, str]]] = {
    Role.HEADLINE: ("headline", "headlines"),
    Role.SUMMARY: ("summary", "paragraphs of summary"),
    Role.BODY: ("paragraph", "paragraphs"),
    Role.SUBHEAD: ("subhead", "subheads"),
    Role.QUOTE: ("quote", "quotes"),
    Role.CAPTION: ("photo caption", "photo captions"),
    Role.CREDITS: ("paragraph of credits", "paragraphs of credits"),
}
"""Role -> how it is counted, one and many."""

_LABELS: Final[Mapping[Role, str]] = {
    Role.SECTION: "Section",
    Role.HEADLINE: "Headline",
    Role.BYLINE: "By",
    Role.DATELINE: "Place",
    Role.SUMMARY: "Summary",
    Role.BODY: "Paragraph",
    Role.SUBHEAD: "Subhead",
    Role.QUOTE: "Quote",
    Role.CAPTION: "Photo caption",
    Role.CREDITS: "Credits",
    Role.FURNITURE: "Left out",
    Role.CONTINUITY: "Continuity",
}
"""Role -> the words before its paragraphs in the text form."""


def to_text(story: Story, *, explain: bool = False) -> str:
    """Return the story as text that reads well aloud: a label before each paragraph.

    What was left out comes last; neighbours with one reason are told together.

    Args:
        story: What is told.
        explain: Say of each block on which line it begins, which rule decided, and how sure it is.
    """
    told = [_spoken(block) + (_why(block) if explain else "") for block in story.blocks]
    if explain:
        left = [
            f"{_spoken(block)}\nReason: {block.reason}.{_why(block)}" for block in story.dropped
        ]
        told += _least_sure(story)
    else:
        left = list(_left_out(story.dropped))
    return "\n\n".join([*told, "\n".join(_facts(story)), *left]) + "\n"


def _facts(story: Story) -> Iterator[str]:
    """Yield what is known of the story as a whole, one fact a line."""
    if story.excerpt:
        yield "This is a summary only: the source holds no more of the story."
    counts = Counter(block.role for block in story.blocks)
    parts = [
        f"{counts[role]} {one if counts[role] == 1 else many}"
        for role, (one, many) in _COUNTED.items()
        if counts[role]
    ]
    left = len(story.dropped)
    pieces = "1 piece was" if left == 1 else f"{left} pieces were"
    yield f"Parts: {', '.join(parts)}; {pieces if left else 'nothing was'} left out."
    for label, value in (
        ("Publisher", story.publisher),
        ("Published", _said(story.published)),
        ("Changed", _said(story.modified)),
        ("Language", story.language),
        ("Address", story.page),
    ):
        if value:
            yield f"{label}: {value.rstrip('.')}."


def _said(moment: datetime | None) -> str | None:
    """Return a moment as a day and a clock time in its own zone; midnight in UTC is a day alone."""
    if moment is None:
        return None
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    offset = moment.strftime("%z")
    if not any((moment.hour, moment.minute, moment.second, offset != "+0000")):
        return day
    zone = "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{day}, {moment:%H:%M} {zone}"


def _left_out(dropped: Sequence[Block]) -> Iterator[str]:
    """Yield the pieces that were left out, those of one reason that stand together as one list."""
    for reason, group in itertools.groupby(dropped, key=lambda block: block.reason):
        blocks = list(group)
        if len(blocks) == 1:
            yield f"{_spoken(blocks[0])}\nReason: {reason}."
        else:
            rows = "\n".join(block.text for block in blocks)
            yield f"Left out: {len(blocks)} pieces.\nReason: {reason}.\n{rows}"


def _least_sure(story: Story) -> list[str]:
    """Return a paragraph on the blocks that are best looked at, none where all are sure."""
    unsure = sorted((b for b in story.blocks if b.confidence < SURE), key=lambda b: b.confidence)
    rows = [
        f"Line {block.line}: {block.role}, {round(block.confidence * 100)} percent."
        for block in unsure[:5]
        if block.line
    ]
    return ["\n".join(["Least sure; --role LINE=ROLE changes it:", *rows])] if rows else []


def wire_to_text(wire: Wire, *, explain: bool = False) -> str:
    """Return the stories of a wire as text, each after a line that counts it."""
    count = len(wire.stories)
    told = "1 story" if count == 1 else f"{count} stories"
    parts = [f"{wire.title or wire.address}: {told}."]
    for number, story in enumerate(wire.stories, start=1):
        parts.append(f"Story {number} of {count}.")
        parts.append(to_text(story, explain=explain).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _why(block: Block) -> str:
    line = f"Line {block.line}. " if block.line else ""
    rule = f"Rule: {block.rule}" if block.rule else "No rule"
    return (
        f"\n{line}Role: {block.role}. {rule}. Confidence: {round(block.confidence * 100)} percent."
    )


def _spoken(block: Block) -> str:
    alt = block.image_alt or ""
    shows = f"\nThe picture shows: {alt}" if alt.strip() and alt != block.text else ""
    credit = f"\nPicture credit: {block.credit}" if block.credit else ""
    return f"{_LABELS[block.role]}: {block.text}{shows}{credit}"
