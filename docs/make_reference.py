"""Writes docs/reference/: a page for each command, from the program itself.

``python docs/make_reference.py`` writes the pages; with ``--check`` its exit status is 1 where one
of them is not up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from audiobrief.cli import COMMANDS, main
from audiobrief.cli.help import STATUSES
from audiobrief.cli.telling import option_told

FOLDER: Final = Path(__file__).parent / "reference"
MADE: Final = "<!-- Made by docs/make_reference.py; edit the command's own texts instead. -->"


def page(name: str) -> str:
    """Return the page of a command as Markdown, one heading for each option."""
    command = main.get_command(click.Context(main), name)
    if command is None or command.help is None:
        raise SystemExit(f"There is no command {name} with a help text.")
    context = click.Context(command, info_name=f"audiobrief {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"# audiobrief {name}", "", MADE, "", "```", usage, "```", ""]
    lines += [*_paragraphs(command.help), "## Options", ""]
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            option, told = option_told(record)
            lines += [f"`{option}`", f": {told}", ""]
    return "\n".join(lines)


def index() -> str:
    """Return the page that lists the commands and the exit statuses."""
    lines = ["# Commands", "", MADE, ""]
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        if command is not None:
            lines.append(f"- [audiobrief {name}]({name}.md): {command.get_short_help_str(200)}")
    lines += ["", "## Exit statuses", ""]
    lines += [f"- {status}: {meaning}" for status, meaning in STATUSES.items()]
    return "\n".join(lines) + "\n"


def _paragraphs(text: str) -> list[str]:
    return [line for block in text.split("\n\n") for line in (" ".join(block.split()), "")]


def run(*, check: bool) -> int:
    """Write the pages, or compare them; return the exit status."""
    pages = {FOLDER / f"{name}.md": page(name) for name in COMMANDS}
    pages[FOLDER / "index.md"] = index()
    stale = [
        path
        for path, text in pages.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages[path], encoding="utf-8")
        sys.stdout.write(f"{path.name} {'is stale' if check else 'written'}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(run(check="--check" in sys.argv[1:]))
