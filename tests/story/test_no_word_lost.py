"""No word of a source is lost, judged by readers of words that are not the house's own."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.errors import NoStoryError
from audiobrief.story import chunks, reach
from audiobrief.story.html import read_html
from audiobrief.story.model import Block, Story
from audiobrief.story.plain import read_plain

PROSE = (
    "The library boat returns to the lake this week, and readers on the far shore need not walk"
    " round it any more to bring back what they borrowed before the winter came."
)
TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
"""How many times as many examples as usual are tried."""

VISIBLE_NOT = {"script", "style", "template", "title"}

NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
STRANGE = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs"))
    | st.sampled_from("ßﬁİ漢字ก한국עא👩\u0301éÅ№½²–—“”’.,;:!?()[]*#>-+/\\|&<\"'=~`^"),
    min_size=1,
    max_size=12,
)
WORDS = st.lists(NAMES | STRANGE, min_size=1, max_size=9).map(" ".join)
FURNITURE = st.sampled_from(
    (
        *(
            "Share",
            "Advertisement",
            "By Ada Moss",
            "Photo: Ada Moss/AP",
            "Comments",
            "Read more: x",
        ),
        *("Published March 14, 2026", "PORT LANNING, Ore. (AP) — It rains.", "© 2026 Lanning Post"),
        *(
            "Image 2 of 5",
            "FILE - A boat, left, on May 2, 2024. (AP Photo/A. Moss)",
            "* * *",
            PROSE,
        ),
        *("By Ada Moss, reporter, ada@example.org", "“It rains,” she said. — Ada Moss", "12:30"),
    )
)


def _tokens(text: str) -> Counter[str]:
    """Return the words of a text as any reader would see them: letters and digits in a row."""
    seen = unicodedata.normalize("NFKC", text).casefold()
    return Counter(re.findall(r"[^\W_]+", seen))


def _story_tokens(story: Story) -> Counter[str]:
    return _tokens("\n".join(map(_all, (*story.blocks, *story.dropped))))


def _all(block: Block) -> str:
    return f"{block.text}\n{block.credit or ''}\n{block.image_alt or ''}"


class _Visible(HTMLParser):
    """The words of a page, read by the parser that comes with Python."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in VISIBLE_NOT
        self.found.append("" if tag in {"b", "a", "span", "em", "i"} else " ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in VISIBLE_NOT
        self.found.append("" if tag in {"b", "a", "span", "em", "i"} else " ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def _visible(page: str) -> str:
    reader = _Visible()
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


TAGS = st.sampled_from(
    (
        *("p", "div", "section", "article", "aside", "figure", "figcaption", "blockquote", "h2"),
        *("span", "b", "a", "em", "i", "cite", "time", "nav", "footer", "ul", "li", "table", "td"),
        *(
            "tr",
            "button",
            "form",
            "label",
            "pre",
            "details",
            "summary",
            "main",
            "header",
            "address",
        ),
        *("script", "style", "template", "svg", "noscript", "video", "map", "object", "math"),
    )
)
CLASSES = st.sampled_from(
    ("", "caption", "credit", "related", "byline", "newsletter", "date", "kicker", "summary", "ad")
)
LEAVES = (WORDS | FURNITURE).map(_escaped)


def _element(parts: tuple[str, str, list[str]]) -> str:
    tag, name, inner = parts
    if tag in {"script", "style"}:
        return f"<{tag}>lost()</{tag}>"
    return f"<{tag} class='{name}'>{' '.join(inner)}</{tag}>"


NODES = st.recursive(
    LEAVES | LEAVES.map(lambda text: f"<p>{text}</p>"),
    lambda inner: st.tuples(TAGS, CLASSES, st.lists(inner, min_size=1, max_size=4)).map(_element),
    max_leaves=12,
)


@settings(max_examples=60 * TIMES)
@given(st.lists(NODES, max_size=4), st.lists(NODES, max_size=4), st.integers(4, 5_000))
def test_every_visible_word_of_a_page_is_in_blocks_or_in_dropped(
    before: list[str], after: list[str], near: int
) -> None:
    page = (
        f"<html><head><title>Library boat returns</title></head><body>{' '.join(before)}"
        f"<h1>Library boat returns</h1><article><p>{PROSE}</p><p>{PROSE} So it is said.</p>"
        f"{' '.join(after)}</article><!-- lost --></body></html>"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(chunks, "NEAR_ELEMENTS", near)
        try:
            story = read_html(page)
        except NoStoryError:
            return
    lost = _tokens(_visible(page)) - _story_tokens(story)
    assert not lost, page


LINES = st.one_of(
    WORDS,
    FURNITURE,
    NAMES.map(lambda name: f"# {name}"),
    NAMES.map(lambda name: f"> {name} and so on"),
    NAMES.map(lambda name: f"- {name}"),
    NAMES.map(lambda name: f"3. {name}"),
    NAMES.map(lambda name: f"**{name}** is *{name}* or `{name}`"),
    st.just(""),
)


@settings(max_examples=80 * TIMES)
@given(st.lists(LINES, max_size=12), st.lists(LINES, max_size=12), st.integers(2, 200))
def test_every_word_of_a_text_is_in_blocks_or_in_dropped(
    before: list[str], after: list[str], near: int
) -> None:
    told = ["", "Library boat returns", "", PROSE, "", f"{PROSE} So it is said.", ""]
    text = "\n".join([*before, *told, *after])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reach, "NEAR_LINES", near)
        try:
            story = read_plain(text)
        except NoStoryError:
            return
    lost = _tokens(text) - _story_tokens(story)
    assert not lost, text


LINKS = st.tuples(NAMES, NAMES).map(lambda pair: f"[{pair[0]}](https://example.org/{pair[1]})")
PICTURES = NAMES.map(lambda name: f"![{name}](https://example.org/picture.jpg)")
PARTS = st.lists(LINKS | PICTURES | NAMES, min_size=1, max_size=5)


@settings(max_examples=60 * TIMES)
@given(st.lists(PARTS, max_size=8))
def test_every_word_of_markdown_is_told_and_no_address_of_a_link(lines: list[list[str]]) -> None:
    told = "\n\n".join(" ".join(parts) for parts in lines)
    text = f"# Library boat returns\n\n{PROSE}\n\n{told}\n\n{PROSE} So it is said.\n"
    story = read_plain(text)
    lost = _tokens(re.sub(r"\]\([^)]*\)", "] ", text)) - _story_tokens(story)
    assert not lost
    if not any(line[0].startswith("!") and len(line) == 1 for line in lines):
        assert "example" not in _story_tokens(story)


@settings(max_examples=150 * TIMES)
@given(st.text(max_size=400) | st.binary(max_size=400).map(lambda raw: raw.decode("latin-1")))
def test_any_text_gives_a_story_or_one_sentence(text: str) -> None:
    for read in (read_plain, read_html):
        try:
            assert read(f"{text}\n\n{PROSE}\n\n{text}").headline
        except NoStoryError as error:
            told = str(error)
        else:
            continue
        assert told.endswith(".")
