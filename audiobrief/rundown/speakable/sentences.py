"""Sentences: the only file that knows sentencex."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from audiobrief.rundown.speakable.fold import seen
from audiobrief.rundown.speakable.style import STARTERS
from audiobrief.rundown.speakable.tables import any_of, rows, spoken_of

if TYPE_CHECKING:
    from audiobrief.settings import TextRow

MAX_CHARS: Final = 600
"""Longest sentence: about forty seconds of speech, which every engine still takes in one piece."""

_MIN_CLAUSE_CHARS: Final = MAX_CHARS // 3
"""A longer sentence is not cut before this, so that no scrap of it stands alone."""

_CUTS: Final = (re.compile(r"[;:…] "), re.compile(r", |[)\]] | [—–-]+ "), re.compile(r" "))
"""Where a sentence that is too long is cut: the best kind of place first."""

_BREAK: Final = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[¿¡]*[A-ZÀ-ÖØ-Þ\d])")
_OPENING: Final = "\"“‘'«([¿¡ "
_PAIRS: Final = {"“": 1, "”": -1, "(": 1, ")": -1, "[": 1, "]": -1}
_LOWER: Final = re.compile(r"[a-zà-öø-ÿ,;:)\]”»]")
_QUESTIONS: Final = "Are|Can|Could|Did|Do|Does|How|Is|Should|Was|Were|Where|Why|Would"
_STARTER: Final = re.compile(rf"(?:{STARTERS}|{_QUESTIONS})\b(?![.'’]\w*\.)")


def sentences(text: str, language: str = "en", rows: tuple[TextRow, ...] = ()) -> tuple[str, ...]:
    """Return the sentences of a paragraph.

    Joined by spaces they are the paragraph again (white space folded, controls taken out; Chinese
    and Japanese are joined by nothing); no word is changed. None is longer than ``MAX_CHARS``:
    longer ones are cut at a clause, or between words, and a single word that is longer, which no
    language has, is cut too. Linear in time.

    Args:
        text: A paragraph.
        language: BCP 47 tag; a language that the splitter does not know is split as English is.
        rows: The show's own, whose titles and abbreviations end no sentence.

    Returns:
        The sentences, none of them blank; empty for a blank text.
    """
    from sentencex import segment

    text = seen(text)
    if not text:
        return ()
    code = language.replace("_", "-").split("-")[0].lower()
    items = _items(text) if code == "en" else ()
    if items:
        return tuple(part for item in items for part in sentences(item, language, rows))
    found = _spaced(list(segment(code, text)), text)
    if code == "en":
        found = _mended([part for piece in found for part in _parted(piece)], _runs_on)
    else:
        found = _mended(found, _abbreviated(code))
    if rows:
        found = _mended(found, _own(rows, code))
    return tuple(part for sentence in found for part in _cut(sentence))


_FIRST_ITEM: Final = re.compile(
    r"(?P<sign>[•⁃]\s?)?(?P<mark>\d{1,2}|a)(?P<end>\.\)?|\))\s?(?=[A-Z])"
)


def _items(text: str) -> tuple[str, ...]:
    """Return the items of a list in one line, "1. Bread 2. Milk"; empty where it is none."""
    first = _FIRST_ITEM.match(text)
    if first is None:
        return ()
    sign, mark, end = first["sign"] or "", first["mark"], first["end"]
    starts = [0]
    while True:
        mark = str(int(mark) + 1) if mark.isdecimal() else chr(ord(mark) + 1)
        found = re.compile(rf" (?={re.escape(sign + mark + end)}\s?[A-Z])").search(text, starts[-1])
        if found is None or not mark.isalnum():
            break
        starts.append(found.end())
    if len(starts) == 1:
        return ()
    return tuple(
        text[begin:stop].strip()
        for begin, stop in zip(starts, [*starts[1:], len(text)], strict=True)
    )


def _own(rows: tuple[TextRow, ...], code: str) -> Callable[[str, str], bool]:
    """Return whether a sentence goes on over the full stop of a show's own abbreviation."""
    kinds = {"title", "abbreviation"}
    words = {
        written: row.kind == "title"
        for row in rows
        if row.kind in kinds and row.language in {"", code}
        for written in row.written
        if written.endswith(".")
    }
    if not words:
        return lambda before, after: False  # noqa: ARG005, every such test takes both sides
    pattern = re.compile(rf"(?:^|[\s(\[\"“‘])({any_of(words)})$")

    def runs_on(before: str, after: str) -> bool:
        found = pattern.search(before[-_LONGEST_OWN:])
        return found is not None and (words[found[1]] or not _STARTER.match(after.lstrip(_OPENING)))

    return runs_on


