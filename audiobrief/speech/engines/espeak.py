"""eSpeak NG, through the library that the package espeakng-loader carries: more than 100 languages.

The library keeps one state for the whole process, so one lock guards every call. Part of that state
(the phase of the voice's flutter, a static variable) runs on from take to take and cannot be set:
the library is loaded anew for each, which takes a millisecond, so that the same words always give
the same samples.
"""

from __future__ import annotations

import _ctypes
import contextlib
import ctypes
import ctypes.util
import math
import re
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Final

import numpy as np

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.languages import primary_subtag
from audiobrief.rundown.model import Pronunciation
from audiobrief.sound.clip import Clip
from audiobrief.speech.engines.kana import KANJI, readings_of
from audiobrief.speech.engines.mnemonics import mnemonics
from audiobrief.speech.model import Mark, Reading, Utterance
from audiobrief.speech.pronunciation import american_of, in_letters, replacements

# Values of speak_lib.h, eSpeak NG 1.52.
_SYNCHRONOUS: Final = 2
_DONT_EXIT: Final = 0x8000
_RATE, _PITCH = 1, 3
_POS_CHARACTER: Final = 1
_CHARS_UTF8: Final = 1
_PHONEMES: Final = 0x100
_AS_IPA: Final = 2
_EVENT_LIST_TERMINATED, _EVENT_WORD = 0, 1
_OK: Final = 0

NORMAL_WPM: Final = 175
"""eSpeak NG's own pace; it takes 80 to 450 words a minute."""
MAX_DATA_PATH_CHARS: Final = 150
"""The library cuts the path of its data off at 160 characters (N_PATH_HOME)."""

_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "en-us", "en-ca": "en-us", "en-au": "en-gb", "en-nz": "en-gb", "en-ie": "en-gb",
        "en-in": "en-gb", "en-za": "en-gb", "es-ar": "es-419", "es-cl": "es-419", "es-co": "es-419",
        "es-pe": "es-419", "es-us": "es-419", "es-ve": "es-419", "zh": "cmn", "zh-hk": "yue",
        "zh-mo": "yue", "no": "nb", "nn": "nb", "iw": "he", "in": "id", "sh": "hr", "mo": "ro",
        "arb": "ar", "pes": "fa", "prs": "fa", "swh": "sw", "zsm": "ms", "ckb": "ku", "kmr": "ku",
    }
)  # fmt: skip
"""BCP 47 tag in lower case -> the library's tag, where it has another."""

