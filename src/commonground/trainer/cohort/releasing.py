"""Releases the tasks of a cohort: made by nbgrader's converter, checked for answers, entered in the gradebook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from commonground.trainer.blueprint import Blueprint, BlueprintError
from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.errors import CohortError
from commonground.trainer.cohort.nbgrader_course import enter_due_dates, generate, open_cohort_gradebook
from commonground.trainer.cohort.secrets_of import leaks_in, secret_lines
from commonground.trainer.cohort.stamp import stamp_source
from commonground.trainer.course_config import course_config
from commonground.trainer.task_source import compare_with_gradebook, read_task

RELEASED, AGAIN, UNCHANGED = "released", "released anew", "unchanged"
MOST_SHOWN = 3


def release_task(cohort: Cohort, task: str) -> str:
    """Release one task; returns `released`, `released anew` or `unchanged`.

    Raises CohortError when the task was changed and trainees have handed in the earlier one, or when
    something secret is left in what trainees would get; then nothing of this task stays released.
    """
    try:
        blueprints = read_task(cohort.source, task, course_config(cohort.root))
    except BlueprintError as trouble:
        raise CohortError(f"{task}: {trouble}") from None
    known, same = _as_released(cohort, task, blueprints)
    folder = cohort.release / task
    if not same:
        if known and any(cohort.submitted.glob(f"*/{task}")):
            raise CohortError(
                f"{task}: the task in source/{task} was changed after it was released, and there are hand-ins to the earlier one. "
                "Put it back as it was, or make another cohort for the changed task."
            )
        stamp_source(cohort.source_notebook(task), cohort.settings, task, renew=known)
        generate(cohort, task)
    try:
        _check(cohort, task)
    except CohortError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    enter_due_dates(cohort, {task: cohort.settings.due.get(task)})
    if same:
        return UNCHANGED
    return AGAIN if known else RELEASED


def _as_released(cohort: Cohort, task: str, blueprints: tuple[Blueprint, ...]) -> tuple[bool, bool]:
    """Whether the task was released before, and whether what lies in `release/` is made from the source as it is."""
    place = cohort.release / task / f"{task}.ipynb"
    if not place.is_file():
        return False, False
    try:
        with open_cohort_gradebook(cohort) as gradebook:
            for blueprint in blueprints:
                compare_with_gradebook(blueprint, gradebook)
    except BlueprintError:
        return True, False
    source = json.loads(cohort.source_notebook(task).read_text(encoding="utf-8"))
    released = json.loads(place.read_text(encoding="utf-8"))
    shown = {blueprint.notebook: [cell.shown for cell in blueprint.cells] for blueprint in blueprints}
    metadata = source.get("metadata", {})
    same = shown[task] == _sources(released) and {name: released["metadata"].get(name) for name in metadata} == metadata
    beside = {path.relative_to(cohort.source / task): path.read_bytes() for path in (cohort.source / task).rglob("*") if _released_beside(path)}
    return True, same and all(
        (cohort.release / task / name).is_file() and (cohort.release / task / name).read_bytes() == content for name, content in beside.items()
    )


def _released_beside(path: Path) -> bool:
    return path.is_file() and path.suffix != ".ipynb" and not path.name.startswith(".")


def _sources(content: dict[str, object]) -> list[str]:
    cells = content.get("cells", [])
    assert isinstance(cells, list)
    return ["".join(cell["source"]) for cell in cells]


def _check(cohort: Cohort, task: str) -> None:
    secret: set[str] = set()
    for place in sorted((cohort.source / task).glob("*.ipynb")):
        secret |= secret_lines(json.loads(place.read_text(encoding="utf-8")))
    leaks = leaks_in(cohort.release / task, frozenset(secret))
    if leaks:
        shown = "".join(f"\n  {leak.where}: {leak.text[:100]}" for leak in leaks[:MOST_SHOWN])
        more = f"\n  and {len(leaks) - MOST_SHOWN} more" if len(leaks) > MOST_SHOWN else ""
        raise CohortError(
            f"{task}: this was not released, because parts of a solution, hidden test or mark scheme would reach trainees:{shown}{more}\n"
            f"Mend source/{task}: solutions belong between ### BEGIN SOLUTION and ### END SOLUTION in a solution cell, "
            "hidden tests between their own marks, and keys in no file beside the notebook."
        )
