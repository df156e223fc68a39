from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.errors import FeedError, SettingsError
from audiobrief.feed.publish import FolderStore, publish_show
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "web"


class Recording(FolderStore):
    """Keeps the order in which files come, and may break off."""

    def __init__(self, folder: Path, stop_at: int = 10_000) -> None:
        super().__init__(folder)
        self.names: list[str] = []
        self.stop_at = stop_at

    def put(self, name: str, path: Path) -> None:
        if len(self.names) == self.stop_at:
            raise OSError(28, "No space left on device")
        self.names.append(name)
        super().put(name, path)


def test_the_feed_comes_last_and_names_only_what_is_there(
    show_folder: Path, show: Show, web: Path
) -> None:
    """An app that asks in the middle must not be sent to a sound that is not there yet."""
    write_feed(show_folder, show)
    store = Recording(web)
    done = publish_show(show_folder, show, store)
    assert store.names[-1] == "feed.xml"
    assert done.copied == tuple(store.names)
    for name in store.names:
        assert (web / name).read_bytes() == (show_folder / name).read_bytes()
    assert not list(web.rglob("episode.json")), "records hold what was left out; nobody asked"
    assert publish_show(show_folder, show, Recording(web)).copied == ()


def test_a_publication_that_broke_off_goes_on_where_it_stopped(
    show_folder: Path, show: Show, web: Path
) -> None:
    write_feed(show_folder, show)
    first = Recording(web, stop_at=5)
    with pytest.raises(FeedError, match="goes on where it stopped"):
        publish_show(show_folder, show, first)
    assert not (web / "feed.xml").exists()
    second = Recording(web)
    done = publish_show(show_folder, show, second)
    assert not set(first.names) & set(second.names)
    assert done.unchanged == 5


def test_nothing_is_deleted_unless_asked_and_never_what_is_not_ours(
    show_folder: Path, show: Show, web: Path
) -> None:
    write_feed(show_folder, show)
    web.mkdir()
    (web / "index.html").write_text("mine", encoding="utf-8")
    publish_show(show_folder, show, FolderStore(web))
    (web / "2026-01-31-pier" / "mine.txt").write_text("mine", encoding="utf-8")
    shutil.rmtree(show_folder / "2026-01-31-pier")
    write_feed(show_folder, show)
    publish_show(show_folder, show, FolderStore(web))
    assert (web / "2026-01-31-pier" / "episode.mp3").is_file()
    done = publish_show(show_folder, show, FolderStore(web), delete=True)
    assert "2026-01-31-pier/episode.mp3" in done.deleted
    assert [path.name for path in (web / "2026-01-31-pier").iterdir()] == ["mine.txt"]
    assert (web / "index.html").read_text(encoding="utf-8") == "mine"
    assert (web / "2026-02-01-ferry" / "episode.mp3").is_file()


BOOK = {
    "form": "daisy",
    "path": "daisy/ncc.html",
    "media_type": "text/html",
    "title": "Book for DAISY players",
    "parts": ["daisy/audio/001.mp3"],
}


def test_companions_come_and_go_with_their_episode(
    show_folder: Path, show: Show, put_episode: Callable[..., Path], web: Path
) -> None:
    folder = put_episode(
        show_folder, "2026-02-02-quay", published="2026-02-02T00:00:00+00:00", companions=[BOOK]
    )
    write_feed(show_folder, show)
    with pytest.raises(FeedError, match=r"names 2026-02-02-quay/daisy/ncc\.html"):
        publish_show(show_folder, show, FolderStore(web))
    for name in (BOOK["path"], *BOOK["parts"]):
        path = folder / str(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("book", encoding="utf-8")
    store = Recording(web)
    publish_show(show_folder, show, store)
    assert store.names.index("2026-02-02-quay/daisy/audio/001.mp3") < store.names.index("feed.xml")
    shutil.rmtree(folder)
    write_feed(show_folder, show)
    publish_show(show_folder, show, FolderStore(web), delete=True)
    assert not (web / "2026-02-02-quay").exists()


def test_a_companion_outside_of_the_show_is_not_published(
    show_folder: Path, show: Show, put_episode: Callable[..., Path], web: Path
) -> None:
    book = {**BOOK, "path": "../../secret.txt", "parts": []}
    (show_folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    put_episode(show_folder, "2026-02-02-quay", companions=[book])
    write_feed(show_folder, show)
    with pytest.raises(FeedError, match="which is not in"):
        publish_show(show_folder, show, FolderStore(web))
    assert not web.exists()


def test_the_page_of_the_show_takes_the_place_of_no_other_page(
    show_folder: Path, show: Show, web: Path
) -> None:
    write_feed(show_folder, show)
    (show_folder / "index.html").write_text("the show", encoding="utf-8")
    web.mkdir()
    (web / "index.html").write_text("mine", encoding="utf-8")
    told: list[str] = []
    publish_show(show_folder, show, FolderStore(web), progress=told.append)
    assert (web / "index.html").read_text(encoding="utf-8") == "mine"
    assert any(each.startswith("Left alone: index.html") for each in told)
    (web / "index.html").unlink()
    publish_show(show_folder, show, FolderStore(web))
    (show_folder / "index.html").write_text("the show, anew", encoding="utf-8")
    publish_show(show_folder, show, FolderStore(web))
    assert (web / "index.html").read_text(encoding="utf-8") == "the show, anew"


def test_a_file_that_arrives_damaged_keeps_the_old_feed(
    show_folder: Path, show: Show, web: Path
) -> None:
    class Damaging(FolderStore):
        def put(self, name: str, path: Path) -> None:
            super().put(name, path)
            if name.endswith(".mp3"):
                (self.folder / name).write_bytes(b"half")

    write_feed(show_folder, show)
    with pytest.raises(FeedError, match="did not arrive whole"):
        publish_show(show_folder, show, Damaging(web))
    assert not (web / "feed.xml").exists()


def _gone(name: str) -> Callable[[Path, Show], Show]:
    def spoil(folder: Path, show: Show) -> Show:
        (folder / name).unlink()
        return show

    return spoil


def _moved(address: str) -> Callable[[Path, Show], Show]:
    return lambda _, show: replace(show, base_url=address)


REFUSED = {
    "no base_url": (_moved(""), SettingsError, "no base_url"),
    "another base_url": (_moved("https://other.example/"), FeedError, "was written for"),
    "no feed": (_gone("feed.xml"), FeedError, "There is no"),
    "a file is gone": (
        _gone("2026-01-31-pier/transcript.vtt"),
        FeedError,
        "names 2026-01-31-pier/transcript.vtt",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nobody_could_reach_is_not_published(
    case: str, show_folder: Path, show: Show, web: Path
) -> None:
    write_feed(show_folder, show)
    spoil, error, told = REFUSED[case]
    with pytest.raises(error, match=told):
        publish_show(show_folder, spoil(show_folder, show), FolderStore(web))
    assert not web.exists()


def test_the_show_is_not_published_onto_itself(show_folder: Path, show: Show) -> None:
    write_feed(show_folder, show)
    with pytest.raises(FeedError, match="own folder"):
        publish_show(show_folder, show, FolderStore(show_folder))
