"""A line of a flat text with its neighbourhood: what rules and signs look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audiobrief.story.extent import Look, look


class Place(StrEnum):
    """Where a line stands: this decides what a line is where its wording does not."""

    BEFORE = "before the headline"
    TOP = "between the headline and the first paragraph"
    INSIDE = "inside the story"
    AFTER = "after the story"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with its neighbourhood.

    Attributes:
        text: Its words.
        place: Where it stands.
        before: The line before it, ``""`` for none.
        after: The line after it, ``""`` for none.
        to_headline: How many lines lie between it and the headline.
        next_to_prose: Whether a paragraph follows directly.
        heading: Level of the heading that it was marked as; 0 for none.
        quoted: Whether it was marked as a quotation.
        stressed: Whether all of it was emphasised.
        bold: Whether all of it was emphasised strongly, as a heading is.
        listed: Whether it is an item of a list, or the line that a list follows.
        seen: Whether the same words stood in the story before.
        tidy: Whether the text is a story with little round it, not a whole page.
        first_prose: Whether no paragraph stood before it since the headline.
        again: Whether the same words stand in the text once more.
        headline: The words of the headline.
        usual: Words of the usual paragraph of the text; 0 where there is none.
        early: Whether it stands in the first half of the story.
    """

    text: str
    place: Place = Place.INSIDE
    before: str = ""
    after: str = ""
    to_headline: int = 0
    next_to_prose: bool = False
    heading: int = 0
    quoted: bool = False
    stressed: bool = False
    bold: bool = False
    listed: bool = False
    seen: bool = False
    tidy: bool = False
    first_prose: bool = False
    again: bool = False
    headline: str = ""
    usual: float = 0.0
    early: bool = False

    @property
    def look(self) -> Look:
        """What can be seen of it by itself."""
        return look(self.text)
