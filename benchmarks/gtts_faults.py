"""Makes an episode with gTTS against a server that fails in one way, and says what came of it.

    python benchmarks/gtts_faults.py [--only WORD] [--parallel 100]

For each fault: requests that the server saw, exit status, the remark or the error on standard
error, what is in output/ and which engines spoke; once with the fallback and once without
(--no-fallback). The server is on this machine, and the package gTTS makes every request. Time-outs
are those of the program divided by 20, else the whole would take an hour. At the end so many builds
at once meet a server that answers 429, each a process of its own and all with one cache; they run
when nobody else needs the machine. Needs openssl for the certificate, and a POSIX system.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import os
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from audiobrief.sound.clip import Clip
from audiobrief.sound.codec import wav_bytes
from audiobrief.sound.mp3 import mp3_bytes
from audiobrief.speech.engines.tone import ToneEngine
from audiobrief.speech.model import Utterance

STORY = """Harbour bridge opens

The new bridge over the harbour opened on Tuesday, said the mayor, Anna Maria Lindqvist.

It took three years to build, and cost less than was planned.
"""

RUN = """
import os, sys
if sys.argv.pop(1) == "idle":
    os.nice(19)
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
from audiobrief.speech.engines import gtts as room
room.CONNECT_S, room.READ_S, room.ANSWER_S = 0.5, 1.5, 3.0
from audiobrief.cli import main
main(sys.argv[1:], prog_name="audiobrief")
"""
"""The command line with the time-outs of 10, 30 and 60 seconds divided by 20; idle: it gives way to
all other work of the machine, as a hundred at once must."""

Answer = Callable[["Line", str], None]
"""What the server does with a request: (the connection, the words that it is to speak)."""


class Line(BaseHTTPRequestHandler):
    """A connection to the server."""

    server: Server

    def do_POST(self) -> None:
        """Read the words, and answer as the fault asks."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        words = json.loads(json.loads(parse_qs(body)["f.req"][0])[0][0][1])[0]
        with self.server.lock:
            self.server.asked_s.append(time.monotonic())
        with contextlib.suppress(OSError):  # The client goes away: that is wanted.
            self.server.answer(self, words)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def tell(self, status: int, content: bytes = b"", retry_after: str = "") -> None:
        """Send a whole answer."""
        self.send_response(status)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """A server on this machine that fails as it is told, and counts."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, answer: Answer, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.answer = answer
        self.asked_s: list[float] = []
        self.lock = threading.Lock()
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def asked(self) -> int:
        """How many requests came."""
        return len(self.asked_s)

    def handle_error(self, *_: object) -> None:
        """Keep quiet where a client does not trust us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A way to fail: its name, what the server does, and the scheme that is spoken."""

    name: str
    answer: Answer
    scheme: str = "http"


def _clip(words: str) -> Clip:
    return ToneEngine().speak(Utterance(text=words, language="en"))[0]


def _packed(sound: bytes, *, keep: float = 1.0) -> bytes:
    """Return an answer of the service; of its base64 so large a part is kept."""
    text = base64.b64encode(sound).decode()
    row = ["wrb.fr", "jQ1olc", json.dumps([text[: int(len(text) * keep)]]), None, None, None]
    return f")]}}'\n\n{json.dumps([[*row, 'generic']])}\n".encode()


def _well(line: Line, words: str) -> None:
    line.tell(200, _packed(mp3_bytes(_clip(words))))


def _status(status: int, retry_after: str = "") -> Answer:
    return lambda line, _: line.tell(status, retry_after=retry_after)


def _content(content: bytes) -> Answer:
    return lambda line, _: line.tell(200, content)


def _silent(line: Line, _: str) -> None:
    """Take the request, and never answer."""
    time.sleep(20)
    line.close_connection = True


def _drip(line: Line, words: str) -> None:
    content = _packed(mp3_bytes(_clip(words)))
    line.send_response(200)
    line.send_header("Content-Length", str(len(content)))
    line.end_headers()
    for byte in content:
        line.wfile.write(bytes([byte]))
        line.wfile.flush()
        time.sleep(0.2)


def _cut(line: Line, words: str) -> None:
    content = _packed(mp3_bytes(_clip(words)))
    line.send_response(200)
    line.send_header("Content-Length", str(len(content)))
    line.end_headers()
    line.wfile.write(content[: len(content) // 2])
    line.close_connection = True


def _passing(answer: Answer, times: int) -> Answer:
    """Return an answer that fails so many times, and then does well."""

    def either(line: Line, words: str) -> None:
        (answer if line.server.asked <= times else _well)(line, words)

    return either


def _half_spoken(line: Line, words: str) -> None:
    clip = _clip(words)
    half = Clip(samples=clip.samples[: clip.frames // 3].copy(), rate_hz=clip.rate_hz)
    line.tell(200, _packed(mp3_bytes(half)))


FAULTS = (
    Fault(name="none", answer=_well),
    Fault(name="429 once, Retry-After 2", answer=_passing(_status(429, "2"), 1)),
    Fault(name="500 once", answer=_passing(_status(500), 1)),
    Fault(name="connection cut once", answer=_passing(_cut, 1)),
    Fault(name="WAV instead of MP3", answer=lambda x, w: x.tell(200, _packed(wav_bytes(_clip(w))))),
    Fault(name="429", answer=_status(429)),
    Fault(name="429, Retry-After 3600", answer=_status(429, "3600")),
    Fault(name="500", answer=_status(500)),
    Fault(name="no answer", answer=_silent),
    Fault(name="one byte at a time", answer=_drip),
    Fault(name="connection cut", answer=_cut),
    Fault(name="200, empty", answer=_content(b"")),
    Fault(name="200, HTML", answer=_content(b"<html><p>Please sign in.</p></html>")),
    Fault(
        name="base64 cut off",
        answer=lambda line, w: line.tell(200, _packed(mp3_bytes(_clip(w)), keep=0.5001)),
    ),
    Fault(name="no sound at all", answer=lambda line, _: line.tell(200, _packed(b"PK\3\4" * 99))),
    Fault(name="a third of the words", answer=_half_spoken),
    Fault(name="untrusted certificate", answer=_well, scheme="https"),
    Fault(name="no such name (DNS)", answer=_well, scheme="dns"),
)


@contextlib.contextmanager
def served(fault: Fault, folder: Path) -> Iterator[tuple[Server, dict[str, str]]]:
    """Yield a server with this fault, and the environment in which gTTS finds it."""
    context = None
    if fault.scheme == "https":
        certificate, key = folder / "cert.pem", folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    server = Server(fault.answer, context)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    port = server.server_address[1]
    scheme = "https" if context else "http"
    where = {"AUDIOBRIEF_GTTS_URL": f"{scheme}://localhost:{port}/"}
    yield server, {**os.environ, "NO_PROXY": "*", **({} if fault.scheme == "dns" else where)}
    server.shutdown()
    server.server_close()


def make(
    environment: dict[str, str], folder: Path, *more: str, idle: bool = False
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Make the story with gTTS in a folder of its own; return what happened, and output/."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    environment = {"AUDIOBRIEF_CACHE": str(folder / "cache"), **environment}
    command = [
        sys.executable,
        "-c",
        RUN,
        "idle" if idle else "usual",
        "make",
        "story.txt",
        "--voice",
        "gtts",
        *more,
    ]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done, folder / "output"


def told(done: subprocess.CompletedProcess[str]) -> str:
    """Return what the user reads of it: the remark on gtts, or the error."""
    lines = [line for line in done.stderr.splitlines() if "gtts" in line or "Error" in line]
    return " ".join(lines) or "nothing"


def kept(output: Path) -> str:
    """Return what is in output/: files of the episode, its engines, and half-made folders."""
    records = sorted(output.glob("*/*/episode.json"))
    others = "".join(f", left over: {path.name}" for path in sorted(output.rglob(".*")))
    if not records:
        return f"no episode{others}"
    record: dict[str, Any] = json.loads(records[0].read_text(encoding="utf-8"))
    remarked = any("gtts" in remark for remark in record["remarks"])
    files = len(list(records[0].parent.iterdir()))
    return (
        f"one episode of {files} files, spoken by {', '.join(record['engines'])}"
        f"{', told in episode.json' if remarked else ''}{others}"
    )


def report(fault: Fault, folder: Path) -> None:
    """Print what a fault comes to, with the fallback and without."""
    print(f"Fault: {fault.name}")
    for number, more in enumerate(((), ("--no-fallback",))):
        with served(fault, folder) as (server, environment):
            began_s = time.monotonic()
            done, output = make(environment, folder / str(number), *more)
            took_s = time.monotonic() - began_s
        print(f"  Options: {' '.join(more) or 'none'}")
        print(f"  Requests: {server.asked}, in {took_s:.0f} seconds")
        print(f"  Exit status: {done.returncode}")
        print(f"  The user reads: {told(done)}")
        print(f"  In output/: {kept(output)}", flush=True)


def many(count: int, folder: Path) -> None:
    """Print what so many builds at once ask of a server that answers 429.

    Their fallback beeps, so that a hundred fit into the memory of one machine, and they give way to
    all other work.
    """
    for number in range(count):
        voices = folder / f"build-{number}" / "voices"
        voices.mkdir(parents=True)
        voices.joinpath("gtts.toml").write_text('engine = "gtts"\nfallback = "tone"\n', "utf-8")
    fault = Fault(name="429", answer=_status(429))
    with served(fault, folder) as (server, found):
        environment = {**found, "AUDIOBRIEF_CACHE": str(folder / "cache")}
        began_s = time.monotonic()
        with ThreadPoolExecutor(count) as pool:
            folders = [folder / f"build-{number}" for number in range(count)]
            runs = list(pool.map(lambda each: make(environment, each, idle=True), folders))
        took_s = time.monotonic() - began_s
    statuses = Counter(done.returncode for done, _ in runs)
    episodes = [kept(output) for _, output in runs]
    print(f"Builds at once against 429: {count}, in {took_s:.0f} seconds")
    print(f"  Requests: {server.asked}; {_together(server.asked_s)}")
    for status, times in sorted(statuses.items()):
        print(f"  Exit status {status}: {times} times")
    heard = Counter(re.sub(r"\d+ more", "so many more", told(done)) for done, _ in runs)
    for each, times in sorted(heard.items()):
        print(f"  The user reads, {times} times: {each}")
    for each in sorted(set(episodes)):
        print(f"  In output/, {episodes.count(each)} times: {each}")
    locks = [path for path in (folder / "cache").rglob("*") if path.name.startswith(".")]
    print(f"  In the cache: {len(list((folder / 'cache').rglob('*.flac')))} takes, hidden: {locks}")


def _together(times_s: list[float]) -> str:
    """Return when the requests came, and how many at most within one second."""
    times_s = sorted(times_s)
    most = max((sum(t <= u < t + 1 for u in times_s) for t in times_s), default=0)
    after = ", ".join(f"{t - times_s[0]:.1f}" for t in times_s)
    return f"at most {most} within a second; they came after {after} seconds"


def main() -> None:
    """Print the matrix."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--only", default="", help="faults whose name holds this")
    options.add_argument("--parallel", type=int, default=0, help="builds at once against 429")
    chosen = options.parse_args()
    for number, fault in enumerate(FAULTS):
        if chosen.only in fault.name and not (chosen.parallel and chosen.only):
            with tempfile.TemporaryDirectory(prefix=f"gtts-{number}-") as folder:
                report(fault, Path(folder))
    if chosen.parallel:
        with tempfile.TemporaryDirectory(prefix="gtts-many-") as folder:
            many(chosen.parallel, Path(folder))


if __name__ == "__main__":
    main()
