"""Does the same work on many things at once, and stops when it is told to."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import platform
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

MAX_THREADS: Final = 8
"""More would only take memory: beyond it the sound work of the takes waits for itself."""
_GRACE_S: Final = 2.0
"""How long an interrupted run waits for takes that are being spoken."""
_LOOK_S: Final = 0.2
"""How often a wait lets Ctrl-C in; Windows does not interrupt one by itself."""
_ASLEEP_S: Final = 5.0
"""Between two looks lies so much only where the machine itself stood still: a lid was closed."""

_M_ARENA_MAX: Final = -8
"""Number of <malloc.h>."""

Task = TypeVar("Task")
Result = TypeVar("Result")


@functools.cache
def _share_one_heap() -> None:
    """Let threads that are yet to start take memory from one heap, where the C library is glibc.

    By default each has a heap of its own (M_ARENA_MAX, mallopt(3)), and the holes that the tensors
    of long sentences leave in it are never given back: 100 MB for a story of 3 minutes.
    """
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def usable_threads() -> int:
    """Return the number of cores that this process may use, at most ``MAX_THREADS``."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity is not None else os.cpu_count()
    return max(1, min(cores or 1, MAX_THREADS))


def in_parallel(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    threads: int,
    *,
    late: Late[Task, Result] | None = None,
) -> Iterator[tuple[Task, Result]]:
    """Yield (task, result) as the work on each is done, in no set order.

    The threads are daemons, not those of ``concurrent.futures``, which Python waits for at its end:
    after Ctrl-C one that hangs in a library or on the network must not hold the process.

    Args:
        tasks: What is to be done.
        work: Does one of them.
        threads: How many at once.
        late: What a task has for a result that takes too long; its thread is left to itself, and
            another takes its place.

    Raises:
        Exception: What ``work`` raised first; the tasks that had not begun are dropped.
    """
    crew = _Crew(tasks, work)
    crew.hire(min(threads, len(tasks)))
    try:
        for _ in tasks:
            got = crew.next(late)
            if isinstance(got, Exception):
                raise got
            yield got
    finally:
        crew.dismiss()


class Late(NamedTuple, Generic[Task, Result]):
    """What becomes of a task that takes too long.

    Attributes:
        after_s: How long a task may take, in seconds; while the machine sleeps, none go by.
        result: Its result then.
    """

    after_s: float
    result: Callable[[Task], Result]


class _Crew(Generic[Task, Result]):
    """Threads that take tasks from one queue and put what comes of them into another."""

    def __init__(self, tasks: Sequence[Task], work: Callable[[Task], Result]) -> None:
        self._work = work
        self._waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Task, Result] | Exception] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._asleep_s = 0.0
        self._looked_s = time.monotonic()
        # Thread -> its task and when it began; what is not in it has nothing more to say.
        self._busy: dict[threading.Thread, tuple[Task, float]] = {}
        for task in tasks:
            self._waiting.put(task)

    def hire(self, count: int) -> None:
        """Start so many threads."""
        _share_one_heap()
        for _ in range(count):
            thread = threading.Thread(
                target=self._run, name=f"speech-{len(self._threads)}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def next(self, late: Late[Task, Result] | None) -> tuple[Task, Result] | Exception:
        """Return what is done next."""
        while True:
            done = None
            with contextlib.suppress(queue.Empty):
                done = self._done.get(timeout=_LOOK_S)
            self._look()
            if done is not None:
                return done
            if late is not None and (overdue := self._overdue(late.after_s)) is not None:
                self.hire(1)
                return overdue, late.result(overdue)

    def _look(self) -> None:
        """Note the time, and whether the machine stood still since it was noted last."""
        now_s = time.monotonic()
        since_s, self._looked_s = now_s - self._looked_s, now_s
        if since_s > _ASLEEP_S:
            self._asleep_s += since_s

    def dismiss(self) -> None:
        """Let nobody begin another task, and wait a little for those who are at one."""
        self._stopped.set()
        until_s = time.monotonic() + _GRACE_S
        with self._lock:
            working = list(self._busy)
        for thread in working:
            thread.join(max(0.0, until_s - time.monotonic()))

    def _overdue(self, after_s: float) -> Task | None:
        """Return a task that takes too long, and forget its thread."""
        with self._lock:
            for thread, (task, began_s) in self._busy.items():
                if self._awake_s() - began_s > after_s:
                    del self._busy[thread]
                    return task
        return None

    def _awake_s(self) -> float:
        """Return a clock that stands still while the machine does; not every system has one."""
        return time.monotonic() - self._asleep_s

    def _run(self) -> None:
        me = threading.current_thread()
        while not self._stopped.is_set():
            with self._lock:
                try:
                    task = self._waiting.get_nowait()
                except queue.Empty:
                    return
                self._busy[me] = task, self._awake_s()
            result: tuple[Task, Result] | Exception
            try:
                result = task, self._work(task)
            except Exception as failed:  # noqa: BLE001, it is raised again where it is waited for
                result = failed
            with self._lock:
                if self._busy.pop(me, None) is None:
                    return  # It took too long, and another result stands in its place.
                self._done.put(result)
            if isinstance(result, Exception):
                return
