"""What a speech engine is, and how one is found by its name.

The one plug-in point of the house: entry points of the group ``audiobrief.engines``. They are read
when an engine is looked for, never at start.
"""

from __future__ import annotations

import threading
from importlib.metadata import EntryPoint, entry_points
from textwrap import shorten
from typing import ClassVar, Final, Protocol, runtime_checkable

from audiobrief.errors import EngineUnavailableError
from audiobrief.languages import primary_subtag
from audiobrief.sound.clip import Clip
from audiobrief.speech.model import Mark, Reading, Utterance

GROUP: Final = "audiobrief.engines"
_PROMISED: Final = ("name", "online", "version", "speak", "languages")


class Engine(Protocol):
    """Turns an utterance into sound. Other packages may add one: ``docs/engines.md``.

    An engine is made once in a process, without arguments, and ``speak`` is called from several
    threads: it is thread-safe, or guards itself with a lock. Making one is cheap; models are loaded
    by the first ``speak``.

    Attributes:
        name: The word that voice profiles use.
        online: Whether ``speak`` sends the text to somebody else's machine.
        version: Changes when the same utterance may sound different; part of cache keys.
    """

    name: ClassVar[str]
    online: ClassVar[bool]
    version: str

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return mono speech, neither trimmed nor levelled, and the word times if it has them.

        Raises:
            EngineUnavailableError: It cannot speak at all now: the next utterance would fail too.
            SynthesisFailedError: It gave no usable sound for this utterance.
        """
        ...

    def languages(self) -> frozenset[str] | None:
        """Return the primary subtags (BCP 47) that it speaks; None where it speaks any."""
        ...


@runtime_checkable
class Paced(Protocol):
    """An engine that does not speak well at any pace. None has to say so.

    Attributes:
        paces: Slowest and fastest pace that it speaks at, as factors; what is asked beyond is made
            of the nearest by stretching the sound.
    """

    paces: ClassVar[tuple[float, float]]


@runtime_checkable
class Reader(Protocol):
    """An engine that can tell how it will say words. None has to."""

    def readings(self, utterance: Utterance) -> tuple[Reading, ...]:
        """Return how it would say the words of an utterance, without speaking.

        Raises:
            EngineUnavailableError: It cannot speak at all now.
        """
        ...


@runtime_checkable
class Versioned(Protocol):
    """An engine whose voices are files of the user's, which may change. None has to be."""

    def voice_version(self, engine_voice: str) -> str:
        """Return what changes when the files of a voice do, such as their checksum.

        Raises:
            EngineUnavailableError: There is no such voice.
        """
        ...


def full_version(engine: Engine, engine_voice: str) -> str:
    """Return the version of an engine, with that of the voice where its voices have versions."""
    if not isinstance(engine, Versioned):
        return engine.version
    try:
        return f"{engine.version} {engine.voice_version(engine_voice)}"
    except (Exception, SystemExit):  # noqa: BLE001, another package may raise any
        return engine.version  # It will say so itself when it is asked to speak.


def readings(engine: Engine, utterance: Utterance) -> tuple[Reading, ...] | None:
    """Return how an engine would say the words; None where it cannot tell."""
    return engine.readings(utterance) if isinstance(engine, Reader) else None


def own_pace(engine: Engine, speed: float) -> float:
    """Return the pace nearest to this one at which the engine speaks by itself."""
    if not isinstance(engine, Paced):
        return speed
    slowest, fastest = engine.paces
    return min(fastest, max(slowest, speed))


def engine_names() -> tuple[str, ...]:
    """Return the names of the engines that are registered, in alphabetical order."""
    return tuple(sorted({each.name for each in entry_points(group=GROUP)}))


def find_engine(name: str) -> Engine:
    """Return the engine of this name; the same one each time it is asked for.

    Raises:
        EngineUnavailableError: There is none of this name, or it cannot be imported or made.
    """
    with _LOCK:
        if name not in _MADE:
            _MADE[name] = _make(name)
        return _MADE[name]


def speaks(engine: Engine, language: str) -> bool:
    """Return whether the engine speaks the language of this BCP 47 tag.

    Raises:
        EngineUnavailableError: The engine cannot tell.
    """
    known = languages_of(engine)
    return known is None or primary_subtag(language) in known


def languages_of(engine: Engine) -> frozenset[str] | None:
    """Return the languages that the engine says it speaks; None where it speaks any.

    Raises:
        EngineUnavailableError: It cannot tell: what other packages raise comes as this.
    """
    try:
        return engine.languages()
    except EngineUnavailableError:
        raise
    except (Exception, SystemExit) as failed:
        raise EngineUnavailableError(
            f"The speech engine {engine.name} cannot tell its languages ({what_failed(failed)});"
            " reinstall its package.",
            engine=engine.name,
        ) from failed


def what_failed(failed: BaseException) -> str:
    """Return an error of another package in one line: "KeyError: 'en'"."""
    return f"{type(failed).__name__}: {shorten(str(failed), 200) or 'it tells no more'}"


def _make(name: str) -> Engine:
    found = [each for each in entry_points(group=GROUP) if each.name == name]
    if not found:
        known = ", ".join(engine_names()) or "none: reinstall audiobrief"
        raise EngineUnavailableError(
            f"There is no speech engine {name!r}; those that are here are {known}.", engine=name
        )
    try:
        engine: Engine = found[0].load()()
        lacks = [each for each in _PROMISED if not hasattr(engine, each)]
        if lacks:
            raise TypeError(f"it lacks {', '.join(lacks)}")  # noqa: TRY301, told as all else is
    except EngineUnavailableError:
        raise
    except (Exception, SystemExit) as failed:
        # Some libraries end the program where they find no model: the other voices can speak.
        raise EngineUnavailableError(
            f"The speech engine {name} of the package {_package(found[0])} cannot be loaded"
            f" ({what_failed(failed)}); reinstall that package.",
            engine=name,
        ) from failed
    return engine


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.module


_LOCK: Final = threading.Lock()
_MADE: Final[dict[str, Engine]] = {}
