"""Scores the text stage beside its peers on pairs of printed and spoken lines, in one run.

    python benchmarks/spoken.py FILE... [--language en-US] [--peer NAME=COMMAND] [--by-class]

A FILE has tabs: either a first line that names its columns (class, lang, written, spoken,
alternates), or the columns class, written, spoken. "{a|b}" in a spoken line is either; alternates
are parted by "‖". Beside ours stand "unchanged", "num2words" with four rules, and eSpeak NG's own
reading, which counts as right where it says the printed line as it says an accepted one, sound for
sound. A peer is a command that reads lines and prints one spoken line for each.

A line is right when it sounds as wanted: capitals, punctuation, hyphens and spaces are not heard,
"and" may be said or not, "oh" is zero. Times are processor milliseconds per line, of peers with
their start; the import of our text stage is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
import shlex
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from num2words import num2words

from audiobrief.rundown.speakable import speakable
from audiobrief.speech.engines.espeak import EspeakEngine
from audiobrief.speech.model import Utterance

MAX_WAYS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A printed line and the ways in which it may be said."""

    kind: str
    written: str
    ways: tuple[str, ...]


def cases(path: Path, language: str) -> Iterator[Case]:
    """Yield the cases of a file that are in the language."""
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    named = "written" in lines[0].split("\t")
    fields = None if named else ("class", "written", "spoken")
    rows = csv.DictReader(lines, fieldnames=fields, delimiter="\t", quoting=csv.QUOTE_NONE)
    primary = language.partition("-")[0]
    for row in rows:
        if row.get("lang", primary) == primary:
            wanted = [row["spoken"], *(row.get("alternates") or "").split("‖")]
            ways = tuple(way for each in wanted if each for way in _ways(each))
            yield Case(kind=row["class"], written=row["written"], ways=ways)


def _ways(text: str) -> list[str]:
    ways = [""]
    for part in re.split(r"(\{[^{}]*\})", text):
        choices = part[1:-1].split("|") if part.startswith("{") and "|" in part else [part]
        ways = [way + choice for way in ways for choice in choices][:MAX_WAYS]
    return ways


SAME = {"oh": "zero", "negative": "minus", "metre": "meter", "metres": "meters", "litre": "liter"}


def heard(text: str) -> str:
    """Return what is heard of a line; signs that no one says stay, and make it wrong."""
    text = re.sub(r"[.,;:!?\"“”„«»()\[\]{}…*_~¿¡‘’'`´-]|[‐-―−]", " ", text.casefold())
    words = [SAME.get(word, word) for word in text.replace("per cent", "percent").split()]
    return "".join(word for word in words if word != "and").replace("kilometre", "kilometer")


def few_rules(line: str) -> str:
    """Return the line as four rules over num2words have it: money, percent, ordinals, numbers."""
    line = re.sub(r"\$([\d,.]*\d)( (?:m|b|tr)illion)?", r"\1\2 dollars", line)
    line = line.replace("%", " percent")
    line = re.sub(r"(\d+)(?:st|nd|rd|th)\b", lambda m: num2words(int(m[1]), to="ordinal"), line)

    def number(match: re.Match[str]) -> str:
        figures = match[0].replace(",", "")
        if re.fullmatch(r"1[89]\d\d|20\d\d", match[0]):
            return str(num2words(int(figures), to="year"))
        return str(num2words(float(figures) if "." in figures else int(figures)))

    return re.sub(r"\d[\d,]*(?:\.\d+)?(?<!,)", number, line)


def sound(engine: EspeakEngine, text: str, language: str) -> str:
    """Return the phonemes of a line, without stress and spaces."""
    utterance = Utterance(text=text, engine_voice=language.lower(), language=language)
    ipa = "".join(reading.ipa for reading in engine.readings(utterance))
    return re.sub(r"[\sˈˌː.|]", "", ipa)


def by_espeak(lines: Sequence[Case], language: str) -> list[bool]:
    """Return for each case whether eSpeak NG says the printed line as an accepted one."""
    engine = EspeakEngine()
    return [
        sound(engine, case.written, language)
        in {sound(engine, way, language) for way in case.ways[:50]}
        for case in lines
    ]


def by_command(command: str, lines: Sequence[Case]) -> tuple[list[bool], float]:
    """Return the verdicts on a peer, and its processor milliseconds per line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = "\n".join(case.written for case in lines) + "\n"
    done = subprocess.run(
        shlex.split(command), input=printed, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = done.stdout.splitlines()
    if len(said) != len(lines):
        raise SystemExit(f"{command} printed {len(said)} lines for {len(lines)}")
    return _verdicts(said, lines), 1000 * spent / len(lines)


def by_function(
    say: Callable[[str], str], lines: Sequence[Case], *, told: bool = False
) -> tuple[list[bool], float]:
    """Return the verdicts on a function, and its processor milliseconds per line."""
    say("Warm, on Jan. 3, for $5.")
    begin = time.process_time()
    said = [say(case.written) for case in lines]
    spent = time.process_time() - begin
    verdicts = _verdicts(said, lines)
    if told:
        for case, line, right in zip(lines, said, verdicts, strict=True):
            if not right:
                print(f"{case.kind}: {case.written}\n  said:   {line}\n  wanted: {case.ways[0]}")
    return verdicts, 1000 * spent / len(lines)


def _verdicts(said: Sequence[str], lines: Sequence[Case]) -> list[bool]:
    return [
        heard(line) in {heard(way) for way in case.ways}
        for line, case in zip(said, lines, strict=True)
    ]


def import_seconds() -> float:
    """Return the processor time of importing our text stage, Python's own start left out."""
    code = (
        "import time; begin = time.process_time(); import audiobrief.rundown.speakable;"
        "print(time.process_time() - begin)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    return min(runs)


def main() -> None:
    """Print a line for each column: its name, its score and its time; then the classes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--language", default="en-US")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--by-class", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    wish = parser.parse_args()
    lines = [case for path in wish.files for case in cases(path, wish.language)]
    columns: dict[str, tuple[list[bool], float | None]] = {
        "ours": by_function(lambda line: speakable(line, wish.language), lines, told=wish.wrong),
        "unchanged": by_function(lambda line: line, lines),
        "num2words": by_function(few_rules, lines),
        "espeak": (by_espeak(lines, wish.language), None),
    }
    for peer in wish.peer:
        name, _, command = peer.partition("=")
        columns[name] = by_command(command, lines)
    print(f"{len(lines)} lines; import of our text stage: {import_seconds():.3f} s of processor")
    for name, (verdicts, spent) in columns.items():
        pace = "" if spent is None else f", {spent:.3f} ms a line"
        print(f"{name}: {100 * sum(verdicts) / len(verdicts):.1f} %{pace}")
    if wish.by_class:
        _print_classes(lines, {name: verdicts for name, (verdicts, _) in columns.items()})


def _print_classes(lines: Sequence[Case], columns: dict[str, list[bool]]) -> None:
    counts = Counter(case.kind for case in lines)
    for kind, count in sorted(counts.items()):
        right = {
            name: sum(ok for ok, case in zip(verdicts, lines, strict=True) if case.kind == kind)
            for name, verdicts in columns.items()
        }
        print(f"{kind}: " + ", ".join(f"{name} {each} of {count}" for name, each in right.items()))


if __name__ == "__main__":
    main()
