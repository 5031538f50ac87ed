"""What every test shares: a work folder of its own, and the small course of fixtures where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A test says what is right; how long it takes depends on what else the machine does.
settings.register_profile("course", deadline=None)
settings.load_profile("course")

# Rules that several test files share say as much when they fail as those of a single file.
pytest.register_assert_rewrite("analyst_protocol")

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
