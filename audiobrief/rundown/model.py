"""The rundown: what is said, by whom, in which order; producers read and edit it.

Imported by every later stage, so it needs the standard library alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from audiobrief.story.model import Role

_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
"""Kana and Chinese characters: about two of them are as long as a word of English."""

NEWSREADER_WPM: Final = 150
"""Words per minute for estimates: measured on the embedded voice (about 145 to 160)."""

MAX_PAUSE_MS: Final = 10_000
"""Longest pause of a cue: catches seconds that were meant as milliseconds, and the reverse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """How a word is to be said; an engine takes the best form that it understands.

    Attributes:
        written: The word or words as they stand in the spoken text.
        respelling: As broadcasters write it: hyphens between syllables, the stressed one in
            capitals ("toh-KAH-yef"), or ``""``.
        ipa: In the International Phonetic Alphabet, without slashes, or ``""``.
        alias: Ordinary words that are said in its place, or ``""``.
        match_case: Whether capitals must agree for the row to apply.

    Raises:
        ValueError: No word, or no form is given.
    """

    written: str
    respelling: str = ""
    ipa: str = ""
    alias: str = ""
    match_case: bool = False

    def __post_init__(self) -> None:
        forms = (self.respelling, self.ipa, self.alias)
        if not self.written.strip() or not any(form.strip() for form in forms):
            raise ValueError(f"a pronunciation needs a word and a form: {self.written!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One sentence in one voice.

    Attributes:
        id: Stable name: the same words in the same story keep it from one build to the next.
        block: Index of the block in its story that the cue reads or announces; None where the
            cue belongs to no block (welcome, sign-off).
        role: What the cue reads; ``Role.CONTINUITY`` for words that the show adds.
        language: BCP 47 tag of the words.
        print_text: The words as printed; they go to the transcript.
        spoken_text: The words as they are said: numbers and abbreviations spelt out.
        voice: Name of a voice profile.
        pause_after_ms: Silence after the cue, in milliseconds, 0 to ``MAX_PAUSE_MS``.

    Raises:
        ValueError: A text or name is blank, or the pause is out of range.
    """

    id: str
    block: int | None
    role: Role
    language: str
    print_text: str
    spoken_text: str
    voice: str
    pause_after_ms: int = 0

    def __post_init__(self) -> None:
        for name in ("id", "language", "print_text", "spoken_text", "voice"):
            if not str(getattr(self, name)).strip():
                raise ValueError(f"the {name} of a {self.role} cue is blank")
        if not 0 <= self.pause_after_ms <= MAX_PAUSE_MS:
            raise ValueError(f"pause_after_ms is {self.pause_after_ms}, not 0..{MAX_PAUSE_MS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story in the running order.

    Attributes:
        title: The headline as printed.
        address: Where the story came from; ``""`` where that is not known.
        publisher: Who printed it, or None.
        published: When it was printed, or None.
        cues: In the order in which they are heard; at least one.
    """

    title: str
    address: str = ""
    publisher: str | None = None
    published: datetime | None = None
    cues: tuple[Cue, ...]

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.cues:
            raise ValueError("an item needs a title and a cue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """The running order of an episode.

    Attributes:
        title: Title of the episode, as printed.
        language: BCP 47 tag of the show's own words.
        opening: Cues before the first story: the show and its date, the headlines of an edition.
        items: One story or more.
        closing: Cues after the last story: the sign-off.
        guid: Identity of the episode, ``""`` where it is not known yet.
        published: Its first publication, with its zone, or None. Both travel with the rundown, so
            that an edited one makes the same episode.

    Raises:
        ValueError: There is no item, two cues share an id, or the time has no zone.
    """

    title: str
    language: str
    opening: tuple[Cue, ...] = ()
    items: tuple[Item, ...]
    closing: tuple[Cue, ...] = ()
    guid: str = ""
    published: datetime | None = None

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.items:
            raise ValueError("a rundown needs a title and an item")
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError(f"the time {self.published} has no zone")
        names = [cue.id for cue in self.cues]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"two cues have the id {twice!r}")

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All cues in the order in which they are heard."""
        return (*self.opening, *(cue for item in self.items for cue in item.cues), *self.closing)

    @property
    def is_edition(self) -> bool:
        """Whether the episode tells more than one story."""
        return len(self.items) > 1

    def item_of(self) -> dict[str, int | None]:
        """Return cue id -> index of its item, None for cues of the opening and the closing."""
        owner: dict[str, int | None] = {cue.id: None for cue in (*self.opening, *self.closing)}
        for index, item in enumerate(self.items):
            owner.update((cue.id, index) for cue in item.cues)
        return owner

    def estimated_ms(self, words_per_minute: int = NEWSREADER_WPM) -> int:
        """Return how long the rundown takes to hear, in milliseconds, pauses included."""
        words = sum(map(_words_heard, (cue.spoken_text for cue in self.cues)))
        return words * 60_000 // words_per_minute + sum(cue.pause_after_ms for cue in self.cues)


def _words_heard(text: str) -> int:
    """Return how many words a text takes as long as: Chinese and Japanese put no space between."""
    signs = len(_UNSPACED.findall(text))
    return signs // 2 + len(_UNSPACED.sub(" ", text).split())
