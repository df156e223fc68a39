"""Titles, states, streets and the abbreviations of newspapers."""

from __future__ import annotations

import re
from typing import Final

from audiobrief.rundown.speakable.style import Rule, Style, ended, rule
from audiobrief.rundown.speakable.tables import any_of, rows, spoken_of, table

_TITLES: Final = spoken_of("titles", "title")
_STATES: Final = spoken_of("states", "state")
_ABBREVIATIONS: Final = spoken_of("abbreviations", "abbreviation")
_POSTAL: Final = {code: name for code, name in _STATES.items() if code.isupper() and len(code) == 2}
_DOTTED: Final = {code: name for code, name in _STATES.items() if code.count(".") > 1}
_PLACES: Final = {**_STATES, **{name: name for name in _STATES.values()}}

_LETTERED: Final = ("Apt.", "Exh.", "Fig.", "Rm.", "Sched.", "Sec.")
"""Abbreviations that a letter may follow in place of a figure: "Apt. B"."""


def _where(place: str) -> str:
    return any_of(
        written
        for row in rows("abbreviations", "abbreviation")
        if row["where"] == place
        for written in row["written"]
    )


def _title(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return _TITLES[match[0]]


def _abbreviation(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return ended(match, _ABBREVIATIONS[match[0]])


def _after_name(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    before, _, written = match[0].partition(" ")
    if written == "Sr." and (
        _SISTER.search(match.string[max(0, match.start() - 30) : match.end()])
        or (before.startswith(",") and _NAMED.match(match.string, match.end()))
    ):
        return match[0]
    return f"{before} {ended(match, _ABBREVIATIONS[written])}"


def _number_sign(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    """Return "number", with the capital that begins a sentence."""
    spoken = _ABBREVIATIONS[match[0]]
    return spoken.capitalize() if match.start() == 0 else spoken


def _party(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    state = match["state"]
    return f"{match['party']} " + _with_stop(match, state)


def _state(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return match["place"] + _with_stop(match, match["state"])


def _with_stop(match: re.Match[str], state: str) -> str:
    return ended(match, _PLACES[state])


def _saint_or_street(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    """Return "Street" after a name where no name follows, or after a house number; else "Saint"."""
    after_name = _STREET_BEFORE.search(match.string[max(0, match.start() - 40) : match.start()])
    before_name = _NAME_AFTER.match(match.string, match.end())
    if after_name and (not before_name or after_name["house"]):
        return ended(match, "Street")
    return "Saint" if before_name else match[0]


def _drive(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    return ended(match, "Drive")


def _side(match: re.Match[str]) -> str:
    """Return the end of an address: "3rd Avenue S." lies in the South, "NW" in the Northwest."""
    written: str = match["quarter"]
    if written[-1] == ".":
        return ended(match, _QUARTERS[written[0]])
    return _HALF_QUARTERS[written]


def _joined(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    """Return "AT&T" as "A T and T", "B&Bs" as "B and B's"."""
    plural = "'s" if match[3] else ""
    return f"{' '.join(match[1])} and {' '.join(match[2])}{plural}"


def _initials(match: re.Match[str], style: Style) -> str:  # noqa: ARG001, the form of a rule
    """Return "J.K." as "J K", "U.S." as "U S"."""
    letters = " ".join(match[0].upper().replace(".", ""))
    return ended(match, letters)


_SISTER: Final = re.compile(r"(?:^|\s)[a-z]{1,20} Sr\.$")
"""A nun: "and Sr. Agnes", where Bob Sr. is a father."""
_NAMED: Final = re.compile(r" [A-Z][a-z]+ (?:[A-Z]|and|of|said|who|was|is|,)")
_HALF_QUARTERS: Final = {
    "NW": "Northwest",
    "NE": "Northeast",
    "SW": "Southwest",
    "SE": "Southeast",
}
_ROADS: Final = "Street|Avenue|Boulevard|Road|Drive|Lane|Place|Court"
_QUARTERS: Final = {"N": "North", "S": "South", "E": "East", "W": "West"}
_BOOKS: Final = table("numerals")["short_books"]
_STREET_BEFORE: Final = re.compile(
    r"(?P<house>\d+ (?:[NSEW]\.? )?)?(?:[A-Z][\w'’-]*|\d+(?:st|nd|rd|th)) $"
)
_NAME_AFTER: Final = re.compile(r" [A-Z]")
_CAPITAL: Final = r"(?=\s+(?:[A-Z][\w.'’]|& [A-Z]))"

RULES: Final[tuple[Rule, ...]] = (
    rule(rf"(?<![\w.]){_where('figure')}(?=\s?\d|\s[IVX]{{1,5}}\b)", _number_sign),
    rule(rf"(?<![\w.]){any_of(_LETTERED)}(?=\s[A-H](?![\w'’]|\.\s?\w))", _number_sign),
    rule(
        r"(?<![\w.])(?P<quarter>[NSEW])\.(?=(?: (?:and|or) [NSEW]\.)? "
        r"(?:Carolina|Dakota|Virginia|Koreans?|Korea|Ireland|Africa|African|Yorkshire|Sudan|Sussex|London|Timor|Bank|Coast|Side)\b)",
        lambda match, style: _QUARTERS[match["quarter"]],  # noqa: ARG005
    ),
    rule(
        r"(?<=[a-z] )(?P<quarter>[NSEW])\.(?= (?:[A-Z][a-z'’]{1,20} ){1,2}"
        r"(?:St|Ave|Blvd|Rd|Dr|Ln|Street|Avenue|Boulevard|Road|Drive|Lane)\b)",
        lambda match, style: _QUARTERS[match["quarter"]],  # noqa: ARG005
    ),
    rule(
        rf"(?<![\w.])(?P<quarter>[NSEW])\.(?= St\. [A-Z])|"
        rf"(?:(?<=\bin )|(?<=\bnear )|(?<=\bof )|(?<=\bfrom )|(?<=\band )|(?<=\bto ))"
        rf"(?P<before>[NSEW])\.(?= [A-Z][a-z’']{{2,20}}, {any_of(_STATES)})",
        lambda match, style: _QUARTERS[match["quarter"] or match["before"]],  # noqa: ARG005
    ),
    rule(
        rf"(?<![\w.]){any_of(_BOOKS)}(?= \d{{1,3}}:\d)",
        lambda match, style: _BOOKS[match[0]],  # noqa: ARG005
    ),
    rule(rf"(?<![\w.]){_where('any')}(?!\w|/\d)", _abbreviation),
    rule(rf"(?<![\w.]){_where('name')}{_CAPITAL}", _abbreviation),
    rule(
        r"(?:(?<=\bworld )|(?<=\bthe )|(?<=\bcase )|(?<=\bfile )|(?<=\bflight ))no\.(?= ?\d)",
        "number",
    ),
    rule(r"(?<![\w.])St\.", _saint_or_street),
    rule(r"(?<=[a-z\d] )St(?=[,;:!?)]|\.?$| (?:in|and|at|on|is|was|to|for|near)\b)", "Street"),
    rule(r"(?<=[a-z] )v(?= (?:the )?[A-Z])", "versus"),
    rule(r"(?<![\w.])St(?= [A-Z][a-z])", _saint_or_street),
    rule(r"(?<=[a-z] )Dr\.(?!\s+[A-Z])", _drive),
    rule(
        r"(?:(?<=\bworld )|(?<=\bthe )|(?<=\bcases )|(?<=\bfiles )|(?<=\bflights ))nos\.(?= ?\d)",
        "numbers",
    ),
    rule(
        rf"(?<=[A-Za-z]),? (?<=[\w,] ){_where('after-name')}(?!\w)",
        _after_name,
    ),
    rule(r"(?<!\w)Sec\.(?= (?:of|General|Gen\.)(?!\w))", "Secretary"),
    rule(
        r"(?:(?<![\w.,] )(?<!\w)|(?<=[a-z] )|(?<=, ))Sr\.(?= [A-Z][a-z])"
        r"(?! (?:Vice|Director|Manager|Advis[eo]r|Editor|Analyst|Counsel|Fellow|Partner)\b)",
        "Sister",
    ),
    rule(
        r"(?<!\w)(?P<kind>sq|cu)\.?"
        r"(?= (?:miles?|feet|foot|yards?|inch(?:es)?|(?:kilo|centi)?met(?:er|re)s?)\b)",
        lambda match, style: {"sq": "square", "cu": "cubic"}[match["kind"]],  # noqa: ARG005
    ),
    rule(
        rf"(?P<road>(?<!\w)(?:{_ROADS}) )(?P<quarter>[NSEW]\.(?!\w)|[NS][EW](?!\w))",
        lambda match, style: match["road"] + _side(match),  # noqa: ARG005, the form of a rule
    ),
    rule(rf"(?<![\w.]){any_of(_TITLES)}(?=\s+(?:[A-Z][\w.'’]|1st\b)|$)", _title),
    rule(
        r"(?<![\w.])(?:Prof|Gov|Sen|Sgt|Lt|Maj|Capt|Rev|Supt|Insp|Det|Adm|Cmdr|Cpl|Cllr)\."
        r"(?= [a-z])",
        _title,
    ),
    rule(rf"(?<![\w.-])(?P<party>[DRI])-(?P<state>{any_of(_PLACES)})(?!\w)", _party),
    rule(
        rf"(?P<place>(?<=\w), )(?P<state>{any_of(set(_STATES) - set(_POSTAL))})(?!\w)(?<=\.)",
        _state,
    ),
    rule(
        rf"(?P<place>(?<=[a-z]), )(?P<state>{any_of(_POSTAL)})(?=$|[\s.,;:)\"”]|['’]s)(?!\.\w)",
        _state,
    ),
    rule(
        rf"(?<![\w.])(?<!\d )(?<!century )(?<!centuries )(?P<state>{any_of(_DOTTED)})(?!\w)",
        lambda match, style: _with_stop(match, match["state"]),  # noqa: ARG005, the form of a rule
    ),
    rule(r"(?<![\w.])(?:[A-Z]\.){2,8}(?![A-Za-z])", _initials),
    rule(
        r"(?<![\w.])(?:[A-Z]\.){2,8}(?=[A-Z][a-z])",
        lambda match, style: _initials(match, style) + " ",
    ),
    rule(
        r"(?<![\w&])([A-Z]{1,3}) ?& ?([A-Z]{1,3})(s)?(?![\w&])",
        _joined,
    ),
    rule(
        r"(?<![\w.])(?:[a-z]\.){3,5}(?![A-Za-z])",
        lambda match, style: ended(match, " ".join(match[0].upper().replace(".", ""))),  # noqa: ARG005
    ),
    # One initial inside a name: "Antony J. Blinken"; "Plan A. The …" ends a sentence.
    rule(
        r"(?<![\w.'’])(?<!\b[A-Z] )([A-Z])\.(?= [A-Z][\w.'’-])",
        lambda match, style: match[0] if ended(match, "").endswith(".") else match[1],  # noqa: ARG005
    ),
)
