"""The embedded neural voice: hibari-tts, offline, 24 kHz.

The package is young and one person's work, so it is met with care: its version is pinned, the
checksum of its model is known here, nothing is ever downloaded, and of its code only the parts that
do the work are used: letters to phonemes (``g2p``), and spectrum to sound (``dsp``). The session is
our own, because the package's lets threads spin and does not give the durations.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.phonemes.american import CONSONANTS, VOWELS, to_ipa
from audiobrief.rundown.model import Pronunciation
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Mark, Reading, Utterance
from audiobrief.speech.pronunciation import american_of, substitute

DEFAULT_VOICE: Final = "heart"
MODEL_SHA256: Final = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
"""Of assets/hibari.onnx in hibari-tts 0.2.1, the voice "heart"."""
DURATIONS: Final = "/Clip_output_0"
"""Name of the tensor with the length of each phoneme; it belongs to that exact file."""
DURATION_FRAMES: Final = 600
"""Unit of the durations: 25 ms at 24 kHz (two spectrum frames of 300 samples)."""
LEAD_FRAMES: Final = 1_200
"""A word is heard 50 ms before its first phoneme begins by the durations: the median over 200 words
after pauses, at several paces and pitches; half of them lie within 20 ms of it."""
MAX_PHONEMES: Final = 400
"""Longest text the model sees at once; the package cuts there too (hibari.tts.MAX_PHONEMES)."""
MAX_WORD_CHARS: Final = 40
"""The longest words that people print are shorter; beyond it stand addresses and mischief."""
SEED: Final = 0
"""Fixes the noise in the voice, so that the same words always give the same samples."""

_CLAUSE_ENDS: Final = (",", ";", ":", "—", ".", "!", "?", "…")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """A loaded model. ``session.run`` is thread-safe; letters to phonemes needs the lock."""

    session: Any
    has_durations: bool
    g2p: Any
    normalize: Any
    split: Any
    synth: Any
    vocabulary: dict[str, int]
    rate_hz: int
    lock: threading.Lock


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its punctuation, its phonemes, and whether a dictionary or a row has them."""

    text: str
    phonemes: str
    known: bool = True


