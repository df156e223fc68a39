"""Is this sound the speech of these words? Catches engines that fail without saying so."""

from __future__ import annotations

import math
import re
import statistics
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Mark
from audiobrief.speech.scripts import without_foreign_letters

QUIETEST_PEAK: Final = 0.01
"""-40 dBFS: speech whose greatest sample lies lower is silence or hum."""
MIN_MS_PER_SOUND: Final = 18
"""About 50 letters a second: three times the pace of the fastest intelligible speech."""
LONG_SOUNDS: Final = 60
MIN_MS_PER_SOUND_IF_LONG: Final = 40
"""In so long a text, pauses and slow letters even out: eSpeak NG takes 63 to 150 ms for a letter in
19 languages, the embedded voice 69. What is told a rate of twice the right one is below this."""
MIN_MS_PER_WORD_IF_LONG: Final = 230
"""Both must be too short: a voice may go by its words, and take little time for a long one."""
SHORT_SOUNDS: Final = 20
MIN_MS_PER_SOUND_IF_SHORT, MIN_MS_PER_WORD_IF_SHORT = 30, 150
"""Between the two, the quickest of 1,500 short lines took 38 ms for a letter: eSpeak NG in many
languages, and the embedded voice, at several paces. Cut to a third, 84 to 93 % of
the English ones lie below."""
MOST_SOUNDS, USUAL_SOUNDS = 20, 6
"""Letters between two spaces in a script that writes them; letters of a word in others."""
STEADY_MS: Final = 1_500
STEADY_DB: Final = 8.0
"""The loudest tenth of speech lies at least 20 dB above its softest moments (measured on the same);
that of noise, hum and other steady sound less than 3 dB."""
STEADY_MS_IF_SHORT: Final = 500
STEADY_DB_IF_SHORT: Final = 5.0
"""From this length on, 10 dB and more of 1,250 lines of one to four words (eSpeak NG; the embedded
voice 37). A shorter one may be a single vowel."""
MAX_MS_PER_SOUND: Final = 600
"""A letter that takes longer is not being read, even where initials are spelt out."""
MAX_MS_PER_FOREIGN_LETTER: Final = 3_000
"""A letter of another script may be named ("Chinese letter") or left out: it may take no time,
and it tells nothing of a voice's pace."""
MOST_FOREIGN: Final = 0.05
"""A sentence with a greater share of them is not held to the voice's own pace."""
ALLOWANCE_MS: Final = 2_500
"""Any text may take this much more: single letters, and names of signs, are long."""
SHORT_MS: Final = 400
"""No text is held to its least length for less than this: short words may be swallowed."""
_MOMENT_MS: Final = 20
MIN_SOUNDS: Final = 30
MIN_TAKES: Final = 8
"""A voice is held to its own pace in sentences of so many letters, where there are so many."""
LEAST_PACE, GREATEST_PACE = 0.7, 1.9
MAX_SPREADS: Final = 3.0
"""Deviations (their median) that are usual in any voice, should they pass those bounds."""
BROKEN_OFF_DB, DIES_AWAY_DB = -20.0, -35.0
"""How far a take's last moment lies under its loud ones: 44 dB and more in all sentences of the
embedded voice (measured), less than 20 in three of four that are cut in half."""
_TOLD_APART: Final = math.log(1.8)
MOST_ODD: Final = 0.1
"""A voice is held to its own way where all of its takes but so many have it, and none lies between:
eSpeak NG cuts close, and another engine may change its rate."""
MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 192_000

_FLAT_FRAMES: Final = 4
_FLAT_LEVEL, _FLAT_WITHIN = 0.5, 1e-4
MAX_FLAT_SHARE: Final = 0.001
"""Of a take that was driven into its limit more lies at one level, in runs of 4 samples and more; a
clean one has none."""

_SYLLABIC: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]")
"""Scripts of which one character is a whole syllable: it counts for three letters."""


