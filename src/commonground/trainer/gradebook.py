"""Writes graded submissions into nbgrader's gradebook and folder of graded notebooks. One process only.

Writing the same submission twice changes nothing: rows are found by trainee, task and cell. The
scores of a submission are written in one transaction. A rater's own scores and comments stay.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from commonground.trainer.course_folder import TIMESTAMP
from commonground.trainer.result import GradedNotebook
from commonground.trainer.safely import write_safely


def open_gradebook(db_url: str, course_id: str = "default_course") -> Gradebook:
    """nbgrader's gradebook at that address, made if it is not there."""
    find_programs()
    return Gradebook(db_url, course_id)


def find_programs() -> None:
    """Let nbgrader find the program `alembic`, which it calls by name when it makes a gradebook.

    It lies beside Python, which is not on the search path when the environment was not activated.
    """
    beside = str(Path(os.path.abspath(sys.executable)).parent)
    path = os.environ.get("PATH", "")
    if beside not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, path]) if path else beside


class GradebookWriter:
    """The open gradebook of a course. Use as a context manager.

    `autograded` is nbgrader's folder of graded notebooks, which formgrader shows.
    """

    def __init__(self, db_url: str, autograded: Path, course_id: str = "default_course") -> None:
        self._gradebook = open_gradebook(db_url, course_id)
        self._autograded = autograded

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._gradebook.close()

    def write(
        self,
        task: str,
        student: str,
        notebooks: Sequence[GradedNotebook],
        timestamp: datetime.datetime | None = None,
    ) -> None:
        """Write one graded submission: its notebooks first, then its scores."""
        self._write_notebooks(task, student, notebooks, timestamp)
        # nbgrader adds rows in an order that SQLAlchemy remarks on; the rows are right.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            self._write_scores(task, student, notebooks, timestamp)

    def _write_scores(
        self, task: str, student: str, notebooks: Sequence[GradedNotebook], timestamp: datetime.datetime | None
    ) -> None:
        about = {} if timestamp is None else {"timestamp": timestamp}
        self._gradebook.update_or_create_student(student)
        submission = self._gradebook.update_or_create_submission(task, student, **about)
        graded = {notebook.notebook: notebook for notebook in notebooks}
        for row in submission.notebooks:
            if row.name in graded:
                self._set_scores(row, graded[row.name])
        self._gradebook.db.commit()

    @staticmethod
    def _set_scores(row: object, graded: GradedNotebook) -> None:
        scores = {score.grade_id: score for score in graded.scores}
        for grade in row.grades:  # type: ignore[attr-defined]
            score = scores.get(grade.name)
            if score is None:
                continue
            grade.auto_score = score.score
            # As nbgrader does: a score that a person gave before is to be looked at again.
            grade.needs_manual_grade = score.score is None or score.look or grade.manual_score is not None
        for comment in row.comments:  # type: ignore[attr-defined]
            comment.auto_comment = graded.comments.get(comment.name)
        row.flagged = bool(graded.suspected)  # type: ignore[attr-defined]

    def _write_notebooks(
        self, task: str, student: str, notebooks: Sequence[GradedNotebook], timestamp: datetime.datetime | None
    ) -> None:
        target = self._autograded / student / task
        fresh = target.with_name(f".{task}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for notebook in notebooks:
            write_safely(fresh / f"{notebook.notebook}.ipynb", json.dumps(notebook.content, indent=1, ensure_ascii=False))
        if timestamp is not None:
            (fresh / TIMESTAMP).write_text(f"{timestamp} UTC\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(fresh, target)
