"""What a screen reader gets to hear: every command runs on a terminal of its own (a pty)."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import Final

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

STORY: Final = """Ferry is late

The ferry from Elm Harbor was late again on Tuesday, the office said.

Photo: The ferry at Elm Harbor on Tuesday, Jan. 13, 2026. (Ada Quill/Ferry Post)
"""
SHOW: Final = """title = "Pier Talk"
base_url = "https://radio.example/pier/"
[voices]
default = "tone"
"""
FOLDER: Final = "output/pier-talk"
EPISODE: Final = f"{FOLDER}/2026-01-14-ferry-is-late"

COMMANDS: Final = (
    ("make", "story.txt", "--date", "2026-01-14", "--offline"),
    ("make", "story.txt", "--date", "2026-01-14", "--offline"),
    ("make", "none.txt", "story.txt", "--date", "2026-01-14", "--offline"),
    ("segment", "story.txt", "--explain"),
    ("script", "story.txt"),
    ("names", "story.txt"),
    ("say", "Elm Harbor.", "-o", "say.mp3", "--voice", "tone"),
    ("voices",),
    ("feed", FOLDER),
    ("check", FOLDER, "none"),
    ("publish", FOLDER, "--to", "web"),
    ("check", "web"),
    ("retract", "pier-talk/ferry-is-late", "--why", "It was early."),
    ("cache",),
    ("doctor",),
    ("init",),
    ("help", "check"),
    ("make", "--speed", "9", "story.txt"),
    ("nonsense",),
)
RUN: Final = """
import json, sys
from audiobrief.cli import main
for words in json.loads(sys.argv[1]):
    print("\\n$", *words, flush=True)
    try:
        main(words)
    except SystemExit as status:
        print("status:", status.code or 0, flush=True)
"""

LABEL: Final = re.compile(r"[A-Z][^:]{0,60}: \S.*")
SENTENCE: Final = re.compile(r".*[.!?:][\"')\]]?$")


def _heard(environment: dict[str, str], commands: tuple[tuple[str, ...], ...]) -> str:
    """Return everything that the commands write to a terminal of 40 columns."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover, another process
        os.environ.update(environment)
        os.execv(sys.executable, [sys.executable, "-c", RUN, json.dumps(commands)])  # noqa: S606
    written = b""
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:  # What Linux says where the other end is closed.
            part = b""
        if not part:
            break
        written += part
    os.close(terminal)
    os.waitpid(pid, 0)
    return written.decode()


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return command line -> what a colourful terminal got of it, each heard once."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    (folder / "show.toml").write_text(SHOW, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        whole = _heard(
            {
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "FORCE_COLOR": "1",
                "CLICOLOR_FORCE": "1",
                "COLUMNS": "40",
                "AUDIOBRIEF_CACHE": str(folder / "cache"),
                "SOURCE_DATE_EPOCH": "",
            },
            COMMANDS,
        )
    finally:
        os.chdir(before)
    runs = re.split(r"\r\n\$ ", whole)[1:]
    assert len(runs) == len(COMMANDS), whole
    return {
        f"{number} {' '.join(words)}": run.partition("\r\n")[2]
        for number, (words, run) in enumerate(zip(COMMANDS, runs, strict=True))
    }


def test_nothing_is_redrawn_coloured_or_drawn(heard: dict[str, str]) -> None:
    """A screen reader speaks each redraw of a progress bar, and reads boxes sign by sign."""
    for name, written in heard.items():
        plain = written.replace("\r\n", "\n")
        controls = [char for char in plain if unicodedata.category(char) == "Cc" and char != "\n"]
        assert not controls, (name, controls)
        drawn = [char for char in plain if unicodedata.category(char) in {"So", "Sk", "Co"}]
        assert not drawn, (name, drawn)


@pytest.mark.parametrize("command", [n for n, words in enumerate(COMMANDS) if words[0] != "help"])
def test_each_line_makes_sense_alone(command: int, heard: dict[str, str]) -> None:
    """Heard one by one, a line is a sentence, a label with its value, or a path."""
    name, written = list(heard.items())[command]
    if COMMANDS[command][0] in {"segment", "script", "names"}:
        return  # Their lines are the story's.
    for line in written.replace("\r\n", "\n").splitlines():
        words = line.strip()
        path = re.fullmatch(r"\S*[/.]\S+", words)
        usage = words.startswith(("Usage: ", "Try 'audiobrief"))
        whole = LABEL.fullmatch(words) or SENTENCE.fullmatch(words) or path or usage
        assert not words or whole or words.startswith("status: "), (name, line)


def test_success_and_failure_are_said(heard: dict[str, str]) -> None:
    runs = list(heard.values())
    assert "Done: output/pier-talk/2026-01-14-ferry-is-late/episode.mp3, " in runs[0]
    assert f"{EPISODE}\r\n" in runs[0]
    assert "status: 0" in runs[1]
    assert "none.txt" in runs[2]
    assert "status: 4" in runs[2]
    assert "Retracted: Ferry is late." in runs[12]
    assert "Error: No such command 'nonsense'." in runs[-1]


def test_a_plain_terminal_hears_the_same(heard: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(SHOW, encoding="utf-8")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        plain = _heard({"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "200"}, (("voices",),))
    finally:
        os.chdir(before)
    voices = next(run for name, run in heard.items() if name.endswith(" voices"))
    assert plain.partition("voices\r\n")[2].strip() == voices.strip()
