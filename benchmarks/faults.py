"""Seeds faults into a good show, one at a time, and counts those that ``audiobrief check`` finds.

``python benchmarks/faults.py`` prints a table by area, and each fault that was not found or that
was found under another rule; ``--json`` prints one object. A small show is made with the voice of
beeps, so that nothing but this machine is needed.
"""

from __future__ import annotations

import argparse
import contextlib
import http
import http.server
import io
import json
import re
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import mutagen.id3
from faults_more import CHANNEL_ROWS, ITEM_ROWS, published_rows, variant_rows
from PIL import Image

from audiobrief.episode.check import check_episode
from audiobrief.episode.id3 import _in_order
from audiobrief.feed.check import check_feed
from audiobrief.feed.publish import FolderStore, publish_show
from audiobrief.feed.remote import check_address
from audiobrief.feed.rss import write_feed
from audiobrief.feed.serve import PodcastServer, _Handler
from audiobrief.findings import Finding
from audiobrief.inspection import inspect
from audiobrief.order import Order
from audiobrief.production import make_episode
from audiobrief.readback.mp3 import tag_length
from audiobrief.settings import Show
from audiobrief.story.model import Role

STORIES: Final = (
    """Harbor bridge reopens after eleven months

By Ada Quill

LOWMOOR, Jan. 12, 2026 - The bridge at Lowmoor reopened on Monday, and buses run again.

Photo: Walkers on the bridge on Monday, Jan. 12, 2026. (Ada Quill/Ferry Post)

The work cost $4 million, said R&D head Ruth Hale: it was worth it.

Ben Oar contributed to this report.
""",
    "Ferry is late\n\nThe ferry from Elm Harbor was late again on Tuesday, the office said.\n",
)
id3: Any = mutagen.id3
"""Its frames are made at run time, where no type checker sees them."""

