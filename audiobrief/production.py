"""The stages in order, for one episode: from what was printed to how it is found.

read -> compose -> record -> arrange -> mixdown -> publish -> feed
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audiobrief.build_key import SOUND_PACKAGES, build_key, is_whole
from audiobrief.episode.model import (
    AUDIO_FILE,
    Episode,
    cover_name,
    read_record,
)
from audiobrief.episode.place import episode_place, put_back
from audiobrief.errors import AudiobriefError, EpisodeError
from audiobrief.order import Order
from audiobrief.performance import USUAL_PACE, Performance, perform, say_labels
from audiobrief.plan import Plan, dated_days, dropped, people, pictures, plan, season_of, verify
from audiobrief.plan import remarks as source_remarks
from audiobrief.profiles import VoiceProfile, lexicon_files
from audiobrief.remarks import (
    bed_remarks,
    date_remarks,
    fidelity_remarks,
    sign_remarks,
    sound_remarks,
    wordless_remarks,
)
from audiobrief.rundown.continuity import without_words
from audiobrief.rundown.fidelity import VERIFIED
from audiobrief.rundown.files import to_value
from audiobrief.rundown.model import Rundown
from audiobrief.rundown.voice_lexicons import VoiceLexicons, load_lexicons
from audiobrief.settings import EARCONS, Show
from audiobrief.storage import one_at_a_time
from audiobrief.story.model import Story, Wire
from audiobrief.words import words

if TYPE_CHECKING:
    from audiobrief.episode.companions.model import Cut, Mix
    from audiobrief.episode.draft import Draft
    from audiobrief.mix.model import Excerpt, Master, Timeline
    from audiobrief.mix.spool import Spool
    from audiobrief.rundown.fidelity import Audit

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An episode that was made.

    Attributes:
        folder: Where its files are.
        feed: The show's feed, which it joined.
        duration_ms: How long it plays.
        remarks: Sentences that say what is less good in it than it could be.
        unchanged: Whether it was there already, just so.
    """

    folder: Path
    feed: Path
    duration_ms: int
    remarks: tuple[str, ...]
    unchanged: bool = False


def make_episode(
    sources: Sequence[str | Story | Wire | Rundown],
    order: Order,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = lambda _: None,
) -> Made:
    """Make one episode of the sources and add it to the show's feed.

    Args:
        sources: Stories of one episode, or one edited rundown; a wire counts for its stories.
        order: What the producer asks for.
        stdin: What the source ``"-"`` reads; None for standard input.
        progress: Is told each step, in whole sentences.

    Raises:
        AudiobriefError: The episode could not be made; nothing of it was kept, and an earlier one
            is as it was.
    """
    steps = _Steps(order.show, progress)
    steps.next("reading")
    planned = plan(sources, order, stdin=stdin)
    _refuse_retracted(planned, order)
    lexicons = load_lexicons(lexicon_files(order.voices_folder), planned.profiles)
    key = build_key(planned, order, lexicons)
    there = planned.place.previous
    if there is not None and not order.rebuild and is_whole(planned.place.folder, key):
        if read_record(planned.place.folder).get("fidelity", {}).get("status") != VERIFIED:
            verify(planned, order)  # It was allowed once; that does not hold for ever.
        steps.last("writing the feed")
        if not (order.show_folder / cover_name(order.show)).is_file():
            from audiobrief.episode.cover import place_cover

            place_cover(order.show, order.show_folder)
        remarks = (*read_record(planned.place.folder)["remarks"], *date_remarks(planned, order))
        return _made(planned.place.folder, there, order, remarks=remarks, unchanged=True)
    fidelity = verify(planned, order)
    return _build(planned, order, fidelity, lexicons=lexicons, key=key, steps=steps)


