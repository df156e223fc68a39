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
from audiobrief.words import words

_NAMES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.HEADLINE: "part_headline",
        Role.SUMMARY: "part_summary",
        Role.CAPTION: "part_caption",
        Role.SUBHEAD: "part_subhead",
        Role.QUOTE: "part_quote",
        Role.DATELINE: "part_dateline",
        Role.CREDITS: "part_credits",
        Role.BODY: "part_text",
    }
)
"""Role -> how a listener knows it (a key of [notes] in audiobrief/words); the others are no words
of the story."""


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
        told = words(rundown.language)
        listed = told.listed(told.notes[name] for name in changed)
        sentence = told.notes["corrected"]
        notes.append(sentence.format(date=told.date(on.date()), parts=listed))
    return tuple(dict.fromkeys(notes))


def _changed(before: Sequence[Mapping[str, Any]], rundown: Rundown) -> Iterator[str]:
    for role, name in _NAMES.items():
        old = [str(each["print_text"]) for each in before if each["role"] == role]
        if old != [cue.print_text for cue in rundown.cues if cue.role is role]:
            yield name
