"""Messages and saved pages: the part that tells the most, its head, and names of attachments."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from audiobrief.errors import NoStoryError, SourceError, SourceUnreadableError
from audiobrief.story.model import Role, Story
from audiobrief.story.sources import read_story

FIRST = (
    "The harbour bridge in Port Lanning carried its first cars in nineteen months on Saturday,"
    " ending a detour of forty minutes."
)
SECOND = "“Now we can have breakfast first,” said Rosa Delmar, who sells crab near the east ramp."
TEXT = f"Harbour bridge reopens after a long repair\n\n{FIRST}\n\n{SECOND}\n"
PAGE = (
    f"<html><body><h1>Harbour bridge reopens after a long repair</h1><p>{FIRST}</p>"
    f"<figure><img src='cid:1' alt='A bridge'><figcaption>Cars cross the bridge on Saturday."
    f"</figcaption></figure><p>{SECOND}</p></body></html>"
)


def _message(text: str = TEXT, page: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = '"Jane Møller" <jane@lanning.example>'
    message["To"] = "newsroom@lanning.example"
    message["Subject"] = "Fwd: Harbour bridge reopens – at last"
    message["Date"] = "Sat, 14 Mar 2026 09:30:00 -0700"
    if text:
        message.set_content(text, cte="quoted-printable")
    if page and text:
        message.add_alternative(page, subtype="html")
    elif page:
        message.set_content(page, subtype="html", cte="base64")
    return message


def _read(message: EmailMessage, name: str = "story.eml") -> Story:
    Path(name).write_bytes(message.as_bytes())
    return read_story(name)


@pytest.mark.parametrize("name", ["story.eml", "story"])
def test_the_head_of_a_message_says_who_and_when(name: str) -> None:
    story = _read(_message(f"{FIRST}\n\n{SECOND}\n"), name)
    assert story.headline == "Harbour bridge reopens – at last"
    assert list(story.texts(Role.BYLINE)) == ["Jane Møller"]
    assert list(story.texts(Role.BODY)) == [FIRST, SECOND]
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-14T09:30:00-07:00"


@pytest.mark.parametrize("text", [TEXT, "", "This message is in HTML."])
def test_the_page_is_read_where_it_holds_as_much(text: str) -> None:
    story = _read(_message(text, PAGE))
    assert story.headline == "Harbour bridge reopens after a long repair"
    assert list(story.texts(Role.CAPTION)) == ["Cars cross the bridge on Saturday."]
    assert list(story.texts(Role.BODY)) == [FIRST, SECOND]


def test_the_text_is_read_where_the_page_holds_less() -> None:
    story = _read(_message(TEXT, "<html><body><p>Switch on pictures.</p></body></html>"))
    assert list(story.texts(Role.BODY)) == [FIRST, SECOND]


def test_attachments_are_told_and_not_read() -> None:
    message = _message()
    message.add_attachment("Secret text of the file.", filename="notes.txt")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="a b.jpg")
    story = _read(message)
    told = {block.text: block.reason for block in story.dropped}
    assert "attachment" in told["notes.txt"]
    assert "attachment" in told["a b.jpg"]
    assert "Secret" not in " ".join(block.text for block in (*story.blocks, *story.dropped))


def test_parts_may_be_in_different_encodings() -> None:
    content = TEXT.replace("bridge", "brücke").encode("cp1252")
    head = (
        b"From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: =?utf-8?q?Br=C3=BCcke_ist_offen?=\r\n"
    )
    kind = b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    Path("story.eml").write_bytes(head + kind + content)
    assert "brücke" in " ".join(read_story("story.eml").texts(Role.BODY))


def test_a_subject_in_an_encoding_that_is_none_is_shown_as_it_stands() -> None:
    message = _message(f"{FIRST}\n\n{SECOND}\n").as_bytes()
    head, _, rest = message.partition(b"Subject: ")
    Path("story.eml").write_bytes(
        head + b"Subject: Bridge =?\xd6tf-8?q?opens?= now today\n" + rest.partition(b"\n")[2]
    )
    assert read_story("story.eml").headline.startswith("Bridge")


def test_a_text_with_rows_like_fields_is_no_message() -> None:
    Path("story.txt").write_text(f"Title: Bridge opens\nDate: today\n\n{TEXT}", encoding="utf-8")
    assert read_story("story.txt").headline.startswith("Harbour bridge")


def test_an_encrypted_or_empty_message_is_one_sentence() -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message["From"] = "a@b.example"
    message["Content-Type"] = "application/pkcs7-mime"
    with pytest.raises(SourceUnreadableError, match="encrypted"):
        _read(message)
    with pytest.raises(NoStoryError):
        _read(_message(" "))


def test_a_saved_page_is_read_under_its_own_address() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "https://lanning.example/bridge"
    message["Subject"] = "Harbour bridge"
    message["MIME-Version"] = "1.0"
    message.set_content(PAGE, subtype="html", cte="quoted-printable")
    message.make_related()
    story = _read(message, "page.mhtml")
    assert story.address == "https://lanning.example/bridge"
    assert list(story.texts(Role.CAPTION)) == ["Cars cross the bridge on Saturday."]


@pytest.mark.parametrize(
    "content",
    [
        b"MIME-Version: 1.0\nSubject: " + b"=?utf-8?q?" * 4000 + b"\n\nHello",
        b"MIME-Version: 1.0\nFrom: " + b"(" * 9000 + b"\n\nHello",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 9_000,
        b"MIME-Version: 1.0\n" + b"X-Field: words\n" * 90_000 + b"\nHello",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed;" + b"\n a=b;" * 9_000 + b"\n\nHello",
        b"MIME-Version: 1.0\nDate: Sat, 99 Foo 99999999 99:99\n\nHello",
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe\x00",
        b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=a\x00b\n\n\xe9 words",
    ],
)
def test_a_broken_message_is_one_error(content: bytes) -> None:
    Path("story.eml").write_bytes(content)
    with pytest.raises(SourceError) as failed:
        read_story("story.eml")
    assert str(failed.value).endswith(".")
