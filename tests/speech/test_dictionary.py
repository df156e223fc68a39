"""The voice's dictionaries, read in parts, say what they say when they are read whole."""

from __future__ import annotations

import gzip
import json
import string
from pathlib import Path

import hibari.tts
import pytest
from hibari.g2p import G2P
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.speech.engines.dictionary import (
    SORTED_SHA256,
    TAGGER,
    Pages,
    Weights,
    lexicon,
    tagger,
)
from audiobrief.speech.engines.misaki import Speller
from audiobrief.speech.model import Utterance

ASSETS = Path(hibari.tts.ASSETS)
WORDS = st.text(string.ascii_letters + "'-éß", min_size=1, max_size=12)
VALUES = st.one_of(
    st.text("abˈə,:", max_size=400), st.dictionaries(WORDS, st.text("xˌ,", max_size=5), min_size=1)
)
NEWS = (
    "The minister will read the record that reporters read live on Tuesday, and record it.",
    "Scientists' findings on Ouagadougou's 1,204 wells aren't conclusive, the WHO said.",
    "“He wound the bandage round the wound,” she'd said; NATO and the U.N. objected.",
)


@pytest.mark.parametrize("name", SORTED_SHA256)
def test_every_word_of_a_lexicon_is_found(name: str) -> None:
    """A word that is not found is guessed from its letters: a listener hears a wrong name."""
    whole = json.loads(gzip.decompress((ASSETS / name).read_bytes()))
    paged = lexicon(ASSETS / name)
    assert isinstance(paged, Pages)
    words = list(whole)[:: 1 if "us_gold" in name else 9]
    assert [word for word in words if paged.get(word) != whole[word]] == []
    assert [paged.get(word) for word in ("", "\0", "zzzz", "thequick", "\U0010ffff")] == [None] * 5


@given(st.dictionaries(WORDS, VALUES, min_size=1, max_size=60))
def test_pages_hold_what_the_object_holds(entries: dict[str, object]) -> None:
    small = {word: value for word, value in entries.items() if len(str(value).encode()) < 500}
    if not small:
        return
    text = json.dumps(small, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    paged = Pages(text)
    assert {word: paged.get(word) for word in small} == small


def test_every_weight_of_the_tagger_is_found() -> None:
    whole = json.loads(gzip.decompress((ASSETS / TAGGER).read_bytes()))
    parted = tagger(ASSETS)
    weights = parted["weights"]
    assert isinstance(weights, Weights)
    assert [key for key, value in whole["weights"].items() if weights.get(key) != value] == []
    assert weights.get("w=nosuchword") is None
    assert {**parted, "weights": 0} == {**whole, "weights": 0}


def test_files_that_are_not_known_are_read_whole(tmp_path: Path) -> None:
    """Another release may sort and write them otherwise."""
    (tmp_path / "lexicon_us_gold.json.gz").write_bytes(gzip.compress(b'{"b": "x", "a": "y"}'))
    (tmp_path / TAGGER).write_bytes(gzip.compress(b'{"weights": {}, "tags": ["NN"]}'))
    assert lexicon(tmp_path / "lexicon_us_gold.json.gz") == {"b": "x", "a": "y"}
    assert tagger(tmp_path) == {"weights": {}, "tags": ["NN"]}


def test_sentences_are_spelt_as_by_the_package_itself() -> None:
    theirs = G2P()
    speller = Speller(british=False)
    for sentence in NEWS:
        utterance = Utterance(text=sentence, language="en-US")
        ours = " ".join(word.phonemes for each in speller.sentences(utterance) for word in each)
        assert ours == theirs(speller._normalize(sentence))
