"""Stories and a show make a rundown: which words, in which order, in which voice.

The order is the one that talking newspapers use: headline, who printed it and when, who wrote it,
summary, the story with its captions where they stand, credits. Every label that a sighted reader
would see as layout is spoken as a continuity cue.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from audiobrief.languages import primary_subtag
from audiobrief.profiles import VoiceProfile
from audiobrief.rundown.captions import POLICY, picture
from audiobrief.rundown.continuity import Continuity, continuity, has_words, unlabelled
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.rundown.quotations import unclear_quotes
from audiobrief.rundown.relative_days import DatedDay, is_old, with_dates
from audiobrief.rundown.speakable import sentences, speakable
from audiobrief.settings import CaptionPlace, QuoteMarks, RelativeDays, Show
from audiobrief.story.model import Block, Role, Story

SENTENCE_PAUSE_MS: Final = 250
PARAGRAPH_PAUSE_MS: Final = 600
"""Pauses of a newsreader: within a paragraph, and where the paragraph or the role changes."""

IN_PLACE: Final = frozenset({Role.DATELINE, Role.BODY, Role.SUBHEAD, Role.QUOTE, Role.CAPTION})
"""Roles that are read where they stand, after headline, source and summary."""

OPTIONAL: Final = frozenset(
    {Role.BYLINE, Role.DATELINE, Role.SUMMARY, Role.SUBHEAD, Role.QUOTE, Role.CAPTION, Role.CREDITS}
)
"""Roles that a producer may leave out; a story without headline or body is none."""

NOT_READ: Final = "not read by policy"
"""Why a block is left out that no rule of its own leaves out."""


def compose(  # noqa: PLR0913, what a producer can choose
    stories: Sequence[Story],
    show: Show,
    *,
    on: dt.date,
    title: str | None = None,
    leave_out: AbstractSet[Role] = frozenset(),
    voices: Mapping[str, VoiceProfile] = MappingProxyType({}),
) -> Rundown:
    """Return the running order of an episode.

    Args:
        stories: In the order in which they are told; at least one.
        show: Its title, language and voices.
        on: The day that the welcome names.
        title: Title of the episode; without one, the first headline.
        leave_out: Roles out of ``OPTIONAL`` that are not to be read.
        voices: Name -> profile; the pauses of one take the place of the usual ones.
    """
    words = continuity(_shared(stories, show), show.language)
    used: Counter[str] = Counter()
    opening = _paused(_named(_opening(stories, show, words, on, title), used), voices)
    items = tuple(
        Item(
            title=story.headline,
            address=story.address,
            publisher=story.publisher,
            published=story.published,
            cues=_paused(
                _named(_story(story, show, leave_out, number, len(stories), on=on), used), voices
            ),
        )
        for number, story in enumerate(stories, start=1)
    )
    return Rundown(
        title=title or stories[0].headline,
        language=words.language,
        opening=opening,
        items=items,
        closing=_paused(_named(_closing(words, show), used), voices),
    )


def labels(texts: Iterable[str], rundown: Rundown, show: Show, voice: str) -> tuple[Cue, ...]:
    """Return cues outside the running order, in the language and the manner of the show's words."""
    words = continuity(rundown.language, show.language)
    return tuple(
        replace(_label(text, words, show), id=f"label-{number}", voice=voice)
        for number, text in enumerate(texts, start=1)
    )


def cue_id(role: Role, print_text: str) -> str:
    """Return the name that the same words keep from one build to the next.

    It begins with a letter, so that pages and books can use it as it is: XML asks for that.
    """
    return f"s{hashlib.sha256(f'{role}|{print_text}'.encode()).hexdigest()[:10]}"


def left_out(story: Story, item: Item, show: Show | None = None) -> tuple[Block, ...]:
    """Return what no cue of the item reads, each with its reason: blocks, credits, descriptions.

    Args:
        story: What was printed.
        item: What is said of it.
        show: Tells why a picture is not described; None tells only that it is not.
    """
    read = {cue.block for cue in item.cues if cue.role is not Role.CONTINUITY}
    announced = {cue.block for cue in item.cues}
    silent: list[Block] = []
    for index, block in enumerate(story.blocks):
        if block.role is Role.CAPTION:
            silent.extend(_unread_of_picture(block, index, item, show or Show()))
        elif index not in (announced if block.role is Role.BYLINE else read):
            silent.append(replace(block, reason=NOT_READ))
    return tuple(silent)


