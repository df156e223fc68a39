"""Who reads what: the cues of a rundown in parts, and the voices that can read each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobrief.errors import EngineUnavailableError
from audiobrief.languages import primary_subtag
from audiobrief.profiles import VoiceProfile, fallbacks
from audiobrief.rundown.model import Cue, Rundown
from audiobrief.speech.engine import Engine, find_engine, speaks
from audiobrief.words import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A voice that could read a part, with its engine or the reason why there is none."""

    profile: VoiceProfile
    engine: Engine | EngineUnavailableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The cues of one item that one voice reads in one language: they keep one voice together.

    Where there is one item only, the opening and the closing are counted to it.

    Attributes:
        item: What the user calls the item: its title, or "the opening".
        voice: Name of the profile that the cues ask for.
        language: BCP 47 tag of the first cue.
        cues: In the order in which they are heard.
        candidates: The voices that can read them, the best one first; at least one.
    """

    item: str
    voice: str
    language: str
    cues: tuple[Cue, ...]
    candidates: tuple[Candidate, ...]

    @property
    def substituted(self) -> bool:
        """Whether the voice that was asked for does not speak the language."""
        return self.candidates[0].profile.name != self.voice


def cast(
    rundown: Rundown, profiles: Mapping[str, VoiceProfile], *, offline: bool, fallback: bool
) -> tuple[Part, ...]:
    """Return all cues of the rundown in parts.

    Raises:
        SettingsError: A cue names a voice that is not there.
        EngineUnavailableError: Nobody here speaks a language, or the voice for it is online and
            that is forbidden.
    """
    owner = rundown.item_of()
    # The opening and the closing of one story belong to it: they keep one voice with it.
    frame = 0 if len(rundown.items) == 1 else None
    sections: dict[tuple[str, str, str], list[Cue]] = {}
    opening = {cue.id for cue in rundown.opening}
    titles: dict[str, str] = {}
    for cue in rundown.cues:
        index = frame if owner[cue.id] is None else owner[cue.id]
        place = str(index) if index is not None else "first" if cue.id in opening else "last"
        titles[place] = _title(rundown, index, place)
        sections.setdefault((place, cue.voice, primary_subtag(cue.language)), []).append(cue)
    return tuple(
        Part(
            item=titles[place],
            voice=voice,
            language=cues[0].language,
            cues=tuple(cues),
            candidates=_candidates(
                fallbacks(voice, profiles), cues[0].language, offline=offline, fallback=fallback
            ),
        )
        for (place, voice, _), cues in sections.items()
    )


def stand_ins(parts: Iterable[Part]) -> Iterator[str]:
    """Yield a sentence for each language that voices of the cast do not speak, and who does."""
    by_language: dict[str, list[Part]] = {}
    for part in parts:
        if part.substituted:
            by_language.setdefault(language_name(part.language), []).append(part)
    for language, found in by_language.items():
        asked = tuple(dict.fromkeys(part.voice for part in found))
        instead = tuple(dict.fromkeys(part.candidates[0].profile.name for part in found))
        places = ", ".join(dict.fromkeys(part.item for part in found))
        voices, do = ("voice", "does") if len(asked) == 1 else ("voices", "do")
        speak = "speaks" if len(instead) == 1 else "speak"
        yield (
            f"The {voices} {_and(asked)} {do} not speak {language}; {_and(instead)} {speak} instead"
            f" in {places}."
        )


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _title(rundown: Rundown, index: int | None, place: str) -> str:
    if index is not None:
        return f"“{rundown.items[index].title}”"
    return "the opening" if place == "first" else "the closing"


def _candidates(
    chain: tuple[VoiceProfile, ...], language: str, *, offline: bool, fallback: bool
) -> tuple[Candidate, ...]:
    """Return those of the chain who speak the language; the offline ones alone if so asked."""
    able = [each for profile in chain if (each := _candidate(profile, language)) is not None]
    if not able or (not fallback and able[0].profile is not chain[0]):
        raise EngineUnavailableError(_nobody_speaks(language, chain, able))
    if offline and _online(able[0]):
        raise EngineUnavailableError(
            f"The voice {able[0].profile.name} sends the words over the network, which --offline"
            " forbids; choose another with --voice, such as anchor.",
            engine=able[0].profile.engine,
        )
    return tuple(each for each in able if not (offline and _online(each)))


def _nobody_speaks(language: str, chain: tuple[VoiceProfile, ...], able: list[Candidate]) -> str:
    """Return the sentence on a language that no voice of the chain may speak."""
    called = language_name(language)
    if able:
        return (
            f"The voice {chain[0].name} does not speak {called}, and no fallback is allowed;"
            f" choose --voice {able[0].profile.name}, which does."
        )
    tried = ", ".join(profile.name for profile in chain)
    return (
        f"No voice speaks {called} (tried: {tried}); audiobrief voices lists those that are"
        " here. Name one that does with --voice, or as fallback in the file of a voice."
    )


def _candidate(profile: VoiceProfile, language: str) -> Candidate | None:
    if not profile.speaks(language):
        return None
    try:
        engine = find_engine(profile.engine)
        return Candidate(profile=profile, engine=engine) if speaks(engine, language) else None
    except EngineUnavailableError as missing:
        return Candidate(profile=profile, engine=missing)


def _online(candidate: Candidate) -> bool:
    return not isinstance(candidate.engine, EngineUnavailableError) and candidate.engine.online
