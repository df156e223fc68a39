"""Word documents and EPUB books: styles, captions, chapters; and archives that mean harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

import pytest

from audiobrief.errors import NoStoryError, SourceUnreadableError
from audiobrief.story import packed
from audiobrief.story.model import Role, Story, Wire
from audiobrief.story.sources import Reading, read_source, read_story

FIRST: Final = (
    "The harbour bridge in Port Lanning carried its first cars in nineteen months on Saturday,"
    " ending a detour of forty minutes."
)
SECOND: Final = (
    "Engineers first expected the work to take a year, but storms and a shortage of steel"
)
SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
STYLES: Final = (
    f"<w:styles {SPACES}>"
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>'
    '<w:style w:styleId="Eigene"><w:name w:val="Mine"/><w:basedOn w:val="Beschriftung"/></w:style>'
    '<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style></w:styles>'
)


def _p(text: str, style: str = "", more: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{more}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _zip(name: str, parts: dict[str, str | bytes]) -> str:
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            kind = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(part, content, kind)
    return name


def _word(*paragraphs: str, **more: str) -> str:
    body = f"<w:document {SPACES}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    parts = {f"word/{name}.xml": text for name, text in more.items()}
    return _zip("story.docx", {"word/document.xml": body, "word/styles.xml": STYLES, **parts})


def test_styles_say_what_is_what_in_every_language_of_word() -> None:
    picture = '<w:r><w:drawing><wp:docPr id="1" descr="A long green bridge"/></w:drawing></w:r>'
    story = read_story(
        _word(
            _p("Harbour bridge reopens", "berschrift1"),
            _p("By Jane Miller"),
            _p(FIRST),
            _p("", more=picture),
            _p("Cars cross the bridge on Saturday.", "Eigene"),
            _p("Now we can have breakfast first.", "Zitat"),
            _p(f"{SECOND} pushed it back."),
        )
    )
    assert story.headline == "Harbour bridge reopens"
    assert list(story.texts(Role.BYLINE)) == ["Jane Miller"]
    assert list(story.texts(Role.BODY)) == [FIRST, f"{SECOND} pushed it back."]
    assert list(story.texts(Role.QUOTE)) == ["Now we can have breakfast first."]
    (caption,) = (each for each in story.blocks if each.role is Role.CAPTION)
    assert caption.text == "Cars cross the bridge on Saturday."
    assert caption.image_alt == "A long green bridge"


def test_a_document_without_styles_begins_with_its_headline() -> None:
    story = read_story(
        _word(_p("Harbour bridge reopens after repair"), _p(FIRST), _p(SECOND + "."))
    )
    assert story.headline == "Harbour bridge reopens after repair"
    assert list(story.texts(Role.BODY)) == [FIRST, SECOND + "."]


def test_deleted_words_are_not_read_and_notes_are_told() -> None:
    deleted = "<w:del><w:r><w:delText>secret</w:delText></w:r></w:del>"
    twice = (
        "<mc:AlternateContent><mc:Choice><w:r><w:t>Boxed.</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>Boxed.</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    )
    notes = f"<w:footnotes {SPACES}><w:footnote>{_p('See page 3.')}</w:footnote></w:footnotes>"
    story = read_story(
        _word(
            _p("Harbour bridge reopens", "berschrift1"),
            _p(FIRST, more=deleted + twice),
            _p(SECOND + "."),
            footnotes=notes,
        )
    )
    words = " ".join(block.text for block in story.blocks)
    assert "secret" not in words
    assert words.count("Boxed.") == 1
    assert {b.text: b.reason for b in story.dropped}["See page 3."] == "it is a footnote"


def _page(title: str, *paragraphs: str) -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    )


def _epub(chapters: dict[str, str], **more: str | bytes) -> str:
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Lanning Post</dc:title>'
        f"<dc:language>en-GB</dc:language></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OPS/book.opf": book,
        **{f"OPS/{name}.xhtml": text for name, text in chapters.items()},
        **{f"META-INF/{name}.xml": text for name, text in more.items()},
    }
    return _zip("book.epub", parts)


CHAPTERS: Final = {
    "cover": _page("Cover"),
    "one": _page("Harbour bridge reopens after repair", FIRST, SECOND + "."),
    "two": _page("Rain is ahead on the coast", FIRST.replace("bridge", "road"), SECOND + "."),
}


def test_each_chapter_of_a_book_is_a_story() -> None:
    wire = read_source(_epub(CHAPTERS))
    assert isinstance(wire, Wire)
    assert [story.headline for story in wire.stories] == [
        "Harbour bridge reopens after repair",
        "Rain is ahead on the coast",
    ]
    assert wire.stories[0].publisher == "Lanning Post"
    assert wire.stories[0].language == "en-GB"
    assert "1 chapter was without a story" in wire.remarks[0].replace("Of book.epub ", "")
    first = read_source("book.epub", reading=Reading(newest=1))
    assert isinstance(first, Wire)
    assert len(first.stories) == 1


@pytest.mark.parametrize("algorithm", ["http://www.w3.org/2001/04/xmlenc#aes256-cbc", "x"])
def test_a_locked_book_is_one_sentence(algorithm: str) -> None:
    locked = f'<encryption><EncryptionMethod Algorithm="{algorithm}"/></encryption>'
    with pytest.raises(SourceUnreadableError, match="DRM"):
        read_source(_epub(CHAPTERS, encryption=locked))
    with pytest.raises(SourceUnreadableError, match="DRM"):
        read_source(_epub(CHAPTERS, rights="<rights/>"))
    fonts = locked.replace(algorithm, "http://www.idpf.org/2008/embedding")
    assert isinstance(read_source(_epub(CHAPTERS, encryption=fonts)), Wire)


def test_a_book_without_a_story_is_told() -> None:
    with pytest.raises(NoStoryError, match="none of its chapters"):
        read_source(_epub({"cover": _page("Cover")}))


def test_a_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten kilobytes that unpack to ten gigabytes must not fill the memory."""
    _word(_p("x" * 200_000))
    assert Path("story.docx").stat().st_size < 5_000
    monkeypatch.setattr(packed, "MAX_PART_BYTES", 100_000)
    with pytest.raises(SourceUnreadableError, match="unpacked"):
        read_story("story.docx")
    monkeypatch.setattr(packed, "MAX_PART_BYTES", 10_000_000)
    monkeypatch.setattr(packed, "MAX_ALL_BYTES", 1_000)
    with pytest.raises(SourceUnreadableError, match="unpacked"):
        read_source(_epub(CHAPTERS))


