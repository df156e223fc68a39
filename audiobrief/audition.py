"""Auditions: each voice that is here reads two lines, in one MP3 with a chapter a voice."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audiobrief.errors import EngineUnavailableError, SoundError, SpeechError
from audiobrief.languages import primary_subtag
from audiobrief.profiles import VoiceProfile
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.settings import Show
from audiobrief.storage import write_atomically
from audiobrief.story.model import Role
from audiobrief.words import language_name, words, written

if TYPE_CHECKING:
    from audiobrief.speech.model import Take

BETWEEN_MS: Final = 400
AFTER_MS: Final = 1_200
"""Pauses between the two lines, and between two voices."""
NEUTRAL: Final = "en-US"
"""What a voice reads that speaks any language, where none is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audition:
    """What was made.

    Attributes:
        voices: Names of the voices that are heard, in their order: one chapter each.
        duration_ms: How long it plays.
        remarks: Whole sentences on the voices that are not heard, and why.
    """

    voices: tuple[str, ...]
    duration_ms: int
    remarks: tuple[str, ...]


def audition(
    profiles: Mapping[str, VoiceProfile],
    path: Path,
    *,
    language: str | None = None,
    online: bool = False,
) -> Audition:
    """Write an MP3 in which each voice says its name and a sentence of news.

    A voice that speaks but one language reads in it; others in the language that is asked for.

    Args:
        profiles: Name -> voice, as ``load_voices`` returns them.
        path: The file to write; it is replaced, or left as it was where anything fails.
        language: BCP 47 tag; voices of another language are left out.
        online: Whether voices that send the words away are heard too.

    Raises:
        EngineUnavailableError: No voice can be heard.
        SoundError: The file cannot be written.
    """
    from audiobrief.mix.delivery import encoding_of
    from audiobrief.mix.level import levels

    items: list[Item] = []
    takes: list[Take] = []
    remarks: list[str] = []
    for name, profile in sorted(profiles.items()):
        heard = _heard(profile, profiles, language, online=online)
        if isinstance(heard, str):
            remarks.append(f"The voice {name} is not heard: {heard}")
            continue
        item, read = heard
        items.append(item)
        takes += read
    if not items:
        raise EngineUnavailableError(
            f"No voice can be heard. {' '.join(remarks)} audiobrief voices tells what each needs."
        )
    show = Show()
    rundown = Rundown(title="Voices", language=language or NEUTRAL, items=tuple(items))
    ceiling = encoding_of(show).limit_dbtp
    gains_db = levels(rundown, takes, show.loudness_lufs, limit_dbtp=ceiling, found=None)
    duration_ms = _write(rundown, takes, gains_db, show, path)
    voices = tuple(item.title for item in items)
    return Audition(voices=voices, duration_ms=duration_ms, remarks=tuple(remarks))


def _heard(
    profile: VoiceProfile,
    profiles: Mapping[str, VoiceProfile],
    language: str | None,
    *,
    online: bool,
) -> tuple[Item, list[Take]] | str:
    """Return what a voice reads, with its takes, or the end of a sentence that says why not."""
    from audiobrief.speech.cache import CacheStore
    from audiobrief.speech.engine import find_engine, speaks
    from audiobrief.speech.record import record

    tag = language or profile.language or NEUTRAL
    try:
        engine = find_engine(profile.engine)
        able = profile.speaks(tag) and speaks(engine, tag)
    except EngineUnavailableError as missing:
        return str(missing)
    if engine.online and not online:
        return "it sends the words over the network, which --online allows."
    if not able:
        return f"it does not speak {language_name(tag)}."
    if primary_subtag(tag) not in written():
        return f"there are no lines for it to read in {language_name(tag)}."
    item = _item(profile, tag)
    rundown = Rundown(title=profile.name, language=tag, items=(item,))
    try:
        done = record(
            rundown,
            profiles,
            pronounce=lambda *_: (),
            cache=CacheStore(),
            fallback=False,
        )
    except SpeechError as failed:
        return str(failed)
    return item, list(done.takes)


def _item(profile: VoiceProfile, language: str) -> Item:
    """Return the two lines of a voice."""
    from audiobrief.rundown.speakable import speakable

    told = words(language)
    name = profile.name.replace("-", " ").replace("_", " ")
    lines = (told.audition["name"].format(voice=name), told.audition["news"])
    cues = tuple(
        Cue(
            id=f"{profile.name}-{number}",
            block=None,
            role=Role.BODY,
            language=language,
            print_text=line,
            spoken_text=speakable(line, language),
            voice=profile.name,
            pause_after_ms=BETWEEN_MS if number == 1 else AFTER_MS,
        )
        for number, line in enumerate(lines, start=1)
    )
    return Item(title=profile.name, cues=cues)


def _write(
    rundown: Rundown,
    takes: Sequence[Take],
    gains_db: Mapping[str, float],
    show: Show,
    path: Path,
) -> int:
    """Write the file with a chapter for each voice; return its length in milliseconds."""
    from audiobrief.episode.id3 import ChapterTag, Tags, tag_bytes
    from audiobrief.mix.arrange import arrange
    from audiobrief.mix.delivery import encoding_of
    from audiobrief.mix.mixdown import mixdown
    from audiobrief.mix.model import Sounds

    silent = Sounds(ident=None, sting=None, sign_off=None, earcons={})
    timeline = arrange(rundown, takes, silent, gains_db)
    first = {item.cues[0].id: item.title for item in rundown.items}
    starts = [
        (0 if number == 0 else placement.start_frames, first[placement.cue.id])
        for number, placement in enumerate(timeline.speech)
        if placement.cue is not None and placement.cue.id in first
    ]
    ends = [*(start for start, _ in starts[1:]), timeline.frames]
    chapters = tuple(
        ChapterTag(start_ms=timeline.ms(start), end_ms=timeline.ms(end), title=title)
        for (start, title), end in zip(starts, ends, strict=True)
    )
    duration_ms = timeline.ms(timeline.frames)
    lines = [cue.print_text for item in rundown.items for cue in item.cues]
    tag = tag_bytes(
        Tags(
            title="Auditions",
            artist="audiobrief",
            album="Voices",
            published=dt.datetime.now(dt.UTC).replace(microsecond=0),
            language=rundown.language,
            duration_ms=duration_ms,
            description=words(rundown.language).notes["disclosure"],
            transcript="\n".join(lines),
            chapters=chapters,
            guid="",
        )
    )
    sound = io.BytesIO()
    mixdown(timeline, sound, encoding_of(show), preamble=tag)
    try:
        write_atomically(path, sound.getvalue())
    except OSError as failed:
        raise SoundError(
            f"The auditions {path} cannot be written: {failed.strerror or failed}; choose another"
            " place with -o."
        ) from failed
    return duration_ms
