"""``audiobrief help``: the help of all commands, as text or as one page of HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

STATUSES: Final = MappingProxyType(
    {
        0: "done.",
        1: "an error of audiobrief that is none of the following.",
        2: "the command line is wrong: an option, or the value of one.",
        3: "a show, voice, lexicon or rundown file is wrong.",
        4: "there is no story: the source cannot be reached or read, or holds none.",
        5: "the words could not be spoken.",
        6: "a sound could not be decoded, mixed or encoded.",
        7: "an episode could not be written, or is not right.",
        8: "the feed could not be written, or is not right.",
        9: "what would be said is not what is printed.",
        130: "interrupted.",
    }
)
"""Exit status -> what it means."""


@click.command()
@click.argument("command", required=False)
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Write the help of all commands as one page of HTML, with a heading for each command; -"
    " writes it to standard output.",
)
def help(command: str | None, *, page: Path | None) -> None:  # noqa: A001, the command's name
    """Tell what a COMMAND does and which options it has, or list all commands.

    A browser and its screen reader move through the page of --html by headings and by links.
    """
    from audiobrief.cli import main

    if page is not None:
        _write(page, html_help())
        return
    context = click.Context(main, info_name="audiobrief")
    if command is None:
        click.echo(main.get_help(context))
        return
    found = main.get_command(context, command)
    if found is None:
        raise click.UsageError(f"There is no command {command!r}; audiobrief help lists them.")
    inner = found.context_class(found, info_name=command, parent=context)
    click.echo(found.get_help(inner))


def _write(page: Path, text: str) -> None:
    from audiobrief.errors import AudiobriefError

    if str(page) == "-":
        click.echo(text, nl=False)
        return
    try:
        page.write_text(text, encoding="utf-8")
    except OSError as failed:
        raise AudiobriefError(f"{page} cannot be written: {failed.strerror}.") from failed
    click.echo(page)


def html_help() -> str:
    """Return the help of all commands as one page that needs no other file."""
    from audiobrief import __version__
    from audiobrief.cli import COMMANDS, main

    commands = [(name, main.get_command(click.Context(main), name)) for name in COMMANDS]
    known = [(name, each) for name, each in commands if each is not None]
    listed = "\n".join(
        f'<li><a href="#{name}">{name}</a>: {_text(each.get_short_help_str(500))}</li>'
        for name, each in known
    )
    sections = "\n".join(line for name, each in known for line in _section(name, each))
    rows = "\n".join(f"<dt>{status}</dt><dd>{told}</dd>" for status, told in STATUSES.items())
    return _PAGE.format(version=_text(__version__), listed=listed, sections=sections, statuses=rows)


def _section(name: str, command: click.Command) -> Iterator[str]:
    from audiobrief.cli.telling import option_told

    context = command.context_class(command, info_name=f"audiobrief {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield f'<section aria-labelledby="{name}">'
    yield f'<h2 id="{name}">audiobrief {name}</h2>'
    yield f"<p>Usage: <code>{_text(usage)}</code></p>"
    for paragraph in (command.help or "").split("\n\n"):
        yield f"<p>{_text(' '.join(paragraph.split()))}</p>"
    yield f"<h3>Options of {name}</h3>"
    yield "<dl>"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            option, told = option_told(record)
            yield f"<dt><code>{_text(option)}</code></dt>"
            yield f"<dd>{_text(told)}</dd>"
    yield "</dl>"
    yield '<p><a href="#commands">All commands</a></p>'
    yield "</section>"


def _text(words: str) -> str:
    return html.escape(words, quote=False)


_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Commands of audiobrief {version}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ background: #fff; color: #111; font: 1.1rem/1.6 sans-serif; margin: 0 auto;
  max-width: 45rem; overflow-wrap: anywhere; padding: 1rem; }}
a {{ color: #00449e; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #111; color: #eee; }}
  a {{ color: #9ecbff; }}
}}
dd {{ margin: 0 0 0.8rem 1.5rem; }}
</style>
</head>
<body>
<header>
<h1>Commands of audiobrief {version}</h1>
</header>
<main>
<nav aria-labelledby="commands">
<h2 id="commands">All commands</h2>
<ul>
{listed}
<li><a href="#statuses">Exit statuses</a></li>
</ul>
</nav>
{sections}
<section aria-labelledby="statuses">
<h2 id="statuses">Exit statuses</h2>
<dl>
{statuses}
</dl>
</section>
</main>
</body>
</html>
"""