class HibariEngine:
    """American English, female, natural; about a hundred times faster than it speaks."""

    name: ClassVar[str] = "hibari"
    online: ClassVar[bool] = False

    def __init__(self) -> None:
        try:
            self.version = package_version("hibari-tts")
        except PackageNotFoundError as missing:
            raise self._unavailable("the package hibari-tts is not installed") from missing
        self._lock = threading.Lock()
        self._voices: dict[str, _Voice] = {}

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the speech, and a mark at the start of each word where the model is the known one.

        Raises:
            EngineUnavailableError: Package or model is missing, changed, or of another machine.
            SynthesisFailedError: The text holds nothing, or something, that it cannot say.
        """
        voice = self._voice(utterance.engine_voice or DEFAULT_VOICE)
        with voice.lock:
            sentences = tuple(_sentences(voice, utterance))
        words = [word for sentence in sentences for word in sentence]
        mute = [word.text for word in words if _has_letters(word.text) and not _sounds(word)]
        if mute or not any(map(_sounds, words)):
            what = mute[0] if mute else utterance.text
            raise SynthesisFailedError(
                f"The English voice hibari cannot say {what[:60]!r}; choose a voice of another"
                " engine for it, such as espeak.",
                engine=self.name,
            )
        noise = np.random.default_rng(SEED)
        parts: list[NDArray[np.float32]] = []
        marks: list[Mark] = []
        for chunk in (chunk for sentence in sentences for chunk in _chunks(sentence)):
            start_frames = sum(map(len, parts))
            samples, starts = _synthesize(voice, chunk, utterance, noise)
            parts.append(samples)
            marks += [
                Mark(start_frames=start_frames + frames, text=word.text)
                for word, frames in zip(chunk, starts, strict=False)
                if _sounds(word)
            ]
        samples = np.concatenate(parts)
        if not np.isfinite(samples).all():
            raise SynthesisFailedError(
                f"The voice hibari gave no sound for {utterance.text[:60]!r}.", engine=self.name
            )
        return Clip(samples=samples, rate_hz=voice.rate_hz), tuple(marks)

    def languages(self) -> frozenset[str] | None:
        """Return English alone."""
        return frozenset({"en"})

    def readings(self, utterance: Utterance) -> tuple[Reading, ...]:
        """Return how it would say each word, and whether it knows it or guesses from letters.

        Raises:
            EngineUnavailableError: As ``speak``.
        """
        voice = self._voice(utterance.engine_voice or DEFAULT_VOICE)
        with voice.lock:
            words = [word for each in _sentences(voice, utterance) for word in each]
        return tuple(
            Reading(
                text=word.text,
                ipa=to_ipa("".join(sound for sound in word.phonemes if sound in _IN_WORDS)),
                known=word.known,
            )
            for word in words
            if _has_letters(word.text)
        )

    def _voice(self, name: str) -> _Voice:
        with self._lock:
            if name not in self._voices:
                try:
                    self._voices[name] = self._load(name)
                except EngineUnavailableError:
                    raise
                except Exception as failed:
                    raise self._unavailable(f"{type(failed).__name__}: {failed}") from failed
            return self._voices[name]

    def _load(self, name: str) -> _Voice:
        from hibari import tts
        from hibari.g2p import G2P
        from hibari.g2p.normalize import normalize
        from hibari.voices import VOICES

        model, known = self._model(name)
        return _Voice(
            session=_session(_with_output(model, DURATIONS) if known else model),
            has_durations=known,
            g2p=G2P(british=bool(VOICES[name]["british"])),
            normalize=normalize,
            split=tts.Hibari.split_sentences,
            synth=tts.dsp.synth,
            vocabulary=json.loads(Path(tts.ASSETS, "vocab.json").read_text(encoding="utf-8")),
            rate_hz=tts.SAMPLE_RATE,
            lock=threading.Lock(),
        )

    def _model(self, name: str) -> tuple[bytes, bool]:
        """Return the content of a voice's model, and whether it is the one known here."""
        from hibari.voices import VOICES, voice_path

        if name not in VOICES:
            raise self._unavailable(f"it has no voice {name!r}, only {', '.join(sorted(VOICES))}")
        try:
            content = Path(voice_path(name, download_missing=False)).read_bytes()
        except FileNotFoundError as missing:
            raise self._unavailable(f"the model of its voice {name!r} is missing") from missing
        bundled = name == DEFAULT_VOICE
        wanted = MODEL_SHA256 if bundled else VOICES[name]["sha256"]
        if hashlib.sha256(content).hexdigest() != wanted:
            raise self._unavailable(f"the model of its voice {name!r} has another checksum")
        return content, bundled

    def _unavailable(self, why: str) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice hibari cannot be used: {why}; install it again with"
            ' pip install --force-reinstall --no-deps "hibari-tts==0.2.1", or use --voice espeak.',
            engine=self.name,
        )


def _session(model: bytes) -> Any:  # noqa: ANN401, onnxruntime has no types
    """Return a session of one thread that sleeps while it waits: takes run beside each other."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps the peak of the longest sentence for ever: 40 MB more, and no faster here.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _with_output(model: bytes, tensor: str) -> bytes:
    """Return an ONNX model that also gives out an inner tensor.

    Protobuf merges a message field that occurs twice, so appending a second ``graph`` (field 7 of
    ModelProto) with one ``output`` (field 12 of GraphProto) that has a ``name`` (field 1) adds it.
    """
    name = tensor.encode()
    value = b"\x0a" + bytes([len(name)]) + name
    graph = b"\x62" + bytes([len(value)]) + value
    return model + b"\x3a" + bytes([len(graph)]) + graph


def _sentences(voice: _Voice, utterance: Utterance) -> Iterator[tuple[_Word, ...]]:
    """Yield the words of each sentence with their phonemes.

    The package reads ``[word](/phonemes/)`` as markup. Brackets of the story are turned into
    parentheses first, so that only ours are left when it looks.
    """
    rows = utterance.pronunciations
    for sentence in voice.split(utterance.text.translate(_BRACKETS)):
        plain = _LONG.sub(_with_spaces, voice.normalize(sentence))
        marked = substitute(plain, rows, _markup)
        yield tuple(_words(voice.g2p.phonemize_tokens(voice.g2p.tokenize(marked))))


def _with_spaces(found: re.Match[str]) -> str:
    """Return a very long word as several: the package's time rises with the cube of its parts."""
    apart = re.sub(r"([^\w'’])(?=\w)", r"\1 ", found.group())
    return re.sub(rf"(\S{{{MAX_WORD_CHARS}}})(?=\S)", r"\1 ", apart)


