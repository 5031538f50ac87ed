"""What the tests of T6 and T7 share: how a notebook is run, and how one is handed in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from programs import ran
from trainer_cells import save

from commonground.trainer.course_folder import CourseFolder


def run_with_nbval(folder: Path) -> None:
    """Run the notebooks of a folder from top to bottom, as nbval does with those of the course."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", str(folder)]
    done = ran(command, cwd=folder)
    assert done.returncode == 0, done.stdout[-3000:]


def hand_in(course: CourseFolder, task: str, trainee: str, notebook: Any) -> None:
    """Put a notebook, and what was released beside it, where hand-ins lie."""
    place = course.submitted / trainee / task
    assert not place.exists()
    save(place / f"{task}.ipynb", notebook)
