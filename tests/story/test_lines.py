from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.story.lines import paragraphs
from audiobrief.story.words import letters, tokens

WORDS = st.text(alphabet="abcdefghij", min_size=1, max_size=9)


def test_blank_lines_end_paragraphs() -> None:
    found = paragraphs("One.\n\n\n  Two\tand more.\r\n\r\nThree.")
    assert [each.text for each in found] == ["One.", "Two and more.", "Three."]
    assert [each.line for each in found] == [1, 4, 6]


def test_lines_that_were_wrapped_are_joined() -> None:
    """Read line by line, a listener would have heard a pause in the middle of each sentence."""
    text = (
        "A short title\n\n"
        "The council met on Monday in the old town hall, where the heating has been\n"
        "broken since the autumn, and talked for five hours about the price of new\n"
        "windows.\n\n"
        "It will meet again in a week, in a school that is warmer, and nobody in the\n"
        "town expects that the next meeting will be shorter.\n"
    )
    found = [each.text for each in paragraphs(text)]
    assert len(found) == 3
    assert found[1].endswith("price of new windows.")


def test_one_paragraph_a_line_stays_apart() -> None:
    text = "A title\nThe first paragraph is here.\nThe second one is a little longer than that.\n"
    assert len(paragraphs(text)) == 3


def test_divided_word_is_made_whole() -> None:
    text = (
        "The council met on Monday in the old town hall, where the heating has be-\n"
        "come a matter of debate, because the windows let in more cold air than the\n"
        "stoves can warm.\n"
    )
    assert "has become a matter" in paragraphs(text)[0].text


def test_markdown() -> None:
    found = paragraphs("# Title\n\n*All of it.*\n\n> Quoted.\n\n- Item **one**\n- Item two\n")
    assert [(each.text, each.heading) for each in found[:1]] == [("Title", 1)]
    assert found[1].stressed
    assert found[2].quoted
    assert [each.text for each in found if each.listed] == ["Item one", "Item two"]


def test_underlined_heading() -> None:
    found = paragraphs("The Title\n=========\n\nA sentence.\n\nPart\n----\n")
    assert [(each.text, each.heading) for each in found] == [
        ("The Title", 1),
        ("A sentence.", 0),
        ("Part", 2),
    ]


def test_invisible_signs_are_taken_out() -> None:
    """Read aloud, a soft hyphen divides a word."""
    assert paragraphs("\ufeffDonau\u00addampf\u200b\u202eschiff")[0].text == "Donaudampfschiff"


def test_the_place_of_a_picture_is_no_letter_of_a_word() -> None:
    """Text that was copied with its pictures has U+FFFC where they stood."""
    assert paragraphs("\ufffcThe pier\ufffcopened.\n\n\ufffc")[0].text == "The pier opened."
    assert len(paragraphs("The pier opened.\n\n\ufffc")) == 1


def test_marks_that_are_not_markdown_stay() -> None:
    assert paragraphs("5 * 3 * 2 and snake_case_name")[0].text == "5 * 3 * 2 and snake_case_name"


@given(st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=12))
def test_no_letter_is_lost(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    assert letters("".join(each.text for each in paragraphs(text))) == letters(text)


@given(st.text(max_size=400))
def test_any_text_gives_paragraphs_in_order(text: str) -> None:
    found = paragraphs(text)
    assert [each.line for each in found] == sorted(each.line for each in found)
    assert all(each.text == " ".join(each.text.split()) for each in found)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "# a" + " " * 200_000 + "x",
        "[" * 200_000,
        ("[a](/" * 4_000)[:19_900],
        "- " * 200_000,
        ("*a **b _c __d `" * 1_400)[:19_900],
        "e" + "\u0301\u0327" * 100_000,
    ],
    ids=["heading", "brackets", "links", "rule", "stars", "accents"],
)
def test_no_marks_can_hang_the_reader(text: str) -> None:
    """Each of these once took minutes; none is more than a paragraph of signs."""
    words = "".join(each.text for each in paragraphs(text))
    assert letters(words)[:1] == letters(text)[:1]


def test_words_in_long_lines_are_composed_as_in_short_ones() -> None:
    long = "cafe\u0301 " * 400
    assert set(tokens(long)) == {"caf\u00e9"}
