"""Word documents (.docx) into stories: styles say what is headline, subhead, caption and quote."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from lxml import etree

from audiobrief.errors import NoStoryError, SourceUnreadableError
from audiobrief.story.html import read_html
from audiobrief.story.model import Block, Document, Role, Story
from audiobrief.story.packed import Archive
from audiobrief.story.plain import read_plain
from audiobrief.story.words import ends_sentence, fold, word_count

MAX_HEADLINE_WORDS: Final = 30
MAX_PARAGRAPHS: Final = 20_000
MAX_NESTED: Final = 4
"""Paragraphs of a document, and those in one another: a text box stands in a paragraph."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_PARAGRAPH: Final = (f"{_W}p", f"{_STRICT}p")

_STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "h1",
        "heading 1": "h1",
        **{f"heading {level}": "h2" for level in range(2, 10)},
        "subtitle": "summary",
        "caption": "caption",
        "quote": "quote",
        "intense quote": "quote",
        "block text": "quote",
    }
)
"""Built-in style, by the name that Word gives it in every language -> what it is here."""

_ASIDE: Final = (
    ("word/footnotes.xml", "a footnote"),
    ("word/endnotes.xml", "an endnote"),
    ("word/header1.xml", "the header of the pages"),
    ("word/footer1.xml", "the footer of the pages"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """What a paragraph is (h1, h2, summary, caption, quote, li, p) and says; alts of pictures."""

    kind: str
    text: str
    alts: tuple[str, ...] = ()


def read_word(document: Document) -> Story:
    """Return the story in a Word document.

    Raises:
        SourceUnreadableError: It is damaged, encrypted or too large.
        NoStoryError: It holds no news story.
    """
    archive = Archive(document.content, document.address)
    root = archive.xml("word/document.xml")
    if root is None:
        raise SourceUnreadableError(
            f"{document.address} is an archive without a Word document in it; save it again as"
            " .docx."
        )
    _refuse_endless(root, document.address)
    found = _with_headline(list(_paragraphs(root, _styles(archive))))
    if not any(each.text for each in found):
        raise NoStoryError(f"{document.address} is a document without words; give a story.")
    if any(each.kind == "h1" for each in found):
        story = read_html("\n".join(_page(found)), address=document.address)
    else:
        story = read_plain("\n\n".join(each.text for each in found), address=document.address)
    return replace(story, dropped=(*story.dropped, *_asides(archive, document.address)))


def _refuse_endless(root: etree._Element, address: str) -> None:
    """Refuse a document with more paragraphs, or more of them in one another, than people write."""
    every = list(itertools.islice(root.iter(*_PARAGRAPH), MAX_PARAGRAPHS + 1))
    nested = any(
        len(list(itertools.islice(each.iterancestors(*_PARAGRAPH), MAX_NESTED + 1))) > MAX_NESTED
        for each in every
    )
    if nested or len(every) > MAX_PARAGRAPHS:
        raise SourceUnreadableError(
            f"{address} holds more than {MAX_PARAGRAPHS} paragraphs, or many in one another, which"
            " no story does; give the text of one story."
        )


def _styles(archive: Archive) -> dict[str, str]:
    """Return id of a style -> what it is here; a style that is based on a known one is the same."""
    root = archive.xml("word/styles.xml")
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for style in root.iter(f"{_W}style", f"{_STRICT}style") if root is not None else ():
        own = _value(style, "styleId")
        for child in style:
            local = etree.QName(child).localname
            if local == "name":
                names[own] = _STYLES.get(_value(child, "val").lower(), "")
            elif local == "basedOn":
                bases[own] = _value(child, "val")
    return {own: kind or names.get(bases.get(own, ""), "") for own, kind in names.items() if own}


def _value(element: etree._Element, name: str) -> str:
    return element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or ""


def _paragraphs(root: etree._Element, styles: Mapping[str, str]) -> Iterator[_Paragraph]:
    for element in root.iter(*_PARAGRAPH):
        if _is_fallback(element):
            continue
        kind = "p"
        for child in element.iter(*(f"{space}{name}" for space in (_W, _STRICT)
                                    for name in ("pStyle", "numPr"))):  # fmt: skip
            if child.tag.endswith("pStyle"):
                kind = styles.get(_value(child, "val")) or kind
            elif kind == "p":
                kind = "li"
        text = fold("".join(_runs(element)))
        alts = tuple(
            alt
            for each in element.iter("{*}docPr")
            if (alt := fold(each.get("descr") or "")) and _owner(each) is element
        )
        if text or alts:
            yield _Paragraph(kind=kind, text=text, alts=alts)


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(*_PARAGRAPH), None)


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """Yield the texts of a paragraph: not those deleted, nor those of text boxes in it."""
    for each in paragraph.iter():
        space, _, local = str(each.tag).rpartition("}")
        if f"{space}}}" not in {_W, _STRICT} or _owner(each) is not paragraph:
            continue
        if local in {"tab", "br", "cr"}:
            yield " "
        elif local == "noBreakHyphen":
            yield "-"
        elif local == "t" and each.text and not _is_fallback(each):
            yield each.text


def _is_fallback(element: etree._Element) -> bool:
    """Return whether it says the same again, for programs that cannot draw the first form."""
    return any(each.tag == _FALLBACK for each in element.iterancestors())


def _with_headline(found: list[_Paragraph]) -> list[_Paragraph]:
    """Return the paragraphs with one headline: the first of its style, else a short first line."""
    titles = [place for place, each in enumerate(found) if each.kind == "h1" and each.text]
    if titles:
        return [
            replace(each, kind="h2") if place in titles[1:] else each
            for place, each in enumerate(found)
        ]
    first = next((place for place, each in enumerate(found) if each.text), None)
    if first is not None and found[first].kind in {"p", "h2"}:
        text = found[first].text
        if word_count(text) <= MAX_HEADLINE_WORDS and not ends_sentence(text):
            found[first] = replace(found[first], kind="h1")
    return found


def _page(found: list[_Paragraph]) -> Iterator[str]:
    """Yield the document as a page, an element on each line; pictures go to captions near them."""
    title = html.escape(next(each.text for each in found if each.kind == "h1"))
    yield (
        f'<!doctype html><html><head><title>{title}</title><meta property="og:title"'
        f' content="{title}"></head><body><article>'
    )
    alts: list[str] = []
    for place, each in enumerate(found):
        text = html.escape(each.text)
        alts += each.alts
        after = found[place + 1].kind if place + 1 < len(found) else ""
        if each.kind == "caption":
            above, alts = alts, []
            yield f"<figure>{_picture(above)}<figcaption>{text}</figcaption></figure>"
            continue
        if text:
            yield _FORMS[each.kind].format(text)
        if alts and after != "caption":
            yield from (f"<figure>{_picture([alt])}</figure>" for alt in alts)
            alts = []
    yield "</article></body></html>"


def _picture(alts: list[str]) -> str:
    return f'<img src="picture" alt="{html.escape(" ".join(alts))}">' if alts else ""


_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "h1": "<h1>{}</h1>",
        "h2": "<h2>{}</h2>",
        "summary": '<p class="standfirst">{}</p>',
        "quote": "<blockquote><p>{}</p></blockquote>",
        "li": "<ul><li>{}</li></ul>",
        "p": "<p>{}</p>",
    }
)


def _asides(archive: Archive, address: str) -> Iterator[Block]:
    """Yield footnotes, headers and footers as what is left out."""
    for name, reason in _ASIDE:
        root = archive.xml(name)
        if root is None:
            continue
        _refuse_endless(root, address)
        for each in _paragraphs(root, {}):
            if re.search(r"\w", each.text):
                yield Block(
                    role=Role.FURNITURE, text=each.text, rule="word-aside", reason=f"it is {reason}"
                )
