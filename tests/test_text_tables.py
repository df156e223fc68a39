"""A show's own rows for the text stage: what they change, and what is told of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import SettingsError
from audiobrief.rundown.fidelity import faults
from audiobrief.rundown.speakable import residue, sentences, speakable
from audiobrief.settings import TextRow
from audiobrief.show_file import load_show
from audiobrief.text_tables import read_text_tables

TABLES = """
[[title]]
written = ["Ptl.", "Ptlm."]
spoken = "Patrolman"

[[abbreviation]]
written = "Wksp."
spoken = "workshop"
where = "any"

[[initialism]]
written = "SPAR"
read = "letters"
note = "The lobby group."

[[initialism]]
written = "VVTA"
read = "word"

[[unit]]
written = "tbd"
one = "tablet dose"
many = "tablet doses"

[[currency]]
written = ["Ƀ"]
one = "bitcoin"
many = "bitcoins"

[[sign]]
written = "☘"
spoken = "shamrock"

[[abbreviation]]
written = "Wksp."
spoken = "Werkstatt"
language = "de"
"""


@pytest.fixture
def rows(tmp_path: Path) -> tuple[TextRow, ...]:
    (tmp_path / "text.toml").write_text(TABLES, encoding="utf-8")
    show = tmp_path / "show.toml"
    show.write_text('text = "text.toml"\n', encoding="utf-8")
    return load_show(show).text_rows


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("Ptl. Ann Dole spoke.", "Patrolman Ann Dole spoke."),
        ("The SPAR met; SPARs differ.", "The S P A R met; S P A R's differ."),
        ("The VVTA runs buses.", "The Vvta runs buses."),
        ("She took 12 tbd a day.", "She took twelve tablet doses a day."),
        ("A 1-tbd cure.", "A one tablet dose cure."),
        (
            "They paid Ƀ1.5m, then Ƀ1.",
            "They paid one point five million bitcoins, then one bitcoin.",
        ),
        ("He wore a ☘ here.", "He wore a shamrock here."),
    ],
)
def test_rows_of_a_show_are_said_and_the_gate_follows(
    printed: str, spoken: str, rows: tuple[TextRow, ...]
) -> None:
    said = speakable(printed, "en-US", rows)
    assert said == spoken
    assert speakable(said, "en-US", rows) == said
    assert speakable(said) == said, "an edited rundown is read without the rows too"
    assert faults(printed, said, rows=rows) == ()


def test_the_gate_catches_a_row_that_is_said_wrongly(rows: tuple[TextRow, ...]) -> None:
    assert faults("Ptl. Ann Dole spoke.", "Partial Ann Dole spoke.", rows=rows)
    assert faults("She took 12 tbd.", "She took eleven tablet doses.", rows=rows)
    assert faults("They paid Ƀ2.", "They paid three bitcoins.", rows=rows)


def test_a_row_counts_in_its_language(rows: tuple[TextRow, ...]) -> None:
    german = tuple(row for row in rows if row.language == "de")
    said = speakable("Die Wksp. ist zu.", "de", german)
    assert said == "Die Werkstatt ist zu."
    assert faults("Die Wksp. ist zu.", said, "de", rows=german) == ()
    assert speakable("The Wksp. shut.", "en", german) == "The Wksp. shut."


def test_an_abbreviation_of_a_show_ends_no_sentence(rows: tuple[TextRow, ...]) -> None:
    text = "He met Ptl. Ann Dole. The new Wksp. Hall is open. He left the Wksp. The end came."
    assert sentences(text, "en", rows) == (
        "He met Ptl. Ann Dole.",
        "The new Wksp. Hall is open.",
        "He left the Wksp.",
        "The end came.",
    )


def test_what_a_row_knows_is_no_residue(rows: tuple[TextRow, ...]) -> None:
    assert residue("A Wksp. for SPAR ☘.") == ("☘", "Wksp.", "SPAR")
    assert residue("A Wksp. for SPAR ☘.", "en-US", rows) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[word]]\nwritten = 'a'\n", "there is no table 'word'"),
        ("title = 3\n", r"begun by a line \[\[title\]\]"),
        ("[[title]]\nwritten = 'Ptl.'\n", "key 'spoken' is missing"),
        ("[[title]]\nspoken = 'Patrolman'\n", "written is None"),
        ("[[title]]\nwritten = 'Ptl.'\nspoken = 'P'\nmany = 'x'\n", "no key 'many'"),
        ("[[title]]\nwritten = 'Ptl.'\nspoken = 7\n", "spoken is 7; write it in quotation marks"),
        ("[[title]]\nwritten = 'Ptl.'\nspoken = '2nd man'\n", "holds '2'"),
        ("[[title]]\nwritten = 'Ptl'\nspoken = 'the Ptl man'\n", "holds 'Ptl' again"),
        ("[[initialism]]\nwritten = 'SP AR'\nread = 'word'\n", "without a space"),
        ("[[initialism]]\nwritten = 'SPAR'\nread = 'loud'\n", "it may be letters, word"),
        ("[[sign]]\nwritten = 'ab'\nspoken = 'x'\n", "a sign is one character"),
        ("[[abbreviation]]\nwritten='W.'\nspoken='x'\nwhere='here'\n", "any, name, figure"),
        ("[[sign]]\nwritten='☘'\nspoken='x'\nlanguage='English'\n", "write it as en or de"),
        ("[[sign]]\nwritten='☘'\nspoken='x'\n" * 2, "'☘' has two rows"),
    ],
)
def test_a_wrong_row_is_told_with_file_key_and_value(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "text.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told) as raised:
        read_text_tables(path)
    assert str(path) in str(raised.value)
