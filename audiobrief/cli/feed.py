"""``audiobrief feed``: writes the feed of the episodes in a folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--show",
    "show_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_SHOW",
    help="Settings of the show. Without it, show.toml of the current folder, if any.",
)
@click.option(
    "--adopt",
    metavar="FEED",
    help="Take over the feed of a show at a path or address: its episodes and identity stay.",
)
def feed(folder: Path, *, show_file: Path | None, adopt: str | None) -> None:
    """Write feed.xml for the episodes in FOLDER, the folder of one show.

    The path of the feed goes to standard output. A cover is made where there is none for the
    settings of the show. With --adopt, the episodes of an earlier feed stay in it with their guids,
    dates and addresses, and the podcast:guid of the show is kept.
    """
    from audiobrief.episode.cover import place_cover
    from audiobrief.errors import FeedError
    from audiobrief.feed.rss import write_feed
    from audiobrief.show_file import load_show

    show = load_show(show_file)
    if adopt is not None:
        from audiobrief.feed.adopt import adopt as take_over

        count, remarks = take_over(folder, adopt)
        click.echo(f"Adopted: {count} episodes of {adopt}.", err=True)
        for remark in remarks:
            click.echo(f"Remark: {remark}", err=True)
    if not folder.is_dir():
        raise FeedError(f"There is no folder {folder}; audiobrief make makes it.")
    place_cover(show, folder)
    click.echo(write_feed(folder, show))
    if show_file is None and folder.resolve().name not in {show.slug, show.key}:
        click.echo(
            f"Remark: The folder {folder} got the feed of the show {show.title!r}; if it is "
            "another show's, name its settings with --show.",
            err=True,
        )
    if not show.base_url:
        click.echo(
            f"Remark: The feed uses {show.address}, which nobody can reach: set base_url in "
            "show.toml before you publish it.",
            err=True,
        )
