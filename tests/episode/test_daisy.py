"""The DAISY book, held against the rules of DAISY 2.02 by code of the tests' own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from audiobrief.episode.companions.daisy import write_daisy
from audiobrief.episode.companions.model import Manuscript
from audiobrief.episode.draft import Draft
from audiobrief.episode.model import read_episode
from audiobrief.mix.model import Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role
from tests.episode.books import XHTML, bare, segments_of, sounds_of

Make = Callable[[Draft, Path], Path]
MakeCue = Callable[..., Cue]

ONCE: Final = (
    "dc:date",
    "dc:format",
    "dc:identifier",
    "dc:publisher",
    "dc:title",
    "ncc:charset",
    "ncc:pageFront",
    "ncc:pageNormal",
    "ncc:pageSpecial",
    "ncc:tocItems",
    "ncc:totalTime",
)
"""DAISY 2.02, 2.1.4: what an NCC has exactly once."""

AT_MOST_ONCE: Final = (
    "ncc:depth",
    "ncc:files",
    "ncc:generator",
    "ncc:kByteSize",
    "ncc:maxPageNormal",
    "ncc:multimediaType",
    "ncc:producedDate",
    "ncc:producer",
    "ncc:setInfo",
    "dc:source",
)

KNOWN: Final = {*ONCE, *AT_MOST_ONCE, "dc:creator", "dc:language", "dc:description", "dc:rights"}


@pytest.fixture(scope="module")
def make_book(
    manuscript_of: Callable[..., Manuscript], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Return what writes the book of a rundown, and returns the folder that it lies in."""

    def make(rundown: Rundown, timeline: Timeline | None = None, **show: object) -> Path:
        stage = tmp_path_factory.mktemp("stage")
        write_daisy(stage, manuscript_of(stage, rundown, timeline, **show))
        return stage

    return make


@pytest.fixture(scope="module")
def folder(make_book: Callable[..., Path], edition: Rundown) -> Path:
    return make_book(edition)


def _tree(path: Path) -> ET.Element:
    return ET.fromstring(path.read_bytes())  # noqa: S314, written by the test itself


def _metas(root: ET.Element, space: str = XHTML) -> Iterator[tuple[str, str]]:
    for meta in root.iter(f"{space}meta"):
        if meta.get("name"):
            yield meta.get("name") or "", meta.get("content") or ""


def _ms(clock: str) -> int:
    found = re.fullmatch(r"npt=(\d+)\.(\d{3})s", clock)
    assert found, clock
    return int(found[1]) * 1000 + int(found[2])


def _seconds(clock: str) -> int:
    assert re.fullmatch(r"\d\d:[0-5]\d:[0-5]\d", clock)
    hours, minutes, rest = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


def _pars(folder: Path) -> Iterator[tuple[str, ET.Element]]:
    """Yield the name of the file and each pair, in the order in which they play."""
    for path in sorted((folder / "daisy").glob("*.smil")):
        for par in _tree(path).iter("par"):
            yield path.name, par


def _rules_of_the_ncc(folder: Path) -> None:
    ncc = _tree(folder / "daisy" / "ncc.html")
    metas = list(_metas(ncc))
    names = [name for name, _ in metas]
    assert all(names.count(name) == 1 for name in ONCE)
    assert all(names.count(name) <= 1 for name in AT_MOST_ONCE)
    assert {"dc:creator", "dc:language"} <= set(names) <= KNOWN
    told = dict(metas)
    assert told["dc:format"] == "Daisy 2.02"
    assert told["ncc:multimediaType"] == "audioFullText"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["dc:date"])
    body = ncc.find(f"{XHTML}body")
    assert body is not None
    first, *others = body
    assert (first.tag, first.get("class")) == (f"{XHTML}h1", "title")
    assert {each.tag for each in others} <= {f"{XHTML}h1", f"{XHTML}h2"}
    assert int(told["ncc:tocItems"]) == len(body)
    assert len({each.get("id") for each in body}) == len(body)
    pars = {f"{name}#{par.get('id')}" for name, par in _pars(folder)}
    for heading in body:
        (link,) = heading
        assert link.get("href") in pars
        assert (link.text or "").strip()
    assert len(list((folder / "daisy").iterdir())) == int(told["ncc:files"])
    whole = sum(path.stat().st_size for path in (folder / "daisy").iterdir())
    assert abs(whole / 1024 - int(told["ncc:kByteSize"])) <= 1