_UNWRITTEN: Final = frozenset({"fo", "kaa", "xex"})
"""Languages of which the wheel has a voice and no dictionary: it says nothing at all."""

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]+")
"""Control characters are commands to eSpeak NG (0x01 sets pace, pitch and voice)."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _VoiceRecord(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Library:
    """Where the library lies. Voices: its language tag -> identifier of the best voice for it."""

    path: str
    data_path: str
    rate_hz: int
    version: str
    voices: Mapping[str, str]


class EspeakEngine:
    """Robotic but clear; offline, at once, in more than 100 languages."""

    name: ClassVar[str] = "espeak"
    online: ClassVar[bool] = False

    def __init__(self) -> None:
        with _LOCK:
            self._library = _load()
        self.version = self._library.version
        aliases = {tag for tag, voice in _ALIASES.items() if self._library.voices.get(voice)}
        known = frozenset(map(primary_subtag, (*self._library.voices, *aliases)))
        # One of its languages is named by a script ("piqd"), which no tag of a story can be.
        silent = {tag for tag in _UNWRITTEN if _lacks_words(self._library.data_path, tag)}
        self._languages = frozenset(tag for tag in known if len(tag) <= 3) - silent

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the speech, and a mark at the start of each word.

        The pace is limited to 80 to 450 words a minute, 0.46 to 2.57 of the normal one, and the
        pitch to half and double.

        Raises:
            EngineUnavailableError: It does not know the engine voice.
            SynthesisFailedError: The text holds nothing that it can say.
        """
        voice = self._named(utterance.engine_voice) or self._voice_for(utterance.language)
        text, told = _told(utterance, _is_english(voice))
        if not any(unicodedata.category(each)[0] in "LNS" for each in text):
            # It would read "..." out as "dot dot dot".
            raise self._failed(f"eSpeak NG finds nothing to say in {utterance.text[:60]!r}")
        if _is_kanji(voice, text):
            told = self._in_kana(told)
        with _LOCK, _opened(self._library.path, self._library.data_path) as (calls, _):
            pcm, events = _synthesize(calls, voice, told, utterance)
        samples = np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)
        if not samples.any():
            raise self._failed(f"eSpeak NG finds nothing to say in {utterance.text[:60]!r}")
        marks = tuple(
            Mark(start_frames=frames, text=words)
            for frames, words in _in_words(told, events)
            if words.strip() and frames < len(samples)
        )
        return Clip(samples=samples, rate_hz=self._library.rate_hz), marks

    def readings(self, utterance: Utterance) -> tuple[Reading, ...]:
        """Return how it would say the text, as one piece: it joins small words to the next.

        Raises:
            EngineUnavailableError: As ``speak``.
        """
        voice = self._named(utterance.engine_voice) or self._voice_for(utterance.language)
        text, told = _told(utterance, _is_english(voice))
        if not text:
            return ()
        if _is_kanji(voice, text):
            with contextlib.suppress(SynthesisFailedError):  # It says them as best it can.
                told = self._in_kana(told)
        with _LOCK, _opened(self._library.path, self._library.data_path) as (calls, _):
            ipa = _ipa(calls, voice, told)
        if _is_english(voice):
            ipa = ipa.replace("ɾ", "t")  # Elsewhere the sign is an r.
        return (Reading(text=text, ipa=ipa, known=None),)

    def languages(self) -> frozenset[str] | None:
        """Return the languages of the voices that the library lists."""
        return self._languages

    def _in_kana(self, told: _Told) -> _Told:
        """Return the pieces with each Japanese word as it is said.

        Raises:
            SynthesisFailedError: The package that knows them is not here, or a word has none.
        """
        pieces: list[tuple[str, str]] = []
        for written, said in told:
            known = readings_of(said) if written == said else ((written, said),)
            if known is None:
                raise self._failed(
                    "eSpeak NG cannot read Japanese kanji by itself; pip install"
                    " 'audiobrief[japanese]' for their readings, or use --voice gtts, which needs"
                    " the network"
                )
            pieces += known
        for written, said in pieces:
            if written == said and KANJI.search(said):
                raise self._failed(f"no reading of {written!r} is known; put it into the lexicon")
        return tuple(pieces)

    def _named(self, engine_voice: str) -> str:
        """Return the library's identifier of a voice such as en-gb, with its variant (+f3)."""
        name, plus, variant = engine_voice.partition("+")
        return self._library.voices.get(name.lower(), name) + plus + variant

    def _voice_for(self, tag: str) -> str:
        language, *rest = tag.replace("_", "-").lower().split("-")
        longest_first = ["-".join([language, *rest[:count]]) for count in range(len(rest), 1, -1)]
        # Each subtag alone, the region before the script: zh-Hant-HK is spoken as zh-HK.
        alone = [f"{language}-{subtag}" for subtag in reversed(rest)]
        for wanted in (*longest_first, *alone, language):
            found = self._library.voices.get(_ALIASES.get(wanted, wanted))
            if found:
                return found
        # Some languages have voices of dialects alone, such as Cherokee ("chr-US-…").
        dialects = [each for each in self._library.voices if primary_subtag(each) == language]
        if dialects:
            return self._library.voices[min(dialects)]
        raise EngineUnavailableError(
            f"eSpeak NG has no voice for the language {tag}; give another with --voice.",
            engine=self.name,
        )

    def _failed(self, why: str) -> SynthesisFailedError:
        return SynthesisFailedError(f"{why}.", engine=self.name)


_Told = tuple[tuple[str, str], ...]
"""Pieces of a text: (as it is written, as the library is told it)."""


def _told(utterance: Utterance, english: bool) -> tuple[str, _Told]:  # noqa: FBT001, of the voice
    """Return the text without what the library takes for commands, and what it is told.

    Words of the lexicon are told in the library's own phonemes, between [[ and ]], to its English
    voices; to others in letters.
    """
    text = _plain(utterance.text).strip()
    pieces: list[tuple[str, str]] = []
    at = 0

    def form(row: Pronunciation, _: str) -> str | None:
        phonemes = american_of(row) if english else None
        letters = in_letters(row)
        return mnemonics(phonemes) if phonemes else _plain(letters) if letters else None

    for start, end, new in replacements(text, utterance.pronunciations, form):
        pieces += [(text[at:start], text[at:start]), (text[start:end], new)]
        at = end
    return text, (*pieces, (text[at:], text[at:]))


