"""The channel of the feed: what is said of the show."""

from __future__ import annotations

from lxml import etree

from audiobrief import __version__
from audiobrief.episode.model import author_of, cover_alt, cover_name, disclosure
from audiobrief.feed.elements import add, limited, truth, value
from audiobrief.feed.identity import feed_address
from audiobrief.licences import LICENCES
from audiobrief.settings import Show


def add_channel(channel: etree._Element, show: Show, guid: str | None) -> None:
    """Add everything but dates and items."""
    link = show.link or show.address
    cover = show.address + cover_name(show)
    add(channel, "title", value(show.title))
    add(channel, "link", link)
    add(channel, "description", limited(show.description or f"{show.title}. {disclosure(show)}"))
    add(channel, "language", show.language.lower())
    if show.copyright:
        add(channel, "copyright", value(show.copyright))
    add(channel, "generator", f"audiobrief {__version__}")
    add(channel, "atom:link", href=feed_address(show), rel="self", type="application/rss+xml")
    image = add(channel, "image")
    for name, text in (("url", cover), ("title", value(show.title)), ("link", link)):
        add(image, name, text)
    add(channel, "itunes:author", value(author_of(show)))
    add(channel, "itunes:image", href=cover)
    _categories(channel, show)
    add(channel, "itunes:explicit", truth(show.explicit))
    add(channel, "itunes:type", "serial" if show.serial else "episodic")
    _podcasting(channel, show, guid)


def _categories(channel: etree._Element, show: Show) -> None:
    parent = channel
    for name in show.category:
        parent = add(parent, "itunes:category", text=value(name))


def _podcasting(channel: etree._Element, show: Show, guid: str | None) -> None:
    """Add who owns the show, and what Podcasting 2.0 says of it."""
    owned = bool(show.base_url and show.owner_email)
    if owned:
        owner = add(channel, "itunes:owner")
        add(owner, "itunes:name", value(author_of(show)))
        add(owner, "itunes:email", show.owner_email)
        add(channel, "podcast:locked", "yes", owner=show.owner_email)
    else:
        add(channel, "podcast:locked", "no")
    if guid:
        add(channel, "podcast:guid", guid)
    if show.licence:
        url = show.licence_url or LICENCES.get(show.licence, "")
        add(channel, "podcast:license", value(show.licence, 128), url=url)
    add_maker(channel, show)
    add_image(channel, show.address + cover_name(show), cover_alt(show))
    add(channel, "podcast:medium", "podcast")
    add(channel, "podcast:txt", "true", purpose="ai-content")


def add_maker(parent: etree._Element, show: Show) -> None:
    """Add who makes the show; role and group are of the Podcast Taxonomy."""
    if show.author:
        person = value(show.author, 128)
        add(parent, "podcast:person", person, role="managing editor", group="writing")


def add_image(parent: etree._Element, address: str, alt: str) -> None:
    """Add a square picture with its words; apps that know only ``itunes:image`` have no words."""
    add(
        parent,
        "podcast:image",
        href=address,
        alt=value(alt),
        aspect_ratio="1/1",
        type="image/jpeg",
        purpose="artwork",
    )
