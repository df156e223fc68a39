"""Bytes that nobody printed: each gives a story or one clear sentence, and no word is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from audiobrief.errors import AudiobriefError, NoStoryError
from audiobrief.story import chunks, reach
from audiobrief.story.encoding import media_type
from audiobrief.story.html import read_html
from audiobrief.story.model import Document, Role, Story
from audiobrief.story.plain import read_plain
from audiobrief.story.sources import story_of
from tests.story.hostile import PAGES, PROSE, TEXTS, Maker, documents

SMALL = 4_000
"""Bytes of each document here; benchmarks/hostile.py reads megabytes of them."""


def _told(content: bytes, ending: str) -> str:
    """Return what a producer would be told: the story's words, or the sentence of the error."""
    name = f"document.{ending}"
    document = Document(content=content, media_type=media_type(content, name), address=name)
    sentence = ""
    try:
        return _words(story_of(document))
    except AudiobriefError as error:
        sentence = str(error)
    assert re.fullmatch(r"[^\n]{20,400}\.", sentence), "an error is one sentence"
    return sentence


def _words(story: Story) -> str:
    return "\n".join(block.text for block in (*story.blocks, *story.dropped))


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("content", "ending"),
    [(maker.made(SMALL), maker.ending) for maker in documents().values()],
    ids=list(documents()),
)
def test_every_hostile_document_is_a_story_or_one_sentence(content: bytes, ending: str) -> None:
    assert _told(content, ending)


def test_beyond_reach_a_text_is_kept_and_the_result_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach, "NEAR_LINES", 6)
    lines = [f"{PROSE} Number {number}." for number in range(200)]
    story = read_plain("\n\n".join(["Ferry late again", *lines]))
    far = [block for block in story.blocks if block.rule == "beyond-reach"]
    assert far
    assert all(block.role is Role.BODY for block in far), "the story goes on, so does the reading"
    assert far[0].line == 13
    kept = _words(story)
    assert all(f"Number {number}." in kept for number in range(200))


def test_beyond_reach_what_follows_a_story_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "NEAR_LINES", 30)
    links = [f"Other place {number}" for number in range(400)]
    story = read_plain("\n\n".join(["Ferry late again", PROSE, PROSE, *links]))
    far = [block for block in story.dropped if block.rule == "beyond-reach"]
    assert far
    assert all(block.reason for block in far)
    assert all(f"Other place {number}" in _words(story) for number in range(400))


@pytest.mark.parametrize("elements", range(6, 30, 3))
def test_a_page_is_cut_without_losing_a_word(
    monkeypatch: pytest.MonkeyPatch, elements: int
) -> None:
    monkeypatch.setattr(chunks, "NEAR_ELEMENTS", elements)
    rest = "".join(
        f"<div>more{number} <b>bold{number}</b> tail{number}<script>no</script></div>"
        for number in range(20)
    )
    tree = chunks.parse(f"<body><h1>Ferry</h1><p>{PROSE}</p><p>{PROSE}</p>{rest}</body>")
    assert tree is not None
    found = chunks.pieces(tree)
    told = " ".join([*(chunk.text for chunk in found.chunks), found.far]).split()
    wanted = f"Ferry {PROSE} {PROSE}".split()
    wanted += [f"{word}{number}" for number in range(20) for word in ("more", "bold", "tail")]
    assert Counter(told) == Counter(wanted)
    seen = sum(element.tag != "script" for element in tree.iter())
    assert seen <= elements + 8, "the extractor gets no more than was looked at"


def test_a_page_that_the_parser_would_cut_short_is_refused() -> None:
    """The parser stops at 2048 elements in one another: the story behind them was lost."""
    with pytest.raises(NoStoryError, match="nested too deeply"):
        read_html("<div>word " * 5_000 + f"<h1>Ferry</h1><p>{PROSE}</p>")


@pytest.mark.timeout(30)
def test_a_tag_of_endless_attributes_is_refused() -> None:
    """One tag of ten million signs kept the parser busy for hours."""
    endless = " ".join(f"a{number}='>'" for number in range(200_000))
    with pytest.raises(NoStoryError, match="thousands of attributes"):
        read_html(f"<html><body><div {endless}><h1>Ferry late</h1><p>{PROSE}</p>")


@pytest.mark.parametrize(
    "long",
    [
        f"<div data-state='{PROSE * 200}'></div>",
        f'<div data-state="{PROSE * 200}"></div>',
        f"<script>if (a <b) {{ '{PROSE * 200}' }}</script>",
        f"<!-- <a {PROSE * 200} -->",
    ],
    ids=["single", "double", "script", "comment"],
)
def test_a_long_attribute_is_no_reason_to_refuse_a_page(long: str) -> None:
    story = read_html(f"<body>{long}<h1>Ferry late again</h1><p>{PROSE}</p><p>{PROSE} So.</p>")
    assert story.headline == "Ferry late again"


def test_every_kind_of_document_is_there() -> None:
    assert len(PAGES) + len(TEXTS) == len(documents()) > 160
    assert all(isinstance(maker, Maker) for maker in documents().values())
