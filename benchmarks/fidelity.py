"""Breaks the text stage on purpose, in its text and its tables; counts what the gate catches.

    python benchmarks/fidelity.py [--sentences FILE] [--rounds 3] [--seed 1] [--missed 20]

Without a file, the news sentences of the tests are used; a file holds one printed sentence a line.
Each faithful cue is broken in every way below: a token of the spoken or of the printed text is
dropped, doubled, changed, moved; a number, a name, a negation, a unit, a currency is another one.
Then each row of the tables of ``rundown/speakable`` is changed, dropped or doubled, and sentences
that the row touches are spoken anew. A mutation that leaves the words as they were is none.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from audiobrief.rundown.fidelity import faults
from audiobrief.rundown.speakable import speakable

TEXTS: Final = Path(__file__).parents[1] / "tests" / "data" / "spoken"
STAGE: Final = "audiobrief.rundown.speakable"

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TOKEN: Final = re.compile(r"\S*[^\W_]\S*")
_NUMBERS: Final = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty",
)
_RANKS: Final = re.findall(
    r"\w+",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth",
)
_MONTHS: Final = re.findall(
    r"\w+",
    "January February March April May June July August September October November December",
)
_SCALES: Final = ["hundred", "thousand", "million", "billion", "trillion"]
_MONEY: Final = ["dollars", "pounds", "euros", "yen", "rupees", "rubles"]
_UNITS: Final = ["kilometers", "miles", "meters", "feet", "pounds", "kilograms", "hours", "degrees"]
_FAMILIES: Final = {
    "number word": _NUMBERS,
    "ordinal word": _RANKS,
    "month": _MONTHS,
    "scale": _SCALES,
    "currency": _MONEY,
    "unit": _UNITS,
}
_BY_RANK: Final = dict(zip(_NUMBERS[1:14], _RANKS, strict=True))
_NOT: Final = {"not", "no", "never", "nor", "without", "none", "nobody", "nothing"}

Mutation = tuple[str, str, str]
"""Kind, printed text, spoken text."""


def mutations(
    printed: str, spoken: str, pool: Sequence[str], chance: random.Random
) -> Iterator[Mutation]:
    """Yield one mutation of every kind that the pair allows, at a place that chance chooses."""
    for kind, change in _SPOKEN.items():
        words = list(_WORD.finditer(spoken))
        broken = change(spoken, words, pool, chance) if words else None
        if broken is not None and _words(broken) != _words(spoken):
            yield f"spoken: {kind}", printed, broken
    tokens = list(_TOKEN.finditer(printed))
    for kind, change in _PRINTED.items():
        broken = change(printed, tokens, pool, chance) if tokens else None
        if broken is not None and _words(broken) != _words(printed):
            yield f"printed: {kind}", broken, spoken


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


Change = Callable[[str, list[re.Match[str]], Sequence[str], random.Random], str | None]


def _put(text: str, found: re.Match[str], instead: str) -> str:
    return text[: found.start()] + instead + text[found.end() :]


def _drop(text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random) -> str:
    del pool
    return _put(text, chance.choice(found), "")


def _double(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str:
    del pool
    one = chance.choice(found)
    return _put(text, one, f"{one[0]} {one[0]}")


def _change(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str:
    return _put(text, chance.choice(found), chance.choice(pool))


def _insert(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str:
    one = chance.choice(found)
    return _put(text, one, f"{one[0]} {chance.choice(pool)}")


def _swap(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del pool
    if len(found) < 2:
        return None
    place = chance.randrange(len(found) - 1)
    return _exchanged(text, found[place], found[place + 1])


def _move(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del pool
    if len(found) < 4:
        return None
    first, last = sorted(chance.sample(range(len(found)), 2))
    return _exchanged(text, found[first], found[last])


def _exchanged(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    between = text[one.end() : other.start()]
    return text[: one.start()] + other[0] + between + one[0] + text[other.end() :]


def _names(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del pool
    names = [each for each in found[1:] if len(each[0]) > 3 and each[0].istitle()]
    if len(names) < 2:
        return None
    one, other = sorted(chance.sample(names, 2), key=lambda each: each.start())
    return _exchanged(text, one, other)


def _family(words: Sequence[str]) -> Change:
    def change(
        text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
    ) -> str | None:
        del pool
        fitting = [each for each in found if each[0] in words]
        if not fitting:
            return None
        one = chance.choice(fitting)
        return _put(text, one, chance.choice([word for word in words if word != one[0]]))

    return change


def _either_way(pairs: Iterable[tuple[str, str]]) -> Change:
    """Return the change of a phrase into its counterpart, at one place."""

    def change(
        text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
    ) -> str | None:
        del found, pool
        places = [
            (hit, instead)
            for phrase, instead in pairs
            for hit in re.finditer(rf"\b{phrase}\b", text)
        ]
        if not places:
            return None
        hit, instead = chance.choice(places)
        return _put(text, hit, instead)

    return change


def _without(words: Iterable[str]) -> Change:
    return _either_way([(word, "") for word in words])


def _broken_number(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    """Return "two, people" for "two thousand people": the worst fault of this trade."""
    del found, pool
    hits = list(re.finditer(r" (?:thousand|million|hundred)\b(?: [a-z]+)?", text))
    return _put(text, chance.choice(hits), ",") if hits else None


def _contraction(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del found, pool
    hits = list(re.finditer(r"n['’]t\b", text))
    return _put(text, chance.choice(hits), "") if hits else None


def _negated(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del pool
    hits = [each for each in found if each[0] in {"was", "is", "will", "were", "are", "did"}]
    if not hits:
        return None
    one = chance.choice(hits)
    return _put(text, one, f"{one[0]} not")


def _digit(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del found, pool
    hits = list(re.finditer(r"\d", text))
    if not hits:
        return None
    one = chance.choice(hits)
    return _put(text, one, chance.choice([each for each in "123456789" if each != one[0]]))


def _two_digits(
    text: str, found: list[re.Match[str]], pool: Sequence[str], chance: random.Random
) -> str | None:
    del found, pool
    hits = [
        hit for hit in re.finditer(r"\d\d", text) if hit[0][0] != hit[0][1] and hit[0][0] != "0"
    ]
    if not hits:
        return None
    one = chance.choice(hits)
    return _put(text, one, one[0][::-1])


def _sign(before: str, after: str) -> Change:
    return _either_way([(before, after), (after, before)])


_SPOKEN: Final[dict[str, Change]] = {
    "word dropped": _drop,
    "word doubled": _double,
    "word changed": _change,
    "word added": _insert,
    "neighbours swapped": _swap,
    "words exchanged": _move,
    "names exchanged": _names,
    **{f"{name} changed": _family(words) for name, words in _FAMILIES.items()},
    "cardinal for ordinal": _either_way([(rank, word) for word, rank in _BY_RANK.items()]),
    "ordinal for cardinal": _either_way(_BY_RANK.items()),
    "number cut short": _broken_number,
    "number word dropped": _without([*_NUMBERS, *_SCALES]),
    "negation dropped": _without(_NOT),
    "n't dropped": _contraction,
    "negation added": _negated,
    "minus dropped": _without(["minus"]),
    "point dropped": _without(["point"]),
    "am and pm exchanged": _sign("A M", "P M"),
    "percent for points": _either_way([("percent", "percentage points")]),
    "to dropped": _without(["to"]),
    "left as figures": _either_way(
        [(word, str(value)) for value, word in enumerate(_NUMBERS[:21])]
    ),
}
_PRINTED: Final[dict[str, Change]] = {
    "token dropped": _drop,
    "token doubled": _double,
    "token changed": _change,
    "token added": _insert,
    "neighbours swapped": _swap,
    "digit changed": _digit,
    "digits swapped": _two_digits,
    "month changed": _family(_MONTHS),
    "million for billion": _sign("million", "billion"),
    "sign of money changed": _either_way([(r"(?<!\w)\$(?=\d)\B", "€")]),
    "negation dropped": _without(_NOT),
}


def corpus(path: Path | None) -> list[tuple[str, str]]:
    """Return printed sentences with their language."""
    if path is not None:
        return [(line, "en-US") for line in path.read_text(encoding="utf-8").splitlines() if line]
    found = []
    for file in sorted(TEXTS.glob("*.en*.tsv")):
        language = "en-GB" if "en-GB" in file.name else "en-US"
        for line in file.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) > 1 and not line.startswith("#"):
                found.append((columns[-2], language))
    return found


class Tally:
    """Counts of one run, by kind."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()
        self.caught: Counter[str] = Counter()
        self.missed: list[Mutation] = []

    def add(self, kind: str, printed: str, spoken: str, language: str) -> None:
        """Count a mutation, and whether the gate has caught it."""
        self.made[kind] += 1
        if faults(printed, spoken, language):
            self.caught[kind] += 1
        else:
            self.missed.append((kind, printed, spoken))

    def __str__(self) -> str:
        rows = [f"{'mutation':36} {'made':>6} {'caught':>6}  share"]
        for kind in [*self.made, ""]:
            made = self.made[kind] if kind else self.made.total()
            caught = self.caught[kind] if kind else self.caught.total()
            rows.append(f"{kind or 'all':36} {made:6} {caught:6} {caught / max(made, 1):6.1%}")
        return "\n".join(rows)


