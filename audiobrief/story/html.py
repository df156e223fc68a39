"""A page into a story: an extractor's body, corrected by what the page itself says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin

from lxml.html import HtmlElement

from audiobrief.errors import NoStoryError
from audiobrief.languages import primary_subtag
from audiobrief.story.chunks import Chunk, Pieces, parse, pieces
from audiobrief.story.elements import LANGUAGE_MARK
from audiobrief.story.extent import look, story_span
from audiobrief.story.extract import extracted
from audiobrief.story.language import detect
from audiobrief.story.model import Block, Role, Story
from audiobrief.story.pageboxes import boxed_out, is_label, labels, repeats
from audiobrief.story.pagecaptions import is_credit_of, marked_credit, with_credits
from audiobrief.story.pageinfo import PageInfo, page_info
from audiobrief.story.pageroles import Place, Spot, page_verdict
from audiobrief.story.pagescripts import scripted_page
from audiobrief.story.people import is_person, names
from audiobrief.story.plain import assemble
from audiobrief.story.reach import NEAR_CHARS, far_blocks, has_endless_tag
from audiobrief.story.refusals import MIN_BODY_WORDS, Facts, refused
from audiobrief.story.rolewords import CREDITS
from audiobrief.story.titles import find_headline
from audiobrief.story.words import covered, letters, runs, word_count

_DEEPEST: Final = 2_040
"""The parser stops at 2048 elements in one another, without a word."""

_STORY_SHARE: Final = 0.6
"""Elements that hold this share of the body are round the story, not beside it."""

_HOLDER_SHARE: Final = 0.1
"""An element that holds this share of the body, in two paragraphs or more, is a column of it."""

_ALONE_SHARE: Final = 0.3
"""The same for one paragraph alone, or for elements that stand side by side in another."""

_LAST_REACH: Final = 3
"""How many chunks below the last long paragraph a short one may stand."""

_BYLINE_REACH: Final = 8
"""How many chunks below the headline a byline may stand: summary, date and picture lie between."""

_LONG_LETTERS: Final = 30
"""From here on, letters in the same order are no coincidence."""


def read_html(text: str, *, address: str = "-", allow_stub: bool = False) -> Story:
    """Return the story that a page holds.

    Args:
        text: The decoded page.
        address: From where it came; a canonical address in the page goes before it.
        allow_stub: Read a page too that seems to hold only a part of a story, or none.

    Raises:
        NoStoryError: No story was found in it.
    """
    if has_endless_tag(text):
        raise NoStoryError(
            f"{address} holds a tag with thousands of attributes, which no page of a story does;"
            " open it in a browser and save it as text."
        )
    tree = parse(text)
    if tree is None:
        raise NoStoryError(f"{address} is a page without words; give the page of one story.")
    info = page_info(tree, address)
    try:
        return _read(text, tree, info, address=address, allow_stub=allow_stub)
    except NoStoryError:
        more = scripted_page(tree, info, text)
        whole = parse(more) if more is not None else None
        if more is None or whole is None:
            raise
    return _read(more, whole, info, address=address, allow_stub=allow_stub)


def _read(text: str, tree: HtmlElement, info: PageInfo, *, address: str, allow_stub: bool) -> Story:
    """Return the story that a page shows."""
    page_text = pieces(tree)
    found = page_text.chunks
    if page_text.deepest >= _DEEPEST:
        raise NoStoryError(
            f"{address} is nested too deeply to be read to its end: more than two thousand elements"
            " in one another; open it in a browser and save it as text."
        )
    if not found:
        raise NoStoryError(_wordless(address, tree))
    core = _core(found, extracted(text, tree, whole=not page_text.far))
    core = _stated_core(found, core, info)
    head, headline = find_headline(found, info, core)
    page = _Page(chunks=found, core=core, head=head, headline=headline, info=info)
    page = replace(page, byline=_printed_byline(page))
    base = info.address or address
    labelled = with_credits(list(_labelled(page, base)), found) if headline else []
    told = [place for place, block in labelled if block.role in {Role.BODY, Role.QUOTE}]
    facts = Facts(
        info=info,
        found=found,
        told=told,
        headline=headline,
        unscripted=_unscripted(tree),
        scripted=next(tree.iter("script"), None) is not None,
    )
    why = refused(address, facts)
    if why is not None and not (allow_stub and told):
        raise NoStoryError(why)
    if not headline:
        raise NoStoryError(f"{address} is a page without a headline; give the page of one story.")
    blocks = [*_stated(page), *(block for _, block in labelled)]
    language = info.language or detect(" ".join(b.text for b in blocks if b.role is Role.BODY))
    blocks.extend(far_blocks(page_text.far, blocks))
    blocks.extend(_unseen(page_text))
    blocks = [_in_story(block, language) for block in blocks]
    story = assemble(blocks, language=language, address=base)
    return replace(
        story,
        publisher=info.publisher or story.publisher,
        published=info.published or story.published,
        modified=info.modified,
        excerpt=why is not None,
    )


def _wordless(address: str, tree: HtmlElement) -> str:
    """Return why a page without a visible word is refused."""
    if next(tree.iter("script"), None) is not None:
        return (
            f"{address} is a page without words: it shows its text with JavaScript only; open it in"
            " a browser, wait for the text, save the page, and give that file."
        )
    return f"{address} is a page without words; give the page of one story."


def _unscripted(tree: HtmlElement) -> str:
    """Return what a page says to readers without JavaScript."""
    return " ".join("".join(map(str, each.itertext())) for each in tree.iter("noscript"))[:2000]


def _unseen(page_text: Pieces) -> Iterator[Block]:
    for line, text in page_text.unseen:
        yield Block(
            role=Role.FURNITURE,
            text=text,
            line=line,
            rule="page-unseen",
            reason="it is part of a drawing, a formula or a player",
        )


def _core(found: Sequence[Chunk], extracted: Sequence[str]) -> frozenset[int]:
    """Return the indices of the chunks that the extractor took for the story."""
    whole = "".join(map(letters, extracted))
    lines = {letters(line) for line in extracted}
    three = runs(iter(extracted))
    core: set[int] = set()
    for place, chunk in enumerate(found):
        key = letters(chunk.text)
        if len(key) < _LONG_LETTERS:
            if key and key in lines:
                core.add(place)
        elif key in whole or covered(chunk.text, three) >= 0.85:
            core.add(place)
    if sum(word_count(found[place].text) for place in core) >= MIN_BODY_WORDS:
        return frozenset(core)
    first, last = story_span([chunk.text for chunk in found])
    return frozenset(place for place in range(first, last + 1) if look(found[place].text).prose)


_COMPLETE_SHARE: Final = 0.85
"""Share of the extractor's words that a stated body has to hold, to be taken for all of it."""


