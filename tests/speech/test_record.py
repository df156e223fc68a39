"""A rundown becomes takes: once each, in order, in one voice a story, whatever fails."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from audiobrief.errors import (
    EngineUnavailableError,
    SettingsError,
    SoundError,
    SynthesisFailedError,
)
from audiobrief.profiles import VoiceProfile, load_voices
from audiobrief.rundown.model import Cue, Item, Pronunciation, Rundown
from audiobrief.sound.clip import Clip
from audiobrief.sound.codec import decode
from audiobrief.sound.resample import resampled_frames
from audiobrief.speech import asking
from audiobrief.speech import engine as engine_room
from audiobrief.speech import record as room
from audiobrief.speech.cache import CacheStore
from audiobrief.speech.engines import hibari as hibari_room
from audiobrief.speech.engines.hibari import HibariEngine
from audiobrief.speech.engines.tone import ToneEngine, tone_frames
from audiobrief.speech.model import Mark, Recording, Utterance
from audiobrief.speech.record import record
from audiobrief.story.model import Role


def _cue(text: str, voice: str = "anchor", language: str = "en-US", name: str = "") -> Cue:
    return Cue(
        id=name or f"{voice}: {text}",
        block=0,
        role=Role.BODY,
        language=language,
        print_text=text,
        spoken_text=text,
        voice=voice,
    )


def _rundown(*cues: Cue) -> Rundown:
    item = Item(title="Harbour opens", cues=cues)
    return Rundown(title="Evening", language="en-US", items=(item,))


def _plain(_text: str, _language: str, _voice: str) -> tuple[Pronunciation, ...]:
    return ()


class Fake:
    """Beeps like tone, but for texts with the word "fault"; counts what it is asked."""

    name: ClassVar[str] = "fake"
    online: ClassVar[bool] = False
    version = "1"

    def __init__(self, answer: Callable[[Utterance], object], *speaks: str) -> None:
        self._answer = answer
        self._speaks = speaks
        self.asked: list[str] = []
        self._lock = threading.Lock()

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        with self._lock:
            self.asked.append(utterance.text)
        if "fault" in utterance.text:
            return self._answer(utterance)  # type: ignore[return-value]  # that is the fault
        return ToneEngine().speak(utterance)

    def languages(self) -> frozenset[str] | None:
        return frozenset(self._speaks) or None


def _clip(samples: object) -> tuple[Clip, tuple[Mark, ...]]:
    return Clip(samples=np.asarray(samples, np.float32), rate_hz=24_000), ()


def _at_three_times_the_rate(utterance: Utterance) -> object:
    clip, _ = ToneEngine().speak(utterance)
    return Clip(samples=clip.samples, rate_hz=clip.rate_hz * 3), ()


def _voice(frames: int, rate_hz: int = 24_000) -> np.ndarray:
    """A voice of 150 Hz with syllables."""
    at = np.arange(frames) / rate_hz
    beat = np.exp(-((at * 150) % 1.0) * 3) * np.cos(2 * np.pi * 900 * ((at * 150) % 1.0) / 150)
    return (0.4 * beat * (0.2 + np.abs(np.sin(2 * np.pi * 2 * at)))).astype(np.float32)


def _crash(_: Utterance) -> object:
    raise RuntimeError("segmentation of the whole")


def _gone(_: Utterance) -> object:
    raise EngineUnavailableError("The engine fake is not at home; call later.", engine="fake")


FAULTS: dict[str, tuple[Callable[[Utterance], object], str]] = {
    "silence": (lambda _: _clip(np.zeros(48_000)), "it is silent"),
    "nothing": (lambda _: _clip([]), "it is silent"),
    "NaN": (lambda _: _clip([np.nan] * 48_000), "NaN or infinity"),
    "stereo": (lambda _: _clip(np.zeros((2, 48_000))), "2 dimensions"),
    "whole numbers": (
        lambda _: (Clip(samples=np.zeros(9, np.int16), rate_hz=24_000), ()),
        "int16",
    ),
    "4 kHz": (lambda _: (Clip(samples=_voice(9_000), rate_hz=4_000), ()), "sample rate is 4000"),
    "cut short": (lambda _: _clip(np.tile([0.3, -0.3], 1_000)), "too few"),
    "endless": (lambda _: _clip(np.tile([0.3, -0.3], 24_000 * 45)), "too many"),
    "noise": (lambda _: _clip(np.random.default_rng(0).normal(0, 0.1, 96_000)), "is steady"),
    "three times the rate": (_at_three_times_the_rate, "too few"),
    "the end of the program": (lambda _: sys.exit("no model"), "SystemExit: no model"),
    "None": (lambda _: None, "something else than a clip"),
    "a crash": (_crash, "RuntimeError: segmentation"),
    "absence": (_gone, "not at home"),
}


@pytest.fixture
def fake(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Fake:
    answer = FAULTS[getattr(request, "param", "silence")][0]
    made = Fake(answer)
    monkeypatch.setitem(engine_room._MADE, "fake", made)
    return made


@pytest.fixture
def cast() -> dict[str, VoiceProfile]:
    return {
        "anchor": VoiceProfile(name="anchor", engine="fake", fallback="spare", gain_db=-1.0),
        "spare": VoiceProfile(name="spare", engine="tone", gain_db=2.0),
    }


def _record(
    rundown: Rundown, voices: dict[str, VoiceProfile], folder: Path, **more: object
) -> Recording:
    return record(rundown, voices, pronounce=_plain, cache=CacheStore(folder), **more)  # type: ignore[arg-type]  # options of record


class OnePace(Fake):
    """Speaks at one pace, whatever it is asked."""

    paces: ClassVar[tuple[float, float]] = (1.0, 1.0)

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        assert utterance.speed == 1.0
        return ToneEngine().speak(utterance)


def test_an_engine_with_one_pace_is_stretched(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Google's voice knows no faster pace: a variant would have been as slow as the episode."""
    monkeypatch.setitem(engine_room._MADE, "fake", OnePace(_crash))
    words = "the ferry sailed on monday with four hundred aboard"
    usual, fast = (
        _record(_rundown(_cue(words)), cast, tmp_path, speed=speed).takes[0] for speed in (1.0, 1.5)
    )
    assert usual.frames / fast.frames == pytest.approx(1.5, rel=0.03)
    for one, other in zip(usual.marks, fast.marks, strict=True):
        assert one.start_frames / 1.5 == pytest.approx(other.start_frames, abs=480)
    monkeypatch.setattr(asking, "stretched", _not_installed)
    spare = _record(_rundown(_cue(words + " again")), cast, tmp_path, speed=1.5)
    assert spare.takes[0].voice == "spare"
    assert "does not speak 1.5 times as fast" in spare.remarks[0]


