"""Asks an engine, and gives its answer the pace and the formants that it does not have itself.

A voice is lower or higher by its vocal cords, and larger or smaller by its vocal tract, whose
resonances are the formants. A lower pitch alone is a person who lowers the voice; with lower
formants too it is a larger person. Samples that are told at another rate scale pitch, formants and
pace together, so an engine that is asked for the pitch and the pace divided by the same factor
gives the formants alone. It costs nothing, as every take goes through a resampler anyway.
"""

from __future__ import annotations

from dataclasses import replace

from audiobrief.errors import (
    EngineUnavailableError,
    SoundError,
    SpeechError,
    SynthesisFailedError,
)
from audiobrief.sound.clip import Clip
from audiobrief.sound.stretch import stretched, stretcher
from audiobrief.speech.engine import Engine, own_pace, what_failed
from audiobrief.speech.model import MAX_FACTOR, MIN_FACTOR, Mark, Utterance


def asked(engine: Engine, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
    """Return what the engine answers, at the pace and with the formants that are asked for.

    Raises:
        EngineUnavailableError: It cannot speak at all, or the pace is beyond it and no stretching
            helps.
        SynthesisFailedError: It gave no sound for this utterance.
    """
    own, rest = _shared(engine, utterance)
    clip, marks = _answered(engine, own)
    clip = replace(clip, rate_hz=round(clip.rate_hz * utterance.formants))
    if rest == 1.0:
        return clip, marks
    moved = tuple(replace(mark, start_frames=int(mark.start_frames / rest)) for mark in marks)
    try:
        return stretched(clip, rest), moved
    except SoundError as failed:
        raise EngineUnavailableError(
            f"The engine {engine.name} does not speak {utterance.speed:g} times as fast. {failed}",
            engine=engine.name,
        ) from failed


def besides(engine: Engine, utterance: Utterance) -> tuple[object, ...]:
    """Return what decides the sound of ``asked`` besides the engine and the utterance."""
    own, rest = _shared(engine, utterance)
    return () if rest == 1.0 else (own.speed, stretcher())


def _shared(engine: Engine, utterance: Utterance) -> tuple[Utterance, float]:
    """Return the engine's part of an utterance, and how much faster its sound is to be made."""
    size = utterance.formants
    speed = utterance.speed / size
    pace = own_pace(engine, min(MAX_FACTOR, max(MIN_FACTOR, speed)))
    own = replace(utterance, speed=pace, pitch=utterance.pitch / size, formants=1.0)
    return own, speed / pace


def _answered(engine: Engine, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
    try:
        answer: object = engine.speak(utterance)
        match answer:
            case (Clip() as clip, tuple() as marks) if all(
                isinstance(each, Mark) for each in marks
            ):
                return clip, marks
            case _:
                raise TypeError("it gave something else than a clip and marks")  # noqa: TRY301
    except SpeechError:
        raise
    except (Exception, SystemExit) as failed:
        # Engines come from other packages too: whatever one raises, the fallback can speak. Some
        # libraries end the program where they find no model.
        raise SynthesisFailedError(
            f"The engine {engine.name} failed on {utterance.text[:60]!r} ({what_failed(failed)}).",
            engine=engine.name,
        ) from failed
