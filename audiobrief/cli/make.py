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
    option_values,
    role_option,
    show_of,
    show_options,
    wire_options,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiobrief.batch import Batch
    from audiobrief.errors import AudiobriefError
    from audiobrief.order import Order
    from audiobrief.production import Made
    from audiobrief.settings import Show


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@show_options
@role_option
@wire_options
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
@click.option(
    "--mp3",
    type=click.Choice(("compact", "speech", "archive")),
    envvar="AUDIOBRIEF_MP3",
    help="How the sound is encoded: 64, 96 or 128 kilobits per second. Default: that of the show,"
    " else speech.",
)
@click.option(
    "--speed",
    type=click.FloatRange(0.5, 2.0),
    envvar="AUDIOBRIEF_SPEED",
    help="Pace of all voices, from 0.5 to 2. Default: that of the show, else 1.",
)
@click.option(
    "--with",
    "companions_wanted",
    envvar="AUDIOBRIEF_WITH",
    help="Forms to make beside those of the show, with commas between them, such as epub,tracks;"
    " none for no form but sound and transcript.",
)
@click.option(
    "--variant",
    "variants",
    type=float,
    multiple=True,
    metavar="FACTOR",
    envvar="AUDIOBRIEF_VARIANTS",
    help="Make each episode at this pace too, such as 1.5, as a further sound file. May be given"
    " more than once. Default: those of the show, else none.",
)
@click.option("--no-fallback", is_flag=True, help="Fail where a voice cannot speak.")
@click.option(
    "--allow-unfaithful",
    is_flag=True,
    help="Publish even where what is said is not what is printed; episode.json records it.",
)
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
    roles: tuple[str, ...],
    newest: int | None,
    since: str | None,
    fetch_full: bool,
    allow_stub: bool,
    allow_local: bool,
    offline: bool,
    output: Path,
    guid: str | None,
    loudness: str | None,
    mp3: str | None,
    speed: float | None,
    companions_wanted: str | None,
    variants: tuple[float, ...],
    no_fallback: bool,
    allow_unfaithful: bool,
    no_cache: bool,
    rebuild: bool,
    threads: int | None,
    quiet: bool,
) -> None:
    """Make a podcast episode of each SOURCE: speech, chapters, transcript and feed.

    SOURCE is a text, Markdown, HTML or e-mail file, a Word document, an EPUB book, an address, a
    wire (RSS, Atom, JSON Feed), an edited story or rundown in JSON, or - for standard input. A wire
    or book gives an episode for each of its stories, or one edition with --edition.

    The path of each episode's folder goes to standard output. Of several sources, one that fails
    does not stop the others: failures are told last, and the exit status is that of the first.
    """
    from audiobrief.order import Order
    from audiobrief.settings import loudness_target, override, variant_paces
    from audiobrief.story.model import Role
    from audiobrief.story.overrides import parse_role

    if edition is not None and not edition.strip():
        raise click.UsageError("--edition has no words; give the title of the edition.")
    if guid and len(sources) > 1 and edition is None:
        raise click.UsageError("--guid names one episode, and there are several sources.")
    if roles and len(sources) > 1:
        raise click.UsageError("--role is for one source, and there are several.")
    show = show_of(show_file, voice, captions_read=captions_read, captions_place=captions_place)
    with option_values():
        if loudness is not None:
            show = override(show, loudness_lufs=loudness_target(loudness, "--loudness"))
        paces = variant_paces(variants, "--variant") if variants else None
        forms = _companions(companions_wanted, show)
    show = override(show, mp3=mp3, speed=speed, variants=paces, companions=forms)
    order = Order(
        show=show,
        output=output,
        edition=edition,
        date=first_publication(stated_date),
        guid=guid,
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
        fallback=not no_fallback,
        cached=not no_cache,
        rebuild=rebuild,
        threads=threads,
        allow_unfaithful=allow_unfaithful,
    )
    _make_all([sources] if edition is not None else [(each,) for each in sources], order, quiet)


def _companions(wanted: str | None, show: Show) -> tuple[str, ...] | None:
    """Return the companions of the show and of --with, or None where it is not given."""
    from audiobrief.settings import companions

    if wanted is None:
        return None
    names = [name.strip().lower() for name in wanted.split(",")]
    if names == ["none"]:
        return ()
    return companions([*show.companions, *filter(None, names)], "--with")


def _make_all(groups: list[tuple[str, ...]], order: Order, quiet: bool) -> None:  # noqa: FBT001
    """Make every episode; tell the failures last and end with the status of the first."""
    from audiobrief.batch import close_batch, open_batch
    from audiobrief.errors import AudiobriefError

    say = _silence if quiet else _remark
    failures: list[tuple[str, AudiobriefError]] = []
    several = len(groups) > 1
    for sources in groups:
        if several:
            say(f"Source: {sources[0]}")
        try:
            batch = open_batch(sources, order, stdin=sys.stdin.buffer)
        except AudiobriefError as failed:
            failures.append((sources[0], failed))
            continue
        several = several or len(batch.episodes) > 1
        for remark in batch.remarks:
            _remark(f"Remark: {remark}")
        folders, failed_here = _make_batch(batch, sources[0], order, say)
        failures += failed_here
        if not failed_here:
            close_batch(batch, order, folders)
    if failures and not several:
        raise failures[0][1]
    for source, failure in failures:
        _remark(f"Not made: {source}: {failure}")
    if failures:
        raise click.exceptions.Exit(failures[0][1].exit_code)


def _make_batch(
    batch: Batch, source: str, order: Order, say: Callable[[str], None]
) -> tuple[list[Path], list[tuple[str, AudiobriefError]]]:
    """Make the episodes of a batch; return their folders, and what failed."""
    from audiobrief.errors import AudiobriefError, RetractedError
    from audiobrief.production import make_episode
    from audiobrief.story.model import Story

    folders: list[Path] = []
    failures: list[tuple[str, AudiobriefError]] = []
    for number, parts in enumerate(batch.episodes, start=1):
        name = source
        if len(batch.episodes) > 1 and isinstance(parts[0], Story):
            name = f"{source}, “{parts[0].headline}”"
            say(f"Story {number} of {len(batch.episodes)}: {parts[0].headline}")
        try:
            made = make_episode(parts, order, progress=say)
        except RetractedError as failed:
            # A wire still names a story for days after it was taken out: that is no fault of today.
            if len(batch.episodes) == 1:
                failures.append((name, failed))
            else:
                _remark(f"Remark: Not made: {name}: {failed}")
            continue
        except AudiobriefError as failed:
            failures.append((name, failed))
            continue
        for remark in made.remarks:
            _remark(f"Remark: {remark}")
        say(_summary(made))
        _result(made)
        folders.append(made.folder)
    return folders, failures


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
