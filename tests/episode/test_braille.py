"""The words for a braille display, and BRF: read back by liblouis, which laid out no page."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from audiobrief.episode.companions.braille import CELLS, LINES, write_braille
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.draft import Draft
from audiobrief.episode.model import Companion, read_episode, read_record
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role
from tests.episode.books import segments_of

Make = Callable[[Draft, Path], Path]
MakeCue = Callable[..., Cue]
Braille = Callable[..., tuple[Path, Companion, list[str]]]

needs_liblouis = pytest.mark.skipif(
    shutil.which("lou_translate") is None, reason="lou_translate of liblouis is not installed"
)

CELLS_IN_ORDER: Final = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""ASCII Braille as the Braille Authority of North America lists it, in Unicode's order."""


@pytest.fixture
def make_braille(manuscript_of: Callable[..., Manuscript], tmp_path: Path) -> Braille:
    """Return what writes the braille of a rundown: the folder, what was written, remarks."""

    def make(rundown: Rundown) -> tuple[Path, Companion, list[str]]:
        told: list[str] = []
        manuscript = replace(manuscript_of(tmp_path, rundown), remark=told.append)
        return tmp_path, write_braille(tmp_path, manuscript), told

    return make


def test_the_text_has_a_sentence_a_line_and_marked_headings(
    make_braille: Braille, edition: Rundown
) -> None:
    folder, _, _ = make_braille(edition)
    lines = (folder / "2026-01-31-pier.txt").read_text("utf-8").splitlines()
    assert lines[:5] == [
        "# Pier Talk, January 31, 2026.",
        "",
        "- Pier Opens",
        "- Ferry Delayed",
        "",
    ]
    assert "# Ferry Delayed" in lines
    assert "## What comes next" in lines
    caption = lines.index("[Photo caption:]")
    assert lines[caption + 2] == "[End of caption.]"
    bare = [line.lstrip("#- ").strip("[]") for line in lines if line]
    assert bare == [each["print_text"] for each in segments_of(folder)]


def test_without_liblouis_the_text_is_there_and_the_remark_says_what_to_do(
    draft: Draft, make_episode: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    asked = replace(draft, show=replace(draft.show, companions=("braille",)))
    folder = make_episode(asked, tmp_path / "2026-01-31-pier")
    (companion,) = read_episode(folder).companions
    assert (companion.path, companion.parts) == ("2026-01-31-pier.txt", ())
    assert not list(folder.glob("*.brf"))
    assert any(
        "lou_translate of liblouis is not installed" in told
        for told in read_record(folder)["remarks"]
    )


@needs_liblouis
def test_the_pages_are_40_cells_by_25_lines_and_say_the_words(
    make_braille: Braille, make_cue: MakeCue
) -> None:
    said = "The mayor said that people waited for this, and walked along the pier together."
    lines = [make_cue(Role.BODY, said, number) for number in range(40)]
    heading = make_cue(Role.HEADLINE, "Pier opens", 0)
    rundown = Rundown(
        title="Pier", language="en", items=(Item(title="Pier", cues=(heading, *lines)),)
    )
    folder, companion, told = make_braille(rundown)
    assert told == []
    content = (folder / companion.path).read_bytes().decode("ascii")
    pages = [page.split("\r\n") for page in content.split("\f")]
    assert len(pages) > 1
    assert all(page[-1] == "" and len(page) - 1 <= LINES for page in pages)
    assert all(len(page) - 1 == LINES for page in pages[:-1])
    assert max(len(line) for page in pages for line in page) <= CELLS
    every = [line for page in pages for line in page[:-1]]
    assert every[0].startswith("  "), "a heading is centred"
    assert every[1].startswith("  "), "a paragraph begins in the third cell"
    assert not every[2].startswith(" ")
    paragraphs = "\n".join(every).replace("\n  ", "\f").replace("\n", " ").split("\f")
    assert _read_aloud(paragraphs, "en-ueb-g2.ctb")[1:] == [said] * 40


def _read_aloud(lines: list[str], table: str) -> list[str]:
    cells = "".join(
        f"{''.join(chr(0x2800 + CELLS_IN_ORDER.index(sign)) for sign in line.strip())}\n"
        for line in lines
    )
    done = subprocess.run(
        ["lou_translate", "--backward", f"unicode.dis,{table}"],
        input=cells,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.splitlines()


@needs_liblouis
@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "El puente abre"), ("fr", "Le pont est ouvert."), ("ar", "افتتاح الرصيف")],
)
def test_each_language_has_its_own_braille(
    make_braille: Braille, make_cue: MakeCue, language: str, text: str
) -> None:
    cue = replace(make_cue(Role.HEADLINE, text, 0), language=language)
    rundown = Rundown(title=text, language=language, items=(Item(title=text, cues=(cue,)),))
    folder, companion, told = make_braille(rundown)
    assert told == []
    table = {"es": "es-g1.ctb", "fr": "fr-bfu-comp6.utb", "ar": "ar-ar-g1.utb"}[language]
    content = (folder / companion.path).read_bytes().decode("ascii")
    assert _read_aloud([content.strip()], table) == [text]


@needs_liblouis
def test_german_is_contracted_as_its_books_are(make_braille: Braille, make_cue: MakeCue) -> None:
    """Kurzschrift: "das", "ist" and "und" are one cell each."""
    cue = replace(make_cue(Role.HEADLINE, "Das ist schön und gut", 0), language="de")
    rundown = Rundown(title="Gut", language="de", items=(Item(title="Gut", cues=(cue,)),))
    folder, companion, _ = make_braille(rundown)
    words = (folder / companion.path).read_text("ascii").split()
    assert [words[0], words[1], words[3]] == ["D", ")", "U"]


@needs_liblouis
def test_a_language_without_a_table_and_very_long_sentences(
    make_braille: Braille, make_cue: MakeCue
) -> None:
    cue = replace(make_cue(Role.HEADLINE, "桟橋が開く", 0), language="ja")
    rundown = Rundown(title="桟橋", language="ja", items=(Item(title="桟橋", cues=(cue,)),))
    folder, companion, told = make_braille(rundown)
    assert companion.path.endswith(".txt")
    (remark,) = told
    assert remark.endswith("text for braille displays: liblouis has no table for the language ja.")
    long = make_cue(Role.HEADLINE, "pier " * 900 + "x" * 900, 0)
    rundown = Rundown(title="Long", language="en", items=(Item(title="Long", cues=(long,)),))
    folder, companion, told = make_braille(rundown)
    cells = (folder / companion.path).read_bytes().decode("ascii")
    assert cells.count("PI]") == 900
    assert max(map(len, cells.replace("\f", "").split("\r\n"))) <= CELLS
