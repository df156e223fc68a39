"""The episode as a book reads it: sections of headings, paragraphs, captions, each sentence timed.

EPUB, DAISY and braille are written from this, so that they cannot differ in words, order or times.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from audiobrief.episode.companions.model import Manuscript, Paragraph, Part
from audiobrief.episode.model import Picture, TranscriptLine
from audiobrief.languages import primary_subtag
from audiobrief.mix.model import Layer, Timeline
from audiobrief.story.model import Role
from audiobrief.words import words


class Tag(StrEnum):
    """What a run of sentences is; the values are names of HTML elements."""

    HEADING = "h1"
    SUBHEADING = "h2"
    PARAGRAPH = "p"
    ITEM = "li"


class Kind(StrEnum):
    """What holds runs together; the values are names of HTML elements."""

    PLAIN = "div"
    CAPTION = "figure"
    QUOTE = "blockquote"
    LIST = "ul"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word with its part of the sound: the words of a sentence cover it without a gap.

    Attributes:
        id: That of its sentence with a number, as in WebVTT.
        text: With the signs and the space behind it.
        begin_ms: Where it begins.
        end_ms: Where the next one begins; of the last one, where its sentence ends.
    """

    id: str
    text: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One cue with the part of the sound that belongs to it.

    Attributes:
        id: That of segments.json where XML takes it.
        text: The words as printed, without signs that XML forbids.
        begin_ms: Where its speech begins.
        end_ms: Where the next cue or sound begins: the pause after it belongs to it.
        language: BCP 47 tag.
        joined: Whether no space stands between it and the sentence before it.
        words: Empty where the engine told no times of words.
    """

    id: str
    text: str
    begin_ms: int
    end_ms: int
    language: str
    joined: bool = False
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Sentences that stand in one element.

    Attributes:
        tag: Which element.
        role: What they are.
        sentences: In time order; at least one.
        section: Name of the section that it announces, in the headlines of an edition, or None.
    """

    tag: Tag
    role: Role
    sentences: tuple[Sentence, ...]
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Runs that belong together, such as a caption with the words that announce it.

    Attributes:
        kind: What they are.
        runs: In time order; at least one.
        picture: What a caption belongs to, or None.
    """

    kind: Kind
    runs: tuple[Run, ...]
    picture: Picture | None = None

    @property
    def id(self) -> str:
        """Name of the element, which no sentence has."""
        return f"{self.runs[0].sentences[0].id}-{self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the table of contents, and the sentence that it leads to."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A story, the opening or the closing.

    Attributes:
        name: Part of file names and ids: ``opening``, ``story-1`` …, ``closing``.
        title: For the table of contents.
        language: BCP 47 tag of most of its words.
        groups: In time order; at least one.
        entries: The parts inside it that a reader may want to go to.
    """

    name: str
    title: str
    language: str
    groups: tuple[Group, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        """All its runs in time order."""
        return tuple(run for group in self.groups for run in group.runs)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All its sentences in time order."""
        return tuple(sentence for run in self.runs for sentence in run.sentences)

    @property
    def duration_ms(self) -> int:
        """How long its clips play."""
        return sum(each.end_ms - each.begin_ms for each in self.sentences)


def sections(manuscript: Manuscript) -> tuple[Section, ...]:
    """Return the sections of the episode in the order in which they are heard."""
    maker = _Maker(manuscript)
    return tuple(maker.section(place, part) for place, part in enumerate(manuscript.parts))


def xml_text(text: str) -> str:
    """Return the text on one line, without the signs that XML 1.0 forbids."""
    return " ".join(_FORBIDDEN.sub(" ", text).split())


def languages(found: Iterable[Section]) -> tuple[str, ...]:
    """Return the languages of the sections, the one with most letters first."""
    weights: dict[str, int] = {}
    for section in found:
        for sentence in section.sentences:
            weights[sentence.language] = weights.get(sentence.language, 0) + len(sentence.text)
    return tuple(sorted(weights, key=lambda each: -weights[each]))


_FORBIDDEN: Final = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
"""Char of XML 1.0, 2.2, without the controls and non-characters that it discourages."""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""Ids that every format takes; those of a rundown that was edited by hand may be others."""

_GROUPS: Final = {Role.CAPTION: Kind.CAPTION, Role.QUOTE: Kind.QUOTE}
_TAGS: Final = {Role.HEADLINE: Tag.HEADING, Role.SUBHEAD: Tag.SUBHEADING}

_WITHOUT_SPACES: Final = frozenset({"ja", "zh", "yue"})


@dataclass(slots=True)
class _Maker:
    """Makes sections; knows the ids that are taken and where the next sound begins."""

    manuscript: Manuscript
    edges: list[int] = field(init=False)
    ids: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.edges = _edges(self.manuscript.timeline)
        lines = [line for part in self.manuscript.parts for line in part.lines]
        self.ids = _names(line.cue for line in lines)

    def section(self, place: int, part: Part) -> Section:
        """Return a part as a section."""
        titles = words(self.manuscript.episode.language).parts
        opens = part.item is None and place == 0
        groups = tuple(self._groups(part, opens=opens))
        language = _most(line.language or self.manuscript.episode.language for line in part.lines)
        if part.item is not None:
            name, title = _story_name(part.item), part.title
        else:
            name, title = (
                ("opening", titles["opening"]) if opens else ("closing", titles["credits"])
            )
        return Section(
            name=name,
            title=xml_text(title) or name,
            language=language,
            groups=groups,
            entries=tuple(self._entries(part)),
        )

    def _groups(self, part: Part, *, opens: bool) -> Iterator[Group]:
        listed: list[Run] = []
        for number, paragraph in enumerate(part.paragraphs):
            runs = tuple(self._runs(paragraph))
            if opens and number == 0:
                # The show and the day: what a book would have on its title page.
                runs = (_retagged(runs[0], Tag.HEADING), *runs[1:])
            elif part.item is None and paragraph.role is Role.HEADLINE:
                listed += (self._headline(run) for run in runs)
                continue
            if listed:
                yield Group(kind=Kind.LIST, runs=tuple(listed))
                listed = []
            kind = _GROUPS.get(paragraph.role, Kind.PLAIN)
            picture = paragraph.picture if kind is Kind.CAPTION else None
            yield Group(kind=kind, runs=runs, picture=picture)
        if listed:
            yield Group(kind=Kind.LIST, runs=tuple(listed))

    def _headline(self, run: Run) -> Run:
        """Return a headline of an edition's opening with the story that it leads to."""
        said = " ".join(each.text for each in run.sentences)
        stories = (part for part in self.manuscript.parts if part.item is not None)
        told = next((part for part in stories if xml_text(part.title) == said), None)
        return Run(
            tag=Tag.ITEM,
            role=run.role,
            sentences=run.sentences,
            section=_story_name(told.item) if told and told.item is not None else None,
        )

    def _runs(self, paragraph: Paragraph) -> Iterator[Run]:
        """Yield its sentences, parted where the role changes: a label is no part of a heading."""
        for role, lines in itertools.groupby(paragraph.lines, key=lambda line: line.role):
            found = tuple(self._sentences(lines))
            yield Run(tag=_TAGS.get(role, Tag.PARAGRAPH), role=role, sentences=found)

    def _sentences(self, lines: Iterable[TranscriptLine]) -> Iterator[Sentence]:
        for number, line in enumerate(lines):
            language = line.language or self.manuscript.episode.language
            end_ms = self._end_ms(line)
            yield Sentence(
                id=self.ids[line.cue],
                text=xml_text(line.text),
                begin_ms=self.manuscript.ms(line.start_frames),
                end_ms=end_ms,
                language=language,
                joined=number > 0 and primary_subtag(language) in _WITHOUT_SPACES,
                words=tuple(self._words(line, end_ms)),
            )

    def _words(self, line: TranscriptLine, end_ms: int) -> Iterator[Word]:
        """Yield the words of a line that has at least two; XML may forbid what one is made of."""
        parts = [line.text[each.start_char : each.end_char] for each in line.words]
        if len(parts) < 2 or _FORBIDDEN.search(line.text):
            return
        begins = [self.manuscript.ms(each.start_frames) for each in line.words]
        for number, text in enumerate(parts):
            yield Word(
                id=f"{self.ids[line.cue]}.{number + 1}",
                text=text,
                begin_ms=begins[number],
                end_ms=begins[number + 1] if number + 1 < len(begins) else end_ms,
            )

    def _end_ms(self, line: TranscriptLine) -> int:
        """Return where the next cue or sound begins; at the end, where the sound ends."""
        place = bisect.bisect_left(self.edges, line.end_frames)
        if place == len(self.edges):  # Rounded down: no clip may pass the end of its file.
            timeline = self.manuscript.timeline
            return timeline.frames * 1000 // timeline.rate_hz
        return self.manuscript.ms(self.edges[place])

    def _entries(self, part: Part) -> Iterator[Entry]:
        """Yield the chapters that begin inside the part, as every player shows them."""
        starts = [line.start_frames for line in part.lines]
        for chapter in self.manuscript.episode.chapters:
            place = bisect.bisect_left(starts, chapter.start_frames)
            if 0 < place < len(starts) and starts[place] < chapter.end_frames:
                name = self.ids[part.lines[place].cue]
                yield Entry(title=xml_text(chapter.title) or name, sentence=name)


def _edges(timeline: Timeline) -> list[int]:
    """Return where each cue and each sound of the show begins; the bed lies under all of them."""
    return [p.start_frames for p in timeline.placements if p.layer is not Layer.BED]


def _names(cues: Iterable[str]) -> dict[str, str]:
    """Return cue id -> id for XML: the same where it is a name, else one of its own."""
    found: dict[str, str] = {}
    every = list(cues)
    taken = {cue for cue in every if _NAME.fullmatch(cue)}
    for number, cue in enumerate(every):
        name = cue if cue in taken else f"cue-{number}"
        while cue not in taken and name in taken:
            name += "x"
        taken.add(name)
        found[cue] = name
    return found


def _story_name(item: int) -> str:
    return f"story-{item + 1}"


def _most(tags: Iterable[str]) -> str:
    counted: dict[str, int] = {}
    for tag in tags:
        counted[tag] = counted.get(tag, 0) + 1
    return max(counted, key=lambda each: counted[each])


def _retagged(run: Run, tag: Tag) -> Run:
    return Run(tag=tag, role=run.role, sentences=run.sentences)
