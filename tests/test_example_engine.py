"""The example of docs/engines.md: the page shows its files, and the package works as it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "engine"
SHOWN = (
    "pyproject.toml",
    "audiobrief_morse/__init__.py",
    "voices/morse.toml",
    "tests/test_contract.py",
)


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_shows_the_file_as_it_is(name: str) -> None:
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    assert (EXAMPLE / name).read_text(encoding="utf-8") in page


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_package_is_built_installed_tested_and_heard(tmp_path: Path) -> None:
    """What an author of an engine does, in an environment of its own over this one's packages."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path)]
    subprocess.run([*command, str(EXAMPLE)], check=True, timeout=300)
    (wheel,) = tmp_path.glob("audiobrief_morse-*.whl")
    own = tmp_path / "environment"
    venv.create(own, with_pip=True)
    python = own / ("Scripts" if os.name == "nt" else "bin") / "python"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(python), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    library = Path(run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    here = [path for path in sys.path if "site-packages" in path]
    (library / "zz_here.pth").write_text("\n".join([str(ROOT), *here]), encoding="utf-8")
    run("-m", "pip", "install", "-q", "--no-deps", str(wheel))
    assert "passed" in run("-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE / "tests"))
    story = ROOT / "examples" / "harbour-bridge.txt"
    voices = str(EXAMPLE / "voices")
    made = run("-m", "audiobrief", "make", str(story), "--voices", voices, "--voice", "morse")
    folder = tmp_path / made.strip().splitlines()[-1]
    record = json.loads((folder / "episode.json").read_text(encoding="utf-8"))
    assert record["engines"] == ["morse 1.0"]
    assert not [each for each in record["remarks"] if "morse" in each]
    run("-m", "audiobrief", "check", str(folder))
