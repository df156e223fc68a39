"""What an episode will be, before a word is spoken: its rundown, its identity, its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from audiobrief.episode.model import Picture
from audiobrief.episode.place import Place, episode_place, former_guid, guid_for
from audiobrief.errors import FidelityError, OptionError, SettingsError
from audiobrief.intake import take_in
from audiobrief.order import Order
from audiobrief.profiles import VoiceProfile, load_voices
from audiobrief.rundown.captions import POLICY
from audiobrief.rundown.compose import compose, dated, left_out
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.settings import CaptionWords, Show
from audiobrief.story.model import Role, Story, Wire
from audiobrief.story.people import is_person, names
from audiobrief.story.pictures import file_of

if TYPE_CHECKING:
    from audiobrief.rundown.fidelity import Audit


MAX_TOLD: Final = 5
"""Faults of fidelity that an error tells one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is known of an episode before a word is spoken.

    Attributes:
        show: The show that it belongs to.
        rundown: What will be said.
        stories: What it was made from; empty for an edited rundown.
        guid: Identity.
        place: Where it goes, and when it was published first.
        profiles: Name -> voice, of all that are here.
        remarks: What of a wire was not read, one sentence each.
    """

    show: Show
    rundown: Rundown
    stories: tuple[Story, ...]
    guid: str
    place: Place
    profiles: Mapping[str, VoiceProfile]
    remarks: tuple[str, ...] = ()


def plan(
    sources: Sequence[str | Story | Wire | Rundown],
    order: Order,
    *,
    stdin: BinaryIO | None = None,
) -> Plan:
    """Return what would be made of the sources, before a word is spoken.

    Args:
        sources: Stories of one episode, or one edited rundown; a wire counts for its stories.
        order: What the producer asks for.
        stdin: What the source ``"-"`` reads; None for standard input.

    Raises:
        SourceError: A source cannot be read, or holds no story.
        SettingsError: A rundown is wrong.
    """
    read = [
        take_in(each, order.reading, roles=order.roles, rows=order.show.text_rows, stdin=stdin)
        if isinstance(each, str)
        else each
        for each in sources
    ]
    edited = [each for each in read if isinstance(each, Rundown)]
    if edited and len(read) > 1:
        raise SettingsError("A rundown is a whole episode; give it alone, without other sources.")
    wires = [each for each in read if isinstance(each, Wire)]
    stories = tuple(
        story
        for each in read
        if not isinstance(each, Rundown)
        for story in (each.stories if isinstance(each, Wire) else (each,))
    )
    profiles = load_voices(order.voices_folder)
    for role, name in order.show.voices.items():
        _require_voice(name, role, profiles, order)
    guid, place = _identity(stories, edited[0] if edited else None, order)
    if edited:
        rundown = replace(_recast(edited[0], order), guid=guid, published=place.published)
        return Plan(
            show=order.show,
            rundown=rundown,
            stories=(),
            guid=guid,
            place=place,
            profiles=profiles,
        )
    rundown = compose(
        stories,
        order.show,
        on=place.published.date(),
        title=order.edition,
        leave_out=order.leave_out,
        voices=profiles,
    )
    rundown = replace(rundown, guid=guid, published=place.published)
    return Plan(
        show=order.show,
        rundown=rundown,
        stories=stories,
        guid=guid,
        place=place,
        profiles=profiles,
        remarks=(
            *(remark for wire in wires for remark in wire.remarks),
            *(idle_choice(read, order) if any(isinstance(each, str) for each in sources) else ()),
        ),
    )


def idle_choice(parts: Sequence[Story | Wire | Rundown], order: Order) -> tuple[str, ...]:
    """Return a sentence where --newest or --since was given and there is no wire to choose from."""
    stated = [
        option
        for option, value in (("--newest", order.newest), ("--since", order.since))
        if value is not None
    ]
    if not stated or any(isinstance(part, Wire) for part in parts):
        return ()
    counts = "counts" if len(stated) == 1 else "count"
    return (
        (
            f"{' and '.join(stated)} {counts} for wires and books alone; the whole of the source"
            " was read."
        ),
    )


def verify(planned: Plan, order: Order) -> Audit:
    """Return what the fidelity gate finds: whether every printed word and number is said.

    Raises:
        FidelityError: Something is not, and the order does not allow that.
    """
    from audiobrief.rundown.fidelity import audit

    found = audit(planned.rundown, planned.stories, order.show, order.leave_out)
    if found.refusals and not order.allow_unfaithful:
        told = " ".join(each.sentence for each in found.refusals[:MAX_TOLD])
        more = len(found.refusals) - MAX_TOLD
        others = f" {more} more are not told here." if more > 0 else ""
        raise FidelityError(
            f"Nothing was made, because what would be said is not what is printed. {told}{others}"
            " Mend the words with audiobrief script, or give --allow-unfaithful."
        )
    return found


def dropped(planned: Plan) -> Iterator[dict[str, Any]]:
    """Yield every printed text that is not spoken, with its story and the reason."""
    for index, story in enumerate(planned.stories):
        for block in story.dropped:
            yield {"item": index, "text": block.text, "role": block.role, "reason": block.reason}
        for block in left_out(story, planned.rundown.items[index], planned.show):
            yield {"item": index, "text": block.text, "role": block.role, "reason": block.reason}


def dated_days(planned: Plan) -> Iterator[dict[str, Any]]:
    """Yield every "Thursday" or "today" that is said with its date: item, cue, word and date."""
    on = planned.place.published.date()
    for index, story in enumerate(planned.stories):
        for number, block in enumerate(story.blocks):
            cues = [
                cue
                for cue in planned.rundown.items[index].cues
                if cue.block == number and cue.role is block.role
            ]
            printed = [cue.print_text for cue in cues]
            language = cues[0].language if cues else ""
            published = None if block.role is Role.QUOTE else story.published
            told = dated(printed, language, published, planned.show, on=on)
            for cue, (_, days) in zip(cues, told, strict=True):
                for day in days:
                    yield {
                        "item": index,
                        "cue": cue.id,
                        "printed": day.printed,
                        "date": day.date.isoformat(),
                    }


def remarks(planned: Plan) -> Iterator[str]:
    """Yield what a producer should know of the sources: summaries, and pictures left unread."""
    yield from planned.remarks
    published = planned.place.published
    if published > datetime.now(UTC) + timedelta(days=1):
        yield (
            f"The episode is dated {published.date().isoformat()}, which is still to come; apps"
            " hide it till then."
        )
    for story in planned.stories:
        if story.excerpt:
            yield (
                f"Only a part was printed of “{story.headline}”; the episode says so. The whole"
                f" story may be at {story.page or 'the publisher'}."
            )
    days = [f"{day['printed']} as {day['date']}" for day in dated_days(planned)]
    if days:
        told = ", ".join(dict.fromkeys(days[:MAX_TOLD]))
        more = f" and {len(days) - MAX_TOLD} more" if len(days) > MAX_TOLD else ""
        yield f"Said with the date, as the story is older than a week: {told}{more}."
    unread = sum(
        each["role"] is Role.CAPTION and each["reason"] == POLICY for each in dropped(planned)
    )
    # By default descriptions are not read, which is no news; a printed caption that is not, is.
    if unread and planned.show.captions_read is not CaptionWords.CAPTION:
        texts = "1 text of a picture is" if unread == 1 else f"{unread} texts of pictures are"
        yield (
            f"{texts} not read: the show's policy for captions is to read"
            f" {planned.show.captions_read}; episode.json lists what was left out."
        )


def pictures(planned: Plan) -> dict[tuple[int, int | None], Picture]:
    """Return (index of the story, index of the block) -> a caption's picture."""
    return {
        (index, number): Picture(
            address=block.image,
            alt=block.image_alt or "",
            file=file_of(story.read_from or story.address, story.page, block.image),
        )
        for index, story in enumerate(planned.stories)
        for number, block in enumerate(story.blocks)
        if block.image
    }


