"""Voice profiles, one file in voices/ each: found, checked key by key, and chained by fallback."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from audiobrief.errors import OptionError, SettingsError
from audiobrief.languages import tag_fault
from audiobrief.settings import DEFAULT_CAST, DEFAULT_VOICE, read_toml, typed

SHOW_LEXICON: Final = "show.toml"
"""File name of the lexicon that ``audiobrief names --set`` writes; it wins in its folder."""

FACTORS: Final = (0.5, 2.0)
"""Least and greatest speed and pitch of a profile."""
FORMANTS: Final = (0.8, 1.25)
"""Least and greatest formants: vocal tracts of adults lie within a fifth of each other."""
MODEL_ENDINGS: Final = (".onnx", ".bin")
"""Of an ``engine_voice`` that is a file: a model of Piper, a voice of Kokoro."""
MAX_GAIN_DB: Final = 20.0
MAX_PAUSE_MS: Final = 10_000
"""As for a cue: it catches seconds that were meant as milliseconds, and the reverse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceProfile:
    """A voice that cues can name: one file in voices/.

    Attributes:
        name: Name of the file without its ending.
        engine: Name of the engine's entry point.
        engine_voice: The engine's own name for the voice, or the file of a model; ``""`` for its
            default.
        language: BCP 47 tag that it speaks; ``""`` where it takes the cue's language.
        speed: Pace as a factor of the engine's normal pace.
        pitch: Pitch as a factor of the engine's normal pitch.
        formants: Formants as a factor of the engine's normal ones: below 1 a larger speaker, above
            1 a smaller one.
        gain_db: Level against the other voices, in decibels.
        sentence_pause_ms: Silence after a sentence, or None for that of every show.
        paragraph_pause_ms: Silence after a paragraph, or None for that of every show.
        lexicon: Lexicon file that stands above all others for this voice alone, or None.
        fallback: Profile that speaks when this one cannot; ``""`` for none.
        description: One line for ``audiobrief voices``.
        licence: Licence of the voice.
        attribution: Whom to name for it; both go to the show notes.
        file: Where it was read from, or None for one that was made in code.
    """

    name: str
    engine: str
    engine_voice: str = ""
    language: str = ""
    speed: float = 1.0
    pitch: float = 1.0
    formants: float = 1.0
    gain_db: float = 0.0
    sentence_pause_ms: int | None = None
    paragraph_pause_ms: int | None = None
    lexicon: Path | None = None
    fallback: str = ""
    description: str = ""
    licence: str = ""
    attribution: str = ""
    file: Path | None = None

    def speaks(self, language: str) -> bool:
        """Return whether the profile may be given words in this language."""
        return not self.language or _primary(self.language) == _primary(language)

    @property
    def credit(self) -> str:
        """Whom to name, with the licence; ``""`` where neither is stated."""
        if self.attribution and self.licence:
            return f"{self.attribution.rstrip('.')} ({self.licence.rstrip('.')})."
        return self.attribution or self.licence


def voice_folders(stated: Path | None = None) -> tuple[Path, ...]:
    """Return the folders in which voices are looked for, the first one winning.

    Order: the stated one, ``$AUDIOBRIEF_VOICES``, ``voices/`` of the current folder, those of the
    installed package, those beside it in a working copy.

    Raises:
        OptionError: A folder that was named is not there.
    """
    package = Path(__file__).parent
    variable = os.environ.get("AUDIOBRIEF_VOICES")
    wanted = [stated, Path(variable) if variable else None, Path("voices")]
    shipped = [package / "voices", package.parent / "voices"]
    for folder in wanted[:2]:
        if folder is not None and not folder.is_dir():
            raise OptionError(f"There is no folder of voices at {folder}.")
    return tuple(folder for folder in (*wanted, *shipped) if folder and folder.is_dir())


def load_voices(stated: Path | None = None) -> dict[str, VoiceProfile]:
    """Return name -> profile of every voice in the folders of ``voice_folders``.

    Raises:
        SettingsError: A profile is wrong, names a fallback or lexicon that is not there, or its
            fallbacks loop; the sentence names file, key and value.
    """
    profiles: dict[str, VoiceProfile] = {}
    for folder in voice_folders(stated):
        for path in sorted(folder.glob("*.toml")):
            if path.stem not in profiles:
                profiles[path.stem] = _profile(path)
    for name in (DEFAULT_VOICE, *DEFAULT_CAST.values()):
        if name not in profiles:
            looked = ", ".join(map(str, voice_folders(stated))) or "no folder"
            raise SettingsError(
                f"The voice {name} is missing; looked in {looked}. Install audiobrief again."
            )
    for profile in profiles.values():
        _chain(profile, profiles)
    return profiles


