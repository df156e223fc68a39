"""Titles, dates and folders as they should not be: valid files, or one clear sentence."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from audiobrief.episode.model import read_episode
from audiobrief.errors import AudiobriefError, EpisodeError
from audiobrief.feed.retract import retract
from audiobrief.feed.rss import write_feed
from audiobrief.inspection import inspect
from audiobrief.order import Order
from audiobrief.production import Made, make_episode
from audiobrief.settings import Show, SoundSettings
from audiobrief.storage import stable_slug
from audiobrief.story.model import Role

BODY = "The ferry was late again on Tuesday, the office said in a statement at noon.\n"
SHOW = Show(
    title="Pier “Talk” & <Quay>",
    author='A/B "Radio"',
    owner_email="a@b.example",
    base_url="https://radio.example/pier/",
    voices=dict.fromkeys(Role, "tone"),
    sounds=SoundSettings(ident=False, sting=False, sign_off=False, earcons=()),
)
TITLES = {
    "quotes": "“Ferry” is 'late' \"again\" & \\ again",
    "emoji": "Ferry 🚢 late 👩\u200d👩\u200d👧 in 🇩🇪",
    "emoji alone": "🔥🔥🔥",
    "Japanese": "フェリーがまた遅れた：港の発表",
    "Arabic": "تأخرت العبارة مرة أخرى يوم الثلاثاء",
    "500 characters": "Ferry delayed " * 36,
    "markup": "<script>alert(1)</script> Ferry <b>late</b>",
    "ends of XML": "Ferry ]]> late --> now",
    "a path": "../../etc/passwd",
    "a name of Windows": "CON",
    "controls": "Ferry\x07 is\x0b late",
}
MARKUP = {"text-markup"}
"""What check tells of a headline that is printed with markup: it is so."""


def _make(text: str, name: str = "story", day: int = 14, show: Show = SHOW) -> Made:
    path = Path(f"{name}.txt")
    path.write_text(text, encoding="utf-8")
    moment = datetime(2026, 1, day, 6, 30, tzinfo=UTC)
    return make_episode([str(path)], Order(show=show, output=Path("out"), date=moment))


def _told(folder: Path) -> list[str]:
    return [
        each.sentence
        for part in inspect(str(folder))
        for each in part.findings
        if each.level != "advice" and each.rule not in MARKUP
    ]


def test_headlines_of_every_kind_make_a_show_without_a_fault() -> None:
    """Quotes, emoji, other scripts, markup, paths: each is an episode, in the feed as printed."""
    for day, title in enumerate(TITLES.values(), start=1):
        made = _make(f"{title}\n\n{BODY}", f"story-{day}", day)
    show_folder = made.folder.parent
    assert _told(show_folder) == []
    assert {path.parent for path in Path("out").rglob("episode.json")} == {
        path for path in show_folder.iterdir() if path.is_dir()
    }
    feed = etree.parse(show_folder / "feed.xml")
    titles = feed.xpath("//item/title/text()")
    assert isinstance(titles, list)
    assert len(titles) == len(TITLES)
    for printed in ("quotes", "emoji", "Japanese", "Arabic", "markup", "ends of XML"):
        assert TITLES[printed] in titles


def test_files_of_others_are_left_alone() -> None:
    """A correction had deleted a producer's notes that lay in the episode's folder."""
    made = _make(f"Ferry is late\n\n{BODY}")
    show_folder = made.folder.parent
    notes = made.folder / "notes" / "mine.txt"
    notes.parent.mkdir()
    notes.write_text("mine", encoding="utf-8")
    (show_folder / "notes.txt").write_text("mine", encoding="utf-8")
    (show_folder / "2026-01-20-quay-is-closed").mkdir()
    (show_folder / "2026-01-20-quay-is-closed" / "x").write_text("mine", encoding="utf-8")
    again = _make(f"Ferry is late\n\n{BODY}\nOne more sentence was added on Wednesday.\n")
    assert again.folder == made.folder
    assert notes.read_text(encoding="utf-8") == "mine"
    other = _make(f"Quay is closed\n\n{BODY}", "other", 20)
    assert other.folder.name == "2026-01-20-quay-is-closed-2"
    assert _told(show_folder) == []
    moment = datetime(2026, 2, 1, tzinfo=UTC)
    retract(show_folder, SHOW, read_episode(other.folder).guid, why="Early.", now=moment)
    assert not other.folder.exists()
    retract(show_folder, SHOW, read_episode(made.folder).guid, why="Early.", now=moment)
    assert [path.name for path in made.folder.rglob("*")] == ["notes", "mine.txt"]
    assert (show_folder / "notes.txt").is_file()
    assert (show_folder / "2026-01-20-quay-is-closed" / "x").is_file()


def test_a_show_in_another_script_keeps_the_folders_and_guids_that_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Subscribers would get every episode a second time, from a second folder."""
    show = replace(SHOW, title="Новости пирса")
    story = f"Паром опоздал\n\n{BODY}"
    with monkeypatch.context() as before:
        before.setattr("audiobrief.settings.slug", stable_slug)
        before.setattr("audiobrief.episode.place.slug", stable_slug)
        first = _make(story, show=show)
    assert [part[:2] for part in first.folder.parts[1:]] == ["x-", "20"]
    again = _make(f"{story}\nOne more sentence was added on Wednesday.\n", show=show)
    assert again.folder == first.folder
    assert read_episode(again.folder).guid.startswith(f"{stable_slug(show.title)}/x-")
    second = _make(f"Погода на пирсе\n\n{BODY}", "weather", 15, show=show)
    assert second.folder == first.folder.parent / "2026-01-15-pogoda-na-pirse"
    assert [path.name for path in Path("out").iterdir()] == [first.folder.parent.name]
    fresh = _make(story, show=replace(show, title="Новости моря"))
    assert fresh.folder == Path("out/novosti-morya/2026-01-14-parom-opozdal")


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Made:
    """Return an episode that was made in another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBRIEF_CACHE", str(shared_cache))
        patch.chdir(tmp_path_factory.mktemp("ferry"))
        made = _make(f"Ferry is late\n\n{BODY}")
        return replace(made, folder=made.folder.resolve())


@pytest.fixture
def made(ferry: Made) -> Made:
    """Return the episode as if this test had made it."""
    shutil.copytree(ferry.folder.parents[1], "out")
    return replace(ferry, folder=Path(*ferry.folder.parts[-3:]))


@pytest.mark.parametrize("name", ["episode.mp3", "transcript.vtt", "chapters.json"])
def test_what_was_changed_behind_our_back_is_made_again(name: str, made: Made) -> None:
    """The sound was spoilt without another size: it had counted as unchanged."""
    path = made.folder / name
    content = bytearray(path.read_bytes())
    content[-400:-300] = b"\0" * 100
    path.write_bytes(content)
    later = (made.folder / "episode.json").stat().st_mtime + 60
    os.utime(path, (later, later))
    assert _told(made.folder.parent)
    _make(f"Ferry is late\n\n{BODY}")
    assert _told(made.folder.parent) == []


@pytest.mark.parametrize("name", ["episode.mp3", "episode.json", "segments.json"])
def test_an_episode_that_was_half_deleted_is_made_again(name: str, made: Made) -> None:
    (made.folder / name).unlink()
    again = _make(f"Ferry is late\n\n{BODY}")
    assert _told(again.folder) == []


def test_a_record_of_a_later_version_is_refused_everywhere_and_kept(made: Made) -> None:
    path = made.folder / "episode.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, "version": 99}), encoding="utf-8")
    before = path.read_bytes()
    told = r"written by a later audiobrief: its version is 99.*update audiobrief\.$"
    with pytest.raises(EpisodeError, match=told):
        _make(f"Ferry is late\n\n{BODY}")
    with pytest.raises(EpisodeError, match=told):
        write_feed(made.folder.parent, SHOW)
    assert path.read_bytes() == before
    (found,) = [each for part in inspect(str(made.folder)) for each in part.findings]
    assert "update audiobrief" in found.sentence


def test_a_clock_that_was_set_back_puts_no_correction_before_its_episode(
    monkeypatch: pytest.MonkeyPatch, made: Made
) -> None:
    before = datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(Order, "now", lambda _: before)
    again = _make(f"Ferry is late\n\n{BODY}\nOne more sentence was added on Wednesday.\n")
    episode = read_episode(again.folder)
    assert episode.modified is not None
    assert episode.modified >= episode.published
    assert _told(made.folder.parent) == []


def _one_of_two(number: int) -> str:
    try:
        return str(_make(f"Ferry number {number} is late\n\n{BODY}", f"story-{number}").folder)
    except AudiobriefError as failed:
        return str(failed)


@pytest.mark.slow
def test_two_builds_at_once_lose_nothing() -> None:
    """Two newsrooms make into one show: both episodes stand in the feed."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        folders = pool.map(_one_of_two, range(4), chunksize=1)
    (show_folder,) = {Path(folder).parent for folder in folders}
    assert _told(show_folder) == []
    assert (show_folder / "feed.xml").read_text(encoding="utf-8").count("<item>") == 4
    shutil.rmtree("out")
