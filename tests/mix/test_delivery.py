"""The decoded file keeps its ceiling at every bit rate, however hard the limiter works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audiobrief.mix import delivery
from audiobrief.mix.arrange import arrange
from audiobrief.mix.delivery import Heard, decoded_over_db, delivered, heard
from audiobrief.mix.level import levels
from audiobrief.mix.mixdown import mixdown
from audiobrief.mix.model import Encoding, Sounds, Timeline
from audiobrief.order import Order
from audiobrief.remarks import sound_remarks
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show
from audiobrief.speech.model import Take

MakeRundown = Callable[..., Rundown]
MakeTakes = Callable[..., Sequence[Take]]
Read = Callable[..., Any]


def _loud(rundown: Rundown, takes: Sequence[Take], target_lufs: float, kbps: int) -> Timeline:
    gains_db = levels(rundown, takes, target_lufs, limit_dbtp=Encoding(kbps=kbps).limit_dbtp)
    return arrange(rundown, takes, Sounds(), gains_db)


@pytest.mark.parametrize(("kbps", "target_lufs"), [(64, -16.0), (128, -13.0)])
def test_the_ceiling_holds_where_the_limiter_works_hard(  # noqa: PLR0913, PLR0917, two figures and four makers
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_takes: MakeTakes,
    read: Read,
    kbps: int,
    target_lufs: float,
) -> None:
    """At 64 kb/s MP3 moves the peaks of speech by up to 2.6 dB."""
    rundown = make_rundown(sentences=1, caption=0)
    timeline = _loud(rundown, make_takes(rundown), target_lufs, kbps)
    path = tmp_path / "episode.mp3"
    master = delivered(timeline, path, Encoding(kbps=kbps))
    assert read(path).true_peak_dbtp <= -1.0
    assert soundfile.info(path).frames == master.frames == timeline.frames
    assert path.stat().st_size == master.length_bytes


def test_moments_over_the_ceiling_are_taken_back_alone(
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_takes: MakeTakes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Were the whole limited lower, it would be softer than was asked for."""
    asked: list[tuple[float, dict[int, float]]] = []

    def noted(timeline: Timeline, into: Any, encoding: Encoding, **more: Any) -> Any:  # noqa: ANN401, as mixdown
        asked.append((encoding.ceiling_dbtp, dict(more["eased_db"])))
        return mixdown(timeline, into, encoding, **more)

    over = iter([{20: 4.0}, {20: 0.5, 21: 0.1}, {}])
    monkeypatch.setattr(delivery, "mixdown", noted)
    monkeypatch.setattr(
        delivery, "heard", lambda *given: heard(*given)._replace(over_db=next(over))
    )
    rundown = make_rundown(sentences=1, caption=0, opening=False, closing=False)
    timeline = _loud(rundown, make_takes(rundown, ms=900), -20.0, 64)
    with (tmp_path / "before.mp3").open("wb") as file:
        mixdown(timeline, file, Encoding(kbps=64))
    before = heard(tmp_path / "before.mp3", -1.0, timeline.rate_hz)
    after = delivered(timeline, tmp_path / "episode.mp3", Encoding(kbps=64))
    assert [ceiling for ceiling, _ in asked] == [-1.0] * 3
    assert asked[0][1] == {}
    assert asked[1][1] == pytest.approx({20: 4.15})
    assert asked[2][1] == pytest.approx({20: 4.95, 21: 0.4})
    assert after.loudness_lufs == pytest.approx(before.loudness_lufs, abs=0.3)


def test_what_stays_over_the_ceiling_is_limited_lower(
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_takes: MakeTakes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[float] = []

    def noted(timeline: Timeline, into: Any, encoding: Encoding, **more: Any) -> Any:  # noqa: ANN401, as mixdown
        asked.append(encoding.ceiling_dbtp)
        return mixdown(timeline, into, encoding, **more)

    over = iter([*[{20: 0.6}] * 6, {}])
    monkeypatch.setattr(delivery, "mixdown", noted)
    monkeypatch.setattr(delivery, "heard", lambda *_: Heard(-20.0, -1.0, next(over)))
    rundown = make_rundown(sentences=1, caption=0, opening=False, closing=False)
    timeline = _loud(rundown, make_takes(rundown, ms=900), -20.0, 64)
    delivered(timeline, tmp_path / "episode.mp3", Encoding(kbps=64))
    assert asked == [*[-1.0] * 6, pytest.approx(-1.75)]


def test_what_no_try_could_mend_is_told(
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_takes: MakeTakes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A producer would else publish clipped moments as if they had been mended."""
    monkeypatch.setattr(delivery, "heard", lambda *_: Heard(-16.0, -1.0, {3: 0.4, 9: 1.25}))
    rundown = make_rundown(sentences=1, caption=0, opening=False, closing=False)
    timeline = _loud(rundown, make_takes(rundown, ms=900), -20.0, 64)
    master = delivered(timeline, tmp_path / "episode.mp3", Encoding(kbps=64))
    assert master.over_db == pytest.approx(1.2)  # Files are kept 0.05 dB under the ceiling.
    order = Order(show=Show())
    assert any("by up to 1.2 dB" in remark for remark in sound_remarks(master, order))


def test_what_a_meter_could_not_see_is_not_told(
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_takes: MakeTakes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "heard", lambda *_: Heard(-16.0, -1.0, {3: 0.04}))
    rundown = make_rundown(sentences=1, caption=0, opening=False, closing=False)
    timeline = _loud(rundown, make_takes(rundown, ms=900), -20.0, 64)
    assert delivered(timeline, tmp_path / "episode.mp3", Encoding(kbps=64)).over_db == 0


def test_frames_over_a_ceiling_are_those_of_the_file(tmp_path: Path) -> None:
    at = np.arange(44_100)
    wave = 0.25 * np.sin(np.pi / 2 * at + np.pi / 4)  # Its samples are 3 dB under its peaks.
    wave[22_080:22_128] *= 2  # Frame 460.
    soundfile.write(tmp_path / "tone.wav", wave.astype(np.float32), 44_100, subtype="FLOAT")
    found = decoded_over_db(tmp_path / "tone.wav", -8.0)
    assert 460 in found
    assert set(found) <= {459, 460, 461}
    assert found[460] == pytest.approx(2.0, abs=0.4)
    assert decoded_over_db(tmp_path / "tone.wav", -5.0) == {}
