from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from audiobrief.errors import EpisodeError
from audiobrief.feed.check import check_feed
from audiobrief.feed.identity import Tombstone, refuse_retracted
from audiobrief.feed.retract import retract
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
GUID = "https://post.example/2026-01-31-pier"
PutEpisode = Callable[..., Path]


def _guids(folder: Path) -> list[str]:
    return [each.id for each in feedparser.parse((folder / "feed.xml").read_bytes()).entries]


def test_it_leaves_the_feed_and_then_the_folder_and_a_tombstone_stays(
    show_folder: Path, show: Show
) -> None:
    write_feed(show_folder, show)
    retract(show_folder, show, GUID, why="The pier is closed.", now=NOW)
    assert _guids(show_folder) == ["https://post.example/2026-02-01-ferry"]
    assert not (show_folder / "2026-01-31-pier").exists()
    (stone,) = json.loads((show_folder / "show.json").read_text("utf-8"))["retracted"]
    assert stone["why"] == "The pier is closed."
    found = feedparser.parse((show_folder / "feed.xml").read_bytes())
    assert found.feed.updated == "Sun, 01 Mar 2026 09:00:00 +0000", "apps must see that it changed"
    assert check_feed(show_folder / "feed.xml") == ()


def test_it_is_not_published_again_by_mistake(
    show_folder: Path, show: Show, put_episode: PutEpisode
) -> None:
    retract(show_folder, show, GUID, why="Wrong.", now=NOW)
    with pytest.raises(EpisodeError, match=r"retracted on 2026-03-01\. Reason: Wrong\. To"):
        refuse_retracted(show_folder, GUID)
    put_episode(show_folder, "2026-01-31-pier")
    write_feed(show_folder, show)
    assert GUID not in _guids(show_folder)


@pytest.mark.parametrize(
    ("why", "told"), [("Wrong", "Wrong."), ("間違い。", "間違い。"), ("لماذا؟", "لماذا؟")]
)
def test_a_reason_ends_once_in_any_script(why: str, told: str) -> None:
    assert Tombstone(guid="g", title="Pier", when="2026-03-01", why=why).reason == told


def test_the_feed_goes_first_where_something_fails(
    show_folder: Path, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed that names a sound that was deleted makes an app show an error for ever."""
    write_feed(show_folder, show)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("audiobrief.feed.retract.shutil.rmtree", stop)
    with pytest.raises(KeyboardInterrupt):
        retract(show_folder, show, GUID, why="Wrong.", now=NOW)
    assert GUID not in _guids(show_folder)
    write_feed(show_folder, show)
    assert GUID not in _guids(show_folder)


def test_the_last_episode_can_be_retracted(show_folder: Path, show: Show) -> None:
    for guid in (GUID, "https://post.example/2026-02-01-ferry"):
        retract(show_folder, show, guid, why="Wrong.", now=NOW)
    assert _guids(show_folder) == []


def test_an_unknown_guid_changes_nothing(show_folder: Path, show: Show) -> None:
    before = write_feed(show_folder, show).read_bytes()
    with pytest.raises(EpisodeError, match="There is no episode with the guid 'other'"):
        retract(show_folder, show, "other", why="Wrong.", now=NOW)
    assert (show_folder / "feed.xml").read_bytes() == before
    retract(show_folder, show, GUID, why="Wrong.", now=NOW)
    again = retract(show_folder, show, GUID, why="Once more.", now=NOW)
    assert again.why == "Wrong."
