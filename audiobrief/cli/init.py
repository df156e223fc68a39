"""``audiobrief init``: a show.toml to fill in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("show.toml"), required=False)
@click.option("--title", help="Name of the show.")
def init(path: Path, title: str | None) -> None:
    """Write a show.toml with comments to PATH, which is show.toml here unless stated.

    PATH may be a folder. A file that is there already is never overwritten.
    """
    from audiobrief.show_file import write_show_file

    written = write_show_file(path / "show.toml" if path.is_dir() else path, title=title)
    click.echo(written)
    click.echo("Edit it with any text editor; every line says what it is for.", err=True)
