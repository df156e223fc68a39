"""What a user may give by mistake, and the sentence that comes back."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from audiobrief.errors import NoStoryError, SourceUnreachableError, SourceUnreadableError
from audiobrief.story import sources
from audiobrief.story.encoding import decode
from audiobrief.story.model import Document, Role
from audiobrief.story.sources import read_document, read_story

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-bridge.txt"
TEXT = EXAMPLE.read_text(encoding="utf-8")


def test_the_example_that_ships() -> None:
    story = read_story(str(EXAMPLE))
    assert story.headline == "Harbor Bridge Reopens in Port Lanning After $48.6 Million Repair"
    assert list(story.texts(Role.SECTION)) == ["Local News"]
    assert len(list(story.texts(Role.CAPTION))) == 1
    assert len(list(story.texts(Role.BODY))) == 7
    assert len(list(story.texts(Role.CREDITS))) == 1
    assert [block.text for block in story.dropped] == ["Skip to main content"]
    assert story.language == "en"
    assert story.page is None


def test_standard_input() -> None:
    story = read_story("-", stdin=io.BytesIO(TEXT.encode()))
    assert story.headline.startswith("Harbor Bridge")
    assert story.address == "-"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert "town’s only hospital" in next(read_story(str(path)).texts(Role.BODY))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert "town’s only hospital" in next(read_story(str(path)).texts(Role.BODY))


def test_a_paragraph_in_another_encoding_is_read(tmp_path: Path) -> None:
    """An editor pastes from a mail, and half of the apostrophes are of another kind."""
    rows = TEXT.split("\n\n")
    mixed = "\n\n".join([*rows[:6], rows[6].replace("’", "\0"), *rows[7:]]).encode()
    path = tmp_path / "story.txt"
    path.write_bytes(mixed.replace(b"\0", b"\x92"))
    assert read_story(str(path)) == replace(read_story(str(EXAMPLE)), address=str(path))


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-7", "nonsense", "a\x00b"])
def test_utf_8_is_read_whatever_the_server_states(charset: str) -> None:
    """Many servers state what they were installed with; a listener would hear â, Euro, TM."""
    content = TEXT.encode()
    document = Document(content=content, media_type="text/plain", address="-", charset=charset)
    assert decode(document) == TEXT


def test_page_states_its_encoding(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
    head = '<!doctype html><html><head><meta charset="iso-8859-1"><title>Brücke</title></head>'
    path = tmp_path / "story.html"
    page = f"{head}<body><h1>Die Brücke ist offen seit heute</h1>{body}</body></html>"
    path.write_bytes(page.encode("cp1252"))
    assert read_story(str(path)).headline == "Die Brücke ist offen seit heute"


def test_page_without_the_ending_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "story"
    path.write_text("<!-- saved --><!DOCTYPE html><html><body><p>A</p></body></html>")
    assert read_document(str(path)).media_type == "text/html"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"ID3\x03\x00", "an MP3 sound file"),
        (b"\xff\xfb\x90\x64" * 9, "an MP3 sound file"),
        (b"text\x00more" * 20, "NUL bytes"),
        (bytes(range(128, 256)) * 20, "encoding that cannot be told"),
        ("Мост был закрыт всю зиму".encode("koi8-r"), "encoding that cannot be told"),
        (b"\xff\xfe" + "Bridge".encode("utf-16-le") + b"\x00", "damaged"),
    ],
)
def test_unreadable(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadableError, match=told) as caught:
        read_story(str(path))
    assert "story.txt" in str(caught.value)


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadableError, match="is a folder"):
        read_story(str(tmp_path))


@pytest.mark.parametrize("source", ["no-such-file.txt", "", "a\x00b", "ftp://example.org/a"])
def test_not_there(source: str) -> None:
    with pytest.raises(SourceUnreachableError):
        read_story(source)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_SOURCE_BYTES", 1_000)
    path = tmp_path / "story.txt"
    path.write_text("word " * 400)
    with pytest.raises(SourceUnreadableError, match="larger than"):
        read_document(str(path))


@pytest.mark.parametrize("kind", ["application/rss+xml", "application/atom+xml"])
def test_a_front_page_names_its_wire(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "index.html"
    link = f"<link href='https://x.example/wire?a=1&amp;b=2' rel=alternate type={kind}>"
    path.write_text(f"<!doctype html><html><head>{link}</head><body><h1>News today</h1></body>")
    with pytest.raises(NoStoryError, match=r"names a wire: https://x\.example/wire\?a=1&b=2\.$"):
        read_story(str(path))


def test_offline_refuses_addresses() -> None:
    with pytest.raises(SourceUnreachableError, match="--offline"):
        read_story("https://example.org/story", offline=True)


@pytest.mark.parametrize(
    "text",
    [
        "Menu\n\nSearch\n\nSign in\n",
        "Just three words\n",
        "<!doctype html><html><body></body></html>",
        "<!doctype html><html><body><h1>Our news today</h1><p>We use cookies.</p></body></html>",
        (
            "<!doctype html><html><head><title>x</title></head><body><script>var a = "
            "1</script></body></html>"
        ),
    ],
)
def test_no_story(tmp_path: Path, text: str) -> None:
    path = tmp_path / "story"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NoStoryError):
        read_story(str(path))


@pytest.mark.timeout(20)
def test_no_row_of_comments_can_hang_the_reader(tmp_path: Path) -> None:
    """A file of 150 bytes, twenty-two empty comments, once took a minute, a longer one years."""
    path = tmp_path / "story"
    path.write_text("<!---->" * 500 + f"x\n\n{TEXT}", encoding="utf-8")
    assert read_document(str(path)).media_type == "text/plain"
    path.write_text("<!-- a\n -->\n" * 20 + "<html><body>", encoding="utf-8")
    assert read_document(str(path)).media_type == "text/html"
