"""Words that nobody needs to hear before the broadcast."""

from __future__ import annotations

import pytest

from audiobrief.ordinary import is_ordinary

KNOWN = {
    *("plastic", "vaccinated", "walk", "out", "work", "shop", "drone", "strike", "elect", "run"),
    *("stop", "organize", "color", "level", "happy", "nation"),
}


@pytest.mark.parametrize(
    "word",
    [
        *("microplastics", "unvaccinated", "walkouts", "dronestrike", "reelect", "stopping"),
        *("runner", "organised", "colours", "happier", "nationwide", "levelling", "workshops"),
    ],
)
def test_words_made_of_known_ones(word: str) -> None:
    assert is_ordinary(word, KNOWN.__contains__)


@pytest.mark.parametrize("word", ["tokayev", "quangdong", "xi", "", "a" * 5000])
def test_others(word: str) -> None:
    assert not is_ordinary(word, KNOWN.__contains__)
