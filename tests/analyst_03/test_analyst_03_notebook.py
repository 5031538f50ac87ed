"""The notebook of the lesson on purpose drift: left blank it attempts nothing, and every table says synthetic."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import numpy as np
import pandas as pd
import pytest

from commonground import exercises
from commonground.analysis import access_log, purpose_drift
from commonground.analysis.at_risk_list import wilson
from commonground.exercises import Status
from commonground.exercises.bank import lifecycle_right as right
from commonground.exercises.bank import lifecycle_tables as tables

NOTEBOOK = Path(__file__).parents[2] / "modules" / "03-data-sharing-lifecycle" / "3-analyst.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
SOURCES = {cell["id"]: "".join(cell["source"]) for cell in CELLS}
TRIES = {id: source for id, source in SOURCES.items() if id.startswith("try-")}
MARKDOWN = "\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "markdown")


@pytest.mark.parametrize("id", TRIES)
def test_the_cells_to_fill_in_start_as_not_attempted(id: str) -> None:
    task = exercises.get("03/" + id.removeprefix("try-"))
    names: dict[str, Any] = {
        task.name: task, "pd": pd, "np": np, "re": re, "wilson": wilson, "exercises": exercises,
        "access_log": access_log,
    }  # fmt: skip
    tree = ast.parse(TRIES[id])
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, id, "exec"), names)
    outcome = eval(compile(ast.Expression(last.value), id, "eval"), names)
    assert outcome.status is Status.NOT_ATTEMPTED


def test_every_task_is_met_once_and_in_order() -> None:
    met = re.findall(
        r'^\w+_task = exercises\.get\("(03/[a-z-]+)"\)', "\n".join(SOURCES.values()), re.MULTILINE
    )
    assert met == list(exercises.tasks("03"))


def test_each_table_and_number_on_the_page_is_called_synthetic() -> None:
    for cell in CELLS:
        source = "".join(cell["source"])
        last = source.strip().splitlines()[-1]
        if cell["cell_type"] != "code" or cell["id"].startswith(("task-", "try-")):
            continue
        if "print(" in source:
            assert "Synthetic data" in source, cell["id"]
        if last.startswith(("log", "seen", "staff", "months", "offices", "late")):
            assert " = " in last, cell["id"]


def test_both_figures_have_words_and_a_table() -> None:
    (running,) = tables.coded()
    assert isinstance(running, pd.DataFrame)
    parts = pd.DataFrame(
        {"agreed": [9, 5, 4, 4], "out": [1, 4, 0, 2], "missing": [0, 1, 2, 0]}, index=list("ABCD")
    )
    figures = {
        "highest month is 2025-04": purpose_drift.share_by_month(right.monthly(running), 0.035),
        "B: 50 agreed, 40 outside, 10 without a reason": purpose_drift.share_by_office(parts),
    }
    for words, figure in figures.items():
        assert isinstance(figure, widgets.VBox)
        plot, ask = figure.children[:2]
        ask.value = True
        assert words in plot.shown["words"]
        assert "Synthetic" in figure.children[-1].value
        assert "<table" in figure.children[-1].value


def test_the_guesses_come_before_the_counts() -> None:
    order = list(SOURCES)
    assert order.index("my-guesses") < order.index("try-look-ups") < order.index("your-guess")
    assert order.index("my-guesses") < order.index("since-when")


def test_the_words_teach_one_name_for_many_looks() -> None:
    assert MARKDOWN.count("*false discovery rate*") == 1
    assert "not legal advice" in MARKDOWN
    assert "do not renew" in MARKDOWN
