from __future__ import annotations

import errno
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.episode import stick

NAMES: Final = ("001_opening.mp3", "002_a-very-long-headline-of-a-story.mp3", "003_credits.mp3")


def _episode(show: Path, slug: str, day: int, names: Sequence[str] = NAMES) -> Path:
    folder = show / slug
    (folder / "tracks").mkdir(parents=True)
    for name in names:
        (folder / "tracks" / name).write_bytes(f"{slug} {name} ".encode() * 3000)
    tracks = {
        "form": "tracks",
        "path": "tracks/playlist.m3u",
        "media_type": "audio/mpegurl",
        "title": "Numbered tracks",
        "parts": [f"tracks/{name}" for name in names],
    }
    record = {
        "version": 1,
        "guid": slug,
        "title": slug,
        "summary": "",
        "language": "en",
        "published": f"2026-01-{day:02}T06:00:00+00:00",
        "modified": None,
        "address": None,
        "credits": [],
        "enclosure": {
            "path": "episode.mp3",
            "media_type": "audio/mpeg",
            "length_bytes": 1,
            "duration_ms": 1,
        },
        "rate_hz": 44_100,
        "chapters_path": None,
        "chapters": [],
        "transcripts": [],
        "companions": [tracks] if names else [],
    }
    (folder / "episode.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """Return a show of two episodes; the later one comes first by name."""
    folder = tmp_path / "show"
    _episode(folder, "b-first", 1)
    _episode(folder, "a-second", 2)
    return folder


def _run(*arguments: object) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["stick", *map(str, arguments)])


def test_numbers_run_on_through_the_episodes_oldest_first(show: Path, tmp_path: Path) -> None:
    done = _run(show, "--to", tmp_path / "usb")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'usb' / 'playlist.m3u'}\n"
    tracks = sorted((tmp_path / "usb").glob("*.mp3"))
    assert [path.name[:7] for path in tracks] == [
        "001_ope",
        "002_a-v",
        "003_cre",
        "004_ope",
        "005_a-v",
        "006_cre",
    ]
    assert tracks[0].read_bytes().startswith(b"b-first 001")
    assert tracks[3].read_bytes().startswith(b"a-second 001")
    assert "Tracks: 6." in done.stderr


def test_the_newest_alone(show: Path, tmp_path: Path) -> None:
    assert _run(show, "--newest", 1, "--to", tmp_path / "usb").exit_code == 0
    assert (tmp_path / "usb" / "001_opening.mp3").read_bytes().startswith(b"a-second")
    assert len(list((tmp_path / "usb").glob("*.mp3"))) == 3


def test_files_of_others_stay_and_ours_are_replaced_when_asked(show: Path, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "009_holiday.mp3").write_bytes(b"mine")
    assert _run(show, "--to", usb).exit_code == 0
    again = _run(show / "b-first", "--to", usb)
    assert again.exit_code == 7
    assert "001_opening.mp3 is in" in again.stderr
    replaced = _run(show / "b-first", "--to", usb, "--replace")
    assert replaced.exit_code == 0, replaced.stderr
    assert sorted(path.name[:3] for path in usb.glob("*.mp3")) == ["001", "002", "003", "009"]
    assert (usb / "009_holiday.mp3").read_bytes() == b"mine"


def test_a_file_that_is_not_ours_is_not_replaced_even_when_asked(
    show: Path, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "001_opening.mp3").write_bytes(b"mine")
    done = _run(show, "--to", usb, "--replace")
    assert done.exit_code == 7
    assert "was not written by audiobrief stick" in done.stderr
    assert [path.read_bytes() for path in usb.iterdir()] == [b"mine"]


def test_a_stick_that_is_too_small_is_told_before_anything_is_written(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=100_000))
    done = _run(show, "--to", tmp_path / "usb")
    assert done.exit_code == 7
    assert "has 100 kilobytes free; nothing was written" in done.stderr
    assert not list((tmp_path / "usb").iterdir())


def test_a_stick_that_fails_on_the_way_keeps_nothing_of_it(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, left = stick._write, [4]

    def full(pieces: Iterable[bytes], path: Path) -> None:
        left[0] -= 1
        if not left[0]:
            path.write_bytes(next(iter(pieces))[:10])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(pieces, path)

    monkeypatch.setattr(stick, "_write", full)
    done = _run(show, "--to", tmp_path / "usb")
    assert done.exit_code == 7
    assert "No space left on device; what was begun on the stick is taken away" in done.stderr
    assert not list((tmp_path / "usb").iterdir())


def test_an_episode_without_tracks_and_a_folder_without_episodes_are_told(tmp_path: Path) -> None:
    bare = _episode(tmp_path / "show", "x", 1, names=())
    done = _run(bare, "--to", tmp_path / "usb")
    assert (done.exit_code, "make the episode again with --with tracks" in done.stderr) == (7, True)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "There is no episode in" in _run(empty, "--to", tmp_path / "usb").stderr


def test_a_thousand_tracks_are_too_many(tmp_path: Path) -> None:
    for day in range(1, 12):
        names = [f"{n:03}_story.mp3" for n in range(1, 92)]
        _episode(tmp_path / "show", f"day-{day}", day, names)
    done = _run(tmp_path / "show", "--to", tmp_path / "usb")
    assert done.exit_code == 7
    assert "These are 1001 tracks, and players take 999 at most" in done.stderr


def test_on_fat_the_directory_has_the_running_order(
    show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many players know no names: they play in the order of the directory."""
    if not (shutil.which("mformat") and shutil.which("mcopy") and shutil.which("mdir")):
        pytest.skip("mtools are not installed")
    image = tmp_path / "stick.img"
    subprocess.run(["mformat", "-C", "-i", str(image), "-f", "2880", "::"], check=True, timeout=60)
    write: Callable[[Iterable[bytes], Path], None] = stick._write

    def onto_fat(pieces: Iterable[bytes], path: Path) -> None:
        """Write as it is asked for, and at the same moment into the image."""
        write(pieces, path)
        subprocess.run(
            ["mcopy", "-i", str(image), str(path), f"::{path.name}"], check=True, timeout=60
        )

    monkeypatch.setattr(stick, "_write", onto_fat)
    assert _run(show, "--to", tmp_path / "usb").exit_code == 0
    listed = subprocess.run(
        ["mdir", "-b", "-i", str(image), "::"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    names = [line.strip().removeprefix("::/") for line in listed.split()]
    tracks = [name for name in names if name.endswith(".mp3")]
    assert tracks == sorted(path.name for path in (tmp_path / "usb").glob("*.mp3"))
    assert names[-2:] == ["playlist.m3u", "audiobrief.txt"]
