"""``audiobrief serve``: offers a folder to podcast apps on this machine."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; 0.0.0.0 lets other machines of the network in.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 for one that is free.",
)
def serve(folder: Path, *, host: str, port: int) -> None:
    """Offer FOLDER, the folder of a show or of several shows, to podcast apps.

    The addresses to subscribe to go to standard output, one a line; the addresses in the feed are
    those of this server. Ctrl-C ends it.
    """
    from audiobrief.feed.serve import PodcastServer

    with PodcastServer(folder, host, port) as server:
        for address in server.addresses:
            click.echo(address)
        if not server.addresses:
            click.echo(f"Remark: There is no feed in {folder} yet.", err=True)
        click.echo(f"Serving {folder} at {server.address} until Ctrl-C.", err=True)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            click.echo("Stopped serving.", err=True)
