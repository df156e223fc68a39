"""Google Translate's voice, through the package gTTS: online, and treated as such.

gTTS prepares the requests and knows the languages. It is not given the sending: it turns the check
of TLS certificates off, waits for ever, does not try again, and takes a partial answer for a whole.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as package_version
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from audiobrief.deadline import response_until
from audiobrief.errors import (
    EngineUnavailableError,
    SoundError,
    SpeechError,
    SynthesisFailedError,
)
from audiobrief.languages import primary_subtag
from audiobrief.sound.clip import Clip, frames_in, join, silence, trim_silence
from audiobrief.sound.codec import decode_bytes
from audiobrief.sound.resample import resample
from audiobrief.speech.engines.clauses import split_clauses
from audiobrief.speech.engines.turns import Turns
from audiobrief.speech.model import Mark, Utterance
from audiobrief.speech.plausible import fault
from audiobrief.speech.pronunciation import respelled

if TYPE_CHECKING:
    import requests

MAX_CHARS: Final = 100
"""What the service takes at a time (gTTS.GOOGLE_TTS_MAX_CHARS)."""
CONNECT_S: Final = 10.0
READ_S: Final = 30.0
"""Longest silence of the server."""
ANSWER_S: Final = 60.0
"""Longest time for the whole of an answer, its header fields included."""
TRIES: Final = 3
FIRST_WAIT_S: Final = 1.0
"""Wait before the second try; it doubles, and up to half of it is added by chance (jitter)."""
MAX_WAIT_S: Final = 60.0
"""A server that asks for more (Retry-After) is not waited for: the fallback speaks instead."""
MAX_BAD_IN_A_ROW: Final = 3
"""So many texts in a row without a good answer, and no more are asked: a service that answers
nonsense would be asked three times for each sentence of an edition."""
MAX_ANSWER_BYTES: Final = 4_000_000
"""Of 100 characters, about 80 kB are expected."""
SLOW_FACTOR: Final = 0.5
"""Least pace of the slow voice as a factor of the normal one; about 0.7 by ear."""
SLOW_BELOW: Final = 0.8
"""The service has two paces; a profile whose speed lies below this factor gets the slow one."""
TEST_URL: Final = "AUDIOBRIEF_GTTS_URL"
"""Variable with another address of the service; obeyed only on this machine (loopback)."""
RATE: Final = "AUDIOBRIEF_GTTS_PER_MINUTE"
"""Variable with how many requests a minute all processes send together."""
USUAL_RATE: Final = 120
PAUSE_MS: Final = 120
"""Pause between two pieces of one sentence, in place of the silence that each answer ends with."""

_TOO_LONG: Final = "the answer is too long"
_WORTH_ANOTHER_TRY: Final = frozenset({429, 500, 502, 503, 504})
_TOO_MUCH: Final = frozenset({429, 503})
"""What says that everybody shall ask less often."""
_TEXT_REFUSED: Final = frozenset({400, 413, 414, 422})
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_ALIASES: Final = {"he": "iw", "jv": "jw", "nb": "no", "nn": "no", "fil": "tl", "cmn": "zh-CN"}
"""Primary subtag -> the service's older code."""
_REGIONS: Final = {
    "zh-tw": "zh-TW", "zh-hant": "zh-TW", "zh-hk": "yue", "zh-mo": "yue", "zh": "zh-CN",
    "pt-pt": "pt-PT", "fr-ca": "fr-CA",
}  # fmt: skip


