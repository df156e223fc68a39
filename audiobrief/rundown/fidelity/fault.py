"""A place where what is said is not what is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_TOLD: Final = 80
"""Characters of a text that a message repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place where the spoken words are not the printed ones.

    Attributes:
        printed: Printed words that are not said; ``""`` where there are none.
        spoken: What is said there; ``""`` where nothing is.
    """

    printed: str
    spoken: str

    @property
    def sentence(self) -> str:
        """What is wrong, as a clause."""
        if not self.spoken:
            return f"“{self.printed}” is printed but not said"
        if not self.printed:
            return f"“{self.spoken}” is said but not printed"
        return f"“{self.printed}” is printed but “{self.spoken}” is said"


def shortened(text: str) -> str:
    """Return text that can be told in a message."""
    return text if len(text) <= MOST_TOLD else text[: MOST_TOLD - 1].rstrip() + "…"
