"""``audiobrief script``: see and edit what will be said, before any speech is made."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobrief.cli.options import (
    duration_words,
    first_publication,
    output_option,
    role_option,
    show_of,
    show_options,
    wire_options,
    write_text,
)


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@show_options
@role_option
@wire_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text is for reading; JSON can be edited and given to audiobrief make.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@output_option
def script(  # noqa: PLR0913, one parameter for each option
    sources: tuple[str, ...],
    *,
    show_file: Path | None,
    voice: str | None,
    voices_folder: Path | None,
    left_out: tuple[str, ...],
    captions_read: str | None,
    captions_place: str | None,
    edition: str | None,
    stated_date: str | None,
    roles: tuple[str, ...],
    newest: int | None,
    since: str | None,
    fetch_full: bool,
    allow_stub: bool,
    allow_local: bool,
    offline: bool,
    form: str,
    as_json: bool,
    output: Path,
) -> None:
    """Show the rundown of SOURCE: each cue, its voice and its words as spoken.

    Several sources make the rundown of an edition. Nothing is spoken and nothing is sent anywhere,
    apart from fetching a SOURCE that is an address.
    """
    from audiobrief.order import Order
    from audiobrief.performance import stand_ins
    from audiobrief.plan import plan, remarks, verify
    from audiobrief.rundown.files import to_json, to_text
    from audiobrief.story.model import Role
    from audiobrief.story.overrides import parse_role

    if roles and len(sources) > 1:
        raise click.UsageError("--role is for one source, and there are several.")
    show = show_of(show_file, voice, captions_read=captions_read, captions_place=captions_place)
    order = Order(
        show=show,
        edition=edition,
        date=first_publication(stated_date),
        voice=voice,
        voices_folder=voices_folder,
        leave_out=frozenset(map(Role, left_out)),
        roles=tuple(map(parse_role, roles)),
        newest=newest,
        since=first_publication(since),
        fetch_full=fetch_full or show.fetch_full,
        allow_stub=allow_stub,
        allow_local=allow_local or None,
        offline=offline,
        allow_unfaithful=True,
    )
    planned = plan(sources, order, stdin=sys.stdin.buffer)
    rundown = planned.rundown
    write_text(to_json(rundown) if as_json or form == "json" else to_text(rundown), output)
    length = duration_words(rundown.estimated_ms())
    for remark in (*remarks(planned), *stand_ins(planned, order)):
        click.echo(f"Remark: {remark}", err=True)
    for refusal in verify(planned, order).refusals:
        click.echo(f"Unfaithful: {refusal.sentence}", err=True)
    click.echo(f"{len(rundown.cues)} cues, about {length}.", err=True)
