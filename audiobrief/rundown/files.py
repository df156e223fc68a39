"""A rundown as a file: JSON that can be edited and given back, text that can be read.

In an edited file a cue needs no more than ``role`` and ``print_text``: what is missing is made
again, so a producer can add a sentence with two lines, or delete ``spoken_text`` to have it redone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from audiobrief.errors import SettingsError
from audiobrief.rundown.compose import SENTENCE_PAUSE_MS, cue_id
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.rundown.speakable import speakable
from audiobrief.settings import DEFAULT_VOICE, TextRow
from audiobrief.story.model import Role

KIND: Final = "audiobrief rundown"
VERSION: Final = 1


def to_json(rundown: Rundown) -> str:
    """Return the rundown as JSON, one cue after another, ending in a line feed."""
    return json.dumps(to_value(rundown), ensure_ascii=False, indent=2) + "\n"


def to_value(rundown: Rundown) -> dict[str, object]:
    """Return the rundown as a JSON value."""
    value = asdict(rundown)
    value["published"] = rundown.published.isoformat() if rundown.published else None
    for item, kept in zip(value["items"], rundown.items, strict=True):
        item["published"] = kept.published.isoformat() if kept.published else None
    return {"kind": KIND, "version": VERSION, **value}


def is_rundown(value: object) -> bool:
    """Return whether a JSON value is meant to be a rundown, right or wrong."""
    return isinstance(value, dict) and value.get("kind") == KIND


def from_json(text: str, where: str, rows: tuple[TextRow, ...] = ()) -> Rundown:
    """Return the rundown that ``to_json`` wrote and a producer may have edited.

    Spoken text is made speakable once more, so that a digit typed by hand reaches no engine.

    Args:
        text: The file's words.
        where: The file's name, for the sentences of errors.
        rows: The show's own rows for the text stage.

    Raises:
        SettingsError: It is not such a file; the sentence names the place in it.
    """
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as failed:
        raise SettingsError(
            f"{where} is not valid JSON: {failed.msg} in line {failed.lineno}."
        ) from failed
    except (ValueError, RecursionError) as failed:
        raise SettingsError(f"{where} holds JSON that no rundown needs: {failed}.") from failed
    return from_value(value, where, rows)


def from_value(value: object, where: str, rows: tuple[TextRow, ...] = ()) -> Rundown:
    """Return the rundown of a JSON value; see ``from_json``."""
    reader = _Reader(where, rows)
    top = reader.table(value, "rundown", {"kind", "version", *_PLAIN, *_LISTS})
    if top.get("kind") != KIND or top.get("version") != VERSION:
        raise SettingsError(
            f"{where} is no rundown of version {VERSION}; audiobrief script --json writes one."
        )
    reader.language = reader.text(top, "language", "rundown")
    try:
        return Rundown(
            title=reader.text(top, "title", "rundown"),
            language=reader.language,
            opening=reader.cues(top.get("opening", []), "opening"),
            items=tuple(
                reader.item(item, f"items[{index}]")
                for index, item in enumerate(reader.list(top.get("items", []), "items"))
            ),
            closing=reader.cues(top.get("closing", []), "closing"),
            guid=reader.text(top, "guid", "rundown"),
            published=reader.moment(top, "published", "rundown"),
        )
    except ValueError as wrong:
        raise SettingsError(f"{where}: {wrong}.") from wrong


def to_text(rundown: Rundown) -> str:
    """Return the rundown as lines for reading: who says what, and the longer pauses."""
    lines = [f"Title: {rundown.title}"]
    owner = rundown.item_of()
    item: int | None = None
    for cue in rundown.cues:
        if owner[cue.id] is not None and owner[cue.id] != item:
            item = owner[cue.id]
            lines += ["", f"Story {(item or 0) + 1} of {len(rundown.items)}"]
        lines.append(f"{_LABELS[cue.role]}, {cue.voice}: {cue.print_text}")
        if cue.spoken_text != cue.print_text:
            lines.append(f"  Spoken: {cue.spoken_text}")
    return "\n".join(lines) + "\n"


_PLAIN: Final = frozenset({"title", "language", "guid", "published"})
_LISTS: Final = frozenset({"opening", "items", "closing"})
_CUE_KEYS: Final = frozenset(field.name for field in fields(Cue))
_LABELS: Final[Mapping[Role, str]] = MappingProxyType(
    {role: role.value.capitalize() for role in Role}
)


class _Reader:
    """Reads values of a rundown file; each error names the file and the place in it."""

    def __init__(self, where: str, rows: tuple[TextRow, ...]) -> None:
        self.where = where
        self.rows = rows
        self.language = ""
        self.used: Counter[str] = Counter()

    def wrong(self, place: str, what: str) -> SettingsError:
        return SettingsError(f"{self.where}: {place} {what}.")

    def list(self, value: object, place: str) -> list[object]:
        if not isinstance(value, list):
            raise self.wrong(place, "must be a list")
        return value

    def table(self, value: object, place: str, known: set[str] | frozenset[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(place, "must be an object in braces")
        unknown = sorted(value.keys() - known)
        if unknown:
            raise self.wrong(place, f"has an unknown key {unknown[0]!r}")
        return value

    def text(self, table: dict[str, Any], key: str, place: str, default: str = "") -> str:
        value = table.get(key, default)
        if value is None:
            value = default
        if not isinstance(value, str):
            raise self.wrong(f"{place}.{key}", "must be text in quotes")
        return value

    def moment(self, table: dict[str, Any], key: str, place: str) -> datetime | None:
        stated = self.text(table, key, place)
        try:
            return datetime.fromisoformat(stated) if stated else None
        except ValueError as wrong:
            raise self.wrong(
                f"{place}.{key}", f"is {stated!r}, which is no ISO 8601 time"
            ) from wrong

    def item(self, value: object, place: str) -> Item:
        table = self.table(value, place, {"title", "address", "publisher", "published", "cues"})
        try:
            return Item(
                title=self.text(table, "title", place),
                address=self.text(table, "address", place),
                publisher=self.text(table, "publisher", place) or None,
                published=self.moment(table, "published", place),
                cues=self.cues(table.get("cues", []), f"{place}.cues"),
            )
        except ValueError as wrong:
            raise self.wrong(place, f"is wrong: {wrong}") from wrong

    def cues(self, value: object, place: str) -> tuple[Cue, ...]:
        return tuple(
            self.cue(each, f"{place}[{index}]")
            for index, each in enumerate(self.list(value, place))
        )

    def cue(self, value: object, place: str) -> Cue:
        table = self.table(value, place, _CUE_KEYS)
        role = self._role(table, place)
        printed = self.text(table, "print_text", place)
        language = self.text(table, "language", place) or self.language
        said = self.text(table, "spoken_text", place).strip() or printed
        said = speakable(said, language, self.rows)
        stated = self.text(table, "id", place) or cue_id(role, printed)
        self.used[stated] += 1
        # A copied cue keeps its id in the copy: the second one gets a number of its own.
        name = stated if self.used[stated] == 1 else f"{stated}-copy{self.used[stated]}"
        try:
            return Cue(
                id=name,
                block=self._whole(table, "block", place),
                role=role,
                language=language,
                print_text=printed,
                spoken_text=said,
                voice=self.text(table, "voice", place) or DEFAULT_VOICE,
                pause_after_ms=self._pause(table, place),
            )
        except ValueError as wrong:
            raise self.wrong(place, f"is wrong: {wrong}") from wrong

    def _role(self, table: dict[str, Any], place: str) -> Role:
        name = self.text(table, "role", place)
        if name not in set(Role):
            raise self.wrong(f"{place}.role", f"is {name!r}; roles are {', '.join(Role)}")
        return Role(name)

    def _whole(self, table: dict[str, Any], key: str, place: str) -> int | None:
        value = table.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.wrong(f"{place}.{key}", "must be a whole number or null")
        return value

    def _pause(self, table: dict[str, Any], place: str) -> int:
        value = self._whole(table, "pause_after_ms", place)
        return SENTENCE_PAUSE_MS if value is None else value
