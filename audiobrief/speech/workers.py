"""Does the same work on many things at once, and stops when it is told to."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

MAX_THREADS: Final = 8
"""More would only take memory: beyond it the sound work of the takes waits for itself."""
_GRACE_S: Final = 2.0
"""How long an interrupted run waits for takes that are being spoken."""
_LOOK_S: Final = 0.2
"""How often a wait lets Ctrl-C in; Windows does not interrupt one by itself."""

Task = TypeVar("Task")
Result = TypeVar("Result")


def usable_threads() -> int:
    """Return the number of cores that this process may use, at most ``MAX_THREADS``."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else os.cpu_count()
    return max(1, min(cores or 1, MAX_THREADS))


def in_parallel(
    tasks: Sequence[Task], work: Callable[[Task], Result], threads: int
) -> Iterator[tuple[Task, Result]]:
    """Yield (task, result) as the work on each is done, in no set order.

    The threads are daemons, not those of ``concurrent.futures``, which Python waits for at its end:
    after Ctrl-C one that hangs in a library or on the network must not hold the process.

    Raises:
        Exception: What ``work`` raised first; the tasks that had not begun are dropped.
    """
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Task, Result] | Exception] = queue.SimpleQueue()
    stopped = threading.Event()
    for task in tasks:
        waiting.put(task)

    def run() -> None:
        while not stopped.is_set():
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((task, work(task)))
            except Exception as failed:  # noqa: BLE001, it is raised again where it is waited for
                done.put(failed)
                return

    crew = [
        threading.Thread(target=run, name=f"speech-{number}", daemon=True)
        for number in range(min(threads, len(tasks)))
    ]
    for thread in crew:
        thread.start()
    try:
        for _ in tasks:
            got = _next(done)
            if isinstance(got, Exception):
                raise got
            yield got
    finally:
        stopped.set()
        until_s = time.monotonic() + _GRACE_S
        for thread in crew:
            thread.join(max(0.0, until_s - time.monotonic()))


def _next(done: queue.SimpleQueue[Result]) -> Result:
    while True:
        with contextlib.suppress(queue.Empty):
            return done.get(timeout=_LOOK_S)