BASE: Final = "http://127.0.0.1:8765/"
Find = Callable[[Path], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault: area and name, what seeds it into a show's folder, the rules that name it."""

    area: str
    name: str
    seed: Callable[[Path], object]
    rules: tuple[str, ...]


def _show() -> Show:
    """Return a show whose settings are complete."""
    return Show(
        title="Pier Talk",
        description="News from the pier, read aloud.",
        author="Lowmoor Newsroom",
        owner_email="desk@radio.example",
        base_url=BASE,
        copyright="Lowmoor Newsroom",
        licence="cc-by-4.0",
        voices=dict.fromkeys(Role, "tone"),
        variants=(1.5,),
    )


def make_show(folder: Path) -> Path:
    """Return the folder of a good show of two episodes."""
    show = _show()
    for number, story in enumerate(STORIES, start=1):
        source = folder / f"{number}.txt"
        source.write_text(story, encoding="utf-8")
        moment = datetime(2026, 1, 12 + number, 6, 30, tzinfo=UTC)
        order = Order(show=show, output=folder, date=moment, offline=True)
        made = make_episode([str(source)], order)
    write_feed(made.folder.parent, show)
    return made.folder.parent


def _feed(old: str, new: str, count: int = 1) -> Callable[[Path], object]:
    def seed(folder: Path) -> None:
        path = folder / "feed.xml"
        text = path.read_text(encoding="utf-8")
        changed, times = re.subn(old, new, text, count=count)
        if not times:
            raise ValueError(f"{old!r} is not in the feed")
        path.write_text(changed, encoding="utf-8")

    return seed


def _episode(folder: Path) -> Path:
    return next(folder.glob("*harbor-bridge*"))


def _file(name: str, old: str, new: str) -> Callable[[Path], object]:
    def seed(folder: Path) -> None:
        path = _episode(folder) / name
        text = path.read_text(encoding="utf-8")
        changed, times = re.subn(old, new, text, count=1)
        if not times:
            raise ValueError(f"{old!r} is not in {name}")
        path.write_text(changed, encoding="utf-8")

    return seed


def _gone(name: str) -> Callable[[Path], object]:
    return lambda folder: next(_episode(folder).glob(name)).unlink()


def _empty(name: str) -> Callable[[Path], object]:
    return lambda folder: next(_episode(folder).glob(name)).write_bytes(b"")


def _json(name: str, change: Callable[[Any], object]) -> Callable[[Path], object]:
    def seed(folder: Path) -> None:
        path = _episode(folder) / name
        value = json.loads(path.read_text(encoding="utf-8"))
        change(value)
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")

    return seed


def _tag(
    change: Callable[[Any], object], version: int = 3, *, ordered: bool = True
) -> Callable[[Path], object]:
    """Change the tag, and state the new size, so that the tag alone is wrong."""

    def seed(folder: Path) -> None:
        path = _episode(folder) / "episode.mp3"
        tag = id3.ID3(path, translate=False)
        change(tag)
        tag.save(path, v2_version=version, v1=0, padding=lambda _: 0)
        content = path.read_bytes()
        end = tag_length(content)
        if ordered and version == 3:
            path.write_bytes(_in_order(content[:end]) + content[end:])
        _restated(folder)

    return seed


def _sound(change: Callable[[bytes, int], bytes]) -> Callable[[Path], object]:
    """Change the bytes, given the length of the tag, and state the new size."""

    def seed(folder: Path) -> None:
        path = _episode(folder) / "episode.mp3"
        content = path.read_bytes()
        path.write_bytes(change(content, tag_length(content)))
        _restated(folder)

    return seed


def _restated(folder: Path) -> None:
    episode = _episode(folder)
    size = (episode / "episode.mp3").stat().st_size
    record = json.loads((episode / "episode.json").read_text(encoding="utf-8"))
    record["enclosure"].update(length_bytes=size, integrity="")
    (episode / "episode.json").write_text(json.dumps(record), encoding="utf-8")


def _cover(
    size: tuple[int, int], mode: str = "RGB", form: str = "JPEG"
) -> Callable[[Path], object]:
    def seed(folder: Path) -> None:
        buffer = io.BytesIO()
        Image.new(mode, size).save(buffer, form)
        next(_episode(folder).glob("cover-*")).write_bytes(buffer.getvalue())

    return seed


def _show_cover(content: bytes) -> Callable[[Path], object]:
    return lambda folder: next(folder.glob("cover-*")).write_bytes(content)


def _picture(size: tuple[int, int], form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size).save(buffer, form)
    return buffer.getvalue()


ITEM: Final = r"(?s)(<item>.*?)"


def feed_faults() -> Iterator[Fault]:
    """Yield faults of the feed file."""
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("not well-formed", "</rss>", "</rs>", "xml-well-formed"),
        ("a bare ampersand", "Lowmoor Newsroom<", "A & B<", "xml-well-formed"),
        ("a control character", "News from", "News\x01from", "xml-well-formed"),
        ("RSS 0.92", 'version="2.0">', 'version="0.92">', "rss-version"),
        ("an old encoding", 'encoding="UTF-8"', 'encoding="ISO-8859-1"', "feed-encoding"),
        (
            "iTunes namespace in other case",
            "itunes.com/dtds/podcast-1",
            "itunes.com/DTDs/Podcast-1",
            "itunes-namespace",
        ),
        (
            "podcast namespace by http",
            "https://podcastindex.org/names",
            "http://podcastindex.org/names",
            "podcast-namespace",
        ),
        ("no title", "<title>Pier Talk</title>", "", "channel-title"),
        ("an empty title", "<title>Pier Talk</title>", "<title> </title>", "channel-title"),
        ("no link", r"<link>[^<]*</link>", "", "channel-link"),
        (
            "a link that is no address",
            r"<link>[^<]*</link>",
            "<link>radio.example</link>",
            "address-absolute",
        ),
        (
            "no description",
            "<description>News from the pier, read aloud.</description>",
            "",
            "channel-description",
        ),
        ("no language", "<language>en-us</language>", "", "channel-language"),
        ("a language by name", ">en-us<", ">English<", "language-tag"),
        ("an underscore in the language", ">en-us<", ">en_us<", "language-tag"),
        ("an unknown language", ">en-us<", ">qq<", "language-tag"),
        (
            "no category",
            r"(?s)<itunes:category text=\"News\">.*?</itunes:category>",
            "",
            "channel-category",
        ),
        ("a category in lower case", 'text="News"', 'text="news"', "category-known"),
        ("an old category", 'text="News"', 'text="News &amp; Politics"', "category-known"),
        ("a subcategory of another", 'text="Daily News"', 'text="Books"', "category-known"),
        ("no explicit", r"<itunes:explicit>false</itunes:explicit>", "", "channel-explicit"),
        ("explicit yes", ">false</itunes:explicit>", ">yes</itunes:explicit>", "switch-value"),
        (
            "explicit nonsense",
            ">false</itunes:explicit>",
            ">maybe</itunes:explicit>",
            "explicit-value",
        ),
        ("no cover", r"<itunes:image [^>]*/>", "", "channel-image"),
        (
            "a cover by a relative address",
            r'<itunes:image href="[^"]*"',
            '<itunes:image href="cover.jpg"',
            "address-absolute",
        ),
        (
            "a cover that is a GIF",
            r'(<itunes:image href="[^"]*)\.jpg"',
            r'\1.gif"',
            "artwork-format",
        ),
        ("no address of its own", 'rel="self"', 'rel="via"', "self-link"),
        (
            "an owner that is no address",
            "<itunes:email>desk@radio.example",
            "<itunes:email>desk",
            "owner-email",
        ),
        (
            "a podcast:guid that is none",
            r"<podcast:guid>[^<]*",
            "<podcast:guid>pier",
            "podcast-guid-form",
        ),
        (
            "another podcast:guid",
            r"<podcast:guid>[^<]*",
            "<podcast:guid>00000000-0000-5000-8000-000000000000",
            "show-record",
        ),
        ("locked maybe", ">yes</podcast:locked>", ">maybe</podcast:locked>", "locked-value"),
        (
            "an unknown medium",
            ">podcast</podcast:medium>",
            ">radio</podcast:medium>",
            "medium-value",
        ),
        (
            "a licence without its text",
            r"<podcast:license url=\"[^\"]*\">cc-by-4.0",
            "<podcast:license>All mine, really",
            "license-known",
        ),
        ("a person without a name", r"(<podcast:person [^>]*>)[^<]*", r"\1", "person-name"),
        ("a group that is none", 'group="writing"', 'group="newsroom"', "person-taxonomy"),
        (
            "two titles",
            "<title>Pier Talk</title>",
            "<title>Pier Talk</title><title>Pier</title>",
            "element-once",
        ),
        ("a type that is none", ">episodic<", ">daily<", "type-value"),
        ("serial without numbers", ">episodic<", ">serial<", "serial-number"),
        (
            "complete in lower case",
            "<itunes:type>",
            "<itunes:complete>yes</itunes:complete><itunes:type>",
            "switch-value",
        ),
        ("a description over the limit", "News from the pier", "News " * 900, "description-length"),
        (
            "a title over the limit",
            "<title>Pier Talk<",
            "<title>" + "Pier " * 60 + "<",
            "text-length",
        ),
        (
            "letters decoded wrongly",
            "News from the pier",
            "Cafés".encode().decode("latin-1"),
            "text-damaged",
        ),
        ("the picture without words", r'(<podcast:image [^>]*)alt="[^"]*"', r"\1", "image-alt"),
        ("lastBuildDate without zone", r"(<lastBuildDate>[^<]*) \+0000", r"\1", "date-form"),
        ("no episode", r"(?s)<item>.*</item>", "", "channel-items"),
        ("an episode is left out", r"(?s)<item>.*?</item>", "", "feed-episode"),
        (
            "the disclosure is gone",
            r'<podcast:txt purpose="ai-content">true</podcast:txt>',
            "",
            "disclosure",
        ),
    )
    for name, old, new, rule in (*rows, *CHANNEL_ROWS):
        yield Fault(area="channel", name=name, seed=_feed(old, new), rules=(rule,))


