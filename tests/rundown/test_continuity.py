"""The show's own words: every language has all of them, and dates in its own form."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import fields

import pytest

from audiobrief.rundown.continuity import Continuity, continuity, languages

DAY = dt.date(2026, 1, 6)

PLACES = {
    "welcome": {"show", "date"},
    "number": {"number", "count"},
    "source": {"publisher", "date"},
    "publisher": {"publisher"},
    "published": {"date"},
    "byline": {"names"},
}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages())
def test_every_language_has_all_words_with_their_places(language: str) -> None:
    words = continuity(language)
    for field in fields(Continuity):
        value = getattr(words, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            assert text.strip()
            assert _places(text) == PLACES.get(field.name, set()), (language, field.name)


@pytest.mark.parametrize(
    ("tags", "printed"),
    [
        (("en-US",), "January 6, 2026"),
        (("en",), "January 6, 2026"),
        (("en-GB",), "6 January 2026"),
        (("en", "en-GB"), "6 January 2026"),
        (("de",), "6. Januar 2026"),
        (("fr-FR",), "6 janvier 2026"),
        (("es",), "6 de enero de 2026"),
        (("en-XX",), "January 6, 2026"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(tags: tuple[str, ...], printed: str) -> None:
    assert continuity(*tags).date(DAY) == printed


def test_a_language_without_words_takes_those_of_the_show_then_english() -> None:
    """A label in another language is better than a caption that runs into the story."""
    assert continuity("ja", "de").caption[0] == "Bildunterschrift:"
    assert continuity("ja", "ko").caption[0] == "Photo caption:"
    assert continuity("ja", "ko").language == "en-US"
