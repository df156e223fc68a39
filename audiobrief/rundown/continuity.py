"""The words that a show adds: welcome, labels, end marks, sign-off; one table a language."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import tomllib
from dataclasses import dataclass
from typing import Any, Final

FALLBACK_LANGUAGE: Final = "en-US"
"""Spoken where neither the story's language nor the show's has a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """The words of one language; the fields are the keys of continuity.toml.

    Attributes:
        language: BCP 47 tag in which the words are to be spoken.
    """

    language: str
    welcome: str
    headlines: str
    number: str
    source: str
    publisher: str
    published: str
    byline: str
    excerpt: str
    caption: tuple[str, str]
    description: tuple[str, str]
    quote: tuple[str, str]
    sign_off: str

    def date(self, day: dt.date) -> str:
        """Return the day as the language prints it: "January 6, 2022", "6 January 2022"."""
        from babel.dates import format_date

        return format_date(day, format="long", locale=self.language.replace("-", "_"))


def continuity(*languages: str) -> Continuity:
    """Return the words for the first of the languages that has a table, English if none has.

    Args:
        languages: BCP 47 tags, the wanted one first. A tag without a region takes that of a
            later tag of the same language, so that an "en" story in an "en-GB" show has British
            dates.
    """
    tables = _tables()
    for tag in (*languages, FALLBACK_LANGUAGE):
        primary = _primary(tag)
        if primary in tables:
            regional = next((t for t in languages if "-" in t and _primary(t) == primary), tag)
            return Continuity(language=_locale(tag if "-" in tag else regional), **tables[primary])
    raise AssertionError(f"continuity.toml has no table for {FALLBACK_LANGUAGE}")


def languages() -> tuple[str, ...]:
    """Return the primary language subtags that have a table."""
    return tuple(sorted(_tables()))


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _locale(tag: str) -> str:
    """Return a tag whose locale is known, without the parts that are not ("en-XX" -> "en")."""
    from babel import Locale, UnknownLocaleError

    primary = _primary(tag)
    if primary == "en" and "-" not in tag:
        return FALLBACK_LANGUAGE
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return FALLBACK_LANGUAGE if primary == "en" else primary
    return tag


@functools.cache
def _tables() -> dict[str, dict[str, Any]]:
    source = importlib.resources.files("audiobrief.rundown") / "continuity.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        language: {
            key: (value[0], value[1]) if isinstance(value, list) else value
            for key, value in table.items()
        }
        for language, table in tables.items()
    }
