"""``audiobrief say``: one text to a sound file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.speech.engines.tone import tone_frames


def _say(*arguments: str, told: str | None = None) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["say", *arguments], input=told)


@pytest.mark.parametrize(
    ("ending", "kind", "rate_hz"), [("wav", "WAV", 24_000), ("flac", "FLAC", 24_000)]
)
def test_the_ending_says_which_kind(ending: str, kind: str, rate_hz: int) -> None:
    result = _say("The ferries run again.", "--voice", "tone", "-o", f"a.{ending}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(rf"Done: a\.{ending}, [\d.]+ seconds\.\n", result.stderr)
    file = soundfile.info(f"a.{ending}")
    assert (file.format, file.samplerate) == (kind, rate_hz)
    assert file.frames == tone_frames("The ferries run again.")


def test_mp3() -> None:
    assert _say("The ferries run again.", "--voice", "tone", "-o", "a.mp3").exit_code == 0
    file = soundfile.info("a.mp3")
    assert file.format == "MP3"
    assert file.duration == pytest.approx(tone_frames("The ferries run again.") / 24_000, abs=0.06)


def test_numbers_are_said_as_in_an_episode() -> None:
    """A voice that is tried here must sound as it will on the air."""
    assert _say("21", "--voice", "tone", "-o", "a.wav").exit_code == 0
    assert _say("twenty one", "--voice", "tone", "-o", "b.wav").exit_code == 0
    assert Path("a.wav").read_bytes() == Path("b.wav").read_bytes()


def test_standard_input_to_standard_output() -> None:
    result = _say("-", "--voice", "tone", "-o", "-", told="The ferries\nrun again.\n")
    assert result.exit_code == 0
    file = soundfile.info(io.BytesIO(result.stdout_bytes))
    assert (file.format, file.frames) == ("WAV", tone_frames("The ferries run again."))


def test_the_default_voice_speaks() -> None:
    assert _say("Good evening.", "-o", "a.wav").exit_code == 0
    assert 0.5 < soundfile.info("a.wav").duration < 2.0


def test_a_fallback_is_told_and_can_be_forbidden() -> None:
    result = _say("Добрый вечер.", "--lang", "ru", "-o", "a.wav")
    assert result.exit_code == 0
    assert result.stderr.startswith(
        "Remark: The voice anchor does not speak Russian; espeak speaks"
    )
    result = _say("Добрый вечер.", "--lang", "ru", "-o", "b.wav", "--no-fallback")
    assert result.exit_code == 5
    assert not Path("b.wav").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("Hello.", "-o", "a.aiff"), 2, "must end in .wav, .flac, .mp3"),
        (("  ", "-o", "a.wav"), 2, "no words"),
        (("—", "-o", "a.wav"), 2, "no words"),
        (("...", "-o", "a.wav"), 2, "no words"),
        (("😀😀", "-o", "a.wav", "--lang", "de"), 2, "no words that can be spoken in German"),
        (("Hello.", "-o", "a.wav", "--lang", "xx"), 2, "no language has the code 'xx'"),
        (("Hello.", "-o", "a.wav", "--voices", "nowhere"), 2, "no folder of voices at nowhere"),
        (("Hello.", "-o", "a.wav", "--voice", "tenor"), 2, "no voice 'tenor'"),
        (("Hello.", "-o", "a.wav", "--voice", "gtts", "--offline"), 5, "--offline forbids"),
        (("Hello.", "-o", "a.wav", "--lang", "tlh"), 5, "speaks Klingon"),
    ],
)
def test_mistakes_are_one_sentence(arguments: tuple[str, ...], status: int, said: str) -> None:
    result = _say(*arguments)
    assert result.exit_code == status
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("a.wav").exists()


@pytest.mark.parametrize("voice", ["anchor", "espeak", "tone"])
def test_emoji_are_said_by_their_names_where_the_language_has_them(voice: str) -> None:
    """As within a sentence of a story; no engine is given a sign that it cannot say."""
    assert _say("😀 🚢", "--voice", voice, "-o", "a.wav").exit_code == 0
    assert _say("grinning face, ship", "--voice", voice, "-o", "b.wav").exit_code == 0
    assert Path("a.wav").read_bytes() == Path("b.wav").read_bytes()


def test_a_place_that_cannot_be_written_is_told() -> None:
    Path("file").write_bytes(b"")
    result = _say("Hello.", "--voice", "tone", "-o", str(Path("file", "a.wav")))
    assert result.exit_code == 6
    assert "cannot be written" in result.stderr
