"""Measures delivered episodes by programs that are not ours: is the sound as it should be?

    python benchmarks/delivered.py [--presets | --hour | --hard] [--engine hibari espeak]

Each episode is made by the command, from sentences of news in the test data, and decoded by ffmpeg.

    LUFS, dBTP   integrated loudness and true peak of the decoded file (ffmpeg, ebur128)
    groups       what each voice says in each story, 10 s or more of it: the furthest from the
                 loudness that was asked for (pyebur128, cut out by segments.json)
    signs        ident, sting and sign-off: how far the loudest 3 s lie under the speech
    lengths      by how many frames ffmpeg, libsndfile, mpg123 and LAME miss the chapters' end
    onsets       how long after each segment's start the silence ends: least, median and greatest
                 of all (ffmpeg, silencedetect), and how many are 40 ms or more away
    reduction    median, 95th percentile and greatest gain reduction, as the episode states them

``--presets`` takes every preset of MP3 and loudness (``--only "compact spotify" "speech apple"``
some of them, in that order), ``--hour`` makes an edition of an hour,
``--hard`` what is hardest together: a bed, an overlap, another pace (with a bed there is no silence
before an onset). It needs ffmpeg, mpg123, lame and pyebur128.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

from audiobrief.sound import tones
from audiobrief.sound.codec import wav_bytes

SENTENCES: Final = Path(__file__).parents[1] / "tests" / "data" / "spoken" / "news.en.tsv"
VOICES: Final = {
    "hibari": ("anchor", "reporter", "continuity"),
    "espeak": ("espeak", "espeak-reporter", "espeak-continuity"),
}
NEAR_MS: Final = 40
LEAST_S: Final = 10
QUIET: Final = "-50dB"


class Case(NamedTuple):
    """An episode to be made: settings in show.toml, engine, stories and sentences in each."""

    name: str
    settings: str
    engine: str
    stories: int = 3
    sentences: int = 14


def rundown(case: Case) -> dict[str, Any]:
    """Return an edition in which a second voice reads captions."""
    anchor, reporter, continuity = VOICES[case.engine]
    rows = (line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines())
    # Words in other scripts are spelt out by an engine that lacks their language.
    words = itertools.cycle([row[1] for row in rows if len(row) == 2 and row[1].isascii()])
    items = []
    for number in range(case.stories):
        cues = []
        for place in range(case.sentences):
            captions = place in {2, 3, 4}
            text = next(words)
            cues.append(
                {
                    "id": f"s{number}-{place}",
                    "block": 1 if captions else 0 if not place else 2 + place // 4,
                    "role": "caption" if captions else "body" if place else "headline",
                    "language": "en-US",
                    "print_text": text,
                    "spoken_text": text,
                    "voice": reporter if captions else anchor,
                    "pause_after_ms": 700 if place % 4 == 3 else 300,
                }
            )
        items.append({"title": f"Story {number + 1}", "cues": cues})
    hello = "Good evening. Here is the news."
    opening = {
        "id": "hello",
        "block": None,
        "role": "continuity",
        "language": "en-US",
        "print_text": hello,
        "spoken_text": hello,
        "voice": continuity,
        "pause_after_ms": 700,
    }
    return {
        "kind": "audiobrief rundown",
        "version": 1,
        "title": case.name,
        "language": "en-US",
        "opening": [opening],
        "items": items,
    }


def made(case: Case, folder: Path) -> Path:
    """Return the folder of the episode."""
    (folder / "edition.json").write_text(json.dumps(rundown(case)))
    (folder / "music.wav").write_bytes(wav_bytes(tones.ident("a bed of music")))
    (folder / "show.toml").write_text(f'title = "{case.name}"\n{case.settings}')
    subprocess.run(
        [sys.executable, "-m", "audiobrief", "make", "edition.json", "--allow-unfaithful"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("output/*/*/episode.mp3")).parent


def told_by_ffmpeg(sound: Path, effect: str) -> str:
    """Return what ffmpeg says of a file behind an effect."""
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-i", str(sound), "-af", effect]
    return subprocess.run(
        [*command, "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stderr


def loudness(samples: NDArray[np.float32], rate_hz: int) -> tuple[float, float]:
    """Return integrated loudness and the loudest 3 s."""
    import pyebur128

    mode = pyebur128.MeasurementMode
    state = pyebur128.R128State(1, rate_hz, mode.MODE_I | mode.MODE_S)
    greatest = -99.0
    step = rate_hz // 10
    padded = np.concatenate([samples, np.zeros(max(0, 3 * rate_hz - len(samples)), np.float32)])
    scale = 10 * np.log10(len(padded) / len(samples))
    for start in range(0, len(padded), step):
        block = np.ascontiguousarray(padded[start : start + step])
        state.add_frames(block, len(block))
        if start + step >= 3 * rate_hz:
            greatest = max(greatest, pyebur128.get_loudness_shortterm(state))
    return float(pyebur128.get_loudness_global(state)), float(greatest + scale)


def lengths(sound: Path) -> dict[str, int]:
    """Return how many frames each decoder gives."""
    raw = ["ffmpeg", "-v", "error", "-i", str(sound), "-f", "s16le", "-"]
    frames = {"ffmpeg": len(subprocess.run(raw, capture_output=True, check=True).stdout) // 2}
    frames["libsndfile"] = soundfile.info(sound).frames
    for name, command in (
        ("mpg123", ["mpg123", "-q", "-w", "-", str(sound)]),
        ("lame", ["lame", "--quiet", "--decode", str(sound), "-"]),
    ):
        wave = subprocess.run(command, capture_output=True, check=True).stdout
        # A length that was not known when the header went out: what follows the header counts.
        frames[name] = (len(wave) - wave.index(b"data") - 8) // 2
    return frames


def onsets_ms(sound: Path, starts_ms: list[int]) -> list[float]:
    """Return how long after each start the silence before it ends; far off where none does."""
    told = told_by_ffmpeg(sound, f"silencedetect=noise={QUIET}:d=0.08")
    ends = [1000 * float(each) for each in re.findall(r"silence_end: ([\d.]+)", told)]
    return [min((end - start for end in ends), key=abs, default=9999.0) for start in starts_ms]


def measured(folder: Path, target_lufs: float) -> dict[str, str]:
    """Return what the judges say of an episode."""
    sound = folder / "episode.mp3"
    record = json.loads((folder / "episode.json").read_text())
    table = json.loads((folder / "segments.json").read_text())
    wave = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(sound), "-c:a", "pcm_f32le", "-f", "wav", "-"],
        capture_output=True,
        check=True,
    ).stdout
    samples, rate_hz = soundfile.read(io.BytesIO(wave), dtype="float32")

    def cut(span: dict[str, Any]) -> NDArray[np.float32]:
        part: NDArray[np.float32] = samples[
            span["start_ms"] * rate_hz // 1000 : span["end_ms"] * rate_hz // 1000
        ]
        return part

    groups = defaultdict(list)
    for each in table["segments"]:
        groups[each["item"], each["voice"]].append(cut(each))
    joined = [np.concatenate(each) for each in groups.values()]
    heard = [loudness(each, rate_hz)[0] for each in joined if len(each) >= LEAST_S * rate_hz]
    speech = loudness(np.concatenate(joined), rate_hz)[0]
    signs = [
        speech - loudness(cut(each), rate_hz)[1]
        for each in table["sounds"]
        if each["kind"] not in {"bed", "earcon"}
    ]
    told = told_by_ffmpeg(sound, "ebur128=peak=true")
    summary = told[told.rindex("Summary:") :]
    (lufs,) = re.findall(r"I:\s+(-?[\d.]+) LUFS", summary)
    (peak,) = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    whole, _ = loudness(samples, rate_hz)
    end = record["chapters"][-1]["end_frames"]
    off = {name: frames - end for name, frames in lengths(sound).items()}
    apart = onsets_ms(sound, [each["start_ms"] for each in table["segments"]])
    late = sum(abs(each) >= NEAR_MS for each in apart)
    return {
        "LUFS": f"{lufs} ({whole:.2f}, asked for {target_lufs:g})",
        "dBTP": peak,
        "groups": ", ".join(f"{each - target_lufs:+.2f}" for each in sorted(heard)) or "none",
        "signs": f"{min(signs):.1f} to {max(signs):.1f} LU under" if signs else "none",
        "lengths": ", ".join(f"{name} {frames}" for name, frames in off.items()),
        "onsets": f"{min(apart):.0f} {statistics.median(apart):.0f} {max(apart):.0f} ms,"
        f" {late} of {len(apart)} off",
        "reduction": str(record["measured"]["limiter_reduction_db"]),
        "seconds": f"{len(samples) / rate_hz:.0f}",
    }


TARGETS: Final = {"apple": -16.0, "spotify": -14.0, "aes-speech": -18.0, "mono-19": -19.0}
HARD: Final = (
    'loudness = "apple"\nspeed = 1.2\n[sounds]\nbed = "music.wav"\nident_overlap_ms = 1500\n'
)


def cases(chosen: argparse.Namespace) -> list[tuple[Case, float]]:
    """Return the cases that were asked for, each with its loudness."""
    found: list[tuple[Case, float]] = []
    for engine in chosen.engine:
        if chosen.hour:
            hour = Case(f"hour {engine}", "", engine, stories=25, sentences=37)
            found.append((hour, -16.0))
        elif chosen.hard:
            found.append((Case(f"hard {engine}", HARD, engine, stories=1), -16.0))
            found.append((Case(f"hard edition {engine}", HARD, engine), -16.0))
        else:
            for mp3, (preset, target) in itertools.product(
                ("compact", "speech", "archive"), TARGETS.items()
            ):
                settings = f'mp3 = "{mp3}"\nloudness = "{preset}"\n'
                found.append((Case(f"{mp3} {preset} {engine}", settings, engine), target))
    return found


def main() -> None:
    """Make and measure every case, one value a line."""
    parser = argparse.ArgumentParser(description="Measures delivered episodes.")
    parser.add_argument("--presets", action="store_true")
    parser.add_argument("--hour", action="store_true")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--only", nargs="+", default=[""], help="the presets to be taken, in order")
    parser.add_argument("--engine", nargs="+", default=list(VOICES), choices=list(VOICES))
    chosen = parser.parse_args()
    taken = [each for part in chosen.only for each in cases(chosen) if part in each[0].name]
    for case, target in taken:
        with tempfile.TemporaryDirectory() as name:
            print(f"\n{case.name}")
            for what, value in measured(made(case, Path(name)), target).items():
                print(f"{what}: {value}", flush=True)


if __name__ == "__main__":
    main()
