"""The notebook of the lesson on bias passed on: left blank it runs and attempts nothing."""

from __future__ import annotations

from analyst_protocol.notebook_rules import Notebook, NotebookRules

NOTEBOOK = Notebook(
    "04-bias-in-shared-data",
    # One sentence ahead of the first table says it of all of them; the cells do not repeat it.
    without_label=dict.fromkeys(
        (
            "tables",
            "truth-and-record",
            "see-disparity",
            "fairlearn-by-group",
            "see-errors",
            "two-intervals",
            "one-m-for-all",
            "link-exactly",
            "link-with-splink",
            "compare-rules",
            "see-proxy",
            "two-runs",
            "before-and-after",
            "see-publish",
            "re-rank",
            "inside-a-school",
            "what-each-does",
        ),
        "",
    ),
)


class TestNotebook(NotebookRules):
    notebook = NOTEBOOK
