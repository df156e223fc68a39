"""Pages from the web, with limits: the one place that knows urllib3 and certifi.

An address is resolved once; every one of its numbers is checked, and the connection goes to a
number that was checked. So neither a redirect nor a changed name leads to a machine of the local
network.

Proxies (``HTTP_PROXY``, ``HTTPS_PROXY``) are not used: a proxy resolves the name itself, and the
number that it goes to cannot be checked. Behind one, save the page and give the file.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Timeout

from audiobrief import __version__
from audiobrief.deadline import response_until
from audiobrief.errors import SourceUnreachableError, SourceUnreadableError
from audiobrief.story.encoding import (
    DOCX,
    EPUB,
    HTML,
    JSON_FEED,
    MAIL,
    MHTML,
    PLAIN,
    XML_WIRE,
    media_type,
)
from audiobrief.story.hosts import checked_numbers, host_and_port, host_header
from audiobrief.story.model import Document

MAX_BYTES: Final = 10_000_000
"""Largest page after decompression, in bytes."""

MAX_REDIRECTS: Final = 5
MAX_TRIES: Final = 3
"""The first and two more, after 429, 5xx or a connection that failed."""

CONNECT_TIMEOUT_S: Final = 10.0
READ_TIMEOUT_S: Final = 20.0
"""Longest silence of a server."""

TOTAL_S: Final = 60.0
"""Longest time for the whole of one address, redirects and waiting included.

Only the look-up of the name is left to the operating system's own limits.
"""

BACKOFF_S: Final = 0.5
"""Wait before the second try; doubled before the third."""

MAX_WAIT_S: Final = 10.0
"""Longest wait that a server may ask for with Retry-After."""

ROBOT: Final = "audiobrief"
"""Our name in robots.txt."""

_KINDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "": frozenset({HTML, PLAIN, XML_WIRE, JSON_FEED, MAIL, MHTML, DOCX, EPUB}),
        **dict.fromkeys(
            ("text/html", "text/plain", "text/markdown"),
            frozenset({HTML, PLAIN, XML_WIRE, JSON_FEED, MAIL}),
        ),
        **dict.fromkeys(
            (
                "application/xhtml+xml",
                "application/xml",
                "text/xml",
                "application/rss+xml",
                "application/atom+xml",
                "application/rdf+xml",
            ),
            frozenset({HTML, XML_WIRE}),
        ),
        **dict.fromkeys(("application/json", "application/feed+json"), frozenset({JSON_FEED})),
        "message/rfc822": frozenset({MAIL, MHTML}),
        "multipart/related": frozenset({MHTML}),
        "application/epub+zip": frozenset({EPUB}),
        DOCX: frozenset({DOCX}),
        **dict.fromkeys(
            ("application/octet-stream", "binary/octet-stream", "application/zip"),
            frozenset({DOCX, EPUB, MAIL, MHTML, XML_WIRE}),
        ),
    }
)
"""Stated type -> what the content may turn out to be."""

_ENCODINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_SHORTEST_S: Final = 0.001
"""The library takes no time-out of zero; this one is over at once, too."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})

_NOT_MODIFIED: Final = 304

_Connection = TypeVar("_Connection", HTTPConnection, HTTPSConnection)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    content: bytes
    headers: urllib3.HTTPHeaderDict


def user_agent() -> str:
    """Return how we name ourselves: ``$AUDIOBRIEF_CONTACT`` tells publishers whom to write to."""
    contact = " ".join(os.environ.get("AUDIOBRIEF_CONTACT", "").split())
    who = f"; {contact}" if contact and contact.isascii() and contact.isprintable() else ""
    return f"{ROBOT}/{__version__} (reads printed news aloud{who})"


def fetch(
    address: str,
    *,
    allow_local: bool | None = None,
    total_s: float = TOTAL_S,
    known: Document | None = None,
) -> Document:
    """Return the page at an address.

    Args:
        address: Begins with http:// or https://.
        allow_local: Whether machines of the local network may be asked. None asks the variable
            ``AUDIOBRIEF_ALLOW_LOCAL``: ``1`` allows them.
        total_s: Longest time for all of it, in seconds.
        known: What the address gave the last time; it is returned itself where the server says that
            nothing changed.

    Raises:
        SourceUnreachableError: Nothing answers, the answer is an error, or the address is private.
        SourceUnreadableError: The answer is too large, or of a kind that is not read.
    """
    asking = {}
    if known is not None and known.etag:
        asking["If-None-Match"] = known.etag
    if known is not None and known.last_modified:
        asking["If-Modified-Since"] = known.last_modified
    answer, place = _followed(address, total_s, asking, allow_local=allow_local)
    if answer.status == _NOT_MODIFIED and known is not None:
        return known
    return _document(answer, place, address)


