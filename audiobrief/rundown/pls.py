"""The Pronunciation Lexicon Specification (PLS) 1.0, a W3C Recommendation: in and out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from audiobrief.errors import SettingsError
from audiobrief.phonemes.respelling import ipa_of
from audiobrief.rundown.lexicon import Entry, Lexicon, primary
from audiobrief.rundown.lexicon_files import checked

NAMESPACE: Final = "http://www.w3.org/2005/01/pronunciation-lexicon"
MAX_BYTES: Final = 20_000_000
"""Larger than any lexicon of names; a file of this size is something else."""

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read_pls(path: Path) -> tuple[Entry, ...]:
    """Return the rows of a PLS file: one for each grapheme of a lexeme, its first form.

    Raises:
        SettingsError: It cannot be read, is no PLS 1.0, or a lexeme is wrong or in another alphabet
            than IPA; the sentence names file, lexeme and value.
    """
    root = _root(path)
    language = (root.get(_XML_LANG) or "").strip()
    if not language:
        raise SettingsError(f"{path} does not say its language; add xml:lang to its lexicon.")
    alphabet = root.get("alphabet", "ipa")
    rows: list[Entry] = []
    for number, lexeme in enumerate(root.iterchildren(_name("lexeme")), start=1):
        rows += _entries(f"{path}: lexeme {number}", lexeme, language, alphabet)
    if not rows:
        raise SettingsError(f"{path} holds no lexeme.")
    return tuple({row.key: row for row in reversed(rows)}.values())[::-1]


def to_pls(lexicon: Lexicon, language: str) -> str:
    """Return the rows that count in a language as a PLS document; respellings become IPA."""
    root = etree.fromstring(f'<lexicon xmlns="{NAMESPACE}" version="1.0" alphabet="ipa"/>')
    root.set(_XML_LANG, language)
    for entry in lexicon.entries:
        if entry.language and primary(entry.language) != primary(language):
            continue
        ipa = entry.ipa
        if not ipa and entry.respelling and primary(language) == "en":
            ipa = ipa_of(entry.respelling, entry.written)
        if ipa or entry.alias:
            lexeme = etree.SubElement(root, _name("lexeme"))
            etree.SubElement(lexeme, _name("grapheme")).text = entry.written
            form = etree.SubElement(lexeme, _name("phoneme" if ipa else "alias"))
            form.text = ipa or entry.alias
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True).decode()


def _name(element: str) -> str:
    return f"{{{NAMESPACE}}}{element}"


def _root(path: Path) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SettingsError(f"{path} is larger than {MAX_BYTES} bytes; it is no lexicon.")
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as failed:
        raise SettingsError(f"{path} cannot be read: {failed.strerror}.") from failed
    except (etree.XMLSyntaxError, ValueError) as failed:
        why = getattr(failed, "msg", None) or failed
        raise SettingsError(f"{path} is not well-formed XML: {why}.") from failed
    if root.getroottree().docinfo.internalDTD is not None:
        raise SettingsError(f"{path} has a document type, which is not read; take it out.")
    if root.tag != _name("lexicon") or root.get("version") != "1.0":
        raise SettingsError(
            f"{path} is no PLS 1.0: its first element must be lexicon, version 1.0, in the"
            f" namespace {NAMESPACE}."
        )
    return root


def _entries(place: str, lexeme: etree._Element, language: str, alphabet: str) -> Iterator[Entry]:
    written = [text for each in lexeme.iterchildren(_name("grapheme")) if (text := _text(each))]
    if not written:
        raise SettingsError(f"{place} has no grapheme.")
    form = _form(f"{place} ({written[0]})", lexeme, alphabet)
    for grapheme in written:
        yield checked(
            place, {"written": grapheme, **form, "language": language, "source": "PLS import"}
        )


def _form(place: str, lexeme: etree._Element, alphabet: str) -> dict[str, str]:
    """Return the first phoneme or alias, the one marked ``prefer`` before the others."""
    forms = [each for each in lexeme.iterchildren(_name("phoneme"), _name("alias")) if _text(each)]
    forms.sort(key=lambda each: each.get("prefer") != "true")
    if not forms:
        raise SettingsError(f"{place} has neither phoneme nor alias.")
    first = forms[0]
    if first.tag == _name("alias"):
        return {"alias": _text(first)}
    named = first.get("alphabet", alphabet)
    if named.lower() != "ipa":
        raise SettingsError(
            f"{place} is written in the alphabet {named}; only ipa is read: convert it first."
        )
    return {"ipa": _text(first)}


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
