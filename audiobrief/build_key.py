"""What decides the files of an episode: while it is the same, there is nothing to make again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from audiobrief import __version__
from audiobrief.errors import SettingsError, SpeechError
from audiobrief.order import Order
from audiobrief.plan import Plan, dropped, pictures
from audiobrief.profiles import VoiceProfile, fallbacks
from audiobrief.rundown.files import to_value
from audiobrief.rundown.lexicon import Lexicon
from audiobrief.rundown.voice_lexicons import VoiceLexicons
from audiobrief.settings import Show, SoundSettings

SOUND_PACKAGES: Final = ("lameenc", "numpy", "onnxruntime", "pydub", "soundfile", "soxr")
"""Packages whose version may change how an episode sounds to the last bit."""


def build_key(planned: Plan, order: Order, lexicons: VoiceLexicons) -> str:
    """Return the SHA-256 of everything that decides what the files of the episode hold."""
    cues = planned.rundown.cues
    chains = {cue.voice: fallbacks(cue.voice, planned.profiles) for cue in cues}
    content = {
        "rundown": to_value(planned.rundown),
        "guid": planned.guid,
        "published": planned.place.published,
        "dropped": list(dropped(planned)),
        "pictures": sorted(
            (item, block or 0, each.address, each.alt, _digest(each.file) if each.file else "")
            for (item, block), each in pictures(planned).items()
        ),
        "show": _fields(order.show),
        "voices": {name: [_of_profile(each) for each in chain] for name, chain in chains.items()},
        "engines": sorted({_engine_version(each) for c in chains.values() for each in c}),
        "pronunciations": [
            [asdict(row) for row in lexicon.touching(cue.spoken_text, cue.language)]
            for cue in cues
            for lexicon in _distinct(lexicons, chains[cue.voice])
        ],
        "fallback": order.fallback,
        "versions": {"audiobrief": __version__, **{name: version(name) for name in SOUND_PACKAGES}},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _distinct(lexicons: VoiceLexicons, chain: Sequence[VoiceProfile]) -> Iterator[Lexicon]:
    """Yield the lexicons by which a voice or its fallbacks speak, each of them once."""
    seen: list[Lexicon] = []
    for lexicon in (lexicons.of(profile.name) for profile in chain):
        if not any(lexicon is each for each in seen):
            seen.append(lexicon)
            yield lexicon


def _of_profile(profile: VoiceProfile) -> dict[str, Any]:
    """Return what a profile says but for where it lies; the rows of its lexicon are counted."""
    return {key: each for key, each in asdict(profile).items() if key not in {"file", "lexicon"}}


def _fields(settings: Show | SoundSettings) -> dict[str, Any]:
    """Return the settings with each file as the digest of what it holds."""
    plain: dict[str, Any] = {}
    for name in settings.__dataclass_fields__:
        match value := getattr(settings, name):
            case Path():
                plain[name] = _digest(value)
            case SoundSettings():
                plain[name] = _fields(value)
            case Mapping():
                plain[name] = {str(role): voice for role, voice in sorted(value.items())}
            case _:
                plain[name] = value
    return plain


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as failed:
        raise SettingsError(f"{path} cannot be read: {failed.strerror}.") from failed


def _engine_version(profile: VoiceProfile) -> str:
    """Return the name of an engine with the version of its voice; alone where it is not here."""
    from audiobrief.speech.engine import find_engine, full_version

    try:
        version = full_version(find_engine(profile.engine), profile.engine_voice)
    except SpeechError:
        version = ""  # The fallback will speak, and say so; once it is here, the key differs.
    return f"{profile.engine} {version}"
