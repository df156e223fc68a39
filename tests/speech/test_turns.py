"""Turns at an online service: many builds ask it as seldom as one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiobrief.speech.engines.turns import FIRST_PAUSE_S, Turns


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path))
    return tmp_path


def test_requests_keep_their_distance() -> None:
    waits: list[float] = []
    turns = Turns("service", 5.0, waits.append)
    assert [turns.take(60) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert waits == [pytest.approx(5, abs=0.5), pytest.approx(10, abs=0.5)]


def test_another_process_sees_the_turns_and_the_refusals() -> None:
    waits: list[float] = []
    Turns("service", 0.0).refused(30.0)
    code = "from audiobrief.speech.engines.turns import Turns; print(Turns('service', 0.0).take(5))"
    away = subprocess.run(
        [sys.executable, "-c", code], env=dict(os.environ), capture_output=True, check=True
    ).stdout
    assert 25 < float(away) <= 30
    assert Turns("service", 0.0, waits.append).take(60) == 0.0
    assert waits == [pytest.approx(30, abs=3)]


def test_pauses_double_until_somebody_is_answered() -> None:
    turns = Turns("service", 0.0, lambda _: None)
    aways = []
    for _ in range(3):
        turns.refused(0.0)
        aways.append(turns.take(0.0))
    assert FIRST_PAUSE_S - 0.2 < aways[0] < aways[1] < aways[2]
    turns.answered()
    time.sleep(0)
    turns.refused(0.0)
    assert turns.take(0.0) <= max(aways)


def test_who_waits_sees_a_refusal_of_another() -> None:
    """Else a hundred builds that wait for one moment would all ask at it."""
    waits: list[float] = []
    other = Turns("service", 0.0)
    other.refused(5.0)

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 1:
            other.refused(600.0)

    assert Turns("service", 0.0, wait).take(60) > 500
    assert len(waits) == 1


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"next_s": "soon", "refused": 1}', "\0"])
def test_a_damaged_file_makes_nobody_wait(folder: Path, content: str) -> None:
    path = folder / "turns" / "service.json"
    path.parent.mkdir()
    path.write_text(content)
    assert Turns("service", 0.0).take(0) == 0.0


def test_a_clock_that_was_set_back_makes_nobody_wait(folder: Path) -> None:
    path = folder / "turns" / "service.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"next_s": time.time() + 1e6, "refused": 9}))
    assert Turns("service", 0.0).take(0) == 0.0


def test_without_a_cache_the_turns_are_the_processs_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(taken))
    turns = Turns("service", 0.0)
    turns.refused(40.0)
    assert 35 < turns.take(1) <= 40
