"""What it costs to add an episode to a show of 10, 100, 1,000 and 10,000 episodes.

``python benchmarks/feed.py`` prints processor seconds: the place of the new episode (``make`` asks
twice) and the feed; the first feed of a show that the cache does not know is told too.
The episodes are records of the size of real ones, with stand-ins for their files.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from audiobrief.episode.model import TRANSCRIPTS, cover_name
from audiobrief.episode.place import episode_place
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show

FIRST = datetime(1999, 1, 1, tzinfo=UTC)


def put(folder: Path, number: int) -> None:
    """Put an episode into the show's folder."""
    published = FIRST + timedelta(hours=20 * number)
    place = folder / f"{published:%Y-%m-%d}-episode-{number}"
    place.mkdir()
    for name in ("episode.mp3", "chapters.json", *(path for path, _ in TRANSCRIPTS)):
        (place / name).write_bytes(b"x" * 20)
    (place / "episode.json").write_text(json.dumps(record(number, published)), encoding="utf-8")


def record(number: int, published: datetime) -> dict[str, Any]:
    """Return a record of about 25 kB, as a story of 400 words has it."""
    chapters = [
        {"start_frames": n * 100, "end_frames": n * 100 + 100, "title": f"Part {n}"}
        for n in range(8)
    ]
    cues = [
        {"id": f"{number}-{n}", "print_text": "word " * 20, "spoken_text": "word " * 20}
        for n in range(90)
    ]
    return {
        "version": 1,
        "guid": f"https://post.example/{number}",
        "title": f"Headline number {number} & more",
        "summary": "Some sentences of a summary. " * 12,
        "published": published.isoformat(),
        "modified": None,
        "language": "en-US",
        "address": f"https://post.example/{number}",
        "credits": ["Ada Quill contributed."],
        "enclosure": {
            "path": "episode.mp3",
            "media_type": "audio/mpeg",
            "length_bytes": 20,
            "duration_ms": 180_000,
        },
        "rate_hz": 44_100,
        "chapters_path": "chapters.json",
        "chapters": chapters,
        "transcripts": [{"path": path, "media_type": kind} for path, kind in TRANSCRIPTS],
        "rundown": {"cues": cues},
    }


def measure(count: int, folder: Path) -> tuple[float, float, int]:
    """Return the seconds of the first feed and of one more episode, and the feed's bytes."""
    show = Show(title="Pier", base_url="https://radio.example/")
    folder.mkdir()
    (folder / cover_name(show)).write_bytes(b"jpeg")
    for number in range(count):
        put(folder, number)
    begun = time.process_time()
    write_feed(folder, show)
    first = time.process_time() - begun
    begun = time.process_time()
    for _ in range(2):
        episode_place(folder, guid=f"https://post.example/{count}", published=FIRST, title="New")
    asked = time.process_time() - begun
    put(folder, count)
    begun = time.process_time()
    path = write_feed(folder, show)
    return first, asked + time.process_time() - begun, path.stat().st_size


def main() -> None:
    """Print a line for each size of show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[10, 100, 1_000, 10_000])
    print(f"{'episodes':>8}{'first feed, s':>16}{'one more, s':>14}{'feed, kB':>12}")
    for count in parser.parse_args().counts:
        with tempfile.TemporaryDirectory() as place:
            os.environ["AUDIOBRIEF_CACHE"] = str(Path(place) / "cache")
            first, more, size = measure(count, Path(place) / "show")
        print(f"{count:>8}{first:>16.2f}{more:>14.2f}{size // 1000:>12}")


if __name__ == "__main__":
    main()
