"""What a producer gives, taken in: a story, the stories of a wire, or an edited rundown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, BinaryIO, Final

from audiobrief.errors import OptionError, SettingsError
from audiobrief.rundown.files import from_json, from_value, is_rundown
from audiobrief.rundown.model import Rundown
from audiobrief.settings import TextRow
from audiobrief.story.encoding import PLAIN, decode
from audiobrief.story.model import Role, Story, Wire
from audiobrief.story.overrides import with_roles
from audiobrief.story.sources import Reading, read_document, understood

_STORY_KEYS: Final = frozenset({"blocks", "stories"})
"""A JSON object with one of these is what audiobrief segment wrote."""


def take_in(
    source: str,
    reading: Reading,
    *,
    roles: Sequence[tuple[int, Role]] = (),
    rows: tuple[TextRow, ...] = (),
    stdin: BinaryIO | None = None,
) -> Story | Wire | Rundown:
    """Return what a source holds.

    Args:
        source: A path, an address, or ``"-"``.
        reading: How it is read.
        roles: Line and role, for what a producer calls otherwise than the rules.
        rows: The show's own rows for the text stage, by which an edited rundown is said.
        stdin: What the source ``"-"`` reads; None for standard input.

    Raises:
        SourceError: It cannot be read, or holds no story.
        SettingsError: It is an edited rundown or story that is wrong.
        OptionError: Roles were given for something that is not one story, or for a wrong line.
    """
    document = read_document(
        source, stdin=stdin, offline=reading.offline, allow_local=reading.allow_local
    )
    where = "standard input" if source == "-" else source
    edited = _rundown(decode(document), where, rows) if document.media_type == PLAIN else None
    found = understood(document, reading) if edited is None else edited
    if isinstance(found, Story):
        found = replace(found, read_from=source)
    if not roles:
        return found
    if isinstance(found, Wire) and len(found.stories) == 1:
        return with_roles(found.stories[0], roles)
    if isinstance(found, Story):
        return with_roles(found, roles)
    what = "a rundown" if isinstance(found, Rundown) else f"{len(found.stories)} stories"
    raise OptionError(f"--role is for one story, and {where} holds {what}; edit its JSON.")


def _rundown(text: str, where: str, rows: tuple[TextRow, ...]) -> Rundown | None:
    """Return the rundown that a text is, or None where it is none.

    Raises:
        SettingsError: It is JSON of another kind, or a rundown that is wrong.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if not bare.startswith(("{", "[")):
        return None
    try:
        value: Any = json.loads(bare)
    except (ValueError, RecursionError):
        if where.lower().endswith(".json"):
            return from_json(text, where, rows)  # Tells what is wrong with it, and where.
        return None  # "[Updated] Ferry returns" is a story.
    if is_rundown(value):
        return from_value(value, where, rows)
    if isinstance(value, dict) and value.keys() & _STORY_KEYS:
        return None
    raise SettingsError(
        f"{where} is JSON, but neither a rundown of audiobrief script nor a story of audiobrief"
        " segment."
    )
