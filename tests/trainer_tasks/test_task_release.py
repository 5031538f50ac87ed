"""What trainees get holds no answer, no hidden test and no key; the source holds a worked example that runs."""

from __future__ import annotations

import re

import nbformat
import pytest
from task_course import TASKS, TaskCourse, model_answers, source
from trainer_cells import grade_id
from trainer_steps import INSTRUCTOR

from commonground.content.checks.prose import plain
from commonground.content.checks.reading import grade, words_of
from commonground.content.checks.wording import better_wordings, british
from commonground.content.citations import cited_ids
from commonground.content.form import CellIds, CellKeys, Outputs, Sentences, Version
from commonground.content.sources import facts
from commonground.trainer.rubric import read_rubric
from commonground.trainer.task_source import read_blueprint

RUBRIC = read_rubric(INSTRUCTOR / "rubrics")
KEPT = {"nbgrader", "tags"}


@pytest.mark.parametrize("task", TASKS)
def test_nothing_secret_is_released(task: str, tasks: TaskCourse) -> None:
    tasks.release(task)
    folder = tasks.root / "release" / task
    told = "\n".join(place.read_text(encoding="utf-8") for place in folder.rglob("*") if place.is_file())
    notebook = tasks.release(task)
    nbformat.validate(notebook)
    words = told + "\n".join(cell.source for cell in notebook.cells)
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN|MARK)", words)
    # Whoever writes no code runs a box with a filled form, and no error appears.
    assert not re.search(r"NotImplemented|YOUR CODE", words)
    hidden, open_ = [], set()
    for cell in source(task).cells:
        open_ |= {line.strip() for line in re.sub(r"### BEGIN.*?### END", "", cell.source, flags=re.DOTALL).split("\n")}
        for inside in re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\n\s*### END", cell.source, re.DOTALL):
            hidden += [line.strip() for line in inside.split("\n") if len(line.strip()) > 40]
    shown = {line.strip() for cell in notebook.cells for line in cell.source.split("\n")}
    secret = [line for line in hidden if line not in open_]
    assert not [line for line in secret if line in shown or (len(line) > 60 and line in words)]
    for criterion in RUBRIC.criteria:
        assert not [note for note in criterion.looks_for if note in words]


def test_the_key_s_reasons_are_in_no_released_file(tasks: TaskCourse) -> None:
    reasons = re.findall(r'reason: "(.*?)"\}', (INSTRUCTOR / "rubrics" / "t4-key.yml").read_text(encoding="utf-8"))
    assert len(reasons) == 27
    for task in TASKS:
        for place in (tasks.root / "release" / task).rglob("*") if tasks.release(task) else ():
            if place.is_file():
                text = place.read_text(encoding="utf-8")
                assert not [reason for reason in reasons if reason in text]


@pytest.mark.parametrize("task", TASKS)
def test_the_source_is_in_form(task: str) -> None:
    notebook = source(task)
    for rule in (Version(), CellKeys(), Outputs(), Sentences(), CellIds()):
        assert not list(rule.look(notebook)), rule.name
    for cell in notebook.cells:
        assert set(cell.metadata) <= KEPT
        assert grade_id(cell) in ("", cell.id)


@pytest.mark.parametrize("task", TASKS)
def test_gates_points_and_criteria_fit_together(task: str) -> None:
    blueprint = read_blueprint(task, task, INSTRUCTOR / "source" / task / f"{task}.ipynb")
    assert not blueprint.remarks
    assert sum(cell.points or 0 for cell in blueprint.cells if cell.kind == "test") == RUBRIC.gate(task).of
    judged = {cell.grade_id: cell.points for cell in blueprint.cells if cell.kind == "judged"}
    assert judged == {criterion.cell: 3.0 for criterion in RUBRIC.of_task(task)}
    told = "\n".join(cell.source for cell in blueprint.cells)
    gate = RUBRIC.gate(task)
    assert f"up to {gate.of:g} points, and you need {gate.needs:g}" in told


@pytest.mark.parametrize("task", TASKS)
def test_trainees_see_the_anchors_of_what_they_write(task: str) -> None:
    told = "\n".join(cell.source for cell in source(task).cells)
    for criterion in RUBRIC.of_task(task) if task != "t4-score-three-dossiers" else RUBRIC.criteria:
        for text in (criterion.question, *criterion.anchors):
            assert all(sentence in told for sentence in re.split(r"(?<=[.?]) (?=[A-Z])", text)), text


@pytest.mark.parametrize("task", TASKS)
def test_the_words_are_plain(task: str) -> None:
    notebook = source(task)
    texts = [plain(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]
    assert grade("\n".join(texts)) <= 8
    for text in texts:
        assert not list(british(text))
        assert not list(better_wordings(text))
    assert {fact for cell in notebook.cells for fact in cited_ids(cell.source)} <= set(facts())


def test_the_page_for_trainees_is_one_page_of_plain_words() -> None:
    text = plain((INSTRUCTOR / "for-trainees" / "README.md").read_text(encoding="utf-8"))
    assert grade(text) <= 8
    assert len(words_of(text)) < 600
    for promise in ("60 days", "18 of 27", "community", "late", "kept"):
        assert promise in text


def test_the_dossiers_cite_facts_that_there_are() -> None:
    folder = INSTRUCTOR / "source" / "t4-score-three-dossiers"
    for place in (*folder.glob("*.md"), INSTRUCTOR / "guides" / "raters.md"):
        assert set(cited_ids(place.read_text(encoding="utf-8"))) <= set(facts())


def test_every_form_has_a_worked_example() -> None:
    for task in TASKS:
        wanted = {grade_id(cell) for cell in source(task).cells if cell.metadata.get("nbgrader", {}).get("solution")}
        assert set(model_answers(task)) == wanted