_LONGEST_OWN: Final = 90


def _spaced(pieces: list[str], text: str) -> list[str]:
    """Return the splitter's pieces, parted only at a space or after an ideographic full stop."""
    if "".join(pieces) != text:
        # It has lost a character: its answer is not used.
        return [text]
    found: list[str] = []
    is_open = False
    for piece in pieces:
        if is_open:
            found[-1] += piece
        else:
            found.append(piece)
        is_open = not piece.endswith((" ", "。", "！", "？"))
    return [piece.strip() for piece in found if piece.strip()]


def _parted(piece: str) -> Iterator[str]:
    """Yield the sentences of a piece that the splitter kept whole, quotations unbroken."""
    start = scanned = depth = 0
    is_quoted = False
    for found in _BREAK.finditer(piece):
        for position in range(scanned, found.end()):
            depth = max(0, depth + _PAIRS.get(piece[position], 0))
            is_quoted ^= piece[position] == '"'
        scanned = found.end()
        if depth == 0 and not is_quoted:
            yield piece[start : found.end()].strip()
            start = found.end()
    if piece[start:].strip():
        yield piece[start:].strip()


def _mended(pieces: list[str], runs_on: Callable[[str, str], bool]) -> list[str]:
    """Return the pieces with those put together again that were parted after an abbreviation."""
    kept: list[list[str]] = []
    for piece in pieces:
        if kept and runs_on(" ".join(kept[-1][-2:]), piece):
            kept[-1].append(piece)
        else:
            kept.append([piece])
    return [" ".join(parts) for parts in kept]


def _runs_on(before: str, after: str) -> bool:
    """Return whether a sentence goes on over a full stop."""
    bare = after.lstrip(_OPENING)
    if not bare or _LOWER.match(bare):
        return True
    tail = before[-40:]
    is_pause = _SPACED_ELLIPSIS.search(tail) and _MYSELF.match(bare)
    if (
        is_pause
        or _ELLIPSIS_IN_QUOTE.search(tail)
        or (_ASKED.search(tail) and _SPEAKER.match(after))
    ):
        return True
    if _HALF_OF_DAY.search(tail) and _TITLED.match(bare):
        return bool(_WHEN_ALONE.fullmatch(before))
    if _always_runs_on().search(tail) or _LIST_NUMBER.fullmatch(before):
        return True
    if bare[0].isdecimal():
        return bool(_before_figure().search(tail))
    return bool(_may_run_on().search(tail)) and after[0] not in '"“‘' and not _STARTER.match(bare)


_SPACED_ELLIPSIS: Final = re.compile(r"(?<!\.) \. \. \.$")
_MYSELF: Final = re.compile(r"I(?:['’]|\b)")
_ELLIPSIS_IN_QUOTE: Final = re.compile(r"\[(?:\.\.\.|…)\][”’\"]?$")
_ASKED: Final = re.compile(r"[?!][”’\"]$")
_SPEAKER: Final = re.compile(
    r"(?:[A-Z][\w'’.-]{1,30} ){1,3}(?:said|says|asked|asks|replied|added|told|wrote|cried|shouted|"
    r"called|explained|insisted|warned|recalled|wondered|demanded|posted|tweeted)\b"
)
_HALF_OF_DAY: Final = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_TITLED: Final = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Prof|Rev)\.(?: |$)")
_WHEN_ALONE: Final = re.compile(r"\w+ [\d:.]+ [apAP]\.[mM]\.")
"""Words before a time that begin a sentence: in "At 5 a.m. Mr. Reed went" it goes on."""


