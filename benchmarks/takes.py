"""Counts what the checks of takes let pass: false alarms over good sentences, and seeded faults.

    python benchmarks/takes.py [--voice anchor reporter espeak] [--sentences N]

Each voice reads the sentences of the test data and of benchmarks/news-sentences.txt. Each take is
checked as ``record`` does: by itself, and by its pace, its end and its rate beside the others of a
story of 20 sentences. A good take that is refused is a false alarm, and printed. Then every take is
spoilt in each way of the table, one of a story at a time; ``alone`` was seen in the take itself,
``beside`` only next to the others. ``timed`` is a cut whose sound got lost on the way, but not the
engine's word times.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from audiobrief.profiles import VoiceProfile, load_voices
from audiobrief.rundown.speakable import speakable
from audiobrief.sound.clip import Clip, fade, frames_before, trim_silence, without_offset
from audiobrief.speech.asking import asked
from audiobrief.speech.engine import find_engine
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.plausible import (
    at_wrong_rate,
    broken_off,
    cut_short,
    end_db,
    fault,
    out_of_pace,
)
from audiobrief.speech.scripts import without_foreign_letters

DATA: Final = Path(__file__).parents[1] / "tests" / "data" / "spoken"
NEWS: Final = Path(__file__).parent / "news-sentences.txt"
LANGUAGE: Final = "en-US"
STORY: Final = 20
LEAST_WORDS: Final = 3


class Spoken(NamedTuple):
    """A sentence and the take of it, trimmed."""

    text: str
    clip: Clip
    marks: tuple[Mark, ...]

    @property
    def timed(self) -> tuple[str, float]:
        """Text, and length in seconds."""
        return self.text, self.clip.frames / self.clip.rate_hz

    @property
    def end_db(self) -> float:
        """How it ends, faded as ``record`` does."""
        return end_db(fade(self.clip))


def _cut(share: float) -> Callable[[Clip], Clip]:
    return lambda clip: Clip(
        samples=clip.samples[: int(clip.frames * share)].copy(), rate_hz=clip.rate_hz
    )


def _noise(clip: Clip) -> Clip:
    noise = np.random.default_rng(0).standard_normal(clip.frames).astype(np.float32)
    return Clip(samples=noise * np.float32(0.1), rate_hz=clip.rate_hz)


def _hum(clip: Clip) -> Clip:
    wave = np.sin(np.arange(clip.frames) * 2 * np.pi * 50 / clip.rate_hz)
    return Clip(samples=(0.3 * wave).astype(np.float32), rate_hz=clip.rate_hz)


FAULTS: Final[dict[str, Callable[[Clip], Clip]]] = {
    "nothing": _cut(0.0),
    "silence": lambda clip: Clip(samples=np.zeros_like(clip.samples), rate_hz=clip.rate_hz),
    "noise": _noise,
    "hum": _hum,
    "clipped by 20 dB": lambda clip: Clip(
        samples=np.clip(clip.samples * 10 / max(1e-9, float(np.abs(clip.samples).max())), -1, 1),
        rate_hz=clip.rate_hz,
    ),
    "told twice its rate": lambda clip: Clip(samples=clip.samples, rate_hz=clip.rate_hz * 2),
    "told half its rate": lambda clip: Clip(samples=clip.samples, rate_hz=clip.rate_hz // 2),
    "its first half": _cut(0.5),
    "its first third": _cut(1 / 3),
    "its first sixth": _cut(1 / 6),
    "three times over": lambda clip: Clip(samples=np.tile(clip.samples, 3), rate_hz=clip.rate_hz),
}
"""What becomes of an engine's answer -> the answer then. Its word times are lost with it."""
TIMED: Final = ", timed"
"""Its word times are kept."""


def sentences() -> list[str]:
    """Return the printed sentences of the English test data, each once."""
    found: dict[str, None] = {}
    for name in ("news.en", "broad.en", "second.en", "suites.en"):
        for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                found[line.split("\t")[0 if name == "news.en" else 1]] = None
    for path in (DATA / "sentences.en.txt", NEWS):
        for line in path.read_text(encoding="utf-8").splitlines():
            found[line] = None
    return [
        each
        for each in found
        if len(re.findall(r"\w+", each)) >= LEAST_WORDS
        and each == without_foreign_letters(each, LANGUAGE)
    ]


