"""Many things at once, and stopping in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from audiobrief.speech import workers
from audiobrief.speech.workers import Late, in_parallel, usable_threads


@pytest.mark.parametrize("threads", [1, 2, 9])
def test_everything_is_done_once(threads: int) -> None:
    done = list(in_parallel(range(20), lambda number: number * number, threads))
    assert sorted(done) == [(number, number * number) for number in range(20)]


def test_nothing_to_do() -> None:
    assert list(in_parallel([], str, 4)) == []


def test_the_first_error_ends_it() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise KeyError(number)
        time.sleep(0.002)
        return number

    with pytest.raises(KeyError):
        list(in_parallel(range(500), work, 2))
    assert len(begun) < 500
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("speech-")]


def test_as_many_threads_as_cores() -> None:
    assert 1 <= usable_threads() <= 8


def test_ctrl_c_does_not_wait_for_what_hangs() -> None:
    """An engine that waits for the network would otherwise hold the terminal."""
    if os.name == "nt":
        pytest.skip("no SIGINT to a single process on Windows")
    code = (
        "import time\n"
        "from audiobrief.speech.workers import in_parallel\n"
        "print('begun', flush=True)\n"
        "list(in_parallel([60, 60, 60], time.sleep, 2))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert b"KeyboardInterrupt" in told


def test_what_hangs_gets_another_result_and_the_rest_is_done() -> None:
    """One sentence on which an engine hangs would otherwise hold the episode for ever."""
    released = threading.Event()

    def work(number: int) -> str:
        if number == 2:
            released.wait(30)
        return f"said {number}"

    late: Late[int, str] = Late(0.3, lambda number: f"gave up {number}")
    done = dict(in_parallel(range(6), work, 1, late=late))
    released.set()
    assert done == {number: f"said {number}" for number in (0, 1, 3, 4, 5)} | {2: "gave up 2"}


def test_a_machine_that_slept_is_no_engine_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a closed lid the whole story would have been read by the fallback."""
    began_s, slept_s = time.monotonic(), 0.0

    def clock() -> float:
        return time.monotonic() + (slept_s if time.monotonic() - began_s > 0.3 else 0.0)

    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=clock))
    for slept_s, wanted in ((600.0, "spoken"), (0.0, "late")):
        began_s = time.monotonic()
        seconds = 0.6 if slept_s else 5.0
        done = in_parallel(
            [seconds], _spoken_after, 1, late=Late(after_s=1.2, result=lambda _: "late")
        )
        assert list(done) == [(seconds, wanted)]


def test_a_result_that_was_ready_at_waking_tells_of_the_sleep_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What another thread is still at would have been taken for a hang."""
    began_s = time.monotonic()

    def clock() -> float:
        return time.monotonic() + (3_600.0 if time.monotonic() - began_s > 0.3 else 0.0)

    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=clock))
    late: Late[float, str] = Late(after_s=2.0, result=lambda _: "late")
    done = dict(in_parallel([0.35, 0.8], _spoken_after, 2, late=late))
    assert done == {0.35: "spoken", 0.8: "spoken"}


def _spoken_after(seconds: float) -> str:
    time.sleep(seconds)
    return "spoken"
