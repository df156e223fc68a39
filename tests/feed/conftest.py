"""A show's folder with two episodes: records and stand-ins for the files that a feed names."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from audiobrief.episode.model import TRANSCRIPTS, cover_name
from audiobrief.settings import Show
from audiobrief.storage import folder_replaced

PutEpisode = Callable[..., Path]


FILES = {
    "chapters.json": '{"version": "1.2.0", "chapters": [{"startTime": 0.0, "title": "Opening"}]}',
    "transcript.vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nwords\n",
    "transcript.srt": "1\n00:00:01,000 --> 00:00:02,000\nwords\n",
    "transcript.json": (
        '{"version": "1.0.0", "segments": [{"startTime": 1.0, "endTime": 2.0, "body": "words"}]}'
    ),
    "transcript.html": "<p>words</p>",
    "transcript.txt": "words",
}


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    """Return the smallest cover that directories take."""
    buffer = io.BytesIO()
    Image.new("RGB", (1400, 1400), "navy").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def show() -> Show:
    """Return a show whose settings are complete."""
    return Show(
        title="Pier & Quay “Talk”",
        description="News from the harbour, read aloud.",
        author="Lowmoor Radio",
        owner_email="desk@radio.example",
        language="en-GB",
        base_url="https://radio.example/pier/",
        link="https://radio.example/about",
        copyright="Lowmoor Radio",
    )


@pytest.fixture
def put_episode() -> PutEpisode:
    """Return what puts an episode into a show's folder."""

    def put(folder: Path, name: str, **changes: Any) -> Path:  # noqa: ANN401, values of the record
        place = folder / name
        sound = b"\xff\xfb" + name.encode() * 1400
        record = {
            "version": 1,
            "guid": f"https://post.example/{name}",
            "title": "Lowmoor <Pier> Opens & Closes",
            "summary": "The pier opens again.",
            "published": "2026-01-31T06:30:00+01:00",
            "modified": None,
            "language": "en-GB",
            "address": f"https://post.example/{name}?a=1&b=2",
            "credits": ["Ben Oar contributed."],
            "enclosure": {
                "path": "episode.mp3",
                "media_type": "audio/mpeg",
                "length_bytes": len(sound),
                "duration_ms": 61_499,
            },
            "rate_hz": 44_100,
            "chapters_path": "chapters.json",
            "chapters": [
                {"start_frames": 0, "end_frames": 9, "title": "Opening", "in_contents": True}
            ],
            "transcripts": [{"path": path, "media_type": kind} for path, kind in TRANSCRIPTS],
            **changes,
        }
        with folder_replaced(place) as stage:
            (stage / "episode.mp3").write_bytes(sound)
            for path, content in FILES.items():
                (stage / path).write_text(content, encoding="utf-8")
            (stage / "episode.json").write_text(json.dumps(record), encoding="utf-8")
        return place

    return put


@pytest.fixture
def show_folder(tmp_path: Path, show: Show, put_episode: PutEpisode, jpeg: bytes) -> Path:
    """Return the folder of the show, with two episodes and its cover."""
    folder = tmp_path / "pier-quay-talk"
    put_episode(folder, "2026-01-31-pier")
    put_episode(folder, "2026-02-01-ferry", published="2026-02-01T00:00:00+00:00", address=None)
    (folder / cover_name(show)).write_bytes(jpeg)
    return folder
