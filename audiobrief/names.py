"""The name radar: which words of a story no dictionary knows, and how each voice will say them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from audiobrief.errors import EngineUnavailableError, OptionError
from audiobrief.order import Order
from audiobrief.ordinary import is_ordinary
from audiobrief.phonemes.american import from_ipa, to_ipa
from audiobrief.phonemes.respelling import RespellingError, ipa_of, respelling_of
from audiobrief.plan import plan
from audiobrief.profiles import lexicon_files, load_voices, show_lexicon_file
from audiobrief.rundown.lexicon import Entry, Lexicon, primary
from audiobrief.rundown.lexicon_files import checked, set_rows
from audiobrief.rundown.model import Cue, Item, Rundown
from audiobrief.rundown.voice_lexicons import VoiceLexicons, load_lexicons
from audiobrief.speech.casting import Candidate, Part, cast
from audiobrief.speech.engine import Engine, engine_names, find_engine, languages_of, readings
from audiobrief.speech.model import Utterance
from audiobrief.story.model import Role

WORD: Final = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+(?:['’][^\W\d_]+)*")
_OWNED: Final = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
_TITLES: Final = frozenset({Role.HEADLINE, Role.SUBHEAD, Role.SECTION})
_CAPITAL_NOUNS: Final = frozenset({"de", "lb"})
"""Languages that write every noun with a capital: only capitals side by side tell a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How a voice says a word.

    Attributes:
        voice: Name of the profile.
        fallback: Whether it speaks only where the voice before it cannot.
        ipa: In IPA; ``""`` where the engine does not tell.
        respelling: The same as broadcasters write it; ``""`` where it has none.
    """

    voice: str
    fallback: bool
    ipa: str
    respelling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that no lexicon knows.

    Attributes:
        written: As it is printed, without a possessive ending.
        is_name: Whether it is printed as names are.
        count: How often it is spoken.
        sentence: The first sentence with it, as printed.
        spoken: How each voice that may read it says it.
        cue: That sentence as a cue.
    """

    written: str
    is_name: bool
    count: int
    sentence: str
    spoken: tuple[Spoken, ...]
    cue: Cue = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """What a story's names are, in the order in which a producer wants to hear them.

    Attributes:
        title: Of the episode.
        others: How many stories it has beside the first.
        words: Names first, by how often they are spoken; then other words.
        remarks: Whole sentences: what could not be told.
    """

    title: str
    words: tuple[Word, ...]
    remarks: tuple[str, ...] = ()
    others: int = 0


@dataclass(slots=True)
class _Found:
    """A word while the rundown is read."""

    written: str
    cue: Cue
    part: Part
    count: int = 0
    evidence: Counter[str] = field(default_factory=Counter)


def find_names(sources: Sequence[str], order: Order, *, stdin: BinaryIO | None = None) -> Radar:
    """Return the words of the sources that no lexicon and no dictionary of a voice knows.

    Args:
        sources: Stories of one episode, or one edited rundown.
        order: Show, voices and folders, as for an episode.
        stdin: What the source ``"-"`` reads; None for standard input.

    Raises:
        AudiobriefError: A source or a setting is wrong, or nobody speaks the language.
    """
    planned = plan(sources, order, stdin=stdin)
    lexicons = load_lexicons(lexicon_files(order.voices_folder), planned.profiles)
    parts = cast(planned.rundown, planned.profiles, offline=order.offline, fallback=order.fallback)
    found: dict[tuple[str, str], _Found] = {}
    judges: dict[str, _Judge | None] = {}
    part_of = {cue.id: part for part in parts for cue in part.cues}
    for cue in planned.rundown.cues:
        part = part_of[cue.id]
        language = primary(part.language)
        if language not in judges:
            judges[language] = _judge(part)
        for word, evidence in _unknown(cue, judges[language], lexicons.of(cue.voice)):
            entry = found.setdefault((language, word), _Found(word, cue, part))
            entry.count += 1
            entry.evidence[evidence] += 1
    _join_plurals(found)
    words = [
        _word(each, lexicons) for key, each in found.items() if _is_wanted(each, judges[key[0]])
    ]
    ranked = sorted(words, key=lambda word: (not word.is_name, -word.count))
    return Radar(
        title=planned.rundown.title,
        others=len(planned.rundown.items) - 1,
        words=tuple(ranked),
        remarks=tuple(_remarks(judges)),
    )


def corrected(settings: Sequence[str], order: Order) -> tuple[Path, tuple[Entry, ...]]:
    """Write corrections such as "Tokayev=toh-KAH-yef" into the show's lexicon.

    Args:
        settings: The printed name, "=", and its respelling, or its IPA between slashes.
        order: Show and folder of voices.

    Returns:
        The file, and the rows that were set.

    Raises:
        SettingsError: A correction cannot be read, or the file cannot be changed. None was set.
    """
    rows = tuple(_correction(each, primary(order.show.language)) for each in settings)
    path = show_lexicon_file(order.voices_folder)
    set_rows(path, rows)
    return path, rows


