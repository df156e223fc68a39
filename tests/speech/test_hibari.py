"""The embedded voice: checked before it is trusted, never downloaded, and exact."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import hibari.tts
import numpy as np
import pytest

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.rundown.model import Pronunciation
from audiobrief.speech.engine import find_engine
from audiobrief.speech.engines import chunked
from audiobrief.speech.engines import hibari as room
from audiobrief.speech.engines.hibari import HibariEngine
from audiobrief.speech.engines.misaki import MAX_PHONEMES, cut
from audiobrief.speech.model import Utterance

Speak = Callable[..., tuple[float, list[str]]]


def _asked(text: str, *rows: Pronunciation, **more: float) -> Utterance:
    return Utterance(text=text, language="en-US", pronunciations=rows, **more)  # type: ignore[arg-type]  # speed and pitch


def _phonemes(text: str, *rows: Pronunciation) -> str:
    """Return what the voice is about to say."""
    engine = find_engine("hibari")
    assert isinstance(engine, HibariEngine)
    sentences = engine._voice("heart").speller.sentences(_asked(text, *rows))
    return " ".join(word.phonemes for sentence in sentences for word in sentence)


def test_the_model_is_the_one_that_is_known() -> None:
    """Word times and the pinned sound belong to this exact file."""
    content, known = HibariEngine()._model("heart")
    assert known
    assert len(content) > 7_000_000


def test_a_changed_model_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MODEL_SHA256", "0" * 64)
    with pytest.raises(EngineUnavailableError, match=r"another checksum.*--voice espeak"):
        HibariEngine().speak(_asked("Hello."))


def test_a_missing_model_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("hibari.voices.ASSETS", str(tmp_path))
    with pytest.raises(EngineUnavailableError, match="missing"):
        HibariEngine().speak(_asked("Hello."))


@pytest.mark.parametrize("name", ["emma", "nobody"])
def test_other_voices_are_never_downloaded(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An offline voice that opens a connection would break the promise of --offline."""
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(EngineUnavailableError, match=name):
        HibariEngine().speak(
            Utterance(text="Hello.", language="en-US", engine_voice=name),
        )


def test_it_says_what_the_package_would_say() -> None:
    """Our own way through the package must not cost quality: same phonemes, same samples."""
    text = "Grain is cheaper, says the U.N. It's the best harvest in ten years!"
    clip, _ = find_engine("hibari").speak(_asked(text))
    package, noise = hibari.tts.Hibari(), room.Noise()
    theirs = [package.from_ids(package.ids(each), 1.0, noise) for each in package.phonemize(text)]
    np.testing.assert_allclose(clip.samples, np.concatenate(theirs), atol=1e-4)


def test_the_noise_in_the_voice_is_white_and_repeats_late() -> None:
    """A repetition within a second or two would be heard as a flutter."""
    rows, columns = 601, 300
    noise = room.Noise()
    whole = np.concatenate([noise.standard_normal((rows, columns)) for _ in range(8)], axis=1)
    period = 2 * room.NOISE_FRAMES
    np.testing.assert_array_equal(whole[:, period:], whole[:, : whole.shape[1] - period])
    assert period // 2 * 300 / 24_000 > 10
    once = whole[:, :period]
    assert abs(float(once.mean())) < 0.005
    assert float(once.std()) == pytest.approx(1, abs=0.005)
    neighbours = [np.mean(once[:, :-lag] * once[:, lag:]) for lag in (1, 2, 80, 300)]
    assert max(map(abs, neighbours)) < 0.005


def test_who_changes_the_noise_changes_it_for_nobody_else() -> None:
    """The package scales it in place, and threads speak at once."""
    first = room.Noise().standard_normal((601, 100))
    kept = first.copy()
    first *= 0
    np.testing.assert_array_equal(room.Noise().standard_normal((601, 100)), kept)


def test_a_long_sentence_is_cut_at_clauses_and_wholly_spoken() -> None:
    clause = "and several hundred people gathered near the old square"
    text = f"People came, {', '.join([clause] * 24)}."
    clip, marks = find_engine("hibari").speak(_asked(text))
    assert len(marks) == len(text.split())
    assert clip.frames / clip.rate_hz > 40
    voice = find_engine("hibari")._voice("heart")  # type: ignore[attr-defined]  # the adapter's own
    (sentence,) = voice.speller.sentences(_asked(text))
    chunks = list(cut(sentence))
    assert len(chunks) > 1
    assert [word for chunk in chunks for word in chunk] == list(sentence)
    assert all(chunk[-1].phonemes[-1] in ",." for chunk in chunks)
    assert all(sum(len(w.phonemes) + 1 for w in c) <= MAX_PHONEMES for c in chunks)


