"""The notebook of the lesson on bias passed on: left blank it runs and attempts nothing."""

from __future__ import annotations

from analyst_protocol.notebook_rules import Notebook, NotebookRules


class TestNotebook(NotebookRules):
    notebook = Notebook("04-bias-in-shared-data")
