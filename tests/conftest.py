"""What every test gets: a cache and a current folder of its own, and the outside judges."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from audiobrief.episode import cover

settings.register_profile(
    "house",
    deadline=None,  # machines are shared, and no test here is about time
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=60,
    # A change lands by what it is, not by chance; elsewhere each run looks at other examples.
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of takes for the whole run, so that no sentence is spoken twice."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Draw each cover once in the whole run; ``test_cover.py`` draws its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cover, "_drawing", functools.lru_cache(maxsize=64)(cover._drawing))
        yield


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in an empty folder, without the user's settings and cache."""
    for name in list(os.environ):
        if name.startswith("AUDIOBRIEF_") or name == "SOURCE_DATE_EPOCH":
            monkeypatch.delenv(name)
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(shared_cache))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def judge() -> Callable[[str], str]:
    """Return the path of an outside program; skip where it is missing, fail where CI misses it."""

    def found(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if os.environ.get("CI"):
                pytest.fail(f"CI has no {name}, and this check needs it")
            pytest.skip(f"{name} is not installed")
        return path

    return found
