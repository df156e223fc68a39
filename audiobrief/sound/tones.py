"""The show's own sounds, made from a seed: the same seed gives the same sound on any machine.

Struck bars (a marimba in kind) on a pentatonic scale: no two notes of it clash, and the energy
lies between 300 Hz and 3 kHz, where small loudspeakers and ageing ears are best.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiobrief.sound.clip import Clip, fade, ramp

RATE_HZ: Final = 44_100

_LOWEST_HZ: Final = 329.63
"""E4: the lowest root of a motif."""

_ROOTS: Final = 6
"""Semitones over which the roots of the shows are spread."""

_SCALES: Final = ((0, 2, 4, 7, 9, 12, 14, 16), (0, 3, 5, 7, 10, 12, 15, 17))
"""Major and minor pentatonic, in semitones above the root, over an octave and a half."""

_SHAPES: Final = (
    (0, 2, 4, 3, 5),
    (0, 4, 3, 4, 5),
    (2, 0, 3, 4, 5),
    (0, 3, 1, 4, 5),
    (4, 2, 3, 1, 5),
    (0, 1, 3, 5, 4),
    (3, 4, 2, 4, 5),
    (0, 2, 5, 3, 4),
)
"""Motifs as steps of the scale."""

_RHYTHMS: Final = (
    (0.0, 1.0, 2.0, 3.0, 4.0),
    (0.0, 0.5, 1.0, 2.0, 4.0),
    (0.0, 1.0, 1.5, 2.5, 4.0),
    (0.0, 1.5, 2.0, 3.0, 4.0),
    (0.0, 0.5, 2.0, 2.5, 4.0),
)
"""When the notes of a motif begin, in beats."""

_BEATS_MS: Final = (360, 400, 440)

_CHORD: Final = (1.0, 0.75, 1.5)
"""Open fifths and fourths on the last note: they close a motif in major and in minor."""

_PARTIALS: Final = ((1.0, 1.0, 1.0), (2.0, 0.35, 0.6), (3.0, 0.16, 0.4), (4.0, 0.06, 0.25))
"""Of a note: multiple of its pitch, level, and how long it rings against the first."""

_INAUDIBLE: Final = 12.0
"""The exponent by which a tone has gone: 104 dB down, under the last of 16 bits."""
_RUN_FRAMES: Final = 512

_ONSET_MS: Final = 8
_PEAK: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """A note of a sound: when it begins, its pitch and how long it takes to fade to a tenth."""

    start_ms: int
    pitch_hz: float
    ring_ms: int
    level: float = 1.0


_EARCONS: Final = {
    # Two quick steps up, as a shutter opens: a picture.
    "caption": (
        _Note(start_ms=0, pitch_hz=783.99, ring_ms=90),
        _Note(start_ms=95, pitch_hz=1174.66, ring_ms=200),
    ),
    # A soft pair on one pitch: quotation marks.
    "quote": (
        _Note(start_ms=0, pitch_hz=523.25, ring_ms=70),
        _Note(start_ms=130, pitch_hz=523.25, ring_ms=160),
    ),
    # Three steps down to a low, long one: a new page.
    "story": (
        _Note(start_ms=0, pitch_hz=987.77, ring_ms=80),
        _Note(start_ms=80, pitch_hz=739.99, ring_ms=80),
        _Note(start_ms=160, pitch_hz=493.88, ring_ms=220),
    ),
}

_EARCON_MS: Final = 420
_STING_MS: Final = 900
_SIGN_OFF_MS: Final = 2_600


def ident(seed: str) -> Clip:
    """Return the sound that names a show, 3 to 5 seconds: its own motif and a closing chord."""
    motif = _motif(seed)
    last_ms = motif[-1].start_ms
    root = motif[-1].pitch_hz
    chord = tuple(
        _Note(start_ms=last_ms, pitch_hz=root * interval, ring_ms=1100, level=0.6)
        for interval in _CHORD
    )
    return _sound((*motif[:-1], *chord), last_ms + 2000, tail_ms=600)


def sting(seed: str) -> Clip:
    """Return the short divider between stories, 0.9 s: the last three notes of the motif."""
    pitches = [note.pitch_hz for note in _motif(seed)[-3:]]
    notes = tuple(
        _Note(start_ms=130 * place, pitch_hz=pitch, ring_ms=180 if place < 2 else 420)
        for place, pitch in enumerate(pitches)
    )
    return _sound(notes, _STING_MS, tail_ms=200)


def sign_off(seed: str) -> Clip:
    """Return the sound that closes a show, 2.6 s: the motif's last notes, going home."""
    motif = _motif(seed)
    pitches = [motif[-1].pitch_hz, motif[-2].pitch_hz, motif[0].pitch_hz]
    falling = tuple(
        _Note(start_ms=260 * place, pitch_hz=pitch, ring_ms=500)
        for place, pitch in enumerate(sorted(pitches, reverse=True))
    )
    chord = tuple(
        _Note(start_ms=780, pitch_hz=min(pitches) * interval, ring_ms=900, level=0.6)
        for interval in _CHORD
    )
    return _sound((*falling[:-1], *chord), _SIGN_OFF_MS, tail_ms=600)


