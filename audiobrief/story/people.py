"""Bylines: the names of people in them, without "By", roles and addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from audiobrief.story.datelines import HAN_AGENCY
from audiobrief.story.dates import dates_in

_BY: Final = re.compile(
    r"^(?:(?:(?:story|words|text|report(?:ed|ing)?|written|posted|published)\s+)?by|von|par|por"
    r"|di|door|av|af|autor(?:in|en|es|a)?|authors?|auteurs?|автор|przez|tekst|text)"
    r"(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_HAN_NAME: Final = (
    r"(?![会會调調手走实實观觀直现現采採被遇遭节節站证證专專团團])"
    r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{0,7}·[\u4e00-\u9fff]{1,8})"
)
"""A name in Han; "记者调查" and "記者会見" begin other words."""
_BY_ELSEWHERE: Final = re.compile(
    r"^(?:(?:بقلم|به قلم|作者|撰文)(?:\s*[:：]\s*|\s+)(?=\S)"
    r"|(?:[Тт]екст|(?i:yazan)|كتب|كتبت|إعداد|نویسنده|लेखक|文|編集|編輯|编辑|取材|執筆|글|취재|글·사진)"
    r"\s*[:：/／=]\s*(?=\S)"
    # "记者李娜", "本报记者 李娜、王芳"; no more than names may follow.
    rf"|(?:{HAN_AGENCY})?(?:实习|實習|特约|特約)?(?:记者|記者)\s*[:：]?\s*"
    rf"(?={_HAN_NAME}(?:[、,，\s]\s*{_HAN_NAME})*$))"
)
_BEHIND: Final = re.compile(
    r"^(?P<names>[가-힣]{2,4}(?:[·,\s]\s?[가-힣]{2,4}){0,3})(?<![의된은는한들])"
    r"\s?(?P<role>(?:선임|수석|인턴)?(?:기자|특파원))$"
    r"|^(?P<kanji>[\u4e00-\u9fff]{3,5}"
    r"|[\u4e00-\u9fff]{1,4}[ \u3000][\u4e00-\u9fff\u3041-\u30ff]{1,6})"
    r"(?P<reporter>(?<!聞)記者|特派員|編集委員|論説委員)$"
    r"|^(?P<indic>[\u0900-\u0dff]+(?: [\u0900-\u0dff]+){1,4}) (?P<by>द्वारा)$"
)
"""A name before the word for who wrote it, as Korean, Japanese and Hindi have it."""
_ROLE_WORDS: Final = (
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "staff",
    "columnist",
    "producer",
    "contributor",
    "journalist",
    "bureau",
    "chief",
    "analyst",
    "critic",
    "photographer",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "redaktion",
    "journaliste",
    "corresponsal",
    "redactor",
    "redactora",
    "periodista",
    "corrispondente",
    "giornalista",
    "verslaggever",
    "correspondente",
)
_ROLE: Final = re.compile(rf"\b(?:{'|'.join(_ROLE_WORDS)})s?\b", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{2,}")
_AND: Final = re.compile(
    r"\s*(?:,|،|、|，|;|\||/|&|•|·|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bog\b|\boch\b)\s*"
)
_PART: Final = (
    r"(?:[^\W\d_a-z][\w'’.-]*|"
    r"(?:de|da|di|du|del|della|la|le|van|von|der|den|bin|al|el|ten|ter|dos)\b)"
)
_PERSON: Final = re.compile(rf"^{_PART}(?:[ \-]{_PART}){{1,5}}$")
_AGENCY: Final = re.compile(
    r"\b(?:The\s+)?(?:Associated Press|Canadian Press|Press Association|Agence France-Presse)$|"
    r"\s(?:AP|AFP|Reuters|dpa)$"
)
_TRAILING_AND: Final = re.compile(r"\s+(?:and|und|et|y|e|en|og|och|with|mit|&)\s*$")
"""What is left where only the first of two is a person."""

_DASHED_ROLE: Final = re.compile(r"\s+[-–—|]\s+|\s*\(|\s*,\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """A byline in its parts.

    Attributes:
        names: The people, joined as they were in print ("Jane Doe and John Roe"); ``""`` for none.
        rest: What was printed besides: "By", a role, an e-mail address, a date.
    """

    names: str
    rest: tuple[str, ...]


def split_byline(text: str) -> Byline:
    """Return the names of a byline as printed, and what stood round them; no word is lost."""
    rest: list[str] = []
    behind = _BEHIND.match(text)
    if behind:
        name, role = (each for each in behind.groups() if each)
        return Byline(names=name, rest=(role,))
    by = _BY.match(text) or _BY_ELSEWHERE.match(text)
    if by:
        rest.append(by[0].strip(" :："))
        text = text[by.end() :]
    if "@" in text:
        rest.extend(found[0] for found in _EMAIL.finditer(text))
        text = _EMAIL.sub(" ", text)
    text = " ".join(text.split())
    kept: list[str] = []
    last = 0
    for found in [*_DASHED_ROLE.finditer(text), None]:
        part = text[last : found.start() if found else len(text)]
        joint = text[last - 1 : last] if last else ""
        bare = part.strip(" ()|–—-,")
        dated = any(True for _ in dates_in(bare))
        if bare and kept and (dated or _ROLE.search(bare) or joint == "("):
            rest.append(bare)
        elif bare:
            kept.append(bare)
        last = found.end() if found else last
    names = ", ".join(kept)
    agency = _AGENCY.search(names)
    if agency and agency.start() > 0:
        rest.append(agency[0].strip())
        names = names[: agency.start()].rstrip(" ,/|–—-")
    dangling = _TRAILING_AND.search(names)
    if dangling:
        rest.append(dangling[0].strip())
        names = names[: dangling.start()]
    return Byline(names=names.strip(" ,;:|"), rest=tuple(rest))


def names(byline: str) -> tuple[str, ...]:
    """Return the people of a byline one by one: "By Jane Doe and John Roe" gives two."""
    return tuple(part for part in _AND.split(split_byline(byline).names) if part)


def is_person(text: str) -> bool:
    """Return whether the text is written like a person's name: two to six capitalised words."""
    return len(text) <= 60 and bool(_PERSON.match(text))


def may_be_byline(text: str) -> bool:
    """Return whether a line is a byline where one may stand, and may be a subhead elsewhere.

    Names in scripts without capitals look like other words: "현장의 기자" is no one's name.
    """
    return bool(_BEHIND.match(text) or _BY_ELSEWHERE.match(text))


def is_byline(text: str) -> bool:
    """Return whether a line is a byline: "By" and names, or a name and a role."""
    if len(text) > 160 or text.rstrip()[-1:] in "?!":
        return False
    if _BEHIND.match(text):
        return True
    if _BY.match(text) or _BY_ELSEWHERE.match(text):
        people = names(text)
        return (
            bool(people)
            and all(len(part.split()) <= 6 for part in people)
            and any(is_person(part) or part.isupper() or not part.isascii() for part in people)
        )
    parts = [part for part in _DASHED_ROLE.split(text) if part.strip(" )")]
    return (
        len(parts) >= 2
        and is_person(parts[0])
        and all(_ROLE.search(part) or _EMAIL.search(part) for part in parts[1:])
    )
