"""The show's own words: in the language of the story, or left out where there are none."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from audiobrief.rundown.continuity import continuity, has_words, unlabelled
from audiobrief.rundown.speakable import speakable
from audiobrief.words import written

DAY = dt.date(2026, 1, 6)


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
        (("uk",), "6 січня 2026 року"),
        (("pl",), "6 stycznia 2026 roku"),
        (("ar",), "6 يناير 2026"),
        (("ja",), "2026年1月6日"),
        (("zh-Hant-HK",), "2026年1月6日"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(tags: tuple[str, ...], printed: str) -> None:
    assert continuity(*tags).date(DAY) == printed


def test_a_show_without_words_takes_those_of_the_next_language_then_english() -> None:
    """A welcome and a word on the synthetic voice are said in any case."""
    assert continuity("sw", "de").language == "de"
    assert continuity("sw", "ga").language == "en-US"
    assert not continuity("sw", "de").own
    assert continuity("de", "en").own


def test_a_language_without_words_gets_names_and_dates_and_no_english() -> None:
    assert not has_words("sw-KE")
    words = unlabelled("sw-KE")
    assert words.caption == ("", "")
    assert words.source.format(publisher="Taifa", date=words.date(DAY)) == "Taifa, 6 Januari 2026."
    assert unlabelled("tlh").date(DAY) == "2026-01-06"
    assert words.numbered(2, 5) == ""


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", "Story two of five."),
        ("es", "Noticia dos de cinco."),
        ("fr", "Article deux sur cinq."),
        ("de", "Meldung zwei von fünf."),
        ("pt", "Notícia dois de cinco."),
        ("it", "Notizia due di cinque."),
        ("ru", "Новость номер два, всего новостей: пять."),
        ("uk", "Новина номер два, усього новин: п'ять."),
        ("pl", "Wiadomość numer dwa, liczba wiadomości: pięć."),
        ("tr", "Haber iki, toplam beş."),
        ("ar", "الخبر رقم اثنان من أصل خمسة."),
        ("fa", "خبر دو از پنج."),
        ("ko", "뉴스 이 번, 총 오 건."),
        ("ja", "五件中、二件目のニュースです。"),
    ],
)
def test_the_number_of_a_story_agrees_with_what_is_counted(language: str, spoken: str) -> None:
    assert speakable(continuity(language).numbered(2, 5), language) == spoken


def test_two_of_something_is_another_word_in_chinese() -> None:
    assert continuity("zh").numbered(1, 2) == "第1条，共两条。"
    assert continuity("zh").numbered(1, 3) == "第1条，共3条。"


@pytest.mark.parametrize("language", sorted(written()))
def test_labels_have_words_that_can_be_spoken(language: str) -> None:
    words = continuity(language)
    date = words.date(DAY)
    labels = (*words.caption, *words.description, *words.quote, words.sign_off, words.excerpt)
    told = words.source.format(publisher="Rundschau", date=date)
    for text in (*labels, told, words.published.format(date=date)):
        spoken = speakable(text, words.language)
        assert re.search(r"\w", spoken)
        assert ".." not in spoken