def _words(tokens: list[Any]) -> Iterator[_Word]:
    """Yield the words that the package's tokens make up: what stands between two spaces."""
    text = phonemes = ""
    known = True
    for token in tokens:
        text += token.text
        phonemes += token.phonemes or ""
        known = known and (token.rating != _GUESSED or not _has_letters(token.text))
        if token.whitespace:
            yield _Word(text, phonemes.strip(), known)
            text = phonemes = ""
            known = True
    if text:
        yield _Word(text, phonemes.strip(), known)


def _markup(row: Pronunciation, word: str) -> str | None:
    """Return the word as markup with its phonemes, or other words; None where no form helps."""
    phonemes = american_of(row)
    return f"[{word}](/{phonemes}/)" if phonemes else row.alias or None


def _chunks(sentence: tuple[_Word, ...]) -> Iterator[list[_Word]]:
    """Yield the sentence in runs of at most ``MAX_PHONEMES``, cut after a clause if it can be."""
    chunk: list[_Word] = []
    for word in _short(sentence):
        while chunk and sum(len(each.phonemes) + 1 for each in [*chunk, word]) > MAX_PHONEMES:
            ends = [n for n, each in enumerate(chunk, 1) if each.phonemes.endswith(_CLAUSE_ENDS)]
            cut = ends[-1] if ends else len(chunk)
            yield chunk[:cut]
            chunk = chunk[cut:]
        chunk.append(word)
    if any(map(_sounds, chunk)):
        yield chunk


def _short(words: tuple[_Word, ...]) -> Iterator[_Word]:
    """Yield the words that have phonemes; one that is too long alone comes in pieces."""
    for word in words:
        for start in range(0, len(word.phonemes), MAX_PHONEMES - 1):
            piece = word.phonemes[start : start + MAX_PHONEMES - 1]
            yield _Word(word.text if start == 0 else "", piece)


def _synthesize(
    voice: _Voice, chunk: list[_Word], utterance: Utterance, noise: np.random.Generator
) -> tuple[NDArray[np.float32], list[int]]:
    """Return the samples of a chunk, and the frame at which each word begins (if it is known)."""
    ids, first = [0], []
    for word in chunk:
        if len(ids) > 1:
            ids.append(voice.vocabulary[" "])
        first.append(len(ids))
        ids += [voice.vocabulary[each] for each in word.phonemes if each in voice.vocabulary]
    ids.append(0)
    asked = {
        "ids": np.asarray([ids], np.int64),
        "speed": np.asarray([utterance.speed], np.float32),
    }
    spectrum = voice.session.run(None, asked)
    durations = spectrum.pop() if voice.has_durations else None
    *parts, f0_hz = (each[0] for each in spectrum)
    samples: NDArray[np.float32] = voice.synth(*parts, f0_hz * np.float32(utterance.pitch), noise)
    if durations is None or int(durations.sum()) * DURATION_FRAMES != len(samples):
        return samples, []  # Not the durations of this sound: no time is better than a wrong one.
    begins = np.concatenate([[0], np.cumsum(durations)]) * DURATION_FRAMES
    return samples, [max(0, int(begins[index]) - LEAD_FRAMES) for index in first]


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _sounds(word: _Word) -> bool:
    return any(each in _SPOKEN for each in word.phonemes)


_BRACKETS: Final = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})
_SPOKEN: Final = frozenset(VOWELS + CONSONANTS)
_IN_WORDS: Final = _SPOKEN | set("ˈˌ ")
_GUESSED: Final = 2
"""The package's rating of phonemes that its net made of letters; its dictionaries have 3 and 4."""
_LONG: Final = re.compile(rf"\S{{{MAX_WORD_CHARS},}}")
