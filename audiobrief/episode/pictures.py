"""Pictures of captions, as a book holds them: small enough for a reader, and nothing but a picture.

A photograph may hold the place where it was taken, and the name of who took it: what is encoded
anew holds neither.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from audiobrief.errors import EpisodeError

MAX_SIDE_PX: Final = 1_600
"""What fills the screen of a tablet."""

MAX_PIXELS: Final = 50_000_000
"""Of the file: so many fit into the memory of a small machine."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY: Final = 80
_WHITE: Final = (255, 255, 255, 255)


def book_picture(path: Path) -> bytes:
    """Return a picture as JPEG, upright, no side longer than ``MAX_SIDE_PX``, without metadata.

    Raises:
        EpisodeError: It is too large, or no picture of a form that is known; what was read of the
            folder is told by its name alone.
    """
    try:
        with warnings.catch_warnings():
            # Of large pictures Pillow warns; here they are refused.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise EpisodeError(
                        f"{path.name} has {opened.width} by {opened.height} pixels, and"
                        f" {MAX_PIXELS // 1_000_000} million are the most that is taken."
                    )
                opened.draft("RGB", (MAX_SIDE_PX, MAX_SIDE_PX))
                small = ImageOps.exif_transpose(opened)
                if small.mode.startswith("I"):
                    # 16 bits a pixel: converted as they are, all but the darkest would be white.
                    small = small.point(lambda grey: grey / 257).convert("L")
                if small.mode not in {"L", "RGB"}:
                    small = small.convert("RGBA")  # A palette has no colours between its own.
                small.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
        seen = small.convert("RGBA")
        ground = Image.new("RGBA", seen.size, _WHITE)
        into = io.BytesIO()
        Image.alpha_composite(ground, seen).convert("RGB").save(into, "JPEG", quality=_QUALITY)
    except (UnidentifiedImageError, Image.DecompressionBombError) as failed:
        raise EpisodeError(f"{path.name} is no picture that can be read.") from failed
    except (OSError, SyntaxError, ValueError) as failed:
        raise EpisodeError(f"{path.name} is damaged or cannot be read.") from failed
    return into.getvalue()
