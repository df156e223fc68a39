"""Languages that num2words does not know: numbers stay figures, what stands beside them is said.

Engines read whole numbers of Chinese and Hindi well. Measured on eSpeak NG, they lose the rest: the
sign of a sum, a minus, a degree, the point of 2.5万; a percent sign becomes an English word, and a
year a count of thousands. These become words around the figures, which ``tables/figures.toml`` has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from audiobrief.rundown.speakable.tables import any_of, rows

_NUMBER: Final = r"\d+(?:,\d{2,3})*+(?:\.\d+)?"
_ALONE: Final = r"(?<![A-Za-z\d_.,])"
_NO_MORE: Final = r"(?![A-Za-z\d_/.-]*\d)"
"""Chinese has no spaces: its characters stand beside a date as a comma does."""
MOST_PARTS: Final = 10
"""Into so many parts a whole is divided in print by a slash, without being a date."""
_WIDE: Final = re.compile(r"[０-９％＄￥￡]|(?<=[\d０-９])[．：](?=[\d０-９])")
"""Full-width figures and signs; a comma or a stop of that width ends a clause, and stays."""
_HAN: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_HOURS: Final = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|夜里"
_COUNTED: Final = "个個名人位次年天家种種件项項只隻辆輛架艘座场場小周週秒倍万萬亿億千"
"""Before these two is 两; 小 begins 小时."""
_PAST: Final = r"(?!\s?(?:前|来|來|以上|以来|以來|的历史|的歷史|历史|歷史|间|間))"

Say = Callable[[re.Match[str]], str]
Steps = tuple[tuple[re.Pattern[str], Say], ...]


def said(text: str, code: str) -> str:
    """Return text with the signs of its figures as words; as it is where no table has them."""
    row = next((row for row in rows("figures", "language") if row["code"] == code), None)
    if row is None or not any(map(str.isdecimal, text)):
        return text
    text = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    for pattern, say in _steps(code):
        text = pattern.sub(say, text)
    return unicodedata.normalize("NFC", text)  # A mark behind a sign now stands behind a letter.


@cache
def _steps(code: str) -> Steps:
    row = next(row for row in rows("figures", "language") if row["code"] == code)
    pairs = [*_dates(row), *_signs(row), *_OWN[code](row)]
    return tuple((re.compile(pattern), say) for pattern, say in pairs)


def _dates(row: Mapping[str, Any]) -> Iterator[tuple[str, Say]]:
    """Yield the rules of 2026-11-26, and of 26/11/2026 where days come first."""

    def date(match: re.Match[str]) -> str:
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        names = row.get("month_names")
        return f"{day} {names[month - 1]} {year}" if names else f"{year}年{month}月{day}日"

    yield rf"{_ALONE}(?P<year>\d{{4}})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?){_NO_MORE}", date
    if row.get("month_names"):
        yield rf"{_ALONE}(?P<day>\d\d?)([-/.])(?P<month>\d\d?)\2(?P<year>\d{{4}}){_NO_MORE}", date


def _signs(row: Mapping[str, Any]) -> Iterator[tuple[str, Say]]:
    """Yield the rules of percentages, sums, degrees, units and fractions."""
    # Chinese has no space before a minus; behind a figure or its unit the sign is a hyphen.
    minus, scale = r"(?P<minus>(?<![\dA-Za-z.)%℃°度])[-−])?", rf"(?:\s?{any_of(row['scales'])})?"
    number = rf"(?<![\d.,])(?P<figures>{_NUMBER})"

    def of(form: str, match: re.Match[str]) -> str:
        return (row["minus"] if match["minus"] else "") + form.format(match["figures"])

    def span(match: re.Match[str]) -> str:
        if float(match["first"].replace(",", "")) >= float(match["last"].replace(",", "")):
            return match[0]  # A score, or a dash between two things.
        first, last = (row["percent"].format(match[name]) for name in ("first", "last"))
        if row["percent"].startswith("{}"):
            first = match["first"]
        return f"{first}{row['to']}{last}"

    def sum_of(match: re.Match[str]) -> str:
        own, name = match["own"], row["money"][match["sign"]]
        named = own and not name.endswith(own.strip())
        return f"{match['figures']}{match['scale']}{own if named else name}"

    def degrees(match: re.Match[str]) -> str:
        said_before = match.string[: match.start()].rstrip().endswith(row["below"])
        frost = match["minus"] and not said_before
        return str(row["frost" if frost else "celsius"].format(match["figures"]))

    def fraction(match: re.Match[str]) -> str:
        part, whole = match["part"], match["whole"]
        # "9/11" is a day, "23/24" a season: only small parts are surely parts.
        proper = 0 < int(part) < int(whole) <= MOST_PARTS
        return row["fraction"].format(part=part, whole=whole) if proper else match[0]

    percents = rf"(?<![\d.,])(?P<first>{_NUMBER})\s?%?\s?[-–—~～至到]\s?(?P<last>{_NUMBER})\s?%"
    yield percents, span
    yield rf"{minus}{number}\s?[%٪]", lambda match: of(row["percent"], match)
    yield rf"{minus}{number}\s?‰", lambda match: of(row["permille"], match)
    signs = f"(?<![A-Za-z])(?P<sign>{any_of(row['money'])})"
    many = rf"(?P<scale>{scale})(?P<own>\s?{any_of(row['own'])})?"
    yield rf"{signs}\s?(?P<figures>{_NUMBER}){many}", sum_of
    yield rf"{number}(?P<scale>{scale})\s?{signs}(?![\w])(?P<own>)", sum_of
    yield rf"{minus}{number}\s?(?:°\s?C|℃)(?![A-Za-z])", degrees
    units = any_of(row["units"])
    yield (
        rf"{minus}{number}\s?(?P<unit>{units})(?![A-Za-z²³/\u0900-\u097f])",
        lambda match: of("{}", match) + row["units"][match["unit"]],
    )
    yield rf"{_NOT_IN_FIGURES}(?P<part>\d\d?)/(?P<whole>\d\d?)(?![\d/]|决赛|決賽)", fraction
    yield rf"(?P<minus>(?<![\w.)%℃°])[-−]){number}", lambda match: of("{}", match)


_NOT_IN_FIGURES: Final = r"(?<![\d/.,])"


def _chinese(_: Mapping[str, Any]) -> Iterator[tuple[str, Say]]:
    """Yield the rules of years, hours, decimals, and of two as a count."""

    def year(match: re.Match[str]) -> str:
        return match[0].translate(_HAN).replace("-", "到").replace("–", "到").replace("—", "到")

    def hour(match: re.Match[str]) -> str:
        minute = int(match["minute"])
        zero = "零" if 0 < minute < 10 else ""
        return f"{match['day']}{int(match['hour'])}点{f'{zero}{minute}分' if minute else ''}"

    year_of = r"(?:1[1-9]\d\d|20\d\d)(?<!000)"
    yield rf"(?<![\d.,]){year_of}[-–—]{year_of}(?=\s?年)", year
    yield rf"(?<![\d.,]){year_of}(?=\s?年{_PAST})", year
    yield rf"(?P<day>{_HOURS})\s?(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])", hour
    yield (
        r"(?<![\d.,])(?P<whole>\d+(?:,\d{3})*+)\.(?P<part>\d+)(?![.\d])",
        lambda match: f"{match['whole']}点{match['part'].translate(_HAN)}",
    )
    yield rf"(?<![A-Za-z\d.,第点])(?<!第\s)2(?=\s?[{_COUNTED}])(?!\s?年[级級])", lambda _: "两"


def _hindi(_: Mapping[str, Any]) -> Iterator[tuple[str, Say]]:
    """Yield the rule of years, and of counts that are said in hundreds as they are."""

    def hundreds(match: re.Match[str]) -> str:
        rest = int(match["rest"])
        return f"{match['hundreds']} सौ {rest}" if rest else f"{match['hundreds']} सौ"

    yield r"(?<![\w.,])(?P<hundreds>[1१][1-9१-९])(?P<rest>\d\d)(?![\d,./:-]*\d)", hundreds


_OWN: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[tuple[str, Say]]]]] = {
    "zh": _chinese,
    "hi": _hindi,
}
