"""A rundown at one pace: spoken, levelled, and laid out in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from audiobrief.errors import SettingsError, SpeechError
from audiobrief.order import Order
from audiobrief.plan import Plan
from audiobrief.rundown.compose import labels
from audiobrief.rundown.model import MAX_PAUSE_MS, Cue, Item, Rundown
from audiobrief.rundown.voice_lexicons import VoiceLexicons
from audiobrief.storage import cache_folder
from audiobrief.story.model import Role

if TYPE_CHECKING:
    from audiobrief.mix.bed import Bed
    from audiobrief.mix.model import Placement, Sounds, Timeline
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
    from audiobrief.mix.delivery import encoding_of
    from audiobrief.mix.level import levels
    from audiobrief.mix.trim import trimmed

    show, rundown = order.show, _at_pace(planned.rundown, pace)
    recording = _recorded(rundown, planned, order, lexicons=lexicons, pace=pace, told=speaking)
    levelling()
    limit = encoding_of(show).limit_dbtp

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What is said at the beginning of tracks, and nowhere in the episode.

    Attributes:
        placements: Text -> its sound, as loud as the show's own words, from frame 0.
        recording: The takes, and what was spoken otherwise than asked.
    """

    placements: Mapping[str, Placement]
    recording: Recording


def say_labels(
    texts: Sequence[str],
    planned: Plan,
    order: Order,
    usual: Performance,
    *,
    lexicons: VoiceLexicons,
) -> Labels | None:
    """Speak labels in the voice that says the show's own words; None where there is none to say.

    Raises:
        AudiobriefError: One cannot be spoken.
    """
    from audiobrief.mix.arrange import placed
    from audiobrief.mix.delivery import encoding_of
    from audiobrief.mix.level import levels

    if not texts:
        return None
    show, rundown = order.show, planned.rundown
    # The voice that really spoke: where another stands in, the labels are its too.
    spoken = next((t for t in usual.recording.takes if t.cue.role is Role.CONTINUITY), None)
    voice = spoken.voice if spoken else show.voice_for(Role.CONTINUITY)
    cues = labels(texts, rundown, show, voice)
    alone = Rundown(
        title=rundown.title,
        language=rundown.language,
        items=(Item(title=rundown.title, cues=cues),),
    )
    recording = _recorded(alone, planned, order, lexicons=lexicons)
    heard = {(each.voice, each.engine): each.gain_db for each in reversed(usual.timeline.speech)}
    limit = encoding_of(show).limit_dbtp
    if all((take.voice, take.engine) in heard for take in recording.takes):
        gains_db = {take.cue.id: heard[take.voice, take.engine] for take in recording.takes}
    else:
        gains_db = levels(alone, recording.takes, show.loudness_lufs, limit_dbtp=limit)
    return Labels(
        placements={
            text: placed(take.cue, take, gains_db[take.cue.id])
            for text, take in zip(texts, recording.takes, strict=True)
        },
        recording=recording,
    )


def stand_ins(planned: Plan, order: Order) -> tuple[str, ...]:
    """Return a sentence for each language in which another voice will speak than the rundown says.

    Where nobody can speak one, or a voice is not there, that is the sentence.
    """
    from audiobrief.speech import casting

    try:
        parts = casting.cast(
            planned.rundown, planned.profiles, offline=order.offline, fallback=order.fallback
        )
    except (SpeechError, SettingsError) as nobody:
        return (str(nobody),)
    return tuple(casting.stand_ins(parts))


def _recorded(  # noqa: PLR0913, what the earlier stages have found out
    rundown: Rundown,
    planned: Plan,
    order: Order,
    *,
    lexicons: VoiceLexicons,
    pace: float = USUAL_PACE,
    told: Callable[[str], None] = lambda _: None,
) -> Recording:
    from audiobrief.speech.cache import CacheStore
    from audiobrief.speech.record import record

    return record(
        rundown,
        planned.profiles,
        pronounce=lexicons.touching,
        cache=CacheStore() if order.cached else CacheStore.temporary(),
        speed=order.show.speed * pace,
        threads=order.threads,
        offline=order.offline,
        fallback=order.fallback,
        progress=told,
    )


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
