"""Pages from the web, with limits: the one place that knows urllib3 and certifi.

An address is resolved once; every one of its numbers is checked, and the connection goes to a
number that was checked. So neither a redirect nor a changed name leads to a machine of the local
network.

Proxies (``HTTP_PROXY``, ``HTTPS_PROXY``) are not used: a proxy resolves the name itself, and the
number that it goes to cannot be checked. Behind one, save the page and give the file.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import certifi
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Timeout

from audiobrief import __version__
from audiobrief.deadline import response_until
from audiobrief.errors import SourceUnreachableError, SourceUnreadableError
from audiobrief.story.encoding import media_type
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

USER_AGENT: Final = f"audiobrief/{__version__} (+podcast tool)"

_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_SHORTEST_S: Final = 0.001
"""The library takes no time-out of zero; this one is over at once, too."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})

_Connection = TypeVar("_Connection", HTTPConnection, HTTPSConnection)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    content: bytes
    headers: urllib3.HTTPHeaderDict


def fetch(address: str, *, allow_local: bool | None = None, total_s: float = TOTAL_S) -> Document:
    """Return the page at an address.

    Args:
        address: Begins with http:// or https://.
        allow_local: Whether machines of the local network may be asked. None asks the variable
            ``AUDIOBRIEF_ALLOW_LOCAL``: ``1`` allows them.
        total_s: Longest time for all of it, in seconds.

    Raises:
        SourceUnreachableError: Nothing answers, the answer is an error, or the address is private.
        SourceUnreadableError: The answer is too large, or of a kind that is not read.
    """
    if allow_local is None:
        allow_local = os.environ.get("AUDIOBRIEF_ALLOW_LOCAL") == "1"
    deadline = time.monotonic() + total_s
    place = address
    for _ in range(MAX_REDIRECTS + 1):
        answer = _answered(place, address, deadline, allow_local=allow_local)
        if answer.status not in _REDIRECTS:
            return _document(answer, place, address)
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
    if not 200 <= answer.status < 300:
        raise SourceUnreachableError(
            f"{address} answers with the HTTP status {answer.status}; check the address, "
            f"or save the page"
            " from a browser and give the file."
        )
    stated, charset = _content_type(answer.headers)
    if not answer.content.strip():
        raise SourceUnreadableError(f"{address} answers with an empty page; try it again later.")
    if stated and stated not in _TYPES:
        raise SourceUnreadableError(
            f"{address} is of the type {stated}; only web pages and plain text can be read."
        )
    found = "text/html" if "html" in stated else media_type(answer.content, place)
    return Document(
        content=answer.content, media_type=found, address=_without_fragment(place), charset=charset
    )


def _answered(place: str, address: str, deadline: float, *, allow_local: bool) -> _Answer:
    """Ask an address, and again where that may help."""
    for attempt in range(1, MAX_TRIES + 1):
        last = attempt == MAX_TRIES
        wait_s = BACKOFF_S * 2 ** (attempt - 1)
        try:
            answer = _asked(place, address, deadline, allow_local=allow_local)
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
            wait_s = max(wait_s, _retry_after(answer.headers))
            if time.monotonic() + wait_s >= deadline:
                return answer
        time.sleep(wait_s)
    raise AssertionError("the last try returns or raises")


def _asked(place: str, address: str, deadline: float, *, allow_local: bool) -> _Answer:
    """Ask one address once, at the first of its numbers that takes a connection."""
    host, port = _host_and_port(place, address)
    parts = urlsplit(place)
    *others, last = _checked_numbers(host, port, address, allow_local=allow_local)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    named = _host_header(parts.scheme, host, port)
    for number in others:
        # Refused, or silent: a user's IPv6 may be broken where IPv4 works. The last one tells.
        with (
            contextlib.suppress(urllib3.exceptions.ConnectTimeoutError),
            _pool(parts.scheme, number, host, port, deadline) as pool,
        ):
            return _answer_of(pool, target, named, address, deadline)
    with _pool(parts.scheme, last, host, port, deadline) as pool:
        return _answer_of(pool, target, named, address, deadline)


def _answer_of(
    pool: urllib3.HTTPConnectionPool, target: str, named: str, address: str, deadline: float
) -> _Answer:
    """Ask one machine once, without following it on."""
    response = pool.urlopen(
        "GET",
        urllib3.util.parse_url(target).url,
        headers={
            "Host": named,
            "User-Agent": USER_AGENT,
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
        },
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=True,
    )
    try:
        wanted = 200 <= response.status < 300
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


def _host_and_port(place: str, address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(place)
        host, port = parts.hostname or "", parts.port
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as failed:  # UnicodeError, of IDNA, is one.
        raise SourceUnreachableError(
            f"{address} is no valid address; copy it again from the browser."
        ) from failed
    if parts.scheme not in {"http", "https"} or not name:
        raise SourceUnreachableError(
            f"{address} leads to {place}, which is no http or https address; give the page itself."
        )
    if parts.username or parts.password:
        raise SourceUnreachableError(
            f"The address at {name} holds a user name; save the page from a browser and "
            f"give the file."
        )
    return name, port or (443 if parts.scheme == "https" else 80)


def _checked_numbers(host: str, port: int, address: str, *, allow_local: bool) -> tuple[str, ...]:
    """Return the numbers of a host, at least one, after every one was found to be public.

    IPv6 and IPv4 alternate (RFC 8305, 4): where one of them is broken, one wait tells.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failed:
        raise SourceUnreachableError(
            f"{address} cannot be reached: no machine called {host} was found; check the "
            f"address and the"
            " connection."
        ) from failed
    numbers = [str(entry[4][0]) for entry in found]
    for number in numbers:
        if not allow_local and not _is_public(number):
            raise SourceUnreachableError(
                f"{address} leads to {host}, a machine of the local network ({number}); set"
                " AUDIOBRIEF_ALLOW_LOCAL=1 if that is meant."
            )
    first = [number for number in numbers if (":" in number) == (":" in numbers[0])]
    second = [number for number in numbers if number not in first]
    return tuple(
        dict.fromkeys(number for pair in zip_longest(first, second) for number in pair if number)
    )


def _is_public(number: str) -> bool:
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        # 64:ff9b::/96 (RFC 6052) carries an IPv4 number in its last four bytes.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def _host_header(scheme: str, host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port == (443 if scheme == "https" else 80) else f"{name}:{port}"


def _content_type(headers: urllib3.HTTPHeaderDict) -> tuple[str, str | None]:
    stated, *parameters = headers.get("Content-Type", "").split(";")
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return stated.strip().lower(), value.strip(" \"'") or None
    return stated.strip().lower(), None


def _retry_after(headers: urllib3.HTTPHeaderDict) -> float:
    stated = headers.get("Retry-After", "")
    return min(float(stated), MAX_WAIT_S) if stated.isdecimal() else 0.0


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
