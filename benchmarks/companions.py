"""What the companions of an episode of three minutes cost, in CPU seconds on top of the MP3.

``python benchmarks/companions.py`` prints a line for each; ``--json`` prints one object. Each form
is written some times into folders of their own; the least time counts, with what the programs used
that it starts. The voice of beeps speaks, so that nothing but this machine is needed; its words
have times, as those of the embedded voice have.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest import mock

from audiobrief.episode import companions, publish
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.model import Companion
from audiobrief.plan import Order
from audiobrief.production import make_episode
from audiobrief.settings import Show

FORMS: Final = ("page", "epub", "daisy", "braille")
REPEATS: Final = 5

BOUND_S: Final = 0.6
"""Of all of them together."""

SENTENCE: Final = (
    "The bridge at Lowmoor reopened on Monday, and buses run again after eleven months."
)


def story(paragraphs: int = 20) -> str:
    """Return a story of about three minutes: a caption, two sentences a paragraph."""
    body = "\n\n".join(
        f"In part {number} of the town it was heard. {SENTENCE}"
        for number in range(1, paragraphs + 1)
    )
    caption = "Photo: Walkers on the bridge on Monday, Jan. 12, 2026. (Ada Quill/Ferry Post)"
    return f"Harbor bridge reopens\n\nBy Ada Quill\n\n{caption}\n\n{body}\n"


def manuscript(folder: Path) -> Manuscript:
    """Make an episode in a folder and return its manuscript, as publishing has it."""
    kept: list[Manuscript] = []

    def keep(stage: Path, made: Manuscript) -> tuple[Companion, ...]:
        copy = folder / "sound.mp3"
        shutil.copy(made.audio, copy)
        kept.append(replace(made, audio=copy))
        return companions.write_companions(stage, made)

    source = folder / "story.txt"
    source.write_text(story(), encoding="utf-8")
    order = Order(
        show=Show(title="Pier Talk", companions=FORMS),
        output=folder,
        voice="tone",
        date=datetime(2026, 1, 12, 6, tzinfo=UTC),
        cached=False,
    )
    with mock.patch.object(publish, "write_companions", keep):
        make_episode([str(source)], order)
    return kept[0]


def cpu_s() -> float:
    """Return the CPU time of this process and of the programs that it has started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def costs(made: Manuscript, folder: Path) -> Iterator[tuple[str, float]]:
    """Yield name and CPU seconds of each form, modules and templates loaded already."""
    for form in FORMS:
        times = []
        for number in range(REPEATS):
            stage = folder / f"{form}-{number}"
            stage.mkdir()
            asked = replace(made, show=replace(made.show, companions=(form,)))
            before = cpu_s()
            companions.write_companions(stage, asked)
            times.append(cpu_s() - before)
            shutil.rmtree(stage)
        yield form, min(times)


def main() -> None:
    """Print what each companion costs, and all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one object")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = manuscript(folder)
        found = dict(costs(made, folder))
    length_ms = made.timeline.ms(made.timeline.frames)
    whole = sum(found.values())
    if wanted.json:
        print(json.dumps({"length_ms": length_ms, "cpu_s": found, "whole_s": whole}))
        return
    print(f"Length of the episode: {length_ms / 1000:.0f} s")
    for form, seconds in found.items():
        print(f"{form}: {seconds:.3f} s of CPU")
    print(f"together: {whole:.3f} s of CPU; the bound is {BOUND_S} s")


if __name__ == "__main__":
    main()
