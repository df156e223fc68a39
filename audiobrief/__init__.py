"""audiobrief turns printed news into podcast episodes that can be used without sight.

Importing it loads nothing heavy; the public names are imported when first asked for.
"""

from __future__ import annotations

import importlib
import os
from typing import Final

__version__ = "0.1.0"

# numpy reads this when it is first imported, whoever imports it. Its products are small here: more
# threads would wait for one another, and could change the last bit of a result.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_PUBLIC: Final = {
    "AudiobriefError": "audiobrief.errors",
    "Order": "audiobrief.order",
    "Rundown": "audiobrief.rundown.model",
    "Show": "audiobrief.settings",
    "Story": "audiobrief.story.model",
    "VoiceProfile": "audiobrief.profiles",
    "Wire": "audiobrief.story.model",
    "compose": "audiobrief.rundown.compose",
    "find_names": "audiobrief.names",
    "make_episode": "audiobrief.production",
    "read_source": "audiobrief.story.sources",
    "read_story": "audiobrief.story.sources",
    "speakable": "audiobrief.rundown.speakable",
}
"""Public name -> the module that holds it."""

__all__ = ["__version__", *sorted(_PUBLIC)]  # noqa: PLE0604, the rest are the keys of a table


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)