def heard(rows: Sequence[Entry], order: Order) -> tuple[str, ...]:
    """Return a sentence on each row: how the show's main voice will say it now."""
    show = order.show
    profiles = load_voices(order.voices_folder)
    lexicons = load_lexicons(lexicon_files(order.voices_folder), profiles)
    cues = tuple(
        Cue(
            id=f"row-{number}",
            block=None,
            role=Role.BODY,
            language=row.language or show.language,
            print_text=row.written,
            spoken_text=row.written,
            voice=show.voice_for(Role.BODY),
        )
        for number, row in enumerate(rows)
    )
    rundown = Rundown(
        title="Names", language=show.language, items=(Item(title="Names", cues=cues),)
    )
    sentences = []
    for part in cast(rundown, profiles, offline=False, fallback=True):
        for cue in part.cues:
            (said, *_) = spoken_forms(cue.spoken_text, cue.language, part, lexicons)
            form = said.respelling or said.ipa
            how = f"{said.voice} says {form}." if form else f"{said.voice} reads its letters."
            longer = _overruled(cue, rows, lexicons.of(cue.voice))
            sentences.append(f"{cue.print_text}: {how}{longer}")
    return tuple(sentences)


def _overruled(cue: Cue, rows: Sequence[Entry], lexicon: Lexicon) -> str:
    """Return a sentence on a longer row that stands above this one, or nothing."""
    keys = {row.key for row in rows}
    words = next(row.tokens for row in rows if row.written == cue.print_text)
    longer = [
        entry.written
        for entry in lexicon.entries
        if entry.key not in keys
        and len(entry.tokens) > len(words)
        and " ".join(words) in " ".join(entry.tokens)
        and set(words) <= set(entry.tokens)
    ]
    if not longer:
        return ""
    return f" In “{longer[0]}” it is said as that row has it: correct it too if it is wrong."


def spoken_forms(
    word: str, language: str, part: Part, lexicons: VoiceLexicons
) -> tuple[Spoken, ...]:
    """Return how each voice that may read a part says one word."""

    def asked(voice: str) -> Utterance:
        rows = lexicons.touching(word, language, voice)
        return Utterance(text=word, language=language, pronunciations=rows)

    return tuple(
        _spoken(
            candidate,
            candidate.engine,
            asked(candidate.profile.name),
            first=candidate is part.candidates[0],
        )
        for candidate in part.candidates
        if not isinstance(candidate.engine, EngineUnavailableError)
    )


class _Judge:
    """An engine with a dictionary, and what it said of words so far."""

    def __init__(self, engine: Engine, engine_voice: str) -> None:
        self._engine = engine
        self._voice = engine_voice
        self._alone = cache(self._knows_alone)

    def unknown(self, cue: Cue, lexicon: Lexicon) -> Iterator[str]:
        """Yield the parts of the cue's text that are guessed from their letters."""
        rows = lexicon.touching(cue.spoken_text, cue.language)
        covered = {word for row in rows for word in WORD.findall(row.written)}
        asked = Utterance(
            text=cue.spoken_text,
            language=cue.language,
            engine_voice=self._voice,
            pronunciations=rows,
        )
        for reading in readings(self._engine, asked) or ():
            if reading.known is not False:
                continue
            parts = WORD.findall(reading.text)
            for part in parts:
                if part not in covered and (len(parts) == 1 or not self.knows(part)):
                    yield part

    def knows(self, word: str) -> bool:
        """Return whether a word that stands alone is in the dictionary."""
        return self._alone(_OWNED.sub("", word))

    def _knows_alone(self, word: str) -> bool:
        asked = Utterance(text=word, language="en", engine_voice=self._voice)
        return all(each.known for each in readings(self._engine, asked) or ())


def _judge(part: Part) -> _Judge | None:
    """Return an engine that knows words of the part's language: its voice's, else another one."""
    for candidate in part.candidates:
        if not isinstance(candidate.engine, EngineUnavailableError) and _can_judge(
            candidate.engine, part.language, candidate.profile.engine_voice
        ):
            return _Judge(candidate.engine, candidate.profile.engine_voice)
    for name in engine_names():
        try:
            engine = find_engine(name)
            if _can_judge(engine, part.language, ""):
                return _Judge(engine, "")
        except EngineUnavailableError:
            continue  # It is not one of the voice's: the radar can do without.
    return None


def _can_judge(engine: Engine, language: str, engine_voice: str) -> bool:
    speaks = languages_of(engine)
    if speaks is None or primary(language) not in speaks:
        return False
    told = readings(engine, Utterance(text="a", language=language, engine_voice=engine_voice))
    return any(each.known is not None for each in told or ())


