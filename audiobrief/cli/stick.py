"""``audiobrief stick``: numbered tracks on a stick, for talking-newspaper players."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(file_okay=False, exists=True, path_type=Path),
)
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_STICK",
    help="Folder on the stick. It is made where it is missing.",
)
@click.option(
    "--newest",
    type=click.IntRange(1),
    help="Take so many of the newest episodes of each show. Default: all.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Take away first what this command wrote there before. Other files always stay.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
def stick(
    folders: tuple[Path, ...], *, target: Path, newest: int | None, replace: bool, quiet: bool
) -> None:
    """Copy the numbered tracks of episodes to a stick, in running order.

    FOLDER is the folder of an episode or of a show, whose episodes come oldest first. They need
    tracks: audiobrief make --with tracks. Numbers run on through all episodes, and files are
    written in that order, so that players that follow the directory of the stick play them right.
    The path of the playlist goes to standard output.
    """
    from audiobrief.episode.companions.tracks import PLAYLIST
    from audiobrief.episode.stick import copies, episodes_in, write_stick
    from audiobrief.storage import size_in_words

    def say(told: str) -> None:
        if not quiet:
            click.echo(told, err=True)

    done = write_stick(copies(episodes_in(folders, newest)), target, replace=replace, progress=say)
    click.echo(target / PLAYLIST)
    say(
        f"Tracks: {len(done.names)}. Size: {size_in_words(done.length_bytes)}. Free on the"
        f" stick: {size_in_words(done.free_bytes)}. Deleted: {len(done.deleted)}."
    )
