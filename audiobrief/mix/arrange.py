"""When everything is heard: the one timeline, exact to the sample frame."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from audiobrief.mix.model import TIMELINE_HZ, Layer, Placement, Sounds, Timeline
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.sound.clip import Clip, frames_in
from audiobrief.sound.resample import resampled_frames
from audiobrief.speech.model import Take
from audiobrief.story.model import Role

AFTER_IDENT_MS: Final = 500
AROUND_STING_MS: Final = 1000
AFTER_EARCON_MS: Final = 200
BEFORE_SIGN_OFF_MS: Final = 700
AT_END_MS: Final = 500

SPEECH_FADE_MS: Final = 5
"""Takes begin and end in near silence; the fade makes sure that none clicks."""


def arrange(
    rundown: Rundown, takes: Sequence[Take], sounds: Sounds, gains_db: Mapping[str, float]
) -> Timeline:
    """Return when each take and each sound is heard; nothing overlaps unless the show asks for it.

    Order: ident, opening, stories (a sting before each but the first, and in an edition after the
    opening), closing, sign-off. Earcons come before a caption, a quote, and the story itself: where
    it begins, and where it goes on after a caption.

    Args:
        rundown: The running order.
        takes: One for each cue of it, in any order.
        sounds: The show's sounds.
        gains_db: Cue id -> gain in decibels, as ``level.levels`` gives them.

    Raises:
        ValueError: A cue has no take or no gain.
    """
    desk = _Desk({take.cue.id: take for take in takes}, gains_db)
    if sounds.ident is not None:
        desk.play(sounds.ident, Layer.IDENT)
        overlap_ms = min(sounds.ident_overlap_ms, sounds.ident.frames * 1000 // TIMELINE_HZ)
        desk.wait(-overlap_ms if overlap_ms else AFTER_IDENT_MS)
    desk.speak(rundown.opening)
    for number, item in enumerate(rundown.items):
        if number or (rundown.is_edition and rundown.opening):
            desk.divide(sounds.sting)
        in_story = False
        for _, group in itertools.groupby(item.cues, key=lambda cue: cue.block):
            cues = tuple(group)
            role = _sign_of(cues)
            if role in sounds.earcons and not (role == "story" and in_story):
                desk.play(sounds.earcons[role], Layer.EARCON)
                desk.wait(AFTER_EARCON_MS)
            in_story = role in {"story", "quote"}
            desk.speak(cues)
    desk.speak(rundown.closing)
    if sounds.sign_off is not None:
        desk.close(sounds.sign_off)
    return desk.timeline()


def placed(cue: Cue, take: Take, gain_db: float, start_frames: int = 0) -> Placement:
    """Return a take at a moment of the timeline, with short fades, that it may not click."""
    frames = max(1, resampled_frames(take.frames, take.rate_hz, TIMELINE_HZ))
    fade = min(frames_in(SPEECH_FADE_MS, TIMELINE_HZ), frames // 2)
    return Placement(
        sound=take.path,
        rate_hz=take.rate_hz,
        start_frames=start_frames,
        frames=frames,
        gain_db=gain_db,
        fade_in_frames=fade,
        fade_out_frames=fade,
        layer=Layer.SPEECH,
        cue=cue,
        voice=take.voice,
        engine=take.engine,
        marks=tuple(
            replace(
                mark,
                start_frames=resampled_frames(mark.start_frames, take.rate_hz, TIMELINE_HZ),
            )
            for mark in take.marks
        ),
    )


_SIGNS: Final = {
    Role.CAPTION: "caption",
    Role.QUOTE: "quote",
    Role.BODY: "story",
    Role.SUBHEAD: "story",
    Role.DATELINE: "story",
}


def _sign_of(cues: Sequence[Cue]) -> str:
    """Return what an earcon before the cues of a block would stand for; ``""`` for nothing."""
    return next((_SIGNS[cue.role] for cue in cues if cue.role in _SIGNS), "")


class _Desk:
    """Lays one sound after the other; holds the frame at which the next one begins."""

    def __init__(self, takes: Mapping[str, Take], gains_db: Mapping[str, float]) -> None:
        self._takes = takes
        self._gains_db = gains_db
        self._placements: list[Placement] = []
        self._now = 0

    def wait(self, ms: int) -> None:
        """Leave a silence; below 0, begin before the end of what is heard."""
        self._now += frames_in(ms, TIMELINE_HZ)

    def play(self, clip: Clip, layer: Layer) -> None:
        """Lay down one of the show's sounds."""
        if clip.rate_hz != TIMELINE_HZ:
            raise ValueError(f"a sound of the show has {clip.rate_hz} Hz, not {TIMELINE_HZ}")
        self._lay(
            Placement(
                sound=clip,
                rate_hz=clip.rate_hz,
                start_frames=self._now,
                frames=clip.frames,
                layer=layer,
            )
        )

    def speak(self, cues: Sequence[Cue]) -> None:
        """Lay down the takes of these cues, each with its pause."""
        for cue in cues:
            if cue.id not in self._takes or cue.id not in self._gains_db:
                raise ValueError(f"the cue {cue.id} has no take or no gain")
            self._lay(placed(cue, self._takes[cue.id], self._gains_db[cue.id], self._now))
            self.wait(cue.pause_after_ms)

    def divide(self, sting: Clip | None) -> None:
        """Lay down a sting between silences; they take the place of the last pause."""
        self._now = self._placements[-1].end_frames
        self.wait(AROUND_STING_MS)
        if sting is not None:
            self.play(sting, Layer.STING)
            self.wait(AROUND_STING_MS)

    def close(self, clip: Clip) -> None:
        """Lay down the last sound."""
        self._now = self._placements[-1].end_frames
        self.wait(BEFORE_SIGN_OFF_MS)
        self.play(clip, Layer.SIGN_OFF)

    def timeline(self) -> Timeline:
        """Return all that was laid down, with the silence at its end."""
        self._now = self._placements[-1].end_frames
        self.wait(AT_END_MS)
        return Timeline(rate_hz=TIMELINE_HZ, placements=tuple(self._placements), frames=self._now)

    def _lay(self, placement: Placement) -> None:
        self._placements.append(placement)
        self._now = placement.end_frames
