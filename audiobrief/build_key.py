"""What decides the files of an episode: while it is the same, there is nothing to make again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from audiobrief import __version__
from audiobrief.episode.model import EPISODE_FILE, SEGMENTS_FILE, read_record, variant_file
from audiobrief.errors import EpisodeError, SettingsError, SpeechError
from audiobrief.order import Order
from audiobrief.plan import Plan, dropped, pictures
from audiobrief.profiles import VoiceProfile, fallbacks
from audiobrief.rundown.files import to_value
from audiobrief.rundown.lexicon import Lexicon
from audiobrief.rundown.voice_lexicons import VoiceLexicons
from audiobrief.settings import Show, SoundSettings

COPY_S: Final = 2.0
"""How much younger than its record a file may be that nobody changed."""

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


def is_whole(folder: Path, key: str) -> bool:
    """Return whether the folder holds this very build, complete."""
    from audiobrief.episode.publish import integrity_of

    try:
        record = read_record(folder)
        sounds = (record["enclosure"], *record.get("variants", ()))
        files = [each["path"] for each in record["transcripts"]]
        files += [record["chapters_path"], record["segments_path"]]
        files += [each["path"] for each in record.get("companions", ())]
        files += [part for each in record.get("companions", ()) for part in each["parts"]]
        files += [variant_file(SEGMENTS_FILE, each["pace"]) for each in sounds[1:]]
        return bool(
            record["build_key"] == key
            and all(
                (folder / each["path"]).stat().st_size == each["length_bytes"] for each in sounds
            )
            and all((folder / name).stat().st_size for name in files)
            and not _touched(folder, files)
            and all(
                integrity_of(folder / each["path"]) == each["integrity"]
                for each in sounds
                if _touched(folder, [each["path"]])
            )
        )
    except (EpisodeError, OSError, KeyError, TypeError):
        return False  # Whatever is wrong there, it is made again.


def _touched(folder: Path, names: Iterable[str]) -> bool:
    """Return whether one of the files is younger than its episode: somebody may have changed it.

    The record is written last; a copy of the folder may take a while from one file to the next.
    """
    made = (folder / EPISODE_FILE).stat().st_mtime + COPY_S
    return any((folder / name).stat().st_mtime > made for name in names)
