"""What the cohort's gradebook says of each hand-in, and the agreed scores that are written into it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from commonground.trainer.cohort import Cohort, CohortError
from commonground.trainer.gradebook import open_gradebook
from commonground.trainer.rating.pass_rule import Gate, Standing
from commonground.trainer.rating.store import Key, RatingError
from commonground.trainer.showing import FOR_GRADER

RATED = "rated-"


@dataclass(frozen=True)
class CellMark:
    """One graded cell: its score so far (a person's before the automatic one; None if neither), and whether it
    waits for a person."""

    score: float | None
    waits: bool


@dataclass(frozen=True)
class Work:
    """One graded hand-in: when it came (UTC, without a zone; None if not known), and its cells by grade id.

    `version` is a word that tells this text from any other that the trainee hands in; empty if the graded
    notebook is not there. It stays when the same text is graded again.
    """

    when: datetime.datetime | None
    cells: Mapping[str, CellMark] = field(default_factory=dict)
    version: str = ""


# By trainee's id and task.
AllWork = Mapping[tuple[str, str], Work]


def read_work(cohort: Cohort) -> dict[tuple[str, str], Work]:
    """All graded hand-ins by trainee and task; none where nothing was graded yet. Raises CohortError."""
    if not cohort.gradebook_file.is_file():
        return {}
    try:
        with open_gradebook(cohort.db_url, cohort.id) as gradebook:
            made = _read(gradebook)
    except SQLAlchemyError as trouble:
        raise CohortError(
            f"{cohort.gradebook_file}: the gradebook cannot be read ({type(trouble).__name__}). Close other programs that use it and "
            "try again; if it is damaged, put your last copy in its place."
        ) from trouble
    return {(trainee, task): replace(work, version=_version(cohort, trainee, task)) for (trainee, task), work in made.items()}


def graded_notebook(cohort: Cohort, trainee: str, task: str) -> dict[str, Any] | None:
    """The content of that graded notebook; None if it is not there. Raises RatingError if it is damaged."""
    place = cohort.autograded / trainee / task / f"{task}.ipynb"
    try:
        content: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as trouble:
        raise RatingError(f"{place}: this graded notebook is damaged. Grade this task again, then go on.") from trouble
    return content


def _version(cohort: Cohort, trainee: str, task: str) -> str:
    content = graded_notebook(cohort, trainee, task)
    if content is None:
        return ""
    # Without the grader's own cell, and without outputs, which another run may change.
    cells = [cell for cell in content.get("cells", ()) if FOR_GRADER not in cell.get("metadata", {}).get("tags", ())]
    text = json.dumps([cell.get("source", "") for cell in cells])
    # Begins with letters, so that no spreadsheet takes it for a number or a date.
    return f"v-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _read(gradebook: Gradebook) -> dict[tuple[str, str], Work]:
    hand_ins = (
        select(SubmittedAssignment.student_id, Assignment.name, SubmittedAssignment.timestamp)
        .select_from(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    )
    cells: dict[tuple[str, str], dict[str, CellMark]] = {}
    times: dict[tuple[str, str], datetime.datetime | None] = {}
    for student, task, when in gradebook.db.execute(hand_ins):
        times[student, task], cells[student, task] = when, {}
    grades = (
        select(
            SubmittedAssignment.student_id, Assignment.name, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade
        )
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
    )
    for student, task, cell, auto, manual, waits in gradebook.db.execute(grades):
        score = auto if manual is None else manual
        cells[student, task][cell] = CellMark(score, waits or score is None)
    return {key: Work(times[key], cells[key]) for key in cells}


def is_automatic(cell: str) -> bool:
    """Whether the cell of that grade id is one that raters do not score."""
    return not cell.startswith(RATED)


def gate_of(task: str, needs: float, of: float, words: str, work: Work | None) -> Gate:
    """The gate of one trainee's task, from the points of all cells but those that raters score.

    It is not known while the work is missing, or a cell of it waits for a person's look.
    """
    if work is None:
        return Gate(task, None, needs, of, words)
    automatic = {name: mark for name, mark in work.cells.items() if is_automatic(name)}
    waiting = [name for name, mark in automatic.items() if mark.waits]
    if waiting:
        missing = f"a person has to look at {', '.join(sorted(waiting))} first. 'commonground trainer rate' says why, and how."
        return Gate(task, None, needs, of, words, missing)
    return Gate(task, sum(mark.score or 0.0 for mark in automatic.values()), needs, of, words)


def write_agreed(
    cohort: Cohort, cells: Mapping[str, str], standings: Mapping[Key, Standing], notes: Mapping[Key, str]
) -> None:
    """Write the scores that stand into the cohort's gradebook, as scores by a person, so that nbgrader shows the same.

    `cells` gives the criterion's id by grade id; `notes` are the raters' words to the trainee. A score that
    does not stand yet is taken out, and its cell waits for a person.
    """
    with open_gradebook(cohort.db_url, cohort.id) as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                for part in submission.notebooks:
                    for grade in part.grades:
                        at = standings.get((submission.student_id, cells.get(grade.name, "")))
                        if at is not None:
                            grade.manual_score = at.score
                            grade.needs_manual_grade = at.score is None
                    for comment in part.comments:
                        key = (submission.student_id, cells.get(comment.name, ""))
                        if key in standings:
                            comment.manual_comment = (notes.get(key) or None) if standings[key].score is not None else None
        gradebook.db.commit()
