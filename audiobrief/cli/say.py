"""``audiobrief say``: one text to a sound file, to try a voice or a pronunciation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from audiobrief.cli.options import language_tag, offline_option, option_values

if TYPE_CHECKING:
    from audiobrief.sound.clip import Clip
    from audiobrief.speech.model import Recording

ENDINGS: Final = (".wav", ".flac", ".mp3")


@click.command()
@click.argument("text", metavar="TEXT")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Sound file to write; its ending says which kind: .wav, .flac or .mp3."
    " - writes WAV to standard output.",
)
@click.option(
    "--voice",
    default="anchor",
    show_default=True,
    envvar="AUDIOBRIEF_VOICE",
    help="Name of a voice; audiobrief voices lists those that are here.",
)
@click.option(
    "--voices",
    "voices_folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of voices that comes before all others.",
)
@click.option(
    "--lang",
    "language",
    metavar="TAG",
    callback=language_tag,
    help="Language of TEXT, such as pt-BR. Default: that of the voice, else en-US.",
)
@click.option("--no-fallback", is_flag=True, help="Fail where the voice cannot speak.")
@offline_option
def say(  # noqa: PLR0913, one parameter for each option
    text: str,
    *,
    output: str,
    voice: str,
    voices_folder: Path | None,
    language: str | None,
    no_fallback: bool,
    offline: bool,
) -> None:
    """Speak TEXT into a sound file, as an episode would.

    Numbers, abbreviations and the words of the lexicon are said as in an episode. TEXT may be - for
    standard input.
    """
    if output != "-" and Path(output).suffix.lower() not in ENDINGS:
        raise click.UsageError(f"-o {output} must end in {', '.join(ENDINGS)}, or be - for WAV.")
    words = click.get_text_stream("stdin", encoding="utf-8").read() if text == "-" else text
    if not words.strip():
        raise click.UsageError("TEXT has no words.")
    recording = _recorded(
        words, voice, voices_folder, language=language, offline=offline, fallback=not no_fallback
    )
    for remark in recording.remarks:
        click.echo(f"Remark: {remark}", err=True)
    clip = _sound(recording)
    _write(clip, output)
    if output != "-":
        click.echo(f"Done: {output}, {len(clip.samples) / clip.rate_hz:.1f} seconds.", err=True)


def _recorded(  # noqa: PLR0913, what the options say
    words: str,
    voice: str,
    voices_folder: Path | None,
    *,
    language: str | None,
    offline: bool,
    fallback: bool,
) -> Recording:
    """Return the take of the words."""
    from audiobrief.profiles import fallbacks, lexicon_files, load_voices
    from audiobrief.rundown.model import Cue, Item, Rundown
    from audiobrief.rundown.speakable import speakable
    from audiobrief.rundown.voice_lexicons import load_lexicons
    from audiobrief.speech.cache import CacheStore
    from audiobrief.speech.record import record
    from audiobrief.story.model import Role
    from audiobrief.words import language_name

    profiles = load_voices(voices_folder)
    with option_values():
        tag = language or fallbacks(voice, profiles)[0].language or "en-US"
    spoken = speakable(words, tag)
    if not any(map(str.isalnum, spoken)):
        raise click.UsageError(
            f"TEXT has no words that can be spoken in {language_name(tag)}; such signs are left"
            " out of a story too."
        )
    cue = Cue(
        id="say",
        block=None,
        role=Role.CONTINUITY,
        language=tag,
        print_text=words,
        spoken_text=spoken,
        voice=voice,
    )
    title = " ".join(words.split())[:60]
    return record(
        Rundown(title=title, language=tag, items=(Item(title=title, cues=(cue,)),)),
        profiles,
        pronounce=load_lexicons(lexicon_files(voices_folder), profiles).touching,
        cache=CacheStore(),
        offline=offline,
        fallback=fallback,
    )


def _sound(recording: Recording) -> Clip:
    from audiobrief.sound.clip import gain
    from audiobrief.sound.codec import decode

    take = recording.takes[0]
    return gain(decode(take.path), take.gain_db)


def _write(clip: Clip, output: str) -> None:
    """Write the clip in the format of the file's ending."""
    from audiobrief.errors import SoundError
    from audiobrief.sound.codec import flac_bytes, wav_bytes
    from audiobrief.sound.mp3 import mp3_bytes
    from audiobrief.storage import write_atomically

    if output == "-":
        click.get_binary_stream("stdout").write(wav_bytes(clip))
        return
    encode = {".wav": wav_bytes, ".flac": flac_bytes, ".mp3": mp3_bytes}
    content = encode[Path(output).suffix.lower()](clip)
    try:
        write_atomically(Path(output), content)
    except OSError as failed:
        raise SoundError(
            f"The sound file {output} cannot be written: {failed.strerror or failed}; choose"
            " another place with -o."
        ) from failed
