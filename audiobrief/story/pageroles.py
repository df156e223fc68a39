"""Which chunk of a page is what: the first row of the table that holds decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from audiobrief.story.captions import is_credit
from audiobrief.story.chunks import Chunk
from audiobrief.story.extent import Look, look
from audiobrief.story.furniture import furniture
from audiobrief.story.lineview import Line, Place
from audiobrief.story.model import Role
from audiobrief.story.pageinfo import PageInfo
from audiobrief.story.people import is_person, names
from audiobrief.story.roles import Verdict
from audiobrief.story.rolewords import CREDITS, is_date_line
from audiobrief.story.words import alike

__all__ = ["PAGE_RULES", "PageRule", "Place", "Spot", "page_verdict"]

_BESIDE: Final = ("nav", "footer", "aside", "related", "notice", "control", "form", "dialog")
"""Marks of what stands beside a story."""


_SOLID_WORDS: Final = 5
"""A shorter sentence may as well be a label: "Read on."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A chunk with its neighbourhood in the page.

    Attributes:
        chunk: The text and what its elements say.
        core: Whether the extractor took it for the story.
        place: Where it stands.
        near: Numbers of the elements round the headline or most of the story: their marks say
            nothing here.
        around: Numbers of the elements that hold most of the story.
        beside_body: Whether its element stands among paragraphs of the story.
        headline: The headline of the page.
        info: What the page says of itself.
        opened: Whether a paragraph of the body stood before.
        summed: Whether a summary stood before.
        seen: The role that the same words had before, or None.
        printed: Whether it is the byline that is read, with more people than are stated.
        again: Why it says nothing new, or ``""``.
        apart: Why the box that it stands in is no part of the story, or ``""``.
        label: Whether the page prints it again and again.
    """

    chunk: Chunk
    core: bool
    place: Place
    near: frozenset[int]
    around: frozenset[int]
    beside_body: bool
    headline: str
    info: PageInfo
    opened: bool
    summed: bool
    seen: Role | None
    printed: bool = False
    again: str = ""
    apart: str = ""
    label: bool = False

    @property
    def look(self) -> Look:
        """What can be seen of its text by itself."""
        return look(self.chunk.text)

    def marked(self, *marks: str) -> bool:
        """Return whether an element beside or inside the story says one of these of it."""
        own = self.chunk.marks
        return any(
            mark in own and own[mark] not in (self.around if mark == "summary" else self.near)
            for mark in marks
        )

    @property
    def outlying(self) -> bool:
        """Whether its box is furniture; between headline and body many a box is mixed."""
        return bool(self.apart) and self.place is not Place.TOP

    @property
    def solid(self) -> bool:
        """Whether it is a sentence among the paragraphs of the story: no mark speaks against it."""
        return (
            self.core
            and self.beside_body
            and self.look.ends
            and self.look.words >= _SOLID_WORDS
            and not self.marked("figure", "caption")
        )

    def share(self, mark: str) -> float:
        """Return the share of its letters in elements with this mark."""
        return self.chunk.shares.get(mark, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRule:
    """A row: what a chunk is if ``holds`` says so and no row before did.

    Attributes:
        name: What ``Block.rule`` says.
        role: What the chunk is.
        holds: The condition.
        confidence: 0.0 to 1.0.
        reason: Why it is dropped, for furniture.
    """

    name: str
    role: Role
    holds: Callable[[Spot], bool]
    confidence: float = 0.9
    reason: str = ""


_PLAYED: Final = re.compile(
    r"\W*(?:(?:\d{1,2}:)?\d{1,2}:\d{2}\b|(?:video|audio|podcast)\b\W)", re.IGNORECASE
)
"""The length of a film, or its label: what follows is its title."""


def _is_caption(spot: Spot) -> bool:
    """Return whether the page marks it as a caption, and it reads like one."""
    text = spot.chunk.uncredited if spot.chunk.credit else spot.chunk.text
    each = look(text)
    if (
        each.words < (2 if each.ends and spot.marked("figure") else 3)
        or each.words > 120
        or each.kind is not None
        or is_credit(text)
        or each.byline
        or spot.outlying
        or is_date_line(Line(text=text))
        or _PLAYED.match(text)
        or alike(text, " ".join(spot.info.people)) >= 0.8
    ):
        return False
    if _is_linked(spot) or _is_beside_picture(spot) or _is_control(spot):
        return False
    if spot.place in {Place.AFTER, Place.BEFORE} and not _in_story(spot):
        return False
    return (
        spot.marked("caption")
        or spot.share("caption") >= 0.5
        or any(alike(text, stated) >= 0.9 for stated in spot.info.captions)
    )


def _is_linked(spot: Spot) -> bool:
    """Return whether it is a link to somewhere, and not the caption of a picture that is one."""
    own = spot.chunk.marks
    round_figure = own.get("link", 1 << 30) < own.get("figure", 0) and _in_story(spot)
    return spot.share("link") > 0.8 and not round_figure


def _is_control(spot: Spot) -> bool:
    """Return whether it is a button on the picture, or words for screen readers alone."""
    own = spot.chunk.marks
    inside = spot.chunk.tag == "button" or own.get("control", 0) > own.get("caption", 0)
    return spot.look.words < 12 and (inside or spot.share("hidden") > 0.7)


def _is_beside_picture(spot: Spot) -> bool:
    """Return whether marks outside the caption put it beside the story.

    What stands on the caption's own element or in it describes the caption: its foot, its button.
    """
    own = spot.chunk.marks.get("caption", spot.chunk.marks.get("figure", 0))
    marks = ("nav", "footer", "control", "form", "related", "dialog")
    return any(spot.marked(mark) and spot.chunk.marks[mark] < (own or 1 << 30) for mark in marks)


def _in_story(spot: Spot) -> bool:
    """Return whether it stands in the same article or column as the story."""
    innermost = max(spot.around, default=0)
    return (
        any(number in spot.around for number in spot.chunk.trail[-5:])
        or innermost in spot.chunk.trail
    )


def _is_figure_text(spot: Spot) -> bool:
    """Return whether it is the text of a figure that has no marked caption."""
    each = spot.look
    return (
        spot.marked("figure")
        and spot.place in {Place.TOP, Place.INSIDE}
        and not _PLAYED.match(each.text)
        and not _is_control(spot)
        and 5 <= each.words <= 60
        and each.kind is None
        and not spot.outlying
        and not spot.marked("nav", "related", "control", "quote", "heading")
        and not is_credit(spot.chunk.text)
        and spot.share("credit") < 0.5
        and spot.share("link") < 0.5
    )


def _is_under_picture(spot: Spot) -> bool:
    """Return whether it stands in a small box with a picture, inside the story, and nowhere else.

    This is how a caption looks on a page that marks none.
    """
    each = spot.look
    return (
        spot.chunk.boxed
        and not (spot.core and (spot.beside_body or each.ends))
        and not spot.outlying
        and spot.place in {Place.TOP, Place.INSIDE}
        and _in_story(spot)
        and 6 <= each.words <= 60
        and each.kind is None
        and not _PLAYED.match(each.text)
        and not (each.byline or each.credit or each.dated)
        and spot.chunk.tag not in {"h1", "h2", "h3", "h4", "h5", "h6", "button", "label", "tr"}
        and not spot.marked(*_BESIDE, "quote", "heading", "byline", "date", "kicker")
        and max(spot.share("link"), spot.share("byline"), spot.share("date")) < 0.2
        and alike(spot.chunk.text, " ".join(spot.info.people)) < 0.8
        and not is_date_line(Line(text=spot.chunk.text))
    )


def _is_pictured_summary(spot: Spot) -> bool:
    """Return whether what stands under the first picture is the summary that the page states."""
    return (
        not (spot.opened or spot.summed)
        and _is_caption(spot)
        and any(alike(spot.chunk.text, told) >= 0.9 for told in spot.info.descriptions)
    )


def _is_summary(spot: Spot) -> bool:
    """Return whether it stands before the body and is marked, or stated, as the summary."""
    each = spot.look
    if spot.opened or spot.place not in {Place.TOP, Place.INSIDE} or not 5 <= each.words <= 90:
        return False
    if each.kind is not None or spot.marked("nav", "related", "notice", "figure"):
        return False
    if spot.core and (spot.summed or each.words > 60):
        return False
    stated = any(alike(spot.chunk.text, told) >= 0.8 for told in spot.info.descriptions)
    return spot.marked("summary") or (stated and not (spot.core and spot.beside_body))


def _is_body(spot: Spot) -> bool:
    return spot.core and spot.place in {Place.TOP, Place.INSIDE}


def _is_missed(spot: Spot) -> bool:
    """Return whether the extractor left out a paragraph that stands among those it took."""
    each = spot.look
    least = 12 if spot.place is Place.TOP else 4
    return (
        not spot.core
        and spot.place in {Place.TOP, Place.INSIDE}
        and spot.beside_body
        and spot.chunk.tag in {"p", "div", "li", "pre", "blockquote"}
        and each.kind is None
        and spot.share("link") < 0.6
        and not spot.marked(*_BESIDE, "caption", "figure", "hidden", "byline")
        and (each.ends or (each.words >= 12 and spot.place is Place.INSIDE))
        and each.words >= least
    )


def _is_row(spot: Spot) -> bool:
    """Return whether it is a row of a table that stands among the paragraphs of the story."""
    return (
        spot.chunk.tag == "tr"
        and spot.place is Place.INSIDE
        and spot.beside_body
        and spot.look.kind is None
        and spot.share("link") < 0.6
        and not spot.marked(*_BESIDE, "hidden")
    )


def _is_beside(spot: Spot) -> bool:
    return (
        spot.marked(*_BESIDE)
        and (spot.share("link") > 0.4 or spot.look.words < 25)
        and not (spot.solid and spot.share("link") < 0.6)
    )


def _is_link(spot: Spot) -> bool:
    """Return whether it is only a link; a sentence among the paragraphs may be one as a whole."""
    return spot.share("link") > 0.85 and not (spot.solid and spot.look.words >= 8)


_LEVEL: Final = re.compile(r"h[1-6]")


def _is_heading(spot: Spot) -> bool:
    return (
        bool(_LEVEL.fullmatch(spot.chunk.tag)) or spot.marked("heading")
    ) and spot.look.words <= 30


def _is_byline(spot: Spot) -> bool:
    """Return whether it names who wrote the story, where the page does not state that elsewhere."""
    if spot.printed or spot.info.people:
        return spot.printed
    if spot.place is Place.TOP and spot.look.byline:
        return True
    marked = spot.marked("byline") or spot.share("byline") > 0.6
    parts = re.split(r"\s*/\s*", spot.chunk.text)
    return (
        marked
        and spot.place is Place.TOP
        and spot.look.words <= 12
        and all(is_person(name) for part in parts for name in names(part) or (part,))
    )


PAGE_RULES: Final = (
    PageRule(
        name="page-headline-again",
        role=Role.FURNITURE,
        holds=lambda spot: alike(spot.chunk.text, spot.headline) >= 0.9,
        reason="the headline again",
    ),
    PageRule(
        name="page-repeated",
        role=Role.FURNITURE,
        holds=lambda spot: spot.seen is not None and spot.look.words >= 3,
        reason="the same words stand in the story already",
    ),
    PageRule(
        name="page-hidden",
        role=Role.FURNITURE,
        holds=lambda spot: (
            (spot.marked("hidden") or spot.share("hidden") > 0.7)
            and (not spot.core or spot.look.words < 8)
        ),
        reason="the page hides it",
    ),
    PageRule(
        name="page-label",
        role=Role.FURNITURE,
        holds=lambda spot: spot.label and spot.core and not spot.chunk.text.endswith(":"),
        reason="a label that the page prints again and again",
    ),
    PageRule(name="page-again", role=Role.FURNITURE, holds=lambda spot: bool(spot.again)),
    PageRule(name="page-summary-pictured", role=Role.SUMMARY, holds=_is_pictured_summary),
    PageRule(name="page-caption", role=Role.CAPTION, holds=_is_caption, confidence=0.95),
    PageRule(
        name="page-figure",
        role=Role.CAPTION,
        holds=_is_figure_text,
        confidence=0.7,
    ),
    PageRule(
        name="page-furniture",
        role=Role.FURNITURE,
        holds=lambda spot: spot.look.kind is not None,
        reason="furniture by its wording",
    ),
    PageRule(name="page-apart", role=Role.FURNITURE, holds=lambda spot: spot.outlying),
    PageRule(
        name="page-credit",
        role=Role.FURNITURE,
        holds=lambda spot: (
            is_credit(spot.chunk.text)
            or (spot.share("credit") > 0.7 and spot.look.words < 25 and not spot.solid)
            or (spot.marked("figure", "caption") and spot.look.words < 12)
        ),
        reason="the credit of a picture",
    ),
    PageRule(name="page-summary", role=Role.SUMMARY, holds=_is_summary),
    PageRule(name="page-under-picture", role=Role.CAPTION, holds=_is_under_picture, confidence=0.6),
    PageRule(
        name="page-credits",
        role=Role.CREDITS,
        holds=lambda spot: (
            spot.core and bool(CREDITS.search(spot.chunk.text)) and spot.look.words <= 60
        ),
        confidence=0.8,
    ),
    PageRule(
        name="page-byline",
        role=Role.BYLINE,
        holds=_is_byline,
    ),
    PageRule(
        name="page-byline-told",
        role=Role.FURNITURE,
        holds=lambda spot: (
            (spot.look.byline or spot.marked("byline") or spot.share("byline") > 0.6)
            and spot.look.words < 30
            and (spot.look.byline or not spot.solid)
        ),
        reason="a byline; the names are told once",
    ),
    PageRule(
        name="date-line",
        role=Role.FURNITURE,
        holds=lambda spot: (
            is_date_line(Line(text=spot.chunk.text))
            or (spot.share("date") > 0.7 and spot.look.words < 12 and not spot.solid)
        ),
        reason="the date of publication",
    ),
    PageRule(
        name="page-beside",
        role=Role.FURNITURE,
        holds=_is_beside,
        reason="it stands beside the story",
    ),
    PageRule(
        name="page-links",
        role=Role.FURNITURE,
        holds=_is_link,
        confidence=0.8,
        reason="it is only a link",
    ),
    PageRule(
        name="page-subhead",
        role=Role.SUBHEAD,
        holds=lambda spot: _is_heading(spot) and _is_body(spot),
    ),
    PageRule(
        name="page-quote",
        role=Role.QUOTE,
        holds=lambda spot: _is_body(spot) and spot.marked("quote"),
    ),
    PageRule(name="page-body", role=Role.BODY, holds=_is_body, confidence=0.95),
    PageRule(name="page-missed", role=Role.BODY, holds=_is_missed, confidence=0.6),
    PageRule(name="page-row", role=Role.BODY, holds=_is_row, confidence=0.6),
)
"""In order of precedence."""


def page_verdict(spot: Spot) -> Verdict:
    """Return what a chunk is, and which row decided it."""
    for rule in PAGE_RULES:
        if rule.holds(spot):
            reason = rule.reason or (spot.again or spot.apart) * (rule.role is Role.FURNITURE)
            if rule.name == "page-furniture":
                kind = furniture(spot.chunk.text)
                reason = kind.reason if kind else reason
            return Verdict(
                role=rule.role, rule=rule.name, confidence=rule.confidence, reason=reason
            )
    return Verdict(
        role=Role.FURNITURE,
        rule="page-outside",
        confidence=0.9,
        reason=f"it stands outside the story, {spot.place.value}"
        if spot.place in {Place.BEFORE, Place.AFTER}
        else "the extractor did not take it for the story",
    )
