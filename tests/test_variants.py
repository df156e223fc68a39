"""Variants: the same episode at other paces, each whole in a file of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from audiobrief.episode.check import check_episode
from audiobrief.episode.id3 import read_tags
from audiobrief.episode.model import read_episode, read_record
from audiobrief.errors import EpisodeError, SettingsError
from audiobrief.feed.publish import FolderStore, publish_show
from audiobrief.mix.mixdown import mixdown
from audiobrief.order import Order, first_date
from audiobrief.production import Made, make_episode
from audiobrief.settings import Show, SoundSettings, variant_paces
from audiobrief.show_file import load_show
from audiobrief.story.model import Role

STORY = """Ferry Returns to Elm Harbor

The ferry to Elm Harbor sailed on Monday for the first time in two years.
"""

SHOW = Show(
    title="Coast News",
    voices=dict.fromkeys(Role, "tone"),
    sounds=SoundSettings(ident=False, sign_off=False),
    variants=(1.25, 2.0),
    base_url="https://example.org/coast/",
)


def _make(show: Show = SHOW, **values: Any) -> Made:  # noqa: ANN401, fields of Order
    Path("story.txt").write_text(STORY, encoding="utf-8")
    date = first_date("2026-05-04T06:00:00+00:00")
    return make_episode(
        ("story.txt",), replace(Order(show=show, output=Path("out"), date=date), **values)
    )


@pytest.fixture(scope="session")
def fast(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Made:
    """Return the episode with its variants, as it was made in another folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBRIEF_CACHE", str(shared_cache))
        patch.chdir(tmp_path_factory.mktemp("fast"))
        made = _make()
        return replace(made, folder=made.folder.resolve())


@pytest.fixture
def made(fast: Made) -> Made:
    """Return the episode with its variants as if this test had made it."""
    shutil.copytree(fast.folder.parents[1], "out")
    return replace(fast, folder=Path(*fast.folder.parts[-3:]))


def _spoken_ms(folder: Path, name: str) -> list[int]:
    segments = json.loads((folder / name).read_text(encoding="utf-8"))["segments"]
    return [each["end_ms"] - each["start_ms"] for each in segments]


def test_each_variant_is_said_faster_and_has_its_own_chapters(made: Made) -> None:
    usual = _spoken_ms(made.folder, "segments.json")
    episode = read_episode(made.folder)
    assert [each.path for each in episode.variants] == ["episode-1.25x.mp3", "episode-2x.mp3"]
    for variant in episode.variants:
        fast = _spoken_ms(made.folder, variant.segments_path)
        # The gaps between the beeps stay, so the tone engine is a little slower than asked.
        assert 0.8 < sum(usual) / sum(fast) / variant.pace <= 1.0
        tags = read_tags(made.folder / variant.path)
        shown = [(each.title, each.start_ms) for _, each in tags.chapters]
        assert [title for title, _ in shown] == [each.title for each in episode.chapters]
        starts = [episode.ms(each.start_frames) for each in episode.chapters]
        assert all(own < usual for (_, own), usual in zip(shown[1:], starts[1:], strict=True))
        assert tags.texts["TIT2"] == f"Ferry Returns to Elm Harbor ({variant.title})"
        assert tags.texts["TLEN"] == str(variant.duration_ms)
    assert check_episode(made.folder) == ()


def test_an_outside_decoder_finds_each_variant_as_long_as_it_says(
    judge: Callable[[str], str], made: Made
) -> None:
    variant = read_episode(made.folder).variants[-1]
    raw = subprocess.run(
        [judge("ffmpeg"), "-v", "error", "-i", str(made.folder / variant.path), "-f", "s16le", "-"],
        capture_output=True,
        check=True,
    ).stdout
    assert len(raw) // 2 == variant.chapters[-1].end_frames


def test_a_variant_that_is_lost_or_new_makes_the_episode_anew(made: Made) -> None:
    assert _make().unchanged
    (made.folder / "episode-2x.mp3").write_bytes(b"cut")
    assert not _make().unchanged
    (made.folder / "segments-2x.json").unlink()
    assert not _make().unchanged
    other = _make(replace(SHOW, variants=(1.25,)))
    assert not other.unchanged
    assert {path.name for path in other.folder.glob("*.mp3")} == {
        "episode.mp3",
        "episode-1.25x.mp3",
    }
    assert [each["path"] for each in read_record(made.folder)["variants"]] == ["episode-1.25x.mp3"]


def test_variants_are_the_same_bytes_each_time() -> None:
    show = replace(SHOW, variants=(1.5,))
    sound = (_make(show).folder / "episode-1.5x.mp3").read_bytes()
    again = _make(show, rebuild=True, cached=False, threads=1)
    assert (again.folder / "episode-1.5x.mp3").read_bytes() == sound


def test_a_variant_that_fails_leaves_the_earlier_episode(monkeypatch: pytest.MonkeyPatch) -> None:
    made = _make(replace(SHOW, variants=()))
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}

    def fail(timeline: Any, into: Any, *how: Any, **more: Any) -> Any:  # noqa: ANN401, as mixdown
        if "2x" in into.name:
            raise OSError(28, "No space left on device")
        return mixdown(timeline, into, *how, **more)

    monkeypatch.setattr("audiobrief.mix.delivery.mixdown", fail)
    with pytest.raises(EpisodeError, match="No space left"):
        _make()
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before
    assert [path.name for path in made.folder.parent.iterdir() if path.name.startswith(".")] == []


def test_check_tells_of_a_variant_that_was_changed_or_lost(made: Made) -> None:
    sound = made.folder / "episode-2x.mp3"
    sound.write_bytes((made.folder / "episode-1.25x.mp3").read_bytes())
    rules = {each.rule for each in check_episode(made.folder)}
    assert {"file-size", "sound-length", "tag-text"} <= rules
    sound.unlink()
    assert "file-missing" in {each.rule for each in check_episode(made.folder)}


def test_variants_are_published_with_the_feed(tmp_path: Path, made: Made) -> None:
    publish_show(made.folder.parent, SHOW, FolderStore(tmp_path / "web"))
    there = {path.name for path in (tmp_path / "web" / made.folder.name).iterdir()}
    assert {"episode.mp3", "episode-1.25x.mp3", "episode-2x.mp3"} <= there
    feed = etree.parse(tmp_path / "web" / "feed.xml")
    sources = feed.findall(".//{https://podcastindex.org/namespace/1.0}source")
    assert [each.get("uri", "").rpartition("/")[2] for each in sources] == [
        *["episode.mp3", "episode-1.25x.mp3", "episode-2x.mp3"]
    ]


def test_paces_are_set_in_the_show_file_and_checked() -> None:
    Path("show.toml").write_text("variants = [2, 1.25, 1.25]\n")
    assert load_show(None).variants == (1.25, 2.0)
    for wrong in ("[1]", "[3]", '["fast"]', "1.5", "[true]", "[0.6, 0.7, 0.8, 1.1, 1.2, 1.3]"):
        Path("show.toml").write_text(f"variants = {wrong}\n")
        with pytest.raises(SettingsError, match="variants"):
            load_show(None)
    assert variant_paces((), "--variant") == ()
