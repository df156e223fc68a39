"""Rules of RSS that the W3C's service tells of: spelling, contacts, values, HTML."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.feed.check import check_feed
from audiobrief.feed.core import html_problems
from audiobrief.feed.remote import check_address
from audiobrief.feed.rss import write_feed
from audiobrief.feed.serve import PodcastServer, _Handler
from audiobrief.settings import Show

ADDED = {
    "a channel element in another case": ("<language>", "<pubdate>x</pubdate>", "element-unknown"),
    "a misspelled category": (
        "<language>",
        '<itunes:catagory text="News"/>',
        "element-unknown",
    ),
    "an element of nobody": ("<language>", "<isbn>1</isbn>", "element-unknown"),
    "an editor without address": (
        "<language>",
        "<managingEditor>Ada Quill</managingEditor>",
        "contact-form",
    ),
    "a ttl in words": ("<language>", "<ttl>an hour</ttl>", "value-form"),
    "hour 25": ("<language>", "<skipHours><hour>25</hour></skipHours>", "value-form"),
    "a day in short": ("<language>", "<skipDays><day>Mon</day></skipDays>", "value-form"),
    "docs that are no address": ("<language>", "<docs>RSS 2.0</docs>", "value-form"),
    "a source without address": ("<pubDate>", "<source>The Post</source>", "value-form"),
    "an author without address": ("<pubDate>", "<author>Ada Quill</author>", "contact-form"),
    "a wide picture": ("</image>", "<width>1400</width>", "image-parts"),
}


@pytest.mark.parametrize("case", ADDED)
def test_what_rss_does_not_know_is_told(case: str, show_folder: Path, show: Show) -> None:
    before, added, rule = ADDED[case]
    path = write_feed(show_folder, show)
    text = path.read_text(encoding="utf-8")
    item = text.index("<item>") if before == "<pubDate>" else 0
    text = text[:item] + text[item:].replace(before, added + before, 1)
    path.write_text(text, encoding="utf-8")
    assert rule in [each.rule for each in check_feed(path)]


@pytest.mark.parametrize(
    ("notes", "rules"),
    [
        ("<p>One<p>Two<ul><li>a<li>b</ul>", []),
        ('<p>A <a href="https://a.example/?x=1&amp;y">link</a><br>and <em>more</em></p>', []),
        ('<a href="mailto:a@b.example">m</a> <a href="#top">t</a> 3 < 4', []),
        ("Pier & <Quay>, for 3 <4", []),
        ('<img src="data:image/png;base64,xx" alt="">', []),
        ("<p>One</b></p>", ["html-form"]),
        ("<ul><li>one", ["html-form"]),
        ("<b><i>x</b></i>", ["html-form", "html-form"]),
        ("<script>alert(1)</script>", ["html-unsafe"]),
        ('<p onclick="x()">y</p>', ["html-unsafe"]),
        ('<a href="JavaScript:x()">y</a>', ["html-unsafe"]),
        ('<a href="/story">y</a><img src="a.jpg">', ["html-relative", "html-relative"]),
    ],
)
def test_html_of_show_notes_is_read_as_apps_read_it(notes: str, rules: list[str]) -> None:
    assert [rule for rule, _ in html_problems(notes)] == rules


class _Latin(_Handler):
    """States an encoding that the feed does not have."""

    def send_header(self, keyword: str, value: str) -> None:
        if keyword.lower() == "content-type" and self.path.endswith("feed.xml"):
            value = "application/rss+xml; charset=ISO-8859-1"
        super().send_header(keyword, value)


@pytest.fixture
def told(show_folder: Path, show: Show) -> Callable[[type[_Handler], str], list[str]]:
    """Return what tells the rules that a served feed breaks."""

    def check(handler: type[_Handler], query: str) -> list[str]:
        write_feed(show_folder, show)
        with PodcastServer(show_folder, "127.0.0.1", 0) as server:
            server.RequestHandlerClass = handler
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                found = check_address(server.addresses[0] + query, newest=0)
                return [each.rule for each in found]
            finally:
                server.shutdown()
                thread.join()

    return check


def test_a_server_that_states_another_encoding_is_told(
    told: Callable[[type[_Handler], str], list[str]],
) -> None:
    assert told(_Latin, "") == ["encoding-stated"]


def test_a_feed_that_names_another_address_as_its_own_is_told(
    told: Callable[[type[_Handler], str], list[str]],
) -> None:
    assert told(_Handler, "?version=2") == ["self-location"]
