"""An answer over the network that must end in time, whatever the server does.

The time-out of a socket counts one silence only: a server that sends a byte now and then would
never meet it, neither in its header fields nor in what follows.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def response_until(
    deadline_s: Callable[[], float], silence_s: float
) -> type[http.client.HTTPResponse]:
    """Return a kind of response for ``response_class`` of a connection.

    Reading it raises ``TimeoutError`` at the deadline, in status line and header fields too.

    Args:
        deadline_s: Returns the moment at which an answer that begins now must be over, by the clock
            ``time.monotonic``.
        silence_s: How long the server may send nothing at all.
    """

    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *more: Any, **named: Any) -> None:  # noqa: ANN401, handed on as it came
            super().__init__(sock, *more, **named)
            self.fp.close()
            self.fp = io.BufferedReader(_Received(sock, deadline_s(), silence_s))

    return Response


class _Received(io.RawIOBase):
    """What a socket receives until a deadline."""

    def __init__(self, sock: socket.socket, deadline_s: float, silence_s: float) -> None:
        self._sock = sock
        self._raw = cast("io.RawIOBase", sock.makefile("rb", buffering=0))
        self._deadline_s = deadline_s
        self._silence_s = silence_s

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        left_s = self._deadline_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the answer takes too long")
        self._sock.settimeout(min(self._silence_s, left_s))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
