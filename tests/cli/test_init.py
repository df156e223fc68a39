"""``audiobrief init``: a show.toml to fill in."""

from __future__ import annotations

import re
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
    assert result.exit_code == 2
    assert not Path("show.toml").exists()


def test_every_setting_works_where_its_line_stands() -> None:
    """mp3 and speed had stood under [voices], where they are taken for unknown roles."""
    CliRunner().invoke(main, ["init"])
    template = Path("show.toml").read_text(encoding="utf-8").splitlines()
    Path("cover.jpg").write_bytes(b"")
    Path("music.mp3").write_bytes(b"")
    Path("text.toml").write_bytes(b"")
    settings = [n for n, line in enumerate(template) if re.match(r"# [a-z_]+ = ", line)]
    assert len(settings) > 20
    for number in settings:
        lines = [*template[:number], template[number][2:], *template[number + 1 :]]
        Path("show.toml").write_text("\n".join(lines), encoding="utf-8")
        load_show(Path("show.toml"))
