"""robots.txt as RFC 9309 reads it: our group or that of all, the longest rule, * and $ in paths.

Python's own reader takes the first rule that fits instead of the longest, and knows no wildcards:
it would poll what ``Disallow: /*.xml`` forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, unquote, urlsplit

MAX_RULES: Final = 5_000

_ROW: Final = re.compile(r"^\s*([A-Za-z-]{1,40})\s*:\s*([^#]*)")


def allows(text: str, robot: str, address: str) -> bool:
    """Return whether a robots.txt lets a program fetch an address.

    Args:
        text: The file.
        robot: The program's name in it.
        address: What is to be fetched.
    """
    parts = urlsplit(address)
    path = _plain(parts.path or "/") + (f"?{_plain(parts.query)}" if parts.query else "")
    if path == "/robots.txt":
        return True
    found = [
        (len(rule), allowed) for allowed, rule in _rules(text, robot.lower()) if _fits(rule, path)
    ]
    return max(found)[1] if found else True


def _rules(text: str, robot: str) -> list[tuple[bool, str]]:
    """Return the rules of the groups that name us, else of those for all; True allows."""
    ours: list[tuple[bool, str]] = []
    everyone: list[tuple[bool, str]] = []
    named = False
    for agents, allowed, rule in _groups(text):
        if robot in agents:
            named = True
            ours += [(allowed, rule)] if rule else []
        elif "*" in agents:
            everyone += [(allowed, rule)] if rule else []
    return (ours if named else everyone)[:MAX_RULES]


def _groups(text: str) -> Iterator[tuple[frozenset[str], bool, str]]:
    """Yield each rule with the programs that its group names; ``""`` is a rule about nothing."""
    agents: set[str] = set()
    open_group = True
    for line in text.lstrip("\ufeff").splitlines():
        row = _ROW.match(line)
        if row is None:
            continue
        key, value = row[1].lower(), row[2].strip()
        if key == "user-agent":
            if not open_group:
                agents = set()
            open_group = True
            name = re.match(r"[A-Za-z_-]+|\*", value)
            agents.add(name[0].lower() if name else "")
        elif key in {"allow", "disallow"}:
            open_group = False
            yield frozenset(agents), key == "allow", _plain(value)


def _fits(rule: str, path: str) -> bool:
    """Return whether a path begins as a rule says; each * stands for anything, $ for the end."""
    ends = rule.endswith("$")
    first, *pieces = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    if ends and not pieces:
        return place == len(path)
    for number, piece in enumerate(pieces, start=1):
        if ends and number == len(pieces):
            return path.endswith(piece) and len(path) - len(piece) >= place
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True


def _plain(path: str) -> str:
    """Return a path in one way of writing: what has to be escaped is, and nothing else."""
    return quote(unquote(path), safe="/*$?=&;,:@!'()+~-._%")
