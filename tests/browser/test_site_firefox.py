"""The browser edition in Firefox: an exercise is used, and its state is there after a reload."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Site

SCRIPT = Path(__file__).parent / "firefox"
# The script moves the slider of its first exercise.
WITH_A_SLIDER = "04-bias-in-shared-data/1-foundations"


def test_an_exercise_works_in_firefox(site: Site, tmp_path: Path) -> None:
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox is None:
        pytest.fail("This test needs Firefox. Install it: apt-get install firefox-esr")
    folder = shutil.copytree(SCRIPT, tmp_path / "firefox")
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    command = ["node", "visit.mjs", firefox, site.page(WITH_A_SLIDER)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["first"] == seen["again"] == "ready"
    assert seen["hosts"] == ["127.0.0.1"]
    assert seen["sideways"] <= 0
    assert not seen["faults"]
