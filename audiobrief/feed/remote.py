"""Asks a server for a feed and for what it names, as apps and directories do."""

from __future__ import annotations

import http.client
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lxml import etree

from audiobrief import __version__
from audiobrief.feed.check import read_feed
from audiobrief.feed.elements import NAMESPACES
from audiobrief.feed.named import SOUNDS, Named, content_problems, files_of
from audiobrief.feed.published import PublishedEpisode, published_at
from audiobrief.findings import Finding, Problem, finding, in_order

TIMEOUT_S: Final = 20
MAX_BYTES: Final = 300_000_000

_FEED_TYPES: Final = frozenset({"application/rss+xml", "application/xml", "text/xml"})
_SAME: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "audio/mpeg": frozenset({"audio/mpeg", "audio/mp3"}),
        "audio/x-m4a": frozenset({"audio/x-m4a", "audio/mp4", "audio/m4a"}),
        "application/x-subrip": frozenset(
            {"application/x-subrip", "application/srt", "text/srt", "text/plain"}
        ),
        "application/json+chapters": frozenset({"application/json+chapters", "application/json"}),
    }
)
"""Media type that a feed states -> those that a server may state for it."""

_ANY: Final = frozenset({"application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status: int
    headers: Message
    content: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get_content_type() if "content-type" in self.headers else ""


Listen = Callable[[PublishedEpisode], Iterable[Finding]]
"""Holds the files of an episode against each other; the findings name files of ours."""


def check_address(
    address: str, *, newest: int = 5, listen: Listen = lambda _: ()
) -> tuple[Finding, ...]:
    """Return what is wrong with a feed and with how its server answers, errors first.

    The files of the newest episodes are asked for: HEAD, a byte range, and what is in them.
    """
    answer = _ask(address)
    if isinstance(answer, str):
        return (finding("server-answer", address, f"The feed cannot be read: {answer}."),)
    found: list[Finding] = []
    if answer.media_type not in _FEED_TYPES:
        told = f"The server says that the feed is {answer.media_type!r}, not application/rss+xml."
        found.append(finding("server-type", address, told))
    channel, problems = read_feed(answer.content)
    found += [finding(rule, address, told) for rule, told in problems]
    found += [finding(rule, address, told) for rule, told in _stated(answer)]
    if channel is not None:
        found += [finding(rule, address, told) for rule, told in _own_address(channel, address)]
        with tempfile.TemporaryDirectory() as folder:
            fetched_files = _Fetched(folder=Path(folder))
            for named in files_of(channel, newest):
                for rule, told in _problems(named, fetched_files):
                    found.append(finding(rule, named.address, told))
            for episode in published_at(channel, fetched_files.place, newest):
                found += map(fetched_files.renamed, listen(episode))
    return in_order(list(dict.fromkeys(found)))


def _stated(answer: _Answer) -> Iterator[Problem]:
    """Yield that the server states another encoding than the feed, which some readers believe."""
    stated = (answer.headers.get_content_charset() or "").upper().replace("UTF8", "UTF-8")
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)", answer.content)
    own = declared[1].decode().upper() if declared else "UTF-8"
    if stated and stated != own and {stated, own} != {"UTF-8", "US-ASCII"}:
        yield (
            "encoding-stated",
            f"The server says that the feed is in {stated}, and it is in {own}.",
        )


def _own_address(channel: etree._Element, address: str) -> Iterator[Problem]:
    own = channel.find("atom:link[@rel='self']", dict(NAMESPACES))
    stated = "" if own is None else own.get("href", "").strip()
    if stated and _bare(stated) != _bare(address):
        yield "self-location", f"The feed names {stated} as its own address, not {address}."


def _bare(address: str) -> str:
    """Return what tells two addresses apart: schemes and a last slash do not."""
    return address.partition("://")[2].rstrip("/").lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    """Files that were fetched, in a folder that is taken away after the check."""

    folder: Path
    places: dict[str, Path] = field(default_factory=dict)

    def keep(self, address: str, content: bytes) -> None:
        path = self.places.setdefault(address, self.folder / f"{len(self.places)}.fetched")
        path.write_bytes(content)

    def place(self, address: str) -> Path | None:
        return self.places.get(address)

    def renamed(self, found: Finding) -> Finding:
        """Return the finding with addresses in place of paths that nobody will find."""
        told, file = found.sentence, found.file
        for address, path in self.places.items():
            told = told.replace(str(path), address).replace(path.name, address)
            file = address if file == path else file
        return replace(found, file=file, sentence=told)


def fetched(address: str) -> bytes | str:
    """Return what lies at an address, or why it cannot be read."""
    answer = _ask(address)
    return answer if isinstance(answer, str) else answer.content


def _problems(named: Named, kept: _Fetched) -> Iterator[Problem]:
    head = _ask(named.address, "HEAD")
    if isinstance(head, str):
        get = _ask(named.address, limit=1)
        if isinstance(get, str):
            yield "server-answer", f"The feed names it as {named.element}: {get}."
            return
        yield "server-head", f"The server does not answer HEAD: {head}."
        head = get
    yield from _type(named, head)
    stated = head.headers.get("Content-Length")
    if named.length is not None and stated is not None and stated != named.length:
        yield "server-length", f"The server says {stated} bytes, and the feed {named.length}."
    if named.element in SOUNDS:
        yield from _range(named.address)
    shared = named.element in {"podcast:transcript", "podcast:chapters"}
    if shared and head.headers.get("Access-Control-Allow-Origin") is None:
        yield "server-cors", "The server has no CORS header, so web players cannot read it."
    whole = _ask(named.address)
    if isinstance(whole, str):
        yield "server-answer", f"The file cannot be read whole: {whole}."
        return
    if stated is not None and stated.isdigit() and int(stated) != len(whole.content):
        told = f"The server says {stated} bytes by HEAD, and sends {len(whole.content)}."
        yield "server-length", told
    kept.keep(named.address, whole.content)
    yield from content_problems(named, whole.content)


def _type(named: Named, answer: _Answer) -> Iterator[Problem]:
    if named.element in {"itunes:image", "podcast:image"}:
        if not answer.media_type.startswith("image/") and answer.media_type not in _ANY:
            yield "server-type", f"The server says that the picture is {answer.media_type!r}."
        return
    allowed = _SAME.get(named.media_type, frozenset({named.media_type}))
    if answer.media_type not in allowed | _ANY:
        yield (
            "server-type",
            f"The server says that it is {answer.media_type!r}, and the feed {named.media_type!r}.",
        )


def _range(address: str) -> Iterator[Problem]:
    part = _ask(address, headers={"Range": "bytes=2-11"})
    if isinstance(part, str):
        yield "server-range", f"The server does not answer a byte range: {part}."
    elif part.status != 206:
        yield "server-range", "The server does not know byte ranges: it sends the whole file."
    elif len(part.content) != 10 or not part.headers.get("Content-Range", "").startswith(
        "bytes 2-11/"
    ):
        yield "server-range", "The server sends another byte range than the one that was asked for."


def _ask(
    address: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] | None = None,
    limit: int = MAX_BYTES,
) -> _Answer | str:
    """Return what the server answers, or why there is no good answer."""
    if not address.startswith(("http://", "https://")):
        return f"{address!r} is no address of the web"
    request = urllib.request.Request(  # noqa: S310, the scheme was looked at
        address,
        method=method,
        headers={
            "User-Agent": f"audiobrief/{__version__} (feed check)",
            "Origin": "https://player.invalid",
            **(headers or {}),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310, as above
            content = answer.read(limit)
            return _Answer(status=answer.status, headers=answer.headers, content=content)
    except urllib.error.HTTPError as refused:
        refused.close()
        return f"the server answers {refused.code}"
    except (OSError, ValueError, http.client.HTTPException) as failed:
        reason = getattr(failed, "reason", failed)
        return f"{reason}".rstrip(".") or type(failed).__name__
