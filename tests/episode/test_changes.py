from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.episode.changes import changes_since
from audiobrief.episode.draft import Draft
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.story.model import Role

ON = datetime(2026, 2, 3, tzinfo=UTC)


def _with(rundown: Rundown, role: Role, text: str) -> Rundown:
    def changed(cue: Cue) -> Cue:
        return replace(cue, print_text=text) if cue.role is role else cue

    (item,) = rundown.items
    return replace(rundown, items=(replace(item, cues=tuple(map(changed, item.cues))),))


def test_a_corrected_caption_is_told_with_its_day(published: Path, draft: Draft) -> None:
    """A listener who heard the first version has to learn that it was wrong."""
    other = _with(draft.rundown, Role.CAPTION, "Walkers near the pier.")
    other = _with(other, Role.HEADLINE, "Lowmoor Pier Opens")
    assert changes_since(published, other, ON) == (
        "Corrected on February 3, 2026: the headline and a photo caption.",
    )


def test_a_new_voice_or_a_new_welcome_is_no_correction(published: Path, draft: Draft) -> None:
    other = replace(draft.rundown, opening=())
    assert changes_since(published, other, ON) == ()


def test_earlier_notes_stay(
    draft: Draft, make_episode: Callable[[Draft, Path], Path], tmp_path: Path
) -> None:
    folder = make_episode(replace(draft, changes=("Corrected on 1 May 2025: x.",)), tmp_path / "e")
    assert changes_since(folder, draft.rundown, ON) == ("Corrected on 1 May 2025: x.",)
    other = _with(draft.rundown, Role.BODY, "Other words.")
    assert len(changes_since(folder, other, ON)) == 2


@pytest.mark.parametrize("content", ["", "{", '{"segments": [{}]}'])
def test_what_cannot_be_read_gives_no_note(
    content: str, published: Path, draft: Draft, tmp_path: Path
) -> None:
    (tmp_path / "episode.json").write_bytes((published / "episode.json").read_bytes())
    (tmp_path / "segments.json").write_text(content, encoding="utf-8")
    assert changes_since(tmp_path, draft.rundown, ON) == ()
