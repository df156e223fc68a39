"""Lexicon files: TOML in, checked row by row; corrections out, with the rest of the file kept."""

from __future__ import annotations

import functools
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from audiobrief.errors import SettingsError
from audiobrief.phonemes.american import is_ipa
from audiobrief.phonemes.respelling import RespellingError, ipa_of
from audiobrief.rundown.lexicon import Entry, Lexicon, primary
from audiobrief.storage import one_at_a_time, write_atomically

KEYS: Final = ("written", "respelling", "ipa", "alias", "language", "match", "note", "source")
MATCHES: Final = ("word", "case")

FIRST_LINES: Final = """\
# How the names of this show are said. A row here stands above those that come with audiobrief.
# respelling: hyphens between syllables, the stressed one in capitals. It can be edited by hand.
"""

_Key = tuple[tuple[str, ...], str, str]
_ROW: Final = re.compile(r"^[ \t]*\[\[[ \t]*word[ \t]*\]\]", re.MULTILINE)


def load_lexicon(paths: Iterable[Path]) -> Lexicon:
    """Return the rows of the files; of two rows for the same words the earlier file's wins.

    Raises:
        SettingsError: A file cannot be read, is no TOML, or has a row that is wrong; the sentence
            names file, row, key and value.
    """
    return _joined(tuple((path, _text(path)) for path in paths))


@functools.lru_cache(maxsize=4)
def _joined(files: tuple[tuple[Path, str], ...]) -> Lexicon:
    """Return the rows of files by name and text; all episodes of a wire are made by the same."""
    kept: dict[_Key, Entry] = {}
    for path, text in files:
        for entry in _entries(path, text):
            kept.setdefault(entry.key, entry)
    return Lexicon(entries=tuple(kept.values()))


def checked(place: str, row: Mapping[str, object]) -> Entry:
    """Return the entry of a row as it was read.

    Args:
        place: Where it stands, for the error: file and row.
        row: Key -> value.

    Raises:
        SettingsError: A key or value is wrong; the sentence names place, key and value.
    """
    for key, value in row.items():
        if key not in KEYS:
            raise SettingsError(f"{place} has no key {key!r}; there are {', '.join(KEYS)}.")
        if not isinstance(value, str):
            raise SettingsError(f"{place}: {key} is {value!r}; write it in quotation marks.")
    texts = {key: str(value).strip() for key, value in row.items()}
    entry = Entry(**{"written": "", **texts})
    if not entry.tokens:
        raise SettingsError(
            f"{place}: written is {entry.written!r}; give the word as it is printed."
        )
    place = f"{place} ({entry.written})"
    if not (entry.respelling or entry.ipa or entry.alias):
        raise SettingsError(f"{place}: give a respelling, an ipa form or an alias.")
    if entry.match not in MATCHES:
        raise SettingsError(f'{place}: match is {entry.match!r}; it is "word" or "case".')
    if primary(entry.language) in {"", "en"}:
        _check_english(place, entry)
    return entry


def _check_english(place: str, entry: Entry) -> None:
    """Raise where a form cannot be turned into sounds; other languages' are left to the engines."""
    if entry.ipa and not is_ipa(entry.ipa):
        raise SettingsError(
            f"{place}: ipa is {entry.ipa!r}, which holds a sign that is no sound of IPA; write it"
            " as toʊˈkaɪɛf."
        )
    if entry.respelling and not entry.ipa:
        try:
            ipa_of(entry.respelling, entry.written)
        except RespellingError as error:
            raise SettingsError(f"{place}: respelling is {entry.respelling!r}: {error}") from error


def set_rows(path: Path, entries: Sequence[Entry]) -> None:
    """Write rows into a lexicon file: a row for the same words is changed where it stands.

    Comments, order and all other rows stay. The file is made where it is missing, and written
    wholly or not at all; of two processes one waits for the other.

    Raises:
        SettingsError: The file is wrong, cannot be written, or is laid out in a way that only a
            person can edit.
    """
    try:
        with one_at_a_time(path.parent):
            old = _text(path) if path.exists() else FIRST_LINES
            before = list(_entries(path, old))
            text = _with(old, entries)
            _verify(path, text, before, entries)
            write_atomically(path, text.encode())
    except OSError as failed:
        raise SettingsError(
            f"The lexicon {path} cannot be written ({failed.strerror or failed}); check the folder."
        ) from failed


