from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from audiobrief.episode import publish as publish_module
from audiobrief.episode.check import check_episode
from audiobrief.episode.companions.model import Mix
from audiobrief.episode.draft import Draft, preamble
from audiobrief.episode.facts import SUMMARY_CHARS, address_of, credits_of, summary_of
from audiobrief.episode.model import AUDIO_FILE, DISCLOSURE, cover_name, read_episode, read_record
from audiobrief.episode.publish import integrity_of, publish, staged
from audiobrief.errors import EpisodeError
from audiobrief.mix.model import Master, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role

Make = Callable[[Draft, Path], Path]

FILES = {
    "index.html",
    "embed.html",
    "episode.mp3",
    "episode.json",
    "chapters.json",
    "segments.json",
    "transcript.vtt",
    "transcript.srt",
    "transcript.json",
    "transcript.html",
    "transcript.txt",
}


def _digests(folder: Path) -> Mapping[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_every_file_is_there_and_the_cover_beside_them(published: Path, draft: Draft) -> None:
    assert {path.name for path in published.iterdir()} == FILES
    assert (published.parent / cover_name(draft.show)).is_file()


def test_the_record_is_read_back_as_the_episode(published: Path, draft: Draft) -> None:
    episode = read_episode(published)
    sound = published / AUDIO_FILE
    digest = integrity_of(sound)
    made = draft.episode(published.name, sound.stat().st_size, digest)
    assert episode == replace(made, companions=episode.companions)
    assert [each.form for each in episode.companions] == list(draft.show.companions)
    spoken = subprocess.run(
        ["openssl", "dgst", "-sha384", "-binary", str(sound)], capture_output=True, check=False
    ).stdout
    assert not spoken or digest == f"sha384-{base64.b64encode(spoken).decode()}"
    assert episode.enclosure.duration_ms == draft.timeline.ms(draft.timeline.frames)
    assert episode.published == draft.published
    assert DISCLOSURE in episode.description
    record = read_record(published)
    assert record["dropped"] == [dict(each) for each in draft.dropped]
    assert record["rundown"] == dict(draft.rundown_value)
    assert record["made_with"]["tone"] == "1"
    assert record["voices"] == ["anchor"]
    assert record["remarks"] == list(draft.remarks)


def test_the_same_draft_gives_the_same_bytes(
    published: Path, draft: Draft, make_episode: Make, tmp_path: Path
) -> None:
    assert _digests(make_episode(draft, tmp_path / published.name)) == _digests(published)


def test_mpg123_decodes_the_length_that_the_record_states(
    published: Path, draft: Draft, judge: Callable[[str], str]
) -> None:
    command = [judge("mpg123"), "-q", "-s", str(published / AUDIO_FILE)]
    decoded = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(decoded) // 2 == draft.timeline.frames


def test_mp3val_finds_no_fault_in_the_tagged_stream(
    published: Path, judge: Callable[[str], str]
) -> None:
    command = [judge("mp3val"), str(published / AUDIO_FILE)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "WARNING" not in told
    assert "ERROR" not in told


@pytest.mark.parametrize("name", sorted(FILES - {"episode.mp3"}))
@pytest.mark.parametrize("earlier", [True, False])
def test_a_full_disk_leaves_the_earlier_episode_or_nothing(  # noqa: PLR0913, fixtures
    name: str,
    draft: Draft,
    make_episode: Make,
    published: Path,
    tmp_path: Path,
    *,
    earlier: bool,
) -> None:
    """A half-written episode would have been offered to every subscriber."""
    folder = tmp_path / "show" / "2026-01-31-pier"
    before: Mapping[str, str] = {}
    if earlier:
        before = _digests(Path(shutil.copytree(published, folder)))
    write, changed = Path.write_bytes, replace(draft, remarks=("Changed.",))

    def full(path: Path, content: bytes) -> int:
        if path.name != name:
            return write(path, content)
        write(path, content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(EpisodeError, match="No space left on device"):
            make_episode(changed, folder)
    if not earlier:
        assert list(tmp_path.iterdir()) == []
    else:
        assert {path.name for path in folder.parent.iterdir() if path.is_dir()} == {folder.name}
        assert _digests(folder) == before
        assert check_episode(folder) == ()


@pytest.mark.parametrize("raised", [KeyboardInterrupt, RuntimeError, EpisodeError])
def test_whatever_stops_the_mixdown_leaves_the_earlier_episode(
    raised: type[BaseException], draft: Draft, make_episode: Make, tmp_path: Path
) -> None:
    folder = make_episode(draft, tmp_path / "show" / "2026-01-31-pier")
    before = _digests(folder)

    def fail() -> None:
        with staged(folder) as stage:
            (stage / AUDIO_FILE).write_bytes(b"half")
            raise raised

    with pytest.raises(raised):
        fail()
    assert _digests(folder) == before
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [folder.name]


def test_a_failed_exchange_puts_the_earlier_episode_back(
    draft: Draft, make_episode: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_episode(draft, tmp_path / "show" / "2026-01-31-pier")
    before = _digests(folder)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.suffix == ".new":
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(EpisodeError, match="untouched"):
        make_episode(draft, folder)
    monkeypatch.undo()
    assert _digests(folder) == before


def test_a_sound_that_is_not_whole_is_not_published(draft: Draft, tmp_path: Path, mix: Mix) -> None:
    master = Master(
        frames=draft.timeline.frames,
        rate_hz=44_100,
        length_bytes=100,
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.5,
    )
    folder = tmp_path / "show" / "x"

    def cut_short() -> None:
        with staged(folder) as stage:
            (stage / AUDIO_FILE).write_bytes(bytes(99))
            publish(stage, draft, master, slug="x", mix=mix)

    with pytest.raises(EpisodeError, match="not whole"):
        cut_short()
    assert not folder.exists()


def test_the_preamble_needs_no_sound(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(publish_module, "publish", refused)
    assert preamble(draft).startswith(b"ID3\x03")


def _rundown(cues: tuple[Cue, ...], address: str = "") -> Rundown:
    return Rundown(title="t", language="en", items=(Item(title="t", address=address, cues=cues),))


def test_the_summary_is_the_printed_one_or_the_first_paragraph(
    rundown: Rundown, edition: Rundown, make_cue: Callable[..., Cue]
) -> None:
    assert summary_of(rundown) == "The pier at Lowmoor opens again."
    assert summary_of(edition) == "Pier Opens; Ferry Delayed."
    body = tuple(make_cue(Role.BODY, f"Sentence {n} is here.", 1) for n in range(60))
    summary = summary_of(_rundown((make_cue(Role.HEADLINE, "H", 0), *body)))
    assert len(summary) <= SUMMARY_CHARS
    assert summary.startswith("Sentence 0 is here. Sentence 1")
    assert summary.endswith("is here.")
    assert summary_of(_rundown((make_cue(Role.HEADLINE, "H", 0),))) == "H"
    long = summary_of(_rundown((make_cue(Role.BODY, "word " * 200, 0),)))
    assert len(long) <= SUMMARY_CHARS
    assert long.endswith("word…")


def test_credits_are_told_once(edition: Rundown) -> None:
    assert credits_of(edition) == ("Ben Oar contributed to this report.",)


def test_only_a_single_story_from_the_web_has_an_address(
    rundown: Rundown, edition: Rundown, make_cue: Callable[..., Cue]
) -> None:
    assert address_of(rundown) == "https://post.example/pier"
    assert address_of(edition) is None
    assert address_of(_rundown((make_cue(Role.BODY, "B", 0),), address="story.txt")) is None


def test_too_many_chapters_are_told_in_a_remark(
    draft: Draft,
    make_cue: Callable[..., Cue],
    arrange: Callable[..., Timeline],
    tmp_path: Path,
    mix: Mix,
) -> None:
    cues = tuple(
        make_cue(role, f"{role} {n}", n) for n, role in enumerate((Role.SUBHEAD, Role.BODY) * 300)
    )
    rundown = _rundown(cues)
    timeline = arrange(rundown, cue_ms=20)
    long = replace(draft, rundown=rundown, timeline=timeline)
    with staged(tmp_path / "x") as stage:
        (stage / AUDIO_FILE).write_bytes(b"mp3")
        master = Master(
            frames=timeline.frames,
            rate_hz=44_100,
            length_bytes=3,
            loudness_lufs=-16.0,
            true_peak_dbtp=-1.5,
        )
        publish(stage, long, master, slug="x", mix=mix)
    record = json.loads((tmp_path / "x" / "episode.json").read_text("utf-8"))
    assert len(record["chapters"]) == 255
    assert "Of 301 chapters 255 were kept" in record["remarks"][-1]
