"""Languages other than English: numbers, money, percentages and a few signs."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from audiobrief.rundown.speakable import (
    numbers,
    other_dates,
    other_names,
    other_rules,
    remains,
    unspelt,
)
from audiobrief.rundown.speakable.fold import seen
from audiobrief.rundown.speakable.other_forms import before_noun
from audiobrief.rundown.speakable.speaker import Say, Speaker
from audiobrief.rundown.speakable.tables import any_of, rows

_FIGURE: Final = re.compile(r"\d")
_CODE: Final = re.compile("[A-Z]{3}[$]?")
"""A currency's ISO code, which is also printed in small letters."""
_FIGURES: Final = re.compile(r"\d++")
_BRACKETS: Final = re.compile(r"\s*[()\[\]{}<>]+\s*")
_DASHES: Final = re.compile(r"\s+[–—-]+\s+|\s*—\s*")
_PAUSES: Final = re.compile(r"(?:\s*,)+(?:\s+|$)")
_LETTERS_AND_MARKS: Final = frozenset("LMZ")


MAX_PASSES: Final = 8
"""What one pass leaves may be work for the next one: twice is to be as once. Most need two."""


def spoken(text: str, language: str) -> str:
    """Return text of a language other than English as it is said; see ``speakable``.

    What has no words in the language stays as it is printed, and ``unspoken`` tells of it.
    """
    text = seen(text)
    speaker = _speaker(language)
    code = language.replace("_", "-").partition("-")[0].lower()
    for _ in range(MAX_PASSES):
        said = _one_pass(unspelt.said(text, code) if speaker is None else text, speaker)
        if said == text:
            break
        text = said
    return text


def _one_pass(text: str, speaker: Speaker | None) -> str:
    if speaker is not None:
        if not text.isascii():
            text = "".join(_plain_figure(each) for each in text)
        for pattern, say in speaker.steps:
            text = pattern.sub(say, text)
    text = _DASHES.sub(", ", _BRACKETS.sub(", ", text))
    text = remains.swept(text, has_speller=speaker is not None)
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    text = re.sub(r",(?=[.;:?!])", "", text)
    return re.sub(r"\s+", " ", _PAUSES.sub(", ", text)).strip(" ,")


def _plain_figure(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.digit(character))
    if unicodedata.category(character) in _FIGURE_KINDS and character not in "²³":
        return " " + unicodedata.normalize("NFKC", character).replace("⁄", "/")
    return character


_FIGURE_KINDS: Final = frozenset({"No", "Nl"})
"""½, ① and Ⅻ: figures that are no decimal digits."""


def unspoken(text: str, *, english: bool) -> tuple[str, ...]:
    """Return the runs of figures and signs in spoken text that were left to the engine."""
    left: dict[str, None] = {}
    for token in re.findall(r"[^\s\w]+|\S+", text) if not english else []:
        for run in re.findall(r"\d++(?:[.,]\d++)*|[^\w\s]|_", token):
            if run[0].isdecimal() or unicodedata.category(run[0])[0] == "S" or run in "@#&%/*_\\§":
                left[run] = None
    return tuple(left)


@cache
def _speaker(language: str) -> Speaker | None:
    """Return how a language is spoken, or None where num2words does not know it."""
    if numbers.speller(language) is None:
        return None
    code = language.replace("_", "-").split("-")[0].lower()
    row = next((row for row in rows("languages", "language") if row["code"] == code), None)
    if row is None:
        plain = Speaker(language=language, row={"code": code, "decimal": ".", "point": "."})
        return Speaker(language=language, row=plain.row, steps=((_FIGURES, _sole(plain)),))
    bare = Speaker(language=language, row=row)
    return Speaker(language=language, row=row, steps=tuple(_steps(bare)))


def _sole(speaker: Speaker) -> Say:
    """Return a rule that says whole numbers alone, for a language that has no table."""

    def say(match: re.Match[str]) -> str:
        try:
            return speaker.whole(match[0])
        except ValueError:
            return match[0]

    return say