ALTERNATE: Final = (
    '<podcast:alternateEnclosure type="audio/mpeg"><podcast:source uri="http://x.example/a.mp3"/>'
    '<podcast:integrity type="sri" value="a"/></podcast:alternateEnclosure><itunes:episodeType>'
)


def item_faults() -> Iterator[Fault]:
    """Yield faults of an item in the feed file."""
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("no title", r"<title>Ferry is late</title>", "", "item-title"),
        ("another title than the record", ">Ferry is late<", ">Ferry is early<", "feed-episode"),
        (
            "markup in the title",
            ">Ferry is late<",
            ">&lt;b&gt;Ferry&lt;/b&gt; is late<",
            "text-markup",
        ),
        (
            "a title escaped twice",
            ">Ferry is late<",
            ">Ferry &amp;amp; late<",
            "text-escaped-twice",
        ),
        ("no guid", r"<guid [^>]*>[^<]*</guid>", "", "item-guid"),
        ("an empty guid", r"(<guid [^>]*>)[^<]*", r"\1", "item-guid"),
        ("a guid said to be an address", r'<guid isPermaLink="false">', "<guid>", "guid-permalink"),
        ("isPermaLink no", 'isPermaLink="false"', 'isPermaLink="no"', "guid-permalink"),
        (
            "the same guid twice",
            r"(?s)(<guid [^>]*>)[^<]*(</guid>.*?<guid [^>]*>)([^<]*)",
            r"\1\3\2\3",
            "guid-unique",
        ),
        ("no date", ITEM + r"<pubDate>[^<]*</pubDate>", r"\1", "item-date"),
        ("an ISO date", ITEM + r"<pubDate>[^<]*", r"\1<pubDate>2026-01-14T06:30:00Z", "date-form"),
        ("a date without zone", ITEM + r"(<pubDate>[^<]*) \+0000", r"\1\2", "date-form"),
        ("a month in full", ITEM + r"(<pubDate>[^<]*)Jan", r"\1\2January", "date-form"),
        (
            "a day of the week that is wrong",
            ITEM + r"<pubDate>Wed",
            r"\1<pubDate>Mon",
            "date-weekday",
        ),
        (
            "the zero of a clock",
            ITEM + r"<pubDate>[^<]*",
            r"\1<pubDate>Thu, 01 Jan 1970 00:00:00 +0000",
            "date-past",
        ),
        (
            "a date to come",
            ITEM + r"<pubDate>[^<]*",
            r"\1<pubDate>Fri, 01 Jan 2100 00:00:00 +0000",
            "date-future",
        ),
        (
            "a date that is no day",
            ITEM + r"<pubDate>[^<]*",
            r"\1<pubDate>Fri, 32 Jan 2026 00:00:00 +0000",
            "date-form",
        ),
        ("no enclosure", r"<enclosure [^>]*/>", "", "item-enclosure"),
        (
            "two enclosures",
            r"(<enclosure [^>]*/>)",
            r'\1<enclosure url="http://x.example/b.mp3" length="99999" type="audio/mpeg"/>',
            "enclosure-count",
        ),
        (
            "the same enclosure twice",
            r'(?s)(<enclosure url=")[^"]*(".*?<enclosure url=")([^"]*)',
            r"\1\3\2\3",
            "enclosure-unique",
        ),
        ("an enclosure of no length", r'length="\d+"', 'length="0"', "enclosure-length"),
        ("an enclosure without length", r' length="\d+"', "", "enclosure-length"),
        ("a length in words", r'length="\d+"', 'length="1 MB"', "enclosure-length"),
        ("a wrong length", r'length="(\d+)"', r'length="\g<1>1"', "file-size"),
        ("the type audio/mp3", 'type="audio/mpeg"', 'type="audio/mp3"', "enclosure-type"),
        (
            "a type of another ending",
            'type="audio/mpeg"',
            'type="audio/x-m4a"',
            "enclosure-extension",
        ),
        (
            "a relative enclosure",
            r'<enclosure url="http://[^/]*/',
            '<enclosure url="',
            "address-absolute",
        ),
        (
            "a space in the enclosure",
            r'<enclosure url="http://127.0.0.1:8765/',
            '<enclosure url="http://127.0.0.1:8765/a b/',
            "address-absolute",
        ),
        ("an enclosure that is not there", r'episode\.mp3"', 'episod.mp3"', "file-missing"),
        (
            "a path out of the folder",
            r'<enclosure url="http://127.0.0.1:8765/',
            '<enclosure url="http://127.0.0.1:8765/../',
            "file-missing",
        ),
        ("a duration in words", r"<itunes:duration>\d+", "<itunes:duration>1m20s", "duration-form"),
        ("a duration of zero", r"<itunes:duration>\d+", "<itunes:duration>0", "duration-form"),
        ("a wrong duration", r"<itunes:duration>\d+", "<itunes:duration>599", "feed-episode"),
        (
            "an episode number 0",
            "<itunes:episodeType>",
            "<itunes:episode>0</itunes:episode><itunes:episodeType>",
            "number-form",
        ),
        (
            "a season in words",
            "<itunes:episodeType>",
            "<itunes:season>one</itunes:season><itunes:episodeType>",
            "number-form",
        ),
        ("an episode type that is none", ">full<", ">complete<", "episode-type"),
        (
            "a transcript of no type",
            r'(<podcast:transcript [^>]*) type="text/vtt"',
            r"\1",
            "transcript-type",
        ),
        (
            "a transcript of type text/x-srt",
            "application/x-subrip",
            "text/x-srt",
            "transcript-type",
        ),
        (
            "a transcript without address",
            r"<podcast:transcript url=\"[^\"]*\"",
            "<podcast:transcript",
            "transcript-address",
        ),
        ("a transcript that is not there", r"transcript\.vtt", "other.vtt", "file-missing"),
        ("a transcript is left out", r"<podcast:transcript [^>]*/>", "", "feed-episode"),
        ("chapters of another type", "application/json[+]chapters", "text/plain", "chapters-type"),
        ("chapters that are not there", r"chapters\.json", "chapter.json", "file-missing"),
        ("chapters are left out", r"<podcast:chapters [^>]*/>", "", "feed-episode"),
        ("a soundbite of 3 seconds", r'duration="[\d.]+"', 'duration="3.0"', "soundbite-times"),
        ("a soundbite without times", r' startTime="[\d.]+"', "", "soundbite-times"),
        (
            "an integrity of no form",
            "<itunes:episodeType>",
            ALTERNATE,
            "integrity-form",
        ),
        (
            "an alternate without source",
            "<itunes:episodeType>",
            '<podcast:alternateEnclosure type="audio/mpeg"/><itunes:episodeType>',
            "alternate-enclosure",
        ),
        (
            "an older episode first",
            r"(?s)(<item>.*?</item>)(\s*)(<item>.*?</item>)",
            r"\3\2\1",
            "feed-order",
        ),
    )
    for name, old, new, rule in (*rows, *ITEM_ROWS):
        yield Fault(area="item", name=name, seed=_feed(old, new), rules=(rule,))


