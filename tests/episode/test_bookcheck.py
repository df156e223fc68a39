"""What lets a reader down in a book is found, each fault under the rule that names it."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from audiobrief.episode.bookcheck import (
    Heard,
    braille_findings,
    daisy_findings,
    epub_findings,
)
from audiobrief.episode.check import check_episode
from audiobrief.episode.draft import Draft
from audiobrief.episode.listening import Span
from audiobrief.rundown.model import Rundown
from tests.episode.books import epub_in, segments_of, sounds_of

Make = Callable[[Draft, Path], Path]
Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def good(
    draft: Draft,
    edition: Rundown,
    arrange: Callable[..., object],
    make_episode: Make,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Return the folder of an edition with all its books."""
    show = replace(draft.show, companions=("epub", "daisy", "braille"))
    asked = replace(draft, show=show, rundown=edition, timeline=arrange(edition))  # type: ignore[arg-type]
    return make_episode(asked, tmp_path_factory.mktemp("show") / "2026-01-31-pier")


@pytest.fixture
def folder(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / good.name)


def _heard(folder: Path) -> Heard:
    segments, sounds = segments_of(folder), sounds_of(folder)
    return Heard(
        segments=tuple(_span(each["id"], each) for each in segments),
        texts=tuple(each["print_text"] for each in segments),
        sounds=tuple(_span(each["kind"], each) for each in sounds),
        sound=folder / "episode.mp3",
    )


def _span(name: str, row: dict[str, Any]) -> Span:
    return Span(name=name, start_ms=row["start_ms"], end_ms=row["end_ms"])


def _rules(folder: Path) -> set[str]:
    """Return the rules that the books in a folder break, without a look at anything else."""
    heard, name = _heard(folder), folder.name
    found = [
        *epub_findings(folder / f"{name}.epub", heard),
        *daisy_findings(folder / "daisy", folder / f"{name}-daisy.zip", heard),
        *braille_findings(folder / f"{name}.txt", heard),
    ]
    for path in folder.glob("*.brf"):
        found += braille_findings(path, heard)
    return {each.rule for each in found}


def _rewritten(path: Path, name: str, change: Change | None) -> None:
    """Write a ZIP file anew with one file in it changed, or left out."""
    with zipfile.ZipFile(path) as file:
        files = {entry.filename: file.read(entry) for entry in file.infolist()}
    assert name in files
    with zipfile.ZipFile(path, "w") as file:
        for each, content in files.items():
            if each == name and change is None:
                continue
            new = change(content) if each == name and change else content
            assert each != name or new != content, "nothing was changed"
            file.writestr(each, new)


def _sub(old: str, new: str) -> Change:
    return lambda content: re.sub(old.encode(), new.encode(), content, count=1)


def test_good_books_are_clean_and_the_check_of_an_episode_looks_at_them(good: Path) -> None:
    assert _rules(good) == set()
    with_faults = shutil.copytree(good, good.parent / "with-faults")
    for name in (f"{good.name}.epub", f"{good.name}-daisy.zip", f"{good.name}.txt"):
        (with_faults / name).write_bytes(b"nothing of the kind")
    kinds = ("book-", "overlay-", "daisy-", "braille-")
    assert not [each for each in check_episode(good) if each.rule.startswith(kinds)]
    told = {(each.rule, Path(each.file).name) for each in check_episode(with_faults)}
    assert ("book-container", f"{good.name}.epub") in told
    assert ("book-container", "daisy") in told
    assert ("book-words", f"{good.name}.txt") in told


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("mimetype", _sub("epub", "zip"), "book-container"),
        ("META-INF/container.xml", _sub("full-path", "path"), "book-container"),
        ("EPUB/story-1.smil", None, "book-files"),
        ("EPUB/audio.mp3", None, "book-files"),
        ("EPUB/package.opf", _sub('<item id="style"[^>]*/>', ""), "book-files"),
        ("EPUB/story-1.xhtml", _sub("</section>", ""), "book-xml"),
        ("EPUB/story-1.xhtml", _sub("Pier Opens</s", "Pier Burns</s"), "book-words"),
        ("EPUB/story-1.xhtml", _sub("</h1>", "</h1><p>Unheard.</p>"), "overlay-text"),
        ("EPUB/story-1.xhtml", _sub('<span id="', '<span id="x'), "overlay-text"),
        ("EPUB/story-2.smil", _sub(r"<par[^Z]*?</par>\n", ""), "overlay-text"),
        ("EPUB/story-1.smil", _sub(r'clipBegin="(\d+)\.', r'clipBegin="0\1.9'), "book-times"),
        ("EPUB/closing.smil", _sub(r'clipEnd="', r'clipEnd="9'), "book-times"),
        ("EPUB/story-1.smil", _sub('clipEnd="', 'clipEnd="soon'), "overlay-duration"),
        ("EPUB/package.opf", _sub(r"-overlay\">\d+", '-overlay">9999'), "overlay-duration"),
        ("EPUB/package.opf", _sub("schema:accessibilityHazard", "schema:hazard"), "book-access"),
        ("EPUB/audio.mp3", lambda content: content[: len(content) // 2], "book-sound"),
    ],
)
def test_a_fault_of_an_epub_is_found(
    folder: Path, name: str, change: Change | None, rule: str
) -> None:
    _rewritten(epub_in(folder), name, change)
    assert rule in _rules(folder)


def test_an_epub_that_is_none_is_found(folder: Path) -> None:
    epub_in(folder).write_bytes(b"PK\x03\x04 cut short")
    assert _rules(folder) == {"book-container"}


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("ncc.html", _sub("Daisy 2.02", "Daisy 3"), "daisy-ncc"),
        ("ncc.html", _sub('class="title"', ""), "daisy-ncc"),
        ("ncc.html", _sub('tocItems" content="', 'tocItems" content="1'), "daisy-ncc"),
        ("ncc.html", _sub("s0002.smil#", "s0002.smil#x"), "daisy-ncc"),
        ("ncc.html", _sub('totalTime" content="00', 'totalTime" content="07'), "overlay-duration"),
        ("content.html", _sub("Pier Opens</s", "Pier Burns</s"), "book-words"),
        ("s0001.smil", _sub("npt=", "npt=7"), "book-times"),
        ("s0002.smil", _sub("content.html#", "content.html#x"), "overlay-text"),
        ("audio.mp3", lambda content: b"ID3\x03\x00\x00\x00\x00\x00\x00" + content, "daisy-sound"),
        ("audio.mp3", lambda _: b"", "book-files"),
    ],
)
def test_a_fault_of_a_daisy_book_is_found(
    folder: Path, name: str, change: Change, rule: str
) -> None:
    path = folder / "daisy" / name
    content = path.read_bytes()
    path.write_bytes(change(content))
    assert path.read_bytes() != content
    assert {rule, "book-files"} <= _rules(folder), "the ZIP file is another now, too"


def test_a_file_of_the_daisy_book_that_is_gone_is_found(folder: Path) -> None:
    (folder / "daisy" / "s0002.smil").unlink()
    assert "book-files" in _rules(folder)


def test_faults_of_the_text_for_braille_are_found(folder: Path) -> None:
    text = folder / f"{folder.name}.txt"
    text.write_text(text.read_text("utf-8").replace("mayor", "major"), encoding="utf-8")
    assert _rules(folder) == {"book-words"}
    if pages := list(folder.glob("*.brf")):
        pages[0].write_bytes(b"A" * 41 + b"\r\n")
        assert _rules(folder) == {"book-words", "braille-page"}
