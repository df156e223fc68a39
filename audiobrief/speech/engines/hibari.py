"""The embedded neural voice: hibari-tts, offline, 24 kHz.

The package is young and one person's work, so it is met with care: its version is pinned, the
checksum of its model is known here, its own downloads are blocked, and of its code only the parts
that do the work are used: letters to phonemes (``misaki``), and spectrum to sound (``dsp``). The
session is our own, because the package's lets threads spin and does not give the durations.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import EngineUnavailableError
from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.chunked import speak_chunks, word_starts
from audiobrief.speech.engines.misaki import Speller, Word
from audiobrief.speech.engines.onnx import session, with_output
from audiobrief.speech.model import Mark, Reading, Utterance

DEFAULT_VOICE: Final = "heart"
MODEL_SHA256: Final = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
"""Of assets/hibari.onnx in hibari-tts 0.2.1, the voice "heart"."""
DURATIONS: Final = "/Clip_output_0"
"""Name of the tensor with the length of each phoneme; it belongs to that exact file."""
SEED: Final = 0
"""Fixes the noise in the voice, so that the same words always give the same samples."""
NOISE_FRAMES: Final = 1_024
"""Spectra of noise that are drawn: 12.8 s, after which they come again. Noise that repeats is not
heard as such beyond two seconds (Guttman and Julesz, 1963), and here a spectrum shapes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """A loaded model."""

    session: Any
    has_durations: bool
    speller: Speller
    synth: Any
    rate_hz: int


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
        noise = Noise()
        return speak_chunks(
            utterance,
            voice.speller,
            lambda chunk: _synthesize(voice, chunk, utterance, noise),
            engine=self.name,
            rate_hz=voice.rate_hz,
        )

    def languages(self) -> frozenset[str] | None:
        """Return English alone."""
        return frozenset({"en"})

    def readings(self, utterance: Utterance) -> tuple[Reading, ...]:
        """Return how it would say each word, and whether it knows it or guesses from letters.

        Raises:
            EngineUnavailableError: As ``speak``.
        """
        return self._voice(utterance.engine_voice or DEFAULT_VOICE).speller.readings(utterance)

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
        from hibari.voices import VOICES

        _block_downloads()
        model, known = self._model(name)
        return _Voice(
            session=session(with_output(model, DURATIONS) if known else model),
            has_durations=known,
            speller=Speller(british=bool(VOICES[name]["british"])),
            synth=tts.dsp.synth,
            rate_hz=tts.SAMPLE_RATE,
        )

    def _model(self, name: str) -> tuple[bytes, bool]:
        """Return the content of a voice's model, and whether it is the one known here."""
        from hibari.voices import VOICES, voice_path

        if name not in VOICES:
            raise self._unavailable(f"it has no voice {name!r}, only {', '.join(sorted(VOICES))}")
        bundled = name == DEFAULT_VOICE
        try:
            content = Path(voice_path(name, download_missing=False)).read_bytes()
        except FileNotFoundError as missing:
            if not bundled:
                raise EngineUnavailableError(
                    f"The voice {name!r} of hibari is not on this machine; audiobrief voices add"
                    f" hibari:{name} fetches it once, or use --voice anchor.",
                    engine=self.name,
                ) from missing
            raise self._unavailable(f"the model of its voice {name!r} is missing") from missing
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


def further_voices() -> tuple[str, ...]:
    """Return the voices that the package knows and does not bring along."""
    from hibari.voices import VOICES

    return tuple(sorted(name for name, facts in VOICES.items() if not facts.get("bundled")))


def fetch_voice(name: str) -> Path:
    """Fetch a further voice from the package's hub, and return its file: only when told to.

    The package checks it against the checksum that came with it.

    Raises:
        EngineUnavailableError: There is no such voice, it cannot be fetched, or it is another file.
    """
    from hibari import voices

    _block_downloads()
    if name not in further_voices():
        raise EngineUnavailableError(
            f"hibari has no further voice {name!r}; there are {', '.join(further_voices())}.",
            engine=HibariEngine.name,
        )
    facts = voices.VOICES[name]
    to = Path(voices.cache_dir(), facts["file"])
    try:
        _library_download()(voices.BASE_URL + facts["file"], str(to), facts["sha256"])
    except Exception as failed:
        raise EngineUnavailableError(
            f"The voice {name} of hibari cannot be fetched ({failed}).", engine=HibariEngine.name
        ) from failed
    return to


_KEPT: Final[list[Callable[..., object]]] = []
"""The library's own download function, once it was taken away from it."""


def _block_downloads() -> None:
    """Let no code of the package open a connection of its own accord, whatever calls it."""
    from hibari import voices

    if voices.download is not _refused:
        _KEPT.append(voices.download)
        voices.download = _refused


def _library_download() -> Callable[..., object]:
    return _KEPT[-1]


def _refused(url: str, *_: object) -> None:
    raise EngineUnavailableError(
        f"hibari wanted to load {url} of its own accord, which is not allowed; audiobrief voices"
        " add is the way.",
        engine=HibariEngine.name,
    )


class Noise:
    """The noise in the voice, in the form of the generator that the package asks for it.

    To draw it anew for each sentence took a quarter of the time from spectrum to sound.
    """

    def __init__(self) -> None:
        self._at = 0

    def standard_normal(
        self, shape: tuple[int, int], dtype: type[np.float32] = np.float32
    ) -> NDArray[np.float32]:
        """Return the next columns of the noise; the caller may change them."""
        rows, columns = shape
        drawn = _drawn(rows)
        out = np.empty(shape, dtype)
        done = 0
        while done < columns:
            part = drawn[:, self._at : self._at + columns - done]
            out[:, done : done + part.shape[1]] = part
            done += part.shape[1]
            self._at = (self._at + part.shape[1]) % drawn.shape[1]
        return out


@functools.lru_cache(maxsize=2)
def _drawn(rows: int) -> NDArray[np.float32]:
    generator = np.random.default_rng(SEED)
    drawn = generator.standard_normal((rows, 2 * NOISE_FRAMES), dtype=np.float32)
    drawn.flags.writeable = False  # Threads share it.
    return drawn


def _synthesize(
    voice: _Voice, chunk: list[Word], utterance: Utterance, noise: Noise
) -> tuple[NDArray[np.float32], list[int]]:
    """Return the samples of a chunk, and the frame at which each word begins (if it is known)."""
    ids, first = voice.speller.numbers(chunk)
    asked = {
        "ids": np.asarray([ids], np.int64),
        "speed": np.asarray([utterance.speed], np.float32),
    }
    spectrum = voice.session.run(None, asked)
    durations = spectrum.pop() if voice.has_durations else None
    *parts, f0_hz = (each[0] for each in spectrum)
    samples: NDArray[np.float32] = voice.synth(*parts, f0_hz * np.float32(utterance.pitch), noise)
    return samples, word_starts(durations, first, len(samples))
