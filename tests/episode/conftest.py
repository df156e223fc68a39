"""A small episode on a made-up timeline: beeps for cues, so that nothing waits for speech."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from audiobrief.episode.companions.model import Manuscript, Mix, parts_of
from audiobrief.episode.companions.page import write_page
from audiobrief.episode.cover import cover
from audiobrief.episode.draft import Draft, preamble
from audiobrief.episode.model import AUDIO_FILE, SEGMENTS_FILE
from audiobrief.episode.publish import publish, staged
from audiobrief.episode.transcript import segments_json, transcript
from audiobrief.mix.delivery import delivered
from audiobrief.mix.model import Encoding, Layer, Master, Placement, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.settings import Show, override
from audiobrief.sound.clip import Clip
from audiobrief.story.model import Role

RATE_HZ: Final = 44_100

Arrange = Callable[..., Timeline]
MakeCue = Callable[..., Cue]

PUBLISHED: Final = datetime(2026, 1, 31, 6, 30, tzinfo=timezone(timedelta(hours=1)))


def _beep(ms: int, hz: float, level: float) -> Clip:
    moments = np.arange(ms * RATE_HZ // 1000) / RATE_HZ
    return Clip(
        samples=(level * np.sin(2 * np.pi * hz * moments)).astype(np.float32), rate_hz=RATE_HZ
    )


@pytest.fixture(scope="session")
def make_cue() -> MakeCue:
    """Return a maker of cues: role, text, block."""
    count = iter(range(100_000))

    def make(role: Role, text: str, block: int | None = None, pause_ms: int = 600) -> Cue:
        return Cue(
            id=f"c{next(count)}",
            block=block,
            role=role,
            language="en-US",
            print_text=text,
            spoken_text=text,
            voice="anchor",
            pause_after_ms=pause_ms,
        )

    return make


@pytest.fixture(scope="session")
def arrange() -> Arrange:
    """Return a maker of timelines: ident, cues of 0.7 s, earcons and stings where they belong."""

    def make(rundown: Rundown, *, ident: bool = True, cue_ms: int = 700) -> Timeline:
        placements: list[Placement] = []
        now = 0

        def put(ms: int, layer: Layer, cue: Cue | None = None) -> None:
            nonlocal now
            hz = 440 + 37 * (len(placements) % 9)
            placements.append(
                Placement(
                    sound=_beep(ms, hz, 0.25 if cue else 0.1),
                    rate_hz=RATE_HZ,
                    start_frames=now,
                    frames=ms * RATE_HZ // 1000,
                    layer=layer,
                    cue=cue,
                    voice=cue.voice if cue else "",
                    engine="tone 1" if cue else "",
                )
            )
            now += ms * RATE_HZ // 1000

        def speak(cues: Iterable[Cue]) -> None:
            nonlocal now
            block = -1
            for cue in cues:
                captioned = cue.block is not None and cue.block != block
                if captioned and "caption" in cue.print_text.lower():
                    put(300, Layer.EARCON)
                    now += 200 * RATE_HZ // 1000
                block = -1 if cue.block is None else cue.block
                put(cue_ms, Layer.SPEECH, cue)
                now += cue.pause_after_ms * RATE_HZ // 1000

        if ident:
            put(1_500, Layer.IDENT)
            now += RATE_HZ // 2
        speak(rundown.opening)
        for number, item in enumerate(rundown.items):
            if rundown.is_edition or number:
                now += RATE_HZ
                put(500, Layer.STING)
                now += RATE_HZ
            speak(item.cues)
        speak(rundown.closing)
        return Timeline(rate_hz=RATE_HZ, placements=tuple(placements), frames=now + RATE_HZ // 2)

    return make


@pytest.fixture(scope="session")
def story_cues(make_cue: MakeCue) -> Callable[[str], tuple[Cue, ...]]:
    """Return a maker of one story's cues: a caption inside it, a subhead, credits."""

    def make(headline: str) -> tuple[Cue, ...]:
        say = Role.CONTINUITY
        return (
            make_cue(Role.HEADLINE, headline, 0),
            make_cue(say, "From The Ferry Post, January 30, 2026.", 0),
            make_cue(say, "By Ada Quill.", 1),
            make_cue(Role.SUMMARY, "The pier at Lowmoor opens again.", 2),
            make_cue(Role.BODY, "The mayor said: this is the day: we waited.", 3, 250),
            make_cue(Role.BODY, "Tickets cost $4 & up, <free> for children.", 3),
            make_cue(say, "Photo caption:", 4, 250),
            make_cue(Role.CAPTION, "Walkers on the pier, Lowmoor, Jan. 29, 2026.", 4, 250),
            make_cue(say, "End of caption.", 4),
            make_cue(Role.BODY, "Repairs took eleven months.", 5),
            make_cue(Role.SUBHEAD, "What comes next", 6),
            make_cue(Role.BODY, "A ferry will stop there from May.", 7),
            make_cue(Role.CREDITS, "Ben Oar contributed to this report.", 8),
        )

    return make


