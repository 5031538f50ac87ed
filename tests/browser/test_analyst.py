"""The analyst lessons in JupyterLab: run from top to bottom, a task left blank, tried wrong, and solved."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from analyst_04 import answers_to_module_04
from analyst_05 import answers_to_module_05
from playwright.sync_api import Locator, expect

from .conftest import Course, Visit

Answer = Callable[..., Any]
# The first task of each lesson: its name and its function's in the cell, a wrong answer, a right one.
TASKS: list[tuple[str, str, str, Answer, Answer]] = [
    ("04-bias-in-shared-data/3-analyst", "disparity_task", "disparity",
     answers_to_module_04.counts_incidents, answers_to_module_04.with_groupby),
    ("05-case-pasco/3-analyst", "flag_task", "at_risk",
     answers_to_module_05.flag_counts_marks, answers_to_module_05.flag_merge),
]


def code_of(answer: Answer, task: str, name: str, needs: str) -> str:
    """The source of an answer under the name that the cell gives it, without annotations of other modules."""
    source = inspect.getsource(answer).replace(f"def {answer.__name__}(", f"def {name}(")
    return f"from __future__ import annotations\n{needs}\n{source}\n\n{task}.check({name})"


def lab(visit: Visit, course: Course, lesson_id: str) -> Locator:
    """The lesson open in JupyterLab, all its cells run."""
    page = visit.page
    # Asked to run before a kernel is there, JupyterLab lets the learner choose one, and proposes ours.
    page.add_locator_handler(
        page.get_by_role("dialog").get_by_role("button", name="Select Kernel"), lambda button: button.click()
    )
    page.goto(course.page(f"commonground/open/{lesson_id}.ipynb"), wait_until="commit")
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    notebook.locator(".jp-Cell").first.wait_for()
    notebook.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    # A kernel that is still being connected drops what it is asked: ask until the last cell is numbered or waits.
    last = notebook.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
    for _ in range(5):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            expect(last).not_to_have_text("[ ]:", timeout=10_000)
            break
        except AssertionError:
            continue
    expect(notebook.get_by_role("button", name="Mark this lesson as done")).to_be_attached(timeout=120_000)
    return notebook


@pytest.mark.parametrize(("lesson_id", "task", "name", "wrong", "right"), TASKS, ids=[task[0] for task in TASKS])
def test_the_lesson_runs_and_its_tasks_answer(
    visit: Visit, course: Course, lesson_id: str, task: str, name: str, wrong: Answer, right: Answer
) -> None:
    notebook = lab(visit, course, lesson_id)
    assert notebook.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0
    cell = notebook.locator(".jp-CodeCell", has_text=f"{task}.check({name})").first
    expect(cell).to_contain_text("Not attempted")
    helpers = inspect.getsource(inspect.getmodule(right))  # type: ignore[arg-type]
    for answer, verdict in ((wrong, "Not"), (right, "Right")):
        cell.locator(".cm-content").click()
        visit.page.keyboard.press("Control+A")
        needs = "\n\n".join(
            inspect.getsource(getattr(inspect.getmodule(answer), part))
            for part in ("measures", "flags")
            if f"{part}(" in inspect.getsource(answer) and f"def {part}(" in helpers
        )
        visit.page.keyboard.insert_text(code_of(answer, task, name, needs))
        visit.page.keyboard.press("Control+Enter")
        expect(cell.locator(".jp-OutputArea")).not_to_contain_text("Not attempted")
        if verdict == "Right":
            expect(cell.locator(".jp-OutputArea")).to_contain_text("Right")
        else:
            expect(cell.locator(".jp-OutputArea")).not_to_contain_text("Right")
    assert visit.hosts == {"127.0.0.1"}
