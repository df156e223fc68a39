"""Beeps whose length is known before they sound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiobrief.speech.engines.tone import BEEP_FRAMES, GAP_FRAMES, ToneEngine, tone_frames
from audiobrief.speech.model import Utterance
from audiobrief.speech.plausible import fault


def test_one_beep_for_each_word() -> None:
    assert tone_frames("One two three.") == 3 * BEEP_FRAMES - GAP_FRAMES
    assert tone_frames("—") == 0


@given(st.text(min_size=1).filter(lambda text: tone_frames(text) > 0))
def test_the_length_is_what_was_announced(text: str) -> None:
    clip, marks = ToneEngine().speak(Utterance(text=text, language="en"))
    assert clip.frames == tone_frames(text)
    assert len(marks) * BEEP_FRAMES - GAP_FRAMES == clip.frames


@given(
    st.text(st.sampled_from("abcdefgh ЖЯ新聞ニュース"), min_size=1).filter(
        lambda text: tone_frames(text) > 0
    )
)
def test_beeps_pass_for_speech_in_any_script(text: str) -> None:
    clip, _ = ToneEngine().speak(Utterance(text=text, language="en"))
    assert fault(clip, text) == ""
