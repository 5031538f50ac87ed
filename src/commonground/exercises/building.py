"""Making the tasks of one module from its rules and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from commonground.exercises.compare import Comparison
from commonground.exercises.statements import YES_NO_CANNOT_SAY, Answers, other_answers
from commonground.exercises.task import (
    EXACT,
    Build,
    Case,
    Cases,
    ChoiceTask,
    Flaw,
    FunctionTask,
    PartsTask,
    Task,
    WrongWay,
)
from commonground.exercises.texts import Texts, load


@dataclass(frozen=True)
class Builder:
    """Makes tasks whose ids begin with the number of one module, such as "01", and whose words stand in one file.

    `file` is the name of a YAML file in `commonground/exercises/bank`.
    Every method that makes a task takes the second part of its id, such as "memo" of "01/memo", and raises KeyError
    where the file has no words for it.
    """

    module: str
    file: str

    def on_tables(
        self,
        name: str,
        right: Callable[..., object],
        wrong: Sequence[WrongWay],
        visible: Build,
        hidden: Cases,
        comparison: Comparison = EXACT,
    ) -> FunctionTask:
        """A function to be written, tried on the table that the learner sees and on the hidden ones."""
        id, texts = self._words(name)
        cases = [Case(kind, build) for kind, build in hidden.items()]
        return FunctionTask(id, texts, right, visible, cases, wrong, comparison)

    def on_statements(
        self, name: str, right: Callable[[], dict[str, object]], answers: Answers = YES_NO_CANNOT_SAY
    ) -> FunctionTask:
        """Statements to be answered with one of `answers` each, by name; `right` hands back the right answers.

        Learners are shown the code of `right`. Raises ValueError where it gives an answer that is not in `answers`.
        """
        id, texts = self._words(name)
        return FunctionTask(id, texts, right, tuple, [], other_answers(right(), answers), takes_value=True)

    def choice(self, name: str, right: frozenset[str]) -> ChoiceTask:
        """One of a few options to be picked; `right` holds the ids of all that can be defended."""
        return ChoiceTask(*self._words(name), right)

    def in_parts(self, name: str, parts: Mapping[str, str], flaws: Sequence[Flaw]) -> PartsTask:
        """A few sentences to be written in named parts; `parts` maps the id of each to what it is about."""
        return PartsTask(*self._words(name), parts, flaws)

    def collect(self, *tasks: Task) -> dict[str, Task]:
        """The tasks by id, in the order of the lesson.

        Raises ValueError where two share an id, or where the file has words for a task that is not among them.
        """
        found = {task.id: task for task in tasks}
        if len(found) < len(tasks):
            raise ValueError(f"Two tasks of module {self.module} have one id. Rename one of: {_ids(tasks)}.")
        if unused := [id for id in load(self.file) if id not in found]:
            raise ValueError(
                f"{self.file} has words for {', '.join(unused)}. Add the task, or drop the words."
            )
        return found

    def _words(self, name: str) -> tuple[str, Texts]:
        id, texts = f"{self.module}/{name}", load(self.file)
        if id not in texts:
            raise KeyError(f"{self.file} has no words for {id}. It has words for: {', '.join(texts)}.")
        return id, texts[id]


def _ids(tasks: Sequence[Task]) -> str:
    return ", ".join(task.id for task in tasks)
