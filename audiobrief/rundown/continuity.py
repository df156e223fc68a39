"""The words that a show adds: welcome, labels, end marks, sign-off; in the story's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final

from audiobrief.languages import primary_subtag
from audiobrief.rundown.model import Rundown
from audiobrief.story.model import Role
from audiobrief.words import Form, Words, wordless, words, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """The words of one language; the fields are the keys of [spoken] in audiobrief/words.

    Attributes:
        language: BCP 47 tag in which the words are to be spoken.
        own: Whether they are in the language that was asked for first; where it has no words, its
            stories have no labels, and the show's sounds alone tell a caption from the text.
    """

    language: str
    own: bool
    welcome: str
    headlines: str
    number: Form
    source: str
    publisher: str
    published: str
    byline: str
    excerpt: str
    caption: tuple[str, str]
    description: tuple[str, str]
    quote: tuple[str, str]
    sign_off: str
    written: Words

    def date(self, day: dt.date) -> str:
        """Return the day as the language prints it: "January 6, 2022", "6 January 2022"."""
        return self.written.date(day)

    def numbered(self, number: int, count: int) -> str:
        """Return what is said before a story of an edition; ``""`` where there are no words."""
        return self.written.counted(self.number, count, number=number, count=count)


def continuity(*languages: str) -> Continuity:
    """Return the words for the first of the languages that has some, English if none has.

    Args:
        languages: BCP 47 tags, the wanted one first.
    """
    found = words(*languages)
    own = not languages or primary_subtag(languages[0]) == primary_subtag(found.language)
    return Continuity(language=found.language, own=own, written=found, **_spoken(found.spoken))


def unlabelled(language: str) -> Continuity:
    """Return what can be said without words, in a language that has none: names and dates."""
    return Continuity(
        language=language, own=False, written=wordless(language), **_spoken(_WITHOUT_WORDS)
    )


def has_words(language: str) -> bool:
    """Return whether the labels of a story can be said in its language."""
    return primary_subtag(language) in written()


def without_words(rundown: Rundown) -> tuple[str, ...]:
    """Return the languages of captions and quotations that nothing announces in words."""
    found = (
        cue.language
        for cue in rundown.cues
        if cue.role in {Role.CAPTION, Role.QUOTE} and not has_words(cue.language)
    )
    return tuple(dict.fromkeys(found))


_WITHOUT_WORDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "welcome": "{show}, {date}.",
        "source": "{publisher}, {date}.",
        "publisher": "{publisher}.",
        "published": "{date}.",
        "byline": "{names}.",
    }
)


def _spoken(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table as fields of Continuity; what is missing is blank."""
    pairs = {"caption", "description", "quote"}
    found: dict[str, Any] = {}
    for each in fields(Continuity):
        if each.name in {"language", "own", "written"}:
            continue
        if each.name in pairs:
            before, after = table.get(each.name, ("", ""))
            found[each.name] = (before, after)
        else:
            found[each.name] = table.get(each.name, "")
    return found
