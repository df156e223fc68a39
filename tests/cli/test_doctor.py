"""``audiobrief doctor``: facts, one a line, and where each setting comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.errors import SettingsError
from audiobrief.show_file import load_show
from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.gtts import GttsEngine
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Mark, Utterance


def _doctor(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["doctor", *arguments])


def test_it_says_where_each_setting_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("show.toml").write_text('title = "Pier"\nloudness = "spotify"\n', encoding="utf-8")
    monkeypatch.setenv("AUDIOBRIEF_VOICE", "tone")
    facts = {each["name"]: each for each in json.loads(_doctor("--json").stdout)}
    assert (facts["title"]["value"], facts["title"]["source"]) == ("Pier", "show.toml")
    assert facts["loudness"]["source"] == "show.toml"
    assert facts["language"]["source"] == "default"
    assert facts["AUDIOBRIEF_VOICE"]["source"] == "environment"
    assert facts["tone"]["about"] == "voice"
    assert facts["numpy"]["good"]


def test_troubles_are_told_and_have_a_status() -> None:
    Path("show.toml").write_text("colour = 1\n", encoding="utf-8")
    result = _doctor()
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Trouble: ")]
    assert "there is no setting 'colour'" in line
    assert result.stdout.splitlines()[-1] == "Troubles: 1."


def test_a_cache_that_cannot_be_written_is_a_trouble(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "file" / "cache"))
    result = _doctor()
    assert result.exit_code == 1
    assert "cannot be written" in result.stdout


def test_each_sound_is_a_setting_in_words() -> None:
    Path("show.toml").write_text("[sounds]\nsign_off = false\n", encoding="utf-8")
    lines = _doctor().stdout.splitlines()
    assert "Setting sounds.sign_off: false (from show.toml)" in lines
    assert "Setting sounds.earcons: caption, quote (default)" in lines


def test_lists_have_commas_and_the_category_its_own_sign() -> None:
    table = 'category = "News > Daily News"\ncompanions = ["epub", "tracks"]\n'
    Path("show.toml").write_text(table, encoding="utf-8")
    lines = _doctor().stdout.splitlines()
    assert "Setting category: News > Daily News (from show.toml)" in lines
    assert "Setting companions: epub, tracks (from show.toml)" in lines
    assert not any("SoundSettings" in line for line in lines)


STATED = """type = "serial"
license = "cc-by-4.0"
loudness = "spotify"
[captions]
read = "both"
[wire]
fetch_full = true
"""


def test_settings_have_the_names_that_show_toml_knows() -> None:
    """doctor had told "serial" and "licence", which show.toml refuses."""
    Path("show.toml").write_text(STATED, encoding="utf-8")
    facts = [each for each in json.loads(_doctor("--json").stdout) if each["about"] == "setting"]
    names = {each["name"]: each for each in facts}
    for name in set(names) - {"feed address"}:
        table, _, key = name.rpartition(".")
        head = f"[{table}]\n" if table else ""
        Path("one.toml").write_text(f"{head}{key} = []\n", encoding="utf-8")
        told = ""
        try:
            load_show(Path("one.toml"))
        except SettingsError as wrong:
            told = str(wrong)
        assert not re.search("there is no setting|has no key", told), name
    assert names["type"]["value"] == "serial"
    assert names["captions.read"]["value"] == "both"
    stated = {name for name, each in names.items() if each["source"] == "show.toml"}
    assert stated == {"type", "license", "loudness", "captions.read", "wire.fetch_full"}


def test_online_voices_are_asked_for_one_word_only_when_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def speak(_: GttsEngine, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        asked.append(utterance.text)
        return ToneEngine().speak(utterance)

    monkeypatch.setattr(GttsEngine, "speak", speak)
    assert "Online voice" not in _doctor().stdout
    assert asked == []
    result = _doctor("--online")
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Online voice gtts")]
    assert "0.2 seconds of speech at 24000 Hz" in line
    assert result.exit_code == 0
    assert asked == ["News."]


def test_an_online_voice_that_stays_away_is_a_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_GTTS_URL", "https://example.org/")
    result = _doctor("--online")
    assert result.exit_code == 1
    assert "Trouble: Online voice gtts: AUDIOBRIEF_GTTS_URL is" in result.stdout