def fault(clip: Clip, text: str, speed: float = 1.0, language: str = "") -> str:
    """Return what is wrong with a trimmed take, as the end of a sentence; ``""`` if nothing is.

    The bounds are wide on purpose: they catch silence, steady noise, truncation and a sample rate
    that is told as twice the right one, not bad speech. What is told as half of it sounds like a
    slow voice; beside the voice's other takes it is seen (``out_of_pace``).

    Args:
        clip: The take.
        text: What is to be heard in it.
        speed: How much faster than usual.
        language: BCP 47 tag: letters outside its scripts may be spelt or left out.
    """
    if not MIN_RATE_HZ <= clip.rate_hz <= MAX_RATE_HZ:
        return f"its sample rate is {clip.rate_hz} Hz"
    if not clip.frames or float(np.abs(clip.samples).max()) < QUIETEST_PEAK:
        return "it is silent"
    length_ms = clip.frames * 1000 * speed / clip.rate_hz
    own = without_foreign_letters(text, language)
    sounds = _sounds(own)
    words = len(own.split())
    words = words if sounds <= words * MOST_SOUNDS else sounds // USUAL_SOUNDS
    if length_ms < _least_ms(sounds, words):
        return f"{len(text.split())} words in {length_ms / 1000:.1f} seconds are too few"
    spelt_ms = (len(text) - len(own)) * MAX_MS_PER_FOREIGN_LETTER
    if length_ms > sounds * MAX_MS_PER_SOUND + spelt_ms + ALLOWANCE_MS:
        return f"{len(text.split())} words in {length_ms / 1000:.1f} seconds are too many"
    if _is_steady(clip, speed):
        return "its loudness is steady, which that of speech never is"
    return "it is clipped: its peaks are cut off" if _flat_share(clip) > MAX_FLAT_SHARE else ""


def cut_short(clip: Clip, marks: Sequence[Mark], text: str) -> str:
    """Return what is wrong where a word is said to begin after the sound has ended; ``""`` else.

    The engine's own times betray a sound whose end got lost, however short the line. Over 1,570
    good sentences of English the last word began 110 ms and more before the end (eSpeak NG; the
    embedded voice 175); at twice the pace, in 29 languages, 40 ms and more.

    Args:
        clip: The take, trimmed.
        marks: Its word times, from the start of the clip; not limited to its length.
        text: What is to be heard: a mark that says nothing of it, such as a pause, is no word.
    """
    late = [mark.text.strip() for mark in marks if mark.start_frames >= clip.frames]
    lost = [word for word in late if _letters(word) and _letters(word) in _letters(text)]
    if not lost:
        return ""
    return f"it ends before the word {lost[0]!r}, which the engine says it holds"


def _least_ms(sounds: int, words: int) -> float:
    """Return how long so many letters in so many words take at least, in milliseconds."""
    least_ms = sounds * MIN_MS_PER_SOUND - SHORT_MS
    if sounds >= LONG_SOUNDS:
        own_ms = min(sounds * MIN_MS_PER_SOUND_IF_LONG, words * MIN_MS_PER_WORD_IF_LONG)
    elif sounds >= SHORT_SOUNDS:
        own_ms = min(sounds * MIN_MS_PER_SOUND_IF_SHORT, words * MIN_MS_PER_WORD_IF_SHORT)
    else:
        own_ms = 0
    return max(least_ms, own_ms)


def _is_steady(clip: Clip, speed: float) -> bool:
    # A word that is drawn out is not a line yet, and a line that is hurried stays one.
    length_ms = clip.frames * 1000 / clip.rate_hz * min(1.0, speed)
    if length_ms < STEADY_MS_IF_SHORT:
        return False
    least_db = STEADY_DB_IF_SHORT if length_ms < STEADY_MS else STEADY_DB
    return _spread_db(clip) < least_db


