"""``audiobrief init``: a show.toml to fill in."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.show_file import load_show


def test_it_writes_a_file_that_works() -> None:
    result = CliRunner(mix_stderr=False).invoke(main, ["init", "--title", "Coast News"])
    assert result.exit_code == 0
    assert result.stdout.strip() == "show.toml"
    assert load_show(Path("show.toml")).title == "Coast News"


def test_it_takes_a_folder() -> None:
    Path("here").mkdir()
    CliRunner(mix_stderr=False).invoke(main, ["init", "here"])
    assert Path("here/show.toml").is_file()


def test_it_never_overwrites() -> None:
    Path("show.toml").write_text("title = 'Mine'", encoding="utf-8")
    result = CliRunner(mix_stderr=False).invoke(main, ["init"])
    assert result.exit_code == 3
    assert Path("show.toml").read_text(encoding="utf-8") == "title = 'Mine'"


def test_a_blank_title_is_refused_at_once() -> None:
    """Else the next command would refuse the file that this one wrote."""
    result = CliRunner(mix_stderr=False).invoke(main, ["init", "--title", " "])
    assert result.exit_code == 3
    assert not Path("show.toml").exists()
