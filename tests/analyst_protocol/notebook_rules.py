"""What every analyst notebook promises: left blank it attempts nothing, and what it shows is called synthetic."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest
from analyst_protocol.module_answers import number_of

from commonground import exercises
from commonground.content.form import SHOWN
from commonground.exercises import Status

MODULES = Path(__file__).parents[2] / "modules"


@dataclass(frozen=True)
class Notebook:
    """The analyst notebook of one module, as it is stored.

    `module` is the name of the module's folder.
    `without_label` maps the id of each cell that shows something without calling it synthetic to the part of the
    cell that makes the label needless.
    """

    module: str
    without_label: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The first part of the ids of the module's tasks, such as "01"."""
        return number_of(self.module)

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """All cells, in order."""
        path = MODULES / self.module / "3-analyst.ipynb"
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return found

    @cached_property
    def sources(self) -> dict[str, str]:
        """The text of each cell, by the id of the cell, in order."""
        return {cell["id"]: "".join(cell["source"]) for cell in self.cells}

    @cached_property
    def code(self) -> dict[str, str]:
        """The text of each cell of code, by the id of the cell, in order."""
        return {cell["id"]: self.sources[cell["id"]] for cell in self.cells if cell["cell_type"] == "code"}

    @cached_property
    def markdown(self) -> str:
        """All words between the cells of code."""
        return "\n".join(words for id, words in self.sources.items() if id not in self.code)

    def imported_before(self, id: str) -> dict[str, Any]:
        """The names that the cells of code before this one import."""
        names: dict[str, Any] = {}
        for before, source in self.code.items():
            if before == id:
                break
            imports: list[ast.stmt] = [
                node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)
            ]
            exec(compile(ast.Module(imports, []), before, "exec"), names)
        return names


def shown_without_label(source: str) -> bool:
    """Whether a cell of code prints or displays something of which it does not say that it is synthetic."""
    source = re.sub(r"^print\(\"Your guess:.*$", "", source, flags=re.MULTILINE).strip()
    last = ast.parse(source).body[-1:]
    shown = ast.unparse(last[0]) if last and isinstance(last[0], ast.Expr) else ""
    if re.match(r"(here|exercises)\.|print\(", shown):
        shown = ""
    printed = re.search(r"\b(print|display)\(", source) and "Synthetic data" not in source
    return bool(printed or (shown and "synthetic(" not in shown))


class NotebookRules:
    """Tests that hold for the analyst notebook of every module.

    A class derived from it, in a test file of a module, names its `notebook`.
    """

    notebook: ClassVar[Notebook]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "id" in metafunc.fixturenames:
            metafunc.parametrize("id", list(exercises.tasks(self.notebook.number)))

    def test_the_cell_to_fill_in_starts_as_not_attempted(self, id: str) -> None:
        task, cell = exercises.get(id), "try-" + id.partition("/")[2]
        names = self.notebook.imported_before(cell) | {task.name: task}
        tree = ast.parse(self.notebook.code[cell])
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)
        exec(compile(tree, cell, "exec"), names)
        outcome = eval(compile(ast.Expression(last.value), cell, "eval"), names)
        assert outcome.task == id
        assert outcome.status is Status.NOT_ATTEMPTED

    def test_every_task_is_met_once_and_in_order_under_its_own_name(self) -> None:
        number, code = self.notebook.number, "\n".join(self.notebook.code.values())
        tasks = exercises.tasks(number)
        met = re.findall(rf'^(\w+) = exercises\.get\("({number}/[a-z-]+)"\)$', code, re.MULTILINE)
        assert met == [(task.name, id) for id, task in tasks.items()]
        words = "\n".join(self.notebook.sources.values())
        assert re.findall(rf'exercises\.get\("({number}/[a-z-]+)"\)(?!\.carry_on_with)', words) == list(tasks)

    def test_every_task_has_its_cell_to_fill_in(self) -> None:
        tries = [id.removeprefix("try-") for id in self.notebook.code if id.startswith("try-")]
        assert tries == [id.partition("/")[2] for id in exercises.tasks(self.notebook.number)]

    def test_what_is_shown_is_called_synthetic(self) -> None:
        unlabeled = {
            id
            for id, source in self.notebook.code.items()
            if not id.startswith(("task-", "try-")) and shown_without_label(source)
        }
        assert unlabeled == set(self.notebook.without_label)
        for id, instead in self.notebook.without_label.items():
            assert instead in self.notebook.code[id], id

    def test_a_result_that_the_reading_page_shows_is_there(self) -> None:
        shown = [cell for cell in self.notebook.cells if SHOWN in cell["metadata"].get("tags", [])]
        assert shown
        assert not [cell["id"] for cell in shown if not cell["outputs"]]

    def test_the_words_say_that_the_tables_are_synthetic(self) -> None:
        assert "**synthetic**" in self.notebook.markdown
