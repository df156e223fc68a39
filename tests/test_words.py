"""The words of audiobrief's own: each language has all of them, with their places and forms."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from babel import Locale

from audiobrief.words import direction, language_name, words, written

WANTED: Final = frozenset(
    "en es fr de pt it ru uk pl tr ar fa zh ja ko hi".split()  # noqa: SIM905, a list to be read
)


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        match value:
            case str():
                yield key, value
            case list():
                yield from ((f"{key} {number}", text) for number, text in enumerate(value))
            case _:
                yield from ((key, text) for text in value.values())


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("tag", "name"), [("de", "German"), ("pt-BR", "Portuguese"), ("qaa", "qaa"), ("xx", "xx")]
)
def test_a_producer_is_told_of_a_language_by_its_name(tag: str, name: str) -> None:
    assert language_name(tag) == name


def test_the_languages_of_the_mission_are_there() -> None:
    assert written() >= WANTED


@pytest.mark.parametrize("language", sorted(written()))
def test_every_language_has_all_words_with_their_places(language: str) -> None:
    """A label that lacks its place would read out "{publisher}", or nobody's name."""
    english, found = words("en"), words(language)
    for table in ("spoken", "parts", "notes", "page", "audition"):
        wanted, own = dict(_texts(getattr(english, table))), list(_texts(getattr(found, table)))
        assert {key for key, _ in own} == wanted.keys()
        for key, text in own:
            assert text.strip(), (language, key)
            missing = _places(wanted[key]) ^ _places(text)
            # "Two stories" names the number in words.
            assert missing <= ({"count"} if key == "number" else set()), (language, key)


@pytest.mark.parametrize("language", sorted(written()))
def test_every_number_has_its_form(language: str) -> None:
    found = words(language)
    rule = Locale.parse(found.language, sep="-").plural_form
    used = {rule(number) for number in range(200)}
    for unit in ("hours", "minutes", "seconds"):
        assert "other" in found.forms[unit]
        assert set(found.forms[unit]) <= used | {"other"}, (language, unit)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "1 hour 5 minutes"),
        ("de", "1 Stunde 5 Minuten"),
        ("pl", "1 godzina 5 minut"),
        ("ru", "1 час 5 минут"),
        ("ar", "ساعة واحدة 5 دقائق"),
        ("zh", "1小时5分钟"),
    ],
)
def test_lengths_of_time_are_in_words(language: str, told: str) -> None:
    assert words(language).duration(3_900_400) == told


def test_slavic_and_arabic_forms_follow_the_number() -> None:
    minutes = [words("pl").duration(n * 60_000) for n in (1, 2, 5, 22, 25)]
    assert minutes == ["1 minuta", "2 minuty", "5 minut", "22 minuty", "25 minut"]
    assert words("ru").duration(21_000) == "21 секунда"
    assert words("ar").duration(120_000) == "دقيقتان"
    assert words("en").duration(0) == "0 seconds"


def test_a_list_is_written_as_the_language_writes_it() -> None:
    assert words("de").listed(["a", "b", "c"]) == "a, b und c"
    assert words("ja").listed(["a", "b"]) == "a、b"


def test_scripts_that_run_to_the_left_are_known() -> None:
    assert {direction(tag) for tag in ("ar", "fa-IR", "he", "ur")} == {"rtl"}
    assert words("uk").direction == "ltr"


def test_a_language_without_words_is_shown_in_english() -> None:
    assert words("sw").language == "en-US"
    assert words("sw", "fr-CA").language == "fr-CA"
