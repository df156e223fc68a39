"""Answers over the network end in time, whatever the server does."""

from __future__ import annotations

import socket
import time

import pytest

from audiobrief.deadline import response_until


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("sent", "left_s"), [(b"", 0.05), (b"late", 0.0)])
def test_nothing_is_received_after_the_deadline(sent: bytes, left_s: float) -> None:
    """A last long silence does not count anew."""
    here, there = socket.socketpair()
    with here, there:
        there.sendall(sent)
        response = response_until(lambda: time.monotonic() + left_s, 60.0)(here)
        with pytest.raises(TimeoutError):
            response.fp.read(4)
        response.close()


@pytest.mark.timeout(20)
def test_a_silence_is_no_longer_than_is_allowed() -> None:
    here, there = socket.socketpair()
    with here, there:
        response = response_until(lambda: time.monotonic() + 60, 0.05)(here)
        with pytest.raises(TimeoutError):
            response.fp.read(4)
        response.close()


def test_an_answer_in_time_is_read_as_ever() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfive")
        response = response_until(lambda: time.monotonic() + 60, 60.0)(here)
        response.begin()
        assert response.read() == b"five"