def _unread_of_picture(block: Block, index: int, item: Item, show: Show) -> Iterator[Block]:
    """Yield the words of a picture that no cue of the item reads."""
    cues = [cue for cue in item.cues if cue.block == index and cue.role is Role.CAPTION]
    said = _letters(" ".join(cue.print_text for cue in cues))
    policy = picture(block, show.captions_read)
    if not said or _letters(block.text) not in said:
        yield replace(block, reason=NOT_READ if policy.caption else POLICY)
    elif block.credit:
        yield replace(block, text=block.credit, rule="caption-credit", reason="a caption's credit")
    alt = block.image_alt or ""
    if _letters(alt) and _letters(alt) not in said + _letters(block.text):
        reason = policy.why_no_description or NOT_READ
        yield replace(block, text=alt, rule="alternative-text", reason=reason)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _opening(
    stories: Sequence[Story], show: Show, words: Continuity, on: dt.date, title: str | None
) -> Iterator[Cue]:
    welcome = words.welcome.format(show=show.title.rstrip("."), date=words.date(on))
    yield _label(welcome, words, show)
    # The title that a producer gave is what a listener will look for in the app.
    if title and _letters(title).casefold() not in _letters(show.title).casefold():
        yield _label(title.strip().rstrip(".") + ".", words, show)
    if len(stories) > 1:
        yield _label(words.headlines, words, show)
        for story in stories:
            (block,) = (each for each in story.blocks if each.role is Role.HEADLINE)
            # Undated here: the story itself says which Thursday it was.
            told = story.published.date() if story.published else on
            yield from _block(None, block, story, show, on=told)


def _closing(words: Continuity, show: Show) -> Iterator[Cue]:
    """Yield the last words: that the voice is synthetic."""
    if isinstance(show.disclosure, str):
        yield _label(show.disclosure, continuity(show.language), show)
    elif show.disclosure:
        yield _label(words.sign_off, words, show)


def _story(  # noqa: PLR0913, a story and its place in the show
    story: Story,
    show: Show,
    leave_out: AbstractSet[Role],
    number: int,
    count: int,
    *,
    on: dt.date,
) -> Iterator[Cue]:
    told = _regional(story.language, show.language)
    words = continuity(told, show.language) if has_words(told) else unlabelled(told)
    blocks = [
        (index, block) for index, block in enumerate(story.blocks) if block.role not in leave_out
    ]
    (head,) = (pair for pair in blocks if pair[1].role is Role.HEADLINE)
    if count > 1 and words.number:
        yield _label(words.numbered(number, count), words, show, head[0])
    yield from _block(*head, story, show, on=on)
    yield from _source(story, words, show, head[0])
    for index, block in blocks:
        if block.role is Role.BYLINE:
            names = block.text.rstrip(".")
            yield _label(words.byline.format(names=names), words, show, index)
    if story.excerpt and words.excerpt:
        yield _label(words.excerpt, words, show, head[0])
    unclear = unclear_quotes(story) if show.quotes is QuoteMarks.UNCLEAR else {}
    for roles in _sequence(show):
        for index, block in blocks:
            if block.role in roles:
                cues = _told(index, block, story, show, words, on=on)
                marks = unclear.get(index)
                yield from _marked(cues, marks, words, show, index) if marks else cues


def _sequence(show: Show) -> tuple[AbstractSet[Role], ...]:
    """Return the roles that are read together, one group after the other."""
    if show.captions_place is CaptionPlace.IN_PLACE:
        return ({Role.SUMMARY}, IN_PLACE, {Role.CREDITS})
    return ({Role.SUMMARY}, IN_PLACE - {Role.CAPTION}, {Role.CAPTION}, {Role.CREDITS})


def _told(  # noqa: PLR0913, a block and its place in the show
    index: int, block: Block, story: Story, show: Show, words: Continuity, *, on: dt.date
) -> Iterator[Cue]:
    """Yield the cues of a block, with the labels that its role has."""
    if block.role is Role.CAPTION:
        chosen = picture(block, show.captions_read)
        for text, label in (
            (chosen.caption, words.caption),
            (chosen.description, words.description),
        ):
            if text:
                cues = _block(index, replace(block, text=text), story, show, on=on)
                yield from _announced(cues, label, words, show, index)
        return
    is_announced = block.role is Role.QUOTE and show.quotes is not QuoteMarks.NONE
    labels = words.quote if is_announced else None
    yield from _announced(_block(index, block, story, show, on=on), labels, words, show, index)


def _marked(
    cues: Iterable[Cue],
    marks: tuple[bool, bool],
    words: Continuity,
    show: Show,
    index: int,
) -> Iterator[Cue]:
    """Yield the cues of a quotation whose speaker is not named, with the marks that it needs."""
    begins, ends = marks
    before, after = words.quote
    cues = tuple(cues)
    if begins and before and cues:
        yield replace(_label(before, words, show, index), pause_after_ms=SENTENCE_PAUSE_MS)
    yield from cues
    if ends and after and cues:
        yield _label(after, words, show, index)


