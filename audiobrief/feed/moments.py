"""Dates of a feed, as RFC 5322 has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from lxml import etree

from audiobrief.findings import Problem

_FORM: Final = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s+)?\d{1,2}\s+"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{4}\s+"
    r"\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UT|UTC|Z|[ECMP][SD]T)"
)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FIRST_YEAR: Final = 1993
"""There was no podcast before; an earlier date is the zero of a clock."""


def date_problems(parent: etree._Element, name: str) -> Iterator[Problem]:
    """Yield what is wrong with the dates of a channel or an item."""
    for element in ("pubDate", "lastBuildDate"):
        text = (parent.findtext(element) or "").strip()
        if text:
            yield from _problems(text, element, name, upcoming=parent.tag == "item")


def moment(text: str) -> datetime | None:
    """Return the moment with its zone, or None where it is none."""
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _problems(text: str, element: str, name: str, *, upcoming: bool) -> Iterator[Problem]:
    form, found = _FORM.fullmatch(text), moment(text)
    if form is None or found is None:
        told = f"{name} has the {element} {text!r}: no RFC 2822 date with its time zone."
        yield "date-form", told
        return
    if form["day"] and form["day"] != _DAYS[found.weekday()]:
        yield "date-weekday", f"{name} has the {element} {text!r}: that day is no {form['day']}."
    if found.year < _FIRST_YEAR:
        yield "date-past", f"{name} has the {element} {text!r}, before there were podcasts."
    if found > datetime.now(UTC) + timedelta(hours=1):
        later = "apps hide it till then" if upcoming else "that is still to come"
        yield "date-future", f"{name} has the {element} {text!r}; {later}."
