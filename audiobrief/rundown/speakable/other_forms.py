"""Forms of numbers in languages other than English: gender, ordinal numbers and fractions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from audiobrief.rundown.speakable import numbers

_ONE: Final[Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]]] = {
    "es": {
        "m": ((r"\buno$", "un"), (r"veintiuno$", "veintiún")),
        "f": (
            (r"cientos(?!.* mill)\b", "cientas"),
            (r"\bquinientos(?!.* mill)\b", "quinientas"),
            (r"uno$", "una"),
        ),
    },
    "pt": {
        "m": (),
        "f": ((r"\bum$", "uma"), (r"\bdois$", "duas"), (r"entos\b", "entas")),
    },
    "it": {"m": ((r"^uno$", "un"),), "f": ((r"^uno$", "una"),)},
    "fr": {"m": (), "f": ((r"\bun$", "une"),)},
    "de": {
        "m": ((r"eins$", "ein"),),
        "f": ((r"^eins$", "eine"), (r"eins$", "ein")),
        "n": ((r"eins$", "ein"),),
    },
    "nl": {"m": ((r"^één$", "een"),), "f": ((r"^één$", "een"),)},
    "sv": {"m": ((r"ett$", "en"),), "n": ()},
    "ru": {
        "m": (),
        "f": ((r"\bодин$", "одна"), (r"\bдва$", "две")),
        "n": ((r"\bодин$", "одно"),),
    },
    "uk": {
        "m": (),
        "f": ((r"\bодин$", "одна"), (r"\bдва$", "дві")),
        "n": ((r"\bодин$", "одне"),),
    },
    "pl": {
        "m": (),
        "f": ((r"^jeden$", "jedna"), (r"\bdwa$", "dwie")),
        "n": ((r"^jeden$", "jedno"),),
    },
}
"""Language -> gender -> (ending of a number, the ending that it has before such a noun)."""


def agreed(words: str, code: str, gender: str) -> str:
    """Return number words as they stand before a noun: "uno" is "un" before "dólar"."""
    for pattern, form in _ONE.get(code, {}).get(gender, ()):
        changed = re.sub(pattern, form, words)
        if changed != words and not pattern.endswith(r"\b"):
            return changed
        words = changed
    return words


_FEMININE_NOUN: Final[Mapping[str, re.Pattern[str]]] = {
    "es": re.compile(r" [a-záéíóúñ]+(?:as?|i[oó]n|iones|dad|dades)\b"),
    "pt": re.compile(r" (?:[a-zà-ú]+(?:as?|ção|ções|dades?)|mulher(?:es)?|vez(?:es)?|mães?)\b"),
    "fr": re.compile(
        r" (?:personne|femme|voix|heure|minute|seconde|année|semaine|journée|fille|victime|ville|"
        r"commune|école|place|page|entreprise|famille|mesure|région|équipe|tonne|livre|fois|"
        r"[a-zà-ÿ]{2,}(?:tion|sion|ure|ette|ance|ence|ité))s?\b"
    ),
    "it": re.compile(r" [a-zà-ù]+a\b"),
    "ru": re.compile(r" [а-яё]+[ая]\b"),
}
_RUSSIAN_GENITIVE: Final = re.compile(r" [а-яё]{3,}[ыи](?![а-яё])")
_RUSSIAN_MEN: Final = re.compile(r" (?:мужчин|юнош|судь|дяд|пап|дедушк|староcт|коллег)")
_NOUN: Final = re.compile(r" (?!y |e |a |o |de |di |da |do |em |en |и |в |из )[^\W\d_]+")


def before_noun(words: str, code: str, following: str) -> str:
    """Return number words as they stand before the word that follows: "veintiuna personas"."""
    feminine = _FEMININE_NOUN.get(code)
    if feminine is None or not _NOUN.match(following):
        return words
    if code == "ru" and words.endswith("два"):
        # After two the noun is a genitive: "стола", "женщины".
        is_feminine = _RUSSIAN_GENITIVE.match(following) and not _RUSSIAN_MEN.match(following)
        return re.sub("два$", "две", words) if is_feminine else words
    if code == "ru" and not words.endswith("один"):
        return words
    return agreed(words, code, "f" if feminine.match(following) else "m")


_SPANISH: Final = (
    *("", "primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo"),
    *("noveno", "décimo", "undécimo", "duodécimo", "decimotercero", "decimocuarto"),
    *("decimoquinto", "decimosexto", "decimoséptimo", "decimoctavo", "decimonoveno"),
)
_SPANISH_TENS: Final = (
    *("", "décimo", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo"),
    *("septuagésimo", "octogésimo", "nonagésimo"),
)
_SPANISH_HUNDREDS: Final = (
    *("", "centésimo", "ducentésimo", "tricentésimo", "cuadringentésimo", "quingentésimo"),
    *("sexcentésimo", "septingentésimo", "octingentésimo", "noningentésimo"),
)
_PORTUGUESE: Final = (
    *("", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo"),
    "nono",
)
_PORTUGUESE_TENS: Final = (
    *("", "décimo", "vigésimo", "trigésimo", "quadragésimo", "quinquagésimo", "sexagésimo"),
    *("septuagésimo", "octogésimo", "nonagésimo"),
)
_PORTUGUESE_HUNDREDS: Final = (
    *("", "centésimo", "ducentésimo", "trecentésimo", "quadringentésimo", "quingentésimo"),
    *("sexcentésimo", "septingentésimo", "octingentésimo", "noningentésimo"),
)
_THOUSAND: Final = 1000


def _spanish(value: int) -> str:
    thousands, rest = divmod(value, _THOUSAND)
    head = ""
    if thousands:
        many = numbers.cardinal(thousands, "es").replace(" ", "") if thousands > 1 else ""
        head = f"{many}milésimo"
    hundreds, small = divmod(rest, 100)
    if small < len(_SPANISH):
        tail = _SPANISH[small]
    elif 20 < small < 30:
        tail = f"vigesimo{_SPANISH[small - 20]}".replace("oo", "o")
    else:
        tail = f"{_SPANISH_TENS[small // 10]} {_SPANISH[small % 10]}".strip()
    return " ".join(part for part in (head, _SPANISH_HUNDREDS[hundreds], tail) if part)


def _portuguese(value: int) -> str:
    thousands, rest = divmod(value, _THOUSAND)
    head = ""
    if thousands:
        head = f"{_portuguese(thousands)} milésimo" if thousands > 1 else "milésimo"
    hundreds, small = divmod(rest, 100)
    parts = (
        head,
        _PORTUGUESE_HUNDREDS[hundreds],
        _PORTUGUESE_TENS[small // 10],
        _PORTUGUESE[small % 10],
    )
    return " ".join(part for part in parts if part)


_ORDINALS: Final[Mapping[str, Callable[[int], str]]] = {
    "es": _spanish,
    "pt": _portuguese,
}
MAX_ORDINAL: Final = 999_999


def ordinal(value: int, code: str, gender: str = "m") -> str:
    """Return an ordinal number with the ending of a gender.

    Raises:
        ValueError: The language has no word for it.
    """
    if not 0 < value <= MAX_ORDINAL and code in _ORDINALS:
        raise ValueError(f"no ordinal of {value} in {code}")
    own = _ORDINALS.get(code)
    words = own(value) if own else numbers.ordinal(value, code)
    if gender == "f":
        if code in {"es", "pt", "it"}:
            words = re.sub(r"o(?= |$)", "a", words)
        elif words == "premier":
            words = "première"
    return words


_HALVES: Final[Mapping[str, tuple[str, str]]] = {
    "es": ("medio", "medios"),
    "pt": ("meio", "meios"),
    "it": ("mezzo", "mezzi"),
    "fr": ("demi", "demis"),
    "de": ("halb", "Halbe"),
    "nl": ("half", "halven"),
    "sv": ("halv", "halva"),
}
_THIRDS: Final[Mapping[str, tuple[str, str]]] = {
    "es": ("tercio", "tercios"),
    "pt": ("terço", "terços"),
    "fr": ("tiers", "tiers"),
}
_QUARTERS: Final[Mapping[str, tuple[str, str]]] = {
    "fr": ("quart", "quarts"),
    "nl": ("kwart", "kwart"),
}
_BARE: Final = str.maketrans("áéíóú", "aeiou")
_POWERS: Final = {100: "centésimo", 1000: "milésimo", 10**6: "millonésimo"}
_LARGE: Final = {
    10**4: "diezmilésimo",
    10**5: "cienmilésimo",
    10**7: "diezmillonésimo",
    10**8: "cienmillonésimo",
}


def _spanish_part(below: int) -> str | None:
    if below <= 10:
        return _SPANISH[below]
    if below in _POWERS or below in _LARGE:
        return _POWERS.get(below) or _LARGE[below]
    if below % 100 == 0 and below < _THOUSAND:
        return _SPANISH_HUNDREDS[below // 100]
    if below > 99:
        return None
    joined = numbers.cardinal(below, "es").replace(" y ", "i").translate(_BARE)
    return re.sub("a$|(?<=veinti)uno$", lambda end: end[0][:-1], joined) + "avo"


def _portuguese_part(below: int, *, one: bool) -> str:
    if below <= 10 or below in {100, _THOUSAND}:
        return _portuguese(below) + ("" if one else "s")
    return f"{numbers.cardinal(below, 'pt_BR')} avos"


def _italian_part(below: int, *, one: bool) -> str:
    name = numbers.ordinal(below, "it")
    return name if one else name[:-1] + "i"


def _german_part(below: int, *, one: bool) -> str:  # noqa: ARG001, the form of its neighbours
    return numbers.ordinal(below, "de").removesuffix("e").capitalize() + "el"


def _swedish_part(below: int, *, one: bool) -> str:
    name = numbers.ordinal(below, "sv")
    if name.endswith("nde") and below != 7:
        name = name.removesuffix("de")
    return name + ("del" if one else "delar")


_PARTS: Final[Mapping[str, Callable[..., str]]] = {
    "pt": _portuguese_part,
    "it": _italian_part,
    "fr": lambda below, *, one: numbers.ordinal(below, "fr") + ("" if one else "s"),
    "de": _german_part,
    "nl": lambda below, *, one: numbers.ordinal(below, "nl"),  # noqa: ARG005
    "sv": _swedish_part,
}


def _part(below: int, code: str, *, one: bool) -> str | None:
    """Return the name of a part, such as the "tercio" of 1/3; None where there is none."""
    for size, names in ((2, _HALVES), (3, _THIRDS), (4, _QUARTERS)):
        if below == size and code in names:
            return names[code][0 if one else 1]
    if code == "es":
        name = _spanish_part(below)
        return name if name is None or one else name + "s"
    return _PARTS[code](below, one=one)


_LEAD: Final = {
    "es": "un",
    "pt": "um",
    "it": "un",
    "fr": "un",
    "de": "ein",
    "nl": "een",
    "sv": "en",
}
_AND: Final = {"es": "y", "pt": "e", "it": "e", "fr": "et", "de": "", "nl": "en", "sv": "och"}
_SLAVIC: Final = {"ru": "и", "uk": "і", "pl": "i"}


def fraction(whole: str, above: str, below: str, language: str) -> str | None:
    """Return a fraction as words, or None where the language has no rule for it."""
    code = language.replace("_", "-").split("-")[0].lower()
    try:
        if code in {"ru", "uk", "pl"}:
            said = _slavic_fraction(int(above), int(below), code)
        elif code == "tr":
            said = _turkish_fraction(int(above), int(below))
        else:
            said = _western_fraction(int(above), int(below), code, mixed=bool(whole))
    except ValueError:
        return None
    if said is None or not whole:
        return said
    joint = _AND.get(code, _SLAVIC.get(code, ""))
    head = numbers.cardinal(int(whole), language)
    if code == "de":
        head = agreed(head, "de", "m")
    return f"{head} {joint} {said}" if joint else f"{head} {said}"


def _western_fraction(above: int, below: int, code: str, *, mixed: bool) -> str | None:
    if code not in _LEAD or below < 2:
        return None
    name = _part(below, code, one=above == 1)
    if name is None:
        over = {"es": "sobre", "pt": "sobre"}.get(code)
        if over is None:
            return None
        return f"{numbers.cardinal(above, code)} {over} {numbers.cardinal(below, code)}"
    if above == 1 and mixed and below == 2 and code in {"es", "pt", "it", "fr"}:
        return name
    return f"{_LEAD[code] if above == 1 else numbers.cardinal(above, code)} {name}"


_POLISH_PARTS: Final = {
    2: ("druga", "drugie", "drugich"),
    3: ("trzecia", "trzecie", "trzecich"),
    4: ("czwarta", "czwarte", "czwartych"),
    5: ("piąta", "piąte", "piątych"),
    8: ("ósma", "ósme", "ósmych"),
    10: ("dziesiąta", "dziesiąte", "dziesiątych"),
    100: ("setna", "setne", "setnych"),
}


def _slavic_fraction(above: int, below: int, code: str) -> str | None:
    """Return "две третьих", "dwie trzecie": a feminine count, and the part in its case."""
    if below < 2:
        return None
    if code == "ru":
        count = agreed(numbers.cardinal(above, "ru"), "ru", "f")
        if above % 10 == 1 and above % 100 != 11:
            return f"{count} {numbers.ordinal(below, 'ru', case='n', gender='f')}"
        return f"{count} {numbers.ordinal(below, 'ru', plural=True, case='g')}"
    if code == "uk":
        count = agreed(numbers.cardinal(above, "uk"), "uk", "f")
        name = numbers.ordinal(below, "uk")
        one = above % 10 == 1 and above % 100 != 11
        name = re.sub("ій$", "я" if one else "іх", name)
        return f"{count} {re.sub('ий$', 'а' if one else 'их', name)}"
    if below not in _POLISH_PARTS:
        return None
    single, few, many = _POLISH_PARTS[below]
    count = agreed(numbers.cardinal(above, "pl"), "pl", "f")
    last = above % 10 if above % 100 not in {12, 13, 14} else 0
    return f"{count} {single if above == 1 else few if last in {2, 3, 4} else many}"


_BACK_VOWELS: Final = "aıou"
_TURKISH_VOWELS: Final = "aeıioöuü"


def _turkish_fraction(above: int, below: int) -> str | None:
    """Return 2/3 as "üçte iki": the whole in the locative, then the count."""
    if below < 2:
        return None
    words = numbers.cardinal(below, "tr")
    vowel = next(letter for letter in reversed(words) if letter in _TURKISH_VOWELS)
    stop = "t" if words[-1] in "çfhkpsşt" else "d"
    return f"{words}{stop}{'a' if vowel in _BACK_VOWELS else 'e'} {numbers.cardinal(above, 'tr')}"


_RUSSIAN_PARTS: Final = {
    1: ("десятая", "десятых"),
    2: ("сотая", "сотых"),
    3: ("тысячная", "тысячных"),
    4: ("десятитысячная", "десятитысячных"),
}


def russian_decimal(whole: str, part: str) -> str | None:
    """Return 1,25 as "одна целая двадцать пять сотых"; None where it has too many figures."""
    if len(part) not in _RUSSIAN_PARTS or not whole.isdecimal():
        return None
    return (
        f"{_russian_counted(int(whole), 'целая', 'целых')} "
        f"{_russian_counted(int(part), *_RUSSIAN_PARTS[len(part)])}"
    )


def _russian_counted(value: int, one: str, many: str) -> str:
    words = agreed(numbers.cardinal(value, "ru"), "ru", "f")
    return f"{words} {one if value % 10 == 1 and value % 100 != 11 else many}"