def fetch_text(
    address: str, *, allow_local: bool | None = None, total_s: float = TOTAL_S
) -> tuple[int, bytes]:
    """Return the status and the content at an address, whatever its type is.

    Raises:
        SourceUnreachableError: Nothing answers, or the address is private.
        SourceUnreadableError: The answer is too large.
    """
    answer, _ = _followed(address, total_s, {}, allow_local=allow_local)
    return answer.status, answer.content


def _followed(
    address: str, total_s: float, asking: Mapping[str, str], *, allow_local: bool | None
) -> tuple[_Answer, str]:
    """Return the answer at the end of the redirects, and where that is."""
    if allow_local is None:
        allow_local = os.environ.get("AUDIOBRIEF_ALLOW_LOCAL") == "1"
    deadline = time.monotonic() + total_s
    place = address
    for _ in range(MAX_REDIRECTS + 1):
        answer = _answered(place, address, deadline, asking, allow_local=allow_local)
        if answer.status not in _REDIRECTS:
            return answer, place
        target = answer.headers.get("Location", "")
        if not target:
            raise SourceUnreachableError(
                f"{address} sends us on without saying where; open it in a browser and "
                f"save the page."
            )
        place = urljoin(place, target)
    raise SourceUnreachableError(
        f"{address} sends us on more than {MAX_REDIRECTS} times; open it in a browser and "
        f"save the page."
    )


def _document(answer: _Answer, place: str, address: str) -> Document:
    if answer.status in _AGAIN and _retry_after(answer.headers) > MAX_WAIT_S:
        raise SourceUnreachableError(
            f"{address} is busy (HTTP status {answer.status}) and asks to be left alone for"
            f" {_retry_after(answer.headers):.0f} seconds; try it again then."
        )
    if not 200 <= answer.status < 300:
        raise SourceUnreachableError(
            f"{address} answers with the HTTP status {answer.status}; check the address, "
            f"or save the page"
            " from a browser and give the file."
        )
    stated, charset = _content_type(answer.headers)
    if not answer.content.strip():
        raise SourceUnreadableError(f"{address} answers with an empty page; try it again later.")
    found = media_type(answer.content, place)
    if found == PLAIN and "html" in stated:
        found = HTML
    if found not in _KINDS.get(stated, ()):
        raise SourceUnreadableError(
            f"{address} is of the type {stated}; only web pages, wires, plain text, e-mail, Word"
            " documents and EPUB books can be read."
        )
    return Document(
        content=answer.content,
        media_type=found,
        address=_without_fragment(place),
        charset=charset,
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
    )


def _answered(
    place: str, address: str, deadline: float, asking: Mapping[str, str], *, allow_local: bool
) -> _Answer:
    """Ask an address, and again where that may help."""
    for attempt in range(1, MAX_TRIES + 1):
        last = attempt == MAX_TRIES
        wait_s = BACKOFF_S * 2 ** (attempt - 1)
        try:
            answer = _asked(place, address, deadline, asking, allow_local=allow_local)
        except (urllib3.exceptions.SSLError, urllib3.exceptions.LocationValueError) as failed:
            raise _unreachable(address, failed) from failed
        except (urllib3.exceptions.HTTPError, OSError) as failed:
            late = time.monotonic() + wait_s >= deadline
            if late and _is_timeout(failed):
                raise _too_slow(address) from failed
            if late or last:
                raise _unreachable(address, failed) from failed
        else:
            if last or answer.status not in _AGAIN:
                return answer
            asked_s = _retry_after(answer.headers)
            if asked_s > MAX_WAIT_S:
                return answer  # To come back sooner than asked would be rude, and of no use.
            wait_s = max(wait_s, asked_s)
            if time.monotonic() + wait_s >= deadline:
                return answer
        time.sleep(wait_s)
    raise AssertionError("the last try returns or raises")


def _asked(
    place: str, address: str, deadline: float, asking: Mapping[str, str], *, allow_local: bool
) -> _Answer:
    """Ask one address once, at the first of its numbers that takes a connection."""
    host, port = host_and_port(place, address)
    parts = urlsplit(place)
    *others, last = checked_numbers(host, port, address, allow_local=allow_local)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    asking = {**asking, "Host": host_header(parts.scheme, host, port)}
    for number in others:
        # Refused, or silent: a user's IPv6 may be broken where IPv4 works. The last one tells.
        with (
            contextlib.suppress(urllib3.exceptions.ConnectTimeoutError),
            _pool(parts.scheme, number, host, port, deadline) as pool,
        ):
            return _answer_of(pool, target, asking, address, deadline)
    with _pool(parts.scheme, last, host, port, deadline) as pool:
        return _answer_of(pool, target, asking, address, deadline)


