"""Pages: what their own marks say is believed; no visible word is lost."""

from __future__ import annotations

import contextlib
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as reader

from audiobrief.errors import SourceError
from audiobrief.story.chunks import chunks, parse
from audiobrief.story.elements import HIDDEN_TAGS
from audiobrief.story.html import read_html
from audiobrief.story.model import Role, Story
from audiobrief.story.words import few_words, letters

PARAGRAPHS = (
    (
        "The library boat came back to the lake on Monday after two years in the shipyard, and the"
        " children of six villages stood at the landing to see it."
    ),
    (
        "It carries 4,000 books and a stove. The captain, who is also the librarian, reads aloud to"
        " anybody who comes on board before noon."
    ),
    (
        "The repair was paid by a lottery. Most of the tickets were bought by people who "
        "live far from"
        " the lake, the council said in a statement."
    ),
    (
        "From October the boat will also stop at the two islands, if the ice allows it, "
        "and leave a box"
        " of books there for the winter."
    ),
)
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)


def _page(inside: str, head: str = "<title>Library boat returns | The Herald</title>") -> str:
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{inside}</body></html>"


def _read(inside: str, **more: str) -> Story:
    return read_html(_page(inside, **more), address="https://herald.example/boat")


def test_the_name_of_the_site_is_no_part_of_the_headline() -> None:
    story = _read(f"<article>{BODY}</article>")
    assert story.headline == "Library boat returns"


def test_headline_is_not_read_again() -> None:
    story = _read(
        f"<h1>Library boat returns</h1><article><h2>Library boat returns</h2>{BODY}</article>"
    )
    assert list(story.texts(Role.BODY)) == list(PARAGRAPHS)
    assert not list(story.texts(Role.SUBHEAD))


def test_captions_stand_at_their_place_with_credit_and_picture() -> None:
    figure = (
        "<figure><img src='/boat.jpg' alt='A red boat'><figcaption>The boat at the landing of"
        " Nordhavn. <span class='photo-credit'>(Photo: Ada Poe)</span></figcaption></figure>"
    )
    inside = f"<h1>Library boat returns</h1><article><p>{PARAGRAPHS[0]}</p>{figure}<p>" + (
        "</p><p>".join(PARAGRAPHS[1:]) + "</p></article>"
    )
    story = _read(inside)
    roles = [block.role for block in story.blocks if block.role in {Role.BODY, Role.CAPTION}]
    assert roles == [Role.BODY, Role.CAPTION, Role.BODY, Role.BODY, Role.BODY]
    caption = next(block for block in story.blocks if block.role is Role.CAPTION)
    assert caption.text == "The boat at the landing of Nordhavn."
    assert caption.credit == "Photo: Ada Poe"
    assert caption.image == "https://herald.example/boat.jpg"
    assert caption.image_alt == "A red boat"


def test_the_same_caption_is_read_once() -> None:
    figure = "<figure><img src='a.jpg'><figcaption>The boat at the landing.</figcaption></figure>"
    story = _read(f"<h1>Library boat returns</h1><article>{figure}{BODY}{figure}</article>")
    assert list(story.texts(Role.CAPTION)) == ["The boat at the landing."]


def test_quotes_and_subheads_are_told_apart() -> None:
    quote = "<blockquote><p>Nobody on the lake should have to wait for a book.</p></blockquote>"
    parts = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{quote}<h2>The winter</h2>"
    rest = f"<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    story = _read(f"<h1>Library boat returns</h1><article>{parts}{rest}</article>")
    assert list(story.texts(Role.QUOTE)) == ["Nobody on the lake should have to wait for a book."]
    assert list(story.texts(Role.SUBHEAD)) == ["The winter"]


def test_two_breaks_end_a_paragraph() -> None:
    inside = "<h1>Library boat returns</h1><div>" + "<br><br>".join(PARAGRAPHS) + "</div>"
    assert list(_read(inside).texts(Role.BODY)) == list(PARAGRAPHS)


def test_broken_json_ld_is_passed_over() -> None:
    head = '<title>Library boat returns</title><script type="application/ld+json">{"a":</script>'
    assert _read(f"<article>{BODY}</article>", head=head).headline == "Library boat returns"


def test_times_keep_their_zone_and_a_time_without_one_is_only_a_date() -> None:
    head = (
        "<title>Library boat returns</title>"
        "<meta property='article:published_time' content='2026-03-14T23:30:00-08:00'>"
        "<meta property='article:modified_time' content='2026-03-15T23:30:00'>"
    )
    story = _read(f"<article>{BODY}</article>", head=head)
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-14T23:30:00-08:00"
    assert story.modified is not None
    assert story.modified.isoformat() == "2026-03-15T00:00:00+00:00"