def fallbacks(name: str, profiles: Mapping[str, VoiceProfile]) -> tuple[VoiceProfile, ...]:
    """Return the profile of this name and then those that speak when it cannot.

    Raises:
        SettingsError: There is no profile of this name.
    """
    if name not in profiles:
        raise SettingsError(
            f"There is no voice {name!r}; audiobrief voices lists those that are here: "
            f"{', '.join(sorted(profiles))}."
        )
    return _chain(profiles[name], profiles)


def lexicon_files(stated: Path | None = None) -> tuple[Path, ...]:
    """Return the lexicon files of every folder of voices, those that win first."""
    return tuple(
        path
        for folder in voice_folders(stated)
        for path in sorted(
            (folder / "lexicon").glob("*.toml"),
            key=lambda path: (path.name != SHOW_LEXICON, path.name),
        )
    )


def show_lexicon_file(stated: Path | None = None) -> Path:
    """Return where the show's corrections of pronunciations go; the file may be missing.

    It is in the stated folder of voices, else that of ``$AUDIOBRIEF_VOICES``, else ``voices/`` of
    the current folder, and comes before all other lexicons.

    Raises:
        SettingsError: The stated folder is not there.
    """
    voice_folders(stated)
    variable = os.environ.get("AUDIOBRIEF_VOICES")
    folder = stated or (Path(variable) if variable else Path("voices"))
    return folder / "lexicon" / SHOW_LEXICON


def parse_profile(path: Path, table: Mapping[str, object]) -> VoiceProfile:
    """Return the profile that a table of this file holds; its fallback is not looked up.

    Raises:
        SettingsError: A key or value is wrong; the sentence names file, key and value.
    """
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KINDS:
            raise SettingsError(
                f"{path}: there is no key {key!r} (its value is {value!r}); there are"
                f" {', '.join(sorted(_KINDS))}."
            )
        values[key] = typed(path, key, value, _KINDS[key])
    if not values.get("engine", "").strip():
        raise SettingsError(f"{path}: the key 'engine' is missing; it names the speech engine.")
    _check_numbers(path, values)
    if values.get("language"):
        fault = tag_fault(values["language"])
        if fault:
            raise SettingsError(f"{path}: language is {values['language']!r}; {fault}.")
    if values.get("engine_voice", "").partition("#")[0].endswith(MODEL_ENDINGS):
        values["engine_voice"] = _model(path, values["engine_voice"])
    if "lexicon" in values:
        values["lexicon"] = _lexicon(path, values["lexicon"])
    return VoiceProfile(name=path.stem, file=path, **values)


def _profile(path: Path) -> VoiceProfile:
    return parse_profile(path, read_toml(path))


def _check_numbers(path: Path, values: Mapping[str, Any]) -> None:
    bounds = {
        "speed": FACTORS,
        "pitch": FACTORS,
        "formants": FORMANTS,
        "gain_db": (-MAX_GAIN_DB, MAX_GAIN_DB),
        "sentence_pause_ms": (0, MAX_PAUSE_MS),
        "paragraph_pause_ms": (0, MAX_PAUSE_MS),
    }
    for key, (least, greatest) in bounds.items():
        # Written this way round, a value that is no number at all (nan) is refused too.
        if key in values and not least <= values[key] <= greatest:
            raise SettingsError(
                f"{path}: {key} is {values[key]}, not within {least:g} to {greatest:g}."
            )


def _model(path: Path, stated: str) -> str:
    """Return the file of a model with its whole path, told from the folder of the profile."""
    file, sharp, speaker = stated.partition("#")
    whole = (path.parent / Path(file).expanduser()).absolute()
    return f"{whole}{sharp}{speaker}"


def _lexicon(path: Path, stated: str) -> Path:
    """Return the lexicon of a voice; its place is told from the folder of the profile."""
    file = path.parent / stated
    if not file.is_file():
        raise SettingsError(f"{path}: lexicon is {stated!r}; there is no file {file}.")
    return file


def _chain(profile: VoiceProfile, profiles: Mapping[str, VoiceProfile]) -> tuple[VoiceProfile, ...]:
    chain = [profile]
    while chain[-1].fallback:
        last = chain[-1]
        place = last.file or f"The voice {last.name}"
        if last.fallback not in profiles:
            raise SettingsError(
                f"{place}: fallback is {last.fallback!r}; there is no such voice. Those that are"
                f" here are {', '.join(sorted(profiles))}."
            )
        if profiles[last.fallback] in chain:
            loop = " to ".join(each.name for each in (*chain, profiles[last.fallback]))
            raise SettingsError(
                f"{place}: fallback is {last.fallback!r}, which leads back to where it came from"
                f" ({loop}); let one of them fall back to espeak, or to none."
            )
        chain.append(profiles[last.fallback])
    return tuple(chain)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


_KIND_OF_TYPE: Final = {"str": str, "float": float, "int | None": int, "Path | None": str}
_KINDS: Final = {
    each.name: _KIND_OF_TYPE[str(each.type)]
    for each in fields(VoiceProfile)
    if each.name not in {"name", "file"}
}
"""Key of a profile -> the kind of its value."""
