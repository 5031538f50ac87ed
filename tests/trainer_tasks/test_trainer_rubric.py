"""The rubric is read as typed data, and a fault in it is said with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from trainer_steps import INSTRUCTOR

from commonground.content.errors import ContentError
from commonground.trainer.rubric import IDS, TASKS, read_rubric


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INSTRUCTOR / "rubrics", tmp_path / "rubrics"))


def test_the_course_s_rubric() -> None:
    rubric = read_rubric(INSTRUCTOR / "rubrics")
    assert tuple(criterion.id for criterion in rubric.criteria) == IDS
    assert tuple(gate.task for gate in rubric.gates) == TASKS
    assert rubric.gate("t6-knowledge-and-sources").needs == 24
    assert rubric.gate("t6-knowledge-and-sources").of == 30
    assert rubric.gate("t7-repair-a-notebook").needs == rubric.gate("t7-repair-a-notebook").of
    assert sum(len(rubric.of_task(task)) for task in TASKS[:5]) == 9
    caregiver = rubric.criterion("caregiver")
    assert caregiver.anchors == rubric.criterion("plain-and-complete").anchors
    assert rubric.of_task("t7-repair-a-notebook") == (caregiver,)
    for wrong in (rubric.criterion, rubric.gate):
        with pytest.raises(KeyError):
            wrong("charm")


def swap(before: str, after: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    return change


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("criteria.yml", lambda text: "a: 1", "list of entries"),
        ("criteria.yml", swap("- id: care\n", "- id: charm\n"), "rated-charm"),
        ("criteria.yml", swap("  number: 3", "  number: 4"), "number 3"),
        ("criteria.yml", swap("cell: rated-care", "cell: care"), "rated-care"),
        ("criteria.yml", swap("task: t5-run-plan", "task: t5"), "no task 't5'"),
        ("criteria.yml", swap("    3: So plain", "    4: So plain"), "one anchor for each"),
        ("criteria.yml", swap("  title: Care", "  titel: Care"), "not known: titel"),
        ("criteria.yml", swap("  title: Care\n", '  title: "-"\n'), "Words were expected"),
        ("criteria.yml", lambda text: text[: text.index("- id: reflection")], "List these nine"),
        ("gates.yml", swap("needs: 24", "needs: 31"), "31 of 30"),
        ("gates.yml", swap("needs: 24", "needs: many"), "whole number"),
        ("gates.yml", lambda text: text[: text.index("- {task: t7")], "Give one for each"),
        ("gates.yml", swap("{task", "{task: ["), "not well-formed"),
    ],
)
def test_a_fault_is_said_with_its_place(folder: Path, name: str, change: Callable[[str], str], words: str) -> None:
    place = folder / name
    place.write_text(change(place.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ContentError, match=words) as caught:
        read_rubric(folder)
    assert name in str(caught.value)


def test_a_rubric_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"criteria\.yml"):
        read_rubric(tmp_path)
