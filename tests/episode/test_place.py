from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from audiobrief.episode.draft import Draft
from audiobrief.episode.model import EPISODE_FILE, read_episode
from audiobrief.episode.place import episode_place, former_guid, guid_for, put_back
from audiobrief.errors import EpisodeError
from audiobrief.order import Order
from audiobrief.plan import Plan, plan
from audiobrief.settings import Show


def test_identity_is_the_stated_one_then_the_page_then_the_headline() -> None:
    known = {"show_key": "pier-talk", "headline": "Pier Opens"}
    page = "https://post.example/pier"
    assert guid_for(stated="mine", page=page, **known) == "mine"
    assert guid_for(stated=None, page=page, **known) == page
    assert guid_for(stated=" ", page=None, **known) == "pier-talk/pier-opens"


def test_the_identity_of_a_story_in_another_script_is_what_it_was_in_the_first_release() -> None:
    """Subscribers would get every such story a second time."""
    found = guid_for(stated=None, page=None, show_key=Show(title="Новости").key, headline="Погода")
    assert found == "x-715453f2aa/x-4f7637e3dc"


STORIES: Final = (
    "Погода в Москве\n\nСегодня в Москве идёт снег. Температура упала до минус пяти градусов.\n",
    "Кино сегодня\n\nВышел новый фильм о море. Его сняли на севере страны, где живут медведи.\n",
)


def test_editions_of_a_day_in_another_script_are_not_one(
    tmp_path: Path, draft: Draft, make_episode: Callable[[Draft, Path], Path]
) -> None:
    """Of their guids only the day was left: the second edition took the place of the first."""
    files = [tmp_path / f"{number}.txt" for number in range(len(STORIES))]
    for file, story in zip(files, STORIES, strict=True):
        file.write_text(story, encoding="utf-8")

    def planned(title: str) -> Plan:
        show = Show(title="Новости", language="ru")
        order = Order(show=show, output=tmp_path, edition=title, date=draft.published)
        return plan([str(file) for file in files], order)

    weather, sport = planned("Погода"), planned("Спорт")
    assert weather.guid != sport.guid
    former = former_guid(show_key="x-715453f2aa", headline="2026-01-31 Погода")
    assert former == "x-715453f2aa/2026-01-31"
    kept = replace(draft, guid=former, rundown=replace(draft.rundown, title="Погода"))
    folder = make_episode(kept, tmp_path / "novosti" / "2026-01-31-pogoda")
    assert (planned("Погода").guid, planned("Погода").place.folder) == (former, folder)
    assert planned("Спорт").guid == sport.guid
    assert planned("Спорт").place.folder != folder


def test_a_new_episode_is_named_after_day_and_headline(tmp_path: Path, draft: Draft) -> None:
    place = episode_place(tmp_path, guid="g", published=draft.published, title="Pier Opens!")
    assert place.folder == tmp_path / "2026-01-31-pier-opens"
    assert place.previous is None


def test_a_corrected_story_keeps_folder_and_first_day(
    tmp_path: Path, draft: Draft, make_episode: Callable[[Draft, Path], Path]
) -> None:
    folder = make_episode(draft, tmp_path / "2026-01-31-pier-opens")
    later = draft.published + timedelta(days=3)
    place = episode_place(tmp_path, guid=draft.guid, published=later, title="Pier Closes")
    assert (place.folder, place.published) == (folder, draft.published)
    assert place.previous == read_episode(folder)


def test_another_story_of_the_same_name_gets_a_number(
    tmp_path: Path, draft: Draft, make_episode: Callable[[Draft, Path], Path]
) -> None:
    make_episode(draft, tmp_path / "2026-01-31-pier-opens")
    (tmp_path / "2026-01-31-pier-opens-2").mkdir()
    place = episode_place(tmp_path, guid="other", published=draft.published, title="Pier Opens")
    assert place.folder.name == "2026-01-31-pier-opens-3"


def test_a_guid_inside_the_words_of_another_episode_is_not_taken_for_it(
    tmp_path: Path, draft: Draft, make_episode: Callable[[Draft, Path], Path]
) -> None:
    make_episode(replace(draft, guid="a", build_key="b"), tmp_path / "one")
    place = episode_place(tmp_path, guid="b", published=draft.published, title="Pier")
    assert place.previous is None


def test_numbers_rise_within_a_season_and_are_kept(
    tmp_path: Path, draft: Draft, make_episode: Callable[[Draft, Path], Path]
) -> None:
    """A listener of a serial would hear the third part before the second."""

    def number(guid: str, season: int | None) -> int:
        day = draft.published
        place = episode_place(tmp_path, guid=guid, published=day, title="Pier", season=season)
        return place.number

    assert number("new", None) == 0
    assert number("new", 2) == 1
    make_episode(replace(draft, guid="a", season=2, number=4), tmp_path / "one")
    assert number("new", 2) == 5
    assert number("new", 3) == 1
    assert number("a", 2) == 4


def test_what_a_crash_left_between_two_renames_is_put_back(
    tmp_path: Path, draft: Draft, make_episode: Callable[[Draft, Path], Path]
) -> None:
    folder = make_episode(draft, tmp_path / "2026-01-31-pier-opens")
    folder.rename(tmp_path / ".2026-01-31-pier-opens.old")
    put_back(tmp_path)
    place = episode_place(tmp_path, guid=draft.guid, published=draft.published, title="New")
    assert place.folder == folder
    assert folder.is_dir()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "not valid JSON"),
        ('{"guid": "x"}', "no version"),
        ('{"version": 99, "guid": "x"}', "later audiobrief"),
        ('{"version": 1, "guid": "x"}', "is damaged"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_damaged_record_is_named(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / EPISODE_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(EpisodeError, match=told) as caught:
        read_episode(tmp_path)
    assert EPISODE_FILE in str(caught.value)


def test_a_record_with_a_wrong_value_is_named(published: Path, tmp_path: Path) -> None:
    text = (published / EPISODE_FILE).read_text(encoding="utf-8")
    changed = text.replace('"language": "en-US"', '"language": 5')
    (tmp_path / EPISODE_FILE).write_text(changed, encoding="utf-8")
    with pytest.raises(EpisodeError, match="language"):
        read_episode(tmp_path)
