"""The notebook of the at-risk lesson: left blank it runs and attempts nothing, and it shows no invented thresholds."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from commonground import exercises
from commonground.analysis.at_risk_list import synthetic, wilson
from commonground.exercises import Status

NOTEBOOK = Path(__file__).parents[2] / "modules" / "05-case-pasco" / "3-analyst.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
SOURCES = {cell["id"]: "".join(cell["source"]) for cell in CELLS}
TRIES = {id: source for id, source in SOURCES.items() if id.startswith("try-")}


@pytest.mark.parametrize("id", TRIES)
def test_the_cells_to_fill_in_start_as_not_attempted(id: str) -> None:
    task = exercises.get("05/" + id.removeprefix("try-"))
    names: dict[str, Any] = {task.name: task, "pd": pd, "wilson": wilson, "exercises": exercises}
    tree = ast.parse(TRIES[id])
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, id, "exec"), names)
    outcome = eval(compile(ast.Expression(last.value), id, "eval"), names)
    assert outcome.status is Status.NOT_ATTEMPTED


def test_every_task_is_met_in_the_order_of_the_lesson() -> None:
    met = re.findall(r'exercises\.get\("(05/[a-z-]+)"\)', "\n".join(SOURCES.values()))
    assert met == list(exercises.tasks("05"))


def test_each_table_on_the_page_is_called_synthetic() -> None:
    for id, source in SOURCES.items():
        if id in ("one-row-each", "tables") or (id.startswith("see-") and "chart" not in source):
            assert "synthetic(" in source or "Synthetic data" in source, id
    assert "synthetic data" in repr(synthetic(pd.DataFrame({"a": [1]})))


def test_words_about_the_case_stay_with_the_sources() -> None:
    text = "\n".join("".join(c["source"]) for c in CELLS if c["cell_type"] == "markdown")
    assert "EWS-12" not in text
    assert "PASCO-15" not in text
    assert "FAIR-03" not in text
    assert not re.search(r"\bGPA\b|algorithm|machine learning", text, re.IGNORECASE)
