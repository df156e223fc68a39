"""The fidelity gate: what is printed is what is said, cue by cue and block by block.

The gate reads spoken English back into words and values with a reader of its own, and holds it
against the print: every word, number, name and negation is said, in its order, and nothing else is.
It shares no table and no function with the text stage (``rundown/speakable``), so that a wrong
table there cannot agree with itself; a test enforces that. For other languages it checks the plain
words, and says that it has not verified the numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from typing import Any, Final

from audiobrief.rundown.fidelity.fault import Fault, shortened
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.settings import Show, TextRow
from audiobrief.story.model import Role, Story

__all__ = ["Audit", "Fault", "Refusal", "audit", "faults", "left_out", "reads_numbers"]

VERIFIED: Final = "verified"
NOT_VERIFIED: Final = "not verified"
UNFAITHFUL: Final = "unfaithful"

_BRITISH: Final = frozenset(("GB", "AU", "NZ", "IE", "ZA", "IN"))
"""Regions that write the day before the month and read scores without "to"."""


def reads_numbers(language: str) -> bool:
    """Return whether there is a reader of the spoken numbers of a language: of English alone."""
    return language.replace("_", "-").partition("-")[0].lower() == "en"


def faults(
    printed: str,
    spoken: str,
    language: str = "en-US",
    *,
    rows: Sequence[TextRow] = (),
    published: dt.date | None = None,
) -> tuple[Fault, ...]:
    """Return where the spoken text is not the printed one; empty where it is.

    In English every token and value is held against the print; in other languages the words that
    stand apart from figures, signs and abbreviations. Linear in time; never raises.

    Args:
        printed: As it stands in the transcript.
        spoken: As it is said.
        language: BCP 47 tag.
        rows: The show's own, which a producer has stated.
        published: The day of the story: "Thursday" may then be said with its date.
    """
    if not reads_numbers(language):
        from audiobrief.rundown.fidelity import others

        return others.faults(printed, spoken, rows, language)
    from audiobrief.rundown.fidelity import align
    from audiobrief.rundown.fidelity.stated import Stated

    region = language.replace("_", "-").upper().rpartition("-")[2]
    stated = Stated(rows, published) if rows or published else None
    return align.faults(printed, spoken, british=region in _BRITISH, stated=stated)


def left_out(printed: str, spoken: str, language: str = "en-US") -> tuple[tuple[str, str], ...]:
    """Return (sign, reason) for what is printed and, rightly, not said: ™, * or a bullet."""
    if not reads_numbers(language):
        return ()
    from audiobrief.rundown.fidelity import align

    return align.left_out(printed, spoken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A cue that does not say what is printed, or a block that no cue reads.

    Attributes:
        cue: Id of the cue; ``""`` for a block.
        item: Index of its story, None for the opening and the closing.
        block: Index of the block, or None.
        print_text: Its printed words.
        printed: The printed words that are not said.
        spoken: What is said in their place.
    """

    cue: str
    item: int | None
    block: int | None
    print_text: str
    printed: str
    spoken: str

    @property
    def sentence(self) -> str:
        """What is wrong, as a whole sentence."""
        if not self.cue:
            return f"No cue reads the whole of block {self.block}: “{shortened(self.print_text)}”."
        fault = Fault(printed=self.printed, spoken=self.spoken)
        return f"Cue {self.cue}: {fault.sentence}; its print is “{shortened(self.print_text)}”."


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the gate found in a rundown.

    Attributes:
        refusals: Cues and blocks that are not faithful.
        languages: Tag -> how many cues.
        blocks_verified: Whether the story was at hand, so that its blocks could be looked for.
        left_out: What is printed and rightly not said: cue, text and reason.
    """

    refusals: tuple[Refusal, ...]
    languages: dict[str, int]
    blocks_verified: bool
    left_out: tuple[dict[str, str], ...]

    @property
    def status(self) -> str:
        """Return "verified", "not verified" or "unfaithful"."""
        if self.refusals:
            return UNFAITHFUL
        return VERIFIED if all(map(reads_numbers, self.languages)) else NOT_VERIFIED

    @property
    def unread_languages(self) -> tuple[str, ...]:
        """The languages whose numbers were not verified."""
        return tuple(each for each in self.languages if not reads_numbers(each))

    def record(self) -> dict[str, Any]:
        """Return what episode.json keeps."""
        return {
            "status": self.status,
            "languages": {
                language: {
                    "cues": count,
                    "words": VERIFIED,
                    "numbers": VERIFIED if reads_numbers(language) else NOT_VERIFIED,
                }
                for language, count in self.languages.items()
            },
            "blocks": VERIFIED if self.blocks_verified else NOT_VERIFIED,
            "unfaithful": [asdict(each) for each in self.refusals],
            "left_out": list(self.left_out),
        }


def audit(
    rundown: Rundown,
    stories: Sequence[Story],
    show: Show,
    leave_out: AbstractSet[Role] = frozenset(),
) -> Audit:
    """Return what the gate finds in a rundown.

    Args:
        rundown: What will be said.
        stories: What it was made from, one for each item; empty for an edited rundown.
        show: Its policy for pictures decides what need not be read.
        leave_out: Roles that the producer does not want to hear.
    """
    owner = rundown.item_of()
    days = {index: item.published for index, item in enumerate(rundown.items)}
    refusals = [
        Refusal(
            cue=cue.id,
            item=owner[cue.id],
            block=cue.block,
            print_text=cue.print_text,
            printed=fault.printed,
            spoken=fault.spoken,
        )
        for cue in rundown.cues
        for fault in faults(
            cue.print_text,
            cue.spoken_text,
            cue.language,
            rows=show.text_rows,
            published=_day(days, owner[cue.id]),
        )
    ]
    refusals += _lost(rundown, stories, show, leave_out)
    return Audit(
        refusals=tuple(refusals),
        languages=dict(Counter(cue.language for cue in rundown.cues)),
        blocks_verified=bool(stories),
        left_out=tuple(_silent(rundown.cues)),
    )


def _day(days: dict[int, dt.datetime | None], item: int | None) -> dt.date | None:
    moment = None if item is None else days[item]
    return moment.date() if moment else None


def _lost(
    rundown: Rundown, stories: Sequence[Story], show: Show, leave_out: AbstractSet[Role]
) -> Iterator[Refusal]:
    from audiobrief.rundown.fidelity.coverage import lost_blocks

    # An edited rundown comes without its stories: its blocks cannot be looked for.
    for number, (story, item) in enumerate(zip(stories, rundown.items, strict=False)):
        for index, block in lost_blocks(story, item, show, leave_out):
            yield Refusal(
                cue="",
                item=number,
                block=index,
                print_text=block.text,
                printed=block.text,
                spoken="",
            )


def _silent(cues: Sequence[Cue]) -> Iterator[dict[str, str]]:
    for cue in cues:
        for text, reason in left_out(cue.print_text, cue.spoken_text, cue.language):
            yield {"cue": cue.id, "text": text, "reason": reason}