def _stated_core(found: Sequence[Chunk], core: frozenset[int], info: PageInfo) -> frozenset[int]:
    """Return the story's chunks, corrected by the text of the story that the page states.

    It is believed where it holds nearly all that the extractor found: many pages state an excerpt.
    """
    if not info.body or len(info.body) > NEAR_CHARS:
        return core
    three = runs(iter([info.body]))
    shares = {place: covered(chunk.text, three) for place, chunk in enumerate(found)}
    words = {place: word_count(found[place].text) for place in shares}
    held = sum(words[place] for place in core if shares[place] >= _COMPLETE_SHARE)
    if held < _COMPLETE_SHARE * sum(words[place] for place in core):
        return core
    stated = {
        place
        for place, share in shares.items()
        if share >= _COMPLETE_SHARE and words[place] >= 8 and look(found[place].text).ends
    }
    homes = {found[place].home for place in stated}
    apart = {
        place
        for place in core - stated
        if shares[place] < 0.3 and words[place] >= 3 and found[place].home not in homes
    }
    return core - apart | stated


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page with what was found out about it.

    ``head`` is the chunk of the headline, ``byline`` that of a byline with names that the page does
    not state elsewhere, or None.
    """

    chunks: Sequence[Chunk]
    core: frozenset[int]
    head: int | None
    headline: str
    info: PageInfo
    byline: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where the story lies: elements round it, elements of its paragraphs, first and last chunk.

    ``kin`` holds depth and ancestor of paragraphs that have an element each.
    """

    around: frozenset[int]
    holders: frozenset[int]
    kin: frozenset[tuple[int, int]]
    first: int
    last: int

    def beside(self, chunk: Chunk) -> bool:
        """Return whether a chunk stands among paragraphs of the story."""
        return chunk.home in self.holders or (
            chunk.tag == "p" and any(each in self.kin for each in _kin(chunk))
        )


