"""A small cast and a server that answers as Google Translate does."""

from __future__ import annotations

import base64
import json
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from audiobrief.profiles import VoiceProfile
from audiobrief.sound.mp3 import mp3_bytes
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Utterance


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for its turn at an online service."""
    monkeypatch.setenv("AUDIOBRIEF_GTTS_PER_MINUTE", "1000000")


@pytest.fixture
def beeper() -> dict[str, VoiceProfile]:
    """A cast of which everybody beeps."""
    return {"anchor": VoiceProfile(name="anchor", engine="tone")}


def _spoken_mp3(text: str) -> bytes:
    clip, _ = ToneEngine().speak(Utterance(text=text, language="en"))
    return mp3_bytes(clip)


def translate_answer(sound: bytes) -> bytes:
    """Return an answer in the form of batchexecute, with its lengths and its closing rows."""
    row = ["wrb.fr", "jQ1olc", json.dumps([base64.b64encode(sound).decode()]), None, None, None]
    first = json.dumps([[*row, "generic"]])
    last = json.dumps([["di", 37], ["af.httprm", 37, "1", 9]])
    return f")]}}'\n\n{len(first)}\n{first}\n{len(last)}\n{last}\n".encode()


@dataclass
class Translator:
    """The server: what it was asked, and what it answers instead of speech, once each.

    Attributes:
        url: Where it listens.
        texts: The pieces that it was asked to speak.
        asked: The decoded parameters of each request.
        faults: (status, fields, body); a body of None closes the connection half-way.
    """

    url: str = ""
    texts: list[str] = field(default_factory=list)
    asked: list[list[Any]] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str], bytes | None]] = field(default_factory=list)


def _serve(translator: Translator, context: ssl.SSLContext | None) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            parameters = json.loads(json.loads(parse_qs(body)["f.req"][0])[0][0][1])
            translator.asked.append(parameters)
            translator.texts.append(parameters[0])
            status, fields, content = 200, dict[str, str](), b""
            if translator.faults:
                status, fields, planned = translator.faults.pop(0)
                if planned is None:
                    self.send_response(200)
                    self.send_header("Content-Length", "100000")
                    self.end_headers()
                    self.wfile.write(b")]}'")
                    self.close_connection = True
                    return
                content = planned
            else:
                content = translate_answer(_spoken_mp3(parameters[0]))
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Keep quiet where a client does not trust us and goes away."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


@pytest.fixture
def translator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Translator]:
    """A server on this machine that beeps as Google Translate would speak."""
    monkeypatch.setenv("NO_PROXY", "*")
    translator = Translator()
    server = _serve(translator, None)
    translator.url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield translator
    server.shutdown()
    server.server_close()


@pytest.fixture
def distrusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, judge: Callable[[str], str]
) -> Iterator[tuple[Translator, Path]]:
    """The same over TLS, with a certificate that nobody vouches for, and that certificate."""
    openssl = judge("openssl")
    monkeypatch.setenv("NO_PROXY", "*")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    translator = Translator()
    server = _serve(translator, context)
    translator.url = f"https://localhost:{server.server_address[1]}/"
    yield translator, certificate
    server.shutdown()
    server.server_close()
