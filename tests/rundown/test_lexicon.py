"""The lexicon: names are said as the house wants them, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import SettingsError
from audiobrief.rundown.lexicon import Entry, Lexicon
from audiobrief.rundown.lexicon_files import load_lexicon

TOKAYEV = Entry(written="Tokayev", respelling="toh-KAH-yef", ipa="toˈkajɪf", language="en")


def written(lexicon: Lexicon, text: str, language: str = "en-US") -> list[str]:
    return [each.written for each in lexicon.touching(text, language)]


def lexicon_file(folder: Path, text: str, name: str = "house.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mr. Tokayev spoke.", ["Tokayev"]),
        ("Tokayev's men", ["Tokayev's"]),
        ("Tokayev’s men", ["Tokayev’s"]),
        ("the Tokayevs came", ["Tokayevs"]),
        ("TOKAYEV said", ["TOKAYEV"]),
        ("Tokayev-backed troops", ["Tokayev"]),
        ("“Tokayev,” he said, Tokayev.", ["Tokayev"]),
        ("Tokayeva left", []),
        ("Tokay left", []),
        ("", []),
    ],
)
def test_whole_words_their_possessives_and_plurals(text: str, found: list[str]) -> None:
    assert written(Lexicon(entries=(TOKAYEV,)), text) == found


def test_the_ending_is_heard() -> None:
    (found,) = Lexicon(entries=(TOKAYEV,)).touching("Tokayev's men", "en")
    assert found.ipa == "toˈkajɪfs"
    assert found.respelling == "toh-KAH-yefs"
    (found,) = Lexicon(entries=(Entry(written="Boric", ipa="ˈboɹɪtʃ"),)).touching("Boric's", "en")
    assert found.ipa == "ˈboɹɪtʃɪz"


@pytest.mark.parametrize(
    ("respelling", "ending"),
    [
        ("mee-LAY", "mee-LAYZ"),
        ("BOH-rich", "BOH-rich-iz"),
        ("KEEV", "KEEVZ"),
        ("RUH-tuh", "RUH-tuhz"),
    ],
)
def test_the_ending_is_heard_in_letters_too(respelling: str, ending: str) -> None:
    """ "mee-LAYs" would be read with a short vowel by some engines, and spelt out by others."""
    entry = Entry(written="Name", respelling=respelling)
    (found,) = Lexicon(entries=(entry,)).touching("the Name's end", "en")
    assert found.respelling == ending


@pytest.mark.parametrize(
    ("row", "text", "found"),
    [
        ("Erdogan", "Erdoğan said", ["Erdoğan"]),
        ("Erdoğan", "ERDOGAN said", ["ERDOGAN"]),
        ("Erdogan", "Erdoğan’s men", ["Erdoğan’s"]),
        ("Łukasz", "Lukasz", ["Lukasz"]),
        ("resumé", "resume", []),
        ("Pelé", "the pele", []),
    ],
)
def test_names_count_with_and_without_accents(row: str, text: str, found: list[str]) -> None:
    """Agencies drop accents, publishers keep them; a producer writes one row."""
    assert written(Lexicon(entries=(Entry(written=row, ipa="ˈta"),)), text) == found


def test_the_very_form_comes_before_the_one_without_accents() -> None:
    lexicon = Lexicon(
        entries=(Entry(written="Pelé", ipa="pɛˈleɪ"), Entry(written="Pele", ipa="ˈpɛleɪ"))
    )
    assert [each.ipa for each in lexicon.touching("Pele, Pelé", "en")] == ["ˈpɛleɪ", "pɛˈleɪ"]


def test_an_alias_gets_its_ending() -> None:
    (found,) = Lexicon(entries=(Entry(written="W3C", alias="Web Consortium"),)).touching(
        "the W3C's rules", "en"
    )
    assert found.alias == "Web Consortium's"


def test_a_row_counts_in_its_language_only() -> None:
    lexicon = Lexicon(entries=(TOKAYEV,))
    assert written(lexicon, "Tokayev", "en-GB") == ["Tokayev"]
    assert written(lexicon, "Tokayev", "de") == []


def test_case_matters_where_the_row_says_so() -> None:
    lexicon = Lexicon(entries=(Entry(written="Polish", ipa="ˈpoʊlɪʃ", match="case"),))
    assert written(lexicon, "polish the Polish table") == ["Polish"]
    assert lexicon.touching("Polish", "en")[0].match_case


def test_the_longest_row_wins_and_stands_first() -> None:
    lexicon = Lexicon(
        entries=(TOKAYEV, Entry(written="Kassym-Jomart Tokayev", respelling="ka sim"))
    )
    assert written(lexicon, "Kassym-Jomart Tokayev and Tokayev") == [
        "Kassym-Jomart Tokayev",
        "Tokayev",
    ]
    assert written(lexicon, "Kassym-Jomart, Tokayev") == ["Tokayev"]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("The A P reported.", ["A P"]),
        ("The I A E A's men", ["I A E A's"]),
        ("A T and T rose.", ["A T"]),
        ("A U S envoy met the E U.", []),
        ("Plan A failed. A man left.", []),
        ("At nine A M sharp.", ["A M"]),
    ],
)
def test_the_letter_a_is_no_article(text: str, letters: list[str]) -> None:
    """The embedded voice read "A P" with the A of "a man"."""
    assert written(Lexicon(), text) == letters


def test_letters_are_told_in_both_forms() -> None:
    (found,) = Lexicon().touching("the A P", "en-US")
    assert (found.respelling, found.ipa) == ("ay pee", "eɪ ˈpiː")
    assert Lexicon().touching("der A P", "de") == ()


def test_earlier_files_win(tmp_path: Path) -> None:
    show = lexicon_file(tmp_path, '[[word]]\nwritten = "Kyiv"\nrespelling = "keev"\n', "show.toml")
    house = lexicon_file(
        tmp_path,
        '[[word]]\nwritten = "Kyiv"\nrespelling = "kee eev"\n'
        '[[word]]\nwritten = "Oslo"\nipa = "ˈɔzloʊ"\n',
    )
    lexicon = load_lexicon([show, house])
    assert [(each.written, each.respelling) for each in lexicon.touching("Kyiv, Oslo", "en")] == [
        ("Kyiv", "keev"),
        ("Oslo", ""),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[word]]\nwritten = \n", "not a TOML file"),
        ('[[word]]\nrespelling = "x"\n', "written is ''"),
        ('[[word]]\nwritten = "?!"\nrespelling = "x"\n', "written is '?!'"),
        ('[[word]]\nwritten = "Oslo"\n', "give a respelling, an ipa form or an alias"),
        ('[[word]]\nwritten = "Oslo"\nipa = 3\n', "ipa is 3"),
        ('[[word]]\nwritten = "Oslo"\nipa = "ˈta"\nmatch = "all"\n', "match is 'all'"),
        ('[[word]]\nwritten = "Oslo"\nipa = "ˈo7lo"\n', "row 1 (Oslo): ipa is 'ˈo7lo'"),
        (
            '[[word]]\nwritten = "Oslo"\nrespelling = "OZ-lkh"\n',
            "row 1 (Oslo): respelling is 'OZ-lkh': the syllable 'lkh' cannot be read",
        ),
        ('[[word]]\nwritten = "Oslo"\nsound = "x"\n', "no key 'sound'"),
        ('[[name]]\nwritten = "Oslo"\n', "no key 'name'"),
        ('word = "Oslo"\n', "array of tables"),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = lexicon_file(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_lexicon([path])
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_one_of_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_lexicon([tmp_path / "none.toml"])
    path = tmp_path / "latin.toml"
    path.write_bytes('[[word]]\nwritten = "Orbán"\n'.encode("latin-1"))
    with pytest.raises(SettingsError, match="not a TOML file"):
        load_lexicon([path])


@pytest.mark.timeout(20)
def test_thousands_of_rows_are_not_searched_one_by_one() -> None:
    """The time-out is the judge: row by row this would take minutes."""
    rows = tuple(Entry(written=f"Name{number} Two", ipa="ˈta") for number in range(20_000))
    lexicon = Lexicon(entries=(*rows, TOKAYEV))
    text = "Tokayev met Name7 Two and many other men in the old town. " * 200
    assert written(lexicon, text) == ["Name7 Two", "Tokayev"]
