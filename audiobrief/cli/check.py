"""``audiobrief check``: reads an episode, a feed or a server back and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from audiobrief.findings import Finding


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
@click.option("--strict", is_flag=True, help="Let warnings have the exit status of errors.")
@click.option(
    "--newest",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Episodes of a feed at an address whose files are asked for, the newest ones.",
)
def check(paths: tuple[str, ...], *, as_json: bool, strict: bool, newest: int) -> None:
    """Read each PATH back and say what is wrong with it.

    PATH is the folder of an episode or a file in it, the folder of a show or of several shows, a
    feed file, an MP3 file of any maker, or the address of a feed. Each finding is one line on
    standard output, with the name of its rule and who asks for it. An error lets listeners or
    directories down, a warning some of them; advice names what is good to have. The exit status is
    7 where an episode has an error, 8 where only a feed has one, and 0 where there are none.
    """
    from audiobrief.errors import EpisodeError, FeedError

    grave = {"error", "warning"} if strict else {"error"}
    findings: list[Finding] = []
    statuses: set[int] = set()
    checked = 0
    for path in paths:
        for status, found in _checked(path, newest):
            checked += 1
            findings += found
            if any(finding.level in grave for finding in found):
                statuses.add(status)
    click.echo(_json(checked, findings) if as_json else _sentences(checked, findings))
    for status in (EpisodeError.exit_code, FeedError.exit_code):
        if status in statuses:
            raise click.exceptions.Exit(status)


def _checked(name: str, newest: int) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """Yield the exit status and the findings of all that the path or address stands for."""
    from audiobrief.episode.check import check_episode
    from audiobrief.episode.model import EPISODE_FILE, episode_folders
    from audiobrief.episode.stray import check_sound
    from audiobrief.errors import EpisodeError, FeedError
    from audiobrief.feed.check import check_feed
    from audiobrief.feed.identity import FEED_FILE

    if name.startswith(("http://", "https://")):
        from audiobrief.feed.remote import check_address

        yield FeedError.exit_code, check_address(name, newest=newest)
        return
    path = Path(name)
    if path.is_file() and (path.parent / EPISODE_FILE).exists():
        path = path.parent  # A file of an episode: the whole of it is checked.
    if path.is_file() and path.suffix.lower() == ".mp3":
        yield EpisodeError.exit_code, check_sound(path)
    elif path.is_file():
        yield FeedError.exit_code, check_feed(path)
    elif (path / EPISODE_FILE).exists():
        yield EpisodeError.exit_code, check_episode(path)
    elif path.is_dir():
        shows = [each for each in (path, *sorted(path.iterdir())) if _is_show(each)]
        for show in shows:
            for folder in episode_folders(show):
                yield EpisodeError.exit_code, check_episode(folder)
            yield FeedError.exit_code, check_feed(show / FEED_FILE)
        if not shows:
            yield EpisodeError.exit_code, _nothing(path, "It holds neither an episode nor a feed.")
    else:
        yield EpisodeError.exit_code, _nothing(path, "There is nothing here; give another path.")


def _is_show(path: Path) -> bool:
    """Return whether the folder holds episodes or a feed, below it or in it."""
    from audiobrief.episode.model import episode_folders
    from audiobrief.feed.identity import FEED_FILE

    return path.is_dir() and ((path / FEED_FILE).is_file() or any(episode_folders(path)))


def _nothing(path: Path, sentence: str) -> tuple[Finding, ...]:
    from audiobrief.findings import finding

    return (finding("path", path, sentence),)


def _sentences(checked: int, findings: list[Finding]) -> str:
    lines = [
        f"{each.level.capitalize()}: {each.file}: {each.sentence} Rule {each.rule}: {each.source}."
        for each in findings
    ]
    counts = {level: sum(each.level == level for each in findings) for level in _LEVELS}
    told = " ".join(f"{_LEVELS[level]}: {count}." for level, count in counts.items())
    return "\n".join([*lines, f"Checked: {checked}. {told}"])


_LEVELS: Final = {"error": "Errors", "warning": "Warnings", "advice": "Advice"}


def _json(checked: int, findings: list[Finding]) -> str:
    listed = [
        {
            "level": each.level,
            "file": str(each.file),
            "sentence": each.sentence,
            "rule": each.rule,
            "source": each.source,
        }
        for each in findings
    ]
    return json.dumps({"checked": checked, "findings": listed}, ensure_ascii=False, indent=2)
