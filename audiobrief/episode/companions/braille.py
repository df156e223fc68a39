"""Braille: plain text to read on a braille display, and BRF to emboss or to read on a note-taker.

The text has one sentence a line. BRF (braille in ASCII, 40 cells by 25 lines) needs the program
lou_translate of liblouis; where it is missing, the text is the whole form, and a remark says so.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.companions.reading import Kind, Run, Section, Tag, sections
from audiobrief.episode.model import Companion
from audiobrief.languages import primary_subtag
from audiobrief.story.model import Role
from audiobrief.words import words

PROGRAM: Final = "lou_translate"
CELLS: Final = 40
LINES: Final = 25
"""Of a page, as embossers and libraries in most countries have it."""

TIME_OUT_S: Final = 30
MAX_CHARS: Final = 400
"""lou_translate cuts lines of more than 2000 bytes wherever that is."""

_TABLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ar": ("ar-ar-g1.utb",),
        "bg": ("bg.ctb",),
        "ca": ("ca-g1.ctb",),
        "cs": ("cs-g1.ctb",),
        "da": ("da-dk-g16.ctb",),
        "de": ("de-g2.ctb", "de-de-g2.ctb"),
        "el": ("el.ctb",),
        "en": ("en-ueb-g2.ctb",),
        "es": ("es-g1.ctb", "Es-Es-g1.utb"),
        "et": ("et.ctb",),
        "fa": ("fa-ir-g1.utb",),
        "fi": ("fi.utb",),
        "fr": ("fr-bfu-comp6.utb",),
        "he": ("he-IL.utb", "he.ctb"),
        "hi": ("hi-in-g1.utb",),
        "hr": ("hr-g1.ctb", "hr-g1.tbl"),
        "hu": ("hu-hu-g1.ctb",),
        "it": ("it-it-comp6.utb",),
        "ko": ("ko-g2.ctb",),
        "lt": ("lt-6dot.utb", "lt-6dot.tbl"),
        "lv": ("Lv-Lv-g1.utb",),
        "nl": ("nl-NL-g0.utb",),
        "no": ("no-no-g0.utb",),
        "pl": ("Pl-Pl-g1.utb", "pl-pl-g1.utb"),
        "pt": ("pt-pt-g1.utb",),
        "ro": ("ro.ctb", "ro-g0.utb"),
        "ru": ("ru-litbrl.ctb",),
        "sk": ("sk-g1.ctb",),
        "sl": ("sl-si-g1.utb",),
        "sr": ("sr-g1.ctb",),
        "sv": ("sv-g0.utb", "sv-1996.ctb"),
        "tr": ("tr-g1.ctb", "tr-g1.tbl"),
        "uk": ("uk.utb",),
        "vi": ("vi-vn-g0.utb",),
        "zh": ("zhcn-g1.ctb", "zh-chn.ctb"),
    }
)
"""Language -> liblouis tables, the one that books are mostly printed in first: contracted where
readers expect it (English, German, Korean). Japanese is not among them: its braille writes sounds,
and no table knows how the characters are read."""

_SAME: Final = MappingProxyType({"nb": "no", "nn": "no", "iw": "he", "cmn": "zh"})

_ASCII: Final = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""North American Braille ASCII: the sign of each of the 64 cells in the order of Unicode."""

_FIRST_CELL: Final = 0x2800


class _Untranslatable(Exception):  # noqa: N818, not an error: the text is still there
    """There is no braille of these words; the message ends the remark."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a paragraph stands on the page, in cells (BANA Formats: 3-1 paragraphs, 7-5 captions)."""

    first: int = 2
    over: int = 0
    centred: bool = False


_HEADING: Final = _Shape(centred=True)
_SUBHEADING: Final = _Shape(first=4, over=4)
_CAPTION: Final = _Shape(first=6, over=4)
_ITEM: Final = _Shape(first=0, over=2)


def write_braille(stage: Path, manuscript: Manuscript) -> Companion:
    """Write the text, and the BRF where that can be made; return what they are.

    Raises:
        OSError: A file could not be written.
    """
    episode = manuscript.episode
    book = sections(manuscript)
    text, cells = f"{episode.slug}.txt", f"{episode.slug}.brf"
    (stage / text).write_text(to_text(book), encoding="utf-8", newline="\n")
    try:
        (stage / cells).write_bytes(to_brf(book))
    except _Untranslatable as failed:
        manuscript.remark(f"There is no BRF, only text for braille displays: {failed}")
        cells = ""
    return Companion(
        form="braille",
        path=cells or text,
        media_type="text/plain",
        title=words(episode.language).page["braille"],
        parts=(text,) if cells else (),
    )


def to_text(book: Sequence[Section]) -> str:
    """Return the words with one sentence a line; ``#`` marks headings, blank lines paragraphs.

    Words that the show adds stand in brackets, as in the transcript.
    """
    marks = {Tag.HEADING: "# ", Tag.SUBHEADING: "## ", Tag.ITEM: "- "}
    blocks = []
    for section in book:
        for group in section.groups:
            lines = [
                f"{marks.get(run.tag, '')}{_bracketed(sentence.text, run)}"
                for run in group.runs
                for sentence in run.sentences
            ]
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _bracketed(text: str, run: Run) -> str:
    added = run.role is Role.CONTINUITY and run.tag is not Tag.HEADING
    return f"[{text}]" if added else text