@pytest.mark.timeout(20)
def test_words_without_end_are_spoken_in_time() -> None:
    """The package took more than a minute for the first of them."""
    for text in ("-".join(["na"] * 300), "na" * 300, "naNa" * 100):
        clip, _ = find_engine("hibari").speak(_asked(text))
        assert clip.frames / clip.rate_hz > 20


def test_pitch_moves_the_voice_and_keeps_the_time() -> None:
    low, high = (
        find_engine("hibari").speak(_asked("Good evening to you all.", pitch=pitch))[0]
        for pitch in (0.88, 1.12)
    )
    assert low.frames == high.frames
    assert not np.array_equal(low.samples, high.samples)


def test_marks_begin_with_their_words() -> None:
    """A pause shows it: the word after a comma is marked where the sound begins again."""
    clip, marks = find_engine("hibari").speak(_asked("Yes, we are here, said Tom."))
    assert [mark.text for mark in marks] == ["Yes,", "we", "are", "here,", "said", "Tom."]
    steps = np.diff([mark.start_frames for mark in marks] + [clip.frames])
    assert (steps > 0.05 * clip.rate_hz).all()


@pytest.mark.parametrize("factors", [{}, {"speed": 0.8}, {"speed": 1.3, "pitch": 0.88}])
def test_words_after_a_pause_are_marked_where_the_sound_begins(factors: dict[str, float]) -> None:
    """Measured on the sound: a reader who jumps to a word must hear it from its beginning."""
    text = "Today, men, bakers, and many more, came. They were late, he said; nobody knows."
    clip, marks = find_engine("hibari").speak(_asked(text, **factors))
    hop = clip.rate_hz // 200
    blocks = clip.samples[: clip.frames // hop * hop].reshape(-1, hop)
    power = np.square(blocks).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 3e-4)
    after_silence = loud[np.flatnonzero(np.diff(loud, prepend=-100) > 24)] * hop
    assert len(after_silence) >= 3
    for onset in after_silence:
        nearest = min(abs(mark.start_frames - int(onset)) for mark in marks)
        assert nearest < 0.06 * clip.rate_hz


def test_durations_that_do_not_fit_the_sound_give_no_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sentence times are less than word times, and more than wrong ones."""
    monkeypatch.setattr(chunked, "DURATION_FRAMES", 300)
    _, marks = find_engine("hibari").speak(_asked("Good evening to you all."))
    assert marks == ()


def test_pronunciations_are_obeyed_and_the_story_is_not() -> None:
    row = Pronunciation(written="Tokayev", ipa="təˈkaɪɛf")
    assert "təkˈIɛf" in _phonemes("Tokayev spoke.", row)
    owned = Pronunciation(written="Tokayev’s", ipa="təˈkaɪɛfs")
    assert "təkˈIɛfs plˈæn" in _phonemes("It is Tokayev’s plan.", owned, row)
    assert "kwˈin" not in _phonemes("The [mayor](/kwˈin/) spoke.")


def test_respellings_become_one_word() -> None:
    row = Pronunciation(written="Nazarbayev", respelling="nah zar BY ev")
    said = _phonemes("Nazarbayev left.", row).split()[0]
    assert said.count("ˈ") == 1
    assert "bˈI" in said


def test_respelt_words_stay_apart() -> None:
    row = Pronunciation(written="Sao Paulo", respelling="sow POW-loo")
    assert _phonemes("In Sao Paulo today.", row).split()[1:3] == ["sˌW", "pˈWlu"]
    old_form = Pronunciation(written="Tokayev", respelling="toh kah yef")
    assert _phonemes("To Tokayev today.", old_form).split()[1] == "tOkˈɑjɛf"


def test_an_alias_is_said_in_place_of_the_word() -> None:
    row = Pronunciation(written="W3C", alias="World Wide Web Consortium")
    assert _phonemes("The W3C met.", row) == _phonemes("The World Wide Web Consortium met.")


def test_it_tells_what_it_knows_from_what_it_guesses() -> None:
    engine = find_engine("hibari")
    assert isinstance(engine, HibariEngine)
    row = Pronunciation(written="Tokayev", ipa="toʊˈkaɪɛf")
    found = engine.readings(_asked("Tokayev met Tileuberdi, he said.", row))
    assert [(each.text, each.known) for each in found] == [
        ("Tokayev", True),
        ("met", True),
        ("Tileuberdi,", False),
        ("he", True),
        ("said.", True),
    ]
    assert found[0].ipa == "toʊˈkaɪɛf"


@pytest.mark.parametrize("text", ["中国 won.", "😀", "—"])
def test_what_it_cannot_say_is_an_error(text: str) -> None:
    """A word that silently drops out of a sentence would be a lie to whoever cannot see it."""
    with pytest.raises(SynthesisFailedError, match="cannot say"):
        find_engine("hibari").speak(_asked(text))
