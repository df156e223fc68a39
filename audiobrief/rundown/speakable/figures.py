"""Roman numerals, fractions, scores, ranges, ordinals, figures in names, and every other number."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable import numbers
from audiobrief.rundown.speakable.fractions import fraction
from audiobrief.rundown.speakable.numbers import INT, NUMBER
from audiobrief.rundown.speakable.style import Rule, Style, rule
from audiobrief.rundown.speakable.tables import any_of, rows, table

_TABLE: Final = table("numerals")
_STATES: Final = tuple(row["spoken"] for row in rows("states", "state"))
_QUARTERS: Final = {"N": "North", "S": "South", "E": "East", "W": "West"}
_REGNAL: Final = frozenset(_TABLE["regnal"])
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN: Final = r"(?P<roman>(?=[IVXLC])(?:XC|XL|L?X{0,3}|C)(?:IX|IV|V?I{0,3}))(?![\w-]|['’](?!s\b))"


def _roman_value(numeral: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in numeral]
    later = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, later, strict=True)
    )


def _counted(match: re.Match[str], style: Style) -> str:
    return match["before"] + numbers.whole(str(_roman_value(match["roman"])), style)


def _ranked(match: re.Match[str], style: Style) -> str:
    """Return "Henry VIII" as "Henry the eighth", "Final Thing VII" as "Final Thing seven".

    A bare I after a name is the pronoun unless a ruler's title stands before the name; V, X and
    other single letters are numerals only after the name of a ruler.
    """
    name, numeral = match["name"], match["roman"]
    known = name in _REGNAL
    after = match.string[match.end() : match.end() + 12]
    if numeral == "I":
        is_listed = _NUMERAL_BEFORE.search(match.string[: match.start()][-8:])
        is_first = known and (is_listed or _FIRST_AFTER.match(after))
        if not match["ruler"] and not is_first:
            return match[0]
    elif len(numeral) == 1 and not known and (numeral != "V" or _INITIAL_AFTER.match(after)):
        return match[0]
    value = str(_roman_value(numeral))
    person = known or (match["first"] and numeral in {"II", "III", "IV"})
    spoken = f"the {numbers.rank(value, style)}" if person else numbers.whole(value, style)
    return match[0][: match.start("roman") - match.start()] + spoken


_NUMERAL_BEFORE: Final = re.compile(r"[IVX]{1,5}(?:, | and |, and )$")
_FIRST_AFTER: Final = re.compile(
    r"['’]s\b| of [A-Z]| (?:was|is|who|ruled|reigned|died|became|ascended|abdicated)\b| \(\d"
)
_INITIAL_AFTER: Final = re.compile(r"\.| [A-Z]|['’]")
"""After a V that is an initial and no numeral."""


def _alone(match: re.Match[str], style: Style) -> str:
    return numbers.whole(str(_roman_value(match["roman"])), style)


def _fraction(match: re.Match[str], style: Style) -> str:
    """Return 2/3 as "two thirds" and 1 1/2 as "one and a half"."""
    tail = (match["tail"] or "").replace("-", " ")
    spoken = fraction(match["whole"], match["above"], match["below"], style)
    # "a 3/4-inch bolt" is "a three quarter inch bolt".
    return (spoken.removesuffix("s") if tail else spoken) + tail


def _small_part(match: re.Match[str], style: Style) -> str:
    """Return 1/10,000th as "one ten thousandth"."""
    below = numbers.rank(match["below"], style)
    one = match["above"] == "1"
    return f"{numbers.whole(match['above'], style)} {below if one else numbers.plural(below)}"


def _marks(match: re.Match[str], style: Style) -> str:
    """Return "9/10" as "nine out of ten"; "1/10 of them" stays a fraction."""
    above, below = match["above"], match["below"]
    if not 1 < int(above) <= int(below) or (below not in _FULL_MARKS and above != below):
        return match[0]
    return f"{numbers.whole(above, style)} out of {numbers.whole(below, style)}"


_FULL_MARKS: Final = frozenset({"10", "100"})


def _docket(match: re.Match[str], style: Style) -> str:
    """Return the number of a case, "No. 22-915", as "number twenty two nine fifteen"."""
    last = match["last"]
    spoken = (
        numbers.pairs(last, style)
        if len(last) > 2 and last[0] != "0"
        else numbers.whole(last, style)
    )
    return f"{match['before']}{numbers.whole(match['first'], style)} {spoken}"


def _dotted(match: re.Match[str], style: Style) -> str:
    """Return a network address as digits with "dot", a version or section number with "point"."""
    groups = match[0].split(".")
    if len(groups) == 4:
        return " dot ".join(map(numbers.digits, groups))
    return " point ".join(numbers.whole(group, style) for group in groups)


def _house(match: re.Match[str], style: Style) -> str:
    """Return the number of a house as "fourteen twenty eight"."""
    figures = match[0]
    return numbers.pairs(figures, style) if len(figures) < 5 else numbers.digits(figures)


def _as_digits(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return numbers.digits(match[0])


def _sets(match: re.Match[str], style: Style) -> str:
    """Return the sets of a match, "6-4, 7-6", without "to"."""
    return re.sub(
        r"(\d+)[-–](\d+)",
        lambda pair: f"{numbers.whole(pair[1], style)} {_nothing(pair[2], style, 'love')}",
        match[0],
    )


def _nothing(figures: str, style: Style, word: str = "") -> str:
    if figures != "0":
        return numbers.whole(figures, style)
    return word or ("nil" if style.british else "nothing")


def _played(match: re.Match[str], style: Style) -> str:
    """Return a small score as Britons say it: "won two one", "drew nil nil"."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    first, last = match["first"], match["last"]
    if not style.british or max(int(first), int(last)) > _MOST_GOALS or not _GAME.search(before):
        return match[0]
    return f"{_nothing(first, style)} {_nothing(last, style)}"


