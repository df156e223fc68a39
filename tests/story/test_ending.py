"""Where a story ends: comments, notices and other stories behind it are not read."""

from __future__ import annotations

import math

import pytest

from audiobrief.story import ending
from audiobrief.story.ending import likeliest, story_end, tail_of
from audiobrief.story.plain import read_plain
from audiobrief.story.tailwords import about
from audiobrief.story.weights import ENDING

STORY = (
    "Ferry of Port Lanning stops",
    (
        "The ferry between the two towns of Port Lanning stopped on Monday, and nobody on the quay"
        " could say when it would run again."
    ),
    (
        "Its captain, who has crossed the bay for thirty years, said that the ferry needed a new"
        " engine, and that neither town wanted to pay for one."
    ),
    (
        "A vote of both councils on the ferry is planned for the spring. Until then, people have to"
        " drive round the bay, which takes them two hours."
    ),
)
COMMENTS = (
    "14 comments",
    "I have been saying this for years! My brother and I have to drive round the bay each day.",
    "You people never wanted to pay for it, so now you get what you deserve, if you ask me.",
    "I agree with the comment above. Reply to me if you want to share a car with me and my wife!",
)
NOTICES = (
    "Read more",
    "You can change your subscription in your account at any time; your payment details are kept.",
    "Support our journalism with a donation. Your account and your password stay with us.",
    "© 2026 Port Lanning Herald. All rights reserved.",
)


def _body(lines: tuple[str, ...]) -> str:
    story = read_plain("\n\n".join(lines))
    return " ".join(block.text for block in story.blocks)


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert set(ENDING) == {*ending.INSIDE, *ending.EDGE}
    assert all(map(math.isfinite, ENDING.values()))


@pytest.mark.parametrize("behind", [COMMENTS, NOTICES], ids=["comments", "notices"])
def test_what_follows_a_story_is_not_read(behind: tuple[str, ...]) -> None:
    """A listener heard the quarrel of the readers as the end of the story."""
    read = _body((*STORY, *behind))
    assert STORY[-1] in read
    assert not any(line in read for line in behind)


def test_nothing_of_a_story_alone_is_lost() -> None:
    """In doubt, body: an interview speaks of you and me as comments do."""
    talk = (
        "What did you do when the ferry stopped?",
        "I called my wife, and we drove round the bay. You get used to it, you know.",
        "Would you pay for a new engine?",
        "My father did, and I would. We are a town of sailors, after all.",
    )
    read = _body((*STORY, *talk))
    assert all(line in read for line in (*STORY, *talk))


def test_a_table_in_the_middle_does_not_end_a_story() -> None:
    rows = ("Monday", "7:10", "9:40", "Tuesday", "7:10", "9:40", "11:15")
    lines = (*STORY, *rows, *STORY[1:])
    tail = tail_of(lines, 0, 1, 3)
    assert story_end(tail) == len(lines) - 1


@pytest.mark.parametrize(
    ("chances", "words", "end"),
    [
        ((0.5, 0.5), (30.0, 30.0), 1),
        ((0.5, 0.5), (30.0, 0.0), 0),
        ((0.9, 0.1), (30.0, 30.0), 0),
        ((0.5, 0.3, 0.2), (30.0, 30.0, 30.0), 1),
    ],
)
def test_a_lost_word_weighs_more_than_one_too_many(
    chances: tuple[float, ...], words: tuple[float, ...], end: int
) -> None:
    assert likeliest([math.log(each) for each in chances], words) == end


def test_what_words_are_about() -> None:
    found = about("Melden Sie sich mit Ihrem Passwort an, um zu kommentieren.")
    assert found["account"] == 1
    assert found["comments"] == 1
    assert about("“I lost my password,” she said.")["account"] == 0
    assert about("댓글을 쓰려면 로그인 하세요")["comments"] == 1


def test_signature_of_a_message_is_not_read() -> None:
    """A listener heard the sender's name and address after the last sentence."""
    story = read_plain("\n\n".join(STORY) + "\n\n-- \nJane Doe\njane@example.com\n")
    assert [block.text for block in story.blocks] == list(STORY)


def test_head_of_a_message_that_was_passed_on_is_not_the_headline() -> None:
    head = "---------- Forwarded message ---------\nFrom: Jane Doe <jane@example.com>\n\n"
    assert read_plain(head + "\n\n".join(STORY)).headline == STORY[0]


def test_nothing_of_a_pasted_text_is_lost_behind_code_and_quotation() -> None:
    """In doubt, body: the last paragraph of a note in Markdown was left out."""
    note = ("```", "sail = True", "```", "> We are tired of it.")
    story = read_plain("\n\n".join((f"# {STORY[0]}", STORY[1], *note, *STORY[2:])))
    assert list(STORY[2:]) == [block.text for block in story.blocks][-2:]
