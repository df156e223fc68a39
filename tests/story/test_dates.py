from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.story.dates import parse_moment


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2026-03-14T09:30:00+01:00", "2026-03-14T09:30:00+01:00"),
        ("2026-03-14T09:30:00Z", "2026-03-14T09:30:00+00:00"),
        ("2026-03-14T09:30:00.123Z", "2026-03-14T09:30:00+00:00"),
        ("2026-03-14", "2026-03-14T00:00:00+00:00"),
        ("Posted May 24, 2026 10:05 am", "2026-05-24T00:00:00+00:00"),
        ("Posted May 24, 2026 10:05 am EDT", "2026-05-24T10:05:00-04:00"),
        ("Updated 9:15 p.m. ET, Feb. 3, 2026", "2026-02-03T00:00:00+00:00"),
        ("12:30 a.m. GMT, 5 January 2022", "2022-01-05T00:30:00+00:00"),
        ("22.04.2024, 17:26 Uhr", "2024-04-22T00:00:00+00:00"),
        ("22.04.2024, 17:26 Uhr MESZ", "2024-04-22T17:26:00+02:00"),
        ("14. März 2026", "2026-03-14T00:00:00+00:00"),
        ("25 de mayo de 2025 16:51 h", "2025-05-25T00:00:00+00:00"),
        ("2024年5月2日", "2024-05-02T00:00:00+00:00"),
    ],
)
def test_moment(printed: str, iso: str) -> None:
    """A clock time without a zone is never given the machine's."""
    moment = parse_moment(printed)
    assert moment is not None
    assert moment.isoformat() == iso


@pytest.mark.parametrize(
    "text", ["", "Monday", "3/4/2026", "February 31, 2026", "2026-99-99", "May"]
)
def test_no_moment(text: str) -> None:
    assert parse_moment(text) is None


@given(st.text(max_size=80))
def test_any_text_gives_a_moment_with_a_zone_or_none(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or moment.tzinfo is not None


@given(st.datetimes(timezones=st.timezones()))
def test_iso_comes_back(moment: object) -> None:
    text = moment.isoformat()  # type: ignore[attr-defined] # a datetime; hypothesis gives object here
    found = parse_moment(text)
    assert found is None or found.isoformat()[:10] == text[:10]
