"""The documentation as HTML: headings in order, links that lead somewhere, no errors of markup."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, with the help of all commands in it."""
    folder = tmp_path_factory.mktemp("site")
    for command in (
        [str(ROOT / "docs" / "make_html.py"), str(folder)],
        ["-m", "audiobrief", "help", "--html", str(folder / "commands.html")],
    ):
        subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
    return folder


class _Outline(HTMLParser):
    """Gathers headings, ids, links and landmarks."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.mains = 0
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag == "a":
            self.links.append(str(named.get("href")))
        self.mains += tag == "main"


def test_every_page_can_be_walked_by_headings_and_links(site: Path) -> None:
    outlines = {page: _Outline(page) for page in site.rglob("*.html")}
    assert len(outlines) > 20
    for page, outline in outlines.items():
        assert outline.levels[0] == 1, page
        assert outline.levels.count(1) == 1, page
        assert all(b - a <= 1 for a, b in itertools.pairwise(outline.levels)), page
        assert outline.mains == 1, page
        assert len(set(outline.ids)) == len(outline.ids), page
        for link in outline.links:
            path, _, part = link.partition("#")
            if ":" in path:
                continue
            target = (page.parent / path).resolve() if path else page
            assert target in outlines, (page, link)
            assert not part or part in outlines[target].ids, (page, link)


@pytest.mark.slow
def test_the_nu_checker_finds_nothing(site: Path, judge: Callable[[str], str]) -> None:
    jar = os.environ.get("VNU_JAR", "")
    if not Path(jar).is_file():
        if os.environ.get("CI"):
            pytest.fail("CI has no vnu.jar, and this check needs it")
        pytest.skip("VNU_JAR names no vnu.jar")
    pages = [str(page) for page in site.rglob("*.html")]
    command = [judge("java"), "-jar", jar, "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    told = json.loads(done.stderr or b'{"messages": []}')["messages"]
    assert [each["message"] for each in told if each["type"] != "info"] == []
    assert done.returncode == 0
