"""Notebooks of nbgrader as tests make them, fill them in and write them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def about(grade_id: str, **flags: Any) -> dict[str, Any]:
    """The metadata of a cell of that grade id; of nbgrader's flags only those that are given are on."""
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **flags}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **flags}}


def grade_id(cell: Any) -> str:
    """The grade id of a cell; empty if it has none."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def filled(notebook: Any, answers: Mapping[str, str]) -> Any:
    """A copy of the notebook with these texts in the cells of these grade ids, all of which must be there."""
    made = copy.deepcopy(notebook)
    known = {grade_id(cell) for cell in made.cells} - {""}
    assert set(answers) <= known, f"no cells for {sorted(set(answers) - known)}"
    for cell in made.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
    return made


def save(place: Path, content: Any) -> Path:
    """Write a notebook as it is, valid or not, or any text; returns its place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return place
