"""Whether a line of a flat text is a caption: signs, each with a weight that was learned.

The weights stand in ``weights.py``; ``benchmarks/train_segmentation.py`` makes them. Each sign has
an example, which a test runs.
"""

from __future__ import annotations

import math
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
from audiobrief.story.captionwords import (
    AGENCY_END,
    ARCHIVE,
    BRACKETED_END,
    DAY_DATE,
    ENDS_IN_DATE,
    FULL_DATE,
    LINKING,
    LISTED_CREDITS,
    NAME_END,
    NAMES,
    NUMBERED,
    PICTURES,
    PLACE_END,
    SCENE,
    SHORT_BRACKETS,
    SIDES,
    SLASHED,
    STROKE_NAME,
    TAIL,
    YEAR,
    has_date,
    has_speech,
    is_past,
)
from audiobrief.story.datelines import DATELINE
from audiobrief.story.extent import look
from audiobrief.story.lineview import Line, Place
from audiobrief.story.people import is_person
from audiobrief.story.weights import CAPTION
from audiobrief.story.words import alike, tokens

MAX_WORDS: Final = 90
"""No caption is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something about a line that speaks for or against a caption.

    Attributes:
        holds: Whether it is there.
        example: A line on which it is.
    """

    holds: Callable[[Line], bool]
    example: Line


def _words(least: float, most: float) -> Callable[[Line], bool]:
    return lambda line: least <= line.look.words < most


def _known(line: Line) -> float:
    """Return the share of its long words that the headline tells as well."""
    found = [word for word in tokens(line.text) if len(word) >= 4 or word > "\u0dff"]
    title = set(tokens(line.headline))
    return sum(word in title for word in found) / max(4, len(found))


def _is_plain(line: Line) -> bool:
    """Return whether a line tells without speech, without a link to others and without tenses."""
    return (
        4 <= line.look.words <= 45
        and not LINKING.match(line.text)
        and not has_speech(line.text)
        and not is_past(line.text)
    )


_SENTENCE: Final = "Riders wait for the ferry at dawn in Port Lanning."
_TOP: Final = Line(text=_SENTENCE, place=Place.TOP)
_STRONG: Final = "The ferry was late again on Monday, and the people who wait for it said so. " * 2