def _kin(chunk: Chunk) -> list[tuple[int, int]]:
    """Return depth and grandparent, depth and great-grandparent of a chunk."""
    return [(len(chunk.trail), number) for number in chunk.trail[-4:-2]]


def _frame(page: _Page) -> _Frame:
    found, head = page.chunks, page.head
    long = [i for i in sorted(page.core) if look(found[i].text).words >= 8] or sorted(page.core)
    weight: Counter[int] = Counter()
    holders: Counter[int] = Counter()
    members: Counter[int] = Counter()
    kin: Counter[tuple[int, int]] = Counter()
    for place in long:
        size = len(found[place].text)
        weight.update(dict.fromkeys(found[place].trail, size))
        holders[found[place].home] += size
        members[found[place].home] += 1
        kin.update(dict.fromkeys(_kin(found[place]), size))
    total = sum(holders.values())
    columns = frozenset(
        i
        for i, size in holders.items()
        if size >= total * (_HOLDER_SHARE if members[i] > 1 else _ALONE_SHARE)
    )
    after_head = [place for place in long if head is None or place > head] or long or [0]
    return _Frame(
        around=frozenset(i for i, size in weight.items() if size >= total * _STORY_SHARE),
        holders=columns,
        kin=frozenset(i for i, size in kin.items() if size >= total * _ALONE_SHARE),
        first=after_head[0],
        last=_last(page, after_head[-1], columns),
    )


def _last(page: _Page, last: int, columns: frozenset[int]) -> int:
    """Return the last chunk of the story, with the short lines that follow in its columns."""
    for place in sorted(each for each in page.core if each > last):
        if place - last <= _LAST_REACH and page.chunks[place].home in columns:
            last = place
    return last


def _stated(page: _Page) -> Iterator[Block]:
    """Yield what a story begins with: its section, its headline, its people."""
    info = page.info
    if info.section:
        yield Block(role=Role.SECTION, text=info.section, rule="page-says-section")
    line = page.chunks[page.head].line if page.head is not None else 0
    yield Block(role=Role.HEADLINE, text=page.headline, line=line, rule="page-headline")
    if info.people and page.byline is None:
        yield Block(role=Role.BYLINE, text=_printed_people(page), rule="page-says-author")


def _printed_byline(page: _Page) -> int | None:
    """Return the chunk under the headline with people whom the page does not state, or None."""
    stated = letters(" ".join(page.info.people))
    if page.head is None:
        return None
    under = page.chunks[page.head + 1 : page.head + 1 + _BYLINE_REACH]
    for place, chunk in enumerate(under, start=page.head + 1):
        byline = look(chunk.text).byline and not CREDITS.search(chunk.text)
        people = names(chunk.text) if byline else ()
        if chunk.marks.keys() & {"nav", "related", "aside", "footer", "figure"}:
            continue
        if any(is_person(name) and letters(name) not in stated for name in people):
            return place
    return None


def _printed_people(page: _Page) -> str:
    """Return the names of the authors as the page prints them together, else as a list."""
    people = page.info.people
    for chunk in page.chunks:
        places = [chunk.text.find(name) for name in people] if len(chunk.text) <= 300 else [-1]
        if min(places) >= 0:
            ends = [place + len(name) for place, name in zip(places, people, strict=True)]
            return chunk.text[min(places) : max(ends)]
    return ", ".join(people)


def _labelled(page: _Page, base: str) -> Iterator[tuple[int, Block]]:
    """Yield the blocks of the story in order, and everything else as furniture.

    Each comes with the index of its chunk.
    """
    frame = _frame(page)
    near = frame.around | frozenset(page.chunks[page.head].trail if page.head is not None else ())
    again = repeats(page.chunks, page.core, frame.beside)
    apart = boxed_out(page.chunks, frame.around, frame.beside)
    often = labels(page.chunks)
    seen: dict[str, Role] = {letters(page.headline): Role.HEADLINE}
    told: set[Role] = set()
    held: tuple[int, Chunk, Block] | None = None
    for place, chunk in enumerate(page.chunks):
        if place == page.head and letters(page.headline) in letters(chunk.text):
            yield from ((place, block) for block in _kicker(chunk, page))
            continue
        spot = Spot(
            chunk=chunk,
            core=place in page.core,
            place=_place(place, page.head, frame),
            near=near,
            around=frame.around,
            beside_body=frame.beside(chunk),
            headline=page.headline,
            info=page.info,
            printed=place == page.byline,
            opened=Role.BODY in told,
            summed=Role.SUMMARY in told,
            seen=seen.get(letters(chunk.text)),
            again=again.get(place, ""),
            apart=apart.get(place, ""),
            label=is_label(chunk, often),
        )
        more = _goes_on(chunk, held[1], held[2]) if held is not None else None
        if held is not None and more is not None:
            held = held[0], held[1], more
            continue
        if held is not None:
            yield held[0], held[2]
            held = None
        block = _block(spot, base)
        if block.role is not Role.FURNITURE:
            seen[letters(block.text)] = block.role
            seen[letters(chunk.text)] = block.role
        told.add(block.role)
        if block.role in {Role.QUOTE, Role.CAPTION}:
            held = place, chunk, block
        else:
            yield place, block
    if held is not None:
        yield held[0], held[2]


