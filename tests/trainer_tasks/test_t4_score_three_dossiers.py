"""T4: the gate opens for scores near the key with the empty dossier last, and for nothing less."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from task_course import TaskCourse, model_answers, source
from trainer_steps import INSTRUCTOR

from commonground.trainer.rubric import IDS, read_rubric
from commonground.trainer.task_rules import SHARE, agreement

TASK = "t4-score-three-dossiers"
FULL = {"scores-check": 1, "agreement-check": 9, "ranking-check": 3}
DOSSIERS = ("heron", "maple", "slate")


@pytest.fixture(scope="module")
def key() -> dict[str, dict[str, int]]:
    entries: dict[str, Any] = yaml.safe_load((INSTRUCTOR / "rubrics" / "t4-key.yml").read_text(encoding="utf-8"))
    return {dossier: {name: one["score"] for name, one in scores.items()} for dossier, scores in entries["scores"].items()}


def same(**scores: int) -> dict[str, dict[str, int]]:
    return {dossier: dict.fromkeys(IDS, score) for dossier, score in scores.items()}


def written(scores: object) -> str:
    return "scores = " + json.dumps(scores)


def test_points(tasks: TaskCourse, key: dict[str, dict[str, int]]) -> None:
    right = model_answers(TASK)
    as_text = {dossier.title(): {name: f" {score} " for name, score in scores.items()} for dossier, scores in key.items()}
    some_missing = {**key, "slate": {name: key["slate"][name] for name in IDS[:5]}}
    found = tasks.judged(
        TASK,
        FULL,
        {
            "others": {"scores": written({**as_text, "my notes": {"fidelity": 9}}), "ranking": 'ranking = ("Slate", "MAPLE", "heron ")'},
            "partly": {**right, "scores": written(some_missing)},
            "dazzled": {"scores": written(same(heron=3, maple=3, slate=1)), "ranking": 'ranking = ["heron", "maple", "slate"]'},
            "even": {**right, "scores": written(same(heron=2, maple=2, slate=2))},
            "sure": {**right, "ranking": 'ranking = ["maple", "heron", "heron"]'},
        },
    )
    gate = read_rubric(INSTRUCTOR / "rubrics").gate(TASK)
    passed = {student for student, points in found.items() if sum(points.values()) >= gate.needs}
    assert found["others"] == FULL
    assert found["partly"] == {**FULL, "scores-check": 0}
    assert found["dazzled"]["ranking-check"] == 0
    assert found["dazzled"]["agreement-check"] < 9
    assert passed == {"right", "others", "partly"}


def test_no_one_number_for_everything_passes(key: dict[str, dict[str, int]]) -> None:
    for score in range(4):
        assert agreement(same(heron=score, maple=score, slate=score), key) < SHARE


def test_the_key_in_the_rubrics_is_the_key_of_the_test(key: dict[str, dict[str, int]]) -> None:
    cell = next(cell for cell in source(TASK).cells if cell.id == "agreement-check")
    written_key = re.search(r"KEY = (\{.*?\n\})", cell.source, re.DOTALL)
    assert written_key
    assert yaml.safe_load(written_key.group(1)) == key
    assert tuple(key) == DOSSIERS
    assert all(tuple(scores) == IDS for scores in key.values())


def test_the_dossiers_are_released_and_their_names_say_nothing(tasks: TaskCourse) -> None:
    tasks.release(TASK)
    folder = tasks.root / "release" / TASK
    assert {place.stem for place in folder.glob("*.md")} == {f"dossier-{name}" for name in DOSSIERS}
    told = "\n".join(place.read_text(encoding="utf-8").lower() for place in folder.glob("*.md"))
    assert not re.search(r"\b(excellent|empty|modest|honest)\b", told)
