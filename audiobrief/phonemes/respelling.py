"""Newsroom respelling to IPA and back: "toh-KAH-yef", as broadcasters write names for newsreaders.

Hyphens part syllables, spaces part words, capitals have the main stress. The letters' sounds are
the rows of ``respelling.toml``.
"""

from __future__ import annotations

import importlib.resources
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from audiobrief.phonemes.american import PRIMARY, SECONDARY, Syllable, from_ipa, syllables

MAX_CHARS: Final = 200
"""No name is longer, and a row that is, is something else."""


class RespellingError(ValueError):
    """A respelling that cannot be read; the sentence names the syllable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Letters and their sound.

    Attributes:
        letters: In lower case.
        ipa: Their sound.
        where: "open", "closed", "end" or ``""`` for anywhere.
        stress: "main", "weak" or ``""`` for either.
        example: A respelling and its IPA; a test reads it.
    """

    letters: str
    ipa: str
    where: str = ""
    stress: str = ""
    example: tuple[str, str]


def ipa_of(respelling: str, written: str = "") -> str:
    """Return the IPA of a respelling.

    A word without capitals has its stress on the last syllable but one, unless another word of the
    respelling has capitals. Of several syllables in capitals the last has the main stress.

    Args:
        respelling: Such as "zheh-LEN-skee".
        written: What it is the respelling of: where it has another number of words, and there is no
            hyphen, spaces part syllables too ("toh kah yef").

    Raises:
        RespellingError: It, or a syllable of it, cannot be read.
    """
    text = " ".join(respelling.replace("‐", "-").replace("‑", "-").split())
    if not text or len(text) > MAX_CHARS:
        raise RespellingError(f"{respelling[:40]!r} is no respelling; write it as toh-KAH-yef.")
    if written and "-" not in text and len(text.split()) != len(written.split()):
        text = text.replace(" ", "-")
    words = [word.split("-") for word in text.split()]
    any_stress = any(syllable.isupper() for word in words for syllable in word)
    return " ".join(_word(word, default=not any_stress) for word in words)


def respelling_of(phonemes: str) -> str:
    """Return the respelling of words in the alphabet of ``american``; ``ipa_of`` reads it back."""
    several = len(phonemes.split()) > 1
    return " ".join(_respelt(word, several=several) for word in phonemes.split())


def respelling_of_ipa(ipa: str) -> str:
    """Return the respelling of words in IPA; ``""`` where a sign of it is unknown."""
    phonemes = from_ipa(ipa)
    return respelling_of(phonemes) if phonemes else ""


def _word(parts: list[str], *, default: bool) -> str:
    """Return the IPA of one word; with ``default`` it gets a stress though no capital says so."""
    stressed = [number for number, part in enumerate(parts) if part.isupper()]
    main = stressed[-1] if stressed else max(len(parts) - 2, 0) if default else None
    out = ""
    for number, part in enumerate(parts):
        mark = PRIMARY if number == main else SECONDARY if number in stressed else ""
        out += mark + _syllable(part, stressed=number == main or number in stressed)
    return out


def _syllable(part: str, *, stressed: bool) -> str:
    letters = part.lower()
    if not re.fullmatch(r"[a-z]+", letters):
        what = f"the syllable {part!r}" if part else "an empty syllable"
        raise RespellingError(f"{what} cannot be read; write letters from A to Z, as in toh-KAH.")
    ipa = _read(letters, stressed=stressed)
    if ipa is None:
        raise RespellingError(
            f"the syllable {part!r} cannot be read; write it with one vowel, as in toh, KAH, yef"
            " or LEN."
        )
    return ipa


