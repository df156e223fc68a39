"""Engines of other packages that cannot be imported, made or asked: one sentence, and on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.speech import engine as engine_room

STORY = """Ferry Returns to Elm Harbor

The ferry to Elm Harbor sailed on Monday for the first time in two years, with many aboard.
"""

BROKEN = {
    "missing": ("import not_there_at_all", "No module named 'not_there_at_all'"),
    "raising": ("raise RuntimeError('no licence\\nfile')", "RuntimeError: no licence file"),
    "leaving": ("raise SystemExit('no model')", "SystemExit: no model"),
    "syntax": ("def x(:", "SyntaxError"),
    "nameless": ("Other = 1", "has no attribute 'Engine'"),
    "hollow": ("class Engine: pass", "it lacks name, online, version, speak, languages"),
    "unmakeable": (
        "class Engine:\n def __init__(self): raise OSError(2, 'No such file', 'model.bin')",
        "No such file: 'model.bin'",
    ),
    "silent": (
        """class Engine:
            name, online, version, speak = "silent", False, "1", None
            def languages(self): raise KeyError("en")""",
        "cannot tell its languages (KeyError: 'en')",
    ),
}
"""Name of an engine -> the module of its package, and what is told of it."""


@pytest.fixture(autouse=True)
def _packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the packages as pip would, and write a profile for each."""
    site, voices = Path("site").resolve(), Path("voices")
    voices.mkdir()
    for name, (module, _) in BROKEN.items():
        facts = site / f"{name}_engine-1.0.dist-info"
        facts.mkdir(parents=True)
        (facts / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}-engine\nVersion: 1.0\n"
        )
        (facts / "entry_points.txt").write_text(
            f"[audiobrief.engines]\n{name} = {name}_engine:Engine\n"
        )
        (site / f"{name}_engine.py").write_text(module)
        (voices / f"{name}.toml").write_text(f'engine = "{name}"\nfallback = "tone"\n')
    Path("story.txt").write_text(STORY)
    monkeypatch.syspath_prepend(site)
    yield
    for name in BROKEN:
        engine_room._MADE.pop(name, None)


def _run(*arguments: str) -> Result:
    result = CliRunner(mix_stderr=False).invoke(main, arguments)
    assert "Traceback" not in result.output + result.stderr
    return result


def test_the_list_of_voices_tells_why_and_goes_on() -> None:
    listed = _run("voices")
    assert listed.exit_code == 0
    stanzas = dict(each.split(".", 1) for each in listed.stdout.split("Voice: ")[1:])
    for name, (_, told) in BROKEN.items():
        (line,) = [each for each in stanzas[name].split("\n") if each.startswith("Installed: no")]
        assert told in line
    assert "Installed: yes." in stanzas["anchor"]


def test_the_doctor_tells_why_and_goes_on() -> None:
    told = {each["name"]: each for each in json.loads(_run("doctor", "--json").stdout)}
    for name, (_, why) in BROKEN.items():
        assert why in told[name]["value"]
    assert "works offline" in told["tone"]["value"]


@pytest.mark.parametrize("name", BROKEN)
def test_its_fallback_speaks_or_one_sentence_refuses(name: str) -> None:
    why = BROKEN[name][1]
    said = _run("say", "Good evening.", "--voice", name, "-o", "a.wav")
    assert said.exit_code == 0
    (remark, _) = said.stderr.splitlines()
    assert why in remark
    assert "The voice tone speaks instead" in remark
    refused = _run("say", "Good evening.", "--voice", name, "-o", "b.wav", "--no-fallback")
    assert refused.exit_code == 5
    (line,) = refused.stderr.splitlines()
    assert line.startswith("Error: The speech engine ")
    assert why in line
    assert line.endswith(".")
    assert not Path("b.wav").exists()


@pytest.mark.parametrize("name", ["leaving", "silent"])
def test_a_story_is_made_all_the_same_and_records_why(name: str) -> None:
    made = _run("make", "story.txt", "--voice", name, "-q")
    assert made.exit_code == 0, made.stderr
    record = json.loads((Path(made.stdout.strip()) / "episode.json").read_text(encoding="utf-8"))
    assert record["engines"] == ["tone 1"]
    assert any(BROKEN[name][1] in remark for remark in record["remarks"])
    refused = _run("make", "story.txt", "--voice", name, "--no-fallback", "--rebuild", "-q")
    assert refused.exit_code == 5
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.slow
def test_an_audition_leaves_them_out_and_says_so() -> None:
    heard = _run("voices", "--audition", "-o", "a.mp3")
    assert heard.exit_code == 0, heard.stderr
    for _, why in BROKEN.values():
        assert why in heard.stderr
