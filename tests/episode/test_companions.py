from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.episode import companions
from audiobrief.episode.companions.model import Manuscript, parts_of
from audiobrief.episode.draft import Draft
from audiobrief.episode.model import Companion, Picture, read_episode
from audiobrief.episode.transcript import transcript
from audiobrief.errors import SettingsError
from audiobrief.mix.model import Timeline
from audiobrief.rundown.model import Rundown
from audiobrief.settings import companions as named
from audiobrief.story.model import Role

Make = Callable[[Draft, Path], Path]


def test_paragraphs_hold_every_line_once_and_know_their_picture(
    edition: Rundown, arrange: Callable[..., Timeline]
) -> None:
    lines = transcript(edition, arrange(edition))
    picture = Picture(address="https://post.example/pier.jpg", alt="A pier.")
    parts = parts_of(edition, lines, {(1, 4): picture})
    assert [part.item for part in parts] == [None, 0, 1, None]
    assert [part.title for part in parts] == ["", "Pier Opens", "Ferry Delayed", ""]
    assert tuple(line for part in parts for line in part.lines) == lines
    captions = [p for part in parts for p in part.paragraphs if p.role is Role.CAPTION]
    assert [len(caption.lines) for caption in captions] == [3, 3]
    assert [caption.picture for caption in captions] == [None, picture]
    assert parts[0].paragraphs[0].role is Role.CONTINUITY


def test_what_is_asked_for_is_made_and_recorded(
    draft: Draft, make_episode: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(stage: Path, manuscript: Manuscript) -> Companion:
        words = [line.text for part in manuscript.parts for line in part.lines]
        (stage / "words.txt").write_text("\n".join(words), encoding="utf-8")
        return Companion(form="words", path="words.txt", media_type="text/plain", title="Words")

    monkeypatch.setattr(companions, "_writer", lambda _name: write)
    asked = replace(draft, show=replace(draft.show, companions=("words",)))
    folder = make_episode(asked, tmp_path / "x")
    assert [each.path for each in read_episode(folder).companions] == ["words.txt"]
    assert "Walkers on the pier" in (folder / "words.txt").read_text("utf-8")


def test_an_unknown_companion_is_told_with_its_place() -> None:
    with pytest.raises(SettingsError, match=r"^--with names 'papyrus'; there are "):
        named(["papyrus"], "--with")
