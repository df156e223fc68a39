"""Stories as files: JSON there and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from audiobrief.errors import SettingsError
from audiobrief.story.model import Block, Role, Story, Wire

_TOLD: Final = frozenset({Role.BODY, Role.QUOTE})
"""Roles whose text the list ``body`` holds."""

_LISTS: Final = (
    *("headline", "section", "byline", "dateline", "summary", "captions", "body", "subheads"),
    *("quotes", "credits"),
)
"""Keys whose values are made from the blocks, for other programs."""

_STORY_KEYS: Final = frozenset(
    {
        *_LISTS,
        *("blocks", "dropped", "publisher", "published", "modified", "language", "address"),
        *("excerpt", "edit", "lists_of"),
    }
)

EDIT: Final = "To change the story, change blocks and dropped; the other lists are made from them."


def as_table(story: Story) -> dict[str, Any]:
    """Return the story as what its JSON holds: lists, texts and numbers."""
    return {
        "headline": story.headline,
        "section": _joined(story, Role.SECTION),
        "publisher": story.publisher,
        "byline": _joined(story, Role.BYLINE),
        "dateline": _joined(story, Role.DATELINE),
        "summary": _joined(story, Role.SUMMARY),
        "captions": [_caption(block) for block in story.blocks if block.role is Role.CAPTION],
        "body": [block.text for block in story.blocks if block.role in _TOLD],
        "subheads": list(story.texts(Role.SUBHEAD)),
        "quotes": list(story.texts(Role.QUOTE)),
        "credits": list(story.texts(Role.CREDITS)),
        "dropped": [{**_block(block), "reason": block.reason} for block in story.dropped],
        "published": _moment(story.published),
        "modified": _moment(story.modified),
        "language": story.language,
        "address": story.address,
        "excerpt": story.excerpt,
        "blocks": [_block(block) for block in story.blocks],
        "edit": EDIT,
        "lists_of": _mark(story),
    }


def to_json(story: Story) -> str:
    """Return the story as one JSON object, ending in a line feed; ``from_json`` reads it back."""
    return json.dumps(as_table(story), ensure_ascii=False, indent=2) + "\n"


def wire_table(wire: Wire) -> dict[str, Any]:
    """Return the stories of a wire as what their JSON holds."""
    return {
        "title": wire.title,
        "address": wire.address,
        "stories": [as_table(story) for story in wire.stories],
    }


def wire_to_json(wire: Wire) -> str:
    """Return the stories of a wire as one JSON object, ending in a line feed."""
    return json.dumps(wire_table(wire), ensure_ascii=False, indent=2) + "\n"


def wire_from_value(table: dict[str, Any], *, name: str) -> Wire:
    """Return the stories in a JSON value that ``wire_to_json`` wrote.

    Raises:
        SettingsError: A key is missing, or a value is wrong.
    """
    found = _want(table, "stories", name, list)
    if not found:
        raise SettingsError(f"{name}: the list stories is empty.")
    return Wire(
        stories=tuple(
            from_value(each, name=f"{name}: stories[{place}]") for place, each in enumerate(found)
        ),
        title=_may(table, "title", name, str),
        address=_may(table, "address", name, str) or "-",
    )


def _mark(story: Story) -> str:
    """Return what tells whether blocks and dropped were changed since they were written."""
    parts = [[_block(each), each.reason] for each in (*story.blocks, *story.dropped)]
    text = json.dumps([parts, len(story.blocks)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _refuse_lists(table: dict[str, Any], story: Story, name: str) -> None:
    """Refuse a table in which a list was edited and the blocks were not: nothing would change."""
    written = as_table(story)
    for key in _LISTS:
        if key in table and table[key] != written[key]:
            raise SettingsError(
                f"{name}: {key} was changed, but the story is read from blocks; change the role or"
                " the text there."
            )


def from_json(text: str, *, name: str = "The story") -> Story:
    """Return the story that ``to_json`` wrote; ``blocks`` and ``dropped`` decide, not the lists.

    Args:
        text: The JSON text.
        name: What an error calls it: the path of the file.

    Raises:
        SettingsError: It is no JSON object, a key is missing, or a value is wrong.
    """
    try:
        table = json.loads(text)
    except ValueError as failed:
        raise SettingsError(f"{name} is not valid JSON: {failed}.") from failed
    except RecursionError as failed:
        raise SettingsError(f"{name} is nested too deeply to be a story.") from failed
    return from_value(table, name=name)


def from_value(table: object, *, name: str = "The story") -> Story:
    """Return the story in a JSON value; raises what ``from_json`` raises."""
    if not isinstance(table, dict):
        raise SettingsError(f"{name} must be one JSON object, as audiobrief segment --json writes.")
    for key in sorted(table.keys() - _STORY_KEYS):
        known = ", ".join(sorted(_STORY_KEYS))
        raise SettingsError(f"{name}: there is no key {key!r}; there are {known}.")
    try:
        story = Story(
            blocks=tuple(_read_blocks(table, "blocks", name)),
            dropped=tuple(_read_blocks(table, "dropped", name)),
            language=_want(table, "language", name, str),
            publisher=_may(table, "publisher", name, str),
            published=_read_moment(table, "published", name),
            modified=_read_moment(table, "modified", name),
            address=_may(table, "address", name, str) or "-",
            excerpt=_may(table, "excerpt", name, bool) or False,
        )
    except ValueError as failed:
        raise SettingsError(f"{name} is no story: {failed}.") from failed
    if table.get("lists_of") == _mark(story):
        _refuse_lists(table, story, name)
    return story


def _joined(story: Story, role: Role) -> str | None:
    return " ".join(story.texts(role)) or None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _caption(block: Block) -> dict[str, Any]:
    return {
        "text": block.text,
        "credit": block.credit,
        "alt": block.image_alt,
        "image": block.image,
        "line": block.line,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "role": str(block.role),
        "text": block.text,
        "line": block.line,
        "language": block.language,
        "confidence": block.confidence,
        "rule": block.rule,
        "credit": block.credit,
        "image": block.image,
        "image_alt": block.image_alt,
    }


_KEYS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "line": int,
    "language": str,
    "image": str,
    "image_alt": str,
    "credit": str,
    "confidence": (int, float),
    "rule": str,
    "reason": str,
}
"""Key of a block -> what its value may be, null apart; ``role`` and ``text`` have to be there."""


def _read_blocks(table: dict[str, Any], key: str, name: str) -> list[Block]:
    found = _want(table, key, name, list)
    return [_read_block(each, f"{name}: {key}[{place}]") for place, each in enumerate(found)]


def _read_block(table: object, where: str) -> Block:
    if not isinstance(table, dict):
        raise SettingsError(f"{where} must be an object with the keys role and text.")
    for key in sorted(table.keys() - _KEYS.keys() - {"role", "text"}):
        known = ", ".join(["role", "text", *_KEYS])
        raise SettingsError(f"{where}: there is no key {key!r}; there are {known}.")
    role = _want(table, "role", where, str)
    if role not in set(Role):
        raise SettingsError(f"{where}: there is no role {role!r}; there are {', '.join(Role)}.")
    values: dict[str, Any] = {}
    for key, kind in _KEYS.items():
        value = _may(table, key, where, kind)
        if value is not None:
            values[key] = value
    try:
        return Block(role=Role(role), text=_want(table, "text", where, str), **values)
    except ValueError as failed:
        raise SettingsError(f"{where}: {failed}.") from failed


def _read_moment(table: dict[str, Any], key: str, name: str) -> datetime | None:
    stated = _may(table, key, name, str)
    if stated is None:
        return None
    try:
        return datetime.fromisoformat(stated)
    except ValueError as failed:
        raise SettingsError(
            f"{name}: {key} is {stated!r}; write it as 2026-03-14T09:30:00+00:00."
        ) from failed


def _want(table: dict[str, Any], key: str, where: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401, any JSON value
    value = _may(table, key, where, kind)
    if value is None:
        raise SettingsError(f"{where}: the key {key!r} is missing.")
    return value


def _may(table: dict[str, Any], key: str, where: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401, any JSON value
    value = table.get(key)
    if value is None:
        return None
    wanted: Callable[[object], bool] = lambda found: isinstance(found, kind)  # noqa: E731, once
    if not wanted(value) or (isinstance(value, bool) and kind is not bool):
        raise SettingsError(f"{where}: {key} is {value!r}, which is not of the right kind.")
    return value
