"""Proof of the fidelity gate: the text stage is broken on purpose, and the gate must notice."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from audiobrief.rundown.fidelity import faults
from audiobrief.rundown.speakable import speakable

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "fidelity.py"

SENTENCES = (
    "More than 2,000 people did not vote on Nov. 3, 2026, in Duluth, Minn., officials said.",
    "Sen. Ida Moss, R-Utah, met Gov. Lena Ortiz at 7:05 a.m. to discuss the $4.75 billion plan.",
    "The Reds won 52-48, but Dr. Amy Hill wasn't there until 10:30 p.m. on Jan. 5.",
    "Turnout was 61.8%, up 4.3 points, and 1 in 7 voters never saw a ballot.",
    "A 73-year-old man ran 26.2 miles in the 101st race, which cost £2.40 a head.",
    "It fell to −12°C in Oslo while gusts of 90 mph hit the 25,000 sq. ft. hall.",
    "King Charles III and Pope John Paul II spoke for 45 minutes during World War II events.",
    "The FBI, the UN and NATO said no one was hurt; AT&T shares rose 3-4% in the 1990s.",
    "About 2/3 of the 1½-mile road flooded, and 850 homes were without power on Tuesday.",
    "Details are at example.org/news, wrote press@example.com, which @CityDesk shared.",
    "The €20 million loan, not the ¥12 trillion package, was the 3rd in 18 months.",
    "“We will not leave,” said Mara Lind, who had waited 24 hours & paid $12.50.",
)


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fidelity_benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_thousand_mutations_of_the_text_are_caught(benchmark: ModuleType) -> None:
    pairs = [(printed, speakable(printed), "en-US") for printed in SENTENCES]
    assert [pair for pair in pairs if faults(*pair)] == []
    tally = benchmark.break_texts(pairs, 5, random.Random(7))  # noqa: S311, repeatable on purpose
    assert tally.made.total() >= 1_000
    assert tally.caught.total() >= 0.99 * tally.made.total(), tally.missed


def test_a_wrong_word_for_a_number_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the gate to read with the speller's tables, "forty" for 50 would pass."""
    from num2words import CONVERTER_CLASSES

    from audiobrief.rundown.speakable import numbers

    cards = CONVERTER_CLASSES["en"].cards
    for value, wrong in ((50, "forty"), (1000, "million"), (7, "eleven")):
        numbers._whole.cache_clear()
        numbers._spelt.cache_clear()
        with monkeypatch.context() as broken:
            broken.setitem(cards, value, wrong)
            printed = f"Some {value * 3 if value == 1000 else value + 6 * (value == 50)} came."
            if value == 7:
                printed = "Some 27 came."
            assert faults(printed, speakable(printed)), printed
    numbers._whole.cache_clear()
    numbers._spelt.cache_clear()


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_broken_rows_of_the_tables_are_caught(benchmark: ModuleType) -> None:
    sentences = [(printed, "en-US") for printed in SENTENCES]
    tally = benchmark.break_tables(sentences, 3)
    assert tally.made.total() > 30
    assert tally.caught.total() >= 0.99 * tally.made.total(), tally.missed
