"""The whole way: a story goes in, an episode comes out, or nothing does."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from audiobrief.episode.check import check_episode
from audiobrief.episode.model import read_record
from audiobrief.errors import AudiobriefError, EpisodeError, SettingsError, SourceError
from audiobrief.mix import mixdown as mixdown_module
from audiobrief.mix.delivery import delivered
from audiobrief.mix.model import Master, Stream
from audiobrief.order import Order, first_date
from audiobrief.plan import pictures, plan
from audiobrief.production import Made, make_episode
from audiobrief.settings import Show, SoundSettings
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Utterance
from audiobrief.story.model import Role

STORY = """Local News

Ferry Returns to Elm Harbor

The ferry leaves the pier in Elm Harbor, May 2, 2026.

The ferry to Elm Harbor sailed on Monday for the first time in two years, with 400 aboard.

“We waved until it was out of sight,” said Mara Lind, who keeps the lighthouse.

Some information for this report came from the Island Post.
"""

FILES = {
    "index.html",
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

# Without sounds of its own an episode is half as long, and these tests are about other things.
QUIET = SoundSettings(ident=False, sting=False, sign_off=False, earcons=())
SHOW = Show(title="Coast News", voices=dict.fromkeys(Role, "tone"), sounds=QUIET)


def _story(text: str = STORY, name: str = "story.txt") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def _order(**values: Any) -> Order:  # noqa: ANN401, fields of Order
    date = first_date("2026-05-04T06:00:00+00:00")
    return replace(Order(show=SHOW, output=Path("out"), date=date), **values)


def _make(order: Order | None = None, *sources: str) -> Made:
    return make_episode(sources or (_story(),), order or _order())


@pytest.fixture(scope="session")
def coast(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Made:
    """Return the episode of the story, as it was made in another folder."""
    folder = tmp_path_factory.mktemp("coast")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBRIEF_CACHE", str(shared_cache))
        patch.chdir(folder)
        made = _make()
        return replace(made, folder=made.folder.resolve(), feed=made.feed.resolve())


@pytest.fixture
def made(coast: Made) -> Made:
    """Return the episode of the story as if this test had made it."""
    shutil.copytree(coast.folder.parent, "out/coast-news")
    folder = Path("out/coast-news") / coast.folder.name
    return replace(coast, folder=folder, feed=folder.parent / coast.feed.name)


def _segments(made: Made) -> list[dict[str, Any]]:
    value = json.loads((made.folder / "segments.json").read_text(encoding="utf-8"))
    segments: list[dict[str, Any]] = value["segments"]
    return segments


def test_all_files_are_there_and_the_feed_beside_them(made: Made) -> None:
    assert made.folder == Path("out/coast-news/2026-05-04-ferry-returns-to-elm-harbor")
    names = {path.name for path in made.folder.iterdir()}
    (cover,) = names - FILES
    assert cover.startswith("cover-")
    assert names - {cover} == FILES
    beside = {path.name for path in made.folder.parent.iterdir() if path.is_file()}
    assert "feed.xml" in beside
    assert any(name.startswith("cover") and name.endswith(".jpg") for name in beside)


def test_the_segments_are_the_story_in_order(made: Made) -> None:
    segments = _segments(made)
    roles = [segment["role"] for segment in segments]
    assert roles == [
        *["continuity", "headline", "continuity", "caption", "continuity"],
        *["body", "body", "credits", "continuity"],
    ]
    times = [(segment["start_ms"], segment["end_ms"]) for segment in segments]
    assert all(a < b for a, b in times)
    assert all(first[1] <= then[0] for first, then in itertools.pairwise(times))
    assert "Local News" not in {segment["print_text"] for segment in segments}


def _heard(path: Path) -> list[tuple[float, float]]:
    """Return where each run of sound begins and ends, in seconds; pauses are longer than 0.2 s."""
    samples, rate = soundfile.read(path)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    ends = np.flatnonzero(np.diff(loud) > 0.2 * rate)
    starts = loud[[0, *(ends + 1)]]
    return list(zip(starts / rate, loud[[*ends, -1]] / rate, strict=True))


def test_each_track_of_a_story_begins_with_its_label_and_the_episode_has_none(made: Made) -> None:
    lines = (made.folder / "transcript.txt").read_bytes()
    sound = _heard(made.folder / "episode.mp3")
    with_tracks = _order(show=replace(SHOW, companions=("tracks",)))
    made = _make(with_tracks)
    assert not made.unchanged
    assert (made.folder / "transcript.txt").read_bytes() == lines
    assert _heard(made.folder / "episode.mp3") == sound
    names = sorted(path.name for path in (made.folder / "tracks").glob("*.mp3"))
    assert names[0] == "001_opening.mp3"
    opening = _heard(made.folder / "tracks" / names[0])
    (label_begins, label_ends), (begins, ends) = opening[:2]
    first = _segments(made)[0]
    assert ends - begins == pytest.approx((first["end_ms"] - first["start_ms"]) / 1000, abs=0.03)
    assert 0.2 < label_begins < 0.3
    assert begins - label_ends == pytest.approx(0.6, abs=0.05)
    assert _make(with_tracks).unchanged


def test_tracks_cut_out_of_the_episode_are_those_that_are_mixed_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The beeps are under the ceiling, so that even the bytes are the same."""
    with_tracks = _order(show=replace(SHOW, companions=("tracks",)), rebuild=True)
    spliced: list[object] = []

    def noted(*given: Any, **named: Any) -> Stream:  # noqa: ANN401, those of spliced
        spliced.append(given)
        return mixdown_module.spliced(*given, **named)

    monkeypatch.setattr("audiobrief.mix.delivery.spliced", noted)
    cut = _bytes_of(_make(with_tracks).folder / "tracks")
    assert len(spliced) == len(cut) - 1 == 5
    monkeypatch.setattr("audiobrief.production._spool", lambda *_: contextlib.nullcontext())
    assert _bytes_of(_make(with_tracks).folder / "tracks") == cut
    assert len(spliced) == 5


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_changed_picture_beside_the_story_changes_the_book() -> None:
    source = _story(
        "# Ferry Returns to Elm Harbor\n\n![A pier](pier.png)\n\n*The ferry leaves the pier in Elm"
        " Harbor, May 2, 2026. (Ada Quill/Ferry Post)*\n\nThe ferry to Elm Harbor sailed on Monday"
        " for the first time in two years, with 400 aboard.\n",
        "story.md",
    )
    order = _order(show=replace(SHOW, companions=("epub",)))
    Image.new("RGB", (300, 200), (30, 90, 160)).save("pier.png")
    made = _make(order, source)
    (book,) = made.folder.glob("*.epub")
    with zipfile.ZipFile(book) as file:
        before = file.read("EPUB/picture-1.jpg")
    assert _make(order, source).unchanged
    Image.new("RGB", (300, 200), (160, 90, 30)).save("pier.png")
    assert not _make(order, source).unchanged
    with zipfile.ZipFile(book) as file:
        assert file.read("EPUB/picture-1.jpg") != before
    Path("pier.png").write_bytes(b"torn")
    (remark,) = (each for each in _make(order, source).remarks if "picture" in each)
    assert remark.startswith("A caption in the book has no picture: pier.png is no picture")


