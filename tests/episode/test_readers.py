"""Reading systems that are not ours: Ace by DAISY, and foliate-js in Chromium, which plays books.

They are packages of npm, in a folder that ``$NODE_JUDGES`` names; ``.ci/run`` installs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from audiobrief.episode.draft import Draft
from audiobrief.mix.model import Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role
from tests.episode.books import epub_in, segments_of

Make = Callable[[Draft, Path], Path]
Arrange = Callable[..., Timeline]

DRIVER: Final = Path(__file__).with_name("reader.mjs")
LATE_S: Final = 0.4
"""A browser tells the time of a sound about four times a second."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def judges() -> Path:
    folder = os.environ.get("NODE_JUDGES", "")
    if not folder or shutil.which("node") is None or _browser() is None:
        why = "the reading systems need node, chromium, and their packages in $NODE_JUDGES"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return Path(folder)


def _browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def make_book(
    draft: Draft, arrange: Arrange, make_episode: Make, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Rundown], Path]:
    """Return what publishes a rundown with its book, and returns the folder."""

    def make(rundown: Rundown) -> Path:
        show = replace(draft.show, companions=("epub",))
        asked = replace(draft, show=show, rundown=rundown, timeline=arrange(rundown))
        return make_episode(asked, tmp_path_factory.mktemp("show") / "2026-01-31-pier")

    return make


@pytest.fixture(scope="module")
def arabic(make_cue: Callable[..., Cue]) -> Rundown:
    said = ("افتتاح الرصيف", "قال العمدة: هذا هو اليوم.", "عادت الحافلات.")
    roles = (Role.HEADLINE, Role.BODY, Role.BODY)
    cues = tuple(
        replace(make_cue(role, text, block), language="ar")
        for block, (role, text) in enumerate(zip(roles, said, strict=True))
    )
    return Rundown(title=said[0], language="ar", items=(Item(title=said[0], cues=cues),))


def _played(judges: Path, book: Path, section: int, seconds: int) -> dict[str, Any]:
    command = ["node", str(DRIVER), str(judges), str(book), _browser() or "", str(section)]
    done = subprocess.run([*command, str(seconds)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_text_and_sound_move_together_from_page_to_page(
    judges: Path, make_book: Callable[[Rundown], Path], edition: Rundown
) -> None:
    """What a reader sees marked is what is heard, without a hand on the book."""
    folder = make_book(edition)
    told = _played(judges, epub_in(folder), 0, 12)
    assert told["errors"] == []
    seen = [(each["text"].partition("#")[2], each) for each in told["seen"]]
    order = list(dict.fromkeys(name for name, _ in seen))
    wanted = [each["id"] for each in segments_of(folder)]
    assert len(order) >= 6
    assert order == wanted[: len(order)], "in the order of the sound, none left out"
    assert len({each["text"].partition("#")[0] for _, each in seen}) > 1, "pages are turned"
    # The last one may have begun just before the reader was closed.
    for name, each in seen[:-1]:
        assert each["begin"] - 0.05 <= each["time"] <= each["begin"] + LATE_S, name
        assert each["marked"] is not None, f"{name} is heard, and not marked"
        assert each["marked"] <= each["end"] + LATE_S
        assert each["colour"] == "rgb(255, 225, 77)"


def test_a_book_from_right_to_left_is_opened_so(
    judges: Path, make_book: Callable[[Rundown], Path], arabic: Rundown
) -> None:
    folder = make_book(arabic)
    told = _played(judges, epub_in(folder), 0, 4)
    assert (told["direction"], told["errors"]) == ("rtl", [])
    first = next(each["text"].partition("#")[2] for each in told["seen"])
    assert first == segments_of(folder)[0]["id"]


def test_ace_finds_no_violation(
    judges: Path,
    make_book: Callable[[Rundown], Path],
    edition: Rundown,
    arabic: Rundown,
    tmp_path: Path,
) -> None:
    """Its exit status is 0 whatever it finds, so its report is read."""
    ace = judges / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    for number, rundown in enumerate((edition, arabic)):
        book, out = epub_in(make_book(rundown)), tmp_path / str(number)
        subprocess.run(
            ["node", str(ace), "-s", "-f", "-o", str(out), str(book)],
            env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": _browser() or ""},
            check=True,
        )
        report = json.loads((out / "report.json").read_text("utf-8"))
        assert report["earl:result"]["earl:outcome"] == "pass"
        assert [each for page in report["assertions"] for each in page["assertions"]] == []
