"""``audiobrief speakable``: one line out for each line in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import main


def run(data: bytes, *options: str) -> tuple[int, str, str]:
    result = CliRunner(mix_stderr=False).invoke(main, ["speakable", *options], input=data)
    return result.exit_code, result.stdout, result.stderr


def test_lines_come_out_as_they_are_said() -> None:
    status, out, _ = run(b"3 men\n\nThe FBI paid $5.\n")
    assert status == 0
    assert out == "three men\n\nThe F B I paid five dollars.\n"


@pytest.mark.parametrize(
    "line", ["", " ", "\u2028", "a\u2028b\x0bc\x0cd\x85e", "— — —", "x\r", "\ufeff1", "\x00"]
)
def test_a_line_gives_one_line(line: str) -> None:
    """A transcript that is read line by line would be out of step after one that is lost."""
    status, out, _ = run(f"{line}\n{line}\nend\n".encode())
    assert status == 0
    assert out.count("\n") == 3
    assert out.endswith("\nend\n")
    assert len(out.splitlines()) == 3


def test_the_rows_of_a_show_are_tried(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('text = "own.toml"\n', encoding="utf-8")
    row = '[[title]]\nwritten = "Ptl."\nspoken = "Patrolman"\n'
    (tmp_path / "own.toml").write_text(row, encoding="utf-8")
    assert run(b"Ptl. Ann\n", "--show", str(tmp_path / "show.toml"))[1] == "Patrolman Ann\n"
    (tmp_path / "own.toml").write_text(row + "red = 1\n", encoding="utf-8")
    status, _, told = run(b"Ptl. Ann\n", "--show", str(tmp_path / "show.toml"))
    assert status == 3
    assert "own.toml: row 1 of [[title]] has no key 'red'" in told


def test_a_last_line_without_end_is_spoken_too() -> None:
    assert run(b"7 a.m.")[1] == "seven A M.\n"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", "three hundred five\n"),
        ("en-GB", "three hundred and five\n"),
        ("de", "dreihundertfünf\n"),
    ],
)
def test_the_language_is_an_option(language: str, spoken: str) -> None:
    assert run(b"305\n", "--lang", language)[1] == spoken


def test_what_is_left_to_the_engine_is_told_once() -> None:
    status, out, err = run(b"2025 5% 3.5\n2025\n", "--lang", "sw")
    assert status == 0
    assert out == "2025 5% 3.5\n2025\n"
    assert err == "Left for the engine to say in sw: 2025 5 % 3.5.\n"


def test_a_long_list_of_what_is_left_is_cut_short() -> None:
    err = run(" ".join(map(str, range(100, 200))).encode(), "--lang", "sw")[2]
    assert err.endswith(" 118 119 and more.\n")


@pytest.mark.parametrize("language", ["en", "de", "cs"])
def test_nothing_is_told_where_all_is_said(language: str) -> None:
    assert run(b"2025\n", "--lang", language)[2] == ""


def test_text_in_another_encoding_is_refused_with_its_line() -> None:
    status, out, err = run("1\ncafé\n".encode("latin-1"))
    assert status == 4
    assert out == "one\n"
    assert "Line 2 of standard input is not UTF-8" in err
    assert "Traceback" not in err


def test_a_line_is_spoken_before_the_next_one_is_read() -> None:
    """An editor that talks to the command would wait for ever if it read to the end first."""
    with subprocess.Popen(
        [sys.executable, "-m", "audiobrief", "speakable"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"2 men\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"two men\n"
        process.stdin.close()
        assert process.wait(timeout=20) == 0
