"""Which machines may be asked: a name is resolved once, and every number of it is checked."""

from __future__ import annotations

import ipaddress
import socket
from itertools import zip_longest
from urllib.parse import urlsplit

from audiobrief.errors import SourceUnreachableError


def host_and_port(place: str, address: str) -> tuple[str, int]:
    """Return the name in ASCII and the port of an address that we may ask.

    Args:
        place: Where a redirect led, or the address itself.
        address: What an error calls it.

    Raises:
        SourceUnreachableError: It is no address of http or https, or holds a user name.
    """
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


def checked_numbers(host: str, port: int, address: str, *, allow_local: bool) -> tuple[str, ...]:
    """Return the numbers of a host, at least one, after every one was found to be public.

    IPv6 and IPv4 alternate (RFC 8305, 4): where one of them is broken, one wait tells.

    Raises:
        SourceUnreachableError: There is no such name, or it leads to the local network.
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
        if not allow_local and not is_public(number):
            raise SourceUnreachableError(
                f"{address} leads to {host}, a machine of the local network ({number}); add"
                " --allow-local if that is meant."
            )
    first = [number for number in numbers if (":" in number) == (":" in numbers[0])]
    second = [number for number in numbers if number not in first]
    return tuple(
        dict.fromkeys(number for pair in zip_longest(first, second) for number in pair if number)
    )


def is_public(number: str) -> bool:
    """Return whether a number is one of the public internet, in whatever form it is written."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        # 64:ff9b::/96 (RFC 6052) carries an IPv4 number in its last four bytes.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def host_header(scheme: str, host: str, port: int) -> str:
    """Return the field Host for a name: with its port where that is not the usual one."""
    name = f"[{host}]" if ":" in host else host
    return name if port == (443 if scheme == "https" else 80) else f"{name}:{port}"
