"""``audiobrief make`` as a producer meets it: what is printed, where, and which exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main

STORY = """Ferry Returns to Elm Harbor

The ferry to Elm Harbor sailed on Monday for the first time in two years, with many aboard.

It will sail every day from now on, the company said, except in storms.
"""


@pytest.fixture(autouse=True)
def _without_sounds() -> None:
    """Let episodes be short: the sounds of a show are not what is looked at here."""
    _write("show.toml", "[sounds]\nident = false\nsting = false\nsign_off = false\nearcons = []")


def _write(name: str, text: str = STORY) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def _make(*arguments: str, text: str | None = None) -> Result:
    return CliRunner(mix_stderr=False).invoke(
        main, ["make", "--voice", "tone", *arguments], input=text
    )


def test_results_go_to_standard_output_and_remarks_to_standard_error() -> None:
    result = _make(_write("a.txt"))
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    assert (Path(line) / "episode.mp3").is_file()
    assert "Step 2 of 5: speaking" in result.stderr
    assert "Done: " in result.stderr


def test_what_is_printed_can_be_spoken_by_a_screen_reader() -> None:
    printed = _make(_write("a.txt")).stderr
    assert not any(sign in printed for sign in "\r\x1b\b\t█│─…")


def test_quiet_says_only_results_and_remarks() -> None:
    result = _make("--quiet", _write("a.txt"))
    assert len(result.stdout.splitlines()) == 1
    assert all(line.startswith("Remark: ") for line in result.stderr.splitlines())


def test_standard_input_is_a_source() -> None:
    assert _make("-", text=STORY).exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
def test_a_reader_that_goes_away_does_not_end_the_work() -> None:
    """Piped into head, only the first of two episodes was made, with status 0."""
    command = [sys.executable, "-m", "audiobrief", "make", "--voice", "tone", "-q"]
    sources = [_write("a.txt"), _write("b.txt", STORY.replace("Ferry Returns", "Bus Returns"))]
    gone, end = os.pipe()
    os.close(gone)
    done = subprocess.run([*command, *sources], stdout=end, check=False, timeout=60)
    os.close(end)
    assert done.returncode == 0
    assert len(list(Path("output").glob("*/*/episode.mp3"))) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["segment", "script"])
def test_a_full_disk_behind_standard_output_is_one_sentence(command: str) -> None:
    _write("a.txt")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "audiobrief", command, "a.txt"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


def test_the_policy_for_captions_is_an_option_and_what_it_leaves_out_is_told() -> None:
    picture = "\n![A white ferry at a pier, with flags](a.jpg)\n\nThe ferry, May 2, 2026.\n"
    source = _write("a.md", STORY + picture)
    made = _make(source, "--captions", "neither")
    assert "Remark: 2 texts of pictures are not read" in made.stderr
    record = json.loads((Path(made.stdout.strip()) / "episode.json").read_text(encoding="utf-8"))
    left = {each["text"]: each["reason"] for each in record["dropped"]}
    assert "policy for captions" in left["A white ferry at a pier, with flags"]
    cues = [cue["print_text"] for item in record["rundown"]["items"] for cue in item["cues"]]
    assert "The ferry, May 2, 2026." not in cues


def test_an_edition_needs_a_title() -> None:
    assert _make("--edition", " ", _write("a.txt"), _write("b.txt")).exit_code == 2


def test_unchanged_is_said() -> None:
    _write("a.txt")
    _make("a.txt", "--date", "2026-05-04")
    assert "Unchanged: " in _make("a.txt").stderr


def test_of_several_sources_one_that_fails_does_not_stop_the_others() -> None:
    result = _make(_write("a.txt"), "missing.txt", _write("b.txt", STORY.replace("Ferry", "Bus")))
    assert result.exit_code == 4
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.splitlines()[-1].startswith("Not made: missing.txt: ")


def test_an_edition_of_several_stories() -> None:
    other = _write("b.txt", STORY.replace("Ferry Returns", "Bus Returns"))
    result = _make("--edition", "Morning news", _write("a.txt"), other)
    assert result.exit_code == 0
    assert "morning-news" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("missing.txt", None, 4),
        ("empty.txt", b"", 4),
        ("blank.txt", b" \n\n ", 4),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", 4),
        ("song.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00" + bytes(900), 4),
        ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", 4),
        ("rundown.json", b'{"kind": "audiobrief rundown", "version": 9}', 3),
    ],
)
def test_bad_input_gets_one_sentence_and_its_status(
    name: str, content: bytes | None, status: int
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    result = _make("--quiet", name)
    assert result.exit_code == status
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert line.endswith(".")
    assert name in line
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--voice", "nobody"),
        ("--voices", "nowhere"),
        ("--show", "nothing.toml"),
        ("--date", "soon"),
        ("--date", "2026-01-31T06:00"),
        ("--since", "soon"),
        ("--role", "1=queen"),
        ("--role", "99=body"),
        ("--loudness", "loud"),
        ("--with", "vinyl"),
        ("--variant", "9"),
        ("--speed", "9"),
        ("--mp3", "huge"),
    ],
)
def test_a_wrong_value_of_an_option_is_a_usage_error(option: str, value: str) -> None:
    name = _write("a.txt")
    result = CliRunner(mix_stderr=False).invoke(main, ["make", name, option, value])
    assert result.exit_code == 2, result.stderr
    assert value.removesuffix("=body") in result.stderr
    assert result.stderr.endswith(".\n")
    assert not Path("output").exists()


def test_an_unknown_voice_in_the_show_is_a_setting() -> None:
    Path("show.toml").write_text('[voices]\nbody = "nobody"\n', encoding="utf-8")
    result = CliRunner(mix_stderr=False).invoke(main, ["make", _write("a.txt")])
    assert result.exit_code == 3
    assert "nobody" in result.stderr
    assert "read the body" in result.stderr


def test_each_pace_has_steps_of_its_own() -> None:
    """The number of a step never goes back, and the last one is the number of all."""
    result = _make(_write("a.txt"), "--variant", "1.5", "--variant", "0.8", "--no-cache")
    told = re.findall(r"^Step (\d+) of (\d+): (.*)\.$", result.stderr, re.MULTILINE)
    assert [int(step) for step, _, _ in told] == list(range(1, 10))
    assert {count for _, count, _ in told} == {"9"}
    assert told[3][2].endswith("cues 0.8 times as fast")
    again = _make("a.txt", "--variant", "1.5", "--variant", "0.8")
    assert re.findall(r"Step (\d of \d)", again.stderr) == ["1 of 9", "9 of 9"]


def test_an_online_voice_is_refused_offline() -> None:
    arguments = ["make", "--voice", "gtts", "--offline", "--no-fallback", _write("a.txt")]
    result = CliRunner(mix_stderr=False).invoke(main, arguments)
    assert result.exit_code == 5
    assert not Path("output").exists()


def test_a_guid_for_several_episodes_is_a_usage_error() -> None:
    assert _make("--guid", "x", _write("a.txt"), _write("b.txt")).exit_code == 2


def test_an_output_that_cannot_be_written_is_an_episode_error() -> None:
    _write("output", "in the way")
    result = _make(_write("a.txt"))
    assert result.exit_code in {2, 7}


def test_settings_of_the_show_are_used() -> None:
    _write("show.toml", 'title = "Coast News"\nloudness = "spotify"')
    result = _make(_write("a.txt"))
    assert "coast-news" in result.stdout
    record = json.loads((Path(result.stdout.strip()) / "episode.json").read_text(encoding="utf-8"))
    assert record["measured"]["integrated_lufs"] > -19


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_in_the_middle_leaves_nothing(number: int, status: int) -> None:
    _write("a.txt", STORY + "\n\n".join(["Many words follow here, one after another."] * 150))
    command = [
        sys.executable,
        "-m",
        "audiobrief",
        "make",
        "a.txt",
        "--voice",
        "espeak",
        "--no-cache",
    ]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if line.startswith("Step 2"):
                break
        time.sleep(0.3)
        os.kill(run.pid, number)
        rest = run.stderr.read()
        assert run.wait(60) == status
    assert "Traceback" not in rest
    assert not list(Path().rglob("output/*"))


def _edited(*changes: tuple[str, str]) -> str:
    """Return a rundown in which spoken words were changed after the text stage."""
    script = CliRunner(mix_stderr=False).invoke(
        main, ["script", "--voice", "tone", _write("a.txt"), "--json"]
    )
    text = script.stdout
    for before, after in changes:
        assert before in text
        text = text.replace(f'"spoken_text": "{before}', f'"spoken_text": "{after}')
    return _write("rundown.json", text)


def test_words_that_are_not_printed_are_never_published() -> None:
    """Listeners were told of two people where two thousand had been printed."""
    rundown = _edited(("It will sail every day", "It will not sail every day"))
    result = _make(rundown)
    assert result.exit_code == 9
    assert "“not” is said but not printed" in result.stderr
    assert "Cue " in result.stderr
    assert "It will sail every day from now on" in result.stderr
    assert not Path("output").exists()


def test_unfaithful_words_can_be_allowed_and_are_recorded() -> None:
    rundown = _edited(("It will sail every day", "It will sail on most days"))
    result = _make("--allow-unfaithful", rundown)
    assert result.exit_code == 0, result.stderr
    assert "Remark: Unfaithful, and allowed: Cue " in result.stderr
    record = json.loads((Path(result.stdout.strip()) / "episode.json").read_text(encoding="utf-8"))
    assert record["fidelity"]["status"] == "unfaithful"
    (fault,) = record["fidelity"]["unfaithful"]
    assert (fault["printed"], fault["spoken"]) == ("every day", "on most days")
    assert _make(rundown).exit_code == 9, "the next run must not take the episode for a good one"


def test_a_faithful_episode_says_so_in_its_record() -> None:
    record_of = Path(_make(_write("a.txt")).stdout.strip()) / "episode.json"
    fidelity = json.loads(record_of.read_text(encoding="utf-8"))["fidelity"]
    assert (fidelity["status"], fidelity["blocks"]) == ("verified", "verified")
    assert fidelity["unfaithful"] == []


def test_a_language_without_a_reader_of_numbers_is_told() -> None:
    story = "Fähre kehrt zurück\n\nDie Fähre fährt seit Montag wieder mit 2.000 Menschen an Bord.\n"
    result = _make(_write("a.txt", story), "--date", "2026-05-04")
    assert result.exit_code == 0, result.stderr
    if '"language": "de"' in Path(result.stdout.strip(), "episode.json").read_text("utf-8"):
        assert "not verified in German" in result.stderr


def test_script_tells_what_make_would_refuse() -> None:
    rundown = _edited(("It will sail every day", "It will not sail every day"))
    result = CliRunner(mix_stderr=False).invoke(main, ["script", rundown])
    assert result.exit_code == 0
    assert "Unfaithful: Cue " in result.stderr
