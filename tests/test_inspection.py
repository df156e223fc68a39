"""A folder that was published has no records: its files are held against each other."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mutagen.id3
import pytest

from audiobrief.feed.publish import FolderStore, publish_show
from audiobrief.feed.rss import write_feed
from audiobrief.feed.serve import PodcastServer
from audiobrief.inspection import inspect
from audiobrief.order import Order
from audiobrief.production import make_episode
from audiobrief.settings import Show
from audiobrief.story.model import Role

STORY = """Ferry is late

The ferry from Elm Harbor was late again on Tuesday, the office said: it was the fog.

Photo: The ferry in the fog at Elm Harbor on Tuesday, Jan. 13, 2026. (Ada Quill/Ferry Post)
"""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a show of one episode, as a web server offers it."""
    folder = tmp_path_factory.mktemp("show")
    show = Show(
        title="Pier Talk",
        description="News, read aloud.",
        author="Lowmoor Newsroom",
        owner_email="desk@radio.example",
        base_url="http://127.0.0.1:8765/",
        voices=dict.fromkeys(Role, "tone"),
    )
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    moment = datetime(2026, 1, 13, 6, 30, tzinfo=UTC)
    order = Order(show=show, output=folder, date=moment, offline=True)
    made = make_episode([str(folder / "story.txt")], order)
    write_feed(made.folder.parent, show)
    publish_show(made.folder.parent, show, FolderStore(folder / "web"))
    return folder / "web"


@pytest.fixture
def copy(web: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(web, tmp_path / "web"))


def _told(folder: str | Path) -> list[tuple[str, str]]:
    return [
        (each.rule, Path(str(each.file)).name)
        for inspected in inspect(str(folder))
        for each in inspected.findings
    ]


def test_a_published_show_is_good_and_its_episode_is_listened_to(web: Path) -> None:
    assert not list(web.rglob("episode.json"))
    assert _told(web) == []
    assert len(list(inspect(str(web)))) == 2


id3: Any = mutagen.id3


def _tag(change: Callable[[Any], object]) -> Callable[[Path], None]:
    def seed(folder: Path) -> None:
        (path,) = folder.rglob("episode.mp3")
        size = path.stat().st_size
        tag = id3.ID3(path, translate=False)
        change(tag)
        tag.save(path, v2_version=3)
        feed = folder / "feed.xml"
        words = feed.read_text("utf-8").replace(f'"{size}"', f'"{path.stat().st_size}"')
        feed.write_text(words, "utf-8")

    return seed


def _later_srt(folder: Path) -> None:
    (path,) = folder.rglob("transcript.srt")
    words, count = re.subn(r"(,\d\d)\d\n", r"\g<1>9\n", path.read_text("utf-8"), count=1)
    assert count
    path.write_text(words, "utf-8")


def _moved(folder: Path) -> None:
    (path,) = folder.rglob("chapters.json")
    content = json.loads(path.read_text("utf-8"))
    content["chapters"][1]["startTime"] += 0.9
    content["chapters"][0]["endTime"] += 0.9
    path.write_text(json.dumps(content), "utf-8")


def _silenced(folder: Path) -> None:
    (path,) = folder.rglob("episode.mp3")
    content = bytearray(path.read_bytes())
    content[-20_000:] = b"\0" * 20_000
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("seed", "wanted"),
    [
        (_tag(lambda tag: tag.delall("TIT2")), ("tag-text", "episode.mp3")),
        (_tag(lambda tag: tag.delall("TGID")), ("tag-text", "episode.mp3")),
        (_tag(lambda tag: tag.delall("CHAP")), ("chapters-episode", "chapters.json")),
        (_tag(lambda tag: tag.delall("CTOC")), ("tag-contents", "episode.mp3")),
        (_moved, ("chapters-speech", "chapters.json")),
        (_later_srt, ("transcript-episode", "transcript.srt")),
        (_silenced, ("sound-decodes", "episode.mp3")),
    ],
)  # fmt: skip
def test_what_a_published_file_says_otherwise_is_told(
    seed: Callable[[Path], None], wanted: tuple[str, str], copy: Path
) -> None:
    """The check of a published folder had read its feed alone: a listener found the rest."""
    seed(copy)
    assert wanted in _told(copy)


def test_the_same_is_told_of_a_show_at_an_address(copy: Path) -> None:
    _tag(lambda tag: tag.delall("CHAP"))(copy)
    with PodcastServer(copy, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            (inspected,) = inspect(server.addresses[0])
        finally:
            server.shutdown()
            thread.join()
    (found,) = [each for each in inspected.findings if each.rule == "chapters-episode"]
    assert str(found.file).startswith("http://127.0.0.1:")
    assert str(found.file).endswith("/chapters.json")