def _not_installed(_clip: Clip, _pace: float) -> Clip:
    raise SoundError("The package is missing.")


HOURS = ("one", "two", "three", "four", "eleven")
LONG_FAULT = "Here is a fault in a sentence that is of some length, as those of news often are."


def test_takes_are_in_order_and_measured(beeper: dict[str, VoiceProfile], tmp_path: Path) -> None:
    cues = [_cue(text) for text in ("One.", "Two and three.", "Four, five, six and seven.")]
    recording = _record(_rundown(*cues), beeper, tmp_path)
    assert [take.cue for take in recording.takes] == cues
    assert recording.remarks == ()
    for take in recording.takes:
        assert decode(take.path).frames == take.frames
        assert 0 <= take.frames - tone_frames(take.cue.spoken_text) <= 0
        assert (take.engine, take.voice, take.rate_hz) == ("tone 1", "anchor", 24_000)
        assert take.marks[0].start_frames < 240


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
def test_takes_of_any_rate_are_as_long_on_the_timeline(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate_hz: int
) -> None:
    def spoken(_: Utterance) -> object:
        return Clip(samples=_voice(3 * rate_hz, rate_hz), rate_hz=rate_hz), ()

    monkeypatch.setitem(engine_room._MADE, "fake", Fake(spoken))
    (take,) = _record(_rundown(_cue("a fault of " + "many words " * 4)), cast, tmp_path).takes
    assert take.rate_hz == rate_hz
    assert decode(take.path).frames == take.frames
    # An MP3 of 44.1 kHz: the sound is the same, whatever the rate it came at.
    assert resampled_frames(take.frames, rate_hz, 44_100) == pytest.approx(3 * 44_100, abs=3_000)


