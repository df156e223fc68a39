"""What search engines and voice assistants are told of an episode (schema.org, as JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from audiobrief.episode.companions.model import Manuscript, Part
from audiobrief.episode.model import author_of
from audiobrief.pages.values import iso_duration
from audiobrief.story.model import Role

SPEAKABLE_MS: Final = 30_000
"""How much is to be read aloud of a page at most: 20 to 30 seconds (Google, "speakable")."""


def page_data(manuscript: Manuscript, canonical: str) -> dict[str, Any]:
    """Return what the page itself says: its article, or its episode with an article a story."""
    stories = [part for part in manuscript.parts if part.item is not None]
    if len(stories) == 1:
        return article_data(manuscript, canonical)
    episode = manuscript.episode
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "PodcastEpisode",
            "name": episode.title,
            "description": episode.summary,
            "url": canonical,
            "datePublished": episode.published.isoformat(timespec="seconds"),
            "inLanguage": episode.language,
            "partOfSeries": _series(manuscript),
            "associatedMedia": _sound(manuscript, canonical),
            "hasPart": [_article(manuscript, story, canonical) for story in stories],
        }
    )


def article_data(
    manuscript: Manuscript, canonical: str, *, embedded: bool = False
) -> dict[str, Any]:
    """Return the first story as a NewsArticle with its sound.

    Args:
        manuscript: The episode.
        canonical: Address of its page, or ``""``.
        embedded: Whether it stands on a page of the newsroom's own, which has no sentences with
            our ids: then title and description of that page are what can be spoken.
    """
    story = next(part for part in manuscript.parts if part.item is not None)
    article = _article(manuscript, story, canonical)
    if embedded:
        article["speakable"] = {
            "@type": "SpeakableSpecification",
            "xpath": ["/html/head/title", "/html/head/meta[@name='description']/@content"],
        }
    return _filled(
        {
            "@context": "https://schema.org",
            **article,
            "audio": _sound(manuscript, canonical),
            "isPartOf": _series(manuscript),
        }
    )


def _article(manuscript: Manuscript, story: Part, canonical: str) -> dict[str, Any]:
    episode = manuscript.episode
    publisher = {"@type": "NewsMediaOrganization", "name": story.publisher}
    return _filled(
        {
            "@type": "NewsArticle",
            "headline": story.title or episode.title,
            "mainEntityOfPage": story.address
            if story.address.startswith(("http://", "https://"))
            else canonical,
            "datePublished": episode.published.isoformat(timespec="seconds"),
            "dateModified": (episode.modified or episode.published).isoformat(timespec="seconds"),
            "inLanguage": _language(story) or episode.language,
            "author": [{"@type": "Person", "name": name} for name in episode.people],
            "publisher": publisher if story.publisher else None,
            "speakable": {
                "@type": "SpeakableSpecification",
                "cssSelector": [f"#{cue}" for cue in _speakable(manuscript, story)],
            },
        }
    )


def _language(story: Part) -> str:
    return next((line.language for line in story.lines if line.role is Role.HEADLINE), "")


def _speakable(manuscript: Manuscript, story: Part) -> Iterable[str]:
    """Yield the ids of headline and first sentences, as many as half a minute holds."""
    spent = 0
    for line in story.lines:
        if line.role in {Role.HEADLINE, Role.SUMMARY, Role.BODY}:
            spent += manuscript.ms(line.end_frames) - manuscript.ms(line.start_frames)
            if spent > SPEAKABLE_MS and line.role is not Role.HEADLINE:
                return
            yield line.cue


def _series(manuscript: Manuscript) -> dict[str, Any]:
    show = manuscript.show
    return _filled(
        {
            "@type": "PodcastSeries",
            "name": show.title,
            "webFeed": f"{show.base_url}feed.xml" if show.base_url else "",
            "author": {"@type": "Organization", "name": author_of(show)},
        }
    )


def _sound(manuscript: Manuscript, canonical: str) -> dict[str, Any]:
    episode = manuscript.episode
    sound = episode.enclosure
    return _filled(
        {
            "@type": "AudioObject",
            "name": episode.title,
            "contentUrl": canonical + quote(sound.path),
            "encodingFormat": sound.media_type,
            "contentSize": str(sound.length_bytes),
            "duration": iso_duration(sound.duration_ms),
            "uploadDate": episode.published.isoformat(timespec="seconds"),
            "inLanguage": episode.language,
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that say something."""
    return {key: value for key, value in values.items() if value}
