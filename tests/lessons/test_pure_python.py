"""What a lesson without code imports is pure Python, so that it can run in a browser with no server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LESSONS = sorted(
    path for level in ("home", "1-foundations", "2-practitioner") for path in (ROOT / "modules").glob(f"*/{level}.ipynb")
)


@pytest.mark.parametrize("notebook", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lesson_works_where_nothing_compiled_can_be_had(notebook: Path, work_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("pure_python.py")), str(notebook)],
        env={**os.environ, "COMMONGROUND_WORK": str(work_folder)}, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1])["loaded"] == []


def test_the_guard_refuses_a_compiled_package(tmp_path: Path) -> None:
    notebook = tmp_path / "compiled.ipynb"
    cell = {"cell_type": "code", "source": ["import numpy\n", "numpy.zeros(1)"]}
    notebook.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("pure_python.py")), str(notebook)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )
    assert "numpy cannot be had here" in done.stderr
