"""``audiobrief names``: names that no lexicon knows, and corrections of how they are said."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.options import offline_option, show_of

if TYPE_CHECKING:
    from audiobrief.names import Radar, Spoken, Word
    from audiobrief.order import Order


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--set",
    "corrections",
    metavar="NAME=RESPELLING",
    multiple=True,
    help="Say NAME like this from now on, as in Tokayev=toh-KAH-yef; IPA goes between slashes."
    " May be given more than once.",
)
@click.option(
    "--audition",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.mp3",
    help="Write an MP3 that says each name alone and in its sentence, a chapter for each.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.option(
    "--import-pls",
    "pls_in",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take the rows of a W3C pronunciation lexicon (PLS 1.0, IPA) into that of the show.",
)
@click.option(
    "--export-pls",
    "pls_out",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write all rows for the show's language as PLS 1.0; - writes to standard output.",
)
@click.option(
    "--show",
    "show_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="AUDIOBRIEF_SHOW",
    help="Settings of the show. Without it, show.toml of the current folder, if any.",
)
@click.option("--voice", envvar="AUDIOBRIEF_VOICE", help="Voice for every role.")
@click.option(
    "--voices",
    "voices_folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of voices that comes before all others; its lexicon is the show's.",
)
@offline_option
def names(  # noqa: PLR0913, one parameter for each option
    sources: tuple[str, ...],
    *,
    corrections: tuple[str, ...],
    audition: Path | None,
    as_json: bool,
    pls_in: Path | None,
    pls_out: Path | None,
    show_file: Path | None,
    voice: str | None,
    voices_folder: Path | None,
    offline: bool,
) -> None:
    """List the words of SOURCE that no pronunciation lexicon knows, names first.

    For each it tells how the voices of the show will say it. Corrections go to the show's lexicon,
    the file lexicon/show.toml in its folder of voices, and count from the next episode on.
    """
    if not (sources or corrections or pls_in or pls_out):
        raise click.UsageError("Give a SOURCE, a correction with --set, or a PLS file.")
    if audition is not None and not sources:
        raise click.UsageError("--audition needs a SOURCE.")
    if audition is not None and audition.suffix.lower() != ".mp3":
        raise click.UsageError(f"--audition {audition} must end in .mp3.")
    from audiobrief.order import Order

    order = Order(
        show=show_of(show_file, voice), voice=voice, voices_folder=voices_folder, offline=offline
    )
    told = [*_imported(pls_in, order), *_corrected(corrections, order)]
    if pls_out is not None:
        _export(pls_out, order)
    if as_json and not sources:
        click.echo(json.dumps({"set": told}, ensure_ascii=False, indent=2))
    elif not as_json:
        for line in told:
            click.echo(line)
    if sources:
        _listed(sources, order, audition, as_json=as_json)


def _corrected(corrections: tuple[str, ...], order: Order) -> list[str]:
    if not corrections:
        return []
    from audiobrief.names import corrected, heard

    path, rows = corrected(corrections, order)
    return [f"{sentence} Written to {path}." for sentence in heard(rows, order)]


def _imported(pls_in: Path | None, order: Order) -> list[str]:
    if pls_in is None:
        return []
    from audiobrief.profiles import show_lexicon_file
    from audiobrief.rundown.lexicon_files import set_rows
    from audiobrief.rundown.pls import read_pls

    rows = read_pls(pls_in)
    path = show_lexicon_file(order.voices_folder)
    set_rows(path, rows)
    return [f"{len(rows)} rows of {pls_in} written to {path}."]


def _export(pls_out: Path, order: Order) -> None:
    from audiobrief.cli.options import write_text
    from audiobrief.profiles import lexicon_files
    from audiobrief.rundown.lexicon_files import load_lexicon
    from audiobrief.rundown.pls import to_pls

    lexicon = load_lexicon(lexicon_files(order.voices_folder))
    write_text(to_pls(lexicon, order.show.language), pls_out)


def _listed(sources: tuple[str, ...], order: Order, file: Path | None, *, as_json: bool) -> None:
    from audiobrief.names import find_names
    from audiobrief.names_aloud import audition

    radar = find_names(sources, order, stdin=sys.stdin.buffer)
    click.echo(_json(radar) if as_json else _text(radar))
    remarks = list(radar.remarks)
    if file is not None and radar.words:
        remarks += audition(radar, order, file)
        click.echo(f"Done: {file}.", err=True)
    elif file is not None:
        remarks.append(f"There is no name to hear; {file} was not written.")
    for remark in remarks:
        click.echo(f"Remark: {remark}", err=True)


def _json(radar: Radar) -> str:
    words: list[dict[str, Any]] = []
    for word in radar.words:
        facts = asdict(word)
        del facts["cue"]
        words.append(facts)
    return json.dumps({"title": radar.title, "words": words}, ensure_ascii=False, indent=2)


def _text(radar: Radar) -> str:
    """Return one fact a line, to be read by ear."""
    names = sum(word.is_name for word in radar.words)
    others = len(radar.words) - names
    where = f"“{radar.title}”"
    if radar.others:
        where += f" and {radar.others} other {'story' if radar.others == 1 else 'stories'}"
    if not radar.words:
        return f"Every name in {where} is in a lexicon or a dictionary."
    counted = [
        f"{count} {what if count == 1 else what + 's'}"
        for count, what in ((names, "name"), (others, "other word"))
        if count
    ]
    head = f"{' and '.join(counted)} that no lexicon knows, in {where}."
    return "\n\n".join((head, *("\n".join(_lines(word)) for word in radar.words)))


def _lines(word: Word) -> list[str]:
    times = "Once" if word.count == 1 else f"{word.count} times"
    return [
        f"{'Name' if word.is_name else 'Word'}: {word.written}. {times}.",
        *(_said(each) for each in word.spoken),
        f"Sentence: {word.sentence}",
    ]


def _said(spoken: Spoken) -> str:
    who = f"{spoken.voice}, its fallback," if spoken.fallback else spoken.voice
    if spoken.respelling:
        return f"{who} says: {spoken.respelling}, in IPA {spoken.ipa}."
    if spoken.ipa:
        return f"{who} says, in IPA: {spoken.ipa}."
    return f"{who} reads the letters; its engine does not tell how."
