"""The pages of the site: every word of a notebook, and a still of every exercise.

A notebook is run once, here and now, by the same code that runs in the page, with an empty folder for
the learner's work. What its cells show is drawn as HTML.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import ipywidgets as widgets
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets.widgets.widget import _instances
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from commonground.activities import Activity
from commonground.editions.browser import stills
from commonground.editions.browser.errors import SiteError
from commonground.editions.browser.paper import paper
from commonground.editions.edition import VARIABLE as EDITION
from commonground.learner.work_folder import VARIABLE
from commonground.server.pages import shows_nothing

WIDGET = "application/vnd.jupyter.widget-view+json"
# The page makes its work folder ready before the first cell of the lesson.
BEGIN = "from commonground.editions.browser import inside\nawait inside.begin()"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a page. `kind` is `words`, `quiet` (a cell that shows nothing) or `exercise`.

    `number` is the place of a code cell among the cells that the page runs, from 1.
    """

    kind: str
    id: str
    html: str = ""
    paper: str = ""
    number: int = 0


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """These environment variables for a while."""
    before = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _first_visit() -> Iterator[None]:
    """The words of the browser edition, and a learner's folder with nothing in it."""
    with TemporaryDirectory() as folder, _environment({VARIABLE: folder, EDITION: "browser"}):
        yield


@contextmanager
def _shell() -> Iterator[InteractiveShell]:
    """A shell for one notebook. It does not take the place of this program's own main module, as it would."""
    try:
        yield InteractiveShell.instance(user_module=ModuleType("commonground_lesson"))
    finally:
        InteractiveShell.clear_instance()


def _shown(shell: InteractiveShell, source: str, where: str) -> tuple[list[widgets.Widget], Activity | None]:
    """The widgets that a code cell shows, and the exercise that they belong to."""
    # The shell's own display hook must be in place first: it would take that of the capture away.
    with shell.display_trap, capture_output() as captured:
        result = shell.run_cell(source)  # type: ignore[no-untyped-call]
    if result.error_before_exec or result.error_in_exec:
        raise SiteError(f"{where} could not be run: {result.error_in_exec or result.error_before_exec!r}")
    found = []
    for output in captured.outputs:
        view: Mapping[str, Any] | None = output.data.get(WIDGET)
        if view:
            found.append(_instances[view["model_id"]])
    return found, getattr(result.result, "activity", None)


def words(cell: Any) -> Part:
    """A Markdown cell."""
    return Part("words", cell.id, markdown2html_mistune(cell.source))


def parts_of(notebook: Path) -> tuple[list[Part], list[str]]:
    """The pieces of a page, and the code that the page runs, cell by cell.

    Raises SiteError where a cell of the notebook fails.
    """
    cells = nbformat.read(notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    parts: list[Part] = []
    code = [BEGIN]
    with _first_visit(), _shell() as shell:
        for cell in cells:
            if cell.cell_type == "markdown":
                parts.append(words(cell))
            elif cell.cell_type == "code":
                code.append(cell.source)
                shown, activity = _shown(shell, cell.source, f"{notebook.parent.name}/{notebook.name}, cell {cell.id}")
                if shows_nothing(cell.source):
                    parts.append(Part("quiet", cell.id, number=len(code)))
                else:
                    html = "".join(stills.still(widget) for widget in shown)
                    on_paper = paper(activity) if activity else ""
                    parts.append(Part("exercise", cell.id, html, on_paper, len(code)))
    return parts, code
