"""``audiobrief serve``: the address goes to standard output, and Ctrl-C ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from audiobrief.cli import main

FEED = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    '<atom:link rel="self" href="https://radio.example/feed.xml"/></channel></rss>'
)


def test_it_prints_what_to_subscribe_to_and_stops_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "pier"
    folder.mkdir()
    (folder / "feed.xml").write_text(FEED, encoding="utf-8")
    command = [sys.executable, "-u", "-m", "audiobrief", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310, our own
            assert address.encode() in answer.read()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Stopped serving." in told


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner(mix_stderr=False).invoke(main, ["serve", str(tmp_path / "none")])
    assert result.exit_code == 8
    assert "There is no folder" in result.stderr
