"""Files appear wholly or not at all, under names that every system takes."""

from __future__ import annotations

import multiprocessing
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.storage import (
    MAX_SLUG_CHARS,
    cache_folder,
    distinct_slug,
    folder_replaced,
    one_at_a_time,
    size_in_words,
    slug,
    stable_slug,
    write_atomically,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dozens Killed as Forces Fire", "dozens-killed-as-forces-fire"),
        ("The town’s café: 12% more!", "the-towns-cafe-12-more"),
        ("  Ünïcode — dashes ", "unicode-dashes"),
        ("CON", "con-x"),
        ("../../etc/passwd", "etc-passwd"),
        ("Straßenfest in Łódź, sagt Þór", "strassenfest-in-lodz-sagt-thor"),
        ("Новости дня: погода в Москве", "novosti-dnya-pogoda-v-moskve"),
        ("Η κυβέρνηση και τα νέα μέτρα", "i-kyvernisi-kai-ta-nea-metra"),
        ("الأخبار اليوم", "lkhbr-lywm"),
        ("חדשות היום", "hdsvt-hyvm"),
        ("中国经济增长放缓", "zhong-guo-jing-ji-zeng-zhang-fang-huan"),
        ("日本の天気 2026", "ri-ben-no-tian-qi-2026"),
        ("오늘의 뉴스: 서울 날씨", "oneului-nyuseu-seoul-nalssi"),
        ("दिल्ली का मौसम", "dilli-ka-mausm"),
        ("ქართული ამბები", "kartuli-ambebi"),
        ("أخبار ٢٠٢٦", "khbr-2026"),
        ("समाचार २०२६", "smacar-2026"),
        ("٢٠٢٦", "2026"),
    ],
)
def test_slugs_are_readable(text: str, name: str) -> None:
    assert slug(text) == name


def test_a_title_in_plain_letters_loads_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anyascii", None)
    assert slug("“Pier” – 12 % more…") == "pier-12-more"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dozens Killed", "dozens-killed"),
        ("Новости", "x-715453f2aa"),
        ("日本のニュース", "x-2cbd30361c"),
        ("Straße nach Łódź", "strae-nach-odz"),
    ],
)
def test_what_finds_a_show_again_is_what_the_first_release_made_of_it(text: str, name: str) -> None:
    assert stable_slug(text) == name


def test_what_is_left_of_a_headline_alone_is_not_what_it_is_known_by() -> None:
    """Two editions of a day, "Погода" and "Спорт", were one: the second replaced the first."""
    weather, news = distinct_slug("Погода 26.11.2026"), distinct_slug("Новости 26.11.2026")
    assert weather != news
    assert weather.startswith("26-11-2026-")
    for same in ("Dozens Killed", "Straße nach Łódź", "日本のニュース", "🔥", "№ 5: 12 % more"):
        assert distinct_slug(same) == stable_slug(same)


def test_headlines_without_letters_do_not_share_a_folder() -> None:
    assert slug("🔥🔥") != slug("🔥")
    assert slug("Новости дня") != slug("Погода дня")
    assert slug("日本のニュース") != slug("日本の天気 2026")


@given(st.text())
def test_every_slug_is_a_safe_file_name(text: str) -> None:
    name = slug(text)
    assert 0 < len(name) <= MAX_SLUG_CHARS + 2
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.startswith("-")
    assert slug(name) == name or name.startswith("x-")


def test_a_long_headline_is_cut_between_words() -> None:
    name = slug("word " * 40)
    assert name.endswith("-word")
    assert len(name) <= MAX_SLUG_CHARS


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feed.xml"
    write_atomically(path, b"old")

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match="No space"):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["feed.xml"]


def test_a_folder_is_exchanged_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "show" / "episode"
    for content in ("first", "second"):
        with folder_replaced(place) as stage:
            (stage / "a.txt").write_text(content, encoding="utf-8")
            assert stage.parent == place.parent
        assert (place / "a.txt").read_text(encoding="utf-8") == content
    assert [each.name for each in place.parent.iterdir()] == ["episode"]


def test_a_folder_that_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "show" / "episode"

    def interrupted() -> None:
        with folder_replaced(place) as stage:
            (stage / "half.mp3").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []
    with folder_replaced(place) as stage:
        (stage / "a.txt").touch()
    with pytest.raises(ValueError, match="no"), folder_replaced(place) as stage:
        raise ValueError("no")
    assert [each.name for each in place.iterdir()] == ["a.txt"]
    assert [each.name for each in place.parent.iterdir()] == ["episode"]


def test_what_a_crash_left_is_put_back_or_cleared(tmp_path: Path) -> None:
    """A power cut between two renames must not lose a published episode."""
    old = tmp_path / ".episode.old"
    old.mkdir()
    (old / "kept.txt").touch()
    (tmp_path / ".episode.abc.new").mkdir()
    with pytest.raises(ValueError, match="no"), folder_replaced(tmp_path / "episode"):
        raise ValueError("no")
    assert [each.name for each in tmp_path.iterdir()] == ["episode"]
    assert (tmp_path / "episode" / "kept.txt").is_file()


def _hold(folder: Path, log: Path) -> None:
    with one_at_a_time(folder):
        with log.open("a", encoding="utf-8") as file:
            file.write("in\n")
        time.sleep(0.2)
        with log.open("a", encoding="utf-8") as file:
            file.write("out\n")


def test_two_processes_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_hold, args=(tmp_path / "show", log)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert log.read_text(encoding="utf-8").split() == ["in", "out", "in", "out"]
    assert not (tmp_path / "show").exists()


@pytest.mark.parametrize(
    ("length_bytes", "told"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (2_040_000, "2 megabytes"),
        (999_900_000, "999.9 megabytes"),
        (1_000_000_000, "1 gigabyte"),
        (77_721_800_000, "77.7 gigabytes"),
    ],
)
def test_sizes_are_told_in_the_unit_that_one_would_say(length_bytes: int, told: str) -> None:
    assert size_in_words(length_bytes) == told


def test_the_cache_can_be_put_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"
    monkeypatch.delenv("AUDIOBRIEF_CACHE")
    assert "audiobrief" in str(cache_folder())


def test_a_lock_that_cannot_be_made_tells_where_to_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "file"))
    told = pytest.raises(OSError, match="set AUDIOBRIEF_CACHE to a folder")
    with told as failed, one_at_a_time(tmp_path):
        pass
    assert failed.value.filename == str(tmp_path / "file" / "locks")
