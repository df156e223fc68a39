"""A show's own rows for the text stage: text.toml, checked row by row and key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from audiobrief.errors import SettingsError
from audiobrief.settings import TextKind, TextRow, read_toml

MOST_ROWS: Final = 5_000
"""More rows than any newsroom has; a larger file is some other file."""

WHERE: Final = ("any", "name", "figure")
"""Where an abbreviation counts: everywhere, before a capital, before a figure."""

READ: Final = ("letters", "word")
"""How an initialism is read."""

_KEYS: Final[Mapping[TextKind, Mapping[str, bool]]] = MappingProxyType(
    {
        TextKind.TITLE: {"spoken": True},
        TextKind.ABBREVIATION: {"spoken": True, "where": False},
        TextKind.INITIALISM: {"read": True},
        TextKind.UNIT: {"one": True, "many": True},
        TextKind.CURRENCY: {"one": True, "many": True},
        TextKind.SIGN: {"spoken": True},
    }
)
"""Kind of a row -> its keys beside written, language and note, and whether each must be there."""


def read_text_tables(path: Path) -> tuple[TextRow, ...]:
    """Return the rows of a show's own text tables, in their order.

    Raises:
        SettingsError: The file cannot be read, or a row is wrong; the sentence names file, row, key
            and value.
    """
    rows: list[TextRow] = []
    for name, found in read_toml(path).items():
        if name not in set(TextKind):
            kinds = ", ".join(f"[[{kind}]]" for kind in TextKind)
            raise SettingsError(f"{path}: there is no table {name!r}; there are {kinds}.")
        if not isinstance(found, list):
            raise SettingsError(f"{path}: {name} must be rows, each begun by a line [[{name}]].")
        for number, row in enumerate(found, start=1):
            rows.append(_row(f"{path}: row {number} of [[{name}]]", TextKind(name), row))
    if len(rows) > MOST_ROWS:
        raise SettingsError(f"{path} has {len(rows)} rows; a show may have {MOST_ROWS}.")
    there: set[tuple[str, str, str, str]] = set()
    for row in rows:
        for written in dict.fromkeys(row.written):
            key = (row.kind, row.language, row.where, written)
            if key in there:
                raise SettingsError(
                    f"{path}: {written!r} has two rows of [[{row.kind}]]; keep one."
                )
            there.add(key)
    return tuple(rows)


def _row(place: str, kind: TextKind, row: object) -> TextRow:
    if not isinstance(row, dict):
        raise SettingsError(f"{place} is {row!r}; it must be a table, begun by a line [[{kind}]].")
    keys = _KEYS[kind]
    known = ("written", *keys, "language", "note")
    for key in row:
        if key not in known:
            raise SettingsError(f"{place} has no key {key!r}; there are {', '.join(known)}.")
    written = tuple(_written(place, kind, row.get("written")))
    place = f"{place} ({written[0]})"
    texts = {key: _text(place, key, row, needed=needed) for key, needed in keys.items()}
    language = _text(place, "language", row, needed=False).lower()
    if language and not re.fullmatch(r"[a-z]{2,3}", language):
        raise SettingsError(f"{place}: language is {language!r}; write it as en or de.")
    spoken = texts.get("spoken") or texts.get("one") or ""
    many = texts.get("many", "")
    read = _choice(place, "read", texts.get("read", ""), READ)
    where = _choice(place, "where", texts.get("where", "") or WHERE[0], WHERE)
    for said in filter(None, (spoken, many)):
        _check_spoken(place, written, said)
    return TextRow(
        kind=kind,
        written=written,
        spoken=spoken,
        many=many,
        by_letters=read == READ[0],
        where=where,
        language=language,
    )


def _written(place: str, kind: TextKind, value: object) -> Iterator[str]:
    stated = value if isinstance(value, list) else [value]
    if not stated:
        raise SettingsError(f"{place}: written is empty; give what is printed.")
    for each in stated:
        if not isinstance(each, str) or not each.strip() or len(each) > _LONGEST:
            raise SettingsError(
                f"{place}: written is {each!r}; give what is printed, in quotation marks."
            )
        text = each.strip()
        if any(map(str.isspace, text)) and kind in {TextKind.INITIALISM, TextKind.SIGN}:
            raise SettingsError(f"{place}: written is {text!r}; write it without a space.")
        if kind is TextKind.INITIALISM and not text.isalpha():
            raise SettingsError(f"{place}: written is {text!r}; an initialism has letters alone.")
        if kind is TextKind.SIGN and (len(text) > 1 or text.isalnum()):
            raise SettingsError(f"{place}: written is {text!r}; a sign is one character.")
        yield text


_LONGEST: Final = 80


def _text(place: str, key: str, row: Mapping[str, object], *, needed: bool) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise SettingsError(f"{place}: {key} is {value!r}; write it in quotation marks.")
    if needed and not value.strip():
        raise SettingsError(f"{place}: the key {key!r} is missing or blank.")
    return value.strip()


def _choice(place: str, key: str, value: str, choices: tuple[str, ...]) -> str:
    if value and value not in choices:
        raise SettingsError(f"{place}: {key} is {value!r}; it may be {', '.join(choices)}.")
    return value


def _check_spoken(place: str, written: tuple[str, ...], said: str) -> None:
    """Raise where the spoken words hold a figure or a sign, or what they are said for."""
    odd = re.search(r"[^\w .,'’-]|\d|_", said)
    if odd:
        raise SettingsError(
            f"{place}: {said!r} holds {odd[0]!r}; write what is heard, in words alone."
        )
    for each in written:
        if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", said):
            raise SettingsError(f"{place}: {said!r} holds {each!r} again; write it out.")
