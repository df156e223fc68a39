"""Feeds as other makers write them are right: a check that cries wolf is not listened to."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.feed.check import check_feed

ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
LONG = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"

BLOG = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  {ITUNES} xmlns:rawvoice="https://blubrry.com/developer/rawvoice-rss/"
  xmlns:googleplay="http://www.google.com/schemas/play-podcasts/1.0">
<channel>
  <title>Cats &amp; Dogs</title>
  <atom:link href="https://blog.example/feed/podcast/" rel="self" type="application/rss+xml" />
  <link>https://blog.example</link>
  <description>Talk on cats &amp; dogs</description>
  <lastBuildDate>Tue, 06 Jan 2026 10:00:00 +0000</lastBuildDate>
  <language>en-US</language>
  <sy:updatePeriod>hourly</sy:updatePeriod>
  <generator>https://blog.example/?v=6.8</generator>
  <image><url>https://blog.example/small.jpg</url><title>Cats &amp; Dogs</title>
    <link>https://blog.example</link></image>
  <itunes:summary>Talk on cats &amp; dogs</itunes:summary>
  <itunes:author>Bob &#38; Ann</itunes:author>
  <itunes:explicit>false</itunes:explicit>
  <itunes:image href="https://blog.example/wp-content/uploads/cover.jpg?v=2" />
  <itunes:owner><itunes:name>Bob</itunes:name>
    <itunes:email>bob@blog.example</itunes:email></itunes:owner>
  <copyright>Bob and Ann</copyright>
  <itunes:category text="Leisure">
    <itunes:category text="Animation &amp; Manga" /></itunes:category>
  <itunes:category text="Kids &amp; Family" />
  <googleplay:image href="https://blog.example/wp-content/uploads/cover.jpg" />
  <item>
    <title>Why cats purr — part 2 (“the answer”)</title>
    <link>https://blog.example/cats-purr/</link>
    <comments>https://blog.example/cats-purr/#comments</comments>
    <pubDate>Tue, 06 Jan 2026 09:00:00 +0000</pubDate>
    <dc:creator><![CDATA[Bob]]></dc:creator>
    <category><![CDATA[Cats]]></category>
    <guid isPermaLink="false">https://blog.example/?p=17</guid>
    <description><![CDATA[<p>Cats &amp; why they purr. 3 &lt; 5.</p>]]></description>
    <content:encoded><![CDATA[<p>Cats &amp; why they purr.</p><ul><li>one</li>
      </ul>]]></content:encoded>
    <wfw:commentRss>https://blog.example/cats-purr/feed/</wfw:commentRss>
    <enclosure url="https://media.example/p/blog.example/cats.mp3" length="23456789"
      type="audio/mpeg" />
    <itunes:duration>31:02</itunes:duration>
    <itunes:season>2</itunes:season><itunes:episode>7</itunes:episode>
    <itunes:episodeType>full</itunes:episodeType>
  </item>
  <item>
    <title>Dogs</title>
    <pubDate>Tue, 30 Dec 2025 09:00:00 EST</pubDate>
    <guid>https://blog.example/dogs/</guid>
    <description></description>
    <enclosure url="https://media.example/d.m4a" length="9456789" type="audio/x-m4a" />
    <itunes:duration>01:02:03</itunes:duration>
  </item>
</channel></rss>"""

HOST = f"""<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="/style.xsl" type="text/xsl"?>
<rss version="2.0" {ITUNES} xmlns:podcast="{LONG}" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:psc="http://podlove.org/simple-chapters">
<channel>
  <title>Late Talk</title><link>https://host.example/late</link>
  <atom:link href="https://feeds.host.example/late.rss" rel="self" type="application/rss+xml"/>
  <atom:link href="https://hub.example/" rel="hub"/>
  <description><![CDATA[<p>Late talk</p>]]></description><language>de</language>
  <itunes:type>serial</itunes:type><itunes:author>Lea</itunes:author>
  <itunes:explicit>true</itunes:explicit><itunes:complete>Yes</itunes:complete>
  <itunes:image href="https://host.example/i/cover.png"/>
  <itunes:category text="Society &amp; Culture"/>
  <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
  <podcast:locked owner="lea@host.example">yes</podcast:locked>
  <podcast:funding url="https://host.example/pay">Pay</podcast:funding>
  <podcast:medium>podcast</podcast:medium><podcast:value type="lightning" method="keysend"/>
  <podcast:person img="https://host.example/l.jpg"
    href="https://host.example/lea">Lea</podcast:person>
  <podcast:license>cc-by-sa-4.0</podcast:license>
  <item><itunes:title>Anfang</itunes:title><title>Anfang</title>
    <guid isPermaLink="false">8f1f5d3e</guid><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>
    <description>Der Anfang</description><itunes:episode>1</itunes:episode>
    <enclosure url="https://dts.example/e/1.mp3?dest=late&amp;t=5" length="4000000"
      type="audio/mpeg"/>
    <itunes:duration>1800</itunes:duration><media:content url="https://x.example/1.mp3"/>
    <podcast:transcript url="https://host.example/1.srt" type="application/srt" language="de"/>
    <podcast:transcript url="https://host.example/1.vtt" type="text/vtt" rel="captions"/>
    <podcast:chapters url="https://host.example/1.json" type="application/json"/>
    <podcast:soundbite startTime="73.0" duration="60.0"/>
    <podcast:episode display="1A">1</podcast:episode><podcast:season name="Eins">1</podcast:season>
    <podcast:image href="https://host.example/1.jpg" alt="Lea am Tisch"/>
  </item>
  <item><title>Mitte</title><guid isPermaLink="false">8f1f5d3f</guid>
    <pubDate>Thu, 08 Jan 2026 00:00:00 GMT</pubDate><itunes:episode>2</itunes:episode>
    <enclosure url="https://dts.example/e/2.mp4" length="4000000" type="video/mp4"/></item>
  <item><title>Ende</title><guid isPermaLink="false">8f1f5d40</guid>
    <pubDate>Thu, 15 Jan 2026 00:00:00 GMT</pubDate><itunes:episode>3</itunes:episode>
    <enclosure url="https://dts.example/redirect.mp3/x/3" length="4000000"
      type="audio/mpeg"/></item>
</channel></rss>"""

SMALL = f"""<rss version="2.0" {ITUNES}><channel><title>S</title><link>https://s.example/</link>
<description>S</description><language>pt-br</language><itunes:category text="News"/>
<itunes:explicit>false</itunes:explicit><itunes:image href="https://s.example/c.jpg"/>
<atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="https://s.example/f" rel="self"/>
<item><title>日本語 🎙 العربية</title><guid>https://s.example/1</guid>
<pubDate>1 Jan 2026 00:00 UT</pubDate>
<enclosure url="http://s.example/1.mp3" length="100000"
  type="audio/mpeg"/></item></channel></rss>"""


@pytest.mark.parametrize("content", [BLOG, HOST, SMALL], ids=["blog", "host", "small"])
def test_good_feeds_of_other_makers_are_not_blamed(content: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(content, encoding="utf-8")
    assert [each for each in check_feed(path) if each.level != "advice"] == []


def test_the_other_name_of_the_podcast_namespace_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(HOST.replace('duration="60.0"', 'duration="6.0"'), encoding="utf-8")
    assert [each.rule for each in check_feed(path) if each.level == "error"] == ["soundbite-times"]