def _build(  # noqa: PLR0913, what make_episode has found out
    planned: Plan,
    order: Order,
    fidelity: Audit,
    *,
    lexicons: VoiceLexicons,
    key: str,
    steps: _Steps,
) -> Made:
    """Speak, mix and publish what was planned."""
    from audiobrief.episode.companions.tracks import labels_wanted
    from audiobrief.episode.cover import cover, episode_cover
    from audiobrief.episode.draft import Draft, Paced
    from audiobrief.mix.sounds import sounds_for

    show, rundown = order.show, planned.rundown
    wordless = without_words(rundown)
    sounds = sounds_for(show, earcons=EARCONS if wordless else None)
    own_cover = episode_cover(show, rundown.title)
    placed = (order.show_folder / cover_name(show)).is_file()
    picture = None if own_cover is not None and placed else cover(show)
    performed: dict[float, Performance] = {}
    for pace in (USUAL_PACE, *show.variants):
        again = "" if pace == USUAL_PACE else f" {pace:g} times as fast"
        steps.next(f"speaking {len(rundown.cues)} cues{again}")
        performed[pace] = perform(
            planned,
            order,
            lexicons=lexicons,
            sounds=sounds,
            pace=pace,
            speaking=steps.again,
            levelling=partial(steps.next, f"arranging and levelling{again}"),
        )
    usual = performed.pop(USUAL_PACE)
    labels = None
    if "tracks" in show.companions:
        texts = labels_wanted(rundown, usual.timeline, show)
        labels = say_labels(texts, planned, order, usual, lexicons=lexicons)
    spoken = (usual, *performed.values(), labels)
    recordings = [each.recording for each in spoken if each is not None]
    draft = Draft(
        show=show,
        rundown=rundown,
        timeline=usual.timeline,
        paced=tuple(Paced(pace=pace, timeline=each.timeline) for pace, each in performed.items()),
        labels=labels.placements if labels else {},
        guid=planned.guid,
        published=planned.place.published,
        modified=order.now() if planned.place.previous else None,
        cover=picture,
        own_cover=own_cover,
        pictures=pictures(planned),
        people=people(planned),
        season=show.season,
        number=planned.place.number,
        voice_credits=_voice_credits(
            planned.profiles,
            {take.voice for each in recordings for take in each.takes},
            rundown.language,
        ),
        remarks=(
            *date_remarks(planned, order),
            *source_remarks(planned),
            *sounds.remarks,
            *bed_remarks(usual.bed),
            *dict.fromkeys(remark for each in recordings for remark in each.remarks),
            *wordless_remarks(wordless),
            *sign_remarks(rundown, show.text_rows),
            *fidelity_remarks(fidelity),
        ),
        fidelity=fidelity.record(),
        dropped=tuple(dropped(planned)),
        dated_days=tuple(dated_days(planned)),
        rundown_value=to_value(rundown),
        made_with={name: version(name) for name in SOUND_PACKAGES},
        bed_under_db=usual.bed.least_db if usual.bed else None,
        # What a fallback spoke is not what was asked for: the next run tries again.
        build_key="" if any(each.failed_over for each in recordings) else key,
    )
    steps.next("mixing and encoding")
    folder, episode, remarks = _published(draft, planned, order)
    if order.cached:
        remarks = (*remarks, *_cache_remarks())
    steps.last("writing the feed")
    return _made(folder, episode, order, remarks=remarks)


def _published(draft: Draft, planned: Plan, order: Order) -> tuple[Path, Episode, tuple[str, ...]]:
    """Write all files of the episode, or none; return its folder, what is in it, and remarks."""
    from audiobrief.episode.changes import changes_since
    from audiobrief.episode.draft import preamble
    from audiobrief.episode.publish import publish, staged

    show_folder = order.show_folder
    try:
        with one_at_a_time(show_folder):
            put_back(show_folder)
            # Another process may have published since the plan: the place is asked for anew.
            place = episode_place(
                show_folder,
                guid=planned.guid,
                published=planned.place.published,
                title=planned.rundown.title,
                season=season_of(order.show),
            )
            folder = place.folder
            draft = replace(draft, number=place.number)
            if place.previous is not None:
                # A clock that was set back must not make a correction older than what it corrects.
                now = max(order.now(), place.previous.modified or place.published)
                draft = replace(
                    draft,
                    published=place.published,
                    modified=now,
                    changes=changes_since(folder, draft.rundown, now),
                )
            mix = _mix(order.show)
            with staged(folder) as stage, _spool(order.show, stage) as spool:
                kept = _mix(order.show, spool=spool)
                master = kept(draft.timeline, stage / AUDIO_FILE, preamble(draft))
                paced = [
                    mix(each.timeline, stage / each.sound_path, preamble(draft.at(each)))
                    for each in draft.paced
                ]
                heard = (
                    remark for each in (master, *paced) for remark in sound_remarks(each, order)
                )
                draft = replace(draft, remarks=(*draft.remarks, *dict.fromkeys(heard)))
                episode = publish(
                    stage,
                    draft,
                    master,
                    slug=folder.name,
                    mix=mix,
                    cut=_cut(order.show, spool) if spool is not None else None,
                    paced=paced,
                )
    except OSError as failed:
        place_name = failed.filename or show_folder
        raise EpisodeError(
            f"{place_name} cannot be written: {failed.strerror or failed}."
        ) from failed
    # The record has also what publishing itself found: a companion that is less than was asked for.
    return folder, episode, tuple(read_record(folder)["remarks"])


