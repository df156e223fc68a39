"""Documents with bytes changed at random: each gives a story or one clear sentence, never a crash.

Slow. ``FUZZ_SECONDS=600`` lets it run for longer, ``FUZZ_SEED`` lets it begin elsewhere.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from audiobrief.errors import AudiobriefError
from audiobrief.story.aloud import to_text
from audiobrief.story.encoding import media_type
from audiobrief.story.files import from_json, to_json
from audiobrief.story.model import Document, Story
from audiobrief.story.sources import understood
from tests.story.hostile import documents

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]

SECONDS = float(os.environ.get("FUZZ_SECONDS", "20"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
SLOW_S = 3.0
"""Processor seconds that no document of this size may take."""

STORIES = Path(__file__).parents[1] / "data" / "stories"
TOKENS = (
    *(b"<p>", b"</p>", b"<div>", b"</div>", b"<script>", b"</script>", b"<!--", b"-->", b"<h1>"),
    *(b"<table>", b"<tr>", b"<td>", b"<svg>", b"<template>", b"<a href='", b"'>", b"&#0;", b"&#x"),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x0b", b"\xe2\x80\xa8", b"\xcc\x81" * 40),
    *(b"By ", b"Photo: ", b"(AP Photo/", b" \xe2\x80\x94 ", b"2026-03-14", b"PORT LANNING - "),
    *(b"# ", b"> ", b"**", b"](", b"![", b"---\n", b"\n\n", b"- ", b"=\n", b"=3D", b"Subject: "),
    *(b'{"@type":"NewsArticle","headline":', b"null", b"[[[[", b"1e999", b'"\\ud800"', b"]]}"),
    *(b"charset=", b"utf-7", b"utf-16", b"<meta charset=", b"lang=", b"<base href='//[", b"<br>"),
)

STORY = b"The ferry between the two towns was late again on Monday, and people waited for it. " * 3
RSS = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>Coast</title><item><title>Ferry late"
    b"</title><link>https://example.org/1</link><pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate>"
    b"<description>&lt;p&gt;" + STORY + b"&lt;/p&gt;</description></item></channel></rss>"
)
FEED = (
    b'{"version":"https://jsonfeed.org/version/1.1","title":"Coast","items":[{"id":"1","title":'
    b'"Ferry late","content_html":"<p>'
    + STORY
    + b'</p>","date_published":"2026-03-02T10:00:00Z"}]}'
)


def _seeds() -> list[tuple[str, bytes]]:
    """Return the stories of the tests, mails and small hostile documents."""
    found = [
        (path.suffix, path.read_bytes())
        for path in sorted(STORIES.iterdir())
        if path.suffix != ".json"
    ]
    mail = (
        b"From: a@example.org\r\nSubject: =?utf-8?q?Ferry_late?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain;"
        b" charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    texts = [content for ending, content in found if ending == ".txt"]
    found += [(".eml", mail + text.replace(b"\n", b"=\r\n") + b"\r\n--x--\r\n") for text in texts]
    found += [(".xml", RSS), (".json", FEED)]
    found += [(f".{maker.ending}", maker.made(2_000)) for maker in documents().values()]
    return found


def _changed(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a document with some of its bytes changed, moved, doubled or taken away."""
    made = bytearray(content[:20_000])
    for _ in range(chance.choice((1, 1, 2, 4, 8, 32))):
        start = chance.randrange(len(made) + 1)
        end = min(len(made), start + int(chance.expovariate(1 / 40)))
        way = chance.randrange(8)
        if way == 0:
            made[start:end] = chance.randbytes(chance.randrange(1, 6))
        elif way == 1:
            del made[start:end]
        elif way == 2:
            made[start:start] = made[start:end] * chance.choice((1, 2, 50))
        elif way == 3:
            made[start:start] = chance.choice(TOKENS) * chance.choice((1, 1, 3, 100))
        elif way == 4 and start < len(made):
            made[start] ^= 1 << chance.randrange(8)
        elif way == 5:
            place = chance.randrange(len(other) + 1)
            made[start:end] = other[place : place + chance.randrange(400)]
        elif way == 6:
            made = made.replace(bytes(made[start : start + 1]), chance.choice(TOKENS))[:40_000]
        else:
            made[start:end] = made[start:end][::-1]
    return bytes(made)


def _read(document: Document) -> str | None:
    """Read a document, and write and read back what it gave; return what is wrong with it."""
    try:
        found = understood(document)
    except AudiobriefError as error:
        return None if str(error).strip().endswith(".") else f"no sentence: {error}"
    for story in (found,) if isinstance(found, Story) else found.stories:
        again = from_json(to_json(story))
        if not to_text(story, explain=True) or again.blocks != story.blocks:
            return "another story came back from its file"
    return None


def test_changed_bytes_never_crash_the_reader(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311, a seed that can be given again
    seeds = _seeds()
    end = time.monotonic() + SECONDS
    runs = 0
    while time.monotonic() < end or runs < 200:
        ending, content = chance.choice(seeds)
        changed = _changed(content, chance.choice(seeds)[1], chance)
        if not changed.strip():
            continue
        runs += 1
        name = f"document{chance.choice((ending, ending, '.html', '.txt', ''))}"
        document = Document(content=changed, media_type=media_type(changed, name), address=name)
        began = time.process_time()
        kept = tmp_path / f"kept-{name}"
        kept.write_bytes(changed)  # for whoever has to look at what made it crash
        wrong = _read(document)
        spent = time.process_time() - began
        assert wrong is None, f"{kept} (seed {SEED}, run {runs}): {wrong}"
        assert spent < SLOW_S, f"{kept} (seed {SEED}, run {runs}) took {spent:.1f} s"
    assert runs >= 200
