"""A cohort that is released once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import cohort_kit as kit
import pytest


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit.write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(autouse=True)
def own_course(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONGROUND_COURSE", str(course))


@pytest.fixture(scope="session")
def released_cohort(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cohorts") / "spring"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMMONGROUND_COURSE", str(course))
        assert kit.new_cohort(course, folder, "--due", "2026-03-01") == 0
        assert kit.trainer("release", "--cohort", folder) == 0
    return folder


@pytest.fixture
def cohort(released_cohort: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released_cohort, tmp_path / "spring"))


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder
