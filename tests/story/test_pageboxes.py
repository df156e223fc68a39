"""What stands beside a story on its page, or in it a second time, is not read out."""

from __future__ import annotations

import pytest

from audiobrief.story.html import read_html
from audiobrief.story.model import Role, Story

PARAGRAPHS = (
    (
        "The night train to the coast runs again from the first of May, three years after the"
        " bridge at Weirfold was closed. The council paid half of the repair, the railway the rest."
    ),
    (
        "Tickets for the first ten runs were gone within an hour, the company said. It will hang on"
        " two more carriages in July and August, and keep one for people who travel with a bicycle."
    ),
    (
        "The old timetable had the train wait at Weirfold for forty minutes in the dead of night."
        " That stop is gone, so those who board at ten in the evening are at the sea before seven."
    ),
    (
        "Baker Ines Holm, whose shop opens at five, is glad of it. She sold coffee to the waiting"
        " passengers for thirty years, but says she would rather sleep a little longer."
    ),
    (
        "A second train, over the southern line, is planned for next year, if enough drivers are"
        " found by then. The union wants the rest between two nights to be longer before it agrees."
    ),
)
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
HEAD = "<title>Night train to the coast runs again</title>"
HEADLINE = "<h1>Night train to the coast runs again</h1>"


def _read(inside: str, head: str = HEAD) -> Story:
    page = f"<!doctype html><html lang='en'><head>{head}</head><body>{inside}</body></html>"
    return read_html(page, address="https://herald.example/train")


def _told(story: Story, role: Role) -> list[str]:
    return list(story.texts(role))


def _reasons(story: Story) -> dict[str, str]:
    return {block.text: block.reason for block in story.dropped}


def test_a_story_that_follows_itself_as_one_long_text_is_read_once() -> None:
    """A listener heard the whole story a second time: the page holds it for another reader."""
    whole = " ".join(PARAGRAPHS)
    story = _read(f"{HEADLINE}<article>{BODY}<div>{whole}</div></article>")
    assert _told(story, Role.BODY) == list(PARAGRAPHS)
    assert _reasons(story)[whole] == "it repeats what the story says"


def test_a_pulled_quotation_that_the_story_holds_is_not_read_twice() -> None:
    words = "She sold coffee to the waiting passengers for thirty years"
    parts = f"<p>{PARAGRAPHS[0]}</p><blockquote class='pullquote'>{words}</blockquote>" + "".join(
        f"<p>{each}</p>" for each in PARAGRAPHS[1:]
    )
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert _told(story, Role.BODY) == list(PARAGRAPHS)
    assert not _told(story, Role.QUOTE)


def test_a_box_with_an_invitation_is_left_out_as_a_whole() -> None:
    """A listener heard why to subscribe, in the middle of the story."""
    offer = (
        "<div class='x7'><h3>Subscribe to our free newsletter today</h3><p>Every morning we tell"
        " you what you need to know about trains, ferries and buses, in five minutes.</p></div>"
    )
    parts = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{offer}" + "".join(
        f"<p>{each}</p>" for each in PARAGRAPHS[2:]
    )
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert _told(story, Role.BODY) == list(PARAGRAPHS)
    assert not _told(story, Role.SUBHEAD)
    assert "newsletter" in next(why for text, why in _reasons(story).items() if "ferries" in text)


def test_other_stories_that_are_links_as_a_whole_are_left_out() -> None:
    teasers = "".join(
        f"<li><a href='/{number}'><div><h4>Ferry number {number} sold to the islands</h4><p>The"
        f" ship of the year 19{number} leaves for its new harbour in the autumn, and nobody knows"
        " yet who will steer it there, or what it will carry on its way to the north.</p></div>"
        "</a></li>"
        for number in (71, 72, 73)
    )
    story = _read(f"{HEADLINE}<div><article>{BODY}</article><ul>{teasers}</ul></div>")
    assert _told(story, Role.BODY) == list(PARAGRAPHS)


def test_paragraphs_in_an_element_each_are_all_read() -> None:
    """A listener lost the paragraphs that stood beside a link to another story."""
    more = "<div><h4>Related stories</h4><a href='/x'>Ferry sold to the islands of the north</a>"
    parts = "".join(f"<div class='part'><p>{each}</p></div>" for each in PARAGRAPHS)
    parts = parts.replace("</p></div>", f"</p>{more}</div></div>", 2)
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert _told(story, Role.BODY) == list(PARAGRAPHS)


def test_a_label_between_all_paragraphs_is_not_read_again_and_again() -> None:
    parts = "<div class='visually-hidden'>Article content</div>".join(
        f"<p>{each}</p>" for each in PARAGRAPHS
    )
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert _told(story, Role.BODY) == list(PARAGRAPHS)


def test_rows_of_a_table_in_the_story_are_read_as_lines() -> None:
    table = (
        "<table><tr><th>Stop</th><th>Evening</th></tr><tr><td>Weirfold</td><td>22:10</td></tr>"
        "<tr><td>Holm</td><td>23:45</td></tr></table>"
    )
    parts = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{table}" + "".join(
        f"<p>{each}</p>" for each in PARAGRAPHS[2:]
    )
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert _told(story, Role.BODY)[2:5] == ["Stop, Evening", "Weirfold, 22:10", "Holm, 23:45"]


def test_the_list_that_a_story_opens_with_is_read() -> None:
    points = (
        "The night train to the coast runs again from May, the railway has told the council.",
        "Tickets for the first ten runs are gone, and two more carriages come in the summer.",
    )
    items = "".join(f"<li>{each}</li>" for each in points)
    story = _read(f"{HEADLINE}<article><ul>{items}</ul>{BODY}</article>")
    assert _told(story, Role.BODY) == [*points, *PARAGRAPHS]


@pytest.mark.parametrize("name", ["has-sidebar", "article--no-related", "sidebar-grid"])
def test_a_class_that_says_what_a_page_has_is_no_mark_of_its_text(name: str) -> None:
    short = "She would rather sleep a little longer, she says."
    parts = "".join(f"<div class='{name}'><p>{each}</p><p>{short}</p></div>" for each in PARAGRAPHS)
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert all(each in _told(story, Role.BODY) for each in PARAGRAPHS)
    assert short in _told(story, Role.BODY)


def test_the_stated_text_of_a_story_keeps_other_text_out() -> None:
    """A listener heard a notice to subscribers at the end: the page states what the story is."""
    notice = "Two people read here with your name, so one of you will soon have to go elsewhere."
    stated = " ".join(PARAGRAPHS).replace('"', "'")
    data = f'{{"@type": "NewsArticle", "headline": "Night train", "articleBody": "{stated}"}}'
    head = f"{HEAD}<script type='application/ld+json'>{data}</script>"
    inside = f"{HEADLINE}<article><div>{BODY}</div><div><div><p>{notice}</p></div></div></article>"
    assert notice not in _told(_read(inside, head), Role.BODY)
    assert _told(_read(inside, head), Role.BODY) == list(PARAGRAPHS)


def test_a_sentence_that_is_a_link_as_a_whole_is_read_among_paragraphs() -> None:
    linked = "The bakery at Weirfold has told its side of this story in a letter to the railway."
    parts = f"<p>{PARAGRAPHS[0]}</p><p><a href='/b'>{linked}</a></p>" + "".join(
        f"<p>{each}</p>" for each in PARAGRAPHS[1:]
    )
    assert linked in _told(_read(f"{HEADLINE}<article>{parts}</article>"), Role.BODY)


def _captions(picture: str) -> list[tuple[str, str | None]]:
    parts = f"<p>{PARAGRAPHS[0]}</p>{picture}" + "".join(
        f"<p>{each}</p>" for each in PARAGRAPHS[1:]
    )
    story = _read(f"{HEADLINE}<article>{parts}</article>")
    assert [each for each in _told(story, Role.BODY) if each not in PARAGRAPHS] == []
    return [(b.text, b.credit) for b in story.blocks if b.role is Role.CAPTION]


SHOWN = "The night train waits for its passengers at the station of Weirfold"
MARKED = f"<figcaption>{SHOWN}</figcaption>"


@pytest.mark.parametrize(
    ("picture", "credit"),
    [
        (f"<div><img src='a.jpg' width='800'><div>{SHOWN}</div></div>", None),
        (f"<div class='u1'><div><img src='a.jpg'></div><div><p>{SHOWN}</p></div></div>", None),
        (f"<a href='/big'><figure><img src='a.jpg'>{MARKED}</figure></a>", None),
        (
            (
                f"<figure><img src='a.jpg'><figcaption><p>{SHOWN}</p><p>Ada Poe / Coast Daily</p>"
                "</figcaption></figure>"
            ),
            "Ada Poe / Coast Daily",
        ),
        (
            (
                f"<figure><img src='a.jpg'><figcaption>{SHOWN} <i class='credit'>Photo by Ada Poe"
                "</i> /AFP via Getty Images</figcaption></figure>"
            ),
            "Photo by Ada Poe /AFP via Getty Images",
        ),
        (
            f"<figure><img src='a.jpg'><figcaption>{SHOWN} / Ada Poe</figcaption></figure>",
            "Ada Poe",
        ),
        (
            (
                f"<figure role='button'><img src='a.jpg'><figcaption>{SHOWN}. (Coast Museum,"
                " Weirfold)</figcaption></figure>"
            ),
            "Coast Museum, Weirfold",
        ),
        (f"<div><img src='a.jpg'><span class='img-info'>{SHOWN}</span></div>", None),
    ],
)
def test_a_caption_is_found_however_the_page_marks_it(picture: str, credit: str | None) -> None:
    [(text, told)] = _captions(picture)
    assert text.rstrip(".") == SHOWN
    assert told == credit


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='a.jpg'><figcaption>2:34 How the bridge was mended</figcaption></figure>",
        "<figure><img src='a.jpg'><button class='caption'>Show more of this</button></figure>",
        "<div><img src='a.jpg'><a href='/x'>How the bridge at Weirfold was mended</a></div>",
        "<div><img class='avatar' src='a.jpg'><div>Ada Poe writes about trains</div></div>",
    ],
    ids=["film", "button", "teaser", "author"],
)
def test_what_stands_under_a_picture_is_not_always_a_caption(picture: str) -> None:
    assert _captions(picture) == []


