"""More faults for ``faults.py``: what the W3C's service asks, variants, and published folders.

Each row is a name, an expression, what takes the place of its first match, and the rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

CHANNEL_ROWS: Final = (
    ("an element in another case", "<language>", "<Language>en</Language><language>",
     "element-unknown"),
    ("a misspelled author", r"<itunes:author>([^<]*)</itunes:author>",
     r"<itunes:auther>\1</itunes:auther>", "element-unknown"),
    ("an element of nobody", "<language>", "<publisher>P</publisher><language>", "element-unknown"),
    ("an editor without address", "<language>",
     "<managingEditor>Ada Quill</managingEditor><language>", "contact-form"),
    ("a ttl of an hour in words", "<language>", "<ttl>one hour</ttl><language>", "value-form"),
    ("a ttl below zero", "<language>", "<ttl>-5</ttl><language>", "value-form"),
    ("an hour 25", "<language>", "<skipHours><hour>25</hour></skipHours><language>", "value-form"),
    ("a day in short", "<language>", "<skipDays><day>Mon</day></skipDays><language>", "value-form"),
    ("docs that are words", "<language>", "<docs>RSS 2.0</docs><language>", "value-form"),
    ("a picture without title", r"(<image>(?:.|\n)*?)<title>[^<]*</title>", r"\1", "image-parts"),
    ("a picture too wide", "</image>", "<width>3000</width></image>", "image-parts"),
    ("a script in the description", "News from the pier",
     "&lt;script&gt;x()&lt;/script&gt;", "html-unsafe"),
    ("a C1 control in the description", "News from", "News\x92s from", "text-damaged"),
)  # fmt: skip

_NOTES: Final = r"(<item>(?:.|\n)*?<content:encoded><!\[CDATA\[)"

ITEM_ROWS: Final = (
    ("an author without address", "<itunes:episodeType>",
     "<author>Ada Quill</author><itunes:episodeType>", "contact-form"),
    ("a source without address", "<itunes:episodeType>",
     "<source>The Post</source><itunes:episodeType>", "value-form"),
    ("comments that are no address", "<itunes:episodeType>",
     "<comments>none yet</comments><itunes:episodeType>", "value-form"),
    ("a misspelled transcript", "<podcast:transcript ", "<podcast:transcripts ",
     "element-unknown"),
    ("a misspelled duration", r"<itunes:duration>([^<]*)</itunes:duration>",
     r"<itunes:durations>\1</itunes:durations>", "element-unknown"),
    ("an element of nobody", "<itunes:episodeType>",
     "<length>3</length><itunes:episodeType>", "element-unknown"),
    ("a frame in the notes", _NOTES, r'\1<iframe src="https://x.example/"></iframe>',
     "html-unsafe"),
    ("a click that runs a script", _NOTES, r'\1<p onclick="x()">y</p>', "html-unsafe"),
    ("an address that runs a script", _NOTES, r'\1<a href="javascript:x()">y</a>', "html-unsafe"),
    ("a relative link in the notes", _NOTES, r'\1<a href="/story">y</a>', "html-relative"),
    ("a relative picture in the notes", _NOTES, r'\1<img src="a.jpg">', "html-relative"),
    ("bold that is not closed", _NOTES, r"\1<b>y", "html-form"),
    ("a list that is closed twice", _NOTES, r"\1<ul><li>y</ul></ul>", "html-form"),
)  # fmt: skip

Seed = Callable[[Path], object]


def _episode(folder: Path) -> Path:
    return next(folder.glob("*harbor-bridge*"))


def _gone(pattern: str) -> Seed:
    return lambda folder: next(_episode(folder).glob(pattern)).unlink()


def _emptied(pattern: str) -> Seed:
    return lambda folder: next(_episode(folder).glob(pattern)).write_bytes(b"")


def _cut(pattern: str) -> Seed:
    def seed(folder: Path) -> None:
        path = next(_episode(folder).glob(pattern))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return seed


def _changed(pattern: str, old: str, new: str) -> Seed:
    def seed(folder: Path) -> None:
        path = next(_episode(folder).glob(pattern))
        text, count = re.subn(old, new, path.read_text(encoding="utf-8"), count=1)
        if not count:
            raise ValueError(f"{old!r} is not in {path.name}")
        path.write_text(text, encoding="utf-8")

    return seed


def _moved_chapters(folder: Path) -> None:
    path = _episode(folder) / "chapters.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["chapters"][1]["startTime"] += 0.4
    content["chapters"][0]["endTime"] += 0.4
    path.write_text(json.dumps(content), encoding="utf-8")


def _other_sound(folder: Path) -> None:
    (one,) = (each / "episode.mp3" for each in folder.glob("*ferry-is-late*"))
    (_episode(folder) / "episode.mp3").write_bytes(one.read_bytes())


def published_rows() -> Iterator[tuple[str, Seed, tuple[str, ...]]]:
    """Yield name, seed and rules of faults in a folder that was published, without records."""
    yield "the sound is gone", _gone("episode.mp3"), ("file-missing",)
    yield "the sound is empty", _emptied("episode.mp3"), ("file-size", "file-type", "mp3-frames")
    yield "the sound is cut", _cut("episode.mp3"), ("file-size", "mp3-cut")
    yield "the sound of another episode", _other_sound, ("tag-text",)
    yield "the chapters are gone", _gone("chapters.json"), ("file-missing",)
    yield "the chapters are later than the tag's", _moved_chapters, ("chapters-episode",)
    yield (
        "the chapters lack one",
        _changed("chapters.json", r'(?s)\{\s*"startTime": 0\.0.*?\},', ""),
        ("chapters-episode",),
    )
    for ending in ("vtt", "srt", "json", "html", "txt"):
        yield f"transcript.{ending} is gone", _gone(f"transcript.{ending}"), ("file-missing",)
        yield (
            f"transcript.{ending} is empty",
            _emptied(f"transcript.{ending}"),
            ("file-type", "vtt-form", "srt-form", "transcript-json", "transcript-html"),
        )
    yield (
        "a caption of the SRT is later",
        _changed("transcript.srt", r"(,\d\d)\d\n", r"\g<1>9\n"),
        ("transcript-episode",),
    )
    yield (
        "a caption of the VTT is out of order",
        _changed("transcript.vtt", r"00:00:0\d\.\d{3} -->", "00:00:59.000 -->"),
        ("vtt-times", "vtt-order", "transcript-episode"),
    )
    yield "the cover is gone", _gone("cover-*"), ("file-missing",)
    yield "the cover is cut", _cut("cover-*"), ("artwork-format",)


def variant_rows() -> Iterator[tuple[str, Seed, tuple[str, ...]]]:
    """Yield name, seed and rules of faults of signs, and of a variant of an episode."""
    yield "a chapter behind its earcon", _behind_earcon, ("chapters-speech",)
    yield "the variant is gone", _gone("episode-*.mp3"), ("file-missing",)
    yield "the variant is cut", _cut("episode-*.mp3"), ("file-size", "mp3-cut")
    yield "the times of the variant are gone", _gone("segments-*.json"), ("segments",)
    yield (
        "the times of the variant are those of the episode",
        _same_times,
        ("times-segments", "sound-noise", "sound-silent"),
    )
    yield (
        "the words of the variant are others",
        _changed("segments-*.json", r'("print_text": ")(\w+)', r"\1Not \2"),
        ("words-segments",),
    )
    yield (
        "the digest of the variant is another",
        _changed("episode.json", r'(?s)("variants".*?"integrity": "sha384-).{4}', r"\1AAAA"),
        ("file-digest",),
    )


def _behind_earcon(folder: Path) -> None:
    """Move a chapter behind the sign before its caption, in the record, the JSON and the tag."""
    place = _episode(folder)
    table = json.loads((place / "segments.json").read_text(encoding="utf-8"))
    sign = next(each for each in table["sounds"] if each["kind"] == "earcon")
    content = json.loads((place / "chapters.json").read_text(encoding="utf-8"))
    starts = [each["startTime"] for each in content["chapters"]]
    number = max(n for n, start in enumerate(starts) if start * 1000 <= sign["start_ms"])
    content["chapters"][number]["startTime"] = (sign["end_ms"] + 10) / 1000
    content["chapters"][number - 1]["endTime"] = (sign["end_ms"] + 10) / 1000
    (place / "chapters.json").write_text(json.dumps(content), encoding="utf-8")


def _same_times(folder: Path) -> None:
    content = (_episode(folder) / "segments.json").read_bytes()
    next(_episode(folder).glob("segments-*.json")).write_bytes(content)
