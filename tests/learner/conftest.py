"""A learner's folder of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the learner's work goes to."""
    folder = tmp_path / "my work ü"
    monkeypatch.setenv("COMMONGROUND_WORK", str(folder))
    return folder
