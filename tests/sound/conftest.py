"""Outside judges of sound: programs that are not ours."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

DECODERS = {
    "ffmpeg": ["ffmpeg", "-v", "error", "-i", "FILE", "-f", "s16le", "-"],
    "mpg123": ["mpg123", "-q", "-s", "FILE"],
    "lame": ["lame", "--quiet", "--decode", "-t", "FILE", "-"],
}

Decode = Callable[[str, Path], NDArray[np.float64]]


@pytest.fixture
def decoded_by(judge: Callable[[str], str]) -> Decode:
    """Return a function (decoder, file) -> samples, -1.0 to 1.0."""

    def decode(decoder: str, path: Path) -> NDArray[np.float64]:
        if decoder == "libsndfile":
            samples: NDArray[np.float64] = soundfile.read(path)[0]
            return samples
        command = [judge(decoder), *DECODERS[decoder][1:]]
        command = [str(path) if word == "FILE" else word for word in command]
        result = subprocess.run(command, capture_output=True, check=True)
        return np.frombuffer(result.stdout, dtype="<i2") / 32768

    return decode