def _unknown(cue: Cue, judge: _Judge | None, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield (word, what its capital says) of the words that nobody knows."""
    if judge is None:
        yield from _capitals(cue, lexicon)
        return
    words = WORD.findall(cue.spoken_text)
    for word in judge.unknown(cue, lexicon):
        bare = _OWNED.sub("", word)
        if len(bare) > 1:
            yield bare, _evidence(cue, word, words)


def _evidence(cue: Cue, word: str, words: list[str]) -> str:
    """Return "name", "word", or "unclear" where every word there has a capital."""
    if not word[:1].isupper():
        return "word"
    long_words = [each for each in words if len(each) > 3]
    capitals = sum(each[:1].isupper() for each in long_words)
    titled = cue.role in _TITLES and capitals * 2 > len(long_words)
    return "unclear" if titled or (words and word == words[0]) else "name"


def _capitals(cue: Cue, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield the words with a capital inside a sentence, for languages without a dictionary."""
    rows = lexicon.touching(cue.spoken_text, cue.language)
    covered = {word for row in rows for word in WORD.findall(row.written)}
    found = list(WORD.finditer(cue.spoken_text))
    for number, match in enumerate(found):
        word = match.group()
        if word in covered or len(word) < 2 or word.isupper() or not word[0].isupper():
            continue
        beside = [found[n][0] for n in (number - 1, number + 1) if 0 < n < len(found)]
        side_by_side = any(each[:1].isupper() for each in beside)
        if primary(cue.language) in _CAPITAL_NOUNS and not side_by_side:
            continue
        before = cue.spoken_text[: match.start()].rstrip("“”\"'«» ")
        if before and before[-1] not in ".!?…:":
            yield word, _evidence(cue, word, [each[0] for each in found])


def _join_plurals(found: dict[tuple[str, str], _Found]) -> None:
    """Count a name's plural ("the Oyelarans") as the name: one correction is for both."""
    for language, word in list(found):
        single = found.get((language, word.removesuffix("s")))
        if language == "en" and single is not None and single.written != word:
            plural = found.pop((language, word))
            single.count += plural.count
            single.evidence += plural.evidence


def _is_wanted(found: _Found, judge: _Judge | None) -> bool:
    """Return whether a producer wants to hear of the word: ordinary ones are said well enough."""
    if found.evidence["name"] or judge is None:
        return found.evidence["name"] > 0
    return not is_ordinary(found.written.lower(), judge.knows)


def _word(found: _Found, lexicons: VoiceLexicons) -> Word:
    language = found.cue.language
    return Word(
        written=found.written,
        is_name=found.evidence["name"] > 0
        or (found.evidence["unclear"] > 0 and not found.evidence["word"]),
        count=found.count,
        sentence=found.cue.print_text,
        spoken=spoken_forms(found.written, language, found.part, lexicons),
        cue=found.cue,
    )


def _spoken(candidate: Candidate, engine: Engine, utterance: Utterance, *, first: bool) -> Spoken:
    profile = candidate.profile
    language = profile.language or utterance.language
    asked = replace(utterance, language=language, engine_voice=profile.engine_voice)
    told = readings(engine, asked) or ()
    ipa = " ".join(each.ipa for each in told)
    phonemes = from_ipa(ipa) if primary(language) == "en" else None
    return Spoken(
        voice=profile.name,
        fallback=not first,
        ipa=to_ipa(phonemes) if phonemes else ipa,
        respelling=respelling_of(phonemes) if phonemes else "",
    )


def _remarks(judges: Mapping[str, _Judge | None]) -> Iterator[str]:
    for language, judge in judges.items():
        if judge is None:
            yield (
                f"No voice here has a dictionary of {language}: words with a capital are listed,"
                " known or not."
            )


def _correction(setting: str, language: str) -> Entry:
    written, equals, said = (part.strip() for part in setting.partition("="))
    if not (equals and written and said):
        raise OptionError(
            f"The correction {setting!r} is not understood; write it as Tokayev=toh-KAH-yef, or in"
            " IPA as Tokayev=/toʊˈkaɪɛf/."
        )
    if any(map(str.isdigit, written)):
        raise OptionError(
            f"The correction {setting!r} cannot be heard: numbers are spoken as words, so write"
            " the words in place of the digits."
        )
    if said.startswith("/"):
        return checked(f"--set {setting}", _row(written, language, ipa=said.strip("/ ")))
    if language == "en":
        try:
            ipa_of(said, written)
        except RespellingError as error:
            raise OptionError(f"The respelling of {written}, {said!r}: {error}") from error
    return checked(f"--set {setting}", _row(written, language, respelling=said))


def _row(written: str, language: str, **form: str) -> dict[str, str]:
    return {"written": written, **form, "language": language, "source": "show"}
