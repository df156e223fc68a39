"""A stretch cut out of an episode's sound is what would have been made for it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audiobrief.errors import SoundError
from audiobrief.mix import delivery
from audiobrief.mix.arrange import arrange
from audiobrief.mix.delivery import delivered, delivered_excerpt
from audiobrief.mix.mixdown import mixdown, spliced
from audiobrief.mix.model import TIMELINE_HZ, Encoding, Excerpt, Layer, Placement, Timeline
from audiobrief.mix.sounds import sounds_for
from audiobrief.mix.spool import Spool
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Take

MakeRundown = Callable[..., Rundown]
MakeTakes = Callable[..., Sequence[Take]]
Read = Callable[..., Any]

LEAD: Final = TIMELINE_HZ // 4
GAP: Final = 2 * TIMELINE_HZ
EDGE: Final = TIMELINE_HZ // 50


@pytest.fixture
def make_timeline(make_rundown: MakeRundown, make_takes: MakeTakes) -> Callable[..., Timeline]:
    """Return a function (gain in decibels) -> an episode with ident; 12 dB are limited hard."""

    def make(gain_db: float) -> Timeline:
        rundown = make_rundown(sentences=1, caption=0)
        takes = make_takes(rundown, ms=900)
        gains_db = dict.fromkeys((cue.id for cue in rundown.cues), gain_db)
        return arrange(rundown, takes, replace(sounds_for(Show(title="S")), bed=None), gains_db)

    return make


def _story(timeline: Timeline) -> tuple[Timeline, Excerpt]:
    """Return a track of the story's sentences, and where they lie in the episode."""
    said = timeline.speech[1:-1]
    start, end = said[0].start_frames, said[-1].end_frames
    moved = tuple(replace(each, start_frames=each.start_frames - start + LEAD) for each in said)
    frames = end - start
    track = Timeline(rate_hz=TIMELINE_HZ, placements=moved, frames=LEAD + frames + GAP)
    excerpt = Excerpt(at_frames=LEAD - EDGE, start_frames=start - EDGE, frames=frames + 2 * EDGE)
    return track, excerpt


def _written(path: Path, timeline: Timeline, **settings: Any) -> Path:  # noqa: ANN401, as mixdown
    with path.open("wb") as file:
        mixdown(timeline, file, **settings)
    return path


def _cut(path: Path, timeline: Timeline, folder: Path, **settings: Any) -> Path:  # noqa: ANN401, as mixdown
    track, excerpt = _story(timeline)
    with Spool(folder) as spool, path.open("wb") as file:
        _written(folder / "episode.mp3", timeline, spool=spool, **settings)
        spliced(track, excerpt, spool, file, **settings)
    return path


def _decoded(path: Path) -> NDArray[np.float64]:
    samples: NDArray[np.float64] = soundfile.read(path)[0]
    return samples


def test_where_nothing_is_limited_the_bytes_are_the_same(
    tmp_path: Path, make_timeline: Callable[..., Timeline]
) -> None:
    timeline = make_timeline(-6.0)
    track, _ = _story(timeline)
    rendered = _written(tmp_path / "rendered.mp3", track, preamble=b"tag")
    cut = _cut(tmp_path / "cut.mp3", timeline, tmp_path, preamble=b"tag")
    assert cut.read_bytes() == rendered.read_bytes()


@pytest.mark.parametrize("kbps", [64, 96])
def test_where_the_limiter_works_it_sounds_the_same(
    tmp_path: Path, make_timeline: Callable[..., Timeline], kbps: int
) -> None:
    """The limiter judges frames of a millisecond, and those lie elsewhere in a track."""
    timeline = make_timeline(6.0)
    track, _ = _story(timeline)
    rendered = _decoded(_written(tmp_path / "rendered.mp3", track, encoding=Encoding(kbps=kbps)))
    cut = _decoded(_cut(tmp_path / "cut.mp3", timeline, tmp_path, encoding=Encoding(kbps=kbps)))
    assert len(cut) == len(rendered) == track.frames
    apart = np.sqrt(np.mean((cut - rendered) ** 2) / np.mean(rendered**2))
    assert 20 * np.log10(apart) < -25
    loud = [np.sqrt(np.mean(each**2)) for each in (cut, rendered)]
    assert 20 * np.log10(loud[0] / loud[1]) == pytest.approx(0, abs=0.05)


