"""Pronunciation lexicons of other houses: PLS 1.0 of the W3C."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from audiobrief.errors import SettingsError
from audiobrief.rundown.lexicon import Entry, Lexicon
from audiobrief.rundown.lexicon_files import load_lexicon, set_rows
from audiobrief.rundown.pls import NAMESPACE, read_pls, to_pls


def _pls(lexemes: str, attributes: str = 'version="1.0" alphabet="ipa" xml:lang="en-US"') -> str:
    return f'<?xml version="1.0"?>\n<lexicon xmlns="{NAMESPACE}" {attributes}>{lexemes}</lexicon>'


def _lexeme(written: str, form: str) -> str:
    return f"<lexeme><grapheme>{written}</grapheme>{form}</lexeme>"


def _file(text: str) -> Path:
    path = Path("names.pls")
    path.write_text(text, encoding="utf-8")
    return path


def test_graphemes_phonemes_and_aliases() -> None:
    text = _pls(
        "<meta/><!-- ours --><lexeme><grapheme>Kyiv</grapheme><grapheme>Kiev</grapheme>"
        "<phoneme>kiv</phoneme><phoneme prefer='true'>ˈkiːiv</phoneme><example>In Kyiv.</example>"
        "</lexeme>" + _lexeme("W3C", "<alias>World Wide Web Consortium</alias>")
    )
    rows = read_pls(_file(text))
    assert [(row.written, row.ipa, row.alias, row.language) for row in rows] == [
        ("Kyiv", "ˈkiːiv", "", "en-US"),
        ("Kiev", "ˈkiːiv", "", "en-US"),
        ("W3C", "", "World Wide Web Consortium", "en-US"),
    ]


_OSLO = _lexeme("Oslo", "<phoneme>ˈɔzloʊ</phoneme>")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_pls(_lexeme("Oslo", "<phoneme alphabet='x-sampa'>\"OzloU</phoneme>")), "x-sampa"),
        (_pls(_OSLO, 'version="1.0" alphabet="x-sampa" xml:lang="en"'), "x-sampa; only ipa"),
        (_pls(_OSLO, 'version="1.0" alphabet="ipa"'), "xml:lang"),
        (_pls(_OSLO, 'version="2.0" xml:lang="en"'), "no PLS 1.0"),
        (_pls(""), "holds no lexeme"),
        (_pls("<lexeme><phoneme>o</phoneme></lexeme>"), "lexeme 1 has no grapheme"),
        (_pls(_lexeme("Oslo", "")), "lexeme 1 (Oslo) has neither"),
        (_pls(_OSLO + _lexeme("Bergen", "<phoneme>b3</phoneme>")), "lexeme 2 (Bergen): ipa is"),
        ("<lexicon version='1.0'/>", "no PLS 1.0"),
        ("<lexicon", "not well-formed"),
        ("", "not well-formed"),
        (
            _pls(_OSLO).replace("<lexicon", '<!DOCTYPE lexicon [<!ENTITY x "o">]><lexicon', 1),
            "document type",
        ),
    ],
)
def test_what_is_no_lexicon_is_told_with_its_place(text: str, told: str) -> None:
    path = _file(text)
    with pytest.raises(SettingsError) as caught:
        read_pls(path)
    assert told in str(caught.value)
    assert "names.pls" in str(caught.value)
    assert "<string>" not in str(caught.value)


def test_entities_and_files_of_this_machine_stay_out() -> None:
    Path("secret").write_text("ˈsiːkɹɪt", encoding="utf-8")
    text = _pls(_lexeme("Oslo", "<phoneme>&x;</phoneme>")).replace(
        "<lexicon", '<!DOCTYPE lexicon [<!ENTITY x SYSTEM "secret">]><lexicon', 1
    )
    with pytest.raises(SettingsError, match="document type"):
        read_pls(_file(text))


def test_there_and_back() -> None:
    lexicon = Lexicon(
        entries=(
            Entry(written="Tokayev", respelling="toh-KAH-yef", language="en"),
            Entry(written="Oslo & co.", ipa="ˈɔzloʊ", language="en"),
            Entry(written="W3C", alias="Web Consortium"),
            Entry(written="Straße", ipa="ˈʃtʁaːsə", language="de"),
        )
    )
    text = to_pls(lexicon, "en-GB")
    root = etree.fromstring(text.encode())
    assert root.tag == f"{{{NAMESPACE}}}lexicon"
    assert root.get("version") == "1.0"
    rows = read_pls(_file(text))
    assert [(row.written, row.ipa, row.alias) for row in rows] == [
        ("Tokayev", "toʊˈkɑjɛf", ""),
        ("Oslo & co.", "ˈɔzloʊ", ""),
        ("W3C", "", "Web Consortium"),
    ]
    set_rows(Path("show.toml"), rows)
    assert load_lexicon([Path("show.toml")]).entries == rows