SIGNS: Final[dict[str, Sign]] = {
    "always": Sign(holds=lambda _: True, example=_TOP),
    "up to five words": Sign(holds=_words(0, 5.6), example=Line(text="Jane Doe in 1987")),
    "six to nine words": Sign(holds=_words(5.6, 9.6), example=Line(text="word " * 8)),
    "ten to twenty words": Sign(holds=_words(9.6, 20.6), example=Line(text="word " * 15)),
    "twenty-one to thirty words": Sign(holds=_words(20.6, 30.6), example=Line(text="word " * 25)),
    "thirty-one to forty-five words": Sign(
        holds=_words(30.6, 45.6), example=Line(text="word " * 40)
    ),
    "more words": Sign(holds=_words(45.6, 1e9), example=Line(text="word " * 50)),
    "two sentences": Sign(
        holds=lambda line: line.look.sentences == 2,
        example=Line(text="The ferry is late. Nobody minds."),
    ),
    "three sentences": Sign(
        holds=lambda line: line.look.sentences > 2,
        example=Line(text="The ferry is late. Nobody minds. It rains."),
    ),
    "no end sign": Sign(
        holds=lambda line: not line.look.ends, example=Line(text="The ferry at dawn")
    ),
    "no end sign in six words and more": Sign(
        holds=lambda line: not line.look.ends and line.look.words >= 6,
        example=Line(text="The ferry at dawn in the harbor"),
    ),
    "asks or cries": Sign(
        holds=lambda line: line.text.rstrip('"”’ ').endswith(("?", "!")),
        example=Line(text="Where is the ferry?"),
    ),
    "credit at its end": Sign(
        holds=lambda line: split_credit(line.text)[1] is not None,
        example=Line(text="Riders wait for the ferry. (AP Photo/Jane Doe)"),
    ),
    "credit follows": Sign(
        holds=lambda line: is_credit(line.after),
        example=Line(text=_SENTENCE, after="Photo: Jane Doe"),
    ),
    "credit goes before": Sign(
        holds=lambda line: is_credit(line.before),
        example=Line(text=_SENTENCE, before="Photo: Jane Doe"),
    ),
    "a name follows": Sign(
        holds=lambda line: is_person(line.after) and line.look.ends,
        example=Line(text=_SENTENCE, after="Jane Doe"),
    ),
    "a name after its end": Sign(
        holds=lambda line: bool(NAME_END.search(line.text)),
        example=Line(text=f"{_SENTENCE} Jane Doe"),
    ),
    "some words after its end": Sign(
        holds=lambda line: bool(TAIL.search(line.text[-70:])),
        example=Line(text=f"{_SENTENCE} jane doe"),
    ),
    "an agency in its last words": Sign(
        holds=lambda line: bool(AGENCY_END.search(line.text[-60:])),
        example=Line(text=f"{_SENTENCE} Reuters"),
    ),
    "brackets at its end": Sign(
        holds=lambda line: bool(BRACKETED_END.search(line.text)),
        example=Line(text="Riders wait for the ferry (Port Lanning)"),
    ),
    "a stroke in its last words": Sign(
        holds=lambda line: bool(SLASHED.search(line.text[-60:])),
        example=Line(text="Riders wait for the ferry. Jane Doe/Herald"),
    ),
    "mark of a picture before": Sign(
        holds=lambda line: is_picture_mark(line.before),
        example=Line(text=_SENTENCE, before="Image 2 of 5"),
    ),
    "wording of a caption": Sign(
        holds=lambda line: shows_picture(line.text),
        example=Line(text="Jane Doe, left, is seen on the ferry."),
    ),
    "left or right": Sign(
        holds=lambda line: bool(SIDES.search(line.text)),
        example=Line(text="Jane Doe (left) and John Roe at the ferry"),
    ),
    "from the archive": Sign(
        holds=lambda line: bool(ARCHIVE.search(line.text)),
        example=Line(text="The ferry in the harbor (archive)"),
    ),
    "a scene in the present": Sign(
        holds=lambda line: bool(SCENE.match(line.text)),
        example=Line(text="Riot police walk past the ferry in Port Lanning."),
    ),
    "a year": Sign(
        holds=lambda line: bool(YEAR.search(line.text)), example=Line(text="The ferry in 1987.")
    ),
    "a date": Sign(
        holds=lambda line: line.look.words <= MAX_WORDS and has_date(line.text),
        example=Line(text="The ferry on March 14, 2026, in the harbor."),
    ),
    "a year or day at its end": Sign(
        holds=lambda line: bool(ENDS_IN_DATE.search(line.text)),
        example=Line(text="The ferry in Port Lanning on Monday."),
    ),
    "speech": Sign(
        holds=lambda line: has_speech(line.text),
        example=Line(text="The ferry is late, she said."),
    ),
    "a linking opening": Sign(
        holds=lambda line: bool(LINKING.match(line.text)),
        example=Line(text="But the ferry was late."),
    ),
    "told as past or future": Sign(
        holds=lambda line: is_past(line.text),
        example=Line(text="The ferry would be late."),
    ),
    "top": Sign(holds=lambda line: line.place is Place.TOP, example=_TOP),
    "top of a whole page": Sign(
        holds=lambda line: line.place is Place.TOP and not line.tidy, example=_TOP
    ),
    "a sentence at the top": Sign(
        holds=lambda line: line.place is Place.TOP and line.look.ends, example=_TOP
    ),
    "first line after the headline": Sign(
        holds=lambda line: line.to_headline == 0,
        example=Line(text=_SENTENCE, place=Place.TOP, to_headline=0),
    ),
    "last line before the story": Sign(
        holds=lambda line: line.place is Place.TOP and look(line.after).strong,
        example=Line(text=_SENTENCE, place=Place.TOP, after=_STRONG),
    ),
    "behind date or byline": Sign(
        holds=lambda line: look(line.before).dated or look(line.before).byline,
        example=Line(text=_SENTENCE, before="By Jane Doe"),
    ),
    "before date or byline": Sign(
        holds=lambda line: look(line.after).dated or look(line.after).byline,
        example=Line(text=_SENTENCE, after="By Jane Doe"),
    ),
    "between long paragraphs": Sign(
        holds=lambda line: look(line.before).strong and look(line.after).strong,
        example=Line(text=_SENTENCE, before=_STRONG, after=_STRONG),
    ),
    "a long paragraph before": Sign(
        holds=lambda line: look(line.before).strong,
        example=Line(text=_SENTENCE, before=_STRONG),
    ),
    "short paragraph in a text of long ones": Sign(
        holds=lambda line: line.look.words < 0.6 * line.usual and line.look.ends,
        example=Line(text=_SENTENCE, usual=40),
    ),
    "furniture just before": Sign(
        holds=lambda line: bool(line.before) and look(line.before).kind is not None,
        example=Line(text=_SENTENCE, before="Share this article"),
    ),
    "furniture just after": Sign(
        holds=lambda line: bool(line.after) and look(line.after).kind is not None,
        example=Line(text=_SENTENCE, after="Share this article"),
    ),
    "printed twice": Sign(holds=lambda line: line.again, example=Line(text=_SENTENCE, again=True)),
    "nearly the next line": Sign(
        holds=lambda line: alike(line.text, line.after) >= 0.6,
        example=Line(text=_SENTENCE, after=f"{_SENTENCE} (Jane Doe)"),
    ),
    "words of the headline": Sign(
        holds=lambda line: _known(line) >= 0.3,
        example=Line(text="The ferry is late in Port Lanning", headline="Ferry late in Port Town"),
    ),
    "no words of the headline": Sign(
        holds=lambda line: bool(line.headline) and _known(line) == 0.0,
        example=Line(text=_SENTENCE, headline="Council votes"),
    ),
    "in the first half": Sign(holds=lambda line: line.early, example=Line(text="A", early=True)),
    "in a script without spaces": Sign(
        holds=lambda line: sum(sign > "\u2e7f" for sign in line.text) > len(line.text) / 2,
        example=Line(text="港で船を待つ人々"),
    ),
    "no end sign where others have one": Sign(
        holds=lambda line: not line.look.ends and look(line.after).prose and line.look.words >= 6,
        example=Line(text="The ferry at dawn in the harbor", after=_STRONG),
    ),
    "a plain sentence at the top": Sign(
        holds=lambda line: line.place is Place.TOP and line.look.ends and _is_plain(line),
        example=_TOP,
    ),
    "a plain short paragraph": Sign(
        holds=lambda line: line.look.words < 0.6 * line.usual and _is_plain(line),
        example=Line(text=_SENTENCE, usual=40),
    ),
    "a plain line with a date": Sign(
        holds=lambda line: _is_plain(line) and line.look.sentences == 1 and has_date(line.text),
        example=Line(text="The ferry in the harbor on March 14, 2026."),
    ),
    "a plain line with a year or day at its end": Sign(
        holds=lambda line: _is_plain(line) and bool(ENDS_IN_DATE.search(line.text)),
        example=Line(text="The ferry in the harbor in 2019."),
    ),
    "a plain line between long paragraphs": Sign(
        holds=lambda line: (
            _is_plain(line)
            and line.look.sentences == 1
            and look(line.before).strong
            and look(line.after).strong
        ),
        example=Line(text=_SENTENCE, before=_STRONG, after=_STRONG),
    ),
    "a scene that ends in its full date": Sign(
        holds=lambda line: (
            4 <= line.look.words <= 45
            and line.look.sentences <= 2
            and bool(FULL_DATE.search(line.text[-60:]))
        ),
        example=Line(text="Riders wait for the ferry in Port Lanning, March 14, 2026."),
    ),
    "a plain line with a full date at its end": Sign(
        holds=lambda line: (
            _is_plain(line) and line.look.sentences <= 2 and bool(DAY_DATE.search(line.text[-40:]))
        ),
        example=Line(text="Die Fähre im Hafen von Port Lanning am 3. Januar 2026."),
    ),
    "several credits": Sign(
        holds=lambda line: bool(LISTED_CREDITS.search(line.text[-300:])),
        example=Line(text="Grey blazer by Doe.Photo: Jane Doe. Styling: John Roe. Hair: Ann Poe"),
    ),
    "between the mark of a picture and a credit": Sign(
        holds=lambda line: is_picture_mark(line.before) and is_credit(line.after),
        example=Line(text=_SENTENCE, before="Image 2 of 5", after="Photo: Jane Doe"),
    ),
    "at the top between a credit and what is no sentence": Sign(
        holds=lambda line: (
            line.place is Place.TOP and is_credit(line.before) and not look(line.after).prose
        ),
        example=Line(text=_SENTENCE, place=Place.TOP, before="Photo: Jane Doe", after="12:43"),
    ),
    "credit follows a plain line": Sign(
        holds=lambda line: is_credit(line.after) and _is_plain(line),
        example=Line(text=_SENTENCE, after="Photo: Jane Doe"),
    ),
    "credit follows what is told": Sign(
        holds=lambda line: (
            is_credit(line.after)
            and line.look.ends
            and (line.look.sentences > 1 or not _is_plain(line))
        ),
        example=Line(text="The ferry is late, she said.", after="Photo: Jane Doe"),
    ),
    "credit follows few words": Sign(
        holds=lambda line: is_credit(line.after) and line.look.words <= 20,
        example=Line(text=_SENTENCE, after="Photo: Jane Doe"),
    ),
    "credit follows many words": Sign(
        holds=lambda line: is_credit(line.after) and line.look.words > 30,
        example=Line(text="word " * 31, after="Photo: Jane Doe"),
    ),
    "a stroke and a name at its end": Sign(
        holds=lambda line: bool(STROKE_NAME.search(line.text[-80:])),
        example=Line(text="Riders wait for the ferry / Jane Doe"),
    ),
    "an abbreviation in brackets at its end": Sign(
        holds=lambda line: bool(SHORT_BRACKETS.search(line.text[-20:])),
        example=Line(text=f"{_SENTENCE} (AAP)"),
    ),
    "words for pictures": Sign(
        holds=lambda line: line.look.words <= 45 and bool(PICTURES.search(line.text)),
        example=Line(text="Captura del vídeo"),
    ),
    "several names": Sign(
        holds=lambda line: line.look.words <= 45 and len(NAMES.findall(line.text)) >= 2,
        example=Line(text="The captain Jane Doe with John Roe on the ferry"),
    ),
    "a place at its end": Sign(
        holds=lambda line: line.look.words <= 45 and bool(PLACE_END.search(line.text[-60:])),
        example=Line(text="The ferry leaves Port Lanning, Oregon."),
    ),
    "no end sign, between sentences, no credit": Sign(
        holds=lambda line: (
            not line.look.ends
            and look(line.before).prose
            and look(line.after).prose
            and split_credit(line.text)[1] is None
        ),
        example=Line(text="What happens next", before=_SENTENCE, after=_SENTENCE),
    ),
    "a number before it": Sign(
        holds=lambda line: bool(NUMBERED.match(line.text)),
        example=Line(text="6. Ask the captain"),
    ),
    "a line of words before it at the top": Sign(
        holds=lambda line: (
            line.place is Place.TOP and line.to_headline > 0 and look(line.before).words >= 9
        ),
        example=Line(text=_SENTENCE, place=Place.TOP, to_headline=1, before="word " * 10),
    ),
    "a colon": Sign(holds=lambda line: ":" in line.text, example=Line(text="The ferry: late")),
    "begins small": Sign(
        holds=lambda line: line.text[:1].islower(), example=Line(text="the ferry")
    ),
}
"""Name -> sign. What none of them sees is no caption."""


def may_be_caption(line: Line) -> bool:
    """Return whether a line is one of those for which the signs are weighed."""
    each = line.look
    return (
        line.place in {Place.TOP, Place.INSIDE}
        and 1.5 <= each.words <= MAX_WORDS
        and each.kind is None
        and not (each.credit or each.byline or each.dated)
        and not is_picture_mark(line.text)
        and not (line.seen or line.quoted or line.stressed or split_label(line.text)[1])
        and not (line.heading or line.bold or line.listed)
        and (split_credit(line.text)[1] is not None or not DATELINE.match(line.text))
    )


def caption_odds(line: Line) -> tuple[float, str]:
    """Return the logarithm of the odds for a caption, and the sign that says most for one."""
    told = [(CAPTION[name], name) for name, sign in SIGNS.items() if sign.holds(line)]
    return math.fsum(weight for weight, _ in told), max(told)[1]
