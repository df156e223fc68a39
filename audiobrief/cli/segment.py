"""``audiobrief segment``: the story as blocks with their roles."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.options import output_option, write_text


@click.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object; it can be edited.")
@click.option("--explain", is_flag=True, help="Say line, rule and confidence of each part.")
@click.option(
    "--role",
    "roles",
    metavar="LINE=ROLE",
    multiple=True,
    help="Give what begins on a line another role, such as 12=caption; furniture leaves it out.",
)
@click.option("--offline", is_flag=True, help="Refuse addresses: nothing is fetched.")
@output_option
def segment(  # noqa: PLR0913, one parameter for each option
    source: str,
    *,
    as_json: bool,
    explain: bool,
    roles: tuple[str, ...],
    offline: bool,
    output: Path,
) -> None:
    """Show the parts of the story in SOURCE: headline, captions, body and all the rest.

    SOURCE is a text or HTML file, an address, or - for standard input. What is not part of the
    story comes last, each piece with the reason why it was left out.
    """
    from audiobrief.story.files import to_json, to_text
    from audiobrief.story.overrides import parse_role, with_roles
    from audiobrief.story.sources import read_story

    given = [parse_role(each) for each in roles]
    story = with_roles(read_story(source, offline=offline), given)
    write_text(to_json(story) if as_json else to_text(story, explain=explain), output)
