"""Times the sound chain alone: ready takes in, a levelled and tagged MP3 out.

    python benchmarks/sound.py [--stories 1 6 25] [--runs N] [--limit FOLDER] [--naive-script FILE]

The takes are spoken beforehand, so no row holds the cost of speech. The rows of a round follow one
another in one call, on the same takes, at the same quality of LAME:

    naive        what a pydub user writes today: ``+=``, normalize, export (needs ffmpeg)
    audiobrief   the whole command on takes that are new to its cache
    again        the same with the takes in its cache (``--rebuild``)
    chain        the sound chain by the library, without reading, checking and publishing words:
                 fresh takes in, levelled MP3 with its tag out
    chain again  the same with the takes in its cache
    limit        with ``--limit FOLDER``: ``limit.py`` of that folder, the least work imaginable
    limit cached the same, with the loudness of an earlier run

Each is a whole process: CPU seconds (user and system), wall seconds, peak memory; the least CPU of
all rounds is printed, with length and loudness of the file as ffmpeg reads them. Linux and macOS.
``--stories 200`` makes about 8 hours.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from episode import EXAMPLE, Run, timed

from audiobrief.rundown.speakable import speakable
from audiobrief.rundown.speakable.sentences import sentences
from audiobrief.sound import tones
from audiobrief.sound.clip import Clip
from audiobrief.sound.codec import wav_bytes
from audiobrief.sound.mp3 import mp3_bytes
from audiobrief.sound.resample import resample
from audiobrief.speech.engine import find_engine
from audiobrief.speech.model import Utterance

VOICES: Final = 25
"""Stories in different voices; more stories are these again."""

RATE_HZ: Final = 24_000

ENGINE: Final = '''
"""Gives sound that was spoken beforehand."""
import json, os, pathlib
import numpy, soundfile
from audiobrief.sound.clip import Clip

class Ready:
    name, online, version = "ready", False, "1"

    def __init__(self):
        self.folder = pathlib.Path(os.environ["READY_TAKES"])
        self.files = json.loads((self.folder / "files.json").read_text())

    def speak(self, utterance):
        path = self.folder / self.files[utterance.engine_voice + " " + utterance.text]
        samples, rate_hz = soundfile.read(path, dtype="float32")
        return Clip(samples=samples, rate_hz=rate_hz), ()

    def languages(self):
        return None
'''

NAIVE: Final = """
import json, sys
from pydub import AudioSegment, effects
folder, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
stories = json.load(open(f"{folder}/stories.json"))
names = ("intro", "sting", "outro")
jingle = {name: AudioSegment.from_mp3(f"{folder}/{name}.mp3") for name in names}
silence = lambda ms: AudioSegment.silent(ms, frame_rate=44100)
episode = jingle["intro"]
for number in range(count):
    if number:
        episode += jingle["sting"]
    last = None
    for cue in stories[number % len(stories)]:
        if last is not None:
            episode += silence(300 if cue["para"] == last else 700)
        episode += AudioSegment.from_wav(f"{folder}/{cue['wav']}")
        last = cue["para"]
    episode += silence(900)
episode += jingle["outro"]
effects.normalize(episode, headroom=1.0).export(out, format="mp3", bitrate="96k")
"""


CHAIN: Final = """
import json, os, sys
from datetime import datetime, timezone
from pathlib import Path
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
from audiobrief.episode.draft import Draft, preamble
from audiobrief.mix.arrange import arrange
from audiobrief.mix.delivery import delivered
from audiobrief.mix.level import levels
from audiobrief.mix.model import Encoding
from audiobrief.mix.sounds import sounds_for
from audiobrief.mix.trim import trimmed
from audiobrief.profiles import load_voices
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.settings import Show
from audiobrief.speech.cache import CacheStore
from audiobrief.speech.record import record
from audiobrief.storage import cache_folder
from audiobrief.story.model import Role
edition, voices, out = sys.argv[1:]
def value(row):
    if "spoken_text" in row:
        return Cue(**{**row, "role": Role(row["role"])})
    if "cues" in row:
        return Item(title=row["title"], cues=tuple(row["cues"]))
    return Rundown(title=row["title"], language=row["language"], items=tuple(row["items"]))