def break_texts(pairs: Sequence[tuple[str, str, str]], rounds: int, chance: random.Random) -> Tally:
    """Break every faithful cue in every way, some times over."""
    pool = sorted({word for _, spoken, _ in pairs for word in _WORD.findall(spoken)})
    tally = Tally()
    for _ in range(rounds):
        for printed, spoken, language in pairs:
            for kind, broken_print, broken_speech in mutations(printed, spoken, pool, chance):
                tally.add(kind, broken_print, broken_speech, language)
    return tally


# The tables of the text stage

Row = tuple[str, Any, Any]
"""Name of a table, the object that holds the value, and its key."""


def _fresh() -> dict[str, ModuleType]:
    """Import the text stage anew, its tables first, so that they can be broken before use."""
    for name in [name for name in sys.modules if name.startswith(STAGE)]:
        del sys.modules[name]
    return {"tables": importlib.import_module(f"{STAGE}.tables")}


def _rows(tables: ModuleType) -> Iterator[Row]:
    """Yield every spoken text that a table of the stage holds."""
    for name in tables.NAMES:
        if name == "languages":
            continue
        for kind, value in tables.table(name).items():
            if isinstance(value, list):
                for row in value:
                    if isinstance(row, dict):
                        yield from (
                            (f"{name}.{kind}", row, key)
                            for key in ("spoken", "one", "many", "minor_one", "minor_many")
                            if row.get(key)
                        )
            elif isinstance(value, dict):
                yield from (
                    (f"{name}.{kind}", value, key)
                    for key, said in value.items()
                    if isinstance(said, str)
                )