def _spread_db(clip: Clip) -> float:
    """Return how far the loudest tenth of a clip's moments lies above its softest ones."""
    moment = clip.rate_hz * _MOMENT_MS // 1000
    moments = clip.samples[: len(clip.samples) // moment * moment].reshape(-1, moment)
    levels_db = 10 * np.log10((moments**2).mean(axis=1) + 1e-9)
    soft, loud = np.percentile(levels_db, (2, 90))
    return float(loud - soft)


def _flat_share(clip: Clip) -> float:
    """Return which part of the samples stands at the greatest level in runs."""
    levels = np.abs(clip.samples)
    greatest = float(levels.max())
    if greatest < _FLAT_LEVEL:
        return 0.0
    flat = levels >= greatest - _FLAT_WITHIN
    # Signs must agree: a square wave is no clipped one where it crosses zero.
    together = flat[1:] & flat[:-1] & (clip.samples[1:] * clip.samples[:-1] > 0)
    runs = np.diff(np.flatnonzero(np.diff(np.concatenate([[False], together, [False]]))))[::2]
    return float(runs[runs >= _FLAT_FRAMES - 1].sum()) / clip.frames


def out_of_pace(takes: Sequence[tuple[str, float]], language: str = "") -> dict[int, str]:
    """Return which takes of one voice are far off its own pace: index -> what is wrong.

    A sentence that ends in the middle is fluent as far as it goes, and only its length betrays it.
    Over hundreds of news sentences a voice keeps within 0.8 and 1.8 of its median time for a letter
    (measured on the embedded voice and on eSpeak NG; the slow ones are initials). A take is off
    where it is by its letters and by its words: long words are no fault, and neither are names of
    letters.

    Args:
        takes: Text and length in seconds, in one language, voice and pace.
        language: BCP 47 tag: what holds many letters outside its scripts is not judged.
    """
    counts = {
        index: _sounds(own)
        for index, (text, _) in enumerate(takes)
        for own in (without_foreign_letters(text, language),)
        if len(text) - len(own) <= MOST_FOREIGN * len(text)
    }
    long = [index for index, count in counts.items() if count >= MIN_SOUNDS]
    if len(long) < MIN_TAKES:
        return {}
    by_letters = _off({index: takes[index][1] / counts[index] for index in long})
    by_words = _off({index: takes[index][1] / len(takes[index][0].split()) for index in long})
    return {
        index: f"{len(takes[index][0].split())} words in {takes[index][1]:.1f} seconds are too"
        f" {'few' if side < 0 else 'many'} for this voice"
        for index, side in by_letters.items()
        if by_words.get(index) == side
    }


def end_db(clip: Clip) -> float:
    """Return how far the last moment of a take lies above its loud moments (mostly below 0)."""
    moment = max(1, clip.rate_hz * _MOMENT_MS // 1000)
    if clip.frames < 2 * moment:
        return 0.0
    moments = clip.samples[: clip.frames // moment * moment].reshape(-1, moment)
    loud = float(np.percentile((moments**2).mean(axis=1), 90))
    last = float((clip.samples[-moment:] ** 2).mean())
    return 10 * math.log10((last + 1e-12) / (loud + 1e-12))


def broken_off(ends_db: Sequence[float]) -> dict[int, str]:
    """Return which takes of one voice stop in the middle of a sound: index -> what is wrong.

    How it ends betrays a short line that was cut, of which the pace tells nothing. Only a voice
    that lets its sentences die away is held to that: some engines cut close.

    Args:
        ends_db: What ``end_db`` gave for each take.
    """
    broken = [index for index, each_db in enumerate(ends_db) if each_db > BROKEN_OFF_DB]
    close = sum(each_db > DIES_AWAY_DB for each_db in ends_db)
    few = len(broken) <= max(1, MOST_ODD * len(ends_db))
    if len(ends_db) < MIN_TAKES or not few or close > len(broken):
        return {}
    told = "it ends in the middle of a sound, as this voice hardly ever does"
    return dict.fromkeys(broken, told)


def at_wrong_rate(takes: Sequence[tuple[str, float, int]]) -> dict[int, str]:
    """Return which takes of one voice are told a sample rate that is not theirs: index -> why.

    Another rate than that of the voice's other takes is no fault; but where the take is as much
    longer or shorter than it should be as its rate is lower or higher, by nearly the double at
    least, the rate is wrong. Of neighbouring rates, and of short texts, the length tells nothing.

    Args:
        takes: Text, length in seconds and sample rate in hertz.
    """
    if len(takes) < MIN_TAKES:
        return {}
    usual_hz = statistics.mode(rate_hz for _, _, rate_hz in takes)
    odd = [index for index, (_, _, rate_hz) in enumerate(takes) if rate_hz != usual_hz]
    if len(odd) > max(1, MOST_ODD * len(takes)):
        return {}
    usual = statistics.median(
        seconds / max(1, _sounds(text)) for text, seconds, rate_hz in takes if rate_hz == usual_hz
    )
    found: dict[int, str] = {}
    for index in odd:
        text, seconds, rate_hz = takes[index]
        if _sounds(text) < SHORT_SOUNDS or abs(math.log(usual_hz / rate_hz)) < _TOLD_APART:
            continue
        longer = math.log(seconds / max(1, _sounds(text)) / usual)
        if abs(longer - math.log(usual_hz / rate_hz)) < abs(longer):
            found[index] = (
                f"its sample rate is told as {rate_hz} Hz, that of this voice is {usual_hz}"
            )
    return found


def _off(paces: Mapping[int, float]) -> dict[int, int]:
    """Return which paces are far off their median: index -> -1 for too quick, 1 for too slow."""
    usual = statistics.median(paces.values())
    off = {index: math.log(pace / usual) for index, pace in paces.items()}
    spread = MAX_SPREADS * statistics.median(abs(each) for each in off.values())
    least, greatest = math.log(LEAST_PACE), math.log(GREATEST_PACE)
    return {
        index: -1 if each < 0 else 1
        for index, each in off.items()
        if each < min(least, -spread) or each > max(greatest, spread)
    }


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _sounds(text: str) -> int:
    letters = sum(unicodedata.category(each)[0] in "LN" for each in text)
    return letters + 2 * len(_SYLLABIC.findall(text))
