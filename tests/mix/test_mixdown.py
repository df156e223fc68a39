"""The finished MP3, measured by programs that are not ours."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audiobrief.errors import SoundError
from audiobrief.mix.arrange import arrange
from audiobrief.mix.delivery import delivered
from audiobrief.mix.level import levels
from audiobrief.mix.mixdown import mixdown
from audiobrief.mix.model import TIMELINE_HZ, Encoding, Layer, Placement, Sounds, Stream, Timeline
from audiobrief.mix.sounds import sounds_for
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show
from audiobrief.sound.clip import Clip
from audiobrief.sound.codec import write_flac
from audiobrief.speech.model import Take

MakeRundown = Callable[..., Rundown]
MakeTakes = Callable[..., Sequence[Take]]
MakeTake = Callable[..., Take]
Read = Callable[..., Any]


def timeline_of(
    rundown: Rundown, takes: Sequence[Take], sounds: Sounds, target_lufs: float = -16.0
) -> Timeline:
    return arrange(rundown, takes, sounds, levels(rundown, takes, target_lufs))


def write(timeline: Timeline, path: Path, *settings: Encoding, preamble: bytes = b"") -> Stream:
    with path.open("wb") as file:
        return mixdown(timeline, file, *settings, preamble=preamble)


@pytest.mark.parametrize("target_lufs", [-16.0, -19.0])
def test_loudness_and_peak_of_an_edition_of_two_voices(
    tmp_path: Path,
    make_rundown: MakeRundown,
    make_take: MakeTake,
    read: Read,
    target_lufs: float,
) -> None:
    rundown = make_rundown(2, sentences=3)
    item_of = rundown.item_of()
    takes = [
        make_take(cue, ms=2_600, level=0.8, pitch_hz=185.0, voice="second", rate_hz=22_050)
        if item_of[cue.id] == 1
        else make_take(cue, ms=2_100, level=0.2)
        for cue in rundown.cues
    ]
    timeline = timeline_of(rundown, takes, sounds_for(Show(loudness_lufs=target_lufs)), target_lufs)
    path = tmp_path / "episode.mp3"
    master = delivered(timeline, path, Encoding())
    whole = read(path)
    assert whole.integrated_lufs == pytest.approx(target_lufs, abs=0.3)
    assert whole.true_peak_dbtp <= -1.0
    assert master.loudness_lufs == pytest.approx(whole.integrated_lufs, abs=0.06)
    assert master.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=0.1)
    for number in range(2):
        heard = [p for p in timeline.speech if p.cue and item_of[p.cue.id] == number]
        part = read(path, heard[0].start_frames / TIMELINE_HZ, heard[-1].end_frames / TIMELINE_HZ)
        assert part.integrated_lufs == pytest.approx(target_lufs, abs=0.7)


def test_the_ident_is_a_little_under_the_speech(
    tmp_path: Path, make_rundown: MakeRundown, make_takes: MakeTakes, read: Read
) -> None:
    rundown = make_rundown()
    timeline = timeline_of(rundown, make_takes(rundown), sounds_for(Show()))
    write(timeline, tmp_path / "episode.mp3")
    ident = read(tmp_path / "episode.mp3", 0, timeline.placements[0].end_frames / TIMELINE_HZ)
    assert -19.0 <= ident.integrated_lufs <= -16.0


def click(at: int, frames: int, rate_hz: int) -> Clip:
    samples = np.zeros(frames, dtype=np.float32)
    samples[at] = 0.5
    return Clip(samples=samples, rate_hz=rate_hz)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_every_start_is_exact_to_the_sample(
    tmp_path: Path, make_rundown: MakeRundown, make_take: MakeTake, rate_hz: int
) -> None:
    """Chapters, subtitles and sound would drift apart by what each take was off."""
    rundown = make_rundown(3)
    at = rate_hz // 5
    takes = [
        make_take(cue, clip=click(at, rate_hz // 2 + 7 * place, rate_hz))
        for place, cue in enumerate(rundown.cues)
    ]
    gains = dict.fromkeys(rundown.item_of(), 0.0)
    timeline = arrange(rundown, takes, Sounds(sting=click(5_000, 9_000, TIMELINE_HZ)), gains)
    write(timeline, tmp_path / "clicks.mp3")
    heard, _ = soundfile.read(tmp_path / "clicks.mp3")
    assert len(heard) == timeline.frames
    for placement in timeline.speech:
        part = heard[placement.start_frames : placement.end_frames]
        assert int(np.abs(part).argmax()) == round(at * TIMELINE_HZ / rate_hz)


def test_the_file_is_as_long_as_it_says(
    tmp_path: Path, make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    rundown = make_rundown()
    timeline = timeline_of(rundown, make_takes(rundown), sounds_for(Show()))
    master = write(timeline, tmp_path / "a.mp3", preamble=b"ID3" + bytes(97))
    content = (tmp_path / "a.mp3").read_bytes()
    assert master.length_bytes == len(content)
    assert master.frames == timeline.frames
    assert content.startswith(b"ID3")


def test_the_same_timeline_gives_the_same_bytes(
    tmp_path: Path, make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    rundown = make_rundown()
    takes = make_takes(rundown)
    for name in ("a.mp3", "b.mp3"):
        write(timeline_of(rundown, takes, sounds_for(Show())), tmp_path / name)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_takes_begin_and_end_without_a_click(
    tmp_path: Path, make_rundown: MakeRundown, make_take: MakeTake
) -> None:
    rundown = make_rundown(opening=False, closing=False, caption=0, sentences=1)
    steady = Clip(samples=np.full(24_000, 0.3, dtype=np.float32), rate_hz=24_000)
    takes = [make_take(cue, clip=steady) for cue in rundown.cues]
    timeline = arrange(rundown, takes, Sounds(), dict.fromkeys(rundown.item_of(), 0.0))
    write(timeline, tmp_path / "steady.mp3", Encoding(kbps=320))
    heard, _ = soundfile.read(tmp_path / "steady.mp3")
    assert np.abs(np.diff(heard)).max() < 0.01


def test_a_take_that_was_cut_off_stops_the_build(
    make_rundown: MakeRundown, make_takes: MakeTakes
) -> None:
    """Nobody is to hear half a sentence and silence."""
    rundown = make_rundown()
    takes = list(make_takes(rundown))
    timeline = timeline_of(rundown, takes, Sounds())
    write_flac(click(5, 1_000, 24_000), takes[3].path)
    with pytest.raises(SoundError, match=r"ends after \d+ of \d+ frames"):
        mixdown(timeline, io.BytesIO())


class FullDisk(io.BytesIO):
    """Takes 20,000 bytes and no more."""

    def write(self, content: Any, /) -> int:  # noqa: ANN401, any buffer
        if self.tell() + len(content) > 20_000:
            raise OSError(28, "No space left on device")
        return super().write(content)


def test_a_full_disk_is_not_hidden(make_rundown: MakeRundown, make_takes: MakeTakes) -> None:
    rundown = make_rundown()
    timeline = timeline_of(rundown, make_takes(rundown), sounds_for(Show()))
    with pytest.raises(OSError, match="No space left"):
        mixdown(timeline, FullDisk())


def test_sounds_may_overlap_speech_where_a_timeline_says_so(
    make_rundown: MakeRundown, make_take: MakeTake, tmp_path: Path
) -> None:
    cue = make_rundown().cues[0]
    take = make_take(cue, clip=click(12_000, 24_000, 24_000))
    bed = Clip(samples=np.full(TIMELINE_HZ * 3, 0.01, dtype=np.float32), rate_hz=TIMELINE_HZ)
    under = Placement(
        sound=bed, rate_hz=TIMELINE_HZ, start_frames=0, frames=bed.frames, layer=Layer.BED
    )
    speech = replace(
        under,
        sound=take.path,
        rate_hz=24_000,
        start_frames=TIMELINE_HZ,
        frames=TIMELINE_HZ,
        layer=Layer.SPEECH,
        cue=cue,
    )
    timeline = Timeline(rate_hz=TIMELINE_HZ, placements=(under, speech), frames=bed.frames)
    write(timeline, tmp_path / "bed.mp3", Encoding(kbps=320))
    heard, _ = soundfile.read(tmp_path / "bed.mp3")
    assert int(np.abs(heard).argmax()) == TIMELINE_HZ + TIMELINE_HZ // 2
    assert heard[TIMELINE_HZ * 2 + 5_000 : -20_000].mean() == pytest.approx(0.01, abs=0.002)


MEMORY = """
import resource, sys
from pathlib import Path
from audiobrief.mix.mixdown import mixdown
from audiobrief.mix.model import Encoding, Layer, Placement, Timeline
from audiobrief.rundown.model import Cue
from audiobrief.story.model import Role
take, count, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
placements = []
for k in range(count):
    cue = Cue(id=f"c{k}", block=None, role=Role.BODY, language="en", print_text="x",
              spoken_text="x", voice="anchor")
    placements.append(Placement(sound=take, rate_hz=24000, start_frames=k * 44100 * 10,
                                frames=44100 * 9, layer=Layer.SPEECH, cue=cue))
timeline = Timeline(rate_hz=44100, placements=tuple(placements), frames=count * 441000)
with out.open("wb") as file:
    mixdown(timeline, file, Encoding(quality=9))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource module")
def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    """An edition of hours is made on the machine that makes one of minutes."""
    tone = 0.3 * np.sin(2 * np.pi * 300 * np.arange(24_000 * 9) / 24_000)
    write_flac(Clip(samples=tone.astype(np.float32), rate_hz=24_000), tmp_path / "take.flac")
    peaks = []
    for tens_of_seconds in (18, 180):
        command = [sys.executable, "-c", MEMORY, str(tmp_path / "take.flac")]
        command += [str(tens_of_seconds), str(tmp_path / "out.mp3")]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(result.stdout))
    assert peaks[1] < peaks[0] * 1.1
