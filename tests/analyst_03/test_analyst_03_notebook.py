"""The notebook of the lesson on purpose drift: left blank it attempts nothing, and every table says synthetic."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd
from analyst_protocol.notebook_rules import Notebook, NotebookRules

from commonground.analysis import purpose_drift
from commonground.exercises.bank import lifecycle_right as right
from commonground.exercises.bank import lifecycle_tables as tables

NOTEBOOK = Notebook(
    "03-data-sharing-lifecycle",
    without_label={
        "see-monthly": "purpose_drift.share_by_month(",
        "see-offices": "purpose_drift.share_by_office(",
    },
)


class TestNotebook(NotebookRules):
    notebook = NOTEBOOK


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
    order = list(NOTEBOOK.sources)
    assert order.index("my-guesses") < order.index("try-look-ups") < order.index("your-guess")
    assert order.index("my-guesses") < order.index("since-when")


def test_the_words_teach_one_name_for_many_looks() -> None:
    assert NOTEBOOK.markdown.count("*false discovery rate*") == 1
    assert "not legal advice" in NOTEBOOK.markdown
    assert "do not renew" in NOTEBOOK.markdown