@pytest.fixture(scope="session")
def rundown(make_cue: MakeCue, story_cues: Callable[[str], tuple[Cue, ...]]) -> Rundown:
    """Return the rundown of a single story."""
    headline = "Lowmoor Pier Opens “Again”"
    return Rundown(
        title=headline,
        language="en-US",
        opening=(make_cue(Role.CONTINUITY, "Pier Talk, January 31, 2026."),),
        items=(
            Item(
                title=headline,
                address="https://post.example/pier",
                publisher="The Ferry Post",
                cues=story_cues(headline),
            ),
        ),
        closing=(make_cue(Role.CONTINUITY, "This episode was read by a synthetic voice."),),
    )


@pytest.fixture(scope="session")
def edition(make_cue: MakeCue, story_cues: Callable[[str], tuple[Cue, ...]]) -> Rundown:
    """Return the rundown of an edition of two stories."""
    items = []
    for number, headline in enumerate(("Pier Opens", "Ferry Delayed"), start=1):
        first = make_cue(Role.CONTINUITY, f"Story {number} of 2.", 0)
        items.append(Item(title=headline, cues=(first, *story_cues(headline))))
    return Rundown(
        title="Morning edition",
        language="en-US",
        opening=(
            make_cue(Role.CONTINUITY, "Pier Talk, January 31, 2026."),
            make_cue(Role.HEADLINE, "Pier Opens"),
            make_cue(Role.HEADLINE, "Ferry Delayed"),
        ),
        items=tuple(items),
        closing=(make_cue(Role.CONTINUITY, "This episode was read by a synthetic voice."),),
    )


@pytest.fixture(scope="session")
def show() -> Show:
    return Show(
        title="Pier Talk",
        author="Lowmoor Radio",
        base_url="https://radio.example/pier/",
        owner_email="desk@radio.example",
        copyright="Lowmoor Radio",
        loudness_lufs=-18.0,
    )


@pytest.fixture(scope="session")
def draft(rundown: Rundown, show: Show, arrange: Arrange) -> Draft:
    """Return a draft of the single story."""
    return Draft(
        show=show,
        rundown=rundown,
        timeline=arrange(rundown),
        guid="https://post.example/pier",
        published=PUBLISHED,
        cover=cover(show),
        voice_credits=("Voice: a beep.",),
        remarks=("The voice is a beep.",),
        dropped=({"text": "Menu", "role": "furniture", "reason": "a menu"},),
        rundown_value={"title": rundown.title},
        made_with={"tone": "1"},
        build_key="key",
    )


@pytest.fixture(scope="session")
def mix() -> Mix:
    """Return what writes a timeline as an MP3, as production does."""

    def write(timeline: Timeline, path: Path, preamble: bytes) -> Master:
        return delivered(timeline, path, Encoding(), preamble=preamble)

    return write


@pytest.fixture(scope="session")
def make_episode(mix: Mix) -> Callable[[Draft, Path], Path]:
    """Return what publishes a draft into a folder as production does."""

    def make(draft: Draft, folder: Path) -> Path:
        with staged(folder) as stage:
            master = mix(draft.timeline, stage / AUDIO_FILE, preamble(draft))
            publish(stage, draft, master, slug=folder.name, mix=mix)
        return folder

    return make


@pytest.fixture(scope="session")
def published(
    draft: Draft,
    make_episode: Callable[[Draft, Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Return the folder of the published episode; tests that change it take a copy."""
    return make_episode(draft, tmp_path_factory.mktemp("show") / "2026-01-31-pier")


@pytest.fixture(scope="session")
def manuscript_of(draft: Draft, arrange: Arrange, mix: Mix) -> Callable[..., Manuscript]:
    """Return what makes the manuscript of a rundown, with segments.json and a sound in a folder.

    The sound is no more than the head of a frame: who needs to hear it publishes an episode.
    """

    def make(
        stage: Path, rundown: Rundown, timeline: Timeline | None = None, **show: object
    ) -> Manuscript:
        timeline = timeline or arrange(rundown)
        asked = replace(
            draft, rundown=rundown, timeline=timeline, show=override(draft.show, **show)
        )
        tag = b"ID3 the tag of the episode"
        (stage / AUDIO_FILE).write_bytes(tag + b"\xff\xfb\x90\xc4" + bytes(413))
        (stage / SEGMENTS_FILE).write_text(
            segments_json(rundown, timeline), encoding="utf-8", errors="replace"
        )
        return Manuscript(
            show=asked.show,
            episode=asked.episode("2026-01-31-pier", 417),
            parts=parts_of(rundown, transcript(rundown, timeline)),
            timeline=timeline,
            audio=stage / AUDIO_FILE,
            cover=draft.cover,
            preamble=tag,
            mix=mix,
        )

    return make


@pytest.fixture(scope="session")
def write_page_of(mix: Mix, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Draft], Path]:
    """Return what writes the page of a draft into a folder of its own, without any sound."""

    def make(draft: Draft) -> Path:
        folder = tmp_path_factory.mktemp("page")
        lines = transcript(draft.rundown, draft.timeline)
        manuscript = Manuscript(
            show=draft.show,
            episode=draft.episode("2026-01-31-pier", 1000),
            parts=parts_of(draft.rundown, lines, draft.pictures),
            timeline=draft.timeline,
            audio=folder / "episode.mp3",
            mix=mix,
        )
        write_page(folder, manuscript)
        return folder

    return make
