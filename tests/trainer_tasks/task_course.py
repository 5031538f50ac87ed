"""The real tasks in a course of their own, handed in by trainees who were made up for the tests."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from commonground.trainer.batch import CourseFolder, grade_task
from commonground.trainer.course_config import FILE, course_config
from commonground.trainer.gradebook import find_programs
from commonground.trainer.sandbox import Sandbox

INSTRUCTOR = Path(__file__).resolve().parents[2] / "instructor"
TASKS = ("t1-teach-a-segment", "t2-hold-a-hard-moment", "t3-adapt-a-module", "t4-score-three-dossiers", "t5-run-plan")


def source(task: str) -> Any:
    """The source notebook of a task."""
    return nbformat.read(INSTRUCTOR / "source" / task / f"{task}.ipynb", as_version=4)


def grade_id(cell: Any) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def model_answers(task: str) -> dict[str, str]:
    """The worked examples of a task as a trainee would have written them, by grade id."""
    found = {}
    for cell in source(task).cells:
        inside = re.search(r"### BEGIN SOLUTION\n(.*)\n\s*### END SOLUTION", cell.source, re.DOTALL)
        if inside:
            found[grade_id(cell)] = inside.group(1)
    return found


@dataclass
class TaskCourse:
    """A course with the real tasks, each released once; `report` grades all that was handed in to a task."""

    root: Path
    sandbox: Sandbox
    released: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> CourseFolder:
        return CourseFolder(self.root)

    def release(self, task: str) -> Any:
        """The released notebook, made by nbgrader's own `generate_assignment`."""
        if task not in self.released:
            shutil.copytree(INSTRUCTOR / "source" / task, self.root / "source" / task)
            find_programs()
            shutil.copyfile(INSTRUCTOR / FILE, self.root / FILE)
            config = course_config(self.root)
            config.CourseDirectory.db_url = self.folder.db_url
            made = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(task)
            assert made["success"], made["log"]
            self.released[task] = (self.root / "release" / task / f"{task}.ipynb").read_text(encoding="utf-8")
        return nbformat.reads(self.released[task], as_version=4)

    def hand_in(self, task: str, student: str, answers: Mapping[str, str]) -> None:
        """Hand in the released notebook with these texts in the cells of these grade ids."""
        notebook = copy.deepcopy(self.release(task))
        known = {grade_id(cell) for cell in notebook.cells}
        assert set(answers) <= known, sorted(set(answers) - known)
        for cell in notebook.cells:
            cell.source = answers.get(grade_id(cell), cell.source) if grade_id(cell) else cell.source
        place = self.folder.submitted / student / task / f"{task}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(notebook), encoding="utf-8")

    def points(self, task: str, hand_ins: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
        """The points of each trainee on each automatic check, by the real engine."""
        for student, answers in hand_ins.items():
            self.hand_in(task, student, answers)
        report = grade_task(self.folder, task, self.sandbox, workers=1, students=list(hand_ins))
        assert not report.refused, report.refused
        assert not report.to_look_at, report.to_look_at
        automatic = {grade_id(cell) for cell in self.release(task).cells if grade_id(cell).endswith("-check")}
        with Gradebook(self.folder.db_url) as gradebook:
            return {
                student: {
                    grade.name: float(grade.auto_score or 0)
                    for notebook in gradebook.find_submission(task, student).notebooks
                    for grade in notebook.grades
                    if grade.name in automatic
                }
                for student in hand_ins
            }
