"""The cache over the weeks: it stays under its limit, and never takes what a build is using."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from audiobrief.errors import SettingsError
from audiobrief.sound.clip import Clip
from audiobrief.speech.cache import CacheStore
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.upkeep import IN_USE_S, LIMIT_VARIABLE, clear, evict, holdings, verify

DAY_S = 24 * 3_600


def filled(folder: Path, count: int) -> CacheStore:
    """A cache of so many takes of noise, about 48 kB each, the first used longest ago."""
    store = CacheStore(folder)
    for number in range(count):
        noise = np.random.default_rng(number).standard_normal(24_000).astype(np.float32) * 0.1
        key = f"{number:064x}"
        stored = store.put(key, Clip(samples=noise, rate_hz=24_000), (), ToneEngine())
        used_s = time.time() - DAY_S * (count - number)
        for path in (stored.path, folder / key[:2] / f"{key}.json"):
            os.utime(path, (used_s, used_s))
    return store


def there(store: CacheStore, count: int) -> list[int]:
    return [number for number in range(count) if store.get(f"{number:064x}") is not None]


def test_what_was_not_used_for_longest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LIMIT_VARIABLE, "1")
    store = filled(tmp_path / "takes", 30)
    before = holdings(store)
    assert before.size_bytes > 1_000_000
    gone = evict(store)
    after = holdings(store)
    assert before.size_bytes - after.size_bytes == gone
    assert after.size_bytes <= 800_000
    left = there(store, 30)
    assert left == list(range(30 - len(left), 30))


def test_a_take_that_was_just_used_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that runs beside would find its take gone, and fail."""
    monkeypatch.setenv(LIMIT_VARIABLE, "0")
    store = filled(tmp_path / "takes", 4)
    assert store.get(f"{0:064x}") is not None
    evict(store)
    assert there(store, 4) == [0]


def test_it_looks_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path / "takes", 3)
    assert evict(store) == 0
    monkeypatch.setenv(LIMIT_VARIABLE, "0")
    assert evict(store, now_s=time.time() + IN_USE_S) == 0
    assert evict(store, now_s=time.time() + DAY_S + 1) > 0


def test_what_is_damaged_goes_and_the_rest_stays(tmp_path: Path) -> None:
    store = filled(tmp_path / "takes", 3)
    damaged = store.get(f"{1:064x}")
    assert damaged is not None
    damaged.path.write_bytes(b"fLaC and nothing more")
    os.utime(damaged.path, (0, 0))
    assert verify(store) == (3, 1)
    assert there(store, 3) == [0, 2]
    assert not damaged.path.exists()
    assert verify(store) == (2, 0)


def test_everything_can_be_cleared(tmp_path: Path) -> None:
    store = filled(tmp_path / "takes", 3)
    assert clear(store).takes == 3
    assert holdings(store).size_bytes == 0
    assert clear(CacheStore(tmp_path / "none")).takes == 0


def test_a_limit_that_is_no_number_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT_VARIABLE, "2 GB")
    with pytest.raises(SettingsError, match=r"AUDIOBRIEF_CACHE_LIMIT is '2 GB'"):
        holdings(CacheStore(tmp_path))
