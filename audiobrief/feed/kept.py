"""What is made of each episode of a show, kept between runs: a show of thousands stays quick."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.resources
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from audiobrief import __version__
from audiobrief.catalogue import Entry, catalogue_path
from audiobrief.episode.model import Episode, read_episode
from audiobrief.settings import Show
from audiobrief.storage import write_atomically


def rows(
    show_folder: Path, kind: str, key: str, named: Iterable[Entry], make: Callable[[Episode], str]
) -> list[str]:
    """Return a text for each episode: those that are not as they were are made anew.

    Args:
        show_folder: Where the episodes are.
        kind: Name of the file in the cache.
        key: What the texts depend on beside the episodes (``show_key``).
        named: The episodes.
        make: Makes the text of an episode.
    """
    kept = _kept(show_folder, kind, key)
    made: dict[str, tuple[str, str]] = {}
    for entry in named:
        row = kept.get(entry.slug)
        if row is None or row[0] != entry.stamp:
            row = (entry.stamp, make(read_episode(show_folder / entry.slug)))
        made[entry.slug] = row
    if made != kept:
        content = {"key": key, "items": made}
        # A cache that cannot be written costs time and nothing else.
        with contextlib.suppress(OSError):
            write_atomically(catalogue_path(show_folder, kind), json.dumps(content).encode())
    return [text for _, text in made.values()]


def show_key(show: Show, *sources: tuple[str, str]) -> str:
    """Return what tells texts of other settings, or of another version of the program.

    Args:
        show: The settings.
        sources: (package, file name) of the code that makes the texts: development changes it.
    """
    values = [str(getattr(show, name)) for name in Show.__dataclass_fields__]
    told = "\0".join([__version__, _digest(sources), *values])
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()


@functools.cache
def _digest(sources: tuple[tuple[str, str], ...]) -> str:
    code = ((importlib.resources.files(package) / name).read_bytes() for package, name in sources)
    return hashlib.sha256(b"".join(code)).hexdigest()


def _kept(show_folder: Path, kind: str, key: str) -> dict[str, tuple[str, str]]:
    try:
        content = json.loads(catalogue_path(show_folder, kind).read_bytes())
        if content["key"] != key:
            return {}
        return {slug: (str(stamp), str(text)) for slug, (stamp, text) in content["items"].items()}
    except (OSError, AttributeError, KeyError, TypeError, ValueError):
        return {}
