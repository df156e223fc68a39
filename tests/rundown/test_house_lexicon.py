"""The lexicon that ships: every row is needed, can be read, and is heard."""

from __future__ import annotations

import runpy
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.phonemes.american import CONSONANTS, PRIMARY, SECONDARY, VOWELS, alike, from_ipa
from audiobrief.phonemes.respelling import ipa_of
from audiobrief.rundown.lexicon import Entry, Lexicon
from audiobrief.rundown.lexicon_files import load_lexicon
from audiobrief.speech.engines.hibari import HibariEngine
from audiobrief.speech.model import Utterance

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "voices" / "lexicon").glob("*.toml"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(FILES)


@pytest.fixture(scope="module")
def engine() -> HibariEngine:
    return HibariEngine()


def _joined(ipa: str) -> str:
    return (from_ipa(ipa.replace("-", " ")) or "").replace(" ", "")


def _bare(written: str) -> str:
    apart = unicodedata.normalize("NFD", written)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def test_there_are_names_places_and_groups(lexicon: Lexicon) -> None:
    assert [path.stem for path in FILES] == ["everyday", "groups", "people", "places"]
    assert len(lexicon.entries) >= 800
    names = {entry.written for entry in lexicon.entries}
    assert {
        "Michelle",
        "Tokayev",
        "Tileuberdi",
        "Kyiv",
        "Zelenskyy",
        "Xi Jinping",
        "Houthi",
    } <= names


def test_no_row_stands_twice(lexicon: Lexicon) -> None:
    """Of two rows the first would win, and a correction of the other one would not be heard."""
    assert len(lexicon.entries) == sum(len(load_lexicon([path]).entries) for path in FILES)
    count = sum(path.read_text(encoding="utf-8").count("\n[[word]]\n") for path in FILES)
    assert len(lexicon.entries) == count
    folded = [(_bare(entry.written).lower(), entry.match) for entry in lexicon.entries]
    assert len(set(folded)) == len(folded)


def test_each_row_has_both_forms_a_note_and_its_source(lexicon: Lexicon) -> None:
    for entry in lexicon.entries:
        assert all((entry.respelling, entry.ipa, entry.note)), entry.written
        assert (entry.language, entry.source) == ("en", "ours"), entry.written


def test_ipa_and_respelling_of_a_row_are_the_same_sound(lexicon: Lexicon) -> None:
    """One voice speaks the IPA, another one reads the respelling: both say one name."""
    sounds = {*VOWELS, *CONSONANTS, PRIMARY, SECONDARY}
    for entry in lexicon.entries:
        ipa, respelt = _joined(entry.ipa), _joined(ipa_of(entry.respelling, entry.written))
        assert ipa, entry.written
        assert set(ipa) <= sounds, entry.written
        assert alike(ipa, respelt), f"{entry.written}: {entry.respelling} is {respelt}, not {ipa}"


def test_no_row_is_for_a_name_that_is_said_well(lexicon: Lexicon, engine: HibariEngine) -> None:
    wrong_forms = runpy.run_path(str(ROOT / "benchmarks" / "lexicon.py"))["wrong_forms"]
    assert [each.written for each in lexicon.entries if not wrong_forms(engine, each)] == []


def test_every_row_is_heard_in_a_sentence(lexicon: Lexicon, engine: HibariEngine) -> None:
    """Hyphens, apostrophes, accents and several words: each row reaches the voice as it stands."""
    for entry, written in _forms(lexicon):
        text = f"They spoke of {written} on Monday."
        rows = lexicon.touching(text, "en-US")
        asked = Utterance(text=text, language="en-US", pronunciations=rows)
        heard = " ".join(each.ipa for each in engine.readings(asked)[3:-2])
        assert alike(_joined(heard), _joined(entry.ipa)), f"{written}: {heard}, not {entry.ipa}"


def _forms(lexicon: Lexicon) -> Iterator[tuple[Entry, str]]:
    for entry in lexicon.entries:
        for written in dict.fromkeys((entry.written, _bare(entry.written))):
            yield entry, written


@pytest.mark.parametrize(
    "text",
    [
        "Store hours were cut. Male voters, a mane, a reunion and liberation. Peas, pena, nice.",
        "The people of Reading slough off xi, nestle in, rune by rune, and gallant men evolve.",
        "A libel, a liege, a dail, a polish polisher: hermes, ajax and mobile homes.",
    ],
)
def test_ordinary_words_are_left_alone(lexicon: Lexicon, text: str) -> None:
    """A row counts without its accents too: "Støre" would have turned every "Store" into a name."""
    assert lexicon.touching(text, "en-US") == ()
