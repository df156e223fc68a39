"""The command ``audiobrief``: finds its commands late and turns errors into sentences.

The one place in which an error becomes an exit status.
"""

from __future__ import annotations

import atexit
import difflib
import importlib
import os
import signal
import sys
import threading
from typing import Final

import click

from audiobrief import __version__
from audiobrief.cli.telling import SpokenContext, spoken, usage_told
from audiobrief.errors import AudiobriefError

COMMANDS: Final = (
    "make",
    "segment",
    "script",
    "say",
    "speakable",
    "names",
    "voices",
    "check",
    "feed",
    "serve",
    "publish",
    "retract",
    "stick",
    "init",
    "doctor",
    "cache",
    "help",
)
"""In the order of the work. Each names a module of this package and the command in it."""

INTERRUPTED: Final = 130
"""Exit status after Ctrl-C: 128 and the number of SIGINT, as shells count."""


class Desk(click.Group):
    """A group that imports a command when it is asked for, not before."""

    context_class = SpokenContext

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, Click's signature
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command; None lets Click say that there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"audiobrief.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return spoken(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of the arguments; one that is not there is told with near ones."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong:
            near = difflib.get_close_matches(args[0], COMMANDS, n=2, cutoff=0.6)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            wrong.message = f"{wrong.message}{meant} audiobrief help lists all commands."
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its whole sentence; Click would cut it off at the line's end."""
        commands = [(name, self.get_command(ctx, name)) for name in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(limit=500)) for name, each in commands if each]
            )

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; tell an error of ours as one sentence, with its exit status."""
        _stop_in_order()
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except click.NoSuchOption as wrong:
            meant = (
                f" Did you mean {' or '.join(wrong.possibilities)}?" if wrong.possibilities else ""
            )
            wrong.message, wrong.possibilities = f"{usage_told(wrong.message)}{meant}", None
            raise
        except click.UsageError as wrong:
            wrong.message = usage_told(wrong.message)
            raise
        except AudiobriefError as error:
            told = click.ClickException(str(error))
            told.exit_code = error.exit_code
            raise told from error
        except BrokenPipeError:
            # The reader of standard output went away (head, a closed pager): nothing is wrong here.
            give_up_output()
            raise click.exceptions.Exit(0) from None
        except OSError as failed:
            # Files are told of where they are used; what is left is standard output: a full disk.
            give_up_output()
            place = failed.filename or "Standard output"
            told = click.ClickException(f"{place} cannot be written: {failed.strerror or failed}.")
            raise told from failed
        except KeyboardInterrupt:
            click.echo("Interrupted. Nothing half-made was kept.", err=True)
            _leave_threads(INTERRUPTED)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except SystemExit as stop:
            _leave_threads(stop.code)
            raise
        return result


def _leave_threads(status: object) -> None:
    """End the process at once where a thread still works inside a native library.

    Python's own way out would pull the library from under it, which aborts the process. All of our
    clean-ups have been done by now, as the exception went up; those of ``atexit`` are done here.
    """
    if any(thread.name.startswith("speech-") for thread in threading.enumerate()):
        atexit._run_exitfuncs()  # noqa: SLF001, there is no public name for it
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)


def give_up_output() -> None:
    """Send what is left of standard output nowhere: flushing it at the end would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop_in_order() -> None:
    """Make the signals that end a process raise an exception, so that clean-ups are not skipped.

    A signal that is ignored stays so: that is how nohup keeps a command alive.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> None:
    """End the process, with the status by which shells know the signal."""
    click.echo("Stopped. Nothing half-made was kept.", err=True)
    raise SystemExit(128 + number)


@click.group(cls=Desk, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="audiobrief")
def main() -> None:
    """Turn a printed news story into a podcast episode that can be used without sight."""
