"""What is this file? The task that a handed-in notebook belongs to, or what is wrong with it and what to ask for."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from commonground.trainer.cohort.cohort import Cohort
from commonground.trainer.cohort.guessing import words_of
from commonground.trainer.cohort.stamp import Stamp, stamp_of
from commonground.trainer.submission import (
    LARGEST_NOTEBOOK,
    SubmittedCell,
    UnreadableSubmissionError,
    read_submission,
)

ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json")
_JUNK = {".ds_store", "thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__macosx", "__pycache__", ".git"}
# Half of a task's cells with an id are enough to know it by.
ENOUGH = 0.5


@dataclass(frozen=True)
class KnownTask:
    """A released task, by what a notebook of it has: its stamp, and the ids of its cells."""

    name: str
    stamp: Stamp | None
    grade_ids: frozenset[str]
    cell_ids: frozenset[str]


@dataclass(frozen=True)
class Look:
    """What a file turned out to be: its `task`, if one is known, and its `trouble`, "" if there is none."""

    task: str | None
    trouble: str = ""
    notes: tuple[str, ...] = ()


def known_tasks(cohort: Cohort) -> tuple[KnownTask, ...]:
    """The released tasks of a cohort."""
    found = []
    for task in cohort.released_tasks():
        place = cohort.release / task / f"{task}.ipynb"
        cells = read_submission(place)
        grade_ids = frozenset(cell.grade_id for cell in cells if cell.grade_id)
        cell_ids = frozenset(cell.cell_id for cell in cells if cell.cell_id)
        found.append(KnownTask(task, stamp_of(_metadata(place)), grade_ids, cell_ids))
    return tuple(found)


def is_junk(name: str) -> bool:
    """Whether a file is one that systems and editors leave, by its name in the hand-in."""
    parts = [part.casefold() for part in PurePosixPath(name).parts]
    return any(part in _JUNK or part.startswith("._") for part in parts)


def is_notebook(name: str, place: Path) -> bool:
    """Whether a file is meant as a notebook, by its name, or by its content if a mail program renamed it."""
    lower = unicodedata.normalize("NFC", name).casefold()
    if lower.endswith(ENDINGS):
        return True
    if not lower.endswith((".json", ".txt")) or place.stat().st_size > LARGEST_NOTEBOOK:
        return False
    text = place.read_bytes()
    return text.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"nbformat"' in text and b'"cells"' in text


def task_by_name(names: Sequence[str], tasks: Sequence[str]) -> str | None:
    """The one task that these names speak of, by its whole name or by `T1`; None if there is none, or more than one."""
    words = [words_of(name) for name in names]
    whole = {task for task in tasks for given in words if _within(words_of(task), given)}
    if len(whole) == 1:
        return next(iter(whole))
    short = {task for task in tasks for given in words if words_of(task)[0] in given}
    return next(iter(short)) if len(short) == 1 else None


def _within(part: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def look_at(place: Path, names: Sequence[str], known: Sequence[KnownTask]) -> Look:
    """Look at the notebook at `place`; `names` are its own and its folders', the file's last."""
    by_name = task_by_name(names[-1:], [task.name for task in known]) or task_by_name(names, [task.name for task in known])
    try:
        cells = read_submission(place)
    except UnreadableSubmissionError as trouble:
        return Look(by_name, str(trouble).removeprefix(f"{place.name}: "))
    if not cells:
        return Look(by_name, "this notebook has no cells. Ask for it again.")
    stamp = stamp_of(_metadata(place))
    task = _by_cells(cells, known) or _named(stamp, known)
    if task is None:
        return Look(by_name, _stranger(stamp))
    if stamp is None:
        return Look(task.name, "", ("it has lost the mark of its cohort and was known by its cells",))
    return Look(task.name, _other_edition(stamp, task))


def _metadata(place: Path) -> Any:
    content = json.loads(place.read_bytes().decode("utf-8-sig"))
    return content.get("metadata") if isinstance(content, dict) else None


def _named(stamp: Stamp | None, known: Sequence[KnownTask]) -> KnownTask | None:
    return next((task for task in known if stamp is not None and task.name == stamp.task), None)


def _by_cells(cells: Sequence[SubmittedCell], known: Sequence[KnownTask]) -> KnownTask | None:
    """The task whose cells these are, if it is one task's; where ids tell two tasks alike, the stamp decides."""
    grade_ids = {cell.grade_id for cell in cells if cell.grade_id}
    cell_ids = {cell.cell_id for cell in cells if cell.cell_id}
    shares = []
    for task in known:
        by_grade = len(grade_ids & task.grade_ids) / max(len(task.grade_ids), 1)
        by_cell = len(cell_ids & task.cell_ids) / max(len(task.cell_ids), 1)
        shares.append((max(by_grade, by_cell), task.name, task))
    shares.sort(reverse=True)
    if not shares or shares[0][0] < ENOUGH or (len(shares) > 1 and shares[1][0] >= shares[0][0]):
        return None
    return shares[0][2]


def _stranger(stamp: Stamp | None) -> str:
    if stamp is not None:
        return (
            f"this is the task {stamp.task} of the cohort {stamp.cohort}, and this cohort has released no such task. "
            "Release it here, or ask for the notebook of this cohort."
        )
    return "this is a notebook, but none of this cohort's tasks. Ask for the notebook from the folder that trainees got."


def _other_edition(stamp: Stamp, task: KnownTask) -> str:
    ours = task.stamp
    if ours is None or stamp.release == ours.release:
        return ""
    if stamp.cohort != ours.cohort:
        said = f"this notebook was made for the cohort '{stamp.cohort}', not for '{ours.cohort}'"
    elif stamp.edition != ours.edition:
        said = f"this notebook is of edition {stamp.edition} of the course, and this cohort has edition {ours.edition}"
    elif stamp.form != ours.form:
        said = f"this notebook is of form {stamp.form}, and this cohort has form {ours.form}"
    else:
        said = "this notebook is of an earlier release; the task was released anew since"
    return f"{said}. Send the zip from for-trainees/ once more, and ask for the answers to be copied over."
