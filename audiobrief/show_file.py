"""show.toml: read key by key, checked as the directories will check it; and a template of it."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from audiobrief.categories import CATEGORIES
from audiobrief.errors import OptionError, SettingsError
from audiobrief.languages import tag_fault
from audiobrief.licences import LICENCES
from audiobrief.settings import (
    CONFORMANCE,
    EARCONS,
    LEAST_BED_DB,
    MP3_PRESETS,
    SPEEDS,
    CaptionPlace,
    CaptionWords,
    QuoteMarks,
    RelativeDays,
    Show,
    SoundSettings,
    companions,
    loudness_target,
    read_toml,
    typed,
    variant_paces,
)
from audiobrief.story.model import Role
from audiobrief.text_tables import read_text_tables


def load_show(path: Path | None) -> Show:
    """Read show.toml; without a path, the one in the current folder, else the built-in show.

    Raises:
        OptionError: There is no such file.
        SettingsError: It cannot be read, or a key in it is unknown or has a wrong value.
    """
    if path is None:
        path = Path("show.toml")
        if not path.is_file():
            return Show()
    elif not path.exists():
        raise OptionError(f"There is no settings file {path}; audiobrief init {path} makes one.")
    table = read_toml(path)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _SHOW_KEYS:
            known = ", ".join(sorted(_SHOW_KEYS))
            raise SettingsError(f"{path}: there is no setting {key!r}; there are {known}.")
        values.update(_SHOW_KEYS[key](path, key, value))
    return Show(**values)


def write_show_file(path: Path, *, title: str | None = None) -> Path:
    """Write a show.toml with comments, and return its path.

    Args:
        path: A file that does not exist yet.
        title: Name of the show, in place of the one in the template.

    Raises:
        OptionError: The title is blank.
        SettingsError: The file is there already, or cannot be written.
    """
    if title is not None and not title.strip():
        raise OptionError("The title of the show is blank; a podcast needs a name.")
    source = importlib.resources.files("audiobrief") / "show.template.toml"
    text = source.read_text(encoding="utf-8")
    if title is not None:
        # A JSON string is a TOML basic string: both escape quotes, backslashes and controls alike.
        stated = f"title = {json.dumps(title, ensure_ascii=False)}"
        text = text.replace('title = "Audiobrief"', stated, 1)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise SettingsError(f"{path} is there already; it was left as it is.") from None
    except OSError as failed:
        raise SettingsError(f"{path} cannot be written: {failed.strerror}.") from failed
    return path


def _text(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    yield key, typed(path, key, value, str).strip()


def _title(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    text = typed(path, key, value, str).strip()
    if not text:
        raise SettingsError(f"{path}: {key} is blank; a podcast needs a name.")
    yield key, text


def _switch(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    yield key, typed(path, key, value, bool)


def _file(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    name = typed(path, key, value, str)
    found = path.parent / name
    if not found.is_file():
        raise SettingsError(f"{path}: {key} names {name}, and there is no such file.")
    yield key, found


def _category(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    parts = tuple(part.strip() for part in typed(path, key, value, str).split(">"))
    if not all(parts) or len(parts) > 2:
        raise SettingsError(f"{path}: {key} is {value!r}; write it as 'News > Daily News'.")
    known: Iterable[str] = CATEGORIES
    for part in parts:
        if part not in known:
            raise SettingsError(
                f"{path}: {key} names {part!r}, which is none of Apple's; there are"
                f" {', '.join(known) or 'none below it'}."
            )
        known = CATEGORIES.get(part, ())
    yield key, parts


def _language(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    tag = typed(path, key, value, str).strip()
    if fault := tag_fault(tag):
        raise SettingsError(f"{path}: {key} is {value!r}; {fault}.")
    yield key, tag


def _email(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    text = typed(path, key, value, str).strip()
    if text and not _EMAIL.fullmatch(text):
        raise SettingsError(f"{path}: {key} is {value!r}, which is no e-mail address.")
    yield key, text


def _address(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    text = typed(path, key, value, str).strip()
    if text and not _is_web_address(text):
        raise SettingsError(
            f"{path}: {key} is {text!r}; it must be an address such as https://example.org/podcast/."
        )
    yield key, f"{text.rstrip('/')}/" if text and key == "base_url" else text


def _base(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    """Yield the address of the show's folder; a query would swallow the names of the files."""
    for name, text in _address(path, key, value):
        if "?" in text or "#" in text:
            raise SettingsError(
                f"{path}: {key} is {text!r}; it must be the address of a folder, without ? and #."
            )
        yield name, text


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(parts.scheme in {"http", "https"} and host and not re.search(r"[\s<>\"]", text))


