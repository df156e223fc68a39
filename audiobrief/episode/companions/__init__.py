"""Companions of an episode: the same words and times in forms other than sound and transcript."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from audiobrief.episode.model import Companion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiobrief.episode.companions.model import Manuscript, Writer

_WRITERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "epub": "audiobrief.episode.companions.epub:write_epub",
        "daisy": "audiobrief.episode.companions.daisy:write_daisy",
        "braille": "audiobrief.episode.companions.braille:write_braille",
        "tracks": "audiobrief.episode.companions.tracks:write_tracks",
        "page": "audiobrief.episode.companions.page:write_page",
    }
)
"""Name of ``settings.COMPANIONS`` -> "module:function" of its ``Writer``, loaded when asked for."""


def write_companions(stage: Path, manuscript: Manuscript) -> tuple[Companion, ...]:
    """Write every companion that the show asks for into the stage, and return what they are.

    Raises:
        EpisodeError: One could not be made; the episode is not published then.
        OSError: A file could not be written.
    """
    made: tuple[Companion, ...] = ()
    for name in manuscript.show.companions:
        # A page names those that were made before it; it is the last one of settings.COMPANIONS.
        episode = replace(manuscript.episode, companions=made)
        made = (*made, _writer(name)(stage, replace(manuscript, episode=episode)))
    return made


def _writer(name: str) -> Writer:
    module, _, function = _WRITERS[name].partition(":")
    return cast("Writer", getattr(importlib.import_module(module), function))