_MOST_GOALS: Final = 15
_GAME: Final = re.compile(
    r"\b(?:won|win|wins|winning|beat|beats|beaten|lost|lose|loses|losing|drew|draw|draws|drawing|led|"
    r"leads|lead|leading|ahead|behind|down|up|score|scoreline|victory|defeat|finished|ended|"
    r"aggregate)\b[^.;:,]*$"
)


def _score(match: re.Match[str], style: Style) -> str:
    """Return a score whose second side has none: "three to nothing", in Britain "three nil"."""
    to = "" if style.british else "to "
    return f"{numbers.whole(match['first'], style)} {to}{_nothing('0', style)}"


def _range(match: re.Match[str], style: Style) -> str:
    last = match["last"]
    tail = (match["tail"] or "").replace("-", " ")
    return f"{_plain(match['first'], style)} to {_plain(last, style)}{tail}"


def _plain(figures: str, style: Style) -> str:
    return (
        numbers.year(figures, style) if _YEAR.fullmatch(figures) else numbers.number(figures, style)
    )


def _ordinal(match: re.Match[str], style: Style) -> str:
    return numbers.rank(match["figures"], style)


def _model(match: re.Match[str], style: Style) -> str:
    """Return the figures of a model, flight or product: "A320" is "A three twenty".

    Figures after letters are read in pairs where there are three or four of them; more, or any that
    begin with a zero, digit by digit.
    """
    figures = match["figures"]
    attached_small = match.string[match.start() - 1].islower() and len(figures) > 2
    if figures[0] == "0" or len(figures) > 4 or attached_small:
        spoken = numbers.digits(figures)
    elif len(figures) == 4:
        spoken = numbers.year(figures, style)
    elif len(figures) == 3 and figures[1:] != "00":
        spoken = numbers.pairs(figures, style)
    else:
        spoken = numbers.whole(figures, style)
    following = match.string[match.end() : match.end() + 1]
    joint = " " if following.isalpha() else ""
    return " " + (numbers.plural(spoken) if match["plural"] else spoken) + joint


