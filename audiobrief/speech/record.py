"""Records a rundown: every cue becomes a take, each of them checked, and spoken only once."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from audiobrief.errors import (
    EngineUnavailableError,
    SpeechError,
    SynthesisFailedError,
)
from audiobrief.profiles import VoiceProfile
from audiobrief.rundown.model import Cue, Pronunciation, Rundown
from audiobrief.sound.clip import Clip, fade, frames_before, trim_silence, without_offset
from audiobrief.speech.asking import asked
from audiobrief.speech.cache import CacheStore, Stored, take_key
from audiobrief.speech.casting import Candidate, Part, cast, stand_ins
from audiobrief.speech.engine import Engine
from audiobrief.speech.model import Mark, Recording, Take, Utterance
from audiobrief.speech.plausible import at_wrong_rate, broken_off, cut_short, fault, out_of_pace
from audiobrief.speech.workers import Late, in_parallel, usable_threads

Pronounce = Callable[[str, str, str], tuple[Pronunciation, ...]]
"""(spoken text, BCP 47 tag, name of the profile) -> the rows of the lexicon that touch it."""

PROGRESS_EVERY_S: Final = 15.0
FADE_MS: Final = 5
HANG_S: Final = 300.0
"""An engine that takes longer for one utterance hangs. The slowest answer that is not: an online
engine that is asked to wait a minute between each of its tries."""
TRIES: Final = 2
"""An implausible take is asked for once more: a service may have had a bad moment."""


def record(  # noqa: PLR0913, each is a choice of the caller
    rundown: Rundown,
    profiles: Mapping[str, VoiceProfile],
    *,
    pronounce: Pronounce,
    cache: CacheStore,
    speed: float = 1.0,
    threads: int | None = None,
    offline: bool = False,
    fallback: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Recording:
    """Return the takes of all cues, and what was done otherwise than asked.

    The same words in the same voice are spoken once. Where an engine fails, the fallback of its
    voice reads all cues that the voice has in that item, so that a story keeps one voice. The
    result does not depend on the number of threads.

    Args:
        rundown: What is to be said.
        profiles: Name -> voice, as ``settings.load_voices`` returns them.
        pronounce: Looks up pronunciations.
        cache: Where takes are kept; ``CacheStore.temporary()`` keeps none.
        speed: Pace of the show, by which that of each profile is multiplied.
        threads: How many speak at once; None for one on each core.
        offline: Whether engines that send the words away are forbidden.
        fallback: Whether another voice may speak where one fails.
        progress: Is told "speaking, 12 of 40 cues." now and then.

    Raises:
        SettingsError: A cue names a voice that is not there.
        EngineUnavailableError: No voice can speak a cue, or offline forbids it.
        SynthesisFailedError: No voice gave usable sound for a cue.
        SoundError: The cache cannot be written.
    """
    parts = cast(rundown, profiles, offline=offline, fallback=fallback)
    booth = _Booth(cache, pronounce, speed, threads or usable_threads())
    told = _Progress(len(rundown.cues), progress)
    takes: dict[str, Take] = {}
    remarks = _Remarks(parts)
    waiting = [(part, 0) for part in parts]
    while waiting:
        failed: list[tuple[Part, int]] = []
        done, faults = booth.speak(
            [(part, part.candidates[level]) for part, level in waiting], told
        )
        for index, (part, level) in enumerate(waiting):
            error = faults.get(index)
            if error is None:
                takes.update({take.cue.id: take for take in done[index]})
            elif fallback and level + 1 < len(part.candidates):
                remarks.failed_over(part, error, part.candidates[level + 1])
                failed.append((part, level + 1))
            else:
                raise error
        waiting = failed
    return Recording(
        takes=tuple(takes[cue.id] for cue in rundown.cues),
        remarks=remarks.all(),
        failed_over=remarks.any_failed_over,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """An utterance, and the parts that wait for it (by their index)."""

    key: str
    engine: Engine
    utterance: Utterance
    parts: tuple[int, ...]
    cues: int


class _Booth:
    """Speaks parts; knows which engine voices cannot be used any more."""

    def __init__(self, cache: CacheStore, pronounce: Pronounce, speed: float, threads: int) -> None:
        self._cache = cache
        self._pronounce = pronounce
        self._speed = speed
        self._threads = threads
        self._down: dict[tuple[str, str], EngineUnavailableError] = {}

    def speak(
        self, wanted: Sequence[tuple[Part, Candidate]], told: _Progress
    ) -> tuple[dict[int, list[Take]], dict[int, SpeechError]]:
        """Return the takes of each part that could be spoken, and the error of each that not.

        Parts are named by their index in ``wanted``. Of a part that fails the rest is dropped.
        """
        faults: dict[int, SpeechError] = {}
        jobs: dict[str, _Job] = {}
        keys: dict[int, list[str]] = {}
        for index, (part, candidate) in enumerate(wanted):
            if isinstance(candidate.engine, EngineUnavailableError):
                faults[index] = candidate.engine
                continue
            keys[index] = [
                self._planned(jobs, index, candidate.engine, self._utterance(cue, candidate))
                for cue in part.cues
            ]

        def work(job: _Job) -> Stored | SpeechError:
            lost = [faults[part] for part in job.parts if part in faults]
            return lost[0] if len(lost) == len(job.parts) else self._spoken(job)

        spoken: dict[str, Stored] = {}
        longest_first = sorted(jobs.values(), key=lambda job: (-len(job.utterance.text), job.key))
        late = Late(HANG_S, self._hung)
        for job, result in in_parallel(longest_first, work, self._threads, late=late):
            if isinstance(result, SpeechError):
                faults.update({part: result for part in job.parts if part not in faults})
            else:
                spoken[job.key] = result
                told.add(job.cues)
        for job, failed in self._unlike_others(jobs, spoken):
            del spoken[job.key]
            faults.update({part: failed for part in job.parts if part not in faults})
        done = {
            index: [
                _take(cue, wanted[index][1].profile, spoken[key])
                for cue, key in zip(wanted[index][0].cues, names, strict=True)
            ]
            for index, names in keys.items()
            if index not in faults
        }
        return done, faults

    def _unlike_others(
        self, jobs: Mapping[str, _Job], spoken: dict[str, Stored]
    ) -> list[tuple[_Job, SpeechError]]:
        """Speak once more what its voice says like nothing else; return what stays so, and why."""
        voices: dict[Utterance, list[_Job]] = defaultdict(list)
        for key in spoken:
            alike = replace(jobs[key].utterance, text=jobs[key].engine.name, pronunciations=())
            voices[alike].append(jobs[key])
        failed: list[tuple[_Job, SpeechError]] = []
        for alike, together in voices.items():
            language = alike.language
            for index in _odd(together, spoken, language):
                job = together[index]
                again = self._spoken(job, anew=True)
                if isinstance(again, SpeechError):
                    failed.append((job, again))
                    continue
                spoken[job.key] = again
                why = _odd(together, spoken, language).get(index)
                if why is not None:
                    failed.append((job, _not_spoken(job.engine, job.utterance, why)))
        return failed

    def _hung(self, job: _Job) -> Stored | SpeechError:
        """Return why there is no take of a job that does not end; its voice is not asked again."""
        failed = EngineUnavailableError(
            f"The engine {job.engine.name} gave no answer to {job.utterance.text[:60]!r} in"
            f" {HANG_S / 60:.0f} minutes.",
            engine=job.engine.name,
        )
        self._down[job.engine.name, job.utterance.engine_voice] = failed
        return failed

    def _planned(
        self, jobs: dict[str, _Job], part: int, engine: Engine, utterance: Utterance
    ) -> str:
        """Add the utterance to the jobs, or the part to those who wait for it; return its key."""
        key = take_key(engine, utterance)
        old = jobs.get(key)
        if old is None:
            jobs[key] = _Job(key=key, engine=engine, utterance=utterance, parts=(part,), cues=1)
        else:
            together = old.parts if part in old.parts else (*old.parts, part)
            jobs[key] = replace(old, parts=together, cues=old.cues + 1)
        return key

    def _utterance(self, cue: Cue, candidate: Candidate) -> Utterance:
        profile = candidate.profile
        return Utterance(
            text=cue.spoken_text,
            language=profile.language or cue.language,
            engine_voice=profile.engine_voice,
            speed=min(4.0, max(0.25, profile.speed * self._speed)),
            pitch=profile.pitch,
            formants=profile.formants,
            pronunciations=self._pronounce(cue.spoken_text, cue.language, profile.name),
        )

    def _spoken(self, job: _Job, *, anew: bool = False) -> Stored | SpeechError:
        """Return the take from the cache or, anew, from the engine, or why there is none."""
        stored = None if anew else self._cache.get(job.key)
        if stored is not None:
            return stored
        voice = (job.engine.name, job.utterance.engine_voice)
        if voice in self._down:
            return self._down[voice]
        try:
            clip, marks = _checked(job.engine, job.utterance)
        except EngineUnavailableError as failed:
            self._down[voice] = failed
            return failed
        except SpeechError as failed:
            return failed
        return self._cache.put(job.key, clip, marks, job.engine)


def _odd(jobs: Sequence[_Job], spoken: Mapping[str, Stored], language: str) -> dict[int, str]:
    """Return which takes of a voice are unlike its others: index -> what is wrong."""
    takes = [spoken[job.key] for job in jobs]
    texts = [job.utterance.text for job in jobs]
    lengths = [take.frames / take.rate_hz for take in takes]
    return {
        **broken_off([take.end_db for take in takes]),
        **out_of_pace(list(zip(texts, lengths, strict=True)), language),
        **at_wrong_rate(list(zip(texts, lengths, (take.rate_hz for take in takes), strict=True))),
    }


def _not_spoken(engine: Engine, utterance: Utterance, why: str) -> SynthesisFailedError:
    return SynthesisFailedError(
        f"The engine {engine.name} did not speak {utterance.text[:60]!r} as it should: {why}.",
        engine=engine.name,
    )


def _take(cue: Cue, profile: VoiceProfile, stored: Stored) -> Take:
    return Take(
        cue=cue,
        path=stored.path,
        frames=stored.frames,
        rate_hz=stored.rate_hz,
        loudness_lufs=stored.loudness_lufs,
        peak_dbfs=stored.peak_dbfs,
        gain_db=profile.gain_db,
        marks=stored.marks,
        engine=stored.engine,
        voice=profile.name,
    )


def _checked(engine: Engine, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
    """Return speech that is trimmed, faded and plausible, with its marks moved accordingly."""
    why = ""
    for _ in range(TRIES):
        clip, marks = asked(engine, utterance)
        clip = without_offset(clip)
        kept = trim_silence(clip)
        why = fault(kept, utterance.text, utterance.speed, utterance.language)
        if why:
            continue
        before, last = frames_before(clip, kept), kept.frames - 1
        moved = [replace(mark, start_frames=max(0, mark.start_frames - before)) for mark in marks]
        why = cut_short(kept, moved, utterance.text)
        if not why:
            # What has no sound may be marked in the silence that was trimmed.
            inside = (replace(mark, start_frames=min(mark.start_frames, last)) for mark in moved)
            return fade(kept, in_ms=FADE_MS, out_ms=FADE_MS), tuple(inside)
    raise _not_spoken(engine, utterance, why)


class _Progress:
    """Tells how far it is, a few times a minute."""

    def __init__(self, cues: int, tell: Callable[[str], None]) -> None:
        self._cues = cues
        self._tell = tell
        self._done = 0
        self._next_s = time.monotonic() + PROGRESS_EVERY_S

    def add(self, cues: int) -> None:
        self._done = min(self._cues, self._done + cues)
        if time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + PROGRESS_EVERY_S
            self._tell(f"speaking, {self._done} of {self._cues} cues.")


class _Remarks:
    """Collects what the user is told, the same thing of several items once."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._stand_ins = tuple(stand_ins(parts))
        self._items: dict[str, dict[str, None]] = {}
        self.any_failed_over = False

    def failed_over(self, part: Part, error: SpeechError, instead: Candidate) -> None:
        self.any_failed_over = True
        said = f"{error} The voice {instead.profile.name} speaks instead in all of"
        self._items.setdefault(said, {})[part.item] = None

    def all(self) -> tuple[str, ...]:
        failures = (f"{said} {', '.join(items)}." for said, items in self._items.items())
        return (*self._stand_ins, *failures)
