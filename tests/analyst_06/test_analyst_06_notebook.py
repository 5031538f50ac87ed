"""The notebook of the co-research lesson: left blank it runs and attempts nothing, and its figures speak in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from analyst_protocol.notebook_rules import Notebook, NotebookRules

from commonground.analysis import co_research_charts, figures
from commonground.charts.figure import Figure

NOTEBOOK = Notebook(
    "06-case-broward",
    without_label={
        "see-crowds": "co_research_charts.crowds(",
        "see-veto": "co_research_charts.two_lists(",
        "allegheny-rows": "from sources, not synthetic",
        "rows-for-the-task": "timeline.loc[",
    },
)


class TestNotebook(NotebookRules):
    notebook = NOTEBOOK


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