def test_language_of_the_page_is_believed_then_detected() -> None:
    assert _read(f"<article>{BODY}</article>").language == "en"
    page = _page(f"<article>{BODY}</article>").replace(" lang='en'", "")
    assert read_html(page).language == "en"


def _visible(page: str) -> Counter[str]:
    tree = reader.document_fromstring(page)
    for element in list(tree.iter()):
        if element.tag in HIDDEN_TAGS:
            tail = element.tail
            element.clear()
            element.tail = tail
    body = tree.find("body")
    text = "" if body is None else " ".join(map(str, body.itertext()))
    return Counter(letters(text))


def _told(story: Story) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in (*story.blocks, *story.dropped):
        found.update(letters(f"{block.text} {block.credit or ''}"))
    return found


WORDS = st.text(alphabet="abcdefg ", min_size=1, max_size=60)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "li",
        "figcaption",
        "span",
        "h2",
        "blockquote",
        "aside",
        "button",
        "em",
        "td",
        "nav",
    ]
)
CLASSES = st.sampled_from(["", "caption", "credit", "related", "byline", "newsletter", "date"])
PARTS = st.lists(st.tuples(TAGS, CLASSES, WORDS, st.booleans()), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PARTS, PARTS)
def test_no_visible_word_is_lost(
    before: list[tuple[str, str, str, bool]], after: list[tuple[str, str, str, bool]]
) -> None:
    def made(parts: list[tuple[str, str, str, bool]]) -> str:
        return "".join(
            f"<figure><{tag} class='{name}'>{text}</{tag}></figure>"
            if boxed
            else f"<{tag} class='{name}'>{text}</{tag}>"
            for tag, name, text, boxed in parts
        )

    page = _page(
        f"{made(before)}<h1>Library boat returns</h1><script>no()</script>"
        f"<article>{BODY}{made(after)}</article><style>p {{}}</style>{made(after)}"
    )
    assert not _visible(page) - _told(read_html(page))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_story_or_one_clear_error(text: str) -> None:
    told = ""
    try:
        told = read_html(text).headline
    except SourceError as error:
        told = str(error).removesuffix(".") + "."
    assert told


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5_000 + BODY,
        "<table><tr><td>" * 300 + BODY,
        "<p>" + "word " * 20_000,
        "<!doctype html>" + "<a href='x'>x</a>" * 3_000,
    ],
    ids=["deep", "tables", "long", "links"],
)
def test_strange_pages_end(page: str) -> None:
    with contextlib.suppress(SourceError):
        assert read_html(page).headline


def test_chunks_are_in_order_and_say_where_they_stand() -> None:
    tree = parse(
        "<body><nav>Menu</nav>\n<article><p>One</p>\n<p>Two <b>bold</b></p></article></body>"
    )
    assert tree is not None
    found = chunks(tree)
    assert [each.text for each in found] == ["Menu", "One", "Two bold"]
    assert [each.line for each in found] == [1, 2, 3]
    assert "nav" in found[0].marks
    assert found[1].trail[:-1] == found[2].trail[:-1]


def test_a_label_over_the_headline_is_no_part_of_it() -> None:
    marked = "<h1><span class='kicker'>On the lake</span> <span>Library boat returns</span></h1>"
    story = _read(f"{marked}<article>{BODY}</article>")
    assert story.headline == "Library boat returns"
    assert "On the lake" in [block.text for block in story.dropped]


def test_a_label_that_the_page_states_as_part_of_the_headline_stays() -> None:
    marked = "<h1><span class='kicker'>Lake</span> <span>Library boat returns</span></h1>"
    story = _read(
        f"{marked}<article>{BODY}</article>", head="<title>Lake: Library boat returns</title>"
    )
    assert story.headline == "Lake Library boat returns"


def test_a_stated_title_decides_where_a_label_ends() -> None:
    head = "<meta property='og:title' content='Library boat returns'>"
    story = _read(
        f"<h1>On the lake - Library boat returns</h1><article>{BODY}</article>", head=head
    )
    assert story.headline == "Library boat returns"


@pytest.mark.parametrize("joint", [" | ", " - ", "--", "ㅣ", "："])
def test_the_name_of_the_publisher_is_cut_even_without_spaces(joint: str) -> None:
    head = (
        "<meta property='og:site_name' content='The Herald'>"
        f"<meta property='og:title' content='Library boat returns{joint}The Herald'>"
    )
    assert _read(f"<article>{BODY}</article>", head=head).headline == "Library boat returns"


