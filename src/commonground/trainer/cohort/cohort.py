"""A cohort folder: an nbgrader course with a roster, and what the assessment keeps beside it."""

from __future__ import annotations

import functools
from pathlib import Path

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import ANALYST, Rater, Trainee
from commonground.trainer.cohort.roster import read_roster
from commonground.trainer.cohort.settings import FILE, Settings, read_settings
from commonground.trainer.course_folder import CourseFolder

# Tasks that are not asked of trainees on the route without code.
ANALYST_TASKS = frozenset({"t7-repair-a-notebook"})


class Cohort(CourseFolder):
    """One cohort: an nbgrader course, with its settings and its people."""

    def __init__(self, root: Path, settings: Settings) -> None:
        super().__init__(root, settings.id)
        self.settings = settings

    @property
    def id(self) -> str:
        """The id of the cohort, which is nbgrader's course id."""
        return self.course_id

    @property
    def raters(self) -> tuple[Rater, ...]:
        """The raters, in the order of `cohort.yml`."""
        return self.settings.raters

    @property
    def settings_file(self) -> Path:
        """`cohort.yml`."""
        return self.root / FILE

    @property
    def roster_file(self) -> Path:
        """The list of trainees."""
        return self.root / "roster.csv"

    @property
    def for_trainees(self) -> Path:
        """What is sent to trainees: a folder and a zip for each route."""
        return self.root / "for-trainees"

    @property
    def received(self) -> Path:
        """Every hand-in as it came, each with its receipt."""
        return self.root / "received"

    @property
    def rating_forms(self) -> Path:
        """What raters work with: `raters/<rater>/`."""
        return self.root / "raters"

    @property
    def ratings(self) -> Path:
        """The ratings: `ratings/<rater>.csv`."""
        return self.root / "ratings"

    @property
    def reports(self) -> Path:
        """Reports and exports."""
        return self.root / "reports"

    @property
    def certificates(self) -> Path:
        """Certificates."""
        return self.root / "certificates"

    def trainees(self) -> tuple[Trainee, ...]:
        """The trainees in the order of the roster; raises CohortError."""
        return self._trainees

    @functools.cached_property
    def _trainees(self) -> tuple[Trainee, ...]:
        return read_roster(self.roster_file)

    def trainee(self, person: str) -> Trainee:
        """The trainee of that id; raises CohortError."""
        for trainee in self.trainees():
            if trainee.id == person:
                return trainee
        raise CohortError(f"'{person}' is not in {self.roster_file.name}. Check the id, or add the trainee there.")

    def tasks(self) -> tuple[str, ...]:
        """All tasks of the cohort, in order, by the folders in `source/`."""
        return tuple(sorted(place.parent.name for place in self.source.glob("*/*.ipynb") if place.stem == place.parent.name))

    def tasks_of(self, route: str) -> tuple[str, ...]:
        """The tasks that a trainee on that route does."""
        return tuple(task for task in self.tasks() if route == ANALYST or task not in ANALYST_TASKS)

    def released_tasks(self) -> tuple[str, ...]:
        """The tasks that were released."""
        return tuple(task for task in self.tasks() if (self.release / task / f"{task}.ipynb").is_file())

    def source_notebook(self, task: str) -> Path:
        """The source notebook of a task, with its solutions."""
        return self.source / task / f"{task}.ipynb"


def read_cohort(root: Path) -> Cohort:
    """The cohort in the folder `root`; raises CohortError when there is none, or its file is damaged."""
    if not (root / FILE).is_file():
        raise CohortError(
            f"There is no cohort in the folder '{root.resolve().name}': it has no {FILE}. "
            "Name the folder with --cohort, or make a cohort with 'commonground trainer new-cohort'."
        )
    return Cohort(root.resolve(), read_settings(root / FILE))