def test_a_saved_page_has_the_pictures_that_were_saved_with_it() -> None:
    """Its address is that of the web, where its pictures are not asked for."""
    said = "The ferry to Elm Harbor sailed on Monday for the first time in two years. " * 6
    source = _story(
        "<html lang='en'><head><link rel='canonical' href='https://post.example/news/ferry.html'>"
        "</head><body><article><h1>Ferry returns to Elm Harbor</h1><figure><img alt='A pier'"
        " src='ferry_files/pier.jpg'><figcaption>The ferry leaves the pier in Elm Harbor, May 2,"
        f" 2026. (Ada Quill/Ferry Post)</figcaption></figure><p>{said}</p><p>{said}</p></article>",
        "ferry.html",
    )
    folder = Path("ferry_files")
    folder.mkdir()
    (folder / "pier.jpg").write_bytes(b"a picture")
    (found,) = pictures(plan([source], _order())).values()
    assert found.address == "https://post.example/news/ferry_files/pier.jpg"
    assert found.file == (folder / "pier.jpg").resolve()


def test_labels_are_spoken_where_tracks_are_asked_for_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken: list[str] = []
    speak = ToneEngine.speak

    def listening(self: object, utterance: Utterance) -> object:
        spoken.append(utterance.text)
        return speak(self, utterance)  # type: ignore[arg-type]

    monkeypatch.setattr(ToneEngine, "speak", listening)
    _make(_order(cached=False))
    assert not {"Opening", "Headline", "Story"} & set(spoken)
    spoken.clear()
    _make(_order(cached=False, show=replace(SHOW, companions=("tracks",))))
    assert {"Opening", "Headline", "Story"} <= set(spoken)


