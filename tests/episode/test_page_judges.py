"""Pages before judges that are not ours: axe-core and a keyboard in Chromium, and the Nu checker.

They need node, Chromium, Java, and the folder ``AUDIOBRIEF_JUDGES`` with the npm packages
playwright-core, axe-core and vnu-jar.
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
from audiobrief.feed.rss import write_feed
from audiobrief.mix.model import Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role

SCRIPT: Final = Path(__file__).with_name("judge.mjs")
JUDGES: Final = Path(os.environ.get("AUDIOBRIEF_JUDGES", "")) / "node_modules"
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or ""
NEAR_MS: Final = 50
LEAST_TARGET_PX: Final = 24

_missing: Final = [
    name
    for name, there in (
        ("node", shutil.which("node")),
        ("Chromium", CHROMIUM),
        ("Java", shutil.which("java")),
        ("AUDIOBRIEF_JUDGES", (JUDGES / "axe-core").is_dir() and "AUDIOBRIEF_JUDGES" in os.environ),
    )
    if not there
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        bool(_missing) and not os.environ.get("CI"), reason=f"{', '.join(_missing)} is not here"
    ),
]

Pages = dict[str, Path]


def _judged(task: str, *pages: Path) -> Any:  # noqa: ANN401, JSON
    command = ["node", str(SCRIPT), str(JUDGES), CHROMIUM, task, *(page.as_uri() for page in pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=800)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _story(make_cue: Callable[..., Cue], language: str, texts: list[str]) -> tuple[Cue, ...]:
    return tuple(
        replace(make_cue(Role.BODY if n else Role.HEADLINE, text, n, 50), language=language)
        for n, text in enumerate(texts)
    )


@pytest.fixture(scope="module")
def pages(  # noqa: PLR0913, PLR0917, what the pages are made of
    draft: Draft,
    edition: Rundown,
    make_cue: Callable[..., Cue],
    story_cues: Callable[[str], tuple[Cue, ...]],
    arrange: Callable[..., Timeline],
    write_page_of: Callable[[Draft], Path],
    published: Path,
) -> Pages:
    """Return a page of each kind that a newsroom makes, and of each that breaks pages."""
    evil = "</title><script>alert('1')</script> \"Q\" & <b>'A'</b> \x0b\ufffe\u202e"
    stories = {
        "arabic": ("ar", ["افتتاح الجسر", "قال مسؤولون إن الجسر افتتح.", "وعبره السكان."]),
        "japanese": ("ja", ["港の橋、開通", "橋が金曜日に開放された。", "市長は喜んだ。"]),
        "no words of ours": ("is", ["Brúin opnuð", "Brúin var opnuð í dag."]),
        "markup": ("en-US", [evil, f"{evil} it said.", evil * 4]),
        "long": ("en-US", ["A Long Story", *(f"Sentence {n} is here." for n in range(2000))]),
        "one word": ("en-US", ["Bridge"]),
    }
    made = {"single": published / "index.html"}
    for name, (language, texts) in stories.items():
        item = Item(title=texts[0], cues=_story(make_cue, language, texts))
        told = Rundown(title=texts[0], language=language, items=(item,))
        timeline = arrange(told, cue_ms=30)
        changes = ("Corrected on May 1: the text.",) if name == "arabic" else ()
        page = replace(draft, rundown=told, timeline=timeline, changes=changes)
        made[name] = write_page_of(page) / "index.html"
    titles = [f"Story of the day, number {n}: <Pier> & quay" for n in range(1, 10)]
    nine = replace(edition, items=tuple(Item(title=t, cues=story_cues(t)) for t in titles))
    of_nine = replace(draft, rundown=nine, timeline=arrange(nine, cue_ms=30))
    made["edition of nine"] = write_page_of(of_nine) / "index.html"
    write_feed(published.parent, draft.show)
    made["show"] = published.parent / "index.html"
    return made


def test_axe_finds_nothing_in_light_dark_forced_colours_320_pixels_and_200_percent(
    pages: Pages,
) -> None:
    assert _judged("axe", *pages.values()) == []


def test_the_nu_checker_finds_no_error_and_no_warning(pages: Pages) -> None:
    jar = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", *map(str, pages.values())],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert json.loads(done.stderr)["messages"] == []


@pytest.mark.parametrize("task", ["walk", "small"])
def test_all_is_reached_by_keyboard_and_moves_the_sound(task: str, pages: Pages) -> None:
    """At 1280 and 320 pixels: who uses no mouse gets everything, and sees where they are."""
    walked = _judged(task, pages["single"])
    stops = walked["stops"]
    assert not walked["faults"]
    assert walked["live"] == 0, "nothing is announced over the speech"
    assert {address.split(":")[0] for address in walked["requests"]} == {"file"}
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["outlined"])] == []
    page = pages["single"].read_text("utf-8")
    moving = [stop for stop in stops if stop["at"] is not None]
    assert len(moving) == page.count("data-at=")
    assert any(stop["chapter"] for stop in moving)
    for stop in moving:
        moved = stop["moved"]
        assert abs(moved["ms"] - float(stop["at"])) < NEAR_MS, stop
        assert (moved["playing"], moved["at"], moved["current"]) == (True, stop["at"], 1)
        assert min(stop["width"], stop["height"]) >= LEAST_TARGET_PX
        if not stop["chapter"]:
            assert moved["now"] == [int(stop["at"])]
    reached = {stop["href"] for stop in stops if stop["href"]}
    assert {"episode.mp3", "transcript.vtt", "transcript.txt", "../feed.xml"} <= reached
    assert "AUDIO" in {stop["tag"] for stop in stops}


def test_speed_is_kept_links_open_at_their_sentence_and_no_script_is_needed(pages: Pages) -> None:
    told = _judged("visits", pages["single"])
    assert told["kept"] == ["1.75", 1.75]
    assert abs(told["linked"]["ms"] - told["linked"]["wanted"]) < NEAR_MS
    assert told["linked"]["paused"], "nothing plays that was not asked for"
    assert abs(told["clicked"]["ms"] - told["clicked"]["wanted"]) < NEAR_MS
    assert told["clicked"]["tab"] == -1
    without = told["without"]
    assert without["controls"] == 1
    assert without["links"] > 3
    assert without["paragraphs"] > 8
    assert not without["tools"]
    assert told["print"] == {"player": False, "words": True}
