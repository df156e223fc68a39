"""Times the whole job on one story: cold, unchanged, edited, edited back, and LAME alone.

    python benchmarks/episode.py [STORY.txt] [--runs N] [--voice NAME]

The pause is that of one cue, edited in the rundown. Edited back, the MP3 must be the first one to
the last byte: where it is not, the benchmark fails.

Each row is a whole process: CPU seconds (user and system), wall seconds, peak memory. The rows of a
round follow one another in one call; the least CPU of all rounds is printed. Linux and macOS only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

EXAMPLE: Final = Path(__file__).parents[1] / "examples" / "harbour-bridge.txt"

LAME: Final = """
import sys, lameenc, soundfile
samples, rate_hz = soundfile.read(sys.argv[1], dtype="int16")
encoder = lameenc.Encoder()
encoder.silence()
encoder.set_bit_rate(96); encoder.set_in_sample_rate(rate_hz); encoder.set_channels(1)
encoder.set_quality(5)
encoder.encode(samples.tobytes()); encoder.flush()
"""
"""What no program can save that makes the same MP3: one encoding of its samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one process needed."""

    cpu_s: float
    wall_s: float
    memory_mb: float


def timed(
    command: list[str], folder: Path, cache: Path, extra: Mapping[str, str] | None = None
) -> Run:
    """Run a command in a folder and return what it needed; a failure ends the benchmark."""
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(cache), **(extra or {})}
    # As installed: not compiled anew by each run, wherever the package lies.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "audiobrief-benchmark")
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None  # noqa: S101, for the type checker
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed:\n{told}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(cpu_s=used.ru_utime + used.ru_stime, wall_s=wall_s, memory_mb=used.ru_maxrss / scale)


def round_of(story: str, voice: str) -> dict[str, Run]:
    """Return the rows of one round, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        source = folder / "story.txt"
        make = [sys.executable, "-m", "audiobrief", "make", "story.txt", "--voice", voice, "-q"]
        source.write_text(story, encoding="utf-8")
        rows = {"cold": timed(make, folder, cache)}
        (sound,) = (folder / "output").glob("*/*/episode.mp3")
        first = sound.read_bytes()
        rows["unchanged"] = timed(make, folder, cache)
        source.write_text(edited(story), encoding="utf-8")
        rows["one sentence edited"] = timed(make, folder, cache)
        rows["same takes, rebuilt"] = timed([*make, "--rebuild"], folder, cache)
        source.write_text(story, encoding="utf-8")
        rows["edited back"] = timed(make, folder, cache)
        if sound.read_bytes() != first:
            raise SystemExit("Edited back, the story does not sound to the last bit as before.")
        rundown = folder / "story.json"
        script = [word for word in make if word != "-q"]
        script[script.index("make")] = "script"
        timed([*script, "--json", "-o", str(rundown)], folder, cache)
        rundown.write_text(with_pause(rundown.read_text(encoding="utf-8")), encoding="utf-8")
        make[make.index("story.txt")] = "story.json"
        rows["a pause edited"] = timed(make, folder, cache)
        rows["LAME alone"] = timed([sys.executable, "-c", LAME, str(sound)], folder, cache)
        return rows


def edited(story: str) -> str:
    """Return the story with one word more in its last sentence."""
    text = story.rstrip()
    cut = text.rfind(" ")
    return f"{text[:cut]} really{text[cut:]}\n"


def with_pause(rundown: str) -> str:
    """Return a rundown with a longer pause after its first cue."""
    value = json.loads(rundown)
    value["items"][0]["cues"][0]["pause_after_ms"] += 100
    return json.dumps(value)


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description="Times the whole job on one story.")
    parser.add_argument("story", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--voice", default="anchor")
    chosen = parser.parse_args()
    story = chosen.story.read_text(encoding="utf-8")
    rounds = [round_of(story, chosen.voice) for _ in range(chosen.runs)]
    best = {
        row: min((each[row] for each in rounds), key=lambda run: run.cpu_s) for row in rounds[0]
    }
    floor = best["LAME alone"].cpu_s
    print(f"{'row':<22}{'CPU s':>8}{'wall s':>8}{'MB':>7}{'x LAME':>8}")
    for row, run in best.items():
        ratio = run.cpu_s / floor
        print(f"{row:<22}{run.cpu_s:>8.2f}{run.wall_s:>8.2f}{run.memory_mb:>7.0f}{ratio:>8.2f}")


if __name__ == "__main__":
    main()