def earcon(role: str) -> Clip:
    """Return the sign for a role, 0.42 s; it is the same in every show, so it can be learnt.

    Raises:
        KeyError: There is no sign for this role; there are ``"caption"``, ``"quote"``, ``"story"``.
    """
    return _sound(_EARCONS[role], _EARCON_MS, tail_ms=80)


def _motif(seed: str) -> tuple[_Note, ...]:
    """Return five notes, chosen by the digest of the seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    scale = _SCALES[digest[0] % len(_SCALES)]
    shape = _SHAPES[digest[1] % len(_SHAPES)]
    rhythm = _RHYTHMS[digest[2] % len(_RHYTHMS)]
    beat_ms = _BEATS_MS[digest[3] % len(_BEATS_MS)]
    root_hz = _LOWEST_HZ * 2 ** (digest[4] % _ROOTS / 12)
    return tuple(
        _Note(
            start_ms=round(beat * beat_ms),
            pitch_hz=root_hz * 2 ** (scale[step] / 12),
            ring_ms=700,
        )
        for step, beat in zip(shape, rhythm, strict=True)
    )


def _sound(notes: tuple[_Note, ...], length_ms: int, *, tail_ms: int) -> Clip:
    """Return the notes together, at most ``_PEAK``, faded out over the tail."""
    samples = np.zeros(RATE_HZ * length_ms // 1000)
    for note in notes:
        start = RATE_HZ * note.start_ms // 1000
        samples[start:] += _struck(note, len(samples) - start)
    samples *= _PEAK / np.abs(samples).max()
    # Sines differ between machines in the last bit; in steps of 16 bits they are the same.
    steps = np.rint(samples * 32768).astype(np.float32) / np.float32(32768)
    return fade(Clip(samples=steps, rate_hz=RATE_HZ), in_ms=5, out_ms=tail_ms)


def _struck(note: _Note, frames: int) -> NDArray[np.float64]:
    """Return one note, shape (frames,)."""
    sound = np.zeros(frames)
    for multiple, level, ring in _PARTIALS:
        decay_per_s = math.log(10) / (note.ring_ms * ring / 1000)
        # A decaying sine is the power of one complex number: rows of steps times one short run.
        step = complex(-decay_per_s, math.tau * note.pitch_hz * multiple) / RATE_HZ
        heard = min(frames, math.ceil(_INAUDIBLE / -step.real))
        rows = np.exp(step * _RUN_FRAMES * np.arange(-(-heard // _RUN_FRAMES)))
        run = np.exp(step * np.arange(_RUN_FRAMES))
        sound[:heard] += level * np.outer(rows, run).imag.reshape(-1)[:heard]
    onset = ramp(min(frames, RATE_HZ * _ONSET_MS // 1000))
    sound[: len(onset)] *= onset
    return sound * note.level