def _licence(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    """Yield a licence: "cc-by-4.0", or a name and the address of its text after it."""
    text = typed(path, key, value, str).strip()
    name, _, url = text.rpartition(" ")
    if not name or not _is_web_address(url):
        name, url = text, ""
    if not url and text and text.lower() not in LICENCES:
        raise SettingsError(
            f"{path}: {key} is {text!r}; give one that podcast apps know, such as cc-by-4.0, or a"
            " name and the address of its text after it."
        )
    yield "licence", name.lower() if name.lower() in LICENCES else name
    yield "licence_url", url


def _type(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    text = typed(path, key, value, str).strip()
    if text not in {"episodic", "serial"}:
        raise SettingsError(f"{path}: {key} is {value!r}; it must be episodic or serial.")
    yield "serial", text == "serial"


def _count(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000:
        raise SettingsError(f"{path}: {key} is {value!r}; it must be a whole number from 0.")
    yield key, value


def _loudness(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    yield "loudness_lufs", loudness_target(value, f"{path}: {key}")


def _voices(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    table = _table(path, key, value)
    roles = {str(role): role for role in Role if role is not Role.FURNITURE}
    chosen: dict[Role, str] = {}
    for name, voice in table.items():
        if name == "default":
            chosen = {role: typed(path, f"{key}.{name}", voice, str) for role in roles.values()}
    for name, voice in table.items():
        if name != "default":
            if name not in roles:
                known = ", ".join(["default", *roles])
                raise SettingsError(f"{path}: {key} has no role {name!r}; there are {known}.")
            chosen[roles[name]] = typed(path, f"{key}.{name}", voice, str)
    yield "voices", MappingProxyType(chosen)


def _sounds(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    chosen: dict[str, Any] = {}
    for name, each in _table(path, key, value).items():
        if name not in _SOUND_KEYS:
            known = ", ".join(_SOUND_KEYS)
            raise SettingsError(f"{path}: [{key}] has no key {name!r}; there are {known}.")
        for _, read in _SOUND_KEYS[name](path, f"{key}.{name}", each):
            chosen[name] = read
    yield "sounds", SoundSettings(**chosen)


def _sound(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, bool | str):
        raise SettingsError(
            f"{path}: {key} is {value!r}; it may be true, false or a file's name in quotes."
        )
    yield from (_switch if isinstance(value, bool) else _file)(path, key, value)


def _earcons(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield key, EARCONS if value else ()
        return
    for each in typed(path, key, value, list):
        if each not in EARCONS:
            raise SettingsError(
                f"{path}: {key} names {each!r}; it is true, false or a list of"
                f" {', '.join(EARCONS)}."
            )
    yield key, tuple(role for role in EARCONS if role in typed(path, key, value, list))


def _companions(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    yield key, companions(typed(path, key, value, list), f"{path}: {key}")


def _number(least: float, most: float) -> _Reader:
    """Return a reader of numbers in this range."""

    def read(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SettingsError(f"{path}: {key} is {value!r}; it must be a number.")
        if not least <= value <= most:
            raise SettingsError(
                f"{path}: {key} is {value:g}; it may be from {least:g} to {most:g}."
            )
        yield key, value

    return read


def _variants(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    stated = typed(path, key, value, list)
    for each in stated:
        if isinstance(each, bool) or not isinstance(each, int | float):
            raise SettingsError(f"{path}: {key} holds {each!r}; it must be a list of numbers.")
    yield key, variant_paces(stated, f"{path}: {key}")


def _mp3(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    name = typed(path, key, value, str).strip().lower()
    if name not in MP3_PRESETS:
        raise SettingsError(f"{path}: {key} is {value!r}; it may be {', '.join(MP3_PRESETS)}.")
    yield key, name


def _captions(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    for name, each in _table(path, key, value).items():
        if name not in _CAPTION_KEYS:
            known = ", ".join(_CAPTION_KEYS)
            raise SettingsError(f"{path}: [{key}] has no key {name!r}; there are {known}.")
        field_name, kind = _CAPTION_KEYS[name]
        stated = typed(path, f"{key}.{name}", each, str).strip().replace("-", " ").lower()
        if stated not in set(kind):
            raise SettingsError(f"{path}: {key}.{name} is {each!r}; it may be {', '.join(kind)}.")
        yield field_name, kind(stated)


def _one_of(kind: type[RelativeDays | QuoteMarks]) -> _Reader:
    """Return a reader of one of a few words."""

    def read(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
        stated = typed(path, key, value, str).strip().replace("-", " ").lower()
        if stated not in set(kind):
            raise SettingsError(f"{path}: {key} is {value!r}; it may be {', '.join(kind)}.")
        yield key, kind(stated)

    return read


def _text_tables(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    for _, found in _file(path, key, value):
        yield "text_rows", read_text_tables(found)


def _wire(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    for name, each in _table(path, key, value).items():
        if name != "fetch_full":
            raise SettingsError(f"{path}: [{key}] has no key {name!r}; there is fetch_full.")
        yield "fetch_full", typed(path, f"{key}.{name}", each, bool)


def _accessibility(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    for name, each in _table(path, key, value).items():
        if name not in {"certified_by", "conforms_to"}:
            raise SettingsError(
                f"{path}: [{key}] has no key {name!r}; there are certified_by, conforms_to."
            )
        stated = typed(path, f"{key}.{name}", each, str).strip()
        if name == "conforms_to" and stated not in CONFORMANCE:
            raise SettingsError(
                f"{path}: {key}.{name} is {each!r}; it may be {', '.join(CONFORMANCE)}."
            )
        yield name, stated


def _disclosure(path: Path, key: str, value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield key, value
        return
    if not isinstance(value, str) or not any(map(str.isalnum, value)):
        raise SettingsError(
            f"{path}: {key} is {value!r}; it may be true, false, or a sentence in quotes that says"
            " that the voice is synthetic."
        )
    yield key, " ".join(value.split())


def _table(path: Path, key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise SettingsError(f"{path}: {key} must be a table, begun by a line [{key}].")
    return value


_EMAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")

_Reader = Callable[[Path, str, object], Iterator[tuple[str, Any]]]

_SOUND_KEYS: Final[Mapping[str, _Reader]] = MappingProxyType(
    {
        "ident": _sound,
        "sting": _sound,
        "sign_off": _sound,
        "earcons": _earcons,
        "under_speech_lu": _number(0, 20),
        "ident_overlap_ms": _number(0, 3000),
        "bed": _file,
        "bed_under_db": _number(LEAST_BED_DB, 60),
    }
)
"""Key of the table [sounds], a field of SoundSettings -> what reads it."""

_CAPTION_KEYS: Final[Mapping[str, tuple[str, type[CaptionWords | CaptionPlace]]]] = (
    MappingProxyType(
        {"read": ("captions_read", CaptionWords), "place": ("captions_place", CaptionPlace)}
    )
)
"""Key of the table [captions] -> field of Show, and the values that it may have."""

_SHOW_KEYS: Final[Mapping[str, _Reader]] = MappingProxyType(
    {
        "title": _title,
        "description": _text,
        "author": _text,
        "owner_email": _email,
        "language": _language,
        "category": _category,
        "explicit": _switch,
        "link": _address,
        "base_url": _base,
        "artwork": _file,
        "artwork_alt": _text,
        "copyright": _text,
        "license": _licence,
        "type": _type,
        "season": _count,
        "feed_episodes": _count,
        "loudness": _loudness,
        "voices": _voices,
        "mp3": _mp3,
        "speed": _number(*SPEEDS),
        "variants": _variants,
        "sounds": _sounds,
        "captions": _captions,
        "companions": _companions,
        "quotes": _one_of(QuoteMarks),
        "relative_days": _one_of(RelativeDays),
        "text": _text_tables,
        "wire": _wire,
        "accessibility": _accessibility,
        "disclosure": _disclosure,
        "foreign_voices": _switch,
    }
)
"""Key of show.toml -> what reads it into fields of Show."""
