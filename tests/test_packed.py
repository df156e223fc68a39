"""The wheel, alone in an empty environment: what a user who installs it has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry Returns</title>
<link rel="canonical" href="https://example.org/ferry"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry Returns to Elm Harbor</h1>
<p class="byline">By Ada Moss</p>
<figure><img src="f.jpg" alt="A ferry"><figcaption>The ferry leaves the pier.</figcaption></figure>
<p>The ferry to Elm Harbor sailed on Monday for the first time in two years, with 400 aboard, and
the whole town came down to the pier to watch it leave.</p>
<p>It will sail every day from now on, the company said, except in storms and on the last day of the
year, when its crew has a day off.</p></article></body></html>
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, timeout=300)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel with nothing else in its environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    command = [str(scripts / "python"), "-m", "pip", "install", "-q", str(wheel)]
    subprocess.run(command, check=True, timeout=600)
    return scripts / "audiobrief"


def _run(program: Path, *arguments: str) -> str:
    """Run the command with nothing on PATH, and return its standard output."""
    environment = {**os.environ, "PATH": "", "AUDIOBRIEF_CACHE": str(Path("cache").resolve())}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(program), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_voices_tables_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("voices/anchor.toml", "voices/lexicon/people.toml", "words/en.toml"):
        assert f"audiobrief/{name}" in names
    assert any(name.endswith("LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "output/"))]


def test_an_episode_of_a_text_and_of_a_page(program: Path) -> None:
    """A page once failed here: a package that reads pages came with the tests alone."""
    Path("story.txt").write_bytes((ROOT / "examples" / "harbour-bridge.txt").read_bytes())
    Path("story.html").write_text(PAGE, encoding="utf-8")
    folders = _run(program, "make", "-q", "--offline", "story.txt", "story.html").splitlines()
    assert len(folders) == 2
    for folder in folders:
        record = json.loads(Path(folder, "episode.json").read_text(encoding="utf-8"))
        assert record["engines"] == ["hibari 0.2.1"]
    _run(program, "check", "output/audiobrief")


def test_the_other_voices_speak(program: Path, judge: Callable[[str], str]) -> None:
    _run(program, "say", "Guten Tag aus dem Hafen.", "--lang", "de", "-o", "tag.mp3")
    _run(program, "say", "Good morning.", "--voice", "espeak", "-o", "morning.flac")
    for name in ("tag.mp3", "morning.flac"):
        probe = [
            judge("ffprobe"),
            "-v",
            "error",
            "-show_entries",
            "format=duration",
            "-of",
            "csv=p=0",
        ]
        done = subprocess.run([*probe, name], capture_output=True, text=True, check=True)
        assert 0.5 < float(done.stdout) < 5


def test_voices_are_listed(program: Path) -> None:
    assert "anchor" in _run(program, "voices")
