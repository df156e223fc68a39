"""``audiobrief make``: the whole way, from printed stories to published episodes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.cli import give_up_output
from audiobrief.cli.options import (
    duration_words,
    first_publication,
    show_of,
    show_options,
)

if TYPE_CHECKING:
    from audiobrief.plan import Order
    from audiobrief.production import Made


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@show_options
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    envvar="AUDIOBRIEF_OUTPUT",
    help="Folder that holds the shows.",
)
@click.option("--guid", help="Identity of the episode; without it, it is made from the story.")
@click.option(
    "--loudness",
    metavar="LUFS",
    envvar="AUDIOBRIEF_LOUDNESS",
    help="Loudness in LUFS, or apple, spotify, aes-speech or mono-19. Default: that of the show.",
)
@click.option("--no-fallback", is_flag=True, help="Fail where a voice cannot speak.")
@click.option("--no-cache", is_flag=True, help="Speak every cue anew and keep no take.")
@click.option("--rebuild", is_flag=True, help="Make the episode again even if nothing changed.")
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    help="Cues that are spoken at the same time. Default: one for each processor.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results, remarks and errors.")
def make(  # noqa: PLR0913, one parameter for each option
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
    offline: bool,
    output: Path,
    guid: str | None,
    loudness: str | None,
    no_fallback: bool,
    no_cache: bool,
    rebuild: bool,
    threads: int | None,
    quiet: bool,
) -> None:
    """Make a podcast episode of each SOURCE: speech, chapters, transcript and feed.

    SOURCE is a text or HTML file, an address, a rundown in JSON, or - for standard input. The path
    of each episode's folder goes to standard output. Of several sources, one that fails does not
    stop the others: failures are told last, and the exit status is that of the first.
    """
    from audiobrief.plan import Order
    from audiobrief.settings import loudness_target, override
    from audiobrief.story.model import Role

    if edition is not None and not edition.strip():
        raise click.UsageError("--edition has no words; give the title of the edition.")
    if guid and len(sources) > 1 and edition is None:
        raise click.UsageError("--guid names one episode, and there are several sources.")
    show = show_of(show_file, voice, captions_read=captions_read, captions_place=captions_place)
    if loudness is not None:
        show = override(show, loudness_lufs=loudness_target(loudness, "--loudness"))
    order = Order(
        show=show,
        output=output,
        edition=edition,
        date=first_publication(stated_date),
        guid=guid,
        voice=voice,
        voices_folder=voices_folder,
        leave_out=frozenset(map(Role, left_out)),
        offline=offline,
        fallback=not no_fallback,
        cached=not no_cache,
        rebuild=rebuild,
        threads=threads,
    )
    _make_all([sources] if edition is not None else [(each,) for each in sources], order, quiet)


def _make_all(episodes: list[tuple[str, ...]], order: Order, quiet: bool) -> None:  # noqa: FBT001
    """Make every episode; tell the failures last and end with the status of the first."""
    from audiobrief.errors import AudiobriefError
    from audiobrief.production import make_episode

    say = _silence if quiet else _remark
    failures: list[tuple[str, AudiobriefError]] = []
    for sources in episodes:
        if len(episodes) > 1:
            say(f"Source: {sources[0]}")
        try:
            made = make_episode(sources, order, stdin=sys.stdin.buffer, progress=say)
        except AudiobriefError as failed:
            failures.append((sources[0], failed))
            continue
        for remark in made.remarks:
            _remark(f"Remark: {remark}")
        say(_summary(made))
        _result(made)
    if len(episodes) == 1 and failures:
        raise failures[0][1]
    for source, failure in failures:
        _remark(f"Not made: {source}: {failure}")
    if failures:
        raise click.exceptions.Exit(failures[0][1].exit_code)


def _result(made: Made) -> None:
    """Print the path; where the reader has gone away, the other episodes are made all the same."""
    try:
        click.echo(made.folder)
    except BrokenPipeError:
        give_up_output()


def _summary(made: Made) -> str:
    length = duration_words(made.duration_ms)
    state = "Unchanged" if made.unchanged else "Done"
    return f"{state}: {made.folder / 'episode.mp3'}, {length}."


def _remark(text: str) -> None:
    click.echo(text, err=True)


def _silence(_text: str) -> None:
    """Take the place of _remark when --quiet is given."""
