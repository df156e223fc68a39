"""Documents that nobody printed: what breaks readers, made in any size from seeds.

Each maker fills about as many bytes as it is asked for. Tests read small ones;
``benchmarks/hostile.py`` reads them at 1 MB and at 10 MB and says what that took.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

PROSE: Final = (
    "The ferry between the two towns was late again on Monday, and the people who wait for it"
    " every morning said that they had seen enough of broken promises from the harbor office."
)
_HEAD: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry late again in Port'
    " Lanning</title></head><body>"
)
_STORY: Final = f"<article><h1>Ferry late again in Port Lanning</h1><p>{PROSE}</p><p>{PROSE}"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_WORDS: Final = _listed(
    "ferry harbor town late morning people boat bridge council winter said money the a of and to in"
    " was for on with Lanning Oregon Monday office new price vote report"
)


@dataclass(frozen=True, slots=True)
class Maker:
    """How a document is made: the ending of its file, and its bytes for a size."""

    ending: str
    made: Callable[[int], bytes]


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count)).capitalize() + "."


def _chance(seed: str) -> random.Random:
    """Return chance that is the same in each run."""
    return random.Random(seed)  # noqa: S311, nothing is kept secret here


def _filled(unit: str, size: int) -> str:
    return unit * max(1, size // len(unit.encode()))


def _page(unit: str, *, close: str = "") -> Maker:
    """Return a page with a story and a unit that fills the rest; ``close`` is repeated after it."""

    def made(size: int) -> bytes:
        room = max(1, size - len(_HEAD) - len(_STORY))
        times = max(1, room // len((unit + close).encode()))
        return (_HEAD + _STORY + unit * times + close * times + "</body></html>").encode()

    return Maker("html", made)


def _numbered(form: str) -> Maker:
    """Return a page in which a form with ``{n}`` and ``{words}`` is filled in anew each time."""

    def made(size: int) -> bytes:
        chance = _chance(form)
        parts = [_HEAD, _STORY]
        left = size - len(_HEAD) - len(_STORY)
        number = 0
        while left > 0:
            number += 1
            parts.append(form.replace("{n}", str(number)).replace("{words}", _words(chance, 12)))
            left -= len(parts[-1].encode())
        return "".join([*parts, "</body></html>"]).encode()

    return Maker("html", made)


def _inside(before: str, unit: str, after: str) -> Maker:
    """Return a page with something long in its head, then a story."""

    def made(size: int) -> bytes:
        head = _HEAD.replace("</head><body>", before)
        fill = _filled(unit, size - len(head) - len(_STORY))
        return f"{head}{fill}{after}</head><body>{_STORY}</body></html>".encode()

    return Maker("html", made)


def _text(unit: str, *, ending: str = "txt", opened: bool = True) -> Maker:
    """Return a flat text: a headline and two paragraphs, then a unit again and again."""
    start = f"Ferry late again in Port Lanning\n\n{PROSE}\n\n{PROSE}\n\n" if opened else ""
    return Maker(ending, lambda size: (start + _filled(unit, size - len(start))).encode())


def _lines(form: str, *, ending: str = "txt") -> Maker:
    """Return a flat text of lines that differ: ``{n}``, ``{words}`` and ``{long}`` are filled."""

    def made(size: int) -> bytes:
        chance = _chance(form)
        parts = ["Ferry late again in Port Lanning\n\n"]
        left = size
        number = 0
        while left > 0:
            number += 1
            filled = form.replace("{n}", str(number)).replace("{words}", _words(chance, 12))
            parts.append(filled.replace("{long}", _words(chance, 40)))
            left -= len(parts[-1].encode())
        return "".join(parts).encode()

    return Maker(ending, made)


def _wide(unit: str, width: int) -> Maker:
    """Return lines of one unit, of a width at which rules still look at a line."""
    return _text((unit * width)[:width] + "\n")


def _wrapped(size: int) -> bytes:
    chance = _chance("wrapped")
    rows = ["Ferry late again\n\n"]
    left = size
    while left > 0:
        row = " ".join(chance.choices(_WORDS, k=20))[:72].strip() + "\n"
        rows.append(row)
        left -= len(row)
    return "".join(rows).encode()


def _linked_data(size: int) -> bytes:
    node = {"@type": "NewsArticle", "headline": "Ferry late again", "articleBody": PROSE}
    nodes = [dict(node, identifier=number) for number in range(max(1, size // 270))]
    script = json.dumps({"@graph": nodes})
    return (
        f'{_HEAD}<script type="application/ld+json">{script}</script>{_STORY}</body></html>'
    ).encode()


def _deep_data(size: int) -> bytes:
    depth = max(1, size // 18)
    script = '{"mainEntity":[' * depth + "]}" * depth
    return (
        f'{_HEAD}<script type="application/ld+json">{script}</script>{_STORY}</body></html>'
    ).encode()


def _wide_data(size: int) -> bytes:
    """JSON-LD whose list of lists is opened item by item."""
    script = "[" + ",".join(["[]"] * max(1, size // 3)) + "]"
    return (
        f'{_HEAD}<script type="application/ld+json">{script}</script>{_STORY}</body></html>'
    ).encode()


def _bomb(size: int) -> bytes:
    entities = '<!ENTITY a "ha ha ">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE html [{entities}]><html><body>{_STORY}'
        + _filled("&j;", size - 1500)
        + "</p></article></body></html>"
    ).encode()


def _noise(size: int) -> bytes:
    return _chance("noise").randbytes(size)


def _noise_page(size: int) -> bytes:
    chance = _chance("noise page")
    noise = bytes(chance.choices(range(1, 256), k=size - len(_HEAD) - len(_STORY)))
    return (_HEAD + _STORY).encode() + noise


def _signs(size: int) -> bytes:
    chance = _chance("signs")
    count = size // 3
    return "".join(chr(chance.randrange(0x20, 0xD7FF)) for _ in range(count)).encode()


def _mixed(size: int) -> bytes:
    part = (
        PROSE.encode()
        + "\n\nÄpfel für Übermut\n\n".encode()
        + "Grüße aus Köln\n\n".encode("cp1252")
    )
    part += "Снег\n\n".encode("cp1251") + "雪\n\n".encode("shift_jis")
    return part * max(1, size // len(part))


def _mixed_page(size: int) -> bytes:
    return (_HEAD + _STORY).encode() + _mixed(size - len(_HEAD) - len(_STORY))


def _nulls(size: int) -> bytes:
    return (_HEAD + _STORY).encode() + b"wa\x00it \x00\x00" * (size // 8)


def _sixteen(size: int) -> bytes:
    return (_HEAD + _STORY + _filled(f"<p>{PROSE}</p>", size // 2)).encode("utf-16")


def _tags(size: int) -> bytes:
    """Every tag in every other, without order."""
    names = _listed(
        "div p span table tr td li ul a b i font form select option button h1 h2 figure figcaption"
        " blockquote article section aside nav svg math template noscript textarea title iframe"
        " object pre center frameset html head body base meta link style"
    )
    chance = _chance("tags")
    parts = [_HEAD, _STORY]
    left = size
    while left > 0:
        name = chance.choice(names)
        part = chance.choice(
            (f"<{name}>", f"</{name}>", f"<{name} class=caption>", "word ", "By A B")
        )
        parts.append(part)
        left -= len(part)
    return "".join(parts).encode()


def _front(size: int) -> bytes:
    rows = "".join(f"key{number}: value {number}\n" for number in range(max(1, size // 22)))
    return f"---\ntitle: Ferry late\n{rows}---\n\n{PROSE}\n\n{PROSE}\n".encode()


PAGES: Final[Mapping[str, Maker]] = MappingProxyType(
    {
        "deep divs": _page("<div>", close="</div>"),
        "deep divs with words": _page("<div>Word here ", close="</div>"),
        "deep divs never closed": _page("<div class='caption'>"),
        "deep tables": _page("<table><tr><td>cell ", close="</td></tr></table>"),
        "deep inline tags": _page("<b><i>word ", close="</i></b>"),
        "deep lists": _page("<ul><li>Item ", close="</li></ul>"),
        "deep quotations": _page("<blockquote>Word ", close="</blockquote>"),
        "deep figures": _page("<figure><figcaption>Riders wait ", close="</figcaption></figure>"),
        "deep links": _page("<a href='x'>word "),
        "a tag of many attributes": _inside("</head><body><div ", "a='1' ", ">"),
        "a tag of different attributes": Maker(
            "html",
            lambda size: (
                f"{_HEAD}<div "
                + " ".join(f"a{number}='1'" for number in range(size // 13))
                + f">{_STORY}</div></body></html>"
            ).encode(),
        ),
        "tags of many classes": _page("<p class='" + "caption credit byline " * 40 + "'>word</p>"),
        "tags of different classes": _numbered("<p class='x{n} y{n} caption{n}'>Word {n}.</p>"),
        "a huge attribute": _inside("<meta name='description' content='", PROSE, "'>"),
        "a huge alternative text": _inside("</head><body><img src=x alt='", "word ", "'>"),
        "hidden styles": _page("<p style='display" + " " * 300 + ": none'>word</p>"),
        "linked data of many stories": Maker("html", _linked_data),
        "linked data in depth": Maker("html", _deep_data),
        "linked data in width": Maker("html", _wide_data),
        "linked data of one text": _inside(
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry late","'
            'description":"',
            "&lt;b&gt; < < <a ",
            '"}</script>',
        ),
        "figures": _numbered(
            "<figure><img src='{n}.jpg' alt='{words}'><figcaption>{words} (AP Photo/A. Doe)"
            "</figcaption></figure>"
        ),
        "figures with the same words": _page(
            f"<figure><img src=x><figcaption>{PROSE}</figcaption></figure>"
        ),
        "links": _page("<a href='/x'>Other story here</a> "),
        "links in paragraphs": _numbered("<p><a href='/{n}'>{words}</a></p>"),
        "metas": _inside("", "<meta name='x' property='og:y' content='z'>", ""),
        "titles": _inside("", "<title>Ferry late again</title>", ""),
        "a long title": _inside("<title>", "Ferry | late - ", "</title>"),
        "canonical links": _inside("", "<link rel=canonical href='https://[x'>", ""),
        "headings": _numbered("<h1>{words}</h1>"),
        "the same heading": _page("<h1>Ferry late again in Port Lanning</h1>"),
        "small headings": _page("<h2>What happens next</h2>"),
        "the same short paragraph": _page("<p>Yes.</p>"),
        "the same paragraph": _page(f"<p>{PROSE}</p>"),
        "paragraphs": _numbered("<p>{words} {words} {words}</p>"),
        "paragraphs in columns": _numbered("<div><div><p>{words}</p></div></div>"),
        "stories": _numbered("</article><article><h2>{words}</h2><p>{words}</p><p>{words}</p>"),
        "one paragraph": _page("word of mouth and so on "),
        "one paragraph without spaces": _page("wordofmouth"),
        "one paragraph in Chinese": _page("渡船又晚点了"),
        "one letter a tag": _page("<span>a</span>"),
        "one word a tag": _page("<b>word</b> "),
        "line breaks": _page("<br>"),
        "line breaks and words": _page("word here<br>"),
        "double line breaks": _numbered("{words}<br><br>"),
        "items": _page("<li>Item here</li>"),
        "cells": _page("<td>1</td>"),
        "a table": _page("<tr><td>1</td><td>of 2</td></tr>"),
        "options": _page("<option>Oregon"),
        "pictures": _numbered("<img src='{n}.jpg' alt='{words}'>"),
        "data pictures": _page("<img src='data:image/png;base64," + "QUJD" * 200 + "'>"),
        "bylines": _numbered("<p class=byline>By Ada Moss{n} and Ben Hart{n}, reporter</p>"),
        "quotations with speakers": _page("<blockquote>We wait.<cite>Ada Moss</cite></blockquote>"),
        "scripts": _page("<script>if (a < b) { '</p>' }</script>"),
        "a script never closed": _page("<script>word word "),
        "a comment never closed": _page("<!-- word word "),
        "comments": _page("<!--x--><p>y"),
        "templates": _page("<template><p>word</p></template><noscript>word</noscript>"),
        "drawings": _page("<svg><g><text>word</text>"),
        "opening signs": _page("<"),
        "half tags": _page("<a<b<c "),
        "half entities": _page("&amp;&#x&#99999999;&lt&notin"),
        "instructions": _page("<?php echo ?>"),
        "character data": _page("<![CDATA[word]]>"),
        "text areas": _page("<textarea>word <p>"),
        "plain text in a page": _page("<plaintext>word "),
        "tags in disorder": Maker("html", _tags),
        "a bomb of entities": Maker("html", _bomb),
        "null bytes": Maker("html", _nulls),
        "two bytes a letter": Maker("html", _sixteen),
        "mixed encodings in a page": Maker("html", _mixed_page),
        "noise in a page": Maker("html", _noise_page),
        "marks of direction": _page("<p>\u202eabc\u202c \u05d0\u05d1\u05d2 \u200f\u0627\u0644</p>"),
        "emoji": _page("<p>👩‍👩‍👧‍👦🏳️‍🌈 🇩🇪 👍🏽</p>"),
        "combining marks in a page": _page("<p>a\u0301\u0302\u0303\u0304</p>"),
        "spaces": _page(" \n\t"),
        "no-break spaces": _page("&nbsp;"),
    }
)
"""Pages, by what is in them."""

TEXTS: Final[Mapping[str, Maker]] = MappingProxyType(
    {
        "one line": _text("word of mouth and so on ", opened=False),
        "one line after a story": _text("word of mouth and so on "),
        "one line of sentences": _text("The ferry is late. ", opened=False),
        "one line without spaces": _text("wordofmouth", opened=False),
        "one line of capitals": _text("PORT LANNING ", opened=False),
        "one line of hyphens and capitals": _text("A-B'C.", opened=False),
        "one line of digits": _text("1234567890"),
        "one line of dates": _text("March 14, 2026 "),
        "one line of brackets": _text("(["),
        "one line of quotation marks": _text("“„\"'»"),
        "one line of dots": _text(". "),
        "one line of exclamation marks": _text("!"),
        "one line of By": _text("By "),
        "one line of addresses": _text("a@b.c.d.e-f "),
        "one line of spaces": _text(" "),
        "one line of spaces and a word": Maker("txt", lambda size: b" " * size + PROSE.encode()),
        "a word and spaces": Maker("txt", lambda size: PROSE.encode() + b" " * size),
        "one line of zero-width signs": _text("\u200b\u200d\ufeff"),
        "one line of combining marks": _text("\u0301\u0327"),
        "one line of marks out of order": _text("\u0315\u0300\u05ae\u0301"),
        "one line in Chinese": _text("渡船又晚点了。", opened=False),
        "one line in Thai": _text("เรือข้ามฟาก", opened=False),
        "one line in Arabic": _text("تأخرت العبارة مرة أخرى ", opened=False),
        "one line of emoji": _text("👩‍👩‍👧‍👦", opened=False),
        "one line of ligatures": _text("ﷺ", opened=False),
        "the same short line": _text("Share\n"),
        "the same line and a blank one": _text("Riders wait for the ferry.\n\n"),
        "the same paragraph": _text(PROSE + "\n\n"),
        "short lines": _lines("Item {n}\n"),
        "paragraphs": _lines("{long} {n}\n\n"),
        "captions": _lines("{words} (AP Photo/Jane Doe {n})\n\n"),
        "captions and paragraphs": _lines("{words} Photo: Jane Doe {n}\n{long}\n"),
        "teasers": _lines("Story number {n} of the day\n{words}\n"),
        "stamps": _lines("Published March {n}, 2026, 10:0{n} am\n\n"),
        "bylines": _lines("By Ada Moss and Ben Hart{n}\n\n"),
        "datelines": _lines("PORT LANNING, Ore. (AP) — {words} {n}\n\n"),
        "quotations": _lines("“{words}” — Ada Moss {n}\n\n"),
        "wrapped lines": Maker("txt", _wrapped),
        "lines wrapped at nothing": _text("a \n"),
        "blank lines": _text("\n"),
        "returns": _text("word\r"),
        "strange line ends": _text("word\x0b\x0c\x1c\u2028\x85"),
        "names": _wide("Aa ", 59),
        "roles": _wide("Ada, reporter, ", 159),
        "By in lines": _wide("By ", 159),
        "commas": _wide("Aa,", 159),
        "names and bars": _wide("Aa | Bb - ", 159),
        "names and strokes": _wide("Aa.Bb'c / ", 199),
        "agencies": _wide("AP / Getty | ", 119),
        "labels": _wide("Photo: ", 119),
        "capitals": _wide("A' ", 159),
        "capitals and dots": _wide("A.", 399),
        "capitals and hyphens": _wide("PORT-LANNING-", 399),
        "small words and capitals": _wide("Aa de Bb-", 399),
        "share bars": _wide("share on ", 119),
        "share bars that end strangely": _text(("share, " * 16)[:112] + "§1x\n", opened=False),
        "related": _wide("more related stories ", 119),
        "menus": _wide("main site full ", 119),
        "sign up": _wide("sign up to get the news ", 399),
        "cookies": _wide("we use cookie ", 399),
        "clock times": _wide("12:30 ", 69),
        "numbers": _wide("1.1.", 399),
        "years": _wide("2026 ", 399),
        "dates in lines": _wide("14. de marzo de ", 399),
        "dots in lines": _wide(". ", 399),
        "brackets in lines": _wide("(a", 399),
        "quotation marks in lines": _wide('"“a ', 399),
        "spaces in lines": _wide("a" + " " * 50, 399),
        "signs in lines": _wide("- _ ~ ", 399),
        "a rule": _text("-", opened=False),
        "a rule of spaces": _text("- ", opened=False),
        "Markdown stars": _text("**a *b ", ending="md"),
        "Markdown stars in lines": _text(("*a **b _c __d `" * 1400)[:19_000] + "\n\n", ending="md"),
        "Markdown stars alone": _text("*" * 19_000 + "\n\n", ending="md"),
        "Markdown links": _text("[a](/b) [", ending="md"),
        "Markdown links in lines": _text(("[a](/" * 4000)[:19_000] + "\n\n", ending="md"),
        "Markdown brackets in lines": _text("[" * 19_000 + "\n\n", ending="md"),
        "Markdown headings": _lines("# {words}\n\n", ending="md"),
        "Markdown headings of spaces": _text("# " + "a #" + " " * 5000 + "\n", ending="md"),
        "a Markdown heading": Maker("md", lambda size: b"# a" + b" #" * (size // 2) + b" x"),
        "a Markdown heading and space": Maker("md", lambda size: b"# a" + b" " * size + b"x"),
        "Markdown pictures": _lines("![{words}](https://example.org/{n}.jpg)\n\n", ending="md"),
        "a Markdown picture": Maker("md", lambda size: b"![a](x " + b"'" * size),
        "Markdown quotations": _text("> " * 50 + "word\n", ending="md"),
        "Markdown items": _lines("- {words}\n", ending="md"),
        "Markdown underlines": _text("Title here\n====\n", ending="md"),
        "Markdown tables": _text("| a | b |\n", ending="md"),
        "front matter": Maker("md", _front),
        "hyphens at line ends": _text(PROSE[:70] + " har-\n"),
        "scripts as text": _text("<script>alert('word')</script>\n"),
        "letters as text": _lines("> From: a{n}@example.org\n> {words}\n>> {words}\n"),
        "JSON as text": _lines('{"key{n}": "{words}"},\n'),
        "noise": Maker("txt", _noise),
        "signs of all scripts": Maker("txt", _signs),
        "mixed encodings": Maker("txt", _mixed),
        "speech marks": _lines("<speak>{words}</speak> [[{n}]] {pause} [a](/b/)\n\n"),
    }
)
"""Flat texts, by what is in them."""


def documents() -> dict[str, Maker]:
    """Return every maker, by a name that says in which form it comes."""
    return {
        **{f"page: {name}": maker for name, maker in PAGES.items()},
        **{f"text: {name}": maker for name, maker in TEXTS.items()},
    }
