"""The show's own sounds: the user's files, or tones made from the show's title."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiobrief.mix.model import TIMELINE_HZ, Sounds
from audiobrief.settings import Show
from audiobrief.sound import tones
from audiobrief.sound.clip import Clip, gain
from audiobrief.sound.codec import decode, edit
from audiobrief.sound.loudness import Meter
from audiobrief.sound.resample import resample

_EDGE_FADE_MS: Final = 10
_CUT_FADE_MS: Final = 1000
_LISTEN_ON_MS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A sound that the user may bring: its name in sentences, longest time, and what is made."""

    name: str
    max_ms: int
    made: Callable[[str], Clip]


_IDENT: Final = _Part(name="ident", max_ms=10_000, made=tones.ident)
_STING: Final = _Part(name="sting", max_ms=3_000, made=tones.sting)
_SIGN_OFF: Final = _Part(name="sign-off", max_ms=10_000, made=tones.sign_off)
_BED: Final = _Part(name="bed", max_ms=60_000, made=tones.ident)


def sounds_for(show: Show, *, earcons: Sequence[str] | None = None) -> Sounds:
    """Return the sounds of a show: its files, else tones of its own.

    A file that is longer than 10 s (ident, sign-off), 3 s (sting) or a minute (bed, which is
    repeated) is cut and faded out; a remark says so.

    Args:
        show: What is set.
        earcons: Roles that have a sign before them, in place of the show's own choice.

    Raises:
        SoundError: A file of the show cannot be read as sound.
    """
    remarks: list[str] = []
    wanted = show.sounds
    signs = wanted.earcons if earcons is None else earcons
    level_lufs = show.loudness_lufs - wanted.under_speech_lu

    def ready(part: _Part, stated: Path | bool) -> Clip | None:  # noqa: FBT001, a value of show.toml
        if stated is False:
            return None
        clip = part.made(show.title) if stated is True else _from_file(part, stated, remarks)
        return _levelled(resample(clip, TIMELINE_HZ), level_lufs)

    return Sounds(
        ident=ready(_IDENT, wanted.ident),
        sting=ready(_STING, wanted.sting),
        sign_off=ready(_SIGN_OFF, wanted.sign_off),
        earcons={role: _levelled(tones.earcon(role), level_lufs) for role in signs},
        ident_overlap_ms=wanted.ident_overlap_ms,
        bed=None
        if wanted.bed is None
        else resample(_from_file(_BED, wanted.bed, remarks), TIMELINE_HZ),
        remarks=tuple(remarks),
    )


def _from_file(part: _Part, path: Path, remarks: list[str]) -> Clip:
    """Return the user's sound, faded at both ends, no longer than the part may be."""
    clip = decode(path, max_ms=part.max_ms + _LISTEN_ON_MS)
    if clip.frames * 1000 <= part.max_ms * clip.rate_hz:
        return edit(clip, in_ms=_EDGE_FADE_MS, out_ms=_EDGE_FADE_MS)
    seconds = part.max_ms // 1000
    remarks.append(
        f"The {part.name} {path} is longer than {seconds} seconds; its first {seconds} seconds "
        "are used, and fade out."
    )
    return edit(clip, max_ms=part.max_ms, in_ms=_EDGE_FADE_MS, out_ms=_CUT_FADE_MS)


def _levelled(clip: Clip, level_lufs: float) -> Clip:
    """Return the clip with its loudest 3 s, or the whole of a shorter one, at this level."""
    meter = Meter(clip.rate_hz, true_peak=False)
    meter.add(clip.samples)
    return gain(clip, level_lufs - meter.result().short_term_lufs)