class GttsEngine:
    """Speaks in the language of the words; ``engine_voice`` is the top-level domain (accent)."""

    name: ClassVar[str] = "gtts"
    online: ClassVar[bool] = True
    paces: ClassVar[tuple[float, float]] = (0.25, 1.0)
    """The service has a normal pace and a slow one, and none that is faster."""

    def __init__(
        self,
        *,
        url: str = "",
        wait: Callable[[float], None] = time.sleep,
        turns: Turns | None = None,
    ) -> None:
        try:
            self.version = package_version("gtts")
        except PackageNotFoundError as missing:
            raise EngineUnavailableError(
                "The voice gtts needs the package gTTS; pip install gtts.", engine=self.name
            ) from missing
        self._url = url
        self._wait = wait
        self._turns = turns
        self._session: requests.Session | None = None
        # One request at a time: the service blocks those who ask for much at once.
        self._lock = threading.Lock()
        self._away: EngineUnavailableError | None = None
        self._bad_in_a_row = 0

    def speak(self, utterance: Utterance) -> tuple[Clip, tuple[Mark, ...]]:
        """Return the speech, joined of one answer for each piece of the text; without word times.

        Raises:
            EngineUnavailableError: There is no network, the service refuses or is not trusted, or
                another pitch is asked for.
            SynthesisFailedError: The text holds no words, or an answer holds no sound.
        """
        if utterance.pitch != 1.0:
            raise EngineUnavailableError(
                "The voice gtts cannot be used: it cannot change the pitch alone (it was asked for"
                f" {utterance.pitch:g}); take pitch and formants out of the file of the voice, or"
                " give both the same value.",
                engine=self.name,
            )
        text = respelled(utterance.text, utterance.pronunciations)
        if not re.search(r"\w", text):
            raise self._failed(f"there are no words in {_shown(utterance.text)}")
        url = _endpoint(self._url, utterance.engine_voice or "com")
        clips: list[Clip] = []
        known = self._away
        with self._one_at_a_time(known):
            for piece in split_clauses(text, MAX_CHARS):
                clip = self._piece(url, piece, utterance)
                if clips and clip.rate_hz != clips[0].rate_hz:
                    clip = resample(clip, clips[0].rate_hz)
                if clips:
                    frames = frames_in(PAUSE_MS, clip.rate_hz)
                    clips.append(silence(frames=frames, rate_hz=clip.rate_hz))
                clips.append(clip)
        return join(clips), ()

    def languages(self) -> frozenset[str] | None:
        """Return the languages in gTTS's own table."""
        from gtts.lang import tts_langs

        older = {code: subtag for subtag, code in _ALIASES.items()}
        codes = [*tts_langs()]
        return (
            frozenset({primary_subtag(code) for code in codes})
            | {older[code] for code in codes if code in older}
            | {"nb", "nn"}
        )

    def _body(self, piece: str, utterance: Utterance) -> str:
        """Return what is posted for one piece, as gTTS prepares it."""
        from gtts import gTTS
        from gtts.lang import tts_langs

        code = _code(utterance.language)
        if code not in tts_langs():
            raise self._failed(f"it does not speak {utterance.language}")
        try:
            prepared = gTTS(
                piece,
                lang=code,
                slow=utterance.speed < SLOW_BELOW,
                lang_check=False,  # It warns of tags that it names itself, such as zh-CN.
                pre_processor_funcs=[],
                tokenizer_func=_whole,
            ).get_bodies()
        except (ValueError, AssertionError) as failed:
            raise self._failed(f"gTTS refuses {_shown(piece)} in {code}: {failed}") from failed
        if len(prepared) != 1:
            raise self._failed(f"gTTS makes {len(prepared)} requests of {_shown(piece)}")
        return str(prepared[0])

    @contextlib.contextmanager
    def _one_at_a_time(self, known: EngineUnavailableError | None) -> Iterator[None]:
        """Hold the lock; who waited for it while the service went away does not ask again."""
        with self._lock:
            if self._away is not None and self._away is not known:
                raise self._away
            try:
                yield
            except EngineUnavailableError as failed:
                self._away = failed
                raise

    def _piece(self, url: str, piece: str, utterance: Utterance) -> Clip:
        """Return the speech of one piece, whole and trimmed; try again where that may help."""
        body = self._body(piece, utterance)
        wait_s = FIRST_WAIT_S
        for tries_left in reversed(range(TRIES)):
            heard = self._tried(url, body, piece, utterance)
            if isinstance(heard, Clip):
                self._bad_in_a_row = 0
                return heard
            if not tries_left:
                raise self._given_up(heard)
            if not isinstance(heard, _AskedTooMuchError):  # Else the next turn is far enough away.
                self._wait(wait_s * (1 + random.random() / 2))  # noqa: S311, nothing secret
                wait_s *= 2
        raise AssertionError("the last try returns or raises")

    def _given_up(self, last: SpeechError) -> SpeechError:
        """Return the last error with advice; after some bad answers, that nobody need ask again."""
        if not isinstance(last, SynthesisFailedError):
            return last
        self._bad_in_a_row += 1
        why = str(last).removesuffix(".")
        then = "try later, or use --voice anchor, which works offline."
        if self._bad_in_a_row < MAX_BAD_IN_A_ROW:
            return SynthesisFailedError(f"{why}; {then}", engine=self.name)
        return EngineUnavailableError(
            f"{why}; these are {self._bad_in_a_row} bad answers in a row, so {then}",
            engine=self.name,
        )

    def _tried(self, url: str, body: str, piece: str, utterance: Utterance) -> Clip | SpeechError:
        """Return the speech, or the error after which another try may help.

        Raises:
            EngineUnavailableError: Another try would not help.
            SynthesisFailedError: The words are refused, so another try would not help.
        """
        import requests

        turns = self._turns_at()
        away_s = turns.take(MAX_WAIT_S)
        if away_s:
            raise self._paused(url, away_s)
        try:
            status, asked_s, text = self._post(url, body)
        except requests.exceptions.SSLError as refused:
            raise self._distrusted(url) from refused
        except requests.exceptions.RequestException as failed:
            return self._unreachable(url, failed)
        if status == 200:
            turns.answered()
            return self._heard(url, text, piece, utterance)
        if status in _TEXT_REFUSED:
            raise self._failed(f"the words are refused with status {status}")
        if status in _TOO_MUCH:
            turns.refused(asked_s)
        error = self._refused(url, status, asked_s)
        if status not in _WORTH_ANOTHER_TRY or asked_s > MAX_WAIT_S:
            raise error
        return error

    def _heard(
        self, url: str, text: str, piece: str, utterance: Utterance
    ) -> Clip | SynthesisFailedError:
        """Return the speech in an answer, or what is wrong with it.

        Raises:
            EngineUnavailableError: Somebody else answers, such as a page to sign in.
            SynthesisFailedError: The service has nothing to say for the words.
        """
        from gtts import gTTS

        if gTTS.GOOGLE_TTS_RPC not in text:
            if text.strip():
                raise self._stranger(url)
            return self._failed(f"the answer to {_shown(piece)} is empty")
        content = _sound_in(text)
        if content is None:
            raise self._failed(f"the answer to {_shown(piece)} holds no sound")
        try:
            clip = trim_silence(decode_bytes(content, "The answer of the voice gtts"))
        except SoundError:
            return self._failed(f"the answer to {_shown(piece)} is damaged, or no sound")
        slow = utterance.speed < SLOW_BELOW
        why = fault(clip, piece, SLOW_FACTOR if slow else 1.0, utterance.language)
        return self._failed(f"the answer to {_shown(piece)} is not whole: {why}") if why else clip

    def _turns_at(self) -> Turns:
        if self._turns is None:
            self._turns = Turns("gtts", 60 / _rate())
        return self._turns

    def _post(self, url: str, body: str) -> tuple[int, float, str]:
        """Return (status, seconds that the server asks to wait, text) of one request.

        Certificates are checked: ``verify`` stays on, and the user's own bundle
        (``REQUESTS_CA_BUNDLE``) and proxies are obeyed. A redirection is not followed: it leads to
        a page that asks who we are.
        """
        from gtts import gTTS

        if self._session is None:
            self._session = _timed_session()
        with self._session.post(
            url,
            data=body,
            headers=gTTS.GOOGLE_TTS_HEADERS,
            timeout=(CONNECT_S, READ_S),
            allow_redirects=False,
            stream=True,
            verify=True,
        ) as response:
            content = b"".join(_limited(response))
            asked_s = _retry_after(response.headers.get("Retry-After", ""))
            return response.status_code, asked_s, content.decode("utf-8", "replace")

    def _unreachable(self, url: str, failed: Exception) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice gtts needs the network, and {urlsplit(url).hostname} {_missed(failed)};"
            " connect, or use --voice anchor, which works offline.",
            engine=self.name,
        )

    def _distrusted(self, url: str) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice gtts does not trust the certificate of {urlsplit(url).hostname}: somebody"
            " may stand in between; set REQUESTS_CA_BUNDLE if your network does that on purpose,"
            " or use --voice anchor, which works offline.",
            engine=self.name,
        )

    def _paused(self, url: str, away_s: float) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice gtts pauses for {away_s:.0f} more seconds, because"
            f" {urlsplit(url).hostname} refused requests of this machine; try later, or use"
            " --voice anchor, which works offline.",
            engine=self.name,
        )

    def _stranger(self, url: str) -> EngineUnavailableError:
        return EngineUnavailableError(
            f"The voice gtts got no speech but another page from {urlsplit(url).hostname}: your"
            " network may want you to sign in; open a web page, or use --voice anchor, which works"
            " offline.",
            engine=self.name,
        )

    def _refused(self, url: str, status: int, asked_s: float) -> EngineUnavailableError:
        kind = _AskedTooMuchError if status in _TOO_MUCH else EngineUnavailableError
        wait = f" and asks to wait {asked_s:.0f} seconds" if asked_s else ""
        return kind(
            f"The voice gtts is refused: {urlsplit(url).hostname} answers with status"
            f" {status}{wait}; try later, or use --voice anchor, which works offline.",
            engine=self.name,
        )

    def _failed(self, why: str) -> SynthesisFailedError:
        return SynthesisFailedError(f"The voice gtts failed: {why}.", engine=self.name)