def file_faults() -> Iterator[Fault]:
    """Yield files that are missing, damaged or changed behind our back."""
    for name in ("episode.mp3", "segments.json", "episode.json", "chapters.json", "cover-*"):
        yield Fault(
            area="files",
            name=f"{name} is gone",
            seed=_gone(name),
            rules=("file-missing", "segments", "record"),
        )
        yield Fault(
            area="files",
            name=f"{name} is empty",
            seed=_empty(name),
            rules=("file-size", "segments", "record", "chapters-json", "artwork-format"),
        )
    for ending in ("vtt", "srt", "json", "html", "txt"):
        yield Fault(
            area="files",
            name=f"transcript.{ending} is gone",
            seed=_gone(f"transcript.{ending}"),
            rules=("file-missing",),
        )
        yield Fault(
            area="files",
            name=f"transcript.{ending} is empty",
            seed=_empty(f"transcript.{ending}"),
            rules=("vtt-form", "srt-form", "transcript-json", "transcript-episode"),
        )
    record: tuple[tuple[str, Callable[[Any], object], tuple[str, ...]], ...] = (
        ("a record of a later version", lambda r: r.update(version=99), ("record",)),
        ("a record without guid", lambda r: r.pop("guid"), ("record",)),
        ("a record with a blank title", lambda r: r.update(title=" "), ("record",)),
        ("a date without zone", lambda r: r.update(published="2026-01-13T06:30:00"), ("record",)),
        (
            "a date of the year 1",
            lambda r: r.update(published="0001-01-01T00:00:00+00:00"),
            ("date-past", "tag-text", "record"),
        ),
        (
            "made anew before it was made",
            lambda r: r.update(modified="2020-01-01T00:00:00+00:00"),
            ("date-order",),
        ),
        (
            "another digest",
            lambda r: r["enclosure"].update(integrity="sha384-AAAA"),
            ("file-digest",),
        ),
        (
            "a soundbite after the end",
            lambda r: r.update(
                soundbite={"start_ms": 9_000_000, "duration_ms": 20_000, "title": "x"}
            ),
            ("soundbite-times",),
        ),
    )
    for name, change, rules in record:
        yield Fault(area="files", name=name, seed=_json("episode.json", change), rules=rules)
    yield Fault(
        area="files",
        name="the sound has other bytes of the same size",
        seed=_flipped,
        rules=("file-digest",),
    )
    yield Fault(
        area="files",
        name="a cover of 1000 pixels",
        seed=_cover((1000, 1000)),
        rules=("artwork-size",),
    )
    yield Fault(
        area="files",
        name="a cover that is not square",
        seed=_cover((3000, 2000)),
        rules=("artwork-square",),
    )
    yield Fault(
        area="files",
        name="a cover in CMYK",
        seed=_cover((1400, 1400), "CMYK"),
        rules=("artwork-colour",),
    )
    yield Fault(
        area="files",
        name="a cover that is a PNG by another name",
        seed=_cover((1400, 1400), "RGB", "PNG"),
        rules=("artwork-extension",),
    )
    yield Fault(
        area="files",
        name="a cover that is a GIF",
        seed=_cover((1400, 1400), "P", "GIF"),
        rules=("artwork-format",),
    )
    yield Fault(
        area="files", name="a cover cut short", seed=_halved("cover-*"), rules=("artwork-format",)
    )


def _flipped(folder: Path) -> None:
    path = _episode(folder) / "episode.mp3"
    content = bytearray(path.read_bytes())
    content[-20] ^= 0xFF
    path.write_bytes(content)


def _halved(name: str) -> Callable[[Path], object]:
    def seed(folder: Path) -> None:
        path = next(_episode(folder).glob(name))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return seed


