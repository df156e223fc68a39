"""The longest silence of a stream, beside a count of its frames one by one."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.sound.pauses import LongestSilence


@given(
    heard=st.lists(st.booleans(), min_size=1, max_size=80),
    cuts=st.lists(st.integers(0, 80), max_size=5),
    channels=st.integers(1, 2),
)
def test_the_longest_silence_is_that_of_the_whole(
    heard: list[bool], cuts: list[int], channels: int
) -> None:
    samples = np.zeros((len(heard), channels), dtype=np.float32)
    samples[:, -1] = np.where(heard, -0.5, 0.001)
    found = LongestSilence(0.01)
    for block in np.split(samples, sorted(cuts)):
        if len(block):
            found.add(block)
    runs = [len(list(run)) for loud, run in itertools.groupby(heard) if not loud]
    assert found.frames == max(runs, default=0)
