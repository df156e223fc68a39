"""Ordinal numbers, fractions, telephone numbers and addresses in languages other than English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.other_forms import fraction, ordinal
from audiobrief.rundown.speakable.speaker import Say, Speaker
from audiobrief.rundown.speakable.tables import any_of, table

Step = tuple[str, Say]

_GROUPED: Final = r"(?>\d{1,3}(?:[. ]\d{3})++(?!\d)|\d++)"
_FEMININE: Final = frozenset({"ª", "a", "ra", "da", "ta", "ma", "va", "na", "re", "ère", "nde"})

_ENDINGS: Final[Mapping[str, str]] = {
    "es": r"\.?(?P<end>º|ª|ᵉʳ|er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na)(?!\w|\s?[CF]\b)",
    "pt": r"\.?(?P<end>[ºª])(?!\w|\s?[CF]\b)",
    "it": r"(?P<end>[ºª])(?!\w|\s?[CF]\b)",
    "fr": r"(?P<end>er|re|ère|e|ème|ième|nde?|ᵉ|ᵉʳ)s?(?!\w)",
    "nl": r"(?P<end>e|ste|de)(?!\w)",
    "sv": r"(?P<end>:a|:e|:dje|:de)(?!\w)",
}
_RUSSIAN_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("й", "ый", "ий", "ой"), ("n", "m")),
    **dict.fromkeys(("я", "ая"), ("n", "f")),
    **dict.fromkeys(("го", "ого"), ("g", "m")),
    **dict.fromkeys(("му", "ому"), ("d", "m")),
    **dict.fromkeys(("м", "ом"), ("p", "m")),
    **dict.fromkeys(("ю", "ую"), ("a", "f")),
    **dict.fromkeys(("е", "ое"), ("n", "n")),
}
_RUSSIAN_MANY: Final[Mapping[str, str]] = {"х": "g", "ых": "g", "ые": "n", "ми": "i", "ыми": "i"}
_UKRAINIAN_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "й": ("", ""),
    "а": ("ий", "а"),
    "го": ("ий", "ого"),
    "ї": ("ий", "ої"),
    "му": ("ий", "ому"),
    "х": ("ий", "их"),
    "ті": ("ий", "і"),
}


def ordinals(it: Speaker) -> Iterator[Step]:
    """Yield the rules for ordinal numbers: 3.º, 21e, 5-й."""
    code = it.row["code"]
    if code in _ENDINGS:
        yield rf"(?<![\w.,])(?P<figures>{_GROUPED}){_ENDINGS[code]}", _by_gender(it)
    if code == "ru":
        ends = any_of([*_RUSSIAN_ENDS, *_RUSSIAN_MANY])
        yield rf"(?<![\w.,])(?P<figures>\d{{1,4}})-(?P<end>{ends})(?!\w)", _russian(it)
    if code == "uk":
        ends = any_of(_UKRAINIAN_ENDS)
        yield rf"(?<![\w.,])(?P<figures>\d{{1,4}})-(?P<end>{ends})(?!\w)", _ukrainian(it)
    if "century" in it.row:
        yield _CENTURY[code], _century(it)


def _value(figures: str) -> int:
    return int(re.sub(r"\D", "", figures))


def _by_gender(it: Speaker) -> Say:
    code = it.row["code"]

    def say(match: re.Match[str]) -> str:
        end = match["end"]
        try:
            words = ordinal(_value(match["figures"]), code, "f" if end in _FEMININE else "m")
        except ValueError:
            return match[0]
        if code == "es" and end in {"er", "ᵉʳ"}:
            words = words.removesuffix("o")
        if end.startswith("nd") and code == "fr":
            words = "second" + ("e" if end == "nde" else "")
        return words + ("s" if match[0].endswith("s") and code == "fr" else "")

    return say


def _russian(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        value, end = int(match["figures"]), match["end"]
        try:
            if end in _RUSSIAN_MANY:
                return numbers.ordinal(value, it.language, plural=True, case=_RUSSIAN_MANY[end])
            if end == "е" and value >= 10 and value % 10 == 0:
                return numbers.ordinal(value, it.language, plural=True, case="n")
            case, gender = _RUSSIAN_ENDS[end]
            return numbers.ordinal(value, it.language, case=case, gender=gender)
        except ValueError:
            return match[0]

    return say


def _ukrainian(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        old, new = _UKRAINIAN_ENDS[match["end"]]
        try:
            words = numbers.ordinal(int(match["figures"]), it.language)
        except ValueError:
            return match[0]
        return words.removesuffix(old) + new if old and words.endswith(old) else words

    return say


_ROMAN: Final = r"(?P<roman>(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3}))"
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_CENTURY: Final[Mapping[str, str]] = {
    "es": rf"(?<!\w)(?P<before>(?i:siglos?) )(?i:{_ROMAN})(?P<after>)(?!\w)",
    "pt": rf"(?<!\w)(?P<before>(?i:séculos?) ){_ROMAN}(?P<after>)(?!\w)",
    "fr": rf"(?<!\w)(?P<before>){_ROMAN}(?:ᵉ|e|ème|er)(?P<after> siècles?)(?!\w)",
    "it": rf"(?<!\w)(?P<before>){_ROMAN}(?P<after> secol[oi])(?!\w)",
    "ru": rf"(?<!\w)(?P<before>){_ROMAN}(?P<after> век[аеу]?)(?!\w)",
}
_CASES: Final = {"век": "n", "века": "g", "веке": "p", "веку": "d"}
_SPANISH_RANKED: Final = 10


def _century(it: Speaker) -> Say:
    code = it.row["code"]

    def say(match: re.Match[str]) -> str:
        letters = [_ROMAN_VALUES[letter] for letter in match["roman"].upper()]
        after = [*letters[1:], 0]
        value = sum(-a if a < b else a for a, b in zip(letters, after, strict=True))
        if code in {"es", "pt"}:
            words = (
                ordinal(value, code)
                if code == "pt" and value <= _SPANISH_RANKED
                else numbers.cardinal(value, it.language)
            )
        elif code == "ru":
            words = numbers.ordinal(value, "ru", case=_CASES[match["after"].strip()], gender="m")
        else:
            words = ordinal(value, code)
        return f"{match['before']}{words}{match['after']}"

    return say


def fractions(it: Speaker) -> Iterator[Step]:
    """Yield the rule for 2/3 and 1 1/2."""

    def say(match: re.Match[str]) -> str:
        below = re.sub(r"\D", "", match["below"])
        said = fraction(match["whole"] or "", match["above"], below, it.language)
        minus = f"{it.row['minus']} " if match["minus"] else ""
        return match[0] if said is None else minus + said

    yield (
        (
            r"(?P<minus>(?<![\w.)])[-−])?(?<![\w.,/])(?:(?P<whole>\d{1,4}) )?"
            r"(?P<above>\d{1,5})/(?P<below>\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,5})"
            r"(?![\w/]|[.,]\d)"
        ),
        say,
    )


_MAX_CODE: Final = 2
_YEARS: Final = range(1000, 2100)


def telephones(it: Speaker) -> Iterator[Step]:
    """Yield the rules for telephone numbers, which are said digit by digit."""

    def say(match: re.Match[str]) -> str:
        groups = re.findall(r"\d+", match[0])
        head = ""
        if match[0].startswith("+"):
            code = groups.pop(0)
            words = it.whole(code) if len(code) <= _MAX_CODE else _digits(it, code)
            head = f"{it.row['signs'].get('+', 'plus')} {words}, "
        elif len(groups) == _MAX_CODE and all(int(each) in _YEARS for each in groups):
            return match[0]
        return head + ", ".join(_digits(it, group) for group in groups)

    yield r"(?<![\w.,])\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?)?\d{2,8}(?:[ -]\d{2,5}){0,5}(?![\w-])", say
    yield r"(?<![\w.,])\(\d{2,5}\) ?\d{2,8}(?:[ -]\d{2,5}){0,4}(?![\w-])", say
    yield r"(?<![\w.,-])(?:\d{2,4}[ -])?\d{3,5}-\d{4}(?![\w.,-])", say
    yield r"(?<![\w.,/-])(?<!\d )0\d{1,4}[ /-]\d{2,8}(?:[ -]\d{2,5}){0,4}(?![\w-])", say
    if "web" in it.row:
        dot = it.row["web"]["."]
        yield (
            r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3}){3})\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)",
            lambda match: f" {dot} ".join(_digits(it, each) for each in match[0].split(".")),
        )


def _digits(it: Speaker, figures: str) -> str:
    return " ".join(it.whole(each) for each in figures)


_PIECE: Final = re.compile(r"\d|[^\W\d_]+|[^\w\s]|_")


def addresses(it: Speaker) -> Iterator[Step]:
    """Yield the rules for addresses of the web and of e-mail."""
    if "web" not in it.row:
        return
    names = it.row["web"]

    def say(match: re.Match[str]) -> str:
        written = match[0]
        kept = written.rstrip(".,;:!?")
        said = [
            it.whole(piece) if piece.isdecimal() else names.get(piece, piece)
            for piece in _PIECE.findall(re.sub(r"^https?://", "", kept))
        ]
        return " ".join(said) + written[len(kept) :]

    ends = any_of(table("web")["endings"])
    yield r"(?<![\w.+%-])[A-Za-z0-9_.+%-]{1,64}+@[A-Za-z0-9][A-Za-z0-9.-]{0,250}+", say
    yield r"(?<!\w)(?:https?://|www\.)[^\s<>\"“”()\[\]{}«»]++", say
    yield (
        rf"(?<![\w.@-])(?:[A-Za-z0-9-]{{1,63}}+\.){{1,5}}{ends}(?![\w-]|\.\w)(?:/[^\s<>\"“”()«»]*+)?",
        say,
    )
