"""What this machine can do, and which setting comes from where."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audiobrief import __version__
from audiobrief.errors import AudiobriefError, EngineUnavailableError, SpeechError
from audiobrief.profiles import load_voices, voice_folders
from audiobrief.settings import Show, read_toml
from audiobrief.show_file import load_show
from audiobrief.storage import cache_folder

PACKAGES: Final = ("lxml", "mutagen", "numpy", "pillow", "pydub", "soundfile", "soxr", "lameenc")
PROGRAMS: Final = (
    ("ffmpeg", "reads sounds that libsndfile does not know, such as M4A"),
    ("ffprobe", "a second opinion on chapters and lengths"),
    ("mp3val", "a second opinion on MP3 frames"),
    ("mediainfo", "a second opinion on tags"),
    ("exiftool", "a second opinion on tags"),
    ("lou_translate", "liblouis, which makes the BRF of braille"),
    ("gpo", "gPodder, to subscribe as a listener would"),
)
"""Programs beside audiobrief; it needs none of them to make an episode."""

_KEYS: Final = {
    "loudness_lufs": "loudness",
    "licence": "license",
    "serial": "type",
    "captions_read": "captions.read",
    "captions_place": "captions.place",
    "fetch_full": "wire.fetch_full",
    "certified_by": "accessibility.certified_by",
    "conforms_to": "accessibility.conforms_to",
    "text_rows": "text",
}
"""Field of a show -> its key in show.toml, where it has another name; a dot parts table and key."""

_NO_KEYS: Final = frozenset({"licence_url", "true_peak_dbtp"})
"""Fields that are no setting of their own: the first is a part of license, the other is fixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that was found out.

    Attributes:
        about: ``"program"``, ``"voice"``, ``"online voice"``, ``"tool"``, ``"setting"`` or
            ``"variable"``.
        name: What it is about.
        value: What was found, in words.
        source: Where a setting comes from, or ``""``.
        good: Whether it is as it should be; what is missing and can be done without is good.
    """

    about: str
    name: str
    value: str
    source: str = ""
    good: bool = True


def examine(show_file: Path | None, *, online: bool = False) -> tuple[Fact, ...]:
    """Return everything that can be found out without speaking a word.

    Args:
        show_file: Settings of the show, or None for those of the current folder.
        online: Whether each online voice is asked to speak one word all the same.
    """
    asked = _online() if online else ()
    return (*_program(), *_voices(), *asked, *_tools(), *_settings(show_file))


def _program() -> Iterator[Fact]:
    yield Fact(about="program", name="audiobrief", value=__version__)
    yield Fact(
        about="program", name="Python", value=f"{platform.python_version()}, {sys.executable}"
    )
    for package in PACKAGES:
        try:
            found, good = importlib.metadata.version(package), True
        except importlib.metadata.PackageNotFoundError:
            found, good = "missing; install audiobrief again", False
        yield Fact(about="program", name=package, value=found, good=good)
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            value, good = f"{folder}, can be written", True
    except OSError as failed:
        value, good = f"{folder}, cannot be written: {failed.strerror}", False
    source = "AUDIOBRIEF_CACHE" if os.environ.get("AUDIOBRIEF_CACHE") else "default"
    yield Fact(about="program", name="cache", value=value, source=source, good=good)


def _voices() -> Iterator[Fact]:
    from audiobrief.speech.engine import find_engine, languages_of

    try:
        profiles = load_voices()
    except AudiobriefError as wrong:
        yield Fact(about="voice", name="voices", value=str(wrong), good=False)
        return
    looked = ", ".join(str(folder) for folder in voice_folders())
    yield Fact(about="voice", name="folders", value=looked)
    for name, profile in sorted(profiles.items()):
        try:
            engine = find_engine(profile.engine)
            languages_of(engine)
        except EngineUnavailableError as missing:
            yield Fact(about="voice", name=name, value=str(missing), good=bool(profile.fallback))
            continue
        network = "needs a network" if engine.online else "works offline"
        value = f"{profile.engine} {engine.version}, {network}"
        yield Fact(about="voice", name=name, value=value)


WORD: Final = "News."
"""What online voices are asked to say: nothing of a story leaves the machine."""


def _online() -> Iterator[Fact]:
    """Yield whether each online voice answers, how fast, and with what."""
    from audiobrief.speech.engine import find_engine, what_failed
    from audiobrief.speech.model import Utterance

    try:
        profiles = load_voices()
    except AudiobriefError:
        return  # It is told among the voices.
    for name, profile in sorted(profiles.items()):
        began_s = time.monotonic()
        try:
            engine = find_engine(profile.engine)
            if not engine.online:
                continue
            language = profile.language or "en-US"
            clip, _ = engine.speak(
                Utterance(text=WORD, language=language, engine_voice=profile.engine_voice)
            )
        except SpeechError as failed:
            yield Fact(about="online voice", name=name, value=str(failed), good=False)
            continue
        except (Exception, SystemExit) as failed:  # noqa: BLE001, another package may raise any
            value = f"failed ({what_failed(failed)})"
            yield Fact(about="online voice", name=name, value=value, good=False)
            continue
        took_s, lasts_s = time.monotonic() - began_s, clip.frames / clip.rate_hz
        value = f"answers in {took_s:.1f} seconds, {lasts_s:.1f} seconds of speech"
        yield Fact(about="online voice", name=name, value=f"{value} at {clip.rate_hz} Hz")


def _tools() -> Iterator[Fact]:
    for name, use in PROGRAMS:
        found = shutil.which(name)
        yield Fact(about="tool", name=name, value=found or f"not here; {use}")


def _settings(show_file: Path | None) -> Iterator[Fact]:
    stated = show_file or _path("AUDIOBRIEF_SHOW")
    path = stated or (Path("show.toml") if Path("show.toml").is_file() else None)
    try:
        show = load_show(stated)
        table: dict[str, Any] = read_toml(path) if path else {}
    except AudiobriefError as wrong:
        yield Fact(about="setting", name="show", value=str(wrong), source=str(path), good=False)
        return
    for each in dataclasses.fields(Show):
        value, key = getattr(show, each.name), _KEYS.get(each.name, each.name)
        if each.name in _NO_KEYS:
            continue
        if dataclasses.is_dataclass(value):
            yield from _parts(each.name, value, table.get(each.name, {}), str(path))
            continue
        source = str(path) if _stated(table, key) else "default"
        yield Fact(about="setting", name=key, value=_setting(show, key, value), source=source)
    for name in sorted(os.environ):
        if name.startswith("AUDIOBRIEF_"):
            yield Fact(about="variable", name=name, value=os.environ[name], source="environment")
    if not show.base_url:
        value = "not set: the feed cannot be published yet"
        yield Fact(about="setting", name="feed address", value=value)


def _stated(table: Mapping[str, Any], key: str) -> bool:
    """Return whether show.toml has the key; a dot parts table and key."""
    name, _, inner = key.partition(".")
    return name in table and (not inner or inner in table[name])


def _setting(show: Show, key: str, value: object) -> str:
    """Return the value as show.toml would have it."""
    if key == "type":
        return "serial" if value else "episodic"
    if key == "license":
        return f"{show.licence} {show.licence_url}".strip() or "none"
    if key == "text" and isinstance(value, Sized):
        return f"{len(value)} rows" if value else "none"
    if key == "category" and isinstance(value, tuple):
        return " > ".join(value) or "none"
    return _shown(value)


def _parts(name: str, settings: object, table: dict[str, Any], path: str) -> Iterator[Fact]:
    """Yield a fact for each setting of a table of show.toml, such as sounds."""
    for each in dataclasses.fields(settings):  # type: ignore[arg-type]
        value = getattr(settings, each.name)
        yield Fact(
            about="setting",
            name=f"{name}.{each.name}",
            value=", ".join(value) or "none" if isinstance(value, tuple) else _shown(value),
            source=path if each.name in table else "default",
        )


def _path(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _shown(value: object) -> str:
    if isinstance(value, dict) or hasattr(value, "items"):
        rows = [f"{key} {each}" for key, each in dict(value).items()]  # type: ignore[call-overload]
        return ", ".join(rows) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if value not in (None, "") else "none"
