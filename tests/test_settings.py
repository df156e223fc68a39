"""Settings that more than one room reads."""

from __future__ import annotations

import pytest

from audiobrief.settings import loudness_target


@pytest.mark.parametrize(("stated", "lufs"), [("apple", -16.0), ("-18.5", -18.5), (-19, -19.0)])
def test_loudness_is_a_name_or_a_number(stated: object, lufs: float) -> None:
    assert loudness_target(stated, "--loudness") == lufs
