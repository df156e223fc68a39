"""Options that several commands share: one wording, one environment variable each."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from datetime import datetime

    from audiobrief.settings import Show

Command = TypeVar("Command", bound=Callable[..., object])

CAPTION_WORDS: Final = ("caption", "alt", "both", "neither")
CAPTION_PLACES: Final = ("in-place", "after")
"""The values of ``settings.CaptionWords`` and ``CaptionPlace``, stated here for the same reason."""

LEAVE_OUT: Final = ("byline", "dateline", "summary", "subhead", "quote", "caption", "credits")
"""The roles of ``rundown.compose.OPTIONAL``, stated here so that --help needs no library."""


def show_options(command: Command) -> Command:
    """Add the options that say which show and voices a rundown is made for."""
    for option in reversed(
        (
            click.option(
                "--show",
                "show_file",
                type=click.Path(dir_okay=False, path_type=Path),
                envvar="AUDIOBRIEF_SHOW",
                help="Settings of the show. Without it, show.toml of the current folder, if any.",
            ),
            click.option(
                "--voice",
                envvar="AUDIOBRIEF_VOICE",
                help="Voice for every role, instead of those of the show.",
            ),
            click.option(
                "--voices",
                "voices_folder",
                type=click.Path(file_okay=False, path_type=Path),
                help="Folder of voices that comes before all others.",
            ),
            click.option(
                "--leave-out",
                "left_out",
                type=click.Choice(LEAVE_OUT),
                multiple=True,
                help="Part of the story that is not to be read. May be given more than once.",
            ),
            click.option(
                "--captions",
                "captions_read",
                type=click.Choice(CAPTION_WORDS),
                envvar="AUDIOBRIEF_CAPTIONS",
                help="Which words of pictures are read: alt is the alternative text, both does"
                " not say the same twice. Default: that of the show, else caption.",
            ),
            click.option(
                "--captions-place",
                type=click.Choice(CAPTION_PLACES),
                envvar="AUDIOBRIEF_CAPTIONS_PLACE",
                help="Where the words of pictures are read: where they stand, or after the story.",
            ),
            click.option(
                "--edition",
                metavar="TITLE",
                help="Make one episode of all sources, with this title.",
            ),
            click.option(
                "--date",
                "stated_date",
                metavar="DATE",
                help="Day of first publication: 2026-01-31, or a full ISO 8601 time with zone.",
            ),
            offline_option,
        )
    ):
        command = option(command)
    return command


def wire_options(command: Command) -> Command:
    """Add the options that say how a source is read, and which stories of a wire."""
    for option in reversed(
        (
            click.option(
                "--newest",
                type=click.IntRange(1, 500),
                metavar="N",
                help="How many stories of a wire or book are read, the newest of a wire. Default:"
                " 10, and the others are counted.",
            ),
            click.option(
                "--since",
                metavar="DATE",
                help="Pass over stories of a wire that are older: 2026-01-31, or a full ISO 8601"
                " time with zone.",
            ),
            click.option(
                "--fetch-full",
                is_flag=True,
                envvar="AUDIOBRIEF_FETCH_FULL",
                help="Where a wire has a summary only, fetch the story's page, if the site allows"
                " that to programs.",
            ),
            click.option(
                "--allow-stub",
                is_flag=True,
                help="Read a page too that seems to hold only a part of a story, such as the free"
                " part for those who do not subscribe.",
            ),
            click.option(
                "--allow-local",
                is_flag=True,
                envvar="AUDIOBRIEF_ALLOW_LOCAL",
                help="Fetch from machines of the local network too.",
            ),
        )
    ):
        command = option(command)
    return command


def role_option(command: Command) -> Command:
    """Add --role, for ``story.overrides.parse_role``."""
    return click.option(
        "--role",
        "roles",
        metavar="LINE=ROLE",
        multiple=True,
        help="Give what begins on a line another role, such as 12=caption; furniture leaves it"
        " out. audiobrief segment --explain tells the lines.",
    )(command)


def offline_option(command: Command) -> Command:
    """Add --offline."""
    return click.option(
        "--offline",
        is_flag=True,
        envvar="AUDIOBRIEF_OFFLINE",
        help="Use no network at all: no addresses, no online voices.",
    )(command)


def language_tag(_: click.Context, __: click.Parameter, stated: str | None) -> str | None:
    """Return the value of --lang, if it can be the tag of a language."""
    if stated is None:
        return None
    from audiobrief.languages import tag_fault

    if wrong := tag_fault(stated.replace("_", "-")):
        raise click.BadParameter(f"{stated!r} is no language: {wrong}.")
    return stated


@contextlib.contextmanager
def option_values() -> Iterator[None]:
    """Let what is wrong with a value be an error of the command line, not of a file."""
    from audiobrief.errors import OptionError, SettingsError

    try:
        yield
    except SettingsError as wrong:
        raise OptionError(str(wrong)) from wrong


def first_publication(stated: str | None) -> datetime | None:
    """Return the moment that --date states, or None where it is not given."""
    if stated is None:
        return None
    from audiobrief.order import first_date

    return first_date(stated)


def output_option(command: Command) -> Command:
    """Add -o, for a command that gives its text to ``write_text``."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
        default="-",
        help="File to write. Without it, the text goes to standard output.",
    )(command)


def write_text(text: str, output: Path) -> None:
    """Write the text to a file, wholly or not at all, or to standard output.

    Raises:
        AudiobriefError: The file cannot be written.
    """
    from audiobrief.errors import AudiobriefError
    from audiobrief.storage import write_atomically

    if str(output) == "-":
        click.echo(text, nl=False)
        return
    try:
        write_atomically(output, text.encode())
    except OSError as failed:
        raise AudiobriefError(
            f"{output} cannot be written: {failed.strerror or failed}; choose another with -o."
        ) from failed


def duration_words(ms: int) -> str:
    """Return a length of time as it is said: "2 minutes 1 second", "51 seconds"."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    parts = [(minutes, "minute"), (seconds, "second")]
    said = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in parts if n]
    return " ".join(said) or "0 seconds"


def show_of(
    show_file: Path | None,
    voice: str | None,
    *,
    captions_read: str | None = None,
    captions_place: str | None = None,
) -> Show:
    """Return the show of the options: its file, and what they set in place of its settings."""
    from audiobrief.settings import CaptionPlace, CaptionWords, override
    from audiobrief.show_file import load_show
    from audiobrief.story.model import Role

    return override(
        load_show(show_file),
        voices=dict.fromkeys(Role, voice) if voice else None,
        captions_read=CaptionWords(captions_read) if captions_read else None,
        captions_place=CaptionPlace(captions_place.replace("-", " ")) if captions_place else None,
    )
