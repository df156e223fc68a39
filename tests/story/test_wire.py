"""Wires into stories: whole texts, summaries that say so, and entries that hold nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import NoStoryError, SourceError, SourceUnreadableError
from audiobrief.story.entries import Wanted, stories_of
from audiobrief.story.model import Document, Role, Story, Wire
from audiobrief.story.sources import Reading, read_source, story_of, understood
from audiobrief.story.wire import Entry, Feed, moment_of, parse_json, parse_xml

FIRST: Final = (
    "The ferry strike in Port Lanning is over after the company and the crews agreed on Saturday on"
    " a new contract that runs for three years."
)
SECOND: Final = (
    "The first ship sailed at noon with 400 people aboard, many of whom had waited since dawn to"
    " see their families on the island again."
)
CAPTION: Final = "Passengers wave as the ferry leaves the pier in Port Lanning on Saturday."
HTML: Final = (
    f"<p>{FIRST}</p><figure><img src='/a.jpg' alt='A white ferry'>"
    f"<figcaption>{CAPTION} (Photo: Ada Moss)</figcaption></figure><p>{SECOND}</p>"
)
SPACES: Final = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _rss(*items: str, more: str = "") -> str:
    rows = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {SPACES}><channel>'
        f"<title>The Lanning Post</title><link>https://lanning.example/</link>{more}{rows}"
        "</channel></rss>"
    )


WHOLE: Final = (
    "<title>Ferry strike ends &amp;#8211; at last</title>"
    "<link>https://lanning.example/ferry</link><dc:creator>Mara Lind</dc:creator>"
    "<pubDate>Sat, 14 Mar 2026 09:30:00 -0700</pubDate>"
    "<description>The strike is over. [&amp;#8230;]</description>"
    f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"
)
SHORT: Final = (
    "<title>Rain ahead</title><link>https://lanning.example/rain</link>"
    "<pubDate>Fri, 13 Mar 2026 22:00:00 GMT</pubDate>"
    '<description>Rain is expected. &lt;a href="x"&gt;Read more&lt;/a&gt;</description>'
)
RDF: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    f' xmlns="http://purl.org/rss/1.0/" {SPACES}><channel rdf:about="x"><title>The Lanning Post'
    '</title></channel><item rdf:about="https://lanning.example/ferry"><title>Ferry strike ends –'
    " at last</title><link>https://lanning.example/ferry</link><dc:creator>Mara Lind</dc:creator>"
    "<dc:date>2026-03-14T09:30:00-07:00</dc:date>"
    f"<content:encoded>{_escaped(HTML)}</content:encoded></item></rdf:RDF>"
)
ATOM: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lanning Post</title><id>urn:x</id>'
    "<updated>2026-03-14T18:00:00Z</updated><entry><title>Ferry strike ends – at last</title>"
    '<id>urn:1</id><link rel="alternate" href="https://lanning.example/ferry"/>'
    "<author><name>Mara Lind</name></author><published>2026-03-14T09:30:00-07:00</published>"
    "<updated>2026-03-14T18:00:00Z</updated>"
    f'<content type="html">{_escaped(HTML)}</content></entry></feed>'
)
CLOSED: Final = HTML.replace("alt='A white ferry'>", "alt='A white ferry'/>")
XHTML: Final = ATOM.replace(
    f'<content type="html">{_escaped(HTML)}</content>',
    f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{CLOSED}</div></content>',
)
JSON: Final = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Lanning Post",
        "items": [
            {
                "id": "1",
                "url": "https://lanning.example/ferry",
                "title": "Ferry strike ends – at last",
                "content_html": HTML,
                "date_published": "2026-03-14T09:30:00-07:00",
                "authors": [{"name": "Mara Lind"}],
            }
        ],
    }
)


def _read(text: str, **how: object) -> Wire:
    found = read_source_text(text, Reading(**how))  # type: ignore[arg-type] # fields of Reading
    assert isinstance(found, Wire)
    return found


def read_source_text(text: str, reading: Reading | None = None) -> Story | Wire:
    import io

    return read_source("-", stdin=io.BytesIO(text.encode()), reading=reading)


@pytest.mark.parametrize(
    "text",
    [_rss(WHOLE), RDF, ATOM, XHTML, JSON],
    ids=["rss", "rdf", "atom", "atom-xhtml", "json"],
)
def test_every_form_gives_the_same_story(text: str) -> None:
    (story,) = _read(text).stories
    assert story.headline == "Ferry strike ends – at last"
    assert list(story.texts(Role.BYLINE)) == ["Mara Lind"]
    assert list(story.texts(Role.BODY)) == [FIRST, SECOND]
    (caption,) = (each for each in story.blocks if each.role is Role.CAPTION)
    assert (caption.text, caption.image_alt) == (CAPTION, "A white ferry")
    assert "Ada Moss" in (caption.credit or "")
    assert story.publisher == "The Lanning Post"
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-14T09:30:00-07:00"
    assert story.address == "https://lanning.example/ferry"
    assert not story.excerpt


@pytest.mark.parametrize("text", [_rss(WHOLE, SHORT), RDF, ATOM, XHTML], ids=lambda text: text[:9])
def test_another_reader_of_wires_sees_the_same(text: str) -> None:
    """feedparser is the judge: titles, links and moments."""
    judged = feedparser.parse(text)
    found = parse_xml(text, "x")
    assert [each.title for each in found.entries] == [
        each.title.replace("&#8211;", "–") for each in judged.entries
    ]
    assert [each.address for each in found.entries] == [each.link for each in judged.entries]
    for ours, theirs in zip(found.entries, judged.entries, strict=True):
        assert ours.published is not None
        moment = theirs.get("published_parsed") or theirs.updated_parsed
        assert ours.published.astimezone(UTC).timetuple()[:6] == moment[:6]


def test_a_summary_is_told_from_a_story() -> None:
    """A teaser that is read as if it were the story leaves a listener waiting for the rest."""
    whole, short = _read(_rss(WHOLE, SHORT)).stories
    assert not whole.excerpt
    assert short.excerpt
    assert list(short.texts(Role.SUMMARY)) == ["Rain is expected."]
    assert [block.text for block in short.dropped] == ["Read more"]


@pytest.mark.parametrize(
    ("content", "excerpt"),
    [
        (f"<p>{FIRST}</p><p>{SECOND} […]</p>", True),
        (f"<p>{FIRST}</p><p>{SECOND}</p><p>Continue reading</p>", True),
        (f"<p>{FIRST}</p><p>{SECOND}</p><p>The post Ferry appeared first on Post.</p>", False),
        (f"<p>{SECOND}</p>", False),
    ],
)
def test_a_text_that_is_cut_off_is_a_summary(content: str, *, excerpt: bool) -> None:
    item = f"<title>T here</title><content:encoded><![CDATA[{content}]]></content:encoded>"
    (story,) = _read(_rss(item)).stories
    assert story.excerpt is excerpt
    assert "appeared first" not in " ".join(block.text for block in story.blocks)


@pytest.mark.parametrize("end", ["Read more", "Continue reading...", "Read the full story »"])
def test_an_invitation_to_read_on_is_not_read_aloud(end: str) -> None:
    item = f"<title>Rain ahead</title><description>Rain is expected. {end}</description>"
    (story,) = _read(_rss(item)).stories
    assert story.excerpt
    assert list(story.texts(Role.SUMMARY)) == ["Rain is expected."]
    assert [block.text for block in story.dropped] == [end]


def test_pictures_described_beside_the_media_element_keep_their_words() -> None:
    """Large publishers write description and credit as neighbours of the picture."""
    media = (
        '<media:content url="https://x.example/b.jpg" medium="image" height="151"/>'
        "<media:credit>Ben Hart</media:credit>"
        "<media:description>The empty terminal on Friday.</media:description>"
    )
    (story,) = _read(_rss(SHORT + media)).stories
    (block,) = (each for each in story.blocks if each.role is Role.CAPTION)
    assert (block.text, block.credit) == ("The empty terminal on Friday.", "Ben Hart")


def test_a_long_description_is_the_story() -> None:
    towns = ("Lanning", "Elm Harbor", "Brand Point")
    paragraphs = "".join(f"<p>In {town}: {FIRST} {SECOND}</p>" for town in towns)
    item = f"<title>Ferry strike ends</title><description>{_escaped(paragraphs)}</description>"
    (story,) = _read(_rss(item)).stories
    assert not story.excerpt
    assert list(story.texts(Role.BODY))


def test_a_picture_beside_the_text_keeps_its_caption() -> None:
    media = (
        '<media:content url="https://lanning.example/b.jpg" medium="image">'
        "<media:description>The empty terminal in Port Lanning on Friday.</media:description>"
        "<media:credit>Ben Hart</media:credit></media:content>"
    )
    for item in (WHOLE, SHORT):
        (story,) = _read(_rss(item + media)).stories
        found = {b.text: b for b in story.blocks if b.role is Role.CAPTION}
        block = found["The empty terminal in Port Lanning on Friday."]
        assert block.credit == "Ben Hart"
        assert block.image == "https://lanning.example/b.jpg"


def test_the_newest_are_read_in_the_order_of_the_wire() -> None:
    items = [
        SHORT.replace("Rain", name).replace("13 Mar", f"{day} Mar")
        for name, day in (("Third", 12), ("First", 14), ("Second", 13))
    ]
    wire = _read(_rss(*items), newest=2)
    assert [story.headline for story in wire.stories] == ["First ahead", "Second ahead"]
    assert not wire.remarks
    many = _read(_rss(*(SHORT.replace("Rain", f"Rain {n}") for n in range(13))))
    assert len(many.stories) == 10
    assert "3 more entries" in many.remarks[0]


def test_a_title_of_one_word_is_a_headline() -> None:
    """A reader of pages distrusts it; a wire says outright that it is the title."""
    (story,) = _read(_rss(WHOLE.replace("Ferry strike ends &amp;#8211; at last", "Strike"))).stories
    assert story.headline == "Strike"
    assert list(story.texts(Role.CAPTION)) == [CAPTION]


def test_since_passes_over_what_is_older_and_keeps_what_has_no_date() -> None:
    undated = "<title>Undated news</title><description>Words without a day.</description>"
    text = _rss(WHOLE, SHORT, undated)
    wire = _read(text, since=datetime(2026, 3, 14, tzinfo=UTC))
    assert [story.headline[:7] for story in wire.stories] == ["Ferry s", "Undated"]
    with pytest.raises(NoStoryError, match="nothing new"):
        _read(_rss(SHORT), since=datetime(2026, 3, 14, tzinfo=UTC))


def test_a_bad_entry_does_not_stop_the_others() -> None:
    wire = _read(_rss("<title>Title alone</title>", "<description>No title.</description>", SHORT))
    assert len(wire.stories) == 1
    assert len(wire.remarks) == 2
    assert "Title alone" in wire.remarks[0]
    with pytest.raises(NoStoryError, match="none of its 1 entries"):
        _read(_rss("<title>Title alone</title>"))
    with pytest.raises(NoStoryError, match="without entries"):
        _read(_rss())


def test_pages_are_fetched_for_summaries_alone_and_failures_are_told() -> None:
    asked: list[str] = []

    def page(address: str) -> Story:
        asked.append(address)
        if "rain" in address:
            raise SourceUnreadableError(f"{address} answers with an empty page.")
        return understood_story()

    entries = (
        Entry(title="A", summary="Short.", address="https://x.example/a"),
        Entry(title="B", summary="Short too.", address="https://x.example/rain"),
        Entry(title="C", content=HTML, address="https://x.example/c"),
    )
    wire = stories_of(Feed(title=None, entries=entries), "x", Wanted(page=page))
    assert asked == ["https://x.example/a", "https://x.example/rain"]
    assert [story.excerpt for story in wire.stories] == [False, True, False]
    assert "summary alone" in wire.remarks[0]
    assert wire.retry


def understood_story() -> Story:
    (story,) = _read(_rss(WHOLE)).stories
    return replace(story, address="https://x.example/a")


@pytest.mark.parametrize(
    "text",
    [
        (
            '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
            f"{_rss(WHOLE)[39:]}"
        ),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;'
            "</title></item></channel></rss>"
        ),
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://x.example/p">%p;]><rss><channel/></rss>',
    ],
)
def test_entities_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(SourceUnreadableError, match="entities"):
        parse_xml(text, "wire.xml")


def test_named_characters_and_bare_ampersands_are_read_all_the_same() -> None:
    item = "<title>Fish &amp; Chips &ndash; A&B</title><description>Caf&eacute; opens</description>"
    (entry,) = parse_xml(_rss(item), "x").entries
    assert entry.title.startswith("Fish & Chips – A")
    assert "Café" in entry.summary


def test_a_damaged_wire_gives_what_stands_before_the_damage() -> None:
    text = _rss(WHOLE, SHORT).partition("Rain ahead")[0]
    assert _read(text).stories[0].headline == "Ferry strike ends – at last"
    with pytest.raises(SourceError):
        _read("<rss")


def test_deep_elements_are_one_error_or_a_wire() -> None:
    text = _rss(SHORT + "<a>" * 50_000)
    assert _read(text).stories
    with pytest.raises(SourceError):
        _read(f"<rss>{'<a>' * 50_000}")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["item", "picture", "element"])
def test_a_wire_with_thousands_of_parts_is_read_in_time(part: str) -> None:
    """Looking for each name among all of them took a minute and more."""
    picture = '<media:content url="{}" medium="image"/>'
    text = {
        "item": _rss(*[SHORT] * 20_000),
        "picture": _rss(SHORT + f"<media:group>{''.join(map(picture.format, range(9_000)))}"),
        "element": _rss(SHORT + "<a/>" * 90_000),
    }[part]
    assert _read(text).stories[0].headline == "Rain ahead"


def test_an_entry_beyond_any_story_is_told_shortly() -> None:
    item = f"<title>{'Rain ' * 900}</title><description>{'Rain. ' * 200_000}</description>"
    wire = _read(_rss(item, SHORT))
    assert len(wire.stories) == 1
    assert len(wire.remarks[0]) < 300


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "not valid JSON"),
        ('{"version": "https://jsonfeed.org/version/1"}', "without the list"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [1, {}]}', "none of its 1"),
    ],
)
def test_a_wrong_json_feed_is_one_sentence(text: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        _read(text)


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("Sat, 14 Mar 2026 09:30:00 GMT", "2026-03-14T09:30:00+00:00"),
        ("14 Mar 2026 09:30:00 EDT", "2026-03-14T09:30:00-04:00"),
        ("Sat, 14 Mar 2026 09:30:00 CEST", "2026-03-14T09:30:00+02:00"),
        ("Sat, 14 Mar 2026 09:30:00 -0000", "2026-03-14T09:30:00+00:00"),
        ("2026-03-14T09:30:00.123+05:30", "2026-03-14T09:30:00+05:30"),
        ("2026-03-14", "2026-03-14T00:00:00+00:00"),
        ("soon", None),
        ("Sat, 99 Mar 2026 09:30:00 GMT", None),
    ],
)
def test_moments_keep_their_zone(stated: str, moment: str | None) -> None:
    found = moment_of(stated)
    assert (found.isoformat() if found else None) == moment


def test_a_wire_is_told_from_a_page_by_its_content() -> None:
    page = f"<!doctype html><html><body><h1>The ferry strike ends</h1>{HTML}</body></html>"
    assert isinstance(read_source_text(page), Story)
    for text in (f"<!-- made by x -->\n{_rss(SHORT)}", f"\ufeff{ATOM}", f"\n{JSON}"):
        assert isinstance(read_source_text(text), Wire)


def test_one_story_is_wanted() -> None:
    document = Document(
        content=_rss(WHOLE, SHORT).encode(), media_type="application/rss+xml", address="w.xml"
    )
    with pytest.raises(NoStoryError, match="2 stories"):
        story_of(document)
    assert isinstance(understood(document), Wire)


@given(st.text(max_size=300))
def test_any_json_feed_gives_stories_or_one_error(title: str) -> None:
    text = JSON.replace("Ferry strike ends", json.dumps(title)[1:-1])
    try:
        found = parse_json(text, "x")
    except SourceError:
        return
    assert len(found.entries) == 1


@given(st.binary(max_size=400))
def test_any_bytes_in_a_wire_give_stories_or_one_error(middle: bytes) -> None:
    start, end = _rss(SHORT).encode().split(b"Rain is")
    document = Document(
        content=start + middle + end, media_type="application/rss+xml", address="w.xml"
    )
    try:
        understood(document)
    except SourceError as failed:
        assert str(failed).endswith(".")  # noqa: PT017, either is right