def people(planned: Plan) -> tuple[str, ...]:
    """Return the names of the people in the bylines of the stories."""
    found = (
        name
        for story in planned.stories
        for byline in story.texts(Role.BYLINE)
        for name in names(byline)
        if is_person(name)
    )
    return tuple(dict.fromkeys(found))


def season_of(show: Show) -> int | None:
    """Return the season in which episodes are numbered, or None where they have no numbers."""
    return show.season if show.serial or show.season else None


def _require_voice(
    name: str, role: Role, profiles: Mapping[str, VoiceProfile], order: Order
) -> None:
    if name not in profiles:
        asked = name == order.voice
        raise (OptionError if asked else SettingsError)(
            f"There is no voice {name!r}{'' if asked else f', which is to read the {role}'};"
            f" audiobrief voices lists those that are here: {', '.join(sorted(profiles))}."
        )


def _recast(rundown: Rundown, order: Order) -> Rundown:
    """Return an edited rundown without what is left out, in the one voice where one is given."""

    def kept(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
        silent = {cue.block for cue in cues if cue.role in order.leave_out}
        # The labels of what is not read ("Photo caption") are not read either.
        stay = (
            cue
            for cue in cues
            if cue.role not in order.leave_out
            and not (cue.role is Role.CONTINUITY and cue.block in silent)
        )
        return tuple(replace(cue, voice=order.voice) if order.voice else cue for cue in stay)

    return replace(
        rundown,
        title=order.edition or rundown.title,
        opening=kept(rundown.opening),
        items=tuple(replace(item, cues=kept(item.cues)) for item in rundown.items),
        closing=kept(rundown.closing),
    )


def _identity(stories: Sequence[Story], edited: Rundown | None, order: Order) -> tuple[str, Place]:
    """Return the guid of the episode and its place.

    An edition is another episode each day, even under the same title.
    """
    published = order.date or (edited.published if edited else None) or order.now()
    if edited is not None:
        pages = [item.address for item in edited.items]
        title = order.edition or edited.title
    else:
        pages = [story.page or "" for story in stories]
        title = order.edition or stories[0].headline
    alone = len(pages) == 1 and order.edition is None
    headline = title if alone else f"{published:%Y-%m-%d} {title}"
    key = order.show.key
    guid = guid_for(
        stated=order.guid or (edited.guid if edited else None),
        page=pages[0] if alone and pages[0].startswith(("http://", "https://")) else None,
        show_key=key,
        headline=headline,
    )
    place_of = partial(
        episode_place,
        order.show_folder,
        published=published,
        title=title,
        season=season_of(order.show),
    )
    place, former = place_of(guid=guid), former_guid(show_key=key, headline=headline)
    if former != guid == guid_for(stated=None, page=None, show_key=key, headline=headline):
        earlier = place_of(guid=former)
        if earlier.previous is not None and earlier.previous.title == title:
            return former, earlier
    return guid, place
