"""Adds a voice to a folder of voices: the one way by which a voice comes from elsewhere.

The model is copied beside the profiles, checked by speaking, and named in a profile. What fails
leaves nothing behind.
"""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from typing import Final, NamedTuple

from audiobrief.errors import OptionError, SettingsError, SpeechError
from audiobrief.sound.clip import trim_silence
from audiobrief.speech.engine import find_engine
from audiobrief.speech.model import Utterance
from audiobrief.speech.plausible import fault
from audiobrief.storage import slug, write_atomically

MODELS: Final = "models"
"""Folder of the models in a folder of voices."""
MAX_STYLE_BYTES: Final = 1_000_000
HUB: Final = "hibari:"
"""Before the name of a voice that is fetched over the network."""

_HELLO: Final = {"en": "Good evening. This is how I sound."}


class _Found(NamedTuple):
    """A voice, and the files that were brought for it."""

    name: str
    engine: str
    engine_voice: str
    language: str
    brought: tuple[Path, ...] = ()


def add_voice(source: str, folder: Path, *, name: str = "", offline: bool = False) -> Path:
    """Bring a voice into a folder of voices, and return the file of its profile.

    Args:
        source: A Piper model (``.onnx``, its settings beside it), a Kokoro voice (``.bin``), the
            package of npm's kokoro-js with a voice (``kokoro-js-1.2.1.tgz#am_michael``), the name
            of an installed package that carries a Piper model, or ``hibari:emma``, which is
            fetched from the network.
        folder: The folder of voices; it is made where it is missing.
        name: Of the profile; else the name is that of the voice.
        offline: Whether nothing may be fetched.

    Raises:
        OptionError: The source is none of these, or there is a profile of that name.
        SettingsError: A file of it is missing or not what it should be.
        SpeechError: The voice cannot be fetched, or does not speak.
    """
    try:
        found = _bring(source, folder, offline=offline)
    except OSError as failed:
        raise SettingsError(f"{source} cannot be added: {failed.strerror or failed}.") from failed
    profile = folder / f"{slug(name or found.name)}.toml"
    try:
        _refuse_twice(profile)
        _try(found, folder)
        write_atomically(profile, _profile(found).encode())
    except BaseException:
        for path in found.brought:
            path.unlink(missing_ok=True)
        raise
    return profile


def _refuse_twice(profile: Path) -> None:
    if profile.exists():
        raise OptionError(f"There is a voice {profile}; give another --name.")


def _bring(source: str, folder: Path, *, offline: bool) -> _Found:
    path, _, inner = source.partition("#")
    if source.startswith(HUB):
        return _from_hub(source.removeprefix(HUB), source, offline=offline)
    if path.endswith(".onnx"):
        return _piper(Path(path), folder)
    if path.endswith(".bin"):
        return _style(Path(path).stem, _small(Path(path)), folder)
    if path.endswith((".tgz", ".tar.gz")):
        return _style(inner, _from_package(Path(path), inner), folder)
    from audiobrief.speech.engines.piper import packaged

    if packaged(source) is not None:
        return _Found(source, "piper", source, _language(packaged(source)))
    raise OptionError(
        f"{source!r} is no voice that can be added; give a file that ends in .onnx (Piper) or .bin"
        " (Kokoro), kokoro-js-1.2.1.tgz#am_michael, an installed package that carries a voice, or"
        " hibari:emma."
    )


def _from_hub(name: str, source: str, *, offline: bool) -> _Found:
    from audiobrief.speech.engines.hibari import fetch_voice

    if offline:
        raise SpeechError(f"{source} is fetched over the network, which --offline forbids.")
    fetch_voice(name)
    return _Found(name, "hibari", name, "en")


def _piper(path: Path, folder: Path) -> _Found:
    settings = path.with_name(f"{path.name}.json")
    for each in (path, settings):
        if not each.is_file():
            raise SettingsError(f"There is no file {each}, which a voice of Piper needs.")
    to = folder / MODELS
    to.mkdir(parents=True, exist_ok=True)
    brought = tuple(to / each.name for each in (path, settings) if not (to / each.name).exists())
    for each in brought:
        shutil.copyfile(path.with_name(each.name), each)
    return _Found(path.stem, "piper", f"{MODELS}/{path.name}", _language(path), brought)


def _style(name: str, content: bytes, folder: Path) -> _Found:
    to = folder / MODELS / f"{name}.bin"
    to.parent.mkdir(parents=True, exist_ok=True)
    brought = () if to.exists() else (to,)
    if brought:
        write_atomically(to, content)
    language = "en-GB" if name.startswith("b") else "en-US"
    return _Found(name, "kokoro", f"{MODELS}/{to.name}", language, brought)


def _small(path: Path) -> bytes:
    if path.stat().st_size > MAX_STYLE_BYTES:
        raise SettingsError(f"{path} is too large for a voice of Kokoro.")
    return path.read_bytes()


def _from_package(path: Path, name: str) -> bytes:
    """Return a style file out of npm's package; nothing of it is unpacked or run."""
    try:
        with tarfile.open(path) as package:
            styles = {
                Path(member.name).stem: member
                for member in package
                if member.isfile() and member.name.endswith(".bin")
            }
            member = styles.get(name)
            file = package.extractfile(member) if member else None
            if member is None or file is None or member.size > MAX_STYLE_BYTES:
                raise SettingsError(
                    f"{path} has no voice {name!r}; write {path}#NAME with one of"
                    f" {', '.join(sorted(styles)) or 'none'}."
                )
            return file.read()
    except tarfile.TarError as failed:
        raise SettingsError(f"{path} is no package of voices: {failed}.") from failed


def _language(path: Path | None) -> str:
    """Return the language tag that the settings of a Piper model state."""
    import json

    if path is None:
        return ""
    try:
        table = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
        return str(table["language"]["code"]).replace("_", "-")
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _try(found: _Found, folder: Path) -> None:
    """Let the voice speak once: one that does not is told now, not in the middle of a story."""
    engine = find_engine(found.engine)
    voice = found.engine_voice
    if voice.startswith(f"{MODELS}/"):
        voice = str((folder / voice).absolute())
    text = _HELLO.get(found.language.partition("-")[0], _HELLO["en"])
    asked = Utterance(text=text, language=found.language or "en-US", engine_voice=voice)
    clip, _ = engine.speak(asked)
    why = fault(trim_silence(clip), text)
    if why:
        raise SpeechError(f"The voice {found.name} does not speak as it should: {why}.")


def _profile(found: _Found) -> str:
    fallback = "anchor" if found.language.startswith("en") else "espeak"
    lines = [
        "# Added by audiobrief voices add. Its maker and its licence are yours to fill",
        "# in: both go to the show notes.",
        f'engine = "{found.engine}"',
        f'engine_voice = "{found.engine_voice}"',
        f'language = "{found.language}"',
        f'fallback = "{fallback}"',
        '# licence = ""',
        '# attribution = ""',
    ]
    return "\n".join(line for line in lines if line != 'language = ""') + "\n"
