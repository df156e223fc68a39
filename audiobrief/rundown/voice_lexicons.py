"""The lexicon of each voice: that of the show, below the rows of its own where it has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from audiobrief.profiles import VoiceProfile
from audiobrief.rundown.lexicon import Lexicon
from audiobrief.rundown.lexicon_files import load_lexicon
from audiobrief.rundown.model import Pronunciation


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLexicons:
    """How names are said, by each voice.

    Attributes:
        show: For every voice that has none of its own.
        own: Name of a profile -> its lexicon, which holds the show's rows too.
    """

    show: Lexicon
    own: Mapping[str, Lexicon] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, voice: str) -> Lexicon:
        """Return the lexicon by which the profile of this name speaks."""
        return self.own.get(voice, self.show)

    def touching(self, text: str, language: str, voice: str) -> tuple[Pronunciation, ...]:
        """Return how this voice is to say the words of a text, as ``Lexicon.touching`` does."""
        return self.of(voice).touching(text, language)


def load_lexicons(files: Iterable[Path], profiles: Mapping[str, VoiceProfile]) -> VoiceLexicons:
    """Return the lexicons of all profiles.

    Args:
        files: Those of the show, the first one winning.
        profiles: Name -> voice; the rows of a voice's own file stand above all others.

    Raises:
        SettingsError: As ``load_lexicon``.
    """
    files = tuple(files)
    own = {
        name: load_lexicon((profile.lexicon, *files))
        for name, profile in profiles.items()
        if profile.lexicon is not None
    }
    return VoiceLexicons(show=load_lexicon(files), own=MappingProxyType(own))
