"""Fetching, tried on a server of this machine; no test leaves it."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from audiobrief import __version__
from audiobrief.errors import SourceError, SourceUnreachableError, SourceUnreadableError
from audiobrief.story import fetch as room
from audiobrief.story import hosts
from audiobrief.story.fetch import fetch
from audiobrief.story.sources import read_document

PAGE: Final = b"<!doctype html><html><body><h1>Ferry strike ends</h1></body></html>"


class Desk(BaseHTTPRequestHandler):
    """Answers as the path says, and keeps what it was asked."""

    protocol_version = "HTTP/1.0"
    asked: Final[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        kind, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        getattr(self, f"answer_{kind}")(rest)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self, _: str) -> None:
        self.send(200, PAGE, Content_Type="text/html; charset=ISO-8859-1")

    def answer_type(self, rest: str) -> None:
        self.send(200, PAGE, Content_Type=rest)

    def answer_status(self, rest: str) -> None:
        self.send(int(rest))

    def answer_on(self, rest: str) -> None:
        self.send(302, Location=f"/on/{int(rest) - 1}" if int(rest) else "/page#top")

    def answer_to(self, rest: str) -> None:
        self.send(301, Location=rest)

    def answer_nowhere(self, _: str) -> None:
        self.send(302)

    def answer_busy(self, rest: str) -> None:
        times = sum(path == self.path for path, _ in self.asked)
        if times <= int(rest):
            self.send(503)
        else:
            self.answer_page("")

    def answer_later(self, rest: str) -> None:
        self.send(503, Retry_After=rest.replace("_", " "))

    def answer_packed(self, rest: str) -> None:
        self.send(200, PAGE, Content_Type="text/html", Content_Encoding=rest.replace("_", ", "))

    def answer_state(self, rest: str) -> None:
        known = self.headers.get("If-None-Match") == rest
        self.send(304 if known else 200, b"" if known else PAGE, ETag=rest)

    def answer_wire(self, rest: str) -> None:
        self.send(200, b"<rss version='2.0'><channel/></rss>", Content_Type=rest)

    def answer_large(self, _: str) -> None:
        self.send(200, b"word " * 3_000, Content_Type="text/plain")

    def answer_bomb(self, _: str) -> None:
        body = gzip.compress(b"\0" * 50_000_000)
        self.send(200, body, Content_Type="text/html", Content_Encoding="gzip")

    def answer_damaged(self, _: str) -> None:
        self.send(200, b"\x1f\x8bnonsense", Content_Type="text/html", Content_Encoding="gzip")

    def answer_slow(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _each in range(20):
            self.wfile.write(b"word " * 20_000)
            self.wfile.flush()
            time.sleep(0.05)

    def answer_drip(self, rest: str) -> None:
        """A byte now and then for a minute, in the place that the address names."""
        starts = {
            "status": "HTT",
            "field": "HTTP/1.1 200 OK\r\nX-Slow: ",
            "page": "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
            "known": "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
            "chunk": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "target": "HTTP/1.1 302 Found\r\nLocation: /page",
        }
        self.wfile.write(starts[rest].encode())
        for _each in range(1_200):
            self.wfile.write(b"1")
            self.wfile.flush()
            time.sleep(0.05)

    def answer_never(self, _: str) -> None:
        time.sleep(60)

    def answer_empty(self, _: str) -> None:
        self.send(200, b" \n", Content_Type="text/html")


class Quiet(ThreadingHTTPServer):
    """A server that says nothing when a reader goes away in the middle."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with Quiet(("127.0.0.1", 0), Desk) as desk:
        thread = threading.Thread(target=desk.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{desk.server_address[1]}"
        desk.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BACKOFF_S", 0.01)
    monkeypatch.delenv("AUDIOBRIEF_ALLOW_LOCAL", raising=False)
    Desk.asked.clear()


def test_page(server: str) -> None:
    found = fetch(f"{server}/page?a=1#part", allow_local=True)
    assert found.content == PAGE
    assert found.media_type == "text/html"
    assert found.charset == "ISO-8859-1"
    assert found.address == f"{server}/page?a=1"
    path, headers = Desk.asked[0]
    assert path == "/page?a=1"
    assert headers["User-Agent"].startswith(f"audiobrief/{__version__} ")
    assert headers["Host"] == server.removeprefix("http://")


def test_local_machines_are_refused_unless_asked_for(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceUnreachableError, match="allow-local"):
        fetch(f"{server}/page")
    assert not Desk.asked
    monkeypatch.setenv("AUDIOBRIEF_ALLOW_LOCAL", "1")
    assert read_document(f"{server}/page").content == PAGE


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104, an address that has to be refused
        "224.0.0.1",
        "240.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_every_number_of_a_name_is_checked(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One public number beside a private one does not open the door."""

    def resolved(*_: object, **__: object) -> list[tuple[object, ...]]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))
        return [public, (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (number, 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with pytest.raises(SourceUnreachableError, match="local network"):
        fetch("http://name.example/page")


def test_name_is_resolved_once_and_that_number_is_used(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its number between check and use leads nowhere else."""
    port = int(server.rpartition(":")[2])
    names: list[str] = []
    real = socket.getaddrinfo

    def resolved(host: str, *more: object, **named: object) -> object:
        if host == "name.example":
            names.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return real(host, *more, **named)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert fetch(f"http://name.example:{port}/page", allow_local=True).content == PAGE
    assert names == ["name.example"]
    assert Desk.asked[0][1]["Host"] == f"name.example:{port}"


def test_redirects_are_followed_up_to_five(server: str) -> None:
    assert fetch(f"{server}/on/3", allow_local=True).address == f"{server}/page"
    with pytest.raises(SourceUnreachableError, match="more than 5 times"):
        fetch(f"{server}/on/9", allow_local=True)


def test_redirect_to_a_local_machine_is_refused(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.rpartition(":")[2])
    monkeypatch.setattr(hosts, "is_public", lambda number: number == "127.0.0.1")
    with pytest.raises(SourceUnreachableError, match=r"10\.0\.0\.7"):
        fetch(f"http://127.0.0.1:{port}/to/http://10.0.0.7/secret")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://a/"])
def test_redirect_to_another_scheme_is_refused(server: str, target: str) -> None:
    with pytest.raises(SourceUnreachableError, match="no http or https"):
        fetch(f"{server}/to/{target}", allow_local=True)


def test_redirect_without_a_target(server: str) -> None:
    with pytest.raises(SourceUnreachableError, match="without saying where"):
        fetch(f"{server}/nowhere", allow_local=True)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_errors_name_the_status_and_are_not_asked_again(server: str, status: int) -> None:
    with pytest.raises(SourceUnreachableError, match=str(status)):
        fetch(f"{server}/status/{status}", allow_local=True)
    assert len(Desk.asked) == 1


def test_busy_server_is_asked_three_times(server: str) -> None:
    assert fetch(f"{server}/busy/2", allow_local=True).content == PAGE
    Desk.asked.clear()
    with pytest.raises(SourceUnreachableError, match="503"):
        fetch(f"{server}/busy/9", allow_local=True)
    assert len(Desk.asked) == 3


@pytest.mark.parametrize("wait", ["3600", "Fri,_31_Dec_9999_23:59:59_GMT"])
def test_a_server_that_wants_to_be_left_alone_is_not_asked_again(server: str, wait: str) -> None:
    with pytest.raises(SourceUnreachableError, match="asks to be left alone"):
        fetch(f"{server}/later/{wait}", allow_local=True)
    assert len(Desk.asked) == 1


def test_a_wait_that_makes_no_sense_is_no_wait(server: str) -> None:
    with pytest.raises(SourceUnreachableError, match="503"):
        fetch(f"{server}/later/soon", allow_local=True)
    assert len(Desk.asked) == 3


@pytest.mark.parametrize("packed", ["br", "zstd", "gzip_gzip", "compress"])
def test_a_page_packed_in_another_way_is_refused(server: str, packed: str) -> None:
    """It would be read as noise, or unpack without end."""
    with pytest.raises(SourceUnreadableError, match="not asked for"):
        fetch(f"{server}/packed/{packed}", allow_local=True)


def test_what_did_not_change_is_what_is_known(server: str) -> None:
    known = fetch(f"{server}/state/one", allow_local=True)
    assert known.etag == "one"
    assert fetch(f"{server}/state/one", allow_local=True, known=known) is known
    with pytest.raises(SourceUnreachableError, match="304"):
        fetch(f"{server}/status/304", allow_local=True)


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml", "application/octet-stream"])
def test_wires_are_known_by_their_content(server: str, kind: str) -> None:
    found = fetch(f"{server}/wire/{kind}", allow_local=True)
    assert found.media_type == "application/rss+xml"


def test_xml_that_is_no_wire_is_refused(server: str) -> None:
    with pytest.raises(SourceUnreadableError, match="application/feed"):
        fetch(f"{server}/type/application/feed+json", allow_local=True)


def test_we_say_who_we_are_and_whom_to_ask(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBRIEF_CONTACT", "newsroom@example.org\r\nX-Evil: 1")
    fetch(f"{server}/page", allow_local=True)
    named = Desk.asked[0][1]
    assert named["User-Agent"].startswith(f"audiobrief/{__version__} (")
    assert "newsroom@example.org" in named["User-Agent"]
    assert "X-Evil" not in named


def test_size_is_limited_after_decompression(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceUnreadableError, match="larger than 10 MB"):
        fetch(f"{server}/bomb", allow_local=True)
    monkeypatch.setattr(room, "MAX_BYTES", 10_000)
    with pytest.raises(SourceUnreadableError, match="larger than"):
        fetch(f"{server}/large", allow_local=True)


@pytest.mark.timeout(10)
def test_time_is_limited(server: str) -> None:
    with pytest.raises(SourceUnreachableError, match="too long"):
        fetch(f"{server}/slow", allow_local=True, total_s=0.2)


DRIPS: Final = ["status", "field", "page", "known", "chunk", "target"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("place", DRIPS)
def test_a_server_that_drips_is_left(server: str, place: str) -> None:
    """No byte comes late enough for a time-out, and the minute would never be noticed."""
    with pytest.raises(SourceUnreachableError, match="too long"):
        fetch(f"{server}/drip/{place}", allow_local=True, total_s=0.4)
    assert len(Desk.asked) == 1


@pytest.mark.timeout(20)
@pytest.mark.parametrize("limit", ["READ_TIMEOUT_S", "total_s"])
def test_a_server_that_never_answers_is_left(
    server: str, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    if limit == "total_s":
        with pytest.raises(SourceUnreachableError, match="too long"):
            fetch(f"{server}/never", allow_local=True, total_s=0.2)
        return
    monkeypatch.setattr(room, limit, 0.1)
    with pytest.raises(SourceUnreachableError, match="did not answer in time"):
        fetch(f"{server}/never", allow_local=True)
    assert len(Desk.asked) == room.MAX_TRIES


def test_damaged_compression(server: str) -> None:
    with pytest.raises(SourceUnreachableError, match="damaged"):
        fetch(f"{server}/damaged", allow_local=True)


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "audio/mpeg", "application/json"])
def test_other_types_are_refused(server: str, kind: str) -> None:
    with pytest.raises(SourceUnreadableError, match=kind):
        fetch(f"{server}/type/{kind}", allow_local=True)


@pytest.mark.parametrize("kind", ["text/html", "application/xhtml+xml", "text/plain", ""])
def test_pages_and_plain_text_are_read(server: str, kind: str) -> None:
    assert fetch(f"{server}/type/{kind}", allow_local=True).media_type == "text/html"


def test_empty_page(server: str) -> None:
    with pytest.raises(SourceUnreadableError, match="empty"):
        fetch(f"{server}/empty", allow_local=True)


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "http://[::1",
        "http://name.example:99999/",
        "http://user:secret@name.example/",
        "https://" + "a" * 80 + ".example/",
        "http://no-such-name.invalid/",
    ],
)
def test_wrong_addresses(address: str) -> None:
    with pytest.raises(SourceError) as caught:
        fetch(address)
    assert "secret" not in str(caught.value)


def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceUnreachableError, match="it refuses the connection"):
        fetch(f"http://127.0.0.1:{port}/", allow_local=True)


def _resolve(monkeypatch: pytest.MonkeyPatch, port: int, *numbers: str) -> None:
    """Let every name under .example have these numbers."""
    found = [
        (socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM, 6, "",
         (number, port))
        for number in numbers
    ]  # fmt: skip
    real = socket.getaddrinfo

    def resolved(host: str, *more: object, **named: object) -> object:
        return found if host.endswith(".example") else real(host, *more, **named)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def test_every_number_is_tried_in_turn(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where IPv6 is broken, as with many readers at home, the page comes over IPv4."""
    port = int(server.rpartition(":")[2])
    _resolve(monkeypatch, port, "::1", "127.0.0.1")
    assert fetch(f"http://name.example:{port}/page", allow_local=True).content == PAGE
    assert len(Desk.asked) == 1


def test_a_number_that_answered_is_the_last(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(server.rpartition(":")[2])
    _resolve(monkeypatch, port, "127.0.0.1", "::1")
    with pytest.raises(SourceUnreachableError, match="404"):
        fetch(f"http://name.example:{port}/status/404", allow_local=True)
    assert len(Desk.asked) == 1


def test_a_silent_number_is_passed_over(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kinds of number alternate, so that a site's four of IPv6 do not use up the minute."""
    port = int(server.rpartition(":")[2])
    _resolve(monkeypatch, port, "2001:db8::1", "2001:db8::2", "127.0.0.1", "2001:db8::1")
    real = socket.socket.connect
    tried: list[str] = []

    def connect(self: socket.socket, place: tuple[str, int]) -> None:
        tried.append(place[0])
        if ":" in place[0]:
            raise TimeoutError
        real(self, place)

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert fetch(f"http://name.example:{port}/page", allow_local=True).content == PAGE
    assert tried == ["2001:db8::1", "127.0.0.1"]


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_not_used(server: str, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It would go wherever it likes, and nobody could check the number."""
    monkeypatch.setenv(name, f"{server}/status/500")
    assert fetch(f"{server}/page", allow_local=True).content == PAGE
    assert [path for path, _ in Desk.asked] == ["/page"]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """A server with a certificate for name.example, and the file of that certificate."""
    if shutil.which("openssl") is None:
        if os.environ.get("CI"):
            pytest.fail("openssl is missing, and CI has to try certificates")
        pytest.skip("openssl is missing; it makes the certificate for this test")
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    arguments = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=name.example",
    ]
    names = ["-addext", "subjectAltName=DNS:name.example"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        ["openssl", "req", *arguments, *names, *files], check=True, capture_output=True, timeout=60
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Quiet(("127.0.0.1", 0), Desk) as desk:
        desk.socket = context.wrap_socket(desk.socket, server_side=True)
        thread = threading.Thread(target=desk.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield int(desk.server_address[1]), certificate
        desk.shutdown()
        thread.join()


def test_certificate_is_verified_under_the_name_not_the_number(
    secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, certificate = secure
    _resolve(monkeypatch, port, "127.0.0.1")
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    assert fetch(f"https://name.example:{port}/page", allow_local=True).content == PAGE
    with pytest.raises(SourceUnreachableError, match="certificate"):
        fetch(f"https://other.example:{port}/page", allow_local=True)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("place", ["field", "page"])
def test_a_server_that_drips_behind_a_certificate_is_left(
    secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    port, certificate = secure
    _resolve(monkeypatch, port, "127.0.0.1")
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    with pytest.raises(SourceUnreachableError, match="too long"):
        fetch(f"https://name.example:{port}/drip/{place}", allow_local=True, total_s=1.0)


def test_unknown_certificate_is_refused(
    secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, _ = secure
    _resolve(monkeypatch, port, "127.0.0.1")
    Desk.asked.clear()
    with pytest.raises(SourceUnreachableError, match="certificate"):
        fetch(f"https://name.example:{port}/page", allow_local=True)
    assert not Desk.asked
