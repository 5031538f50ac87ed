"""What the tests of T6 and T7 share: a course with one task in it, hand-ins, and what they were given."""

from __future__ import annotations

import copy
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from programs import ran

from commonground.content.places import course_root
from commonground.trainer.batch import CourseFolder
from commonground.trainer.course_config import FILE, course_config
from commonground.trainer.gradebook import find_programs

INSTRUCTOR = course_root() / "instructor"


def release(root: Path, task: str) -> CourseFolder:
    """Release the task that lies in `root/source/TASK`, as nbgrader does."""
    find_programs()
    shutil.copyfile(INSTRUCTOR / FILE, root / FILE)
    config = course_config(root)
    config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db"
    made = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(task)
    assert made["success"], made["log"]
    return CourseFolder(root)


def released(course: CourseFolder, task: str) -> Any:
    """The notebook as trainees get it."""
    return nbformat.read(course.root / "release" / task / f"{task}.ipynb", as_version=4)


def run_with_nbval(folder: Path) -> None:
    """Run the notebooks of a folder from top to bottom, as nbval does with those of the course."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", str(folder)]
    done = ran(command, cwd=folder)
    assert done.returncode == 0, done.stdout[-3000:]


def filled(notebook: Any, answers: Mapping[str, str]) -> Any:
    """A released notebook with these texts in the cells of these grade ids."""
    made = copy.deepcopy(notebook)
    there = set()
    for cell in made.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in answers:
            cell.source = answers[grade_id]
            there.add(grade_id)
    assert there == set(answers)
    return made


def hand_in(course: CourseFolder, task: str, trainee: str, notebook: Any) -> None:
    """Put a notebook, and what was released beside it, where hand-ins lie."""
    place = course.submitted / trainee / task
    place.mkdir(parents=True)
    (place / f"{task}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def points(course: CourseFolder, task: str) -> dict[str, dict[str, float | None]]:
    """The automatic points of every graded cell, by trainee."""
    with Gradebook(course.db_url) as gradebook:
        return {
            row.student.id: {grade.name: grade.auto_score for notebook in row.notebooks for grade in notebook.grades}
            for row in gradebook.assignment_submissions(task)
        }