def _verify(path: Path, text: str, before: list[Entry], entries: Sequence[Entry]) -> None:
    """Raise unless the new text holds the old rows with the changes, and nothing else."""
    wanted = list(before)
    places: dict[_Key, int] = {}
    for place, entry in enumerate(before):
        places.setdefault(entry.key, place)
    for entry in entries:
        place = places.setdefault(entry.key, len(wanted))
        wanted[place : place + 1] = [entry]
    try:
        after = list(_entries(path, text))
    except SettingsError:
        after = []
    if after != wanted:
        raise SettingsError(
            f"{path} is laid out in a way that only you can change; add the row"
            f" written = {_quoted(entries[0].written)} there by hand."
        )


def _with(text: str, entries: Iterable[Entry]) -> str:
    """Return the text of a file with rows set, in one pass: an imported lexicon has thousands."""
    starts = [found.start() for found in _ROW.finditer(text)]
    blocks = [text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True)]
    places: dict[_Key | None, int] = {None: 0}
    for place, block in enumerate(blocks[1:], start=1):
        places.setdefault(_key_of(block), place)
    for entry in entries:
        place = places.setdefault(entry.key, len(blocks))
        if place < len(blocks):
            blocks[place] = _changed(blocks[place], entry)
            continue
        ending = "" if not blocks[-1] or blocks[-1].endswith("\n") else "\n"
        gap = "\n" if any(blocks) else ""
        blocks.append(f"{ending}{gap}[[word]]\n{''.join(_lines(entry))}")
    return "".join(blocks)


def _key_of(block: str) -> _Key | None:
    try:
        (row,) = tomllib.loads(block)["word"]
        return checked("", row).key
    except (ValueError, KeyError, SettingsError):
        return None  # Part of a value on several lines, or of a row that is wrong.


def _changed(block: str, entry: Entry) -> str:
    """Return a row's lines with the values of the entry; comments stay where they are."""
    lines = dict(zip(_set_keys(entry), _lines(entry), strict=True))
    out: list[str] = []
    last = 0
    for line in block.splitlines(keepends=True):
        found = re.match(r"[ \t]*(\w+)[ \t]*=", line)
        if found and found[1] in KEYS:
            comment = re.search(r"""["'][ \t]*(#.*)$""", line.rstrip("\r\n"))
            new = lines.pop(found[1], "")
            if new and comment:
                new = f"{new.rstrip()}  {comment[1]}\n"
            out.append(new)
            last = len(out)
        else:
            out.append(line if line.endswith("\n") else line + "\n")
            last = last or len(out)
    return "".join((*out[:last], *lines.values(), *out[last:]))


def _set_keys(entry: Entry) -> list[str]:
    return [
        key
        for key in KEYS
        if (value := getattr(entry, key)) and not (key == "match" and value == "word")
    ]


def _lines(entry: Entry) -> list[str]:
    return [f"{key} = {_quoted(getattr(entry, key))}\n" for key in _set_keys(entry)]


def _quoted(text: str) -> str:
    """Return a TOML basic string: a JSON string is one, but for the one control that it leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(
            f"The lexicon {path} cannot be read ({error.strerror}); check its name and permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"The lexicon {path} is not a TOML file: it is not in UTF-8; save it so."
        ) from error


def _entries(path: Path, text: str) -> Iterator[Entry]:
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:
        raise SettingsError(
            f"The lexicon {path} is not a TOML file: {error}; correct it."
        ) from error
    unknown = [key for key in content if key != "word"]
    if unknown:
        raise SettingsError(f"{path}: there is no key {unknown[0]!r}; write rows under [[word]].")
    rows = content.get("word", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(
            f"{path}: word must be an array of tables; write [[word]] before each row."
        )
    for position, row in enumerate(rows, start=1):
        yield checked(f"{path}: row {position}", row)
