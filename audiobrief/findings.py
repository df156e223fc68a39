"""What a check can find: a table of rules, each with its weight and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

Level = Literal["error", "warning", "advice"]

Problem = tuple[str, str]
"""Name of a rule, and what is wrong as one whole sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a check found.

    Attributes:
        level: ``"error"`` where a listener or a directory is let down, ``"warning"`` where some
            are, ``"advice"`` where something good is missing.
        file: The file that it is about, or an address.
        sentence: What is wrong, as one whole sentence.
        rule: Name of the rule.
        source: Who asks for it.
    """

    level: Level
    file: Path | str
    sentence: str
    rule: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, how grave it is to break it, and who asks for it."""

    name: str
    level: Level
    source: str


def finding(rule: str, file: Path | str, sentence: str) -> Finding:
    """Return the finding that this rule is broken.

    Raises:
        KeyError: There is no such rule.
    """
    kept = RULES[rule]
    return Finding(level=kept.level, file=file, sentence=sentence, rule=rule, source=kept.source)


def in_order(found: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings, errors first."""
    return tuple(sorted(found, key=lambda each: _LEVELS.index(each.level)))


_LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "advice")

_TABLE: Final = """
XML 1.0
  error xml-well-formed
RSS 2.0
  error rss-version channel-title channel-link channel-description item-title address-absolute
  error guid-permalink enclosure-count enclosure-length element-once date-form
W3C Feed Validation Service
  error value-form
  warning element-unknown contact-form image-parts html-unsafe html-relative html-form
  warning self-location encoding-stated
  advice image-match
Apple Podcasts, RSS feed requirements
  error channel-language language-tag channel-category category-known channel-explicit
  error channel-image channel-items item-enclosure enclosure-type enclosure-extension
  error enclosure-unique explicit-value
  error guid-unique itunes-namespace duration-form number-form type-value episode-type serial-number
  warning text-length description-length switch-value address-spaces feed-size
  advice outer-spaces
Apple Podcasts, artwork requirements
  error artwork-format artwork-square artwork-size
  warning artwork-colour artwork-extension
Apple Podcasts, audio requirements
  error sound-stream sound-decodes sound-peak sound-loudness
  warning sound-rate sound-loudness-near
Apple Podcasts, hosting requirements
  error server-answer server-head server-range server-length server-type
Apple Podcasts, content guidelines (synthetic voices)
  error disclosure
Apple Podcasts, chapters
  warning notes-times
PSP-1, the podcast standards project's RSS specification
  error item-guid feed-encoding
  warning self-link enclosure-address
  advice channel-author channel-guid channel-locked item-description item-duration copyright-words
Spotify, delivery of podcasts
  error item-date
  warning owner-email
Podcasting 2.0 namespace
  error podcast-namespace podcast-guid-form locked-value medium-value transcript-address
  error transcript-type chapters-address chapters-type person-name soundbite-times license-known
  error alternate-enclosure integrity-form image-address
  warning person-taxonomy txt-length image-alt locked-owner transcript-language
  warning server-cors
  advice item-transcript address-secure
Podcasting 2.0, jsonChapters.md
  error chapters-json chapters-order chapters-times chapters-title
  warning chapters-first chapters-version
Podcasting 2.0, transcripts.md
  error transcript-json transcript-html
  warning caption-lines
WebVTT, W3C
  error vtt-form vtt-times vtt-order vtt-escapes
SubRip
  error srt-form srt-times srt-order
AntennaPod, which drops such episodes
  warning date-future enclosure-small srt-colon
Unicode
  warning text-damaged text-escaped-twice text-markup
EPUB 3.3, W3C
  error book-container book-files book-xml overlay-text overlay-duration
EPUB Accessibility 1.1, W3C
  error book-access
DAISY 2.02 Specification
  error daisy-ncc daisy-sound
Braille pages of 40 cells by 25 lines
  error braille-page
ID3v2.3 and the Chapter Frame Addendum
  error tag-missing tag-version tag-text tag-chapters tag-contents tag-order tag-chapter-title
  error tag-language tag-address
  warning tag-cover tag-cover-words tag-latin tag-split
ISO/IEC 11172-3 and the LAME tag
  error mp3-frames mp3-cut mp3-mixed
  warning mp3-junk mp3-info
audiobrief, files and formats
  error record segments file-missing file-size file-type file-digest sound-length sound-silent
  error sound-noise
  error times-segments words-segments chapters-episode chapters-speech transcript-episode
  error book-words book-times book-sound
  error feed-episode show-record path nothing transcript-end chapters-end tag-duration
  warning sound-length-near sound-silence date-order feed-order words-unfaithful
RFC 5322 and common sense
  warning date-past date-weekday
"""
"""A line with the source, then rows of a level and the names of rules."""


def _rules() -> Iterator[tuple[str, Rule]]:
    source = ""
    for row in _TABLE.strip().splitlines():
        if not row.startswith(" "):
            source = row
            continue
        word, *names = row.split()
        level: Level = "error" if word == "error" else "warning" if word == "warning" else "advice"
        yield from ((name, Rule(name=name, level=level, source=source)) for name in names)


RULES: Final[Mapping[str, Rule]] = MappingProxyType(dict(_rules()))
"""Name -> rule."""
