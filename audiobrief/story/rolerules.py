"""The table of rules for the role of a line, each with an example that a test runs.

Weights were set on real stories. When in doubt, a line is body: a lost paragraph is worse for a
listener than a line too many.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from audiobrief.story.captions import (
    is_credit,
    is_picture_mark,
    shows_picture,
    split_credit,
    split_label,
)
from audiobrief.story.datelines import DATELINE
from audiobrief.story.extent import look
from audiobrief.story.lineview import Line, Place
from audiobrief.story.model import Role
from audiobrief.story.people import is_person, may_be_byline
from audiobrief.story.rolewords import CREDITS, DATED_SCENE, QUOTED, YEAR, is_date_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A reason to take a line for something.

    Attributes:
        name: What ``Block.rule`` says.
        role: What the line would be.
        weight: How strongly; the sum for each role is compared.
        holds: Whether the rule applies to a line.
        example: A line to which it does.
        reason: Why the line is dropped, for furniture.
    """

    name: str
    role: Role
    weight: float
    holds: Callable[[Line], bool]
    example: Line
    reason: str = ""


def _one_caption_sentence(line: Line) -> bool:
    each = line.look
    return 4 <= each.words <= 45 and each.sentences <= 2


def _has_glued_credit(line: Line) -> bool:
    return line.look.words <= 80 and split_credit(line.text)[1] is not None


def _early(line: Line) -> bool:
    return line.place is Place.TOP


def _is_outside(line: Line) -> bool:
    """Return whether a line stands round the story; what a tidy text begins with belongs to it."""
    return line.place is Place.AFTER or (line.place is Place.BEFORE and not line.tidy)


def _is_subhead(line: Line) -> bool:
    each = line.look
    return (
        1 <= each.words <= 14
        and not line.listed
        and not line.text.rstrip("\"”’'").endswith((".", ",", ";", "。", "…"))
        and line.place is Place.INSIDE
    )


_INSIDE: Final = (Place.TOP, Place.INSIDE)

