"""How long a sound is silent at a stretch, as a stream."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class LongestSilence:
    """Finds the longest run of frames that lie under a level in all channels.

    Args:
        level: Linear.
    """

    def __init__(self, level: float) -> None:
        self._level = level
        self._running = 0
        self.frames = 0

    def add(self, block: NDArray[np.float32]) -> None:
        """Take the next frames, shape (frames, channels)."""
        heard = np.flatnonzero(np.abs(block).max(axis=1) >= self._level)
        # The first silence of a block has begun in the blocks before it.
        edges = np.concatenate([[-1 - self._running], heard, [len(block)]])
        self.frames = max(self.frames, int(np.diff(edges).max()) - 1)
        still = len(block) + self._running if not len(heard) else len(block) - 1 - int(heard[-1])
        self._running = still
