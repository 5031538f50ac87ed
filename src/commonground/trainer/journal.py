"""What was graded and what was written into the gradebook, kept so that a killed run can go on.

One file a trainee and task. It is replaced as a whole, never changed in place, so that it is there
either as before or as after, whenever the run is killed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commonground.trainer.result import GradedNotebook
from commonground.trainer.safely import write_safely

FORM = 1


@dataclass(frozen=True)
class Entry:
    """One graded submission. `key` is a fingerprint of the hand-in and of the task; `written` says that the
    gradebook has it; `trouble` says why it could not be graded at all, if so."""

    student: str
    key: str
    notebooks: tuple[GradedNotebook, ...] = ()
    written: bool = False
    trouble: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class Journal:
    """The entries of one task, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, student: str) -> Entry | None:
        """The entry of that trainee; None if there is none, or it is of another form or damaged."""
        try:
            data = json.loads(self._place(student).read_text(encoding="utf-8"))
            if data["form"] != FORM or data["student"] != student:
                return None
            return Entry(
                student=student,
                key=data["key"],
                notebooks=tuple(GradedNotebook.from_json(part) for part in data["notebooks"]),
                written=data["written"],
                trouble=data["trouble"],
                extra=data["extra"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, entry: Entry) -> None:
        """Keep the entry for good: after this returns, a loss of power does not lose it."""
        data = {
            "form": FORM,
            "student": entry.student,
            "key": entry.key,
            "written": entry.written,
            "trouble": entry.trouble,
            "extra": entry.extra,
            "notebooks": [notebook.as_json() for notebook in entry.notebooks],
        }
        write_safely(self._place(entry.student), json.dumps(data))

    def _place(self, student: str) -> Path:
        return self._folder / f"{student}.json"
