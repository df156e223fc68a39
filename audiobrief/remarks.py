"""What a producer is told of an episode that was made: in what it is less than it could be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from audiobrief.order import Order
from audiobrief.plan import Plan
from audiobrief.rundown.model import Rundown
from audiobrief.settings import LOUDNESS_PRESETS, TextRow
from audiobrief.words import language_name

if TYPE_CHECKING:
    from audiobrief.mix.bed import Bed
    from audiobrief.mix.model import Master
    from audiobrief.rundown.fidelity import Audit

MAX_MISS_LU: Final = 0.5
MAX_REDUCTION_DB: Final = 6.0
"""What is further from the target, or limited harder (95th percentile), is told."""

MAX_TOLD: Final = 12
"""Words and signs that a remark names; of a longer list it tells how many more there are."""


def bed_remarks(bed: Bed | None) -> Iterator[str]:
    """Yield how far the bed lies under the speech: who hears with effort depends on it."""
    if bed is not None:
        yield (
            f"The bed lies {bed.under_db:g} decibels (A-weighted) under the softest voice, and its"
            f" loudest moment {bed.least_db:g} under the softest cue."
        )


def sound_remarks(master: Master, order: Order) -> Iterator[str]:
    """Yield what a listener would notice of the decoded sound."""
    target_lufs = order.show.loudness_lufs
    if abs(master.loudness_lufs - target_lufs) > MAX_MISS_LU:
        yield (
            f"The loudness is {master.loudness_lufs:.1f} LUFS, not {target_lufs:g}: the voice has"
            " peaks that the limiter cannot take more from; choose a lower loudness or another"
            " voice."
        )
    _, often_db, _ = master.reduction_db
    if often_db > MAX_REDUCTION_DB:
        yield (
            f"At {target_lufs:g} LUFS the limiter takes {often_db:.0f} decibels off the loudest"
            " moments, as the voice has high peaks for its loudness. If that sounds rough,"
            f" {_softer(target_lufs)}."
        )
    if master.over_db > 0:
        yield (
            f"Some moments pass the true peak by up to {master.over_db:.1f} dB where the MP3 is"
            " decoded, and can sound clipped; choose a higher bit rate or a lower loudness."
        )


def _softer(target_lufs: float) -> str:
    """Return what a producer can do where a voice is limited hard.

    At 2 LU less, a quarter to two thirds less is taken from eSpeak NG: docs/how-to/sound.md.
    """
    lower = [(lufs, name) for name, lufs in LOUDNESS_PRESETS.items() if lufs <= target_lufs - 2]
    if not lower:
        return "choose another voice"
    lufs, name = max(lower)
    return f'give --loudness {name} ({lufs:g} LUFS), or set loudness = "{name}" for the show'


def date_remarks(planned: Plan, order: Order) -> Iterator[str]:
    """Yield a sentence where a stated date is not taken, as the episode is there already."""
    first = planned.place.published
    if order.date is not None and order.date != first:
        yield (
            f"The episode keeps the date of its first publication, {first:%Y-%m-%d}; delete its"
            " folder to publish it anew."
        )


def wordless_remarks(languages: Sequence[str]) -> Iterator[str]:
    """Yield a sentence on the languages in which nothing announces a caption but a sound."""
    if languages:
        yield (
            f"audiobrief has no words of its own in {', '.join(languages)}: sounds alone mark the"
            " captions and quotations there, and the story after them; docs/how-to/languages.md"
            " tells how to add the words."
        )


def sign_remarks(rundown: Rundown, rows: tuple[TextRow, ...]) -> Iterator[str]:
    """Yield a sentence on each language in which figures or signs are left to the engine."""
    from audiobrief.rundown.speakable import unspoken

    left: dict[str, dict[str, None]] = {}
    for cue in rundown.cues:
        signs = dict.fromkeys(unspoken(cue.spoken_text, cue.language))
        if signs:
            left.setdefault(cue.language, {}).update(signs)
    for language, signs in left.items():
        yield f"Left for the engine to say in {language}: {', '.join(signs)}."
    yield from _unknown(rundown, rows)


def _unknown(rundown: Rundown, rows: tuple[TextRow, ...]) -> Iterator[str]:
    """Yield a sentence on the words and signs that no table of the text stage knows."""
    from audiobrief.rundown.speakable import residue

    found = dict.fromkeys(
        token for cue in rundown.cues for token in residue(cue.print_text, cue.language, rows)
    )
    if found:
        named = ", ".join(list(found)[:MAX_TOLD])
        more = f" and {len(found) - MAX_TOLD} more" if len(found) > MAX_TOLD else ""
        yield (
            f"In no table, and said in the safest way: {named}{more}; hear them once, for the"
            " rundown or the show's lexicon can say them otherwise."
        )


def fidelity_remarks(fidelity: Audit) -> Iterator[str]:
    """Yield what the fidelity gate let pass, and what it could not verify."""
    for refusal in fidelity.refusals:
        yield f"Unfaithful, and allowed: {refusal.sentence}"
    if fidelity.unread_languages:
        unread = ", ".join(map(language_name, fidelity.unread_languages))
        yield (
            f"Spoken numbers are not verified in {unread}: there is no reader for them; listen to"
            " them."
        )
