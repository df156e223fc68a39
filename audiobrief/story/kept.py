"""Small records about addresses in the cache folder; a damaged or lost one is no harm."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from audiobrief.storage import cache_folder, write_atomically


def kept_file(kind: str, address: str) -> Path:
    """Return the file that keeps what is known of an address.

    Args:
        kind: Name of the folder below that of the cache.
        address: What it is about.
    """
    return cache_folder() / kind / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.json"


def read_kept(path: Path) -> dict[str, Any] | None:
    """Return what was kept, or None where there is nothing that can be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def write_kept(path: Path, text: str) -> None:
    """Keep a text; where the disk refuses it, it is asked for again the next time."""
    with contextlib.suppress(OSError):
        write_atomically(path, text.encode())