def _steps(it: Speaker) -> list[tuple[re.Pattern[str], Say]]:
    row = it.row
    number = (
        r"(?>\d{1,3}(?:[.  ’']\d{3})++(?!\d)|\d++)(?:,\d++)?"
        if row["decimal"] == ","
        else numbers.NUMBER
    )
    if "months" not in row:
        return _plain_steps(it, number)
    scale = rf"(?:\s?(?P<scale>{any_of(row['scales'])})(?!\w)(?:\s(?:de|di)(?=\s))?)?"
    codes = any_of(sign for sign in row["currencies"] if _CODE.fullmatch(sign))
    signs = any_of(row["currencies"])
    if any(map(_CODE.fullmatch, row["currencies"])):
        signs = f"(?:{signs}|(?i:{codes}))"
    units = any_of(row["units"])
    currency = _currency(it)
    pairs: list[tuple[str, Say]] = [
        (
            rf"(?<!\w){any_of(row['abbreviations'])}(?!\w)",
            lambda match: row["abbreviations"][match[0]],
        ),
        *other_rules.addresses(it),
        *other_names.short_months(it),
        *_dates_in_figures(it),
        *other_rules.telephones(it),
        *other_names.durations(it),
        *other_names.decades(it),
        *other_names.rulers(it),
        *(other_dates.OWN_STEPS[row["code"]](it) if row["code"] in other_dates.OWN_STEPS else ()),
        (
            (
                rf"(?<![\w.,])(?P<day>\d\d?)(?:\.|º|°|er|:a|:e)? "
                rf"(?P<of>{row.get('of', 'de')} )?(?P<name>"
                rf"(?i:{any_of(row['months'])}))(?: (?P<of_year>"
                rf"{row.get('of', 'de')} )?(?P<year>\d{{4}})(?!\d|,\d| год| г\.| р[іо]))?(?!\w)"
            ),
            other_dates.named_date(it),
        ),
        (
            (
                r"(?<![\w.,:])(?P<hour>[01]?\d|2[0-4])[:.]"
                r"(?P<minute>[0-5]\d)(?P<word> (?:Uhr|h|uur)\b)"
                r"(?![\w:])|(?<![\w.,:])(?P<hour2>[01]?\d|2[0-4]):(?P<minute2>[0-5]\d)(?![\w:])"
                r"|(?:(?<=\b[Kk]lockan )|(?<=\b[Aa]lle )|(?<=\bore )|(?<=\b[Aa] las )|"
                r"(?<=\b[ÀàÁá]s )|(?<=\b[Ss]aat ))"
                r"(?P<hour3>[01]?\d|2[0-4])\.(?P<minute3>[0-5]\d)(?!\w|%|[.,]\d)"
                r"|(?<![\w.,:])(?P<hour4>[01]?\d|2[0-4])\.(?P<minute4>[0-5]\d)(?= [fe]\.m\.)"
            ),
            other_dates.time(it),
        ),
        *other_dates.signed_hours(it),
        *other_names.sizes(it, number),
        *other_names.scaled_units(it, number),
        *other_rules.fractions(it),
        *other_rules.ordinals(it),
        *other_names.results(it),
        (
            rf"(?<![\w.,])(?P<first>{number})\s?[-–—]\s?(?P<last>{number})(?![\w-])",
            lambda match: f"{it.plain(match['first'])} {row['to']} {it.plain(match['last'])}",
        ),
        (rf"(?P<sign>(?<![A-Za-z]){signs})\s?(?P<figures>{number}){scale}(?!\w)", currency),
        (rf"(?<![\w.,])(?P<figures>{number}){scale}\s?(?P<sign>{signs})(?!\w)", currency),
        (
            rf"%\s?(?P<figures>{number})"
            if row.get("percent_first")
            else rf"(?P<minus>(?<!\w)[-−])?(?<![\w.,])(?P<figures>{number})\s?%",
            _percent(it),
        ),
        (
            (
                rf"(?P<minus>(?<!\w)[-−])?(?<![\w.,])"
                rf"(?P<figures>{number})\s?(?P<unit>{units})(?![\w/²³])"
            ),
            _unit(it),
        ),
        (
            rf"(?<![\w.,])(?P<figures>{number})\s(?P<scale>{any_of(row['scales'])})(?!\w)",
            _scale(it),
        ),
        (
            (
                rf"(?P<minus>(?<![\w.)])[-−])?(?P<figures>"
                rf"{number})(?P<joint>-?)(?P<next>(?=[^\W\d_])?)"
            ),
            _number(it),
        ),
        *_signs_alone(it),
        (any_of(row["signs"]), lambda match: f" {row['signs'][match[0]]} "),
        (r"%", lambda _: f" {row['percent']} "),
    ]
    return [(re.compile(pattern), say) for pattern, say in pairs]


def _dates_in_figures(it: Speaker) -> list[tuple[str, Say]]:
    """Return the rules for 2024-03-12 and 12.03.2024, which are no telephone numbers."""
    say = other_dates.date(it)
    return [
        (
            (
                r"(?<![\w.])(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)"
                r"(?![\w/-]|\.\d)"
            ),
            say,
        ),
        (
            (
                r"(?<![\w.])(?P<day>\d\d?)(?P<sign>[./-])(?P<month>\d\d?)(?P=sign)(?P<year>\d{4}|\d\d)"
                r"(?![\w/-]|\.\d)"
            ),
            say,
        ),
    ]


def _plain_steps(it: Speaker, number: str) -> list[tuple[re.Pattern[str], Say]]:
    """Return the rules of a language whose table has nothing but marks of numbers."""
    to = f"{it.gap}{it.row['to']}{it.gap}" if it.row["to"] else " "
    before = r"\dA-Za-z" if it.row.get("unspaced") else r"\w"
    pairs: list[tuple[str, Say]] = [
        *other_names.results(it),
        (
            rf"(?<![\w.,])(?P<first>{number})\s?[-–—]\s?(?P<last>{number})(?![\w.-]*\d)",
            lambda match: f"{it.number(match['first'])}{to}{match['last']}",
        ),
        (rf"(?P<minus>(?<!\w)[-−])?(?<![\w.,])(?P<figures>{number})\s?[%٪]", _percent(it)),
        (
            rf"(?P<minus>(?<![{before}.)])[-−])?(?P<figures>{number})(?P<joint>-?)",
            _number(it),
        ),
        (r"[%٪]", lambda _: f"{it.gap}{it.row['percent']}{it.gap}"),
    ]
    return [(re.compile(pattern), say) for pattern, say in pairs]


def _signs_alone(it: Speaker) -> list[tuple[str, Say]]:
    """Return the rules for what is left of signs: "1,2 mld di $", "один м²"."""
    row = it.row
    names = row["currencies"]
    signs = {sign: forms for sign, forms in names.items() if not sign[-1].isalnum()}
    units = {unit: forms for unit, forms in row["units"].items() if unit[-1:] in {"²", "³"}}
    many = 2 if row.get("slavic") else 1
    return [
        (rf"(?<!\w)(?:{any_of(signs)})(?!\w)", lambda match: f" {signs[match[0]][many]} "),
        *(
            [(rf"(?<![^\W_]){any_of(units)}(?!\w)", lambda match: str(units[match[0]][0]))]
            if units
            else []
        ),
    ]


def _currency(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        names = it.row["currencies"]
        forms = names.get(match["sign"]) or names[match["sign"].upper()]
        slavic = bool(it.row.get("slavic"))
        major, minor = (forms[:3], forms[3:]) if slavic else (forms[:2], forms[2:])
        figures = match["figures"]
        if match["scale"]:
            scale = _scale_word(it, match["scale"], figures)
            joint = "" if scale.endswith("’") else " "
            return f"{it.count(figures, scale)} {scale}{joint}{major[-1]}"
        whole, point, part = figures.partition(it.row["decimal"])
        if not point or not part.strip("0"):
            return _whole_amount(it, whole, major)
        if len(part) != 2 or not minor:
            return f"{it.number(figures)} {it.form(major, figures)}"
        small = part.lstrip("0")
        rest = f"{it.count(small, minor[0])} {it.form(minor, small)}"
        if whole.strip("0") == "":
            return rest
        joint = it.row.get("minor_joint", " ")
        return f"{_whole_amount(it, whole, major)}{joint}{rest}"

    return say


_MILLIONS: Final = re.compile(r"(?:ll[oõó]n|lh[aã]o|lhões|llones|llions?|lion[ei]|liard[oi]?s?)$")


def _whole_amount(it: Speaker, whole: str, names: list[str]) -> str:
    """Return "doce euros", and "un millón de euros" after a full million."""
    words, name = it.count(whole, names[0]), it.form(names, whole)
    of = it.row.get("of_millions", "")
    if of and _MILLIONS.search(words):
        return f"{words}{of}{name}"
    return f"{words} {name}"


def _scale_word(it: Speaker, scale: str, figures: str) -> str:
    forms = it.row.get("scale_forms", {}).get(scale)
    word: str = it.form(forms, figures) if forms else it.row["scales"][scale]
    return word


def _scale(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        # "de" is for what follows, and is printed where something does.
        word = re.sub(r"(?: d[ei]| d’)$", "", _scale_word(it, match["scale"], match["figures"]))
        return f"{it.count(match['figures'], word)} {word}"

    return say


def _percent(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        if it.row.get("percent_first"):
            return f"{it.row['percent']} {it.number(match['figures'])}"
        forms = it.row.get("percents")
        word = it.form(forms, match["figures"]) if forms else it.row["percent"]
        minus = it.row["minus"] + it.gap if match["minus"] else ""
        return f"{minus}{it.number(match['figures'])}{it.gap}{word}"

    return say


def _unit(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        minus = it.row["minus"] + it.gap if match["minus"] else ""
        return (
            f"{minus}{it.count(match['figures'], it.row['units'][match['unit']][0])} "
            f"{it.form(it.row['units'][match['unit']], match['figures'])}"
        )

    return say


def _number(it: Speaker) -> Say:
    def say(match: re.Match[str]) -> str:
        minus = it.row["minus"] + it.gap if match["minus"] else ""
        if it.row.get("unspaced"):
            return f"{minus}{it.number(match['figures'])}"
        before = " " if match.start() and match.string[match.start() - 1].isalpha() else ""
        after = " " if match.string[match.end() : match.end() + 1].isalpha() else match["joint"]
        words = it.number(match["figures"])
        if it.row["decimal"] not in match["figures"]:
            words = before_noun(words, it.row["code"], match.string[match.end() :][:30])
        return f"{before}{minus}{words}{after}"

    return say
