"""What every test shares: a work folder of its own, and the small course of fixtures where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

FIXTURE_COURSE = Path(__file__).parent / "fixtures" / "course"


@pytest.fixture(autouse=True)
def work_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever touches the my-work folder of the person who runs it."""
    folder = tmp_path / "my-work"
    monkeypatch.setenv("COMMONGROUND_WORK", str(folder))
    return folder


@pytest.fixture
def kit_course(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one module that uses every part of the kit once."""
    monkeypatch.setenv("COMMONGROUND_COURSE", str(FIXTURE_COURSE))
    return FIXTURE_COURSE
