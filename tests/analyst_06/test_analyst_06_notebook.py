"""The notebook of the co-research lesson: left blank it runs and attempts nothing, and its figures speak in words."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from commonground import exercises
from commonground.analysis import co_research_charts, figures
from commonground.analysis.co_research import hide_enough
from commonground.charts.figure import Figure
from commonground.exercises import Status

NOTEBOOK = Path(__file__).parents[2] / "modules" / "06-case-broward" / "3-analyst.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
SOURCES = {cell["id"]: "".join(cell["source"]) for cell in CELLS}
TRIES = {id: source for id, source in SOURCES.items() if id.startswith("try-")}


@pytest.mark.parametrize("id", TRIES)
def test_the_cells_to_fill_in_start_as_not_attempted(id: str) -> None:
    task = exercises.get("06/" + id.removeprefix("try-"))
    names: dict[str, Any] = {task.name: task, "pd": pd, "hide_enough": hide_enough}
    tree = ast.parse(TRIES[id])
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, id, "exec"), names)
    outcome = eval(compile(ast.Expression(last.value), id, "eval"), names)
    assert outcome.status is Status.NOT_ATTEMPTED


def test_every_task_is_met_in_the_order_of_the_lesson() -> None:
    met = re.findall(r'exercises\.get\("(06/[a-z-]+)"\)', "\n".join(SOURCES.values()))
    assert met == list(exercises.tasks("06"))


def test_each_table_of_the_county_is_called_synthetic() -> None:
    shown = {"tables", "printed", "kinds", "call-list", "left-and-came", "other-places", "delete-field"}
    for id, source in SOURCES.items():
        if id in shown or (id.startswith("see-") and "charts" not in source):
            assert "synthetic(" in source or "Synthetic data" in source, id


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The charts that were drawn, without a widget."""
    charts: list[Any] = []

    class Seen(Figure):
        def __init__(self, chart: Any) -> None:
            charts.append(chart)
            self.widget = None

    monkeypatch.setattr(figures, "Figure", Seen)
    return charts


def test_the_figures_say_in_words_and_in_a_table_what_they_show(drawn: list[Any]) -> None:
    crowd = pd.DataFrame(
        {"students": [63, 4000], "share": [0.317, 0.25], "low": [0.216, 0.24], "high": [0.44, 0.26]},
        index=["Moved by an agency", "No entry"],
    )
    co_research_charts.crowds(crowd)
    co_research_charts.two_lists(pd.DataFrame({"before": [67, 75], "after": [79, 64]}, index=["A", "C"]))
    for chart in drawn:
        assert chart.title.startswith("Synthetic")
        header, rows = chart.table()
        for row in rows:
            assert all(number in chart.description for number in row[1:])
        assert len(header) == len(chart.series) + 1
    assert "Moved by an agency (63): 31.7 percent, between 21.6 and 44" in drawn[0].description
    assert "group C from 75 to 64" in drawn[1].description
