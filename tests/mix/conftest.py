"""Takes and rundowns without an engine: peaky sounds with syllables, like synthetic speech."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.sound.clip import Clip
from audiobrief.sound.codec import write_flac
from audiobrief.sound.loudness import measure
from audiobrief.speech.model import Take
from audiobrief.story.model import Role

Judge = Callable[[str], str]
MakeTake = Callable[..., Take]
MakeTakes = Callable[..., Sequence[Take]]
MakeRundown = Callable[..., Rundown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What ffmpeg's ebur128 read on the decoded file."""

    integrated_lufs: float
    true_peak_dbtp: float


Read = Callable[..., Reading]


def cue(name: str, role: Role, block: int | None, pause_after_ms: int = 250) -> Cue:
    return Cue(
        id=name,
        block=block,
        role=role,
        language="en-US",
        print_text=f"Words of {name}.",
        spoken_text=f"Words of {name}.",
        voice="anchor",
        pause_after_ms=pause_after_ms,
    )


def item(name: str, *, sentences: int = 2, caption: int = 1) -> Item:
    """A headline, a caption between its labels, and body sentences two to a paragraph."""
    cues = [cue(f"{name}-headline", Role.HEADLINE, 0, 600)]
    if caption:
        cues += [
            cue(f"{name}-label", Role.CONTINUITY, 1),
            cue(f"{name}-caption", Role.CAPTION, 1),
            cue(f"{name}-end", Role.CONTINUITY, 1, 600),
        ]
    cues += [cue(f"{name}-body-{k}", Role.BODY, 2 + k // 2, 300) for k in range(sentences)]
    return Item(title=name, cues=tuple(cues))


@pytest.fixture(scope="session")
def make_rundown() -> MakeRundown:
    """Return a function (stories, ...) -> a rundown of so many stories."""

    def make(
        stories: int = 1, *, opening: bool = True, closing: bool = True, **shape: int
    ) -> Rundown:
        return Rundown(
            title="An episode",
            language="en-US",
            opening=(cue("welcome", Role.CONTINUITY, None, 600),) if opening else (),
            items=tuple(item(f"story-{number}", **shape) for number in range(stories)),
            closing=(cue("sign-off", Role.CONTINUITY, None, 600),) if closing else (),
        )

    return make


def speechlike(frames: int, rate_hz: int, *, level: float, pitch_hz: float) -> Clip:
    """Decaying pulses of a voice under syllables: 20 dB from loudness to peak."""
    time = np.arange(frames) / rate_hz
    beat = (time * pitch_hz) % 1.0
    ring = np.exp(-beat * 2) * np.cos(2 * np.pi * 900 * beat / pitch_hz)
    syllable = np.abs(np.sin(2 * np.pi * 2.1 * time)) ** 1.5
    stress = 0.4 + 0.6 * (np.floor(time * 1.05) % 3 == 0)
    return Clip(samples=(level * ring * syllable * stress).astype(np.float32), rate_hz=rate_hz)


@pytest.fixture
def make_take(tmp_path: Path) -> MakeTake:
    """Return a function (cue, ...) -> its take, written as FLAC."""

    def make(  # noqa: PLR0913, each is one property of the take
        spoken: Cue,
        *,
        ms: int = 2_000,
        rate_hz: int = 24_000,
        level: float = 0.5,
        pitch_hz: float = 110.0,
        voice: str = "anchor",
        gain_db: float = 0.0,
        clip: Clip | None = None,
    ) -> Take:
        frames = ms * rate_hz // 1000
        clip = clip or speechlike(frames, rate_hz, level=level, pitch_hz=pitch_hz)
        path = tmp_path / f"{spoken.id}.flac"
        write_flac(clip, path)
        loudness_lufs, peak_dbfs = measure(clip)
        return Take(
            cue=spoken,
            path=path,
            frames=clip.frames,
            rate_hz=clip.rate_hz,
            loudness_lufs=loudness_lufs,
            peak_dbfs=peak_dbfs,
            gain_db=gain_db,
            engine=f"pulses {voice}",
            voice=voice,
        )

    return make


@pytest.fixture
def make_takes(make_take: MakeTake) -> MakeTakes:
    """Return a function (rundown, ...) -> a take for each of its cues, of differing lengths."""

    def make(whole: Rundown, **settings: object) -> Sequence[Take]:
        return [
            make_take(spoken, **{"ms": 1_700 + 331 * (place % 5), **settings})
            for place, spoken in enumerate(whole.cues)
        ]

    return make


@pytest.fixture
def read(judge: Judge) -> Read:
    """Return a function (MP3, first second, last second) -> what ffmpeg reads there."""

    def by_ffmpeg(path: Path, start: float = 0.0, end: float = 1e6) -> Reading:
        cut = f"atrim={start}:{end},ebur128=peak=true"
        command = [judge("ffmpeg"), "-nostats", "-hide_banner", "-i", str(path), "-af", cut]
        result = subprocess.run(
            [*command, "-f", "null", "-"], capture_output=True, text=True, check=True
        )
        summary = result.stderr[result.stderr.rindex("Summary:") :]
        figures = [
            float(found[1])
            for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS")
            if (found := re.search(pattern, summary))
        ]
        return Reading(integrated_lufs=figures[0], true_peak_dbtp=figures[1])

    return by_ffmpeg
