"""What the rules of every analyst lesson are tried on, for the module whose answers they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest
from analyst_protocol.module_answers import Handed, ModuleAnswers

from commonground.exercises import Task
from commonground.exercises.task import FunctionTask, PartsTask

Named = Mapping[str, Any]
"""What a test runs over, by the name that each of its runs gets."""


class ModuleRules:
    """Tests that hold in every module with checked tasks.

    A class derived from it, in a test file of a module, names the module's `answers`. An argument of a test that
    stands in `TRIED_ON` runs over what is found there.
    """

    answers: ClassVar[ModuleAnswers]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        for argument in TRIED_ON.keys() & set(metafunc.fixturenames):
            found = TRIED_ON[argument](self.answers)
            assert found, f"Module {self.answers.number} has nothing to try as {argument!r}."
            metafunc.parametrize(argument, list(found.values()), ids=list(found))


def _right(answers: ModuleAnswers) -> Named:
    return {
        f"{id} {i}": Handed(answers.tasks[id], answer)
        for id, found in answers.right.items()
        for i, answer in enumerate(found, start=1)
    }


def _wrong(answers: ModuleAnswers) -> Named:
    return {
        f"{id} {i} {mistake}": Handed(answers.tasks[id], answer, mistake)
        for id, found in answers.wrong.items()
        for i, (answer, mistake) in enumerate(found, start=1)
    }


def _foreseen(answers: ModuleAnswers) -> Named:
    """What the bank itself takes for its mistakes."""
    return {
        f"{task.id} {way.id}": Handed(task, way.way() if task.takes_value else way.way, way.id)
        for task in answers.tasks.values()
        if isinstance(task, FunctionTask)
        for way in task.wrong
    }


def _by_name(tasks: Iterable[Task], tried_with: Callable[[Any], Named]) -> Named:
    return {
        f"{task.id} {name}": Handed(task, answer)
        for task in tasks
        for name, answer in tried_with(task).items()
    }


def values_of(task: Task) -> dict[str, Any]:
    """The right words of a task on statements; none for all other tasks."""
    right: Any = task.right() if isinstance(task, FunctionTask) and task.takes_value else {}
    return dict(right)


def _blanks(task: Task) -> Named:
    """What is handed in before all has been filled in."""
    blanks: dict[str, Any] = {"None": None, "dots": ...}
    if isinstance(task, FunctionTask):
        blanks |= {"function of dots": lambda *inputs: ..., "function of None": lambda *inputs: None}
    if isinstance(task, PartsTask):
        blanks |= {
            "no parts": {},
            "empty parts": dict.fromkeys(task.parts, ""),
            "parts of dots": dict.fromkeys(task.parts, ...),
        }
    if values := values_of(task):
        first = next(iter(values))
        blanks |= {
            "one dot alone": {first: ...},
            "one dot": {**values, first: ...},
            "all dots": dict.fromkeys(values, ...),
        }
    return blanks


def _strays(task: Task) -> Named:
    """What no task asks for."""
    strays: dict[str, Any] = {"word": "a word", "number": 7}
    if not isinstance(task, PartsTask):
        strays["tree"] = {"a": {"b": object()}}
    if values := values_of(task):
        strays["one other word"] = {**values, next(iter(values)): "perhaps"}
    elif isinstance(task, FunctionTask):
        strays |= {
            "function of object": lambda *inputs: object(),
            "other function": np.array,
            "function of nothing": lambda *inputs: pd.DataFrame(),
        }
    return strays


TRIED_ON: Mapping[str, Callable[[ModuleAnswers], Named]] = {
    "task": lambda answers: answers.tasks,
    "on_tables": lambda answers: {task.id: task for task in answers.on_tables},
    "right": _right,
    "wrong": _wrong,
    "foreseen": _foreseen,
    "blank": lambda answers: _by_name(answers.tasks.values(), _blanks),
    "stray": lambda answers: _by_name(answers.tasks.values(), _strays),
}