def _read(letters: str, *, stressed: bool) -> str | None:
    """Return the IPA of a syllable in lower case: consonants, one vowel, consonants; or None."""
    at, onset = _consonants(letters, 0, before_vowel=True)
    magic = re.fullmatch(r"([aiou])([bdfgjklmnprtvz]|ck|sh|th)e", letters[at:])
    if magic:
        row = next(row for row in _rows("vowel") if row.letters == f"{magic[1]}_e")
        return onset + row.ipa + _consonants(magic[2], 0, before_vowel=False)[1]
    for row in _vowels_at(letters, at):
        after = at + len(row.letters)
        end, coda = _consonants(letters, after, before_vowel=False)
        where = "open" if after == len(letters) else "closed"
        fits = row.where in {"", where} or (row.where == "end" and where == "open" and onset)
        if end == len(letters) and fits and row.stress in {"", "main" if stressed else "weak"}:
            return onset + row.ipa + coda
    return None


def _vowels_at(letters: str, at: int) -> list[_Row]:
    """Return the rows of vowels that could stand here, the longest first."""
    fitting = [row for row in _rows("vowel") if letters.startswith(row.letters, at)]
    return sorted(fitting, key=lambda row: -len(row.letters))


def _consonants(letters: str, at: int, *, before_vowel: bool) -> tuple[int, str]:
    """Return where a run of consonants ends, and its IPA. Doubled letters sound once."""
    out = ""
    rows = sorted(_rows("consonant"), key=lambda row: -len(row.letters))
    while at < len(letters):
        if letters[at] == "y" and not (before_vowel and _is_consonant_y(letters, at)):
            break
        row = next((row for row in rows if _stands(row, letters, at, before_vowel)), None)
        if row is None:
            break
        at += len(row.letters)
        out += row.ipa
        if at < len(letters) and len(row.letters) == 1 and letters[at] == row.letters:
            at += 1
    return at, out


def _is_consonant_y(letters: str, at: int) -> bool:
    """Return whether a y is that of "yef", not that of "sky" or "bye"."""
    after = letters[at + 1 :]
    return after[:1] in set("aeiou") and not (at and after == "e")


def _stands(row: _Row, letters: str, at: int, before_vowel: bool) -> bool:  # noqa: FBT001, inner
    if not letters.startswith(row.letters, at):
        return False
    end = at + len(row.letters)
    if row.where == "end":
        return not before_vowel and end == len(letters)
    # The u of "qu" is a consonant before a vowel only.
    return not (row.letters == "qu" and not before_vowel)


def _respelt(word: str, *, several: bool) -> str:
    parts = syllables(word)
    if not parts:
        return ""
    alone = len(parts) == 1 and not several
    return "-".join(
        spelt.upper() if each.stress == PRIMARY or alone else spelt
        for each in parts
        for spelt in (_spelt(each),)
    )


def _spelt(part: Syllable) -> str:
    back: dict[str, dict[str, str]] = _tables()["back"]
    coda = part.coda
    if coda.startswith("ɹ") and part.vowel in back["before_r"]:
        vowel, coda = back["before_r"][part.vowel], coda[1:]
    elif part.vowel == "I":
        vowel = "y" if part.onset and not part.onset.endswith("j") else "eye"
    else:
        vowel = (back["closed"] if coda else {}).get(part.vowel) or back["open"][part.vowel]
    return _letters(part.onset) + vowel + _letters(coda)


def _letters(consonants: str) -> str:
    table = _tables()["back"]["consonant"]
    joined = re.sub("ŋ[kɡ]", lambda found: table[found.group()], consonants)
    return "".join(table.get(letter, letter) for letter in joined)


@cache
def _tables() -> dict[str, Any]:
    source = importlib.resources.files("audiobrief.phonemes") / "respelling.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _rows(kind: str) -> tuple[_Row, ...]:
    return tuple(
        _Row(**{**row, "example": tuple(row["example"])})  # TOML has lists
        for row in _tables()[kind]
    )


def examples() -> tuple[tuple[str, str], ...]:
    """Return (respelling, IPA) of every row of the table, to be checked."""
    return tuple(row.example for kind in ("vowel", "consonant") for row in _rows(kind))