def _plain(text: str) -> str:
    return re.sub(r"\[(?=\[)|\](?=\])", r"\g<0> ", _CONTROLS.sub(" ", text))


def _is_kanji(voice: str, text: str) -> bool:
    return voice.endswith("/ja") and bool(KANJI.search(text))


def _is_english(voice: str) -> bool:
    return voice.rpartition("/")[2].startswith("en")


def _in_words(told: _Told, events: list[tuple[int, int, int]]) -> Iterator[tuple[int, str]]:
    """Yield (frame, the words as they are written) for the library's words.

    What was told otherwise than written is one mark, at its first sound.
    """
    at = 0
    spans: list[tuple[int, str, str]] = []
    for written, said in told:
        spans.append((at, written, said))
        at += len(said)
    whole = "".join(said for _, said in told)
    marked = -1
    for frames, start, chars in events:
        first, written, said = spans[bisect_right(spans, start, key=itemgetter(0)) - 1]
        if written == said:
            yield frames, whole[start : start + chars]
        elif first != marked:
            yield frames, written
            marked = first


def _ipa(calls: Any, voice: str, told: _Told) -> str:  # noqa: ANN401, a C library
    """Return the library's phonemes of a text in IPA."""
    _set_voice(calls, voice)
    # It reads [[…]] as phonemes from the moment in which a text was spoken with them allowed.
    deaf = _CALLBACK(lambda *_: 0)  # The library keeps no reference.
    calls.espeak_SetSynthCallback(deaf)
    calls.espeak_Synth(b" \x00", 2, 0, _POS_CHARACTER, 0, _CHARS_UTF8 | _PHONEMES, None, None)
    text = ctypes.create_string_buffer("".join(said for _, said in told).encode())
    rest = ctypes.c_void_p(ctypes.addressof(text))
    clauses: list[bytes] = []
    while rest.value:
        clauses.append(calls.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, _AS_IPA) or b"")
    return b" ".join(clauses).decode().strip()


def _set_voice(calls: Any, voice: str) -> None:  # noqa: ANN401, a C library
    if calls.espeak_SetVoiceByName(voice.encode()) != _OK:
        raise EngineUnavailableError(
            f"eSpeak NG has no voice {voice!r}; correct engine_voice in the voice's file.",
            engine=EspeakEngine.name,
        )


def _synthesize(
    calls: Any,  # noqa: ANN401, a C library
    voice: str,
    told: _Told,
    utterance: Utterance,
) -> tuple[bytes, list[tuple[int, int, int]]]:
    """Return 16-bit samples, and (frame, first character, characters) of each word."""
    _set_voice(calls, voice)
    # The library's pitch is a scale of two octaves from 0 to 100, with the normal one at 50.
    pitch = round(50 + 50 * math.log2(utterance.pitch))
    calls.espeak_SetParameter(_RATE, min(450, max(80, round(NORMAL_WPM * utterance.speed))), 0)
    calls.espeak_SetParameter(_PITCH, min(100, max(0, pitch)), 0)
    pcm = bytearray()
    words: list[tuple[int, int, int]] = []

    def received(wave: int | None, frames: int, events: Any) -> int:  # noqa: ANN401, a C pointer
        if wave and frames > 0:
            pcm.extend(ctypes.string_at(wave, frames * 2))
        words.extend(
            (event.sample, event.text_position - 1, event.length)
            for event in _until_end(events)
            if event.type == _EVENT_WORD
        )
        return 0

    callback = _CALLBACK(received)
    calls.espeak_SetSynthCallback(callback)
    encoded = "".join(said for _, said in told).encode() + b"\x00"
    ours = any(said.startswith("[[") for _, said in told)
    flags = _CHARS_UTF8 | (_PHONEMES if ours else 0)
    status = calls.espeak_Synth(encoded, len(encoded), 0, _POS_CHARACTER, 0, flags, None, None)
    calls.espeak_SetSynthCallback(_CALLBACK())
    if status != _OK:
        raise SynthesisFailedError(
            f"eSpeak NG stopped with status {status} at {utterance.text[:60]!r}.",
            engine=EspeakEngine.name,
        )
    return bytes(pcm), words


def _until_end(events: Any) -> Iterator[Any]:  # noqa: ANN401, a C array
    index = 0
    while events and events[index].type != _EVENT_LIST_TERMINATED:
        yield events[index]
        index += 1


