"""What tests of tasks do around the grading: find a sandbox, release a task, read its points."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from commonground.trainer.course_config import FILE, course_config
from commonground.trainer.course_folder import CourseFolder
from commonground.trainer.gradebook import find_programs
from commonground.trainer.limits import Limits
from commonground.trainer.sandbox import Sandbox, SandboxUnavailableError, course_package, require_sandbox

INSTRUCTOR = Path(__file__).resolve().parents[1] / "instructor"


def sandbox_or_skip(limits: Limits | None = None) -> Sandbox:
    """A sandbox that may read the course's package; where none works the test is skipped, and says why."""
    try:
        return require_sandbox(Sandbox(limits or Limits(), (course_package(),)))
    except SandboxUnavailableError as reason:
        pytest.skip(str(reason))


def take_course_settings(root: Path) -> None:
    """Put the nbgrader settings of the real tasks into the course at `root`."""
    shutil.copyfile(INSTRUCTOR / FILE, root / FILE)


def release(root: Path, task: str) -> CourseFolder:
    """Release the task that lies in `root/source/TASK`, by nbgrader's own `generate_assignment`."""
    find_programs()
    course = CourseFolder(root)
    config = course_config(root)
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = course.db_url
    made = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(task)
    assert made["success"], made["log"]
    return course


def released(course: CourseFolder, task: str, notebook: str = "") -> Any:
    """The notebook as trainees get it; without its name, the one that has the task's."""
    return nbformat.read(course.release / task / f"{notebook or task}.ipynb", as_version=4)


def points(course: CourseFolder, task: str) -> dict[str, dict[str, float | None]]:
    """The automatic points of every graded cell, by trainee."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return {
            row.student.id: {grade.name: grade.auto_score for notebook in row.notebooks for grade in notebook.grades}
            for row in gradebook.assignment_submissions(task)
        }


def totals(course: CourseFolder, task: str) -> dict[str, float]:
    """The sum of the automatic points, by trainee."""
    return {trainee: sum(score or 0.0 for score in cells.values()) for trainee, cells in points(course, task).items()}