class _AskedTooMuchError(EngineUnavailableError):
    """The service asks everybody to wait."""


def _missed(failed: Exception) -> str:
    """Return what a server failed to do, as a screen reader can say it."""
    from requests import exceptions

    cause = failed.args[0] if failed.args else None
    match failed:
        case exceptions.Timeout():
            return "does not answer in time"
        case exceptions.ConnectionError() if type(cause).__name__ == "ReadTimeoutError":
            return "does not end its answer in time"
        case exceptions.ChunkedEncodingError() | exceptions.ContentDecodingError():
            return "broke off its answer"
        case _ if cause == _TOO_LONG:
            return "sends far more than an answer"
        case _:
            return "cannot be reached"


def _shown(piece: str) -> str:
    """Return a piece of text as a message quotes it, shortened at a word."""
    return repr(shorten(piece, 60, placeholder=" …"))


def _whole(text: str) -> list[str]:
    """Return the text as one piece, in place of gTTS's tokeniser, which drops commas."""
    return [text]


def _code(tag: str) -> str:
    """Return the service's code for a BCP 47 tag."""
    parts = tag.replace("_", "-").lower().split("-")
    for wanted in (*(f"{parts[0]}-{subtag}" for subtag in reversed(parts[1:])), parts[0]):
        if wanted in _REGIONS:
            return _REGIONS[wanted]
    return _ALIASES.get(parts[0], parts[0])