def _numerals() -> Iterator[Row]:
    """Yield the words of the library that spells numbers."""
    from num2words import CONVERTER_CLASSES

    cards = CONVERTER_CLASSES["en"].cards
    yield from (("number words", cards, value) for value in cards if value <= 10**12)
    ranks = CONVERTER_CLASSES["en"].ords
    yield from (("ordinal words", ranks, word) for word in ranks)


def break_tables(sentences: Sequence[tuple[str, str]], every: int = 1) -> Tally:
    """Change, double or empty the rows of the stage's tables, one at a time."""
    tally = Tally()
    count = len(list(_rows(_fresh()["tables"]))) + len(list(_numerals()))
    whole = {pair: speakable(*pair) for pair in sentences}
    for number, way in itertools.product(range(0, count, every), ("changed", "doubled", "emptied")):
        stage = _fresh()
        rows = [*_rows(stage["tables"]), *_numerals()]
        name, holder, key = rows[number]
        saved = holder[key]
        # The library that spells numbers cannot say nothing; without a name for a coin, money is
        # said with a decimal point, which is right.
        if way == "emptied" and (name.endswith(" words") or str(key).startswith("minor")):
            continue
        holder[key] = {"changed": _another(rows, number), "doubled": f"{saved} {saved}"}.get(
            way, ""
        )
        try:
            say = importlib.import_module(STAGE).speakable
            own = [(holder["example"][0], "en-US")] if "example" in holder else []
            for printed, language in [*own, *_touched(whole, saved)]:
                right = whole.get((printed, language)) or speakable(printed, language)
                said = say(printed, language)
                if _words(said) != _words(right):
                    tally.add(f"{name} {way}", printed, said, language)
        finally:
            holder[key] = saved
    return tally


def _another(rows: Sequence[Row], number: int) -> str:
    """Return what another row of the same table says."""
    name, holder, key = rows[number]
    own_kind = [row[1][row[2]] for row in rows if row[0] == name and key in {row[2], number}]
    others = own_kind or [row[1][row[2]] for row in rows if row[0] == name]
    turned = others[number % 7 :] + others[: number % 7]
    return next((each for each in turned if each != holder[key]), "broken")


def _touched(whole: Mapping[tuple[str, str], str], words: str) -> list[tuple[str, str]]:
    """Return sentences whose speech holds the last of the words."""
    last = (_WORD.findall(words)[-1:] or [""])[0].lower()
    return [pair for pair, said in whole.items() if last in said.lower()][:40]


def main() -> None:
    """Print the tables of mutations, false alarms and times."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sentences", type=Path)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--missed", type=int, default=20)
    arguments.add_argument(
        "--every", type=int, default=1, help="Break every n-th row of the tables."
    )
    asked = arguments.parse_args()
    sentences = corpus(asked.sentences)
    said = [(printed, speakable(printed, language), language) for printed, language in sentences]
    began = time.process_time()
    alarms = [pair for pair in said if faults(*pair)]
    spent = time.process_time() - began
    print(
        f"{len(said)} cues, {len(alarms)} alarms on unbroken ones,"
        f" {1000 * spent / len(said):.2f} ms a cue"
    )
    for printed, spoken, language in alarms:
        print(f"  {faults(printed, spoken, language)[0].sentence}\n    {printed}\n    {spoken}")
    faithful = [pair for pair in said if pair not in alarms]
    texts = break_texts(faithful, asked.rounds, random.Random(asked.seed))  # noqa: S311, no secret
    print(texts)
    tables = break_tables([(printed, language) for printed, _, language in faithful], asked.every)
    print(tables)
    for tally in (texts, tables):
        for kind, printed, spoken in tally.missed[: asked.missed]:
            print(f"missed, {kind}\n    {printed}\n    {spoken}")


if __name__ == "__main__":
    main()