def _goes_on(chunk: Chunk, above: Chunk, block: Block) -> Block | None:
    """Return a quote with who is quoted, or a caption with its credit, if a chunk tells that."""
    if _is_attribution(chunk, above):
        return replace(block, text=_attributed(block.text, chunk.text))
    if block.credit is None and is_credit_of(chunk, above, block):
        return replace(block, credit=chunk.text.strip(" ()[]|–—-"))
    return None


def _is_attribution(chunk: Chunk, quote: Chunk) -> bool:
    """Return whether a chunk says who is quoted: it is cited in the same quotation."""
    return (
        chunk.shares.get("cite", 0.0) > 0.6
        and "caption" not in quote.marks
        and "quote" in quote.marks
        and chunk.marks.get("quote") == quote.marks["quote"]
    )


def _attributed(quote: str, speaker: str) -> str:
    return f"{quote} {speaker}" if speaker.startswith(("—", "–", "-")) else f"{quote} — {speaker}"


def _kicker(chunk: Chunk, page: _Page) -> Iterator[Block]:
    """Yield what a printed heading holds besides the headline: a label over it, mostly."""
    if letters(chunk.text) == letters(page.headline):
        return
    text = chunk.kicker
    if letters(text + page.headline) != letters(chunk.text):
        text = chunk.text
        if text.endswith(page.headline):
            text = text[: -len(page.headline)].rstrip(" -–—:|/")
    yield Block(
        role=Role.FURNITURE,
        text=text,
        line=chunk.line,
        rule="page-kicker",
        reason="a label over the headline",
    )


def _place(place: int, head: int | None, frame: _Frame) -> Place:
    if head is not None and place < min(head, frame.first):
        return Place.BEFORE
    if place < frame.first:
        return Place.TOP
    return Place.INSIDE if place <= frame.last else Place.AFTER


def _block(spot: Spot, base: str) -> Block:
    decided = page_verdict(spot)
    chunk = spot.chunk
    block = Block(
        role=decided.role,
        text=chunk.text,
        line=chunk.line,
        confidence=decided.confidence,
        rule=decided.rule,
        reason=decided.reason,
        language=_language(chunk),
    )
    if decided.role is not Role.CAPTION:
        return block
    picture = chunk.picture
    text, credit = marked_credit(chunk)
    return replace(
        block,
        text=text,
        credit=credit,
        image=_link(base, picture.address) if picture and picture.address else None,
        image_alt=picture.alt if picture else None,
    )


def _in_story(block: Block, language: str) -> Block:
    """Return the block without a language that is the story's own."""
    same = primary_subtag(block.language or language) == primary_subtag(language)
    return replace(block, language=None) if same and block.language else block


def _language(chunk: Chunk) -> str | None:
    """Return the language that the page states of all the words of a chunk, or None."""
    stated = [mark for mark in chunk.marks if mark.startswith(LANGUAGE_MARK)] or [
        mark for mark in chunk.shares if mark.startswith(LANGUAGE_MARK)
    ]
    whole = [mark for mark in stated if chunk.shares.get(mark, 0.0) > _WHOLE_SHARE]
    if not whole:
        return None
    # The innermost element counts: a quote of a quote.
    inner = max(whole, key=lambda mark: chunk.marks.get(mark, 0))
    return inner.removeprefix(LANGUAGE_MARK)


_WHOLE_SHARE: Final = 0.95


def _link(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if base.startswith("http") else address
    except ValueError:
        return address
