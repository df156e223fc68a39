"""``audiobrief retract``: takes an episode out of a show."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("guid")
@click.option("--why", required=True, help="The reason; it is kept in show.json.")
@click.option(
    "--show",
    "show_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_SHOW",
    help="Settings of the show. Without it, show.toml of the current folder, if any.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    envvar="AUDIOBRIEF_OUTPUT",
    help="Folder that holds the shows.",
)
@click.option("--keep-files", is_flag=True, help="Leave the folder of the episode where it is.")
def retract(guid: str, *, why: str, show_file: Path | None, output: Path, keep_files: bool) -> None:
    """Take the episode with this GUID out of the feed, and delete its files.

    A tombstone stays in show.json: making the same story again is refused, until it is taken out
    there. The path of the feed goes to standard output.
    """
    from audiobrief.errors import FeedError
    from audiobrief.feed.identity import FEED_FILE
    from audiobrief.feed.retract import retract as take_out
    from audiobrief.order import Order
    from audiobrief.show_file import load_show

    if not why.strip():
        raise click.UsageError("--why has no words; give the reason.")
    show = load_show(show_file)
    order = Order(show=show, output=output)
    if not order.show_folder.is_dir():
        raise FeedError(f"There is no folder {order.show_folder}; name the show with --show.")
    stone = take_out(order.show_folder, show, guid, why=why, now=order.now(), keep_files=keep_files)
    click.echo(order.show_folder / FEED_FILE)
    click.echo(f"Retracted: {stone.title}. Reason: {stone.reason}", err=True)