def _source(story: Story, words: Continuity, show: Show, block: int) -> Iterator[Cue]:
    date = words.date(story.published.date()) if story.published else ""
    publisher = (story.publisher or "").rstrip(".")
    if publisher and date:
        yield _label(words.source.format(publisher=publisher, date=date), words, show, block)
    elif publisher:
        yield _label(words.publisher.format(publisher=publisher), words, show, block)
    elif date:
        yield _label(words.published.format(date=date), words, show, block)


def _announced(
    cues: Iterable[Cue],
    labels: tuple[str, str] | None,
    words: Continuity,
    show: Show,
    index: int,
) -> Iterator[Cue]:
    """Yield the cues of a block between its label and its end mark, where it has them."""
    cues = tuple(cues)
    if labels is None or not all(labels) or not cues:
        yield from cues
        return
    before, after = labels
    yield replace(_label(before, words, show, index), pause_after_ms=SENTENCE_PAUSE_MS)
    yield from cues[:-1]
    yield replace(cues[-1], pause_after_ms=SENTENCE_PAUSE_MS)
    yield _label(after, words, show, index)


def _block(
    index: int | None, block: Block, story: Story, show: Show, *, on: dt.date
) -> Iterator[Cue]:
    """Yield a cue for each sentence of the block that has a word to say."""
    stated = block.language if show.foreign_voices else None
    language = _regional(stated or story.language, show.language)
    printed_sentences = sentences(block.text, language, show.text_rows)
    told = None if block.role is Role.QUOTE else story.published
    spoken = [
        (printed, said)
        for printed, (text, _) in zip(
            printed_sentences,
            dated(printed_sentences, language, told, show, on=on),
            strict=True,
        )
        if any(map(str.isalnum, said := speakable(text, language, show.text_rows)))
    ]
    for place, (printed, said) in enumerate(spoken, start=1):
        last = place == len(spoken)
        yield Cue(
            id=cue_id(block.role, printed),
            block=index,
            role=block.role,
            language=language,
            print_text=printed,
            spoken_text=said,
            voice=show.voice_for(block.role),
            pause_after_ms=PARAGRAPH_PAUSE_MS if last else SENTENCE_PAUSE_MS,
        )


def dated(
    printed: Sequence[str],
    language: str,
    published: dt.datetime | None,
    show: Show,
    *,
    on: dt.date,
) -> tuple[tuple[str, tuple[DatedDay, ...]], ...]:
    """Return the sentences of a block as they are to be said, with the days that were dated.

    They are as printed unless the show wants dates, the story is old, and its language is English.
    """
    is_english = language.partition("-")[0].lower() == "en"
    wanted = show.relative_days is RelativeDays.WITH_DATE and is_english
    if not wanted or published is None or not is_old(published, on):
        return tuple((each, ()) for each in printed)
    return with_dates(printed, published.date())


def _label(text: str, words: Continuity, show: Show, block: int | None = None) -> Cue:
    """Return a continuity cue, with the pause of a paragraph after it."""
    return Cue(
        id=cue_id(Role.CONTINUITY, text),
        block=block,
        role=Role.CONTINUITY,
        language=words.language,
        print_text=text,
        spoken_text=speakable(text, words.language, show.text_rows),
        voice=show.voice_for(Role.CONTINUITY),
        pause_after_ms=PARAGRAPH_PAUSE_MS,
    )


def _shared(stories: Sequence[Story], show: Show) -> str:
    """Return the language of the episode: that of its stories where they share one."""
    first, *others = {primary_subtag(each.language): each.language for each in stories}.values()
    return show.language if others else _regional(first, show.language)


def _regional(language: str, show_language: str) -> str:
    """Return the show's regional tag for a story in the same language that states no region."""
    same = show_language.partition("-")[0].lower() == language.lower()
    return show_language if same else language


def _paused(cues: tuple[Cue, ...], voices: Mapping[str, VoiceProfile]) -> tuple[Cue, ...]:
    """Return the cues with the pauses that their voices ask for, where they ask for any."""
    paused = []
    for cue in cues:
        profile = voices.get(cue.voice)
        wanted = {
            SENTENCE_PAUSE_MS: profile.sentence_pause_ms if profile else None,
            PARAGRAPH_PAUSE_MS: profile.paragraph_pause_ms if profile else None,
        }[cue.pause_after_ms]
        paused.append(cue if wanted is None else replace(cue, pause_after_ms=wanted))
    return tuple(paused)


def _named(cues: Iterable[Cue], used: Counter[str]) -> tuple[Cue, ...]:
    """Return the cues with a number added to each id that was used before in the rundown."""
    named = []
    for cue in cues:
        used[cue.id] += 1
        count = used[cue.id]
        named.append(cue if count == 1 else replace(cue, id=f"{cue.id}-{count}"))
    return tuple(named)
