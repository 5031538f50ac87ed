"""A small nbgrader course to be attacked: one task with values, a list, a function, free text and hidden tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from trainer_cells import KERNEL, about

TASK = "check1"
SECRET = "sycamore-4711"


def answer(grade_id: str, source: str) -> Any:
    return new_code_cell(source, id=grade_id, metadata=about(grade_id, solution=True))


def tests(grade_id: str, points: float, source: str) -> Any:
    return new_code_cell(source, id=grade_id, metadata=about(grade_id, grade=True, locked=True, points=points))


def locked(grade_id: str, source: str) -> Any:
    return new_code_cell(source, id=grade_id, metadata=about(grade_id, locked=True))


def free_text(grade_id: str, points: float) -> Any:
    metadata = about(grade_id, grade=True, solution=True, points=points)
    return new_markdown_cell("the model answer: they trust who asks first", id=grade_id, metadata=metadata)


def source_notebook() -> Any:
    """The source of the task, with solutions, hidden tests and a mark scheme."""
    cells = [
        new_markdown_cell("# Check 1", id="title"),
        new_code_cell("import math", id="imports"),
        locked("families", "families = {'North': 40, 'South': 60}\ndef close(a, b):\n    return math.isclose(a, b)"),
        answer("count", "### BEGIN SOLUTION\ntotal = 100\n### END SOLUTION"),
        tests(
            "count-test",
            5,
            "assert isinstance(total, int), 'total is a whole number'\n"
            "assert total > 0, 'total is above zero'\n"
            f"### BEGIN HIDDEN TESTS\nkey = '{SECRET}'\n"
            "assert close(total, sum(families.values())), f'{key} total must be 100'\n### END HIDDEN TESTS",
        ),
        answer("ways", "### BEGIN SOLUTION\nways = ['ask', 'listen', 'share']\n### END SOLUTION"),
        tests(
            "ways-test",
            3,
            "good = 0\n### BEGIN HIDDEN TESTS\ngood = len({'ask', 'listen', 'share'} & set(ways))\n### END HIDDEN TESTS\ngood",
        ),
        answer("rate", "def rate(part, whole):\n    ### BEGIN SOLUTION\n    return part / whole\n    ### END SOLUTION"),
        tests(
            "rate-test",
            4,
            "assert close(rate(1, 2), 0.5)\n"
            "### BEGIN HIDDEN TESTS\nfor part in (3, 7, 11):\n    assert close(rate(part, 13), part / 13), 'hidden rate'\n"
            "### END HIDDEN TESTS",
        ),
        free_text("why", 6),
        new_markdown_cell(
            "Draw a map.\n\n=== BEGIN MARK SCHEME ===\nthree points for a legend\n=== END MARK SCHEME ===",
            id="map",
            metadata=about("map", task=True, locked=True, points=3),
        ),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def write_source(course: Path) -> Path:
    """Write the task into `course/source`; returns the notebook's place."""
    place = course / "source" / TASK / f"{TASK}.ipynb"
    place.parent.mkdir(parents=True)
    nbformat.write(source_notebook(), place)
    return place


RIGHT = {
    "count": "total = 100",
    "ways": "ways = ['ask', 'listen', 'share']",
    "rate": "def rate(part, whole):\n    return part / whole",
    "why": "Because the first to ask is remembered.",
}
FULL = {"count-test": 5.0, "ways-test": 3.0, "rate-test": 4.0}
