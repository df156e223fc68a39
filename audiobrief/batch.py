"""Sources into episodes: one for each story of a wire, or one edition of them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audiobrief.errors import OptionError
from audiobrief.intake import take_in
from audiobrief.order import Order
from audiobrief.plan import idle_choice
from audiobrief.rundown.model import Rundown
from audiobrief.story.model import Story, Wire

Part = Story | Wire | Rundown


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is made of some sources.

    Attributes:
        episodes: What each episode is made of; none where the wires have nothing new.
        remarks: Sentences on the sources that belong to no episode.
        wires: Those that come from an address; they are noted when all was made.
    """

    episodes: tuple[tuple[Part, ...], ...]
    remarks: tuple[str, ...] = ()
    wires: tuple[Wire, ...] = ()


def open_batch(sources: Sequence[str], order: Order, *, stdin: BinaryIO | None = None) -> Batch:
    """Read sources that belong together: one source, or those of an edition.

    Args:
        sources: Paths, addresses, or ``"-"``.
        order: What the producer asks for.
        stdin: What the source ``"-"`` reads; None for standard input.

    Raises:
        SourceError: A source cannot be read, or holds no story.
        SettingsError: A rundown or an edited story is wrong.
        OptionError: One guid is given for several stories, or a role for what is not one story.
    """
    parts = tuple(
        take_in(source, order.reading, roles=order.roles, rows=order.show.text_rows, stdin=stdin)
        for source in sources
    )
    wires = tuple(part for part in parts if isinstance(part, Wire) and _is_polled(part))
    if wires and len(wires) == len(parts) and not order.rebuild and _are_made(wires, order):
        names = ", ".join(wire.address for wire in wires)
        return Batch(
            episodes=(),
            remarks=(f"Nothing new in {names}; --rebuild makes its episodes all the same.",),
        )
    first = parts[0]
    if order.edition is not None or not isinstance(first, Wire):
        return Batch(episodes=(parts,), remarks=idle_choice(parts, order), wires=wires)
    if order.guid and len(first.stories) > 1:
        raise OptionError(
            f"--guid names one episode, and {sources[0]} holds {len(first.stories)} stories; give"
            " --edition to make one episode of them."
        )
    return Batch(
        episodes=tuple((story,) for story in first.stories), remarks=first.remarks, wires=wires
    )


def close_batch(batch: Batch, order: Order, folders: Iterable[Path]) -> None:
    """Note that all of a batch was made, so that its wires are new only when they change."""
    made = [folder.resolve() for folder in folders]
    for wire in batch.wires:
        if not wire.retry:
            from audiobrief.story.poll import note_made

            note_made(wire.address, wire.digest, order.key(), made)


def _are_made(wires: Iterable[Wire], order: Order) -> bool:
    """Return whether all episodes of these wires were made."""
    from audiobrief.story.poll import is_made

    return all(is_made(wire.address, wire.digest, order.key()) for wire in wires)


def _is_polled(wire: Wire) -> bool:
    return bool(wire.digest) and wire.address.startswith(("http://", "https://"))
