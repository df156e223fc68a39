"""Clients of other makers subscribe, update and download over loopback."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.feed.rss import write_feed
from audiobrief.feed.serve import PodcastServer
from audiobrief.settings import Show


@pytest.mark.slow
def test_gpodder_subscribes_updates_and_downloads(
    show_folder: Path, show: Show, tmp_path: Path, judge: Callable[[str], str]
) -> None:
    gpo = judge("gpo")
    write_feed(show_folder, show)
    home = tmp_path / "gpodder"
    env = {**os.environ, "GPODDER_HOME": str(home), "GPODDER_DOWNLOAD_DIR": str(home / "files")}
    with PodcastServer(show_folder, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            for words in (("subscribe", server.addresses[0]), ("update",), ("download",)):
                subprocess.run([gpo, *words], env=env, check=True, capture_output=True, timeout=90)
        finally:
            server.shutdown()
            thread.join()
    sounds = {path.read_bytes() for path in (home / "files").rglob("*.mp3")}
    assert sounds == {path.read_bytes() for path in show_folder.rglob("episode.mp3")}
