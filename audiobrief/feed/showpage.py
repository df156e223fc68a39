"""The page of a show: its episodes, the newest one first, each with its page and its files."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from audiobrief import __version__
from audiobrief.catalogue import Entry, catalogue_path
from audiobrief.episode.model import Episode, author_of
from audiobrief.feed.kept import rows, show_key
from audiobrief.settings import Show
from audiobrief.storage import write_atomically
from audiobrief.words import words

if TYPE_CHECKING:
    from lxml import etree

PAGE_FILE: Final = "index.html"

_SOURCES: Final = (
    (__package__, "showpage.py"),
    ("audiobrief.pages", "__init__.py"),
    ("audiobrief.pages", "values.py"),
    ("audiobrief.pages", "macros.html"),
    ("audiobrief.pages", "row.html"),
    ("audiobrief.pages", "show.html"),
    ("audiobrief.pages", "page.css"),
)
"""The code that the page is made by."""


def write_show_page(
    show_folder: Path, show: Show, named: Iterable[Entry], adopted: Iterable[etree._Element]
) -> None:
    """Write index.html in the folder of a show, unless it is there just so.

    Args:
        show_folder: Where the episodes are.
        show: Its settings.
        named: The episodes that the feed names.
        adopted: Items of the feed that was taken over.

    Raises:
        EpisodeError: The record of an episode is damaged; the sentence names it.
        OSError: The page could not be written.
    """
    entries, items = list(named), list(adopted)
    key = show_key(show, *_SOURCES)
    made = rows(show_folder, "rows", key, entries, lambda episode: _row(show_folder, show, episode))
    dated = [(entry.moment, row) for entry, row in zip(entries, made, strict=True)]
    dated += [(_published(item), _adopted_row(show, item)) for item in items]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    wanted = hashlib.sha256("\0".join([key, *(row for _, row in dated)]).encode()).hexdigest()
    path = show_folder / PAGE_FILE
    if _is_there(path, wanted):
        return
    page = _page(show, [row for _, row in dated]).encode()
    write_atomically(path, page)
    # A cache that cannot be written costs time and nothing else.
    with contextlib.suppress(OSError):
        kept = {"of": wanted, "page": hashlib.sha256(page).hexdigest()}
        write_atomically(catalogue_path(show_folder, "page"), json.dumps(kept).encode())


def _is_there(path: Path, wanted: str) -> bool:
    """Return whether the page is there as it was made of the same rows: it needs no template."""
    try:
        kept = json.loads(catalogue_path(path.parent, "page").read_bytes())
        same = hashlib.sha256(path.read_bytes()).hexdigest() == kept["page"]
        return bool(same and kept["of"] == wanted)
    except (OSError, KeyError, TypeError, ValueError):
        return False


def _page(show: Show, listed: Iterable[str]) -> str:
    from audiobrief.pages import as_data, as_made, render, style
    from audiobrief.pages.values import Tongue

    ui = words(show.language)
    tongue = Tongue.between(ui.language, show.language)
    return render(
        "show.html",
        ui=ui.page,
        version=__version__,
        language=tongue.page,
        direction=tongue.direction,
        title=show.title,
        title_language=tongue.of(show.language),
        description=show.description,
        author=author_of(show),
        canonical=show.base_url,
        link=show.link if show.link.startswith(("http://", "https://")) else "",
        feed_address=f"{show.address}feed.xml",
        rights=f"© {show.copyright}" if show.copyright else "",
        style=style(),
        metadata=as_data(_metadata(show)),
        rows=as_made("\n".join(listed)),
    )


def _metadata(show: Show) -> dict[str, Any]:
    """Return what search engines are told of the show (schema.org, PodcastSeries)."""
    values = {
        "@context": "https://schema.org",
        "@type": "PodcastSeries",
        "name": show.title,
        "description": show.description,
        "url": show.base_url,
        "webFeed": f"{show.base_url}feed.xml" if show.base_url else "",
        "inLanguage": show.language,
        "author": {"@type": "Organization", "name": author_of(show)},
    }
    return {key: value for key, value in values.items() if value}


def _row(show_folder: Path, show: Show, episode: Episode) -> str:
    """Return what the page says of an episode."""
    from audiobrief.pages import render
    from audiobrief.pages.values import Tongue, downloads

    ui = words(show.language)
    tongue = Tongue.between(ui.language, show.language)
    base = f"{quote(episode.slug)}/"
    own = (each.path for each in episode.companions if each.form == "page")
    transcripts = (path for path, kind in episode.transcripts if kind == "text/html")
    return render(
        "row.html",
        title=episode.title,
        title_language=tongue.of(episode.language),
        href=base + quote(next(own, next(transcripts, episode.enclosure.path))),
        published=episode.published.isoformat(timespec="seconds"),
        date=ui.date(episode.published.date()),
        duration=ui.duration(episode.enclosure.duration_ms),
        summary=episode.summary,
        files=downloads(
            episode, ui, base, show_folder / episode.slug, episode.title, of_the_most_use=True
        ),
    )


def _adopted_row(show: Show, item: etree._Element) -> str:
    """Return what the page says of an episode that was made elsewhere."""
    from audiobrief.pages import render

    ui = words(show.language)
    title = (item.findtext("title") or item.findtext("guid") or "").strip()
    sounds = list(_sounds(item, ui.page["sound_file"], title))
    published = _published(item)
    page = (item.findtext("link") or "").strip()
    safe = page.startswith(("http://", "https://"))
    return render(
        "row.html",
        title=title,
        title_language=None,
        href=page if safe else next((each["href"] for each in sounds), "feed.xml"),
        published=published.isoformat(timespec="seconds"),
        date=ui.date(published.date()),
        duration="",
        summary="",
        files=sounds,
    )


def _sounds(item: etree._Element, name: str, title: str) -> Iterator[dict[str, Any]]:
    for sound in item.findall("enclosure"):
        address = sound.get("url", "")
        if address.startswith(("http://", "https://")):
            yield {
                "href": address,
                "title": name,
                "form": address.partition("?")[0].rpartition(".")[2].upper()[:4],
                "size": "",
                "media_type": sound.get("type", ""),
                "whole": False,
                "of": title,
            }


def _published(item: etree._Element) -> datetime:
    return parsedate_to_datetime(item.findtext("pubDate") or "")
