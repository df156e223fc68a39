"""All files of an episode, or none.

Production writes the sound into the staged folder, with ``preamble`` in front of it; ``publish``
writes everything else beside it. When the block ends, the folder takes the place of the old one::

    with staged(place.folder) as stage:
        with (stage / AUDIO_FILE).open("wb") as file:
            master = mixdown(timeline, file, preamble=preamble(draft), ...)
        episode = publish(stage, draft, master)
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import itertools
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from audiobrief import __version__
from audiobrief.episode import chapters as chapter_list
from audiobrief.episode import pieces as timed
from audiobrief.episode import transcript as transcripts
from audiobrief.episode.companions import write_companions
from audiobrief.episode.companions.model import Cut, Manuscript, Mix, parts_of
from audiobrief.episode.cover import Cover
from audiobrief.episode.id3 import ChapterTag, Tags, tag_bytes
from audiobrief.episode.model import (
    AUDIO_FILE,
    CHAPTERS_FILE,
    EPISODE_FILE,
    EPISODE_VERSION,
    NO_PICTURES,
    SEGMENTS_FILE,
    TRANSCRIPTS,
    Chapter,
    Enclosure,
    Episode,
    Pictures,
    Soundbite,
    TranscriptLine,
    Variant,
    author_of,
    disclosure,
    foreign_files,
    variant_file,
)
from audiobrief.errors import EpisodeError
from audiobrief.mix.model import Master, Placement, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.settings import Show
from audiobrief.storage import folder_replaced, write_atomically
from audiobrief.story.model import Role

SOUNDBITE_MS: Final = (15_000, 120_000)
"""How short and how long a soundbite may be; source: soundbite.md of the podcast namespace."""

SUMMARY_CHARS: Final = 400
"""About what podcast apps show before they fold a description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """When everything is heard in a variant, and how many times as fast that is."""

    pace: float
    timeline: Timeline

    @property
    def title(self) -> str:
        """What sets it apart, in words that a screen reader says well."""
        return f"{self.pace:g} times as fast"

    @property
    def sound_path(self) -> str:
        """File name of its sound."""
        return variant_file(AUDIO_FILE, self.pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of an episode before its sound is written.

    Attributes:
        show: The show that it belongs to.
        rundown: What is said in it.
        timeline: When it is heard.
        guid: Its identity, from ``place.guid_for``.
        published: First publication, with its zone, from ``place.episode_place``.
        modified: When it was made anew, or None for a first publication.
        cover: Picture of the show, for its folder and for the tags, or None.
        own_cover: Picture of this episode, for its folder and for the tags, or None.
        pictures: What captions belong to.
        people: Names of those who wrote the stories.
        changes: What was corrected since the first publication: a sentence for each time.
        season: Number of its season, or 0.
        number: Its number in the season, or 0.
        voice_credits: Whom to name for the voices.
        remarks: What is less good in it, one sentence each.
        fidelity: What the gate found that holds speech against print.
        dated_days: Relative days that are said with their date: objects with ``item``, ``cue``,
            ``printed`` and ``date``.
        dropped: Printed words that are not spoken: objects with ``text``, ``role``, ``reason``.
        rundown_value: The rundown as a JSON value, for a later rebuild.
        made_with: Name -> version of what had a part in the sound.
        build_key: Equal for equal input; a later run compares it.
        bed_under_db: How far the bed's loudest moment lies under the softest cue, A-weighted, or
            None where there is no bed.
        paced: The timelines of its variants.
        labels: Text -> its sound, for the tracks that do not say themselves what they are.
    """

    show: Show
    rundown: Rundown
    timeline: Timeline
    guid: str
    published: datetime
    modified: datetime | None = None
    cover: Cover | None = None
    own_cover: Cover | None = None
    pictures: Pictures = field(default_factory=lambda: NO_PICTURES)
    people: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    season: int = 0
    number: int = 0
    voice_credits: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    fidelity: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    dated_days: tuple[Mapping[str, Any], ...] = ()
    dropped: tuple[Mapping[str, Any], ...] = ()
    rundown_value: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    made_with: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    build_key: str = ""
    bed_under_db: float | None = None
    paced: tuple[Paced, ...] = ()
    labels: Mapping[str, Placement] = field(default_factory=lambda: MappingProxyType({}))

    def at(self, paced: Paced) -> Draft:
        """Return what the episode is in a variant: the same, said faster, under its own title."""
        title = f"{self.rundown.title} ({paced.title})"
        return replace(
            self, rundown=replace(self.rundown, title=title), timeline=paced.timeline, paced=()
        )

    def episode(
        self,
        slug: str,
        length_bytes: int,
        integrity: str = "",
        variants: tuple[Variant, ...] = (),
    ) -> Episode:
        """Return the episode that this becomes in a folder of that name."""
        own = self.own_cover
        return Episode(
            guid=self.guid,
            slug=slug,
            title=self.rundown.title,
            summary=summary_of(self.rundown),
            published=self.published,
            modified=self.modified,
            language=self.rundown.language,
            enclosure=Enclosure(
                path=AUDIO_FILE,
                media_type="audio/mpeg",
                length_bytes=length_bytes,
                duration_ms=self.timeline.ms(self.timeline.frames),
                integrity=integrity,
            ),
            chapters=self.chapters(),
            transcripts=TRANSCRIPTS,
            chapters_path=CHAPTERS_FILE,
            credits=(*credits_of(self.rundown), *self.voice_credits),
            address=address_of(self.rundown),
            rate_hz=self.timeline.rate_hz,
            changes=self.changes,
            sources=sources_of(self.rundown),
            people=self.people,
            soundbite=soundbite_of(self.rundown, self.timeline),
            cover_path=own.name if own else None,
            cover_alt=own.alt if own else "",
            season=self.season,
            number=self.number,
            disclosure=disclosure(self.show, self.rundown.language),
            variants=variants,
        )

    def chapters(self) -> tuple[Chapter, ...]:
        """Return the chapters, no more than an ID3 table of contents can name."""
        images = {place: picture.address for place, picture in self.pictures.items()}
        every = chapter_list.chapters(self.rundown, self.timeline, images)
        return chapter_list.within_limit(every)


def preamble(draft: Draft) -> bytes:
    """Return the ID3 tag that stands before the sound; equal drafts give equal bytes."""
    episode, show, ms = draft.episode("", 0), draft.show, draft.timeline.ms
    picture = draft.own_cover or draft.cover
    return tag_bytes(
        Tags(
            title=episode.title,
            artist=author_of(show),
            album=show.title,
            published=draft.published,
            language=episode.language,
            duration_ms=episode.enclosure.duration_ms,
            description=episode.description_of_sound,
            transcript=transcripts.to_text(transcripts.transcript(draft.rundown, draft.timeline)),
            chapters=tuple(
                ChapterTag(
                    start_ms=ms(each.start_frames),
                    end_ms=ms(each.end_frames),
                    title=each.title,
                    link=each.link,
                )
                for each in episode.chapters
            ),
            guid=draft.guid,
            cover=picture.small_jpeg if picture else None,
            cover_alt=picture.alt if picture else "",
            address=episode.address,
            feed_address=f"{show.base_url}feed.xml" if show.base_url else None,
            rights=show.copyright,
        )
    )


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes the episode's when the block ends without error.

    Raises:
        EpisodeError: A file or the folder could not be written; the earlier episode is untouched.
    """
    try:
        with folder_replaced(folder) as stage:
            yield stage
            _keep_foreign(folder, stage)
    except OSError as failed:
        raise EpisodeError(
            f"The episode in {folder} cannot be written: {failed.strerror or failed}; what was "
            "there before is untouched."
        ) from failed


def _keep_foreign(folder: Path, stage: Path) -> None:
    """Copy what others put into the earlier episode's folder: a correction is no reason to lose it.

    Raises:
        OSError: A file could not be copied; the earlier folder stays as it is.
    """
    if not folder.is_dir():
        return
    for name in foreign_files(folder):
        if not (stage / name).exists():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, stage / name, follow_symlinks=False)


