"""``audiobrief publish``: brings a show to a folder that a web server offers."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_PUBLISH_TO",
    help="Folder that the web server offers under base_url.",
)
@click.option(
    "--show",
    "show_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_SHOW",
    help="Settings of the show. Without it, show.toml of the current folder, if any.",
)
@click.option(
    "--delete",
    is_flag=True,
    help="Take away what was published here before and the feed names no more.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
def publish(
    folder: Path, *, target: Path, show_file: Path | None, delete: bool, quiet: bool
) -> None:
    """Bring the show in FOLDER to the folder of a web server.

    Sounds and transcripts come first and the feed last, so that the feed never names a file that is
    not there. Each file is read back. What is there already is not copied again; a publication that
    broke off goes on where it stopped. The path of the feed goes to standard output.
    """
    from audiobrief.feed.identity import FEED_FILE, feed_address
    from audiobrief.feed.publish import FolderStore, publish_show
    from audiobrief.show_file import load_show

    def say(told: str) -> None:
        if not quiet:
            click.echo(told, err=True)

    show = load_show(show_file)
    done = publish_show(folder, show, FolderStore(target), delete=delete, progress=say)
    click.echo(target / FEED_FILE)
    say(
        f"Copied: {len(done.copied)}. Unchanged: {done.unchanged}. Deleted: {len(done.deleted)}. "
        f"The feed is {feed_address(show)}."
    )