def test_an_offset_is_taken_out(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sound that stands beside zero clicks where it begins and ends."""
    fake = Fake(lambda _: _clip(_voice(72_000) + np.float32(0.1)))
    monkeypatch.setitem(engine_room._MADE, "fake", fake)
    (take,) = _record(_rundown(_cue("a fault of many many words, as I said")), cast, tmp_path).takes
    assert abs(float(np.median(decode(take.path).samples))) < 0.002


def test_the_same_words_are_spoken_once(
    fake: Fake, cast: dict[str, VoiceProfile], tmp_path: Path
) -> None:
    cues = [_cue("End of caption.", name=str(number)) for number in range(9)]
    takes = _record(_rundown(*cues), cast, tmp_path).takes
    assert fake.asked == ["End of caption."]
    assert len({take.path for take in takes}) == 1
    _record(_rundown(*cues), cast, tmp_path)
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    ("fake", "said"), [(name, said) for name, (_, said) in FAULTS.items()], indirect=["fake"]
)
def test_a_fault_makes_the_fallback_read_the_whole_story(
    fake: Fake,
    said: str,
    cast: dict[str, VoiceProfile],
    tmp_path: Path,
) -> None:
    """A story that changes its voice in the middle sounds like a mistake; this one is told."""
    rundown = _rundown(_cue("All is well."), _cue(LONG_FAULT), _cue("And so on."))
    recording = _record(rundown, cast, tmp_path)
    assert {(take.voice, take.engine, take.gain_db) for take in recording.takes} == {
        ("spare", "tone 1", 2.0)
    }
    (remark,) = recording.remarks
    assert said in remark
    assert remark.endswith("The voice spare speaks instead in all of “Harbour opens”.")
    assert fake.asked.count(LONG_FAULT) <= room.TRIES


@pytest.mark.parametrize("fake", FAULTS, indirect=True)
@pytest.mark.usefixtures("fake")
def test_without_a_fallback_a_fault_is_an_error(
    cast: dict[str, VoiceProfile], tmp_path: Path
) -> None:
    rundown = _rundown(_cue("All is well."), _cue(LONG_FAULT))
    with pytest.raises((SynthesisFailedError, EngineUnavailableError)) as failed:
        _record(rundown, cast, tmp_path, fallback=False)
    assert failed.value.engine == "fake"
    assert str(failed.value).endswith(".")


NEWS = (
    "The council voted on Tuesday to keep the ferry running through the winter.",
    "Fishermen had warned that the island would lose its only doctor.",
    "A spokeswoman for the harbour said repairs would begin before the spring.",
    "Nobody was hurt when the crane fell across the eastern landing stage.",
    "The mayor promised that the school would stay open for another year.",
    "Ticket prices will rise for visitors, but not for people of the island.",
    "Two engineers from the mainland will examine the old bridge next week.",
    "The vote was closer than anyone in the hall had expected, they said.",
    "Farmers brought their animals across the bay on the last calm evening.",
)


def test_a_sentence_that_ends_in_the_middle_is_found_by_the_voice_s_own_pace(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a sentence sounds fluent; the listener would never know of the rest."""

    def cut(utterance: Utterance) -> object:
        clip, _ = ToneEngine().speak(utterance)
        return Clip(samples=clip.samples[: clip.frames // 2], rate_hz=clip.rate_hz), ()

    made = Fake(cut)
    monkeypatch.setitem(engine_room._MADE, "fake", made)
    rundown = _rundown(*(_cue(text) for text in (*NEWS, LONG_FAULT)))
    recording = _record(rundown, cast, tmp_path)
    assert {take.voice for take in recording.takes} == {"spare"}
    assert "too few for this voice" in recording.remarks[0]
    assert made.asked.count(LONG_FAULT) == 2


def test_a_line_that_is_broken_off_is_found_by_its_end(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is too short for a pace, and a listener would take what is left for the whole."""
    short = "The fault was found."

    def dying(utterance: Utterance) -> object:
        clip, _ = ToneEngine().speak(utterance)
        away = np.exp(-np.maximum(0, np.arange(clip.frames) - clip.frames + 4_000) / 300)
        samples = (clip.samples * away).astype(np.float32)
        kept = clip.frames * 2 // 3 if utterance.text == short else clip.frames
        return Clip(samples=samples[:kept], rate_hz=clip.rate_hz), ()

    made = Fake(dying)
    monkeypatch.setitem(engine_room._MADE, "fake", made)
    usual = [f"No fault: {text}" for text in NEWS]
    recording = _record(_rundown(*(_cue(text) for text in (*usual, short))), cast, tmp_path)
    assert {take.voice for take in recording.takes} == {"spare"}
    assert "it ends in the middle of a sound" in recording.remarks[0]
    assert made.asked.count(short) == 2


def test_a_line_that_ends_before_its_last_word_is_found_by_the_engine_s_own_times(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone, and so short that neither pace nor end would tell."""

    def cut(utterance: Utterance) -> object:
        clip, marks = ToneEngine().speak(utterance)
        return Clip(samples=clip.samples[: marks[-1].start_frames], rate_hz=clip.rate_hz), marks

    monkeypatch.setitem(engine_room._MADE, "fake", Fake(cut))
    recording = _record(_rundown(_cue("No fault here.")), cast, tmp_path)
    assert {take.voice for take in recording.takes} == {"spare"}
    assert "it ends before the word 'here.'" in recording.remarks[0]


def test_a_mark_without_a_word_may_lie_in_the_silence_after_the_last(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def signed(utterance: Utterance) -> object:
        clip, marks = ToneEngine().speak(utterance)
        samples = np.concatenate([clip.samples, np.zeros(24_000, np.float32)])
        sign = Mark(start_frames=len(samples) - 1, text="”")
        return Clip(samples=samples, rate_hz=clip.rate_hz), (*marks, sign)

    monkeypatch.setitem(engine_room._MADE, "fake", Fake(signed))
    (take,) = _record(_rundown(_cue("No fault here.")), cast, tmp_path).takes
    assert take.voice == "anchor"
    assert take.marks[-1].start_frames == take.frames - 1


def test_a_voice_whose_pace_goes_by_words_is_believed(
    beeper: dict[str, VoiceProfile], tmp_path: Path
) -> None:
    """Beeps, and voices that spell, take longer for some letters: that is no fault of theirs."""
    long = "Unpredictable Sondland faces questions about Trumpism, Ukraine administration."
    german = "Unterschiedliche parteipolitische Bewertungen zweitausendvierundzwanzig."
    cues = [_cue(text) for text in (*NEWS, long, german)]
    takes = _record(_rundown(*cues), beeper, tmp_path).takes
    assert [take.cue for take in takes] == cues


def test_a_passing_cut_is_spoken_again_and_kept(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[Utterance] = []

    def cut_once(utterance: Utterance) -> object:
        clip, _ = ToneEngine().speak(utterance)
        answers.append(utterance)
        kept = clip.frames // 2 if len(answers) == 1 else clip.frames
        return Clip(samples=clip.samples[:kept], rate_hz=clip.rate_hz), ()

    monkeypatch.setitem(engine_room._MADE, "fake", Fake(cut_once))
    rundown = _rundown(*(_cue(text) for text in (*NEWS, LONG_FAULT)))
    recording = _record(rundown, cast, tmp_path)
    assert {take.voice for take in recording.takes} == {"anchor"}
    assert recording.remarks == ()
    assert recording.takes[-1].frames == tone_frames(LONG_FAULT)


def test_an_engine_that_hangs_is_left_to_itself(
    cast: dict[str, VoiceProfile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that never ends would otherwise hold the build for ever, without a word."""
    released = threading.Event()

    def hang(utterance: Utterance) -> object:
        released.wait(30)
        return ToneEngine().speak(utterance)

    monkeypatch.setitem(engine_room._MADE, "fake", Fake(hang))
    monkeypatch.setattr(room, "HANG_S", 0.4)
    rundown = _rundown(_cue("All is well."), _cue(LONG_FAULT), _cue("And so on."))
    recording = _record(rundown, cast, tmp_path, threads=1)
    released.set()
    assert [take.voice for take in recording.takes] == ["spare"] * 3
    assert "gave no answer to 'Here is a fault" in recording.remarks[0]


@pytest.mark.usefixtures("fake")
def test_other_stories_keep_their_voice(cast: dict[str, VoiceProfile], tmp_path: Path) -> None:
    rundown = Rundown(
        title="Evening",
        language="en-US",
        opening=(_cue("Good evening."),),
        items=(
            Item(title="One", cues=(_cue("All is well."), _cue(LONG_FAULT))),
            Item(title="Two", cues=(_cue("All is very well."),)),
        ),
        closing=(_cue("Good night."),),
    )
    recording = _record(rundown, cast, tmp_path)
    voices = [take.voice for take in recording.takes]
    assert voices == ["anchor", "spare", "spare", "anchor", "anchor"]
    assert len(recording.remarks) == 1


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("faulty", ["opening", "story", "closing"])
def test_a_single_story_keeps_one_voice_from_the_welcome_to_the_sign_off(
    faulty: str, cast: dict[str, VoiceProfile], tmp_path: Path
) -> None:
    """A welcome by one voice and a story by another would be heard as a mistake."""

    def cue(place: str) -> Cue:
        return _cue(LONG_FAULT if place == faulty else "All is well.", name=place)

    rundown = Rundown(
        title="Evening",
        language="en-US",
        opening=(cue("opening"),),
        items=(Item(title="Harbour opens", cues=(cue("story"),)),),
        closing=(cue("closing"),),
    )
    recording = _record(rundown, cast, tmp_path)
    assert [take.voice for take in recording.takes] == ["spare"] * 3
    assert recording.remarks[0].endswith("speaks instead in all of “Harbour opens”.")


@pytest.mark.parametrize("fake", ["absence"], indirect=True)
def test_an_engine_that_is_away_is_not_asked_for_every_story(
    fake: Fake, cast: dict[str, VoiceProfile], tmp_path: Path
) -> None:
    """Otherwise an edition without a network would wait for its time-outs again and again."""
    items = tuple(
        Item(title=f"Story {number}", cues=(_cue(f"A fault in story {number} is here."),))
        for number in range(6)
    )
    rundown = Rundown(title="Evening", language="en-US", items=items)
    recording = _record(rundown, cast, tmp_path, threads=1)
    assert len(fake.asked) == 1
    (remark,) = recording.remarks
    assert remark.endswith(", ".join(f"“Story {number}”" for number in range(6)) + ".")


@pytest.mark.parametrize("fake", ["silence"], indirect=True)
def test_a_passing_fault_is_spoken_again(
    fake: Fake,
    cast: dict[str, VoiceProfile],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(
        [_clip(np.zeros(24_000)), ToneEngine().speak(Utterance(text=LONG_FAULT, language="en"))]
    )
    monkeypatch.setattr(fake, "_answer", lambda _: next(answers))
    recording = _record(_rundown(_cue(LONG_FAULT)), cast, tmp_path)
    assert recording.remarks == ()
    assert recording.takes[0].voice == "anchor"


def test_a_language_that_the_voice_does_not_speak_goes_to_its_fallback(tmp_path: Path) -> None:
    profiles = load_voices()
    cues = (_cue("Good evening."), _cue("Добрый вечер.", language="ru"))
    recording = _record(_rundown(*cues), profiles, tmp_path)
    assert [take.voice for take in recording.takes] == ["anchor", "espeak"]
    assert recording.remarks == (
        "The voice anchor does not speak Russian; espeak speaks instead in “Harbour opens”.",
    )
    with pytest.raises(EngineUnavailableError, match="--voice"):
        _record(_rundown(*cues), profiles, tmp_path, fallback=False)


def test_nobody_speaks_it(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match=r"speaks Klingon \(tried: anchor, espeak\)"):
        _record(_rundown(_cue("nuqneH", language="tlh")), load_voices(), tmp_path)


def test_offline_nothing_is_sent(
    cast: dict[str, VoiceProfile],
    fake: Fake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Fake, "online", True)
    with pytest.raises(EngineUnavailableError, match=r"anchor sends the words .* --offline"):
        _record(_rundown(_cue("Hello.")), cast, tmp_path, offline=True)
    assert fake.asked == []
    swapped = {
        "anchor": VoiceProfile(name="anchor", engine="tone", fallback="spare"),
        "spare": VoiceProfile(name="spare", engine="fake"),
    }
    assert _record(_rundown(_cue("Hello.")), swapped, tmp_path, offline=True).takes


def test_an_engine_that_is_not_installed_falls_back(tmp_path: Path) -> None:
    profiles = {
        "anchor": VoiceProfile(name="anchor", engine="marconi", fallback="spare"),
        "spare": VoiceProfile(name="spare", engine="tone"),
    }
    (remark,) = _record(_rundown(_cue("Hello.")), profiles, tmp_path).remarks
    assert "no speech engine 'marconi'" in remark
    with pytest.raises(SettingsError, match="no voice 'tenor'"):
        _record(_rundown(_cue("Hello.", voice="tenor")), profiles, tmp_path)


def test_a_changed_model_lets_espeak_speak_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine_room._MADE, "hibari", HibariEngine())
    monkeypatch.setattr(hibari_room, "MODEL_SHA256", "0" * 64)
    recording = _record(_rundown(_cue("Good evening.")), load_voices(), tmp_path)
    assert recording.takes[0].voice == "espeak"
    assert "another checksum" in recording.remarks[0]


def test_the_number_of_threads_changes_nothing(tmp_path: Path) -> None:
    """Byte-identical episodes need byte-identical takes, in whatever order they were spoken."""
    cues = [_cue(f"The harbour opens at {hour}.{' Yes.' * len(hour)}") for hour in HOURS]
    cues.append(_cue("Buenas noches.", language="es"))
    takes = [
        _record(_rundown(*cues), load_voices(), tmp_path / str(threads), threads=threads).takes
        for threads in (1, 2)
    ]
    assert [take.path.name for take in takes[0]] == [take.path.name for take in takes[1]]
    assert [take.marks for take in takes[0]] == [take.marks for take in takes[1]]


def test_silence_is_trimmed_and_the_marks_move_with_it(tmp_path: Path) -> None:
    """The embedded voice begins with a third of a second of silence."""
    (take,) = _record(_rundown(_cue("Good evening.")), load_voices(), tmp_path).takes
    samples = decode(take.path).samples
    assert np.abs(samples[: take.rate_hz // 10]).max() > 0.01
    assert take.marks[0].start_frames < take.rate_hz // 5
    assert [mark.text for mark in take.marks] == ["Good", "evening."]
    assert abs(samples[0]) < 1e-3


def test_pronunciations_reach_the_engine(tmp_path: Path) -> None:
    def pronounce(text: str, language: str, voice: str) -> tuple[Pronunciation, ...]:
        assert (text, language, voice) == ("To Kyiv.", "en-US", "anchor")
        return (Pronunciation(written="Kyiv", respelling="keev"),)

    rundown = _rundown(_cue("To Kyiv."))
    plain = _record(rundown, load_voices(), tmp_path).takes[0]
    cache = CacheStore(tmp_path)
    said = record(rundown, load_voices(), pronounce=pronounce, cache=cache).takes[0]
    assert said.path != plain.path


def test_progress_is_told_in_words(
    beeper: dict[str, VoiceProfile],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "PROGRESS_EVERY_S", 0.0)
    told: list[str] = []
    cues = [_cue(f"Number {number} of the day.") for number in range(3)]
    _record(_rundown(*cues), beeper, tmp_path, progress=told.append)
    assert told == [f"speaking, {number} of 3 cues." for number in (1, 2, 3)]


def test_a_cache_that_cannot_be_written_is_told(
    beeper: dict[str, VoiceProfile], tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(SoundError, match="cannot be written"):
        _record(_rundown(_cue("Hello.")), beeper, blocked)
