"""A cohort as nbgrader sees it: its settings, its converter, its gradebook. Importing it takes nbgrader's moment."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import Trainee
from commonground.trainer.cohort.settings import FILE, read_settings
from commonground.trainer.course_config import course_config
from commonground.trainer.gradebook import find_programs, open_gradebook
from commonground.trainer.pages import server_settings

COURSE_ID = "common-ground-trainers"
# nbgrader's own way of grading runs a stranger's program with all rights of the grader. It finds no
# kernel of this name, so that the button in formgrader and `nbgrader autograde` stop with this word.
NO_KERNEL = "grade-with-commonground-trainer-grade"
# What stands in place of a solution. nbgrader's own would raise an error in every form that a trainee
# who does not write code has filled in.
STUB = "pass  # leave this line, or write code in its place"


def settings_for(folder: Path) -> dict[str, dict[str, Any]]:
    """nbgrader's settings for the cohort in `folder`, by class and name; for a folder of tasks without a cohort too."""
    course_id = read_settings(folder / FILE).id if (folder / FILE).is_file() else COURSE_ID
    pages = {name: values for name, values in server_settings().items() if name != "ServerApp"}
    return {
        "CourseDirectory": {"root": str(folder), "course_id": course_id},
        "ClearSolutions": {"code_stub": {"python": STUB}},
        "Execute": {"kernel_name": NO_KERNEL},
        "ExchangeFactory": {"collect": "commonground.trainer.cohort.exchange.SafeCollect"},
        **pages,
    }


def config_for(folder: Path) -> Config:
    """The same as traitlets' settings."""
    return Config(settings_for(folder))


@contextmanager
def quiet() -> Iterator[None]:
    """Without a remark of SQLAlchemy's on the order in which nbgrader adds rows; the rows are right."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


def open_cohort_gradebook(cohort: Cohort) -> Gradebook:
    """The gradebook of a cohort; use as a context manager."""
    return open_gradebook(cohort.db_url, cohort.id)


def enter_trainees(cohort: Cohort, trainees: Iterable[Trainee]) -> None:
    """Put people into the gradebook, or correct their names there."""
    with quiet(), open_cohort_gradebook(cohort) as gradebook:
        for person in trainees:
            gradebook.update_or_create_student(
                person.id, first_name=person.first_name, last_name=person.last_name, email=person.email or None
            )


def last_moment(day: datetime.date) -> datetime.datetime:
    """The end of that day where this computer is, as nbgrader keeps it: in UTC, without saying so."""
    end = datetime.datetime.combine(day, datetime.time(23, 59, 59)).astimezone()
    return end.astimezone(datetime.UTC).replace(tzinfo=None)


def enter_due_dates(cohort: Cohort, due: Mapping[str, datetime.date | None]) -> None:
    """Put the due dates of released tasks into the gradebook."""
    with quiet(), open_cohort_gradebook(cohort) as gradebook:
        for task, day in due.items():
            gradebook.update_or_create_assignment(task, duedate=None if day is None else last_moment(day))


def generate(cohort: Cohort, task: str) -> None:
    """Make `release/TASK` from `source/TASK` with nbgrader's own converter; raises CohortError with what it said."""
    find_programs()
    config = course_config(cohort.root)
    config.CourseDirectory.root = str(cohort.root)
    config.CourseDirectory.course_id = cohort.id
    config.CourseDirectory.db_url = cohort.db_url
    # Its log is shown only when it fails.
    config.Application.log_level = "ERROR"
    with quiet():
        made = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(task)
    if not made["success"]:
        lines = [line for line in (made.get("log") or made.get("error") or "").splitlines() if line.strip()]
        said = lines[-1] if lines else "no reason was given"
        raise CohortError(f"{task}: nbgrader could not make the trainees' notebook: {said}\nMend the notebook in source/{task}.")
