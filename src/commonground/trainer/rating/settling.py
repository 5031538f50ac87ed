"""Automatic parts that wait for a person: what was noticed, a page to read, and the points that a person gives."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commonground.trainer.cohort import Cohort
from commonground.trainer.feedback import reading_page
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.rating.store import RatingError
from commonground.trainer.rating.work import AllWork, graded_notebook, is_automatic
from commonground.trainer.safely import write_safely

FOLDER = "to-look-at"


@dataclass(frozen=True)
class Waiting:
    """One automatic part that a person has to look at: why, and the points that it has until then (None if none)."""

    trainee: str
    task: str
    cell: str
    score: float | None
    reasons: tuple[str, ...]


def waiting_parts(cohort: Cohort, work: AllWork) -> list[Waiting]:
    """All of them, in the order of the roster; `work` is the cohort's."""
    found = []
    for trainee in cohort.trainees():
        for task in cohort.tasks_of(trainee.route):
            one = work.get((trainee.id, task))
            cells = [name for name, mark in one.cells.items() if is_automatic(name) and mark.waits] if one else []
            if one and cells:
                reasons = _reasons(cohort, trainee.id, task)
                found += [Waiting(trainee.id, task, name, one.cells[name].score, reasons.get(name, ())) for name in sorted(cells)]
    return found


def write_pages(cohort: Cohort, waiting: Sequence[Waiting], titles: Mapping[str, str]) -> dict[tuple[str, str], Path]:
    """Write the work that waits as pages, with what grading noticed; by trainee and task. Earlier ones are removed.

    `titles` are the tasks' names in words.
    """
    folder = cohort.reports / "private" / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    pages = {}
    for trainee, task in dict.fromkeys((one.trainee, one.task) for one in waiting):
        content = graded_notebook(cohort, trainee, task)
        if content is not None:
            pages[trainee, task] = folder / f"{trainee}-{task}.html"
            page = reading_page(content, titles.get(task, task), cohort.trainee(trainee).name, for_grader=True)
            write_safely(pages[trainee, task], page)
    return pages


def settle(cohort: Cohort, work: AllWork, trainee: str, cell: str, points: str) -> str:
    """Give an automatic part the points that a person decided on; returns its task. It then waits no more.

    `cell` is its grade id, with the task and a slash in front where two tasks have one of that name. Raises
    RatingError.
    """
    person = cohort.trainee(trainee).id
    task, _, name = cell.rpartition("/")
    found = [
        one for (who, one), made in work.items()
        if who == person and name in made.cells and is_automatic(name) and one.startswith(task)
    ]  # fmt: skip
    if not found:
        raise RatingError(f"'{cell}' is no automatic part of what {person} handed in. 'commonground trainer rate' lists what waits.")
    if len(found) > 1:
        raise RatingError(f"'{cell}' is a part of {' and '.join(sorted(found))}. Write the task before it: {sorted(found)[0]}/{name}.")
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        for part in gradebook.find_submission(found[0], person).notebooks:
            for grade in (grade for grade in part.grades if grade.name == name):
                grade.manual_score = _points(points, grade.max_score)
                grade.needs_manual_grade = False
        gradebook.db.commit()
    return found[0]


def _points(text: str, most: float) -> float:
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if not 0 <= score <= most:
        raise RatingError(f"--score: '{text}' does not fit. This part has 0 to {most:g} points.")
    return score


def _reasons(cohort: Cohort, trainee: str, task: str) -> dict[str, tuple[str, ...]]:
    entry = cohort.journal(task).read(trainee)
    scores = [score for notebook in entry.notebooks for score in notebook.scores] if entry else []
    return {score.grade_id: score.reasons for score in scores}
