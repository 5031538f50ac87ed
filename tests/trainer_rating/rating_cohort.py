"""A small cohort whose work is graded and waits for raters: made once, copied for each test."""

from __future__ import annotations

import datetime
import shutil
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SAWarning
from trainer_cells import KERNEL, about, save

from commonground.trainer.cohort import (
    Cohort,
    Rater,
    Settings,
    Trainee,
    read_cohort,
    write_roster,
    write_settings,
)
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.rating.desk import read_course_rubric

# The criteria that are rated in each task.
RATED: dict[str, tuple[str, ...]] = {
    "t1-teach-a-segment": ("two-way", "plain-and-complete", "reflection"),
    "t2-hold-a-hard-moment": ("neutrality", "care"),
    "t3-adapt-a-module": ("fidelity", "adaptation"),
    "t4-score-three-dossiers": ("feedback",),
    "t5-run-plan": ("access",),
    "t6-knowledge-and-sources": (),
    "t7-repair-a-notebook": ("caregiver",),
}
# Task: its criteria, and the points of its automatic part.
TASKS = {gate.task: (RATED[gate.task], gate.of) for gate in read_course_rubric().gates}
NINE = ("fidelity", "neutrality", "two-way", "plain-and-complete", "access", "care", "feedback", "adaptation", "reflection")
TRAINEES = (
    Trainee("dana", "Dana", "Diaz", "dana@example.org", "community"),
    Trainee("eli", "Eli", "=Early", "eli@example.org", "community"),
    Trainee("fay", "Fay", "Fox", "fay@example.org", "analyst"),
)
RATERS = (Rater("ana", "Ana Ruiz", True), Rater("ben", "Ben Ode", False), Rater("cho", "Cho Lin", False))
# Long before any rating that a test gives.
STAMP = datetime.datetime(2025, 11, 1, 12, 0)


def make(root: Path, trainees: Iterable[Trainee] = TRAINEES) -> Cohort:
    """A cohort folder with everything handed in, the automatic parts full, and no rating yet."""
    people = tuple(trainees)
    root.mkdir(parents=True)
    write_settings(
        root / "cohort.yml",
        Settings("fall-2026", "Fall trainers", "Riverbend Alliance", "office@example.org", "2026.11", 7, "A", STAMP.date(), {}, RATERS),
    )
    write_roster(root / "roster.csv", people)
    cohort = read_cohort(root)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        _fill(cohort, people)
    return cohort


def _fill(cohort: Cohort, people: Iterable[Trainee]) -> None:
    for task, (criteria, points) in TASKS.items():
        save(cohort.source / task / f"{task}.ipynb", _notebook(criteria, points, "the model answer"))
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        for task, (criteria, points) in TASKS.items():
            gradebook.add_assignment(task)
            gradebook.add_notebook(task, task)
            gradebook.add_grade_cell("checked", task, task, max_score=points, cell_type="code")
            for name in criteria:
                gradebook.add_grade_cell(f"rated-{name}", task, task, max_score=3, cell_type="markdown")
                gradebook.add_solution_cell(f"rated-{name}", task, task)
        for person in people:
            gradebook.add_student(person.id, first_name=person.first_name, last_name=person.last_name, email=person.email)
            for task in cohort.tasks_of(person.route):
                hand_in(cohort, gradebook, person.id, task)


def hand_in(cohort: Cohort, gradebook: Any, trainee: str, task: str, share: float = 1.0) -> None:
    """One graded hand-in; its automatic part got `share` of the points."""
    criteria, points = TASKS[task]
    submission = gradebook.update_or_create_submission(task, trainee, timestamp=STAMP)
    for grade in (grade for part in submission.notebooks for grade in part.grades):
        if grade.name == "checked":
            grade.auto_score, grade.needs_manual_grade = points * share, False
    gradebook.db.commit()
    save(cohort.autograded / trainee / task / f"{task}.ipynb", _notebook(criteria, points, f"what I did in {task}"))


def _notebook(criteria: Iterable[str], points: float, answer: str) -> dict[str, Any]:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": "checked", "metadata": about("checked", grade=True, locked=True, points=points), "source": "assert True", "outputs": [], "execution_count": 1}
    ]
    cells += [
        {"cell_type": "markdown", "id": f"rated-{name}", "metadata": about(f"rated-{name}", grade=True, solution=True, points=3.0), "source": f"{answer}: {name}"}
        for name in criteria
    ]
    return {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


def copied(cohort: Cohort, root: Path) -> Cohort:
    """The same cohort in another folder."""
    shutil.copytree(cohort.root, root)
    return read_cohort(root)
