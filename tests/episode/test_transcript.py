from __future__ import annotations

import io
import json
from collections.abc import Callable
from html import unescape
from itertools import pairwise

import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring as html5

from audiobrief.episode.draft import Draft
from audiobrief.episode.pieces import MAX_LINE_CHARS, MAX_LINES, pieces, to_html
from audiobrief.episode.pieces import to_json as json_of
from audiobrief.episode.pieces import to_srt as srt_of
from audiobrief.episode.pieces import to_vtt as vtt_of
from audiobrief.episode.transcript import segments_json, speaker, to_text, transcript
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


def _spans(rundown: Rundown, timeline: Timeline) -> list[tuple[int, int, str]]:
    table = json.loads(segments_json(rundown, timeline))["segments"]
    return [(each["start_ms"], each["end_ms"], each["print_text"]) for each in table]


def _joined(found: list[tuple[int, int, str]], spans: list[tuple[int, int, str]]) -> None:
    """Assert that the pieces are the spans, each cut without a gap."""
    waiting = list(found)
    for start, end, text in spans:
        own = [piece for piece in waiting if start <= piece[0] < end]
        waiting = waiting[len(own) :]
        assert (own[0][0], own[-1][1]) == (start, end)
        assert all(one[1] == other[0] for one, other in pairwise(own))
        words = " ".join(piece[2] for piece in own).replace("[", "").replace("]", "")
        assert words.replace("\u00a0", " ").split() == text.split()
    assert not waiting


def test_vtt_is_read_back_by_another_library(rundown: Rundown, timeline: Timeline) -> None:
    text = vtt_of(pieces(transcript(rundown, timeline), timeline))
    captions = webvtt.from_buffer(io.StringIO(text)).captions
    found = [
        (round(c.start_in_seconds * 1000), round(c.end_in_seconds * 1000), unescape(c.text))
        for c in captions
    ]
    seconds = [(s // 1000, e // 1000, text) for s, e, text in _spans(rundown, timeline)]
    assert [each[0] // 1000 for each in found][:3] == [each[0] for each in seconds][:3]
    assert {caption.voice for caption in captions} == {"Anchor"}
    assert captions[0].identifier == f"{rundown.cues[0].id}.1"
    assert "&lt;free&gt;" in text
    assert "<free>" not in text


def test_srt_is_read_back_by_another_library(rundown: Rundown, timeline: Timeline) -> None:
    text = srt_of(pieces(transcript(rundown, timeline), timeline))
    found = [
        (
            round(each.start.total_seconds() * 1000),
            round(each.end.total_seconds() * 1000),
            each.content,
        )
        for each in srt.parse(text, ignore_errors=False)
    ]
    _joined(found, _spans(rundown, timeline))


def test_srt_has_no_words_that_an_app_takes_for_a_speaker(
    rundown: Rundown, timeline: Timeline
) -> None:
    """AntennaPod would have shown "The mayor said" as a name and lost the rest of the sentence."""
    text = srt_of(pieces(transcript(rundown, timeline), timeline))
    assert not any(": " in block.content.replace("\n", " ") for block in srt.parse(text))
    assert "The mayor said:\u00a0this is the" in text


def test_json_has_speaker_times_and_body(rundown: Rundown, timeline: Timeline) -> None:
    content = json.loads(json_of(pieces(transcript(rundown, timeline), timeline)))
    assert content["version"] == "1.0.0"
    found = []
    for each in content["segments"]:
        assert set(each) - {"role"} == {"speaker", "startTime", "endTime", "body"}
        assert each["startTime"] < each["endTime"]
        found.append((round(each["startTime"] * 1000), round(each["endTime"] * 1000), each["body"]))
    _joined(found, _spans(rundown, timeline))


def test_what_the_show_adds_is_marked_as_narration(rundown: Rundown, timeline: Timeline) -> None:
    """Who reads along must see that "Photo caption" was not printed."""
    every = pieces(transcript(rundown, timeline), timeline)
    assert "<v Anchor><c.narration>Photo caption:</c></v>" in vtt_of(every)
    assert "[Photo caption:]" in srt_of(every)
    marks = [each.get("role") for each in json.loads(json_of(every))["segments"]]
    assert marks[0] == "narration"
    assert None in marks


def test_the_page_has_headings_speakers_and_times(draft: Draft) -> None:
    lines = transcript(draft.rundown, draft.timeline)
    page = to_html(lines, draft.chapters(), draft.timeline, title="A <title>", language="en-US")
    tree = html5(page)
    assert tree.get("lang") == "en-US"
    assert tree.findtext(".//h1") == "A <title>"
    assert [each.text for each in tree.iterfind(".//h2")][:3] == ["Opening", "Headline", "Story"]
    assert [each.text for each in tree.iterfind(".//cite")] == ["Anchor:"]
    assert len(tree.findall(".//time")) == len(tree.findall(".//p")) > 5
    words = " ".join("".join(map(str, each.itertext())) for each in tree.iterfind(".//p"))
    assert words.split() == " ".join(line.text for line in lines).split()


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
        "words",
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
    every = pieces(lines, timeline)
    wanted = "".join(lines[0].text.split())
    vtt = vtt_of(every)
    assert vtt.count("-->") == len(every)
    shown = [unescape(each.split(">", 2)[2].partition("</v>")[0]) for each in vtt.split("\n\n")[1:]]
    assert "".join("".join(shown).split()) == wanted
    blocks = list(srt.parse(srt_of(every)))
    assert "".join("".join(b.content for b in blocks).split()).replace(
        "→", "-->"
    ) == wanted.replace("→", "-->")
    bodies = [each["body"] for each in json.loads(json_of(every))["segments"]]
    assert "".join("".join(bodies).split()) == wanted
    assert all(one.end_ms == other.start_ms for one, other in pairwise(every))


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.from_regex(r"[A-Za-z,.]{1,20}", fullmatch=True), min_size=1, max_size=60))
def test_lines_are_short_enough_for_a_caption(
    make_cue: Callable[..., Cue], arrange: Arrange, words: list[str]
) -> None:
    rundown = _one(make_cue, " ".join(words))
    timeline = arrange(rundown, ident=False)
    every = pieces(transcript(rundown, timeline), timeline)
    assert all(len(piece.lines) <= MAX_LINES for piece in every)
    assert all(len(line) <= MAX_LINE_CHARS for piece in every for line in piece.lines)
