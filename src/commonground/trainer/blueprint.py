"""A task as it was written: what every submission is put back into, and the tests that judge it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

TEST, ANSWER, JUDGED, TASK, LOCKED, PLAIN = "test", "answer", "judged", "task", "locked", "plain"


class BlueprintError(ValueError):
    """A task cannot be graded as it stands; the message says what to mend."""


@dataclass(frozen=True)
class Cell:
    """One cell of a task.

    `kind` is `test` (tests, graded by running), `answer` (code that a learner writes), `judged` (an
    answer that a person grades), `task` (nbgrader's task cell), `locked`, or `plain` (not nbgrader's).
    `source` is the text with its hidden tests, and with the stub in place of a solution; `shown` is
    what was released. `points` is None where no points are given. `runs` says whether the examiner runs
    it, and `relies_on` are the names of the submission that it then needs, itself or through other cells
    of the task; their values are asked of the submission just before this cell.
    """

    kind: str
    cell_type: str
    cell_id: str
    grade_id: str | None
    source: str
    shown: str
    points: float | None
    metadata: dict[str, Any]
    attachments: dict[str, Any] = field(default_factory=dict)
    relies_on: tuple[str, ...] = ()
    runs: bool = False


@dataclass(frozen=True)
class Blueprint:
    """One notebook of a task: `task` and `notebook` are nbgrader's names of assignment and notebook.

    `modules` are loaded ahead of each submission, `remarks` are for the author of the task.
    """

    task: str
    notebook: str
    cells: tuple[Cell, ...]
    metadata: dict[str, Any]
    modules: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A fingerprint of all that decides a score."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def cell(self, grade_id: str) -> Cell:
        """The cell of that id; raises KeyError."""
        for cell in self.cells:
            if cell.grade_id == grade_id:
                return cell
        raise KeyError(grade_id)
