"""Turns at an online service: all processes of a user ask it in turn, and not too often.

A file in the cache holds when the next one may ask, and how often in a row the service refused. So
a hundred builds that start at once against a service that says "too many requests" ask it a few
times in all, and not three hundred.
"""

from __future__ import annotations

import contextlib
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.storage import cache_folder, one_at_a_time

LONGEST_S: Final = 3_600.0
"""A turn that lies further ahead was written by another clock, and does not count."""
FIRST_PAUSE_S: Final = 2.0
"""Pause for everybody after a refusal that names none; it doubles with each one in a row."""
MOST_PAUSE_S: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """When the next one may ask (seconds since 1970), and refusals in a row."""

    next_s: float = 0.0
    refused: int = 0


class Turns:
    """The turns at one service.

    Args:
        name: Name of the service; a file of that name is in the cache.
        every_s: Least time between two requests of all processes together, in seconds.
        wait: Waits so many seconds.
    """

    def __init__(
        self, name: str, every_s: float, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._name = name
        self._every_s = every_s
        self._wait = wait
        self._alone = _State()
        self._lock = threading.Lock()

    def take(self, most_s: float) -> float:
        """Wait for a turn and return 0, or return how many seconds it is away if that is too long.

        Args:
            most_s: The longest wait that is accepted, in seconds.
        """
        while True:
            with self._state() as held:
                now, known = time.time(), held[0].refused
                at = held[0].next_s if held[0].next_s - now < LONGEST_S else now
                away_s = max(0.0, at - now)
                if away_s > most_s:
                    return away_s
                held[0] = _State(next_s=max(at, now) + self._every_s, refused=known)
            if not away_s:
                return 0.0
            self._wait(away_s)
            most_s -= away_s
            with self._state() as held:
                # Somebody before us was refused while we waited: nobody asks before the new time.
                if held[0].refused <= known:
                    return 0.0

    def refused(self, asked_s: float) -> None:
        """Let everybody pause: as long as the service asks for, else twice as long each time."""
        with self._state() as held:
            count = held[0].refused + 1
            own_s = min(MOST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(count - 1, 12))
            # Chance keeps those who wait from asking all at once.
            pause_s = asked_s or own_s * (1 + random.random() / 2)  # noqa: S311, no secret
            until = time.time() + min(pause_s, LONGEST_S - 1)
            held[0] = _State(next_s=max(held[0].next_s, until), refused=count)

    def answered(self) -> None:
        """Forget the refusals."""
        with self._state() as held:
            if held[0].refused:
                held[0] = _State(next_s=held[0].next_s)

    @contextlib.contextmanager
    def _state(self) -> Iterator[list[_State]]:
        """Yield the state in a list of one; what stands there at the end is kept.

        Where the cache cannot be written, the turns are those of this process alone.
        """
        folder = cache_folder() / "turns"
        with self._lock, contextlib.ExitStack() as stack:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(one_at_a_time(folder))
            except OSError:
                held = [self._alone]
                yield held
                self._alone = held[0]
                return
            path = folder / f"{self._name}.json"
            before = _read(path)
            held = [before]
            yield held
            if held[0] != before:
                state = {"next_s": held[0].next_s, "refused": held[0].refused}
                with contextlib.suppress(OSError):  # A full disk makes nobody wait.
                    path.write_text(json.dumps(state), encoding="ascii")


def _read(path: Path) -> _State:
    try:
        row = json.loads(path.read_text(encoding="ascii"))
        return _State(next_s=float(row["next_s"]), refused=int(row["refused"]))
    except (OSError, ValueError, TypeError, LookupError, OverflowError):
        return _State()  # It was never written, or is damaged: nobody waits.
