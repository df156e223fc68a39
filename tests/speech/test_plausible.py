"""Sound that cannot be the speech of its words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.espeak import EspeakEngine
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.plausible import (
    at_wrong_rate,
    broken_off,
    cut_short,
    end_db,
    fault,
    out_of_pace,
)

WORDS = "The ferries run again from Tuesday, the owners of the harbour said on Sunday."


def _noise(seconds: float, rate_hz: int = 24_000, level: float = 0.3) -> Clip:
    """Noise that rises and falls four times a second, as syllables do."""
    frames = round(seconds * rate_hz)
    syllables = np.abs(np.sin(2 * np.pi * 2 * np.arange(frames) / rate_hz))
    samples = np.random.default_rng(0).uniform(-level, level, frames) * syllables
    return Clip(samples=samples.astype(np.float32), rate_hz=rate_hz)


def _steady(samples: NDArray[np.float64]) -> Clip:
    return Clip(samples=samples.astype(np.float32), rate_hz=24_000)


@pytest.mark.parametrize("seconds", [2.7, 4.5, 9.0])
def test_any_human_pace_passes(seconds: float) -> None:
    assert fault(_noise(seconds), WORDS) == ""


@pytest.mark.parametrize(
    ("clip", "why"),
    [
        (_noise(0), "silent"),
        (_noise(4.5, level=0.005), "silent"),
        (_noise(0.4), "too few"),
        (_noise(90), "too many"),
        (_noise(4.5, rate_hz=400), "400 Hz"),
        (_noise(2.0), "too few"),
        (_steady(np.random.default_rng(0).uniform(-0.3, 0.3, 96_000)), "steady"),
        (_steady(0.2 * np.sin(np.arange(96_000) / 20)), "steady"),
        (_steady(np.full(96_000, 0.5)), "steady"),
    ],
)
def test_faults(clip: Clip, why: str) -> None:
    assert why in fault(clip, WORDS)


@pytest.mark.parametrize("rate_hz", [8_000, 24_000, 48_000])
@pytest.mark.parametrize("seconds", [0.5, 1.0, 1.6])
def test_steady_sound_is_no_short_line(seconds: float, rate_hz: int) -> None:
    """A line of two words is long enough to tell it from noise, hum and a tone."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    noise = np.random.default_rng(0).standard_normal(len(time)) * 0.1
    for sound in (noise, 0.3 * np.sin(2 * np.pi * 50 * time), 0.3 * np.sin(2 * np.pi * 60 * time)):
        clip = Clip(samples=sound.astype(np.float32), rate_hz=rate_hz)
        assert "steady" in fault(clip, "Oh no, Anna.")
    assert fault(_noise(seconds, rate_hz), "Oh no, Anna.") == ""


def test_a_word_that_is_drawn_out_is_no_steady_line() -> None:
    clip = Clip(samples=np.full(19_200, 0.3, np.float32), rate_hz=24_000)
    assert "steady" in fault(clip, "Oh.")
    assert fault(clip, "Oh.", speed=0.5) == ""


def test_only_a_word_of_the_text_can_be_missing() -> None:
    """Engines mark pauses too, and some at the very end."""
    clip = _noise(1.0)
    late = [Mark(start_frames=clip.frames, text=text) for text in ("<break/>", "”", "end")]
    assert cut_short(clip, late, "Oh no, Anna.") == ""
    assert "'Anna.'" in cut_short(
        clip, [*late, Mark(start_frames=clip.frames, text="Anna.")], "Anna."
    )
    assert cut_short(clip, [Mark(start_frames=clip.frames - 1, text="Anna.")], "Anna.") == ""


def test_pace_is_reckoned_with() -> None:
    assert fault(_noise(1.4), WORDS, speed=0.5) != ""
    assert fault(_noise(1.4), WORDS, speed=2.0) == ""


def test_a_single_letter_and_a_chinese_sentence_pass() -> None:
    assert fault(_noise(0.2), "A.") == ""
    assert fault(_noise(2.4), "A.") == ""
    assert fault(_noise(2.0), "这里是新闻。") == ""
    assert fault(_noise(0.2), "这里是新闻，今天的天气很好，明天会下雨。") != ""


def test_peaks_that_were_cut_off_are_found_and_loud_ones_are_not() -> None:
    """A service that drives its voice into the limit sounds rough from beginning to end."""
    at = np.arange(4 * 24_000) / 24_000
    syllables = np.maximum(0, np.sin(2 * np.pi * 2 * at)) ** 2
    voice = syllables * np.sin(2 * np.pi * 180 * at)
    loud = Clip(samples=(0.99 * voice).astype(np.float32), rate_hz=24_000)
    cut = Clip(samples=np.clip(4 * voice, -0.99, 0.99).astype(np.float32), rate_hz=24_000)
    assert fault(loud, WORDS) == ""
    assert "clipped" in fault(cut, WORDS)


SENTENCES = (
    "The council voted on Tuesday to keep the ferry running.",
    "Fishermen had warned that the island would lose its doctor.",
    "Repairs of the harbour would begin before the spring.",
    "Nobody was hurt when the crane fell across the landing stage.",
    "The school would stay open for another year, they said.",
    "Ticket prices will rise for visitors in the summer.",
    "Two engineers will examine the old bridge next week.",
    "The vote was closer than anyone had expected, they said.",
)
SPELT = "A 日本のニュース and 人々 stay."


