"""Pictures that lie beside a story: a page that was saved, or a text with its pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

_WEB: Final = ("http://", "https://")


def file_of(source: str, page: str | None, address: str) -> Path | None:
    """Return the file of a picture in the folder of its story, or below it; None for any other.

    Whatever else a page names on this machine is none of its pictures.

    Args:
        source: What was read: a path, or an address or ``"-"``, which have no pictures beside them.
        page: Address that the story states for itself, from which its pictures are named then.
        address: That of the picture.
    """
    if source in {"", "-"} or source.startswith(_WEB):
        return None
    try:
        # A page that was saved with its pictures names them as if they lay beside it on the web.
        parts = urlsplit(address.removeprefix(urljoin(page, ".")) if page else address)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        folder = Path(source).resolve().parent
        path = (folder / unquote(parts.path)).resolve()
        if folder not in path.parents or not path.is_file():
            return None
        path.open("rb").close()
    except (OSError, ValueError):
        return None  # It is not there for us: the caption stands alone, as it does on the web.
    return path
