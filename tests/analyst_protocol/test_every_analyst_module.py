"""No module with checked tasks is left out of the rules that hold for all of them."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from analyst_protocol.module_answers import ModuleAnswers

from commonground.exercises.registry import BANKS

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("number", BANKS)
def test_a_module_with_checked_tasks_has_answers_of_its_own(number: str) -> None:
    answers = import_module(f"analyst_{number}.answers_to_module_{number}").ANSWERS
    assert isinstance(answers, ModuleAnswers)
    assert answers.number == number


@pytest.mark.parametrize("number", BANKS)
@pytest.mark.parametrize("rules", ["TaskRules", "WordRules", "NotebookRules"])
def test_a_module_with_checked_tasks_is_held_to_all_rules(number: str, rules: str) -> None:
    derived = [
        node.name
        for file in sorted((TESTS / f"analyst_{number}").glob("test_*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and rules in map(ast.unparse, node.bases)
    ]
    assert len(derived) == 1, f"Derive one class from {rules} in a test file of tests/analyst_{number}."
    assert derived[0].startswith("Test"), f"pytest finds {derived[0]} only where its name begins with Test."