def _point_name(match: re.Match[str], style: Style) -> str:
    """Return the figures of "PM2.5", which are no two numbers."""
    return " " + numbers.number(match["figures"], style)


def _named(match: re.Match[str], style: Style, joint: str = "") -> str:
    figures = match["figures"]
    spoken = (
        numbers.whole(figures, style) if figures.endswith("00") else numbers.pairs(figures, style)
    )
    return match["before"] + joint + (numbers.plural(spoken) if match["plural"] else spoken)


def _airliner(match: re.Match[str], style: Style) -> str:
    """Return "787-9" as "seven eighty seven nine"."""
    last = numbers.whole(match["last"], style)
    last = numbers.plural(last) if match["plural"] else last
    kind = f" {match['kind']}" if match["kind"] else ""
    return f"{numbers.pairs(match['figures'], style)} {last}{kind}"


def _emergency(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    before = match.string[max(0, match.start() - 60) : match.start()]
    if match["before"] == "or " and not _CALLED.search(before):
        return match[0]
    return match["before"] + numbers.digits(match["figures"])


_CALLED: Final = re.compile(r"\b(?:[Cc]all|[Dd]ial|[Tt]ext|[Rr]ing)")


def _plural(match: re.Match[str], style: Style) -> str:
    return numbers.plural(_plain(match["figures"], style))


def _quarter(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return _QUARTERS[match[0][0]]


def _zip(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    """Return the postal code after a state digit by digit."""
    before = match.string[max(0, match.start() - 30) : match.start()].rstrip(", ")
    if before.endswith(_STATES):
        return ", ".join(numbers.digits(part) for part in match[0].split("-"))
    return match[0]


def _team(match: re.Match[str], style: Style) -> str:
    """Return "49ers" as "forty niners"."""
    words = numbers.whole(match["figures"], style)
    return words + ("rs" if words.endswith("e") else "ers")


def _number(match: re.Match[str], style: Style) -> str:
    figures = match["figures"]
    minus = "minus " if match["minus"] else ""
    tail = (match["tail"] or "").replace("-", " ")
    if match["grade"]:
        tail = " " + _grade(match) + tail
    inner = match["inner"]
    last = " " + numbers.whole(inner[1:], style) if inner else ""
    if not minus and not tail and _is_year(match):
        spoken = numbers.year(figures, style)
    else:
        spoken = minus + numbers.number(figures, style) + tail + last
    following = match.string[match.end() : match.end() + 1]
    return spoken + " " if following.isalpha() else spoken


def _grade(match: re.Match[str]) -> str:
    """Return what the letter after a figure means: "750k people", "1.2M francs", "3x the price"."""
    grade: str = match["grade"]
    if grade in _SHORT_SCALES:
        return _SHORT_SCALES[grade]
    if grade in {"x", "X"}:
        return "times"
    scale = {"k": "thousand", "K": "thousand", "M": "million", "B": "billion"}.get(grade, "")
    is_model = _MODEL_BEFORE.search(match.string[max(0, match.start() - 4) : match.start()])
    is_amount = not is_model and _AMOUNT_AFTER.match(match.string, match.end())
    if scale and (is_amount or ("." in match["figures"] and grade in "MB")):
        return scale
    return grade


_MODEL_BEFORE: Final = re.compile(r"[A-Z] $")
_AMOUNT_AFTER: Final = re.compile(
    r" (?!(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty)\b)"
    r"(?!(?:runs?|races?|runners?|walks?|swims?|videos?|displays?|screens?|series|was|is|has)\b)"
    r"(?:people|men|women|children|(?:[A-Za-z]{3,} )?[a-z]{2,}s\b|more\b|of\b)"
)


_SHORT_SCALES: Final = {
    "bn": "billion",
    "tn": "trillion",
    "trn": "trillion",
    "mn": "million",
    "mln": "million",
}


def _is_year(match: re.Match[str]) -> bool:
    """Return whether four figures are a year; those of the eleventh century need a sign of it."""
    if _YEAR.fullmatch(match["figures"]):
        return not _counts(match)
    if not _EARLY_YEAR.fullmatch(match["figures"]):
        return False
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(_EARLY_BEFORE.search(before)) and not _COUNTED_AFTER.match(
        match.string, match.end()
    )


_COUNTED_AFTER: Final = re.compile(
    r" (?!and\b|or\b|to\b|in\b|when\b|was\b|were\b|by\b|as\b|at\b)[a-z]"
)


def _counts(match: re.Match[str]) -> bool:
    """Return whether four figures count things: "1500 people", but "the 1991 elections"."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    if _YEAR_BEFORE.search(before):
        return False
    return bool(_THINGS_AFTER.match(match.string, match.end()))


_YEAR: Final = re.compile(r"1[1-9]\d\d|20\d\d|21\d\d")
_EARLY_YEAR: Final = re.compile(r"10[1-9]\d")
_EARLY_BEFORE: Final = re.compile(
    r"\b(?:in|since|until|circa|year|of|around|about|and) $", re.IGNORECASE
)
_YEAR_BEFORE: Final = re.compile(
    r"(?:\b(?:pre|post|in|since|by|until|till|during|before|after|the|of|early|late|mid|circa|from|for|a|"
    r"its|his|her)|['’]s) $",
    re.IGNORECASE,
)
_THINGS_AFTER: Final = re.compile(
    r" (?:people|men|women|children|police|percent|"
    r"(?:[a-z]+ )?(?!was|is|as|has|its|this|us|s)[a-z]{2,}s\b|more\b|of\b)"
)
ROMAN_RULES: Final[tuple[Rule, ...]] = (
    rule(
        rf"(?<![\w.'’-])(?!XXX\b){_ROMAN}(?<=[IVXLC]{{2}})"
        rf"(?= {any_of(_TABLE['numbered'])}\b)",
        lambda match, style: numbers.rank(str(_roman_value(match["roman"])), style),
    ),
    # "Schedule C" and "Class L" are letters: nothing that news count goes to a hundred in numerals.
    rule(
        rf"(?<!\w)(?P<before>{any_of(_TABLE['counted'])} )(?!(?:C|(?<!Bowl )L)(?!\w)){_ROMAN}",
        _counted,
    ),
    rule(
        rf"(?<!\w)(?P<before>{any_of(map(str.lower, _TABLE['counted']))} )(?=[IVXLC]{{2}}){_ROMAN}",
        _counted,
    ),
    rule(
        r"(?<![\w.'’-])(?P<roman>(?=[IVXL]{1,6})L?X{0,3}(?:IX|IV|V?I{0,3}))(?=-(?:century|cent\.))",
        lambda match, style: numbers.rank(str(_roman_value(match["roman"])), style),
    ),
    rule(
        rf"(?<![\w'’-])(?:(?P<ruler>{any_of(_TABLE['rulers'])}) )?"
        rf"(?:(?P<first>[A-Z][a-z'’-]{{1,30}}+|[A-Z]\.?) )?"
        rf"(?P<name>[A-Z][^\W\dA-Z_]{{1,30}}+|[A-Z]{{2,5}}) {_ROMAN}",
        _ranked,
    ),
    rule(r"(?<![\w.'’-])(?=[IVX]{3})(?!XXX\b)" + _ROMAN, _alone),
)

_TAIL: Final = r"(?P<tail>(?:-[^\W\d_]++)+)?"

RULES: Final[tuple[Rule, ...]] = (
    rule(r"(?<![\w.])\d{1,4}(?:\.\d{1,4}){2,7}(?![\w]|\.\d)", _dotted),
    rule(r"(?<![\w&#])#(?=\d)", "number "),
    rule(r"(?<=\d)\s?[-−–]\s?(?=\d+\s?=)", " minus "),
    rule(
        r"(?<=\d )[NSEW]\.?(?= (?:[A-Z]|\d+(?:st|nd|rd|th)))"
        r"|(?<=[a-z,] )[NSEW]\.(?= \d+(?:st|nd|rd|th)\b)",
        _quarter,
    ),
    rule(
        r"(?<![\w.,$£€-])\d{3,5}(?= (?:(?:North|South|East|West) )?"
        r"(?:[A-Z][\w.]{0,30}+|\d+(?:st|nd|rd|th))(?: [A-Z][\w.]{0,30}+){0,2}"
        r" (?:Street|Avenue|Boulevard|Road|Lane|Drive|Highway|"
        r"Expressway|Parkway|Way|Court|Place|Square)\b)",
        _house,
    ),
    rule(r"(?<=[a-z,] )\d{5}(?:-\d{4})?(?!\w|[.,]\d)", _zip),
    rule(r"(?<=ending in )\d{4}(?!\w)|(?<=[Tt]ext )\d{5,6}(?![\w,.]*\d|\w)", _as_digits),
    rule(
        r"(?<![\w.,£/-])(?P<figures>\d{1,2}(?:\.\d)?|1\d\d(?:\.\d)?|[2-9]\d\d\.\d)p(?!\w)",
        lambda match, style: f"{numbers.number(match['figures'], style)} pence",
    ),
    # A weight: 10st is ten stone, 21st a rank.
    rule(
        r"(?<![\w.,])(?P<figures>\d{0,2}(?:[02-9]|11))st(?!\w)",
        lambda match, style: f"{numbers.whole(match['figures'], style)} stone",
    ),
    rule(
        r"(?P<before>(?<![\w-])[A-Z][a-z]{1,20}+)-(?P<figures>\d{3})(?P<plural>s)?(?![\w.,-]*\d|\w)",
        lambda match, style: _named(match, style, joint=" "),
    ),
    rule(r"(?<=\d\.\d)/(?=\d{1,2}(?![\w/]|[.,]\d))", " out of "),
    rule(r"(?<=\bQ[1-4])[-–](?=Q[1-4]\b)", " to "),
    # A serial or a number plate: KLM-4521.
    rule(r"(?<=[A-Z]{2})-(?=\d{3,4}(?![\w]|[.,-]\d))", ""),
    # A hyphen between a name and its figure is not said: F-16, Covid-19, mid-70s.
    rule(r"(?<=[^\W\d_])-(?=['’]?\d)", " "),
    rule(
        r"(?P<before>(?<![\w-])(?:[Dd]ial(?:ed|led|ling|s)?|[Cc]all"
        r"(?:ed|s|ing)?|[Tt]ext(?:ed|s|ing)?|[Rr]ing|[Cc]alls? to|via|or) |"
        r"(?<![\w-])(?:a|the|or|to) (?=\d{3} (?:call|dispatch|operator)))"
        r"(?P<figures>911|999|112|988|101|111)"
        r"(?=$|[.,;:!?\"”’)](?!\d)| (?:call|calls|in|on|for|if|or|and|dispatch\w*|operator\w*)\b)",
        _emergency,
    ),
    rule(
        rf"(?P<before>(?<!\w)(?:[Aa]|[Tt]he|[Aa]ging|Boeing|MAX) )"
        rf"(?P<figures>{any_of(_TABLE['airliners'])})(?P<plural>s)?(?![\w.,]*\d)",
        _named,
    ),
    rule(
        rf"(?<![\w.,$£€-])(?P<before>)(?P<figures>{any_of(_TABLE['airliners'])})(?P<plural>s)?"
        r"(?= (?:Dreamliner|MAX|Max|jets?|jetliners?|planes?|aircraft|airliners?|freighters?)\b)",
        _named,
    ),
    rule(
        rf"(?P<before>(?<!\w){any_of(_TABLE['named'])}\.? )"
        rf"(?P<figures>\d{{3,4}})(?P<plural>)(?![\w,.]*\d|\w)",
        _named,
    ),
    rule(
        r"(?P<before>(?<!\w)[Nn]umber )(?P<first>\d\d)[-–](?P<last>\d{1,4})(?![\w.,-]*\d)",
        _docket,
    ),
    rule(
        rf"(?<![\w.])(?P<before>)(?P<figures>{any_of(_TABLE['airliners'])})"
        r"-(?P<last>\d{1,4})(?:(?P<plural>s)|(?P<kind>[A-Z]{1,3}))?(?!\w)",
        _airliner,
    ),
    rule(
        r"(?<![\w.,/])(?P<above>\d{1,3})/(?P<below>\d{1,3}(?:,\d{3})+|\d{3,7}(?=th))"
        r"(?:th)?s?(?![\w/]|\.\d)",
        _small_part,
    ),
    rule(r"(?<![\w.,/$£€-])(?P<above>\d{1,3})/(?P<below>\d{2,3})(?![\w/]|[.,]\d| of\b)", _marks),
    rule(rf"(?<![\w.)\]’'\"”-])[-−](?={INT}/\d{{1,4}}(?![\d/]))", "minus "),
    rule(
        rf"(?<![\w.,/])(?:(?P<whole>{INT})[ -])?"
        rf"(?P<above>\d{{1,4}})\s?/\s?(?P<below>\d{{1,4}})"
        rf"(?:st|nd|rd|th|RD|TH)?s?(?![\w/]|\.\d){_TAIL}",
        _fraction,
    ),
    rule(
        r"(?<![\w.,-])[0-7][-–][0-7](?:\s?\(\d+\))?"
        r"(?:(?:, |,? and )[0-7][-–][0-7](?:\s?\(\d+\))?)+(?![\w-])",
        _sets,
    ),
    rule(r"(?<![\w.,-])(?P<first>\d{1,2})[-–](?P<last>\d{1,2})(?![\w.-]*\d|[%\w-])", _played),
    rule(r"(?<![\w.,-])(?P<first>\d{1,2})[-–]0(?![\w.-]*\d|[%\w-])", _score),
    rule(rf"(?<![\w.,-])(?P<first>{NUMBER})\s?[-–—]\s?(?P<last>{NUMBER}){_TAIL}(?![\w-])", _range),
    rule(rf"(?<![\d.,])(?P<figures>{INT})(?:st|nd|rd|th|ST|ND|RD|TH)(?![^\W_])", _ordinal),
    rule(r"(?<=[A-Z])(?P<figures>\d{1,3}\.\d{1,2})(?![\w.]*\d)", _point_name),
    rule(rf"(?<=[^\W\d_])(?=\d{{1,3}}(?:,\d{{3}})+(?!\d))(?P<figures>{NUMBER})", _point_name),
    rule(r"(?<=[^\W\d_])(?:(?<=[A-Za-z])|(?<= ))(?P<figures>\d++)(?P<plural>s(?!\w))?", _model),
    rule(
        r"(?<=\b[A-Z] )(?P<figures>\d{3,4})(?P<plural>s(?!\w))?(?![\w,.]*\d)",
        lambda match, style: _model(match, style)[1:],
    ),
    rule(rf"(?<![\w.,])(?P<figures>{INT})s(?!\w)", _plural),
    rule(r"(?<![\w.,])(?P<figures>\d{2})ers(?!\w)", _team),
    rule(
        rf"(?P<minus>(?<![\w.)\]’'\"”-])[-−](?=[\d.]))?"
        rf"(?<![\d.])(?P<figures>{NUMBER})(?P<grade>"
        rf"(?:[KGDPMBkxX]|hr|h|bn|tn|trn|mn|mln)(?![^\W_]))?{_TAIL}(?P<inner>(?<=[a-z])-\d+)?",
        _number,
    ),
)
"""For text with figures, in this order."""
