"""Times as SMIL writes them."""

from __future__ import annotations


def seconds(ms: int) -> str:
    """Return milliseconds as a time count: ``83.456s``."""
    return f"{ms // 1000}.{ms % 1000:03}s"


def clock(ms: int) -> str:
    """Return milliseconds as a clock of whole seconds, rounded to the nearest: ``00:01:23``."""
    minutes, rest = divmod((ms + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"
