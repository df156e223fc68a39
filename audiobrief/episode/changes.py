"""What a correction changed, in a sentence for the show notes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from audiobrief.episode.model import SEGMENTS_FILE, read_record
from audiobrief.errors import EpisodeError
from audiobrief.rundown.model import Rundown
from audiobrief.story.model import Role

_NAMES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.HEADLINE: "the headline",
        Role.SUMMARY: "the summary",
        Role.CAPTION: "a photo caption",
        Role.SUBHEAD: "a subhead",
        Role.QUOTE: "a quote",
        Role.DATELINE: "the dateline",
        Role.CREDITS: "the credits",
        Role.BODY: "the text",
    }
)
"""Role -> how a listener knows it; the others are no words of the story."""


def changes_since(folder: Path, rundown: Rundown, on: datetime) -> tuple[str, ...]:
    """Return the notes of the episode in the folder, and a new one where printed words differ.

    What cannot be read there gives no note: the episode is made anew, and nobody knows from what.
    """
    try:
        notes = [str(each) for each in read_record(folder).get("changes", ())]
        before = json.loads((folder / SEGMENTS_FILE).read_text(encoding="utf-8"))["segments"]
        changed = list(_changed(before, rundown))
    except (EpisodeError, OSError, KeyError, TypeError, ValueError):
        return ()
    if changed:
        day = f"{on.day} {on:%B} {on.year}"
        notes.append(f"Corrected on {day}: {_listed(changed)}.")
    return tuple(dict.fromkeys(notes))


def _changed(before: Sequence[Mapping[str, Any]], rundown: Rundown) -> Iterator[str]:
    for role, name in _NAMES.items():
        old = [str(each["print_text"]) for each in before if each["role"] == role]
        if old != [cue.print_text for cue in rundown.cues if cue.role is role]:
            yield name


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
