"""What a show is, and the voices that are here: voices/*.toml, checked key by key."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from audiobrief.errors import SettingsError
from audiobrief.storage import slug
from audiobrief.story.model import Role

LOUDNESS_PRESETS: Final[Mapping[str, float]] = MappingProxyType(
    {"apple": -16.0, "spotify": -14.0, "aes-speech": -18.0, "mono-19": -19.0}
)
"""Name -> integrated loudness in LUFS. Sources: docs/standards.md, section Loudness."""

DEFAULT_VOICE: Final = "anchor"

SHOW_LEXICON: Final = "show.toml"
"""File name of the lexicon that ``audiobrief names --set`` writes; it wins in its folder."""


class CaptionWords(StrEnum):
    """Which words of a picture a show reads."""

    CAPTION = "caption"
    ALT = "alt"
    BOTH = "both"
    NEITHER = "neither"


class CaptionPlace(StrEnum):
    """Where a show reads the words of pictures: where they stand, or after the story."""

    IN_PLACE = "in place"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceProfile:
    """A voice that cues can name: one file in voices/.

    Attributes:
        name: Name of the file without its ending.
        engine: Name of the engine's entry point.
        engine_voice: The engine's own name for the voice; ``""`` for its default.
        language: BCP 47 tag that it speaks; ``""`` where it takes the cue's language.
        speed: Pace as a factor of the engine's normal pace.
        pitch: Pitch as a factor of the engine's normal pitch.
        gain_db: Level against the other voices, in decibels.
        fallback: Profile that speaks when this one cannot; ``""`` for none.
        description: One line for ``audiobrief voices``.
        licence: Whom to name for the voice, with its licence; it goes to the show notes.
    """

    name: str
    engine: str
    engine_voice: str = ""
    language: str = ""
    speed: float = 1.0
    pitch: float = 1.0
    gain_db: float = 0.0
    fallback: str = ""
    description: str = ""
    licence: str = ""

    def speaks(self, language: str) -> bool:
        """Return whether the profile may be given words in this language."""
        return not self.language or _primary(self.language) == _primary(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp3Preset:
    """How the sound is encoded.

    Attributes:
        kbps: Constant bit rate in kilobits per second.
        quality: LAME's scale, 0 (best) to 9 (fastest).
    """

    kbps: int
    quality: int


MP3_PRESETS: Final[Mapping[str, Mp3Preset]] = MappingProxyType(
    {
        "compact": Mp3Preset(kbps=64, quality=5),
        "speech": Mp3Preset(kbps=96, quality=5),
        "archive": Mp3Preset(kbps=128, quality=2),
    }
)
"""Name -> how the sound is encoded: mono, 44.1 kHz."""

EARCONS: Final = ("caption", "quote", "story")
"""What an earcon may stand for."""

LEAST_BED_DB: Final = 24.0
"""A bed lies at least so far under the speech, A-weighted; WCAG 2.2 (1.4.7) asks for 20 dB."""

SPEEDS: Final = (0.5, 2.0)
"""Slowest and fastest pace of a show, as factors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """The show's own sounds: a file, True for one made from the show's title, False for none.

    Attributes:
        ident: Opens the episode.
        sting: Comes between stories.
        sign_off: Closes the episode.
        earcons: Roles of ``EARCONS`` that have a sign before them.
        under_speech_lu: How far under the speech the loudest part of these sounds lies.
        ident_overlap_ms: How long before the ident's end the first words begin.
        bed: Music under the speech, or None.
        bed_under_db: How far under the speech the bed lies, A-weighted.
    """

    ident: Path | bool = True
    sting: Path | bool = True
    sign_off: Path | bool = True
    earcons: tuple[str, ...] = ("caption", "quote")
    under_speech_lu: float = 1.5
    ident_overlap_ms: int = 0
    bed: Path | None = None
    bed_under_db: float = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What a podcast is called, how it sounds and where it is published.

    Attributes:
        title: Its name; the folder below ``output/`` is made from it.
        description: Plain text for the feed.
        author: Who makes it.
        owner_email: Address by which directories verify the owner, or ``""``.
        language: BCP 47 tag of its own words.
        category: Apple Podcasts category, and subcategory where there is one.
        explicit: Whether it is not for children.
        link: Web page of the show, or ``""``.
        base_url: Address under which the show's folder is published, ending in ``/``, or ``""``.
        artwork: Picture file for the cover, or None to have one drawn.
        artwork_alt: What the cover shows, in words, or ``""`` for the drawn one's own.
        copyright: Name of who holds the rights, without sign or year, or ``""``.
        licence: Slug of a licence that the podcast namespace lists, or any name where there is an
            address of its text, or ``""``.
        licence_url: Address of the text of the licence, or ``""``.
        serial: Whether episodes are to be heard in their order, and so have numbers.
        season: Number of the season that new episodes belong to, or 0.
        feed_episodes: How many of the newest episodes the feed names; 0 for all.
        voices: Role -> name of a profile; other roles take ``DEFAULT_VOICE``.
        loudness_lufs: Target of the integrated loudness.
        true_peak_dbtp: Ceiling of the true peak in the encoded file.
        sounds: The show's own sounds.
        mp3: Name of one of ``MP3_PRESETS``.
        speed: Pace of all voices as a factor of their own.
        captions_read: Which words of pictures are read.
        captions_place: Where they are read.
        fetch_full: Whether pages are fetched of which a wire has a summary only.
    """

    title: str = "Audiobrief"
    description: str = ""
    author: str = ""
    owner_email: str = ""
    language: str = "en-US"
    category: tuple[str, ...] = ("News", "Daily News")
    explicit: bool = False
    link: str = ""
    base_url: str = ""
    artwork: Path | None = None
    artwork_alt: str = ""
    copyright: str = ""
    licence: str = ""
    licence_url: str = ""
    serial: bool = False
    season: int = 0
    feed_episodes: int = 1000
    voices: Mapping[Role, str] = field(default_factory=lambda: MappingProxyType({}))
    loudness_lufs: float = -16.0
    true_peak_dbtp: float = -1.0
    sounds: SoundSettings = field(default_factory=SoundSettings)
    mp3: str = "speech"
    speed: float = 1.0
    captions_read: CaptionWords = CaptionWords.CAPTION
    captions_place: CaptionPlace = CaptionPlace.IN_PLACE
    fetch_full: bool = False

    @property
    def slug(self) -> str:
        """Name of the show's folder."""
        return slug(self.title)

    @property
    def address(self) -> str:
        """Address of the show's folder; under ``.invalid`` (RFC 2606) where none is set."""
        return self.base_url or f"https://{self.slug}.invalid/"

    def voice_for(self, role: Role) -> str:
        """Return the name of the profile that reads this role."""
        return self.voices.get(role, DEFAULT_VOICE)


