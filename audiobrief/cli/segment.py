"""``audiobrief segment``: the story as blocks with their roles."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.options import (
    first_publication,
    offline_option,
    output_option,
    role_option,
    wire_options,
    write_text,
)


@click.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object; it can be edited.")
@click.option("--explain", is_flag=True, help="Say line, rule and confidence of each part.")
@role_option
@wire_options
@offline_option
@output_option
def segment(  # noqa: PLR0913, one parameter for each option
    source: str,
    *,
    as_json: bool,
    explain: bool,
    roles: tuple[str, ...],
    newest: int | None,
    since: str | None,
    fetch_full: bool,
    allow_stub: bool,
    allow_local: bool,
    offline: bool,
    output: Path,
) -> None:
    """Show the parts of the story in SOURCE: headline, captions, body and all the rest.

    SOURCE is a text, Markdown, HTML or e-mail file, a Word document, an EPUB book, an address, a
    wire (RSS, Atom, JSON Feed), an edited story in JSON, or - for standard input. What is not part
    of the story comes last, each piece with the reason why it was left out. Of a wire or book, each
    story is shown.
    """
    from audiobrief.story.aloud import to_text, wire_to_text
    from audiobrief.story.files import to_json, wire_to_json
    from audiobrief.story.model import Story
    from audiobrief.story.overrides import parse_role, with_roles
    from audiobrief.story.sources import Reading, read_source

    given = [parse_role(each) for each in roles]
    reading = Reading(
        offline=offline,
        allow_local=allow_local or None,
        newest=newest,
        since=first_publication(since),
        fetch_full=fetch_full,
        allow_stub=allow_stub,
    )
    found = read_source(source, reading=reading)
    if not isinstance(found, Story):
        for remark in found.remarks:
            click.echo(f"Remark: {remark}", err=True)
        if len(found.stories) > 1 and given:
            raise click.UsageError(f"--role is for one story, and {source} holds several.")
        if len(found.stories) > 1 or not given:
            text = wire_to_json(found) if as_json else wire_to_text(found, explain=explain)
            write_text(text, output)
            return
        found = found.stories[0]
    story = with_roles(found, given) if given else found
    write_text(to_json(story) if as_json else to_text(story, explain=explain), output)
