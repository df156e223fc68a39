"""Formants: another size of speaker, at the pitch and the pace that were asked for."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from audiobrief.errors import EngineUnavailableError
from audiobrief.sound.clip import Clip, trim_silence
from audiobrief.speech.asking import asked
from audiobrief.speech.cache import take_key
from audiobrief.speech.engine import find_engine
from audiobrief.speech.engines.kokoro import KokoroEngine
from audiobrief.speech.model import Mark, Utterance

TEXT = (
    "The old harbour opens again on Tuesday, said the mayor, after two quiet years;"
    " nobody there had thought that it would ever be so busy in November."
)


def _asked(engine: str, **factors: float) -> tuple[Clip, tuple[Mark, ...]]:
    utterance = Utterance(text=TEXT, language="en-US", **factors)  # type: ignore[arg-type]  # numbers
    return asked(find_engine(engine), utterance)


def _seconds(clip: Clip) -> float:
    kept = trim_silence(clip)
    return kept.frames / kept.rate_hz


def _pitch_hz(clip: Clip) -> float:
    """Return the median pitch of the voiced moments, by autocorrelation."""
    width = clip.rate_hz // 20
    found = []
    for start in range(0, clip.frames - width, width):
        piece = clip.samples[start : start + width].astype(float)
        if np.sqrt(np.mean(piece**2)) < 0.02:
            continue
        power = np.abs(np.fft.rfft(piece * np.hanning(width), 4 * width)) ** 2
        same = np.fft.irfft(power)[: 2 * width]
        least, greatest = clip.rate_hz // 400, clip.rate_hz // 80
        lag = least + int(np.argmax(same[least:greatest]))
        if same[lag] > 0.4 * same[0]:
            found.append(clip.rate_hz / lag)
    return float(np.median(found))


def _envelope(clip: Clip, hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean level at these frequencies, in decibels, without the single partials."""
    width = clip.rate_hz // 25
    pieces = clip.samples[: clip.frames // width * width].reshape(-1, width)
    power = (np.abs(np.fft.rfft(pieces * np.hanning(width), axis=1)) ** 2).mean(axis=0)
    at = np.fft.rfftfreq(width, 1 / clip.rate_hz)
    levels_db = 10 * np.log10([power[(at > f * 0.88) & (at < f * 1.14)].mean() for f in hz])
    return np.asarray(levels_db - levels_db.mean())


def _formant_shift(clip: Clip, usual: Clip) -> float:
    """Return the factor by which the spectrum of a clip lies higher than that of another."""
    hz = np.geomspace(600, 5_000, 120)
    wanted = _envelope(clip, hz)
    factors = np.linspace(0.8, 1.25, 91)
    off = [np.square(_envelope(usual, hz / each) - wanted).mean() for each in factors]
    return float(factors[int(np.argmin(off))])


@pytest.mark.parametrize("engine", ["hibari", "espeak"])
@pytest.mark.parametrize("formants", [0.88, 1.1])
def test_formants_move_and_pitch_and_pace_stay(engine: str, formants: float) -> None:
    """By ear this is a larger or a smaller speaker, not a machine that runs slower or faster."""
    usual, _ = _asked(engine)
    other, _ = _asked(engine, formants=formants)
    assert _formant_shift(other, usual) == pytest.approx(formants, abs=0.05)
    # Asked for another pace, an engine has another melody, and pauses that are not in proportion.
    assert _pitch_hz(other) == pytest.approx(_pitch_hz(usual), rel=0.07)
    assert _seconds(other) == pytest.approx(_seconds(usual), rel=0.1)


def test_words_keep_their_moments() -> None:
    (usual, marks), (other, moved) = _asked("hibari"), _asked("hibari", formants=0.9)
    assert [mark.text for mark in moved] == [mark.text for mark in marks]
    shares = [
        np.array([mark.start_frames for mark in each]) / clip.frames
        for clip, each in ((usual, marks), (other, moved))
    ]
    np.testing.assert_allclose(shares[0], shares[1], atol=0.03)


class OnePace:
    """Speaks at one pace, and remembers what it was asked."""

    name: ClassVar[str] = "one-pace"
    online: ClassVar[bool] = False
    version = "1"
    paces: ClassVar[tuple[float, float]] = (1.0, 1.0)

    def __init__(self) -> None:
        self.asked: list[Utterance] = []

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        self.asked.append(utterance)
        tone = np.sin(np.arange(24_000) * 0.05).astype(np.float32)
        return Clip(samples=tone, rate_hz=24_000), (Mark(start_frames=12_000, text="two"),)

    def languages(self) -> frozenset[str] | None:
        return None


def test_an_engine_of_one_pace_is_stretched_to_keep_the_length() -> None:
    engine = OnePace()
    clip, marks = asked(engine, Utterance(text="One two.", language="en", pitch=0.9, formants=0.9))
    assert engine.asked == [Utterance(text="One two.", language="en")]
    assert clip.rate_hz == 21_600
    assert clip.frames / clip.rate_hz == pytest.approx(1.0, abs=0.01)
    assert marks[0].start_frames / clip.rate_hz == pytest.approx(0.5, abs=0.01)


def test_an_engine_without_a_pitch_takes_both_together_or_says_so() -> None:
    both = Utterance(text="Hello.", language="en-US", engine_voice="none", pitch=0.9, formants=0.9)
    with pytest.raises(EngineUnavailableError, match="voice none cannot be read"):
        asked(KokoroEngine(), both)
    alone = Utterance(text="Hello.", language="en-US", engine_voice="none", formants=0.9)
    with pytest.raises(EngineUnavailableError, match="pitch and formants out of the file"):
        asked(KokoroEngine(), alone)


def test_the_key_tells_formants_apart() -> None:
    usual = Utterance(text="Hello.", language="en-US")
    other = Utterance(text="Hello.", language="en-US", formants=0.9)
    assert take_key(OnePace(), usual) != take_key(OnePace(), other)
