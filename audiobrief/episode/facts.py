"""What a rundown says of its episode: summary, credits, sources and a taste of its sound."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from audiobrief.episode.model import Soundbite
from audiobrief.mix.model import Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role

SOUNDBITE_MS: Final = (15_000, 120_000)
"""How short and how long a soundbite may be; source: soundbite.md of the podcast namespace."""

SUMMARY_CHARS: Final = 400
"""About what podcast apps show before they fold a description."""


def summary_of(rundown: Rundown) -> str:
    """Return a few sentences on the episode: its summary or first paragraph, or its headlines."""
    if rundown.is_edition:
        return "; ".join(item.title.rstrip(".") for item in rundown.items) + "."
    cues = rundown.items[0].cues
    for role in (Role.SUMMARY, Role.BODY, Role.QUOTE, Role.HEADLINE):
        first = next((cue for cue in cues if cue.role is role), None)
        if first is not None:
            same = (cue for cue in cues if cue.role is role and cue.block == first.block)
            return _shortened([cue.print_text for cue in same])
    return rundown.title


def credits_of(rundown: Rundown) -> tuple[str, ...]:
    """Return the printed credits, a paragraph each, without repeating one."""
    found = (
        " ".join(cue.print_text for cue in run)
        for item in rundown.items
        for run in _runs(item, Role.CREDITS)
    )
    return tuple(dict.fromkeys(found))


def sources_of(rundown: Rundown) -> tuple[tuple[str, str], ...]:
    """Return headline and address of each story that came from the web."""
    return tuple(
        (item.title, item.address)
        for item in rundown.items
        if item.address.startswith(("http://", "https://"))
    )


def soundbite_of(rundown: Rundown, timeline: Timeline) -> Soundbite | None:
    """Return headline and first sentences of the first story; None where they are too short.

    It ends with the first sentence after 15 seconds, so that nothing is cut off.
    """
    least, most = SOUNDBITE_MS
    owners = rundown.item_of()
    spoken = [p for p in timeline.speech if p.cue is not None and owners.get(p.cue.id) == 0]
    heads = [n for n, p in enumerate(spoken) if p.cue and p.cue.role is Role.HEADLINE]
    if not heads:
        return None
    start = timeline.ms(spoken[heads[0]].start_frames)
    for placement in spoken[heads[0] :]:
        duration = timeline.ms(placement.end_frames) - start
        if duration >= least:
            break
    else:
        return None
    if duration > most:
        return None
    return Soundbite(start_ms=start, duration_ms=duration, title=rundown.items[0].title)


def address_of(rundown: Rundown) -> str | None:
    """Return the page of the story, where there is one story and it came from the web."""
    address = rundown.items[0].address
    from_web = address.startswith(("http://", "https://"))
    return address if from_web and not rundown.is_edition else None


def _runs(item: Item, role: Role) -> Iterator[list[Cue]]:
    """Yield the cues of each block of the role."""
    for (found, _), run in itertools.groupby(item.cues, key=lambda cue: (cue.role, cue.block)):
        if found is role:
            yield list(run)


def _shortened(sentences: list[str]) -> str:
    """Return as many sentences as fit; a first one that is too long is cut between words."""
    kept = sentences[0]
    if len(kept) > SUMMARY_CHARS:
        return kept[: SUMMARY_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    for sentence in sentences[1:]:
        if len(kept) + 1 + len(sentence) > SUMMARY_CHARS:
            break
        kept += f" {sentence}"
    return kept