def to_brf(book: Sequence[Section]) -> bytes:
    """Return the words as braille in ASCII: pages of 25 lines, parted by form feeds.

    Raises:
        _Untranslatable: liblouis is missing, or has no table for one of the languages.
    """
    braille = _translated(book)
    lines: list[str] = []
    for section in book:
        for shape, parts in _paragraphs(section):
            cells = " ".join(" ".join(braille[part] for part in parts).split())
            block = list(_wrapped(cells, shape))
            if shape in {_HEADING, _SUBHEADING}:
                block = [*([""] if lines else []), *block]
                # A heading alone at the foot of a page announces nothing.
                if len(lines) % LINES + len(block) + 1 > LINES:
                    lines += [""] * (-len(lines) % LINES)
            if len(lines) % LINES == 0:
                block = block[1:] if block and not block[0] else block
            lines += block
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    text = "\f".join("".join(f"{line}\r\n" for line in page) for page in pages)
    return text.encode("ascii")


def _paragraphs(section: Section) -> Iterator[tuple[_Shape, list[tuple[str, str]]]]:
    """Yield shape and (language, words) of each run."""
    for group in section.groups:
        for run in group.runs:
            shape = _CAPTION if group.kind in {Kind.CAPTION, Kind.QUOTE} else _Shape()
            shape = {
                Tag.HEADING: _HEADING,
                Tag.SUBHEADING: _SUBHEADING,
                Tag.ITEM: _ITEM,
            }.get(run.tag, shape)
            yield shape, [(primary_subtag(s.language), s.text) for s in run.sentences]


def _wrapped(cells: str, shape: _Shape) -> Iterator[str]:
    """Yield the lines of a paragraph; a word that is longer than a line is cut."""
    # A centred line keeps three cells free on each side, so that it is seen as one.
    room = CELLS - 6 if shape.centred else CELLS
    line, indent = "", shape.first
    for word in cells.split(" "):
        rest = word
        while rest:
            joined = f"{line} {rest}" if line else " " * indent + rest
            if len(joined) <= room:
                line, rest = joined, ""
            elif line:
                yield _placed(line, shape)
                line, indent = "", shape.over
            else:
                line, rest = " " * indent + rest[: room - indent], rest[room - indent :]
    if line:
        yield _placed(line, shape)


def _placed(line: str, shape: _Shape) -> str:
    if not shape.centred:
        return line
    bare = line.strip()
    return " " * ((CELLS - len(bare)) // 2) + bare


def _translated(book: Sequence[Section]) -> dict[tuple[str, str], str]:
    """Return (language, words) -> cells in ASCII; one run of the program for each language."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise _Untranslatable(
            f"{PROGRAM} of liblouis is not installed; install it (Debian: liblouis-bin) and make"
            " the episode again with --rebuild."
        )
    wanted: dict[str, dict[str, None]] = {}
    for section in book:
        for sentence in section.sentences:
            language = primary_subtag(sentence.language)
            wanted.setdefault(language, {})[sentence.text] = None
    found: dict[tuple[str, str], str] = {}
    for language, texts in wanted.items():
        pieces = {text: list(_pieces(text)) for text in texts}
        cells = iter(_in_braille(program, language, [p for each in pieces.values() for p in each]))
        for text, parts in pieces.items():
            found[language, text] = " ".join(next(cells) for _ in parts)
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that the program takes whole, cut between words where it can be."""
    rest = text
    while len(rest) > MAX_CHARS:
        cut = rest.rfind(" ", 0, MAX_CHARS)
        cut = cut if cut > 0 else MAX_CHARS
        yield rest[:cut]
        rest = rest[cut:].lstrip()
    yield rest


def _in_braille(program: str, language: str, lines: Sequence[str]) -> list[str]:
    """Return the lines in the braille of a language, as ASCII."""
    tables = _TABLES.get(_SAME.get(language, language), ())
    for table in tables:
        try:
            done = subprocess.run(
                [program, "--forward", f"unicode.dis,{table}"],
                input="\n".join(lines) + "\n",
                capture_output=True,
                encoding="utf-8",
                timeout=TIME_OUT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError) as failed:
            raise _Untranslatable(f"{PROGRAM} failed: {failed}.") from failed
        cells = [_ascii(line) for line in done.stdout.split("\n")[:-1]]
        if done.returncode == 0 and len(cells) == len(lines):
            return cells
    raise _Untranslatable(
        f"liblouis has no table for the language {language}."
        if not tables
        else f"liblouis does not translate the language {language} with {' or '.join(tables)}."
    )


def _ascii(cells: str) -> str:
    """Return Unicode braille as ASCII; dots 7 and 8, which paper lacks, are left out."""
    return "".join(
        _ASCII[(ord(cell) - _FIRST_CELL) & 0x3F] if 0 <= ord(cell) - _FIRST_CELL < 256 else " "
        for cell in cells
    )
