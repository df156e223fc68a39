"""``audiobrief check``: reads an episode or a feed back and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audiobrief.episode.model import Finding


@click.command()
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
def check(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Read each PATH back and say what is wrong with it.

    PATH is the folder of an episode or a file in it, the folder of a show or of several shows, or a
    feed file. Each finding is one line on standard output. The exit status is 7 where an episode
    has an error, 8 where only a feed has one, and 0 where there are none but warnings.
    """
    from audiobrief.errors import EpisodeError, FeedError

    findings: list[Finding] = []
    statuses: set[int] = set()
    checked = 0
    for path in paths:
        for status, found in _checked(path):
            checked += 1
            findings += found
            if any(finding.level == "error" for finding in found):
                statuses.add(status)
    if as_json:
        click.echo(_json(checked, findings))
    else:
        for finding in findings:
            click.echo(f"{finding.level.capitalize()}: {finding.file}: {finding.sentence}")
        errors = sum(finding.level == "error" for finding in findings)
        click.echo(f"Checked: {checked}. Errors: {errors}. Warnings: {len(findings) - errors}.")
    for status in (EpisodeError.exit_code, FeedError.exit_code):
        if status in statuses:
            raise click.exceptions.Exit(status)


def _checked(path: Path) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """Yield the exit status and the findings of all that the path stands for."""
    from audiobrief.episode.check import check_episode
    from audiobrief.episode.model import EPISODE_FILE, episode_folders
    from audiobrief.errors import EpisodeError, FeedError
    from audiobrief.feed.check import check_feed
    from audiobrief.feed.identity import FEED_FILE

    if path.is_file() and (path.parent / EPISODE_FILE).exists():
        path = path.parent  # A file of an episode: the whole of it is checked.
    if path.is_file():
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
    from audiobrief.episode.model import Finding

    return (Finding(level="error", file=path, sentence=sentence),)


def _json(checked: int, findings: list[Finding]) -> str:
    listed = [
        {"level": finding.level, "file": str(finding.file), "sentence": finding.sentence}
        for finding in findings
    ]
    return json.dumps({"checked": checked, "findings": listed}, ensure_ascii=False, indent=2)
