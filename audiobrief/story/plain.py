"""Flat text into a story: paragraphs, their places, their roles, and what some of them hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from audiobrief.errors import NoStoryError
from audiobrief.story.captions import is_credit, split_bracketed, split_credit, split_label
from audiobrief.story.datelines import bare_dateline, split_dateline
from audiobrief.story.dates import parse_moment
from audiobrief.story.ending import LOST, LOST_OF_TIDY, story_end, tail_of
from audiobrief.story.extent import look, story_span
from audiobrief.story.frontmatter import Field, split_front
from audiobrief.story.headlines import headline_place
from audiobrief.story.language import detect
from audiobrief.story.lines import Paragraph, paragraphs
from audiobrief.story.lineview import Line, Place
from audiobrief.story.model import Block, Role, Story
from audiobrief.story.people import split_byline
from audiobrief.story.reach import far_blocks, split_far
from audiobrief.story.roles import verdict
from audiobrief.story.words import alike, few_words, letters, word_count

MIN_STORY_WORDS: Final = 12
"""A text with fewer words besides its furniture is no news story."""

SAME_TITLE: Final = 0.9
"""Share of words from which a line is the headline again."""

_PUBLISHER: Final = re.compile(
    r"^(?:publisher|source|published by)\s*:\s*(?P<label>[^:]{2,60})$|"
    r"^(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:19|20)\d{2}(?:\s*[-–]\s*(?:19"
    r"|20)\d{2})?,?\s+(?:by\s+)?"
    r"(?P<holder>[A-Z][\w&'’. -]{2,50}?)(?:[.,]?\s+all rights reserved.*|\.)?$",
    re.IGNORECASE,
)


def read_plain(text: str, *, address: str = "-") -> Story:
    """Return the story that a flat text holds.

    Args:
        text: The decoded text.
        address: What ``Story.address`` says.

    Raises:
        NoStoryError: There are too few words outside menus and notices.
    """
    near, far = split_far(text)
    if far and not near:
        raise NoStoryError(
            f"{address} begins with a line of {len(text.splitlines()[0]):,} signs, which no news"
            " story has; give the text of one story."
        )
    front, text = split_front(near)
    every = _with_title(paragraphs(text), front)
    found = tuple(each for each in every if each.image is None)
    texts = [each.text for each in found]
    told = sum(word_count(each) for each in texts if look(each).kind is None)
    if told < MIN_STORY_WORDS:
        raise NoStoryError(
            f"{'standard input' if address == '-' else address} holds no news story:"
            f" {few_words(told)} in it besides menus and notices; give the text of one story."
        )
    blocks = _with_front(_without_last_subheads(_with_body(list(_labelled(found)))), front)
    blocks = _with_pictures(blocks, every)
    language = detect(" ".join(each.text for each in blocks if each.role in _TELLING))
    blocks.extend(far_blocks(far, blocks, line=1 + len(near.splitlines())))
    return assemble(blocks, language=language, address=address)


_TELLING: Final = frozenset({Role.HEADLINE, Role.SUMMARY, Role.BODY, Role.QUOTE, Role.CAPTION})


_TITLE_KEYS: Final = ("title", "headline")
_AUTHOR_KEYS: Final = ("author", "authors", "byline", "by")
_DATE_KEYS: Final = ("date", "published", "pubdate")


_EMPHASISED: Final = frozenset({Role.BODY, Role.SUBHEAD})
"""What an emphasised line below a picture may be taken for by its words alone. What is known to be
an advertisement, a byline or a standfirst stays that."""

MOST_CAPTION_CHARS: Final = 300
"""A longer paragraph below a picture is a part of the story that was set in italics."""


def _with_title(found: Sequence[Paragraph], front: Sequence[Field]) -> tuple[Paragraph, ...]:
    """Return the paragraphs, with the stated title before them where they print no headline."""
    title = next((each for each in front if each.key in _TITLE_KEYS and each.value), None)
    printed = title is None or any(
        each.heading == 1 or letters(each.text) == letters(title.value) for each in found
    )
    if title is None or printed:
        return tuple(found)
    return (Paragraph(text=title.value, line=title.line, heading=1), *found)


def _with_front(blocks: Sequence[Block], front: Sequence[Field]) -> list[Block]:
    """Return the blocks with the metadata: what the text does not print itself is told once."""
    head = next(place for place, each in enumerate(blocks) if each.role is Role.HEADLINE)
    printed = any(block.role is Role.BYLINE for block in blocks)
    people: list[Block] = []
    stated: list[Block] = []
    for each in front:
        text = f"{each.key}: {each.value}".rstrip()
        if each.line == blocks[head].line:
            text = f"{each.key}:"
        elif each.key in _AUTHOR_KEYS and each.value and not printed:
            people.append(
                Block(role=Role.BYLINE, text=each.value, line=each.line, rule="front-matter")
            )
            text = f"{each.key}:"
        rule = "date-line" if each.key in _DATE_KEYS else "front-matter"
        stated.append(
            Block(
                role=Role.FURNITURE,
                text=text,
                line=each.line,
                rule=rule,
                reason="it is metadata before the text",
            )
        )
    return [*stated, *blocks[: head + 1], *people, *blocks[head + 1 :]]


def _with_pictures(blocks: Sequence[Block], found: Sequence[Paragraph]) -> list[Block]:
    """Return the blocks with pictures: each at the caption below it, else as one of its own.

    A short line that is emphasised as a whole, right below a picture, is its caption in Markdown.
    """
    made = list(blocks)
    place = 0
    stressed = {each.line for each in found if each.stressed and not each.bold}
    for each in (each for each in found if each.image is not None):
        while place < len(made) and made[place].line <= each.line:
            place += 1
        below = made[place] if place < len(made) else None
        alt = each.text if each.text != each.image else None
        caption = _below_picture(below, stressed) if below and below.line <= each.line + 2 else None
        if caption is not None:
            made[place] = replace(caption, image=each.image, image_alt=alt)
            continue
        block = Block(
            role=Role.CAPTION if alt else Role.FURNITURE,
            text=each.text,
            line=each.line,
            image=each.image,
            image_alt=alt,
            rule="image",
            reason="" if alt else "a picture without words",
        )
        made.insert(place, block)
    return made


def _below_picture(block: Block, stressed: AbstractSet[int]) -> Block | None:
    """Return the block below a picture as its caption, or None where it is none."""
    if block.role is Role.CAPTION:
        return block
    marked = block.role in _EMPHASISED and block.line in stressed
    if not marked or len(block.text) > MOST_CAPTION_CHARS:
        return None
    return replace(block, role=Role.CAPTION, rule="below-picture", reason="")


def _labelled(found: Sequence[Paragraph]) -> Iterator[Block]:
    """Yield a block for each paragraph, in order, furniture among them."""
    texts = [each.text for each in found]
    heads = [each.heading for each in found]
    tidy = _is_tidy(found)
    lists = _lists(found, tidy=tidy)
    marked = {place for place, each in enumerate(found) if each.heading} | lists
    first, last = story_span(texts, marked if tidy else ())
    if tidy:
        last = _to_end_of_list(last, texts, lists)
    head = headline_place(texts, (first, last), heads)
    last = max(last, head)
    following = (i for i in range(head + 1, last + 1) if look(texts[i]).strong)
    opening = next(following, max(first, head + 1))
    last = max(head, story_end(tail_of(texts, head, opening, last), LOST_OF_TIDY if tidy else LOST))
    if tidy:
        last = _to_end_of_list(last, texts, lists)
    seen = {letters(texts[head])}
    repeats = Counter(map(letters, texts))
    usual = _usual(texts[opening : last + 1])
    opened = False
    for place, each in enumerate(found):
        if place == head:
            yield Block(role=Role.HEADLINE, text=each.text, line=each.line, rule="headline")
            continue
        where = _place(place, head, opening, last)
        line = Line(
            text=each.text,
            place=where,
            before=texts[place - 1] if place else "",
            after=texts[place + 1] if place + 1 < len(texts) else "",
            to_headline=abs(place - head) - 1,
            next_to_prose=place + 1 < len(texts) and look(texts[place + 1]).prose,
            heading=each.heading,
            quoted=each.quoted,
            stressed=each.stressed,
            bold=each.bold,
            listed=place in lists,
            seen=letters(each.text) in seen or alike(each.text, texts[head]) >= SAME_TITLE,
            tidy=tidy,
            first_prose=where is Place.INSIDE and not opened,
            again=repeats[letters(each.text)] > 1,
            headline=texts[head],
            usual=usual,
            early=place <= (opening + last) // 2,
        )
        decided = verdict(line)
        if decided.role not in {Role.FURNITURE, Role.SECTION}:
            seen.add(letters(each.text))
        opened = opened or decided.role is Role.BODY
        yield Block(
            role=decided.role,
            text=each.text,
            line=each.line,
            confidence=decided.confidence,
            rule=decided.rule,
            reason=decided.reason,
        )


def _usual(texts: Sequence[str]) -> float:
    """Return the number of words in the usual paragraph of the story; 0 where there is none."""
    lengths = sorted(look(text).words for text in texts if look(text).prose)
    return lengths[len(lengths) // 2] if lengths else 0.0


def _with_body(blocks: list[Block]) -> list[Block]:
    """Take what is left of prose for the body where the rules found none: in doubt, body."""
    if any(block.role in {Role.BODY, Role.QUOTE} for block in blocks):
        return blocks
    return [
        replace(block, role=Role.BODY, rule="in-doubt-body", reason="", confidence=0.5)
        if block.role is not Role.HEADLINE and look(block.text).prose
        else block
        for block in blocks
    ]


def _without_last_subheads(blocks: list[Block]) -> list[Block]:
    """Drop what looks like a subhead where no paragraph follows it: a link, a signature."""
    told = {Role.BODY, Role.QUOTE}
    last = max((place for place, block in enumerate(blocks) if block.role in told), default=0)
    reason = "a short line with no paragraph behind it"
    return [
        replace(block, role=Role.FURNITURE, reason=reason)
        if place > last and block.role is Role.SUBHEAD and block.rule != "marked-heading"
        else block
        for place, block in enumerate(blocks)
    ]


def _lists(found: Sequence[Paragraph], *, tidy: bool) -> frozenset[int]:
    """Return the indices of the items of the story's lists, and of the lines that announce them.

    A single number is no list: it may be that of a heading, or of a day. In a whole page, where
    links are listed too, only a list that a line with a colon announces is the story's.
    """
    items: set[int] = set()
    for place, each in enumerate(found):
        single = each.text[:1].isdigit() and not any(near.listed for near in _beside(found, place))
        if not each.listed or single:
            continue
        above = found[place - 1] if place else each
        announced = above.text.endswith(":") and not above.listed
        if tidy or announced or place - 1 in items:
            items |= {place - 1, place} if announced else {place}
    return frozenset(items)


def _beside(found: Sequence[Paragraph], place: int) -> Sequence[Paragraph]:
    return [*found[max(0, place - 1) : place], *found[place + 1 : place + 2]]


def _to_end_of_list(last: int, texts: Sequence[str], lists: frozenset[int]) -> int:
    """Return the last line of the story, with a list that its last lines announce or frame."""
    after = last + 1
    while after in lists and look(texts[after]).kind is None:
        after += 1
    if after == last + 1:
        return last
    follows = look(texts[after]) if after < len(texts) else None
    if follows is not None and follows.ends and follows.words >= 4 and follows.kind is None:
        return after
    return after - 1 if any(texts[i].endswith(":") for i in (last, last + 1)) else last


def _place(place: int, head: int, opening: int, last: int) -> Place:
    if place < head:
        return Place.BEFORE
    if place < opening:
        return Place.TOP
    return Place.INSIDE if place <= last else Place.AFTER


def _is_tidy(found: Sequence[Paragraph]) -> bool:
    """Return whether the text is a story with little round it."""
    looks = [look(each.text) for each in found if not (each.listed or each.heading)]
    outside = sum(each.words <= 6 and not each.ends for each in looks)
    return outside <= max(6, len(found) // 3) and len(found) <= 60


def assemble(blocks: Sequence[Block], *, language: str, address: str) -> Story:
    """Make a story of labelled blocks: split what holds two things, sort out furniture.

    Raises:
        NoStoryError: There is nothing to read beside the headline.
    """
    parts = list(_split(blocks))
    kept = tuple(part for part in parts if part.role is not Role.FURNITURE)
    dropped = tuple(part for part in parts if part.role is Role.FURNITURE)
    if not any(part.role in {Role.BODY, Role.QUOTE} for part in kept):
        raise NoStoryError(
            f"{address} holds no news story: no paragraphs were found under its headline; give a"
            " page or text with one whole story."
        )
    moments = (parse_moment(part.text) for part in dropped if part.rule == "date-line")
    return Story(
        blocks=kept,
        dropped=dropped,
        language=language,
        publisher=next(filter(None, map(_stated_publisher, dropped)), None),
        published=next(filter(None, moments), None),
        address=address,
    )


def _stated_publisher(block: Block) -> str | None:
    found = _PUBLISHER.match(block.text) if len(block.text) < 200 else None
    return (found["label"] or found["holder"]).strip(" .") if found else None


def _split(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks of one thing each: caption without credit, paragraph without dateline."""
    opened = False
    held: Block | None = None
    for block in blocks:
        if held is not None and held.credit is None and _is_loose_credit(block):
            held = replace(held, credit=block.text)
            continue
        if held is not None:
            yield held
            held = None
        if block.role is Role.CAPTION:
            *rest, held = _caption(block)
            yield from rest
        elif block.role is Role.BYLINE:
            yield from _byline(block)
        elif block.role is Role.BODY and not opened:
            opened = True
            yield from _dateline(block)
        elif block.role is Role.DATELINE:
            yield replace(block, text=bare_dateline(block.text))
        else:
            yield block
    if held is not None:
        yield held


