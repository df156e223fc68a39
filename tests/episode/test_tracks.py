"""Numbered tracks: what a listener with a player of files hears, in which order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import mutagen.mp3
import numpy as np
import pytest
import soundfile

from audiobrief.episode.companions import tracks
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.companions.tracks import (
    labels_wanted,
    track_name,
    tracks_of,
    write_tracks,
)
from audiobrief.errors import EpisodeError
from audiobrief.mix.model import Excerpt, Layer, Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.sound.clip import Clip

Write = Callable[[Rundown], tuple[Path, Manuscript]]


@pytest.fixture(scope="module")
def write(
    manuscript_of: Callable[..., Manuscript], tmp_path_factory: pytest.TempPathFactory
) -> Write:
    """Return what writes the tracks of a rundown, and returns their folder and the manuscript."""

    def make(rundown: Rundown) -> tuple[Path, Manuscript]:
        stage = tmp_path_factory.mktemp("stage")
        manuscript = manuscript_of(stage, rundown)
        made = write_tracks(stage, manuscript)
        files = {path.relative_to(stage).as_posix() for path in (stage / "tracks").iterdir()}
        assert {made.path, *made.parts} == files
        return stage / "tracks", manuscript

    return make


@pytest.fixture(scope="module")
def of_edition(write: Write, edition: Rundown) -> tuple[Path, Manuscript]:
    return write(edition)


def _heard(path: Path) -> tuple[float, float, float]:
    """Return the silence before the first and after the last sound, and the length, in seconds."""
    samples, rate = soundfile.read(path)
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    return loud[0] / rate, (len(samples) - loud[-1]) / rate, len(samples) / rate


def test_an_edition_has_a_track_for_each_story_by_name_and_in_the_playlist(
    of_edition: tuple[Path, Manuscript],
) -> None:
    folder, _ = of_edition
    names = ["001_opening.mp3", "002_pier-opens.mp3", "003_ferry-delayed.mp3", "004_credits.mp3"]
    assert sorted(path.name for path in folder.glob("*.mp3")) == names
    assert (folder / "playlist.m3u").read_bytes() == "\r\n".join(["#EXTM3U", *names, ""]).encode()


def test_each_story_begins_with_its_label_and_no_sound_of_the_show_is_in_it(
    of_edition: tuple[Path, Manuscript],
) -> None:
    """Who cannot see a title hears at once which story it is."""
    _, manuscript = of_edition
    every = tracks_of(manuscript)
    assert [track.lines[0].text for track in every[1:3]] == ["Story 1 of 2.", "Story 2 of 2."]
    assert tuple(line for track in every for line in track.lines) == tuple(
        line for part in manuscript.parts for line in part.lines
    )


def test_three_seconds_lie_between_the_words_of_two_tracks(
    of_edition: tuple[Path, Manuscript],
) -> None:
    heard = [_heard(path) for path in sorted(of_edition[0].glob("*.mp3"))]
    gaps = [after + before for (_, after, _), (before, _, _) in itertools.pairwise(heard)]
    assert all(2.97 < gap < 3.04 for gap in gaps), gaps


def test_a_track_is_as_long_as_its_words_in_the_episode(
    of_edition: tuple[Path, Manuscript],
) -> None:
    folder, manuscript = of_edition
    for track, path in zip(tracks_of(manuscript), sorted(folder.glob("*.mp3")), strict=True):
        first, last = track.lines[0], track.lines[-1]
        words = (last.end_frames - first.start_frames) / manuscript.timeline.rate_hz
        before, after, length = _heard(path)
        assert length - before - after == pytest.approx(words, abs=0.03)


def test_the_files_are_what_old_players_take(of_edition: tuple[Path, Manuscript]) -> None:
    for path in of_edition[0].glob("*.mp3"):
        read: Any = mutagen.mp3.MP3(path)  # type: ignore[no-untyped-call]
        assert (read.info.channels, read.info.sample_rate) == (1, 44_100)
        assert read.info.bitrate_mode is mutagen.mp3.BitrateMode.CBR
        assert read.tags.version == (2, 3, 0)
        assert path.read_bytes()[:3] == b"ID3"
        assert set(read.tags) == {"TIT2", "TALB", "TPE1", "TRCK"}
        assert read.tags["TRCK"].text == [f"{int(path.name[:3])}/4"]


def test_a_single_story_has_a_track_for_each_section(write: Write, rundown: Rundown) -> None:
    folder, manuscript = write(rundown)
    names = [path.name for path in sorted(folder.glob("*.mp3"))]
    assert names[:4] == [
        "001_opening.mp3",
        "002_headline.mp3",
        "003_story.mp3",
        "004_photo-caption.mp3",
    ]
    texts = [line.text for track in tracks_of(manuscript) for line in track.lines]
    assert texts == [line.text for part in manuscript.parts for line in part.lines]


def test_an_earcon_stays_with_its_caption_and_stings_are_left_out(
    write: Write, rundown: Rundown, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Timeline] = []
    slice_of = tracks._slice

    def spy(*given: object) -> tuple[Timeline, Excerpt | None]:
        timeline, excerpt = slice_of(*given)  # type: ignore[arg-type]
        made.append(timeline)
        return timeline, excerpt

    monkeypatch.setattr(tracks, "_slice", spy)
    write(rundown)
    layers = [[placement.layer for placement in each.placements] for each in made]
    assert layers[3][:2] == [Layer.EARCON, Layer.SPEECH]
    assert {layer for each in layers for layer in each} == {Layer.EARCON, Layer.SPEECH}


def _cut_of(manuscript: Manuscript, stage: Path) -> list[tuple[Timeline, Excerpt]]:
    """Return the tracks that are cut out of the episode, where the others are mixed."""
    found: list[tuple[Timeline, Excerpt]] = []

    def cut(timeline: Timeline, excerpt: Excerpt, path: Path, tag: bytes) -> None:
        found.append((timeline, excerpt))
        manuscript.mix(timeline, path, tag)

    write_tracks(stage, replace(manuscript, cut=cut))
    return found


def test_tracks_are_cut_out_of_the_episode_where_their_words_stand_alone(
    manuscript_of: Callable[..., Manuscript], edition: Rundown, tmp_path: Path
) -> None:
    manuscript = manuscript_of(tmp_path, edition)
    found = _cut_of(manuscript, tmp_path)
    assert len(found) == len(tracks_of(manuscript)) == 4
    spoken = {each.start_frames: each.cue for each in manuscript.timeline.speech}
    for timeline, excerpt in found:
        shift = excerpt.at_frames - excerpt.start_frames
        assert all(spoken[each.start_frames - shift] == each.cue for each in timeline.speech)
        assert excerpt.at_frames < timeline.speech[0].start_frames
        assert timeline.speech[-1].end_frames < excerpt.end_frames < timeline.frames


def test_a_track_whose_words_begin_under_the_ident_is_mixed_without_it(
    manuscript_of: Callable[..., Manuscript],
    edition: Rundown,
    arrange: Callable[..., Timeline],
    tmp_path: Path,
) -> None:
    timeline = arrange(edition)
    ident, first, *rest = timeline.placements
    longer = replace(ident, frames=first.start_frames + 1000 - ident.start_frames)
    longer = replace(longer, sound=Clip(samples=np.ones(longer.frames, np.float32), rate_hz=44_100))
    under = replace(timeline, placements=(longer, first, *rest))
    found = _cut_of(manuscript_of(tmp_path, edition, under), tmp_path)
    assert len(found) == 3
    assert all(each.speech[0].cue != first.cue for each, _ in found)


def test_a_section_is_labelled_where_its_first_words_do_not_say_what_it_is(
    manuscript_of: Callable[..., Manuscript], rundown: Rundown, edition: Rundown, tmp_path: Path
) -> None:
    manuscript = manuscript_of(tmp_path, rundown)
    wanted = [(track.title, track.label) for track in tracks_of(manuscript)]
    assert wanted == [
        ("Opening", "Opening"),
        ("Headline", "Headline"),
        ("Story", "Story"),
        ("Photo caption", ""),
        ("Story, continued", "Story, continued"),
        ("What comes next", ""),
        ("Credits", "Credits"),
    ]
    said = labels_wanted(rundown, manuscript.timeline, manuscript.show)
    assert said == tuple(label for _, label in wanted if label)
    of_edition = tracks_of(manuscript_of(tmp_path, edition))
    assert [track.label for track in of_edition] == ["Opening", "", "", "Credits"]


@pytest.mark.parametrize(
    ("number", "title", "name"),
    [
        (7, "L’Été à “Łódź”: 5 < 6 & 7?", "007_lete-a-lodz-5-6-7.mp3"),
        (12, "افتتاح الجسر", "012_ftth-ljsr.mp3"),
        (13, "Погода на пирсе", "013_pogoda-na-pirse.mp3"),
        (14, "🔥", "014_track.mp3"),
        (15, "X-ray of the pier", "015_x-ray-of-the-pier.mp3"),
        (999, "con", "999_con-x.mp3"),
        (3, "word " * 40, "003_word-word-word-word-word-word-word-word.mp3"),
    ],
)
def test_names_are_ascii_and_safe_on_a_stick(number: int, title: str, name: str) -> None:
    assert track_name(number, title) == name


def test_more_tracks_than_three_figures_count_are_refused(
    manuscript_of: Callable[..., Manuscript],
    edition: Rundown,
    tmp_path: Path,
) -> None:
    few = manuscript_of(tmp_path, edition)
    manuscript = replace(few, parts=few.parts * 250)
    with pytest.raises(EpisodeError, match="has 1000 tracks, and players take 999 at most"):
        write_tracks(tmp_path, manuscript)
    assert not (tmp_path / "tracks").exists()
