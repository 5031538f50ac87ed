"""The notebook of the at-risk lesson: left blank it runs and attempts nothing, and it shows no invented thresholds."""

from __future__ import annotations

import re

from analyst_protocol.notebook_rules import Notebook, NotebookRules

NOTEBOOK = Notebook(
    "05-case-pasco",
    without_label={
        "see-cross": "at_risk_charts.narrowing(",
        "see-positive": "at_risk_charts.two_rates(",
    },
)


class TestNotebook(NotebookRules):
    notebook = NOTEBOOK


def test_words_about_the_case_stay_with_the_sources() -> None:
    text = NOTEBOOK.markdown
    assert "EWS-12" not in text
    assert "PASCO-15" not in text
    assert "FAIR-03" not in text
    assert not re.search(r"\bGPA\b|algorithm|machine learning", text, re.IGNORECASE)
