"""What a site allows programs to fetch: its robots.txt, asked for once a day (RFC 9309)."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from audiobrief.errors import SourceError, SourceUnreachableError
from audiobrief.story.fetch import ROBOT, fetch_text
from audiobrief.story.kept import kept_file, read_kept, write_kept
from audiobrief.story.robotrules import allows

MAX_CHARS: Final = 500_000
"""RFC 9309, 2.5: at least 500 KiB are to be read."""

MAX_AGE_S: Final = 86_400
"""RFC 9309, 2.4: a copy is not used for longer than a day."""


def require_allowed(address: str, *, allow_local: bool | None = None) -> None:
    """Return where the site lets programs fetch an address, and raise where it does not.

    Raises:
        SourceUnreachableError: Its robots.txt forbids it, or cannot be read just now.
    """
    status, text = _rules(address, allow_local=allow_local)
    if 400 <= status < 500:
        return  # RFC 9309, 2.3.1.3: without a file, everything is allowed.
    if not 200 <= status < 300:
        raise SourceUnreachableError(
            f"{address} is not polled: the site's robots.txt, which says whether programs may,"
            f" answers with the HTTP status {status}; try it again later."
        )
    if not allows(text, ROBOT, address):
        raise SourceUnreachableError(
            f"{address} is not polled: the site's robots.txt does not allow it for programs such as"
            " this; open it in a browser and save it, or ask the publisher for a wire."
        )


def _rules(address: str, *, allow_local: bool | None) -> tuple[int, str]:
    """Return the status and the text of the site's robots.txt, from the cache for a day."""
    parts = urlsplit(address)
    place = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
    path: Path = kept_file("robots", place)
    kept = read_kept(path)
    now = time.time()
    if kept is not None and 0 <= now - float(kept.get("fetched_s") or 0) < MAX_AGE_S:
        return int(kept.get("status") or 0), str(kept.get("text") or "")
    try:
        status, content = fetch_text(place, allow_local=allow_local)
    except SourceError as failed:
        raise SourceUnreachableError(
            f"{address} is not polled: the site's robots.txt, which says whether programs may,"
            f" cannot be read. {failed}"
        ) from failed
    text = content.decode("utf-8", errors="replace")[:MAX_CHARS]
    if 200 <= status < 500:
        write_kept(path, json.dumps({"fetched_s": now, "status": status, "text": text}))
    return status, text
