"""``audiobrief voices``: what is here, one fact a line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.sound.codec import decode


def _voices(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["voices", *arguments])


def test_every_voice_has_its_facts_by_line() -> None:
    result = _voices()
    assert result.exit_code == 0
    stanzas = result.stdout.strip().split("\n\n")
    first_lines = [stanza.splitlines()[0] for stanza in stanzas]
    names = ["anchor", "continuity", "espeak", "espeak-continuity", "espeak-reporter", "gtts"]
    assert first_lines == [f"Voice: {name}." for name in (*names, "reporter", "tone")]
    for stanza in stanzas:
        assert all(": " in line and line.endswith(".") for line in stanza.splitlines())
        assert "\nInstalled: yes.\n" in stanza
    assert "\nNeeds a network: no.\n" in stanzas[0]
    assert "\nPitch: 1.1 times the usual.\n" in stanzas[1]
    assert "\nNeeds a network: yes, the words leave this machine.\n" in stanzas[5]


def test_json_holds_the_same() -> None:
    facts = {each["name"]: each for each in json.loads(_voices("--json").stdout)}
    assert facts["anchor"]["engine"] == "hibari"
    assert facts["anchor"]["languages"] == ["en"]
    assert len(facts["espeak"]["languages"]) >= 100
    assert len(facts["gtts"]["languages"]) >= 60
    assert facts["tone"]["languages"] is None
    assert [name for name, each in facts.items() if each["online"]] == ["gtts"]


def test_a_voice_without_its_engine_is_listed_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "tenor.toml").write_text('engine = "marconi"\n', encoding="utf-8")
    stanza = _voices("--voices", str(tmp_path)).stdout.split("Voice: tenor.")[1].split("\n\n")[0]
    assert "Installed: no. There is no speech engine 'marconi'" in stanza
    assert "Needs a network: not known." in stanza


def test_a_wrong_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "tenor.toml").write_text("engine = 3\n", encoding="utf-8")
    result = _voices("--voices", str(tmp_path))
    assert result.exit_code == 3
    assert "tenor.toml" in result.stderr


def test_a_voice_whose_engine_does_not_speak_its_language_is_told(tmp_path: Path) -> None:
    (tmp_path / "fritz.toml").write_text('engine = "hibari"\nlanguage = "de"\n', encoding="utf-8")
    result = _voices("--voices", str(tmp_path))
    assert "Problem: The engine hibari does not speak de" in result.stdout


def _audition(*more: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["voices", "--audition", *more])


def test_each_voice_is_heard_in_a_chapter_of_its_own(judge: Callable[[str], str]) -> None:
    result = _audition()
    assert result.stdout == "voices.mp3\n"
    told = json.loads(
        subprocess.run(
            [judge("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", "voices.mp3"],
            check=True, capture_output=True,
        ).stdout
    )["chapters"]  # fmt: skip
    titles = [each["tags"]["title"] for each in told]
    assert {"anchor", "reporter", "espeak", "tone"} <= set(titles)
    assert titles == sorted(titles)
    assert "gtts" not in titles
    assert "The voice gtts is not heard: it sends the words over the network" in result.stderr
    lengths = [float(each["end_time"]) - float(each["start_time"]) for each in told]
    assert min(lengths) > 4
    clip = decode(Path("voices.mp3"))
    assert abs(clip.frames / clip.rate_hz - sum(lengths)) < 0.1


def test_only_those_are_heard_that_speak_the_language() -> None:
    result = _audition("--lang", "de", "-o", "stimmen.mp3")
    assert result.exit_code == 0
    assert "The voice anchor is not heard: it does not speak German." in result.stderr
    assert "Voices heard: espeak" in result.stderr
    assert Path("stimmen.mp3").stat().st_size > 50_000


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        (("-o", "voices.wav"), 2, "must end in .mp3"),
        (("--lang", "xx-YY"), 2, "is no language"),
        (("--lang", "tlh"), 5, "No voice can be heard"),
        (("-o", "file/voices.mp3", "--lang", "de"), 6, "cannot be written"),
    ],
)
def test_auditions_that_cannot_be(more: tuple[str, ...], status: int, told: str) -> None:
    Path("file").write_text("taken", encoding="utf-8")
    result = _audition(*more)
    assert result.exit_code == status, result.stderr
    assert told in result.stderr
    assert not list(Path().rglob("*.mp3"))