def show_faults() -> Iterator[Fault]:
    """Yield faults of the show's own files."""
    rows: tuple[tuple[str, Callable[[Path], object], str], ...] = (
        ("a cover of 500 pixels", _show_cover(_picture((500, 500), "JPEG")), "artwork-size"),
        (
            "a cover that is not square",
            _show_cover(_picture((1400, 1600), "JPEG")),
            "artwork-square",
        ),
        ("a cover that is no picture", _show_cover(b"<html>"), "artwork-format"),
        ("the cover is gone", lambda folder: next(folder.glob("cover-*")).unlink(), "file-missing"),
        (
            "show.json is damaged",
            lambda folder: (folder / "show.json").write_text("{", encoding="utf-8"),
            "show-record",
        ),
        ("the feed is gone", lambda folder: (folder / "feed.xml").unlink(), "nothing"),
        (
            "the feed is empty",
            lambda folder: (folder / "feed.xml").write_bytes(b""),
            "xml-well-formed",
        ),
        (
            "the feed is a page",
            lambda folder: (folder / "feed.xml").write_text("<html/>", encoding="utf-8"),
            "rss-version",
        ),
    )
    for name, seed, rule in rows:
        yield Fault(area="show", name=name, seed=seed, rules=(rule,))


def transcript_faults() -> Iterator[Fault]:
    """Yield faults of transcripts and chapters."""
    rows: tuple[tuple[str, Callable[[Path], object], tuple[str, ...]], ...] = (
        ("VTT without its first line", _file("transcript.vtt", "WEBVTT", ""), ("vtt-form",)),
        (
            "VTT with a comma in a time",
            _file("transcript.vtt", r"(\d\d)\.(\d{3}) -->", r"\1,\2 -->"),
            ("vtt-form",),
        ),
        ("VTT with a bare ampersand", _file("transcript.vtt", "&amp;", "&"), ("vtt-escapes",)),
        (
            "VTT with a bare <",
            _file("transcript.vtt", "&amp;", "<"),
            ("vtt-escapes", "transcript-episode"),
        ),
        (
            "VTT that ends before it begins",
            _file("transcript.vtt", r"--> 00:00", "--> 00:00:00.001\n00:00"),
            ("vtt-form", "vtt-times", "transcript-episode"),
        ),
        (
            "VTT with another word",
            _file("transcript.vtt", "Walkers", "Talkers"),
            ("transcript-episode",),
        ),
        (
            "VTT without a cue",
            _file("transcript.vtt", r"(?s)\n\n[^\n]+\n[^\n]+-->.*?(?=\n\n)", ""),
            ("transcript-episode",),
        ),
        ("VTT with an unclosed class", _file("transcript.vtt", "</c>", ""), ("vtt-escapes",)),
        (
            "VTT in the wrong order",
            _file(
                "transcript.vtt",
                r"(?s)(\n\n[^\n]+\n[^\n]+-->.*?)(\n\n[^\n]+\n[^\n]+-->.*?)(?=\n\n)",
                r"\2\1",
            ),
            ("vtt-order",),
        ),
        ("SRT without a number", _file("transcript.srt", r"\n\n2\n", "\n\n"), ("srt-form",)),
        ("SRT with a wrong number", _file("transcript.srt", r"\n\n2\n", "\n\n7\n"), ("srt-form",)),
        (
            "SRT with a point in a time",
            _file("transcript.srt", r"(\d\d),(\d{3}) -->", r"\1.\2 -->"),
            ("srt-form",),
        ),
        (
            "SRT moved by a second",
            _file("transcript.srt", r"00:00:0(\d),(\d{3}) -->", r"00:00:1\1,\2 -->"),
            ("srt-times", "srt-order", "transcript-episode"),
        ),
        (
            "SRT with three lines",
            _file("transcript.srt", "Walkers", "Walkers\nand\nmore\nand"),
            ("caption-lines",),
        ),
        (
            "SRT with another word",
            _file("transcript.srt", "Walkers", "Talkers"),
            ("transcript-episode",),
        ),
        (
            "SRT with a speaker-like colon twice",
            _file("transcript.srt", "Walkers", "a: b: c"),
            ("srt-colon",),
        ),
        (
            "JSON without endTime",
            _file("transcript.json", '"endTime"', '"end"'),
            ("transcript-json",),
        ),
        (
            "JSON without segments",
            _file("transcript.json", '"segments"', '"cues"'),
            ("transcript-json",),
        ),
        (
            "JSON without version",
            _file("transcript.json", '"version"', '"form"'),
            ("transcript-json",),
        ),
        (
            "JSON with another word",
            _file("transcript.json", "Walkers", "Talkers"),
            ("transcript-episode",),
        ),
        ("JSON cut short", _halved("transcript.json"), ("transcript-json",)),
        (
            "HTML with another word",
            _file("transcript.html", "Walkers", "Talkers"),
            ("transcript-episode",),
        ),
        (
            "HTML without a language",
            _file("transcript.html", r' lang="[^"]*"', ""),
            ("transcript-html",),
        ),
        ("text without a word", _file("transcript.txt", "Walkers ", ""), ("transcript-episode",)),
        (
            "a transcript in Latin-1",
            lambda f: (_episode(f) / "transcript.txt").write_bytes("é".encode("latin-1")),
            ("transcript-episode",),
        ),
        (
            "chapters without a version",
            _file("chapters.json", '"version"', '"v"'),
            ("chapters-version",),
        ),
        (
            "chapters without startTime",
            _file("chapters.json", '"startTime"', '"start"'),
            ("chapters-json",),
        ),
        (
            "a start in text",
            _file("chapters.json", r'"startTime": ([\d.]+)', r'"startTime": "\1"'),
            ("chapters-json",),
        ),
        (
            "chapters out of order",
            _json("chapters.json", lambda c: c["chapters"].reverse()),
            ("chapters-order",),
        ),
        (
            "a chapter without title",
            _json("chapters.json", lambda c: c["chapters"][1].pop("title")),
            ("chapters-title",),
        ),
        (
            "a chapter in mid-sentence",
            _json(
                "chapters.json",
                lambda c: c["chapters"][2].update(startTime=c["chapters"][2]["startTime"] + 1.9),
            ),
            ("chapters-speech",),
        ),
        (
            "a chapter after the end",
            _json(
                "chapters.json",
                lambda c: c["chapters"][-1].update(startTime=9999.0, endTime=10_000.0),
            ),
            ("chapters-end",),
        ),
        (
            "a chapter that ends before it begins",
            _json("chapters.json", lambda c: c["chapters"][1].update(endTime=0.5)),
            ("chapters-times",),
        ),
        (
            "the first chapter late",
            _json("chapters.json", lambda c: c["chapters"][0].update(startTime=1.0)),
            ("chapters-first",),
        ),
        (
            "another title of a chapter",
            _json("chapters.json", lambda c: c["chapters"][1].update(title="Other")),
            ("chapters-episode",),
        ),
        (
            "toc in text",
            _json("chapters.json", lambda c: c["chapters"][1].update(toc="no")),
            ("chapters-json",),
        ),
        (
            "an image by a path",
            _json("chapters.json", lambda c: c["chapters"][1].update(img="a.jpg")),
            ("chapters-json",),
        ),
        ("no chapter", _json("chapters.json", lambda c: c["chapters"].clear()), ("chapters-json",)),
        (
            "segments overlap",
            _json("segments.json", lambda s: s["segments"][2].update(start_ms=0)),
            ("times-segments",),
        ),
        (
            "two segments of one id",
            _json("segments.json", lambda s: s["segments"][2].update(id=s["segments"][1]["id"])),
            ("times-segments",),
        ),
        (
            "a segment after the end",
            _json("segments.json", lambda s: s["segments"][-1].update(end_ms=9_999_999)),
            ("times-segments",),
        ),
        (
            "segments of another version",
            _json("segments.json", lambda s: s.update(version=2)),
            ("segments",),
        ),
        (
            "a segment without role",
            _json("segments.json", lambda s: s["segments"][0].pop("role")),
            ("segments",),
        ),
        (
            "a segment without words",
            _json("segments.json", lambda s: s["segments"][0].update(print_text="")),
            ("words-segments",),
        ),
    )
    for name, seed, rules in rows:
        yield Fault(area="transcripts and chapters", name=name, seed=seed, rules=rules)


