from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-bridge.txt"


def test_json_is_one_object_on_standard_output() -> None:
    result = CliRunner().invoke(main, ["segment", str(EXAMPLE), "--json"])
    assert result.exit_code == 0
    table = json.loads(result.stdout)
    assert table["section"] == "Local News"
    assert len(table["body"]) == 7
    assert len(table["captions"]) == 1
    assert table["dropped"][0]["text"] == "Skip to main content"


def test_text_has_a_label_before_each_part() -> None:
    result = CliRunner().invoke(main, ["segment", str(EXAMPLE)])
    assert result.exit_code == 0
    assert "Photo caption: Drivers wait to cross" in result.stdout
    assert "Left out: Skip to main content" in result.stdout


def test_standard_input_and_a_file_to_write(tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    result = CliRunner().invoke(
        main, ["segment", "-", "--json", "-o", str(path)], input=EXAMPLE.read_bytes()
    )
    assert result.exit_code == 0
    assert not result.stdout
    assert json.loads(path.read_text(encoding="utf-8"))["headline"].startswith("Harbor Bridge")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-file.txt"], "There is no file no-such-file.txt"),
        (["https://example.org/a", "--offline"], "--offline"),
    ],
)
def test_failure_is_one_sentence_and_status_4(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["segment", *arguments])
    assert result.exit_code == 4
    assert told in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_a_failure_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    path.write_text("old")
    result = CliRunner().invoke(main, ["segment", "no-such-file.txt", "-o", str(path)])
    assert result.exit_code == 4
    assert path.read_text() == "old"


def test_explain_says_rule_line_and_confidence_of_each_part() -> None:
    result = CliRunner().invoke(main, ["segment", str(EXAMPLE), "--explain"])
    assert result.exit_code == 0
    parts = result.stdout.count("Role: ")
    assert parts >= 10
    assert result.stdout.count("Confidence: ") == parts
    assert "Role: headline. Rule: headline." in result.stdout


def test_a_role_can_be_given() -> None:
    plain = json.loads(CliRunner().invoke(main, ["segment", str(EXAMPLE), "--json"]).stdout)
    line = plain["captions"][0]["line"]
    result = CliRunner().invoke(main, ["segment", str(EXAMPLE), "--json", "--role", f"{line}=body"])
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["body"]) == len(plain["body"]) + 1


def test_a_role_that_is_none_is_told() -> None:
    result = CliRunner().invoke(main, ["segment", str(EXAMPLE), "--role", "3=title"])
    assert result.exit_code != 0
    assert "3=title" in result.output
