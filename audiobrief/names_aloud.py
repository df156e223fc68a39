"""The names of a story, each said alone and in its sentence, in one MP3 with a chapter a name."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Final

from audiobrief.errors import SoundError
from audiobrief.names import Radar
from audiobrief.order import Order
from audiobrief.profiles import lexicon_files, load_voices
from audiobrief.rundown.model import Item, Rundown
from audiobrief.rundown.voice_lexicons import load_lexicons
from audiobrief.story.model import Role

MAX_CHAPTERS: Final = 255


NAME_PAUSE_MS: Final = 700


def audition(radar: Radar, order: Order, path: Path) -> tuple[str, ...]:
    """Write an MP3 in which every word is said alone and in its sentence, a chapter for each.

    Returns:
        Whole sentences for the user: what was spoken otherwise than asked, or left out.

    Raises:
        SpeechError: The words cannot be spoken.
        SoundError: The file cannot be written.
    """
    from audiobrief.episode.id3 import ChapterTag, Tags, tag_bytes
    from audiobrief.mix.arrange import arrange
    from audiobrief.mix.level import levels
    from audiobrief.mix.mixdown import mixdown
    from audiobrief.mix.model import Encoding, Sounds
    from audiobrief.speech.cache import CacheStore
    from audiobrief.speech.record import record
    from audiobrief.storage import write_atomically

    rundown = _audition_rundown(radar)
    profiles = load_voices(order.voices_folder)
    recording = record(
        rundown,
        profiles,
        pronounce=load_lexicons(lexicon_files(order.voices_folder), profiles).touching,
        cache=CacheStore() if order.cached else CacheStore.temporary(),
        threads=order.threads,
        offline=order.offline,
        fallback=order.fallback,
    )
    takes = recording.takes
    show = order.show
    gains_db = levels(rundown, takes, show.loudness_lufs)
    timeline = arrange(rundown, takes, Sounds(), gains_db)
    starts = [timeline.ms(p.start_frames) for p in timeline.speech][::2]
    ends = [*starts[1:], timeline.ms(timeline.frames)]
    tag = Tags(
        title=rundown.title,
        artist=show.author or show.title,
        album=show.title,
        published=order.now(),
        language=rundown.language,
        duration_ms=timeline.ms(timeline.frames),
        description="Each name is said alone and in its sentence.",
        transcript="\n".join(cue.print_text for cue in rundown.cues),
        chapters=tuple(
            ChapterTag(start_ms=start, end_ms=end, title=item.title)
            for start, end, item in zip(starts, ends, rundown.items, strict=True)
        ),
        guid="",
    )
    sound = io.BytesIO()
    mixdown(
        timeline,
        sound,
        Encoding(ceiling_dbtp=show.true_peak_dbtp),
        preamble=tag_bytes(tag),
    )
    try:
        write_atomically(path, sound.getvalue())
    except OSError as failed:
        raise SoundError(
            f"{path} cannot be written: {failed.strerror or failed}; choose another place."
        ) from failed
    left = len(radar.words) - len(rundown.items)
    more = (f"{left} words are not in {path}: a tag names {MAX_CHAPTERS} chapters at most.",)
    return recording.remarks + (more if left else ())


def _audition_rundown(radar: Radar) -> Rundown:
    items = []
    for number, word in enumerate(radar.words[:MAX_CHAPTERS]):
        alone = replace(
            word.cue,
            id=f"name-{number}",
            role=Role.HEADLINE,
            print_text=word.written,
            spoken_text=word.written,
            pause_after_ms=NAME_PAUSE_MS,
        )
        items.append(Item(title=word.written, cues=(alone, replace(word.cue, id=f"in-{number}"))))
    return Rundown(
        title=f"Names in “{radar.title}”",
        language=radar.words[0].cue.language,
        items=tuple(items),
    )