def _endpoint(stated: str, tld: str) -> str:
    """Return the address to post to; another one than Google's only on this machine."""
    other = stated or os.environ.get(TEST_URL, "")
    if other:
        if urlsplit(other).hostname not in _LOOPBACK:
            raise EngineUnavailableError(
                f"{TEST_URL} is {other!r}, which is not on this machine; unset it.",
                engine=GttsEngine.name,
            )
        return other
    if not re.fullmatch(r"[a-z]{2,3}(\.[a-z]{2,3})?", tld):
        raise EngineUnavailableError(
            f"The engine_voice {tld!r} of a gtts voice is no top-level domain; use com or co.uk.",
            engine=GttsEngine.name,
        )
    return f"https://translate.google.{tld}/_/TranslateWebserverUi/data/batchexecute"


def _timed_session() -> requests.Session:
    """Return a session whose answers end in time, through a proxy as well."""
    import requests

    timed = response_until(lambda: time.monotonic() + ANSWER_S, READ_S)

    class Adapter(requests.adapters.HTTPAdapter):
        def get_connection_with_tls_context(self, *more: Any, **named: Any) -> Any:  # noqa: ANN401, handed on as it came
            pool: Any = super().get_connection_with_tls_context(*more, **named)
            if pool.ConnectionCls.response_class is not timed:
                kind = type("Timed", (pool.ConnectionCls,), {"response_class": timed})
                pool.ConnectionCls = kind
            return pool

    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    return session


def _limited(response: Any) -> Iterator[bytes]:  # noqa: ANN401, requests.Response
    """Yield the answer in pieces; stop one that is too large."""
    import requests

    got_bytes = 0
    for piece in response.iter_content(65_536):
        got_bytes += len(piece)
        if got_bytes > MAX_ANSWER_BYTES:
            raise requests.exceptions.ConnectionError(_TOO_LONG)
        yield piece


def _rate() -> float:
    """Return how many requests a minute are sent at most.

    Raises:
        EngineUnavailableError: The variable is no number above 0.
    """
    stated = os.environ.get(RATE, str(USUAL_RATE))
    if not stated.isdecimal() or not int(stated):
        raise EngineUnavailableError(
            f"{RATE} is {stated!r}; it must be a number of requests a minute, such as"
            f" {USUAL_RATE}.",
            engine=GttsEngine.name,
        )
    return int(stated)


def _sound_in(answer: str) -> bytes | None:
    r"""Return the sound in an answer of batchexecute; nothing where it is damaged, None without.

    The answer is lines of JSON between lines with their lengths; the line that counts is
    ``[["wrb.fr", "jQ1olc", "[\"BASE64\"]", …]]``.
    """
    from gtts import gTTS

    for line in answer.splitlines():
        if gTTS.GOOGLE_TTS_RPC in line:
            try:
                row = next(row for row in json.loads(line) if row[1] == gTTS.GOOGLE_TTS_RPC)
                if row[2] is None:
                    return None
                return base64.b64decode(json.loads(row[2])[0], validate=True)
            except (ValueError, TypeError, LookupError, StopIteration, binascii.Error):
                return b""
    return b""


def _retry_after(value: str) -> float:
    """Return the seconds of a Retry-After field, which may be a date (RFC 9110, 10.2.3)."""
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    if value.strip().isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (at.astimezone(UTC) - datetime.now(UTC)).total_seconds())