def voice_folders(stated: Path | None = None) -> tuple[Path, ...]:
    """Return the folders in which voices are looked for, the first one winning.

    Order: the stated one, ``$AUDIOBRIEF_VOICES``, ``voices/`` of the current folder, those of the
    installed package, those beside it in a working copy.
    """
    package = Path(__file__).parent
    variable = os.environ.get("AUDIOBRIEF_VOICES")
    wanted = [stated, Path(variable) if variable else None, Path("voices")]
    shipped = [package / "voices", package.parent / "voices"]
    for folder in wanted[:2]:
        if folder is not None and not folder.is_dir():
            raise SettingsError(f"There is no folder of voices at {folder}.")
    return tuple(folder for folder in (*wanted, *shipped) if folder and folder.is_dir())


def load_voices(stated: Path | None = None) -> dict[str, VoiceProfile]:
    """Return name -> profile of every voice in the folders of ``voice_folders``.

    Raises:
        SettingsError: A profile is wrong, names a fallback that is not there, or loops.
    """
    profiles: dict[str, VoiceProfile] = {}
    for folder in voice_folders(stated):
        for path in sorted(folder.glob("*.toml")):
            if path.stem not in profiles:
                profiles[path.stem] = _profile(path)
    if DEFAULT_VOICE not in profiles:
        looked = ", ".join(map(str, voice_folders(stated))) or "no folder"
        raise SettingsError(f"The voice {DEFAULT_VOICE} is missing; looked in {looked}.")
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


def override(show: Show, **values: Any) -> Show:  # noqa: ANN401, fields of Show
    """Return a copy of the show in which the values that are not None replace its own."""
    return replace(show, **{name: value for name, value in values.items() if value is not None})


def loudness_target(value: object, where: str) -> float:
    """Return a loudness in LUFS from the name of a preset or a number.

    Raises:
        SettingsError: It is neither, or a number outside -30 to -9.
    """
    if isinstance(value, str):
        if value in LOUDNESS_PRESETS:
            return LOUDNESS_PRESETS[value]
        try:
            value = float(value)
        except ValueError:
            names = ", ".join(LOUDNESS_PRESETS)
            raise SettingsError(
                f"{where}: {value!r} is no loudness; give LUFS such as -16, or one of {names}."
            ) from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -30 <= value <= -9:
        raise SettingsError(f"{where}: {value!r} is no loudness from -30 to -9 LUFS.")
    return float(value)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table of a TOML file.

    Raises:
        SettingsError: It cannot be read, is not in UTF-8, or is not valid TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as failed:
        raise SettingsError(f"{path} cannot be read: {failed.strerror}.") from failed
    except UnicodeDecodeError as failed:
        raise SettingsError(f"{path} is not in UTF-8; save it in that encoding.") from failed
    except tomllib.TOMLDecodeError as failed:
        raise SettingsError(f"{path} is not valid TOML: {failed}.") from failed


def _profile(path: Path) -> VoiceProfile:
    values: dict[str, Any] = {}
    types = {each.name: float if each.type == "float" else str for each in fields(VoiceProfile)}
    for key, value in read_toml(path).items():
        if key == "name" or key not in types:
            known = ", ".join(sorted(types.keys() - {"name"}))
            raise SettingsError(f"{path}: there is no key {key!r}; there are {known}.")
        values[key] = typed(path, key, value, types[key])
    if not values.get("engine"):
        raise SettingsError(f"{path}: the key 'engine' is missing; it names the speech engine.")
    for key in ("speed", "pitch"):
        if not 0.5 <= values.get(key, 1.0) <= 2.0:
            raise SettingsError(f"{path}: {key} is {values[key]}, not within 0.5 to 2.")
    if not -20 <= values.get("gain_db", 0.0) <= 20:
        raise SettingsError(f"{path}: gain_db is {values['gain_db']}, not within -20 to 20.")
    return VoiceProfile(name=path.stem, **values)


def _chain(profile: VoiceProfile, profiles: Mapping[str, VoiceProfile]) -> tuple[VoiceProfile, ...]:
    chain = [profile]
    while chain[-1].fallback:
        name = chain[-1].fallback
        if name not in profiles:
            raise SettingsError(
                f"The voice {chain[-1].name} falls back to {name!r}: no such voice."
            )
        if profiles[name] in chain:
            raise SettingsError(f"The fallback of the voice {profile.name} leads back to {name}.")
        chain.append(profiles[name])
    return tuple(chain)


def typed(path: Path, key: str, value: object, kind: type) -> Any:  # noqa: ANN401, any TOML value
    """Return the value of a key where it is of this kind; a whole number will do for a float.

    Raises:
        SettingsError: It is of another kind; the sentence names file, key and value.
    """
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        names = {
            str: "text in quotes",
            float: "a number",
            bool: "true or false",
            list: "a list in square brackets",
        }
        raise SettingsError(f"{path}: {key} is {value!r}; it must be {names[kind]}.")
    return value
