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


@pytest.mark.parametrize("command", ["segment", "script", "make"])
def test_an_edited_story_is_a_source_and_what_is_wrong_in_it_is_named(command: str) -> None:
    written = CliRunner().invoke(main, ["segment", str(EXAMPLE), "--json", "-o", "a.json"])
    assert written.exit_code == 0
    table = json.loads(Path("a.json").read_text(encoding="utf-8"))
    place = next(n for n, block in enumerate(table["blocks"]) if block["role"] == "caption")
    table["blocks"][place]["role"] = "hero"
    Path("a.json").write_text(json.dumps(table), encoding="utf-8")
    result = CliRunner().invoke(main, [command, "a.json"])
    assert result.exit_code == 3
    assert f"a.json: blocks[{place}]: there is no role 'hero'" in result.output
    assert "Traceback" not in result.output


def test_roles_in_script_are_those_of_segment() -> None:
    """What a producer tries with segment is what is said in the end."""
    told = CliRunner(mix_stderr=False).invoke(
        main, ["script", str(EXAMPLE), "--role", "8=furniture"]
    )
    assert told.exit_code == 0
    assert "Photo caption" not in told.stdout
    CliRunner(mix_stderr=False).invoke(
        main, ["segment", str(EXAMPLE), "--role", "8=furniture", "--json", "-o", "b.json"]
    )
    assert CliRunner(mix_stderr=False).invoke(main, ["script", "b.json"]).stdout == told.stdout


def test_the_json_of_segment_says_the_same_as_the_source() -> None:
    CliRunner(mix_stderr=False).invoke(main, ["segment", str(EXAMPLE), "--json", "-o", "c.json"])
    arguments = ["--date", "2026-03-20", "--json"]
    direct = json.loads(
        CliRunner(mix_stderr=False).invoke(main, ["script", str(EXAMPLE), *arguments]).stdout
    )
    edited = json.loads(
        CliRunner(mix_stderr=False).invoke(main, ["script", "c.json", *arguments]).stdout
    )
    assert edited == direct


def test_a_role_that_is_none_is_told() -> None:
    result = CliRunner().invoke(main, ["segment", str(EXAMPLE), "--role", "3=title"])
    assert result.exit_code != 0
    assert "3=title" in result.output


STUB = (
    '<html><head><title>Ferry sails again</title><script type="application/ld+json">'
    '{"@type": "NewsArticle", "headline": "Ferry sails again", "isAccessibleForFree": false}'
    "</script></head><body><h1>Ferry sails again</h1><article><p>The ferry to the islands sails"
    " again on Friday, ten weeks after it ran aground in fog, the company said.</p><p>Divers found"
    " no damage, but</p></article><p>Subscribe to continue reading</p></body></html>"
)


@pytest.mark.parametrize("command", ["segment", "script"])
def test_a_stub_is_refused_and_may_be_read_all_the_same(command: str, tmp_path: Path) -> None:
    path = tmp_path / "stub.html"
    path.write_text(STUB, encoding="utf-8")
    result = CliRunner().invoke(main, [command, str(path)])
    assert result.exit_code == 4
    assert "for subscribers" in result.output
    assert "--allow-stub" in result.output
    result = CliRunner().invoke(main, [command, str(path), "--allow-stub"])
    assert result.exit_code == 0
    assert "ran aground in fog" in result.output
