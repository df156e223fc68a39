"""Many things at once, and stopping in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from audiobrief.speech.workers import in_parallel, usable_threads


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