def _answer_of(
    pool: urllib3.HTTPConnectionPool,
    target: str,
    asking: Mapping[str, str],
    address: str,
    deadline: float,
) -> _Answer:
    """Ask one machine once, without following it on."""
    response = pool.urlopen(
        "GET",
        urllib3.util.parse_url(target).url,
        headers={
            "User-Agent": user_agent(),
            "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml,"
            " application/feed+json, text/plain;q=0.8, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
            **asking,
        },
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=True,
    )
    try:
        wanted = 200 <= response.status < 300
        packed = response.headers.get("Content-Encoding", "").lower().replace(" ", "").split(",")
        if wanted and (len(packed) > 1 or packed[0] not in _ENCODINGS):
            raise SourceUnreadableError(
                f"{address} comes packed as {', '.join(packed)}, which was not asked for; save the"
                " page from a browser and give the file."
            )
        content = b"".join(_streamed(response, address, deadline)) if wanted else b""
        return _Answer(status=response.status, content=content, headers=response.headers)
    finally:
        response.close()


def _streamed(response: urllib3.BaseHTTPResponse, address: str, deadline: float) -> Iterator[bytes]:
    """Yield the decompressed page in pieces, and stop when it grows too large or takes too long."""
    size = 0
    for piece in response.stream(1 << 16, decode_content=True):
        size += len(piece)
        if size > MAX_BYTES:
            raise SourceUnreadableError(
                f"{address} is larger than {MAX_BYTES // 1_000_000} MB, which no story is; give the"
                " address of one story."
            )
        if time.monotonic() > deadline:
            raise _too_slow(address)
        yield piece


def _timed(connection: type[_Connection], deadline: float) -> type[_Connection]:
    """Return a kind of connection whose answers end at the deadline."""
    response = response_until(lambda: deadline, READ_TIMEOUT_S)
    return type("Timed", (connection,), {"response_class": response})


def _pool(
    scheme: str, number: str, host: str, port: int, deadline: float
) -> urllib3.HTTPConnectionPool:
    """Return a connection to a checked number that is verified under the host's name."""
    left_s = max(deadline - time.monotonic(), _SHORTEST_S)
    timeout = Timeout(connect=min(CONNECT_TIMEOUT_S, left_s), read=min(READ_TIMEOUT_S, left_s))
    if scheme == "http":
        pool = urllib3.HTTPConnectionPool(number, port, timeout=timeout, maxsize=1)
        pool.ConnectionCls = _timed(HTTPConnection, deadline)
        return pool
    secure = urllib3.HTTPSConnectionPool(
        number,
        port,
        timeout=timeout,
        maxsize=1,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        assert_hostname=host,
        server_hostname=host,
    )
    secure.ConnectionCls = _timed(HTTPSConnection, deadline)
    return secure


def _content_type(headers: urllib3.HTTPHeaderDict) -> tuple[str, str | None]:
    stated, *parameters = headers.get("Content-Type", "").split(";")
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return stated.strip().lower(), value.strip(" \"'") or None
    return stated.strip().lower(), None


def _retry_after(headers: urllib3.HTTPHeaderDict) -> float:
    """Return the seconds that the server wants to be left alone (RFC 9110, 10.2.3)."""
    stated = headers.get("Retry-After", "").strip()
    if stated.isdecimal():
        return float(stated[:9])
    try:
        moment = parsedate_to_datetime(stated)
    except (ValueError, IndexError, OverflowError):
        return 0.0
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]


def _unreachable(address: str, failed: Exception) -> SourceUnreachableError:
    """Return the error of a connection in words; the library's own text names objects."""
    why = "the connection failed"
    if isinstance(failed, urllib3.exceptions.SSLError):
        why = "its certificate could not be verified"
    elif isinstance(failed, urllib3.exceptions.NewConnectionError):
        # The library counts it among the time-outs, which it is not.
        refused = isinstance(failed.__cause__, ConnectionRefusedError)
        why = "it refuses the connection" if refused else "no connection could be made"
    elif _is_timeout(failed):
        why = "it did not answer in time"
    elif isinstance(failed, urllib3.exceptions.DecodeError):
        why = "its page is damaged (the compression is wrong)"
    return SourceUnreachableError(
        f"{address} cannot be reached: {why}; check the address and the connection, or "
        f"save the page from a"
        " browser and give the file."
    )


def _is_timeout(failed: Exception) -> bool:
    return isinstance(failed, urllib3.exceptions.TimeoutError | TimeoutError) and not isinstance(
        failed, urllib3.exceptions.NewConnectionError
    )


def _too_slow(address: str) -> SourceUnreachableError:
    return SourceUnreachableError(
        f"{address} takes too long to send its page; try it again later, or save the page."
    )
