"""Rules for the whole house: light help, one voice for errors, docs that match the program."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import click
import pytest
from click.testing import CliRunner

import audiobrief
from audiobrief import errors
from audiobrief.cli import COMMANDS, main

ROOT: Final = Path(__file__).parents[1]
HEAVY: Final = {
    "numpy",
    "onnxruntime",
    "trafilatura",
    "lxml",
    "PIL",
    "pydub",
    "requests",
    "gtts",
    "py3langid",
}


def _command(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["make", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """A blind producer hears the help at once, not after the engines have loaded."""
    code = (
        "import sys, json\nfrom audiobrief.cli import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert not loaded & HEAVY


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_a_screen_reader_can_speak(name: str) -> None:
    result = CliRunner(mix_stderr=False).invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.isascii()
    command = _command(name)
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts} has no help"
            assert parameter.help.endswith("."), f"{name} {parameter.opts}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_module_its_test_and_its_page(name: str) -> None:
    assert (ROOT / "audiobrief" / "cli" / f"{name}.py").is_file()
    assert (ROOT / "tests" / "cli" / f"test_{name}.py").is_file()
    page = (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")
    for parameter in _command(name).params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert option in page, f"docs/reference/{name}.md does not tell of {option}"


def test_the_reference_is_what_the_program_says() -> None:
    """The pages are made by docs/make_reference.py; stale pages mislead."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "make_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_exit_statuses_are_told_apart() -> None:
    tree: dict[type[errors.AudiobriefError], int] = {
        errors.AudiobriefError: 1,
        errors.SettingsError: 3,
        errors.OptionError: 2,
        errors.SourceError: 4,
        errors.SpeechError: 5,
        errors.SoundError: 6,
        errors.EpisodeError: 7,
        errors.FeedError: 8,
        errors.FidelityError: 9,
    }
    assert {error: error.exit_code for error in tree} == tree


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner(mix_stderr=False).invoke(main, ["sing"]).exit_code == 2


def test_public_names_are_there_and_documented() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for name in audiobrief.__all__:
        assert getattr(audiobrief, name) is not None
        assert f"`{name}" in page, f"docs/python.md does not tell of {name}"
    with pytest.raises(AttributeError):
        _ = audiobrief.nothing


def test_the_version_is_the_newest_of_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?(\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == audiobrief.__version__


def test_every_module_imports_without_warnings() -> None:
    for path in (ROOT / "audiobrief").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if not name.endswith("__main__"):
            importlib.import_module(name.removesuffix(".__init__"))


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=;~! ]", requirement)[0]
        assert f"`{name.lower()}`" in page, f"docs/dependencies.md does not tell why {name}"


def test_internal_links_of_the_docs_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def _commands_in(text: str) -> list[list[str]]:
    """Return the audiobrief commands in the code of a page, as words."""
    import shlex

    code = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`(audiobrief [^`\n]+)`", text)
    lines = [line.strip() for block in code for line in block.splitlines()] + inline
    return [
        shlex.split(line, comments=True)[1:]
        for line in lines
        if line.startswith("audiobrief ") and line.isascii()
    ]


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda path: path.stem
)
def test_commands_in_the_docs_exist(page: Path) -> None:
    """A reader who types what the page says must not meet a usage error."""
    for words in _commands_in(page.read_text(encoding="utf-8")):
        if not words or words[0].isupper():
            continue
        command = _command(words[0]) if not words[0].startswith("-") else main
        known = {name for each in command.params for name in each.opts} | {"--help", "-h"}
        for word in words:
            if word.startswith("-") and word != "-":
                assert word.split("=")[0] in known, f"{page.name}: {' '.join(words)}"
