"""What the companions of an episode of three minutes cost, in CPU seconds on top of the MP3.

``python benchmarks/companions.py`` prints a line for each; ``--json`` prints one object. Each form
is written some times into folders of their own; the least time counts, with what the programs used
that it starts. Numbered tracks are encoded anew: they are held against LAME alone, which encodes
the decoded tracks in turn with them. The voice of beeps speaks, so that nothing but this machine is
needed; its words have times, as those of the embedded voice have. ``--voice`` takes another.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest import mock

# As audiobrief itself does, and before soundfile loads numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import lameenc
import soundfile

from audiobrief.episode import companions, publish
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.model import Companion
from audiobrief.order import Order
from audiobrief.production import make_episode
from audiobrief.settings import Show

FORMS: Final = ("page", "epub", "daisy", "braille")
REPEATS: Final = 5

BOUND_S: Final = 0.6
"""Of all of them together."""

BOUND_LAME: Final = 1.25
"""Of the tracks, as a multiple of LAME alone."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What was measured.

    Attributes:
        length_ms: Of the episode.
        forms_s: Name of a form -> CPU seconds.
        tracks_s: CPU seconds of the tracks.
        lame_s: CPU seconds of LAME alone for sounds of their length.
    """

    length_ms: int
    forms_s: dict[str, float]
    tracks_s: float
    lame_s: float


def measured(folder: Path, voice: str) -> Costs:
    """Make an episode in a folder, and measure its companions where publishing would write them."""
    kept: list[Costs] = []

    def measure(stage: Path, made: Manuscript) -> tuple[Companion, ...]:
        forms_s = {form: costs(form, made, folder) for form in FORMS}
        kept.append(
            Costs(
                length_ms=made.timeline.ms(made.timeline.frames),
                forms_s=forms_s,
                **costs_of_tracks(made, folder),
            )
        )
        return companions.write_companions(stage, made)

    source = folder / "story.txt"
    source.write_text(story(), encoding="utf-8")
    order = Order(
        show=Show(title="Pier Talk", companions=("tracks", *FORMS)),
        output=folder,
        voice=voice,
        date=datetime(2026, 1, 12, 6, tzinfo=UTC),
        cached=voice != "tone",
    )
    with mock.patch.object(publish, "write_companions", measure):
        make_episode([str(source)], order)
    return kept[0]


def cpu_s() -> float:
    """Return the CPU time of this process and of the programs that it has started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def cost_s(what: Callable[[], object]) -> float:
    """Return the CPU time of a call."""
    before = cpu_s()
    what()
    return cpu_s() - before


def costs(form: str, made: Manuscript, folder: Path) -> float:
    """Return the CPU seconds of a form, modules and templates loaded already."""
    asked = replace(made, show=replace(made.show, companions=(form,)))
    times = []
    for _ in range(REPEATS):
        stage = Path(tempfile.mkdtemp(dir=folder))
        times.append(cost_s(functools.partial(companions.write_companions, stage, asked)))
        shutil.rmtree(stage)
    return min(times)


def costs_of_tracks(made: Manuscript, folder: Path) -> dict[str, float]:
    """Return the CPU seconds of the tracks and of LAME alone, the one in turn with the other."""
    asked = replace(made, show=replace(made.show, companions=("tracks",)))
    ours, floor = [], []
    for _ in range(REPEATS):
        stage = Path(tempfile.mkdtemp(dir=folder))
        ours.append(cost_s(functools.partial(companions.write_companions, stage, asked)))
        sounds = [soundfile.read(path, dtype="int16")[0].tobytes() for path in stage.rglob("*.mp3")]
        floor.append(cost_s(functools.partial(lame_alone, sounds)))
        shutil.rmtree(stage)
    return {"tracks_s": min(ours), "lame_s": min(floor)}


def lame_alone(sounds: Sequence[bytes]) -> None:
    """Encode sounds of 16 bits as the tracks are: what no program can save that makes them."""
    for sound in sounds:
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(96)
        encoder.set_in_sample_rate(44_100)
        encoder.set_channels(1)
        encoder.set_quality(5)
        encoder.encode(sound)
        encoder.flush()


def main() -> None:
    """Print what each companion costs, and all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--voice", default="tone")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = measured(Path(name), wanted.voice)
    whole_s = sum(found.forms_s.values())
    if wanted.json:
        print(json.dumps({**asdict(found), "whole_s": whole_s}))
        return
    print(f"Length of the episode: {found.length_ms / 1000:.0f} s")
    for form, seconds in found.forms_s.items():
        print(f"{form}: {seconds:.3f} s of CPU")
    print(f"together: {whole_s:.3f} s of CPU; the bound is {BOUND_S} s")
    print(
        f"tracks: {found.tracks_s:.3f} s of CPU, {found.tracks_s / found.lame_s:.2f} times LAME"
        f" alone ({found.lame_s:.3f} s); the bound is {BOUND_LAME}"
    )


if __name__ == "__main__":
    main()
