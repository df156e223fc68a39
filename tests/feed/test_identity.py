from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.errors import FeedError
from audiobrief.feed.identity import kept_guid, podcast_guid
from audiobrief.feed.rss import write_feed
from audiobrief.settings import Show


def test_the_guid_is_that_of_the_podcast_namespace() -> None:
    """The test vector of guid.md."""
    assert podcast_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert podcast_guid("http://podnews.net/rss//") == podcast_guid("https://podnews.net/rss")


def test_it_is_set_with_the_first_address_and_survives_every_move(
    tmp_path: Path, show: Show
) -> None:
    """A new guid would have parted the show from everything that listeners had bound to it."""
    assert kept_guid(tmp_path, replace(show, base_url="")) is None
    first = kept_guid(tmp_path, show)
    assert first == podcast_guid("https://radio.example/pier/feed.xml")
    moved = replace(show, base_url="https://elsewhere.example/")
    assert kept_guid(tmp_path, moved) == first
    assert kept_guid(tmp_path, replace(show, base_url="")) is None
    assert kept_guid(tmp_path, moved) == first


def test_a_lost_show_file_takes_the_guid_from_the_feed(show_folder: Path, show: Show) -> None:
    first = kept_guid(show_folder, show)
    write_feed(show_folder, show)
    (show_folder / "show.json").unlink()
    moved = replace(show, base_url="https://elsewhere.example/")
    assert kept_guid(show_folder, moved) == first


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"podcast_guid": "x"}', '{"podcast_guid": 5}']
)
def test_a_damaged_show_file_is_not_replaced(content: str, tmp_path: Path, show: Show) -> None:
    (tmp_path / "show.json").write_text(content, encoding="utf-8")
    with pytest.raises(FeedError, match=r"show\.json is damaged"):
        kept_guid(tmp_path, show)


def test_a_guid_that_was_kept_stands_in_the_feed(
    show_folder: Path, show: Show, put_episode: Callable[..., Path]
) -> None:
    put_episode(show_folder, "2026-05-01-x")
    guid = kept_guid(show_folder, show)
    assert f"<podcast:guid>{guid}</podcast:guid>" in write_feed(show_folder, show).read_text(
        "utf-8"
    )