RULES: Final = (
    Rule(
        name="inside",
        role=Role.BODY,
        weight=1.0,
        holds=lambda line: line.place is Place.INSIDE,
        example=Line(text="The ferry was late again."),
    ),
    Rule(
        name="sentence",
        role=Role.BODY,
        weight=1.0,
        holds=lambda line: line.look.ends and line.look.words >= 5 and line.look.kind is None,
        example=Line(text="The ferry was late again on Monday."),
    ),
    Rule(
        name="paragraph",
        role=Role.BODY,
        weight=1.5,
        holds=lambda line: line.look.strong,
        example=Line(
            text="The ferry was late again on Monday, and the people who wait for it every morning"
            " said that they had seen enough of broken promises from the harbor office."
        ),
    ),
    Rule(
        name="long",
        role=Role.BODY,
        weight=2.0,
        holds=lambda line: line.look.words >= 45,
        example=Line(text="word " * 45),
    ),
    Rule(
        name="after-dateline",
        role=Role.BODY,
        weight=3.0,
        holds=lambda line: (
            line.place in _INSIDE
            and line.look.prose
            and bool(DATELINE.match(line.text))
            and not _has_glued_credit(line)
        ),
        example=Line(text="PORT LANNING, Ore. — The ferry was late again on Monday, people said."),
    ),
    Rule(
        name="list",
        role=Role.BODY,
        weight=4.0,
        holds=lambda line: line.listed and line.place is Place.INSIDE and line.look.kind is None,
        example=Line(text="two new boats", listed=True),
    ),
    Rule(
        name="outside",
        role=Role.FURNITURE,
        weight=2.0,
        holds=_is_outside,
        example=Line(text="The other ferry sank.", place=Place.AFTER),
        reason="it stands outside the story",
    ),
    Rule(
        name="far-outside",
        role=Role.FURNITURE,
        weight=3.0,
        holds=lambda line: _is_outside(line) and line.look.words >= 5,
        example=Line(text="The other ferry sank in the night.", place=Place.AFTER),
        reason="it stands outside the story",
    ),
    Rule(
        name="before-headline",
        role=Role.FURNITURE,
        weight=1.2,
        holds=lambda line: line.place is Place.BEFORE,
        example=Line(text="Local", place=Place.BEFORE),
        reason="it stands before the headline",
    ),
    Rule(
        name="section-label",
        role=Role.SECTION,
        weight=4.5,
        holds=lambda line: (
            line.place is Place.BEFORE
            and line.to_headline == 0
            and line.look.words <= 4
            and line.look.kind is None
            and not line.look.ends
            and not line.look.dated
            and not line.look.byline
        ),
        example=Line(text="Local News", place=Place.BEFORE),
    ),
    Rule(
        name="short-line",
        role=Role.FURNITURE,
        weight=1.6,
        holds=lambda line: (
            line.place in {Place.TOP, Place.AFTER} and line.look.words <= 6 and not line.look.ends
        ),
        example=Line(text="Site theme", place=Place.TOP),
        reason="a short line that is no sentence",
    ),
    Rule(
        name="between",
        role=Role.FURNITURE,
        weight=0.8,
        holds=lambda line: _early(line) and not line.look.prose,
        example=Line(text="Latest from the valley", place=Place.TOP),
        reason="it stands between headline and story, and is no sentence",
    ),
    Rule(
        name="repeated",
        role=Role.FURNITURE,
        weight=9.0,
        holds=lambda line: line.seen and line.look.words >= 3,
        example=Line(text="The ferry was late again.", seen=True),
        reason="the same words stand in the story already",
    ),
    Rule(
        name="no-words",
        role=Role.FURNITURE,
        weight=9.0,
        holds=lambda line: not any(map(str.isalnum, line.text)),
        example=Line(text="--"),
        reason="there is no word in it",
    ),
    Rule(
        name="furniture",
        role=Role.FURNITURE,
        weight=4.5,
        holds=lambda line: line.look.kind is not None,
        example=Line(text="Share this article"),
        reason="furniture by its wording",
    ),
    Rule(
        name="picture-mark",
        role=Role.FURNITURE,
        weight=4.0,
        holds=lambda line: is_picture_mark(line.text),
        example=Line(text="Image 2 of 5"),
        reason="it only says that a picture follows",
    ),
    Rule(
        name="date-line",
        role=Role.FURNITURE,
        weight=5.0,
        holds=is_date_line,
        example=Line(text="Posted May 24, 2026 10:05 am", place=Place.TOP),
        reason="the date of publication",
    ),
    Rule(
        name="dateline-alone",
        role=Role.DATELINE,
        weight=8.0,
        holds=lambda line: line.look.dateline and (line.place is Place.TOP or line.first_prose),
        example=Line(text="KIEL, 12. November (dpa) -", place=Place.TOP),
    ),
    Rule(
        name="byline",
        role=Role.BYLINE,
        weight=6.0,
        holds=lambda line: line.look.byline and (line.place is Place.TOP or line.first_prose),
        example=Line(text="By Jane Doe", place=Place.TOP),
    ),
    Rule(
        name="late-byline",
        role=Role.FURNITURE,
        weight=3.0,
        holds=lambda line: (
            line.look.byline
            and line.place is not Place.TOP
            and not CREDITS.search(line.text)
            and not (line.place is Place.INSIDE and may_be_byline(line.text))
        ),
        example=Line(text="By Jane Doe"),
        reason="a byline that is not the story's",
    ),
    Rule(
        name="bare-name",
        role=Role.BYLINE,
        weight=3.0,
        holds=lambda line: (
            _early(line)
            and is_person(line.text)
            and line.look.words <= 4
            and line.look.kind is None
            and not look(line.before).byline
            and (look(line.after).dated or look(line.before).dated or line.to_headline == 0)
        ),
        example=Line(text="Jane Doe", place=Place.TOP, after="May 24, 2026"),
    ),
    Rule(
        name="summary",
        role=Role.SUMMARY,
        weight=3.4,
        holds=lambda line: (
            _early(line)
            and 8 <= line.look.words <= 60
            and line.to_headline == 0
            and not shows_picture(line.text)
            and not YEAR.search(line.text)
            and line.look.kind is None
            and not line.tidy
        ),
        example=Line(text="Two towns share one boat, and neither wants to pay.", place=Place.TOP),
    ),
    Rule(
        name="stressed-summary",
        role=Role.SUMMARY,
        weight=5.0,
        holds=lambda line: (
            line.stressed
            and _early(line)
            and line.look.words >= 5
            and not _has_glued_credit(line)
            and not split_label(line.text)[1]
        ),
        example=Line(text="Two towns share one boat.", place=Place.TOP, stressed=True),
    ),
    Rule(
        name="subhead",
        role=Role.SUBHEAD,
        weight=1.6,
        holds=_is_subhead,
        example=Line(text="What happens next"),
    ),
    Rule(
        name="subhead-before-paragraph",
        role=Role.SUBHEAD,
        weight=1.2,
        holds=lambda line: _is_subhead(line) and line.next_to_prose,
        example=Line(text="What happens next", next_to_prose=True),
    ),
    Rule(
        name="marked-heading",
        role=Role.SUBHEAD,
        weight=6.0,
        holds=lambda line: line.heading > 0 and line.place in _INSIDE and line.look.kind is None,
        example=Line(text="What happens next", heading=2),
    ),
    Rule(
        name="bold-heading",
        role=Role.SUBHEAD,
        weight=5.0,
        holds=lambda line: (
            line.bold
            and _is_subhead(line)
            and line.look.kind is None
            and not (line.look.byline or line.look.dated or line.look.credit)
        ),
        example=Line(text="What happens next", bold=True),
    ),
    Rule(
        name="marked-quote",
        role=Role.QUOTE,
        weight=8.0,
        holds=lambda line: line.quoted,
        example=Line(text="We are tired of waiting.", quoted=True),
    ),
    Rule(
        name="standing-quote",
        role=Role.QUOTE,
        weight=2.2,
        holds=lambda line: (
            bool(QUOTED.match(line.text))
            and not re.search(r"[\"”“»«].{3,}[\"“„«]", line.text[1:-1])
            and line.place is Place.INSIDE
        ),
        example=Line(text="“We are tired of waiting.” — Jane Doe"),
    ),
    Rule(
        name="caption-credit",
        role=Role.CAPTION,
        weight=4.0,
        holds=_has_glued_credit,
        example=Line(text="Riders wait for the ferry at dawn. (AP Photo/Jane Doe)"),
    ),
    Rule(
        name="caption-before-credit",
        role=Role.CAPTION,
        weight=3.0,
        holds=lambda line: is_credit(line.after) and _one_caption_sentence(line),
        example=Line(text="Riders wait for the ferry at dawn.", after="Photo: Jane Doe"),
    ),
    Rule(
        name="caption-after-mark",
        role=Role.CAPTION,
        weight=2.6,
        holds=lambda line: is_picture_mark(line.before) and _one_caption_sentence(line),
        example=Line(text="Riders wait for the ferry at dawn.", before="Image 2 of 5"),
    ),
    Rule(
        name="caption-label",
        role=Role.CAPTION,
        weight=7.0,
        holds=lambda line: bool(split_label(line.text)[1]),
        example=Line(text="Photo caption: Riders wait for the ferry."),
    ),
    Rule(
        name="caption-wording",
        role=Role.CAPTION,
        weight=2.0,
        holds=lambda line: shows_picture(line.text) and _one_caption_sentence(line),
        example=Line(text="Jane Doe, left, is seen on the ferry."),
    ),
    Rule(
        name="caption-place-and-date",
        role=Role.CAPTION,
        weight=2.2,
        holds=lambda line: bool(DATED_SCENE.search(line.text)) and _one_caption_sentence(line),
        example=Line(text="Riders wait for the ferry in Port Lanning, Oregon, March 14, 2026."),
    ),
    Rule(
        name="caption-position",
        role=Role.CAPTION,
        weight=1.2,
        holds=lambda line: (
            _early(line) and 6 <= line.look.words <= 32 and line.look.kind is None and not line.tidy
        ),
        example=Line(text="Riders wait for the ferry at dawn.", place=Place.TOP),
    ),
    Rule(
        name="credit-alone",
        role=Role.FURNITURE,
        weight=4.0,
        holds=lambda line: is_credit(line.text),
        example=Line(text="Photo: Jane Doe"),
        reason="the credit of a picture",
    ),
    Rule(
        name="credits",
        role=Role.CREDITS,
        weight=7.5,
        holds=lambda line: (
            bool(CREDITS.search(line.text))
            and line.look.words <= 60
            and line.place in {Place.INSIDE, Place.AFTER}
            and not line.next_to_prose
        ),
        example=Line(text="Some information for this report came from the Coastal Radio Network."),
    ),
)
"""Every rule. Later ones do not override earlier ones: weights are added up."""
