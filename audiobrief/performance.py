"""A rundown at one pace: spoken, levelled, and laid out in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from audiobrief.plan import Order, Plan
from audiobrief.rundown.model import MAX_PAUSE_MS, Cue, Rundown
from audiobrief.rundown.voice_lexicons import VoiceLexicons
from audiobrief.settings import MP3_PRESETS
from audiobrief.storage import cache_folder

if TYPE_CHECKING:
    from audiobrief.mix.bed import Bed
    from audiobrief.mix.model import Sounds, Timeline
    from audiobrief.speech.model import Recording

USUAL_PACE: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What is heard, and when.

    Attributes:
        timeline: All sounds in their time.
        recording: The takes, and what was spoken otherwise than asked.
        bed: The music under the speech, or None.
    """

    timeline: Timeline
    recording: Recording
    bed: Bed | None


def perform(  # noqa: PLR0913, what the earlier stages have found out
    planned: Plan,
    order: Order,
    *,
    lexicons: VoiceLexicons,
    sounds: Sounds,
    pace: float = USUAL_PACE,
    speaking: Callable[[str], None] = lambda _: None,
    levelling: Callable[[], None] = lambda: None,
) -> Performance:
    """Speak the rundown of a plan and lay it out.

    At another pace the engines speak faster or slower, and pauses shrink or grow with the words;
    the show's own sounds stay as they are.

    Args:
        planned: What is said, by whom.
        order: What the producer asks for.
        lexicons: Pronunciations.
        sounds: The show's own sounds.
        pace: How many times as fast as the show's own pace.
        speaking: Is told how far the speech is, in whole sentences.
        levelling: Is called when all is spoken.

    Raises:
        AudiobriefError: Something cannot be spoken, or is no fit sound.
    """
    from audiobrief.mix.arrange import arrange
    from audiobrief.mix.bed import bed_under, ceiling_beside, with_bed
    from audiobrief.mix.level import levels
    from audiobrief.mix.model import limit_dbtp
    from audiobrief.mix.trim import trimmed
    from audiobrief.speech.cache import CacheStore
    from audiobrief.speech.record import record

    show, rundown = order.show, _at_pace(planned.rundown, pace)
    recording = record(
        rundown,
        planned.profiles,
        pronounce=lexicons.touching,
        cache=CacheStore() if order.cached else CacheStore.temporary(),
        speed=show.speed * pace,
        threads=order.threads,
        offline=order.offline,
        fallback=order.fallback,
        progress=speaking,
    )
    levelling()
    limit = limit_dbtp(show.true_peak_dbtp, MP3_PRESETS[show.mp3].kbps)

    def levelled(ceiling_dbtp: float) -> dict[str, float]:
        return levels(
            rundown,
            recording.takes,
            show.loudness_lufs,
            limit_dbtp=ceiling_dbtp,
            found=cache_folder() / "levels" if order.cached else None,
        )

    gains_db, bed = levelled(limit), None
    if sounds.bed is not None:
        bed = bed_under(sounds.bed, recording.takes, gains_db, show.sounds.bed_under_db)
        # The limiter leaves room for the bed, so it takes a little more from the speech.
        gains_db = levelled(ceiling_beside(bed, limit))
        bed = bed_under(sounds.bed, recording.takes, gains_db, show.sounds.bed_under_db)
    timeline = arrange(rundown, recording.takes, sounds, gains_db)
    if bed is not None:
        timeline = with_bed(timeline, bed)
    timeline = trimmed(timeline, recording.takes, show.loudness_lufs)
    return Performance(timeline=timeline, recording=recording, bed=bed)


def _at_pace(rundown: Rundown, pace: float) -> Rundown:
    """Return the rundown with pauses that fit the pace; the words and the ids stay."""
    if pace == USUAL_PACE:
        return rundown

    def paced(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
        return tuple(
            replace(cue, pause_after_ms=min(MAX_PAUSE_MS, round(cue.pause_after_ms / pace)))
            for cue in cues
        )

    return replace(
        rundown,
        opening=paced(rundown.opening),
        items=tuple(replace(item, cues=paced(item.cues)) for item in rundown.items),
        closing=paced(rundown.closing),
    )