@cache
def _abbreviated(code: str) -> Callable[[str, str], bool]:
    """Return whether a sentence of this language goes on over a full stop."""
    found = next((row for row in rows("languages", "language") if row["code"] == code), None)
    words = [word for word in found.get("abbreviations", ()) if word.endswith(".")] if found else []
    if not words:
        return lambda before, after: False  # noqa: ARG005, nothing is known of the language
    pattern = re.compile(rf"(?:^|[\s(\[\"“„«]){any_of(words)}$")
    ends = re.compile(r"(?:etc|usw|enz|itd|itp)\.$")
    return (
        lambda before, after: (  # noqa: ARG005, every such test takes both sides
            bool(pattern.search(before[-40:])) and not ends.search(before)
        )
    )


_LIST_NUMBER: Final = re.compile(r"[•⁃]?\s?(?:\d{1,2}|[a-z])(?:\.\)?|\))")


_TITLES_ALONE: Final = "Mr|Mrs|Ms|Messrs|Mme|Mlle|St|Mt|Ft|vs|v|al"


@cache
def _always_runs_on() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[\s(\[\"“‘])(?:(?:{_TITLES_ALONE})\.|i\.e\.|e\.g\.|"
        rf"{any_of(spoken_of('titles', 'title'))})$"
    )


@cache
def _before_figure() -> re.Pattern[str]:
    words = [
        written
        for row in rows("abbreviations", "abbreviation")
        if row["where"] in {"figure", "any"}
        for written in row["written"]
        if written.endswith(".")
    ]
    months = [f"{written}." for row in rows("months", "month") for written in row["written"]]
    days = [
        f"{written}."
        for row in rows("days", "day")
        for written in row["written"]
        if len(written) < 6
    ]
    short = [
        month for month in months if len(month) < 6 and month not in {"May.", "June.", "July."}
    ]
    words.append("Rs.")
    return re.compile(
        rf"(?:^|[\s(\[\"“‘])(?:{any_of(words)}|N[°º]\.|{any_of(short)}|{any_of(days)})$"
    )


@cache
def _may_run_on() -> re.Pattern[str]:
    """Match what often stands before a capital inside a sentence: initials, U.S., Calif., Inc."""
    words = [
        written
        for name, kind in (("abbreviations", "abbreviation"), ("states", "state"))
        for row in rows(name, kind)
        for written in row["written"]
        if written.endswith(".")
    ]
    return re.compile(
        rf"(?:^|[\s(\[\"“‘,-])(?:{any_of(words)}|[A-Z]\.|"
        rf"(?:[A-Za-z]\.){{2,6}}|[A-Z][a-z]?\.-?[A-Z]\.)$"
    )


def _cut(sentence: str) -> Iterator[str]:
    """Yield a sentence in parts of at most ``MAX_CHARS`` characters."""
    start = 0
    while len(sentence) - start > MAX_CHARS:
        end = _place_to_cut(sentence[start : start + MAX_CHARS + 1])
        yield sentence[start : start + end].rstrip()
        start += end
        while sentence[start : start + 1] == " ":
            start += 1
    yield sentence[start:]


def _place_to_cut(window: str) -> int:
    for pattern in _CUTS:
        ends = [found.end() for found in pattern.finditer(window)]
        fitting = [end for end in ends if end >= _MIN_CLAUSE_CHARS]
        if fitting:
            return fitting[-1]
    return MAX_CHARS
