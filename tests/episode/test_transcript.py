from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.episode.transcript import (
    MAX_LINE_CHARS,
    segments_json,
    speaker,
    to_json,
    to_srt,
    to_text,
    to_vtt,
    transcript,
)
from audiobrief.mix.model import Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role

Arrange = Callable[..., Timeline]


@pytest.fixture(scope="module")
def timeline(rundown: Rundown, arrange: Arrange) -> Timeline:
    return arrange(rundown)


def _one(make_cue: Callable[..., Cue], text: str) -> Rundown:
    cue = make_cue(Role.BODY, text, 0)
    return Rundown(title="t", language="en", items=(Item(title="t", cues=(cue,)),))


def test_each_cue_is_a_line_and_blocks_are_paragraphs(rundown: Rundown, timeline: Timeline) -> None:
    lines = transcript(rundown, timeline)
    assert [line.text for line in lines] == [cue.print_text for cue in rundown.cues]
    numbers = [line.paragraph for line in lines]
    assert numbers == sorted(numbers)
    mayor = next(line for line in lines if "mayor" in line.text)
    tickets = next(line for line in lines if "Tickets" in line.text)
    caption = [line for line in lines if "caption" in line.text or "Walkers" in line.text]
    assert mayor.paragraph == tickets.paragraph
    assert len(caption) == 3
    assert len({line.paragraph for line in caption}) == 1


def test_vtt_is_read_back_by_another_library(rundown: Rundown, timeline: Timeline) -> None:
    text = to_vtt(transcript(rundown, timeline), timeline)
    captions = webvtt.from_buffer(io.StringIO(text)).captions
    spans = json.loads(segments_json(rundown, timeline))["segments"]
    assert len(captions) == len(spans)
    for caption, span in zip(captions, spans, strict=True):
        assert round(caption.start_in_seconds * 1000) // 1000 == span["start_ms"] // 1000
        assert caption.voice == "Anchor"
    assert "$4 &amp; up, &lt;free&gt; for children." in text
    assert "<free>" not in text


def test_srt_is_read_back_by_another_library(rundown: Rundown, timeline: Timeline) -> None:
    found = list(srt.parse(to_srt(transcript(rundown, timeline), timeline), ignore_errors=False))
    spans = json.loads(segments_json(rundown, timeline))["segments"]
    assert [round(each.start.total_seconds() * 1000) for each in found] == [
        span["start_ms"] for span in spans
    ]
    assert [round(each.end.total_seconds() * 1000) for each in found] == [
        span["end_ms"] for span in spans
    ]
    assert " ".join(found[6].content.split()) == "Tickets cost $4 & up, <free> for children."


def test_srt_has_no_words_that_an_app_takes_for_a_speaker(
    rundown: Rundown, timeline: Timeline
) -> None:
    """AntennaPod would have shown "The mayor said" as a name and lost the rest of the sentence."""
    text = to_srt(transcript(rundown, timeline), timeline)
    assert not any(": " in block.content.replace("\n", " ") for block in srt.parse(text))
    assert "The mayor said:\u00a0this is the day:\u00a0we waited." in text


def test_json_has_speaker_times_and_body(rundown: Rundown, timeline: Timeline) -> None:
    content = json.loads(to_json(transcript(rundown, timeline), timeline))
    assert content["version"] == "1.0.0"
    for each in content["segments"]:
        assert set(each) == {"speaker", "startTime", "endTime", "body"}
        assert each["startTime"] < each["endTime"]


def test_text_marks_the_words_that_the_show_adds(rundown: Rundown, timeline: Timeline) -> None:
    paragraphs = to_text(transcript(rundown, timeline)).split("\n\n")
    assert paragraphs[0] == "[Pier Talk, January 31, 2026.]"
    assert (
        "[Photo caption:] Walkers on the pier, Lowmoor, Jan. 29, 2026. [End of caption.]"
        in paragraphs
    )


def test_segments_hold_every_cue_and_every_sound(rundown: Rundown, timeline: Timeline) -> None:
    content = json.loads(segments_json(rundown, timeline))
    assert content["version"] == 1
    assert [each["id"] for each in content["segments"]] == [cue.id for cue in rundown.cues]
    first = content["segments"][1]
    assert set(first) == {
        "id",
        "item",
        "block",
        "role",
        "start_ms",
        "end_ms",
        "print_text",
        "spoken_text",
        "language",
        "voice",
        "engine",
    }
    assert (first["item"], first["block"], first["role"]) == (0, 0, "headline")
    assert content["segments"][0]["item"] is None
    assert first["engine"] == "tone 1"
    assert [each["kind"] for each in content["sounds"]] == ["ident", "earcon"]


def test_names_of_voices_are_shown_as_words() -> None:
    assert speaker("night-reader_2") == "Night reader 2"


@settings(max_examples=80, deadline=None)
@given(text=st.text(min_size=1, max_size=300).filter(lambda text: bool(text.strip())))
def test_any_words_survive_every_form(
    make_cue: Callable[..., Cue], arrange: Arrange, text: str
) -> None:
    rundown = _one(make_cue, text)
    timeline = arrange(rundown, ident=False)
    lines = transcript(rundown, timeline)
    if not lines[0].text:
        return  # Nothing but control characters: no format can hold them.
    vtt = to_vtt(lines, timeline)
    assert vtt.count("-->") == 1
    shown = vtt.split(">", 2)[2].removesuffix("</v>\n")
    for escape, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(escape, sign)
    assert shown.split() == lines[0].text.split()
    (block,) = srt.parse(to_srt(lines, timeline))
    assert block.content.replace("→", "-->").split() == lines[0].text.replace("→", "-->").split()
    assert json.loads(to_json(lines, timeline))["segments"][0]["body"] == lines[0].text


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.from_regex(r"[A-Za-z,.]{1,20}", fullmatch=True), min_size=1, max_size=60))
def test_lines_are_short_enough_for_a_caption(
    make_cue: Callable[..., Cue], arrange: Arrange, words: list[str]
) -> None:
    rundown = _one(make_cue, " ".join(words))
    timeline = arrange(rundown, ident=False)
    text = to_srt(transcript(rundown, timeline), timeline)
    assert all(len(line) <= MAX_LINE_CHARS for line in text.splitlines())
