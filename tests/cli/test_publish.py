"""``audiobrief publish``: refuses what nobody could reach."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from audiobrief.cli import main


def _publish(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["publish", *arguments])


def test_without_base_url_nothing_is_published(tmp_path: Path) -> None:
    (tmp_path / "pier").mkdir()
    result = _publish("pier", "--to", "web")
    assert result.exit_code == 3
    assert "base_url" in result.stderr
    assert not Path("web").exists()


def test_it_needs_a_place_to_publish_to() -> None:
    assert _publish("pier").exit_code == 2


def test_a_show_without_a_feed_is_told(tmp_path: Path) -> None:
    (tmp_path / "pier").mkdir()
    Path("show.toml").write_text('base_url = "https://radio.example/"\n', encoding="utf-8")
    result = _publish("pier", "--to", "web")
    assert result.exit_code == 8
    assert "audiobrief feed writes it" in result.stderr