def test_an_unchanged_story_is_not_made_again(made: Made) -> None:
    stamp = (made.folder / "episode.mp3").stat().st_mtime_ns
    again = _make()
    assert again.unchanged
    assert not made.unchanged
    assert (again.folder / "episode.mp3").stat().st_mtime_ns == stamp


def test_cold_warm_and_rebuilt_are_the_same_bytes(made: Made) -> None:
    sound = (made.folder / "episode.mp3").read_bytes()
    for order in (_order(rebuild=True), _order(rebuild=True, cached=False, threads=1)):
        assert (_make(order).folder / "episode.mp3").read_bytes() == sound


def test_a_damaged_episode_is_made_again(made: Made) -> None:
    (made.folder / "episode.mp3").write_bytes(b"cut")
    assert not _make().unchanged
    (made.folder / "transcript.vtt").unlink()
    assert not _make().unchanged


def test_a_corrected_story_replaces_its_episode_and_keeps_its_date(made: Made) -> None:
    later = _order(date=first_date("2026-06-01"))
    second = _make(later, _story(STORY.replace("two years", "three years")))
    assert second.folder == made.folder
    record = json.loads((second.folder / "episode.json").read_text(encoding="utf-8"))
    assert record["published"].startswith("2026-05-04")
    assert record["modified"].startswith("2026-06-01")
    assert "May 4, 2026" in _segments(second)[0]["print_text"]
    assert len([path for path in made.folder.parent.iterdir() if path.is_dir()]) == 1


def test_a_changed_headline_of_the_same_page_is_the_same_episode() -> None:
    """A subscriber would otherwise get the corrected story as a second episode."""
    page = (
        '<html lang="en"><head><link rel="canonical" href="https://example.org/ferry">'
        "<title>{0}</title></head><body><article><h1>{0}</h1>"
        "<p>The ferry to Elm Harbor sailed on Monday for the first time in two years, to the relief"
        " of many islanders who had waited for it.</p><p>It will sail every day from now on, the"
        " company said, except in storms and on the last day of the year.</p></article>"
    )
    first = _make(None, _story(page.format("Ferry Returns"), "a.html"))
    second = _make(None, _story(page.format("Ferry Sails Again"), "b.html"))
    assert second.folder == first.folder


def test_an_edition_is_one_episode_and_another_one_each_day() -> None:
    other = _story(STORY.replace("Ferry Returns to Elm Harbor", "Rain Is on Its Way"), "b.txt")
    made = _make(_order(edition="Morning news"), _story(), other)
    texts = [segment["print_text"] for segment in _segments(made)]
    assert texts.count("Ferry Returns to Elm Harbor") == 2
    assert "Story 2 of 2." in texts
    items = [segment["item"] for segment in _segments(made) if segment["item"] is not None]
    assert items == sorted(items)
    assert set(items) == {0, 1}
    later = _order(edition="Morning news", date=first_date("2026-05-05"))
    assert _make(later, _story(), other).folder != made.folder