def _spool(show: Show, stage: Path) -> AbstractContextManager[Spool | None]:
    """Return what keeps the sound of the episode, where tracks are to be cut out of it."""
    from audiobrief.mix.spool import Spool

    return Spool(stage) if "tracks" in show.companions else nullcontext()


def _mix(show: Show, *, spool: Spool | None = None) -> Mix:
    """Return what writes a timeline as an MP3 in the way of the show, and keeps its sound."""
    from audiobrief.mix.delivery import delivered, encoding_of

    def mix(timeline: Timeline, path: Path, preamble: bytes) -> Master:
        return delivered(timeline, path, encoding_of(show), preamble=preamble, spool=spool)

    return mix


def _cut(show: Show, spool: Spool) -> Cut:
    """Return what writes a timeline in the same way, a part of it as the spool has it."""
    from audiobrief.mix.delivery import delivered_excerpt, encoding_of

    def cut(timeline: Timeline, excerpt: Excerpt, path: Path, preamble: bytes) -> None:
        delivered_excerpt(timeline, excerpt, spool, path, encoding_of(show), preamble=preamble)

    return cut


def _refuse_retracted(planned: Plan, order: Order) -> None:
    """Let nothing be published again that was taken out."""
    from audiobrief.feed.identity import refuse_retracted

    try:
        refuse_retracted(order.show_folder, planned.guid)
    except OSError as failed:
        raise EpisodeError(f"{order.show_folder} cannot be read: {failed.strerror}.") from failed


def _cache_remarks() -> Iterator[str]:
    """Keep the cache under its limit; yield why that failed: the episode is made all the same."""
    from audiobrief.speech.cache import CacheStore
    from audiobrief.speech.upkeep import evict

    try:
        evict(CacheStore())
    except (AudiobriefError, OSError) as failed:
        yield f"The cache of takes was not kept under its limit: {failed}"


def _made(
    folder: Path,
    episode: Episode,
    order: Order,
    *,
    remarks: tuple[str, ...],
    unchanged: bool = False,
) -> Made:
    """Write the feed, and return what was made."""
    from audiobrief.feed.rss import write_feed

    feed = write_feed(order.show_folder, order.show)
    if not order.show.base_url:
        remark = (
            f"The feed uses {order.show.address}, which nobody can reach: set base_url in"
            " show.toml before you publish it."
        )
        remarks = (*remarks, remark)
    return Made(
        folder=folder,
        feed=feed,
        duration_ms=episode.enclosure.duration_ms,
        remarks=remarks,
        unchanged=unchanged,
    )


class _Steps:
    """Tells the steps of an episode, each with its number: each pace is spoken and levelled."""

    def __init__(self, show: Show, tell: Progress) -> None:
        self._tell = tell
        self._all = 3 + 2 * (1 + len(show.variants))
        self._now = 0

    def next(self, what: str) -> None:
        """Tell that the next step begins."""
        self._now += 1
        self.again(what)

    def last(self, what: str) -> None:
        """Tell that the last step begins, whether or not those before it were needed."""
        self._now = self._all
        self.again(what)

    def again(self, what: str) -> None:
        """Tell how far the step is."""
        self._tell(f"Step {self._now} of {self._all}: {what.rstrip('.')}.")


def _voice_credits(
    profiles: Mapping[str, VoiceProfile], voices: AbstractSet[str], language: str
) -> tuple[str, ...]:
    lines = (profiles[name].credit for name in sorted(voices))
    told = words(language).notes["voice"]
    return tuple(dict.fromkeys(told.format(name=line) for line in lines if line))
