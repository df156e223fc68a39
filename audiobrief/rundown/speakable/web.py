"""Addresses of the web and of e-mail, handles and hashtags."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.style import Rule, Style, rule
from audiobrief.rundown.speakable.tables import any_of, table

_SIGNS: Final = table("web")["signs"]
_FILES: Final = table("web")["files"]
_PIECE: Final = re.compile(r"[A-Za-z]+|\d+|[^\W\d_]+|[^\w\s]|_")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z\d])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[^\W\d_])|_+")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")


def _spelt(address: str, style: Style) -> str:
    """Return an address as words, letters of countries and of "www" apart."""
    pieces = _PIECE.findall(address)
    said = []
    for position, piece in enumerate(pieces):
        after_dot = position > 0 and pieces[position - 1] == "."
        is_last_label = position + 1 == len(pieces) or pieces[position + 1] in "/?:#"
        if piece.isdecimal():
            said.append(numbers.whole(piece, style) if len(piece) < 3 else numbers.digits(piece))
        elif piece.lower() == "www" or (after_dot and is_last_label and _COUNTRY.fullmatch(piece)):
            said.append(" ".join(piece.upper()))
        else:
            said.append(_SIGNS.get(piece, piece))
    return " ".join(said)


def _address(match: re.Match[str], style: Style) -> str:
    written = match["address"]
    kept = written.rstrip(".,;:!?'’”\"")
    return _spelt(kept.rstrip("/"), style) + written[len(kept) :]


def _name(match: re.Match[str], style: Style) -> str:
    """Return a handle or hashtag with its words apart: #StormWatch is "hashtag Storm Watch"."""
    sign = {"@": "at", "#": "hashtag"}[match["sign"]]
    words = [
        numbers.year(word, style) if word.isdecimal() else word
        for word in _CAMEL.split(match["name"])
        if word
    ]
    return f"{sign} {' '.join(words)}" if words else match[0]


def _file(match: re.Match[str], style: Style) -> str:
    """Return a file's name with its parts apart: "report_v2.pdf"."""
    return f"{_spelt(match['name'], style)} dot {' '.join(match['kind'].upper())}"


_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}+)"
_PATH: Final = r"(?:[/?#:][^\s<>\"“”()\[\]{}]*+)?"

RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?<![A-Za-z0-9.])(?:https?|ftp|file)://(?P<address>[^\s<>\"“”()\[\]{}]++)", _address),
    rule(
        r"(?<![\w.+%-])(?P<address>[A-Za-z0-9_.+%-]{1,64}+@[A-Za-z0-9][A-Za-z0-9.-]{0,250}+)",
        _address,
    ),
    rule(rf"(?<![\w.@])(?P<address>www\.[A-Za-z0-9.-]{{1,250}}+{_PATH})", _address),
    rule(
        rf"(?<![\w.@-])(?P<address>(?:{_LABEL}\.){{1,5}}"
        rf"{any_of(table('web')['endings'])}(?![\w-]|\.\w){_PATH})",
        _address,
    ),
    # A short address: lower-case labels, and a path behind them.
    rule(
        rf"(?<![\w.@/-])(?P<address>(?:{_LABEL}\.){{1,5}}[a-z]{{2,10}}(?=/[A-Za-z0-9]){_PATH})",
        _address,
    ),
    rule(r"(?<!\w)r/(?=[A-Za-z]{3})", "r slash "),
    rule(rf"(?<![\w.@/-])(?P<name>[\w-]{{1,80}}+)\.(?P<kind>(?i:{any_of(_FILES)}))(?!\w)", _file),
    rule(r"(?<!\w)(?P<sign>[@#])(?=\w*[^\W\d])(?P<name>\w{1,140}+)", _name),
)
