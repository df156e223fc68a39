"""Datelines: place, day and agency before the first sentence, or in a line of their own.

The forms are those that agencies print: "KYIV, Ukraine (AP) —", "Madrid, 12 may (EFE).-",
"新华社北京11月12日电（记者李娜）", "【ロンドン共同】", "(서울=연합뉴스) 김민수 기자 =",
"القاهرة (رويترز) -", "मुंबई, 12 नवंबर (भाषा)", "МОСКВА, 12 ноя — РИА Новости."
"""

from __future__ import annotations

import re
from typing import Final

_DAY: Final = r"\d{1,2}(?:er|º|\.)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?"
"""A day as most of Europe prints it: "3 mars", "12 may.", "3. Mai"."""
_WORD: Final = r"[A-ZÀ-ÖØ-Þ][\w'’.]+(?:[ /-][A-ZÀ-ÖØ-Þa-z][\w'’.]*){0,5}"
_AGENCY: Final = r"\((?:[A-Za-z]{2,12}(?:/[A-Za-z]{2,12}){0,2}|[A-Z][\w./ -]{2,20})\)"

_CAPITALS: Final = (
    r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.]+(?:[ -][A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.]*){0,5})"
    r"(?:,\s+[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2})?"
    rf"(?:,\s+(?:[A-Z][\w.]+\s+\d{{1,2}}|{_DAY}))?(?:\s*\([^()]{{2,40}}\))?"
)
"""A place in capitals, with a country, a day and an agency where they are printed."""
_NAMED: Final = rf"{_WORD}(?:,\s+(?:[A-Z][\w. ]{{1,20}}|{_DAY}))?\s*{_AGENCY}"
"""Any place with its agency in brackets."""
_DASH: Final = r"\s*\.?(?:[—–]|--|-)"

HAN_AGENCY: Final = (
    r"(?:新华社|新華社|中新社|中新网|中央社|中通社|法新社|路透社|美联社|美聯社|共同社|塔斯社|俄新社|韩联社|韓聯社"
    r"|德新社|埃菲社|人民网|央视网|本报|本報|本刊)"
)
"""Agencies and papers by which Chinese datelines and bylines begin."""
_HAN: Final = (
    rf"{HAN_AGENCY}[^\W\d_]{{0,14}}(?:\d{{1,2}}月)?\d{{1,2}}日(?:电讯?|電訊?|讯|訊)"
    r"(?:\s*[（(][^（）()]{2,40}[）)]|(?=[\s：:]|$))"
    rf"|[（(【]{HAN_AGENCY}[^（）()【】]{{2,30}}\d{{1,2}}日[电電讯訊][）)】]"
)
"""What goes on after its last sign, as in "日电话采访" or "日电，", is a sentence."""
_KANA: Final = (
    r"【[^【】]{0,12}(?:共同|時事|ロイター|AFP(?:[＝=]?時事)?)】"
    r"|【[\u30a0-\u30ff]{2,10}[＝=][\u4e00-\u9fff]{2,6}】"
    r"|[［\[][^［］\[\]]{1,16}ロイター[］\]](?:\s*[-－―—])?"
)
_HANGUL: Final = (
    r"[(\[](?!사진|그래픽|자료|영상|이미지|일러스트|출처|제공)[가-힣]{1,8}(?:[·,]\s?[가-힣]{1,8}){0,2}=[^()\[\]=]{2,12}[)\]]"
    r"(?:\s*[가-힣]{2,4}(?:[·,\s]\s?[가-힣]{2,4}){0,3}\s?(?:기자|특파원)\s*=)?"
)
_ARABIC: Final = (
    r"[\u0620-\u06ff]+(?: [\u0620-\u06ff]+){0,3}\s*[(（](?:رويترز|[أا] ?ف ?ب|د ?ب ?أ|أ ?ش ?أ|وام"
    r"|واس|قنا|كونا|بترا|سانا|وفا|الأناضول|سبوتنيك|شينخوا|فرانس برس|وكالات|ایرنا|ایسنا|فارس|تسنیم"
    r"|مهر|ایلنا|ایمنا)[)）]"
    r"\s*[-–—ـ]+"
)
_INDIC: Final = (
    r"[\u0900-\u0dff]+(?: [\u0900-\u0dff]+){0,3},\s*[\d०-९০-৯]{1,2} [\u0900-\u0dff]{2,10}"
    r"\s*\((?:भाषा|वार्ता|एजेंसी|एजेंसियां|एएनआई|पीटीआई|आईएएनएस|यूएनआई|एएफपी|एपी|बासस|বাসস|ইউএনবি|রয়টার্স|এএফপি"
    r"|[A-Z]{2,6})\)(?:\s*[.।:–—-])?"
)
_SLAVIC_AGENCY: Final = (
    r"(?:РИА Новости|ТАСС|Интерфакс|Укр[иі]нформ|УН[ИІ]АН|БЕЛТА|БелТА|INTERFAX\.RU|Sputnik)"
)
_CYRILLIC: Final = (
    r"[А-ЯЁІЇЄҐ][А-ЯЁІЇЄҐа-яёіїєґ'’-]+(?: [А-ЯЁІЇЄҐа-яёіїєґ'’-]+){0,2}[,.]"
    r"\s*\d{1,2} [а-яіїєґ]{3,9}\.?"
    rf"\s*(?:/[^/]{{2,20}}/|\({_SLAVIC_AGENCY}\)|[—–-]\s*{_SLAVIC_AGENCY}|INTERFAX\.RU)\.?(?:\s*[—–-])?"
)

_UNCASED: Final = f"{_HAN}|{_KANA}|{_HANGUL}|{_ARABIC}|{_INDIC}"
DATELINE: Final = re.compile(
    rf"^(?:(?P<place>{_CAPITALS}|{_NAMED}){_DASH}\s+(?=\S)"
    rf"|(?P<other>{_UNCASED})\s*(?=\S)|(?P<cyrillic>{_CYRILLIC})\s+(?=\S))"
)
"""What a first paragraph begins with. In Latin letters a dash has to follow a place in capitals, or
any place with its agency in brackets.

A hyphen parts words and is in none of them: were it both, a long hyphened line could be read in
so many ways that trying them all would take hours.
"""

MOST_CHARS: Final = 80
_DAY_AND_AGENCY: Final = re.compile(rf"^{_WORD},\s+{_DAY}\s*{_AGENCY}\s*\.?$")


def split_dateline(text: str) -> tuple[str, str]:
    """Return the dateline before the first sentence, or ``""``, and the text behind it."""
    found = DATELINE.match(text)
    if found is None:
        return "", text
    place = found["place"] or found["other"] or found["cyrillic"]
    return bare_dateline(place), text[found.end() :]


def bare_dateline(text: str) -> str:
    """Return a dateline without the dash or stop behind it."""
    bare = text.rstrip(" -–—－―ـ=।:") or text
    return bare.removesuffix(".") if bare.endswith(").") else bare


def is_dateline(text: str) -> bool:
    """Return whether a line is a dateline and nothing else.

    A place needs a country, day or agency: "WORLD CUP —" is none. Without a dash it needs both day
    and agency: "Jane Doe (AFP)" is somebody's credit.
    """
    if len(text) > MOST_CHARS:
        return False
    # As if a story followed: then it ends where the line does.
    found = DATELINE.match(f"{text} .")
    if found is None or found.end() <= len(text):
        return bool(_DAY_AND_AGENCY.match(text))
    return not found["place"] or "," in found["place"] or "(" in found["place"]
