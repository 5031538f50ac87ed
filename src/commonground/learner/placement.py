"""The placement: three small tasks that propose a level, which the learner may overrule.

None or one task right proposes foundations, two practitioner, three analyst. The words are in
`modules/00-start-here/placement.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from commonground.content.errors import ContentError
from commonground.content.levels import LEVELS
from commonground.content.node import Node
from commonground.content.places import modules_folder
from commonground.content.questions import Option


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a task. `key` names it in the whole placement: `task.part`."""

    key: str
    prompt: str
    options: tuple[Option, ...]

    def option(self, option_id: str | None) -> Option | None:
        """The option with this id; None where nothing, or nothing known, was chosen."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of text; every row has one cell for each column."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One of the small tasks; `table` and `code` are there where the task needs them."""

    id: str
    title: str
    intro: str
    table: Table | None
    code: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level in words: its name, one line on what it asks, and the advice when it is proposed."""

    id: str
    title: str
    line: str
    advice: str


@dataclass(frozen=True, slots=True)
class Placement:
    """The tasks, and the three levels in words. `mark` is the mark of origin of the tasks."""

    title: str
    mark: str
    intro: str
    tasks: tuple[Task, ...]
    levels: tuple[LevelWords, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All questions in order."""
        return tuple(part for task in self.tasks for part in task.parts)

    def level(self, level_id: str) -> LevelWords | None:
        """The words of a level; None for an id that is none."""
        return next((level for level in self.levels if level.id == level_id), None)


@dataclass(frozen=True, slots=True)
class Result:
    """How far the placement is. `level` is None until every question has an answer."""

    answered: int
    asked: int
    right_tasks: int
    level: str | None


def level_for(right_tasks: int) -> str:
    """The level proposed for this number of right tasks (0 to 3)."""
    if right_tasks >= 3:
        return "analyst"
    return "practitioner" if right_tasks == 2 else "foundations"


def result(placement: Placement, choices: Mapping[str, str | None]) -> Result:
    """What the choices (part key to option id) come to; unknown keys and options count as no answer."""
    chosen = {part.key: part.option(choices.get(part.key)) for part in placement.parts}
    answered = sum(option is not None for option in chosen.values())
    right_tasks = sum(
        all((option := chosen[part.key]) is not None and option.right for part in task.parts)
        for task in placement.tasks
    )
    complete = answered == len(chosen)
    return Result(answered, len(chosen), right_tasks, level_for(right_tasks) if complete else None)


def _table(node: Node) -> Table:
    columns = node.texts("columns")
    rows = []
    for row in node.nodes("rows"):
        if not isinstance(row.value, list) or len(row.value) != len(columns):
            raise row.error(f"A row of {len(columns)} cells was expected here.", "Give one cell for each column.")
        rows.append(tuple(Node(cell, row.file, row.key).as_text() for cell in row.value))
    return Table(node.text("caption"), columns, tuple(rows))


def _part(task_id: str, node: Node) -> Part:
    options = tuple(
        Option(option.text("id"), option.text("text"), option.text("reply"), option.flag("right"))
        for option in node.nodes("options")
    )
    if not any(option.right for option in options):
        raise node.error("No option is right, so the task could never be.", "Mark one with right: true.")
    return Part(f"{task_id}.{node.text('id')}", node.text("prompt"), options)


def read_placement(file: Path) -> Placement:
    """The placement in a YAML file; raises ContentError where it cannot be used."""
    top = Node.of_file(file)
    tasks = tuple(
        Task(
            id=node.text("id"),
            title=node.text("title"),
            intro=node.text("intro"),
            table=_table(node.child("table")) if node.has("table") else None,
            code=node.text("code", ""),
            parts=tuple(_part(node.text("id"), part) for part in node.nodes("parts")),
        )
        for node in top.nodes("tasks")
    )
    keys = [part.key for task in tasks for part in task.parts]
    if len(set(keys)) != len(keys):
        raise ContentError(file, "tasks", "Two questions have the same id.", "Give each task and part its own id.")
    levels = top.child("levels")
    return Placement(
        title=top.text("title"),
        mark=top.text("mark"),
        intro=top.text("intro"),
        tasks=tasks,
        levels=tuple(
            LevelWords(name, node.text("title"), node.text("line"), node.text("advice"))
            for name, node in ((name, levels.child(name)) for name in LEVELS)
        ),
    )


def placement() -> Placement:
    """The placement of this course; raises ContentError."""
    return read_placement(modules_folder() / "00-start-here" / "placement.yml")
