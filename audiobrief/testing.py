"""For authors of speech engines: the promises of an engine, as tests that your package runs.

    from audiobrief.testing import EngineContract

    class TestMorse(EngineContract):
        engine_name = "morse"

pytest finds the inherited tests by their names; no other part of pytest is used, so any runner of
plain classes does. What fails says in a sentence what a listener would have heard.
``docs/engines.md`` has a whole package as an example.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import ClassVar

from audiobrief.errors import SpeechError, SynthesisFailedError
from audiobrief.sound.clip import Clip, trim_silence
from audiobrief.speech.engine import Engine, engine_names, find_engine
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.plausible import fault


class EngineContract:
    """What every engine promises. Set the name; override the rest where your engine differs.

    Attributes:
        engine_name: Name of the entry point in the group ``audiobrief.engines``.
        engine_voice: Voice of the engine that is tested; ``""`` for its default.
        language: BCP 47 tag of the texts below.
        text: A sentence of about fifteen words, without figures.
        texts: Sentences that differ, spoken by several threads at once.
        wordless: Texts in which there is nothing to say.
        heeds_speed: Whether a profile's ``speed`` is heard.
        repeats: Whether the same words always give the same samples. An engine whose sound lies on
            somebody else's machine may set this to False; no other should, as an unchanged story
            would become another file.
        marks_are_words: Whether marks, where there are any, are the words of the text one by one.
    """

    engine_name: ClassVar[str] = ""
    engine_voice: ClassVar[str] = ""
    language: ClassVar[str] = "en-US"
    text: ClassVar[str] = (
        "The old harbour opens again on Tuesday, said the mayor, after two quiet years."
    )
    texts: ClassVar[tuple[str, ...]] = (
        "Here is the news of Monday.",
        "Here is the news of Wednesday.",
        "Here is the news of Friday.",
    )
    wordless: ClassVar[tuple[str, ...]] = ("... !!", "—")
    heeds_speed: ClassVar[bool] = True
    repeats: ClassVar[bool] = True
    marks_are_words: ClassVar[bool] = False

    def engine(self) -> Engine:
        """Return the engine under test."""
        return find_engine(self.engine_name)

    def ask(self, text: str, **more: float) -> tuple[Clip, tuple[Mark, ...]]:
        """Return what the engine says; more may be ``speed`` and ``pitch``."""
        return self.engine().speak(
            Utterance(
                text=text,
                language=self.language,
                engine_voice=self.engine_voice,
                speed=more.get("speed", 1.0),
                pitch=more.get("pitch", 1.0),
            )
        )

    def test_it_is_registered(self) -> None:
        """Voice profiles find it by its name, and the same object each time."""
        names = engine_names()
        _require(self.engine_name in names, f"{self.engine_name!r} is not among {names}")
        engine = self.engine()
        _require(engine.name == self.engine_name, f"it calls itself {engine.name!r}")
        _require(find_engine(self.engine_name) is engine, "it is made anew each time")
        _require(isinstance(engine.online, bool), f"online is {engine.online!r}")
        _require(engine.version != "", "it has no version")

    def test_its_languages_are_primary_subtags(self) -> None:
        """``en``, not ``en-US``; None where it speaks any."""
        known = self.engine().languages()
        if known is not None:
            wrong = [tag for tag in known if tag != tag.lower() or "-" in tag or len(tag) > 3]
            _require(not wrong, f"these are no primary subtags: {wrong}")
            _require(bool(known), "it speaks no language at all")

    def test_it_speaks_plausibly(self) -> None:
        """Sound of a length that the words can have, neither silent nor steady nor NaN."""
        clip, _ = self.ask(self.text)
        _require(isinstance(clip, Clip), f"it gave a {type(clip).__name__}, not a Clip")
        why = fault(trim_silence(clip), self.text)
        _require(not why, f"it did not speak as it should: {why}")

    def test_the_same_words_give_the_same_samples(self) -> None:
        """Else an unchanged story would be a changed file, and be downloaded again."""
        if self.repeats:
            first, _ = self.ask(self.text)
            self.ask(self.texts[0])
            again, _ = self.ask(self.text)
            _require(_equal(first, again), "the same words sound different the second time")

    def test_threads_do_not_mix_their_words(self) -> None:
        """``speak`` is called from several threads at once."""
        texts = self.texts * 2
        alone = [self.ask(text)[0] for text in texts]
        with ThreadPoolExecutor(3) as pool:
            together = [clip for clip, _ in pool.map(self.ask, texts)]
        for text, one, other in zip(texts, alone, together, strict=True):
            same = _equal(one, other) if self.repeats else not fault(trim_silence(other), text)
            _require(same, f"{text!r} sounds different where three threads speak")

    def test_marks_are_in_order_and_inside(self) -> None:
        """Marks begin inside the sound, the earlier ones first."""
        clip, marks = self.ask(self.text)
        starts = [mark.start_frames for mark in marks]
        _require(all(one <= other for one, other in pairwise(starts)), f"marks go back: {starts}")
        outside = [start for start in starts if not 0 <= start < clip.frames]
        _require(not outside, f"marks lie outside the sound: {outside}")
        if marks and self.marks_are_words:
            told = [_letters(mark.text) for mark in marks]
            _require(told == list(_words(self.text)), f"marks are {told}")

    def test_text_without_words_is_an_error_not_silence(self) -> None:
        """``SynthesisFailedError``, with a sentence that a producer can read."""
        for text in self.wordless:
            error = self._error(text)
            _require(
                isinstance(error, SynthesisFailedError),
                f"{text!r} gave {type(error).__name__}: {error}",
            )

    def test_its_errors_are_sentences(self) -> None:
        """They name the engine and end with a full stop."""
        for text in self.wordless:
            error = self._error(text)
            _require(isinstance(error, SpeechError), f"{text!r} gave a {type(error).__name__}")
            _require(str(error).endswith("."), f"no whole sentence: {error}")
            named = getattr(error, "engine", None)
            _require(named == self.engine_name, f"the error names {named!r}")

    def test_speed_is_heard(self) -> None:
        """A speed of 1.5 takes about two thirds of the time."""
        if self.heeds_speed:
            normal, fast = (trim_silence(self.ask(self.text, speed=s)[0]) for s in (1.0, 1.5))
            ratio = _seconds(normal) / _seconds(fast)
            _require(1.25 < ratio < 1.75, f"a speed of 1.5 is heard as {ratio:.2f}")

    def test_commands_in_a_story_are_never_obeyed(self) -> None:
        """A story could else make the voice say what it does not print, or be silent."""
        usual = _seconds(trim_silence(self.ask("The mayor spoke.")[0]))
        for text in _COMMANDS:
            took = _seconds(trim_silence(self.ask(text)[0]))
            _require(usual * 0.5 < took < usual * 8 + 4, f"{text!r} takes {took:.1f} seconds")

    def test_a_long_paragraph_is_spoken_whole(self) -> None:
        """Engines with a limit cut the text where it is least heard, and lose nothing."""
        text = " ".join([self.text] * 12)
        once, often = (_seconds(trim_silence(self.ask(t)[0])) for t in (self.text, text))
        ratio = often / once
        _require(9 < ratio < 16, f"twelve times the sentence takes {ratio:.1f} times as long")

    def _error(self, text: str) -> BaseException | None:
        try:
            self.ask(text)
        except Exception as failed:  # noqa: BLE001, which one it is, is the question
            return failed
        return None


_COMMANDS = (
    "The [mayor](/kwˈin/) spoke.",
    "The [[kw'i:n]] spoke.",
    "The <break time='9s'/> mayor spoke.",
    "\x01400S The mayor spoke.",
)


def _require(held: bool, sentence: str) -> None:  # noqa: FBT001, what is required
    if not held:
        raise AssertionError(f"The engine breaks its contract: {sentence}.")


def _equal(one: Clip, other: Clip) -> bool:
    return one.rate_hz == other.rate_hz and one.samples.tobytes() == other.samples.tobytes()


def _seconds(clip: Clip) -> float:
    return clip.frames / clip.rate_hz


def _words(text: str) -> Iterator[str]:
    yield from (word for each in text.split() if (word := _letters(each)))


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word))