def publish(  # noqa: PLR0913, each has been made by another stage
    stage: Path,
    draft: Draft,
    master: Master,
    *,
    slug: str,
    mix: Mix,
    cut: Cut | None = None,
    paced: Sequence[Master] = (),
) -> Episode:
    """Write chapters, transcripts, segments.json, companions and episode.json beside the sound.

    The cover goes into the show's folder, where the feed names it, unless it is there already.

    Args:
        stage: The folder from ``staged``; it holds the sound and those of the variants already.
        draft: What is known of the episode.
        master: The sound as the mixdown left it.
        slug: Name that the folder will have.
        mix: Writes another timeline as an MP3, for companions with sounds of their own.
        cut: Writes one of which a part sounds as it does in the episode, where that is at hand.
        paced: The sounds of the draft's variants, in their order.

    Returns:
        The episode, as ``model.read_episode`` will read it.

    Raises:
        EpisodeError: The sound is not as long as the timeline, or its file is not whole.
        OSError: A file could not be written; ``staged`` turns it into an ``EpisodeError``.
    """
    integrity = _integrity_of_whole(stage / AUDIO_FILE, master, draft.timeline)
    variants = tuple(
        _variant(stage, draft.at(each), each, sound)
        for each, sound in zip(draft.paced, paced, strict=True)
    )
    episode = draft.episode(slug, master.length_bytes, integrity, variants)
    if draft.own_cover is not None:
        (stage / draft.own_cover.name).write_bytes(draft.own_cover.jpeg)
    lines = transcripts.transcript(draft.rundown, draft.timeline)
    told: list[str] = []
    manuscript = Manuscript(
        show=draft.show,
        episode=episode,
        parts=parts_of(draft.rundown, lines, draft.pictures),
        timeline=draft.timeline,
        audio=stage / AUDIO_FILE,
        cover=draft.own_cover or draft.cover,
        preamble=preamble(draft),
        mix=mix,
        cut=cut,
        labels=draft.labels,
        remark=told.append,
    )
    episode = replace(episode, companions=write_companions(stage, manuscript))
    draft = replace(draft, remarks=(*draft.remarks, *told))
    for name, content in _files(draft, episode, lines, (master, *paced)):
        # Half a surrogate pair, from a hand-edited rundown, has no place in UTF-8.
        (stage / name).write_bytes(content.encode(errors="replace"))
    # The last one, as it is no part of the stage: what fails before it leaves nothing behind.
    if draft.cover is not None and not (stage.parent / draft.cover.name).is_file():
        write_atomically(stage.parent / draft.cover.name, draft.cover.jpeg)
    return episode


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


