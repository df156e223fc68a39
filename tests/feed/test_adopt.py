from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from audiobrief.errors import FeedError
from audiobrief.feed.adopt import adopt
from audiobrief.feed.check import check_feed
from audiobrief.feed.identity import podcast_guid, read_identity
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show

LONG = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
OLD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:p="{LONG}"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:x="https://host.example/own">
<channel><title>Old pier</title><link>https://old.example/</link><description>d</description>
<atom:link rel="self" href="https://old.example/feed.xml"/>
<item><title>From before &amp; after</title><guid isPermaLink="false">old-1</guid>
  <pubDate>Mon, 05 Jan 2026 06:00:00 GMT</pubDate><x:private>1</x:private>
  <enclosure url="https://old.example/1.mp3" length="99999" type="audio/mpeg"/>
  <i:duration>120</i:duration>
  <p:chapters url="https://old.example/1.json" type="application/json+chapters"/></item>
<item><title>Made again</title><guid>https://post.example/2026-01-31-pier</guid>
  <pubDate>Sat, 31 Jan 2026 05:30:00 GMT</pubDate>
  <enclosure url="https://old.example/2.mp3" length="99999" type="audio/mpeg"/></item>
<item><title>No identity</title></item>
</channel></rss>"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.xml"
    path.write_text(OLD, encoding="utf-8")
    return path


def test_episodes_and_identity_stay(show_folder: Path, show: Show, old: Path) -> None:
    """A show that moves would lose its listeners, or show them every episode twice."""
    count, remarks = adopt(show_folder, str(old))
    assert count == 2
    assert "No identity" in remarks[0]
    assert "301" in remarks[-1]
    path = write_feed(show_folder, show)
    found = feedparser.parse(path.read_bytes())
    assert [each.id for each in found.entries] == [
        "https://post.example/2026-02-01-ferry",
        "https://post.example/2026-01-31-pier",
        "old-1",
    ]
    before = found.entries[-1]
    assert before.title == "From before & after"
    assert before.enclosures[0].href == "https://old.example/1.mp3"
    assert found.entries[1].enclosures[0].href.startswith(show.base_url), "made anew here"
    text = path.read_text("utf-8")
    assert f"<podcast:guid>{podcast_guid('https://old.example/feed.xml')}</podcast:guid>" in text
    assert '<podcast:chapters url="https://old.example/1.json"' in text
    assert "private" not in text
    assert not [each for each in check_feed(path) if each.level == "error"]


def test_a_show_with_another_identity_is_not_overwritten(
    show_folder: Path, show: Show, old: Path
) -> None:
    write_feed(show_folder, show)
    with pytest.raises(FeedError, match="would lose its listeners"):
        adopt(show_folder, str(old))
    assert read_identity(show_folder).items == ()


@pytest.mark.parametrize("content", ["", "<html/>", "{}", "<rss version='2.0'/>"])
def test_what_is_no_feed_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FeedError, match="cannot be adopted"):
        adopt(tmp_path / "show", str(path))
    assert not (tmp_path / "show").exists()
    with pytest.raises(FeedError, match="No such file"):
        adopt(tmp_path / "show", str(tmp_path / "none.xml"))