def test_an_edited_rundown_goes_back_in_and_stays_the_same_episode(made: Made) -> None:
    record = json.loads((made.folder / "episode.json").read_text(encoding="utf-8"))
    rundown = record["rundown"]
    rundown["items"][0]["cues"][0]["spoken_text"] = "The ferry is back at Elm Harbor"
    Path("rundown.json").write_text(json.dumps(rundown), encoding="utf-8")
    second = _make(_order(allow_unfaithful=True), "rundown.json")
    assert second.folder == made.folder
    assert _segments(second)[1]["spoken_text"] == "The ferry is back at Elm Harbor"
    assert _segments(second)[1]["print_text"] == "Ferry Returns to Elm Harbor"


def _rundown_of(made: Made) -> dict[str, Any]:
    record = json.loads((made.folder / "episode.json").read_text(encoding="utf-8"))
    rundown: dict[str, Any] = record["rundown"]
    return rundown


def test_the_edited_rundown_of_an_edition_is_the_same_episode_another_day() -> None:
    """Subscribers once got the corrected edition as a second episode."""
    other = _story(STORY.replace("Ferry Returns to Elm Harbor", "Rain Is on Its Way"), "b.txt")
    first = _make(_order(edition="Morning news"), _story(), other)
    rundown = _rundown_of(first) | {"title": "Morning news, corrected"}
    Path("rundown.json").write_text(json.dumps(rundown), encoding="utf-8")
    assert _make(_order(date=first_date("2026-07-01")), "rundown.json").folder == first.folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_rundown_is_known_however_an_editor_saved_it(encoding: str, made: Made) -> None:
    """Once read aloud, as "quote pause after ms quote": its keys had been sorted by an editor."""
    text = json.dumps(_rundown_of(made), sort_keys=True, ensure_ascii=False)
    Path("rundown.json").write_text(text, encoding=encoding)
    planned = plan(["rundown.json"], _order())
    assert (planned.stories, planned.place.folder) == ((), made.folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"title": "x", "items": []}'),
        ("a.txt", '[{"text": "Ferry"}]'),
        ("a.json", '{"kind": "audiobrief rundown",'),
    ],
)
def test_json_is_never_read_aloud(name: str, content: str) -> None:
    Path(name).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="JSON"):
        _make(None, name)


def test_a_story_that_begins_with_a_bracket_is_a_story() -> None:
    (story,) = plan([_story("[Updated] " + STORY.partition("\n\n")[2])], _order()).stories
    assert story.headline == "[Updated] Ferry Returns to Elm Harbor"


def test_the_parts_of_an_edited_rundown_can_be_left_out_with_their_labels(made: Made) -> None:
    Path("rundown.json").write_text(json.dumps(_rundown_of(made)), encoding="utf-8")
    segments = _segments(_make(_order(leave_out=frozenset({Role.CAPTION})), "rundown.json"))
    texts = [segment["print_text"] for segment in segments]
    assert not {"Photo caption:", "End of caption."} & set(texts)
    assert "caption" not in {segment["role"] for segment in segments}


@pytest.mark.usefixtures("made")
def test_a_date_that_is_not_taken_is_told() -> None:
    remarks = _make(_order(date=first_date("2026-06-01"))).remarks
    assert any("2026-05-04" in remark for remark in remarks)
    assert not any("first publication" in remark for remark in _make(_order(date=None)).remarks)


def test_a_voice_that_is_not_there_is_told_with_its_role_even_if_nobody_needs_it() -> None:
    voices = dict(SHOW.voices) | {Role.SUBHEAD: "nobody"}
    with pytest.raises(SettingsError, match=r"'nobody'.*subhead"):
        _make(_order(show=replace(SHOW, voices=voices)))