def integrity_of(path: Path) -> str:
    """Return the digest of a file in the form of W3C Subresource Integrity."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha384").digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def _integrity_of_whole(path: Path, master: Master, timeline: Timeline) -> str:
    """Return the digest of a sound that is what the mixdown wrote, and as long as its timeline."""
    length_bytes = path.stat().st_size
    if length_bytes != master.length_bytes or master.frames != timeline.frames:
        raise EpisodeError(
            f"The sound {path.name} is not whole: {length_bytes} bytes and {master.frames} frames, "
            f"not {master.length_bytes} bytes and {timeline.frames} frames; make it again."
        )
    return integrity_of(path)


def _variant(stage: Path, draft: Draft, paced: Paced, master: Master) -> Variant:
    """Return what the feed and the check need to know of a variant whose sound is there."""
    return Variant(
        path=paced.sound_path,
        media_type="audio/mpeg",
        length_bytes=master.length_bytes,
        duration_ms=draft.timeline.ms(draft.timeline.frames),
        title=paced.title,
        integrity=_integrity_of_whole(stage / paced.sound_path, master, draft.timeline),
        pace=paced.pace,
        chapters=draft.chapters(),
    )


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


def _files(
    draft: Draft,
    episode: Episode,
    lines: tuple[TranscriptLine, ...],
    masters: tuple[Master, ...],
) -> Iterator[tuple[str, str]]:
    """Yield name and content of every file but the sound; episode.json is the last one."""
    timeline = draft.timeline
    yield SEGMENTS_FILE, transcripts.segments_json(draft.rundown, timeline)
    for each in draft.paced:
        name = variant_file(SEGMENTS_FILE, each.pace)
        yield name, transcripts.segments_json(draft.rundown, each.timeline)
    names = [name for name, _ in TRANSCRIPTS]
    pieces = timed.pieces(lines, timeline)
    page = {"title": episode.title, "language": episode.language}
    forms = (
        timed.to_vtt(pieces),
        timed.to_srt(pieces),
        timed.to_json(pieces),
        timed.to_html(lines, episode.chapters, timeline, **page),
        transcripts.to_text(lines),
    )
    yield from zip(names, forms, strict=True)
    yield (
        CHAPTERS_FILE,
        chapter_list.to_json(
            episode.chapters, timeline, title=episode.title, show=draft.show.title
        ),
    )
    record = json.dumps(_record(draft, episode, *masters), ensure_ascii=False, indent=1)
    yield EPISODE_FILE, record + "\n"


def _record(draft: Draft, episode: Episode, master: Master, *paced: Master) -> dict[str, Any]:
    """Return the content of episode.json: all that feed, rebuild and check need."""
    spoken = draft.timeline.speech
    return {
        "version": EPISODE_VERSION,
        "guid": episode.guid,
        "show": draft.show.title,
        "author": author_of(draft.show),
        "title": episode.title,
        "summary": episode.summary,
        "published": episode.published.isoformat(),
        "modified": episode.modified.isoformat() if episode.modified else None,
        "language": episode.language,
        "address": episode.address,
        "credits": list(episode.credits),
        "enclosure": asdict(episode.enclosure),
        "rate_hz": episode.rate_hz,
        "chapters_path": episode.chapters_path,
        "chapters": [asdict(each) for each in episode.chapters],
        "segments_path": SEGMENTS_FILE,
        "transcripts": [
            {"path": path, "media_type": media_type} for path, media_type in episode.transcripts
        ],
        "changes": list(episode.changes),
        "sources": [{"title": title, "address": address} for title, address in episode.sources],
        "people": list(episode.people),
        "soundbite": asdict(episode.soundbite) if episode.soundbite else None,
        "cover_path": episode.cover_path,
        "cover_alt": episode.cover_alt,
        "season": episode.season,
        "number": episode.number,
        "disclosure": episode.disclosure,
        "variants": [asdict(each) for each in episode.variants],
        "companions": [asdict(each) for each in episode.companions],
        "voices": sorted({placement.voice for placement in spoken}),
        "engines": sorted({placement.engine for placement in spoken}),
        "remarks": [*draft.remarks, *_chapter_remarks(draft, episode)],
        "fidelity": dict(draft.fidelity),
        "dated_days": [dict(each) for each in draft.dated_days],
        "dropped": [dict(each) for each in draft.dropped],
        "asked_for": {
            "integrated_lufs": draft.show.loudness_lufs,
            "true_peak_dbtp": draft.show.true_peak_dbtp,
        },
        "measured_before_encoding": {
            **_measured(master),
            **({} if draft.bed_under_db is None else {"bed_under_speech_dba": draft.bed_under_db}),
        },
        "variants_measured_before_encoding": {
            each.path: _measured(sound) for each, sound in zip(episode.variants, paced, strict=True)
        },
        "made_with": {"audiobrief": __version__, **draft.made_with},
        "build_key": draft.build_key,
        "rundown": dict(draft.rundown_value),
    }


def _measured(master: Master) -> dict[str, Any]:
    return {
        "integrated_lufs": round(master.loudness_lufs, 2),
        "true_peak_dbtp": round(master.true_peak_dbtp, 2),
        "limiter_reduction_db": [round(value, 2) for value in master.reduction_db],
    }


def _chapter_remarks(draft: Draft, episode: Episode) -> Iterator[str]:
    every = len(chapter_list.chapters(draft.rundown, draft.timeline))
    if every > len(episode.chapters):
        yield (
            f"Of {every} chapters {len(episode.chapters)} were kept, because tags name at most "
            f"{chapter_list.MAX_CHAPTERS}; the parts of the others belong to the chapters before."
        )
