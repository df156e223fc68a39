"""What every companion is made from: the words of the episode in order, with their times."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from audiobrief.episode.model import (
    NO_PICTURES,
    Companion,
    Episode,
    Picture,
    Pictures,
    TranscriptLine,
)
from audiobrief.mix.model import Excerpt, Master, Placement, Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show
from audiobrief.story.model import Role

if TYPE_CHECKING:
    from audiobrief.episode.cover import Cover

Mix = Callable[[Timeline, Path, bytes], Master]
"""Writes a timeline as an MP3 file behind a preamble, as the episode itself was written."""

Cut = Callable[[Timeline, Excerpt, Path, bytes], None]
"""Writes the same where an excerpt of it is taken from the sound of the episode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One printed block, with the words that announce it.

    Attributes:
        role: The role of its printed words; ``Role.CONTINUITY`` where the show adds all of them.
        lines: In time order, one for each cue; at least one. Their ids are those of segments.json.
        block: Index of the block in its story, or None.
        picture: What a caption belongs to, or None.
    """

    role: Role
    lines: tuple[TranscriptLine, ...]
    block: int | None = None
    picture: Picture | None = None

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A story, or the opening or closing of the show.

    Attributes:
        item: Index of the story; None for opening and closing.
        title: Headline as printed, or ``""`` for opening and closing.
        address: Where the story came from, or ``""``.
        publisher: Who printed it, or None.
        paragraphs: In time order; at least one.
    """

    item: int | None
    title: str
    address: str = ""
    publisher: str | None = None
    paragraphs: tuple[Paragraph, ...]

    @property
    def lines(self) -> tuple[TranscriptLine, ...]:
        """Its lines in time order."""
        return tuple(line for paragraph in self.paragraphs for line in paragraph.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """An episode as its companions tell it.

    Attributes:
        show: The show that it belongs to.
        episode: Title, language, chapters, sound, transcripts.
        parts: Opening, stories and closing, in time order.
        timeline: The one clock: all frames are its.
        audio: The sound in the stage.
        cover: The episode's own picture or the show's; None where the show's is in place already
            and is not drawn anew.
        preamble: The tag before the sound: its length is where the MP3 frames begin.
        mix: Writes another timeline as an MP3.
        cut: Writes one of which a part sounds as it does in the episode; None where the episode's
            sound is not at hand.
        labels: Text -> its sound, for the tracks that do not say themselves what they are.
        remark: Is told what is less good in a companion, in a whole sentence.
    """

    show: Show
    episode: Episode
    parts: tuple[Part, ...]
    timeline: Timeline
    audio: Path
    cover: Cover | None = None
    preamble: bytes = b""
    mix: Mix = field(repr=False)
    cut: Cut | None = field(repr=False, default=None)
    labels: Mapping[str, Placement] = field(default_factory=lambda: MappingProxyType({}))
    remark: Callable[[str], None] = field(repr=False, default=lambda _: None)

    def ms(self, frames: int) -> int:
        """Return frames as whole milliseconds, as segments.json has them."""
        return self.timeline.ms(frames)


Writer = Callable[[Path, Manuscript], Companion]
"""Writes the files of a companion into the stage and returns what they are."""


def parts_of(
    rundown: Rundown, lines: Iterable[TranscriptLine], pictures: Pictures = NO_PICTURES
) -> tuple[Part, ...]:
    """Return opening, stories and closing with their paragraphs, in time order."""
    owners, blocks = rundown.item_of(), {cue.id: cue.block for cue in rundown.cues}
    parts: list[Part] = []
    for item, run in itertools.groupby(lines, key=lambda line: owners.get(line.cue)):
        paragraphs = tuple(
            _paragraph(tuple(group), item, blocks, pictures)
            for _, group in itertools.groupby(run, key=lambda line: line.paragraph)
        )
        told = rundown.items[item] if item is not None else None
        parts.append(
            Part(
                item=item,
                title=told.title if told else "",
                address=told.address if told else "",
                publisher=told.publisher if told else None,
                paragraphs=paragraphs,
            )
        )
    return tuple(parts)


def _paragraph(
    lines: tuple[TranscriptLine, ...],
    item: int | None,
    blocks: Mapping[str, int | None],
    pictures: Pictures,
) -> Paragraph:
    block = blocks.get(lines[0].cue)
    printed = (line.role for line in lines if line.role is not Role.CONTINUITY)
    return Paragraph(
        role=next(printed, Role.CONTINUITY),
        lines=lines,
        block=block,
        picture=pictures.get((item, block)) if item is not None else None,
    )
