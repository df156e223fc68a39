"""House style, and the form that every rule of the text stage has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from audiobrief.rundown.speakable.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How English is read.

    Attributes:
        british: "two hundred and five", "the twelfth of March" and days before months; else the
            American way.
    """

    british: bool = False


AMERICAN: Final = Style()
BRITISH: Final = Style(british=True)

Spoken = Callable[[re.Match[str], Style], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that is written in a way in which it is not said.

    Attributes:
        pattern: What is written. It begins with a look at the character before, so that a word of
            any length is scanned once: time stays linear.
        spoken: Returns what is said; ``match[0]`` where the rule does not apply after all.
    """

    pattern: re.Pattern[str]
    spoken: Spoken


def rule(pattern: str, spoken: Spoken | str, flags: int = 0) -> Rule:
    """Return a rule; ``spoken`` may be a fixed text."""
    if isinstance(spoken, str):
        fixed = spoken

        def say(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
            return fixed

        return Rule(pattern=re.compile(pattern, flags), spoken=say)
    return Rule(pattern=re.compile(pattern, flags), spoken=spoken)


def apply(rules: Iterable[Rule], text: str, style: Style) -> str:
    """Return the text after each rule in turn."""
    for each in rules:
        said = each.spoken
        text = each.pattern.sub(lambda match, said=said: said(match, style), text)  # type: ignore[misc]  # mypy cannot type a default of a lambda
    return text


def ended(match: re.Match[str], spoken: str) -> str:
    """Return spoken with the full stop that an abbreviation shared with the end of its sentence.

    "He left at 9 a.m." ends; "at 9 a.m. on Friday" does not. A sentence also ends where a word
    follows that seldom stands inside one with a capital ("a.m. The police …").
    """
    if match[0].endswith(".") and _ENDS_HERE.match(match.string, match.end()):
        return spoken + "."
    return spoken


STARTERS: Final = (
    "A|After|All|Although|An|And|Another|As|At|Because|Before|Both|But|By|Despite|During|Each|"
    "Earlier|Either|Even|Every|Few|For|From|He|Her|His|How|However|I|If|In|It|Its|Later|Many|"
    "Meanwhile|More|Most|My|Nearly|Neither|Nobody|Nothing|Not|Now|On|Once|One|Only|Our|Police|"
    "Several|She|Since|So|Some|Still|Such|That|The|Their|Then|There|These|They|This|Those|Though|"
    "To|Under|Until|We|What|When|Where|While|Who|Why|With|Yet|You|Your"
)
"""Words that seldom stand inside a sentence with a capital."""

_ENDS_HERE: Final = re.compile(rf"[\"”’')\]]*(?:$|\s+[\"“‘]|\s+(?:{STARTERS})\b(?![.'’]))")


@cache
def _listed(name: str) -> frozenset[str]:
    """Return a list of words of ``tables/numerals.toml``."""
    return frozenset(table("numerals")[name])


_DETERMINED: Final = re.compile(
    r"(?:^|[\s\"“(])(?:an?|the|its|their|his|her|this|that|each|every|another|our|my|"
    r"[^\W\d_]+['’]s)\s+[\"“‘]?"
    r"(?:[a-z]+\s+|[a-z\d]+[ -][a-z]+,\s+)?$",
    re.IGNORECASE,
)
_COORDINATED: Final = re.compile(
    r"\b(?:an?|the|its|their|his|her) [$£€¥][\d.,]+"
    r"(?:[ -](?:thousand|million|billion|trillion)|m|bn)?"
    r"[ -][a-z]+ (?:and|or) $",
    re.IGNORECASE,
)
"""Before the second of two amounts that describe: "the $3 million house and $9 million yacht"."""
_NEXT_WORD: Final = re.compile(r"\s([A-Za-z][a-z]*)")
_TWO_WORDS: Final = re.compile(
    r"\s(?P<first>[A-Za-z][a-z]*)(?![\w-])(?:\s(?P<second>[a-z]+)(?![\w-]))?"
)


def is_attributive(match: re.Match[str]) -> bool:
    """Return whether an amount describes what follows: "a $40 million bridge", not "$40 million".

    It does where a determiner stands at most one word before it and a noun may follow.
    """
    before = match.string[max(0, match.start() - 60) : match.start()]
    following = _NEXT_WORD.match(match.string, match.end())
    if following is None or not (_DETERMINED.search(before) or _COORDINATED.search(before)):
        return False
    word = following[1]
    return _is_thing(word)


def describes_head(match: re.Match[str]) -> bool:
    """Return whether an amount of money describes a noun such as "deal", with or without article.

    The noun follows at once or after one other word: "approves £3m deal", "£3m arms deal".
    """
    following = _TWO_WORDS.match(match.string, match.end())
    if following is None:
        return False
    first, second = following["first"], following["second"]
    return first in _listed("described") or (second in _listed("described") and _is_thing(first))


def describes_thing(match: re.Match[str]) -> bool:
    """Return whether a noun may follow a measure that is printed as one word: "9mm guns"."""
    following = _NEXT_WORD.match(match.string, match.end())
    return (
        following is not None
        and following[1].islower()
        and len(following[1]) > 2
        and _is_thing(following[1])
    )


def _is_thing(word: str) -> bool:
    return word.lower() not in _listed("after_amounts") and not word.endswith(("ly", "ed"))
