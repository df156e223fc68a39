"""Names that are safe on every file system, writes that happen wholly or not at all, the cache."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MAX_SLUG_CHARS: Final = 60
"""Keeps DATE-SLUG/episode.mp3 well within the 260 characters of a path on Windows."""

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
"""Names that Windows keeps for devices."""


def slug(text: str, *, max_chars: int = MAX_SLUG_CHARS) -> str:
    """Return text as lower-case ASCII words joined by hyphens, cut between words.

    Letters and digits of other scripts are transliterated; a Chinese character is a word, by its
    Mandarin reading, in Japanese too. A text without any letter or digit (emoji) gives ``"x-"`` and
    ten digits of its SHA-256, so that two such headlines do not share a folder.

    For names that are looked at. The table may get better, so nothing may be found again by its
    slug; ``stable_slug`` is for that.
    """
    return _joined(text, "".join(map(_in_ascii, _parted(text))), max_chars)


def stable_slug(text: str) -> str:
    """Return what ``slug`` returned in the first release, for what must never change.

    A text that is mostly in another script than Latin gives ``"x-"`` and ten digits.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _joined(text, plain, MAX_SLUG_CHARS)


def distinct_slug(text: str) -> str:
    """Return ``stable_slug``, and ten digits more where it left out letters of another script.

    Else "Погода 26.11.2026" and "Новости 26.11.2026" would be one, by their date.
    """
    kept = stable_slug(text)
    if kept.startswith("x-") or not any(map(_is_lost, text)):
        return kept
    return f"{kept}-{_digest(text)}"


def _is_lost(sign: str) -> bool:
    """Return whether a letter of another script than Latin leaves nothing in a stable slug."""
    return sign.isalpha() and not sign.isascii() and "LATIN" not in unicodedata.name(sign, "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:10]


_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_BETWEEN_KANA: Final = re.compile(
    "(?<=[\u3041-\u309f])(?=[\u30a1-\u30ff])|(?<=[\u30a1-\u30ff])(?=[\u3041-\u309f])"
)


def _parted(text: str) -> str:
    """Return the text composed, with a space around what is a word without one."""
    composed = unicodedata.normalize("NFC", text)
    return _BETWEEN_KANA.sub(" ", _HAN.sub(r" \g<0> ", composed))


def _in_ascii(sign: str) -> str:
    """Return a letter or digit in ASCII; of other signs what they are made of, if anything."""
    if sign.isascii():
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign)[0] not in "LM":
        return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    from anyascii import anyascii

    return str(anyascii(sign))


def _joined(text: str, plain: str, max_chars: int) -> str:
    """Return the ASCII words of a text joined by hyphens; its digest where too few are left."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’`]", "", plain.lower()))
    letters = sum(map(str.isalnum, text))
    if not words or sum(map(len, words)) * 2 < letters:
        return f"x-{_digest(text)}"
    kept: str = words[0][:max_chars]
    for word in words[1:]:
        if len(kept) + 1 + len(word) > max_chars:
            break
        kept += "-" + word
    return kept + "-x" if kept in _RESERVED else kept


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Raises:
        OSError: The file could not be written; the old one is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def folder_replaced(path: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``path`` when the block ends without error.

    The old folder stays whole until then, and where anything fails. Both lie in the same parent, so
    the exchange is two renames; a crash between them leaves the old one as ``.NAME.old``, which the
    next call puts back. Callers see to it that only one process at a time replaces folders of
    one parent (``one_at_a_time``): half-made ones of killed processes are cleared away.

    Raises:
        OSError: The folder could not be written or exchanged.
    """
    first = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.parent / f".{path.name}.old"
    if old.exists():
        if path.exists():
            shutil.rmtree(old)
        else:
            old.rename(path)
    for stale in path.parent.glob(".*.new"):  # A process was killed here.
        shutil.rmtree(stale, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent))
    try:
        new.chmod(0o777 & ~_umask())
        yield new
        if path.exists():
            path.rename(old)
        try:
            new.rename(path)
        except BaseException:
            if old.exists():
                old.rename(path)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if first:
            with contextlib.suppress(OSError):  # Another process may have put something there.
                path.parent.rmdir()
        raise


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let one process at a time change what is in the folder; the others wait.

    The lock lies in the cache, so that none is left among the episodes.

    Raises:
        OSError: The lock could not be made; its text says what to do.
    """
    from filelock import FileLock

    locks = cache_folder() / "locks"
    named = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    lock = FileLock(locks / f"{named}.lock")
    try:
        locks.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as failed:
        raise OSError(
            failed.errno, f"{failed.strerror or failed}; {cache_advice(failed)}", str(locks)
        ) from failed
    try:
        yield
    finally:
        lock.release()


def cache_advice(failed: OSError) -> str:
    """Return what to do where the cache cannot be written, as the end of a sentence."""
    if failed.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "free some space, or set AUDIOBRIEF_CACHE to another folder"
    return "set AUDIOBRIEF_CACHE to a folder that can be written"


def size_in_words(length_bytes: int) -> str:
    """Return a number of bytes as one says it: "77.7 gigabytes"."""
    for unit, size in (("gigabyte", 1_000_000_000), ("megabyte", 1_000_000), ("kilobyte", 1000)):
        if length_bytes >= size:
            figure = f"{length_bytes / size:.1f}".removesuffix(".0")
            return f"{figure} {unit}{'' if figure == '1' else 's'}"
    return f"{length_bytes} byte{'' if length_bytes == 1 else 's'}"


def cache_folder() -> Path:
    """Return the folder for takes: ``$AUDIOBRIEF_CACHE``, else the user's cache folder."""
    stated = os.environ.get("AUDIOBRIEF_CACHE")
    if stated:
        return Path(stated)
    import platformdirs

    return Path(platformdirs.user_cache_dir("audiobrief", appauthor=False))


def _umask() -> int:
    """Return the process's umask; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
