"""Which rows of a lexicon the embedded voice needs: its own phonemes beside the row's.

``python benchmarks/lexicon.py [FILE…]`` tells, for each row, how the voice says the word without
the lexicon, in a sentence, and whether a listener would take that for the row's sound
(``phonemes.american.alike``, loosely: short vowels without stress are not told apart). Rows for
names that are said well only make the lexicon longer; ``--needless`` lists those alone.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Final

from audiobrief.phonemes.american import alike, from_ipa
from audiobrief.phonemes.respelling import ipa_of, respelling_of_ipa
from audiobrief.rundown.lexicon import Entry
from audiobrief.rundown.lexicon_files import load_lexicon
from audiobrief.speech.engines.hibari import HibariEngine
from audiobrief.speech.model import Utterance

HOUSE: Final = Path(__file__).parents[1] / "voices" / "lexicon"
FRAME: Final = ("They spoke of", "on Monday.")
"""A sentence in which a name is a name for the voice's tagger."""


def own_ipa(engine: HibariEngine, written: str) -> str:
    """Return how the voice says words in a sentence, without any lexicon."""
    before, after = FRAME
    asked = Utterance(text=f"{before} {written} {after}", language="en-US")
    words = engine.readings(asked)
    return " ".join(each.ipa for each in words[len(before.split()) : -len(after.split())])


def wrong_forms(engine: HibariEngine, entry: Entry) -> dict[str, str]:
    """Return form -> IPA of the forms, with and without accents, that the voice says otherwise."""
    wanted = _joined(entry.ipa or ipa_of(entry.respelling, entry.written))
    apart = unicodedata.normalize("NFD", entry.written)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    said = {form: own_ipa(engine, form) for form in dict.fromkeys((entry.written, bare))}
    return {form: ipa for form, ipa in said.items() if not alike(wanted, _joined(ipa), loose=True)}


def _joined(ipa: str) -> str:
    """Return the phonemes of words as one word, so that a hyphen and a space are the same."""
    return (from_ipa(ipa.replace("-", " ")) or "").replace(" ", "")


def main(arguments: list[str]) -> int:
    """Print a line for each row; the exit status is 1 where a row is needless."""
    named = [Path(name) for name in arguments if not name.startswith("-")]
    entries = load_lexicon(named or sorted(HOUSE.glob("*.toml"))).entries
    engine = HibariEngine()
    needless = 0
    for entry in entries:
        wrong = wrong_forms(engine, entry)
        needless += not wrong
        if not wrong:
            print(f"{entry.written}: needless, the voice says {entry.respelling} of its own accord")
        elif "--needless" not in arguments:
            own = ", ".join(respelling_of_ipa(ipa) or ipa for ipa in dict.fromkeys(wrong.values()))
            print(f"{entry.written}: {entry.respelling}, not {own}")
    print(f"{needless} of {len(entries)} rows are needless.")
    return int(needless > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
