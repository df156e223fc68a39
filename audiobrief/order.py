"""What a producer asks for, before a source is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from audiobrief.errors import OptionError, SettingsError
from audiobrief.settings import Show
from audiobrief.story.model import Role
from audiobrief.story.sources import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a producer asks for.

    Attributes:
        show: The show that the episode belongs to.
        output: Folder that holds the shows.
        edition: Title of an edition of several stories, or None.
        date: First publication where it is stated; an episode that exists keeps its own.
        guid: Identity where it is stated, or None to make it from the story.
        voice: Voice for every role, or None for those of the show (or of an edited rundown).
        voices_folder: Folder of voices that comes before all others, or None.
        leave_out: Roles that are not read.
        roles: Line and role, for what a producer calls otherwise than the rules.
        allow_local: Whether machines of the local network may be asked; None asks the variable.
        newest: How many stories of a wire are read; None for the usual number.
        since: Stories of a wire that are older are passed over, or None.
        fetch_full: Whether the page is fetched where a wire has a summary only.
        allow_stub: Whether a page is read too that seems to hold only a part of a story.
        offline: Whether the network must not be used at all.
        fallback: Whether another voice may speak where one cannot.
        cached: Whether takes are kept for the next time.
        rebuild: Whether an unchanged episode is made again.
        threads: Cues spoken at the same time; None for one a processor.
        allow_unfaithful: Whether an episode is made that does not say what is printed.
    """

    show: Show
    output: Path = Path("output")
    edition: str | None = None
    date: datetime | None = None
    guid: str | None = None
    voice: str | None = None
    voices_folder: Path | None = None
    leave_out: AbstractSet[Role] = frozenset()
    roles: tuple[tuple[int, Role], ...] = ()
    allow_local: bool | None = None
    newest: int | None = None
    since: datetime | None = None
    fetch_full: bool = False
    allow_stub: bool = False
    offline: bool = False
    fallback: bool = True
    cached: bool = True
    rebuild: bool = False
    threads: int | None = None
    allow_unfaithful: bool = False

    @property
    def show_folder(self) -> Path:
        """The folder of the show."""
        return self.show.folder_in(self.output)

    def key(self) -> str:
        """Return what is equal for orders that make the same of the same wire, on any day."""
        plain = replace(self, date=None, guid=None, leave_out=frozenset(), threads=None)
        text = f"{self.output.resolve()} {sorted(self.leave_out)} {plain!r}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def reading(self) -> Reading:
        """How sources are read."""
        return Reading(
            offline=self.offline,
            allow_local=self.allow_local,
            newest=self.newest,
            since=self.since,
            fetch_full=self.fetch_full,
            allow_stub=self.allow_stub,
        )

    def now(self) -> datetime:
        """Return the moment of this build: a stated one, so that builds can be repeated."""
        stated = self.date or first_date(None)
        return stated or datetime.now().astimezone().replace(microsecond=0)


FIRST_YEAR: Final = 1993
"""Of broadcasts over the Internet; directories refuse earlier dates, which are slips."""


def first_date(stated: str | None) -> datetime | None:
    """Return the moment of an option such as ``--date``, else of SOURCE_DATE_EPOCH, else None.

    A day alone means its midnight in UTC.

    Raises:
        OptionError: It is no ISO 8601 date or time with zone.
        SettingsError: SOURCE_DATE_EPOCH is no number.
    """
    if stated is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if not epoch:
            return None
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as failed:
            raise SettingsError(
                f"SOURCE_DATE_EPOCH is {epoch!r}; it must be whole seconds since 1970."
            ) from failed
    try:
        if len(stated) == len("2026-01-31"):
            moment = datetime.combine(date.fromisoformat(stated), datetime.min.time(), UTC)
        else:
            moment = datetime.fromisoformat(stated)
    except ValueError as failed:
        raise OptionError(
            f"The date {stated!r} is not understood; write 2026-01-31 or 2026-01-31T06:00:00+01:00."
        ) from failed
    if moment.tzinfo is None:
        raise OptionError(f"The time {stated!r} has no zone; add one, such as +01:00 or Z.")
    if moment.year < FIRST_YEAR:
        raise OptionError(
            f"The date {stated!r} lies before there were podcasts; write it with the year of today."
        )
    return moment
