"""A course to be attacked, and one grading station for all tests: starting things is what takes time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import course
import nbformat

from commonground.trainer.blueprint import Blueprint, read_blueprint
from commonground.trainer.grading import GradedNotebook, Station
from commonground.trainer.limits import MIB, Limits
from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, course_package, require_sandbox

QUICK = Limits(resident=400 * MIB, scratch=16 * MIB, file_size=8 * MIB, cell_seconds=2.5, total_seconds=8, test_seconds=3)


@dataclass
class Place:
    """A course on this machine, with things in it that no submission may see or touch."""

    root: Path
    blueprint: Blueprint
    released: Any
    station: Station

    def grade(self, notebook: Any, **extra: Path) -> GradedNotebook:
        return self.station.grade(course.save(notebook, self.root / "submitted" / "eve" / course.TASK / "check1.ipynb"), extra)

    def answers(self, **answers: str) -> Any:
        return course.filled(self.released, {**course.RIGHT, **answers})


def scores(graded: GradedNotebook) -> dict[str, float | None]:
    return {score.grade_id: score.score for score in graded.scores}


def shown(graded: GradedNotebook) -> str:
    return str(graded.content)


def release(blueprint: Blueprint) -> Any:
    """The notebook as trainees get it."""
    cells = []
    for cell in blueprint.cells:
        code = {"outputs": [], "execution_count": None} if cell.cell_type == "code" else {}
        cells.append({"cell_type": cell.cell_type, "id": cell.cell_id, "metadata": cell.metadata, "source": cell.shown, **code})
    return nbformat.from_dict({"cells": cells, "metadata": dict(blueprint.metadata), "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="session")
def sandbox() -> Sandbox:
    try:
        return require_sandbox(Sandbox(limits=QUICK, readable=(course_package(),)))
    except SandboxUnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def place(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("course")
    source = course.write_source(root)
    (root / "gradebook.db").write_text("all scores", encoding="utf-8")
    other = root / "submitted" / "alice" / course.TASK / "check1.ipynb"
    other.parent.mkdir(parents=True)
    other.write_text("alice's own work", encoding="utf-8")
    blueprint = read_blueprint(course.TASK, "check1", source)
    with Station(blueprint, sandbox) as station:
        yield Place(root, blueprint, release(blueprint), station)
