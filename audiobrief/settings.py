"""What a show is: its names, its cast, its sound; and TOML that is read key by key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from audiobrief.errors import SettingsError
from audiobrief.storage import slug, stable_slug
from audiobrief.story.model import Role

LOUDNESS_PRESETS: Final[Mapping[str, float]] = MappingProxyType(
    {"apple": -16.0, "spotify": -14.0, "aes-speech": -18.0, "mono-19": -19.0}
)
"""Name -> integrated loudness in LUFS. Sources: docs/standards.md, section Loudness."""

DEFAULT_VOICE: Final = "anchor"
"""The profile that reads what no other one of the cast does."""

DEFAULT_CAST: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.CAPTION: "reporter",
        Role.CREDITS: "reporter",
        Role.CONTINUITY: "continuity",
    }
)
"""Role -> profile, where a show says nothing else: headline, caption and the words that the show
adds are told apart by ear, as layout tells them apart on the page."""


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


class RelativeDays(StrEnum):
    """How "Thursday" and "today" of an old story are said."""

    AS_PRINTED = "as printed"
    WITH_DATE = "with date"


class QuoteMarks(StrEnum):
    """Which quotations are announced with "Quote" and "End of quote"."""

    NONE = "none"
    BLOCK = "block"
    UNCLEAR = "unclear"


class TextKind(StrEnum):
    """Kinds of rows that a show may add to the text stage."""

    TITLE = "title"
    ABBREVIATION = "abbreviation"
    INITIALISM = "initialism"
    UNIT = "unit"
    CURRENCY = "currency"
    SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One row of a show's own text tables: what is printed, and how it is said.

    Attributes:
        kind: What it is.
        written: As printed; several spellings of the same.
        spoken: As said; for units and currencies, of one.
        many: As said of several; for units and currencies alone.
        by_letters: Whether an initialism is read by its letters.
        where: Where an abbreviation counts: "any", "name" (before a capital) or "figure".
        language: Primary tag of the language that it counts in; ``""`` for every one.
    """

    kind: TextKind
    written: tuple[str, ...]
    spoken: str = ""
    many: str = ""
    by_letters: bool = False
    where: str = "any"
    language: str = ""


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

COMPANIONS: Final[tuple[str, ...]] = ("epub", "daisy", "braille", "tracks", "page")
"""Forms that an episode may have beside sound and transcripts, in the order in which they are
made: the page is the last one, for it offers the others."""

STANDARD_COMPANIONS: Final = ("page",)
"""What a show makes that says nothing else."""

CONFORMANCE: Final = tuple(
    f"EPUB Accessibility 1.1 - WCAG {version} Level {level}"
    for version in ("2.2", "2.1", "2.0")
    for level in ("AA", "AAA", "A")
)
"""What a book may be claimed to conform to, in the very words of EPUB Accessibility 1.1."""

EARCONS: Final = ("caption", "quote", "story")
"""What an earcon may stand for."""

LEAST_BED_DB: Final = 24.0
"""A bed lies at least so far under the speech, A-weighted; WCAG 2.2 (1.4.7) asks for 20 dB."""

SPEEDS: Final = (0.5, 2.0)
"""Slowest and fastest pace of a show, as factors; those of a variant against the show's too."""

MAX_VARIANTS: Final = 5
"""Each is as much work and as large as the episode itself."""


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
        voices: Role -> name of a profile; other roles take that of ``DEFAULT_CAST``.
        loudness_lufs: Target of the integrated loudness.
        true_peak_dbtp: Ceiling of the true peak in the encoded file.
        sounds: The show's own sounds.
        mp3: Name of one of ``MP3_PRESETS``.
        speed: Pace of all voices as a factor of their own.
        variants: Further paces, as factors of the show's, at which each episode is made too.
        captions_read: Which words of pictures are read.
        captions_place: Where they are read.
        relative_days: How "Thursday" and "today" of a story older than a week are said.
        quotes: Which quotations are announced.
        text_rows: The show's own rows for the text stage.
        fetch_full: Whether pages are fetched of which a wire has a summary only.
        companions: Names of ``COMPANIONS`` that are made with each episode.
        certified_by: Who evaluated the books and claims that they conform, or ``""`` for no claim.
        conforms_to: What they conform to then.
        foreign_voices: Whether what is marked as being in another language than its story (``lang``
            on a page) is read by a voice of that language.
        disclosure: Whether the last words say that the voice is synthetic; or the sentence that
            says so in the show's own words. Tags and feed say it in any case.
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
    variants: tuple[float, ...] = ()
    captions_read: CaptionWords = CaptionWords.CAPTION
    captions_place: CaptionPlace = CaptionPlace.IN_PLACE
    relative_days: RelativeDays = RelativeDays.AS_PRINTED
    quotes: QuoteMarks = QuoteMarks.BLOCK
    text_rows: tuple[TextRow, ...] = ()
    fetch_full: bool = False
    companions: tuple[str, ...] = STANDARD_COMPANIONS
    certified_by: str = ""
    conforms_to: str = CONFORMANCE[0]
    disclosure: str | bool = True
    foreign_voices: bool = False

    @property
    def slug(self) -> str:
        """Name of the show's folder."""
        return slug(self.title)

    @property
    def key(self) -> str:
        """Name in guids, and in the address of a show that has none: it never changes."""
        return stable_slug(self.title)

    def folder_in(self, output: Path) -> Path:
        """Return the show's folder, under the name of earlier releases where there is one."""
        former = output / self.key
        return former if former.is_dir() else output / self.slug

    @property
    def address(self) -> str:
        """Address of the show's folder; under ``.invalid`` (RFC 2606) where none is set."""
        return self.base_url or f"https://{self.key}.invalid/"

    def voice_for(self, role: Role) -> str:
        """Return the name of the profile that reads this role."""
        return self.voices.get(role, DEFAULT_CAST.get(role, DEFAULT_VOICE))


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


def companions(names: Iterable[object], where: str) -> tuple[str, ...]:
    """Return the companions of these names, each once, in the order of ``COMPANIONS``.

    Raises:
        SettingsError: There is no companion of a name.
    """
    wanted = list(names)
    for name in wanted:
        if name not in COMPANIONS:
            raise SettingsError(
                f"{where} names {name!r}; there are {', '.join(COMPANIONS) or 'none yet'}."
            )
    return tuple(name for name in COMPANIONS if name in wanted)


def variant_paces(stated: Iterable[float], where: str) -> tuple[float, ...]:
    """Return the paces of variants in order, each once.

    Raises:
        SettingsError: One is out of ``SPEEDS`` or is the episode's own pace, or there are too many.
    """
    paces = tuple(sorted(set(map(float, stated))))
    least, most = SPEEDS
    for pace in paces:
        if not least <= pace <= most or pace == 1.0:
            raise SettingsError(
                f"{where}: {pace:g} is no pace of a variant; give factors from {least:g} to"
                f" {most:g} such as 1.5, but not 1, which is the episode itself."
            )
    if len(paces) > MAX_VARIANTS:
        raise SettingsError(f"{where}: {len(paces)} variants are more than {MAX_VARIANTS}.")
    return paces


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
            int: "a whole number",
            bool: "true or false",
            list: "a list in square brackets",
        }
        raise SettingsError(f"{path}: {key} is {value!r}; it must be {names[kind]}.")
    return value
