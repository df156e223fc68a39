"""Rulers, durations, decades and sizes in languages other than English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.other_forms import ordinal
from audiobrief.rundown.speakable.speaker import Say, Speaker
from audiobrief.rundown.speakable.tables import any_of

Step = tuple[str, Say]

_ROMAN: Final = r"(?P<roman>(?=[IVX]{2})X{0,2}(?:IX|IV|V?I{0,3}))(?![^\W_])"
_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_RANKED_UP_TO: Final = 10
"""In Spanish and Portuguese later rulers are counted: "Alfonso trece", but "Felipe sexto"."""
_FEMININE: Final = re.compile(r"(?:a|ª|ette?|abel|ère|ная|ия)$")


def _value(numeral: str) -> int:
    letters = [_VALUES[letter] for letter in numeral]
    after = [*letters[1:], 0]
    return sum(-a if a < b else a for a, b in zip(letters, after, strict=True))


def rulers(it: Speaker) -> Iterator[Step]:
    """Yield the rule for "Felipe VI" and "Ludwig XIV."; a single I, V or X may be a letter."""
    code = it.row["code"]
    if code not in {"es", "pt", "fr", "it", "de", "nl", "sv"}:
        return
    stop = r"\.?" if code == "de" else ""
    name = r"(?P<name>(?<![^\W_])[A-ZÀ-Þ][a-zà-ÿ'’]+(?: [A-ZÀ-Þ][a-zà-ÿ'’]+)?) "
    yield rf"{name}{_ROMAN}{stop}", lambda match: _ruler(it, match)


def _ruler(it: Speaker, match: re.Match[str]) -> str:
    value, code = _value(match["roman"]), it.row["code"]
    name = match["name"]
    first = name.split()[0]
    if first in it.row.get("counted", ()) or name in it.row.get("counted", ()):
        return f"{name} {numbers.cardinal(value, it.language)}"
    gender = "f" if _FEMININE.search(first) else "m"
    try:
        if code == "fr" or (code in {"es", "pt"} and value > _RANKED_UP_TO):
            words = numbers.cardinal(value, it.language)
        elif code == "de":
            words = (
                f"{'die' if gender == 'f' else 'der'} {numbers.ordinal(value, 'de').capitalize()}"
            )
        elif code in {"nl", "sv"}:
            words = f"{'de' if code == 'nl' else 'den'} {numbers.ordinal(value, code)}"
        else:
            words = ordinal(value, code, gender)
    except ValueError:
        return match[0]
    # "Ludwig XIV. starb" has the stop of its rank; at the end of a sentence it ends that too.
    ends = match[0].endswith(".") and match.end() == len(match.string)
    return f"{name} {words}{'.' if ends else ''}"


def durations(it: Speaker) -> Iterator[Step]:
    """Yield the rule for 2:03:45, in hours, minutes and seconds."""
    if "clock" not in it.row:
        return
    forms = it.row["clock"]

    def say(match: re.Match[str]) -> str:
        parts = []
        for figures, unit in zip(match.group("hour", "minute", "second"), forms, strict=True):
            count = str(int(figures))
            if count != "0" or unit is forms[0]:
                parts.append(f"{it.count(count, unit[0])} {it.form(unit, count)}")
        joint = _AND_SECONDS.get(it.row["code"], " ")
        return joint.join([" ".join(parts[:-1]), parts[-1]]) if parts[1:] else parts[0]

    yield (
        (
            r"(?<![\w.,:])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)(?![\w:]|[.,]\d)"
            rf"(?: {any_of([*forms[0], 'Uhr'])}(?![^\W_]))?"
        ),
        say,
    )


_AND_SECONDS: Final = {"es": " y ", "pt": " e ", "it": " e ", "fr": " et ", "de": " und "}


def sizes(it: Speaker, number: str) -> Iterator[Step]:
    """Yield the rules for "5 x 7 m" and for the result of a game, "3:1"."""
    if "by" in it.row:
        by = it.row["by"]
        yield (
            rf"(?<![\w.,])(?P<first>{number})\s?[x×]\s?(?={number}(?![^\W_]))",
            lambda match: f"{it.number(match['first'])} {by} ",
        )
    if "ratio" in it.row:
        ratio = it.row["ratio"]
        yield (
            r"(?<![\w.,:])(?P<first>\d{1,3}):(?P<last>\d{1,3})(?![\w:]|[.,]\d)",
            lambda match: f"{it.number(match['first'])} {ratio} {it.number(match['last'])}",
        )


def results(it: Speaker) -> Iterator[Step]:
    """Yield the rule for the result of a game beside a word of games: "won met 3-1"."""
    if "game" not in it.row:
        return
    words, joint = any_of(it.row["game"]), f" {it.row['result']} ".replace("  ", " ")
    before = re.compile(rf"(?<!\w){words}(?!\w)[^.;:!?]{{0,40}}$", re.IGNORECASE)
    after = re.compile(rf" {words}(?!\w)", re.IGNORECASE)

    def say(match: re.Match[str]) -> str:
        whole, first, last = match.string, match["first"], match["last"]
        beside = before.search(whole[: match.start()]) or after.match(whole, match.end())
        is_span = _SPAN_AFTER.match(whole, match.end())
        # "gewann 3-4 Sitze": in German a noun has a capital, and results that rise have a colon.
        is_count = ":" not in match[0] and int(first) < int(last)
        is_count = is_count and bool(it.row["result"] and _NOUN_AFTER.match(whole, match.end()))
        if not beside or is_span or is_count or max(int(first), int(last)) > _MOST_GOALS:
            return match[0]
        return f"{it.number(first)}{joint}{it.number(last)}"

    yield r"(?<![\w.,:-])(?P<first>\d{1,2})[-–:](?P<last>\d{1,2})(?![\w:%-]|[.,]\d|\s?%)", say


_MOST_GOALS: Final = 15
_NOUN_AFTER: Final = re.compile(r" [A-ZÄÖÜ][a-zäöüß]")
_SPAN_AFTER: Final = re.compile(
    r" (?:[Jj]ahr|[Tt]ag|[Ww]oche|[Mm]onat|[Ss]tund|[Mm]inu|[Pp]rozent|[Pp]unkt|[Mm]eter|[Kk]ilo|"
    r"jaar|dag|week|weken|maand|uur|ur|procent|prosent|år|vecko|veckor|måned|månad|timm|tim|uge|uke|"
    r"dager|yıl|gün|hafta|ay\b|saat|dakika|лет|год|дн|день|недел|месяц|час|мину|процент|рок|тиж|"
    r"місяц|годин|хвил|відсот|lat|dni|tygodni|miesi|godzin|minut|vuot|päiv|viik|kuukau|tun)"
)
"""After figures that are a span of time or a share, whoever won in it."""


def scaled_units(it: Speaker, number: str) -> Iterator[Step]:
    """Yield the rules for "90 Millionen t", and for the unit of "9,99 zł za kg"."""
    units, scales = it.row["units"], it.row["scales"]
    short = [unit for unit in units if unit[0].isalpha()]

    def say(match: re.Match[str]) -> str:
        forms = it.row.get("scale_forms", {}).get(match["scale"])
        figures = match["figures"]
        scale = it.form(forms, figures) if forms else scales[match["scale"]]
        joint = "" if scale.endswith("’") else " "
        return f"{it.count(figures, scale)} {scale}{joint}{units[match['unit']][-1]}"

    yield (
        (
            rf"(?<![\w.,])(?P<figures>{number})\s(?P<scale>{any_of(scales)})(?:\s(?:de|di))?\s"
            rf"(?P<unit>{any_of(short)})(?![\w/²³'’])"
        ),
        say,
    )
    if "per" in it.row:
        yield (
            rf"(?<![\w.,])(?P<figures>{number})\s?/\s?(?P<unit>{any_of(short)})(?![\w/²³'’])",
            lambda match: (
                f"{it.number(match['figures'])} {it.row['per']} {units[match['unit']][0]}"
            ),
        )
    long = [unit for unit in short if len(unit) > 1]
    if long:
        yield (
            rf"(?<!\w)(?P<per>(?:pro|per|par|por|za|на) )(?P<unit>{any_of(long)})(?![\w/²³'’])",
            lambda match: match["per"] + str(units[match["unit"]][0]),
        )


def decades(it: Speaker) -> Iterator[Step]:
    """Yield the rules for "80er Jahre", "1990er-Jahre" and "1980-talet"."""
    code = it.row["code"]
    if code == "de":

        def german(match: re.Match[str]) -> str:
            joint = " " if match["joint"] else ""
            return f"{it.year(match['figures'])}er{joint}"

        yield r"(?<![\w.,])(?P<figures>1[1-9]\d0|20\d0|[2-9]0)er(?:(?P<joint>-)|(?![^\W_]))", german
    if code == "sv":
        yield (
            r"(?<![\w.,])(?P<figures>1\d00|1\d\d0|20\d0|[2-9]0)-tal(?=(?:et|ets|en)?(?![^\W_]))",
            lambda match: f"{_swedish_decade(it, match['figures'])}tal",
        )


def _swedish_decade(it: Speaker, figures: str) -> str:
    if len(figures) == 4 and figures[2:] == "00":
        return f"{it.whole(figures[:2])}hundra"
    return it.year(figures)


def short_months(it: Speaker) -> Iterator[Step]:
    """Yield the rule for a month in short beside a day or a year: "12 okt. 2010"."""
    short = it.row.get("short_months", {})
    if not short:
        return
    names = any_of(short)
    yield (
        (
            rf"(?P<before>(?<![\w.,])\d{{1,2}}(?:\.|º|er)?[ -](?:de )?)(?P<name>(?i:{names}))\b\.?"
            r"(?P<joint>-(?=\d{4}))?(?P<end>$)?"
        ),
        lambda match: _full_month(it, match),
    )


def _full_month(it: Speaker, match: re.Match[str]) -> str:
    short = it.row["short_months"]
    name = it.row["months"][short[match["name"].lower()] - 1]
    stop = "." if match["end"] is not None and match[0].endswith(".") else ""
    before = match["before"].replace("-", " ")
    return f"{before}{name}{' ' if match['joint'] else ''}{stop}"
