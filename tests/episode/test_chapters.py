from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from audiobrief.episode.chapters import MAX_CHAPTERS, chapters, to_json, within_limit
from audiobrief.episode.model import Chapter
from audiobrief.mix.model import Layer, Timeline
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.story.model import Role

Arrange = Callable[..., Timeline]

SINGLE = [
    "Opening",
    "Headline",
    "Story",
    "Photo caption",
    "Story, continued",
    "What comes next",
    "Credits",
]


def test_one_story_has_a_chapter_for_each_part(rundown: Rundown, arrange: Arrange) -> None:
    found = chapters(rundown, arrange(rundown))
    assert [chapter.title for chapter in found] == SINGLE
    assert all(chapter.in_contents for chapter in found)


def test_an_edition_has_headlines_and_hides_what_is_inside_a_story(
    edition: Rundown, arrange: Arrange
) -> None:
    found = chapters(edition, arrange(edition))
    listed = [chapter.title for chapter in found if chapter.in_contents]
    assert listed == ["Opening", "Pier Opens", "Ferry Delayed", "Credits"]
    inner = [chapter.title for chapter in found if not chapter.in_contents]
    assert inner == 2 * ["Story", "Photo caption", "Story, continued", "What comes next", "Credits"]


def test_chapters_leave_no_gap_and_cut_no_sentence(
    rundown: Rundown, edition: Rundown, arrange: Arrange
) -> None:
    """Who jumps to a chapter would have heard half a sentence of the part before."""
    for each in (rundown, edition):
        timeline = arrange(each)
        found = chapters(each, timeline)
        assert found[0].start_frames == 0
        assert found[-1].end_frames == timeline.frames
        assert all(one.end_frames == other.start_frames for one, other in pairwise(found))
        heard = [p for p in timeline.placements if p.layer is not Layer.BED]
        for chapter in found[1:]:
            start = chapter.start_frames
            assert not any(p.start_frames < start < p.end_frames for p in heard)


def test_a_caption_starts_before_its_earcon_and_a_story_after_its_sting(
    edition: Rundown, arrange: Arrange
) -> None:
    """Who jumps to a story hears its words at once, not first a sting and a second of silence."""
    timeline = arrange(edition)
    found = chapters(edition, timeline)
    second = timeline.rate_hz
    for layer, titles, least, most in (
        (Layer.EARCON, {"Photo caption"}, -second, 0),
        (Layer.STING, {"Pier Opens", "Ferry Delayed"}, 1, 3 * second),
    ):
        sounds = [p.start_frames for p in timeline.placements if p.layer is layer]
        starts = [chapter.start_frames for chapter in found if chapter.title in titles]
        assert len(sounds) == len(starts)
        for start, sound in zip(starts, sounds, strict=True):
            assert least <= start - sound <= most


def test_starts_are_whole_seconds_where_the_pause_holds_one(
    rundown: Rundown, arrange: Arrange
) -> None:
    """Two apps drop fractions of a second and would begin in the sentence before."""
    timeline = arrange(rundown)
    starts = [chapter.start_frames for chapter in chapters(rundown, timeline)]
    assert timeline.rate_hz * 3 in starts
    spoken = timeline.speech
    for start in starts[1:]:
        before = max(p.end_frames for p in spoken if p.end_frames <= start)
        after = min(p.start_frames for p in spoken if p.start_frames >= start)
        second = after // timeline.rate_hz * timeline.rate_hz
        sound = min(p.start_frames for p in timeline.placements if p.start_frames >= before)
        if before <= second <= sound:
            assert start % timeline.rate_hz == 0


def test_several_captions_are_numbered(make_cue: Callable[..., Cue], arrange: Arrange) -> None:
    cues = (
        make_cue(Role.HEADLINE, "Two pictures", 0),
        make_cue(Role.CAPTION, "One.", 1),
        make_cue(Role.CAPTION, "Two.", 2),
        make_cue(Role.BODY, "Words.", 3),
    )
    rundown = Rundown(title="t", language="en", items=(Item(title="t", cues=cues),))
    titles = [chapter.title for chapter in chapters(rundown, arrange(rundown))]
    assert titles == ["Opening", "Headline", "Photo caption 1", "Photo caption 2", "Story"]


def test_a_summary_below_the_picture_belongs_to_the_story(
    make_cue: Callable[..., Cue], arrange: Arrange
) -> None:
    cues = (
        make_cue(Role.HEADLINE, "A headline", 0),
        make_cue(Role.CAPTION, "A picture.", 1),
        make_cue(Role.SUMMARY, "In short.", 2),
        make_cue(Role.BODY, "At length.", 3),
    )
    rundown = Rundown(title="t", language="en", items=(Item(title="t", cues=cues),))
    titles = [chapter.title for chapter in chapters(rundown, arrange(rundown, ident=False))]
    assert titles == ["Headline", "Photo caption", "Story"]


