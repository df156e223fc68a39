"""What is known of an episode before its sound is written, and the tag that stands before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from audiobrief.episode import chapters as chapter_list
from audiobrief.episode import transcript as transcripts
from audiobrief.episode.cover import Cover
from audiobrief.episode.facts import address_of, credits_of, soundbite_of, sources_of, summary_of
from audiobrief.episode.id3 import ChapterTag, Tags, tag_bytes
from audiobrief.episode.model import (
    AUDIO_FILE,
    CHAPTERS_FILE,
    NO_PICTURES,
    TRANSCRIPTS,
    Chapter,
    Enclosure,
    Episode,
    Pictures,
    Variant,
    author_of,
    disclosure,
    variant_file,
)
from audiobrief.mix.model import Placement, Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.settings import Show


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
            transcript=transcripts.to_text(
                transcripts.transcript_lines(draft.rundown, draft.timeline)
            ),
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