def test_a_size_that_lies_does_not_open_the_door() -> None:
    """The directory of an archive may state any size; what comes out is counted."""
    _word(_p("x" * 200_000))
    content = bytearray(Path("story.docx").read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    Path("story.docx").write_bytes(content)
    with pytest.raises((SourceUnreadableError, NoStoryError)):
        read_story("story.docx")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "entities"),
        ({"word/document.xml": "<a><b></a>"}, "damaged"),
        ({"word/documents.xml": "x"}, "without a Word document"),
    ],
)
def test_a_document_that_is_wrong_is_one_sentence(parts: dict[str, str], told: str) -> None:
    _zip("story.docx", dict(parts))
    with pytest.raises(SourceUnreadableError, match=told):
        read_story("story.docx")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    ["<w:p/>" * 30_000, "<w:p><w:r><w:t>a </w:t></w:r>" * 60 + "<w:r/>" * 90_000 + "</w:p>" * 60],
    ids=["many", "nested"],
)
def test_a_document_without_end_is_one_sentence(body: str) -> None:
    with pytest.raises(SourceUnreadableError, match="paragraphs"):
        read_story(_word(body))


def test_a_damaged_archive_is_one_sentence() -> None:
    whole = Path(_epub(CHAPTERS)).read_bytes()
    for content in (whole[:300], whole[:-400], whole[:60] + bytes(400) + whole[460:]):
        Path("book.epub").write_bytes(content)
        with pytest.raises(SourceUnreadableError) as failed:
            read_source("book.epub")
        assert str(failed.value).endswith(".")


def test_an_archive_from_standard_input_is_known_by_its_content() -> None:
    found = read_source("-", stdin=io.BytesIO(Path(_epub(CHAPTERS)).read_bytes()))
    assert isinstance(found, Wire)
    word = _word(_p("Harbour bridge reopens", "berschrift1"), _p(FIRST), _p(SECOND + "."))
    assert isinstance(read_source("-", stdin=io.BytesIO(Path(word).read_bytes())), Story)