def _rules_of_the_smil(folder: Path) -> None:
    content = _tree(folder / "daisy" / "content.html")
    ids = [each.get("id") for each in content.iter() if each.get("id")]
    assert len(set(ids)) == len(ids)
    elapsed = 0
    for path in sorted((folder / "daisy").glob("*.smil")):
        root = _tree(path)
        metas = dict(_metas(root, ""))
        assert metas["dc:format"] == "Daisy 2.02"
        (region,) = root.iter("region")
        assert region.get("id")
        body = root.find("body")
        assert body is not None
        (mother,) = body
        played = 0
        for par in mother:
            text, sequence = par
            (audio,) = sequence
            assert sequence.tag == "seq"
            assert (par.get("endsync"), text.tag, audio.tag) == ("last", "text", "audio")
            assert (text.get("src") or "").removeprefix("content.html#") in ids
            assert audio.get("src") == "audio.mp3"
            assert text.get("id")
            assert audio.get("id")
            played += _ms(audio.get("clip-end") or "") - _ms(audio.get("clip-begin") or "")
        assert mother.get("dur") == f"{played // 1000}.{played % 1000:03}s"
        assert abs(_seconds(metas["ncc:timeInThisSmil"]) * 1000 - played) <= 500
        assert abs(_seconds(metas["ncc:totalElapsedTime"]) * 1000 - elapsed) <= 500
        elapsed += played
    told = dict(_metas(_tree(folder / "daisy" / "ncc.html")))
    assert abs(_seconds(told["ncc:totalTime"]) * 1000 - elapsed) <= 500


def test_it_keeps_the_rules_of_the_format(folder: Path) -> None:
    _rules_of_the_ncc(folder)
    _rules_of_the_smil(folder)


def test_every_sentence_is_heard_in_order_at_its_time(folder: Path) -> None:
    content = _tree(folder / "daisy" / "content.html")
    texts = {each.get("id"): "".join(each.itertext()) for each in content.iter()}
    segments, sounds = segments_of(folder), sounds_of(folder)
    clips = [
        ((par[0].get("src") or "").partition("#")[2], par[1][0].get("clip-begin"), par[1][0])
        for _, par in _pars(folder)
    ]
    assert [name for name, _, _ in clips] == [each["id"] for each in segments]
    assert [_ms(begin or "") for _, begin, _ in clips] == [each["start_ms"] for each in segments]
    assert [bare(texts[name]) for name, _, _ in clips] == [
        bare(each["print_text"]) for each in segments
    ]
    for _, begin, audio in clips:
        end = _ms(audio.get("clip-end") or "")
        assert not any(s["start_ms"] < end and _ms(begin or "") < s["end_ms"] for s in sounds)
    body = content.find(f"{XHTML}body")
    assert body is not None
    assert bare("".join(body.itertext())) == "".join(bare(each["print_text"]) for each in segments)


def test_a_listener_goes_from_story_to_story_and_from_part_to_part(folder: Path) -> None:
    body = _tree(folder / "daisy" / "ncc.html").find(f"{XHTML}body")
    assert body is not None
    shown = [(each.tag.removeprefix(XHTML), "".join(each.itertext())) for each in body]
    assert [title for level, title in shown if level == "h1"] == [
        "Morning edition",
        "Pier Opens",
        "Ferry Delayed",
        "Credits",
    ]
    inner = shown.index(("h2", "Photo caption"))
    assert shown.index(("h1", "Pier Opens")) < inner < shown.index(("h1", "Ferry Delayed"))


def test_the_sound_begins_with_its_first_frame(
    draft: Draft, make_episode: Make, tmp_path: Path
) -> None:
    """Players that lend themselves to DAISY 2.02 hiss or stop at an ID3v2 tag."""
    asked = replace(draft, show=replace(draft.show, companions=("daisy",)))
    folder = make_episode(asked, tmp_path / "2026-01-31-pier")
    sound = (folder / "daisy" / "audio.mp3").read_bytes()
    assert sound[:2] == b"\xff\xfb"
    assert (folder / "episode.mp3").read_bytes().endswith(sound)
    episode = read_episode(folder)
    (companion,) = episode.companions
    with zipfile.ZipFile(folder / companion.path) as file:
        packed = {name.partition("/")[2]: file.read(name) for name in file.namelist()}
    lying = {path.name: path.read_bytes() for path in (folder / "daisy").iterdir()}
    assert packed == lying, "the ZIP file is the folder"
    assert set(companion.parts) == {f"daisy/{name}" for name in lying}
    last = [par for _, par in _pars(folder)][-1][1][0]
    assert _ms(last.get("clip-end") or "") <= episode.enclosure.duration_ms


def test_hostile_words_make_a_book_that_keeps_the_rules(
    make_book: Callable[..., Path], make_cue: MakeCue
) -> None:
    bad = "</a>&amp;<b>\"'\x00\x0c\ufffe\ud800 عربي"
    printed = (make_cue(Role.HEADLINE, bad, 0), make_cue(Role.BODY, bad, 1))
    cues = tuple(replace(cue, language="ar") for cue in printed)
    rundown = Rundown(title=bad, language="ar", items=(Item(title=bad, cues=cues),))
    folder = make_book(rundown, title=bad, author=bad)
    _rules_of_the_ncc(folder)
    _rules_of_the_smil(folder)
    section = next(_tree(folder / "daisy" / "content.html").iter(f"{XHTML}div"))
    assert section.get("dir") == "rtl"