def test_a_caption_under_a_subhead_goes_on_with_the_subhead(
    make_cue: Callable[..., Cue], arrange: Arrange
) -> None:
    cues = (
        make_cue(Role.HEADLINE, "A headline", 0),
        make_cue(Role.SUBHEAD, "The plan", 1),
        make_cue(Role.BODY, "At length.", 2),
        make_cue(Role.CAPTION, "A picture.", 3),
        make_cue(Role.BODY, "And more.", 4),
    )
    rundown = Rundown(title="t", language="en", items=(Item(title="t", cues=cues),))
    titles = [chapter.title for chapter in chapters(rundown, arrange(rundown, ident=False))]
    assert titles == ["Headline", "The plan", "Photo caption", "The plan, continued"]


def test_a_long_quote_can_be_skipped_and_a_short_one_is_part_of_the_story(
    make_cue: Callable[..., Cue], arrange: Arrange
) -> None:
    for words, wanted in ((80, ["Headline", "Story", "Quote", "Story, continued"]), (9, 2)):
        cues = (
            make_cue(Role.HEADLINE, "A headline", 0),
            make_cue(Role.BODY, "At length.", 1),
            make_cue(Role.QUOTE, "word " * words, 2),
            make_cue(Role.BODY, "And more.", 3),
        )
        rundown = Rundown(title="t", language="en", items=(Item(title="t", cues=cues),))
        titles = [each.title for each in chapters(rundown, arrange(rundown, ident=False))]
        assert titles == wanted if isinstance(wanted, list) else len(titles) == wanted


def test_a_caption_has_its_picture_and_a_story_of_an_edition_its_page(
    edition: Rundown, arrange: Arrange
) -> None:
    timeline = arrange(edition)
    linked = replace(
        edition,
        items=tuple(replace(item, address="https://post.example/x") for item in edition.items),
    )
    images: dict[tuple[int, int | None], str] = {
        (1, 4): "https://post.example/ferry.jpg",
        (0, 4): "http://post.example/pier.jpg",
    }
    found = chapters(linked, timeline, images)
    pictured = [each for each in found if each.image]
    assert [each.title for each in pictured] == ["Photo caption"], "players show no http picture"
    assert [each.link for each in found if each.link] == ["https://post.example/x"] * 2
    listed = json.loads(to_json(found, timeline, title="t", show="s"))["chapters"]
    assert [each["img"] for each in listed if "img" in each] == [pictured[0].image]
    assert [each["title"] for each in listed if "url" in each] == ["Pier Opens", "Ferry Delayed"]


def test_json_is_version_1_2_and_hides_inner_chapters(edition: Rundown, arrange: Arrange) -> None:
    timeline = arrange(edition)
    found = chapters(edition, timeline)
    content = json.loads(to_json(found, timeline, title=edition.title, show="Pier Talk"))
    assert content["version"] == "1.2.0"
    assert [each.get("toc", True) for each in content["chapters"]] == [
        chapter.in_contents for chapter in found
    ]
    for each, chapter in zip(content["chapters"], found, strict=True):
        assert round(each["startTime"] * 1000) == timeline.ms(chapter.start_frames)
        assert isinstance(each["startTime"], float)


def test_a_long_edition_loses_inner_chapters_before_headlines() -> None:
    every = tuple(
        Chapter(start_frames=n * 10, end_frames=n * 10 + 10, title=str(n), in_contents=n % 3 == 0)
        for n in range(600)
    )
    kept = within_limit(every)
    assert len(kept) == 200
    assert all(chapter.in_contents for chapter in kept)
    assert kept[-1].end_frames == 6000
    many = within_limit(tuple(replace(chapter, in_contents=True) for chapter in every))
    assert len(many) == MAX_CHAPTERS
    assert many[-1].end_frames == 6000
    assert within_limit(every[:255]) == every[:255]


ROLES = [role for role in Role if role is not Role.FURNITURE]


@settings(max_examples=60, deadline=None)
@given(
    stories=st.lists(
        st.lists(
            st.tuples(st.sampled_from(ROLES), st.one_of(st.none(), st.integers(0, 6))),
            min_size=1,
            max_size=14,
        ),
        min_size=1,
        max_size=3,
    ),
    ends=st.booleans(),
    cue_ms=st.integers(150, 900),
)
def test_chapters_of_any_rundown_are_in_order_and_whole(
    make_cue: Callable[..., Cue],
    arrange: Arrange,
    stories: list[list[tuple[Role, int | None]]],
    *,
    ends: bool,
    cue_ms: int,
) -> None:
    say = Role.CONTINUITY
    rundown = Rundown(
        title="t",
        language="en",
        opening=(make_cue(say, "Hello."),) if ends else (),
        items=tuple(
            Item(
                title=f"Story {n}",
                cues=tuple(make_cue(role, f"{role} words", block) for role, block in cues),
            )
            for n, cues in enumerate(stories)
        ),
        closing=(make_cue(say, "Goodbye."),) if ends else (),
    )
    timeline = arrange(rundown, ident=ends, cue_ms=cue_ms)
    found = chapters(rundown, timeline)
    assert found[0].start_frames == 0
    assert found[-1].end_frames == timeline.frames
    assert all(one.end_frames == other.start_frames for one, other in pairwise(found))
    assert not any(
        p.start_frames < chapter.start_frames < p.end_frames
        for chapter in found
        for p in timeline.speech
    )
    if rundown.is_edition:
        titles = [chapter.title for chapter in found if chapter.in_contents]
        assert [title for title in titles if title.startswith("Story ")] == [
            item.title for item in rundown.items
        ]
