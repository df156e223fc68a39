"""The dictionaries of the embedded voice's package, read no further than a story needs.

Parsed whole they are a third of what it costs until the first word is heard (half a second of CPU,
55 MB), and a story needs one word in a hundred of them. What a file holds stays a matter of the
package: only files known by their checksum are read in this way, others are parsed.
"""

from __future__ import annotations

import bisect
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final

PAGE_BYTES: Final = 1_024
"""About what one lookup parses: 40 entries, 20 microseconds."""
LONGEST_BYTES: Final = 512
"""No object that stands behind a word is longer."""
SORTED_SHA256: Final = {
    "lexicon_us_gold.json.gz": "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2",
    "lexicon_us_silver.json.gz": "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3",
    "lexicon_gb_gold.json.gz": "66e675f23eb007d6707d23fe6603ba5e19f3513aefe42e3c8cd6c078a85f2ce0",
    "lexicon_gb_silver.json.gz": "637f887dd557d193af8c106f5c26624850db3e7bf0ec751ba917aac6d75e948d",
}
"""Lexicons of hibari-tts 0.2.1: one object each, compact, its keys sorted and without escapes."""
TAGGER: Final = "tagger.json.gz"
TAGGER_SHA256: Final = "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb"
"""Of hibari-tts 0.2.1: its weights are the last member, an object of small flat objects."""


class Pages:
    """A lexicon as its text; a word is looked up by parsing the page that it would stand on."""

    def __init__(self, text: bytes) -> None:
        """Find where pages may begin.

        Args:
            text: One JSON object without blanks, its keys sorted and without escapes, its values
                strings or flat objects.
        """
        starts = [1]
        while (cut := _next_entry(text, starts[-1] + PAGE_BYTES)) is not None:
            starts.append(cut)
        self._text = text
        self._starts = starts
        self._first = [text[start + 1 : text.index(b'"', start + 1)] for start in starts]
        self._read: dict[int, dict[str, Any]] = {}

    def get(self, word: str) -> Any:  # noqa: ANN401, a value of JSON
        """Return what stands behind a word, None where there is nothing."""
        page = bisect.bisect_right(self._first, word.encode("utf-8", "surrogatepass")) - 1
        if page < 0:
            return None
        if page not in self._read:
            self._read[page] = self._page(page)
        return self._read[page].get(word)

    def _page(self, page: int) -> dict[str, Any]:
        last = page + 1 == len(self._starts)
        end = len(self._text) - 1 if last else self._starts[page + 1] - 1
        entries: dict[str, Any] = json.loads(b"{" + self._text[self._starts[page] : end] + b"}")
        return entries


class Weights:
    """Feature -> its weights, which are parsed when they are first asked for."""

    def __init__(self, text: bytes) -> None:
        """Cut the text into its members.

        Args:
            text: What stands between the braces of one JSON object of flat objects, without blanks.
        """
        parts = text[1:-1].replace(b'":{', b'},"').split(b'},"')
        self._texts = dict(zip(parts[::2], parts[1::2], strict=True))
        self._read: dict[str, Any] = {}

    def get(self, feature: str) -> Any:  # noqa: ANN401, a value of JSON
        """Return the weights of a feature, None where it has none."""
        if feature not in self._read:
            key = json.dumps(feature, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")
            text = self._texts.get(key)
            self._read[feature] = None if text is None else json.loads(b"{" + text + b"}")
        return self._read[feature]


def lexicon(file: Path) -> Any:  # noqa: ANN401, Pages or what JSON gives
    """Return a lexicon of the package: something with ``get``.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not what it says.
    """
    packed = file.read_bytes()
    text = gzip.decompress(packed)
    known = SORTED_SHA256.get(file.name) == hashlib.sha256(packed).hexdigest()
    return Pages(text) if known else json.loads(text)


def tagger(folder: Path) -> Any:  # noqa: ANN401, as the package's own
    """Return the tables of the package's tagger.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not what it says.
    """
    packed = (folder / TAGGER).read_bytes()
    text = gzip.decompress(packed)
    if hashlib.sha256(packed).hexdigest() != TAGGER_SHA256:
        return json.loads(text)
    head, weights = text.split(b'"weights":{', 1)
    return {**json.loads(head + b'"weights":0}'), "weights": Weights(weights[:-2])}


def _next_entry(text: bytes, after: int) -> int | None:
    """Return where the next entry begins that stands in no object within, or None."""
    at = text.find(b',"', after)
    if at < 0:
        return None
    closes = text.find(b"}", at, at + LONGEST_BYTES)
    if closes >= 0 and text.find(b"{", at, closes) < 0:  # Within an object: behind it.
        at = closes + 1
    return at + 1 if text[at : at + 2] == b',"' else None