def test_a_photographer_under_a_picture_is_no_caption() -> None:
    """A listener heard "Photo caption: Ada Poe / Coast Daily"."""
    figure = (
        "<figure><img src='a.jpg'><figcaption><span>By the sea.</span></figcaption>"
        "<p>Ada Poe / Coast Daily</p></figure>"
    )
    assert _captions(figure) == [("By the sea.", "Ada Poe / Coast Daily")]


def test_the_summary_under_the_first_picture_is_the_summary() -> None:
    summary = "Three years after the bridge was closed, the first night train leaves for the coast."
    figure = f"<figure><img src='a.jpg'><figcaption>{summary}</figcaption></figure>"
    head = f"{HEAD}<meta name='description' content='{summary}'>"
    story = _read(f"{HEADLINE}<article>{figure}{BODY}</article>", head)
    assert _told(story, Role.SUMMARY) == [summary]
    assert _told(story, Role.CAPTION) == []


LABELLED = "On the coast: Night train runs again"


@pytest.mark.parametrize(
    ("title", "stated", "printed", "told"),
    [
        (LABELLED, "Night train runs again", "On the coast - Night train runs again", 1),
        (LABELLED, LABELLED, ": Night train runs again", 1),
        ("Coast trains: all the news", "Coast trains: all the news", "Night train again", 1),
        ("Sleep your way to the sea", "Why trains are back", "Night train runs again", 2),
    ],
    ids=["label", "cut", "ticker", "at odds"],
)
def test_the_stated_title_mends_a_printed_one(
    title: str, stated: str, printed: str, told: int
) -> None:
    head = f"<title>{title}</title>" + "".join(
        f"<meta property='{place}:title' content='{stated}'>" for place in ("og", "twitter")
    )
    story = _read(f"<h1>{printed}</h1><article>{BODY}</article>", head)
    assert story.headline == (title, stated, printed)[told]


def _bylines(head: str = "", top: str = "") -> list[str]:
    return _told(_read(f"{HEADLINE}{top}<article>{BODY}</article>", HEAD + head), Role.BYLINE)


@pytest.mark.parametrize(
    ("author", "told"),
    [
        (
            (
                '[{"@type": "Person", "name": "Ada Poe"},'
                ' {"@type": "Organization", "name": "Coast Press"}]'
            ),
            ["Ada Poe"],
        ),
        ('[{"name": "Ada Poe"}, {"name": "Ada Poe, Coast Press"}]', ["Ada Poe"]),
        ('{"name": "105092"}', []),
        ('{"name": "Ada Poe and"}', ["Ada Poe"]),
    ],
)
def test_the_people_of_a_story_are_told_and_nothing_else(author: str, told: list[str]) -> None:
    """A listener heard a number, an office or half a list as the writer of a story."""
    data = f'{{"@type": "NewsArticle", "headline": "Night train", "author": {author}}}'
    assert _bylines(f"<script type='application/ld+json'>{data}</script>") == told


def test_a_name_in_an_element_for_authors_is_the_byline() -> None:
    top = "<ul class='metaInfoAuthorList'><li>Ada Poe</li></ul>"
    assert _bylines(top=top) == ["Ada Poe"]


@pytest.mark.parametrize("order", ["{shown}{credit}", "{credit}{shown}"])
def test_a_loose_credit_belongs_to_the_caption_beside_it(order: str) -> None:
    inside = order.format(shown=f"<div>{SHOWN}</div>", credit="<span>Photo: Ada Poe</span>")
    assert _captions(f"<div><img src='a.jpg'>{inside}</div>") == [(SHOWN, "Photo: Ada Poe")]
