"""gTTS against a server on this machine: every fault of the network, and what a user reads."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pytest

from audiobrief.errors import EngineUnavailableError, SynthesisFailedError
from audiobrief.rundown.model import Pronunciation
from audiobrief.speech.engines import gtts as room
from audiobrief.speech.engines.gtts import TEST_URL, GttsEngine
from audiobrief.speech.engines.tone import tone_frames
from audiobrief.speech.engines.turns import Turns
from audiobrief.speech.model import Utterance

if TYPE_CHECKING:
    Translator = Any

LONG = (
    "The ferries, which were stopped on Sunday, will run again from Tuesday, the owners said; Anna"
    " Maria Lindqvist, who takes one every day, was glad. She had missed the sea."
)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def engine(translator: Translator, waits: list[float]) -> GttsEngine:
    return GttsEngine(
        url=translator.url, wait=waits.append, turns=Turns(f"test-{uuid4()}", 0, waits.append)
    )


def _ask(text: str, language: str = "en-US", **more: Any) -> Utterance:  # noqa: ANN401, fields
    return Utterance(text=text, language=language, **more)


def test_a_pitch_that_it_does_not_have_is_refused(engine: GttsEngine) -> None:
    """With formants alone it would have come out higher or lower without a word."""
    with pytest.raises(EngineUnavailableError, match="cannot change the pitch alone"):
        engine.speak(_ask("News.", pitch=0.9))


def test_a_long_text_is_asked_in_pieces_and_joined(
    engine: GttsEngine, translator: Translator
) -> None:
    clip, marks = engine.speak(_ask(LONG))
    assert " ".join(translator.texts) == LONG
    assert all(len(text) <= 100 for text in translator.texts)
    # An MP3 is a little longer than what went into it: up to 120 ms for each piece.
    expected = sum(map(tone_frames, translator.texts)) / 24_000
    assert expected <= clip.frames / clip.rate_hz <= expected + 0.12 * len(translator.texts)
    assert marks == ()


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"), ("pt-BR", "pt"), ("pt-PT", "pt-PT"), ("zh-Hans-CN", "zh-CN"),
        ("zh-Hant", "zh-TW"), ("zh-HK", "yue"), ("he", "iw"), ("nb-NO", "no"), ("fr-CA", "fr-CA"),
        ("fr", "fr"), ("fil", "tl"),
    ],
)  # fmt: skip
def test_languages(engine: GttsEngine, translator: Translator, tag: str, code: str) -> None:
    engine.speak(_ask("News.", tag))
    assert translator.asked[0][1] == code


def test_at_least_sixty_languages(engine: GttsEngine) -> None:
    known = engine.languages()
    assert known is not None
    assert len(known) >= 60
    with pytest.raises(SynthesisFailedError, match="does not speak xx"):
        engine.speak(_ask("News.", "xx"))


def test_slow_profiles_get_the_slow_voice(engine: GttsEngine, translator: Translator) -> None:
    engine.speak(_ask("News.", speed=0.7))
    engine.speak(_ask("News.", speed=0.9))
    assert [asked[2] for asked in translator.asked] == [True, None]


def test_respellings_are_sent(engine: GttsEngine, translator: Translator) -> None:
    row = Pronunciation(written="Kyiv", respelling="kee yiv")
    engine.speak(_ask("To Kyiv.", pronunciations=(row,)))
    assert translator.texts == ["To kee yiv."]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_passing_fault_is_tried_again(
    engine: GttsEngine, translator: Translator, waits: list[float], status: int
) -> None:
    translator.faults = [(status, {}, b""), (status, {}, b"")]
    engine.speak(_ask("News."))
    assert 1.0 <= waits[0] <= 1.5
    assert 2.0 <= waits[1] <= 3.0


@pytest.mark.parametrize("status", [429, 503])
def test_a_refusal_is_waited_out(
    engine: GttsEngine, translator: Translator, waits: list[float], status: int
) -> None:
    translator.faults = [(status, {}, b""), (status, {}, b"")]
    engine.speak(_ask("News."))
    assert 1.9 <= waits[0] <= 3.0
    assert 3.9 <= waits[1] <= 6.0


def test_retry_after_is_honoured(
    engine: GttsEngine, translator: Translator, waits: list[float]
) -> None:
    translator.faults = [(429, {"Retry-After": "7"}, b"")]
    engine.speak(_ask("News."))
    assert waits == [pytest.approx(7.0, abs=0.5)]


def test_a_long_retry_after_is_not_waited_for(
    engine: GttsEngine, translator: Translator, waits: list[float]
) -> None:
    """A producer on deadline gets the fallback at once instead of an hour of silence."""
    translator.faults = [(429, {"Retry-After": "3600"}, b"")]
    with pytest.raises(EngineUnavailableError, match=r"status 429 and asks to wait 3600 seconds"):
        engine.speak(_ask("News."))
    assert waits == []


def _answer(base64: str) -> bytes:
    """Return an answer with this in the place of the sound."""
    return json.dumps([["wrb.fr", "jQ1olc", json.dumps([base64])]]).encode()


@pytest.mark.parametrize(
    ("faults", "error", "said"),
    [
        ([(429, {}, b"")] * 3, EngineUnavailableError, r"answers with status 429; try later"),
        ([(403, {}, b"")], EngineUnavailableError, r"status 403"),
        ([(302, {"Location": "/sorry"}, b"")], EngineUnavailableError, r"status 302"),
        ([(400, {}, b"")], SynthesisFailedError, r"words are refused"),
        ([(200, {}, b"<html>sorry</html>")], EngineUnavailableError, r"want you to sign in"),
        ([(200, {}, b"")] * 3, SynthesisFailedError, r"is empty; try later, or use --voice"),
        ([(200, {}, b'[["wrb.fr","jQ1olc",null]]')], SynthesisFailedError, r"holds no sound"),
        (
            [(200, {}, b'[["wrb.fr","jQ1olc","[\\"%%\\"]"]]')] * 3,
            SynthesisFailedError,
            r"is damaged",
        ),
        (
            [(200, {}, b'[["wrb.fr","jQ1olc","[\\"AAAAAAAA\\"]"]]')] * 3,
            SynthesisFailedError,
            r"gtts",
        ),
        ([(200, {}, None)] * 3, EngineUnavailableError, r"broke off its answer; connect"),
        ([(200, {}, b"x" * 5_000_000)] * 3, EngineUnavailableError, r"far more than"),
    ],
)
def test_faults_are_told(
    engine: GttsEngine,
    translator: Translator,
    faults: list[tuple[int, dict[str, str], bytes | None]],
    error: type[Exception],
    said: str,
) -> None:
    translator.faults = list(faults)
    with pytest.raises(error, match=said) as failed:
        engine.speak(_ask("News."))
    assert str(failed.value).endswith(".")
    assert translator.faults == []


def test_a_service_that_answers_nonsense_is_not_asked_for_every_sentence(
    engine: GttsEngine, translator: Translator
) -> None:
    translator.faults = [(200, {}, b"")] * 20
    for _ in range(room.MAX_BAD_IN_A_ROW - 1):
        with pytest.raises(SynthesisFailedError, match="is empty"):
            engine.speak(_ask("News."))
    with pytest.raises(EngineUnavailableError, match="3 bad answers in a row"):
        engine.speak(_ask("News."))
    assert len(translator.texts) == room.MAX_BAD_IN_A_ROW * room.TRIES


def test_who_waited_while_the_service_went_away_does_not_ask_it_again(
    engine: GttsEngine, translator: Translator, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator.faults = [(403, {}, b"")] * 20
    monkeypatch.setattr(engine, "_lock", _Gathering(4))
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(engine.speak, _ask(f"News of {day}.")) for day in "abcd"]
    assert all(isinstance(each.exception(), EngineUnavailableError) for each in asked)
    assert len(translator.texts) == 1


class _Gathering:
    """A lock that lets nobody in before all have come: else the last may come to an answer."""

    def __init__(self, parties: int) -> None:
        self._come = threading.Barrier(parties, timeout=60)
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._come.wait()
        self._lock.acquire()

    def __exit__(self, *raised: object) -> None:
        self._lock.release()


def test_a_partial_answer_is_not_taken_for_a_whole(
    engine: GttsEngine, translator: Translator
) -> None:
    """A listener would have heard a sentence that stops in the middle."""
    engine.speak(_ask("News."))
    translator.faults = [(200, {}, None)]
    clip, _ = engine.speak(_ask("The ferries run again."))
    assert clip.frames / clip.rate_hz >= tone_frames("The ferries run again.") / 24_000


def test_an_unknown_certificate_is_refused(distrusted: tuple[Translator, Path]) -> None:
    """gTTS itself would have sent the story to whoever stands in between."""
    translator, _ = distrusted
    with pytest.raises(EngineUnavailableError, match="does not trust the certificate"):
        GttsEngine(url=translator.url).speak(_ask("News."))
    assert translator.asked == []


def test_the_users_own_authority_is_obeyed(
    distrusted: tuple[Translator, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    translator, certificate = distrusted
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    GttsEngine(url=translator.url).speak(_ask("News."))
    assert translator.texts == ["News."]


def test_without_a_connection_the_sentence_names_an_offline_voice(
    monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "no names here")

    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    with pytest.raises(EngineUnavailableError) as failed:
        GttsEngine(wait=waits.append).speak(_ask("News."))
    assert "translate.google.com cannot be reached" in str(failed.value)
    assert "--voice anchor" in str(failed.value)
    assert len(waits) == room.TRIES - 1


DRIPS: Final = {
    "status": b"HTT",
    "field": b"HTTP/1.1 200 OK\r\nX-Slow: ",
    "answer": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
}
"""Where a server begins to drip -> what it sends before."""


@contextlib.contextmanager
def _slow_server(start: bytes, drop: bytes) -> Iterator[str]:
    """A server that sends a start, and then a drop now and then for a minute; its address."""
    over = threading.Event()

    def drip(line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):  # The client goes away: that is wanted.
            line.sendall(start)
            until_s = time.monotonic() + 60
            while time.monotonic() < until_s and not over.wait(0.05):
                line.sendall(drop)

    def listen(door: socket.socket) -> None:
        with contextlib.suppress(OSError):  # The door is closed: the test is over.
            while True:
                threading.Thread(target=drip, args=(door.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=listen, args=(door,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}/"
        finally:
            over.set()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("place", DRIPS)
def test_a_server_that_drips_is_left(
    monkeypatch: pytest.MonkeyPatch, waits: list[float], place: str
) -> None:
    """No byte comes late enough for a time-out; a producer would have waited for hours."""
    monkeypatch.setattr(room, "ANSWER_S", 0.2)
    monkeypatch.setenv("NO_PROXY", "*")
    with _slow_server(DRIPS[place], b"1") as url:
        engine = GttsEngine(url=url, wait=waits.append)
        with pytest.raises(EngineUnavailableError, match=r"in time"):
            engine.speak(_ask("News."))
    assert len(waits) == room.TRIES - 1


@pytest.mark.timeout(20)
@pytest.mark.parametrize("place", ["status", "field"])
def test_a_proxy_that_drips_is_left(
    monkeypatch: pytest.MonkeyPatch, waits: list[float], place: str
) -> None:
    monkeypatch.setattr(room, "ANSWER_S", 0.2)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with _slow_server(DRIPS[place], b"1") as url:
        monkeypatch.setenv("https_proxy", url)
        with pytest.raises(EngineUnavailableError, match=r"in time"):
            GttsEngine(wait=waits.append).speak(_ask("News."))
    assert len(waits) == room.TRIES - 1


@pytest.mark.timeout(20)
def test_a_server_that_never_answers_is_left(
    monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    monkeypatch.setattr(room, "READ_S", 0.1)
    monkeypatch.setenv("NO_PROXY", "*")
    with _slow_server(b"", b"") as url:
        engine = GttsEngine(url=url, wait=waits.append)
        with pytest.raises(EngineUnavailableError, match="does not answer in time"):
            engine.speak(_ask("News."))
    assert len(waits) == room.TRIES - 1


@pytest.mark.timeout(20)
def test_a_machine_that_takes_no_connection_is_left(
    monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    given: list[float | None] = []

    def silent(self: socket.socket, _: object) -> None:
        given.append(self.gettimeout())
        raise TimeoutError

    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(socket.socket, "connect", silent)
    with pytest.raises(EngineUnavailableError, match="does not answer in time"):
        GttsEngine(url="http://127.0.0.1:9/", wait=waits.append).speak(_ask("News."))
    assert set(given) == {room.CONNECT_S}


def test_the_words_go_to_google_or_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TEST_URL, "http://example.com/")
    with pytest.raises(EngineUnavailableError, match="not on this machine"):
        GttsEngine().speak(_ask("News."))
    monkeypatch.delenv(TEST_URL)
    with pytest.raises(EngineUnavailableError, match="no top-level domain"):
        GttsEngine().speak(_ask("News.", engine_voice="com/@evil.example"))


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("5", 5, 5), ("", 0, 0), ("soon", 0, 0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0, 0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 1e8, 1e10),
    ],
)  # fmt: skip
def test_retry_after_may_be_a_date(field: str, low: float, high: float) -> None:
    assert low <= room._retry_after(field) <= high


def test_the_default_wait_is_a_real_one() -> None:
    pause: Callable[[float], None] = GttsEngine()._wait
    assert pause.__name__ == "sleep"