def test_music_under_the_episode_is_not_in_what_is_cut(
    tmp_path: Path, make_timeline: Callable[..., Timeline]
) -> None:
    timeline = make_timeline(-6.0)
    music = np.sin(np.arange(TIMELINE_HZ) * 0.05).astype(np.float32) * np.float32(0.05)
    bed = Placement(
        sound=Clip(samples=music, rate_hz=TIMELINE_HZ),
        rate_hz=TIMELINE_HZ,
        start_frames=0,
        frames=timeline.frames,
        layer=Layer.BED,
    )
    under = replace(timeline, placements=(bed, *timeline.placements))
    plain = _cut(tmp_path / "plain.mp3", timeline, tmp_path)
    without = (tmp_path / "episode.mp3").read_bytes()
    cut = _cut(tmp_path / "cut.mp3", under, tmp_path)
    assert (tmp_path / "episode.mp3").read_bytes() != without
    assert cut.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("kbps", [64, 128])
def test_what_is_cut_keeps_the_ceiling(
    tmp_path: Path, make_timeline: Callable[..., Timeline], read: Read, kbps: int
) -> None:
    timeline = make_timeline(12.0)
    track, excerpt = _story(timeline)
    path = tmp_path / "track.mp3"
    with Spool(tmp_path) as spool:
        delivered(timeline, tmp_path / "episode.mp3", Encoding(kbps=kbps), spool=spool)
        delivered_excerpt(track, excerpt, spool, path, Encoding(kbps=kbps))
    assert read(path).true_peak_dbtp <= -1.0
    assert soundfile.info(path).frames == track.frames


def test_what_passes_the_ceiling_when_it_is_cut_is_made_anew(
    tmp_path: Path, make_timeline: Callable[..., Timeline], monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = make_timeline(0.0)
    track, excerpt = _story(timeline)
    made: list[Timeline] = []

    def noted(timeline: Timeline, *_given: object, **_named: object) -> None:
        made.append(timeline)

    with Spool(tmp_path) as spool:
        delivered(timeline, tmp_path / "episode.mp3", Encoding(), spool=spool)
        monkeypatch.setattr(delivery, "delivered", noted)
        delivered_excerpt(track, excerpt, spool, tmp_path / "1.mp3", Encoding())
        assert made == []
        monkeypatch.setattr(delivery, "decoded_over_db", lambda *_: {3: 0.2})
        delivered_excerpt(track, excerpt, spool, tmp_path / "2.mp3", Encoding())
        assert made == [track]


def test_a_second_mixdown_takes_the_place_of_the_first(
    tmp_path: Path, make_timeline: Callable[..., Timeline]
) -> None:
    """An episode whose peaks came out too high is written again."""
    timeline = make_timeline(-6.0)
    with Spool(tmp_path) as spool:
        _written(tmp_path / "first.mp3", make_timeline(0.0), spool=spool)
        _written(tmp_path / "second.mp3", timeline, spool=spool)
        whole = Excerpt(at_frames=0, start_frames=0, frames=timeline.frames)
        again = np.concatenate(list(spool.read(whole)))
        longer = replace(whole, start_frames=1)
        with pytest.raises(SoundError, match=r"A track ends \d+ frames into an episode of \d+"):
            list(spool.read(longer))
    assert len(again) == timeline.frames
    # LAME turns what it gets down to 95 hundredths, and is given as much more.
    heard = _decoded(tmp_path / "second.mp3")
    assert np.corrcoef(heard, again)[0, 1] > 0.99
    assert not [path for path in tmp_path.iterdir() if path.suffix not in {".mp3", ".flac"}]


def test_a_track_that_goes_on_behind_its_excerpt_is_refused(
    tmp_path: Path, make_timeline: Callable[..., Timeline]
) -> None:
    track, excerpt = _story(make_timeline(-6.0))
    short = replace(excerpt, frames=excerpt.frames // 2)
    with (
        Spool(tmp_path) as spool,
        (tmp_path / "track.mp3").open("wb") as file,
        pytest.raises(ValueError, match="an excerpt ends at"),
    ):
        spliced(track, short, spool, file)
