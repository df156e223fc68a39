"""The words of audiobrief's own in the listener's language: what is said, and what files show.

One file a language, ``words/de.toml``; ``en.toml`` tells what each key is for. Whatever a listener
hears or reads that was not printed comes from here, so that no story changes its language.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from audiobrief.languages import primary_subtag

FALLBACK_LANGUAGE: Final = "en-US"
"""Shown where no language that was asked for has a file."""

Form = str | Mapping[str, str]
"""A text, or texts by plural category ("few") or exact number ("=2")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language, by the tables of its file.

    Attributes:
        language: BCP 47 tag in which they are written and to be spoken.
        spoken: What a show says: labels, end marks, sign-off.
        parts: Titles of chapters.
        notes: Show notes and tags.
        page: What stands on a page: "Chapters", "Play from {time}".
        audition: What a voice reads to be heard.
        forms: Patterns of dates and lengths of time.
    """

    language: str
    spoken: Mapping[str, Any]
    parts: Mapping[str, str]
    notes: Mapping[str, str]
    page: Mapping[str, str]
    audition: Mapping[str, str]
    forms: Mapping[str, Any]

    @property
    def direction(self) -> str:
        """``"rtl"`` where the language is written from right to left, else ``"ltr"``."""
        return direction(self.language)

    def date(self, day: dt.date) -> str:
        """Return the day as the language prints it: "January 6, 2022", "6 January 2022".

        A language whose dates nobody wrote down (CLDR) gets them in figures.
        """
        from babel.dates import format_date

        if not _is_known(self.language):
            return day.isoformat()
        pattern = self.forms.get("date", "long")
        return format_date(day, format=pattern, locale=self.language.replace("-", "_"))

    def duration(self, duration_ms: int) -> str:
        """Return a length of time in words: "1 hour 5 minutes"; below an hour with seconds."""
        minutes, seconds = divmod(round(duration_ms / 1000), 60)
        hours, minutes = divmod(minutes, 60)
        parts = [("hours", hours), ("minutes", minutes), ("seconds", 0 if hours else seconds)]
        told = [self.counted(self.forms[unit], count) for unit, count in parts if count]
        joint = self.forms.get("joint", " ")
        return joint.join(told) or self.counted(self.forms["seconds"], 0)

    def counted(self, form: Form, number: int, /, **more: object) -> str:
        """Return the form that belongs to a number, with the number in the place of ``{n}``."""
        return _chosen(form, number, self.language).format(n=number, **more)

    def listed(self, texts: Iterable[str]) -> str:
        """Return the texts as a list in a sentence: "a, b and c"."""
        from babel.lists import format_list

        return format_list(list(texts), locale=self.language.replace("-", "_"))


def words(*languages: str) -> Words:
    """Return the words of the first of the languages that has a file, English if none has.

    Args:
        languages: BCP 47 tags, the wanted one first. A tag without a region takes that of a
            later tag of the same language, so that an "en" story in an "en-GB" show has British
            dates.
    """
    for tag in (*languages, FALLBACK_LANGUAGE):
        primary = primary_subtag(tag)
        if primary in written():
            regional = next(
                (t for t in languages if "-" in t and primary_subtag(t) == primary), tag
            )
            return Words(language=_locale(tag if "-" in tag else regional), **_file(primary))
    raise AssertionError(f"there is no words/{primary_subtag(FALLBACK_LANGUAGE)}.toml")


def wordless(language: str) -> Words:
    """Return a language that has no file: its dates are known, and no word."""
    nothing: Mapping[str, Any] = MappingProxyType({})
    tables = ("spoken", "parts", "notes", "page", "audition", "forms")
    return Words(language=language, **dict.fromkeys(tables, nothing))


def direction(tag: str) -> str:
    """Return ``"rtl"`` where a language is written from right to left, else ``"ltr"``."""
    return "rtl" if primary_subtag(tag) in _RIGHT_TO_LEFT else "ltr"


@functools.cache
def written() -> frozenset[str]:
    """Return the primary language subtags that have a file."""
    files = importlib.resources.files(__name__).iterdir()
    return frozenset(
        each.name.removesuffix(".toml") for each in files if each.name.endswith(".toml")
    )


_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"}
)


def language_name(tag: str) -> str:
    """Return what a language is called in English ("pt-BR" is "Portuguese"), else its tag.

    Producers are told of languages so, because a screen reader makes nothing of "de".
    """
    from babel import Locale

    return str(Locale("en").languages.get(primary_subtag(tag), tag))


def _locale(tag: str) -> str:
    """Return a tag whose locale is known, without the parts that are not ("en-XX" -> "en")."""
    primary = primary_subtag(tag)
    if primary == "en" and ("-" not in tag or not _is_known(tag)):
        return FALLBACK_LANGUAGE
    return tag if _is_known(tag) else primary


def _is_known(tag: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _chosen(form: Form, number: int, language: str) -> str:
    """Return the text for a number: the exact one, that of its plural category, or the other."""
    if isinstance(form, str):
        return form
    from babel import Locale

    category = Locale.parse(language, sep="-").plural_form(number)
    return form.get(f"={number}") or form.get(category) or form["other"]


@functools.cache
def _file(primary: str) -> Mapping[str, Any]:
    source = importlib.resources.files(__name__) / f"{primary}.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return MappingProxyType({name: MappingProxyType(table) for name, table in tables.items()})