def _is_loose_credit(block: Block) -> bool:
    return block.role is Role.FURNITURE and is_credit(block.text)


def _caption(block: Block) -> Iterator[Block]:
    """Yield the label of a caption as furniture, then the caption with its credit split off."""
    text, label = split_label(block.text)
    if label:
        yield _dropped(block, label, "the label of a caption")
    if block.credit is None:
        text, credit = split_credit(text)
        if credit is None:
            text, credit = split_bracketed(text)
        yield replace(block, text=text, credit=credit)
    else:
        yield replace(block, text=text)


def _byline(block: Block) -> Iterator[Block]:
    parts = split_byline(block.text)
    if parts.names:
        yield replace(block, text=parts.names)
    for rest in parts.rest:
        left = _dropped(block, rest, "it stands round the names in the byline")
        yield replace(left, rule="date-line") if parse_moment(rest) else left


def _dateline(block: Block) -> Iterator[Block]:
    place, text = split_dateline(block.text)
    if place:
        yield Block(role=Role.DATELINE, text=place, line=block.line, rule="dateline")
        block = replace(block, text=text)
    yield block


def _dropped(block: Block, text: str, reason: str) -> Block:
    return Block(role=Role.FURNITURE, text=text, line=block.line, rule=block.rule, reason=reason)
