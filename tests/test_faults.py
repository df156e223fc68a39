"""How many seeded faults the check finds: the benchmark, as a slow test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_check_finds_seeded_faults_and_names_them() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "faults.py"), "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=590,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["seeded"] >= 300
    assert told["missed"] == []
    assert told["false_alarms"] == []
    assert told["named"] >= 0.98 * told["seeded"], told["misnamed"]
