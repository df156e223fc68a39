"""What can go wrong, as one tree; the number is the exit status of the command.

    AudiobriefError                1   catch this one to catch them all
    ├── SettingsError              3   a show, voice, lexicon or rundown file is wrong
    │   └── OptionError            2   a value is not understood, or names nothing
    ├── SourceError                4   there is no story to tell
    │   ├── SourceUnreachableError     nothing answers at the path or address
    │   ├── SourceUnreadableError      it answers, but not with text that we accept
    │   └── NoStoryError               it was read, and holds no news story
    ├── SpeechError                5   the words could not be spoken
    │   ├── EngineUnavailableError     no such engine, not installed, or its network is away
    │   └── SynthesisFailedError       the engine answered, but not with usable speech
    ├── SoundError                 6   a sound could not be decoded, mixed or encoded
    ├── EpisodeError               7   an episode could not be written, or is not right
    │   └── RetractedError             it was taken out, and is not published again by itself
    ├── FeedError                  8   the feed could not be written, or is not right
    └── FidelityError              9   what would be said is not what is printed

Status 2 is Click's too, for any other error in the command line, and 130 an interrupt. A
``ValueError`` that escapes is our own mistake, and shows its traceback.
"""

from __future__ import annotations

from typing import ClassVar


class AudiobriefError(Exception):
    """What every error of this package is. Its text is one sentence: what, why, what to do."""

    exit_code: ClassVar[int] = 1


class SettingsError(AudiobriefError):
    """A file of settings is wrong; the sentence names file, key and value."""

    exit_code: ClassVar[int] = 3


class OptionError(SettingsError):
    """A value that was given by itself, in no file, is not understood, or names nothing."""

    exit_code: ClassVar[int] = 2


class SourceError(AudiobriefError):
    """There is no story to tell; the sentence names the source."""

    exit_code: ClassVar[int] = 4


class SourceUnreachableError(SourceError):
    """Nothing answers at the path or address."""


class SourceUnreadableError(SourceError):
    """What answers is too large, not text, or in no encoding that we accept."""


class NoStoryError(SourceError):
    """The source was read, and holds no news story."""


class SpeechError(AudiobriefError):
    """The words could not be spoken.

    Attributes:
        engine: Name of the engine that was asked, or ``""`` where none was found.
    """

    exit_code: ClassVar[int] = 5

    def __init__(self, message: str, *, engine: str = "") -> None:
        super().__init__(message)
        self.engine = engine


class EngineUnavailableError(SpeechError):
    """There is no such engine, it is not installed, or its network is away."""


class SynthesisFailedError(SpeechError):
    """The engine answered, but not with usable speech."""


class SoundError(AudiobriefError):
    """A sound could not be decoded, mixed or encoded."""

    exit_code: ClassVar[int] = 6


class EpisodeError(AudiobriefError):
    """The files of an episode could not be written, or are not right."""

    exit_code: ClassVar[int] = 7


class RetractedError(EpisodeError):
    """The episode was retracted; the sentence says when and why."""


class FeedError(AudiobriefError):
    """The feed could not be written, or is not right."""

    exit_code: ClassVar[int] = 8


class FidelityError(AudiobriefError):
    """What would be said is not what is printed; the sentence names the cue and the words."""

    exit_code: ClassVar[int] = 9
