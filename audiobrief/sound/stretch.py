"""Faster or slower at the same pitch: the room of python-stretch.

For engines that have one pace. Signalsmith Stretch works on short spectra; its output has no delay,
and its length is the input's divided by the pace, to the frame.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Final

import numpy as np

from audiobrief.errors import SoundError
from audiobrief.sound.clip import Clip

PACKAGE: Final = "python-stretch"


def stretcher() -> str:
    """Return name and version of what stretches, for the keys of takes; ``""`` if it is missing."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return ""


def stretched(clip: Clip, pace: float) -> Clip:
    """Return the clip so many times as fast, at the same pitch.

    Raises:
        SoundError: The package that does it is not installed.
    """
    try:
        from python_stretch import Signalsmith
    except ImportError as missing:
        raise SoundError(
            f"Sound cannot be made faster or slower, as the package {PACKAGE} is missing; pip"
            f" install {PACKAGE}, or choose a voice that speaks at any pace."
        ) from missing
    # A new one for each clip: it keeps the sound that went before.
    machine = Signalsmith.Stretch()
    machine.preset(1, float(clip.rate_hz))
    machine.setTimeFactor(pace)
    made = np.array(machine.process(clip.samples[np.newaxis].copy()), dtype=np.float32)
    return Clip(samples=np.nan_to_num(made).reshape(-1), rate_hz=clip.rate_hz)
