"""The real tasks in a course of their own, handed in by trainees who were made up for the tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from trainer_cells import filled, grade_id, save
from trainer_steps import INSTRUCTOR, points, release, take_course_settings

from commonground.trainer.batch import grade_task
from commonground.trainer.course_folder import CourseFolder
from commonground.trainer.sandbox import Sandbox

TASKS = ("t1-teach-a-segment", "t2-hold-a-hard-moment", "t3-adapt-a-module", "t4-score-three-dossiers", "t5-run-plan")


def source(task: str) -> Any:
    """The source notebook of a task."""
    return nbformat.read(INSTRUCTOR / "source" / task / f"{task}.ipynb", as_version=4)


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
            take_course_settings(self.root)
            release(self.root, task)
            self.released[task] = (self.folder.release / task / f"{task}.ipynb").read_text(encoding="utf-8")
        return nbformat.reads(self.released[task], as_version=4)

    def hand_in(self, task: str, student: str, answers: Mapping[str, str]) -> None:
        """Hand in the released notebook with these texts in the cells of these grade ids."""
        save(self.folder.submitted / student / task / f"{task}.ipynb", filled(self.release(task), answers))

    def points(self, task: str, hand_ins: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
        """The points of each trainee on each automatic check, by the real engine."""
        for student, answers in hand_ins.items():
            self.hand_in(task, student, answers)
        report = grade_task(self.folder, task, self.sandbox, workers=1, students=list(hand_ins))
        assert not report.refused, report.refused
        assert not report.to_look_at, report.to_look_at
        automatic = {grade_id(cell) for cell in self.release(task).cells if grade_id(cell).endswith("-check")}
        found = points(self.folder, task)
        return {
            student: {name: float(score or 0) for name, score in found[student].items() if name in automatic}
            for student in hand_ins
        }

    def judged(
        self, task: str, full: Mapping[str, float], hand_ins: Mapping[str, Mapping[str, str]]
    ) -> dict[str, dict[str, float]]:
        """The points of each trainee, after what holds for every task: its worked examples get all points, a blank gets none."""
        found = self.points(task, {"right": model_answers(task), **hand_ins, "blank": {}})
        assert found["right"] == full
        assert found["blank"] == dict.fromkeys(full, 0)
        return found