def spoken(profile: VoiceProfile, texts: Sequence[str]) -> Iterator[Spoken]:
    """Yield the trimmed takes of a voice."""
    engine = find_engine(profile.engine)
    for text in texts:
        utterance = Utterance(
            text=text,
            language=profile.language or LANGUAGE,
            engine_voice=profile.engine_voice,
            speed=profile.speed,
            pitch=profile.pitch,
            formants=profile.formants,
        )
        clip, marks = asked(engine, utterance)
        clip = without_offset(clip)
        kept = trim_silence(clip)
        before = frames_before(clip, kept)
        moved = (replace(mark, start_frames=max(0, mark.start_frames - before)) for mark in marks)
        yield Spoken(text, kept, tuple(moved))


def stories(takes: Sequence[Spoken]) -> Iterator[Sequence[Spoken]]:
    """Yield the takes in stories."""
    for start in range(0, len(takes), STORY):
        yield takes[start : start + STORY]


def unlike(story: Sequence[Spoken]) -> dict[int, str]:
    """Return which takes of a story are unlike its others, as ``record`` finds them."""
    return {
        **broken_off([each.end_db for each in story]),
        **out_of_pace([each.timed for each in story], LANGUAGE),
        **at_wrong_rate([(*each.timed, each.clip.rate_hz) for each in story]),
    }


def alone(take: Spoken, speed: float) -> str:
    """Return what is wrong with a take by itself, as ``record`` finds it."""
    return fault(take.clip, take.text, speed, LANGUAGE) or cut_short(
        take.clip, take.marks, take.text
    )


def alarms(takes: Sequence[Spoken], speed: float) -> Iterator[str]:
    """Yield each good take that is refused, with the reason."""
    for story in stories(takes):
        beside = unlike(story)
        for index, each in enumerate(story):
            why = alone(each, speed) or beside.get(index, "")
            if why:
                yield f"{each.text}: {why}"


def caught(takes: Sequence[Spoken], speed: float, name: str) -> tuple[int, int]:
    """Return how many spoilt takes are seen by themselves, and how many more beside others."""
    by_itself = beside = 0
    for story in stories(takes):
        for index, each in enumerate(story):
            spoilt = trim_silence(FAULTS[name.removesuffix(TIMED)](each.clip))
            bad = Spoken(each.text, spoilt, each.marks if name.endswith(TIMED) else ())
            if alone(bad, speed):
                by_itself += 1
                continue
            others = list(story)
            others[index] = bad
            beside += index in unlike(others)
    return by_itself, beside


def main() -> None:
    """Print the alarms and the table of each voice."""
    parser = argparse.ArgumentParser(description="Counts what the checks of takes let pass.")
    parser.add_argument("--voice", nargs="+", default=["anchor", "espeak"])
    parser.add_argument("--sentences", type=int, default=2_000)
    chosen = parser.parse_args()
    texts = [speakable(each, LANGUAGE) for each in sentences()][: chosen.sentences]
    profiles = load_voices(None)
    for voice in chosen.voice:
        profile = profiles[voice]
        began_s = time.process_time()
        takes = list(spoken(profile, texts))
        false = list(alarms(takes, profile.speed))
        minutes = sum(each.clip.frames / each.clip.rate_hz for each in takes) / 60
        print(
            f"{voice}: {len(false)} false alarms over {len(takes)} sentences, {minutes:.0f} minutes"
            f" ({time.process_time() - began_s:.0f} s CPU)."
        )
        print("\n".join(false))
        print(f"{'fault':<22}{'takes':>7}{'alone':>7}{'beside':>7}{'caught':>9}")
        for name in (*FAULTS, *(name + TIMED for name in FAULTS if name.startswith("its first"))):
            by_itself, beside = caught(takes, profile.speed, name)
            share = (by_itself + beside) / len(takes)
            print(f"{name:<22}{len(takes):>7}{by_itself:>7}{beside:>7}{share:>9.1%}", flush=True)


if __name__ == "__main__":
    main()