rundown = json.loads(Path(edition).read_text(), object_hook=value)
show, encoding = Show(), Encoding()
profiles = load_voices(Path(voices))
takes = record(rundown, profiles, pronounce=lambda *_: (), cache=CacheStore()).takes
found = cache_folder() / "levels"
gains_db = levels(rundown, takes, show.loudness_lufs, limit_dbtp=encoding.limit_dbtp, found=found)
timeline = trimmed(arrange(rundown, takes, sounds_for(show), gains_db), takes, show.loudness_lufs)
draft = Draft(
    show=show, rundown=rundown, timeline=timeline, guid="benchmark",
    published=datetime(2026, 1, 1, tzinfo=timezone.utc),
)
delivered(timeline, Path(out), encoding, preamble=preamble(draft))
"""
"""The sound chain alone, by the library: takes in, MP3 with its tag out."""


class Row(NamedTuple):
    """A program and what it made."""

    run: Run
    sound: Path


def write_inputs(folder: Path, count: int) -> None:
    """Write ``count`` stories as WAV files, and what each of the programs needs to read them."""
    engine = find_engine("espeak")
    paragraphs = [line for line in EXAMPLE.read_text(encoding="utf-8").split("\n") if line.strip()]
    files: dict[str, str] = {}
    stories = []
    for number in range(count):
        cues: list[dict[str, object]] = []
        for place, paragraph in enumerate(paragraphs):
            for printed in sentences(paragraph, "en"):
                sentence = speakable(printed, "en-US")
                name = f"s{number:02d}_{len(cues):03d}.wav"
                files[f"{number} {sentence}"] = name
                utterance = Utterance(
                    text=sentence,
                    language="en-US",
                    speed=0.9 + 0.03 * (number % 7),
                    pitch=0.8 + 0.04 * (number % 11),
                )
                clip, _ = engine.speak(utterance)
                (folder / name).write_bytes(wav_bytes(resample(clip, RATE_HZ)))
                cues.append({"wav": name, "role": "body", "para": place, "text": sentence})
        stories.append(cues)
    (folder / "stories.json").write_text(json.dumps(stories))
    (folder / "files.json").write_text(json.dumps(files))
    for name, clip in (
        ("intro", tones.ident("benchmark")),
        ("sting", tones.sting("benchmark")),
        ("outro", tones.sting("benchmark")),
    ):
        stereo = np.ascontiguousarray(clip.samples)
        (folder / f"{name}.mp3").write_bytes(mp3_bytes(Clip(samples=stereo, rate_hz=clip.rate_hz)))
    _write_plugin(folder, count)


def _write_plugin(folder: Path, count: int) -> None:
    """Write the engine as a package of its own would bring it, and a voice for each story."""
    plugin = folder / "plugin"
    about = plugin / "ready_takes-1.dist-info"
    about.mkdir(parents=True)
    (plugin / "ready_takes.py").write_text(ENGINE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: ready-takes\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[audiobrief.engines]\nready = ready_takes:Ready\n")
    voices = folder / "voices"
    voices.mkdir()
    for number in range(count):
        (voices / f"ready{number}.toml").write_text(
            f'engine = "ready"\nengine_voice = "{number}"\ndescription = "Ready takes."\n'
        )


def rundown(folder: Path, count: int) -> dict[str, object]:
    """Return an edition of so many stories as ``make`` takes it."""
    stories = json.loads((folder / "stories.json").read_text())
    items = []
    for number in range(count):
        story = stories[number % len(stories)]
        cues = [
            {
                "id": f"story-{number}-{place}",
                "block": cue["para"],
                "role": "headline" if not place else "body",
                "language": "en-US",
                "print_text": cue["text"],
                "spoken_text": cue["text"],
                "voice": f"ready{number % len(stories)}",
                "pause_after_ms": 300,
            }
            for place, cue in enumerate(story)
        ]
        items.append({"title": f"Story {number + 1}", "cues": cues})
    return {
        "kind": "audiobrief rundown",
        "version": 1,
        "title": f"{count} stories",
        "language": "en-US",
        "items": items,
    }


def round_of(inputs: Path, count: int, limit: Path | None, naive: Path | None) -> dict[str, Row]:
    """Return the rows of one round; the sounds stay in a folder below ``inputs``."""
    work = Path(tempfile.mkdtemp(dir=inputs))
    cache = work / "cache"
    (work / "edition.json").write_text(json.dumps(rundown(inputs, count)))
    rows: dict[str, Row] = {}
    python = sys.executable
    if shutil.which("ffmpeg") and count <= VOICES:
        sound = work / "naive.mp3"
        script = [str(naive)] if naive else ["-c", NAIVE]
        tail = ["--stories", str(count)] if naive else [str(count)]
        command = [python, *script, str(inputs), str(sound), *tail]
        rows["naive"] = Row(timed(command, work, cache), sound)
    extra = {"READY_TAKES": str(inputs), "PYTHONPATH": _python_path(inputs / "plugin")}
    make = [python, "-m", "audiobrief", "make", "edition.json", "--voices", str(inputs / "voices")]
    for name, options in (("audiobrief", ["-q"]), ("again", ["-q", "--rebuild"])):
        run = timed([*make, *options], work, cache, extra)
        (sound,) = (work / "output").glob("*/*/episode.mp3")
        kept = work / f"{name}.mp3"
        shutil.copyfile(sound, kept)
        rows[name] = Row(run, kept)
    for name in ("chain", "chain again"):
        sound = work / f"{name}.mp3"
        command = [python, "-c", CHAIN, "edition.json", str(inputs / "voices"), str(sound)]
        rows[name] = Row(timed(command, work, work / "chain cache", extra), sound)
    if limit is not None:
        stories, repeat = min(count, VOICES), max(1, count // VOICES)
        command = [python, str(limit / "limit.py"), str(inputs)]
        wanted = ["--stories", str(stories), "--repeat", str(repeat), "--q", "5"]
        for name, options in (("limit", []), ("limit cached", ["--cached"])):
            sound = work / f"{name}.mp3"
            run = timed([*command, str(sound), *wanted, *options], work, cache)
            rows[name] = Row(run, sound)
    return rows


def _python_path(first: Path) -> str:
    import audiobrief

    return f"{first}:{Path(audiobrief.__file__).parents[1]}"


def heard(sound: Path) -> tuple[float, str, str]:
    """Return length in seconds, loudness and true peak of a file as ffmpeg decodes it."""
    if not shutil.which("ffmpeg"):
        return 0.0, "-", "-"
    told = subprocess.run(
        ["ffmpeg", "-nostdin", "-i", str(sound), "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    hours, minutes, seconds = re.findall(r"time=(\d+):(\d+):([\d.]+)", told)[-1]
    summary = told[told.rindex("Summary:") :]
    (loudness,) = re.findall(r"I:\s+(-?[\d.]+) LUFS", summary)
    (peak,) = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds), loudness, peak


def main() -> None:
    """Run the rounds for each number of stories, and print a table for each."""
    parser = argparse.ArgumentParser(description="Times the sound chain on ready takes.")
    parser.add_argument("--stories", type=int, nargs="+", default=[1, 6, 25])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=Path)
    parser.add_argument("--naive-script", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        inputs = Path(name)
        write_inputs(inputs, min(VOICES, max(chosen.stories)))
        for count in chosen.stories:
            rounds = [
                round_of(inputs, count, chosen.limit, chosen.naive_script)
                for _ in range(chosen.runs)
            ]
            print(f"\n{count} stories")
            print(
                f"{'row':<14}{'CPU s':>8}{'wall s':>8}{'MB':>6}{'audio s':>9}{'LUFS':>7}{'dBTP':>6}"
            )
            for row in rounds[0]:
                best = min((each[row] for each in rounds), key=lambda each: each.run.cpu_s)
                run, (seconds, loudness, peak) = best.run, heard(best.sound)
                print(
                    f"{row:<14}{run.cpu_s:>8.2f}{run.wall_s:>8.2f}{run.memory_mb:>6.0f}"
                    f"{seconds:>9.1f}{loudness:>7}{peak:>6}"
                )


if __name__ == "__main__":
    main()
