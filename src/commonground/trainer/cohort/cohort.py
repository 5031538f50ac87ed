"""A cohort folder: an nbgrader course with a roster, and what the assessment keeps beside it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import ANALYST, Rater, Trainee
from commonground.trainer.cohort.roster import read_roster
from commonground.trainer.cohort.settings import FILE, Settings, read_settings

if TYPE_CHECKING:
    from commonground.trainer.batch import CourseFolder

# Tasks that are not asked of trainees on the route without code.
ANALYST_TASKS = frozenset({"t7-repair-a-notebook"})


class Cohort:
    """One cohort. Its paths are where things lie or will lie; none is made by asking for it."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings

    @property
    def id(self) -> str:
        """The id of the cohort, which is nbgrader's course id."""
        return self.settings.id

    @property
    def raters(self) -> tuple[Rater, ...]:
        """The raters, in the order of `cohort.yml`."""
        return self.settings.raters

    @property
    def course(self) -> CourseFolder:
        """The same folder as nbgrader's course (imports nbgrader, which takes a moment)."""
        from commonground.trainer.batch import CourseFolder

        return CourseFolder(self.root, self.id)

    @property
    def settings_file(self) -> Path:
        """`cohort.yml`."""
        return self.root / FILE

    @property
    def roster_file(self) -> Path:
        """The list of trainees."""
        return self.root / "roster.csv"

    @property
    def gradebook_file(self) -> Path:
        """nbgrader's gradebook."""
        return self.root / "gradebook.db"

    @property
    def source(self) -> Path:
        """The tasks with solutions: `source/<task>/<task>.ipynb`."""
        return self.root / "source"

    @property
    def release(self) -> Path:
        """The tasks as trainees get them, made by nbgrader."""
        return self.root / "release"

    @property
    def for_trainees(self) -> Path:
        """What is sent to trainees: a folder and a zip for each route."""
        return self.root / "for-trainees"

    @property
    def received(self) -> Path:
        """Every hand-in as it came, each with its receipt."""
        return self.root / "received"

    @property
    def submitted(self) -> Path:
        """The hand-ins that count: `submitted/<id>/<task>/`."""
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        """Graded notebooks, which formgrader shows: `autograded/<id>/<task>/<task>.ipynb`."""
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        """Pages for trainees: `feedback/<id>/<task>.html`."""
        return self.root / "feedback"

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
