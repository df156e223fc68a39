"""Reads hostile documents, each in a process of its own, and says what that took.

    python benchmarks/hostile.py [--mb 1] [--only WORDS] [--command segment] [--over]

Prints for each document the processor seconds, the seconds on the clock, the largest memory and how
it ended: "story", the sentence of the error, or "CRASH". With --over, only those that took more
than they may: 2 s and 250 MB up to 1 MB, 15 s and 800 MB up to 10 MB. Needs a POSIX system.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.story.hostile import documents

BUDGETS = {1.0: (2.0, 250), 10.0: (15.0, 800)}
"""Size in MB -> processor seconds and MB of memory that a document may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What reading one document took, and how it ended."""

    processor_s: float
    clock_s: float
    memory_mb: float
    outcome: str


def main() -> None:
    """Read every document and print the table."""
    parser = argparse.ArgumentParser(description="Measure audiobrief on hostile documents.")
    parser.add_argument("--mb", type=float, default=1.0, help="size of each document")
    parser.add_argument("--only", default="", help="only documents whose name holds these words")
    parser.add_argument("--command", default="segment", help="segment or script")
    parser.add_argument(
        "--patience", type=float, default=60.0, help="processor seconds until it is ended"
    )
    parser.add_argument("--over", action="store_true", help="print only what is over its budget")
    asked = parser.parse_args()
    most_s, most_mb = BUDGETS[1.0 if asked.mb <= 1.0 else 10.0]
    print(f"{'document':48}{'CPU s':>8}{'clock s':>8}{'MB':>7}  outcome")
    over = 0
    for name, maker in documents().items():
        if asked.only not in name:
            continue
        spent = read(maker.made(int(asked.mb * 990_000)), maker.ending, asked)
        late = spent.processor_s > most_s or spent.memory_mb > most_mb or "CRASH" in spent.outcome
        over += late
        if late or not asked.over:
            print(
                f"{name:48}{spent.processor_s:8.2f}{spent.clock_s:8.2f}{spent.memory_mb:7.0f}"
                f"  {'OVER ' if late else ''}{spent.outcome}",
                flush=True,
            )
    print(f"{over} of them over {most_s:g} s of processor time, {most_mb} MB, or crashed.")


def read(content: bytes, ending: str, asked: argparse.Namespace) -> Spent:
    """Run the command over a document in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document.{ending}"
        path.write_bytes(content)
        limit = (math.ceil(asked.patience), math.ceil(asked.patience) + 1)
        began = time.monotonic()
        with (Path(folder) / "told").open("w+b") as told:
            process = subprocess.Popen(
                [sys.executable, "-m", "audiobrief", asked.command, str(path)],
                stdout=subprocess.DEVNULL,
                stderr=told,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit),  # noqa: PLW1509, one thread
            )
            _, state, usage = os.wait4(process.pid, 0)
            status = os.waitstatus_to_exitcode(state)
            told.seek(0)
            said = told.read().decode(errors="replace").replace(str(path), "It").strip()
        process.returncode = status  # it has been waited for
        return Spent(
            processor_s=usage.ru_utime + usage.ru_stime,
            clock_s=time.monotonic() - began,
            memory_mb=usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10),
            outcome=_outcome(status, said),
        )


def _outcome(status: int, said: str) -> str:
    if status == 0:
        return "story"
    if status == 4 and "Traceback" not in said:
        return said.removeprefix("Error: ")[:70]
    last = said.splitlines()[-1] if said else ""
    return f"CRASH, status {status}: {last}"[:110]


if __name__ == "__main__":
    main()
