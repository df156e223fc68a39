"""What a path or an address stands for, and what is wrong with it: the whole of ``check``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.episode.check import check_episode
from audiobrief.episode.model import EPISODE_FILE, episode_folders
from audiobrief.episode.stray import check_sound
from audiobrief.episode.together import check_together
from audiobrief.errors import EpisodeError, FeedError
from audiobrief.feed.check import check_feed
from audiobrief.feed.identity import FEED_FILE
from audiobrief.feed.published import PublishedEpisode, published_beside
from audiobrief.findings import Finding, finding

_EPISODE: Final = EpisodeError.exit_code
_FEED: Final = FeedError.exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """Something that was looked at: the exit status of its errors, and what was found."""

    status: int
    findings: tuple[Finding, ...]


def inspect(name: str, *, newest: int = 5) -> Iterator[Inspected]:
    """Yield what is wrong with each episode and each feed that the path or address stands for.

    Args:
        name: Folder of an episode or a file in it, folder of a show or of several, a folder that
            was published, a feed file, an MP3 file, or the address of a feed.
        newest: How many episodes of a feed at an address are fetched.
    """
    if name.startswith(("http://", "https://")):
        from audiobrief.feed.remote import check_address

        found = check_address(name, newest=newest, listen=_listened)
        yield Inspected(status=_FEED, findings=found)
        return
    path = Path(name)
    if path.is_file() and (path.parent / EPISODE_FILE).exists():
        path = path.parent  # A file of an episode: the whole of it is checked.
    if path.is_file() and path.suffix.lower() == ".mp3":
        yield Inspected(status=_EPISODE, findings=check_sound(path))
    elif path.is_file():
        yield Inspected(status=_FEED, findings=check_feed(path))
    elif (path / EPISODE_FILE).exists():
        yield Inspected(status=_EPISODE, findings=check_episode(path))
    elif path.is_dir():
        yield from _folder(path)
    else:
        yield _nothing(path, "There is nothing here; give another path.")


def _folder(path: Path) -> Iterator[Inspected]:
    shows = [each for each in (path, *sorted(path.iterdir())) if _is_show(each)]
    for show in shows:
        for folder in episode_folders(show):
            yield Inspected(status=_EPISODE, findings=check_episode(folder))
        yield from _feed(show / FEED_FILE)
    if not shows:
        yield _nothing(path, "It holds neither an episode nor a feed.")


def _feed(path: Path) -> Iterator[Inspected]:
    """Yield the episodes that lie beside the feed without a record, and the feed."""
    found = check_feed(path)
    told = set(found)
    for episode in published_beside(path):
        own = tuple(each for each in _listened(episode) if each not in told)
        yield Inspected(status=_EPISODE, findings=own)
    yield Inspected(status=_FEED, findings=found)


def _listened(episode: PublishedEpisode) -> tuple[Finding, ...]:
    return check_together(
        episode.sound,
        title=episode.title,
        guid=episode.guid,
        ours=episode.ours,
        chapters=episode.chapters,
        transcripts=episode.transcripts,
    )


def _is_show(path: Path) -> bool:
    """Return whether the folder holds episodes or a feed, below it or in it."""
    return path.is_dir() and ((path / FEED_FILE).is_file() or any(episode_folders(path)))


def _nothing(path: Path, sentence: str) -> Inspected:
    return Inspected(status=_EPISODE, findings=(finding("path", path, sentence),))
