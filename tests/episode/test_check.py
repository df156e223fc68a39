from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from audiobrief.episode.check import check_episode
from audiobrief.episode.listening import Heard, Span, _speech
from audiobrief.findings import Finding


@pytest.fixture
def episode(published: Path, tmp_path: Path) -> Path:
    """Return a copy of the good episode, to be spoilt."""
    return Path(shutil.copytree(published, tmp_path / published.name))


def _errors(folder: Path) -> list[Finding]:
    return [finding for finding in check_episode(folder) if finding.level == "error"]


def test_a_good_episode_has_no_findings(published: Path) -> None:
    assert check_episode(published) == ()


def _replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def test_an_episode_that_was_let_pass_unfaithful_is_told_of(episode: Path) -> None:
    path = episode / "episode.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["fidelity"] = {"status": "unfaithful", "unfaithful": [{"cue": "s1", "printed": "not"}]}
    path.write_text(json.dumps(record), encoding="utf-8")
    (found,) = check_episode(episode)
    assert (found.level, found.rule) == ("warning", "words-unfaithful")
    assert found.sentence.startswith("One passage is not said as printed")


def _removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _bytes_changed(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "episode.mp3"
        path.write_bytes(change(path.read_bytes()))

    return spoil


def _tag_end(content: bytes) -> int:
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte
    return 10 + size


Table = dict[str, list[dict[str, object]]]


def _segments_changed(change: Callable[[Table], None]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / "segments.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content), encoding="utf-8")

    return spoil


def _shift(content: Table) -> None:
    for key in ("segments", "sounds"):
        for each in content[key]:
            for edge in ("start_ms", "end_ms"):
                each[edge] = int(str(each[edge])) + 350


FAULTS = {
    "the sound is gone": (_removed("episode.mp3"), "is missing"),
    "a transcript is gone": (_removed("transcript.vtt"), "is missing"),
    "the chapters are gone": (_removed("chapters.json"), "is missing"),
    "segments.json is gone": (_removed("segments.json"), "cannot be read"),
    "segments.json is no JSON": (_replaced("segments.json", "{", ""), "not valid JSON"),
    "segments.json lacks a key": (_replaced("segments.json", "start_ms", "start"), "damaged"),
    "the record is gone": (_removed("episode.json"), "cannot be read"),
    "a word of a transcript changed": (
        _replaced("transcript.vtt", "Walkers", "Talkers"),
        "not as segments.json has them",
    ),
    "a time of a transcript changed": (
        _replaced("transcript.srt", "00:00:03,300", "00:00:03,200"),
        "not as segments.json has them",
    ),
    "a transcript's JSON was cut": (
        _replaced("transcript.json", '"segments"', '"s"'),
        "no transcript",
    ),
    "a text lost a word": (_replaced("transcript.txt", "Walkers ", ""), "words are not those"),
    "VTT lost its first line": (_replaced("transcript.vtt", "WEBVTT", ""), "begin with WEBVTT"),
    "a chapter was moved": (
        _replaced("chapters.json", '"startTime": 10.7', '"startTime": 9.9'),
        "in the middle",
    ),
    "a chapter ends elsewhere": (
        _replaced("chapters.json", '"endTime": 10.7', '"endTime": 10.6'),
        "not those of the episode",
    ),
    "a chapter was renamed": (_replaced("chapters.json", "Credits", "End"), "not those"),
    "the title changed": (_replaced("episode.json", "Lowmoor Pier", "Lowmore Pier"), "TIT2"),
    "the sound was cut": (_bytes_changed(lambda b: b[: len(b) * 2 // 3]), "bytes, and the feed"),
    "the tag is gone": (_bytes_changed(lambda b: b[_tag_end(b) :]), "tags of .* cannot be read"),
    "the sound is noise": (_bytes_changed(lambda b: b[: _tag_end(b)] + bytes(999)), "cannot be"),
    "a cue lies in silence": (_segments_changed(_shift), "where segments.json has a pause"),
    "segments overlap": (
        _segments_changed(lambda c: c["segments"][3].update(start_ms=5_000)),
        "begins before",
    ),
    "a segment passes the end": (
        _segments_changed(lambda c: c["segments"][-1].update(end_ms=99_000)),
        "not within the episode",
    ),
    "the loudness asked for is another": (
        _replaced("episode.json", '"integrated_lufs": -18.0', '"integrated_lufs": -23.0'),
        "LUFS",
    ),
    "the peak allowed is another": (
        _replaced("episode.json", '"true_peak_dbtp": -1.0', '"true_peak_dbtp": -30.0'),
        "true peak",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_told(fault: str, episode: Path) -> None:
    spoil, told = FAULTS[fault]
    spoil(episode)
    sentences = [finding.sentence for finding in _errors(episode)]
    assert sentences, fault
    assert any(re.search(told, sentence) for sentence in sentences), sentences
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_sound_that_was_cut_decodes_to_another_length(episode: Path) -> None:
    _bytes_changed(lambda content: content[: len(content) * 2 // 3])(episode)
    assert any("decodes to" in finding.sentence for finding in _errors(episode))


def test_a_silent_cue_is_found(episode: Path) -> None:
    """A take that was lost in the mixdown would have been a pause to the listener."""
    heard = Heard(
        frames=44_100, loudness_lufs=-16, true_peak_dbtp=-1, levels_db=(-20.0,) * 60 + (-90.0,) * 40
    )
    spans = (
        Span(name="a", start_ms=0, end_ms=300),
        Span(name="b", start_ms=300, end_ms=600),
        Span(name="lost", start_ms=700, end_ms=900),
    )
    (finding,) = _speech(episode, heard, spans, ())
    assert "lost at 0.7 seconds is silent" in finding.sentence


def test_an_empty_folder_is_no_episode(tmp_path: Path) -> None:
    (finding,) = check_episode(tmp_path)
    assert "cannot be read" in finding.sentence


def test_a_chapter_behind_its_earcon_is_told(episode: Path) -> None:
    """Who jumped to the caption had missed the sign that says what it is."""
    sounds = json.loads((episode / "segments.json").read_text(encoding="utf-8"))["sounds"]
    sign = next(each for each in sounds if each["kind"] == "earcon")
    path = episode / "chapters.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    starts = [each["startTime"] * 1000 for each in content["chapters"]]
    number = max(n for n, start in enumerate(starts) if start <= sign["start_ms"])
    content["chapters"][number]["startTime"] = (sign["end_ms"] + 10) / 1000
    path.write_text(json.dumps(content), encoding="utf-8")
    told = [each.sentence for each in check_episode(episode) if each.rule == "chapters-speech"]
    assert told == ["The chapter 'Photo caption' begins behind the earcon that announces it."]
