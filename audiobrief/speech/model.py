"""What an engine is asked to say, and the sound that came back.

Imported by the later stages, so it needs the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.rundown.model import Cue, Pronunciation

MIN_FACTOR: Final = 0.25
MAX_FACTOR: Final = 4.0
"""Of pace, pitch and formants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What an engine is asked to say.

    Attributes:
        text: Plain speakable text: no markup, no digits, no signs but punctuation.
        language: BCP 47 tag.
        engine_voice: The engine's own name for the voice; ``""`` for its default.
        speed: Pace as a factor of the engine's normal pace; 2.0 is twice as fast.
        pitch: Pitch as a factor of the engine's normal pitch.
        formants: Formants as a factor of the engine's normal ones: below 1 a larger speaker, above
            1 a smaller one. ``asking`` makes them; an engine itself is always asked for 1.
        pronunciations: Words of the text that are to be said in a given way.
    """

    text: str
    language: str
    engine_voice: str = ""
    speed: float = 1.0
    pitch: float = 1.0
    formants: float = 1.0
    pronunciations: tuple[Pronunciation, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an utterance has no words")
        factors = (self.speed, self.pitch, self.formants)
        if not all(MIN_FACTOR <= each <= MAX_FACTOR for each in factors):
            raise ValueError(f"speed, pitch or formants {factors} are not within 0.25..4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The moment at which words begin.

    Attributes:
        start_frames: From the start of the take, in sample frames of the take's rate.
        text: The words that begin there.
    """

    start_frames: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How an engine would say a word.

    Attributes:
        text: The word as it stands in the text, with its punctuation.
        ipa: Its sound in IPA; ``""`` where it has none.
        known: Whether a dictionary or a row of the lexicon has it, and it is not guessed from its
            letters; None where the engine cannot tell.
    """

    text: str
    ipa: str
    known: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """The recorded sound of a cue, trimmed, as mono FLAC.

    Attributes:
        cue: What was said.
        path: The sound file; it belongs to the cache and is not to be changed.
        frames: Its length in sample frames.
        rate_hz: Its sample rate.
        loudness_lufs: Integrated loudness of the take alone (ITU-R BS.1770), before any gain.
        peak_dbfs: Sample peak, before any gain.
        gain_db: Gain that the voice profile asks for, relative to the other voices.
        marks: Word times, where the engine gives them.
        engine: Name and version of the engine that really spoke, such as ``"hibari 0.2.1"``.
        voice: Name of the profile that really spoke: the cue's, or its fallback.
    """

    cue: Cue
    path: Path
    frames: int
    rate_hz: int
    loudness_lufs: float
    peak_dbfs: float
    gain_db: float = 0.0
    marks: tuple[Mark, ...] = ()
    engine: str
    voice: str

    def __post_init__(self) -> None:
        if self.frames <= 0 or self.rate_hz <= 0:
            raise ValueError(f"the take of cue {self.cue.id} holds no sound")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All takes of a rundown.

    Attributes:
        takes: One for each cue, in the order in which they are heard.
        remarks: Whole sentences for the user: what was spoken otherwise than asked, and why.
        failed_over: Whether a fallback spoke because an engine failed: another try may go better.
    """

    takes: tuple[Take, ...]
    remarks: tuple[str, ...] = ()
    failed_over: bool = False
