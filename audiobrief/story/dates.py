"""Dates of publication as they are printed; a time without a zone is never given one.

A bare date is kept as its midnight in UTC. So is a date whose clock time has no zone: to take it
for the zone of the machine would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_MONTHS: Final = {
    1: "january jan januar januari janvier enero gennaio janeiro januar jänner ene janv "
    "gen styczeń",
    2: "february feb februar februari février febrero febbraio fevereiro févr fev",
    3: "march mar märz maart mars marzo março mrz",
    4: "april apr avril abril aprile avr abr",
    5: "may mai mei mayo maggio maio maj mag",
    6: "june jun juni juin junio giugno junho giu",
    7: "july jul juli juillet julio luglio julho juil lug",
    8: "august aug augustus août agosto augusti ago",
    9: "september sep sept septembre septiembre settembre setembro set",
    10: "october oct oktober octobre octubre ottobre outubro okt ott out",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember décembre diciembre dicembre dezembro dez dic déc",
}
"""Month -> its names and short forms in the languages of Western Europe."""

_NUMBER: Final = {name: month for month, names in _MONTHS.items() for name in names.split()}
_MONTH: Final = "|".join(sorted(_NUMBER, key=len, reverse=True))

_ZONES: Final = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "cet": 60,
    "cest": 120,
    "mez": 60,
    "mesz": 120,
    "bst": 60,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
}
"""Short name of a zone -> minutes east of Greenwich, where news uses it in one sense."""

_CLOCK: Final = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?::\d{2})?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"(?:\s*(?:uhr|h|o'clock)\b)?\s*\(?(?P<zone>[A-Za-z]{1,4}\b|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_FORMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?=\b|T)",
        (
            rf"\b(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19"
            rf"|20)\d{{2}})\b"
        ),
        (
            rf"\b(?P<day>\d{{1,2}})(?:\.|er|º|st|nd|rd"
            rf"|th)?\s+(?:de\s+)?(?P<name>{_MONTH})\.?,?\s+(?:de\s+|del\s+)?"
            r"(?P<year>(?:19|20)\d{2})\b"
        ),
        r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d{2})\b",
        r"(?P<year>(?:19|20)\d{2})\s?[年년/.]\s?(?P<month>\d{1,2})\s?[月월/.]\s?(?P<day>\d{1,2})",
    )
)
"""Forms whose order of day and month is certain; 3/4/2026 is not among them."""

_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
"""What every form holds: most lines have none, and need not be looked at five times."""


def dates_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where dates stand in the text, as start and end."""
    if _YEAR.search(text):
        for form in _FORMS:
            for found in form.finditer(text):
                yield found.span()


def parse_moment(text: str) -> datetime | None:
    """Return the first moment that the text names, with its zone, or None where there is none."""
    iso = _iso(text.strip())
    if iso is not None:
        return iso
    if not _YEAR.search(text):
        return None
    matches = [found for form in _FORMS if (found := form.search(text))]
    for found in sorted(matches, key=lambda each: each.start()):
        day = _day(found)
        if day is not None:
            return _at_clock(day, text[found.end() :] + "  " + text[: found.start()])
    return None


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text) or len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"(\d{2}:\d{2}:\d{2})\.\d+", r"\1", text))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment


def _day(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month = _NUMBER[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    try:
        return datetime(int(parts["year"]), month, int(parts["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _at_clock(day: datetime, rest: str) -> datetime:
    """Return the day with the clock time that stands beside it, if that has a zone."""
    clock = _CLOCK.search(rest)
    zone = _zone(clock["zone"] or "") if clock else None
    if clock is None or zone is None:
        return day
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    half = (clock["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return day
    return day.replace(hour=hour, minute=minute, tzinfo=zone)


def _zone(name: str) -> timezone | None:
    if name.lower() in _ZONES:
        minutes = _ZONES[name.lower()]
        return timezone(timedelta(minutes=minutes)) if minutes else UTC
    offset = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", name)
    if not offset or int(offset[2]) > 14:
        return None
    minutes = (int(offset[2]) * 60 + int(offset[3])) * (-1 if offset[1] == "-" else 1)
    return timezone(timedelta(minutes=minutes))
