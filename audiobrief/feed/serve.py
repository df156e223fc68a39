"""A small server for trying a feed in an app: HEAD, byte ranges, validators, CORS, true types.

It offers one folder for reading, and nothing outside of it. The feed's addresses are changed on the
way out to those of this server, so that a feed can be tried before it is published.
"""

from __future__ import annotations

import email.utils
import hashlib
import html
import http
import http.server
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from audiobrief import __version__
from audiobrief.errors import FeedError
from audiobrief.feed.identity import FEED_FILE

BLOCK_BYTES: Final = 1 << 16
SILENCE_S: Final = 30
"""How long a client may say nothing before its connection is closed."""

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".xml": "application/rss+xml; charset=utf-8",
        ".xsl": "text/xsl; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".vtt": "text/vtt; charset=utf-8",
        ".srt": "application/x-subrip; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
        ".epub": "application/epub+zip",
        ".zip": "application/zip",
    }
)
"""Ending of a file -> its media type."""

_NAMES: Final = MappingProxyType({"chapters.json": "application/json+chapters; charset=utf-8"})
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")
_SELF: Final = re.compile(rb'<atom:link\b[^>]*\bhref="([^"]*/)feed\.xml"')


class PodcastServer(http.server.ThreadingHTTPServer):
    """Serves a folder; ``addresses`` are what to subscribe to."""

    daemon_threads = True

    def __init__(self, folder: Path, host: str, port: int) -> None:
        """Listen at the address.

        Raises:
            FeedError: There is no such folder, or the address cannot be listened at.
        """
        if not folder.is_dir():
            raise FeedError(f"There is no folder {folder}; audiobrief make makes it.")
        self.folder = folder.resolve()
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as failed:
            reason = getattr(failed, "strerror", None) or failed
            raise FeedError(
                f"{host}, port {port}, cannot be listened at: {reason}; choose another with --port."
            ) from failed

    @property
    def address(self) -> str:
        """The address of the folder."""
        host, port = self.server_address[:2]
        shown = host.decode() if isinstance(host, bytes) else str(host)
        return f"http://{shown}:{port}/"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the feeds in the folder and in the folders below it."""
        feeds = [self.folder / FEED_FILE, *sorted(self.folder.glob(f"*/{FEED_FILE}"))]
        return tuple(
            self.address + urllib.parse.quote(feed.relative_to(self.folder).as_posix())
            for feed in feeds
            if feed.is_file()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What is sent: bytes, or a file; its size, type, validator and time of change."""

    content: bytes | Path
    size: int
    media_type: str
    etag: str
    changed: float


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = f"audiobrief/{__version__}"
    timeout = SILENCE_S
    server: PodcastServer

    def do_GET(self) -> None:
        """Answer with the file, or a part of it."""
        self._answer(send=True)

    def do_HEAD(self) -> None:
        """Answer as GET would, without the file."""
        self._answer(send=False)

    def do_OPTIONS(self) -> None:
        """Answer what a web player asks before it asks for a part."""
        self.send_response(http.HTTPStatus.NO_CONTENT)
        self._common()
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Range, If-None-Match")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, as the standard library names it
        """Say nothing: a screen reader would speak every request."""

    def _answer(self, *, send: bool) -> None:
        body = self._body()
        if body is None:
            self._refuse(http.HTTPStatus.NOT_FOUND, send=send)
        elif self._unchanged(body):
            self.send_response(http.HTTPStatus.NOT_MODIFIED)
            self._validators(body)
            self.end_headers()
        else:
            self._send(body, send=send)

    def _send(self, body: _Body, *, send: bool) -> None:
        start, end, status = 0, body.size, http.HTTPStatus.OK
        asked = self._range(body)
        if asked is not None:
            start, end = asked
            status = http.HTTPStatus.PARTIAL_CONTENT
            if start >= end:
                self._refuse(http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, send=send, body=body)
                return
        self.send_response(status)
        self._validators(body)
        self.send_header("Content-Type", body.media_type)
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        if status is http.HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{body.size}")
        self.end_headers()
        if not send:
            return
        if isinstance(body.content, bytes):
            self.wfile.write(body.content[start:end])
            return
        with body.content.open("rb") as file:
            file.seek(start)
            self._copy(file, end - start)

    def _copy(self, file: BinaryIO, left: int) -> None:
        try:
            while left and (block := file.read(min(left, BLOCK_BYTES))):
                self.wfile.write(block)
                left -= len(block)
        except (BrokenPipeError, ConnectionResetError):
            left = 1  # The player has heard enough.
        if left:
            self.close_connection = True

    def _range(self, body: _Body) -> tuple[int, int] | None:
        """Return start and end of the part that is asked for; None for the whole."""
        found = _RANGE.fullmatch(self.headers.get("Range", "").replace(" ", ""))
        known = self.headers.get("If-Range")
        if found is None or (known is not None and known != body.etag) or not any(found.groups()):
            return None  # Several parts at once are answered with the whole, as may be done.
        if not found[1]:
            return max(0, body.size - int(found[2])), body.size if int(found[2]) else 0
        if found[2] and int(found[2]) < int(found[1]):
            return None
        last = int(found[2]) + 1 if found[2] else body.size
        return int(found[1]), min(last, body.size)

    def _unchanged(self, body: _Body) -> bool:
        known = self.headers.get("If-None-Match")
        if known is not None:
            tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
            return "*" in tags or body.etag in tags
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return int(body.changed) <= email.utils.parsedate_to_datetime(since).timestamp()
        except (TypeError, ValueError):
            return False

    def _body(self) -> _Body | None:
        """Return what the address names; None where it is nothing that may be seen."""
        path = self._path()
        if path is None:
            return None
        try:
            if path.is_dir():
                return self._page() if path == self.server.folder else None
            status = path.stat()
            if not path.is_file():
                return None
            etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
            media_type = _NAMES.get(path.name) or TYPES.get(path.suffix.lower())
            content: bytes | Path = path
            size = status.st_size
            if path.name == FEED_FILE:
                content = self._feed(path)
                size, etag = len(content), f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        except OSError:
            return None
        return _Body(
            content=content,
            size=size,
            media_type=media_type or "application/octet-stream",
            etag=etag,
            changed=status.st_mtime,
        )

    def _path(self) -> Path | None:
        """Return the file that is asked for, if it lies in the folder and is not hidden."""
        asked = urllib.parse.unquote(self.path.partition("?")[0].partition("#")[0])
        parts = [part for part in asked.split("/") if part]
        if any(part.startswith(".") or re.search(r"[\0\\:]", part) for part in parts):
            return None
        try:
            path = self.server.folder.joinpath(*parts).resolve()
        except (OSError, RuntimeError, ValueError):
            return None
        inside = path == self.server.folder or self.server.folder in path.parents
        return path if inside else None

    def _feed(self, path: Path) -> bytes:
        """Return the feed with the addresses of this server."""
        content = path.read_bytes()
        own = _SELF.search(content)
        host = self.headers.get("Host", "")
        if own is None or not _HOST.fullmatch(host):
            return content
        below = path.parent.relative_to(self.server.folder).as_posix().strip(".")
        here = f"http://{host}/" + (f"{urllib.parse.quote(below)}/" if below else "")
        return content.replace(own[1], here.encode())

    def _page(self) -> _Body:
        """Return a page with the addresses to subscribe to."""
        listed = "".join(
            f'<li><a href="{html.escape(address)}">{html.escape(address)}</a></li>'
            for address in self.server.addresses
        )
        page = (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Podcasts</title>'
            f"</head><body><h1>Podcasts</h1><ul>{listed}</ul></body></html>\n"
        ).encode()
        digest = hashlib.sha256(page).hexdigest()[:20]
        return _Body(
            content=page, size=len(page), media_type=TYPES[".html"], etag=f'"{digest}"', changed=0
        )

    def _validators(self, body: _Body) -> None:
        self._common()
        self.send_header("ETag", body.etag)
        self.send_header("Last-Modified", email.utils.formatdate(body.changed, usegmt=True))
        self.send_header("Cache-Control", "no-cache")

    def _common(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Expose-Headers", "Content-Length, Content-Range, ETag")
        self.send_header("X-Content-Type-Options", "nosniff")

    def _refuse(self, status: http.HTTPStatus, *, send: bool, body: _Body | None = None) -> None:
        told = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        self._common()
        if body is not None:
            self.send_header("Content-Range", f"bytes */{body.size}")
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        if send:
            self.wfile.write(told)