def _load() -> _Library:
    """Return the wheel's library, else the system's.

    Raises:
        EngineUnavailableError: Neither can be loaded with its data.
    """
    reasons: list[str] = []
    for path, data_path in _places(reasons):
        try:
            with _opened(path, data_path) as (calls, rate_hz):
                return _Library(
                    path=path,
                    data_path=data_path,
                    rate_hz=rate_hz,
                    version=calls.espeak_Info(None).decode().split()[0],
                    voices=_best_voices(calls),
                )
        except (OSError, AttributeError) as failed:
            reasons.append(str(failed))
    raise EngineUnavailableError(
        f"eSpeak NG cannot be loaded ({'; '.join(reasons)}); install it again with"
        " pip install --force-reinstall espeakng-loader, or install the system's espeak-ng.",
        engine=EspeakEngine.name,
    )


def _places(reasons: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (path of a library, path of its data or ""); say why a place is left out."""
    try:
        import espeakng_loader

        library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError) as missing:
        reasons.append(str(missing))
    else:
        if len(data.encode()) > MAX_DATA_PATH_CHARS:
            reasons.append(f"the path {data} is longer than {MAX_DATA_PATH_CHARS} characters")
        elif not Path(data, "phontab").is_file():
            reasons.append(f"no data at {data}")
        else:
            yield library, data
    system = ctypes.util.find_library("espeak-ng")
    if system:
        yield system, ""


@contextlib.contextmanager
def _opened(path: str, data_path: str) -> Iterator[tuple[Any, int]]:
    """Yield the library, freshly loaded, and its sample rate; unload it at the end.

    Where a system cannot unload it, takes differ in their flutter, which nobody hears.

    Raises:
        OSError: It cannot be loaded, or does not find its data.
        AttributeError: It is another library.
    """
    calls = _declared(ctypes.CDLL(path))
    rate_hz = calls.espeak_Initialize(
        _SYNCHRONOUS, 0, data_path.encode() if data_path else None, _DONT_EXIT
    )
    if rate_hz <= 0:
        raise OSError(f"no data at {data_path or 'the place of the system'}")
    try:
        yield calls, rate_hz
    finally:
        calls.espeak_Terminate()
        unload = getattr(_ctypes, "dlclose", None) or getattr(_ctypes, "FreeLibrary", None)
        if unload is not None:
            unload(calls._handle)  # noqa: SLF001, ctypes has no other name for it


def _declared(calls: ctypes.CDLL) -> ctypes.CDLL:
    """Return the library with the types of the functions that are used."""
    calls.espeak_Initialize.argtypes = (
        ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int
    )  # fmt: skip
    calls.espeak_Info.argtypes = (ctypes.c_void_p,)
    calls.espeak_Info.restype = ctypes.c_char_p
    calls.espeak_ListVoices.argtypes = (ctypes.c_void_p,)
    calls.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
    calls.espeak_SetVoiceByName.argtypes = (ctypes.c_char_p,)
    calls.espeak_SetParameter.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int)
    calls.espeak_SetSynthCallback.argtypes = (_CALLBACK,)
    calls.espeak_SetSynthCallback.restype = None
    calls.espeak_Synth.argtypes = (
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint,
        ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
    )  # fmt: skip
    calls.espeak_TextToPhonemes.argtypes = (
        ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int
    )  # fmt: skip
    calls.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return calls


def _lacks_words(data_path: str, language: str) -> bool:
    return bool(data_path) and not Path(data_path, f"{language}_dict").is_file()


def _best_voices(calls: Any) -> dict[str, str]:  # noqa: ANN401, a C library
    """Return language tag -> identifier of the voice that names it with the best priority."""
    best: dict[str, tuple[int, str]] = {}
    records = calls.espeak_ListVoices(None)
    index = 0
    while records[index]:
        record = records[index].contents
        identifier = record.identifier.decode()
        for priority, tag in _tags(record.languages):
            best[tag] = min(best.get(tag, (priority, identifier)), (priority, identifier))
        index += 1
    return {tag: identifier for tag, (_, identifier) in best.items()}


def _tags(address: int) -> Iterator[tuple[int, str]]:
    """Yield (priority, tag) from the library's list: a byte, a string, …, and a zero byte."""
    while (priority := ctypes.string_at(address, 1)[0]) != 0:
        tag = ctypes.string_at(address + 1)
        yield priority, tag.decode().lower()
        address += 2 + len(tag)


_LOCK: Final = threading.Lock()
