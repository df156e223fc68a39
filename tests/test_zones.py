"""Times keep the zone in which they were printed, wherever the machine stands."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Final

import pytest

from audiobrief.order import Order, first_date
from audiobrief.plan import plan
from audiobrief.rundown.files import to_json as rundown_json
from audiobrief.settings import Show
from audiobrief.story.files import from_json, to_json
from audiobrief.story.model import Story, Wire
from audiobrief.story.sources import read_source

ZONES: Final = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu", "XYZ+11")

WORDS: Final = (
    "The ferry to Elm Harbor sailed on Monday for the first time in two years.\n\n"
    "It will sail every day from now on, the company said, except in storms and on holidays.\n"
)
PLAIN: Final = f"Ferry returns to Elm Harbor\n\nPublished: March 14, 2026 11:30 p.m. EDT\n\n{WORDS}"
BARE: Final = f"Ferry returns to Elm Harbor\n\nMarch 14, 2026\n\n{WORDS}"
PAGE: Final = (
    '<!doctype html><html lang="en"><head><meta property="article:published_time"'
    ' content="2026-03-14T23:30:00-04:00"><title>Ferry returns to Elm Harbor</title></head><body>'
    f"<article><h1>Ferry returns to Elm Harbor</h1><p>{WORDS.split(chr(10))[0]}</p>"
    f"<p>{WORDS.split(chr(10))[2]}</p></article></body></html>"
)
MAIL: Final = (
    "From: a@b.example\nMIME-Version: 1.0\nDate: Sat, 14 Mar 2026 23:30:00 -0400\n"
    f"Subject: Ferry returns to Elm Harbor\n\n{WORDS}"
)
FEED: Final = (
    "<rss version='2.0'><channel><item><title>Ferry returns</title>"
    "<pubDate>Sat, 14 Mar 2026 23:30:00 EDT</pubDate><description>It sails.</description></item>"
    "</channel></rss>"
)


@pytest.fixture(params=ZONES)
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system has one zone for all processes")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def _story(text: str) -> Story:
    found = read_source("-", stdin=io.BytesIO(text.encode()))
    return found.stories[0] if isinstance(found, Wire) else found


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize("text", [PLAIN, PAGE, MAIL, FEED], ids=["text", "page", "mail", "wire"])
def test_a_late_evening_stays_on_its_day(text: str) -> None:
    """In UTC it is the next day already: a listener would hear the wrong date."""
    story = _story(text)
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-14T23:30:00-04:00"
    assert from_json(to_json(story)).published == story.published
    order = Order(show=Show(), date=first_date("2026-03-20"))
    told = rundown_json(plan([story], order).rundown)
    assert "March 14, 2026" in told
    assert "March 15" not in told
    assert "March 20, 2026" in told


@pytest.mark.usefixtures("_zone")
def test_a_day_without_a_clock_time_stays_that_day() -> None:
    story = _story(BARE)
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-14T00:00:00+00:00"
    order = Order(show=Show(), date=first_date("2026-03-20"))
    assert "March 14, 2026" in rundown_json(plan([story], order).rundown)
