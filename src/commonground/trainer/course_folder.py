"""Where things lie in a folder of nbgrader, by nbgrader's own names. Loads nothing of nbgrader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonground.trainer.journal import Journal

# nbgrader's file beside a hand-in that says when it came.
TIMESTAMP = "timestamp.txt"


def gradebook_url(file: Path) -> str:
    """The address by which nbgrader opens the gradebook in that file."""
    return f"sqlite:///{file.resolve()}"


class CourseFolder:
    """An nbgrader course in the folder `root`. Its paths are where things lie or will lie; none is made by asking for it."""

    def __init__(self, root: Path, course_id: str = "default_course") -> None:
        self.root = root
        self.course_id = course_id

    @property
    def source(self) -> Path:
        """The tasks with their solutions: `source/<task>/<task>.ipynb`."""
        return self.root / "source"

    @property
    def release(self) -> Path:
        """The tasks as trainees get them, made by nbgrader."""
        return self.root / "release"

    @property
    def submitted(self) -> Path:
        """The hand-ins that count: `submitted/<trainee>/<task>/`."""
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        """Graded notebooks, which formgrader shows: `autograded/<trainee>/<task>/<task>.ipynb`."""
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        """Pages for trainees: `feedback/<trainee>/<task>.html`."""
        return self.root / "feedback"

    @property
    def gradebook_file(self) -> Path:
        """nbgrader's gradebook."""
        return self.root / "gradebook.db"

    @property
    def db_url(self) -> str:
        """The gradebook's address, as nbgrader asks for it."""
        return gradebook_url(self.gradebook_file)

    @property
    def grading(self) -> Path:
        """What grading keeps for itself: journals, and a folder for the time of a run."""
        return self.root / "grading"

    def journal(self, task: str) -> Journal:
        """The journal of grading that task."""
        # It reads whole notebooks, which takes a moment to load, and is asked for by few.
        from commonground.trainer.journal import Journal

        return Journal(self.grading / task)
