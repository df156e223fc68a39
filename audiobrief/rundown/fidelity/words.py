"""Printed words, abbreviations and addresses: where each ends, what it may sound like."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from audiobrief.rundown.fidelity import moments, prices, reader
from audiobrief.rundown.fidelity.match import (
    Pattern,
    Words,
    capital,
    either,
    inflected,
    maybe,
    one_of,
    said,
    seq,
)
from audiobrief.rundown.fidelity.numbers import Edge
from audiobrief.rundown.fidelity.tables import Prefixes, plurals, prefixes, table

_WORD: Final = re.compile(r"[^\W\d_¹²³]+(?:'[^\W\d_¹²³]+)*")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.){2,12}(?:[^\W\d_](?![^\W_]))?|[^\W\d_]\.(?=[^\W\d_]\b)")
_CAPITALS: Final = re.compile(r"([A-ZÀ-ÖØ-Þ]{2,})(?:('s)|(s))?$")
_LETTERS_S: Final = re.compile(r"([A-Z])('?s)$")
_CAMEL: Final = re.compile(r"[A-ZÀ-ÖØ-Þ]+(?![^\W\d_])|[A-ZÀ-ÖØ-Þ]?[a-zß-ÿ']+|[^\W\d_]")
_ROMAN: Final = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?:'s)?$")
_NUMERAL_ONLY: Final = frozenset(("II", "III", "VII", "VIII", "XII", "XIII", "XVII", "XVIII"))
_DIRECTIONS: Final = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NW": "Northwest",
    "NE": "Northeast",
    "SW": "Southwest",
    "SE": "Southeast",
}
_PARTIES: Final = {
    "R": "R|Republican|Republican of|Republican from",
    "D": "D|Democrat|Democrat of|Democrat from|Democratic",
    "I": "I|Independent|Independent of|Independent from",
}
_LONG_SCALES: Final = "|".join(word for word in table("scales") if len(word) > 2)
_AFTER_FIGURE: Final = re.compile(
    rf"(?:\d(?:[bmt]n|[kmb]|\+)?|[)]|\b(?:{_LONG_SCALES}))(?:\s?-?|-\s?)$"
)
_TIMES: Final = re.compile(r"x(?=\d)")
_BY_COUNT: Final = re.compile(r"(?<= )x (?=\d)")
_UNKNOWN: Final = re.compile(
    r"([A-Z]?[a-z]{1,5})\.(?=[\s,)])"
    r"|(?:(?<=\d )|(?<=\d)|(?=[A-Z][a-z]))([^\Waeiou\d_]{2,5})(?![^\W_])"
)
_MASKED: Final = re.compile(r"[^\W\d_]+(?:\*+[^\W\d_]+)+")
"""A word with letters struck out: "sh*t"."""
_AFTER_PER: Final = re.compile(r"(?:\bper |/\s?)$")
_NAME_AFTER: Final = re.compile(r"\s+[A-Z0-9]|\d")
_PLACE_BEFORE: Final = re.compile(r"(?:, |\b[RDI]-)$")
_SHORT_FORMS: Final = {
    **{f"{short}.": month for month, row in table("months").items() for short in row},
    **{short: f"{month}|=" for month, row in table("months").items() for short in row},
    **{f"{short}.": f"{day}|=" for day, row in table("days").items() for short in row},
    **{short: f"{day}|=" for day, row in table("days").items() for short in row},
}

_SHORT: Final = Prefixes(_SHORT_FORMS)


def _readings(readings: str, printed: str) -> str:
    """Return the readings with "=" as the printed word itself."""
    if "=" not in readings:
        return readings
    own = " ".join(_WORD.findall(printed))
    return "|".join(own if each == "=" else each for each in readings.split("|"))


def word_edges(text: str, at: int) -> list[Edge]:
    """Return every way in which a letter that begins a word may be taken."""
    found = list(_abbreviations(text, at))
    strict = bool(found) and found[0][2]
    edges = [(end, pattern) for end, pattern, _ in found]
    if not found:
        edges += _shortened(text, at)
    if not strict:
        edges += _plain(text, at)
    dates = moments.dates(text, at) if text[at] in "tTJFMASONDjfasond" else []
    if dates and text[at].isupper() and text[at] != "T" and text[dates[0][0] :][:1] != "-":
        return dates
    edges += dates
    before = text[max(0, at - 14) : at]
    if text[at] == "x" and _TIMES.match(text, at) and before[-1:].isdigit():
        edges.append((at + 1, one_of("by|times|X")))
    if text[at] == "x" and _BY_COUNT.match(text, at):
        edges.append((at + 1, one_of("by|times|X")))
    if before and _AFTER_FIGURE.search(before):
        measured = list(_measured(text, at, text[at - 1].isdigit()))
        edges = measured + ([] if measured and _is_sure(text, at) else edges)
    elif before and _AFTER_PER.search(before):
        period = prefixes("periods").longest(text, at) or prefixes("units").longest(text, at)
        if period:
            readings = table("periods").get(period) or table("units")[period]
            edge = (at + len(period), one_of(plurals(_readings(readings, period))))
            is_sure = period not in _UNSURE and (before[-1] != "/" or before[-2:-1].isdigit())
            edges = [edge] if is_sure else [*edges, edge]
    if text[at] in _CODE_STARTS:
        edges += prices.prices(text, at)
    return edges


_CODE_STARTS: Final = frozenset(sign[0] for sign in table("money") if sign[0].isalpha())
_UNSURE: Final = frozenset(
    ("m", "M", "C", "F", "in", "t", "g", "h", "s", "x", "W", "V", "L", "l", "p", "c", "mo", "am",
     "min", "sec", "cal", "mi", "st", "noon", "inch", "AM", "Am", "PM", "pp", "bp", "b", "B", "k",
     "K", "T", "N", "A", "ac", "bar", "MP", "mil", "MM", "KM", "KW", "hundred", "ms")
)  # fmt: skip
"""Units that may be words, letters or names after a figure too."""


def _is_sure(text: str, at: int) -> bool:
    key = prefixes("units").longest(text, at) or prefixes("scales").longest(text, at)
    return bool(key) and key not in _UNSURE


def _abbreviations(text: str, at: int) -> Iterator[tuple[int, Pattern, bool]]:
    """Yield (end, readings, whether it may not stand as printed)."""
    before, strict = text[max(0, at - 4) : at], False
    key = prefixes("abbreviations").longest(text, at)
    if key:
        end = at + len(key)
        readings = _in_context(key, text, at, end)
        is_before_name = bool(_NAME_AFTER.match(text, end))
        strict = is_before_name if key[-1] == "." else "/" in key or "(" in key
        yield end, one_of(_readings(readings, key)), strict
        if text.startswith("'s", end):
            yield end + 2, one_of(_possessive(_readings(readings, key))), strict
    short = _SHORT.longest(text, at)
    if short:
        readings = _SHORT_FORMS[short]
        yield (
            at + len(short),
            one_of(_readings(readings, short)),
            short[-1] == "." and "=" not in readings,
        )
    state = prefixes("states").longest(text, at)
    if state:
        placed = bool(_PLACE_BEFORE.search(before))
        yield at + len(state), one_of(table("states")[state]), placed
        if text.startswith("'s", at + len(state)):
            yield at + len(state) + 2, said(table("states")[state] + "'s"), placed
    code = prefixes("postal").longest(text, at)
    if code and (before.endswith((", ", "-")) or re.match(r"\s\d{5}", text[at + len(code) :])):
        yield at + len(code), one_of(table("postal")[code]), False
        if text.startswith("'s", at + len(code)):
            yield at + len(code) + 2, said(table("postal")[code] + "'s"), False


def _shortened(text: str, at: int) -> Iterator[Edge]:
    """Yield an abbreviation that no table knows: any word that holds its letters in their order."""
    match = _UNKNOWN.match(text, at)
    if match is None or match.end() >= len(text) - 1:
        return
    letters = (match[1] or match[2]).lower()

    def expanded(words: Words, place: int) -> Collection[int]:
        word = words.norm[place] if place < len(words) else ""
        rest = iter(word)
        fits = len(word) > len(letters) + 1 and word[0] == letters[0]
        return (place + 1,) if fits and all(letter in rest for letter in letters) else ()

    yield match.end(), expanded


def _in_context(key: str, text: str, at: int, end: int) -> str:
    """Return the readings of an abbreviation; "St." and "Dr." depend on the names beside them."""
    readings: str = table("abbreviations")[key]
    before, after = {"St": ("Saint", "Street"), "Dr": ("Doctor", "Drive")}.get(
        key.rstrip("."), ("", "")
    )
    if not before:
        return readings
    follows_name = _NAME_BEFORE.search(text[max(0, at - 40) : at])
    is_before_name = _NAME_AFTER.match(text, end)
    if is_before_name and not follows_name:
        return before
    if follows_name and not is_before_name and key[-1] == ".":
        return after
    return readings


_NAME_BEFORE: Final = re.compile(r"(?:[A-Z][\w'-]*|\d(?:st|nd|rd|th))\.? $")


def _possessive(readings: str) -> str:
    return "|".join(f"{each}'s" for each in readings.split("|"))


def _plain(text: str, at: int) -> Iterator[Edge]:
    """Yield a word, initials or an initialism as such."""
    dotted = _DOTTED.match(text, at)
    if dotted and (at == 0 or not text[at - 1].isalnum()):
        yield from _initials(text, dotted)
    match = _WORD.match(text, at)
    if match is None:
        return
    word, end = match[0], match.end()
    masked = _MASKED.match(text, at)
    if masked:
        yield masked.end(), said(masked[0].replace("*", ""))
    if word.islower() or (len(word) > 1 and word[1:].islower() and word[1] != "'"):
        yield end, said(word)
        if text[end : end + 1] == "(":
            yield from _with_ending(text, word, end)
        single = _LETTERS_S.match(word)
        if single:
            yield end, one_of(f"{single[1]}'s|{single[1]}s")
        if "'" in word and word.endswith("'s") and len(word) == 3:
            yield end, said(f"{word[0]} s")
        return
    yield end, _capitals(text, at, word)


def _spelt(letters: str, endings: str = "") -> str:
    """Return the readings of letters by themselves; Z has a name of its own in Britain."""
    spelt = " ".join(letters)
    forms = [spelt]
    if "Z" in letters.upper():
        forms += [re.sub("[Zz]", name, spelt) for name in ("zed", "zee")]
    return "|".join(form + ending for form in forms for ending in endings.split("|"))


def _with_ending(text: str, word: str, end: int) -> Iterator[Edge]:
    """Yield "chair(s)" as one word."""
    ending = re.compile(r"\((e?s|d|ed|es|r)\)").match(text, end)
    if ending:
        yield ending.end(), said(word + ending[1])


def _initials(text: str, dotted: re.Match[str]) -> Iterator[Edge]:
    letters = dotted[0].replace(".", "")
    end = dotted.end()
    yield end, either(one_of(_spelt(letters)), said(letters))
    if text.startswith("'s", end) or re.match(r"s(?![^\W_])", text[end : end + 2]):
        tail = 2 if text[end] == "'" else 1
        yield end + tail, one_of(_spelt(letters, "'s|s") + f"|{letters}'s|{letters}s")


def _capitals(text: str, at: int, word: str) -> Pattern:
    """Return the readings of a word with capitals inside: letters, a word, a numeral, its parts."""
    readings: list[Pattern] = []
    bare = word.replace("'s", "")
    if bare.isupper():
        readings += _numeral(text, at, word)
    if not (bare in _NUMERAL_ONLY and readings):
        readings.append(capital(word) if len(bare) > 1 and bare.isupper() else said(word))
        found = _CAPITALS.match(word)
        if found:
            own, plural = found[2] or "", found[3] or ""
            if not (own or plural):
                readings.append(_by_initials(found[1]))
            readings.append(one_of(_spelt(found[1], "'s|s" if own or plural else "")))
            if own:
                readings.append(said(found[1] + "'s"))
        if word == "Z":
            readings.append(one_of("zed|zee"))
        if word in _DIRECTIONS:
            readings.append(one_of(_DIRECTIONS[word]))
        if len(word) == 1 and word in _PARTIES and text[at + 1 : at + 2] == "-":
            readings.append(one_of(_PARTIES[word]))
        parts = _CAMEL.findall(word)
        if len(parts) > 1 and not word.isupper():
            readings.append(seq(*map(_part, parts)))
            readings.append(said(" ".join(word)))
    return either(*readings)


def _by_initials(letters: str) -> Pattern:
    """Match words that an initialism stands for: "year to date" for YTD."""
    initials = letters.lower()

    def match(words: Words, at: int) -> Collection[int]:
        heard = words.norm[at : at + len(initials)]
        full = all(len(word) > 1 for word in heard)
        return (at + len(heard),) if full and "".join(word[0] for word in heard) == initials else ()

    return match


def _part(part: str) -> Pattern:
    if len(part) > 1 and part.isupper():
        return either(said(part), said(" ".join(part)))
    return said(part)


_GAMES: Final = re.compile(
    r" (?:Winter |Summer )?(?:Olympi|Paralympi|Games\b|Congress\b|Amendment\b|[Cc]entur)"
)
"""What a Roman numeral counts: "XXIV Olympic Games" is the twenty-fourth."""
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def _numeral(text: str, at: int, word: str) -> list[Pattern]:
    """Return the readings of a Roman numeral; a single letter is one only after a name."""
    if not _ROMAN.match(word):
        return []
    own = word.endswith("'s")
    letters = word.replace("'s", "")
    if letters in {"C", "D", "M"}:
        return []  # "Schedule C": alone they are letters wherever news print them.
    if len(letters) == 1 and not re.search(r"[A-ZÀ-Þ][^\W\d_]+\.? $", text[max(0, at - 20) : at]):
        return []
    values = [_VALUES[letter] for letter in letters]
    later = [*values[1:], 0]
    value = sum(-v if v < after else v for v, after in zip(values, later, strict=True))
    ranked = reader.rank(value)
    if _GAMES.match(text, at + len(word)):
        ranked = seq(maybe(said("the")), ranked)
    elif not text[max(0, at - 4) : at].lower().endswith("the "):
        ranked = seq(said("the"), ranked)
    pattern = either(reader.amount(value), ranked)
    return [inflected(pattern, reader.without_ending, 8) if own else pattern]


def _measured(text: str, at: int, attached: bool) -> Iterator[Edge]:  # noqa: FBT001
    """Yield the unit, the scale or the currency that stands after a figure."""
    for name in ("units", "scales", "money"):
        key = prefixes(name).longest(text, at)
        if not key or (name == "money" and not key[0].isalpha()):
            continue
        end = at + len(key)
        if name == "units":
            readings = plurals(_readings(table("units")[key], key))
        elif name == "scales":
            if len(key) == 1 and not attached:
                continue
            readings = table("scales")[key]
            if len(key) > 2 and key == readings:
                continue
        else:
            readings = table("money")[key][0]
        yield end, one_of(readings)
