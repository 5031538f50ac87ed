"""What people hand in to the checked tasks of one analyst lesson: what each `answers_to_module_NN.py` offers as `ANSWERS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground import exercises
from commonground.exercises import CANNOT_SAY, Task
from commonground.exercises.task import FunctionTask

YES_NO_CANNOT_SAY: Mapping[str, Any] = {"yes": "yes", "no": "no", "cannot-say": CANNOT_SAY}


def number_of(module: str) -> str:
    """The number of a module by the name of its folder: "01" of "01-why-share"."""
    return module.partition("-")[0]


@dataclass(frozen=True)
class Handed:
    """One answer handed in to a task, and the id of the mistake that it shows, where it shows one."""

    task: Task
    answer: Any
    mistake: str = ""


@dataclass(frozen=True)
class ModuleAnswers:
    """Answers to every task of a module as people write them.

    `module` is the name of its folder in `modules`, such as "01-why-share".
    `right` maps the id of a task to right answers; the first is of the kind that the lesson's cells go on with.
    `wrong` maps it to pairs of a wrong answer and the id of the message meant for it.
    """

    module: str
    right: Mapping[str, Sequence[Any]]
    wrong: Mapping[str, Sequence[tuple[Any, str]]]

    @property
    def number(self) -> str:
        """The first part of the ids of the module's tasks, such as "01"."""
        return number_of(self.module)

    @property
    def tasks(self) -> dict[str, Task]:
        """All tasks of the module by id, in the order of its lesson."""
        return exercises.tasks(self.number)

    @property
    def on_tables(self) -> list[FunctionTask]:
        """The tasks that ask for a function and try it on tables that the learner does not see."""
        return [
            task for task in self.tasks.values() if isinstance(task, FunctionTask) and not task.takes_value
        ]

    @property
    def on_values(self) -> list[FunctionTask]:
        """The tasks that ask for one word for each of a few statements."""
        return [task for task in self.tasks.values() if isinstance(task, FunctionTask) and task.takes_value]


def other_words(
    right: Mapping[str, Any], words: Mapping[str, Any] = YES_NO_CANNOT_SAY
) -> list[tuple[dict[str, Any], str]]:
    """Every answer that is right but for one statement, with the id of its mistake, such as "rise-cannot-say".

    `right` maps each statement to its right word; `words` maps the name that a word has in ids to the word.
    """
    return [
        ({**right, statement: word}, f"{statement.replace(' ', '-')}-{name}")
        for statement, own in right.items()
        for name, word in words.items()
        if word is not own and word != own
    ]
