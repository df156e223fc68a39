"""The story as it was printed: blocks with their roles, and what was left out of it.

Imported by every later stage, so it needs the standard library alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a printed block is; ``CONTINUITY`` marks words that the show adds to it."""

    SECTION = "section"
    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    SUMMARY = "summary"
    BODY = "body"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    CAPTION = "caption"
    CREDITS = "credits"
    FURNITURE = "furniture"
    CONTINUITY = "continuity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a source gave us, before it is understood.

    Attributes:
        content: The bytes as they came.
        media_type: Such as ``"text/html"``, in lower case, without parameters.
        address: The path or address, ``"-"`` for standard input.
        charset: The encoding that the transport stated, or None.
        etag: What the server calls this state of it, or None.
        last_modified: When the server says that it changed, as it was written, or None.
    """

    content: bytes
    media_type: str
    address: str
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of the story, or of what was dropped from it.

    Attributes:
        role: What the paragraph is.
        text: Its words, white space folded to single spaces.
        line: Line of the source on which it begins, counted from 1; 0 where there is none.
        language: BCP 47 tag where it differs from the story's, else None.
        image: Address of the picture that a caption belongs to, or None.
        image_alt: The picture's alternative text, or None.
        credit: The credit split off a caption ("AP Photo/Name"), or None.
        confidence: 0.0 to 1.0: how sure the rule is.
        rule: Name of the rule that decided.
        reason: Why the block was dropped; ``""`` for a block that was not.
    """

    role: Role
    text: str
    line: int = 0
    language: str | None = None
    image: str | None = None
    image_alt: str | None = None
    credit: str | None = None
    confidence: float = 1.0
    rule: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"a {self.role} block has no words")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is {self.confidence}, not 0..1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A printed news story. No word of the source is lost: it is in blocks or in dropped.

    Attributes:
        blocks: In the order of the story; one of them is the headline.
        dropped: Menus, adverts and other furniture, each with its reason.
        language: BCP 47 tag.
        publisher: Name of who printed it, or None.
        published: When it was first printed, with its zone, or None.
        modified: When it was last changed, with its zone, or None.
        address: Canonical address of the page, else the path; ``"-"`` for standard input.
        excerpt: Whether the source gave no more than a summary or the beginning of it.
        read_from: Path or address of what was read, or ``""``: a page that was saved has another
            address. It is no part of what was printed, and equal stories may differ in it.

    Raises:
        ValueError: There is not exactly one headline, or a time has no zone.
    """

    blocks: tuple[Block, ...]
    dropped: tuple[Block, ...] = ()
    language: str
    publisher: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    address: str = ""
    excerpt: bool = False
    read_from: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        headlines = sum(block.role is Role.HEADLINE for block in self.blocks)
        if headlines != 1:
            raise ValueError(f"a story has one headline, not {headlines}")
        for moment in (self.published, self.modified):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"the time {moment} has no zone")

    @property
    def headline(self) -> str:
        """The words of the headline."""
        return next(self.texts(Role.HEADLINE))

    def texts(self, role: Role) -> Iterator[str]:
        """Yield the text of each block of this role, in the order of the story."""
        return (block.text for block in self.blocks if block.role is role)

    @property
    def page(self) -> str | None:
        """The canonical address where the story came from the web, else None."""
        return self.address if self.address.startswith(("http://", "https://")) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Several stories from one source: a wire that we read, or a book of chapters.

    Attributes:
        stories: In the order of the source; at least one.
        title: Its name, or None.
        address: From where it came.
        remarks: Sentences on what of it was not read, or not as it should be.
        digest: Equal for equal content of the source; ``""`` where nobody may ask for it again.
        retry: Whether asking again may give more: the page of an entry could not be fetched.

    Raises:
        ValueError: There is no story.
    """

    stories: tuple[Story, ...]
    title: str | None = None
    address: str = ""
    remarks: tuple[str, ...] = ()
    digest: str = ""
    retry: bool = False

    def __post_init__(self) -> None:
        if not self.stories:
            raise ValueError("a wire without a story")
