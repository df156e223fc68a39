"""Stories as people paste them: what stands line under line, lists, Markdown and its metadata."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.story.model import Block, Role, Story
from audiobrief.story.plain import read_plain
from audiobrief.story.words import letters

TITLE = "Night bus returns to the harbor villages"
LEAD = (
    "The night bus will run again from May, the county said on Monday, after two winters in which"
    " the last boat left its passengers standing on the pier."
)
QUOTE = "“We walked home along the rails,” said Ole Brandt, who sells tickets at the pier."
LAST = "The first bus leaves at ten in the evening. It stops at all nine villages, the county said."


def _texts(story: Story, *roles: Role) -> list[str]:
    return [block.text for block in story.blocks if block.role in roles]


def _told(text: str) -> list[tuple[Role, str]]:
    return [(block.role, block.text) for block in read_plain(text).blocks]


def _caption(story: Story) -> Block:
    return next(block for block in story.blocks if block.role is Role.CAPTION)


@pytest.mark.parametrize("above", ["", "Home  News  Sport\nLOCAL NEWS\n\n"])
@pytest.mark.parametrize(
    "under", ["By Ada Poe", "By Ada Poe, Harbor Reporter\nPublished 14 March 2026, 09:30 GMT"]
)
def test_byline_under_the_headline_is_not_read_as_its_end(above: str, under: str) -> None:
    """A listener heard the names and the date as part of the headline, or no headline at all."""
    picture = "The old bus at the pier in 2019. Photo: Rut Maier/Getty Images"
    story = read_plain(f"{above}{TITLE}\n{under}\n\n{picture}\n\n{LEAD}\n\n{QUOTE}\n")
    assert story.headline == TITLE
    assert _texts(story, Role.BYLINE) == ["Ada Poe"]
    assert _texts(story, Role.CAPTION) == ["The old bus at the pier in 2019."]


def test_first_paragraph_right_under_the_headline_is_not_read_as_its_end() -> None:
    """A listener heard forty words of headline, and a story without its beginning."""
    story = read_plain(f"{TITLE}\n{LEAD}\n\n{QUOTE}\n\n{LAST}\n")
    assert story.headline == TITLE
    assert _texts(story, Role.BODY) == [LEAD, QUOTE, LAST]


def test_wrapped_headline_keeps_its_last_word() -> None:
    """A listener heard a headline that broke off, because it was wrapped before the margin."""
    story = read_plain(
        "Night bus returns to the harbor, county\nsays\n\nBy Ada Poe\n\n"
        "The night bus will run again from May, the county\n"
        "said on Monday, after two winters in which the\n"
        "last boat left its passengers on the pier.\n\n"
        "The first bus leaves at ten in the evening, and it\n"
        "stops at all nine villages, the county said.\n"
    )
    assert story.headline == "Night bus returns to the harbor, county says"
    assert _texts(story, Role.BYLINE) == ["Ada Poe"]


@pytest.mark.parametrize("marks", [("- ", "- ", "- "), ("* ", "* ", "* "), ("1. ", "2. ", "3. ")])
@pytest.mark.parametrize("end", [LAST, "It stops for four minutes.", ""])
def test_list_is_read_where_it_stands(marks: tuple[str, ...], end: str) -> None:
    """A listener missed the three villages, and heard a sentence that announced nothing."""
    items = ["Nordhavn", "two stops in Lanning", "the old pier"]
    printed = "\n".join(mark + item for mark, item in zip(marks, items, strict=True))
    text = f"{TITLE}\n\n{LEAD}\n\n{QUOTE}\n\nThe bus will stop at:\n\n{printed}\n\n{end}\n"
    kept = [mark.strip("-* ") + " " + item for mark, item in zip(marks, items, strict=True)]
    wanted = [LEAD, QUOTE, "The bus will stop at:", *(item.strip() for item in kept), end]
    assert _texts(read_plain(text), Role.BODY) == [each for each in wanted if each]


@pytest.mark.parametrize("mark", ["## Nine stops", "**Nine stops**", "__Nine stops__"])
def test_marked_heading_is_a_subhead_and_what_follows_is_heard(mark: str) -> None:
    """A listener heard no heading, and the story ended at the list below it."""
    text = f"{TITLE}\n\n{LEAD}\n\n{mark}\n\nIt stops at nine villages.\n\n- Orm\n- Ness\n\n{LAST}\n"
    assert _told(text) == [
        (Role.HEADLINE, TITLE),
        (Role.BODY, LEAD),
        (Role.SUBHEAD, "Nine stops"),
        (Role.BODY, "It stops at nine villages."),
        (Role.BODY, "Orm"),
        (Role.BODY, "Ness"),
        (Role.BODY, LAST),
    ]


def test_reporters_named_at_the_end_are_credits() -> None:
    """A listener never heard who reported the story: they were left out."""
    text = f"{TITLE}\n\n{LEAD}\n\n{LAST}\n\nReporting by Ada Poe; editing by Rut Maier\n"
    story = read_plain(text)
    assert _texts(story, Role.CREDITS) == ["Reporting by Ada Poe; editing by Rut Maier"]


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("Image caption, Riders at the old pier in 2019", "Riders at the old pier in 2019", None),
        (
            "[Photo: Riders at the old pier in 2019. Credit: Rut Maier]",
            "Riders at the old pier in 2019.",
            "Credit: Rut Maier",
        ),
        ("(Photo) Riders wave flags at the pier.", "Riders wave flags at the pier.", None),
        (
            "*The pier in 2019. (Photo by Rut Maier/AFP)*",
            "The pier in 2019.",
            "Photo by Rut Maier/AFP",
        ),
    ],
)
def test_printed_label_of_a_caption_is_not_read(
    printed: str, caption: str, credit: str | None
) -> None:
    """A listener heard "Photo caption: Image caption", or the picture in the midst of the story."""
    found = _caption(read_plain(f"{TITLE}\n\n{printed}\n\n{LEAD}\n\n{LAST}\n"))
    assert (found.text, found.credit) == (caption, credit)


@pytest.mark.parametrize("printed", ["Photo: Rut Maier", "(Photo: Rut Maier/AFP)", "[Foto: dpa]"])
def test_credit_alone_is_no_caption(printed: str) -> None:
    """A listener would have heard a photo described by nothing but its photographer."""
    story = read_plain(f"{TITLE}\n\n{LEAD}\n\n{printed}\n\n{LAST}\n")
    assert not _texts(story, Role.CAPTION)


def test_caption_is_never_the_headline() -> None:
    """A listener heard the picture as the headline because it shares its words."""
    picture = "The night bus returns to the harbor villages. Photo: Rut Maier/Getty Images"
    story = read_plain(f"{picture}\n\nNordhavn has it again\n\n{LEAD}\n\n{LAST}\n")
    assert story.headline == "Nordhavn has it again"


def test_metadata_of_markdown_is_not_read_but_used() -> None:
    """A listener heard "title: …" as the headline, and never who wrote the story."""
    front = f'---\ntitle: "{TITLE}"\nauthor:\n  - Ada Poe\n  - Rut Maier\ndate: 2026-03-14\n---\n'
    story = read_plain(f"{front}\n{LEAD}\n\n{LAST}\n")
    assert story.headline == TITLE
    assert _texts(story, Role.BYLINE) == ["Ada Poe, Rut Maier"]
    assert _texts(story, Role.BODY) == [LEAD, LAST]
    assert story.published is not None
    assert [block.text for block in story.dropped] == ["title:", "author:", "date: 2026-03-14"]


def test_story_goes_on_after_a_rule() -> None:
    """A listener lost everything after three dashes."""
    story = read_plain(f"{TITLE}\n\n{LEAD}\n\n---\n\n{QUOTE}\n\n---\n\n{LAST}\n")
    assert _texts(story, Role.BODY) == [LEAD, QUOTE, LAST]


def test_picture_of_markdown_is_a_caption() -> None:
    """A listener heard an exclamation mark, the alternative text and the name of a file."""
    picture = "![Riders at the pier](pier.jpg)"
    found = _caption(read_plain(f"# {TITLE}\n\n{picture}\n\n{LEAD}\n\n{LAST}\n"))
    assert (found.text, found.image) == ("Riders at the pier", "pier.jpg")
    below = f"{picture}\n*Riders wait at the pier. (Photo by Rut Maier/AFP)*"
    story = read_plain(f"# {TITLE}\n\n{below}\n\n{LEAD}\n\n{LAST}\n")
    assert _texts(story, Role.CAPTION) == ["Riders wait at the pier."]
    found = _caption(story)
    assert (found.image, found.image_alt) == ("pier.jpg", "Riders at the pier")


def test_short_first_paragraph_with_a_place_is_no_caption() -> None:
    """A listener heard the first sentence of the story as the description of a photo."""
    lead = "**NORDHAVN, Ore.** — The night bus will run again from May, the county said on Monday."
    printed = "*The pier in 2019. (Photo by Rut Maier/AFP)*"
    items = "- Orm\n- Ness\n- Lanning\n- Nordhavn\n- Vik\n- Sund\n- Aas"
    text = f"Menu\n\n# {TITLE}\n\n{printed}\n\n{lead}\n\n> {QUOTE}\n\n{items}\n\n{LAST}\n"
    story = read_plain(text)
    assert _texts(story, Role.DATELINE) == ["NORDHAVN, Ore."]
    assert _texts(story, Role.CAPTION) == ["The pier in 2019."]


def test_byline_with_a_date_is_heard_without_it() -> None:
    """A listener never heard who wrote the story: its name was left out as a date."""
    story = read_plain(f"{TITLE}\n\n*By Ada Poe, 14 March 2026*\n\n{LEAD}\n\n{LAST}\n")
    assert _texts(story, Role.BYLINE) == ["Ada Poe"]
    assert story.published is not None


@given(st.lists(st.sampled_from([*"abc", "title: Night bus", "author: Ada Poe", "- one"])))
def test_no_letter_of_metadata_is_lost(rows: list[str]) -> None:
    text = "\n".join(["---", *rows, "---", "", TITLE, "", LEAD, "", LAST])
    story = read_plain(text)
    told = Counter(letters("".join(each.text for each in (*story.blocks, *story.dropped))))
    assert told == Counter(letters(text))


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("mark", ["*", "_"])
def test_an_emphasised_line_below_a_picture_is_its_caption(between: str, mark: str) -> None:
    """As most Markdown has it; otherwise the alternative text is read, and the caption as text."""
    picture = f"![A man with a flag](flag.jpg){between}{mark}A man waves at the opening.{mark}"
    caption = _caption(read_plain(f"# {TITLE}\n\n{LEAD}\n\n{picture}\n\n{QUOTE}\n\n{LAST}\n"))
    assert (caption.text, caption.image_alt) == ("A man waves at the opening.", "A man with a flag")


def test_a_long_paragraph_in_italics_below_a_picture_stays_in_the_story() -> None:
    long = f"{LEAD} {QUOTE} {LAST}"
    text = f"# {TITLE}\n\n{LEAD}\n\n![A man with a flag](flag.jpg)\n\n*{long}*\n\n{QUOTE}\n"
    assert _texts(read_plain(text), Role.CAPTION) == ["A man with a flag"]


@pytest.mark.parametrize("line", ["Advertisement", "Subscribe to our newsletter", "By Tom Hill"])
def test_what_is_known_below_a_picture_is_no_caption(line: str) -> None:
    """A listener would have heard an advertisement as the description of a photo."""
    picture = f"![A man with a flag](flag.jpg)\n\n*{line}*"
    story = read_plain(f"# {TITLE}\n\n{LEAD}\n\n{picture}\n\n{QUOTE}\n\n{LAST}\n")
    assert _texts(story, Role.CAPTION) == ["A man with a flag"]