def test_crumbs_that_repeat_a_title_are_not_the_headline() -> None:
    head = (
        "<meta property='og:title' content='Library boat: back on the lake'>"
        "<meta name='twitter:title' content='Library boat returns after two years'>"
    )
    inside = (
        "<div class='breadcrumb'><h1>Library boat: back on the lake</h1></div>"
        f"<h2>Library boat returns after two years</h2><article>{BODY}</article>"
    )
    assert _read(inside, head=head).headline == "Library boat returns after two years"


def test_the_foot_of_a_picture_is_a_caption() -> None:
    figure = (
        "<figure><img src='/b.jpg'><figcaption class='image-footer'><span>The boat at the landing"
        " of Nordhavn</span></figcaption></figure>"
    )
    story = _read(f"<h1>Library boat returns</h1><article>{figure}{BODY}</article>")
    assert list(story.texts(Role.CAPTION)) == ["The boat at the landing of Nordhavn"]


def test_printed_byline_is_read_where_it_names_more_people_than_the_page_states() -> None:
    """A listener heard one reporter of two: the page states only the first in its head."""
    head = "<title>Library boat returns</title><meta name='author' content='Ada Poe'>"
    summary = "<p class='standfirst'>It comes back with a stove, and 4,000 books on board.</p>"
    top = f"<h1>Library boat returns</h1>{summary}<p class='byline'>By Ada Poe and Rut Maier</p>"
    story = _read(f"<article>{top}{BODY}</article>", head=head)
    assert list(story.texts(Role.BYLINE)) == ["Ada Poe and Rut Maier"]
    alone = top.replace(" and Rut Maier", "")
    story = _read(f"<article>{alone}{BODY}</article>", head=head)
    assert list(story.texts(Role.BYLINE)) == ["Ada Poe"]


def test_byline_under_a_summary_is_read_where_the_page_states_nobody() -> None:
    """A listener heard no reporter at all: below the summary, the byline counted as told."""
    summary = "<p class='standfirst'>It comes back with a stove, and 4,000 books on board.</p>"
    top = f"<h1>Library boat returns</h1>{summary}<p class='byline'>By Ada Poe and Rut Maier</p>"
    story = _read(f"<article>{top}{BODY}</article>")
    assert list(story.texts(Role.BYLINE)) == ["Ada Poe and Rut Maier"]


@pytest.mark.parametrize(
    "cite",
    [
        "<cite>Bo Lund, captain</cite>",
        "<p><cite>Bo Lund, captain</cite></p>",
        "<footer>— <cite>Bo Lund, captain</cite></footer>",
    ],
)
def test_who_is_quoted_is_heard_inside_the_quote(cite: str) -> None:
    """A listener heard two quotes, the second of them a name, or not who had spoken."""
    quote = f"<blockquote><p>Nobody should have to wait for a book.</p>{cite}</blockquote>"
    parts = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{quote}<p>{PARAGRAPHS[2]}</p>"
    story = _read(f"<h1>Library boat returns</h1><article>{parts}</article>")
    assert list(story.texts(Role.QUOTE)) == [
        "Nobody should have to wait for a book. — Bo Lund, captain"
    ]


def test_error_counts_words_as_people_do() -> None:
    """A listener heard "there are only 1 words"."""
    assert few_words(0) == "there are no words"
    assert few_words(1) == "there is only 1 word"
    assert few_words(7) == "there are only 7 words"


def test_a_paragraph_in_another_language_is_marked_so() -> None:
    page = """<html lang="es"><title>El puerto reabre</title><body><article lang="es">
    <h1>El puerto de Almar reabre tras dos años</h1>
    <p lang="es-ES">El puerto de Almar volvió a abrir el martes, dos años después de la tormenta que
    destruyó el muelle principal, anunció la alcaldesa, Marta Ruiz.</p>
    <blockquote lang="en-GB"><p>We are very happy to be back on the water, and we thank everybody in
    the town who has helped us.</p></blockquote>
    <p>Las obras costaron mucho, pero menos de lo previsto, y el <i lang="en">shuttle service</i>
    volverá en primavera con dos barcos nuevos que salen cada día.</p>
    <div lang="fr"><p>Nous attendons ce moment depuis deux ans, a dit un pêcheur de la ville
    voisine.</p></div></article></body></html>"""
    story = read_html(page)
    told = {
        block.text[:12]: block.language
        for block in story.blocks
        if block.role in {Role.BODY, Role.QUOTE}
    }
    assert told == {
        "El puerto de": None,
        "We are very ": "en-GB",
        "Las obras co": None,
        "Nous attendo": "fr",
    }
