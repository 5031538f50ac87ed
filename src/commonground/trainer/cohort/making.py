"""Makes the folder of a new cohort, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.people import Trainee
from commonground.trainer.cohort.roster import write_roster
from commonground.trainer.cohort.settings import FILE, Settings, write_settings
from commonground.trainer.cohort.stamp import stamp_source

KNOWLEDGE_TASK = "t6-knowledge-and-sources"
CONFIG = "nbgrader_config.py"
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.pyc")


def task_folders(source: Path) -> dict[str, Path]:
    """The tasks in a folder of tasks, by name; raises CohortError when there is none."""
    found = {place.stem: place.parent for place in sorted(source.glob("*/*.ipynb")) if place.stem == place.parent.name}
    if not found:
        raise CohortError(f"{source}: there is no task here. A task is a folder with a notebook of the same name.")
    return found


def make_cohort(
    target: Path,
    settings: Settings,
    trainees: Sequence[Trainee],
    source: Path,
    config: Path,
    extra_tasks: Mapping[str, Callable[[Path], None]] | None = None,
    extra_columns: Mapping[str, Mapping[str, str]] | None = None,
) -> Cohort:
    """Make the cohort in the folder `target`, which must be empty or not exist yet.

    `source` is the folder of tasks, `config` nbgrader's settings file; each of `extra_tasks` writes a
    task that is made for this cohort into the folder that it is given. `extra_columns` are columns of the
    roster that are the organization's own, by trainee's id. Raises CohortError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CohortError(f"'{target.name}' is there already and is not empty. Nothing was changed; choose another name for the folder.")
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        for task, folder in task_folders(source).items():
            shutil.copytree(folder, fresh / "source" / task, ignore=LEFT_OUT)
        for task, write in (extra_tasks or {}).items():
            shutil.rmtree(fresh / "source" / task, ignore_errors=True)
            (fresh / "source" / task).mkdir(parents=True)
            write(fresh / "source" / task)
        cohort = Cohort(fresh.resolve(), settings)
        for task in cohort.tasks():
            stamp_source(cohort.source_notebook(task), settings, task)
        shutil.copyfile(config, fresh / CONFIG)
        write_settings(fresh / FILE, settings)
        write_roster(cohort.roster_file, trainees, extra_columns)
        _fill_gradebook(cohort, trainees)
        if target.exists():
            target.rmdir()
        os.replace(fresh, target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return Cohort(target.resolve(), settings)


def _fill_gradebook(cohort: Cohort, trainees: Sequence[Trainee]) -> None:
    from commonground.trainer.cohort.nbgrader_course import enter_trainees

    enter_trainees(cohort, trainees)