def tag_faults() -> Iterator[Fault]:
    """Yield faults of the ID3 tag."""

    def chapters(tag: Any) -> list[Any]:  # noqa: ANN401, of mutagen
        return list(tag.getall("CHAP"))

    rows: tuple[tuple[str, Callable[[Any], object], str], ...] = (
        ("another title", lambda t: t.add(id3.TIT2(encoding=3, text="Other")), "tag-text"),
        ("no title", lambda t: t.delall("TIT2"), "tag-text"),
        ("another show", lambda t: t.add(id3.TALB(encoding=3, text="Other")), "tag-text"),
        ("no artist", lambda t: t.delall("TPE1"), "tag-text"),
        ("an artist with a slash", lambda t: t.add(id3.TPE1(encoding=3, text="A/B")), "tag-split"),
        ("another year", lambda t: t.add(id3.TYER(encoding=3, text="1999")), "tag-text"),
        ("another day", lambda t: t.add(id3.TDAT(encoding=3, text="0101")), "tag-text"),
        ("another genre", lambda t: t.add(id3.TCON(encoding=3, text="Blues")), "tag-text"),
        ("another language", lambda t: t.add(id3.TLAN(encoding=3, text="deu")), "tag-text"),
        ("another length", lambda t: t.add(id3.TLEN(encoding=3, text="1000")), "tag-duration"),
        ("no transcript", lambda t: t.delall("USLT"), "tag-text"),
        ("half a transcript", lambda t: setattr(t.getall("USLT")[0], "text", "half"), "tag-text"),
        (
            "a transcript in de",
            lambda t: setattr(t.getall("USLT")[0], "lang", "deu"),
            "tag-language",
        ),
        ("no description", lambda t: t.delall("COMM"), "tag-text"),
        ("no disclosure", lambda t: setattr(t.getall("COMM")[0], "text", ["x"]), "disclosure"),
        ("no cover", lambda t: t.delall("APIC"), "tag-cover"),
        (
            "a cover without words",
            lambda t: setattr(t.getall("APIC")[0], "desc", ""),
            "tag-cover-words",
        ),
        (
            "a cover that is no picture",
            lambda t: setattr(t.getall("APIC")[0], "data", b"<html>"),
            "tag-cover",
        ),
        ("another artist", lambda t: t.add(id3.TPE1(encoding=3, text="Other")), "tag-text"),
        ("a cover of no type", lambda t: setattr(t.getall("APIC")[0], "mime", "x"), "tag-cover"),
        ("no chapters", lambda t: t.delall("CHAP"), "tag-chapters"),
        (
            "a chapter is gone",
            lambda t: t.delall(f"CHAP:{chapters(t)[1].element_id}"),
            "tag-chapters",
        ),
        ("a chapter was moved", lambda t: setattr(chapters(t)[1], "start_time", 9), "tag-chapters"),
        (
            "a chapter ends elsewhere",
            lambda t: setattr(chapters(t)[1], "end_time", 99_999),
            "tag-chapters",
        ),
        (
            "a chapter without title",
            lambda t: chapters(t)[1].sub_frames.clear(),
            "tag-chapter-title",
        ),
        (
            "another title of a chapter",
            lambda t: chapters(t)[1].sub_frames.add(id3.TIT2(encoding=3, text="Other")),
            "tag-chapter-title",
        ),
        ("no table of contents", lambda t: t.delall("CTOC"), "tag-contents"),
        (
            "contents without title",
            lambda t: t.getall("CTOC")[0].sub_frames.clear(),
            "tag-contents",
        ),
        (
            "contents without order",
            lambda t: setattr(t.getall("CTOC")[0], "flags", 2),
            "tag-contents",
        ),
        (
            "contents without a chapter",
            lambda t: t.getall("CTOC")[0].child_element_ids.pop(),
            "tag-contents",
        ),
        ("another guid", lambda t: t.add(id3.TGID(encoding=3, text="other")), "tag-text"),
    )
    for name, change, rule in rows:
        yield Fault(area="tags", name=name, seed=_tag(change), rules=(rule,))
    yield Fault(area="tags", name="ID3v2.4", seed=_tag(lambda _: None, 4), rules=("tag-version",))
    yield Fault(
        area="tags",
        name="chapters sorted by size",
        seed=_tag(lambda _: None, ordered=False),
        rules=("tag-order",),
    )
    yield Fault(
        area="tags", name="no tag", seed=_sound(lambda b, end: b[end:]), rules=("tag-missing",)
    )