@pytest.mark.parametrize(
    "order",
    [
        {"fallback": False},
        {"show": replace(SHOW, loudness_lufs=-19.0)},
        {"show": replace(SHOW, sounds=replace(QUIET, sign_off=True))},
    ],
)
@pytest.mark.usefixtures("made")
def test_what_decides_the_sound_decides_whether_it_is_made_again(order: dict[str, Any]) -> None:
    assert not _make(_order(**order)).unchanged


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        ({"loudness_lufs": -17.2}, "-17.2 LUFS, not -16"),
        ({"reduction_db": (3.0, 7.4, 12.0)}, "At -16 LUFS the limiter takes 7 decibels off"),
        ({"reduction_db": (3.0, 7.4, 12.0)}, "give --loudness aes-speech (-18 LUFS)"),
        ({"loudness_lufs": -16.3, "reduction_db": (1.0, 5.0, 9.0)}, None),
    ],
)
def test_sound_that_is_less_good_than_it_could_be_is_told(
    measured: dict[str, Any], told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mixed(*arguments: Any, **named: Any) -> Master:  # noqa: ANN401, those of delivered
        whole = replace(delivered(*arguments, **named), loudness_lufs=-16.0, reduction_db=(0, 0, 0))
        return replace(whole, **measured)

    monkeypatch.setattr("audiobrief.mix.delivery.delivered", mixed)
    made = _make()
    found = [remark for remark in made.remarks if "base_url" not in remark]
    record = json.loads((made.folder / "episode.json").read_text(encoding="utf-8"))
    assert record["remarks"] == found
    assert [told in remark for remark in found] == [True] if told else not found


@pytest.mark.usefixtures("made")
def test_a_first_date_set_by_another_process_in_the_meantime_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two machines' clocks, one show: the date that subscribers saw first must not change."""
    planned = plan([_story()], replace(_order(), output=Path("another")))
    later = replace(planned.place, published=planned.place.published.replace(year=2027))
    monkeypatch.setattr(
        "audiobrief.production.plan", lambda *_a, **_n: replace(planned, place=later)
    )
    again = _make()
    record = json.loads((again.folder / "episode.json").read_text(encoding="utf-8"))
    assert record["published"].startswith("2026-05-04")


def test_a_rundown_and_a_story_together_are_refused(made: Made) -> None:
    record = json.loads((made.folder / "episode.json").read_text(encoding="utf-8"))
    Path("rundown.json").write_text(json.dumps(record["rundown"]), encoding="utf-8")
    with pytest.raises(SettingsError, match="alone"):
        _make(_order(edition="Both"), "rundown.json", _story())


def test_what_was_left_out_is_told_in_the_record(made: Made) -> None:
    record = json.loads((made.folder / "episode.json").read_text(encoding="utf-8"))
    assert {"item": 0, "text": "Local News", "role": "section", "reason": "not read by policy"} in [
        dict(each) for each in record["dropped"]
    ]


@pytest.mark.usefixtures("made")
def test_a_second_story_joins_the_feed() -> None:
    second = _make(None, _story(STORY.replace("Ferry Returns", "Bus Returns")))
    assert second.feed.read_text(encoding="utf-8").count("<item>") == 2


def test_without_a_published_address_make_says_so_once(made: Made) -> None:
    assert sum("base_url" in remark for remark in made.remarks) == 1
    published = replace(SHOW, base_url="https://example.org/podcast/", owner_email="a@example.org")
    assert not _make(_order(show=published)).remarks


@pytest.mark.parametrize("step", ["mixdown", "publish", "preamble"])
def test_a_failure_at_any_step_leaves_nothing(
    step: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A disk that fills up in the middle must not leave half an episode in the feed's folder."""
    room = {"mixdown": "mix.delivery", "publish": "episode.publish", "preamble": "episode.draft"}[
        step
    ]

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"audiobrief.{room}.{step}", full)
        with pytest.raises(EpisodeError, match="No space left"):
            _make()
    assert not list(Path("out").rglob("*.*"))
    shutil.rmtree("out", ignore_errors=True)
    made = request.getfixturevalue("made")
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(f"audiobrief.{room}.{step}", full)
        with pytest.raises(EpisodeError, match="No space left"):
            _make(_order(rebuild=True))
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before


def test_an_interrupt_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("audiobrief.mix.delivery.mixdown", interrupt)
    with pytest.raises(KeyboardInterrupt):
        _make()
    assert not list(Path("out").rglob("*.*"))


def test_a_source_that_is_wrong_leaves_no_folder() -> None:
    with pytest.raises(SourceError):
        _make(None, "nowhere.txt")
    assert not Path("out").exists()


def test_an_output_that_cannot_be_written_is_told() -> None:
    Path("out").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(AudiobriefError) as told:
        _make()
    assert "out" in str(told.value)


@pytest.mark.parametrize(
    ("stated", "epoch", "moment"),
    [
        ("2026-01-31", None, "2026-01-31T00:00:00+00:00"),
        ("2026-01-31T06:30:00+01:00", None, "2026-01-31T06:30:00+01:00"),
        ("2026-01-31T06:30:00Z", "0", "2026-01-31T06:30:00+00:00"),
        (None, "1700000000", "2023-11-14T22:13:20+00:00"),
    ],
)
def test_dates_are_understood(
    stated: str | None, epoch: str | None, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    found = first_date(stated)
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    ("stated", "epoch"),
    [
        ("tomorrow", None),
        ("0206-01-31", None),
        ("1969-12-31T00:00Z", None),
        ("2026-13-01", None),
        ("2026-01-31T06:30:00", None),
        (None, "soon"),
    ],
)
def test_a_date_that_is_not_understood_is_told(
    stated: str | None, epoch: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(SettingsError):
        first_date(stated)


def test_no_ffmpeg_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert shutil.which("ffmpeg") is None
    assert (_make().folder / "episode.mp3").is_file()


def test_a_correction_is_told_in_the_notes_and_heard_by_apps(tmp_path: Path) -> None:
    """Who heard the wrong number must be able to learn that it was wrong."""
    source = tmp_path / "story.txt"
    text = "Pier opens\n\nThe pier at Lowmoor cost 4 million dollars, the council said.\n"
    source.write_text(text, encoding="utf-8")
    order = Order(show=SHOW, output=tmp_path / "out", guid="pier", offline=True)
    first = make_episode([str(source)], order)
    before = read_record(first.folder)
    assert "Corrected" not in first.feed.read_text("utf-8")
    source.write_text(text.replace("4 million", "5 million"), encoding="utf-8")
    second = make_episode([str(source)], order)
    after = read_record(second.folder)
    assert second.folder == first.folder
    assert (after["guid"], after["published"]) == (before["guid"], before["published"])
    assert after["enclosure"]["integrity"] != before["enclosure"]["integrity"]
    (note,) = after["changes"]
    assert note.startswith("Corrected on ")
    assert note.endswith(": the text.")
    assert note in second.feed.read_text("utf-8")
    source.write_text(text, encoding="utf-8")
    third = make_episode([str(source)], order)
    back = read_record(third.folder)
    assert back["enclosure"]["integrity"] == before["enclosure"]["integrity"], "the same sound file"
    assert note in third.feed.read_text("utf-8")


@pytest.mark.slow
def test_two_builds_of_the_same_episode_at_once_leave_one_whole(tmp_path: Path) -> None:
    _story()
    command = [sys.executable, "-m", "audiobrief", "make", "story.txt", "--voice", "tone", "-q"]
    builds = [subprocess.Popen(command, cwd=tmp_path) for _ in range(3)]
    assert [each.wait(timeout=120) for each in builds] == [0, 0, 0]
    (folder,) = (path.parent for path in tmp_path.glob("output/*/*/episode.json"))
    assert check_episode(folder) == ()
    assert [path.name for path in folder.parent.iterdir() if path.name.endswith("~")] == []