def test_letters_of_another_script_may_be_spelt_or_left_out() -> None:
    """eSpeak NG names each of them in English; other voices say nothing."""
    usual = [("The ferries run again from Tuesday, they said.", 3.0)] * 9
    assert out_of_pace([*usual, (SPELT, 12.0)], "en-US") == {}
    assert out_of_pace([*usual, (SPELT, 12.0)], "ja") == {
        9: "5 words in 12.0 seconds are too many for this voice"
    }
    assert fault(_noise(1.0), SPELT, language="en-US") == ""
    long = "这里是新闻，今天的天气很好，明天会下雨，后天是晴天。 The end."
    assert fault(_noise(0.8), long, language="en-US") == ""
    assert "too few" in fault(_noise(0.8), long, language="zh")
    assert fault(_noise(60), long, language="en-US") == ""


@pytest.mark.parametrize(
    ("line", "whole_s", "language"),
    [
        ("They hope that what they learned helps.", 2.1, "en"),
        ("This episode was read by a synthetic voice.", 2.6, "en"),
        ("Ils chantaient et dansaient beaucoup.", 1.25, "fr"),
        ("この放送は合成音声で読まれました。", 2.2, "ja"),
    ],
)
def test_a_short_line_that_was_cut_to_a_third_is_found(
    line: str, whole_s: float, language: str
) -> None:
    assert fault(_noise(whole_s), line, language=language) == ""
    assert fault(_noise(whole_s * 0.8), line, language=language) == ""
    assert "too few" in fault(_noise(whole_s / 3), line, language=language)


def test_a_greek_letter_in_a_sentence_hides_no_cut() -> None:
    usual = [("The ferries run again from Tuesday, they said.", 3.0)] * 9
    cut = "The length of a wave is called λ in all the books that were read here."
    assert list(out_of_pace([*usual, (cut, 1.5)], "en")) == [9]


def test_espeak_spells_and_is_believed() -> None:
    engine = EspeakEngine()
    takes = []
    for text in (*SENTENCES, SPELT):
        clip, _ = engine.speak(Utterance(text=text, language="en-US"))
        assert fault(clip, text, language="en-US") == ""
        takes.append((text, clip.frames / clip.rate_hz))
    assert out_of_pace(takes, "en-US") == {}
    assert out_of_pace(takes) != {}


def test_a_take_at_half_its_rate_is_out_of_pace() -> None:
    """A deep, dragging sentence in the middle of a story; a slow one with initials is none."""
    usual = [("The ferries run again from Tuesday, they said.", 3.0 + n / 10) for n in range(-4, 5)]
    other = "The ferries stop again from Sunday, they hoped."
    assert list(out_of_pace([*usual, (other, 6.3)], "en")) == [9]
    assert out_of_pace([*usual, (other, 5.0)], "en") == {}


def _dying_away(length_s: float) -> Clip:
    """Return noise in syllables of which the last one dies away."""
    clip = _noise(length_s)
    at = np.arange(clip.frames) / clip.rate_hz
    away = np.minimum(1, np.exp((length_s - 0.3 - at) * 20)).astype(np.float32)
    return replace(clip, samples=clip.samples * away)


def test_a_line_that_stops_in_the_middle_of_a_sound_is_found_among_others() -> None:
    """Half of a short line sounds like a short line; its pace tells nothing."""
    whole = [end_db(_dying_away(1 + n / 10)) for n in range(9)]
    assert max(whole) < -35
    cut = _dying_away(2.0)
    cut = replace(cut, samples=cut.samples[: cut.frames // 2])
    assert list(broken_off([*whole, end_db(cut)])) == [9]
    assert broken_off(whole) == {}


def test_a_voice_that_cuts_close_is_believed() -> None:
    assert broken_off([-45.0, -18.0, -40.0, -9.0, -50.0, -44.0, -47.0, -38.0, -39.0, -41.0]) == {}
    assert broken_off([-45.0, -9.0, -40.0]) == {}


@pytest.mark.parametrize(("seconds", "rate_hz"), [(4.4, 12_000), (1.2, 48_000), (1.3, 44_100)])
def test_a_take_at_another_rate_that_is_too_long_by_as_much_is_found(
    seconds: float, rate_hz: int
) -> None:
    usual = [("The ferries run again from Tuesday.", 2.0 + n / 10, 24_000) for n in range(9)]
    other = "The ferries stop again from Sunday."
    assert list(at_wrong_rate([*usual, (other, seconds, rate_hz)])) == [9]
    assert at_wrong_rate([*usual, (other, 2.4, rate_hz)]) == {}
    assert at_wrong_rate([*usual[:5], *[(other, seconds, rate_hz)] * 5]) == {}


@pytest.mark.parametrize(("seconds", "rate_hz"), [(2.6, 22_050), (1.9, 26_000), (3.4, 16_000)])
def test_a_neighbouring_rate_is_no_fault(seconds: float, rate_hz: int) -> None:
    """A good take would have been refused half of the time, and the story read by another voice."""
    usual = [("The ferries run again from Tuesday.", 2.0 + n / 10, 24_000) for n in range(9)]
    assert at_wrong_rate([*usual, ("The ferries stop again on Sunday.", seconds, rate_hz)]) == {}
    assert at_wrong_rate([*usual, ("Not yet, no.", 1.2, 12_000)]) == {}


def test_a_voice_with_ends_of_every_kind_is_believed() -> None:
    assert broken_off([-45.0] * 9 + [-28.0, -12.0]) == {}
    assert list(broken_off([-45.0] * 10 + [-12.0])) == [10]
