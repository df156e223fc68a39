"""``audiobrief doctor``: what this machine can do, and which setting comes from where."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click


@click.command()
@click.option(
    "--show",
    "show_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_SHOW",
    help="Settings of the show. Without it, show.toml of the current folder, if any.",
)
@click.option(
    "--online",
    is_flag=True,
    help="Let each online voice speak one word: the word News leaves this machine.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of text.")
def doctor(*, show_file: Path | None, online: bool, as_json: bool) -> None:
    """Tell what this machine can do: voices, decoders, judges; and where each setting comes from.

    One fact a line. The exit status is 1 where something is missing that an episode needs.
    """
    from audiobrief.doctor import examine

    facts = examine(show_file, online=online)
    if as_json:
        listed = [dataclasses.asdict(fact) for fact in facts]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for fact in facts:
            source = f" (from {fact.source})" if fact.source else ""
            source = " (default)" if fact.source == "default" else source
            trouble = "" if fact.good else "Trouble: "
            click.echo(f"{trouble}{fact.about.capitalize()} {fact.name}: {fact.value}{source}")
        click.echo(f"Troubles: {sum(not fact.good for fact in facts)}.")
    if not all(fact.good for fact in facts):
        raise click.exceptions.Exit(1)