def sound_faults() -> Iterator[Fault]:
    """Yield faults of the MP3 stream."""
    rows: tuple[tuple[str, Callable[[bytes, int], bytes], tuple[str, ...]], ...] = (
        ("cut in the middle", lambda b, _: b[: len(b) * 2 // 3], ("sound-length", "mp3-cut")),
        (
            "cut by one frame",
            lambda b, _: b[:-314],
            ("mp3-cut", "sound-length", "sound-length-near"),
        ),
        ("cut inside a frame", lambda b, _: b[:-100], ("mp3-cut",)),
        ("rubbish after the tag", lambda b, end: b[:end] + b"\x11" * 500 + b[end:], ("mp3-junk",)),
        (
            "rubbish inside",
            lambda b, end: b[: end + 50_000] + b"\x22" * 400 + b[end + 50_000 :],
            ("mp3-frames",),
        ),
        ("rubbish at the end", lambda b, _: b + b"<html>Not found</html>" * 9, ("mp3-junk",)),
        ("nothing but zeros", lambda b, end: b[:end] + bytes(40_000), ("mp3-frames",)),
        ("a page in its place", lambda _b, _e: b"<html>Not found</html>", ("mp3-frames",)),
        (
            "no Info frame",
            lambda b, end: b[:end] + b[end + 313 :],
            ("mp3-info", "mp3-frames", "sound-length"),
        ),
        (
            "frames twice",
            lambda b, end: b + b[end + 5_000 :],
            ("sound-length", "mp3-cut", "mp3-frames"),
        ),
    )
    for name, change, rules in rows:
        yield Fault(area="sound", name=name, seed=_sound(change), rules=rules)
    asked: tuple[tuple[str, str, float, str], ...] = (
        ("louder than asked for", "integrated_lufs", -24.0, "sound-loudness"),
        ("softer than asked for", "integrated_lufs", -9.0, "sound-loudness"),
        ("a little off", "integrated_lufs", -16.8, "sound-loudness-near"),
        ("peaks over the limit", "true_peak_dbtp", -20.0, "sound-peak"),
    )
    for name, key, level, rule in asked:
        louder = _asked(key, level)
        yield Fault(
            area="sound",
            name=name,
            seed=_json("episode.json", louder),
            rules=(rule, "sound-loudness"),
        )
    yield Fault(
        area="sound",
        name="a pause of 20 seconds",
        seed=_json("segments.json", _hollow),
        rules=("sound-silence",),
    )
    yield Fault(
        area="sound",
        name="speech where a pause should be",
        seed=_json("segments.json", _shifted),
        rules=("sound-noise", "sound-silent"),
    )
    yield Fault(
        area="sound",
        name="another sample rate in the record",
        seed=_json("episode.json", lambda r: r.update(rate_hz=48_000)),
        rules=("sound-stream",),
    )


def _hollow(table: Any) -> None:  # noqa: ANN401, any JSON
    """Leave nothing but the first and the last segment."""
    table["segments"][1:-1] = []
    table["sounds"].clear()


def _asked(key: str, level: float) -> Callable[[Any], object]:
    return lambda record: record["asked_for"].update({key: level})


def _shifted(table: Any) -> None:  # noqa: ANN401, any JSON
    for each in (*table["segments"], *table["sounds"]):
        each["start_ms"] += 400
        each["end_ms"] += 400


class _Bad(_Handler):
    """Answers well but for one thing."""

    trick = ""

    def do_HEAD(self) -> None:  # noqa: N802, the name of the standard library
        if self.trick == "no HEAD":
            self.send_error(http.HTTPStatus.METHOD_NOT_ALLOWED)
        else:
            super().do_HEAD()

    def do_GET(self) -> None:  # noqa: N802, the name of the standard library
        sound = self.path.endswith(".mp3")
        if self.trick == "no ranges" or (self.trick == "half a sound" and sound):
            del self.headers["Range"]
        if self.trick == "another range" and self.headers.get("Range"):
            self.headers.replace_header("Range", "bytes=0-20")
        if self.trick == "login" and sound:
            self.send_error(http.HTTPStatus.UNAUTHORIZED)
        elif self.trick == "sound gone" and sound:
            self.send_error(http.HTTPStatus.NOT_FOUND)
        elif self.trick == "broken" and self.path.endswith("feed.xml"):
            self.send_error(http.HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            super().do_GET()

    def send_header(self, keyword: str, value: str) -> None:
        kind = keyword.lower()
        ending = self.path.rpartition(".")[2]
        wrong = {
            "sound as text": ("content-type", "mp3"),
            "VTT as text": ("content-type", "vtt"),
            "feed as a page": ("content-type", "xml"),
            "chapters as a page": ("content-type", "json"),
            "picture as a page": ("content-type", "jpg"),
        }.get(self.trick)
        if wrong == (kind, ending):
            value = "text/html" if "page" in self.trick else "text/plain"
        if self.trick == "no CORS" and kind.startswith("access-control"):
            return
        if self.trick == "wrong length" and kind == "content-length" and self.command == "HEAD":
            value = str(int(value) + 1)
        super().send_header(keyword, value)


SERVER_FAULTS: Final = (
    ("no HEAD", ("server-head",)),
    ("no ranges", ("server-range",)),
    ("another range", ("server-range",)),
    ("login", ("server-answer", "server-range", "server-head")),
    ("sound gone", ("server-answer", "server-range", "server-head")),
    ("broken", ("server-answer",)),
    ("sound as text", ("server-type",)),
    ("VTT as text", ("server-type",)),
    ("feed as a page", ("server-type",)),
    ("chapters as a page", ("server-type",)),
    ("picture as a page", ("server-type",)),
    ("no CORS", ("server-cors",)),
    ("wrong length", ("server-length",)),
)


@contextlib.contextmanager
def _served(folder: Path, trick: str) -> Iterator[str]:
    """Serve the folder with a trick, and yield the address of its feed."""
    server = PodcastServer(folder, "127.0.0.1", 0)
    server.RequestHandlerClass = type("Tricked", (_Bad,), {"trick": trick})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.addresses[0] if server.addresses else server.address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _all_of(folder: Path) -> tuple[Finding, ...]:
    return (*check_episode(_episode_or(folder)), *check_feed(folder / "feed.xml"))


def _episode_or(folder: Path) -> Path:
    return next(iter(folder.glob("*harbor-bridge*")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a fault: whether it was found, and whether by the rule that names it."""

    area: str
    name: str
    found: bool
    named: bool
    told: tuple[str, ...]


def run() -> list[Result]:
    """Seed every fault and return what was found; the good show itself must be found good."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as place:
        good = make_show(Path(place))
        clean = [each for each in _all_of(good) if each.level != "advice"]
        results.append(
            Result(area="no fault", name="the good show", found=not clean, named=not clean,
                   told=tuple(each.sentence for each in clean))
        )  # fmt: skip
        makers = (
            feed_faults,
            item_faults,
            show_faults,
            file_faults,
            transcript_faults,
            tag_faults,
            sound_faults,
        )
        for fault in (fault for maker in makers for fault in maker()):
            copy = Path(place) / "copy"
            shutil.copytree(good, copy)
            fault.seed(copy)
            feed_only = fault.area in {"channel", "item", "show"}
            found = check_feed(copy / "feed.xml") if feed_only else check_episode(_episode_or(copy))
            results.append(_result(fault.area, fault.name, fault.rules, found))
            shutil.rmtree(copy)
        results += _published(good, Path(place))
        with _served(good, "") as address:
            clean = [each for each in check_address(address) if each.level != "advice"]
        results.append(
            Result(area="no fault", name="the good server", found=not clean, named=not clean,
                   told=tuple(each.sentence for each in clean))
        )  # fmt: skip
        for trick, rules in SERVER_FAULTS:
            with _served(good, trick) as address:
                results.append(_result("server", trick, rules, check_address(address, newest=1)))
    return results


def _published(good: Path, place: Path) -> Iterator[Result]:
    """Yield what became of faults in a folder that was published, and in variants."""
    web = place / "web"
    publish_show(good, _show(), FolderStore(web))
    found = tuple(each for part in inspect(str(web)) for each in part.findings)
    clean = [each for each in found if each.level != "advice"]
    told = tuple(each.sentence for each in clean)
    yield Result(area="no fault", name="published", found=not clean, named=not clean, told=told)
    for name, seed, rules in published_rows():
        copy = shutil.copytree(web, place / "copy")
        seed(copy)
        found = tuple(each for part in inspect(str(copy)) for each in part.findings)
        yield _result("published", name, rules, found)
        shutil.rmtree(copy)
    for name, seed, rules in variant_rows():
        copy = shutil.copytree(good, place / "copy")
        seed(copy)
        yield _result("variants", name, rules, check_episode(_episode(copy)))
        shutil.rmtree(copy)


def _result(area: str, name: str, rules: tuple[str, ...], found: tuple[Finding, ...]) -> Result:
    grave = [each for each in found if each.level != "advice"]
    return Result(
        area=area,
        name=name,
        found=bool(grave),
        named=any(each.rule in rules for each in grave),
        told=tuple(f"{each.rule}: {each.sentence}" for each in grave),
    )


def main() -> int:
    """Print the table; the exit status is 1 where less than 95 of 100 faults are found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    results = run()
    seeded = [each for each in results if each.area != "no fault"]
    counts = Counter(each.area for each in seeded)
    found = Counter(each.area for each in seeded if each.found)
    named = Counter(each.area for each in seeded if each.named)
    alarms = [each for each in results if each.area == "no fault" and not each.found]
    if parser.parse_args().json:
        print(
            json.dumps(
                {
                    "seeded": len(seeded),
                    "found": sum(found.values()),
                    "named": sum(named.values()),
                    "false_alarms": [each.told for each in alarms],
                    "missed": [f"{each.area}: {each.name}" for each in seeded if not each.found],
                    "misnamed": [
                        f"{each.area}: {each.name}: {each.told}"
                        for each in seeded
                        if each.found and not each.named
                    ],
                },
                ensure_ascii=False,
            )
        )
    else:
        print(f"{'area':<26}{'seeded':>8}{'found':>8}{'named':>8}")
        for area, count in counts.items():
            print(f"{area:<26}{count:>8}{found[area]:>8}{named[area]:>8}")
        print(f"{'all':<26}{len(seeded):>8}{sum(found.values()):>8}{sum(named.values()):>8}")
        for each in seeded:
            if not each.named:
                print(
                    "misnamed:" if each.found else "missed:",
                    f"{each.area}: {each.name}: {each.told}",
                )
        print(
            f"False alarms on the good show and server: {len(alarms)}.",
            *(each.told for each in alarms),
        )
    return 0 if sum(found.values()) >= 0.95 * len(seeded) and not alarms else 1


if __name__ == "__main__":
    sys.exit(main())
